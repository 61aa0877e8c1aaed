"""Inspections: all visits at a glance, and one page for each of them.

There may be tens of thousands of visits, so everything that depends on the checklist alone is laid out
once (``Layout``), and a row that says the same thing is the same object on every page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.model.digest import digest
from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import Conclusion
from generator.model.text import Text
from generator.render import wording
from generator.render.filters import MISSING
from generator.render.page import Page, page
from generator.render.site import Link, Round, Site

Data = Mapping[str, Any]

MARKS = {"met": "✓", "partly": "◐", "unmet": "✗", "not_applicable": "–", "not_checked": "○"}
FAILED = frozenset({"unmet", "partly"})
# Above this, the table of all visits would be slow on a phone: older visits are found through their rounds.
LONGEST_TABLE = 600
RECENT_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of the checklist as it was answered. *mark* is a shape for readers who see no colour."""

    id: str
    text: str
    state: str
    mark: str
    label: str
    points: str
    score: str
    basis: str
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class SectionRows:
    """A section of the checklist; *summary* counts what was found in it."""

    title: str
    summary: str
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding. *due*: the day by which it must be put right; *passed* says so where that day is over."""

    id: str
    grade: str
    is_major: bool
    text: str
    due: str
    passed: str


@dataclass(frozen=True, slots=True)
class FailedItem:
    """An item that was not met, or to which a finding belongs. *weight*: why it weighs more."""

    row: ItemRow
    weight: str
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class InspectionContext:
    """One visit. Dates are ISO; numbers are as printed, "" where there is none."""

    sentence: str
    status: str
    withdrawn: str
    school: Link
    county: Link | None
    round: Link
    topic: str
    mode: str
    day: str
    is_planned_day: bool
    grade: str
    conclusion: str
    obtained: str
    applicable: str
    rate: str
    method: Link | None
    team: tuple[tuple[str, Link], ...]
    checklist: Link
    cited: str
    is_cited_as_is: bool
    counts: tuple[tuple[str, str, str, int], ...]
    findings: int
    major: int
    failed: tuple[FailedItem, ...]
    sections: tuple[SectionRows, ...]
    strengths: str
    summary: str
    note: str
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in the list of rounds."""

    link: Link
    period: str
    topic: str
    done: int
    failed: int
    findings: int
    open: int


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit in the table of visits; "" where there is no result yet."""

    link: Link
    day: str
    county: str
    period: str
    topic: str
    mode: str
    status: str
    grade: str
    conclusion: str
    rate: str
    findings: str


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The newest rounds and visits. *left_out*: how many older visits only their rounds list."""

    sentence: str
    rounds: tuple[RoundLine, ...]
    visits: tuple[VisitLine, ...]
    left_out: int
    total: int


@dataclass(slots=True)
class Layout:
    """A checklist laid out once for all its inspections. *made* remembers every row made so far."""

    digest: str
    link: Link
    items: Mapping[str, Data]
    sections: tuple[tuple[str, tuple[Data, ...]], ...]
    full_marks: bool
    labels: Mapping[str, str]
    made: dict[tuple[str, str, str, str], ItemRow] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site, checklist: Record) -> Layout:
        """The layout of *checklist* in the site's language."""
        data = checklist.document.data
        sections = tuple((s["title"], tuple(s["items"])) for s in data["sections"])
        return cls(
            digest=digest(data),
            link=site.link(checklist.key),
            items={item["id"]: item for _, items in sections for item in items},
            sections=sections,
            full_marks=data["not_applicable"] == "full_marks",
            labels=site.labels("inspections", "results[].result"),
        )

    def rows(self, answers: Mapping[str, Data], english: bool) -> tuple[SectionRows, ...]:
        """All items of the checklist by section, each as it was answered."""
        out = []
        for title, items in self.sections:
            rows = tuple([self._row(item, answers.get(item["id"])) for item in items])
            failed = sum([row.state in FAILED for row in rows])
            if english:
                summary = f"{wording.some(len(rows), 'item')}, {failed} not met"
            else:
                summary = f"{len(rows)} 项，{failed} 项未达标" if failed else f"{len(rows)} 项"
            out.append(SectionRows(title, summary, rows))
        return tuple(out)

    def _row(self, item: Data, answer: Data | None) -> ItemRow:
        state = answer["result"] if answer else "not_checked"
        given = wording.plain(answer["score"]) if answer and "score" in answer else ""
        reason = answer.get("reason", "") if answer else ""
        key = (item["id"], state, given, reason)
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = ItemRow(
                id=item["id"],
                text=item["text"],
                state=state,
                mark=MARKS.get(state, ""),
                label=self.labels.get(state, state),
                points=wording.plain(item["points"]),
                score=self._score(item, state, given),
                basis="；".join(item.get("basis", ())),
                evidence="、".join(item.get("evidence", ())),
                reason=reason,
            )
        return found

    def _score(self, item: Data, state: str, given: str) -> str:
        if state == "met" or (state == "not_applicable" and self.full_marks):
            return wording.plain(item["points"])
        return {"partly": given, "unmet": "0"}.get(state, MISSING)


@page
def inspections(site: Site) -> Iterator[Page]:
    """The newest rounds and visits."""
    records = sorted(site.snapshot.of("inspections"), key=_when, reverse=True)
    visits = tuple(_visit_line(site, record) for record in records[:LONGEST_TABLE])
    yield Page(
        "inspections/",
        IndexContext(
            sentence=site.say(index_sentence(site)),
            rounds=tuple(_round_line(site, one) for one in site.rounds[:RECENT_ROUNDS]),
            visits=visits,
            left_out=len(records) - len(visits),
            total=len(records),
        ),
    )


@page(template="inspection")
def inspection_pages(site: Site) -> Iterator[Page]:
    """One page for each visit, withdrawn ones included."""
    layouts = {c.id: Layout.of(site, c) for c in site.snapshot.of("checklists")}
    trail = (Link(site.say(Text("督查记录", "Inspections")), "inspections/"),)
    by_school: dict[str, list[Record]] = defaultdict(list)
    for record in site.snapshot.of("inspections"):
        by_school[record.document.data["organization"]].append(record)
    for records in by_school.values():
        records.sort(key=_when)
        for place, record in enumerate(records):
            before = records[place - 1] if place else None
            after = records[place + 1] if place + 1 < len(records) else None
            yield inspection_page(site, record, layouts, trail, before, after)


def inspection_page(
    site: Site,
    record: Record,
    layouts: Mapping[str, Layout],
    trail: tuple[Link, ...],
    before: Record | None,
    after: Record | None,
) -> Page:
    """The page of one visit; *before* and *after* are the same school's neighbours in time."""
    data = site.public(record)
    english = site.language == "en"
    layout = layouts.get(data["checklist"])
    answers = {answer["item"]: answer for answer in data.get("results", ())}
    sections = layout.rows(answers, english) if layout and answers else ()
    conclusion = site.results.conclusions.get(record.id)
    county = site.county_of(data["organization"])
    period = Period.parse(data["period"])
    sentence = site.say(visit_sentence(site, data, conclusion))
    context = InspectionContext(
        sentence=sentence,
        status=data["status"],
        withdrawn=_said(site, wording.withdrawal(data)),
        school=site.organization(data["organization"]),
        county=site.organization(county.id) if county else None,
        round=Link(site.say(period.label), Round(period, data["topic"], ()).path),
        topic=site.label("inspections", "topic", data["topic"]),
        mode=site.label("inspections", "mode", data["mode"]),
        day=data.get("date") or data.get("planned_on") or "",
        is_planned_day="date" not in data,
        grade=conclusion.grade or "" if conclusion else "",
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        obtained=wording.plain(conclusion.obtained) if conclusion else "",
        applicable=wording.plain(conclusion.applicable) if conclusion else "",
        rate=str(conclusion.rate) if conclusion and conclusion.rate is not None else "",
        method=site.link(f"methods/{conclusion.method}") if conclusion and conclusion.method else None,
        team=tuple(
            (site.label("inspections", "team[].role", m["role"]), site.expert(m["expert"]))
            for m in data["team"]
        ),
        checklist=layout.link if layout else Link(data["checklist"]),
        cited=data.get("checklist_digest", "")[:12],
        is_cited_as_is=layout is not None and layout.digest == data.get("checklist_digest"),
        counts=_counts(site, sections),
        findings=len(data.get("findings", ())),
        major=sum(f["grade"] == "major" for f in data.get("findings", ())),
        failed=failed_items(site, sections, layout.items, data.get("findings", ())) if layout else (),
        sections=sections,
        strengths=data.get("strengths", ""),
        summary=data.get("summary", ""),
        note=data.get("note", ""),
        previous=_neighbour(site, before),
        next=_neighbour(site, after),
    )
    return Page(
        f"inspections/{record.id}/",
        context,
        title=site.title(record),
        trail=trail,
        records=(record.key,),
        evidence=(f"organizations/{data['organization']}", f"checklists/{data['checklist']}"),
        method=conclusion.method if conclusion else "",
        description=sentence,
    )


def _said(site: Site, text: Text | None) -> str:
    return site.say(text) if text else ""


def _when(record: Record) -> tuple[str, str]:
    data = record.document.data
    return (data.get("date") or data.get("planned_on") or data["period"], record.id)


def _neighbour(site: Site, record: Record | None) -> Link | None:
    if record is None:
        return None
    data = record.document.data
    period = site.say(Period.parse(data["period"]).label)
    return Link(f"{period} · {site.label('inspections', 'topic', data['topic'])}", site.path(record))


def _counts(site: Site, sections: Sequence[SectionRows]) -> tuple[tuple[str, str, str, int], ...]:
    """(state, mark, label, how many items), for states that occur, in the schema's order."""
    states = [row.state for section in sections for row in section.rows]
    labels = site.labels("inspections", "results[].result")
    return tuple((s, MARKS.get(s, ""), label, states.count(s)) for s, label in labels.items() if s in states)


def failed_items(
    site: Site, sections: Iterable[SectionRows], items: Mapping[str, Data], findings: Iterable[Data]
) -> tuple[FailedItem, ...]:
    """What went wrong: unmet red and veto items, then major findings, then in the checklist's order."""
    by_item: dict[str, list[FindingRow]] = defaultdict(list)
    for finding in findings:
        by_item[finding["item"]].append(_finding_row(site, finding))
    found = []
    for section in sections:
        for row in section.rows:
            rows = tuple(by_item.get(row.id, ()))
            if row.state in FAILED or rows:
                weight = _weight(site, items[row.id])
                gravest = row.state == "unmet" and weight
                rank = 0 if gravest else 1 if any(f.is_major for f in rows) else 2
                found.append((rank, FailedItem(row, weight, rows)))
    return tuple(item for _, item in sorted(found, key=lambda entry: entry[0]))


def _weight(site: Site, item: Data) -> str:
    if item.get("veto"):
        return site.field_title("checklists", "sections[].items[].veto")
    if item.get("risk_color") == "red":
        return site.label("checklists", "sections[].items[].risk_color", "red")
    return ""


def _finding_row(site: Site, finding: Data) -> FindingRow:
    late = (site.as_of - date.fromisoformat(finding["due"])).days
    passed = (
        Text(f"期限已过 {late} 天", f"{wording.some(late, 'day')} past the deadline") if late > 0 else None
    )
    return FindingRow(
        id=finding["id"],
        grade=site.label("inspections", "findings[].grade", finding["grade"]),
        is_major=finding["grade"] == "major",
        text=finding["text"],
        due=finding["due"],
        passed=_said(site, passed),
    )


def visit_sentence(site: Site, data: Data, conclusion: Conclusion | None) -> Text:
    """What a visit found, or why it found nothing yet."""
    school = site.short(data["organization"])
    topic = site.label("inspections", "topic", data["topic"])
    mode = site.label("inspections", "mode", data["mode"])
    zh, en = f"{topic}{mode}", f"{topic}, {mode}".lower()
    if data["status"] == "cancelled":
        when, reason = wording.on(data["cancelled"]["date"]), wording.ended(data["cancelled"]["reason"])
        return Text(
            f"原定对{school}的{zh}已于{when.zh}取消，原因：{reason}。",
            f"The inspection of {school} ({en}) was cancelled on {when.en}: {reason}.",
        )
    if data["status"] == "planned":
        return _planned_sentence(site, data["planned_on"], school, zh, en)
    when = wording.on(data["date"])
    head = Text(f"{when.zh}对{school}开展{zh}，", f"{school} was inspected on {when.en} ({en}): ")
    grade = (
        site.label("methods", "grades[].grade", conclusion.grade) if conclusion and conclusion.grade else ""
    )
    points = points_sentence(conclusion, grade)
    found = findings_sentence(data.get("results", ()), data.get("findings", ()))
    return Text(f"{head.zh}{points.zh}{found.zh}", f"{head.en}{points.en} {found.en}")


def _planned_sentence(site: Site, planned_on: str, school: str, zh: str, en: str) -> Text:
    when = wording.on(planned_on)
    late = (site.as_of - date.fromisoformat(planned_on)).days
    if late > 0:
        return Text(
            f"计划于{when.zh}对{school}开展{zh}，已超过计划日期 {late} 天，尚未登记结果。",
            f"{school} was to be inspected on {when.en} ({en}), {wording.some(late, 'day')} ago; no result.",
        )
    return Text(
        f"计划于{when.zh}对{school}开展{zh}，尚未进行，没有结果。",
        f"{school} is to be inspected on {when.en} ({en}); no result yet.",
    )


def points_sentence(conclusion: Conclusion | None, grade: str) -> Text:
    """The conclusion with its points and their base, or why there is none."""
    if conclusion is None or (conclusion.rate is None and not grade):
        return Text("没有可计分的项目，未作结论。", "no conclusion, since no item counted.")
    points, full = wording.plain(conclusion.obtained), wording.plain(conclusion.applicable)
    zh, en = f"得 {points} 分（应得 {full} 分）", f"{points} of {full} points"
    if conclusion.rate is not None:
        zh, en = f"{zh}，得分率 {conclusion.rate}%", f"{en} ({conclusion.rate}%)"
    if not grade:
        return Text(
            f"{zh}；当时没有适用的评价办法，未作结论。",
            f"{en}; no method was in force then, so no conclusion.",
        )
    red = len(conclusion.red_failures)
    if red:
        zh += f"，有 {red} 个红色风险或一票否决项不符合"
        en += f", {wording.some(red, 'red or veto item')} not met"
    return Text(f"结论为{grade}：{zh}。", f"{grade.lower()}, {en}.")


def findings_sentence(results: Iterable[Data], findings: Iterable[Data]) -> Text:
    """How many items were not met of those judged, and what was found."""
    states = [answer["result"] for answer in results]
    failed = sum(state in FAILED for state in states)
    judged = failed + states.count("met")
    if not judged:
        zh, en = "没有可判断的项目", "No item could be judged"
    elif failed:
        zh = f"查看 {judged} 项，{failed} 项不符合或部分符合"
        en = f"{failed} of {wording.some(judged, 'item')} not or only partly met"
    else:
        zh = f"查看 {judged} 项，全部符合"
        en = f"all {judged} items met" if judged > 1 else "the one item met"
    rows = list(findings)
    if not rows:
        return Text(f"{zh}；没有登记隐患。", f"{en[:1].upper()}{en[1:]}; no finding.")
    major = sum(row["grade"] == "major" for row in rows)
    first = wording.on(min(row["due"] for row in rows))
    return Text(
        f"{zh}；登记隐患 {len(rows)} 项（重大 {major} 项），最早的整改期限是{first.zh}。",
        f"{en[:1].upper()}{en[1:]}; {len(rows)} found ({major} major), due from {first.en}.",
    )


def index_sentence(site: Site) -> Text:
    """How many visits there are, since when, and how the newest round stands."""
    valid = site.snapshot.active("inspections")
    done = [r for r in valid if r.document.data["status"] == "done"]
    if not valid:
        return Text("还没有督查记录。", "There is no inspection on record yet.")
    waiting = sum(r.document.data["status"] == "planned" for r in valid)
    tail = Text(f"；另有 {waiting} 次已安排", f"; {waiting} more planned") if waiting else Text("")
    if not done:
        return Text(f"还没有完成的督查{tail.zh}。", f"No inspection is finished{tail.en}.")
    first, last = (wording.on(f(r.document.data["date"] for r in done)) for f in (min, max))
    schools = len({r.document.data["organization"] for r in done})
    failed = sum(c.grade == "fail" for r in done if (c := site.results.conclusions.get(r.id)))
    return Text(
        f"{first.zh}至{last.zh}，完成督查 {len(done)} 次，"
        f"覆盖 {schools} 所学校，其中 {failed} 次结论为不合格{tail.zh}。",
        f"{wording.some(len(done), 'inspection')} of {wording.some(schools, 'school')} "
        f"from {first.en} to {last.en}, {failed or 'none'} of them failed{tail.en}.",
    )


def _round_line(site: Site, one: Round) -> RoundLine:
    valid = [r for r in one.inspections if not r.is_withdrawn]
    done = [r for r in valid if r.document.data["status"] == "done"]
    topic = site.label("inspections", "topic", one.topic)
    period = site.say(one.period.label)
    return RoundLine(
        link=Link(f"{period} · {topic}", one.path),
        period=period,
        topic=topic,
        done=len(done),
        failed=sum(c.grade == "fail" for r in done if (c := site.results.conclusions.get(r.id))),
        findings=sum(len(r.document.data.get("findings", ())) for r in done),
        open=sum(r.document.data["status"] == "planned" for r in valid),
    )


def _visit_line(site: Site, record: Record) -> VisitLine:
    data = record.document.data
    conclusion = site.results.conclusions.get(record.id)
    county = site.county_of(data["organization"])
    return VisitLine(
        link=Link(site.short(data["organization"]), site.path(record)),
        day=data.get("date") or data.get("planned_on") or "",
        county=site.short(county.id) if county else "",
        period=site.say(Period.parse(data["period"]).label),
        topic=site.label("inspections", "topic", data["topic"]),
        mode=site.label("inspections", "mode", data["mode"]),
        status="withdrawn" if record.is_withdrawn else data["status"],
        grade=conclusion.grade or "" if conclusion else "",
        conclusion=site.label("methods", "grades[].grade", conclusion.grade) if conclusion else "",
        rate=str(conclusion.rate) if conclusion and conclusion.rate is not None else "",
        findings=str(len(data.get("findings", ()))) if data["status"] == "done" else "",
    )
