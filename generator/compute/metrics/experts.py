"""How much work of experts a unit got."""

from __future__ import annotations

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import Gap, MetricColumn, Part, amount, metric, ratio
from generator.model.text import Text

TENTHS = 1


@metric(
    "expert-days",
    version=1,
    title=Text("专家工作天数", "Expert days"),
    unit="天",
    decimals=1,
    better="neutral",
    formula=Text("专家工作天数", "expert days"),
    population=Text(
        "当年开始、已经完成、未撤回的专家工作，以及参加督查和示范校联合调研的每名专家；督查和调研一次计几天按当日有效的评价办法，"
        "办法没有规定的不计；按服务或受检单位计，县区、全市包括其下各单位。",
        "Engagements that began in the year and are done, and every expert on an inspection or joint survey, "
        "counted as the method of the day says, not at all where it says nothing; by the unit served or "
        "visited, a county or city with the units below it.",
    ),
    missing=Text("仅按年统计，季度没有数值；当年没有记为 0。", "By year only; a year without any counts 0."),
    levels=("county", "city"),
    needs=("engagements.expert", "engagements.unit", "engagements.dates", "engagements.days"),
)
def expert_days(cells: Cells, _: Concluded) -> MetricColumn:
    """Days that experts worked at a unit and the units below it in the year.

    Formula: sum of the days of engagements that are done, and for each expert on an inspection or survey
        the ``inspection_days`` of the method of that day; by the year of the first day.
    Shape: days with one decimal for each year.
    Missing: every quarter ("by year only"). A year without any is 0, because the list is complete.
    """
    frame = cells.frames.services
    spread = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    days = Part(
        Text("专家工作天数", "expert days"),
        spread.total(frame["tenths"].to_numpy()),
        (spread.trail(frame["record"].tolist()),),
        decimals=TENTHS,
    )
    gaps = (Gap(Text("仅按年统计", "Counted by year only"), cells.in_quarters(), is_undefined=True),)
    return amount(days, gaps=gaps)


@metric(
    "experts-active",
    version=1,
    title=Text("专家履职率", "Experts who served"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("承担过工作的专家数 ÷ 在聘专家数 × 100", "experts who served ÷ experts in office × 100"),
    population=Text(
        "当年某一天在聘期内、未撤回的专家，按所在单位计入县区和全市；参加过督查、联合调研或专家工作的算承担过工作，年度评价的评分和复核不算。",
        "Experts in a term on some day of the year, by the unit that they work in; any inspection, survey "
        "or engagement that was done counts, scoring in the annual evaluation does not.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；没有在聘专家的没有数值。",
        "By year only; no value without an expert in office.",
    ),
    levels=("county", "city"),
    needs=("experts.unit", "experts.pools"),
)
def experts_active(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the experts who work in an area and were in office that did any work in the year.

    Formula: experts with a visit or engagement done in the year / experts in a term in the year × 100.
    Shape: one value for each year; %, 0 to 100. Missing: every quarter; nobody in office.
    """
    frame = cells.frames.yearly.experts
    spread = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    keys = [f"experts/{name}" for name in frame["id"].tolist()]
    active = spread.where(frame["has_served"].to_numpy())
    served = Part(Text("承担过工作的专家数", "experts who served"), active.count(), (active.trail(keys),))
    office = Part(Text("在聘专家数", "experts in office"), spread.count(), (spread.trail(keys),))
    gaps = (
        Gap(Text("仅按年统计", "Counted by year only"), cells.in_quarters(), is_undefined=True),
        Gap(Text("没有在聘专家", "No expert in office"), office.amounts == 0),
    )
    return ratio(served, office, times=100, gaps=gaps)
