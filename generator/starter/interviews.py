"""Interviews (约谈) of the sample city: the city calls in an invented county over what a visit found.

Only counts of interviews by year, level and cause are public, so these records name offices and no persons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from .chance import stream
from .inspections import AS_OF, Inspection
from .organizations import Tree

PER_YEAR = 2
OFFICES = ("分管副局长", "教育装备中心主任")
PROMISES = (
    "一个月内完成重大隐患整改，并举一反三排查同类问题。",
    "明确每一处储存场所的责任岗位，每周自查一次。",
)


def interviews(
    city: Tree, seen: Iterable[Inspection], problems: Iterable[Mapping[str, Any]], seed: int
) -> Iterator[dict[str, Any]]:
    """Two a year over major findings, each of another county, and one over a decision that is overdue."""
    chance = stream(seed, "interviews")
    serials = {2024: 0, 2025: 0}
    called: set[tuple[int, int]] = set()
    for one in seen:
        county = (one.year, one.school.county)
        if one.visited is None or not one.visited.has_major or county in called:
            continue
        held = date.fromisoformat(one.data["date"]) + timedelta(days=chance.randint(8, 20))
        if held.year != one.year or held > AS_OF or serials[one.year] == PER_YEAR:
            continue
        called.add(county)
        serials[one.year] += 1
        yield _interview(
            f"t-{one.year}-{serials[one.year]:02}",
            held,
            city.counties[one.school.county],
            OFFICES[serials[one.year] % 2],
            ("hazard", "督查查出重大隐患，整改推进慢。", {"inspection": one.id}),
        )
    for problem in problems:
        if "outcome" not in problem and problem["decision"]["due"] < AS_OF.isoformat():
            serials[2025] += 1
            cause = ("decision", "专题研究的决定逾期没有落实。", {"problem": problem["id"]})
            yield _interview(
                f"t-2025-{serials[2025]:02}", date(2025, 12, 4), problem["unit"], OFFICES[0], cause
            )


def _interview(
    id: str, held: date, unit: str, office: str, cause: tuple[str, str, dict[str, str]]
) -> dict[str, Any]:
    kind, reason, grounds = cause
    days = [held + timedelta(days=30 * (n + 1)) for n in range(len(PROMISES))]
    record: dict[str, Any] = {
        "id": id,
        "date": held.isoformat(),
        "by": "ziyang",
        "unit": unit,
        "office": office,
        "cause": kind,
        "reason": reason,
        "grounds": grounds,
        "promises": [
            {"text": text, "due": due.isoformat()} for text, due in zip(PROMISES, days, strict=True)
        ],
    }
    checked = days[-1] - timedelta(days=3)
    if checked <= AS_OF:
        is_kept = int(id[-1]) % 2 == 1
        text = "实地查看，承诺的事项均已做到。" if is_kept else "重大隐患已经消除，每周自查还没有坚持。"
        record["check"] = {"on": checked.isoformat(), "result": "kept" if is_kept else "partly", "text": text}
    return record | {"sample": True}
