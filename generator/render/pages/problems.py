"""Outstanding problems: all of them, and for each what it is, what was decided and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.agenda import (
    ProblemLine,
    by_urgency,
    problem_line,
    problem_mark,
    problems_sentence,
)
from generator.render.filters import day
from generator.render.marks import Mark
from generator.render.page import Page, PageMaker, page
from generator.render.site import Link, Site

GUARANTEE, PROBLEMS = Text("服务保障", "Guarantee"), Text("突出问题", "Problems")


@dataclass(frozen=True, slots=True)
class ProblemsContext:
    """All problems: late ones first, then by deadline, then those with an outcome."""

    sentence: str
    problems: tuple[ProblemLine, ...]


@dataclass(frozen=True, slots=True)
class ProblemContext:
    """One problem from being raised to its outcome. *events*: as ``ui.timeline`` takes them."""

    sentence: str
    withdrawn: str
    mark: Mark
    field: str
    unit: Link
    description: str
    decision: str
    owner: Link | None
    office: str
    due: str
    outcome: str
    events: tuple[tuple[str, str, str, Link, str], ...]
    same_unit: tuple[Link, ...]
    note: str


@page
def problems(site: Site) -> Iterator[Page]:
    """All problems that count, late ones first."""
    records = site.snapshot.active("problems")
    sentence = site.say(problems_sentence(site, list(records)))
    lines = tuple(problem_line(site, r) for r in by_urgency(site, records))
    context = ProblemsContext(sentence, lines)
    yield Page("problems/", context, evidence=tuple(r.key for r in records), description=sentence)


@page(template="problem", many=True)
def problem_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each problem."""
    by_unit: dict[str, list[Record]] = defaultdict(list)
    for record in site.snapshot.of("problems"):
        by_unit[record["unit"]].append(record)
    for record in site.snapshot.of("problems"):
        yield partial(_problem_page, site, record, by_unit[record["unit"]])


def _problem_page(site: Site, record: Record, of_unit: list[Record]) -> Page:
    data = site.public(record)
    withdrawn = wording.withdrawal(data)
    line = problem_line(site, record)
    sentence = site.say(problem_sentence(site, record))
    context = ProblemContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        mark=line.mark,
        field=line.field,
        unit=line.unit,
        description=data["description"],
        decision=line.decision,
        owner=line.owner,
        office=data.get("decision", {}).get("office", ""),
        due=line.due,
        outcome=line.outcome,
        events=tuple(_events(site, record)),
        same_unit=tuple(site.link(r.key) for r in of_unit if r is not record and not r.is_withdrawn),
        note=data.get("note", ""),
    )
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(GUARANTEE), "guarantee/"), Link(site.say(PROBLEMS), "problems/")),
        records=(record.key,),
        evidence=tuple(f"meetings/{m}" for m in data.get("meetings", ())),
        description=sentence,
    )


def _events(site: Site, record: Record) -> Iterator[tuple[str, str, str, Link, str]]:
    """What happened and what is still to come, in order of time: day, kind of mark, its word, link, words."""
    data = site.public(record)
    nothing = Link("")
    yield data["raised_on"], "planned", site.say(Text("提出", "Raised")), site.organization(data["unit"]), ""
    for name in data.get("meetings", ()):
        meeting = site.get("meetings", name)
        if meeting and "dates" in meeting:
            word = Text("研究", "Studied") if meeting["status"] == "held" else Text("拟研究", "To be studied")
            yield meeting["dates"]["from"], "good", site.say(word), site.link(f"meetings/{name}"), ""
    decision, outcome = data.get("decision", {}), data.get("outcome")
    rest = []
    if "due" in decision:
        owner = site.organization(decision["owner"]) if "owner" in decision else nothing
        rest.append((decision["due"], "planned", site.say(Text("期限", "Due")), owner, ""))
    if outcome:
        kind = {"solved": "excellent", "partly": "pass", "unsolved": "fail"}[outcome["result"]]
        label = site.label("problems", "outcome.result", outcome["result"])
        rest.append((outcome["on"], kind, label, nothing, outcome["text"]))
    yield from sorted(rest, key=lambda event: event[0])


def problem_sentence(site: Site, record: Record) -> Text:
    """Whose problem it is and how it stands."""
    data = site.public(record)
    unit, mark = site.short(data["unit"]), problem_mark(site, data)
    zh, en = f"{unit}：{data['title']}", f"{unit}: {data['title']}"
    decision, outcome = data.get("decision", {}), data.get("outcome")
    if outcome:
        when = day(outcome["on"], "zh"), day(outcome["on"], "en")
        due = decision.get("due", "")
        on_time = not due or outcome["on"] <= due
        zh += f"，{when[0]}{mark.text}" + ("" if on_time else "，晚于期限")
        en += f": {mark.text.lower()} on {when[1]}" + ("" if on_time else ", after its deadline")
    elif "due" in decision:
        when = day(decision["due"], "zh"), day(decision["due"], "en")
        zh += f"，决定应在{when[0]}前落实（{mark.text}）"
        en += f": to be carried out by {when[1]} ({mark.text.lower()})"
    else:
        zh, en = f"{zh}，还没有决定", f"{en}: not decided yet"
    return Text(f"{zh}。", f"{en}.")
