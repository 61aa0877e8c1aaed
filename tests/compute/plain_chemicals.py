"""Schools that keep chemicals, once more in plain loops: what the metrics of chemicals must give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from generator.model.period import Period
from generator.model.snapshot import Snapshot

Data = Mapping[str, Any]
DECIMALS = {
    "risk-lists-current": 1,
    "five-doubles-met": 1,
    "doubles-and-ledger": 1,
    "waste-manifests": 1,
    "hazchem-coverage": 1,
}


class PlainChemicals:
    """reaches(school, unit, period): does the school count for the unit then?"""

    def __init__(self, snapshot: Snapshot, reaches: Callable[[str, str, Period], bool]) -> None:
        self.reaches = reaches
        self.as_of = snapshot.as_of
        self.units = {r.id: r.document.data for r in snapshot.active("organizations")}
        self.stock = [r.document.data for r in snapshot.active("chemicals")]
        self.waste = [r.document.data for r in snapshot.active("waste-transfers")]
        self.points = [r.document.data for r in snapshot.active("risk-points")]
        self.visits = [r.document.data for r in snapshot.active("inspections") if r["status"] == "done"]
        self.methods = [r.document.data for r in snapshot.active("methods")]
        bureau = snapshot.bureau.document.data if snapshot.bureau else {}
        self.starts = [t["from"] for t in bureau.get("terms", ())]

    def measure(self, metric: str, unit: str, period: Period) -> tuple[Fraction | int, Fraction | int]:
        schools = [
            name
            for name, data in self.units.items()
            if data["level"] == "school" and data.get("keeps", {}).get("hazchem")
            if self.reaches(name, unit, period) and period.start <= self.as_of
        ]
        day = min(period.end, self.as_of).isoformat()
        schools = [
            s for s in schools if self.units[s].get("opened", "") <= day < self.units[s].get("closed", "9999")
        ]
        if metric == "hazchem-coverage":
            return self.coverage(schools, period)
        if metric == "waste-manifests":
            return self.handed(schools, period, day)
        if metric == "risk-lists-current":
            if not self.starts:
                return 0, 0
            return 100 * sum(self.is_listed(s, day) for s in schools), len(schools)
        newest = {s: self.newest(s, day) for s in schools}
        kept = [d for d in newest.values() if d and d["classes"]]
        if metric == "doubles-and-ledger":
            answers = [d["met"] for one in kept for d in one["doubles"]] + [d["ledger_agrees"] for d in kept]
            return 100 * sum(answers), len(answers)
        full = [d for d in kept if all(row["met"] for row in d["doubles"])]
        without = [d for d in newest.values() if d is None]
        return 100 * len(full), len(kept) + len(without) if kept else 0

    def handed(self, schools: list[str], period: Period, day: str) -> tuple[int, int]:
        if period.quarter:
            return 0, 0
        over = {w["school"] for w in self.waste if w["on"] <= day and w["on"][:4] == str(period.year)}
        ever = {w["school"] for w in self.waste if w["on"] <= day}
        asked = {
            s
            for s in schools
            if s in over or set(self.units[s]["keeps"].get("hazchem_classes", ())) != {"general"}
        }
        return 100 * len(asked & over), len(asked) if asked & ever else 0

    def newest(self, school: str, day: str) -> Data | None:
        own = [d for d in self.stock if d["school"] == school and d["on"] <= day]
        return max(own, key=lambda d: (d["on"], d["id"]), default=None)

    def coverage(self, schools: list[str], period: Period) -> tuple[int, int]:
        last = Period(period.year, period.quarter or 4)
        four = [last]
        while len(four) < 4:
            before = four[-1].start - timedelta(days=1)
            four.append(Period(before.year, (before.month + 2) // 3))
        quarters = [Period.parse(v["period"]) for v in self.visits]
        if not quarters or min(quarters, key=lambda q: q.start).start > four[-1].start:
            return 0, 0
        seen = {
            v["organization"]
            for v, quarter in zip(self.visits, quarters, strict=True)
            if v.get("topic") == "hazchem" and quarter in four
        }
        return 100 * len(seen & set(schools)), len(schools)

    def is_listed(self, school: str, day: str) -> bool:
        own = [
            [on for on in p["reviewed_on"] if on <= day]
            for p in self.points
            if p["school"] == school and min(p["reviewed_on"]) <= day < p.get("closed_on", "9999")
        ]
        begins = self.begins(day)
        due = self.days(begins)
        if due and day < (date.fromisoformat(begins) + timedelta(due)).isoformat():
            begins = self.begins((date.fromisoformat(begins) - timedelta(1)).isoformat())
        return bool(own) and all(any(on >= begins for on in days) for days in own)

    def begins(self, day: str) -> str:
        """The first day of the term that *day* is in."""
        year = int(day[:4])
        return max(d for y in (year, year - 1) for s in self.starts if (d := f"{y}-{s}") <= day)

    def days(self, first: str) -> int:
        valid = [m for m in self.methods if m["valid"]["from"] <= first <= m["valid"]["to"]]
        method = max(valid, key=lambda m: (m["valid"]["from"], m["version"], m["id"]), default={})
        found: int = method.get("requirements", {}).get("risk", {}).get("review_days", 0)
        return found
