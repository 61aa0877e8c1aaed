"""What a schema file must look like, so that every reader of it agrees on what it means.

JSON Schema allows more than two validators, an editor and a data dictionary understand in the same way.
Schemas stay in the subset that all of them read alike; what leaves it is reported here (family ``SCH``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from generator.model.diagnostic import FieldPath, Problem, Severity
from generator.model.text import Text

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID_PATTERN = "^[a-z0-9][a-z0-9-]{0,59}$"

INVALID_JSON = Problem(
    "SCH001",
    "invalid-json",
    Severity.ERROR,
    Text("模式文件不是有效的 JSON：{detail}", "The schema file is not valid JSON: {detail}"),
    Text(
        "检查这一处的逗号、引号和括号，文件须为 UTF-8 编码",
        "Look at commas, quotes and brackets here; the file must be UTF-8",
    ),
    Text("读不出的模式无法核对任何记录。", "A schema that cannot be read checks nothing."),
)
REPEATED_KEY = Problem(
    "SCH002",
    "repeated-schema-key",
    Severity.ERROR,
    Text("模式里重复写了「{key}」", "“{key}” is written twice in the schema"),
    Text("删去其中一个", "Delete one of the two"),
    Text(
        "JSON 解析器只取后一个，前一个会无声地丢失。",
        "JSON parsers keep the last one and lose the first without a word.",
    ),
)
UNEXPECTED_FILE = Problem(
    "SCH003",
    "unexpected-schema-file",
    Severity.ERROR,
    Text("schemas/ 里不应有「{name}」", "“{name}” does not belong in schemas/"),
    Text(
        "模式文件命名为 <记录种类>.schema.json，如 awards.schema.json；其他文件移到别处",
        "Name schema files <kind>.schema.json, such as awards.schema.json; move other files elsewhere",
    ),
    Text(
        "文件名就是记录种类，名字不对的模式不会生效。",
        "The name is the record kind; a misnamed schema has no effect.",
    ),
)
INVALID_SCHEMA = Problem(
    "SCH004",
    "invalid-schema",
    Severity.ERROR,
    Text(
        "不符合 JSON Schema 2020-12：{detail}",
        "Not a JSON Schema 2020-12: {detail}",
    ),
    Text("对照 JSON Schema 2020-12 改正这一处", "Correct this place against JSON Schema 2020-12"),
    Text("写错的关键字不会报错，只会不起作用。", "A keyword with a wrong value silently checks nothing."),
)
MISSING_TITLE = Problem(
    "SCH005",
    "missing-title",
    Severity.ERROR,
    Text("「{name}」缺少 {missing}", "“{name}” has no {missing}"),
    Text(
        "每个字段都写中文 title（名称）和 description（怎样填写，带一个例子）",
        "Give every field a Chinese title and a description that says what to write, with an example",
    ),
    Text("表单、报错和数据字典都用它们。", "Forms, messages and the data dictionary use them."),
)
UNKNOWN_KEYWORD = Problem(
    "SCH006",
    "unknown-schema-keyword",
    Severity.ERROR,
    Text("不支持关键字「{keyword}」", "Keyword “{keyword}” is not supported"),
    Text("只使用这些关键字：{allowed}", "Use only these keywords: {allowed}"),
    Text(
        "拼错的关键字不起作用；少见的关键字各种工具理解不一。",
        "A misspelt keyword checks nothing, and tools disagree about rare ones.",
    ),
)
UNSAFE_PATTERN = Problem(
    "SCH007",
    "unsafe-pattern",
    Severity.ERROR,
    Text("正则式 {pattern} {fault}", "The pattern {pattern} {fault}"),
    Text(
        "以 ^ 开头、以 $ 结尾，只用 [a-z0-9] 一类的 ASCII 字符组，重复的括号里不再用可变的重复",
        "Begin with ^, end with $, use ASCII classes such as [a-z0-9], no repetition inside a repeated group",
    ),
    Text(
        "各语言的正则对换行、全角数字和回溯的处理不同，有的写法一行文字就能卡住检查。",
        "Languages differ about line ends and digits, and some patterns take minutes on one line.",
    ),
)
FRACTIONAL_MULTIPLE = Problem(
    "SCH008",
    "fractional-multiple",
    Severity.ERROR,
    Text("multipleOf 不能小于 1，这里是 {value}", "multipleOf must not be below 1, here it is {value}"),
    Text('用 "x-decimals" 规定小数位数', 'Use "x-decimals" to say how many decimals are allowed'),
    Text(
        "二进制小数会误判，如 19.99 被当作不是 0.01 的倍数。",
        "Binary fractions misjudge: 19.99 is refused as a multiple of 0.01.",
    ),
)
UNBOUNDED = Problem(
    "SCH009",
    "unbounded-value",
    Severity.ERROR,
    Text("「{name}」缺少 {keyword}", "“{name}” has no {keyword}"),
    Text(
        "文字写 maxLength，列表写 maxItems；日期和有选项的字段不用写",
        "Text needs maxLength, lists need maxItems; dates and choices need neither",
    ),
    Text(
        "没有上限的内容会撑坏页面、表格和检查时间。",
        "Content without a limit breaks pages, tables and the time of a check.",
    ),
)
OPEN_OBJECT = Problem(
    "SCH010",
    "open-object",
    Severity.ERROR,
    Text('「{name}」没有写 "additionalProperties": false', '“{name}” lacks "additionalProperties": false'),
    Text('加上 "additionalProperties": false', 'Add "additionalProperties": false'),
    Text(
        "否则拼错的字段名不会被发现，填的内容无声地丢失。",
        "Otherwise a misspelt field is accepted and its content lost.",
    ),
)
TOP_LEVEL_ALTERNATIVE = Problem(
    "SCH011",
    "top-level-alternative",
    Severity.ERROR,
    Text("最外层不能用 {keyword}", "{keyword} is not allowed at the top level"),
    Text("用 allOf 加 if / then，按某个字段的值区分", "Use allOf with if and then on the value of a field"),
    Text(
        "出错时无法说清究竟哪里不对，只能报一串互相矛盾的原因。",
        "Its errors cannot say which alternative was meant.",
    ),
)
REMOTE_REFERENCE = Problem(
    "SCH012",
    "remote-reference",
    Severity.ERROR,
    Text(
        "$ref 不能指向别的文件或网址：「{target}」",
        "$ref must not point to another file or address: “{target}”",
    ),
    Text("只能引用本文件的 #/$defs/…", "Refer to #/$defs/… of this file only"),
    Text("核对记录时不能联网，也不能读别的文件。", "A check neither uses the network nor reads other files."),
)
UNKNOWN_KIND = Problem(
    "SCH013",
    "unknown-referenced-kind",
    Severity.ERROR,
    Text(
        "x-reference 指向不存在的记录种类「{target}」", "x-reference names the unknown record kind “{target}”"
    ),
    Text("已有的种类：{kinds}", "The kinds are: {kinds}"),
    Text("这样的字段永远找不到对应的记录。", "Such a field can never find its record."),
)
UNLIKE_ID = Problem(
    "SCH014",
    "unlike-id",
    Severity.ERROR,
    Text("「{name}」的编号写法与其他记录不一致", "“{name}” does not have the form that ids have everywhere"),
    Text(
        '写 "type": "string" 和 "pattern": "{pattern}"；id 还须列入 required',
        'Write "type": "string" and "pattern": "{pattern}"; id must also be required',
    ),
    Text(
        "编号用在文件名、网址和引用里，各处必须一样。",
        "Ids become file names, addresses and references, so they look alike.",
    ),
)
MISSING_TRANSLATION = Problem(
    "SCH015",
    "missing-translation",
    Severity.WARNING,
    Text("「{name}」缺少英文的 {missing}", "“{name}” has no English {missing}"),
    Text('在 "x-en" 里补上', 'Add it to "x-en"'),
    Text("英文页面会显示中文。", "English pages show Chinese instead."),
)
UNRESOLVED_REFERENCE = Problem(
    "SCH016",
    "unresolved-reference",
    Severity.ERROR,
    Text("$ref 指向不存在的位置或绕回自身：「{target}」", "$ref leads nowhere or back to itself: “{target}”"),
    Text("检查 $defs 里的名称", "Look at the names in $defs"),
    Text("解析不了的引用使整个模式失效。", "An unresolved reference makes the whole schema useless."),
)
UNCLEAR_TYPE = Problem(
    "SCH017",
    "unclear-type",
    Severity.ERROR,
    Text("「{name}」没有唯一的 type", "“{name}” does not have exactly one type"),
    Text(
        "写一个 type：string、integer、number、boolean、array 或 object；列表要写 items，对象要写 properties",
        "Write one type: string, integer, number, boolean, array (with items) or object (with properties)",
    ),
    Text("表单和表格须知道每个字段是文字、数字还是列表。", "Forms and tables must know what a field holds."),
)
UNKNOWN_FORMAT = Problem(
    "SCH018",
    "unknown-format",
    Severity.ERROR,
    Text("不支持的 format「{format}」", "The format “{format}” is not supported"),
    Text("只能写 date；其他写法用 pattern 规定", "Only date is; use a pattern for other forms"),
    Text("不认识的 format 不会被检查。", "A format that is not known checks nothing."),
)
UNTITLED_CHOICE = Problem(
    "SCH019",
    "untitled-choice",
    Severity.ERROR,
    Text("选项缺少 const 或 title", "A choice has no const or no title"),
    Text(
        '每个选项写成 {{"const": "done", "title": "已完成"}}',
        'Write each choice as {{"const": "done", "title": "已完成"}}',
    ),
    Text("读者看到的是选项的名称，不是它的值。", "Readers see a choice's title, not its value."),
)

PROBLEMS: tuple[Problem, ...] = (
    INVALID_JSON,
    REPEATED_KEY,
    UNEXPECTED_FILE,
    INVALID_SCHEMA,
    MISSING_TITLE,
    UNKNOWN_KEYWORD,
    UNSAFE_PATTERN,
    FRACTIONAL_MULTIPLE,
    UNBOUNDED,
    OPEN_OBJECT,
    TOP_LEVEL_ALTERNATIVE,
    REMOTE_REFERENCE,
    UNKNOWN_KIND,
    UNLIKE_ID,
    MISSING_TRANSLATION,
    UNRESOLVED_REFERENCE,
    UNCLEAR_TYPE,
    UNKNOWN_FORMAT,
    UNTITLED_CHOICE,
)

# A schema with one of these cannot be used; with any other it still checks records.
UNUSABLE = frozenset(
    problem.code
    for problem in (
        INVALID_JSON,
        REPEATED_KEY,
        INVALID_SCHEMA,
        UNSAFE_PATTERN,
        REMOTE_REFERENCE,
        UNRESOLVED_REFERENCE,
        UNCLEAR_TYPE,
        UNTITLED_CHOICE,
    )
)

ANNOTATIONS = (
    "$comment",
    "title",
    "description",
    "examples",
    "x-en",
    "x-reference",
    "x-unit",
    "x-decimals",
    "x-visibility",
    "x-public-number",
    "x-document-number",
    "x-singleton",
    "x-widget",
)
STRUCTURE = (
    "$schema",
    "$id",
    "$ref",
    "$defs",
    "properties",
    "items",
    "oneOf",
    "allOf",
    "if",
    "then",
    "else",
    "not",
)
CHECKS = (
    "type",
    "required",
    "additionalProperties",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "const",
    "enum",
)
KEYWORDS = frozenset((*ANNOTATIONS, *STRUCTURE, *CHECKS))
TYPES = frozenset(("string", "integer", "number", "boolean", "array", "object"))

Role = Literal["root", "property", "items", "definition", "choice", "condition"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a schema. path: keys and indexes from the schema's root to the place."""

    problem: Problem
    path: FieldPath = ()
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    at_key: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A subschema. role: where it stands; a *condition* (if, then, not, allOf) only adds to others."""

    schema: Mapping[str, Any]
    path: FieldPath
    role: Role

    @property
    def name(self) -> str:
        """How messages call it: the property's key, or the nearest key above."""
        keys = [str(k) for k in self.path if k not in ("properties", "items", "$defs", "oneOf")]
        return ".".join(k for k in keys if not k.isdigit()) or str(self.schema.get("title", "最外层"))

    def fault(self, problem: Problem, *path: str | int, at_key: bool = False, **params: object) -> Fault:
        """A fault of this subschema, at *path* below it."""
        return Fault(problem, (*self.path, *path), MappingProxyType(params), at_key)


def nodes(schema: Mapping[str, Any]) -> list[Node]:
    """Every subschema, parents first. Boolean subschemas are not visited: they have nothing to look at."""
    found: list[Node] = []
    _collect(schema, (), "root", found)
    return found


def _collect(schema: Mapping[str, Any], path: FieldPath, role: Role, found: list[Node]) -> None:
    found.append(Node(schema, path, role))
    for keyword, below in _BELOW.items():
        child = schema.get(keyword)
        if child is None:
            continue
        at = (*path, keyword)
        inside: Iterable[tuple[FieldPath, Any]] = ((at, child),)
        if keyword in ("properties", "$defs"):
            inside = (((*at, name), one) for name, one in child.items())
        elif isinstance(child, list):
            inside = (((*at, index), one) for index, one in enumerate(child))
        # What stands below a condition describes nothing by itself.
        inner = "condition" if role == "condition" and below in ("property", "items") else below
        for place, one in inside:
            if isinstance(one, dict):
                _collect(one, place, inner, found)


_BELOW: Mapping[str, Role] = {
    "properties": "property",
    "$defs": "definition",
    "allOf": "condition",
    "oneOf": "choice",
    "items": "items",
    "if": "condition",
    "then": "condition",
    "else": "condition",
    "not": "condition",
}


def resolve(root: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """*schema* with its local ``$ref`` replaced by what it names; its own keywords win.

    LookupError where the reference leads nowhere or in a circle.
    """
    seen: set[str] = set()
    while "$ref" in schema:
        target = schema["$ref"]
        if target in seen:
            raise LookupError(target)
        seen.add(target)
        own = {k: v for k, v in schema.items() if k != "$ref"}
        schema = {**_lookup(root, target), **own}
    return schema


def _lookup(root: Mapping[str, Any], target: str) -> Mapping[str, Any]:
    found: Any = root
    for part in target.removeprefix("#/").split("/"):
        found = found.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
    if not isinstance(found, Mapping):
        raise LookupError(target)
    return found


def structural_faults(schema: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults that make further checks pointless: references that cannot be followed."""
    for node in nodes(schema):
        target = node.schema.get("$ref")
        if target is None:
            continue
        if not str(target).startswith("#/$defs/"):
            yield node.fault(REMOTE_REFERENCE, "$ref", target=target)
        elif _circular(schema, node.schema):
            yield node.fault(UNRESOLVED_REFERENCE, "$ref", target=target)


def _circular(root: Mapping[str, Any], schema: Mapping[str, Any], seen: frozenset[str] = frozenset()) -> bool:
    """Does following the references below *schema* fail or come back to where it began?"""
    for node in nodes(schema):
        target = node.schema.get("$ref")
        if target is None:
            continue
        try:
            if target in seen or _circular(root, _lookup(root, target), seen | {target}):
                return True
        except LookupError:
            return True
    return False


def faults(kind: str, schema: Mapping[str, Any], kinds: tuple[str, ...]) -> Iterator[Fault]:
    """Everything wrong with a schema whose references can be followed. kinds: all that have a schema."""
    for node in nodes(schema):
        yield from _keyword_faults(node)
        yield from _value_faults(node, kinds)
        if node.role == "choice":
            yield from _choice_faults(node)
        elif node.role != "condition":
            yield from _wording_faults(node)
            yield from _shape_faults(schema, node)
    yield from _id_faults(kind, schema)


def _keyword_faults(node: Node) -> Iterator[Fault]:
    for keyword in node.schema:
        if node.role == "root" and keyword in ("oneOf", "anyOf"):
            yield node.fault(TOP_LEVEL_ALTERNATIVE, keyword, at_key=True, keyword=keyword)
        elif keyword not in KEYWORDS:
            allowed = "、".join(sorted(KEYWORDS))
            yield node.fault(UNKNOWN_KEYWORD, keyword, at_key=True, keyword=keyword, allowed=allowed)


def _value_faults(node: Node, kinds: tuple[str, ...]) -> Iterator[Fault]:
    schema = node.schema
    fault = pattern_fault(schema["pattern"]) if "pattern" in schema else None
    if fault:
        yield node.fault(UNSAFE_PATTERN, "pattern", pattern=schema["pattern"], fault=fault)
    if schema.get("multipleOf", 1) < 1:
        yield node.fault(FRACTIONAL_MULTIPLE, "multipleOf", value=schema["multipleOf"])
    if schema.get("format", "date") != "date":
        yield node.fault(UNKNOWN_FORMAT, "format", format=schema["format"])
    target = schema.get("x-reference")
    if target is not None and target not in kinds:
        yield node.fault(UNKNOWN_KIND, "x-reference", target=target, kinds="、".join(kinds))


def _choice_faults(node: Node) -> Iterator[Fault]:
    if not isinstance(node.schema.get("const"), str) or not node.schema.get("title"):
        yield node.fault(UNTITLED_CHOICE)
    elif not _english(node.schema).get("title"):
        yield node.fault(MISSING_TRANSLATION, name=node.schema["const"], missing="title")


def _wording_faults(node: Node) -> Iterator[Fault]:
    if node.role not in ("root", "property"):
        return
    for word in ("title", "description"):
        if not node.schema.get(word):
            yield node.fault(MISSING_TITLE, at_key=True, name=node.name, missing=word)
        elif not _english(node.schema).get(word):
            yield node.fault(MISSING_TRANSLATION, at_key=True, name=node.name, missing=word)


def _english(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found = schema.get("x-en")
    return found if isinstance(found, dict) else {}


def _shape_faults(root: Mapping[str, Any], node: Node) -> Iterator[Fault]:
    schema = resolve(root, node.schema)
    wanted = schema.get("type")
    inner = {"array": "items", "object": "properties"}.get(str(wanted))
    if (
        not isinstance(wanted, str)
        or wanted not in TYPES
        or (inner and not isinstance(schema.get(inner), dict))
    ):
        yield node.fault(UNCLEAR_TYPE, at_key=True, name=node.name)
        return
    if node.role == "root" and wanted != "object":
        yield node.fault(UNCLEAR_TYPE, "type", name=node.name)
    if wanted == "object" and schema.get("additionalProperties") is not False:
        yield node.fault(OPEN_OBJECT, at_key=True, name=node.name)
    bounded = any(k in schema for k in ("oneOf", "enum", "const")) or schema.get("format") == "date"
    limit = {"string": "" if bounded else "maxLength", "array": "maxItems"}.get(wanted)
    if limit and limit not in schema:
        yield node.fault(UNBOUNDED, at_key=True, name=node.name, keyword=limit)


def _id_faults(kind: str, schema: Mapping[str, Any]) -> Iterator[Fault]:
    properties = schema.get("properties", {})
    if not schema.get("x-singleton") and (
        not _is_id(properties.get("id")) or "id" not in schema.get("required", ())
    ):
        at = ("properties", "id") if "id" in properties else ()
        yield Fault(
            UNLIKE_ID, at, MappingProxyType({"name": f"{kind}.id", "pattern": ID_PATTERN}), at_key=True
        )
    for node in nodes(schema):
        if "x-reference" in node.schema and not _is_id(resolve(schema, node.schema)):
            yield node.fault(UNLIKE_ID, at_key=True, name=node.name, pattern=ID_PATTERN)


def _is_id(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "string" and schema.get("pattern") == ID_PATTERN


_REPEAT = re.compile(r"[*+?]|\{[0-9]+(,[0-9]*)?\}")


def pattern_fault(pattern: str) -> Text | None:
    """What is wrong with a regular expression, or None; a scan, since ``re`` has no public parser."""
    if not pattern.startswith("^") or not pattern.endswith("$") or pattern.endswith(r"\$"):
        return Text("没有用 ^ 和 $ 框住整个值", "does not span the whole value with ^ and $")
    if not pattern.isascii():
        return Text("含有非 ASCII 字符", "has characters outside ASCII")
    try:
        re.compile(pattern)
    except re.error as error:
        return Text(f"写错了（{error}）", f"is not valid ({error})")
    bare = re.sub(r"\\[^A-Za-z0-9]", "-", pattern)
    if re.search(r"\\[A-Za-z0-9]", bare):
        return Text("用了 \\d、\\w 一类的简写", "uses shorthands such as \\d or \\w")
    if re.search(r"\[\^", bare):
        return Text("用了排除式字符组 [^…]", "uses a negated class [^…]")
    bare = re.sub(r"\[[^\]]*\]", "c", bare)
    if "." in bare or re.search(r"\(\?(?!:)", bare):
        return Text("用了点号或 (?…) 结构", "uses a dot or a (?…) construct")
    return _repetition_fault(bare[1:-1].replace("(?:", "("))


def _repetition_fault(bare: str) -> Text | None:
    """The fault of a pattern whose classes are single letters and whose anchors are gone."""
    if set("^$") & set(bare):
        return Text("在中间用了 ^ 或 $", "uses ^ or $ in the middle")
    variable = [False]  # for each open group: does something in it repeat a varying number of times?
    position = 0
    while position < len(bare):
        char = bare[position]
        position += 1
        if char == "(":
            variable.append(False)
            continue
        if char == "|" and len(variable) == 1:
            return Text("在括号外用了 |", "uses | outside a group")
        inner = variable.pop() if char == ")" else False
        repeat = _REPEAT.match(bare, position)
        if repeat:
            position = repeat.end()
            if inner and repeat[0] != "?":
                return Text("在重复的括号里又用了可变的重复", "repeats something inside a repeated group")
        varies = bool(repeat) and not re.fullmatch(r"\{[0-9]+\}", repeat[0] if repeat else "")
        variable[-1] = variable[-1] or inner or varies
    return None
