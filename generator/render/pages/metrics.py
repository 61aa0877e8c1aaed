"""Metrics: what each number means, how it is made, and what it is now for the city and every county."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.explain import value_text
from generator.model.instrument import instruments
from generator.model.period import Period
from generator.model.results import Measure, MetricInfo
from generator.model.text import Text
from generator.render import wording
from generator.render.filters import MISSING, number, signed
from generator.render.page import Page, page
from generator.render.site import Link, Site

BETTER = {
    "higher": Text("越高越好", "higher is better"),
    "lower": Text("越低越好", "lower is better"),
    "neutral": Text("只计数，不分优劣", "a plain count"),
}


@dataclass(frozen=True, slots=True)
class ValueLine:
    """The metric for one unit. *change*: sign and word; *tone*: good, bad or ""; *reason*: why no value."""

    link: Link
    value: str
    operands: str
    reason: str
    explanation: Link
    records: int
    change: str
    tone: str


@dataclass(frozen=True, slots=True)
class MetricContext:
    """One metric and its newest values."""

    sentence: str
    id: str
    version: int
    unit: str
    decimals: int
    better: str
    formula: str
    population: str
    missing: str
    period: str
    before: str
    city: ValueLine | None
    counties: tuple[ValueLine, ...]
    used_in: tuple[tuple[Link, str, str], ...]
    items: tuple[tuple[Link, Link], ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class MetricLine:
    """One metric in the list, with the city's newest value."""

    link: Link
    formula: str
    unit: str
    better: str
    version: int
    value: str
    period: str
    reason: str


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All metrics."""

    sentence: str
    metrics: tuple[MetricLine, ...]


@page
def metrics(site: Site) -> Iterator[Page]:
    """All metrics with the city's newest value."""
    lines = tuple(_line(site, info) for info in site.results.metrics.values())
    yield Page("metrics/", IndexContext(sentence=site.say(index_sentence(len(lines))), metrics=lines))


@page(template="metric")
def metric_pages(site: Site) -> Iterator[Page]:
    """One page for each metric."""
    infos = list(site.results.metrics.values())
    for place, info in enumerate(infos):
        before = infos[place - 1] if place else None
        after = infos[place + 1] if place + 1 < len(infos) else None
        yield _metric_page(site, info, before, after)


def _metric_page(site: Site, info: MetricInfo, before: MetricInfo | None, after: MetricInfo | None) -> Page:
    period = newest_period(site, info.id)
    units = [u.id for u in site.organizations if u.document.data["level"] == "county" and not u.is_withdrawn]
    measures = [m for u in units if period and (m := site.results.measure(info.id, u, period))]
    city_measure = _of_city(site, info, period)
    sentence = site.say(metric_sentence(site, info, period, city_measure, measures))
    context = MetricContext(
        sentence=sentence,
        id=info.id,
        version=info.version,
        unit=info.unit,
        decimals=info.decimals,
        better=site.say(BETTER[info.better]),
        formula=site.say(info.formula),
        population=site.say(info.population),
        missing=site.say(info.missing),
        period=site.say(period.label) if period else "",
        before=site.say(period.previous.label) if period else "",
        city=_value(site, info, city_measure) if city_measure else None,
        counties=tuple(_value(site, info, measure) for measure in measures),
        used_in=tuple(_used_in(site, info)),
        items=tuple(_items(site, info)),
        previous=_link(site, before),
        next=_link(site, after),
    )
    shown = [*measures, *([city_measure] if city_measure else [])]
    return Page(
        f"metrics/{info.id}/",
        context,
        title=site.say(info.title),
        trail=(Link(site.say(Text("指标", "Metrics")), "metrics/"),),
        evidence=tuple({key: None for measure in shown for key in measure.evidence}),
        description=sentence,
    )


def _link(site: Site, info: MetricInfo | None) -> Link | None:
    return Link(site.say(info.title), site.metric_path(info.id)) if info else None


def _of_city(site: Site, info: MetricInfo, period: Period | None) -> Measure | None:
    cities = [u.id for u in site.organizations if u.document.data["level"] == "city"]
    return next((m for c in cities if period and (m := site.results.measure(info.id, c, period))), None)


def newest_period(site: Site, metric: str) -> Period | None:
    """The newest period in which somebody has a value; else the newest in which one was asked for."""
    asked = None
    for period in sorted(site.results.periods, key=lambda p: p.order, reverse=True):
        for unit in site.organizations:
            measure = site.results.measure(metric, unit.id, period)
            if measure and measure.value is not None:
                return period
            asked = asked or (period if measure else None)
    return asked


def _value(site: Site, info: MetricInfo, measure: Measure) -> ValueLine:
    before = site.results.measure(info.id, measure.subject, measure.period.previous)
    text, tone = change(measure, before, info)
    return ValueLine(
        link=site.organization(measure.subject),
        value=number(measure.value),
        operands=operands(site, measure),
        reason=site.say(measure.reason) if measure.reason else "",
        explanation=Link("", site.measure_path(measure)),
        records=len(measure.evidence),
        change=site.say(text),
        tone=tone,
    )


def operands(site: Site, measure: Measure) -> str:
    """The numbers that were put into the formula: 合格 12，完成 15."""
    comma = "，" if site.language == "zh" else ", "
    return comma.join(f"{site.say(o.name)} {wording.plain(o.value)}" for o in measure.operands)


def change(now: Measure, before: Measure | None, info: MetricInfo) -> tuple[Text, str]:
    """(words, tone) of the change against the period before; ("–", "") where a value is missing."""
    if before is None or before.value is None or now.value is None:
        return Text(MISSING), ""
    step = now.value - before.value
    if not step:
        return Text("持平", "unchanged"), ""
    if info.better == "neutral":
        return Text(signed(step)), ""
    if (step > 0) == (info.better == "higher"):
        return Text(f"{signed(step)} 好转", f"{signed(step)} better"), "good"
    return Text(f"{signed(step)} 变差", f"{signed(step)} worse"), "bad"


def _used_in(site: Site, info: MetricInfo) -> Iterator[tuple[Link, str, str]]:
    """(method, ranking, weight) wherever the metric is weighed or shown."""
    for record in reversed(site.snapshot.active("methods")):
        for rule in record["rankings"]:
            for weight in rule["weights"]:
                if weight["metric"] == info.id:
                    ranking = site.label("methods", "rankings[].ranking", rule["ranking"])
                    yield site.link(record.key), ranking, wording.plain(weight["weight"])


def _line(site: Site, info: MetricInfo) -> MetricLine:
    period = newest_period(site, info.id)
    city = _of_city(site, info, period)
    no_period = Text("还没有可以计算的时期", "nothing to compute yet")
    reason = site.say((city.reason if city else None) or no_period) if not city or city.value is None else ""
    return MetricLine(
        link=Link(site.say(info.title), site.metric_path(info.id)),
        formula=site.say(info.formula),
        unit=info.unit,
        better=site.say(BETTER[info.better]),
        version=info.version,
        value=number(city.value) if city else MISSING,
        period=site.say(period.label) if period else "",
        reason=reason,
    )


def index_sentence(count: int) -> Text:
    """How many metrics there are."""
    if not count:
        return Text("还没有指标。", "There is no metric.")
    return Text(
        f"本站的评价数字由 {count} 个指标算出；每个数字都能查到公式和所依据的记录。",
        f"All figures come from {wording.some(count, 'metric')}; each leads to its formula and its records.",
    )


def metric_sentence(
    site: Site, info: MetricInfo, period: Period | None, city: Measure | None, counties: list[Measure]
) -> Text:
    """What the metric is for the whole city now, or why it has no value."""
    if period is None:
        return Text("还没有可以计算的时期。", "There is nothing to compute yet.")
    valued = sum(measure.value is not None for measure in counties)
    tail = Text("。", ".")
    if counties:
        tail = Text(
            f"；{len(counties)} 个县（区）中 {valued} 个有数值。",
            f"; {valued or 'none'} of {wording.some(len(counties), 'county', 'counties')} have a value.",
        )
    when = period.label
    if city is None or city.value is None:
        reason = city.reason if city and city.reason else Text("没有数值", "no value")
        return Text(
            f"{when.zh}全市没有数值：{reason.zh}{tail.zh}",
            f"{when.en}, whole city: {reason.to('en')}{tail.en}",
        )
    value = value_text(city.value, info)
    return Text(
        f"{when.zh}全市{info.title.zh} {value.zh}（{operands(site, city)}）{tail.zh}",
        f"{when.en}, whole city: {value.to('en')} ({operands(site, city)}){tail.en}",
    )


def _items(site: Site, info: MetricInfo) -> Iterator[tuple[Link, Link]]:
    """The items of the annual evaluation that take a number from the metric, newest list first."""
    for instrument in reversed(instruments(site.snapshot)):
        checklist = site.link(f"checklists/{instrument.checklist}")
        for item in instrument.items:
            if info.id in item.metrics:
                place = f"{checklist.path}#item-{item.id}"
                yield checklist, Link(f"{item.id} {item.text}", place)
