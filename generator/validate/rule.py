"""What a rule is, and the engine that runs rules over a snapshot.

A rule is a pure function that yields findings: which record, which field, and the words that its message
needs. The engine adds code, severity, text and place. Places cost a second look at the file, so they are
asked for findings only. A rule never decides about severity at run time and never sees another rule.

Three shapes, from the widest to the narrowest view; the narrower, the cheaper: ``@rule`` sees the whole
snapshot, ``@record_rule`` one record alone, ``@passage_rule`` one piece of free text alone. The last two are
not run again over a record whose bytes are known to have passed them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from datetime import date
from types import MappingProxyType, ModuleType

from generator.model.diagnostic import Diagnostic, FieldPath, Problem, Severity
from generator.model.location import Location
from generator.model.record import Record
from generator.model.schema import Field, Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from .questions import lacks
from .values import Picker, picker


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken.

    field: keys and indexes from the record's root; () for the record as a whole.
    params: what the message's placeholders are filled with; a ``Text`` in each language's wording.
    at_key: point at the key instead of the value.
    related: records and fields that a reader should look at too, in order of importance.
    place: line and column of what stands in no field, such as a comment.
    """

    record: Record
    field: FieldPath = ()
    params: Mapping[str, object] = default(default_factory=lambda: MappingProxyType({}))
    at_key: bool = False
    related: tuple[tuple[Record, FieldPath], ...] = ()
    place: tuple[int, int] | None = None


Suspect = tuple[str, ...] | re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of free text of one record.

    as_of: the day of the snapshot. A passage that had nothing wrong on one day is not looked at again on a
        later one, so it may only excuse what lay in the future when it was written.
    """

    record: Record
    path: FieldPath
    field: Field
    text: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of fault and how to find it in a whole snapshot.

    whole: it is not asked while a record of one of these kinds is set aside, since what it misses, or what
        would excuse it, may stand there.
    """

    problem: Problem
    find: Callable[[Snapshot], Iterable[Finding]]
    whole: tuple[str, ...] = ()

    @property
    def function(self) -> Callable[..., object]:
        """The function that was decorated."""
        return self.find


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A kind of fault that shows in one record alone. kinds: the kinds it looks at, () for all."""

    problem: Problem
    kinds: tuple[str, ...]
    find: Callable[[Record, Schema], Iterable[Finding]]

    @property
    def function(self) -> Callable[..., object]:
        """The function that was decorated."""
        return self.find


@dataclass(frozen=True, slots=True)
class PassageRule:
    """A kind of fault that shows in one piece of free text alone.

    suspect: words of which one must be there, or a pattern; without it a passage is not looked at. Asked
        of all passages of a record at once first, since almost all records have nothing of the kind.
    find: yields the message's parameters, once for each fault.
    """

    problem: Problem
    suspect: Suspect
    find: Callable[[Passage], Iterable[Mapping[str, object]]]

    @property
    def function(self) -> Callable[..., object]:
        """The function that was decorated."""
        return self.find


AnyRule = Rule | RecordRule | PassageRule

BUG = Problem(
    "INT001",
    "broken-rule",
    Severity.ERROR,
    Text("规则 {rule} 自身出错：{error}", "Rule {rule} itself failed: {error}"),
    Text(
        "这是程序的缺陷，不是记录的错；请把这一行报告给维护者",
        "This is a bug of ours, not a fault of a record; please report this line",
    ),
    Text(
        "一条规则出错时，其余规则照常运行，但结果不完整，所以不发布。",
        "When a rule fails the others still run, but the outcome is incomplete, so nothing is published.",
    ),
)
PROBLEMS = (BUG,)


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    message: Text,
    hint: Text | None = None,
    whole: tuple[str, ...] = (),
) -> Callable[[Callable[[Snapshot], Iterable[Finding]]], Rule]:
    """Make a rule of a function over a snapshot; its docstring is the reason (see ``reason_of``)."""

    def wrap(function: Callable[[Snapshot], Iterable[Finding]]) -> Rule:
        return Rule(Problem(code, name, severity, message, hint, reason_of(function)), function, whole)

    return wrap


def record_rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    message: Text,
    hint: Text | None = None,
    kinds: tuple[str, ...] = (),
) -> Callable[[Callable[[Record, Schema], Iterable[Finding]]], RecordRule]:
    """Make a rule of a function over one record; it must depend on that record and its schema alone."""

    def wrap(function: Callable[[Record, Schema], Iterable[Finding]]) -> RecordRule:
        return RecordRule(Problem(code, name, severity, message, hint, reason_of(function)), kinds, function)

    return wrap


def passage_rule(
    code: str, name: str, severity: Severity, *, suspect: Suspect, message: Text, hint: Text | None = None
) -> Callable[[Callable[[Passage], Iterable[Mapping[str, object]]]], PassageRule]:
    """Make a rule of a function over one piece of text; *suspect* is what it must hold."""

    def wrap(function: Callable[[Passage], Iterable[Mapping[str, object]]]) -> PassageRule:
        problem = Problem(code, name, severity, message, hint, reason_of(function))
        return PassageRule(problem, suspect, function)

    return wrap


def reason_of(function: Callable[..., object]) -> Text | None:
    """Why the rule exists, from its docstring: an English paragraph, then a Chinese one."""
    paragraphs = [
        re.sub(r"\s*\n\s*", " ", p.strip()) for p in (function.__doc__ or "").split("\n\n") if p.strip()
    ]
    if len(paragraphs) < 2:
        return Text(paragraphs[0]) if paragraphs else None
    # Chinese lines are broken for the code's width only; a blank between two of them would be seen.
    zh = re.sub(r"(?<=[^\x00-\xff]) (?=[^\x00-\xff])", "", paragraphs[1])
    return Text(zh, paragraphs[0])


def rules_in(*modules: ModuleType) -> tuple[AnyRule, ...]:
    """The rules of the modules, in the order in which they are written."""
    return tuple(
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Rule | RecordRule | PassageRule)
    )


# Fields that hold a code of fixed form, whatever the kind; a field that is not named here is looked at.
_CODES = frozenset({"id", "item", "metric", "period", "checklist_digest", "division_code", "school_code"})
# Fields of an issued bulletin that hold digests, in which any digits may stand together.
_DIGESTS = frozenset(
    {
        "issued.commit",
        "issued.methods",
        "issued.metrics",
        "issued.grounds[].records",
        "issued.sha256.figures",
        "issued.sha256.text",
        "issued.sha256.grounds",
        "issued.sha256.whole",
    }
)


def is_free_text(field: Field) -> bool:
    """Is the field written by a person in words, and no code, choice, date or name of a record?"""
    if field.type not in ("string", "array") or field.fields:
        return False
    if field.name in _CODES or field.path in _DIGESTS:
        return False
    return not (field.choices or field.reference or field.format == "date")


def run_rules(snapshot: Snapshot, rules: Iterable[AnyRule]) -> tuple[Diagnostic, ...]:
    """Everything that *rules* find, in the order of reports. A rule that raises gives ``INT001``, once."""
    chosen = tuple(rules)
    found: list[Diagnostic] = []
    for one in chosen:
        if isinstance(one, Rule) and not lacks(snapshot, *one.whole):
            found.extend(_of_snapshot(one, snapshot))
    passages: dict[Suspect, list[PassageRule]] = {}
    for one in chosen:
        if isinstance(one, PassageRule):
            passages.setdefault(one.suspect, []).append(one)
    alone = [one for one in chosen if isinstance(one, RecordRule)]
    broken: set[str] = set()
    for kind, records in snapshot.kinds.items():
        if records and kind in snapshot.schemas:
            of_kind = [r for r in alone if not r.kinds or kind in r.kinds]
            found.extend(_of_kind(of_kind, passages, snapshot, kind, broken))
    return tuple(sorted(found, key=lambda d: d.order))


def _of_kind(
    alone: Iterable[RecordRule],
    passages: Mapping[Suspect, list[PassageRule]],
    snapshot: Snapshot,
    kind: str,
    broken: set[str],
) -> Iterator[Diagnostic]:
    """What the rules of one record and of one passage find in the records of a kind that are not clean."""
    schema = snapshot.schemas[kind]
    texts = picker(schema, is_free_text)
    for record in snapshot.of(kind):
        if record.document.clean:
            continue
        for rule in alone:
            # No function of its own: thousands of records pass through here twenty times each.
            try:
                for finding in rule.find(record, schema):
                    yield _stamped(rule.problem, finding)
            except Exception as error:  # noqa: BLE001 - whatever a rule does wrong, the others must run
                if rule.problem.code not in broken:
                    broken.add(rule.problem.code)
                    yield bug_of(rule.problem, rule.function, error, record)
        if passages:
            for found in _of_passages(passages, record, texts, snapshot.as_of, broken):
                yield _concealed(found) if schema.hides(found.field) else found


def _concealed(found: Diagnostic) -> Diagnostic:
    """The diagnostic without what it quotes: a report is read by more people than an internal field."""
    quoted = [v for name, v in found.params.items() if name != "title" and len(v) > 2]
    message, hint = found.message, found.hint
    for value in quoted:
        message = Text(message.zh.replace(value, "…"), message.to("en").replace(value, "…"))
        hint = hint and Text(hint.zh.replace(value, "…"), hint.to("en").replace(value, "…"))
    params = {name: "…" if value in quoted else value for name, value in found.params.items()}
    return replace(found, message=message, hint=hint, params=MappingProxyType(params))


def _of_snapshot(rule: Rule, snapshot: Snapshot) -> Iterator[Diagnostic]:
    try:
        for finding in rule.find(snapshot):
            yield _stamped(rule.problem, finding)
    except Exception as error:  # noqa: BLE001 - whatever a rule does wrong, the others must run
        yield bug_of(rule.problem, rule.function, error)


def _of_passages(
    rules: Mapping[Suspect, list[PassageRule]], record: Record, texts: Picker, as_of: date, broken: set[str]
) -> Iterator[Diagnostic]:
    found = [f for f in texts(record.document.data) if isinstance(f[2], str)]
    together = "\n".join([f[2] for f in found])
    for suspect, alike in rules.items():
        if not _holds(together, suspect):
            continue
        passages = [Passage(record, *f, as_of) for f in found if _holds(f[2], suspect)]
        for rule in alike:
            if rule.problem.code not in broken:
                yield from _of_passage(rule, record, passages, broken)


def _holds(text: str, suspect: Suspect) -> bool:
    if isinstance(suspect, tuple):
        for word in suspect:  # noqa: SIM110 - a generator costs more than the search
            if word in text:
                return True
        return False
    return suspect.search(text) is not None


def _of_passage(
    rule: PassageRule, record: Record, passages: list[Passage], broken: set[str]
) -> Iterator[Diagnostic]:
    try:
        for passage in passages:
            for params in rule.find(passage):
                yield _stamped(rule.problem, Finding(record, passage.path, params))
    except Exception as error:  # noqa: BLE001 - whatever a rule does wrong, the others must run
        broken.add(rule.problem.code)
        yield bug_of(rule.problem, rule.function, error, record)


def _stamped(problem: Problem, finding: Finding) -> Diagnostic:
    record, place = finding.record, finding.place
    return problem.at(
        Location(record.path, *place) if place else record.locate(*finding.field, at_key=finding.at_key),
        record=record.key,
        field=finding.field,
        related=tuple(other.locate(*path) for other, path in finding.related),
        **finding.params,
    )


def bug_of(
    problem: Problem, function: Callable[..., object], error: Exception, record: Record | None = None
) -> Diagnostic:
    """What is said of a rule that raised instead of finding something."""
    code = function.__code__ if hasattr(function, "__code__") else None
    place = Location(function.__module__.replace(".", "/") + ".py", code.co_firstlineno if code else 1)
    return BUG.at(
        place,
        record=record.key if record else None,
        related=(Location(record.path),) if record else (),
        rule=f"{problem.code} {problem.name}",
        error=f"{type(error).__name__}: {error}"[:200],
    )
