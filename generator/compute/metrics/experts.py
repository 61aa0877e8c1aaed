"""How much work of experts a unit got."""

from __future__ import annotations

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import Gap, MetricColumn, Part, amount, metric
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
