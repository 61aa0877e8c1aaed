"""Demonstration schools as their pages tell them: stages as marks, marks added up, the order, who is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from generator.model.designation import Stage, stage_on
from generator.model.duty import Duty
from generator.model.record import Record
from generator.model.text import Text

from .filters import day
from .marks import Mark
from .site import Link, Site

KIND = "demonstrations"
DUTIES = ("application", "survey", "check", "renewal")
UNANSWERED = "DEM018"
WITHDRAWN = Text("已撤回", "withdrawn")


def stage_mark(site: Site, record: Record) -> Mark:
    """How far the application had got on the site's day; a withdrawn record is none."""
    if record.is_withdrawn:
        return Mark("withdrawn", site.say(WITHDRAWN))
    stage = stage_on(record.document.data, site.as_of)
    return Mark(_KINDS[stage], site.say(stage.value))


_KINDS: Mapping[Stage, str] = {
    Stage.APPLIED: "applied",
    Stage.RECOMMENDED: "recommended",
    Stage.SURVEYED: "surveyed",
    Stage.DECLINED: "declined",
    Stage.CULTIVATED: "cultivated",
    Stage.VALID: "valid",
    Stage.RENEWED: "renewed",
    Stage.EXPIRED: "overdue",
    Stage.ENDED: "ended",
    Stage.WITHDRAWN: "ended",
}


def in_order(site: Site) -> list[Record]:
    """Newest year first, counties in administrative order, then by id; withdrawn ones included."""
    place = {unit.id: number for number, unit in enumerate(site.organizations)}
    return sorted(
        site.snapshot.of(KIND),
        key=lambda r: (
            -r.document.data["year"],
            place.get(r.document.data["county"], len(place)),
            r.id,
        ),
    )


def total_marks(data: Mapping[str, Any]) -> tuple[Decimal, Decimal] | None:
    """Marks given and full marks of the joint survey, added up; None where there was none."""
    rows = data.get("survey", {}).get("marks", ())
    if not rows:
        return None
    score = sum((Decimal(row["score"]) for row in rows), Decimal(0))
    return score, sum((Decimal(row["full"]) for row in rows), Decimal(0))


def due_duties(site: Site) -> Iterator[Duty]:
    """What is owed for demonstration schools, the latest first."""
    return (duty for duty in site.results.duties if duty.kind in DUTIES)


def unanswered(site: Site) -> Iterator[tuple[Record, Link]]:
    """Designations that a grave inspection calls in question, unanswered, each with that inspection."""
    for found in site.diagnostics:
        record = site.snapshot.find(found.record or "") if found.code == UNANSWERED else None
        if record:
            visit, when = (
                found.params["inspection"],
                day(date.fromisoformat(found.params["day"]), site.language),
            )
            words = site.say(Text(f"{when}的督查", f"The inspection of {when}"))
            yield record, Link(words, site.link(f"inspections/{visit}").path)


def school_events(site: Site, school: str) -> Iterator[tuple[str, str, str, Link, str]]:
    """What a school's own page tells of its applications: (date, kind of mark, word, link, text)."""
    for record in site.referrers(f"organizations/{school}"):
        if record.kind != KIND or record.is_withdrawn or record.document.data["school"] != school:
            continue
        data = site.public(record)
        theme = Link(str(data["theme"]), site.path(record))
        yield data["applied_on"], "stage-applied", site.say(Text("申报示范校", "Applied")), theme, ""
        if decided := data.get("designation"):
            kind = {"designated": "valid"}.get(decided["result"], decided["result"])
            word = site.label(KIND, "designation.result", decided["result"])
            yield decided["on"], f"stage-{kind}", word, theme, str(decided.get("document", ""))
        if renewal := data.get("renewal"):
            kind = "renewed" if renewal["result"] == "renewed" else "ended"
            word = site.label(KIND, "renewal.result", renewal["result"])
            yield renewal["on"], f"stage-{kind}", word, theme, str(renewal.get("document", ""))
        if left := data.get("withdrawal"):
            yield left["on"], "stage-ended", site.say(Text("退出示范校", "Left")), theme, str(left["reason"])
