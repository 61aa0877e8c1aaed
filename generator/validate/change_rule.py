"""What a rule on a change is, and the engine that runs such rules over both sides.

Rules of ``validate/rules`` judge one state. Some promises can only be broken between two: that an id never
disappears, that nothing of the past changes silently. A change rule is a pure function over a ``Proposal``
that yields findings; the engine adds code, severity and text. It never sees another rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType

from generator.model.change import Change, RecordChange
from generator.model.diagnostic import Diagnostic, FieldPath, Problem, Severity
from generator.model.location import Location
from generator.model.record import key_of
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .rule import bug_of, reason_of

Places = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a change itself does not say.

    author: the login of whoever puts it forward, "" where nobody said. labels: what reviewers set on it.
    """

    author: str = ""
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that is put forward.

    base, head: its two sides, drafts included. problems: of both sides, code and record of every error,
        those that are tolerated included.
    """

    base: Snapshot
    head: Snapshot
    change: Change
    circumstances: Circumstances = field(default_factory=Circumstances)
    problems: tuple[Places, Places] = (frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class ChangeFinding:
    """One place where a rule on changes is broken; made by ``on_record`` and ``on_file``.

    place: in the head; in the base where the file is gone. record: key, None for what is no record.
    """

    place: Location
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    record: str | None = None
    field: FieldPath = ()
    related: tuple[Location, ...] = ()


def on_record(
    change: RecordChange,
    path: FieldPath = (),
    params: Mapping[str, object] | None = None,
    related: tuple[Location, ...] = (),
) -> ChangeFinding:
    """A finding at a field of a record that changed, or at the record as a whole."""
    document = change.after or change.before
    place = document.locate(*path) if document else Location(change.path)
    return ChangeFinding(place, params or {}, change.key, path, related)


def on_file(path: str, params: Mapping[str, object] | None = None) -> ChangeFinding:
    """A finding on a file as a whole."""
    record = key_of(path) if path.startswith("records/") else None
    return ChangeFinding(Location(path), params or {}, record)


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """A kind of fault that only a change can have."""

    problem: Problem
    find: Callable[[Proposal], Iterable[ChangeFinding]]

    @property
    def function(self) -> Callable[..., object]:
        """The function that was decorated."""
        return self.find


def change_rule(
    code: str, name: str, severity: Severity, *, message: Text, hint: Text
) -> Callable[[Callable[[Proposal], Iterable[ChangeFinding]]], ChangeRule]:
    """Make a rule of a function over a proposal; its docstring is the reason (see ``rule.reason_of``)."""

    def wrap(function: Callable[[Proposal], Iterable[ChangeFinding]]) -> ChangeRule:
        return ChangeRule(Problem(code, name, severity, message, hint, reason_of(function)), function)

    return wrap


def change_rules_in(*modules: ModuleType) -> tuple[ChangeRule, ...]:
    """The rules of the modules, in the order in which they are written."""
    return tuple(v for module in modules for v in vars(module).values() if isinstance(v, ChangeRule))


def run_change_rules(proposal: Proposal, rules: Iterable[ChangeRule]) -> tuple[Diagnostic, ...]:
    """Everything that *rules* find, in the order of reports. A rule that raises gives ``INT001``, once."""
    found = (d for one in rules for d in _found(one, proposal))
    return tuple(sorted(found, key=lambda d: d.order))


def _found(rule: ChangeRule, proposal: Proposal) -> Iterator[Diagnostic]:
    try:
        for f in rule.find(proposal):
            yield rule.problem.at(f.place, record=f.record, field=f.field, related=f.related, **f.params)
    except Exception as error:  # noqa: BLE001 - whatever a rule does wrong, the others must run
        yield bug_of(rule.problem, rule.function, error)
