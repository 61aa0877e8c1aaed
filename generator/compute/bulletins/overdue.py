"""Hazards that are late: what a supervision notice (督办通知) says of them, whenever they were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.compute.bulletin import Scope, source
from generator.compute.loop import loop_of
from generator.model.bulletin import Content, Figure, Ground, Sheet, content
from generator.model.loop import Hazard
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from generator.model.standing import unit_name

CITY = "市直属"
_GROUND = ("overdue",)


@source("overdue", version=1, sentences=("late",), tables=("overdue", "counties"))
def overdue(snapshot: Snapshot, results: Results, scope: Scope) -> Content:  # noqa: ARG001 - shape of a source
    """Open hazards whose last day is over on the snapshot's day, major ones first, then the latest."""
    late = [h for h in loop_of(snapshot).hazards.values() if h.overdue]
    late.sort(key=lambda h: (not h.is_major, -h.overdue, h.id))
    return content(
        _figures(snapshot, late),
        (_list(snapshot, late, names_schools=scope.names_schools), _counties(snapshot, late)),
        (Ground("overdue", "逾期未整改的隐患", tuple(key for h in late for key in h.evidence)),),
        {"late": _sentence(late)},
    )


def _figures(snapshot: Snapshot, late: Sequence[Hazard]) -> Iterator[Figure]:
    day = snapshot.as_of
    yield Figure("as-of", "截至日期", f"{day.year}年{day.month}月{day.day}日", _GROUND)
    yield Figure("overdue", "逾期未整改隐患数", str(len(late)), _GROUND)
    yield Figure("major", "其中重大隐患数", str(sum(h.is_major for h in late)), _GROUND)
    yield Figure("units", "涉及的县（区）和市直属", str(len({h.county for h in late})), _GROUND)
    yield Figure("schools", "涉及的学校数", str(len({h.school for h in late})), _GROUND)
    yield Figure("longest", "最长逾期天数", str(max((h.overdue for h in late), default=0)), _GROUND)


def _sentence(late: Sequence[Hazard]) -> str:
    if not late:
        return "截至{fig:as-of}，全市没有逾期未整改的隐患。"
    major = "其中重大隐患{fig:major}条，" if any(h.is_major for h in late) else "没有重大隐患，"
    where = "涉及{fig:schools}所学校，" + ("最长逾期" if len(late) > 1 else "已逾期") + "{fig:longest}天。"
    return f"截至{{fig:as-of}}，全市逾期未整改的隐患{{fig:overdue}}条，{major}{where}"


def _list(snapshot: Snapshot, late: Sequence[Hazard], *, names_schools: bool) -> Sheet:
    labels = snapshot.labels("hazards", "grade")
    school = ("学校",) if names_schools else ()
    return Sheet(
        "overdue",
        "督办隐患清单",
        ("隐患编号", "县（区）", *school, "问题", "等级", "整改期限", "逾期天数"),
        tuple(
            (
                h.id,
                _county(snapshot, h.county),
                *((unit_name(snapshot, h.school),) if names_schools else ()),
                h.record.document.data["text"],
                labels[h.grade].zh if h.grade in labels else h.grade,
                h.life.due,
                str(h.overdue),
            )
            for h in late
        ),
        _GROUND,
    )


def _counties(snapshot: Snapshot, late: Sequence[Hazard]) -> Sheet:
    """In administrative order, the city's own schools last; only those that have any."""
    units = [r.document.data for r in snapshot.of("organizations") if r.document.data["level"] == "county"]
    rows = []
    for county in (*(u["id"] for u in sorted(units, key=lambda u: (u.get("order", 0), u["id"]))), ""):
        mine = [h for h in late if h.county == county]
        if mine:
            counts = len(mine), sum(h.is_major for h in mine), max(h.overdue for h in mine)
            rows.append((_county(snapshot, county), *map(str, counts)))
    columns = ("县（区）", "逾期隐患", "重大", "最长逾期（天）")
    return Sheet("counties", "各县（区）逾期情况", columns, tuple(rows), _GROUND)


def _county(snapshot: Snapshot, county: str) -> str:
    return unit_name(snapshot, county) if county else CITY
