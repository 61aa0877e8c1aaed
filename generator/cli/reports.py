"""Diagnostics as text, JSON, annotations of a forge, and Markdown. Pure: strings in, strings out.

What stands in a record is data here too: control characters are shown escaped, a line never begins with
record text, and nothing that a forge would take for a command, a mention or a link gets through. No report
leaves something out without saying how much.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.location import Location
from generator.model.shown import code as inline_code
from generator.model.shown import defused, markdown, unicode_escape, visible
from generator.model.text import Language, Text

JSON_FORMAT = 1
"""Version of the JSON report; a field may be added to it, none changes its meaning."""

_MANY, _EXAMPLES = 20, 5  # more than so many of one code are shown by a few examples
_ANNOTATIONS = 10  # a forge shows ten per level and step, and drops the rest without a word
_MARKDOWN_LIMIT = 60_000  # a forge refuses comments from 65,536 characters on
_RESERVE = 4_000  # room for a last hint and for saying what is missing
_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_WORDS = {
    Severity.ERROR: (Text("{n} 个错误", "{n} errors"), Text("1 个错误", "1 error")),
    Severity.WARNING: (Text("{n} 个警告", "{n} warnings"), Text("1 个警告", "1 warning")),
    Severity.INFO: (Text("{n} 条提示", "{n} notes"), Text("1 条提示", "1 note")),
}
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Compared:
    """Where the problems of a change alone are reported: what it was compared with.

    base: the revision. standing, gone: how many problems were there before and stay, or are gone.
    unchecked: what could not be looked at, each a sentence that says why.
    """

    base: str
    standing: int
    gone: int
    unchecked: tuple[Text, ...] = ()


def as_text(
    diagnostics: Iterable[Diagnostic],
    language: Language = "zh",
    *,
    seen: int,
    records: int,
    drafts: int = 0,
    compared: Compared | None = None,
    color: bool = False,
) -> str:
    """For people at a terminal: one problem per line with its hint below; notes are only counted."""
    found = _sorted(diagnostics)
    counts = Counter(d.code for d in found)
    shown: Counter[str] = Counter()
    lines: list[str] = []
    for d in found:
        if d.severity is Severity.INFO:
            continue
        shown[d.code] += 1
        if counts[d.code] <= _MANY or shown[d.code] <= _EXAMPLES:
            lines.extend(_entry(d, language, color))
    lines.extend(_left_out(found, counts, language))
    if lines:
        lines.append("")
    lines.append(summary(found, language, seen=seen, records=records, drafts=drafts))
    lines.extend(defused(visible(line)) for line in comparison(compared, language))
    return "\n".join(lines) + "\n"


def as_json(
    diagnostics: Iterable[Diagnostic],
    language: Language = "zh",  # noqa: ARG001 - both languages are in it; the same call as for other reports
    *,
    seen: int,
    records: int,
    drafts: int = 0,
    compared: Compared | None = None,
) -> str:
    """For programs: everything, in both languages."""
    found = _sorted(diagnostics)
    report = {
        "format": JSON_FORMAT,
        "files": seen,
        "records": records,
        "drafts": drafts,
        "errors": _count(found, Severity.ERROR),
        "warnings": _count(found, Severity.WARNING),
        "notes": _count(found, Severity.INFO),
        "against": _against(compared) if compared else None,
        "diagnostics": [_plain(d) for d in found],
    }
    written = json.dumps(report, ensure_ascii=False, indent=2)
    return "".join(c if c == "\n" or c.isprintable() else unicode_escape(c) for c in written) + "\n"


def as_github(
    diagnostics: Iterable[Diagnostic],
    language: Language = "zh",
    *,
    seen: int,
    records: int,
    drafts: int = 0,
    compared: Compared | None = None,
) -> str:
    """For a workflow's log: annotations at the lines at fault, ten of each level at most."""
    found = _sorted(diagnostics)
    lines: list[str] = []
    for severity in _SEVERITIES:
        of_level = [d for d in found if d.severity is severity]
        fits = len(of_level) <= _ANNOTATIONS
        listed = of_level if fits else of_level[: _ANNOTATIONS - 1]
        lines.extend(_annotation(d, language) for d in listed)
        if not fits:
            more = Text(
                "另有 {n} 处没有在这里标出，请看完整报告，或在本地运行 generator check",
                "and {n} more that are not marked here; see the full report, or run generator check",
            ).format(n=len(of_level) - len(listed))
            lines.append(
                f"::{_LEVELS[severity]} title={_property('generator check')}::{_data(more.to(language))}"
            )
    lines.append(defused(summary(found, language, seen=seen, records=records, drafts=drafts)))
    lines.extend(defused(visible(line)) for line in comparison(compared, language))
    return "\n".join(lines) + "\n"


def as_markdown(
    diagnostics: Iterable[Diagnostic],
    language: Language = "zh",
    *,
    seen: int,
    records: int,
    drafts: int = 0,
    compared: Compared | None = None,
) -> str:
    """For a comment on a pull request: by code, the gravest first, never longer than a forge takes."""
    found = _sorted(diagnostics)
    head = Text("记录核对", "Check of the records").to(language)
    lines = [
        f"## {head}",
        "",
        markdown(summary(found, language, seen=seen, records=records, drafts=drafts)),
        "",
        *(f"- {markdown(line)}" for line in comparison(compared, language)),
        *([""] if compared else []),
    ]
    size = sum(len(line) + 1 for line in lines)
    left = 0
    for group in _groups(found):
        block, missing = _block(group, language, _MARKDOWN_LIMIT - _RESERVE - size)
        lines.extend(block)
        size += sum(len(line) + 1 for line in block)
        left += missing
    if left:
        more = Text(
            "另有 {n} 处没有列出，请在本地运行 `generator check`。",
            "{n} more are not listed; run `generator check`.",
        )
        lines.extend([more.format(n=left).to(language), ""])
    return "\n".join(lines)


def summary(
    found: Sequence[Diagnostic], language: Language, *, seen: int, records: int, drafts: int = 0
) -> str:
    """One sentence: how many files were looked at, how many are records, and what was found."""
    counts = [(s, _count(found, s)) for s in _SEVERITIES]
    parts = [_WORDS[s][n == 1].format(n=n).to(language) for s, n in counts if n]
    if language == "en":
        outcome = ", ".join(parts) or "no problems"
        held = f" ({drafts} of them drafts: neither published nor counted)" if drafts else ""
        return f"Checked {seen} files, {records} valid records{held}: {outcome}."
    held = f"（其中 {drafts} 条草稿，不公布、不计入）" if drafts else ""
    return f"核对了 {seen} 个文件，{records} 条有效记录{held}：{'，'.join(parts) or '没有问题'}。"


def comparison(compared: Compared | None, language: Language) -> list[str]:
    """That the above is what the change brings, how much stood before, and what was not looked at."""
    if compared is None:
        return []
    said = Text(
        "以上只算与 {base} 相比新出现的；原有的 {standing} 个不阻断，消除了 {gone} 个。",
        "Only what is new against {base} is counted; {standing} stood before and do not block; gone: {gone}.",
    ).format(base=compared.base, standing=compared.standing, gone=compared.gone)
    return [text.to(language) for text in (said, *compared.unchecked)]


def _sorted(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(diagnostics, key=lambda d: d.order)


def _count(found: Iterable[Diagnostic], severity: Severity) -> int:
    return sum(d.severity is severity for d in found)


def _entry(d: Diagnostic, language: Language, color: bool) -> list[str]:
    label = f"\x1b[{_COLORS[d.severity]}m{d.severity.label}\x1b[0m" if color else d.severity.label
    hint, related = ("hint", "see") if language == "en" else ("提示", "相关")
    lines = [defused(f"{visible(str(d.location))}: {label} {d.code} ") + _safe(d.message, language)]
    if d.hint:
        lines.append(f"    {hint}: {_safe(d.hint, language)}")
    lines.extend(f"    {related}: {defused(visible(str(place)))}" for place in d.related)
    return lines


def _left_out(found: Sequence[Diagnostic], counts: Counter[str], language: Language) -> list[str]:
    """What the text report does not show one by one: the rest of frequent problems, and notes."""
    first = {d.code: d for d in reversed(found)}
    lines = []
    for code in sorted(counts):
        d = first[code]
        if d.severity is Severity.INFO:
            line = Text("{code} {name}：{n} 处（只计数）", "{code} {name}: {n} (counted only)")
            lines.append(line.format(code=code, name=d.name, n=counts[code]).to(language))
        elif counts[code] > _MANY:
            line = Text(
                "{code} {name}：另有 {more} 处（共 {n} 处）", "{code} {name}: {more} more ({n} in all)"
            )
            more = counts[code] - _EXAMPLES
            lines.append(line.format(code=code, name=d.name, more=more, n=counts[code]).to(language))
    return ["", *lines] if lines else []


def _plain(d: Diagnostic) -> dict[str, Any]:
    return {
        "code": d.code,
        "name": d.name,
        "severity": d.severity.label,
        **_place(d.location),
        "record": d.record,
        "field": list(d.field),
        "message": _both(d.message),
        "hint": _both(d.hint) if d.hint else None,
        "params": dict(sorted(d.params.items())),
        "related": [_place(place) for place in d.related],
    }


def _against(compared: Compared) -> dict[str, Any]:
    return {
        "base": compared.base,
        "standing": compared.standing,
        "gone": compared.gone,
        "unchecked": [_both(text) for text in compared.unchecked],
    }


def _place(location: Location) -> dict[str, Any]:
    return {"path": location.path, "line": location.line, "column": location.column}


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.to("en")}


def _annotation(d: Diagnostic, language: Language) -> str:
    place = d.location
    body = d.message.to(language) + (f"\n{d.hint.to(language)}" if d.hint else "")
    return (
        f"::{_LEVELS[d.severity]} file={_property(place.path)},line={place.line},col={place.column},"
        f"title={_property(f'{d.code} {d.name}')}::{_data(body)}"
    )


def _data(text: str) -> str:
    """A command's message: the forge undoes these three, so a line break can be shown but not forged."""
    shown = "".join(c if c == "\n" or c.isprintable() else unicode_escape(c) for c in text)
    return defused(shown.replace("%", "%25").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _safe(text: Text, language: Language) -> str:
    return defused(visible(text.to(language)))


def _groups(found: Sequence[Diagnostic]) -> list[list[Diagnostic]]:
    """The diagnostics by code, the gravest first."""
    by_code: dict[str, list[Diagnostic]] = {}
    for d in found:
        by_code.setdefault(d.code, []).append(d)
    return sorted(by_code.values(), key=lambda group: (-group[0].severity, group[0].code))


def _block(group: list[Diagnostic], language: Language, room: int) -> tuple[list[str], int]:
    """A group's lines as far as they fit into *room*, and how many problems are not among them."""
    first = group[0]
    sign = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}[first.severity]
    lines = [f"### {sign} {first.code} {first.name} ({len(group)})", ""]
    hints = {d.hint.to(language) for d in group if d.hint}
    listed = 0
    size = sum(len(line) + 1 for line in lines)
    for d in group[: _MANY if len(group) <= _MANY else _EXAMPLES]:
        line = f"- {inline_code(str(d.location))} {markdown(d.message.to(language))}"
        if len(hints) > 1 and d.hint:
            line += f"<br>{markdown(d.hint.to(language))}"
        if size + len(line) + 1 > room:
            break
        lines.append(line)
        size += len(line) + 1
        listed += 1
    if not listed:
        return [], len(group)
    lines.append("")
    if len(hints) == 1 and size < room:
        lines.extend([f"> {markdown(hints.pop())}", ""])
    return lines, len(group) - listed
