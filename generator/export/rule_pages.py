"""The reference of all diagnostics: what each code means, why it exists, and how it looks wrong and right.

The examples are the test cases of all families, so that what people read is what runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from generator.model.artifact import Artifact
from generator.model.diagnostic import Problem, Severity
from generator.model.document import SourceFile
from generator.model.text import Text

T = TypeVar("T")

PATH = "docs/reference/rules.md"
CASES = "tests/cases"

# Family -> its title; in the order in which a file passes them. Without ASCII in the Chinese title, MkDocs
# makes the anchor of the family's letters alone.
FAMILIES: Mapping[str, Text] = {
    "FIL": Text("文件与文件夹", "Files and folders"),
    "YML": Text("文件的写法", "YAML"),
    "SCH": Text("模式文件", "Schema files"),
    "STR": Text("结构", "Structure"),
    "IDN": Text("编号与名称", "Identity"),
    "REF": Text("引用", "References"),
    "TRE": Text("单位隶属", "The tree of units"),
    "TEA": Text("三支团队", "The three teams"),
    "DAT": Text("日期", "Dates"),
    "TSK": Text("重点任务", "Key tasks"),
    "CON": Text("检查纪律", "Conduct"),
    "EXP": Text("专家管理", "Experts"),
    "CHK": Text("检查表与结果", "Checklists and results"),
    "LAW": Text("法规依据", "Laws"),
    "RSK": Text("风险点", "Risk points"),
    "CHM": Text("危化品盘点", "Chemicals"),
    "WST": Text("废弃物移交", "Waste"),
    "HAZ": Text("隐患登记", "Hazards"),
    "EVT": Text("整改和复查", "Rectifications and follow-ups"),
    "AWD": Text("表扬", "Commendations"),
    "NOM": Text("推荐", "Nominations"),
    "MTG": Text("现场推进会", "On-site meetings"),
    "GUA": Text("服务保障", "Guarantee"),
    "DEM": Text("示范校", "Demonstration schools"),
    "DOC": Text("公文", "Official documents"),
    "BUL": Text("通报", "Bulletins"),
    "PUB": Text("公示", "Publicity"),
    "COR": Text("更正", "Corrections"),
    "BUD": Text("经费预算", "Budgets"),
    "DRW": Text("抽签", "Draws"),
    "PRJ": Text("六个一批", "Six batches"),
    "CAS": Text("典型案例", "Cases"),
    "MTH": Text("评定办法", "Methods"),
    "EVL": Text("年度评价", "The annual evaluation"),
    "PRV": Text("个人信息", "Privacy"),
    "TXT": Text("文字", "Text"),
    "DUE": Text("逾期", "Late"),
    "EXM": Text("容忍清单", "Exemptions"),
    "CHG": Text("改动本身", "The change itself"),
    "INT": Text("程序缺陷", "Bugs of ours"),
}
_SEVERITIES = {
    Severity.ERROR: Text("错误：停止发布", "error: stops publication"),
    Severity.WARNING: Text("警告：照常发布，但会显示", "warning: shown, does not stop publication"),
    Severity.INFO: Text("提示：只计数", "info: counted only"),
}
_HEAD = """---
hide: [navigation, toc]
fold: 3
---

# 核对规则 Rules

每个问题都有一个代码。这里说明它的意思、为什么要查、怎么改，并各举一个错误的和一个正确的例子；
“← 这里”指着出错的那一行，看不见的字符写成 `\\uXXXX`。本页由 `generator schema` 生成，请勿手改。

Every problem has a code. This page says what it means, why it is looked for and what to do, with a wrong and
a right example; “← 这里” points at the line at fault, and invisible characters are written `\\uXXXX`.
Written by `generator schema`; do not edit.
"""
_LANGUAGES = {"FIL": "text", "SCH": "json"}  # of the examples, where it is not YAML
_UNREADABLE = "# 用 UTF-8 打开时的样子：读不出的字节显示为 �\n"
_HERE = "← 这里"
_ABSENT = "（没有这个文件）"


@dataclass(frozen=True, slots=True)
class _Case:
    """The two sides of a case, path -> text, and where the bad one is at fault; line counts from 0.

    A path without a name ("") is a file whose name does not matter. comment: what begins a remark in
    the files, "" where they have none: names, and JSON, of which more must be seen to understand a line.
    """

    bad: Mapping[str, str]
    good: Mapping[str, str]
    path: str
    line: int
    comment: str = "# "

    @property
    def around(self) -> int:
        """Lines shown before and after the one at fault."""
        return 4 if self.comment else 9


def rules_reference(problems: Iterable[Problem], cases: Mapping[str, tuple[str, str]]) -> Artifact:
    """The page of all *problems*; cases: code -> a bad and a good example, where there are some."""
    families: dict[str, list[Problem]] = {}
    for problem in sorted(problems, key=lambda p: (_rank(p), p.code)):
        families.setdefault(problem.code[:3], []).append(problem)
    lines = [*_HEAD.splitlines(), "", *_overview(families), ""]
    for family, members in families.items():
        title = FAMILIES.get(family, Text(""))
        lines += [f"## {title.zh} {family}".replace("  ", " "), "", *([title.en, ""] if title.en else [])]
        for problem in members:
            lines += _entry(problem, cases.get(problem.code))
    return Artifact(PATH, ("\n".join(lines).rstrip() + "\n").encode())


def examples(files: Iterable[SourceFile]) -> Mapping[str, tuple[str, str]]:
    """Code -> bad and good excerpt, from the *files* below ``tests/cases``.

    ``rules/``, ``changes/``, ``exemptions/``, ``files/``, ``yaml/``, ``schema-files/`` hold a folder
    ``<CODE>-<name>`` for each case, with a bad and a good side and ``expected.txt``, which says where the
    fault stands; ``rules/base`` is what the cases of rules and changes are laid over, with a change's
    ``before/`` on it.
    ``schemas/<kind>/{bad,good}/`` hold single files that say it themselves.
    """
    rooms: dict[str, dict[str, bytes]] = {}
    for file in files:
        room, _, path = file.path.removeprefix(f"{CASES}/").partition("/")
        if file.content is not None:
            rooms.setdefault(room, {})[path] = file.content
    found = {}
    shared = {f"base/{path}": c for path, c in _below(rooms.get("rules", {}), "base/").items()}
    for room, contents in rooms.items():
        read = _single_files if room == "schemas" else _folders
        laid = shared | contents if room in ("changes", "exemptions") else contents
        for code, case in read({path: _text(content) for path, content in laid.items()}):
            found[code] = _excerpts(case)
    return found


def _folders(texts: Mapping[str, str]) -> Iterator[tuple[str, _Case]]:
    base = _below(texts, "base/")
    for path in sorted(texts):
        name, _, rest = path.partition("/")
        if rest == "expected.txt":
            own = _below(texts, f"{name}/")
            said = next(line for line in _lines(texts[path]) if line.endswith(f" {name[:6]}"))
            at, line, _ = said.rsplit(":", 2)
            yield name[:6], _case(base, own, at, int(line) - 1)


def _case(base: Mapping[str, str], own: Mapping[str, str], at: str, line: int) -> _Case:
    """A case of one list of names, of one file, or of a tree on each side."""
    if "bad.txt" in own:
        names = [text.partition("  ")[0] for text in _lines(own["bad.txt"])]
        return _Case({"": own["bad.txt"]}, {"": own["good.txt"]}, "", names.index(at), comment="")
    for ending, comment in (("yml", "# "), ("schema.json", "")):
        if f"bad.{ending}" in own:
            return _Case({"": own[f"bad.{ending}"]}, {"": own[f"good.{ending}"]}, "", line, comment)
    before = {**base, **_below(own, "before/")}
    sides = {side: {**before, **_below(own, f"{side}/")} for side in ("bad", "good")}
    for files in sides.values():
        for path in _lines(files.pop("gone.txt", "")):  # what the change deletes
            del files[path]
    return _Case(sides["bad"], sides["good"], at, line)


def _single_files(texts: Mapping[str, str]) -> Iterator[tuple[str, _Case]]:
    """The shortest case of each code that has a good side of the same name."""
    told: set[str] = set()
    for path, text in sorted(texts.items(), key=lambda item: (len(item[1]), item[0])):
        said = re.match(r"# expect: ([A-Z]{3}[0-9]{3}) ([0-9]+):[^\n]*\n", text)
        good = texts.get(path.replace("/bad/", "/good/"))
        if said and good and said[1] not in told:
            told.add(said[1])
            yield said[1], _Case({"": text[said.end() :]}, {"": good}, "", int(said[2]) - 2)


def _text(content: bytes) -> str:
    """What a file shows when it is opened as UTF-8, with every invisible character written out."""
    try:
        return _visible(content.decode())
    except UnicodeDecodeError:
        return _visible(content.decode(errors="replace"), keep="\ufffd")


def _visible(text: str, keep: str = "") -> str:
    return "".join(
        c if c == "\n" or c in keep or (c.isprintable() and c != "\ufffd") else _written(c) for c in text
    )


def _written(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"


def _excerpts(case: _Case) -> tuple[str, str]:
    """The lines around the fault, and the same lines as they are right."""
    bad, good, at = case.bad, case.good, case.path
    changed = [p for p in sorted({*bad, *good}) if bad.get(p) != good.get(p)]
    wrong = _window(case, at, bad, [case.line], mark=case.line)
    if at not in changed and changed:
        # The fault shows in one file and is mended in another, so both are needed to see it.
        other = changed[0]
        lines, _ = _different(bad.get(other, ""), good.get(other, ""))
        wrong += "\n" + _window(case, other, bad, lines) if other in bad else ""
    fixed = at if at in changed and at in good else next((p for p in changed if p in good), at)
    _, lines = _different(bad.get(fixed, ""), good.get(fixed, ""))
    note = _UNREADABLE if "\ufffd" in wrong else ""
    return note + wrong, _window(case, fixed, good, lines)


def _below(texts: Mapping[str, T], folder: str) -> dict[str, T]:
    return {path.removeprefix(folder): text for path, text in texts.items() if path.startswith(folder)}


def _lines(text: str) -> list[str]:
    """Lines as libyaml and people count them; ``splitlines`` would break at more than that."""
    return text.removesuffix("\n").split("\n") if text else []


def _different(before: str, after: str) -> tuple[list[int], list[int]]:
    """Numbers of the lines that differ, on either side; a missing line counts where it is missing."""
    left: list[int] = []
    right: list[int] = []
    matcher = SequenceMatcher(a=_lines(before), b=_lines(after), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            left.extend(range(i1, max(i2, i1 + 1)))
            right.extend(range(j1, max(j2, j1 + 1)))
    return left, right


def _window(case: _Case, path: str, side: Mapping[str, str], numbers: list[int], mark: int = -1) -> str:
    """The lines *numbers* of a file with a few around them; *mark* gets an arrow."""
    lines = _lines(side.get(path, _ABSENT))
    near = {n for number in numbers for n in range(number - case.around, number + case.around + 1)}
    shown = [n for n in range(len(lines)) if n in near or not numbers]
    out = [f"# {path}"] if path else []
    for before, n in zip([-1, *shown], shown, strict=False):
        out += [f"{case.comment}…"] if n != before + 1 else []
        out.append(f"{lines[n]}  {case.comment}{_HERE}" if n == mark else lines[n])
    if shown and shown[-1] < len(lines) - 1:
        out.append(f"{case.comment}…")
    return "\n".join(out) + "\n"


def _rank(problem: Problem) -> int:
    names = list(FAMILIES)
    family = problem.code[:3]
    return names.index(family) if family in names else len(names)


def _overview(families: Mapping[str, list[Problem]]) -> list[str]:
    """A table of the families that leads to each."""
    rows = ["| 代码 Code | 说的是什么 About | 条数 Number |", "|---|---|--:|"]
    for family, members in families.items():
        title = FAMILIES.get(family, Text(""))
        rows.append(f"| [{family}](#{family.lower()}) | {title.zh} {title.en} | {len(members)} |")
    return rows


def _entry(problem: Problem, case: tuple[str, str] | None) -> list[str]:
    """A problem under its code alone, so that the anchor is ``#ref001``; its longer name is one, too."""
    severity = _SEVERITIES[problem.severity]
    anchor = f"{problem.code}-{problem.name}".lower()
    lines = [f'### <span id="{anchor}"></span>{problem.code}', "", f"**{_plain(problem.message.zh)}**"]
    lines[-1] += f"<br>{_plain(problem.message.en)}" if problem.message.en else ""
    lines += ["", f"{severity.zh} *{severity.en}* `{problem.name}`", ""]
    rows = ((Text("为什么", "Why"), problem.reason), (Text("怎么改", "What to do"), problem.hint))
    for title, text in rows:
        if text:
            english = f"<br>*{title.en}:* {_plain(text.en)}" if text.en else ""
            lines += [f"**{title.zh}** {_plain(text.zh)}{english}", ""]
    if case:
        language = _LANGUAGES.get(problem.code[:3], "yaml")
        bad, good = (_fenced(side, language) for side in case)
        lines += ["**错误示例** Wrong", "", *bad, "", "**正确示例** Right", "", *good, ""]
    return lines


def _plain(text: str) -> str:
    """Our own words: placeholders as dots, and what Markdown or HTML would read as markup as it is."""
    shown = re.sub(r"\{[a-z_]+\}", "…", text).replace("{{", "{").replace("}}", "}").replace("\n", " ")
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = re.sub(r"([\\`*_{}\[\]#])", r"\\\1", shown)
    return re.sub(r"[|~$^=]", lambda match: f"&#{ord(match[0])};", shown)


def _fenced(text: str, language: str) -> list[str]:
    """A code block whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *text.rstrip("\n").split("\n"), fence]
