"""The facts of an item: what an officer typed, or what the system counted by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .evaluation import NO_FACTS, Facts
from .instrument import Instrument, Item
from .record import Record

if TYPE_CHECKING:
    from .results import Measure

Data = Mapping[str, Any]
FactsOf = Mapping[tuple[str, str], Facts]  # (unit, item) -> the facts that count
Counted = Mapping[tuple[str, str], "Measure | None"]  # (unit, metric) -> what the system counted in the year


def all_facts(
    instrument: Instrument,
    by_unit: Mapping[str, Record],
    units: Iterable[str],
    counted: Counted,
) -> FactsOf:
    """What an officer typed where they say why, else what the system counted, else what was typed."""
    found = {}
    for unit in units:
        rows = rows_of(by_unit.get(unit))
        for item in instrument.items:
            row = rows.get(item.id, {})
            typed = facts_of(row.get("facts"))
            measured = measured_facts(item, unit, counted)
            is_typed = measured is None or (not typed.is_empty and "override" in row)
            found[unit, item.id] = typed if is_typed or measured is None else measured
    return found


def facts_of(data: Data | None) -> Facts:
    """The facts that a record states for one item."""
    if not data:
        return NO_FACTS
    failures = data.get("failures")
    return Facts(
        numerator=decimal_of(data.get("numerator")),
        denominator=decimal_of(data.get("denominator")),
        value=decimal_of(data.get("value")),
        count=decimal_of(data.get("count")),
        level=data.get("level", ""),
        met=data.get("met"),
        failures=None if failures is None else {f["deduction"]: f["count"] for f in failures},
    )


def measured_facts(item: Item, unit: str, counted: Counted) -> Facts | None:
    """What metrics say for an item; None without a value.

    Both operands for a ratio, also where there is nothing to divide by; else the value. The numbers of cases
    that cost points come with it.
    """
    measure = counted.get((unit, item.metric)) if item.metric else None
    found = _main_facts(item, measure) if measure else None
    failures = _measured_cases(item, unit, counted)
    return replace(found, failures=failures) if found and failures is not None else found


def _main_facts(item: Item, measure: Measure) -> Facts | None:
    if item.method == "ratio" and len(measure.operands) >= 2:
        first, second = measure.operands[:2]
        is_told = measure.value is not None or not second.value
        return Facts(numerator=first.value, denominator=second.value) if is_told else None
    if measure.value is None:
        return None
    if item.method == "count":
        return Facts(count=measure.value)
    if item.method == "deduct" and len(item.deductions) == 1:
        (case,) = item.deductions
        return Facts(failures={case: int(measure.value)})
    return Facts(value=measure.value)


def _measured_cases(item: Item, unit: str, counted: Counted) -> Mapping[str, int] | None:
    """How often each case occurred that a metric counts, those that did not left out; None without one."""
    if not item.cases:
        return None
    measures = {case: counted.get((unit, metric)) for case, metric in item.cases.items()}
    return {case: int(m.value) for case, m in measures.items() if m and m.value}


def decimal_of(value: Any) -> Decimal | None:
    """A number as a record states it, or None where it does not."""
    return None if value is None else Decimal(value)


def rows_of(record: Record | None) -> Mapping[str, Data]:
    """Item -> what an evaluation says of it; empty without a record."""
    return {row["item"]: row for row in record.document.data["items"]} if record else {}


def peers_of(instrument: Instrument, facts: FactsOf) -> Mapping[str, tuple[Decimal, ...]]:
    """Item -> the values of all units, for items that are scored by rank."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    by_rank = {item.id for item in instrument.items if item.method == "rank"}
    for (_, item), one in facts.items():
        if item in by_rank and one.value is not None:
            found[item].append(one.value)
    return {item: tuple(values) for item, values in found.items()}
