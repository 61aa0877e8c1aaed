"""The reference of all diagnostics: what each code means, why it exists, and how it looks wrong and right.

The examples are the test cases of the rules, so that what people read is what runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from generator.model.artifact import Artifact
from generator.model.diagnostic import Problem, Severity
from generator.model.text import Text

PATH = "docs/reference/rules.md"

# Family -> its title; in the order in which a file passes them.
FAMILIES: Mapping[str, Text] = {
    "FIL": Text("文件与文件夹", "Files and folders"),
    "YML": Text("YAML 写法", "YAML"),
    "SCH": Text("模式文件", "Schema files"),
    "STR": Text("结构", "Structure"),
    "IDN": Text("编号与名称", "Identity"),
    "REF": Text("引用", "References"),
    "TRE": Text("单位隶属", "The tree of units"),
    "DAT": Text("日期", "Dates"),
    "CON": Text("检查纪律", "Conduct"),
    "CHK": Text("检查表与结果", "Checklists and results"),
    "AWD": Text("表扬", "Commendations"),
    "MTH": Text("评定办法", "Methods"),
    "PRV": Text("个人信息", "Privacy"),
    "TXT": Text("文字", "Text"),
    "INT": Text("程序缺陷", "Bugs of ours"),
}
_SEVERITIES = {
    Severity.ERROR: Text("错误：停止发布", "error: stops publication"),
    Severity.WARNING: Text("警告：照常发布，但会显示", "warning: shown, does not stop publication"),
    Severity.INFO: Text("提示：只计数", "info: counted only"),
}
_AROUND = 4  # lines shown before and after the one at fault


def rules_reference(problems: Iterable[Problem], cases: Mapping[str, tuple[str, str]]) -> Artifact:
    """The page of all *problems*; cases: code -> a bad and a good example, where there are some."""
    ordered = sorted(problems, key=lambda p: (_rank(p), p.code))
    lines = [
        "# 核对规则 Rules",
        "",
        "每个问题都有一个代码。这里说明它的意思、为什么要查、怎么改。"
        "本页由 `generator schema` 生成，请勿手改。",
        "",
        "Every problem has a code. This page says what it means, why it is looked for and what to do. "
        "Written by `generator schema`; do not edit.",
        "",
    ]
    family = ""
    for problem in ordered:
        if problem.code[:3] != family:
            family = problem.code[:3]
            title = FAMILIES.get(family, Text(family))
            lines += [f"## {family} {title.zh} {title.en}".rstrip(), ""]
        lines += _entry(problem, cases.get(problem.code))
    return Artifact(PATH, ("\n".join(lines).rstrip() + "\n").encode())


def examples(files: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """Code -> bad and good excerpt, from the files of the folder of cases (path below it -> text).

    ``base/…`` is what every case is laid over, ``<CODE>-<name>/expected.txt`` says where the fault stands,
    ``<CODE>-<name>/{bad,good}/…`` are the files of the two sides.
    """
    found = {}
    for path in sorted(files):
        case, _, name = path.partition("/")
        if name == "expected.txt":
            code = case[:6]
            found[code] = _excerpts(files, case, files[path].split(":", 2))
    return found


def _rank(problem: Problem) -> int:
    names = list(FAMILIES)
    family = problem.code[:3]
    return names.index(family) if family in names else len(names)


def _entry(problem: Problem, case: tuple[str, str] | None) -> list[str]:
    severity = _SEVERITIES[problem.severity]
    lines = [f"### {problem.code} {problem.name}", ""]
    rows = [
        (Text("级别", "Severity"), severity),
        (Text("提示语", "Message"), problem.message),
        (Text("为什么", "Why"), problem.reason),
        (Text("怎么改", "What to do"), problem.hint),
    ]
    for title, text in rows:
        if text:
            english = f"<br>*{title.en}:* {_plain(text.en)}" if text.en else ""
            lines += [f"**{title.zh}** {_plain(text.zh)}{english}", ""]
    if case:
        lines += ["错误示例 Wrong:", "", *_fenced(case[0]), "", "正确示例 Right:", "", *_fenced(case[1]), ""]
    return lines


def _plain(text: str) -> str:
    """Our own words: placeholders as dots, and what Markdown or HTML would read as markup as it is."""
    shown = re.sub(r"\{[a-z_]+\}", "…", text).replace("\n", " ")
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = re.sub(r"([\\`*_{}\[\]#])", r"\\\1", shown)
    return re.sub(r"[|~$^=]", lambda match: f"&#{ord(match[0])};", shown)


def _fenced(text: str) -> list[str]:
    """A code block whose fence is longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}yaml", *text.rstrip("\n").split("\n"), fence]


def _excerpts(files: Mapping[str, str], case: str, place: list[str]) -> tuple[str, str]:
    """The lines around the fault, and the same lines as they are right."""
    base = _below(files, "base/")
    bad, good = {**base, **_below(files, f"{case}/bad/")}, {**base, **_below(files, f"{case}/good/")}
    at, line = place[0], int(place[1]) - 1
    changed = [p for p in sorted({*bad, *good}) if bad.get(p) != good.get(p)]
    wrong = _window(at, bad.get(at, ""), [line], mark=line)
    if at not in changed and changed:
        # The fault shows in one file and is mended in another, so both are needed to see it.
        other = changed[0]
        lines, _ = _different(bad.get(other, ""), good.get(other, ""))
        wrong += "\n" + _window(other, bad[other], lines) if other in bad else ""
    fixed = at if at in changed and at in good else next((p for p in changed if p in good), at)
    _, lines = _different(bad.get(fixed, ""), good.get(fixed, ""))
    return wrong, _window(fixed, good.get(fixed, ""), lines)


def _below(files: Mapping[str, str], folder: str) -> dict[str, str]:
    return {path.removeprefix(folder): text for path, text in files.items() if path.startswith(folder)}


def _different(before: str, after: str) -> tuple[list[int], list[int]]:
    """Numbers of the lines that differ, on either side; a missing line counts where it is missing."""
    one, other = before.splitlines(), after.splitlines()
    left: list[int] = []
    right: list[int] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes():
        if tag != "equal":
            left.extend(range(i1, max(i2, i1 + 1)))
            right.extend(range(j1, max(j2, j1 + 1)))
    return left, right


def _window(path: str, text: str, numbers: list[int], mark: int | None = None) -> str:
    """The lines *numbers* of a file with a few around them; *mark* gets an arrow."""
    lines = text.splitlines()
    if mark is not None and mark < len(lines):
        lines[mark] += "  # ←"
    near = {n for number in numbers for n in range(number - _AROUND, number + _AROUND + 1)}
    shown = [n for n in range(len(lines)) if n in near or not numbers]
    out = [f"# {path}"]
    for before, n in zip([-1, *shown], shown, strict=False):
        out += ["# …"] if n != before + 1 else []
        out.append(lines[n])
    if shown and shown[-1] < len(lines) - 1:
        out.append("# …")
    return "\n".join(out) + "\n"
