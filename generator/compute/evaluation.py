"""From a list, facts and scores to points, total, grade and rank of every unit of a year.

Order of things: points of items from facts, sums exact; bonus and deduction, each under its cap; the total,
rounded once; the grade that it gives; vetoes; ranks from printed totals; last the quota of the best grade,
in rank order. An appeal that changed an item counts in place of what was verified before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from generator.model.evaluation import (
    Entry,
    Evaluation,
    Facts,
    ItemScore,
    ItemState,
    Origin,
    SectionScore,
    YearEvaluation,
)
from generator.model.facts import (
    Counted,
    Data,
    FactsOf,
    all_facts,
    decimal_of,
    measured_facts,
    peers_of,
    rows_of,
)
from generator.model.instrument import Case, Instrument, Item, instruments
from generator.model.number import round_half_up
from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import Measure
from generator.model.scoring import points_of
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, day_of_judgement, units_on

from .grading import band_of, effects_of, ranked, with_quota
from .movement import recast_of
from .robustness import robustness_of

Measured = Callable[[str, str, Period], Measure | None]  # metric, unit, period


def evaluated(snapshot: Snapshot, measured: Measured) -> tuple[YearEvaluation, ...]:
    """Every year that has a list, oldest first; a year without a single evaluation is a projection.

    measured: the measure of a metric for a unit in a period, None where there is none.
    """
    if "evaluations" not in snapshot.schemas:  # an old revision
        return ()
    records: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("evaluations"):
        records[record.document.data["checklist"]].append(record)
    appeals = _appeals(snapshot)
    years = [
        (instrument, _year(snapshot, instrument, records[instrument.checklist], appeals, measured))
        for instrument in instruments(snapshot)
        if records[instrument.checklist] or instrument.year == snapshot.as_of.year
    ]
    return tuple(_after(years, place) for place in range(len(years)))


def _after(years: Sequence[tuple[Instrument, YearEvaluation]], place: int) -> YearEvaluation:
    """A year with what it makes of the year before, where somebody is ranked in both."""
    new, after = years[place]
    old, before = years[place - 1] if place else years[place]
    is_ranked = all(any(one.rank is not None for one in year.evaluations) for year in (before, after))
    if before.year != after.year - 1 or not is_ranked:
        return after
    return replace(after, recast=recast_of(old, before, new, after))


def _year(
    snapshot: Snapshot,
    instrument: Instrument,
    records: Iterable[Record],
    appeals: Mapping[str, list[Record]],
    measured: Measured,
) -> YearEvaluation:
    by_unit = {record.document.data["unit"]: record for record in records}
    day = day_of_judgement(instrument.year, snapshot.as_of)
    order = {r.id: n for n, r in enumerate(sorted(units_on(snapshot, day), key=_administrative))}
    units = sorted(
        {*by_unit, *(r.id for r in units_on(snapshot, day, "county"))}, key=lambda u: order.get(u, 0)
    )
    counted = {
        (unit, metric): measured(metric, unit, Period(instrument.year))
        for unit in _on_record(snapshot, day, by_unit)
        for metric in dict.fromkeys(m for item in instrument.items for m in item.metrics)
    }
    facts = all_facts(instrument, by_unit, units, counted)
    peers = peers_of(instrument, facts)
    found = [
        _evaluation(instrument, unit, by_unit.get(unit), appeals, counted, facts, peers) for unit in units
    ]
    rows = with_quota(instrument, ranked(instrument, found))
    return YearEvaluation(
        year=instrument.year,
        checklist=instrument.checklist,
        method=instrument.method,
        version=instrument.version,
        sections=tuple((s, instrument.points_in(s)) for s in instrument.sections),
        evaluations=rows,
        robustness=robustness_of(instrument, rows),
        by_unit=MappingProxyType({e.unit: e for e in rows}),
    )


def _on_record(snapshot: Snapshot, day: str, by_unit: Mapping[str, Record]) -> set[str]:
    """The units of which the system can count something: with an evaluation, or with schools on record.

    A county that only exists by name has no figures, not even noughts.
    """
    schools = (county_of(snapshot, school.id) for school in units_on(snapshot, day, "school"))
    return {*by_unit, *(county.id for county in schools if county)}


def _administrative(record: Record) -> tuple[int, str]:
    return (record.document.data.get("order", 1_000_000), record.id)


def _appeals(snapshot: Snapshot) -> Mapping[str, list[Record]]:
    """Evaluation id -> its appeals, in the order in which they were filed."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in sorted(snapshot.active("appeals"), key=lambda r: (r.document.data["filed_on"], r.id)):
        found[record.document.data["evaluation"]].append(record)
    return found


# --- one unit -----------------------------------------------------------------------------------------------


def _evaluation(
    instrument: Instrument,
    unit: str,
    record: Record | None,
    appeals: Mapping[str, list[Record]],
    counted: Counted,
    facts: FactsOf,
    peers: Mapping[str, tuple[Decimal, ...]],
) -> Evaluation:
    rows = rows_of(record)
    data: Data = record.document.data if record else {}
    mine = appeals.get(record.id, []) if record else []
    items = tuple(
        _under_appeal(
            _score(
                instrument, item, rows.get(item.id, {}), data.get("status", "projection"),
                facts[unit, item.id], unit, counted, peers.get(item.id, ()),
            ),
            mine,
        )
        for item in instrument.items
    )  # fmt: skip
    bonuses = tuple(_entries(instrument.bonus, data.get("bonus", ())))
    deductions = tuple(_entries(instrument.deduction, data.get("deductions", ())))
    base = _base(instrument, items)
    bonus = min(sum((e.points for e in bonuses), Decimal(0)), instrument.bonus_cap)
    deduction = min(sum((e.points for e in deductions), Decimal(0)), instrument.deduction_cap)
    scored = [item for item in items if item.score is not None]
    total = round_half_up(max(base + bonus - deduction, Decimal(0)), instrument.decimals) if scored else None
    band = band_of(instrument, total)
    effects = tuple(effects_of(instrument, band, data.get("vetoes", ())))
    records = [key for item in items for key in item.evidence] + [e.record for e in (*bonuses, *deductions)]
    records += [v["record"] for v in data.get("vetoes", ()) if "record" in v]
    records += [record.key] if record else []
    return Evaluation(
        record=record.id if record else "",
        unit=unit,
        year=instrument.year,
        status=data.get("status", "projection"),
        items=items,
        sections=tuple(_section(instrument, section, items) for section in instrument.sections),
        base=base,
        bonus=bonus,
        deduction=deduction,
        bonuses=bonuses,
        deductions=deductions,
        total=total,
        coverage=_coverage(instrument, items),
        band=band,
        grade=effects[-1].after if effects else band,
        effects=effects,
        evidence=tuple(sorted({*records, *(appeal.key for appeal in mine)})),
    )


def _score(
    instrument: Instrument,
    item: Item,
    row: Data,
    status: str,
    facts: Facts,
    unit: str,
    counted: Counted,
    peers: Sequence[Decimal],
) -> ItemScore:
    measured = measured_facts(item, unit, counted)
    state, score, origin = _state(instrument, item, row, status, facts, measured, peers)
    records = {e["record"] for e in row.get("evidence", ()) if "record" in e}
    measures = [counted.get((unit, metric)) for metric in item.metrics] if measured is not None else []
    records |= {key for measure in measures if measure for key in measure.evidence}
    return ItemScore(
        item=item.id,
        section=item.section,
        points=item.points,
        state=state,
        score=score,
        self_score=decimal_of(row.get("self_score")),
        stated=decimal_of(row.get("verified_score")),
        origin=origin,
        facts=facts,
        measured=measured,
        reason=row.get("reason", ""),
        override=row.get("override", ""),
        evidence=tuple(sorted(records)),
    )


def _state(
    instrument: Instrument,
    item: Item,
    row: Data,
    status: str,
    facts: Facts,
    measured: Facts | None,
    peers: Sequence[Decimal],
) -> tuple[ItemState, Decimal | None, Origin]:
    """How far the item is, its score, and where the score comes from."""
    said = row.get("state", "scored" if measured is not None else "pending")
    exempt = (ItemState.EXEMPT, None if instrument.is_rescaled else item.points, "none")
    if said == "not_applicable" or (item.method == "ratio" and facts.denominator == 0):
        return exempt  # type: ignore[return-value] # a literal
    if said == "pending" and measured is None:
        return ItemState.PENDING, None, "none"
    if said == "no_evidence" or _is_unproven(item, row, status, measured):
        return ItemState.UNPROVEN, Decimal(0), "none"
    computed = points_of(item, facts, peers)
    if computed is not None:
        return ItemState.SCORED, computed, "metric" if facts == measured else "facts"
    typed: tuple[tuple[str, Origin], ...] = (("verified_score", "verified"), ("self_score", "self"))
    for name, origin in typed:
        if name in row:
            return ItemState.SCORED, Decimal(row[name]), origin
    return ItemState.PENDING, None, "none"


def _is_unproven(item: Item, row: Data, status: str, measured: Facts | None) -> bool:
    """Evidence is asked for, verification is over, and neither evidence nor a metric is there."""
    is_verified = status not in ("self", "projection")
    return item.needs_evidence and is_verified and bool(row) and not row.get("evidence") and measured is None


def _under_appeal(score: ItemScore, appeals: Iterable[Record]) -> ItemScore:
    """The score as appeals leave it; the later one counts."""
    for appeal in appeals:
        data = appeal.document.data
        if not any(row["item"] == score.item for row in data["items"]):
            continue
        decision = data.get("decision")
        if decision is None:
            score = replace(score, appeal=appeal.id, is_appealed=True)
            continue
        for change in decision.get("changes", ()):
            if change["item"] == score.item:
                score = replace(
                    score,
                    score=Decimal(change["to"]),
                    state=ItemState.SCORED,
                    origin="appeal",
                    appeal=appeal.id,
                )
    return score


def _base(instrument: Instrument, items: Sequence[ItemScore]) -> Decimal:
    """The sum of the scores; where not applicable items are left out, as if the rest were the whole."""
    scores = sum((item.score for item in items if item.score is not None), Decimal(0))
    left_out = sum((i.points for i in items if i.state is ItemState.EXEMPT and i.score is None), Decimal(0))
    if not left_out or left_out == instrument.points:
        return scores
    whole = Fraction(scores) * Fraction(instrument.points) / Fraction(instrument.points - left_out)
    return round_half_up(whole, instrument.decimals)


def _coverage(instrument: Instrument, items: Iterable[ItemScore]) -> Decimal:
    """The share (%) of points that are decided, one decimal; what does not apply is decided."""
    pending = sum((item.points for item in items if item.state is ItemState.PENDING), Decimal(0))
    if not instrument.points:
        return Decimal(0)
    return round_half_up(Fraction(instrument.points - pending) / Fraction(instrument.points) * 100, 1)


def _section(instrument: Instrument, section: str, items: Iterable[ItemScore]) -> SectionScore:
    scores = (item.score for item in items if item.section == section and item.score is not None)
    return SectionScore(section, instrument.points_in(section), sum(scores, Decimal(0)))


def _entries(cases: Sequence[Case], rows: Iterable[Data]) -> Iterator[Entry]:
    """The entries with their points; what a case gives beyond its own cap counts nothing."""
    known = {case.id: case for case in cases}
    given: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        case = known.get(row["entry"])
        if case is None:  # reported by a rule
            continue
        points = case.each * row["count"]
        if case.most is not None:
            points = min(points, case.most - given[case.id])
        given[case.id] += points
        yield Entry(case.id, row["count"], points, row["record"], row["text"])
