"""What happens to one hazard of the sample city, event by event, until the day of the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from . import hazard_texts as texts
from .experts import Pool
from .inspections import AS_OF
from .organizations import School
from .rota import Rota

CURRENT = date(2025, 10, 1)
LISTED_AFTER = 30
PACE = (-0.13, -0.02, 0.0, 0.05, 0.1)  # by kind of county: how much more often its schools come late or wait


@dataclass(frozen=True, slots=True)
class Case:
    """A hazard whose life is to be written. fate: what is meant to happen, "" for what chance says."""

    hazard: Mapping[str, Any]
    school: School
    section: str
    team: tuple[str, ...]
    fate: str

    @property
    def is_major(self) -> bool:
        """A major hazard."""
        return bool(self.hazard["grade"] == "major")


@dataclass(slots=True)
class Lived:
    """The hazard and what happened. closed_on: "" while it is open."""

    hazard: Mapping[str, Any]
    rectifications: list[dict[str, Any]] = field(default_factory=list)
    follow_ups: list[dict[str, Any]] = field(default_factory=list)
    closed_on: str = ""


class Crew:
    """Who may follow up a hazard on a day: in term, without ties to the county, not a helper."""

    def __init__(self, pool: Pool, chance: Random) -> None:
        self._chance = chance
        self._rota = Rota(pool)

    def of(self, case: Case, day: date, count: int, helpers: frozenset[str]) -> list[str]:
        """Ids of *count* experts, those who inspected first; fewer where there are not so many."""
        line = self._rota.line(case.hazard["topic"], day.isoformat())
        county = case.school.county
        known = [name for name in case.team if name not in helpers and line.may_go(name, county)]
        others = line.rest(county, {*helpers, *known})
        self._chance.shuffle(known)
        return (known + [e.id for e in self._chance.sample(others, min(count, len(others)))])[:count]


def live(case: Case, crew: Crew, chance: Random) -> Lived:
    """Write one life; a withdrawn hazard has none."""
    tale = _Tale(case, crew, chance)
    if "withdrawn" not in case.hazard:
        tale.tell()
    return tale.lived


class _OverError(Exception):
    """The next event would lie beyond the day of the sample."""


class _Tale:
    """One life while it is written: events come in order, and the day moves on with each."""

    def __init__(self, case: Case, crew: Crew, chance: Random) -> None:
        self.case, self.crew, self.chance = case, crew, chance
        self.lived = Lived(case.hazard)
        self.begun = date.fromisoformat(case.hazard["registered_on"])
        self.due = date.fromisoformat(case.hazard["due"])
        self.day = self.begun
        self.helpers: set[str] = set()
        self.is_listed = False

    def tell(self) -> None:
        """Everything that happens up to the day of the sample."""
        try:
            self._opening()
            self._closing()
            self._afterwards()
        except _OverError:
            pass

    def _opening(self) -> None:
        fate = self.case.fate
        if fate == "silent":
            raise _OverError
        if self.case.is_major:
            self._listed(self.begun + timedelta(days=2), texts.LISTED_MAJOR)
        if self.case.is_major or (fate and fate != "waits") or self.chance.random() < 0.12:
            self._school("started", self._later(1, 3), self._pick(texts.STARTED))
        slow = 0.25 + PACE[self.case.school.county % 5]
        is_idle = fate == "idle" or (self.begun >= CURRENT and not fate and self.chance.random() < slow)
        if fate == "asks":
            self._extension(answered=False)
        if fate == "idle":
            self._listed(self.due + timedelta(days=LISTED_AFTER + 3), texts.LISTED_LATE)
        if is_idle or fate in ("asks", "supervised"):
            raise _OverError

    def _closing(self) -> None:
        steady = self.case.fate or self.case.school.closed
        slower = PACE[self.case.school.county % 5]
        draw = 1.0 if steady else self.chance.random() + 0.04 * self.case.school.quality - slower
        room = (self.due - self.day).days
        if draw < 0.08 and room >= 5:
            self._extension()
        if draw < 0.08:
            self._done(self._within(self.due))
        elif draw < 0.19:
            self._done(self.due + timedelta(days=self.chance.randint(1, 12)))
        else:
            self._done(self._within(self.due))
        if self.case.fate == "waits":
            raise _OverError
        if 0.19 <= draw < 0.26:
            self._decide("refused", self._later(2, 6), self._pick(texts.REFUSED))
            self._done(self._later(2, 6), self._pick(texts.AGAIN))
        if self.is_listed and self.chance.random() < 0.4:
            self._decide("delisted", self._later(1, 2), texts.DELISTED)
        self._accept()

    def _afterwards(self) -> None:
        fate = self.case.fate
        if fate.startswith("relapsed"):
            latest = date(2025, 11, 20) if fate == "relapsed_open" else self.day + timedelta(days=75)
            until = latest + timedelta(days=20)
            self._decide("relapsed", latest, self._pick(texts.RELAPSED), until=until)
            self.lived.closed_on = ""
            if fate == "relapsed_open":
                raise _OverError
            self._done(self._later(4, 10), self._pick(texts.AGAIN))
            self._accept()
        share = 0.92 if self.case.is_major else 0.22  # the method asks for a second look at major ones
        if not self.case.school.closed and self.chance.random() < share:
            self._decide("confirmed", self._later(60, 140), self._pick(texts.CONFIRMED))

    def _extension(self, *, answered: bool = True) -> None:
        until = self.due + timedelta(days=self.chance.randint(8, 18))
        asked = min(self.due - timedelta(days=self.chance.randint(2, 4)), AS_OF - timedelta(days=2))
        self._school("extension", asked, self._pick(texts.EXTENSION), until=until)
        if not answered:
            return
        if self.chance.random() < 0.75:
            self._decide("extension_granted", self._later(1, 1), self._pick(texts.GRANTED), until=until)
            self.due = until
        else:
            self._decide("extension_refused", self._later(1, 1), self._pick(texts.DENIED))

    def _accept(self) -> None:
        day = self._later(4, 14) if self.begun >= CURRENT else self._later(2, 9)
        by_documents = not self.case.is_major and self.case.section in ("duty", "organization", "literacy")
        look = "documents" if by_documents and self.chance.random() < 0.6 else "site"
        words = texts.ACCEPTED_DOCUMENTS if look == "documents" else texts.ACCEPTED
        self._decide("accepted", day, self._pick(words), look=look)
        self.lived.closed_on = self.day.isoformat()

    def _done(self, day: date, text: str = "") -> None:
        text = text or self._what_was_done()
        helpers = []
        if self.chance.random() < 0.06:
            judged = frozenset(expert for event in self.lived.follow_ups for expert in event["by"])
            helpers = self.crew.of(self.case, day, 1, judged)
            self.helpers.update(helpers)
        evidence = self.chance.sample(self._shown(), self.chance.choice((1, 1, 2)))
        self._school("done", day, text, helpers=helpers, evidence=evidence)

    def _what_was_done(self) -> str:
        """What fits the item; for a report about none in particular, that it was mended."""
        item = self.case.hazard.get("item", "")
        return texts.DONE[item] + self._pick(texts.DONE_TOO) if item else self._pick(texts.ANY_DONE)

    def _shown(self) -> tuple[str, ...]:
        return texts.EVIDENCE.get(self.case.section, texts.ANY_EVIDENCE)

    def _listed(self, day: date, text: str) -> None:
        self._decide("listed", day, text, look="documents")
        self.is_listed = True

    def _school(
        self, kind: str, day: date, text: str, *, until: date | None = None,
        helpers: list[str] | None = None, evidence: list[str] | None = None,
    ) -> None:  # fmt: skip
        if self.lived.follow_ups and self.lived.follow_ups[-1]["on"] == self.day.isoformat():
            day = max(day, self._later(1, 1))  # on one day the school's side comes first
        self._move(day)
        is_digital = self.case.hazard["topic"] == "digital"
        offices = texts.DIGITAL_OFFICES if is_digital else texts.OFFICES
        number = len(self.lived.rectifications) + 1
        data = self._head("rc", number, kind) | {"by": self._pick(offices), "text": text}
        if until:
            data["until"] = until.isoformat()
        if helpers:
            data["assisted_by"] = helpers
        if evidence:
            data["evidence"] = [{"title": title} for title in evidence]
        self.lived.rectifications.append(data)

    def _decide(self, kind: str, day: date, text: str, *, look: str = "", until: date | None = None) -> None:
        self._move(_working(day))
        is_second = kind in ("confirmed", "relapsed")
        count = 2 if is_second or (kind == "accepted" and self.case.is_major) else 1
        by = self.crew.of(self.case, self.day, count, frozenset(self.helpers))
        if len(by) < count:
            raise _OverError
        number = len(self.lived.follow_ups) + 1
        how = look or ("second_look" if is_second else "documents" if until or "exten" in kind else "site")
        data = self._head("fu", number, kind) | {"by": by, "look": how, "text": text}
        if until:
            data["until"] = until.isoformat()
        if kind in ("accepted", "relapsed"):
            data["evidence"] = [{"title": self._pick(texts.SEEN)}]
        self.lived.follow_ups.append(data)

    def _head(self, prefix: str, number: int, kind: str) -> dict[str, Any]:
        name = self.case.hazard["id"]
        on = self.day.isoformat()
        return {"id": f"{prefix}{name[2:]}-{number}", "hazard": name, "kind": kind, "on": on}

    def _move(self, day: date) -> None:
        day = max(day, self.day)
        if day >= AS_OF:
            raise _OverError
        self.day = day

    def _later(self, least: int, most: int) -> date:
        return self.day + timedelta(days=self.chance.randint(least, most))

    def _within(self, last: date) -> date:
        """A working day up to *last*, rather late than early, as such things are."""
        room = max((last - self.day).days, 0)
        day = self.day + timedelta(days=round(room * self.chance.uniform(0.35, 1)))
        earlier = day - timedelta(days=max(0, day.weekday() - 4))
        return earlier if earlier > self.day else day

    def _pick(self, words: tuple[str, ...]) -> str:
        return self.chance.choice(words).format(n=self.chance.randint(2, 4))


def _working(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
