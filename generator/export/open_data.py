"""Every record and every computed figure as tables to take along: CSV for spreadsheets, JSON for programs.

The schemas decide what leaves: a field without a schema, or one marked internal, has no column. Nested lists
become tables of their own that name the record and the place in it. CSV carries a byte order mark, because
Excel and WPS read Chinese as GBK without one, and programs know to skip it; its header holds the stable field
names, whose titles stand in the JSON beside it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import islice
from json.encoder import encode_basestring
from typing import Any

from generator.model.artifact import Artifact
from generator.model.consent import PERSONAL, UNDISCLOSED, name_is_public
from generator.model.record import COUNTED, Record, is_counted
from generator.model.results import Measure, Results
from generator.model.schema import Field, Schema
from generator.model.snapshot import Revision, Snapshot
from generator.model.table import Column, Row, Rows, Table, Value, safe_cell
from generator.model.text import Text

from .interviews import interview_counts
from .nominations import nomination_counts

FORMAT = 1
FOLDER = "data"
_SEPARATOR = ";"
_PORTION = 1000  # rows that are held at a time
# A table for each kind that is public as counts alone.
_COUNTS = {"interviews": interview_counts, "nominations": nomination_counts}

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_encode = json.JSONEncoder(ensure_ascii=False).encode


def tables(snapshot: Snapshot, results: Results) -> tuple[Table, ...]:
    """All tables: the records kind by kind with their nested lists, then what was computed."""
    labels = _Labels(snapshot)
    found: list[Table] = []
    for kind, schema in snapshot.schemas.items():
        if kind in COUNTED:
            found.append(_COUNTS[kind](snapshot))
            continue
        records = snapshot.of(kind)
        for sheet in _sheets(schema):
            count = sum(1 for record in records for _ in sheet.elements(record))
            rows = Rows(count, partial(_rows, sheet, records, labels))
            keys = tuple(r.key for r in records) if sheet.parent is None else ()
            found.append(Table(sheet.id, sheet.title, sheet.description, sheet.all_columns(), rows, keys))
    return (
        *found,
        _conclusions(results),
        _measures(snapshot, results),
        _rankings(snapshot, results),
        _fulfilments(snapshot, results),
        _duties(snapshot, results),
    )


def _rows(sheet: _Sheet, records: Iterable[Record], labels: _Labels) -> Iterator[Row]:
    return (row for record in records for row in sheet.rows(record, labels))


def artifacts(
    tables: Iterable[Table], *, revision: Revision | None = None, as_of: date | None = None
) -> Iterator[Artifact]:
    """Each table as ``data/<id>.csv`` and ``.json``, then ``data/index.json`` with the digest of each."""
    entries = []
    for table in tables:
        as_csv, as_json = written(table)
        files = (
            Artifact(f"{FOLDER}/{table.id}.csv", as_csv, table.records),
            Artifact(f"{FOLDER}/{table.id}.json", as_json, table.records),
        )
        yield from files
        entries.append(
            {
                **_described(table),
                "rows": len(table.rows),
                "columns": len(table.columns),
                "files": [
                    {"path": f.path, "bytes": len(f.content), "sha256": hashlib.sha256(f.content).hexdigest()}
                    for f in files
                ],
            }
        )
    index: dict[str, Any] = {"format": FORMAT}
    if revision is not None:
        index |= {"commit": revision.commit, "dirty": revision.dirty}
    if as_of is not None:
        index["as_of"] = as_of.isoformat()
    yield Artifact(f"{FOLDER}/index.json", _escaped(_encode({**index, "tables": entries})))


def written(table: Table) -> tuple[bytes, bytes]:
    """A table as CSV and as JSON. Its rows are gone through once, and held in portions only.

    CSV: UTF-8 with a byte order mark, RFC 4180, field names in the first row; no cell can act as a formula.
    JSON: ``{"format", "table", "columns", "rows"}``, a row a line; numbers keep their digits; safe in HTML.
    """
    columns = [{"name": c.name, "title": _both(c.title), "unit": c.unit} for c in table.columns]
    head = f'{{"format":{FORMAT},"table":{_encode(_described(table))},"columns":{_encode(columns)},"rows":['
    as_csv, as_json = io.BytesIO(), io.BytesIO()
    as_csv.write(_csv_lines([[column.name for column in table.columns]]).encode("utf-8-sig"))
    as_json.write(_escaped(f"{head}\n"))
    rows, comma = iter(table.rows), ""
    while portion := list(islice(rows, _PORTION)):
        as_csv.write(_csv_lines(map(_csv_cell, row) for row in portion).encode())
        lines = ",\n".join([f"[{','.join(map(_json_cell, row))}]" for row in portion])
        as_json.write(_escaped(f"{comma}{lines}"))
        comma = ",\n"
    as_json.write(b"\n]}\n")
    return as_csv.getvalue(), as_json.getvalue()


def _csv_lines(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _csv_cell(value: Value) -> str:
    if isinstance(value, str):
        return safe_cell(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _json_cell(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)  # what _encode does with it, without its preparations
    if value is None:
        return "null"
    return format(value, "f") if isinstance(value, Decimal) else _encode(value)


def _escaped(text: str) -> bytes:
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text.encode()


def _described(table: Table) -> dict[str, Any]:
    return {"id": table.id, "title": _both(table.title), "description": _both(table.description)}


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


class _Labels:
    """What a reference is called, with the names that may not be shown taken out."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._as_of = snapshot.as_of
        self._naming = {kind: _naming_field(schema) for kind, schema in snapshot.schemas.items()}
        self._known: dict[tuple[str, str], str | None] = {}

    def is_hidden(self, record: Record) -> bool:
        """Must name and unit of the record stay out?"""
        return not name_is_public(record, self._as_of)

    def of(self, kind: str, id: str) -> str | None:
        """The public name or title of ``kind/id``; None where there is none."""
        key = (kind, id)
        if key not in self._known:
            record = self._snapshot.get(kind, id)
            name = self._naming.get(kind)
            if record and self.is_hidden(record):
                self._known[key] = UNDISCLOSED.zh
            else:
                self._known[key] = record.document.data.get(name) if record and name else None
        return self._known[key]


def _naming_field(schema: Schema) -> str | None:
    public = {f.name for f in schema.fields if not f.internal and f.type == "string"}
    return next((name for name in ("name", "title") if name in public), None)


# (a mapping with the field, is the record hidden?, labels) -> the cell
_Cell = Callable[[Mapping[str, Any], bool, _Labels], Value]


@dataclass(slots=True)
class _Sheet:
    """How one table is read from the records of a kind: its own columns below those that say where it is.

    via: keys from an element of the parent sheet (or from the record) to the list; () for the records.
    """

    id: str
    title: Text
    description: Text
    parent: _Sheet | None = None
    via: tuple[str, ...] = ()
    list_title: Text = field(default_factory=lambda: Text(""))
    columns: list[Column] = field(default_factory=list)
    cells: list[_Cell] = field(default_factory=list)
    has_id: bool = False

    def all_columns(self) -> tuple[Column, ...]:
        """Where the row stands, then what it says."""
        return (*self.place(), *self.columns)

    def place(self) -> tuple[Column, ...]:
        """The columns that say where a row stands: the record, the elements above it, its own number."""
        if self.parent is None:
            return (Column("id", Text("编号", "Id")),)
        above = self.parent.place() if self.parent.parent else (Column("record", Text("记录编号", "Record")),)
        if self.parent.parent and self.parent.has_id:
            name = Text(f"{self.parent.list_title.zh}编号", f"{self.parent.list_title.to('en')} id")
            above = (*above, Column(f"{self.parent.via[-1]}_id", name))
        number = Text(f"{self.list_title.zh}序号", f"{self.list_title.to('en')} number")
        return (*above, Column(f"{self.via[-1]}_number", number))

    def rows(self, record: Record, labels: _Labels) -> Iterator[tuple[Value, ...]]:
        """The rows of one record."""
        hidden = labels.is_hidden(record)
        for place, element in self.elements(record):
            yield (*place, *(cell(element, hidden, labels) for cell in self.cells))

    def elements(self, record: Record) -> Iterator[tuple[tuple[Value, ...], Mapping[str, Any]]]:
        """(values that say where, the mapping there); a plain value is wrapped as ``{"value": …}``."""
        if self.parent is None:
            yield (record.id,), record.document.data
            return
        for place, element in self.parent.elements(record):
            if self.parent.parent and self.parent.has_id:
                place = (*place, element.get("id"))
            for number, item in enumerate(_value_at(element, self.via) or (), 1):
                yield (*place, number), item if isinstance(item, dict) else {"value": item}


def _sheets(schema: Schema) -> tuple[_Sheet, ...]:
    """The table of a kind and those of its nested lists, parents first."""
    top = _Sheet(schema.kind, schema.title, schema.description)
    found = [top]
    _fill(top, [f for f in schema.fields if f.name != "id"], (), found)
    return tuple(found)


def _fill(sheet: _Sheet, fields: Iterable[Field], path: tuple[str, ...], found: list[_Sheet]) -> None:
    for each in fields:
        here = (*path, each.name)
        if each.internal:
            continue
        if each.type == "object":
            _fill(sheet, each.fields, here, found)
        elif each.type != "array":
            _add(sheet, each, here)
        elif each.fields or not (each.choices or each.reference):
            _add_list(sheet, each, here, found)
        else:
            _add(sheet, each, here)


def _add_list(sheet: _Sheet, each: Field, path: tuple[str, ...], found: list[_Sheet]) -> None:
    name = "-".join(path).replace("_", "-")
    title = Text(f"{sheet.title.zh}：{each.title.zh}", f"{sheet.title.to('en')}: {each.title.to('en')}")
    child = _Sheet(f"{sheet.id}-{name}", title, each.description, sheet, path, each.title)
    found.append(child)
    if each.fields:
        child.has_id = any(f.name == "id" and not f.internal for f in each.fields)
        _fill(child, each.fields, (), found)
    else:
        child.columns.append(Column("value", each.title, each.unit))
        child.cells.append(lambda element, _hidden, _labels: _plain(element["value"]))


def _add(sheet: _Sheet, each: Field, path: tuple[str, ...]) -> None:
    name = ".".join(path)
    hides = _tells_who(sheet, each, path)
    sheet.columns.append(Column(name, each.title, each.unit))
    sheet.cells.append(_cell(path, hides, _plain))
    if each.choices:
        titles = {choice.value: choice.title.zh for choice in each.choices}
        label = Text(f"{each.title.zh}（文字）", f"{each.title.to('en')} (words)")
        sheet.columns.append(Column(f"{name}_label", label))
        sheet.cells.append(_cell(path, hides, lambda value: _joined(value, titles.get)))
    elif each.reference:
        sheet.columns.append(
            Column(f"{name}_name", Text(f"{each.title.zh}（名称）", f"{each.title.to('en')} (name)"))
        )
        sheet.cells.append(_reference_cell(path, hides, each.reference))


def _tells_who(sheet: _Sheet, each: Field, path: tuple[str, ...]) -> bool:
    """Does the field say who somebody is? An expert's tables name units for the expert's sake alone."""
    top = sheet
    while top.parent:
        top = top.parent
    if top.id == "experts" and each.reference == "organizations":
        return True
    return sheet is top and path[0] in PERSONAL.get(top.id, ())


def _cell(path: tuple[str, ...], hides: bool, shown: Callable[[Any], Value]) -> _Cell:
    def cell(element: Mapping[str, Any], hidden: bool, _labels: _Labels) -> Value:
        return UNDISCLOSED.zh if hides and hidden else shown(_value_at(element, path))

    return cell


def _reference_cell(path: tuple[str, ...], hides: bool, kind: str) -> _Cell:
    def cell(element: Mapping[str, Any], hidden: bool, labels: _Labels) -> Value:
        if hides and hidden:
            return UNDISCLOSED.zh
        return _joined(_value_at(element, path), lambda target: labels.of(kind, target))

    return cell


def _joined(value: Any, title: Callable[[str], str | None]) -> Value:
    """The title of a code, or of each of a list of codes."""
    if value is None:
        return None
    return "；".join(title(v) or v for v in value) if isinstance(value, list) else title(value)


def _plain(value: Any) -> Value:
    """A scalar as it is; a list of codes in one cell."""
    if isinstance(value, list):
        return _SEPARATOR.join(map(str, value))
    if value is None or isinstance(value, str | int | Decimal | bool):
        return value
    raise TypeError(f"no cell for {type(value).__name__}")


def _value_at(element: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = element
    for key in path:
        value = value.get(key) if value is not None else None
    return value


_SUBJECT = (
    Column("subject", Text("单位编号", "Unit")),
    Column("subject_name", Text("单位名称", "Unit name")),
)


def _conclusions(results: Results) -> Table:
    columns = (
        Column("inspection", Text("督查编号", "Inspection")),
        Column("obtained", Text("得分", "Points obtained"), "分"),
        Column("applicable", Text("适用分值", "Points that applied"), "分"),
        Column("rate", Text("得分率", "Rate"), "%"),
        Column("grade", Text("等次", "Grade")),
        Column("red_failures", Text("触发否决的项目", "Items that forced the grade")),
        Column("method", Text("评定办法", "Method")),
    )
    rows = tuple(
        (c.inspection, c.obtained, c.applicable, c.rate, c.grade, _SEPARATOR.join(c.red_failures), c.method)
        for _, c in sorted(results.conclusions.items())
    )
    description = Text(
        "每次完成的督查得多少分、属于哪个等次", "Points and grade of every inspection that was done"
    )
    return Table("conclusions", Text("督查结论", "Conclusions"), description, columns, rows)


def _measures(snapshot: Snapshot, results: Results) -> Table:
    labels = _Labels(snapshot)
    columns = (
        Column("metric", Text("指标编号", "Metric")),
        Column("metric_name", Text("指标名称", "Metric name")),
        Column("metric_version", Text("指标版本", "Metric version")),
        *_SUBJECT,
        Column("period", Text("时期", "Period")),
        Column("value", Text("数值", "Value")),
        Column("unit", Text("计量单位", "Unit of measure")),
        Column("reason", Text("没有数值的原因", "Why there is no value")),
        Column("operands", Text("算式中的数", "Operands of the formula")),
        Column("evidence", Text("依据的记录数", "Records it rests on"), "条"),
    )
    description = Text(
        "每个指标在每个时期、对每个单位的数值，连同算式中的数；没有数值的写明原因",
        "Every metric for every unit and period with its operands, or the reason why there is no value",
    )
    rows = Rows(len(results.measures), partial(_measure_rows, results, labels))
    return Table("measures", Text("指标数值", "Measures"), description, columns, rows)


def _measure_rows(results: Results, labels: _Labels) -> Iterator[Row]:
    for m in sorted(results.measures.values(), key=lambda m: (m.period.order, m.metric, m.subject)):
        metric = results.metrics[m.metric]
        yield (
            m.metric,
            metric.title.zh,
            metric.version,
            m.subject,
            labels.of("organizations", m.subject),
            str(m.period),
            m.value,
            metric.unit,
            m.reason.zh if m.reason else None,
            _operands(m),
            len(m.evidence),
        )


def _operands(measure: Measure) -> str:
    return "；".join(f"{o.name.zh}={o.value:f}" for o in measure.operands)


def _rankings(snapshot: Snapshot, results: Results) -> Table:
    labels = _Labels(snapshot)
    columns = (
        Column("ranking", Text("评价结果编号", "Ranking")),
        Column("period", Text("时期", "Period")),
        Column("method", Text("评定办法", "Method")),
        Column("rank", Text("名次", "Rank")),
        Column("tied", Text("并列", "Tied")),
        *_SUBJECT,
        Column("total", Text("总分", "Total")),
        Column("previous", Text("上期名次", "Previous rank")),
        Column("reason", Text("未排位次的原因", "Why not ranked")),
        Column("weighted", Text("计入总分的指标", "What makes up the total")),
    )
    rows = tuple(
        (
            ranking.id,
            str(ranking.period),
            ranking.method or None,
            row.rank,
            row.tied,
            row.subject,
            labels.of("organizations", row.subject),
            row.total,
            row.previous,
            row.reason.zh if row.reason else None,
            _weighted(ranking.weights, row.measures),
        )
        for ranking in results.rankings
        for row in ranking.rows
    )
    description = Text(
        "每份评价结果的每一行，包括未排位次的单位及其原因",
        "Every row of every ranking, with the units that are not ranked and why",
    )
    return Table("rankings", Text("评价结果", "Rankings"), description, columns, rows)


def _fulfilments(snapshot: Snapshot, results: Results) -> Table:
    labels = _Labels(snapshot)
    columns = (
        Column("year", Text("年度", "Year")),
        Column("mechanism", Text("机制", "Mechanism")),
        Column("demand", Text("要求编号", "Demand")),
        Column("demand_name", Text("要求", "What is demanded")),
        *_SUBJECT,
        Column("state", Text("状态", "State")),
        Column("reason", Text("情况", "What is there or missing")),
        Column("rules", Text("核对规则", "Rules")),
        Column("evidence", Text("依据的记录", "Records it rests on")),
    )
    rows = tuple(
        (
            one.year,
            info.mechanism.value.zh,
            one.demand,
            info.words.zh,
            one.unit,
            labels.of("organizations", one.unit),
            one.state.value.zh,
            one.reason.zh,
            _SEPARATOR.join(info.rules),
            _SEPARATOR.join(key for key in one.evidence if not is_counted(key)),
        )
        for one in results.fulfilments
        for info in (results.demands[one.demand],)
    )
    description = Text(
        "五个机制的每条要求对每个单位、每个年度的落实情况和依据",
        "Every demand of the five mechanisms for every unit and year, with the records behind it",
    )
    return Table("fulfilments", Text("五个机制落实情况", "The five mechanisms"), description, columns, rows)


def _duties(snapshot: Snapshot, results: Results) -> Table:
    labels = _Labels(snapshot)
    columns = (
        Column("due", Text("期限", "Last day")),
        Column("days", Text("距今天数，逾期为负", "Days left, negative once late"), "天"),
        *_SUBJECT,
        Column("kind", Text("类别", "Sort")),
        Column("kind_label", Text("类别（文字）", "Sort (words)")),
        Column("title", Text("事项", "What is to be done")),
        Column("major", Text("重大", "Major")),
        Column("record", Text("依据的记录", "Record that says so")),
    )
    rows = tuple(
        (
            duty.due.isoformat(),
            duty.days(snapshot.as_of),
            duty.unit,
            labels.of("organizations", duty.unit),
            duty.kind,
            duty.label.zh,
            duty.title.zh,
            duty.major,
            duty.record,
        )
        for duty in results.duties
    )
    description = Text(
        "还要做的每件事、由哪个单位做、哪一天到期；逾期的在前",
        "What is still to be done, by which unit and by when; late ones first",
    )
    return Table("duties", Text("到期事项", "Deadlines"), description, columns, rows)


def _weighted(weights: Mapping[str, Decimal], measures: Mapping[str, Measure]) -> str:
    """``metric=value×weight`` of every metric that counts; ``–`` where it has no value."""
    parts = []
    for metric, weight in weights.items():
        measure = measures.get(metric)
        if weight > 0:
            value = measure.value if measure else None
            parts.append(f"{metric}={'–' if value is None else format(value, 'f')}×{weight:f}")
    return "；".join(parts)
