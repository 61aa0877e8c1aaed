"""What of the six batches and of the budgets is there in a year: asked by rules, duties and demands.

Records are read optionally, since an old revision's may lack a field.
"""

from __future__ import annotations

from collections.abc import Iterator

from .record import Record
from .schema import Choice
from .snapshot import Snapshot
from .standing import county_of, units_asked


def batches(snapshot: Snapshot) -> tuple[Choice, ...]:
    """The six batches as the schema names them; none where a revision has no such kind."""
    schema = snapshot.schemas.get("projects")
    return schema.choices("batch") if schema else ()


def projects_of(snapshot: Snapshot, year: int) -> dict[str, dict[str, list[Record]]]:
    """Unit -> batch -> its records of *year* that count; a county has those of its units too."""
    found: dict[str, dict[str, list[Record]]] = {}
    for record in snapshot.active("projects"):
        data = record.document.data
        if data.get("year") == year and "unit" in data:
            county = county_of(snapshot, data["unit"])
            for unit in {data["unit"], county.id if county else data["unit"]}:
                found.setdefault(unit, {}).setdefault(data.get("batch", ""), []).append(record)
    return found


def batches_missing(snapshot: Snapshot, year: int) -> Iterator[tuple[Record, tuple[Choice, ...]]]:
    """The units from which all six are asked, each with those that it has nothing of, where there are any."""
    known = batches(snapshot)
    present = projects_of(snapshot, year) if known else {}
    for unit in units_asked(snapshot, "projects", f"{year}-12-31") if known else ():
        missing = tuple(b for b in known if b.value not in present.get(unit.id, ()))
        if missing:
            yield unit, missing


def budgets_of(snapshot: Snapshot, year: int) -> dict[str, Record]:
    """Unit -> its budget of *year*."""
    return {
        record.document.data.get("unit", ""): record
        for record in snapshot.active("budgets")
        if record.document.data.get("year") == year
    }


def budgets_missing(snapshot: Snapshot, year: int) -> Iterator[Record]:
    """The units from which a budget of *year* is asked and that have none on record."""
    if "budgets" in snapshot.schemas:
        have = budgets_of(snapshot, year)
        for unit in units_asked(snapshot, "budgets", f"{year}-12-31"):
            if unit.id not in have:
                yield unit
