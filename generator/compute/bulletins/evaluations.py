"""The annual evaluation: what the bulletin of a year's result says of totals, grades and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.compute.bulletin import NOTHING, Scope, grades_of, shift, source
from generator.model.bulletin import Content, Figure, Ground, Sheet, content
from generator.model.evaluation import Evaluation, YearEvaluation
from generator.model.number import mean, round_half_up
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from generator.model.standing import unit_name


@source(
    "evaluation",
    version=1,
    sentences=("scope", "grades", "change"),
    tables=("results", "sections", "unranked"),
)
def evaluations(snapshot: Snapshot, results: Results, scope: Scope) -> Content:
    """The final results of a year; a provisional one is not counted, and the sentence says so."""
    years = {one.year: one for one in results.evaluations}
    one = years.get(scope.period.year)
    if one is None:
        return Content()
    figures = {f.id: f for f in _figures(snapshot, one, years.get(one.year - 1))}
    bases = (f"methods/{one.method}",) if one.method else ()
    return content(
        figures.values(),
        _sheets(snapshot, one),
        _grounds(one, bases),
        _sentences(figures, one),
        bases,
    )


def _final(one: YearEvaluation) -> tuple[Evaluation, ...]:
    return tuple(e for e in one.evaluations if e.is_final)


def _figures(snapshot: Snapshot, one: YearEvaluation, before: YearEvaluation | None) -> Iterator[Figure]:
    final = _final(one)
    ranked = [e for e in final if e.rank is not None]
    counts = Counter(e.grade for e in ranked)
    ground = ("evaluations",)
    yield Figure("units", "参加评价的县（区）数", str(len(final)), ground)
    yield Figure("ranked", "参加排位的县（区）数", str(len(ranked)), ground)
    yield Figure("unranked", "不参加排位的县（区）数", str(len(final) - len(ranked)), ground)
    yield Figure("items", "评价项目数", str(len(final[0].items) if final else 0), ground)
    for grade, label in grades_of(snapshot).items():
        yield Figure(f"grade-{grade}", f"{label}的县（区）数", str(counts[grade]), ground)
        names = "、".join(unit_name(snapshot, e.unit) for e in ranked if e.grade == grade)
        yield Figure(f"names-{grade}", f"{label}的县（区）", names or "无", ground)
    now, past = _mean(ranked), _mean([e for e in _final(before) if e.rank is not None] if before else [])
    yield Figure("mean", "平均得分", NOTHING if now is None else str(now), ground)
    yield Figure(
        "mean-change", "平均得分与上年相比", _change(now, past, one.follows), ("evaluations", "before")
    )
    if ranked:
        yield Figure("highest", "最高得分", str(max(e.total for e in ranked if e.total is not None)), ground)
        yield Figure("lowest", "最低得分", str(min(e.total for e in ranked if e.total is not None)), ground)


def _sentences(figures: Mapping[str, Figure], one: YearEvaluation) -> dict[str, str]:
    if not _final(one):
        none = f"{one.year}年度考核评价还没有终定的结果。"
        return {"scope": none, "grades": none, "change": none}
    scope = "全市{fig:units}个县（区）参加评价，逐项评定{fig:items}项"
    if figures["unranked"].value != "0":
        scope += "，其中{fig:unranked}个因核定的分值不足，不参加排位，原因见附表"
    shown = [name.removeprefix("grade-") for name, f in figures.items() if name.startswith("grade-")]
    words = "；".join(
        f"{figures[f'grade-{g}'].title.removesuffix('的县（区）数')}{{fig:grade-{g}}}个（{{fig:names-{g}}}）"
        for g in shown
        if figures[f"grade-{g}"].value != "0"
    )
    return {
        "scope": f"{scope}。",
        "grades": f"参加排位的{{fig:ranked}}个县（区）中，{words}。" if words else "没有县（区）参加排位。",
        "change": "平均得分{fig:mean}分，{fig:mean-change}。",
    }


def _sheets(snapshot: Snapshot, one: YearEvaluation) -> Iterator[Sheet]:
    grades = grades_of(snapshot)
    final = _final(one)
    yield Sheet(
        "results",
        "评价结果",
        ("位次", "县（区）", "基础分", "加分", "扣分", "得分", "等次"),
        tuple(
            (
                str(e.rank),
                unit_name(snapshot, e.unit),
                *(str(n) for n in (e.base, e.bonus, e.deduction, e.total)),
                grades.get(e.grade or "", NOTHING),
            )
            for e in final
            if e.rank is not None
        ),
        ("evaluations",),
    )
    yield Sheet(
        "sections",
        "各部分得分",
        ("县（区）", *(f"{_section(snapshot, one, s)}（{points}分）" for s, points in one.sections)),
        tuple((unit_name(snapshot, e.unit), *(str(s.score) for s in e.sections)) for e in final),
        ("evaluations",),
    )
    yield Sheet(
        "unranked",
        "不参加排位的县（区）",
        ("县（区）", "原因"),
        tuple(
            (unit_name(snapshot, e.unit), e.reason.zh if e.reason else "") for e in final if e.rank is None
        ),
        ("evaluations",),
    )


def _grounds(one: YearEvaluation, bases: tuple[str, ...]) -> Iterator[Ground]:
    keys = dict.fromkeys(
        (*(f"evaluations/{e.record}" for e in _final(one)), f"checklists/{one.checklist}", *bases)
    )
    more = dict.fromkeys(key for e in _final(one) for key in e.evidence if key not in keys)
    yield Ground("evaluations", "年度评价及其依据", (*keys, *more))
    yield Ground("before", "上年评价", ())


def _section(snapshot: Snapshot, one: YearEvaluation, section: str) -> str:
    checklist = snapshot.get("checklists", one.checklist)
    sections = checklist.document.data["sections"] if checklist else ()
    return next((s["title"] for s in sections if s["id"] == section), section)


def _mean(ranked: list[Evaluation]) -> Decimal | None:
    totals = [e.total for e in ranked if e.total is not None]
    return round_half_up(mean(totals), 2) if totals else None


def _change(now: Decimal | None, past: Decimal | None, follows: bool) -> str:
    if now is None or past is None:
        return "没有上年的结果可比"
    if not follows:
        return "评价办法或细则有变化，与上年不可比"
    return shift(now, past, "上年", "分", "提高", "下降")
