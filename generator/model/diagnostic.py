"""What is wrong with a record, where, and what to do about it.

A ``Problem`` defines a kind of fault once (code, name, severity, wording, reason); each place
where it occurs is a ``Diagnostic``. Exceptions (``errors.py``) are for what no record is to blame for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from enum import IntEnum
from types import MappingProxyType

from .location import Location
from .text import Text

FieldPath = tuple[str | int, ...]


class Severity(IntEnum):
    """How much a diagnostic weighs. An error stops publication, a warning is shown, info is counted."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lower-case English word used in reports."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of fault: everything about it except where it stands.

    code: family letters and three digits, never reused (``YML003``).
    name: completes "allow …", lower-case with hyphens (``repeated-key``).
    message, hint: templates with ``{param}`` placeholders; the hint says the way out.
    reason: why this is refused, for the reference page.
    """

    code: str
    name: str
    severity: Severity
    message: Text
    hint: Text | None = None
    reason: Text | None = None

    def at(
        self,
        location: Location,
        *,
        record: str | None = None,
        field: FieldPath = (),
        related: tuple[Location, ...] = (),
        **params: object,
    ) -> Diagnostic:
        """This fault at *location*; *params* fill the templates."""
        return Diagnostic(
            code=self.code,
            name=self.name,
            severity=self.severity,
            location=location,
            message=self.message.format(**params),
            hint=self.hint.format(**params) if self.hint else None,
            record=record,
            field=field,
            params=MappingProxyType({k: str(v) for k, v in params.items()}),
            related=related,
        )


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault at one place.

    record: ``kind/id`` of the record at fault, None before it is known to be one.
    field: keys and indexes from the record's root to the value at fault.
    related: other places that a reader should look at, in order of importance.
    """

    code: str
    name: str
    severity: Severity
    location: Location
    message: Text
    hint: Text | None = None
    record: str | None = None
    field: FieldPath = ()
    params: Mapping[str, str] = default(default_factory=lambda: MappingProxyType({}))
    related: tuple[Location, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Identity without line numbers, so that a moved line is not a new problem."""
        return (self.code, self.location.path, self.field, tuple(sorted(self.params.items())))

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key: path, line, column, code, wording; the same on every machine."""
        return (self.location, self.code, self.message.zh)
