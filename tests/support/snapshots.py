"""Snapshots for tests, made straight from the model: no files, no schemas' fine print.

``snapshot_of(county("c1"), school("s1", "c1"), …)``; every maker gives ``(kind, data)`` with what is not
said filled in plainly, so that a test shows only what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from generator.model.document import Document
from generator.model.record import Record
from generator.model.schema import Choice, Field, Schema
from generator.model.snapshot import Revision, Snapshot
from generator.model.text import Text

Made = tuple[str, dict[str, Any]]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "bureau": ("id", "terms"),
    "organizations": ("id", "name", "level", "parent", "order", "opened", "closed", "keeps"),
    "chemicals": ("id", "school", "on", "classes", "doubles", "ledger_agrees"),
    "waste-transfers": ("id", "school", "on", "manifest"),
    "risk-points": ("id", "school", "likelihood", "severity", "reviewed_on", "closed_on"),
    "checklists": ("id", "title", "not_applicable", "sections"),
    "inspections": (
        "id",
        "period",
        "organization",
        "status",
        "date",
        "checklist",
        "results",
        "findings",
        "mode",
        "topic",
    ),
    "awards": ("id", "year", "kind", "unit"),
    "nominations": ("id", "year", "kind", "unit", "status"),
    "demonstrations": ("id", "year", "county", "school", "theme", "applied_on", "designation"),
    "budgets": ("id", "unit", "year", "lines"),
    "projects": ("id", "batch", "year", "unit", "status", "goal", "result"),
    "experts": ("id", "unit", "pools"),
    "tasks": ("id", "year", "unit", "start", "deadline", "status", "settled_on"),
    "meetings": ("id", "year", "kind", "status", "unit"),
    "problems": ("id", "year", "unit"),
    "interviews": ("id", "date", "unit"),
    "cases": ("id", "unit", "year"),
    "evaluations": ("id", "unit", "year", "checklist", "status", "dates", "items"),
    "engagements": ("id", "expert", "unit", "dates", "days", "status", "duty"),
    "hazards": (
        "id",
        "school",
        "registered_on",
        "origin",
        "inspection",
        "topic",
        "item",
        "grade",
        "due",
        "relapse_of",
    ),
    "rectifications": ("id", "hazard", "kind", "on"),
    "follow-ups": ("id", "hazard", "kind", "on", "look", "until"),
    "methods": ("id", "title", "valid", "grades", "red_failure", "rankings"),
}
OURS = ("started", "done", "extension")
GRADE_CHOICES = (Choice("pass", Text("合格", "pass")), Choice("fail", Text("不合格", "fail")))


def snapshot_of(*made: Made, schemas: Mapping[str, Schema] | None = None) -> Snapshot:
    """A snapshot of these records, in the given order."""
    kinds: dict[str, dict[str, Record]] = {}
    for kind, data in made:
        document = Document(f"records/{kind}/{data['id']}.yml", data)
        kinds.setdefault(kind, {})[data["id"]] = Record(kind, data["id"], document)
    return Snapshot(Revision(), date(2025, 12, 31), schemas_without() if schemas is None else schemas, kinds)


def schemas_without(*absent: str) -> dict[str, Schema]:
    """The schemas of an older revision that lacked the fields (``kind.field``) or kinds named."""
    return {
        kind: Schema(kind, f"schemas/{kind}.schema.json", Text(kind), Text(""), _fields(kind, absent), {}, "")
        for kind in FIELDS
        if kind not in absent
    }


def _fields(kind: str, absent: Iterable[str]) -> tuple[Field, ...]:
    names = (n for n in FIELDS[kind] if f"{kind}.{n}" not in absent)
    found = [Field(n, n, Text(n), Text(""), "string") for n in names]
    if kind == "methods":
        found.append(
            Field("grade", "grades[].grade", Text("等次"), Text(""), "string", choices=GRADE_CHOICES)
        )
    return tuple(found)


def organization(id: str, level: str, parent: str | None = None, **more: Any) -> Made:
    data = {"id": id, "name": id.upper(), "level": level, **more}
    return "organizations", data | ({"parent": parent} if parent else {})


def city(id: str = "city") -> Made:
    return organization(id, "city")


def county(id: str, parent: str = "city", **more: Any) -> Made:
    return organization(id, "county", parent, **more)


def cluster(id: str, parent: str, **more: Any) -> Made:
    return organization(id, "cluster", parent, **more)


def school(id: str, parent: str, **more: Any) -> Made:
    return organization(id, "school", parent, **more)


def bureau(**more: Any) -> Made:
    return "bureau", {"id": "bureau", "name": "局", "city": "city", "five_doubles": [], **more}


def stocktaking(id: str, school: str, on: str, *, ledger: bool = True, **doubles: bool) -> Made:
    """``lock=True`` is a double that is met; without any double nothing is kept any more."""
    return "chemicals", {
        "id": id,
        "school": school,
        "on": on,
        "classes": ["general"] if doubles else [],
        "doubles": [{"double": double, "met": met} for double, met in doubles.items()],
        "ledger_agrees": ledger,
    }


def handover(id: str, school: str, on: str, **more: Any) -> Made:
    data = {"id": id, "school": school, "on": on, "manifest": f"M-{id}", "carrier": "丙公司"}
    return "waste-transfers", {**data, "licence": "L-01", "licence_to": "2030-12-31", **more}


def risk_point(id: str, school: str, *reviewed_on: str, risk: tuple[int, int] = (2, 3), **more: Any) -> Made:
    """risk: likelihood and severity."""
    likelihood, severity = risk
    data = {"id": id, "school": school, "title": id, "process": "storage", "level": "post", "owner": "甲"}
    graded = {"likelihood": likelihood, "severity": severity, "reviewed_on": list(reviewed_on)}
    return "risk-points", {**data, **graded, **more}


def checklist(id: str = "list", *, not_applicable: str = "rescale", **points: Any) -> Made:
    """One section; ``a=10`` is an item of 10 points, ``b=(10, "red")`` or ``"veto"`` one that decides."""
    items = []
    for item, value in points.items():
        worth, mark = value if isinstance(value, tuple) else (value, "")
        extra = {"veto": True} if mark == "veto" else {"risk_color": mark} if mark else {}
        items.append({"id": item, "points": worth, **extra})
    return "checklists", {
        "id": id,
        "title": f"检查表 {id}",
        "not_applicable": not_applicable,
        "sections": [{"id": "one", "title": "一", "items": items}],
    }


def inspection(
    id: str,
    school: str,
    period: str = "2025-Q1",
    *,
    checklist: str = "list",
    findings: int = 0,
    major: int = 0,
    status: str = "done",
    more: Mapping[str, Any] | None = None,
    **answers: str | int | Decimal,
) -> Made:
    """``a="met"`` is an answer; ``a=Decimal("7.5")`` is "partly" with that score."""
    results = [
        {"item": item, "result": "partly", "score": answer}
        if isinstance(answer, int | Decimal)
        else {"item": item, "result": answer}
        for item, answer in answers.items()
    ]
    return "inspections", {
        "id": id,
        "organization": school,
        "period": period,
        "status": status,
        "date": f"{period[:4]}-{3 * int(period[-1]) - 1:02d}-15",
        "checklist": checklist,
        "results": results,
        "findings": [{"id": f"f{n}", "grade": "major" if n < major else "general"} for n in range(findings)],
        **(more or {}),
    }


def award(id: str, unit: str, year: int = 2025, **more: Any) -> Made:
    return "awards", {"id": id, "unit": unit, "year": year, "kind": "advanced_unit", **more}


def application(id: str, school: str, year: int = 2025, *, until: str = "", **more: Any) -> Made:
    """One school applies to be a demonstration school; until: it was designated in June up to that day."""
    data = {"id": id, "year": year, "county": "c1", "school": school, "theme": id, "way": "voluntary"}
    decided = {"result": "designated", "on": f"{year}-06-01", "document": "函〔2025〕1号", "valid_to": until}
    return "demonstrations", {
        **data,
        "applied_on": f"{year}-03-01",
        **({"designation": decided} if until else {}),
        **more,
    }


def budget(id: str, unit: str, year: int = 2025, *lines: tuple[str, str], **more: Any) -> Made:
    """Each line is (planned, spent) in yuan; all of it was planned at the year's start and disbursed."""
    rows = [
        {
            "id": f"l{n}",
            "stage": "initial",
            "planned": Decimal(p),
            "disbursed": Decimal(p),
            "spent": Decimal(s),
        }
        for n, (p, s) in enumerate(lines)
    ]
    return "budgets", {"id": id, "unit": unit, "year": year, "lines": rows, **more}


def project(id: str, unit: str, year: int = 2025, status: str = "done", **more: Any) -> Made:
    data = {"id": id, "batch": "training", "year": year, "unit": unit, "status": status, "title": id.upper()}
    return "projects", data | more


def task(id: str, unit: str | None, deadline: str = "2025-10-31", settled: str = "", **more: Any) -> Made:
    """A task that is done on the day *settled*, running where that is ""; *unit* None for nobody."""
    state = {"status": "done", "settled_on": settled} if settled else {"status": "running"}
    own = {"unit": unit} if unit else {}
    data = {"id": id, "title": f"任务 {id}", "year": int(deadline[:4]), "start": f"{deadline[:4]}-03-01"}
    return "tasks", {**data, "team": "management", "deadline": deadline, **own, **state, **more}


def session(id: str, unit: str, year: int = 2025, status: str = "held", **more: Any) -> Made:
    data = {"id": id, "year": year, "kind": "problem_session", "status": status, "unit": unit, "title": id}
    return "meetings", data | more


def engagement(id: str, unit: str, day: str, days: str = "1", *, expert: str = "e1", **more: Any) -> Made:
    """Work of an expert that begins on *day* and takes no longer than its *days*."""
    last = date.fromisoformat(day) + timedelta(days=int(Decimal(days).to_integral_value(ROUND_CEILING)) - 1)
    return "engagements", {
        "id": id,
        "title": id.upper(),
        "expert": expert,
        "duty": "research",
        "role": "member",
        "unit": unit,
        "status": "done",
        "dates": {"from": day, "to": last.isoformat()},
        "days": Decimal(days),
        **more,
    }


def hazard(
    id: str,
    school: str,
    registered: str = "2025-01-10",
    due: str = "2025-02-10",
    *events: tuple[str, ...],
    **more: Any,
) -> tuple[Made, ...]:
    """A hazard with its events, each (kind, day) or (kind, day, until); found by an inspection, general."""
    data = {"id": id, "school": school, "registered_on": registered, "due": due, "origin": "inspection"}
    made: list[Made] = [("hazards", {**data, "topic": "hazchem", "grade": "general", "text": id, **more})]
    for n, (kind, day, *until) in enumerate(events):
        side = "rectifications" if kind in OURS else "follow-ups"
        look = {"look": "second_look" if kind in ("confirmed", "relapsed") else "site"}
        own = {} if kind in OURS else look
        event = {"id": f"{id}-{n}", "hazard": id, "kind": kind, "on": day, **own}
        made.append((side, event | ({"until": until[0]} if until else {})))
    return tuple(made)


def expert(id: str = "e1", unit: str = "c1", *terms: tuple[str, str], **more: Any) -> Made:
    """In the city's pool for laboratories in these *terms*, for three years where none is given."""
    spans = terms or (("2024-01-01", "2026-12-31"),)
    pools = [
        {"pool": "city", "category": "laboratory", "term": {"from": first, "to": last}}
        for first, last in spans
    ]
    return "experts", {"id": id, "name": id, "unit": unit, "consent": False, "pools": pools, **more}


def method(
    id: str = "method",
    *,
    first: str = "2020-01-01",
    last: str = "2030-12-31",
    red_failure: str = "fail",
    coverage: int | Decimal = 0,
    weights: Mapping[str, int | Decimal] | None = None,
    decimals: int = 2,
    version: int = 1,
    bands: Iterable[tuple[str, int]] = (("excellent", 90), ("good", 80), ("pass", 60), ("fail", 0)),
    **more: Any,
) -> Made:
    """Pass from 60; both rankings by 60 parts pass rate and 40 parts mean score, unless told otherwise."""
    chosen = weights or {"inspection-pass-rate": 60, "mean-item-score": 40}
    return "methods", {
        "id": id,
        "title": f"办法 {id}",
        "version": version,
        "valid": {"from": first, "to": last},
        "grades": [{"grade": grade, "from": bound} for grade, bound in bands],
        "red_failure": red_failure,
        "rankings": [
            {
                "ranking": name,
                "minimum_coverage": coverage,
                "weights": [{"metric": m, "weight": w} for m, w in chosen.items()],
                "decimals": decimals,
            }
            for name in ("counties", "schools")
        ],
        **more,
    }


WITHDRAWN = {"withdrawn": {"date": "2025-12-01", "reason": "录入有误"}}


def _choices(kind: str, field: Field) -> Schema:
    return Schema(kind, f"schemas/{kind}.schema.json", Text(kind), Text(""), (field,), {}, "")


BATCHES = _choices(
    "projects",
    Field(
        "batch", "batch", Text("批次"), Text(""), "string",
        choices=tuple(
            Choice(value, Text(zh, value))
            for value, zh in (("construction", "建设"), ("training", "培训"), ("research", "课题"))
        ),
    ),
)  # fmt: skip
"""A schema of projects that knows three of the six batches: enough to see one missing."""

_CATEGORY = Field(
    "category", "lines[].category", Text("类别"), Text(""), "string",
    choices=tuple(
        Choice(value, Text(zh, value))
        for value, zh in (("priority", "重点项目"), ("shortfall", "短板弱项"), ("highlight", "特色亮点"))
    ),
)  # fmt: skip
BUDGETS = _choices("budgets", Field("lines", "lines", Text("预算项"), Text(""), "array", fields=(_CATEGORY,)))
