"""What a list of the annual evaluation leaves to the method: grades, quota, ties, coverage, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.instrument import Instrument, instruments
from generator.model.number import trimmed
from generator.model.text import Text
from generator.render.evaluations import grade_label
from generator.render.site import Link, Site


def instrument_of(site: Site, checklist: str) -> Instrument | None:
    """The list under the method of its year; None for other lists, and for one that was withdrawn."""
    return next((one for one in instruments(site.snapshot) if one.checklist == checklist), None)


def method_link(site: Site, instrument: Instrument | None) -> Link | None:
    """The method that grades by the list."""
    return site.link(f"methods/{instrument.method}") if instrument and instrument.method else None


def grading_lines(site: Site, instrument: Instrument) -> Iterator[Text]:
    """One line for each grade, then the quota, ties, coverage and rounding; nothing without a method."""
    above = None
    for grade, bound in instrument.bands:
        label, least = grade_label(site, grade), trimmed(bound)
        parts = [f"{least} 分及以上"] if bound else []
        parts += [f"不到 {trimmed(above)} 分"] if above is not None else []
        yield Text(f"{label}：{'，'.join(parts) or '所有得分'}", f"{label}: from {least}")
        above = bound
    if not instrument.bands:
        return
    if instrument.quota is not None:
        best, count = grade_label(site, instrument.bands[0][0]), instrument.quota
        yield Text(f"{best}最多 {count} 个单位，按位次分配", f"At most {count} units are {best}, by rank")
        if ties := "、".join(_ties(instrument)):
            yield Text(f"名额边上总分相同的，依次比：{ties}", f"Equal totals at the quota: {ties}")
    least = trimmed(instrument.minimum_coverage)
    yield Text(f"已评的分值不到 {least}% 的，不排位次", f"Ranked from {least}% of the points on")
    yield Text(
        f"总分四舍五入保留 {instrument.decimals} 位小数，总分相同的位次相同",
        f"Totals are rounded to {instrument.decimals} decimals; equal totals share a rank",
    )


def _ties(instrument: Instrument) -> Iterator[str]:
    for by, name in instrument.tie_break:
        yield "减分少的在前" if by == "fewest_deductions" else f"{instrument.titles.get(name, name)}得分"


def veto_words(site: Site, veto: Mapping[str, Any]) -> Text:
    """What happens, and what it does to the grade."""
    grade = grade_label(site, veto.get("grade"))
    zh, en = {
        "force_grade": (f"直接定为{grade}", f"{grade}, whatever the total"),
        "cap_grade": (f"最高只能评为{grade}", f"{grade} at most"),
        "downgrade": ("降低一个等次", "one grade down"),
    }[veto["effect"]]
    return Text(f"{veto['text']}：{zh}", f"{veto['text']}: {en}")
