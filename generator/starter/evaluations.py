"""Three years of annual evaluations of the invented counties, with what they said to the outcome.

2023 and 2024 are final, 2025 is under way. Meant to be seen: two counties with equal totals of which one
falls outside the quota (2023), a veto that lowers a grade, an appeal that changed an item and evidence that
never came (2024), a county that cannot be ranked yet and an appeal that is still open (2025). Points are
those that the program gives for the facts; self scores are a little kinder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Any

from generator.model.digest import digest
from generator.model.facts import facts_of
from generator.model.instrument import Item, item_of
from generator.model.scoring import points_of

from .chance import stream
from .checklists import Checklist
from .evaluation_facts import COUNTED, REASONS, SHORTFALLS, Counts, Facts, facts, kinder, shortfall
from .evaluation_lists import YEARS, evaluation_list
from .evaluation_replies import APPEALS, STATEMENTS
from .evaluation_world import World
from .experts import Expert
from .inspections import Inspection
from .organizations import Tree

Data = dict[str, Any]

# Kind of county -> how far the year under way has come.
STAGES = {0: "review", 1: "statement", 2: "verified", 3: "self", 4: "self"}
# What is still to be scored: the fourth quarter is not over, and some have other work to do.
OPEN = {0: ("3.5",), 1: ("3.5",), 2: ("3.5", "7.3"), 3: ("3.5",), 4: ("2.3", "3.5", "4.1")}
OPEN_REASON = "第四季度应急演练12月底完成，届时评分。"
# Where an officer counts otherwise than the system, and says why.
OVERRIDDEN = {
    (2024, 1, "5.3"): "第二季度的整改报告按时报送了纸质件，系统录入晚了两天，核对收文登记后不计迟报。"
}
STEPS = ("self", "verified", "feedback", "final")
DAYS = {
    2023: ("2023-12-04", "2023-12-13", "2023-12-22", "2024-01-12"),
    2024: ("2024-12-03", "2024-12-12", "2024-12-23", "2025-01-14"),
    2025: ("2025-11-14", "2025-11-25", "2025-12-01", ""),
}
REACHED = {"self": 1, "verified": 2, "statement": 3, "review": 3, "final": 4}
NO_PROOF = (2024, 4, "7.3")
# Where a county was harder on itself than the verifiers were.
MODEST = {(2024, 1, "3.5"): (Decimal(2), "县级少计1次应急演练，核查时按签到表和照片补计。")}
# What counties earned beyond the list, where they have a record of it.
EARNED: Mapping[tuple[int, int], tuple[str, ...]] = MappingProxyType({
    (2023, 0): ("b4",), (2024, 1): ("b4",), (2025, 0): ("b1", "b3", "b4"),
})  # fmt: skip
PERSONS = ("专家组", "督查组", "质量监督员")  # scorers that are experts, not offices
VETO = (2024, 3)


@dataclass(frozen=True, slots=True)
class Made:
    """The records of all years."""

    evaluations: tuple[Data, ...]
    statements: tuple[Data, ...]
    appeals: tuple[Data, ...]


def evaluations(city: Tree, world: World, seed: int) -> Made:
    """One evaluation for each invented county and year, statements and appeals."""
    chance = stream(seed, "evaluations")
    found: list[Data] = []
    statements: list[Data] = []
    appeals: list[Data] = []
    for year in YEARS:
        checklist = evaluation_list(year)
        items = tuple(
            item_of(item.data(), section) for section, _ in checklist.sections for item in checklist.items
            if item.section == section
        )  # fmt: skip
        fingerprint = digest(checklist.data())
        for county in range(len(city.counties)):
            one = _County(city, world, year, county, checklist, items, chance)
            record = one.record(fingerprint)
            found.append(record)
            statements.extend(one.statements())
            appeals.extend(one.appeals(record))
    return Made(tuple(found), tuple(statements), tuple(appeals))


@dataclass(slots=True)
class _County:
    """Writes what belongs to one county's year."""

    city: Tree
    world: World
    year: int
    index: int
    checklist: Checklist
    items: tuple[Item, ...]
    chance: Random
    scorers: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> int:
        return self.index % 5

    @property
    def unit(self) -> str:
        return self.city.counties[self.index]

    @property
    def id(self) -> str:
        return f"ev-{self.year}-{self.unit}"

    @property
    def stage(self) -> str:
        return STAGES[self.kind] if self.year == YEARS[-1] else "final"

    def record(self, fingerprint: str) -> Data:
        """The evaluation as far as it has come."""
        dates = self._dates()
        if "verified" in dates:
            self._name_scorers(dates["verified"])
        counts, shortfalls = self._counts(), SHORTFALLS[self.year, self.kind]
        data: Data = {
            "id": self.id,
            "year": self.year,
            "unit": self.unit,
            "checklist": self.checklist.id,
            "checklist_digest": fingerprint,
            "status": self.stage,
            "dates": dates,
            "items": [self._row(item, shortfalls.get(item.id, 0), counts) for item in self.items],
        }
        if self.stage != "self":
            data |= {k: v for k, v in (("bonus", self._bonus()), ("deductions", self._deductions())) if v}
            data |= {"vetoes": veto} if (veto := self._vetoes()) else {}
        return data | {"sample": True}

    def statements(self) -> Iterator[Data]:
        """What the county said to its score."""
        said = STATEMENTS.get((self.year, self.kind))
        if said and (not said.is_of_veto or self._vetoes()):
            record: Data = {"id": f"st-{self.year}-{self.unit}", "evaluation": self.id, "on": said.on}
            record |= {"items": [said.item]} if said.item else {}
            record["text"] = said.text
            if said.answer:
                record["answer"] = {"on": said.answered, "text": said.answer}
            yield record | {"sample": True}

    def appeals(self, evaluation: Data) -> Iterator[Data]:
        """What the county asked to be looked at again, and what came of it."""
        asked = APPEALS.get((self.year, self.kind))
        if not asked:
            return
        record: Data = {
            "id": f"ap-{self.year}-{self.unit}",
            "evaluation": self.id,
            "filed_on": asked.on,
            "items": [{"item": asked.item, "reason": asked.reason}],
        }
        if asked.decided:
            decision: Data = {"on": asked.decided, "decider": self._expert(asked.decided, 97).id}
            decision["outcome"] = "changed" if asked.to is not None else "upheld"
            if asked.to is not None:
                before = next(r["verified_score"] for r in evaluation["items"] if r["item"] == asked.item)
                change = {"item": asked.item, "from": before, "to": asked.to, "reason": asked.why}
                decision["changes"] = [change]
            record["decision"] = decision
        yield record | {"sample": True}

    # --- one item -------------------------------------------------------------------------------------------

    def _row(self, item: Item, steps: int, counts: Counts) -> Data:
        """What is said of one item; draws the same chances whatever the stage, so that years stay alike."""
        tenths, kindly = self.chance.randrange(30), self.chance.random() < 0.55
        if self.year == YEARS[-1] and item.id in OPEN[self.kind]:
            return self._pending(item)
        found = facts(item.id, steps, self.kind, tenths, counts)
        override = self._override(item, found)
        if override and "failures" in found:
            found = kinder(found)
        row: Data = {"item": item.id}
        if found.get("denominator") == 0:
            return row | {"state": "not_applicable", "reason": "本年度没有需要计入的对象。"}
        score = self._points(item, found)
        better = (
            self._points(item, kinder(found))
            if item.metrics and counts.tally
            else self._points(item, facts(item.id, steps - 1, self.kind, min(29, tenths + 4), counts))
        )
        own = max(score, better) if kindly else score
        if (self.year, self.kind, item.id) == NO_PROOF:
            reason = "自评列出的论文和自制教具没有交来证书，按细则不计分。"
            return row | {"state": "no_evidence", "self_score": own, "reason": reason}
        row["state"] = "scored"
        if self.stage != "self":
            if not item.metric or override:
                row["facts"] = found
            if override:
                row["override"] = override
        words = COUNTED.get(item.id, REASONS[item.id]) if item.metric else REASONS[item.id]
        lost = words.format(n=shortfall(item.id, found, steps))
        own, why = MODEST.get((self.year, self.kind, item.id), (own, lost))
        row["self_score"] = own
        if self.stage != "self":
            row["verified_score"] = score
            if own != score or score < item.points:
                row["reason"] = why
        row["evidence"] = self._evidence(item)
        if self.stage != "self" and item.id in self.scorers:
            row["scorer"] = self.scorers[item.id]
        return row

    def _override(self, item: Item, found: Facts) -> str:
        """Why an officer counts otherwise than the system, as a rule one case less; "" where it stands."""
        if item.id == "3.4" and item.metric and "level" in found:
            return "本县学校还没有登记过移交，按现场查看的联单定档。"
        why = OVERRIDDEN.get((self.year, self.kind, item.id), "")
        return why if found.get("failures") else ""

    def _pending(self, item: Item) -> Data:
        row: Data = {"item": item.id, "state": "pending"}
        return row | {"reason": OPEN_REASON} if item.id == "3.5" else row

    def _points(self, item: Item, found: Facts) -> Decimal:
        points = points_of(item, facts_of(found)) or Decimal(0)
        return Decimal(int(points)) if points == int(points) else points.normalize()

    def _evidence(self, item: Item) -> list[Data]:
        """The first of the papers that the list asks for, and records where the system has them."""
        titles = next(i.evidence for i in self.checklist.items if i.id == item.id)
        title = "三支团队名单" if item.id == "1.1" else titles[0]
        keys = self._records(item.id)
        rows = [{"title": title, "record": key} for key in keys] or [{"title": title}]
        return rows[:3]

    def _records(self, item: str) -> list[str]:
        """The records of the county's year that prove an item."""
        if item == "1.1":
            return [f"organizations/{self.unit}"]
        if item == "1.2":
            return [f"tasks/{t['id']}" for t in self._own(self.world.tasks)[:1]]
        if item == "1.3":
            return [f"meetings/{m['id']}" for m in self._own(self.world.sessions)]
        if item == "2.1":
            return [f"budgets/{b['id']}" for b in self._own(self.world.budgets)]
        if item in ("2.3", "6.3"):
            return [f"projects/{p['id']}" for p in self._under_way()][: 1 if item == "2.3" else 3]
        if item == "6.1":
            return [f"demonstrations/{d['id']}" for d in self._own(self.world.applications)]
        if item == "6.2":
            return [f"meetings/{m['id']}" for m in self._own(self.world.hosted)]
        topics = {"4.2": "digital", "5.2": "hazchem"}
        if self.year < YEARS[-1]:
            topics["3.3"] = "hazchem"  # from then on schools take stock themselves
        if item in topics:
            return [f"inspections/{i.id}" for i in self._visits() if i.topic == topics[item]][-2:]
        return []

    # --- what rests on other records ------------------------------------------------------------------------

    def _counts(self) -> Counts:
        schools = [
            s for s in self.city.by_county[self.index]
            if s.is_open(f"{self.year}-01-01", f"{self.year}-12-31")
        ]  # fmt: skip
        # 2023 is older than the hazards on record.
        tally = self.world.hazards.tally(self.index, self.year) if self.year > 2023 else None
        hazards, findings = 44 + 6 * self.kind, 70 + 10 * self.kind
        sessions = len(self._own(self.world.sessions)) if self.year > 2023 else None
        chemical, sent = sum(1 for s in schools if s.hazchem), len(self._own(self.world.applications))
        return Counts(
            len(schools), chemical, hazards, findings, sessions, sent, self._budgeted(), self._missing(),
            tally,
            self.world.chemicals.kept(self.index, self.year) if self.year >= YEARS[-1] else None,
            *(self._served() if self.year >= YEARS[-1] else (0, 0)),
            *(self._trained() if self.year >= YEARS[-1] else (0, 0)),
        )  # fmt: skip

    def _served(self) -> tuple[int, int]:
        """How many experts who work in the county did any work, and how many were in office, up to today."""
        first, last = f"{self.year}-01-01", f"{self.year}-12-10"
        mine = {
            r["id"] for r in self.world.people.get(self.index, ())
            if "withdrawn" not in r
            and any(p["term"]["from"] <= last and p["term"]["to"] >= first for p in r["pools"])
        }  # fmt: skip
        return len(mine & self.world.busy.get(self.year, set())), len(mine)

    def _trained(self) -> tuple[int, int]:
        """How many people the county's training projects reached, at most as many as they aimed at."""
        aims = [
            (p["goal"]["target"], p.get("result", {}).get("amount", 0)) for p in self._under_way()
            if p["batch"] == "training" and p["goal"]["measure"] in ("人", "人次")
        ]  # fmt: skip
        return sum(min(reached, aim) for aim, reached in aims), sum(aim for aim, _ in aims)

    def _own(self, records: Mapping[tuple[Any, Any], list[Data]]) -> list[Data]:
        return records.get((self.year, self.unit), [])

    def _under_way(self) -> list[Data]:
        """The county's projects that were planned at all."""
        return [p for p in self._own(self.world.projects) if p["status"] != "absent"]

    def _budgeted(self) -> str:
        """The level of item 2.1 that the county's budget gives, "" where there is none on record."""
        lines = [line for budget in self._own(self.world.budgets) for line in budget["lines"]]
        first = [line for line in lines if line["stage"] == "initial"]
        if not first:
            return "none" if lines else ""
        is_paid = all(line.get("disbursed", 0) >= line["planned"] for line in first)
        return "disbursed" if is_paid else "planned"

    def _missing(self) -> int | None:
        """How many of the six batches the county has nothing of; None where none are on record."""
        if not self._own(self.world.projects):
            return None
        return 6 - len({p["batch"] for p in self._under_way()})

    def _visits(self) -> list[Inspection]:
        return self.world.visits.get((self.year, self.index), [])

    def _bonus(self) -> list[Data]:
        rows = [
            {"entry": "b2", "count": 1, "record": f"meetings/{m['id']}", "text": f"承办{m['title']}"}
            for m in self._own(self.world.hosted)
        ]
        for entry in EARNED.get((self.year, self.kind), ()):
            if found := self._earned(entry):
                record, text = found
                rows.append({"entry": entry, "count": 1, "record": record, "text": text})
        return rows

    def _earned(self, entry: str) -> tuple[str, str] | None:
        """The record that a bonus rests on, and what it is for; None where the county has no such record."""
        if entry == "b1":
            own = {s.id for s in self.city.by_county[self.index]}
            told = [c for c in self.world.cases if c["year"] == self.year and c.get("unit") in own]
            return (f"cases/{told[0]['id']}", f"“{told[0]['title']}”在全省推广") if told else None
        if entry == "b3":
            done = [p for p in self._under_way() if (p["batch"], p["status"]) == ("research", "done")]
            return (f"projects/{done[0]['id']}", f"“{done[0]['title']}”列为省级课题") if done else None
        sent = self._own(self.world.applications)
        return (f"demonstrations/{sent[0]['id']}", f"“{sent[0]['theme']}”的做法在全市推广") if sent else None

    def _deductions(self) -> list[Data]:
        if self.kind < 3:
            return []
        late = [
            t for t in self._own(self.world.tasks)
            if t["deadline"] < t.get("settled_on", "") <= f"{self.year}-12-31"
        ]  # fmt: skip
        return [
            {"entry": "n3", "count": 1, "record": f"tasks/{t['id']}", "text": f"“{t['title']}”的材料迟报"}
            for t in late[:1]
        ]

    def _vetoes(self) -> list[Data]:
        if (self.year, self.kind) != VETO:
            return []
        grave = [i for i in self._visits() if i.visited and i.visited.has_major]
        return [
            {
                "veto": "v2",
                "on": _workday(f"{self.year}-12-10"),
                "record": f"inspections/{one.id}",
                "text": "重大隐患整改报告所附的照片与复查所见不符",
            }
            for one in grave[:1]
        ]

    # --- days and people ------------------------------------------------------------------------------------

    def _dates(self) -> dict[str, str]:
        shift = 0 if self.stage == "final" else 3 * self.kind
        days = [_workday(day, shift) if day else "" for day in DAYS[self.year]]
        if self.year == YEARS[-1] and self.kind == 1:
            days[2] = "2025-12-03"
        return dict(zip(STEPS[: REACHED[self.stage]], days, strict=False))

    def _name_scorers(self, day: str) -> None:
        """One expert for each group, none with a tie to the county."""
        rows = [item for item in self.checklist.items if item.scorer in PERSONS]
        by_group = {group: self._expert(day, place).id for place, group in enumerate(PERSONS)}
        self.scorers = {item.id: by_group[item.scorer] for item in rows}

    def _expert(self, day: str, place: int) -> Expert:
        """One of those in office that day, another one for each *place*."""
        there = self.world.rota.everybody(day).rest(self.index)
        return there[(7 * self.index + 3 * self.year + place) % len(there)]


def _workday(day: str, shift: int = 0) -> str:
    at = date.fromisoformat(day) + timedelta(days=shift)
    return (at - timedelta(days=max(0, at.weekday() - 4))).isoformat()
