"""How a unit stands in numbers, and how that moved: key figures, rank, the line over the quarters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import MetricInfo
from generator.model.text import Text

from .charts.drawing import Figure
from .charts.trend import trend
from .figures import KeyFigure
from .filters import MISSING, number, short_period, signed
from .site import Site

# Links of the trend figure and words for it: the two rates that share a scale of per cent.
TREND = ("inspection-pass-rate", "mean-item-score")


# The measures that a unit's page opens with; the table over time has all of them.
HEADLINES = (
    "inspection-pass-rate",
    "mean-item-score",
    "share-inspected",
    "hazards-in-time",
    "overdue-hazards",
    "open-major-hazards",
)


def inspected(site: Site, unit: str, period: Period) -> tuple[int, int]:
    """Schools of a unit that were inspected in a period, and all that were to be, as the metric counts them.

    A school that was closed before or opened after it is none of them. (0, 0) where schemas know no visits.
    """
    measure = site.results.measure("share-inspected", unit, period)
    visited, eligible = (
        (int(one.value) for one in measure.operands) if measure and measure.operands else (0, 0)
    )
    return visited, eligible


# Measures that grow while a quarter lasts: before its end they say nothing against a whole one.
GROWING = ("share-inspected",)
VERDICTS = {None: Text(""), True: Text("（改善）", " (better)"), False: Text("（退步）", " (worse)")}


@dataclass(frozen=True, slots=True)
class Metric:
    """A column of the table of measures."""

    title: str
    unit: str
    path: str


def so_far(site: Site, period: Period) -> Text:
    """What is said after the name of a period that is not over; nothing after one that is."""
    return Text("到目前为止", " so far") if site.as_of < period.end else Text("")


def rank_in_words(site: Site, subject: str) -> tuple[str, str] | None:
    """The rank in the newest quarter, in words; None where there is none."""
    newest = [(r, row) for r, row in site.places(subject) if r.period == newest_period(site, subject)]
    if not newest or newest[-1][1].rank is None:
        return None
    ranking, row = newest[-1]
    tied = "并列" if row.tied else ""
    zh = f"{tied}第 {row.rank}（共 {len(ranking.ranked)} 个）"
    en = f"rank {row.rank} of {len(ranking.ranked)}"
    if row.previous is not None:
        zh = zh.replace("个）", f"个，上期第 {row.previous}）")
        en += f" (was {row.previous})"
    return zh, en


def key_figures(site: Site, subject: str, metrics: Sequence[MetricInfo]) -> Iterator[KeyFigure]:
    """Rank and the measures that matter most in the newest quarter; none before a first inspection."""
    period = newest_period(site, subject)
    if period is None:
        return
    for ranking, row in site.places(subject):
        if ranking.period == period and row.rank is not None:
            label = site.say(Text(f"{period.label.zh}位次", f"Rank, {period.label.en}"))
            note = site.say(Text(f"共 {len(ranking.ranked)} 个单位排位次", f"of {len(ranking.ranked)} units"))
            unit = site.say(Text("位（并列）" if row.tied else "位", "(tied)" if row.tied else ""))
            yield KeyFigure(
                str(row.rank), unit, label, site.ranking_path(ranking), _moved(site, row), note, ""
            )
    for info in sorted((m for m in metrics if m.id in HEADLINES), key=lambda m: HEADLINES.index(m.id)):
        measure = site.results.measure(info.id, subject, period)
        if measure and measure.value is not None:
            yield KeyFigure(
                number(measure.value, info.decimals),
                info.unit,
                site.say(info.title),
                site.measure_path(measure),
                change_in_words(site, info, subject, period),
                "",
                "",
            )


def _moved(site: Site, row: Any) -> str:
    if row.previous is None:
        return ""
    by = row.previous - row.rank
    if by == 0:
        return site.say(Text("与上期相同", "same as before"))
    words = Text(f"较上期上升 {by} 位", f"up {by}") if by > 0 else Text(f"较上期下降 {-by} 位", f"down {-by}")
    return site.say(words)


def change_in_words(site: Site, info: MetricInfo, subject: str, period: Period) -> str:
    """A measure against the period before, and whether that is better; "" where either is missing."""
    now = site.results.measure(info.id, subject, period)
    before = site.results.measure(info.id, subject, period.previous)
    if not now or not before or now.value is None or before.value is None:
        return ""
    by = now.value - before.value
    if by == 0:
        return site.say(Text("与上期相同", "same as before"))
    if info.id in GROWING and site.as_of < period.end:
        return site.say(Text("本季度还未结束，不与上期比", "quarter not over, not compared"))
    better = {"higher": by > 0, "lower": by < 0}.get(info.better)
    verdict = VERDICTS[better]
    sign = signed(by, info.decimals)
    points = " 个百分点" if info.unit == "%" else ""
    return site.say(Text(f"较上期 {sign}{points}{verdict.zh}", f"{sign} on the quarter before{verdict.en}"))


def metric_column(site: Site, info: MetricInfo) -> Metric:
    """The head of a metric's column."""
    return Metric(site.say(info.title), info.unit, site.metric_path(info.id))


def trend_of(site: Site, subject: str, metrics: Sequence[MetricInfo]) -> Figure | None:
    """The two rates over the last eight quarters; None with fewer than two points."""
    shown = [info for info in metrics if info.id in TREND]
    quarters = site.quarters[-8:]
    series: list[tuple[str, list[Decimal | None]]] = []
    for info in shown:
        measures = [site.results.measure(info.id, subject, q) for q in quarters]
        series.append((f"{site.say(info.title)}（%）", [m.value if m else None for m in measures]))
    with_values = [s for s in series if sum(v is not None for v in s[1]) > 1]
    if not with_values:
        return None
    caption = site.say(_course(with_values, len(quarters)))
    periods = [short_period(q) for q in quarters]
    svg = trend("trend", site.short(subject), caption, periods, with_values, Decimal(100))
    rows = tuple(
        (name, *(MISSING if v is None else f"{v:f}" for v in values)) for name, values in with_values
    )
    return Figure(svg, caption, (site.say(Text("指标", "Metric")), *periods), rows)


def _course(series: Sequence[tuple[str, Sequence[Decimal | None]]], quarters: int) -> Text:
    """What the trend shows: the newest value of each line, and between what it moved."""
    zh, en = [], []
    for name, points in series:
        known = [v for v in points if v is not None]
        low, high, title = f"{min(known):f}", f"{max(known):f}", name.removesuffix("（%）")
        zh.append(f"{title}最近为 {known[-1]:f}%，最低 {low}%，最高 {high}%")
        en.append(f"{title} {known[-1]:f}% (from {low}% to {high}%)")
    return Text(
        f"近 {quarters} 个季度：{'；'.join(zh)}。没有检查的季度不连线。",
        f"{quarters} quarters: {'; '.join(en)}. No inspections, no line.",
    )


def newest_period(site: Site, subject: str) -> Period | None:
    """The newest quarter in which something below a unit was inspected and counted."""
    for period in reversed(site.quarters):
        if any((m := site.results.measure(info, subject, period)) and m.value is not None for info in TREND):
            return period
    return None


def last_done(site: Site, school: str) -> Record | None:
    """The newest inspection of a school that took place and may be named with it."""
    return next((v for v in site.named_visits(school) if v.document.data["status"] == "done"), None)


def is_done_in(visit: Record, period: Period) -> bool:
    """Did the visit take place within *period*?"""
    data = visit.document.data
    return data["status"] == "done" and period.covers(Period.parse(data["period"]))
