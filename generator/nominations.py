"""The conductor of nominations: what officers see of each, and the awards that an issued notice leads to.

Like ``bulletins``, steps on top of ``pipeline``; stages are imported where they are needed, nothing prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .entries import new_record
from .model.artifact import Artifact
from .model.commendation import UNIT, Eligibility, accepted, awards_of, competing
from .model.errors import GeneratorError
from .model.record import Record
from .model.snapshot import Snapshot
from .model.standing import below
from .model.text import Text
from .pipeline import Checked, assess


def judged(checked: Checked, year: int | None, unit: str | None) -> tuple[Eligibility, ...]:
    """Every nomination of *year*, of *unit* and all below it, with its conditions; all where not given.

    Newest year first, then by recommending unit, kind and its order.
    """
    from .compute.eligibility import eligibility

    snapshot = checked.snapshot
    units = below(snapshot, unit) if unit else None
    chosen = [
        r
        for r in snapshot.active("nominations")
        if (year is None or r.document.data["year"] == year)
        and (units is None or r.document.data["unit"] in units)
    ]
    return eligibility(snapshot, assess(checked).evaluations, sorted(chosen, key=_order))


def _order(record: Record) -> tuple[Any, ...]:
    data = record.document.data
    told = data["recommended"]
    return -data["year"], told["by"], data["kind"] != UNIT, told["order"], record.id


def page(snapshot: Snapshot, found: tuple[Eligibility, ...]) -> Artifact:
    """The same as a page of its own, for officers alone: it is written where they say and never published."""
    from .render.officers import officers_page

    return Artifact("nominations.html", officers_page(snapshot, found).encode())


def awards(checked: Checked, year: int) -> tuple[Artifact, ...]:
    """The files of the awards that the issued notice of *year* leads to and that are not entered yet.

    Nobody is taken to have agreed to be named: that is entered once they have said so in writing.
    GeneratorError where no notice of that year was issued.
    """
    snapshot = checked.snapshot
    notice = _notice(snapshot, year)
    if notice is None:
        raise GeneratorError(
            Text(f"{year} 年度的表扬通报还没有印发", f"No notice for {year} was issued yet"),
            Text(
                "先起草、公示、印发：generator bulletin draft --kind commendation",
                "Draft and issue it first: generator bulletin draft --kind commendation",
            ),
        )
    return tuple(
        new_record(snapshot, snapshot.schemas["awards"], data) for data in _awards(checked, year, notice)
    )


def _notice(snapshot: Snapshot, year: int) -> Record | None:
    """The notice of a year's commendation that was issued first and is in force."""
    kinds = {r.id for r in snapshot.of("bulletin-kinds") if r.document.data["source"] == "commendation"}
    found = [
        r
        for r in snapshot.active("bulletins")
        if "issued" in (data := r.document.data)
        and data["bulletin_kind"] in kinds
        and data["period"] == str(year)
    ]
    return min(found, key=lambda r: r.document.data["issued"]["signed_on"], default=None)


def _awards(checked: Checked, year: int, notice: Record) -> Iterator[dict[str, Any]]:
    from .export.draft import next_id

    snapshot, issued = checked.snapshot, notice.document.data["issued"]
    taken = [r.id for r in checked.whole.of("awards")]
    done = set(snapshot.once(awards_of)) | {r.document.data.get("nomination") for r in snapshot.of("awards")}
    shown = _publicity(snapshot, notice)
    for (_, kind), records in snapshot.once(competing).items():
        for record in accepted(records):
            told = record.document.data
            if told["year"] != year or record.id in done:
                continue
            name = next_id(taken, f"a-{year}-{'unit' if kind == UNIT else 'person'}-", 2)
            taken.append(name)
            person = {"person": told["person"], "post": told["office"]} if "person" in told else {}
            consent = {"consent": False} if person else {}
            yield {
                "id": name,
                **{field: told[field] for field in ("year", "kind", "unit")},
                **person,
                "notice": {"number": issued["number"], "issued_on": issued["signed_on"]},
                "public_notice": shown,
                "merit": told["merit"],
                **consent,
                "nomination": record.id,
                **({"sample": True} if record.is_sample else {}),
            }


def _publicity(snapshot: Snapshot, notice: Record) -> dict[str, str]:
    """First and last day of the publicity before *notice*; GeneratorError where none is on record."""
    data = notice.document.data
    held = [
        one
        for r in snapshot.active("publicity")
        if (one := r.document.data)["bulletin_kind"] == data["bulletin_kind"]
        and one["period"] == data["period"]
    ]
    if not held:
        raise GeneratorError(
            Text(f"「{notice.id}」的公示还没有登记", f"The publicity before {notice.id} is not on record"),
            Text("在 records/publicity/ 里登记起止日期", "Enter its days in records/publicity/"),
        )
    return {"from": min(one["from"] for one in held), "to": max(one["to"] for one in held)}
