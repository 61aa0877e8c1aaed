"""What the pages of meetings and of the guarantee both show: meeting, follow-up, problem in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.model.record import Record
from generator.model.text import Text

from .filters import day
from .marks import Mark
from .site import Link, Site

DONE, LATE = Text("已落实", "Done"), Text("逾期", "Late")
RUNNING, UNDECIDED = Text("落实中", "Being carried out"), Text("待研究", "To be studied")


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting in a list. *when*: its days in words; *sort*: its first day, to sort by."""

    link: Link
    unit: Link
    kind: str
    theme: str
    when: str
    sort: str
    mark: Mark
    reason: str


@dataclass(frozen=True, slots=True)
class FollowLine:
    """One thing that a meeting asked for. *sort*: its last day. *done*: that day; *result*: in words."""

    text: str
    unit: Link
    due: str
    sort: str
    mark: Mark
    done: str
    result: str
    meeting: Link


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem. *studied*: the meetings; *days*: left until the deadline, negative where it is late."""

    link: Link
    field: str
    unit: Link
    studied: tuple[Link, ...]
    decision: str
    owner: Link | None
    due: str
    sort: str
    mark: Mark
    outcome: str


def meeting_order(record: Record) -> tuple[int, str, str]:
    """Sort key by year, then by the first day."""
    data = record.document.data
    return data["year"], data.get("dates", {}).get("from", ""), record.id


_MEETING_MARKS = {"held": "met", "planned": "pending", "not_held": "open"}


def meeting_mark(site: Site, data: Mapping[str, Any]) -> Mark:
    """Held, planned or not held; a plan whose day has passed says so."""
    if data["status"] == "planned" and data.get("dates", {}).get("to", "9999") < site.as_of.isoformat():
        return Mark("overdue", site.say(Text("已过期，未登记结果", "Passed, nothing recorded")))
    return Mark(_MEETING_MARKS[data["status"]], site.label("meetings", "status", data["status"]))


def meeting_line(site: Site, record: Record) -> MeetingLine:
    """A meeting in a list."""
    data = site.public(record)
    return MeetingLine(
        link=site.link(record.key),
        unit=site.organization(data["unit"]),
        kind=site.label("meetings", "kind", data["kind"]),
        theme=data.get("theme", ""),
        when=days_of(site, data),
        sort=data.get("dates", {}).get("from", str(data["year"])),
        mark=meeting_mark(site, data),
        reason=data.get("reason", ""),
    )


def days_of(site: Site, data: Mapping[str, Any]) -> str:
    """The days of a meeting: one day, or from the first to the last; "" where none is known."""
    dates = data.get("dates")
    if not dates:
        return ""
    first, last = (day(dates[end], site.language) for end in ("from", "to"))
    if first == last:
        return first
    if site.language == "zh":
        same = dates["from"][:7] == dates["to"][:7]
        return f"{first}至{int(dates['to'][8:])}日" if same else f"{first}至{last}"
    return f"{first} – {last}"


def follow_lines(site: Site, record: Record) -> Iterator[FollowLine]:
    """What a meeting asked for, in its own order."""
    for row in site.public(record).get("follow_ups", ()):
        done = row.get("done")
        yield FollowLine(
            text=row["text"],
            unit=site.organization(row["unit"]),
            due=day(row["due"], site.language),
            sort=row["due"],
            mark=_follow_mark(site, row),
            done=day(done["on"], site.language) if done else "",
            result=done["result"] if done else "",
            meeting=site.link(record.key),
        )


def _follow_mark(site: Site, row: Mapping[str, Any]) -> Mark:
    if "done" in row:
        return Mark("closed", site.say(DONE))
    is_late = date.fromisoformat(row["due"]) < site.as_of
    return Mark("overdue", site.say(LATE)) if is_late else Mark("rectifying", site.say(RUNNING))


def problem_line(site: Site, record: Record) -> ProblemLine:
    """A problem in a list."""
    data = site.public(record)
    decision = data.get("decision", {})
    due, owner = decision.get("due"), decision.get("owner")
    return ProblemLine(
        link=Link(data["title"], site.path(record)),
        field=site.label("problems", "field", data["field"]),
        unit=site.organization(data["unit"]),
        studied=tuple(site.link(f"meetings/{m}") for m in data.get("meetings", ())),
        decision=decision.get("text", ""),
        owner=site.organization(owner) if owner else None,
        due=day(due, site.language) if due else "",
        sort=due or "9999",
        mark=problem_mark(site, data),
        outcome=data.get("outcome", {}).get("text", ""),
    )


_OUTCOME_MARKS = {"solved": "closed", "partly": "accepting", "unsolved": "relapsed"}


def problem_mark(site: Site, data: Mapping[str, Any]) -> Mark:
    """How far a problem is: its outcome, else late, being carried out, or still to be studied."""
    if "outcome" in data:
        result = data["outcome"]["result"]
        return Mark(_OUTCOME_MARKS[result], site.label("problems", "outcome.result", result))
    due = data.get("decision", {}).get("due")
    if due is None:
        return Mark("registered", site.say(UNDECIDED))
    return (
        Mark("overdue", site.say(LATE))
        if due < site.as_of.isoformat()
        else Mark("rectifying", site.say(RUNNING))
    )


def is_late(data: Mapping[str, Any], today: str) -> bool:
    """A decision without an outcome whose day has passed."""
    return "outcome" not in data and data.get("decision", {}).get("due", today) < today


def by_urgency(site: Site, problems: Iterable[Record]) -> list[Record]:
    """Late ones first, then those to be carried out by their days, then outcomes, the newest first."""
    today = site.as_of.isoformat()

    def place(record: Record) -> tuple[int, str, str]:
        data = record.document.data
        due = data.get("decision", {}).get("due", "9999")
        if "outcome" in data:
            # Later days come first: a day turned round sorts the other way.
            return 2, "".join(str(9 - int(c)) if c.isdigit() else c for c in data["outcome"]["on"]), record.id
        return (0 if is_late(data, today) else 1), due, record.id

    return sorted(problems, key=place)


def problems_sentence(site: Site, problems: list[Record]) -> Text:
    """How many problems were studied and what became of them."""
    if not problems:
        return Text("还没有登记突出问题。", "No problem is on record.")
    counts = Counter(p["outcome"]["result"] for p in problems if "outcome" in p)
    labels = site.labels("problems", "outcome.result")
    late = sum(is_late(p.document.data, site.as_of.isoformat()) for p in problems)
    rest = len(problems) - sum(counts.values()) - late
    parts = [(label, counts[value]) for value, label in labels.items() if counts[value]]
    parts += [(site.say(Text("还在落实或待研究", "open")), rest)] * bool(rest)
    parts += [(site.say(Text("逾期没有结果", "late")), late)] * bool(late)
    words = [f"{label} {count}" for label, count in parts]
    return Text(
        f"共 {len(problems)} 项：{'、'.join(f'{label} {count} 项' for label, count in parts)}。",
        f"{len(problems)} in all: {', '.join(words).lower()}.",
    )
