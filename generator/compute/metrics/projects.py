"""What became of the year's money and of the year's projects."""

from __future__ import annotations

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import Gap, MetricColumn, Part, metric, ratio
from generator.model.text import Text

_BY_YEAR = Text("仅按年统计", "Counted by year only")
FEN = 2


@metric(
    "budget-execution",
    version=1,
    title=Text("预算执行率", "Budget execution"),
    unit="%",
    decimals=1,
    better="neutral",
    formula=Text("支出数 ÷ 预算数 × 100", "spent ÷ planned × 100"),
    population=Text(
        "年度与本年相同、未撤回的经费预算，年初安排和年中追加的都计；县区、全市包括其下各单位的预算。",
        "Budgets of the year that were not withdrawn, lines of the year's start and later ones alike; a "
        "county or city includes the units below it.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年没有预算记录，或预算数为 0 的，没有数值。",
        "By year only; no value without a budget, or where nothing was planned.",
    ),
    levels=("county", "city"),
    needs=("budgets.year", "budgets.unit", "budgets.lines"),
)
def budget_execution(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the planned money that was spent by the day of the figures.

    Formula: spent / planned × 100, sums of all lines of the year's budgets, in yuan to the fen.
    Shape: one value for each year; %, above 100 where more was spent than planned.
    Missing: every quarter; no budget; nothing planned. A year that runs is as far as its figures are.
    """
    frame = cells.frames.budgets
    spread = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    trail = spread.trail([f"budgets/{name}" for name in frame["id"].tolist()])
    spent = Part(Text("支出数", "spent"), spread.total(frame["spent"].to_numpy()), (trail,), decimals=FEN)
    planned = Part(
        Text("预算数", "planned"), spread.total(frame["planned"].to_numpy()), (trail,), decimals=FEN
    )
    gaps = (
        Gap(_BY_YEAR, cells.in_quarters(), is_undefined=True),
        Gap(Text("当年没有预算记录", "No budget of that year"), spread.count() == 0),
        Gap(Text("当年预算数为 0", "Nothing was planned that year"), planned.amounts == 0),
    )
    # Both are in fen, so they divide as they are: scaling them first could pass what 64 bits hold.
    return MetricColumn((spent, planned), spent.amounts * 100, planned.amounts, gaps)


@metric(
    "projects-completed",
    version=1,
    title=Text("项目完成率", "Projects completed"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("已完成项目数 ÷ 当年项目数 × 100", "projects done ÷ projects of the year × 100"),
    population=Text(
        "列入本年、未撤回的六个一批项目，已中止的也计入当年项目数，说明没有安排的不计；县区、全市包括其下各单位。",
        "Projects of the six batches of the year that were not withdrawn, dropped ones included, statements "
        "that there is none left out; a county or city includes the units below it.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年没有项目的没有数值。",
        "By year only; no value without a project.",
    ),
    levels=("county", "city"),
    needs=("projects.year", "projects.unit", "projects.status"),
)
def projects_completed(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the year's projects that are done.

    Formula: projects with status done / projects of the year × 100. A dropped project stays in the base,
    so that dropping one does not look like finishing it.
    Shape: one value for each year; %, 0 to 100.
    Missing: every quarter; a year without a project.
    """
    frame = cells.frames.projects
    spread = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    keys = [f"projects/{name}" for name in frame["id"].tolist()]
    finished = spread.where(frame["is_done"].to_numpy())
    done = Part(Text("已完成项目数", "projects done"), finished.count(), (finished.trail(keys),))
    planned = Part(Text("当年项目数", "projects of the year"), spread.count(), (spread.trail(keys),))
    gaps = (
        Gap(_BY_YEAR, cells.in_quarters(), is_undefined=True),
        Gap(Text("当年没有项目", "No project of that year"), planned.amounts == 0),
    )
    return ratio(done, planned, times=100, gaps=gaps)
