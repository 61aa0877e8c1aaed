"""Tables for others: complete, safe in a spreadsheet, and silent about what is internal."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.export.open_data import artifacts, tables, written
from generator.model.document import Document, SourceFile
from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import Conclusion, Measure, MetricInfo, Operand, Ranking, RankingRow, Results
from generator.model.schema import Choice, Field, Schema
from generator.model.snapshot import Revision, Snapshot
from generator.model.table import Column, Table, Value
from generator.model.text import Text
from generator.read.schemas import read_schemas

ROOT = Path(__file__).parents[2]
NOTHING = Results({}, (), {}, (), {})


class SchemaFiles:
    """The repository's own schemas as a source."""

    def files(self, *_folders: str) -> Iterator[SourceFile]:
        for path in sorted((ROOT / "schemas").iterdir()):
            yield SourceFile(f"schemas/{path.name}", content=path.read_bytes())


SCHEMAS, _ = read_schemas(SchemaFiles())


def snapshot_of(**kinds: list[dict[str, Any]]) -> Snapshot:
    """A snapshot under the repository's schemas; a record without ``id`` is called after its kind."""
    records = {
        kind: {
            data.get("id", kind): Record(kind, data.get("id", kind), Document("x.yml", data))
            for data in every
        }
        for kind, every in kinds.items()
    }
    return Snapshot(Revision("c" * 40), date(2026, 1, 1), SCHEMAS, records)


def table(snapshot: Snapshot, id: str, results: Results = NOTHING) -> list[dict[str, Value]]:
    """The rows of one table as mappings without their empty cells."""
    found = next(t for t in tables(snapshot, results) if t.id == id)
    names = [c.name for c in found.columns]
    return [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in found.rows]


SCHOOL = {"id": "s-1", "name": "第一中学", "level": "school", "stage": "senior"}


def test_scalar_fields_become_columns_with_words_beside_codes() -> None:
    """An officer reads 高中, a program reads the code; both stand in the row."""
    award = {
        "id": "a-1", "year": 2025, "kind": "advanced_unit", "unit": "s-1",
        "notice": {"number": "甲教〔2025〕1号", "issued_on": "2025-03-01"},
    }  # fmt: skip
    rows = table(snapshot_of(organizations=[SCHOOL], awards=[award]), "awards")
    assert rows == [
        {
            "id": "a-1",
            "year": 2025,
            "kind": "advanced_unit",
            "kind_label": SCHEMAS["awards"].field("kind").choices[0].title.zh,
            "unit": "s-1",
            "unit_name": "第一中学",
            "notice.number": "甲教〔2025〕1号",
            "notice.issued_on": "2025-03-01",
        }
    ]


def test_nested_lists_are_tables_that_name_their_place() -> None:
    """A row of a part of a part says in which record, section and item it stands."""
    item = {"id": "i-1", "text": "双人双锁", "points": Decimal("2.50"), "evidence": ["台账", "照片"]}
    checklist = {
        "id": "c-1",
        "sections": [{"id": "a", "title": "甲"}, {"id": "b", "title": "乙", "items": [item]}],
    }
    snapshot = snapshot_of(checklists=[checklist])
    assert table(snapshot, "checklists-sections") == [
        {"record": "c-1", "sections_number": 1, "id": "a", "title": "甲"},
        {"record": "c-1", "sections_number": 2, "id": "b", "title": "乙"},
    ]
    place = {"record": "c-1", "sections_number": 2, "sections_id": "b", "items_number": 1}
    assert table(snapshot, "checklists-sections-items") == [
        {**place, "id": "i-1", "text": "双人双锁", "points": Decimal("2.50")}
    ]
    assert table(snapshot, "checklists-sections-items-evidence") == [
        {**place, "items_id": "i-1", "evidence_number": 1, "value": "台账"},
        {**place, "items_id": "i-1", "evidence_number": 2, "value": "照片"},
    ]


def test_list_of_codes_stays_in_one_cell() -> None:
    """Codes hold no semicolon, so the cell can be taken apart again."""
    school = {**SCHOOL, "keeps": {"hazchem": True, "hazchem_classes": ["general", "drug_precursor"]}}
    (row,) = table(snapshot_of(organizations=[school]), "organizations")
    assert row["keeps.hazchem_classes"] == "general;drug_precursor"
    assert str(row["keeps.hazchem_classes_label"]).count("；") == 1
    assert row["keeps.hazchem"] is True


def test_every_kind_has_its_table_even_without_records() -> None:
    """The address of a table does not depend on whether anything happened yet."""
    ids = {t.id for t in tables(snapshot_of(), NOTHING)}
    assert set(SCHEMAS) | {"measures", "rankings", "inspections-findings", "experts-pools"} <= ids


def test_every_record_is_promised_by_the_table_of_its_kind() -> None:
    """Publishing counts on it."""
    bureau = {"name": "甲市教育局"}
    found = {t.id: t.records for t in tables(snapshot_of(organizations=[SCHOOL], bureau=[bureau]), NOTHING)}
    assert found["organizations"] == ("organizations/s-1",)
    assert found["bureau"] == ("bureau/bureau",)


def example(field: Field, canary: str) -> Any:
    """A value of a field's shape; every text below an internal field is *canary*."""
    word = canary if field.internal else "普通文字"
    if field.fields:
        inner = {f.name: example(f, canary) for f in field.fields}
        inner = {k: canary if field.internal else v for k, v in inner.items()}
        return [inner] if field.type == "array" else inner
    if field.type == "array":
        return [word]
    return {"boolean": True, "integer": 7, "number": Decimal("1.5")}.get(field.type, word)


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_internal_fields_never_leave(kind: str) -> None:
    """A canary in every internal field, and in a field that no schema knows, is in no file."""
    canary = "不得外传"
    data = {f.name: example(f, canary) for f in SCHEMAS[kind].fields} | {"id": "x", "unknown": canary}
    for artifact in artifacts(tables(snapshot_of(**{kind: [data]}), NOTHING)):
        assert canary not in artifact.content.decode(), artifact.path


def test_internal_holds_for_objects_and_lists_whole() -> None:
    """What stands below an internal field is internal too, whatever it says itself."""

    def text(name: str, path: str) -> Field:
        return Field(name, path, Text(name), Text(name), "string")

    fields = (
        Field("a", "a", Text("a"), Text("a"), "object", internal=True, fields=(text("x", "a.x"),)),
        Field("b", "b", Text("b"), Text("b"), "array", internal=True, fields=(text("x", "b[].x"),)),
        Field("name", "name", Text("n"), Text("n"), "string", internal=True),
    )
    things = Schema("things", "", Text("t"), Text("t"), fields, {}, "")
    refer = Field("to", "to", Text("to"), Text("to"), "string", reference="things", choices=())
    links = Schema("links", "", Text("l"), Text("l"), (refer,), {}, "")
    thing = Record(
        "things", "t", Document("", {"id": "t", "a": {"x": "秘"}, "b": [{"x": "秘"}], "name": "秘"})
    )
    link = Record("links", "l", Document("", {"id": "l", "to": "t"}))
    snapshot = Snapshot(
        Revision(),
        date(2026, 1, 1),
        {"things": things, "links": links},
        {"things": {"t": thing}, "links": {"l": link}},
    )
    assert all("秘" not in a.content.decode() for a in artifacts(tables(snapshot, NOTHING)))


@pytest.mark.parametrize(
    ("consent", "until", "shown"),
    [(True, None, True), (False, None, False), (True, "2026-01-01", True), (True, "2025-12-31", False)],
)
def test_name_and_unit_need_consent(consent: bool, until: str | None, shown: bool) -> None:
    """On every table that names the expert; interests would give the unit away, and are hidden too."""
    expert = {
        "id": "e-1", "name": "欧阳明", "unit": "s-1", "consent": consent,
        "interests": [{"organization": "s-1", "reason": "家属"}],
    }  # fmt: skip
    if until:
        expert["public_until"] = until
    inspection = {"id": "i-1", "team": [{"expert": "e-1", "role": "lead"}]}
    snapshot = snapshot_of(organizations=[SCHOOL], experts=[expert], inspections=[inspection])
    (row,) = table(snapshot, "experts")
    (member,) = table(snapshot, "inspections-team")
    (interest,) = table(snapshot, "experts-interests")
    hidden = "未公开"
    assert row["name"] == member["expert_name"] == ("欧阳明" if shown else hidden)
    assert (row["unit"], row["unit_name"]) == (("s-1", "第一中学") if shown else (hidden, hidden))
    assert interest["organization"] == ("s-1" if shown else hidden)
    text = b"".join(a.content for a in artifacts(tables(snapshot, NOTHING))).decode()
    assert ("欧阳明" in text) is shown


def cells(*values: Value) -> list[str]:
    """What a CSV reader gives back for one row."""
    columns = tuple(Column(f"c{n}", Text("列")) for n in range(len(values)))
    data = written(Table("t", Text("表"), Text("表"), columns, (values,)))[0]
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-x", "@SUM(A1)", "\tx", "\rx", "\n=x", "＝1", "-", "-1-1", "-１"]
)
def test_text_that_a_spreadsheet_would_run_is_neutralised(text: str) -> None:
    """A formula in a record would run on the officer's computer."""
    assert cells(text) == [f"'{text}"]


def test_honest_values_stay() -> None:
    """Negative numbers are numbers, whether they come as text or not; absent is empty."""
    assert cells("-3.5", Decimal("-0.50"), -7, True, None, "甲,乙\"丙\"\n丁", "1=1", "") == [
        "-3.5", "-0.50", "-7", "true", "", "甲,乙\"丙\"\n丁", "1=1", "",
    ]  # fmt: skip


def test_csv_is_what_spreadsheets_expect() -> None:
    """Byte order mark for Chinese, CRLF, quotes only where needed."""
    one = Table(
        "t", Text("表"), Text("表"), (Column("id", Text("编号")), Column("n.a", Text("数"))), (("甲", 1),)
    )
    assert written(one)[0] == b"\xef\xbb\xbfid,n.a\r\n" + "甲,1\r\n".encode()


def test_json_keeps_digits_and_is_safe_inside_a_page() -> None:
    """12.50 stays 12.50; text cannot end a script element or a line of JavaScript."""
    columns = (Column("v", Text("数", "Value"), "%"), Column("t", Text("文")))
    one = Table(
        "t", Text("表"), Text("述"), columns, ((Decimal("12.50"), "</script>&\u2028\u2029"), (None, True))
    )
    raw = written(one)[1].decode()
    assert not set("<>&\u2028\u2029") & set(raw)
    parsed = json.loads(raw, parse_float=Decimal)
    assert parsed["format"] == 1
    assert parsed["table"] == {
        "id": "t",
        "title": {"zh": "表", "en": ""},
        "description": {"zh": "述", "en": ""},
    }
    assert parsed["columns"][0] == {"name": "v", "title": {"zh": "数", "en": "Value"}, "unit": "%"}
    assert parsed["rows"] == [[Decimal("12.50"), "</script>&\u2028\u2029"], [None, True]]
    assert "12.50," in raw


def test_empty_table_is_valid_json() -> None:
    """A quarter without inspections."""
    assert json.loads(written(Table("t", Text("表"), Text("表"), (), ()))[1])["rows"] == []


def test_index_lists_every_file_with_its_digest() -> None:
    """Whoever mirrors the data can fetch one file and check the rest."""
    snapshot = snapshot_of(organizations=[SCHOOL])
    *files, index = artifacts(tables(snapshot, NOTHING), revision=snapshot.revision, as_of=snapshot.as_of)
    listed = json.loads(index.content)
    assert index.path == "data/index.json"
    assert (listed["commit"], listed["as_of"]) == ("c" * 40, "2026-01-01")
    digests = {f["path"]: f["sha256"] for t in listed["tables"] for f in t["files"]}
    assert digests == {a.path: hashlib.sha256(a.content).hexdigest() for a in files}
    assert {t["id"]: t["rows"] for t in listed["tables"]}["organizations"] == 1


QUARTER = Period(2025, 4)
RATE = MetricInfo(
    "rate", 1, Text("合格率"), "%", 1, "higher", Text("合格÷完成"), Text("学校"), Text("没有检查")
)  # fmt: skip
PASSED = Operand(Text("合格"), Decimal(1))
DONE = Operand(Text("完成"), Decimal(2))
HALF = Measure(
    "rate", "s-1", QUARTER, Decimal("50.0"), None, (PASSED, DONE), ("inspections/a", "inspections/b")
)
NONE = Measure("rate", "s-2", QUARTER, None, Text("没有检查"), (), ())


def results() -> Results:
    """One metric, two units: 1 of 2 is 50.0 %; the other has no inspection and is not ranked."""
    rows = (
        RankingRow("s-1", 1, Decimal("50.0"), False, None, 2, {"rate": HALF}),
        RankingRow("s-2", None, None, False, Text("没有检查"), None, {"rate": NONE}),
    )
    ranking = Ranking(
        "schools", "schools-2025-q4", Text("学校"), QUARTER, "m-1", {"rate": Decimal(1)}, 1, rows
    )
    measures = {(m.metric, m.subject, m.period): m for m in (NONE, HALF)}
    conclusion = Conclusion("a", Decimal(3), Decimal(4), Decimal("75.00"), "pass", ("i-1", "i-2"), "m-1")
    return Results({"rate": RATE}, (QUARTER,), measures, (ranking,), {"a": conclusion})


def test_conclusions_say_points_and_grade() -> None:
    """3 of 4 points; two items forced the grade."""
    assert table(snapshot_of(), "conclusions", results()) == [
        {
            "inspection": "a",
            "obtained": Decimal(3),
            "applicable": Decimal(4),
            "rate": Decimal("75.00"),
            "grade": "pass",
            "red_failures": "i-1;i-2",
            "method": "m-1",
        }
    ]


def test_measures_carry_operands_and_the_number_of_their_records() -> None:
    """A figure without its base cannot be checked."""
    first, second = table(snapshot_of(organizations=[SCHOOL]), "measures", results())
    assert first == {
        "metric": "rate",
        "metric_name": "合格率",
        "metric_version": 1,
        "subject": "s-1",
        "subject_name": "第一中学",
        "period": "2025-Q4",
        "value": Decimal("50.0"),
        "unit": "%",
        "operands": "合格=1；完成=2",
        "evidence": 2,
    }
    assert (second["subject"], second["reason"], "value" in second) == ("s-2", "没有检查", False)


def test_rankings_list_the_unranked_with_their_reason() -> None:
    """Nobody disappears from a ranking."""
    first, second = table(snapshot_of(organizations=[SCHOOL]), "rankings", results())
    assert (first["rank"], first["total"], first["previous"], first["weighted"]) == (
        1,
        Decimal("50.0"),
        2,
        "rate=50.0×1",
    )
    assert (second["reason"], second["weighted"], "rank" in second) == ("没有检查", "rate=–×1", False)


def test_choice_without_title_falls_back_to_its_code() -> None:
    """A record of an older revision may hold a code that has gone; in a list it is shown as it is."""
    field = Field("d", "d", Text("d"), Text("d"), "array", choices=(Choice("a", Text("甲")),))
    schema = Schema("things", "", Text("t"), Text("t"), (field,), {}, "")
    record = Record("things", "t", Document("", {"id": "t", "d": ["a", "z"]}))
    snapshot = Snapshot(Revision(), date(2026, 1, 1), {"things": schema}, {"things": {"t": record}})
    assert table(snapshot, "things") == [{"id": "t", "d": "a;z", "d_label": "甲；z"}]
