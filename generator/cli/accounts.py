"""An annual evaluation in the terminal: item by item, and why one unit stands before another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from generator.model.errors import GeneratorError
from generator.model.evaluation import Evaluation, ItemScore, YearEvaluation
from generator.model.hazard import EVENTS
from generator.model.movement_words import ORDER, headline, mapping, not_yet, points, signed
from generator.model.number import trimmed
from generator.model.results import Results
from generator.model.shortfall import short_of
from generator.model.snapshot import Snapshot
from generator.model.standing import unit_name
from generator.model.text import Text
from generator.model.working import counted, working

Items = Mapping[str, Mapping[str, Any]]
SHOWN = 6  # records of an item that are named, beside those that do not count


def account(
    results: Results, snapshot: Snapshot, unit: str, year: int, against: str | None
) -> Iterator[Text]:
    """The lines that explain *unit* in *year*, or what sets it apart from the unit *against*.

    GeneratorError where the year or one of the units was not evaluated.
    """
    found = next((y for y in results.evaluations if y.year == year), None)
    if found is None:
        years = "、".join(str(y.year) for y in results.evaluations)
        raise GeneratorError(
            Text(f"{year} 年没有考核评价细则", f"There is no list for {year}"),
            Text(
                f"有：{years}" if years else "还没有年度评价", f"There are: {years}" if years else "None yet"
            ),
        )
    items = _items(snapshot, found)
    one = _of(found, unit)
    if against is None:
        yield from _whole(results, snapshot, items, one)
        yield from _moved(found, unit, items)
    else:
        yield from _difference(snapshot, items, one, _of(found, against))


def _of(year: YearEvaluation, unit: str) -> Evaluation:
    try:
        return year.by_unit[unit]
    except KeyError:
        known = "、".join(year.by_unit)
        raise GeneratorError(
            Text(f"{year.year} 年没有评价「{unit}」", f"{unit!r} was not evaluated for {year.year}"),
            Text(f"评价的单位：{known}", f"Evaluated: {known}"),
        ) from None


def _items(snapshot: Snapshot, year: YearEvaluation) -> Items:
    checklist = snapshot.get("checklists", year.checklist)
    sections = checklist.document.data["sections"] if checklist else ()
    return {item["id"]: item for section in sections for item in section["items"]}


def _whole(results: Results, snapshot: Snapshot, items: Items, one: Evaluation) -> Iterator[Text]:
    yield _head(snapshot, one)
    for score in one.items:
        item = items[score.item]
        steps = working(item, score)
        yield Text(
            f"  {score.item} {item['text']}（{trimmed(score.points)} 分）：{steps.zh}",
            f"  {score.item} {item['text']} ({trimmed(score.points)}): {steps.to('en')}",
        )
        yield from _said(item, score)
        yield from _records(snapshot, one, score, short_of(results, one.unit, one.year, item, score))
    for words, entries in ((Text("加分", "bonus"), one.bonuses), (Text("减分", "deduction"), one.deductions)):
        for entry in entries:
            points = trimmed(entry.points)
            yield Text(
                f"  {words.zh} {points}：{entry.text}（{entry.record}）",
                f"  {words.en} {points}: {entry.text} ({entry.record})",
            )
    yield Text(
        f"  合计 {trimmed(one.base)} + {trimmed(one.bonus)} − {trimmed(one.deduction)} = {_total(one)}",
        f"  total {trimmed(one.base)} + {trimmed(one.bonus)} − {trimmed(one.deduction)} = {_total(one)}",
    )
    yield from _effects(snapshot, one)


def _effects(snapshot: Snapshot, one: Evaluation) -> Iterator[Text]:
    names = _grades(snapshot)
    for effect in one.effects:
        before, after = (names.get(grade, Text(grade)) for grade in (effect.before, effect.after))
        yield Text(
            f"  等次 {before.zh} → {after.zh}：{effect.text.zh}",
            f"  grade {before.to('en')} → {after.to('en')}: {effect.text.to('en')}",
        )


def _said(item: Mapping[str, Any], score: ItemScore) -> Iterator[Text]:
    """What people said of an item: scores that differ, why facts are not the system's, the reason."""
    own, stated = score.self_score, score.stated
    if own is not None and stated is not None and own != stated:
        yield Text(
            f"      自评 {trimmed(own)} 分，核查 {trimmed(stated)} 分",
            f"      self-scored {trimmed(own)}, verified {trimmed(stated)}",
        )
    if score.override:
        system = counted(item, score)
        yield Text(f"      {system.zh}", f"      {system.to('en')}")
    for text in (score.override, score.reason):
        if text:
            yield Text(f"      {text}")


def _records(snapshot: Snapshot, one: Evaluation, score: ItemScore, short: list[str]) -> Iterator[Text]:
    """The files behind an item: all that were asked and do not count, then some of the others."""
    rest = sorted(score.evidence, key=lambda key: key.partition("/")[0] in EVENTS)
    rest = [key for key in rest if key not in short]
    for key in short:
        yield Text(f"      没有计入：{snapshot.path_of(key)}", f"      not counted: {snapshot.path_of(key)}")
    for key in rest[:SHOWN]:
        yield Text(f"      {snapshot.path_of(key)}")
    more = len(rest) - SHOWN
    if more > 0:
        yield Text(
            f"      另有 {more} 条：generator explain {one.unit} --period {one.year}",
            f"      {more} more: generator explain {one.unit} --period {one.year}",
        )


def _moved(year: YearEvaluation, unit: str, items: Items) -> Iterator[Text]:
    """Against the year before: the parts of the change of rank, and which facts changed most."""
    recast = year.recast
    one = recast.movements.get(unit) if recast else None
    if recast is None or one is None:
        return
    yield headline(one, recast.year)
    yield points(one, recast)
    for item, gain in one.items:
        text, mark = f"  {signed(gain)}  {item} {items[item]['text']}", not_yet(year, unit, item)
        yield Text(f"{text}{mark.zh}", f"{text}{mark.en}")
    if one.extra:
        yield Text(f"  {signed(one.extra)}  加分、减分", f"  {signed(one.extra)}  bonus and deduction")
    yield ORDER
    if (words := mapping(recast)).zh:
        yield words


def _grades(snapshot: Snapshot) -> Mapping[str, Text]:
    """What people call each grade."""
    return {choice.value: choice.title for choice in snapshot.schemas["methods"].choices("grades[].grade")}


def _head(snapshot: Snapshot, one: Evaluation) -> Text:
    name = unit_name(snapshot, one.unit)
    if one.rank is None:
        reason = one.reason or Text("未排位次", "not ranked")
        return Text(
            f"{name} {one.year} 年度：{_total(one)} 分，未排位次：{reason.zh}",
            f"{name} {one.year}: {_total(one)}, not ranked: {reason.to('en')}",
        )
    grade = _grades(snapshot).get(one.grade or "", Text("没有等次", "no grade"))
    zh = f"{name} {one.year} 年度：{'并列' if one.tied else ''}第 {one.rank} 位，{_total(one)} 分，{grade.zh}"
    en = f"{name} {one.year}: rank {one.rank}, {_total(one)}, {grade.to('en')}"
    if not one.is_final:
        zh, en = f"{zh}（未终定）", f"{en} (provisional)"
    return Text(zh, en)


def _difference(snapshot: Snapshot, items: Items, one: Evaluation, other: Evaluation) -> Iterator[Text]:
    """Item by item where the two differ, greatest difference first; the sum is the difference of totals.

    Below the totals stands what moved either grade away from what its total gives.
    """
    yield _head(snapshot, one)
    yield _head(snapshot, other)
    gaps = [(_points(one, item) - _points(other, item), item) for item in items]
    names: dict[str, Text] = {item: Text(f"{item} {items[item]['text']}") for item in items}
    for key, title, gap in (
        ("bonus", Text("加分", "bonus"), one.bonus - other.bonus),
        ("deduction", Text("减分", "deduction"), other.deduction - one.deduction),
        ("rounding", Text("不适用项折算", "rescaling"), _rescaled(one) - _rescaled(other)),
    ):
        gaps.append((gap, key))
        names[key] = title
    for gap, item in sorted(gaps, key=lambda row: -abs(row[0])):
        if gap:
            yield Text(f"  {signed(gap)}  {names[item].zh}", f"  {signed(gap)}  {names[item].to('en')}")
            yield from _workings(items, item, one, other)
    if one.total is not None and other.total is not None:
        apart = signed(one.total - other.total)
        yield Text(f"  相差 {apart} 分", f"  difference {apart}")
    for each in (one, other):
        if each.effects:
            yield Text(f"  {unit_name(snapshot, each.unit)}：")
            yield from _effects(snapshot, each)


def _workings(items: Items, item: str, *both: Evaluation) -> Iterator[Text]:
    """How either came to its points; nothing for bonus, deduction and rescaling."""
    scores = [score for one in both if (score := one.item(item))]
    if len(scores) == len(both):
        first, second = (working(items[item], score) for score in scores)
        yield Text(
            f"        {first.zh}；对方 {second.zh}", f"        {first.to('en')}; the other {second.to('en')}"
        )


def _points(one: Evaluation, item: str) -> Decimal:
    found = one.item(item)
    return found.score if found and found.score is not None else Decimal(0)


def _rescaled(one: Evaluation) -> Decimal:
    """What rescaling added to the plain sum of the items."""
    return one.base - sum((i.score for i in one.items if i.score is not None), Decimal(0))


def _total(one: Evaluation) -> str:
    return "–" if one.total is None else f"{one.total:f}"
