"""One document against its schema: the verdict, and what people are told about it."""

from __future__ import annotations

import copy
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, validators
from referencing import Registry

from generator.model.diagnostic import Diagnostic
from generator.model.document import Document, SourceFile
from generator.model.schema import Schema
from generator.model.text import Text
from generator.read.parsing import read_document
from generator.read.schema_rules import CHECKS, DIALECT, KEYWORDS, nodes, pattern_fault
from generator.validate.structure import PROBLEMS, Checker, check_structure
from tests.support.records import ROOT, schemas

CASES = ROOT / "tests" / "cases" / "schemas"
SUITE = ROOT.parent / "shared" / "testsuites" / "json-schema-test-suite-2020-12.json.gz"
GOOD = sorted(CASES.glob("*/good/*.yml"))
BAD = sorted(CASES.glob("*/bad/*.yml"))
ODD = (
    None,
    "",
    "x",
    5,
    -1,
    10**30,
    Decimal("1.0"),
    Decimal("2.555"),
    Decimal("1000.0000000000000000000000000001"),
    True,
    [],
    ["x", "x"],
    {},
    {"x": 1},
    "2024-02-30",
    "0000-01-01",
    "2025-04-18\n",
    "２０２５-04-18",
    "字" * 3000,
)


def document(kind: str, text: str | bytes) -> Document:
    content = text.encode() if isinstance(text, str) else text
    found = read_document(SourceFile(f"records/{kind}/x.yml", "file", content))
    assert isinstance(found, Document), found
    return found


def found_in(kind: str, text: str) -> list[Diagnostic]:
    return sorted(check_structure(document(kind, text), schemas()[kind]), key=lambda d: d.order)


def case_id(path: Path) -> str:
    return str(path.relative_to(CASES))


SCHOOL = "id: x\nlevel: school\nparent: a\nschool_code: '3141000001'\nstage: junior\n"


@pytest.mark.parametrize("path", GOOD, ids=case_id)
def test_good_case_is_valid(path: Path) -> None:
    """What the schema means to allow is allowed, up to its limits."""
    kind = path.parts[-3]
    assert not list(check_structure(document(kind, path.read_bytes()), schemas()[kind]))


@pytest.mark.parametrize("path", BAD, ids=case_id)
def test_bad_case_is_reported_once_and_in_its_place(path: Path) -> None:
    """One fault, one diagnostic, at the place that a person has to change."""
    kind, text = path.parts[-3], path.read_text()
    expected = text.splitlines()[0].removeprefix("# expect: ")
    found = found_in(kind, text)
    assert " ".join(f"{d.code} {d.location.line}:{d.location.column}" for d in found) == expected
    assert all(d.message.zh and d.message.en and d.hint and d.hint.zh and d.hint.en for d in found)


def test_every_keyword_of_every_kind_has_a_bad_case() -> None:
    """A keyword without a case may have no effect without anybody noticing."""
    wanted = {(kind, k) for kind, schema in schemas().items() for k in keywords_of(schema)}
    tried = {
        (p.parts[-3], k) for p in BAD for k in (*CHECKS, "x-decimals", "oneOf", "if") if p.stem.startswith(k)
    }
    assert wanted == wanted & tried


def keywords_of(schema: Schema) -> Iterator[str]:
    """The keywords that can refuse something, those of conditions counted as ``if``."""
    for node in nodes(dict(schema.raw)):
        if node.role == "condition":
            yield "if"
        elif node.role != "choice":
            yield from {*CHECKS, "x-decimals", "oneOf"} & node.schema.keys()


def mutations(data: Any) -> Iterator[Any]:
    """*data* with one place changed: removed, replaced by something odd, or with an unknown field."""
    places = list(paths(data))
    for number, path in enumerate(places):
        for turn in range(2):
            yield replaced(data, path, ODD[(number * 2 + turn) % len(ODD)])
        if isinstance(path[-1], str):
            yield replaced(data, path, ...)
    for above in dict.fromkeys(path[:-1] for path in places if isinstance(path[-1], str)):
        yield replaced(data, (*above, "不认识"), 1)


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in *value*; of a list's items only those that have other fields than the ones before."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        first = {shape(item): number for number, item in reversed(list(enumerate(value)))}
        items = [(number, value[number]) for number in sorted(first.values())]
    for key, child in items:
        yield (*at, key)
        yield from paths(child, (*at, key))


def shape(value: Any) -> Any:
    """The fields of *value* at every depth, and its words, since a choice decides what else is allowed."""
    if isinstance(value, dict):
        return tuple((key, shape(child)) for key, child in sorted(value.items()))
    if isinstance(value, list):
        return tuple(dict.fromkeys(map(shape, value)))
    return (
        value if isinstance(value, str) and value.isascii() and not re.search(r"\d", value) else type(value)
    )


def replaced(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    data = node = copy.copy(data)
    for key in path[:-1]:  # what does not lie on the way is shared, since nobody changes it
        node[key] = node = copy.copy(node[key])
    if value is ...:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return data


@pytest.mark.parametrize("kind", sorted(schemas()))
def test_both_validators_agree(kind: str) -> None:
    """The fast one decides and the other explains, so they must never disagree."""
    checker = Checker(schemas()[kind])
    reference = whole(checker)
    originals = [document(kind, p.read_bytes()).data for p in (*GOOD, *BAD) if p.parts[-3] == kind]
    full = document(kind, (CASES / kind / "good" / "full.yml").read_bytes()).data
    tried = [*originals, *mutations(full)]
    verdicts = [checker.is_valid(data) for data in tried]
    assert True in verdicts
    assert False in verdicts
    for data, verdict in zip(tried, verdicts, strict=True):
        assert verdict == (not any(reference.iter_errors(data))), data
        found = list(checker.check(Document("records/a/x.yml", data)))
        assert bool(found) != verdict, data
        assert not [d for d in found if d.name == "schema-violation"], data


def whole(checker: Checker) -> Any:
    """The explaining validator without its short cut through lists: jsonschema's own verdict."""
    cls = validators.extend(type(checker.explainer), {"items": Draft202012Validator.VALIDATORS["items"]})
    formats = checker.explainer.format_checker
    return cls(dict(checker.schema.raw), format_checker=formats, registry=Registry())


def suite_groups() -> Iterator[Mapping[str, Any]]:
    """The groups of the JSON Schema test suite that use only what our schemas may use."""
    if not SUITE.exists():
        return
    for file in json.loads(gzip.decompress(SUITE.read_bytes()))["files"]:
        if "optional" in file["file"]:
            continue
        yield from (g for g in file["groups"] if in_subset(g["schema"]))


def in_subset(schema: Any) -> bool:
    if not isinstance(schema, dict):
        return False
    if schema.get("$schema", DIALECT) != DIALECT:
        return False
    every = list(nodes(schema))
    return all(
        n.schema.keys() <= KEYWORDS
        and isinstance(n.schema.get("additionalProperties", False), bool)
        and str(n.schema.get("$ref", "#/$defs/")).startswith("#/$defs/")
        and "/" not in str(n.schema.get("$ref", "#/$defs/"))[8:]
        and "format" not in n.schema
        and not pattern_fault(n.schema.get("pattern", "^a$"))
        for n in every
    )


def test_json_schema_test_suite() -> None:
    """Both validators give the verdicts that the specification's own tests expect."""
    groups = list(suite_groups())
    if not groups:
        pytest.skip("the JSON Schema test suite is not there")
    assert len(groups) > 100
    for group in groups:
        checker = Checker(Schema("suite", "suite.json", Text("x"), Text("x"), (), group["schema"], ""))
        for test in group["tests"]:
            told = (group["description"], test["description"])
            assert checker.is_valid(test["data"]) == test["valid"], told
            assert (not any(checker.explainer.iter_errors(test["data"]))) == test["valid"], told
            assert (not any(whole(checker).iter_errors(test["data"]))) == test["valid"], told


def test_problem_codes_are_unique_and_give_reasons() -> None:
    """Codes are cited in discussions and never change their meaning."""
    assert len({p.code for p in PROBLEMS}) == len(PROBLEMS) == len({p.name for p in PROBLEMS})
    assert all(p.reason and p.hint and p.message.en for p in PROBLEMS)


@pytest.mark.parametrize(
    ("written", "key"),
    [("名称: 一中", "name"), ("ｎａｍｅ: 一中", "name"), ("nmae: 一中", "name"), ("Name: 一中", "name")],
)
def test_field_under_a_wrong_name_is_reported_once(written: str, key: str) -> None:
    """Who typed the title or a misspelling needs the right key, not a second complaint that it is missing."""
    (found,) = found_in("organizations", SCHOOL + written)
    assert (found.code, str(found.location)) == ("STR002", "records/organizations/x.yml:6:1")
    assert found.hint is not None
    assert found.hint.zh == f"字段应写 {key}（名称）"


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("name: 12", '加上英文引号，写成 "12"'),
        ("name: true", '加上英文引号，写成 "true"'),
        ("name:", "在 name: 后面填写内容；没有内容就删去这一行"),
        ("name: [一中]", "这里只能写一个值，写在冒号后面"),
        ("order: '007'", "写 7，不加引号、单位和前面的零"),
        ("order: １２人", "写 12，不加引号、单位和前面的零"),
        ("order: 1.0", "写 1，不带小数点"),
        ("order: 很多", "写一个整数，不带小数点和单位"),
        ("sample: 是", "写 true，不加引号"),
        ("sample: no", "写 false，不加引号"),
        ("sample: 也许", "是写 true，否写 false，不加引号"),
        ("teams: 管理团队", "写成列表，每条一行，以 - 开头"),
        ("withdrawn: 2025-01-01", "换行缩进两格，逐行写字段：date、reason"),
        ("opened: 20250918", "写成 2025-09-18"),
    ],
)
def test_wrong_type_says_what_to_write(line: str, hint: str) -> None:
    """「应为文字」 alone helps nobody who does not know YAML."""
    name = "" if line.startswith("name") else "name: 一中\n"
    (found,) = found_in("organizations", f"{SCHOOL}{name}{line}\n")
    assert found.code == "STR003"
    assert found.hint is not None
    assert found.hint.zh == hint


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2025.9.18", "写成 2025-09-18"),
        ("2025年9月18日", "写成 2025-09-18"),
        ("2025/9/18", "写成 2025-09-18"),
        ("２０２５-０９-１８", "写成 2025-09-18"),
        ("2024-02-30", "没有 2024 年 2 月 30 日这一天，请核对"),
        ("去年秋天", "写成 年-月-日，如 2025-04-18"),
        ("0000-01-01", "没有 0 年 1 月 1 日这一天，请核对"),
    ],
)
def test_wrong_date_says_what_to_write(written: str, hint: str) -> None:
    """Dates come back from spreadsheets in many forms."""
    (found,) = found_in("organizations", f"{SCHOOL}name: 一中\nopened: {written}\n")
    assert (found.code, found.location.line, found.location.column) == ("STR006", 7, 9)
    assert found.hint is not None
    assert found.hint.zh == hint


def test_a_name_in_place_of_an_id_leads_to_the_id() -> None:
    """People know 甲禾县, not jiahe; the description alone says only what an id looks like."""
    text = (CASES / "tasks" / "good" / "full.yml").read_text(encoding="utf-8")
    (found,) = found_in("tasks", re.sub("(?m)^unit: .*$", "unit: 甲禾县", text))
    assert found.message.zh == "「责任单位」的写法不对：「甲禾县」"
    assert found.hint is not None
    assert found.hint.zh.startswith(
        "这里写编号，不写名称：编号是 records/organizations/ 里那个文件的名字，不带 .yml；"
    )


def test_label_typed_instead_of_choice_is_recognized() -> None:
    """People know 优秀, not excellent."""
    text = (
        (CASES / "methods" / "good" / "full.yml")
        .read_text()
        .replace("red_failure: fail", "red_failure: 优秀")
    )
    (found,) = found_in("methods", text)
    assert found.message.zh == "「否决后的等次」没有「优秀」这个选项"
    assert found.hint is not None
    assert found.hint.zh.startswith("应写 excellent（优秀）；可选：excellent（优秀）、good（良好）")
    assert found.hint.en.startswith(
        "Write excellent (Excellent). Choices: excellent (Excellent), good (Good)"
    )


@pytest.mark.parametrize(
    ("written", "meant"), [("2025q4", "2025-Q4"), ("2025年第4季度", "2025-Q4"), ("２０２５-Q4", "2025-Q4")]
)
def test_quarter_in_another_form_is_recognized(written: str, meant: str) -> None:
    """The quarter is the field that is most often typed in words."""
    text = (CASES / "inspections" / "good" / "full.yml").read_text().replace("2025-Q2", written)
    (found,) = found_in("inspections", text)
    assert found.hint is not None
    assert found.hint.zh.startswith(f"写成 {meant}；")


def test_condition_is_named_with_labels() -> None:
    """A field that is required only sometimes is explained by what made it required."""
    text = (CASES / "inspections" / "good" / "full.yml").read_text().replace("date: 2025-04-18\n", "")
    (found,) = found_in("inspections", text)
    assert found.message.zh == "「状态」为「已完成」时缺少「督查日期」（date）"
    assert found.message.en == "“Date” (date) is missing where “Status” is “Done”"


def test_forbidden_group_is_reported_without_its_insides() -> None:
    """What must not be there at all need not be corrected inside."""
    text = (
        (CASES / "organizations" / "bad" / "if-parent.yml")
        .read_text()
        .replace("parent: dongcheng", "parent: [1]")
    )
    assert [d.code for d in found_in("organizations", text)] == ["STR012"]


@pytest.mark.parametrize(
    "line",
    [
        "keeps: {hazchem: true, storage_place: [秘密地点]}",
        "keeps: {hazchem: true, storage_place: 秘密地点, x: 1}",
        f"keeps: {{hazchem: true, storage_place: {'秘密地点' * 40}}}",
        "keeps: {hazchem: true, storage_place: 4096123}",
        "keeps: 秘密地点 4096123",
    ],
)
def test_internal_value_is_never_shown(line: str) -> None:
    """Diagnostics are published; an internal value must not leave by that door."""
    found = found_in("organizations", f"{SCHOOL}name: 一中\n{line}\n")
    assert found
    assert "秘密" not in repr(found)
    assert "4096123" not in repr(found)


def test_long_digits_are_masked() -> None:
    """A personal number typed into the wrong field must not stand in a log."""
    (found,) = found_in("organizations", f"{SCHOOL}name: 一中\nwebsite: '410105199001011234'\n")
    assert "「410***34」" in found.message.zh
    assert "19900101" not in repr(found)


def test_decimals_are_exact() -> None:
    """2.50 needs one decimal; what is a hair above the limit is above it."""
    full = (CASES / "checklists" / "good" / "full.yml").read_text()
    assert not found_in("checklists", full.replace("points: 5\n", "points: 2.5000\n"))
    above = full.replace("points: 5\n", "points: 1000.0000000001\n")
    assert [d.code for d in found_in("checklists", above)] == ["STR008"]


def test_remote_reference_is_never_fetched() -> None:
    """A schema from elsewhere could not be read at an old commit, and a check has no network."""
    schema = Schema("a", "a", Text("a"), Text("a"), (), {"$ref": "https://example.org/x.json"}, "")
    with pytest.raises(ValueError, match="disabled"):
        Checker(schema)
