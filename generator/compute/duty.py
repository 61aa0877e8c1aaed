"""How duties are found: a function for each sort, over the snapshot alone.

No pandas here or in ``duties/``: a check must be able to ask for what is late without paying for tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from generator.model.diagnostic import FieldPath
from generator.model.duty import Duty
from generator.model.record import Record
from generator.model.snapshot import Snapshot
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
    """One sort of duty and how it is found. warns: see ``Duty``."""

    kind: str
    label: Text
    find: Callable[[Snapshot], Iterable[Owed]]
    warns: bool = True

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
    kind: str, label: Text, *, warns: bool = True
) -> Callable[[Callable[[Snapshot], Iterable[Owed]]], DutySource]:
    """Make a sort of duty of the function below; it yields only what is still to be done."""

    def made(function: Callable[[Snapshot], Iterable[Owed]]) -> DutySource:
        return DutySource(kind, label, function, warns)

    return made


def duties_in(*modules: ModuleType) -> tuple[DutySource, ...]:
    """The sorts of duties of the modules, in the order in which they are written."""
    return tuple(v for module in modules for v in vars(module).values() if isinstance(v, DutySource))


def duties_of(snapshot: Snapshot, sources: Iterable[DutySource]) -> tuple[Duty, ...]:
    """Everything that is still to be done, by day, the major first, then by unit and sort."""
    found = (one for source in sources for one in source.duties(snapshot))
    return tuple(sorted(found, key=lambda d: (d.due, not d.major, d.unit, d.kind, d.record, str(d.field))))


def late_duties(snapshot: Snapshot, sources: Iterable[DutySource]) -> tuple[Duty, ...]:
    """What is late and has no rule of its own that says so: the duties that ``check`` warns of."""
    warning = (source for source in sources if source.warns)
    return tuple(d for d in duties_of(snapshot, warning) if d.due < snapshot.as_of)
