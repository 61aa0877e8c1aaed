"""Everything once more in plain Python: loops and fractions, no frames, written from the definitions.

Slow and naive on purpose. Where the two disagree, one of them is wrong, and it is found before a reader does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import given, settings

from generator.compute.assess import assess
from generator.model.period import Period
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from tests.compute import plain_chemicals, plain_hazards
from tests.compute.cities import cities
from tests.support import own
from tests.support.memory import remembered
from tests.support.snapshots import Made, snapshot_of

GRADES = ["excellent", "good", "pass", "fail"]
DECIMALS = {
    "inspection-pass-rate": 1,
    "findings-per-school": 2,
    "major-findings": 0,
    "share-inspected": 1,
    "mean-item-score": 2,
    "tasks-in-time": 1,
    "awards": 0,
    "demonstration-applicants": 0,
    "valid-demonstrations": 0,
    "problem-sessions": 0,
    "budget-execution": 1,
    "projects-completed": 1,
    "expert-days": 1,
    "experts-active": 1,
    "initial-budget": 0,
    "batches-missing": 0,
    "training-reached": 1,
    **plain_hazards.DECIMALS,
    **plain_chemicals.DECIMALS,
}
OF_AREAS = {
    "share-inspected",
    "demonstration-applicants",
    "valid-demonstrations",
    *plain_hazards.OF_AREAS,
    *plain_chemicals.DECIMALS,
}
OF_COUNTIES = {
    "problem-sessions",
    "budget-execution",
    "projects-completed",
    "expert-days",
    "experts-active",
    "initial-budget",
    "batches-missing",
    "training-reached",
}
LOWER_IS_BETTER = {"findings-per-school", "major-findings", "batches-missing", *plain_hazards.LOWER_IS_BETTER}


quarter = cache(Period.parse)


def rounded(value: Fraction, decimals: int) -> Decimal:
    """Half-up by long division: enough digits of the quotient, and a mark where something is left."""
    digits = value.numerator * 10 ** (decimals + 1) // value.denominator
    rest = value * 10 ** (decimals + 1) != digits
    exact = Decimal(digits * 10 + (1 if rest else 0)).scaleb(-(decimals + 2))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


class Plain:
    """The definitions, one method each, over the records of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.units = {r.id: r.document.data for r in snapshot.of("organizations")}
        self.checklists = {r.id: r.document.data for r in snapshot.of("checklists")}
        self.methods = [r.document.data for r in snapshot.active("methods")]
        self.tasks = [r.document.data for r in snapshot.active("tasks")]
        self.awards = [r.document.data for r in snapshot.active("awards")]
        self.applications = [r.document.data for r in snapshot.active("demonstrations")]
        self.as_of = snapshot.as_of.isoformat()
        self.budgets = [r.document.data for r in snapshot.active("budgets")]
        self.meetings = [r.document.data for r in snapshot.active("meetings")]
        self.projects = [r.document.data for r in snapshot.active("projects")]
        self.engagements = [r.document.data for r in snapshot.active("engagements") if r["status"] == "done"]
        self.experts = list(snapshot.active("experts"))
        schema = snapshot.schemas.get("projects")
        self.batches = {c.value for c in (schema.choices("batch") if schema else ())}
        self.served = set(self.services(snapshot))
        self.visits = [r.document.data for r in snapshot.active("inspections") if r["status"] == "done"]
        self.visit = {v["id"]: v for v in self.visits}
        quarters = {quarter(v["period"]) for v in self.visits}
        self.periods = quarters | {Period(q.year) for q in quarters}
        self.chemicals = plain_chemicals.PlainChemicals(snapshot, self.reaches)
        self.hazards = plain_hazards.PlainHazards(snapshot, self.method, self.reaches)

    @remembered
    def exists(self, unit: str, period: Period) -> bool:
        if unit not in self.units or "withdrawn" in self.units[unit]:
            return False
        last_month = 3 * period.quarter or 12
        after = date(period.year + last_month // 12, last_month % 12 + 1, 1)
        opened = date.fromisoformat(self.units[unit].get("opened", "0001-01-01"))
        closed = date.fromisoformat(self.units[unit].get("closed", "9999-12-31"))
        return opened < after and closed >= period.start

    @remembered
    def is_below(self, unit: str, above: str) -> bool:
        seen: set[str] = set()
        while unit and unit not in seen:
            if unit == above:
                return True
            seen.add(unit)
            unit = self.units.get(unit, {}).get("parent", "")
        return False

    @remembered
    def reaches(self, school: str, unit: str, period: Period) -> bool:
        return self.exists(school, period) and self.is_below(school, unit)

    @remembered
    def method(self, day: date) -> Mapping[str, Any] | None:
        valid = [m for m in self.methods if m["valid"]["from"] <= day.isoformat() <= m["valid"]["to"]]
        return max(valid, key=lambda m: (m["valid"]["from"], m["version"], m["id"]), default=None)

    @remembered
    def points(self, name: str) -> tuple[Fraction, Fraction, list[str]]:
        """Obtained, applicable, unmet red items of a visit."""
        visit = self.visit[name]
        paper = self.checklists.get(visit["checklist"], {"sections": [], "not_applicable": ""})
        answers = {r["item"]: r for r in reversed(visit["results"])}
        obtained = applicable = Fraction(0)
        red = []
        for item in (i for section in paper["sections"] for i in section["items"]):
            answer = answers.get(item["id"], {"result": "not_checked"})
            result, full = answer["result"], Fraction(item["points"])
            if result == "not_checked" or (
                result == "not_applicable" and paper["not_applicable"] == "rescale"
            ):
                continue
            applicable += full
            if result == "partly":
                obtained += Fraction(answer["score"])
            elif result != "unmet":
                obtained += full
            elif item.get("veto") or item.get("risk_color") == "red":
                red.append(item["id"])
        return obtained, applicable, red

    @remembered
    def grade(self, name: str) -> str | None:
        visit = self.visit[name]
        method = self.method(quarter(visit["period"]).start)
        if method is None:
            return None
        obtained, applicable, red = self.points(visit["id"])
        grade = None
        if applicable:
            rate = rounded(obtained / applicable * 100, 2)
            reached = [g["grade"] for g in method["grades"] if rate >= g["from"]]
            grade = min(reached, key=GRADES.index, default="fail")
        if red:
            grade = max(filter(None, (grade, method["red_failure"])), key=GRADES.index)
        return grade

    @remembered
    def visits_of(self, unit: str, period: Period) -> list[Mapping[str, Any]]:
        return [
            v
            for v in self.visits
            if period.covers(quarter(v["period"]))
            and self.exists(v["organization"], quarter(v["period"]))
            and self.is_below(v["organization"], unit)
        ]

    def measure(self, metric: str, unit: str, period: Period) -> Decimal | None:
        visits = self.visits_of(unit, period)
        schools = {v["organization"] for v in visits}
        over: Fraction | int
        under: Fraction | int
        match metric:
            case "inspection-pass-rate":
                if any(self.method(quarter(v["period"]).start) is None for v in visits):
                    return None
                grades = [g for v in visits if (g := self.grade(v["id"]))]
                over, under = 100 * sum(g != "fail" for g in grades), len(grades)
            case "findings-per-school":
                over, under = sum(len(v.get("findings", ())) for v in visits), len(schools)
            case "major-findings":
                found = [f for v in visits for f in v.get("findings", ()) if f["grade"] == "major"]
                over, under = len(found), min(1, len(visits))
            case "share-inspected":
                over, under = 100 * len(schools), len(self.schools(unit, period))
            case "mean-item-score":
                points = [self.points(v["id"]) for v in visits]
                over = 100 * sum((o for o, _, _ in points), Fraction(0))
                under = sum((a for _, a, _ in points), Fraction(0))
            case "valid-demonstrations":
                mine = [a for a in self.applications if self.counts(a, unit, period)]
                over, under = sum(self.is_designated(a, period) for a in mine), 1
            case "demonstration-applicants":
                if period.quarter:
                    return None
                mine = [a for a in self.applications if self.counts(a, unit, period)]
                over, under = sum(a["year"] == period.year for a in mine), 1
            case _ if metric in plain_hazards.OF_AREAS:
                over, under = self.hazards.of_year(metric, unit, period)
            case _ if metric in plain_hazards.DECIMALS:
                over, under = self.hazards.measure(metric, unit, period, bool(visits))
            case _ if metric in plain_chemicals.DECIMALS:
                over, under = self.chemicals.measure(metric, unit, period)
            case _ if period.quarter:
                return None
            case "budget-execution":
                lines = [x for b in self.of_year(self.budgets, unit, period) for x in b["lines"]]
                over = 100 * sum(Fraction(x["spent"]) for x in lines)
                under = sum(Fraction(x["planned"]) for x in lines)
            case "projects-completed":
                projects = [p["status"] for p in self.of_year(self.projects, unit, period)]
                over, under = 100 * projects.count("done"), len(projects) - projects.count("absent")
            case "problem-sessions":
                mine = [m for m in self.meetings if m["unit"] == unit and m["year"] == period.year]
                held = [m for m in mine if m["kind"] == "problem_session" and m["status"] == "held"]
                over, under = len(held), 1 if held or self.is_asked("guarantee", unit, period) else 0
            case "tasks-in-time":
                due = [t for t in self.tasks if not period.quarter and self.is_counted(t, unit, period)]
                done = [t for t in due if t["status"] == "done" and t["settled_on"] <= t["deadline"]]
                over, under = 100 * len(done), len(due)
            case "initial-budget":
                own = [b for b in self.budgets if b["unit"] == unit and b["year"] == period.year]
                over, under = self.steps(own), bool(own) or self.is_asked("budgets", unit, period)
            case "batches-missing":
                real = [p for p in self.of_year(self.projects, unit, period) if p["status"] != "absent"]
                over = len(self.batches - {p["batch"] for p in real})
                under = bool(real) or self.is_asked("projects", unit, period)
            case "training-reached":
                over, under = self.trained(unit, period)
            case "experts-active":
                mine = [e for e in self.experts if self.is_below(e.document.data["unit"], unit)]
                there = [e for e in mine if self.exists(e.document.data["unit"], period)]
                office = [e.id for e in there if self.is_in_office(e.document.data, period)]
                over, under = 100 * sum((e, period.year) in self.served for e in office), len(office)
            case "expert-days":
                over, under = self.expert_days(unit, period), 1
            case _:
                over, under = len(self.of_year(self.awards, unit, period)), 1
        return rounded(Fraction(over) / Fraction(under), DECIMALS[metric]) if under else None

    def is_asked(self, name: str, unit: str, period: Period) -> bool:
        """Does the method of the period's last day, or of today, ask the unit for what is called *name*?"""
        data, day = self.units[unit], min(period.end, date.fromisoformat(self.as_of))
        method = self.method(day)
        is_there = data.get("opened", "") <= day.isoformat() < data.get("closed", "9999")
        if method is None or not is_there or (method.get("sample") and not data.get("sample")):
            return False
        return data["level"] in method.get("requirements", {}).get(name, {}).get("levels", ())

    def services(self, snapshot: Snapshot) -> Iterator[tuple[str, int]]:
        """Expert and year of every visit, survey and engagement that was done."""
        for r in snapshot.active("inspections"):
            if r["status"] == "done":
                yield from ((m["expert"], int(r["date"][:4])) for m in r.get("team", ()))
        for r in snapshot.active("demonstrations"):
            if "survey" in r:
                yield from ((m["expert"], int(r["survey"]["on"][:4])) for m in r["survey"]["team"])
        for e in self.engagements:
            yield e["expert"], int(e["dates"]["from"][:4])

    def steps(self, budgets: list[Mapping[str, Any]]) -> int:
        """Planned at the year's start, and all of that disbursed."""
        lines = [x for b in budgets for x in b["lines"] if x["stage"] == "initial" and x["planned"] > 0]
        return bool(lines) + (bool(lines) and not any(x.get("disbursed", 0) < x["planned"] for x in lines))

    def trained(self, unit: str, period: Period) -> tuple[Fraction, Fraction]:
        over, under = Fraction(0), Fraction(0)
        for p in self.of_year(self.projects, unit, period):
            goal, result = p.get("goal", {}), p.get("result", {})
            if (
                p["batch"] != "training"
                or p["status"] == "absent"
                or goal.get("measure") not in ("人", "人次")
            ):
                continue
            under += Fraction(goal["target"])
            if result.get("measure") == goal["measure"]:
                over += 100 * min(Fraction(result["amount"]), Fraction(goal["target"]))
        return over, under

    def is_in_office(self, expert: Mapping[str, Any], period: Period) -> bool:
        last = min(period.end.isoformat(), self.as_of)
        spans = [p["term"] for p in expert.get("pools", ()) if "term" in p]
        return any(s["from"] <= last and s["to"] >= f"{period.year}-01-01" for s in spans)

    def schools(self, unit: str, period: Period) -> list[str]:
        return [
            s
            for s, data in self.units.items()
            if data["level"] == "school" and self.exists(s, period) and self.is_below(s, unit)
        ]

    def of_year(self, records: list[Mapping[str, Any]], unit: str, period: Period) -> list[Mapping[str, Any]]:
        return [
            r
            for r in records
            if r["year"] == period.year and self.exists(r["unit"], period) and self.is_below(r["unit"], unit)
        ]

    def expert_days(self, unit: str, period: Period) -> Fraction:
        worked = [(e["unit"], e["dates"]["from"], Fraction(e["days"])) for e in self.engagements]
        teams = [(v["organization"], v["date"], v.get("team", [])) for v in self.visits]
        surveys = [
            (a["school"], a["survey"]["on"], a["survey"]["team"]) for a in self.applications if "survey" in a
        ]
        for place, day, team in (*teams, *surveys):
            methods = [m for m in self.methods if m["valid"]["from"] <= day <= m["valid"]["to"]]
            counted = methods[-1].get("requirements", {}).get("experts", {}) if methods else {}
            worked += [(place, day, Fraction(counted.get("inspection_days", 0)))] * len(team)
        return sum(
            (
                days
                for place, day, days in worked
                if int(day[:4]) == period.year and self.exists(place, period) and self.is_below(place, unit)
            ),
            Fraction(0),
        )

    def counts(self, application: Mapping[str, Any], unit: str, period: Period) -> bool:
        school = application["school"]
        return self.exists(school, period) and self.is_below(school, unit)

    def is_designated(self, application: Mapping[str, Any], period: Period) -> bool:
        day = min(period.end.isoformat(), self.as_of)
        decided, renewal = application.get("designation", {}), application.get("renewal", {})
        if decided.get("result") != "designated" or application.get("withdrawal", {}).get("on", "~") <= day:
            return False
        again = renewal.get("result") == "renewed" and renewal["on"] <= day <= renewal["valid_to"]
        return bool(decided["on"] <= day <= decided["valid_to"]) or again

    def applies(self, metric: str, level: str) -> bool:
        if metric in OF_COUNTIES:
            return level in ("county", "city")
        return level != "school" or metric not in OF_AREAS

    def is_counted(self, task: Mapping[str, Any], unit: str, period: Period) -> bool:
        return (
            "unit" in task
            and task["year"] == period.year
            and task["status"] != "dropped"
            and task["deadline"] < self.as_of
            and self.exists(task["unit"], period)
            and self.is_below(task["unit"], unit)
        )

    def measures(self) -> Iterator[tuple[tuple[str, str, Period], Decimal | None]]:
        for unit, data in self.units.items():
            for period in self.periods:
                for metric in DECIMALS:
                    if self.exists(unit, period) and self.applies(metric, data["level"]):
                        yield (metric, unit, period), self.measure(metric, unit, period)

    def standings(self, name: str, period: Period) -> dict[str, tuple[int | None, Decimal | None]]:
        """Unit -> (rank, total)."""
        level = {"counties": "county", "schools": "school"}[name]
        units = [u for u, d in self.units.items() if d["level"] == level and self.exists(u, period)]
        method = self.method(period.start)
        rule = next((r for r in method["rankings"] if r["ranking"] == name), None) if method else None
        if rule is None:
            return dict.fromkeys(units, (None, None))
        weights = {w["metric"]: Fraction(w["weight"]) for w in rule["weights"] if w["weight"] > 0}
        totals: dict[str, Decimal] = {}
        for unit in units:
            values = {m: self.measure(m, unit, period) for m in weights}
            if None not in values.values() and not LOWER_IS_BETTER & set(weights):
                total = sum((Fraction(values[m] or 0) * w for m, w in weights.items()), Fraction(0))
                totals[unit] = rounded(total / sum(weights.values()), rule["decimals"])
        ranked = {u: t for u, t in totals.items() if level == "school" or self.covers(u, period, rule)}
        return {
            u: (1 + sum(t > ranked[u] for t in ranked.values()) if u in ranked else None, totals.get(u))
            for u in units
        }

    def covers(self, unit: str, period: Period, rule: Mapping[str, Any]) -> bool:
        share = self.measure("share-inspected", unit, period)
        return share is not None and share >= rule["minimum_coverage"]


def assert_agree(snapshot: Snapshot, results: Results) -> None:
    plain = Plain(snapshot)
    assert set(results.periods) == plain.periods
    assert {k: m.value for k, m in results.measures.items()} == dict(plain.measures())
    for visit in plain.visits:
        found = results.conclusions[visit["id"]]
        obtained, applicable, red = plain.points(visit["id"])
        assert (found.obtained, found.applicable) == (obtained, applicable)
        assert (found.grade, list(found.red_failures)) == (plain.grade(visit["id"]), red)
    for ranking in results.rankings:
        assert {row.subject: (row.rank, row.total) for row in ranking.rows} == plain.standings(
            ranking.name, ranking.period
        )
        totals = [row.total for row in ranking.ranked]
        assert [row.tied for row in ranking.ranked] == [totals.count(t) > 1 for t in totals]


@settings(max_examples=80)
@given(cities())
def test_random_cities_agree(made: list[Made]) -> None:
    snapshot = snapshot_of(*made)
    assert_agree(snapshot, assess(snapshot))


def test_records_of_this_repository_agree() -> None:
    """The numbers that are published are the numbers that the definitions give."""
    assert_agree(own.snapshot(), own.results())
