"""What units were commended for."""

from __future__ import annotations

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import Gap, MetricColumn, Part, amount, metric
from generator.model.text import Text


@metric(
    "awards",
    version=1,
    title=Text("表扬", "Awards"),
    unit="项",
    decimals=0,
    better="higher",
    formula=Text("表扬项数", "awards"),
    population=Text(
        "年度与本年相同、未撤销的表扬，先进单位与先进个人都按所在单位计；学区、县区、全市包括其下各单位。",
        "Awards of the year that were not withdrawn, units and individuals alike, by unit; a cluster, county "
        "or city includes the units below it.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年没有表扬记为 0。",
        "By year only; a year without awards counts 0.",
    ),
    needs=("awards.year", "awards.unit"),
)
def awards(cells: Cells, _: Concluded) -> MetricColumn:
    """Number of awards of a unit and the units below it in the year.

    Formula: number of awards that are not withdrawn and whose ``year`` is the period's.
    Shape: a whole number for each year; individuals count for their unit.
    Missing: every quarter ("by year only"). A year without an award is 0, because the list is complete.
    """
    frame = cells.frames.awards
    spread = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    keys = [f"awards/{name}" for name in frame["id"].tolist()]
    return amount(
        Part(Text("表扬项数", "awards"), spread.count(), (spread.trail(keys),)),
        gaps=(Gap(Text("仅按年统计", "Counted by year only"), cells.in_quarters(), is_undefined=True),),
    )
