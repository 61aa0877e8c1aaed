"""Whether what was put right stays right: relapses, and second looks."""

from __future__ import annotations

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.hazard_parts import (
    CUT_OFF,
    FOUND_BY_OTHERS,
    NEEDS,
    by_others,
    flag,
    part,
)
from generator.compute.metric import Gap, MetricColumn, metric, ratio
from generator.model.text import Text


@metric(
    "relapse-rate",
    version=2,
    title=Text("隐患反弹率", "Hazards that came back"),
    unit="%",
    decimals=1,
    better="lower",
    formula=Text("反弹 ÷ 反弹期内销过号 × 100", "back again ÷ closed lately × 100"),
    population=Text(
        "反弹期：办法写的天数（relapse_days），没有写的为365天，算到期末。反弹期内销过号：其间验收销号过或者反弹过的隐患。"
        "反弹：其中在这些天内回头看发现反弹，"
        f"或者督查、举报在同一项目上再次发现的。{FOUND_BY_OTHERS.zh}{CUT_OFF.zh}",
        "Closed lately: hazards accepted, or back again, in the days of a relapse by the method "
        "(else 365), up to the end of the period. "
        "Back again: those of which a second look found so in these days, or which an inspection or a report "
        f"found again on the same item. {FOUND_BY_OTHERS.en} {CUT_OFF.en}",
    ),
    missing=Text("反弹期内没有销过号的隐患；不记为 0。", "No hazard was closed lately; never 0."),
    needs=(*NEEDS, "hazards.relapse_of"),
)
def relapse_rate(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the hazards closed lately that came back.

    Formula: back again / closed within the days of a relapse × 100; how many stands in the method, else 365.
    Cut-off: they end with the last day of the period, or with ``as_of`` while it runs.
    Missing: where no hazard was closed.
    """
    closed = by_others(cells).where(flag(cells, "was_closed"))
    return ratio(
        part(cells, Text("反弹", "back again"), closed.where(flag(cells, "came_back"))),
        part(cells, Text("反弹期内销过号", "closed lately"), closed),
        times=100,
        gaps=(Gap(Text("反弹期内没有销过号的隐患", "No hazard was closed lately"), closed.count() == 0),),
    )


@metric(
    "second-looks",
    version=1,
    title=Text("隐患回头看率", "Second looks"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("已回头看 ÷ 应回头看 × 100", "looked at again ÷ to be looked at × 100"),
    population=Text(
        "应回头看：办法规定回头看的等级里，销号后规定的天数在本期届满或者已经看过的隐患。已回头看：其中期末以前看过的，"
        f"不论反弹与否。{FOUND_BY_OTHERS.zh}{CUT_OFF.zh}",
        "To be looked at: closed hazards of the grades that the method names whose number of days after "
        "closing ends in the period, or which were looked at already. Looked at again: by its end, whatever "
        f"was found. {FOUND_BY_OTHERS.en} {CUT_OFF.en}",
    ),
    missing=Text(
        "本期没有应当回头看的隐患，或者办法没有规定回头看；不记为 0。",
        "Nothing was to be looked at again in the period, or the method asks for no second look; never 0.",
    ),
    needs=(*NEEDS, "hazards.grade"),
)
def second_looks(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the closed hazards to be looked at again that were.

    Formula: looked at again / to be looked at × 100; the number of days and the grades stand in the method.
    Cut-off: the last day of the period, or ``as_of`` while it runs.
    Missing: where none was to be looked at.
    """
    looks = cells.frames.hazards.frame["look"]
    asked = by_others(cells).where((looks != "").to_numpy(dtype=bool))
    return ratio(
        part(cells, Text("已回头看", "looked at again"), asked.where(flag(cells, "is_looked"))),
        part(cells, Text("应回头看", "to be looked at"), asked),
        times=100,
        gaps=(
            Gap(Text("本期没有应当回头看的隐患", "Nothing was to be looked at again"), asked.count() == 0),
        ),
        bases=(asked.trail(looks.tolist()),),
    )
