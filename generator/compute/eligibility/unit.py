"""Conditions that the unit itself and its county meet or not: grade, vetoes, hazards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from generator.model.commendation import UNIT, Standing
from generator.model.loop import Hazard
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .case import Case, Finding

HOLDS, FAILS, UNKNOWN = Standing.HOLDS, Standing.FAILS, Standing.UNKNOWN


def county_grade(case: Case) -> Finding:
    """The county's grade of the year, once it is final."""
    year, one = case.data["year"], case.evaluation
    if case.county is None:
        text = Text("市直属单位，不看县（区）等次", "It belongs to no county, so no grade is asked for")
        return HOLDS, text, (f"organizations/{case.data['unit']}",)
    name = case.name(case.county.id)
    final = _final_on(case)
    if one is None or not one.record:
        return (
            UNKNOWN,
            Text(f"{name}还没有{year}年度评价", f"{name} has no evaluation of {year}"),
            (case.county.key,),
        )
    evidence = (f"evaluations/{one.record}", case.method)
    if not final or final > case.day:
        text = Text(f"{name}{year}年度评价还没有终定", f"The evaluation of {name} for {year} is not final")
        return UNKNOWN, text, evidence
    grades = case.snapshot.labels("methods", "grades[].grade")
    label = grades.get(one.grade or "", Text("没有等次", "no grade"))
    text = Text(f"{name}{year}年度评价等次为{label.zh}", f"{name} was graded {label.to('en')} for {year}")
    if one.grade in case.terms["county_grades"]:
        return HOLDS, text, evidence
    asked = [grades[g] for g in case.terms["county_grades"] if g in grades]
    zh, en = "或".join(g.zh for g in asked), " or ".join(g.to("en") for g in asked)
    return FAILS, Text(f"{text.zh}，须为{zh}", f"{text.en}; {en} is asked for"), evidence


def _final_on(case: Case) -> str:
    """The day on which the county's evaluation became final; "" before that."""
    one = case.evaluation
    record = case.snapshot.get("evaluations", one.record) if one else None
    if one is None or record is None or not one.is_final:
        return ""
    return str(record.document.data.get("dates", {}).get("final", ""))


def no_veto(case: Case) -> Finding:
    """No veto of the county in the year, and for a unit no major finding of a visit there."""
    year = case.data["year"]
    found = _major_visits(case)
    if found:
        text = Text(
            f"{year}年督查在该单位查出重大隐患，一票否决", f"A visit of {year} found a major hazard here"
        )
        return FAILS, text, found
    if case.county is None:
        return HOLDS, Text("没有一票否决事项", "There is no veto"), ()
    one, name = case.evaluation, case.name(case.county.id)
    record = case.snapshot.get("evaluations", one.record) if one else None
    vetoes = record.document.data.get("vetoes", ()) if record else ()
    if record and vetoes:
        words = "；".join(row["text"] for row in vetoes)
        text = Text(f"{name}有一票否决事项：{words}", f"{name} has a veto: {words}")
        return FAILS, text, (record.key, *(row["record"] for row in vetoes))
    if record is None or not _final_on(case):
        text = Text(
            f"{name}{year}年度评价还没有终定，有没有一票否决事项还不能确定",
            f"The evaluation of {name} is not final, so a veto may still come",
        )
        return UNKNOWN, text, (record.key,) if record else (case.county.key,)
    return HOLDS, Text(f"{name}没有一票否决事项", f"{name} has no veto"), (record.key,)


def _major_visits(case: Case) -> tuple[str, ...]:
    """Visits of the year that found something major at a nominated unit; a person is not barred by them."""
    if case.data["kind"] != UNIT:
        return ()
    return case.snapshot.once(_majors).get((case.data["unit"], str(case.data["year"])), ())


def _majors(snapshot: Snapshot) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(unit, year) -> visits that were done and found something major."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for record in snapshot.active("inspections"):
        data = record.document.data
        is_major = any(row.get("grade") == "major" for row in data.get("findings") or ())
        if data.get("status") == "done" and is_major:
            place = data.get("organization", ""), str(data.get("date", ""))[:4]
            found[place] = (*found.get(place, ()), record.key)
    return MappingProxyType(found)


def no_major(case: Case) -> Finding:
    """No major hazard is open on the day."""
    day = date.fromisoformat(case.day)
    majors = [h for h in case.hazards if h.is_major and h.on(day)]
    left = [h for h in majors if (lived := h.on(day)) and lived.is_open]
    if left:
        text = Text(
            f"有 {len(left)} 项重大隐患没有销号（{_named(left)}）",
            f"{len(left)} major hazards are open ({_named(left)})",
        )
        return FAILS, text, tuple(key for h in left for key in h.evidence)
    if majors:
        text = Text(
            f"登记过的 {len(majors)} 项重大隐患都已销号", f"All {len(majors)} major hazards are closed"
        )
        return HOLDS, text, tuple(key for h in majors for key in h.evidence)
    return HOLDS, Text("没有重大隐患", "There is no major hazard"), (f"organizations/{case.data['unit']}",)


def no_overdue(case: Case) -> Finding:
    """No hazard is open and overdue by more than the method's days."""
    most, day = case.terms["overdue_days"], date.fromisoformat(case.day)
    late = [(h, lived.late) for h in case.hazards if (lived := h.on(day)) and lived.is_overdue]
    long = [(h, days) for h, days in late if days > most]
    if long:
        worst = max(days for _, days in long)
        named = _named([h for h, _ in long])
        text = Text(
            f"有 {len(long)} 项隐患逾期超过 {most} 天没有销号，最长 {worst} 天（{named}）",
            f"{len(long)} hazards are more than {most} days overdue, {worst} at most ({named})",
        )
        return FAILS, text, tuple(key for h, _ in long for key in h.evidence)
    if late:
        text = Text(
            f"有 {len(late)} 项隐患逾期，都没有超过 {most} 天",
            f"{len(late)} are overdue, none over {most} days",
        )
        return HOLDS, text, tuple(key for h, _ in late for key in h.evidence)
    return HOLDS, Text("没有逾期的隐患", "No hazard is overdue"), (f"organizations/{case.data['unit']}",)


def _named(hazards: Iterable[Hazard]) -> str:
    """The first hazards' ids."""
    ids = [h.id for h in hazards]
    return "、".join(ids[:3]) + ("等" if len(ids) > 3 else "")
