"""Methods: the rule of counting in plain words, its versions, and one total worked out with real numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.model.record import Record
from generator.model.results import Ranking, RankingRow
from generator.model.text import Text
from generator.render import wording
from generator.render.filters import MISSING
from generator.render.page import Page, page
from generator.render.site import Link, Site

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the rates that give it: from its start up to, not including, the start of the one above."""

    grade: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Weight:
    """A metric of a ranking. *counts* is False for one that is shown only; *share*: of all weights, in %."""

    metric: Link
    weight: str
    share: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """How one ranking is made."""

    title: str
    coverage: str
    decimals: int
    weights: tuple[Weight, ...]
    results: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One term of a worked total: the measure as printed, times its weight."""

    metric: Link
    value: str
    unit: str
    weight: str
    product: str


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A unit's total from the newest ranking by the method, with the numbers put in."""

    ranking: Link
    unit: Link
    steps: tuple[Step, ...]
    sum: str
    weights: str
    formula: str
    total: str
    rank: int


@dataclass(frozen=True, slots=True)
class MethodContext:
    """One method."""

    sentence: str
    withdrawn: str
    version: int
    start: str
    end: str
    bands: tuple[Band, ...]
    red_failure: str
    red_grade: str
    rules: tuple[Rule, ...]
    example: WorkedExample | None
    judged: int
    versions: tuple[MethodLine, ...]
    note: str


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One method in a list of versions."""

    link: Link
    version: int
    start: str
    end: str
    is_current: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All methods, newest first."""

    sentence: str
    methods: tuple[MethodLine, ...]


@page
def methods(site: Site) -> Iterator[Page]:
    """All methods."""
    lines = method_lines(site)
    yield Page("methods/", IndexContext(sentence=site.say(index_sentence(lines)), methods=lines))


@page(template="method")
def method_pages(site: Site) -> Iterator[Page]:
    """One page for each method."""
    for record in site.snapshot.of("methods"):
        yield _method_page(site, record)


def _method_page(site: Site, record: Record) -> Page:
    data = site.public(record)
    ranking = newest_ranking(site, record)
    example = worked_example(site, ranking) if ranking else None
    withdrawn = wording.withdrawal(data)
    sentence = site.say(method_sentence(site, record))
    context = MethodContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        version=data["version"],
        start=data["valid"]["from"],
        end=data["valid"]["to"],
        bands=bands(site, data["grades"]),
        red_failure=site.label("methods", "red_failure", data["red_failure"]),
        red_grade=data["red_failure"],
        rules=tuple(_rule(site, record, rule) for rule in data["rankings"]),
        example=example,
        judged=sum(c.method == record.id for c in site.results.conclusions.values()),
        versions=method_lines(site),
        note=data.get("note", ""),
    )
    evidence = tuple(k for m in ranking.ranked[0].measures.values() for k in m.evidence) if ranking else ()
    return Page(
        f"methods/{record.id}/",
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("评价办法", "Methods")), "methods/"),),
        records=(record.key,),
        evidence=evidence,
        description=sentence,
    )


def bands(site: Site, grades: Iterable[Data]) -> tuple[Band, ...]:
    """The grades from the best downwards; each begins where the one below ends."""
    found = []
    above = ""
    for row in sorted(grades, key=lambda r: -Decimal(r["from"])):
        start = wording.plain(row["from"])
        words = Text(f"{start}% 及以上", f"{start}% and above")
        if above and start == "0":
            words = Text(f"不足 {above}%", f"below {above}%")
        elif above:
            words = Text(f"{start}% 及以上、不足 {above}%", f"from {start}% to below {above}%")
        label = site.label("methods", "grades[].grade", row["grade"])
        found.append(Band(row["grade"], label, site.say(words)))
        above = start
    return tuple(found)


def _rule(site: Site, record: Record, rule: Data) -> Rule:
    total = sum((Decimal(w["weight"]) for w in rule["weights"]), Decimal())
    return Rule(
        title=site.label("methods", "rankings[].ranking", rule["ranking"]),
        coverage=site.say(coverage_sentence(rule)),
        decimals=rule["decimals"],
        weights=tuple(
            Weight(
                metric=_metric(site, w["metric"]),
                weight=wording.plain(w["weight"]),
                share=wording.plain((Decimal(w["weight"]) * 100 / total).quantize(Decimal("0.1")))
                if total
                else "",
                counts=w["weight"] > 0,
            )
            for w in rule["weights"]
        ),
        results=tuple(
            Link(site.say(r.period.label), site.ranking_path(r))
            for r in reversed(site.results.rankings)
            if r.method == record.id and r.name == rule["ranking"]
        ),
    )


def coverage_sentence(rule: Data) -> Text:
    """Who is not ranked."""
    least = wording.plain(rule["minimum_coverage"])
    if rule["ranking"] == "counties" and least != "0":
        return Text(
            f"接受督查的学校不到 {least}% 的县（区）不排位次；当期没有督查的也不排，并写明原因。",
            f"Counties with less than {least}% of their schools inspected are not ranked, with the reason.",
        )
    return Text(
        "当期没有接受督查的单位不排位次，并写明原因。",
        "Units without an inspection in the period are not ranked.",
    )


def _metric(site: Site, id: str) -> Link:
    info = site.results.metrics.get(id)
    return Link(site.say(info.title), site.metric_path(id)) if info else Link(id)


def newest_ranking(site: Site, method: Record) -> Ranking | None:
    """The newest ranking by the method with at least one ranked unit; counties before schools."""
    found = [r for r in site.results.rankings if r.method == method.id and r.ranked]
    return max(found, key=lambda r: (r.name == "counties", r.period.order, r.name), default=None)


def worked_example(site: Site, ranking: Ranking) -> WorkedExample:
    """How the first ranked unit in administrative order came to its total; weights above 0 count."""
    place = {unit.id: number for number, unit in enumerate(site.organizations)}
    row = min(ranking.ranked, key=lambda r: place.get(r.subject, len(place)))
    steps = tuple(_steps(site, ranking, row))
    weights = sum((ranking.weights[m] for m, _ in _counted(ranking, row)), Decimal())
    products = sum((value * ranking.weights[m] for m, value in _counted(ranking, row)), Decimal())
    total = f"{row.total:f}" if row.total is not None else MISSING
    terms = " + ".join(f"{step.value} × {step.weight}" for step in steps)
    return WorkedExample(
        ranking=Link(
            f"{site.say(ranking.title)}（{site.say(ranking.period.label)}）", site.ranking_path(ranking)
        ),
        unit=site.organization(row.subject),
        steps=steps,
        sum=wording.plain(products),
        weights=wording.plain(weights),
        formula=f"({terms}) ÷ {wording.plain(weights)} = {total}",
        total=total,
        rank=row.rank or 0,
    )


def _counted(ranking: Ranking, row: RankingRow) -> list[tuple[str, Decimal]]:
    """(metric, printed value) of the measures that count."""
    return [
        (metric, measure.value)
        for metric, weight in ranking.weights.items()
        if weight > 0 and (measure := row.measures.get(metric)) and measure.value is not None
    ]


def _steps(site: Site, ranking: Ranking, row: RankingRow) -> Iterator[Step]:
    for metric, value in _counted(ranking, row):
        weight = ranking.weights[metric]
        yield Step(
            metric=_metric(site, metric),
            value=f"{value:f}",
            unit=site.results.metrics[metric].unit,
            weight=wording.plain(weight),
            product=wording.plain(value * weight),
        )


def method_lines(site: Site) -> tuple[MethodLine, ...]:
    """All methods, the newest first."""
    order = sorted(
        site.snapshot.of("methods"), key=lambda r: (r["valid"]["from"], r["version"], r.id), reverse=True
    )
    return tuple(
        MethodLine(
            link=site.link(r.key),
            version=r["version"],
            start=r["valid"]["from"],
            end=r["valid"]["to"],
            is_current=is_current(site, r),
            withdrawn=r.is_withdrawn,
        )
        for r in order
    )


def is_current(site: Site, record: Record) -> bool:
    """Does the method hold on the day looked at?"""
    return not record.is_withdrawn and record["valid"]["from"] <= str(site.as_of) <= record["valid"]["to"]


def method_sentence(site: Site, record: Record) -> Text:
    """Which version this is, and from when to when it holds."""
    start, end = wording.on(record["valid"]["from"]), wording.on(record["valid"]["to"])
    state = Text("现行办法", "In force") if is_current(site, record) else Text("非现行办法", "Not in force")
    judged = sum(c.method == record.id for c in site.results.conclusions.values())
    zh = f"{state.zh}（第 {record['version']} 版），自{start.zh}至{end.zh}适用；"
    en = f"{state.en}: version {record['version']}, from {start.en} to {end.en}; "
    return Text(
        zh + (f"已有 {judged} 次督查按它作出结论。" if judged else "还没有督查按它作出结论。"),
        en + f"{wording.some(judged, 'inspection')} judged by it.",
    )


def index_sentence(lines: tuple[MethodLine, ...]) -> Text:
    """Which method is in force."""
    if not lines:
        return Text(
            "还没有评价办法；没有办法就没有结论和位次。", "No method yet, hence no conclusions and no ranks."
        )
    current = [line.link.text for line in lines if line.is_current]
    if not current:
        return Text(
            f"共 {len(lines)} 个办法，目前没有现行的。",
            f"{wording.some(len(lines), 'method')}, none in force.",
        )
    return Text(f"现行办法是《{'》《'.join(current)}》。", f"In force: {wording.both(current)}.")
