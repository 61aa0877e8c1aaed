"""How duties are found: a function for each sort, over the snapshot alone.

No pandas here or in ``duties/``: a check must be able to ask for what is late without paying for tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import ModuleType

from generator.model.diagnostic import FieldPath
from generator.model.duty import Duty
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of
from generator.model.text import Text


@dataclass(frozen=True, slots=True)
class Owed:
    """What a duty function yields: whose duty, by when, what, and the record (and field) that says so.

    major: see ``Duty``.
    """

    unit: str
    due: str
    title: Text
    record: Record
    field: FieldPath = ()
    major: bool = False


@dataclass(frozen=True, slots=True)
class DutySource:
    """One sort of duty and how it is found.

    warns: see ``Duty``. is_gathered: there may be hundreds, so a check says once for each county how many
    are late.
    """

    kind: str
    label: Text
    find: Callable[[Snapshot], Iterable[Owed]]
    warns: bool = True
    is_gathered: bool = False

    @property
    def function(self) -> Callable[..., object]:
        """The function that was decorated."""
        return self.find

    def duties(self, snapshot: Snapshot) -> Iterator[Duty]:
        """Every duty of this sort that is still open."""
        for owed in self.find(snapshot):
            yield Duty(
                self.kind, self.label, owed.unit, date.fromisoformat(owed.due), owed.title, owed.record.key,
                owed.field, self.warns, owed.major,
            )  # fmt: skip


def duty(
    kind: str, label: Text, *, warns: bool = True, is_gathered: bool = False
) -> Callable[[Callable[[Snapshot], Iterable[Owed]]], DutySource]:
    """Make a sort of duty of the function below; it yields only what is still to be done."""

    def made(function: Callable[[Snapshot], Iterable[Owed]]) -> DutySource:
        return DutySource(kind, label, function, warns, is_gathered)

    return made


def duties_in(*modules: ModuleType) -> tuple[DutySource, ...]:
    """The sorts of duties of the modules, in the order in which they are written."""
    return tuple(v for module in modules for v in vars(module).values() if isinstance(v, DutySource))


def duties_of(snapshot: Snapshot, sources: Iterable[DutySource]) -> tuple[Duty, ...]:
    """Everything that is still to be done, by day, the major first, then by unit and sort."""
    found = (one for source in sources for one in source.duties(snapshot))
    return tuple(sorted(found, key=lambda d: (d.due, not d.major, d.unit, d.kind, d.record, str(d.field))))


def late_duties(snapshot: Snapshot, sources: Iterable[DutySource]) -> tuple[Duty, ...]:
    """What is late and has no rule of its own that says so: the duties that ``check`` warns of.

    Of what is gathered, one for each county and sort stands for all: the oldest, saying how many there are.
    """
    warning = tuple(source for source in sources if source.warns)
    late = [d for d in duties_of(snapshot, warning) if d.due < snapshot.as_of]
    gathered = {source.kind for source in warning if source.is_gathered}
    groups: dict[tuple[str, str], list[Duty]] = {}
    for one in late:
        if one.kind in gathered:
            groups.setdefault((one.kind, _county(snapshot, one.unit)), []).append(one)
    counted = [d for d in late if d.kind not in gathered]
    counted += [_together(county, duties) for (_, county), duties in groups.items()]
    return tuple(sorted(counted, key=lambda d: (d.due, d.unit, d.kind)))


def _county(snapshot: Snapshot, unit: str) -> str:
    county = county_of(snapshot, unit)
    return county.id if county else unit


def _together(county: str, duties: list[Duty]) -> Duty:
    """The first of the duties, with the number of all, at the door of the county."""
    first, number = duties[0], len(duties)
    if number == 1:
        return first
    zh = first.title.zh.removeprefix(f"{first.label.zh}：")
    title = Text(
        f"{first.label.zh} {number} 项，最早的一项：{zh}",
        f"{first.label.to('en')}, {number} of them, the oldest: {first.title.to('en')}",
    )
    return replace(first, unit=county, title=title)
