"""What became of the year's money and of the year's projects."""

from __future__ import annotations

import numpy as np

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import Gap, MetricColumn, Part, amount, metric, ratio
from generator.model.text import Text

_NOT_ASKED = Text("当年的办法没有要求", "Not asked for by the method of the year")
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


@metric(
    "initial-budget",
    version=1,
    title=Text("年初预算编列与下达", "Budget of the year's start"),
    unit="步",
    decimals=0,
    better="higher",
    formula=Text(
        "年初预算步数（编列 1 步，全额下达再 1 步）", "steps done (planned: 1; all disbursed: 1 more)"
    ),
    population=Text(
        "本级年度与本年相同、未撤回的经费预算里年初安排的各行；其下各单位的不计。",
        "Lines of the unit's own budget that were planned at the year's start; the units below do not count.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年的办法没有要求、自己也没有登记的没有数值；有要求而没有编列记为 0。",
        "By year only; no value for a unit that is not asked and has no budget; one that is asked counts 0.",
    ),
    levels=("county", "city"),
    needs=("budgets.year", "budgets.unit", "budgets.lines"),
)
def initial_budget(cells: Cells, _: Concluded) -> MetricColumn:
    """How far the money of the year's start has come: planned, then disbursed.

    Formula: 1 where a line of stage ``initial`` plans more than nothing, 2 where all such lines are disbursed
        in full. Shape: 0, 1 or 2 for each year; a unit's own.
    Missing: every quarter, and where the unit is neither asked nor has a budget. Asked and none is 0.
    """
    frame, asked = cells.frames.yearly.budgeted, cells.frames.yearly.asked_budgets
    own = cells.own(frame["organization"].to_numpy(), frame["period"].to_numpy())
    bound = cells.own(asked["organization"].to_numpy(), asked["period"].to_numpy())
    trail = own.trail([f"budgets/{name}" for name in frame["id"].tolist()])
    steps = Part(Text("年初预算步数", "steps done"), own.total(frame["steps"].to_numpy()), (trail,))
    return amount(
        steps,
        gaps=(
            Gap(_BY_YEAR, cells.in_quarters(), is_undefined=True),
            Gap(_NOT_ASKED, (own.count() == 0) & (bound.count() == 0)),
        ),
        bases=(bound.trail([f"methods/{name}" for name in asked["method"].tolist()]),),
    )


@metric(
    "batches-missing",
    version=1,
    title=Text("六个一批缺类", "Batches missing"),
    unit="类",
    decimals=0,
    better="lower",
    formula=Text("没有项目的类数", "batches without a project"),
    population=Text(
        "六个一批中当年没有任何项目的类数；县区、全市包括其下各单位的项目，登记为没有安排的不算有项目，已中止的算。",
        "Of the six batches those without any project of the year; a county or city with the units below it; "
        "statements that there is none are no project, dropped ones are.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年的办法没有要求、也没有项目的没有数值。",
        "By year only; no value for a unit that is not asked and has no project.",
    ),
    levels=("county", "city"),
    needs=("projects.year", "projects.unit", "projects.status", "projects.batch"),
)
def batches_missing(cells: Cells, _: Concluded) -> MetricColumn:
    """How many of the six batches a unit has nothing of.

    Formula: batches that the schema names, less those of the year's projects. Shape: 0 to 6 for each year.
    Missing: every quarter, and where the unit is neither asked nor has a project. The trail is what there is.
    """
    frame, asked = cells.frames.yearly.works, cells.frames.yearly.asked_projects
    spread = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    bound = cells.own(asked["organization"].to_numpy(), asked["period"].to_numpy())
    batch, known = frame["batch"].to_numpy(), cells.frames.yearly.batches
    present = sum(
        ((spread.where(batch == name).count() > 0).astype(np.int64) for name in known),
        np.zeros(cells.size, dtype=np.int64),
    )
    trail = spread.trail([f"projects/{name}" for name in frame["id"].tolist()])
    missing = Part(Text("没有项目的类数", "batches without a project"), len(known) - present, (trail,))
    return amount(
        missing,
        gaps=(
            Gap(_BY_YEAR, cells.in_quarters(), is_undefined=True),
            Gap(_NOT_ASKED, (spread.count() == 0) & (bound.count() == 0)),
        ),
        bases=(bound.trail([f"methods/{name}" for name in asked["method"].tolist()]),),
    )


@metric(
    "training-reached",
    version=1,
    title=Text("培训完成率", "Training reached"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("已培训人数 ÷ 计划培训人数 × 100", "people trained ÷ people to be trained × 100"),
    population=Text(
        "当年培训类项目中按人或人次计的目标数和完成数，完成数超过目标的按目标计，已中止的也计入目标；县区、全市包括其下各单位。",
        "Goals and results of the year's training projects that count people; none counts more than its "
        "goal, dropped ones keep theirs; a county or city with the units below it.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年没有按人数计的培训项目的没有数值。",
        "By year only; no value without a training project that counts people.",
    ),
    levels=("county", "city"),
    needs=("projects.year", "projects.unit", "projects.batch", "projects.goal"),
)
def training_reached(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the people whom training projects aimed at that were trained.

    Formula: min(result, goal) / goal × 100 over projects of the batch ``training`` whose measure is people.
    Shape: one value for each year; %, 0 to 100. Missing: every quarter; nobody to be trained.
    """
    frame = cells.frames.yearly.works
    everything = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    spread = everything.where(frame["aimed"].to_numpy() > 0)
    trail = spread.trail([f"projects/{name}" for name in frame["id"].tolist()])
    reached = Part(
        Text("已培训人数", "people trained"),
        spread.total(frame["reached"].to_numpy()),
        (trail,),
        decimals=FEN,
    )
    aimed = Part(
        Text("计划培训人数", "people to be trained"),
        spread.total(frame["aimed"].to_numpy()),
        (trail,),
        decimals=FEN,
    )
    gaps = (
        Gap(_BY_YEAR, cells.in_quarters(), is_undefined=True),
        Gap(Text("当年没有按人数计的培训项目", "No training that counts people"), aimed.amounts == 0),
    )
    return MetricColumn((reached, aimed), reached.amounts * 100, aimed.amounts, gaps)
