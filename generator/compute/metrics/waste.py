"""Whether schools hand the waste of their chemicals over as the law asks: to a licensed unit, by manifest."""

from __future__ import annotations

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import AREAS, Gap, MetricColumn, Part, metric, ratio
from generator.model.text import Text

_BY_YEAR = Text("仅按年统计", "Counted by year only")
NOBODY = Text("没有应移交废弃物的学校", "No school has waste to hand over")
NO_HANDOVER = Text("到期末还没有移交记录", "No hand-over is on record by then")


@metric(
    "waste-manifests",
    version=1,
    title=Text("废弃物联单齐全率", "Waste handed over by manifest"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("联单齐全校数 ÷ 应移交校数 × 100", "schools with a manifest ÷ schools with waste × 100"),
    population=Text(
        "应移交校数：单位记录写明存有危险化学品、期末存续的学校，只存有一般危险化学品又没有移交过的不计；"
        "学区、县区、全市包括其下各校。联单齐全：当年至少有一条未撤回的废弃物移交记录。"
        "期末指当年最后一天，本年还没有结束的以资料截止日为准。",
        "Schools with waste: those whose own record says that they keep chemicals and which are there at the "
        "year's end, those with general ones alone only where they handed some over; a cluster, county or "
        "city includes the schools below it. With a manifest: a hand-over of the year that was not "
        "withdrawn. As of the year's last day, or of the day of looking while it runs.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；没有应移交的学校，或者到期末还没有任何移交记录的没有数值；不记为 0。",
        "By year only; no value without a school that has waste, or before the first hand-over; never 0.",
    ),
    levels=AREAS,
    needs=("waste-transfers.manifest", "organizations.keeps"),
)
def waste_manifests(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the schools with waste of chemicals that handed some over in the year, by manifest.

    Formula: schools with a manifest / schools with waste × 100. Shape: one value for each year; %, 0 to 100.
    Missing: every quarter; without such a school, and where none of them ever handed anything over.
    """
    handing = cells.frames.handing
    frame = handing.frame
    asked = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy(), into_years=False)
    done = asked.where(frame["has_handed"].to_numpy(dtype=bool))
    ever = asked.where(frame["has_ever"].to_numpy(dtype=bool))
    keys = cells.organization_keys
    schools = [keys[row] if row >= 0 else "" for row in frame["organization"].tolist()]
    behind = (done.trail(schools), done.bundles(handing.keys))
    return ratio(
        Part(Text("联单齐全校数", "schools with a manifest"), done.count(), behind),
        Part(Text("应移交校数", "schools with waste"), asked.count(), (asked.trail(schools),)),
        times=100,
        gaps=(
            Gap(_BY_YEAR, cells.in_quarters(), is_undefined=True),
            Gap(NOBODY, asked.count() == 0),
            Gap(NO_HANDOVER, ever.count() == 0),
        ),
    )
