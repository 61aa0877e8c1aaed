"""The strict loader: each way in which a file is not one plain mapping has its own code and place."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from generator.model.diagnostic import Diagnostic
from generator.model.document import Document, SourceFile
from generator.read.documents import PROBLEMS
from generator.read.parsing import read_document


def read(text: str | bytes) -> Document | tuple[Diagnostic, ...]:
    content = text if isinstance(text, bytes) else text.encode()
    return read_document(SourceFile("records/experts/a.yml", "file", content, len(content)))


def data(text: str | bytes) -> dict[str, object]:
    found = read(text)
    assert isinstance(found, Document), found
    return found.data


def faults(text: str | bytes) -> list[str]:
    """Code and place of each diagnostic."""
    found = read(text)
    assert not isinstance(found, Document), found.data
    return [f"{d.code}:{d.location.line}:{d.location.column}" for d in found]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("~", "~"),
        ("0123", "0123"),
        ("036101", "036101"),
        ("0", 0),
        ("-12", -12),
        ("-0", "-0"),
        ("+1", "+1"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("2024-02-30", "2024-02-30"),
        ("999999999999999999", 999999999999999999),
        ("9999999999999999999", "9999999999999999999"),
        ('"12"', "12"),
        ("'true'", "true"),
        ("１２", "１２"),
        ("=", "="),
        ("nan", "nan"),
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("“十四五”规划", "“十四五”规划"),
        ("R&D", "R&D"),
        ("好!", "好!"),
        ("通知：各校", "通知：各校"),
        ("姓名　职务", "姓名　职务"),
        ('"\\n"', "\n"),
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_scalar_is_what_it_looks_like(written: str, value: object) -> None:
    """PyYAML would make False, 83, 750, 1000 and dates of some of these."""
    found = data(f"a: {written}\n")["a"]
    assert found == value
    assert type(found) is type(value)


def test_decimal_keeps_its_digits() -> None:
    """1.10 is what was printed in the source; a float would lose the last digit."""
    found = data("a: 1.10\n")["a"]
    assert isinstance(found, Decimal)
    assert str(found) == "1.10"


def test_structure_is_plain() -> None:
    """Block and flow styles, comments, CRLF and a missing final newline all read."""
    text = "a:\r\n  - {item: HC-01, result: met}\r\n  - b # c\r\nt: |\r\n  一\r\n  二\r\nn:"
    assert data(text) == {"a": [{"item": "HC-01", "result": "met"}, "b"], "t": "一\n二\n", "n": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # encodings
        ("姓名: 张三\n".encode("gbk"), "YML002:1:1"),
        ("a: b\nn: 张三丰\n".encode("gb18030"), "YML002:2:4"),
        ("a: 张三\n".encode("utf-16"), "YML003:1:1"),
        ("a: b\n".encode("utf-16-le"), "YML003:1:1"),
        ("a: b\n".encode("utf-16-be"), "YML003:1:1"),
        ("a: b\n".encode("utf-32"), "YML003:1:1"),
        (b"a: caf\xe9\n", "YML001:1:7"),
        (b"a: \xed\xa0\x80\n", "YML001:1:4"),
        ("\ufeffa: b\n", "YML004:1:1"),
        ("a: 中\ufeff文\n", "YML004:1:5"),
        # characters, raw
        ("a: 中\x00文\n", "YML005:1:5"),
        ("a: b\x1bc\n", "YML005:1:5"),
        ("a: b\x7fc\n", "YML005:1:5"),
        ("a: b\x9bc\n", "YML005:1:5"),
        ("a: b\x85c\n", "YML006:1:5"),
        ("a: b\u2028c\n", "YML006:1:5"),
        ("a: b\u2029c\n", "YML006:1:5"),
        ("a: b\u202ec\n", "YML007:1:5"),
        ("a: b\u2066c\n", "YML007:1:5"),
        ("a: b\u200bc\n", "YML008:1:5"),
        ("a: b\u00adc\n", "YML008:1:5"),
        ("a: b\U000e0041c\n", "YML008:1:5"),
        ("a: b\ufdd0c\n", "YML009:1:5"),
        ("a: b\uffffc\n", "YML009:1:5"),
        ("a: b\U0001fffec\n", "YML009:1:5"),
        ("a: 张\ufffd\n", "YML010:1:5"),
        ("# 注释\u200b\na: b\n", "YML008:1:5"),
        # characters, escaped
        ('a: "x\\u202e"\n', "YML007:1:4"),
        ('a: "\\0"\n', "YML005:1:4"),
        ('a: "\\N"\n', "YML006:1:4"),
        ('a: "\\t"\n', "YML011:1:4"),
        ('a: "\\r"\n', "YML005:1:4"),
        ('a: "\\uFEFF"\n', "YML004:1:4"),
        ('"\\u200bb": c\n', "YML008:1:1"),
        ('a: "\\ud800"\n', "YML045:1:7"),
        # tabs
        ("a:\n\tb: c\n", "YML011:2:1"),
        ("a: b\tc\n", "YML011:1:5"),
        # not one mapping
        ("", "YML012:1:1"),
        ("# 只有注释\n", "YML012:1:1"),
        ("---\n", "YML012:1:1"),
        ("a: b\n---\nc: d\n", "YML013:2:1"),
        ("只是一段话\n", "YML014:1:1"),
        ("- a\n- b\n", "YML015:1:1"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "YML016:1:1"),
        ("<!DOCTYPE html>\n<html></html>\n", "YML017:1:1"),
        ("编号,姓名,单位\n1,张三,一中\n2,李四,二中\n", "YML018:1:1"),
        ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n", "YML019:2:1 YML019:4:1 YML019:6:1"),
        # the parts of YAML that are left out
        ("a: 1\nb: 2\na: 3\n", "YML020:3:1"),
        ("a: 1\na: 2\na: 3\n", "YML020:2:1 YML020:3:1"),
        ("a:\n  - b: 1\n    b: 2\n", "YML020:3:5"),
        ("é: 1\n" + unicodedata.normalize("NFD", "é") + ": 2\n", "YML020:2:1"),
        ("a: &x 1\n", "YML021:1:4"),
        ("a: &x 1\nb: *x\n", "YML021:1:4 YML022:2:4"),
        ("&a k: v\n", "YML021:1:1"),
        ("<<: {a: 1}\n", "YML023:1:1"),
        ("a: !!str 1\n", "YML024:1:4"),
        ("a: !!python/object:os.system x\n", "YML024:1:4"),
        ("a: !x!y 1\n", "YML024:1:4"),
        ("!!map {a: 1}\n", "YML024:1:1"),
        ("%YAML 1.1\n---\na: b\n", "YML025:1:1"),
        ("a: " + "[" * 30 + "\n", "YML026:1:23"),
        ("[" * 25_000, "YML015:1:1 YML026:1:21"),
        ("1: a\n", "YML027:1:1"),
        ("true: a\n", "YML027:1:1"),
        ("null: a\n", "YML027:1:1"),
        ("? # \n: a\n", "YML027:1:2"),
        ("? [a]\n: b\n", "YML028:1:3"),
        ("{a: 1}: b\n", "YML028:1:1"),
        ("a: .nan\n", "YML029:1:4"),
        ("a: [-.inf]\n", "YML029:1:5"),
        # slips of the keyboard
        ("a: b\nname：张三\n", "YML030:2:5"),
        ("name：张三\n", "YML030:1:5"),
        ("a:\n  - item：HC-01\n", "YML030:2:9"),
        ("a:\n  - item: HC-01\n    result：met\n", "YML030:3:11"),
        ("a: b\n  name：c\n", "YML030:2:7"),
        ("a: “甲”\n", "YML031:1:4"),
        ("a: [甲，乙]\n", "YML032:1:6"),
        ("a: {item: HC-01，result: met}\n", "YML032:1:16"),
        ("a: {item: HC-01，result：met}\n", "YML032:1:16"),
        ("\u3000a: b\n", "YML033:1:1"),
        ("a:\n\u3000\u3000b: c\n", "YML033:2:1"),
        ("a:\n  b: c\n\u3000\u3000d: e\n", "YML033:3:1"),
        ("a:\u3000b\n", "YML033:1:3"),
        ("a: \u3000b\n", "YML033:1:4"),
        ("a:\n\xa0\xa0b: c\n", "YML033:2:1"),
        ("name:张三\n", "YML034:1:5"),
        ("id: a\nname:张三\n", "YML034:2:5"),
        ("a:\n  - item:HC-01\n", "YML034:2:9"),
        ("a:\n  - {item:HC-01, result: met}\n", "YML034:2:10"),
        ("a: met#达标\n", "YML035:1:7"),
        ("a: 3 #楼\n", "YML036:1:6"),
        ('a: "x" #y\n', "YML036:1:8"),
        ("a: #y\n", "YML036:1:4"),
        ("r:\n  - {a: b, c: d}\n  -{a: b, c: d}\n", "YML037:3:3"),
        ("r:\n  -a: b\n    c: d\n", "YML037:2:3"),
        ("r:\n  - a: b\n    c: d\n  -a: b\n", "YML037:4:3"),
        ("r:\n  - 甲\n  -乙\nc: d\n", "YML037:3:3"),
        # what libyaml cannot read
        ("a: 通知: 各校\n", "YML041:1:6"),
        ("a: b\n  c: d\n", "YML042:2:4"),
        ("a:\n  b: 1\n c: 2\n", "YML042:3:2"),
        ("a:\n  - b\n  c: d\n", "YML042:3:3"),
        ("a: - b\n", "YML042:1:4"),
        ('a: "b\nc: d\n', "YML043:1:4"),
        ("a: 'b\n", "YML043:1:4"),
        ('a: "b" c\n', "YML043:1:8"),
        ("a: [b\nc: d\n", "YML044:1:4"),
        ("a: {b: c\n", "YML044:1:4"),
        ('a: "c:\\dir"\n', "YML045:1:7"),
        ("a: @b\n", "YML046:1:4"),
        ("a: `b`\n", "YML046:1:4"),
        ("a: %b\n", "YML046:1:4"),
        ("a: b\nc\n", "YML047:2:1"),
        ("a: b\nc d\ne: f\n", "YML047:2:1"),
        ("a: |x\n  b\n", "YML048:1:5"),
    ],
)  # fmt: skip
def test_fault_has_its_code_and_place(text: str | bytes, expected: str) -> None:
    """Each row of the loader's table: refused with its own code, at the character to look at."""
    assert " ".join(faults(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  备注：这里可以\n  name：张三\n",
        'a: "name:张三"\n',
        'a: "“甲”"\n',
        "a: '3#楼'\n",
        "a: b # 注释\n",
        "#注释\na: b\n",
        "a: c:\\dir\n",
        "a: {text: 标签不全，已改}\n",
        'a: ["甲，乙"]\n',
        "---\na: b\n",
        "a: b\n...\n",
        "a: |\n  =======\n",
        "a: >\n  <html>\n",
        "a: 95%\n",
        "a: <b>\n",
    ],
)
def test_text_that_only_resembles_a_slip_is_accepted(text: str) -> None:
    """Quoted and block texts may hold anything visible."""
    assert data(text)


def test_many_faults_are_reported_at_once() -> None:
    """Whoever repairs a file should not have to run the check once per fault."""
    text = "a: 1\na: 2\nb: &x 3\nc: .nan\nd: “e”\n"
    assert faults(text) == ["YML020:2:1", "YML021:3:4", "YML029:4:4", "YML031:5:4"]


def test_forbidden_character_does_not_hide_other_faults() -> None:
    """Both are in the file, so both are said."""
    assert faults("a: 1\u200b\na: 2\n") == ["YML008:1:5", "YML020:2:1"]


def test_repeated_key_names_the_first_line() -> None:
    """The two places have to be compared."""
    found = read("a: 1\nb: 2\na: 3\n")
    assert not isinstance(found, Document)
    assert found[0].message.zh == "字段「a」写了两次（第 1 行已有）"
    assert str(found[0].related[0]) == "records/experts/a.yml:1:1"
    assert found[0].field == ("a",)


def test_billion_laughs_is_refused_at_once() -> None:
    """785 bytes of aliases keep PyYAML busy for more than ten seconds."""
    text = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(24)
    )
    assert faults(text)[0] == "YML021:1:4"


def test_depth_of_twenty_is_read() -> None:
    """The limit counts the record itself as the first level."""
    assert data("a: " + "[" * 19 + "]" * 19 + "\n")
    assert faults("a: " + "[" * 20 + "]" * 20 + "\n") == ["YML026:1:23"]


def test_positions_count_characters() -> None:
    """Columns are counted in characters, also in Chinese lines, and only when somebody asks."""
    found = read('名: {甲: 一, 乙: "二"}\nlist:\n  - x\n  - {k: v}\n')
    assert isinstance(found, Document)
    assert str(found.locate("名", "乙")) == "records/experts/a.yml:1:14"
    assert str(found.locate("名", "乙", at_key=True)) == "records/experts/a.yml:1:11"
    assert str(found.locate("list", 1, "k")) == "records/experts/a.yml:4:9"
    assert str(found.locate("list", 1, "nothing")) == "records/experts/a.yml:4:5"
    assert str(found.locate()) == "records/experts/a.yml:1:1"


def test_words_are_shared_within_a_file() -> None:
    """10,000 records with 33 items each hold one string for each word."""
    found = data("a: [{item: HC-01, result: met}, {item: HC-02, result: met}]\n")["a"]
    first, second = found  # type: ignore[misc]
    assert first["result"] is second["result"]
    assert next(iter(first)) is next(iter(second))


def test_rows_that_say_the_same_are_one_and_those_that_only_seem_equal_are_not() -> None:
    """A city's million results take half the memory; for Python 1, 1.0, 1.00 and true are equal."""
    written = ["1", "1.0", "1.00", "true", '"1"', "1", "1.00"]
    rows = data("rows:\n" + "".join(f"  - {{item: a, score: {one}}}\n" for one in written))["rows"]
    assert isinstance(rows, list)
    assert [repr(row["score"]) for row in rows] == [
        "1",
        "Decimal('1.0')",
        "Decimal('1.00')",
        "True",
        "'1'",
        "1",
        "Decimal('1.00')",
    ]
    assert len({id(row) for row in rows}) == 5
    assert rows[5] is rows[0]
    assert rows[6] is rows[2]


def test_every_problem_is_explained_in_two_languages() -> None:
    """The reference page is made from them."""
    assert len({p.code for p in PROBLEMS}) == len({p.name for p in PROBLEMS}) == len(PROBLEMS)
    for problem in PROBLEMS:
        for text in (problem.message, problem.hint, problem.reason):
            assert text is not None, problem.code
            assert all([text.zh, text.en]), problem.code
