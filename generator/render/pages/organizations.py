"""Organizations: the tree of all units, and a page for each of them.

A county, cluster or the city asks "how do we stand and what must we do"; a school asks "is it safe, and what
is open". Both end with 「数字怎么来的」: every number with its formula and the records behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import MetricInfo
from generator.model.text import Text
from generator.render.charts.trend import trend
from generator.render.explanations import PeriodBlocks, Standing, explanations, metrics_of, standings
from generator.render.figures import KeyFigure, due_figure
from generator.render.filters import MISSING, day, number, short_period, signed
from generator.render.findings import SOON, FindingLine, Findings, ahead
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site, visit_order

LOST_MOST = 5
FAILED = frozenset({"unmet", "partly"})
# Links of the trend figure and words for it: the two rates that share a scale of per cent.
TREND = ("inspection-pass-rate", "mean-item-score")


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the tree: *depth* below the city, *find* further words that lead to it."""

    link: Link
    level: str
    parent: str
    stage: str
    depth: int
    find: str
    schools: int
    latest: str
    grade: str
    conclusion: str
    gone: str


@dataclass(frozen=True, slots=True)
class TreeContext:
    """All units, parents first."""

    sentence: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A column of the table of measures."""

    title: str
    unit: str
    path: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A line over the quarters, with its sentence and numbers."""

    svg: Any
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school in a unit's table."""

    link: Link
    area: str
    stage: str
    day: str
    grade: str
    conclusion: str
    rate: str
    findings: int
    due: str
    visit: str
    rank: str


@dataclass(frozen=True, slots=True)
class LostItem:
    """An item that schools failed most in the newest quarter."""

    text: str
    checklist: Link
    failed: int
    judged: int


@dataclass(frozen=True, slots=True)
class Team:
    """One of the three teams."""

    kind: str
    lead: str
    members: int
    phone: str


@dataclass(frozen=True, slots=True)
class Award:
    """An award of the unit or of a person there."""

    link: Link
    year: str
    kind: str
    notice: str


@dataclass(frozen=True, slots=True)
class UnitContext:
    """A city, county or cluster."""

    kicker: str
    withdrawn: str
    sentence: str
    figures: tuple[KeyFigure, ...]
    due: tuple[FindingLine, ...]
    grades: tuple[tuple[str, str, int], ...]
    trend: Trend | None
    metrics: tuple[Metric, ...]
    standings: tuple[Standing, ...]
    lost: tuple[LostItem, ...]
    lost_period: str
    below: tuple[SchoolLine, ...]
    units: tuple[Link, ...]
    awards: tuple[Award, ...]
    teams: tuple[Team, ...]
    facts: tuple[tuple[str, str], ...]
    note: str
    explanations: tuple[PeriodBlocks, ...]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """How the items of one checklist section were answered, in the schema's order of answers."""

    title: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The newest inspection of one topic, by section."""

    link: Link
    topic: str
    day: str
    heads: tuple[str, ...]
    sections: tuple[SectionLine, ...]
    strengths: str


@dataclass(frozen=True, slots=True)
class SchoolContext:
    """A school."""

    kicker: str
    withdrawn: str
    sentence: str
    figures: tuple[KeyFigure, ...]
    due: tuple[FindingLine, ...]
    passed: tuple[FindingLine, ...]
    answers: tuple[Answers, ...]
    timeline: tuple[tuple[str, str, str, Link, str], ...]
    trend: Trend | None
    metrics: tuple[Metric, ...]
    standings: tuple[Standing, ...]
    awards: tuple[Award, ...]
    teams: tuple[Team, ...]
    facts: tuple[tuple[str, str], ...]
    note: str
    explanations: tuple[PeriodBlocks, ...]


@page
def organizations_index(site: Site) -> Iterator[Page]:
    """The tree of all units."""
    yield Page("organizations/", TreeContext(site.say(tree_sentence(site)), tuple(_nodes(site))))


@page(template="organization_unit")
def units(site: Site) -> Iterator[Page]:
    """One page for the city, each county and each cluster."""
    register = Findings(site)
    lines = {school.id: _school_line(site, school, register) for school in site.schools()}
    for record in site.organizations:
        if record.document.data["level"] != "school":
            context = _unit(site, record, register, lines)
            yield _page(site, record, context, context.sentence)


@page(template="organization_school", many=True)
def schools(site: Site) -> Iterator[PageMaker]:
    """One page for each school."""
    register = Findings(site)
    for record in site.schools():
        yield partial(_school_page, site, record, register)


def _school_page(site: Site, record: Record, register: Findings) -> Page:
    context = _school(site, record, register)
    return _page(site, record, context, context.sentence)


def _page(site: Site, record: Record, context: UnitContext | SchoolContext, sentence: str) -> Page:
    below = (record, *site.schools(record.id))
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(
            Link(site.say(Text("学校与单位", "Organizations")), "organizations/"),
            *(site.organization(above.id) for above in site.ancestors(record.id)),
        ),
        records=(record.key,),
        evidence=tuple(r.key for r in below),
        description=sentence,
    )


# --- sentences ----------------------------------------------------------------------------------------------


def tree_sentence(site: Site) -> Text:
    """How many units there are, by level."""
    levels = Counter(r.document.data["level"] for r in site.organizations if not r.is_withdrawn)
    labels = site.labels("organizations", "level")
    parts = [
        (labels.get(level, level), levels[level])
        for level in ("county", "cluster", "school")
        if levels[level]
    ]
    if not levels:
        return Text("还没有录入单位。", "No organization has been entered yet.")
    if not parts:
        return Text("已录入市级单位，还没有录入县（区）和学校。", "Only the city is entered so far.")
    zh = "、".join(f"{count} {_counter(label)}" for label, count in parts)
    en = ", ".join(f"{count} × {label}" for label, count in parts)
    return Text(f"本市已录入 {zh}。", f"Entered so far: {en}.")


def _counter(label: str) -> str:
    return {"县（区）": "个县（区）", "学区": "个学区", "学校": "所学校"}.get(label, label)


def unit_sentence(site: Site, record: Record, due: int, ranked: tuple[str, str] | None) -> Text:
    """How a unit stands in its newest quarter, and what is due; grammatical for none, one and many."""
    pool = [s for s in site.schools(record.id) if not s.is_withdrawn]
    if not pool:
        return Text("这里还没有录入学校。", "No school has been entered here yet.")
    period = _newest(site, record.id)
    if period is None:
        return Text(
            f"{len(pool)} 所学校还没有完成过检查。",
            f"None of the {_schools(len(pool))} has been inspected yet.",
        )
    done = [v for s in pool for v in site.visits(s.id) if _is_done_in(v, period)]
    failed = sum(1 for v in done if (c := site.results.conclusions.get(v.id)) and c.grade == "fail")
    visited = len({v.document.data["organization"] for v in done})
    zh = f"{period.label.zh}，{len(pool)} 所学校中 {visited} 所受检"
    en = f"In {period.label.en}, {visited} of {_schools(len(pool))} inspected"
    zh += f"，{len(done)} 次检查中 {failed} 次不合格" if failed else ("，检查全部合格" if done else "")
    en += f"; {failed or 'none'} of {len(done)} inspections failed" if done else ""
    if ranked:
        zh += f"；位次{ranked[0]}"
        en += f"; {ranked[1]}"
    zh += f"。今后 {SOON} 天有 {due} 项整改到期。" if due else f"。今后 {SOON} 天没有整改到期。"
    en += f". {due or 'Nothing'} due in the next {SOON} days."
    return Text(zh, en)


def school_sentence(site: Site, record: Record, found: Sequence[FindingLine]) -> Text:
    """What the last inspection concluded and what is open; grammatical for none, one and many."""
    done = [v for v in site.visits(record.id) if v.document.data["status"] == "done"]
    if not done:
        return Text("这所学校还没有完成过检查。", "This school has not been inspected yet.")
    last = done[0]
    data, conclusion = site.public(last), site.results.conclusions.get(last.id)
    topic = site.label("inspections", "topic", data["topic"])
    zh = f"最近一次检查在{day(data['date'])}（{topic}）"
    en = f"Last inspected on {day(data['date'], 'en')} ({topic})"
    if conclusion and conclusion.grade:
        grade = site.label("methods", "grades[].grade", conclusion.grade)
        zh += f"，结论为{grade}，得分率 {number(conclusion.rate)}%"
        en += f": {grade}, {number(conclusion.rate)}%"
    due = ahead(found)
    if due:
        zh += f"；有 {len(due)} 项整改尚在期限内，最近一项 {day(due[0].due)}到期。"
        en += f"; {len(due)} still to be put right, the next by {day(due[0].due, 'en')}."
    else:
        zh += "；没有期限未到的整改事项。"
        en += "; nothing is due."
    return Text(zh, en)


def _schools(count: int) -> str:
    return f"{count} school{'' if count == 1 else 's'}"


# --- the tree -----------------------------------------------------------------------------------------------


def _nodes(site: Site) -> Iterator[Node]:
    for record in site.organizations:
        data = site.public(record)
        above = site.ancestors(record.id)
        last = _last_done(site, record.id)
        conclusion = site.results.conclusions.get(last.id) if last else None
        grade = (conclusion.grade or "") if conclusion else ""
        yield Node(
            link=site.link(record.key),
            level=site.label("organizations", "level", data["level"]),
            parent=""
            if not above
            else " · ".join(site.short(a.id) for a in above if a.document.data["level"] != "city"),
            stage=site.label("organizations", "stage", data.get("stage")),
            depth=len(above),
            find=" ".join(str(data.get(k, "")) for k in ("short_name", "school_code", "division_code"))
            + f" {record.id}",
            schools=len(site.schools(record.id)) if data["level"] != "school" else 0,
            latest=site.public(last)["date"] if last else "",
            grade=grade,
            conclusion=site.label("methods", "grades[].grade", grade) if grade else "",
            gone=_gone(site, record),
        )


# --- units --------------------------------------------------------------------------------------------------


def _unit(site: Site, record: Record, register: Findings, lines: Mapping[str, SchoolLine]) -> UnitContext:
    data = site.public(record)
    pool = site.schools(record.id)
    found = register.of(pool)
    soon = ahead(found, SOON)
    metrics = metrics_of(site, record.id)
    period = _newest(site, record.id)
    lost_period = period.label if period else Text("", "")
    return UnitContext(
        kicker=_kicker(site, record),
        withdrawn=_gone(site, record),
        sentence=site.say(unit_sentence(site, record, len(soon), _ranked(site, record.id))),
        figures=tuple(_figures(site, record.id, metrics, soon)),
        due=ahead(found),
        grades=_by_grade(site, found),
        trend=_trend(site, record.id, metrics),
        metrics=tuple(_metric(site, info) for info in metrics),
        standings=standings(site, record.id, metrics),
        lost=tuple(_lost(site, pool, period)) if period else (),
        lost_period=site.say(lost_period),
        below=tuple(lines[s.id] for s in pool),
        units=tuple(
            site.organization(c.id) for c in site.children(record.id) if c.document.data["level"] != "school"
        ),
        awards=_awards(site, (record, *pool)),
        teams=_teams(site, data),
        facts=tuple(_facts(site, record)),
        note=str(data.get("note", "")),
        explanations=explanations(site, record.id),
    )


def _kicker(site: Site, record: Record) -> str:
    data = site.public(record)
    county = site.county_of(record.id)
    words = [
        site.short(county.id) if county and county is not record else "",
        site.label("organizations", "level", data["level"]) if data["level"] != "school" else "",
        site.label("organizations", "stage", data.get("stage")) if data["level"] == "school" else "",
    ]
    return " · ".join(w for w in words if w)


def _gone(site: Site, record: Record) -> str:
    data = site.public(record)
    if "withdrawn" in data:
        when, why = data["withdrawn"]["date"], data["withdrawn"]["reason"].rstrip("。")
        return site.say(Text(f"已于{day(when)}撤回：{why}。", f"Withdrawn on {day(when, 'en')}: {why}."))
    closed = data.get("closed")
    if closed and closed <= str(site.as_of):
        return site.say(Text(f"已于{day(closed)}停办。", f"Closed on {day(closed, 'en')}."))
    return ""


def _ranked(site: Site, subject: str) -> tuple[str, str] | None:
    """The rank in the newest quarter, in words; None where there is none."""
    newest = [(r, row) for r, row in site.places(subject) if r.period == _newest(site, subject)]
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


def _figures(
    site: Site, subject: str, metrics: Sequence[MetricInfo], soon: Sequence[FindingLine]
) -> Iterator[KeyFigure]:
    period = _newest(site, subject)
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
    for info in metrics:
        measure = site.results.measure(info.id, subject, period)
        if measure and measure.value is not None:
            yield KeyFigure(
                number(measure.value, info.decimals),
                info.unit,
                site.say(info.title),
                site.measure_path(measure),
                _changed(site, info, subject, period),
                "",
                "",
            )
    yield due_figure(site, soon, f"organizations/{subject}/#due")


def _moved(site: Site, row: Any) -> str:
    if row.previous is None:
        return ""
    by = row.previous - row.rank
    if by == 0:
        return site.say(Text("与上期相同", "same as before"))
    words = Text(f"较上期上升 {by} 位", f"up {by}") if by > 0 else Text(f"较上期下降 {-by} 位", f"down {-by}")
    return site.say(words)


def _changed(site: Site, info: MetricInfo, subject: str, period: Period) -> str:
    now = site.results.measure(info.id, subject, period)
    before = site.results.measure(info.id, subject, period.previous)
    if not now or not before or now.value is None or before.value is None:
        return ""
    by = now.value - before.value
    if by == 0:
        return site.say(Text("与上期相同", "same as before"))
    better = {"higher": by > 0, "lower": by < 0}.get(info.better)
    verdict = (
        Text("")
        if better is None
        else Text("（改善）", " (better)")
        if better
        else Text("（退步）", " (worse)")
    )
    sign = signed(by, info.decimals)
    points = " 个百分点" if info.unit == "%" else ""
    return site.say(Text(f"较上期 {sign}{points}{verdict.zh}", f"{sign} on the quarter before{verdict.en}"))


def _by_grade(site: Site, found: Iterable[FindingLine]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(f.grade for f in found)
    labels = site.labels("inspections", "findings[].grade")
    return tuple((grade, labels.get(grade, grade), counts[grade]) for grade in ("major", "general"))


def _metric(site: Site, info: MetricInfo) -> Metric:
    return Metric(site.say(info.title), info.unit, site.metric_path(info.id))


def _trend(site: Site, subject: str, metrics: Sequence[MetricInfo]) -> Trend | None:
    shown = [info for info in metrics if info.id in TREND]
    quarters = site.quarters[-8:]
    series: list[tuple[str, list[Decimal | None]]] = []
    for info in shown:
        measures = [site.results.measure(info.id, subject, q) for q in quarters]
        series.append((f"{site.say(info.title)}（%）", [m.value if m else None for m in measures]))
    with_values = [s for s in series if sum(v is not None for v in s[1]) > 1]
    if not with_values:
        return None
    names = [name.removesuffix("（%）") for name, _ in with_values]
    caption = site.say(
        Text(f"近 {len(quarters)} 个季度的{'与'.join(names)}，单位 %；没有检查的季度不连线。",
             f"{' and '.join(names)} over {len(quarters)} quarters, in %; no inspections, no line.")
    )  # fmt: skip
    periods = [short_period(q) for q in quarters]
    svg = trend("trend", site.short(subject), caption, periods, with_values, Decimal(100))
    rows = tuple(
        (name, *(MISSING if v is None else f"{v:f}" for v in values)) for name, values in with_values
    )
    return Trend(svg, caption, (site.say(Text("指标", "Metric")), *periods), rows)


def _lost(site: Site, pool: Iterable[Record], period: Period) -> Iterator[LostItem]:
    judged: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    for school in pool:
        for visit in site.visits(school.id):
            if not _is_done_in(visit, period):
                continue
            data = visit.document.data
            for answer in data["results"]:
                if answer["result"] in FAILED or answer["result"] == "met":
                    item = (data["checklist"], answer["item"])
                    judged[item] += 1
                    failed[item] += answer["result"] in FAILED
    texts = _item_texts(site)
    worst = sorted((i for i in failed if failed[i]), key=lambda i: (-failed[i], i))[:LOST_MOST]
    for item in worst:
        yield LostItem(
            texts.get(item, item[1]), site.link(f"checklists/{item[0]}"), failed[item], judged[item]
        )


def _item_texts(site: Site) -> dict[tuple[str, str], str]:
    return {
        (checklist.id, item["id"]): item["text"]
        for checklist in site.snapshot.of("checklists")
        for section in checklist.document.data["sections"]
        for item in section["items"]
    }


def _school_line(site: Site, school: Record, register: Findings) -> SchoolLine:
    data = site.public(school)
    above = site.ancestors(school.id)
    last = _last_done(site, school.id)
    conclusion = site.results.conclusions.get(last.id) if last else None
    due = ahead(register.of((school,)))
    ranked = [row.rank for r, row in site.places(school.id) if r.period == _newest(site, school.id)]
    return SchoolLine(
        link=site.organization(school.id),
        area=site.short(above[-1].id) if above else "",
        stage=site.label("organizations", "stage", data.get("stage")),
        day=site.public(last)["date"] if last else "",
        grade=(conclusion.grade or "") if conclusion else "",
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        rate=number(conclusion.rate) if conclusion else "",
        findings=len(due),
        due=due[0].due if due else "",
        visit=site.path(last) if last else "",
        rank=str(ranked[-1] or "") if ranked else "",
    )


def _awards(site: Site, units: Iterable[Record]) -> tuple[Award, ...]:
    ids = {u.id for u in units}
    found = [a for a in site.snapshot.active("awards") if a.document.data["unit"] in ids]
    found.sort(key=lambda a: (-a.document.data["year"], a.id))
    return tuple(
        Award(
            link=Link(
                " ".join(w for w in (site.short(data["unit"]), str(data.get("person", ""))) if w),
                site.path(award),
            ),
            year=site.say(Period(data["year"]).label),
            kind=site.label("awards", "kind", data["kind"]),
            notice=str(data["notice"]["number"]),
        )
        for award in found
        for data in (site.public(award),)
    )


def _teams(site: Site, data: Any) -> tuple[Team, ...]:
    return tuple(
        Team(
            site.label("organizations", "teams[].kind", team["kind"]),
            team["lead"],
            team["members"],
            str(team.get("office_phone", "")),
        )
        for team in data.get("teams", ())
    )


def _facts(site: Site, record: Record) -> Iterator[tuple[str, str]]:
    data = site.public(record)
    for name in ("school_code", "division_code", "opened"):
        if name in data:
            yield site.field_title("organizations", name), str(data[name])
    keeps = data.get("keeps", {})
    if "laboratories" in keeps:
        yield (
            site.field_title("organizations", "keeps.laboratories"),
            site.say(Text(f"{keeps['laboratories']} 间", str(keeps["laboratories"]))),
        )
    if "hazchem" in keeps:
        yes = Text("有", "yes") if keeps["hazchem"] else Text("没有", "no")
        yield site.field_title("organizations", "keeps.hazchem"), site.say(yes)
    if keeps.get("hazchem_classes"):
        classes = [site.label("organizations", "keeps.hazchem_classes", c) for c in keeps["hazchem_classes"]]
        yield site.field_title("organizations", "keeps.hazchem_classes"), "、".join(classes)
    if "equipment" in keeps:
        yield (
            site.field_title("organizations", "keeps.equipment"),
            site.say(Text(f"{keeps['equipment']} 件", str(keeps["equipment"]))),
        )
    if "website" in data:
        yield site.field_title("organizations", "website"), str(data["website"])


# --- schools ------------------------------------------------------------------------------------------------


def _school(site: Site, record: Record, register: Findings) -> SchoolContext:
    data = site.public(record)
    found = register.of((record,))
    metrics = metrics_of(site, record.id)
    return SchoolContext(
        kicker=_kicker(site, record),
        withdrawn=_gone(site, record),
        sentence=site.say(school_sentence(site, record, found)),
        figures=(*_last_conclusion(site, record.id), *_figures(site, record.id, metrics, ahead(found, SOON))),
        due=ahead(found),
        passed=tuple(reversed([f for f in found if f.days < 0])),
        answers=tuple(_answers(site, record.id)),
        timeline=tuple(_timeline(site, record)),
        trend=_trend(site, record.id, metrics),
        metrics=tuple(_metric(site, info) for info in metrics),
        standings=standings(site, record.id, metrics),
        awards=_awards(site, (record,)),
        teams=_teams(site, data),
        facts=tuple(_facts(site, record)),
        note=str(data.get("note", "")),
        explanations=explanations(site, record.id),
    )


def _last_conclusion(site: Site, school: str) -> Iterator[KeyFigure]:
    last = _last_done(site, school)
    conclusion = site.results.conclusions.get(last.id) if last else None
    if last and conclusion and conclusion.grade:
        yield KeyFigure(
            site.label("methods", "grades[].grade", conclusion.grade),
            "",
            site.say(Text("最近一次检查的结论", "Last conclusion")),
            site.path(last),
            "",
            site.say(Text(f"得分率 {number(conclusion.rate)}%", f"{number(conclusion.rate)}% of points")),
            "",
        )


def _answers(site: Site, school: str) -> Iterator[Answers]:
    newest: dict[str, Record] = {}
    for visit in site.visits(school):
        if visit.document.data["status"] == "done":
            newest.setdefault(visit.document.data["topic"], visit)
    labels = site.labels("inspections", "results[].result")
    for topic in site.labels("inspections", "topic"):
        if topic not in newest:
            continue
        visit = newest[topic]
        data = site.public(visit)
        checklist = site.get("checklists", data["checklist"])
        answered = {r["item"]: r["result"] for r in data["results"]}
        sections = tuple(
            SectionLine(section["title"], tuple(counts[answer] for answer in labels))
            for section in (checklist or {}).get("sections", ())
            if (counts := Counter(answered[i["id"]] for i in section["items"] if i["id"] in answered))
        )
        yield Answers(
            link=site.link(visit.key),
            topic=site.label("inspections", "topic", topic),
            day=data["date"],
            heads=tuple(labels.values()),
            sections=sections,
            strengths=str(data.get("strengths", "")),
        )


def _timeline(site: Site, school: Record) -> Iterator[tuple[str, str, str, Link, str]]:
    """Everything that happened, newest first: (date, kind of mark, word, link, text)."""
    events: list[tuple[str, str, str, Link, str]] = []
    for visit in sorted(site.visits(school.id), key=visit_order):
        data = site.public(visit)
        conclusion = site.results.conclusions.get(visit.id)
        kind, word = data["status"], site.label("inspections", "status", data["status"])
        text = ""
        if conclusion and conclusion.grade:
            kind, word = conclusion.grade, site.label("methods", "grades[].grade", conclusion.grade)
            open_, found = len(data.get("findings", ())), number(conclusion.rate)
            noted = (
                Text(f"，登记问题 {open_} 项", f", {open_} findings")
                if open_
                else Text("，没有问题", ", no findings")
            )
            text = site.say(Text(f"得分率 {found}%{noted.zh}", f"{found}%{noted.en}"))
        elif "cancelled" in data:
            text = str(data["cancelled"]["reason"])
        when = data.get("date") or data.get("cancelled", {}).get("date") or data.get("planned_on") or ""
        name = Link(site.label("inspections", "topic", data["topic"]), site.path(visit))
        if when:
            events.append((when, kind, word, name, text))
    for award in site.snapshot.active("awards"):
        data = site.public(award)
        if data["unit"] == school.id:
            who = " ".join(
                w for w in (site.label("awards", "kind", data["kind"]), str(data.get("person", ""))) if w
            )
            word = site.say(Text("表扬", "Award"))
            events.append(
                (
                    data["notice"]["issued_on"],
                    "award",
                    word,
                    Link(who, site.path(award)),
                    data["notice"]["number"],
                )
            )
    for field, label in (("opened", Text("开办", "Opened")), ("closed", Text("停办", "Closed"))):
        if school.get(field):
            events.append((school[field], "done", site.say(label), Link(""), ""))
    yield from sorted(events, key=lambda e: e[0], reverse=True)


# --- shared -------------------------------------------------------------------------------------------------


def _newest(site: Site, subject: str) -> Period | None:
    """The newest quarter in which something below a unit was inspected and counted."""
    for period in reversed(site.quarters):
        if any((m := site.results.measure(info, subject, period)) and m.value is not None for info in TREND):
            return period
    return None


def _last_done(site: Site, school: str) -> Record | None:
    return next((v for v in site.visits(school) if v.document.data["status"] == "done"), None)


def _is_done_in(visit: Record, period: Period) -> bool:
    data = visit.document.data
    return data["status"] == "done" and period.covers(Period.parse(data["period"]))
