"""One document against its schema.

jsonschema-rs says first whether a document is valid at all, in microseconds. Only what is not is looked at
by ``jsonschema``, whose findings become diagnostics: one for each fault, at the value, the key or the parent
that a person has to change. Both see nothing outside the schema, the same dates and exact decimals; a test
holds their verdicts together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.model.diagnostic import Diagnostic, FieldPath, Problem, Severity
from generator.model.document import Document
from generator.model.period import is_day
from generator.model.schema import Field, Schema
from generator.model.text import Text

from .advice import (
    WANTED,
    choice_hint,
    closest_field,
    date_hint,
    masked,
    name_hint,
    pattern_hint,
    shown,
    type_hint,
)
from .values import Picker

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

HINT = Text("{hint}", "{hint}")


def _problem(number: int, name: str, message: Text, reason: Text) -> Problem:
    return Problem(f"STR{number:03}", name, Severity.ERROR, message, HINT, reason)


MISSING_FIELD = _problem(
    1,
    "missing-field",
    Text("{condition}缺少「{title}」（{name}）", "“{title}” ({name}) is missing{condition}"),
    Text("必填字段是页面、统计和核对都要用的。", "Pages, figures and checks rely on required fields."),
)
UNKNOWN_FIELD = _problem(
    2,
    "unknown-field",
    Text("不认识的字段「{name}」", "There is no field “{name}”"),
    Text("拼错的字段名若不报告，填的内容就丢失了。", "What stands under a misspelt name would be lost."),
)
WRONG_TYPE = _problem(
    3,
    "wrong-type",
    Text("「{title}」应为{wanted}，写的是{value}", "“{title}” should be {wanted}, not {value}"),
    Text(
        "数字、文字和列表写法不同，混用会算错或显示错。",
        "Numbers, text and lists are counted and shown differently.",
    ),
)
NOT_A_CHOICE = _problem(
    4,
    "not-a-choice",
    Text("「{title}」没有{value}这个选项", "“{title}” has no choice {value}"),
    Text("统一的选项才能汇总和比较。", "Only the same words can be counted together."),
)
WRONG_FORM = _problem(
    5,
    "wrong-form",
    Text("「{title}」的写法不对：{value}", "“{title}” is not written as it should be: {value}"),
    Text(
        "编号、代码和网址的写法固定，才能互相对应。", "Ids, codes and addresses match only if written alike."
    ),
)
NOT_A_DATE = _problem(
    6,
    "not-a-date",
    Text("「{title}」不是日期：{value}", "“{title}” is not a date: {value}"),
    Text("日期须真实存在，写法统一为 年-月-日。", "Dates must exist and be written year-month-day."),
)
WRONG_LENGTH = _problem(
    7,
    "wrong-length",
    Text("「{title}」{fault}", "“{title}” {fault}"),
    Text(
        "空的文字没有意义，过长的文字表格和页面放不下。",
        "Empty text says nothing; endless text fits no table.",
    ),
)
OUT_OF_RANGE = _problem(
    8,
    "out-of-range",
    Text("「{title}」{fault}，写的是{value}", "“{title}” {fault}, here it is {value}"),
    Text("超出范围的数字多半是笔误。", "A number outside the range is most likely a slip."),
)
WRONG_COUNT = _problem(
    9,
    "wrong-number-of-items",
    Text("「{title}」{fault}，现有 {count} 条", "“{title}” {fault}, here there are {count}"),
    Text("列表有规定的条数。", "The list has a stated number of entries."),
)
REPEATED_ITEM = _problem(
    10,
    "repeated-item",
    Text("「{title}」里重复写了{value}", "“{title}” has {value} twice"),
    Text("重复的内容会被重复统计。", "What stands twice would be counted twice."),
)
TOO_MANY_DECIMALS = _problem(
    11,
    "too-many-decimals",
    Text(
        "「{title}」最多 {decimals} 位小数，写的是{value}",
        "“{title}” has at most {decimals} decimals, not {value}",
    ),
    Text(
        "分数按规定的位数精确计算，不作舍入。", "Points are exact to the stated decimals and never rounded."
    ),
)
FORBIDDEN_COMBINATION = _problem(
    12,
    "forbidden-combination",
    Text("{condition}不能写「{title}」（{name}）", "“{title}” ({name}) must not be given{condition}"),
    Text("互相矛盾的内容无法判断以哪个为准。", "Of two contradicting fields nobody knows which one holds."),
)
OTHER_VIOLATION = _problem(
    13,
    "schema-violation",
    Text("「{title}」不符合模式的规定（{keyword}）", "“{title}” breaks the schema's “{keyword}”"),
    Text("模式对这一处另有规定。", "The schema asks for something else here."),
)
PROBLEMS: tuple[Problem, ...] = (
    MISSING_FIELD,
    UNKNOWN_FIELD,
    WRONG_TYPE,
    NOT_A_CHOICE,
    WRONG_FORM,
    NOT_A_DATE,
    WRONG_LENGTH,
    OUT_OF_RANGE,
    WRONG_COUNT,
    REPEATED_ITEM,
    TOO_MANY_DECIMALS,
    FORBIDDEN_COMBINATION,
    OTHER_VIOLATION,
)

# Of several faults of one value only the first is reported: the others follow from it.
# A ``None`` keyword is jsonschema's name for a subschema ``false``.
ORDER = (None, "type", "oneOf", "enum", "const", "format", "pattern")


def is_date(value: object) -> bool:
    """Is *value* a day (see ``is_day``)? What is no text is not judged here."""
    return not isinstance(value, str) or is_day(value)


def decimals_of(value: Decimal) -> int:
    """The number of decimals that *value* needs; closing zeros are not counted."""
    return len(format(value, "f").partition(".")[2].rstrip("0"))


def _counts_decimals(field: Field) -> bool:
    return field.type == "integer" or field.decimals is not None


def _is_exact(field: Field, value: object) -> bool:
    """Has a number the decimals that it may have? A whole number is written without a decimal point."""
    if not isinstance(value, Decimal):
        return True
    return field.type != "integer" and decimals_of(value) <= (field.decimals or 0)


class Checker:
    """Checks documents of one kind. Made once for a schema (`checker`), which costs more than a check."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._raw = dict(schema.raw)
        self._fields = {field.path: field for field in schema.walk()}
        self._numbers = Picker(schema.fields, _counts_decimals)
        self._judge = _judge(self._raw)
        self._item_judges: dict[int, jsonschema_rs.Draft202012Validator] = {}

    def is_valid(self, data: Any) -> bool:
        """The verdict alone, in microseconds."""
        return self._judge.is_valid(data) and all(_is_exact(f, value) for _, f, value in self._numbers(data))

    def check(self, document: Document, record: str | None = None) -> Iterator[Diagnostic]:
        """What is wrong with *document*; nothing where it is valid. record: its key, for the diagnostics."""
        if self.is_valid(document.data):
            return
        found = tuple(_Explanation(self, document, record).diagnostics())
        yield from found or (
            OTHER_VIOLATION.at(
                document.locate(),
                record=record,
                title=self.schema.title,
                keyword="?",
                hint=Text("核对整条记录"),
            ),
        )

    def field_at(self, path: FieldPath) -> Field | None:
        """The field at keys and indexes from the root, or None where the schema has none there."""
        return self._fields.get(_dotted(path))

    def fields_below(self, path: FieldPath) -> tuple[Field, ...]:
        """The fields that a group at *path* may have."""
        if not path:
            return self.schema.fields
        field = self.field_at(path)
        return field.fields if field else ()

    @cached_property
    def explainer(self) -> Validator:
        """The reference validator with our dates, decimals, and patterns that mean the same everywhere."""
        from jsonschema import (
            Draft202012Validator,
            FormatChecker,
            validators,
        )
        from referencing import Registry

        formats = FormatChecker(formats=())
        formats.checks("date")(is_date)
        types = Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer)
        keywords = {
            "items": self._failing_items,
            "pattern": _pattern,
            "properties": _properties,
            "x-decimals": _decimals,
        }
        cls = validators.extend(Draft202012Validator, validators=keywords, type_checker=types)
        made: Validator = cls(self._raw, format_checker=formats, registry=Registry())
        return made

    def _failing_items(
        self,
        validator: Any,
        items: Any,
        value: Any,
        schema: Any,  # noqa: ARG002 - jsonschema's signature
    ) -> Iterator[ValidationError]:
        """Like jsonschema's, without a look at entries that are fine: most of a long list is.

        What holds decimals is looked at anyway, since the quick verdict does not count them.
        """
        if not isinstance(value, list):
            return
        judge = self._item_judges.get(id(items))
        if judge is None:
            alone = {"$defs": self._raw.get("$defs", {}), **items} if isinstance(items, dict) else items
            judge = self._item_judges.setdefault(id(items), _judge(alone))
        for index, item in enumerate(value):
            if _has_decimal(item) or not judge.is_valid(item):
                yield from validator.descend(item, items, path=index)


_checkers: dict[tuple[str, str], Checker] = {}


def checker(schema: Schema) -> Checker:
    """The checker of a schema, made once for as long as the program runs."""
    key = (schema.kind, schema.blob)
    if key not in _checkers:
        _checkers[key] = Checker(schema)
    return _checkers[key]


def _judge(raw: Any) -> jsonschema_rs.Draft202012Validator:
    """The quick validator, closed to everything outside *raw*; imported where something has to be judged."""
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(
        raw,
        formats={"date": is_date},
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
    )


def _has_decimal(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_decimal(v) for v in value.values())
    return isinstance(value, Decimal) or (isinstance(value, list) and any(_has_decimal(v) for v in value))


def check_structure(document: Document, schema: Schema) -> Iterator[Diagnostic]:
    """What is wrong with one document."""
    return checker(schema).check(document)


def _dotted(path: FieldPath) -> str:
    dotted = ""
    for key in path:
        if isinstance(key, int):
            dotted += "[]"
        else:
            dotted += f".{key}" if dotted else key
    return dotted.removesuffix("[]") if dotted.endswith("[]") else dotted


def _is_integer(checker: object, value: object) -> bool:  # noqa: ARG001 - jsonschema's signature
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and value.is_integer()
    )


def _pattern(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ARG001
    """Like jsonschema's, but ``$`` is the very end: Python's also stands before a closing line break."""
    from jsonschema.exceptions import ValidationError

    whole = re.sub(r"(?<!\\)\$$", r"\\Z", pattern)
    if isinstance(value, str) and not re.search(whole, value):
        yield ValidationError(f"does not match {pattern}")


def _properties(validator: Any, properties: Any, value: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ARG001
    """Like jsonschema's, but a property that must not be there (``false``) is named by its path."""
    from jsonschema.exceptions import ValidationError

    for name in properties if isinstance(value, dict) else ():
        if name not in value:
            continue
        if properties[name] is False:
            yield ValidationError(
                "not allowed",
                validator=None,
                validator_value=None,
                instance=value[name],
                schema=False,
                path=(name,),
                schema_path=(name,),
            )
        else:
            yield from validator.descend(value[name], properties[name], path=name, schema_path=name)


def _decimals(validator: Any, most: int, value: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ARG001
    from jsonschema.exceptions import ValidationError

    if isinstance(value, Decimal) and decimals_of(value) > most:
        yield ValidationError(f"more than {most} decimals")


class _Explanation:
    """Turns jsonschema's errors about one document into diagnostics."""

    def __init__(self, checker: Checker, document: Document, record: str | None) -> None:
        self.checker = checker
        self.document = document
        self.record = record
        self.meant: set[FieldPath] = set()  # fields that stand there under a wrong name

    def diagnostics(self) -> Iterator[Diagnostic]:
        """One for each fault, in no particular order."""
        errors = self.errors()
        unknown = [e for e in errors if e.validator in ("additionalProperties", "unevaluatedProperties")]
        missing = [e for e in errors if e.validator == "required"]
        first: dict[FieldPath, ValidationError] = {}
        for error in sorted((e for e in errors if e not in unknown and e not in missing), key=_rank):
            first.setdefault(tuple(error.absolute_path), error)
        for error in unknown:
            yield from self.unknown_fields(error)
        yield from self.missing_fields(missing)
        for path, error in first.items():
            yield self.wrong_value(path, error)

    def errors(self) -> list[ValidationError]:
        """What jsonschema finds, without what lies below a value that must not be there at all."""
        found = list(self.checker.explainer.iter_errors(self.document.data))
        forbidden = {tuple(e.absolute_path) for e in found if e.validator is None}
        return [
            e
            for e in found
            if e.validator is None
            or not any(tuple(e.absolute_path)[:n] in forbidden for n in range(1, len(e.absolute_path) + 1))
        ]

    def unknown_fields(self, error: ValidationError) -> Iterator[Diagnostic]:
        """One diagnostic for each key that the schema does not have."""
        path = tuple(error.absolute_path)
        group: Mapping[str, Any] = error.instance
        known = self.checker.fields_below(path)
        names = {field.name for field in known} or set(error.schema.get("properties", ()))
        for name in group:
            if name in names:
                continue
            meant = closest_field(name, (f for f in known if f.name not in group))
            if meant:
                self.meant.add((*path, meant.name))
                hint = Text(
                    f"字段应写 {meant.name}（{meant.title.zh}）",
                    f"The field is {meant.name} ({meant.title.to('en')})",
                )
            else:
                left = "、".join(f.name for f in known if f.name not in group)
                hint = Text(f"删去它；还可以写的字段：{left}", f"Delete it; fields not used yet: {left}")
            at = (*path, name)
            where = self.document.locate(*at, at_key=True)
            key = masked(shown(name).zh[1:-1])
            yield UNKNOWN_FIELD.at(where, record=self.record, field=at, name=key, hint=hint)

    def missing_fields(self, errors: list[ValidationError]) -> Iterator[Diagnostic]:
        """One diagnostic for each field that is not there, however many parts of the schema ask for it."""
        told = set(self.meant)
        for error in sorted(errors, key=lambda e: "then" in e.absolute_schema_path):
            path = tuple(error.absolute_path)
            for name in error.validator_value:
                at = (*path, name)
                if name in error.instance or at in told:
                    continue
                told.add(at)
                field = self.checker.field_at(at)
                where = self.document.locate(*path)
                yield MISSING_FIELD.at(
                    where,
                    record=self.record,
                    field=at,
                    name=name,
                    title=field.title if field else Text(name),
                    condition=self.condition(error),
                    hint=_described(field, Text(f"补上 {name}。", f"Add {name}. ")),
                )

    def wrong_value(self, path: FieldPath, error: ValidationError) -> Diagnostic:
        """The diagnostic of a value that should be another one."""
        field = self.checker.field_at(path)
        hidden = self.checker.schema.hides(path) or bool(field and any(f.internal for f in field.walk()))
        value = shown(error.instance, hidden=hidden)
        title = field.title if field else Text(str(path[-1]) if path else self.checker.schema.title.zh)
        problem, params = self.fault(error, field)
        if hidden and isinstance(error.instance, str | int | Decimal):
            params.pop("hint", None)  # it may repeat the value
        known = {"title": title, "value": value, "hint": _described(field)}
        is_key = problem is FORBIDDEN_COMBINATION
        if problem is REPEATED_ITEM:
            return self.repeated(path, error, {**known, **params}, hidden=hidden)
        return problem.at(
            self.document.locate(*path, at_key=is_key), record=self.record, field=path, **{**known, **params}
        )

    def fault(self, error: ValidationError, field: Field | None) -> tuple[Problem, dict[str, Any]]:
        """The kind of fault and what its message needs beyond title, value and description."""
        keyword, value, limit = error.validator, error.instance, error.validator_value
        if keyword is None or keyword == "not":
            name = str(error.absolute_path[-1]) if error.absolute_path else ""
            away = Text("删去它，或改正前一个字段", "Delete it, or correct the other field")
            return FORBIDDEN_COMBINATION, {"name": name, "condition": self.condition(error), "hint": away}
        if keyword == "type":
            wanted = limit if isinstance(limit, str) else limit[0]
            is_date = wanted == "string" and field and field.format == "date"
            return WRONG_TYPE, _hinted(
                type_hint(wanted, value, field),
                wanted=WANTED.get("date" if is_date else wanted, Text(wanted)),
            )
        if keyword in ("oneOf", "enum", "const"):
            return NOT_A_CHOICE, _hinted(choice_hint(field, value) if field and field.choices else None)
        if keyword == "pattern":
            way = pattern_hint(limit, value)
            if way is None and field and field.reference:
                way = name_hint(field.reference, value)
            return WRONG_FORM, _hinted(_joined(way, field))
        if keyword == "format":
            return NOT_A_DATE, _hinted(date_hint(value))
        if keyword == "x-decimals":
            return TOO_MANY_DECIMALS, {"decimals": limit}
        if keyword in _BOUNDS:
            problem, fault = _BOUNDS[keyword]
            count = len(value) if isinstance(value, str | list) else 0
            return problem, {"fault": fault.format(limit=limit, count=count), "count": count}
        if keyword == "uniqueItems":
            return REPEATED_ITEM, {}
        return OTHER_VIOLATION, {"keyword": keyword}

    def repeated(
        self, path: FieldPath, error: ValidationError, params: dict[str, Any], *, hidden: bool
    ) -> Diagnostic:
        """The diagnostic at the second of two equal entries."""
        items = error.instance
        second = next((i for i, item in enumerate(items) if item in items[:i]), len(items) - 1)
        at = (*path, second)
        first = self.document.locate(*path, items.index(items[second]))
        return REPEATED_ITEM.at(
            self.document.locate(*at),
            record=self.record,
            field=at,
            related=(first,),
            **params
            | {
                "value": shown(items[second], hidden=hidden),
                "hint": Text("删去其中一个", "Delete one of the two"),
            },
        )

    def condition(self, error: ValidationError) -> Text:
        """「状态」为「已完成」时, for what is asked under an ``if``; empty for what is always asked."""
        steps = list(error.absolute_schema_path)
        branch = max((i for i, step in enumerate(steps) if step == "then"), default=-1)
        test = _walk(self.checker.schema.raw, steps[:branch]).get("if", {}) if branch >= 0 else {}
        names = tuple(test.get("properties", ())) if isinstance(test, dict) else ()
        below = sum(1 for i, step in enumerate(steps[branch:]) if _descends(steps[branch:], i, step))
        path = tuple(error.absolute_path)
        base = path[: len(path) - below]
        group: Any = self.document.data
        for key in base:
            group = group[key]
        phrases = [self._phrase((*base, name), group[name]) for name in names if name in group]
        if not phrases:
            return Text("", "")
        return Text("且".join(p.zh for p in phrases) + "时", " where " + " and ".join(p.en for p in phrases))

    def _phrase(self, path: FieldPath, value: Any) -> Text:
        field = self.checker.field_at(path)
        choices = field.choices if field else ()
        title = field.title if field else Text(str(path[-1]))
        label = next((c.title for c in choices if c.value == value), Text(str(value)))
        return Text(f"「{title.zh}」为「{label.zh}」", f"“{title.to('en')}” is “{label.to('en')}”")


_BOUNDS: Mapping[str, tuple[Problem, Text]] = {
    "minLength": (
        WRONG_LENGTH,
        Text("至少 {limit} 个字，现有 {count} 个", "has {count} characters, fewer than {limit}"),
    ),
    "maxLength": (
        WRONG_LENGTH,
        Text("最多 {limit} 个字，现有 {count} 个", "has {count} characters, more than {limit}"),
    ),
    "minimum": (OUT_OF_RANGE, Text("不能小于 {limit}", "must not be below {limit}")),
    "maximum": (OUT_OF_RANGE, Text("不能大于 {limit}", "must not be above {limit}")),
    "exclusiveMinimum": (OUT_OF_RANGE, Text("必须大于 {limit}", "must be above {limit}")),
    "exclusiveMaximum": (OUT_OF_RANGE, Text("必须小于 {limit}", "must be below {limit}")),
    "multipleOf": (OUT_OF_RANGE, Text("必须是 {limit} 的倍数", "must be a multiple of {limit}")),
    "minItems": (WRONG_COUNT, Text("至少要有 {limit} 条", "needs at least {limit} entries")),
    "maxItems": (WRONG_COUNT, Text("最多 {limit} 条", "has at most {limit} entries")),
}


def _rank(error: ValidationError) -> int:
    keyword: Any = error.validator
    return ORDER.index(keyword) if keyword in ORDER else len(ORDER)


def _described(field: Field | None, before: Text | None = None) -> Text:
    """The field's description, with something *before* it."""
    start = before or Text("", "")
    if not field:
        return start
    return Text(start.zh + field.description.zh, start.to("en") + field.description.to("en"))


def _joined(hint: Text | None, field: Field | None) -> Text | None:
    if hint is None or field is None:
        return hint
    return _described(field, Text(f"{hint.zh}；", f"{hint.en}. "))


def _hinted(hint: Text | None, **params: Any) -> dict[str, Any]:
    return params | ({"hint": hint} if hint else {})


def _walk(raw: Mapping[str, Any], steps: list[str | int]) -> Mapping[str, Any]:
    """The subschema that *steps* lead to; jsonschema leaves ``$ref`` out of them."""
    node: Any = raw
    for step in steps:
        if isinstance(node, dict) and step not in node and "$ref" in node:
            node = raw["$defs"][str(node["$ref"]).rpartition("/")[2]]
        node = node[step]
    return node if isinstance(node, Mapping) else {}


def _descends(steps: list[str | int], index: int, step: str | int) -> bool:
    """Does this step of a schema path lead into a value, rather than to another part of the schema?"""
    if index and steps[index - 1] == "properties":
        return True
    return step == "items"
