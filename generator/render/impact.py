"""The impact of a change as a comment in Markdown and as text for a terminal. The same impact, the same text.

What stands in a record is data here: see ``model.shown``. A comment says in three lines who moves, what is
contradicted and what is new among the problems; everything else is folded, and nothing is left out without
saying how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.diagnostic import Severity
from generator.model.impact import Impact, Move, is_evaluation
from generator.model.shown import defused, markdown, visible
from generator.model.text import Language

from .impact_sections import Section, sections_of
from .impact_words import Words

LIMIT = 60_000
"""Characters; a forge refuses comments from 65,536 on."""

_ROWS = 50  # of a table in a comment
_LINES = 20  # of a part in a terminal
_CELL = 300
_FAMILIES = (
    ("evaluations", "年度评价", "annual evaluation"),
    ("counties", "县（区）", "counties"),
    ("schools", "学校", "schools"),
)
_RESERVE = 300  # for saying in each section what is left out


def as_markdown(impact: Impact, language: Language = "zh") -> str:
    """For a comment: three lines, then folded tables, never longer than a forge takes."""
    words = Words(impact, language)
    sections = sections_of(impact, words)
    head = ["## " + words.say("改动的影响", "Impact of the change"), ""]
    head += [line for verdict in verdict_of(impact, words) for line in (_sentence(verdict), "")]
    foot = [f"<sub>{markdown(_foot(impact, words))}</sub>", ""]
    room = LIMIT - sum(len(line) + 1 for line in (*head, *foot))
    room -= sum(_frame(section) for section in sections)
    body: list[str] = []
    for section in sections:
        rows, room = _fitting(section, room)
        body += _folded(section, rows, words)
    return "\n".join([*head, *body, *foot])


def _sentence(verdict: tuple[str, str]) -> str:
    name, rest = verdict
    return f"**{markdown(name)}**　{markdown(rest)}"


def _frame(section: Section) -> int:
    """How long a section is without a row."""
    return sum(len(markdown(c)) + 8 for c in (*section.columns, section.title, section.note)) + _RESERVE


def _fitting(section: Section, room: int) -> tuple[list[str], int]:
    """The rows of a section that fit into *room*, as Markdown, and the room that is left."""
    rows: list[str] = []
    for row in section.rows[:_ROWS]:
        line = "| " + " | ".join(_cell(cell) for cell in row) + " |"
        if len(line) + 1 > room:
            break
        rows.append(line)
        room -= len(line) + 1
    return rows, room


def _cell(text: str) -> str:
    short = text if len(text) <= _CELL else f"{text[:_CELL]}…"
    return markdown(short)


def _folded(section: Section, rows: Sequence[str], words: Words) -> Iterator[str]:
    yield f"<details><summary>{markdown(section.title)}（{section.count}）</summary>"
    yield ""
    if section.note:
        yield from (markdown(section.note), "")
    if rows:
        yield "| " + " | ".join(markdown(c) for c in section.columns) + " |"
        yield "|" + " --- |" * len(section.columns)
        yield from rows
        yield ""
    left = len(section.rows) - len(rows)
    if left:
        yield from (more(left, words), "")
    yield from ("</details>", "")


def more(left: int, words: Words) -> str:
    """What is said of rows that are not shown."""
    return words.say(
        f"另有 {left} 处没有列出，运行 `generator impact BASE --format json` 看全部。",
        f"{left} more are not listed; run `generator impact BASE --format json`.",
    )


def as_text(impact: Impact, language: Language = "zh") -> str:
    """For people at a terminal: the three lines, then every part with its first lines.

    No line begins with record text, not even behind blanks: a forge would take it for a command.
    """
    words = Words(impact, language)
    lines = [f"{name}  {rest}" for name, rest in verdict_of(impact, words)]
    for section in sections_of(impact, words):
        lines += ["", f"{section.title}（{section.count}）"]
        lines += ["  · " + "  ".join(cell for cell in row if cell) for row in section.rows[:_LINES]]
        if len(section.rows) > _LINES:
            lines.append("  " + more(len(section.rows) - _LINES, words).replace("`", ""))
    lines += ["", _foot(impact, words)]
    return "".join(defused(visible(line)) + "\n" for line in lines)


# --- the verdict --------------------------------------------------------------------------------------------


def verdict_of(impact: Impact, words: Words) -> tuple[tuple[str, str], ...]:
    """Three lines: who moves, what is contradicted, new problems."""
    say = words.say
    return (
        (say("名次", "Ranks"), _who_moves(impact, words)),
        (say("通报", "Bulletins"), _contradicted(impact, words)),
        (say("问题", "Problems"), _problems(impact, words)),
    )


def _who_moves(impact: Impact, words: Words) -> str:
    say = words.say
    moves = impact.rank_moves
    rest = words.counted(
        (
            (sum(m.is_grade for m in impact.moves), "等次变动", "grades"),
            (sum(not m.is_rank for m in impact.moves), "总分变动而名次不变", "totals with the same rank"),
            (len(impact.measures), "指标数值变动", "numbers"),
        )
    )
    if not moves:
        none = say("没有单位的名次变动", "No rank moves")
        return f"{none}{say('；', '; ')}{rest}{say('。', '.')}" if rest else none + say("。", ".")
    passive = sum(m.is_passive for m in moves)
    families = [m.board.partition("-")[0] for m in moves]
    where = words.counted((families.count(f), zh, en) for f, zh, en in _FAMILIES)
    parts = [
        say(
            f"{len(moves)} 处变动（{where}），{_first(moves, words)}",
            f"{len(moves)} move ({where}); {_first(moves, words)}",
        ),
        words.counted(
            (
                (passive, "只因别的单位变动", "only because others moved"),
                (sum(m.is_entry for m in moves), "进入排位", "enter"),
                (sum(m.is_exit for m in moves), "退出排位", "leave"),
            )
        ),
        rest,
    ]
    return say("；", "; ").join(part for part in parts if part) + say("。", ".")


def _first(moves: Sequence[Move], words: Words) -> str:
    """The move that weighs most: of an evaluation, else of counties; of the newest period, the best place."""
    chosen = max(moves, key=_weight)
    title, unit = words.text(chosen.title), words.impact.names.get(chosen.unit, chosen.unit)
    places = f"{words.place(chosen.before)} → {words.place(chosen.after)}"
    return words.say(f"如{title}里{unit} {places}", f"such as {unit} in {title}: {places}")


def _weight(move: Move) -> tuple[bool, bool, bool, str, int]:
    place = move.after.place if move.after else 0
    return (
        is_evaluation(move.board),
        move.board.startswith("counties-"),
        not move.is_passive,
        move.board,
        -place,
    )


def _contradicted(impact: Impact, words: Words) -> str:
    say = words.say
    open_ones = [c for c in impact.contradictions if c.is_open]
    if impact.altered:
        which = "、".join(impact.altered[:3])
        return say(
            f"改写了已印发的通报本身（{len(impact.altered)} 份：{which}），不能这样改。",
            f"Issued bulletins themselves are rewritten, which is refused ({len(impact.altered)}: {which}).",
        )
    if not open_ones:
        return say("已印发的通报不受影响。", "No issued bulletin is contradicted.")
    numbers = list(dict.fromkeys(c.number for c in open_ones))
    named = "、".join(numbers[:3]) + (say(" 等", " and others") if len(numbers) > 3 else "")
    return say(
        f"已印发的 {len(numbers)} 份通报会对不上，共 {len(open_ones)} 处：{named}。",
        f"{len(open_ones)} figures of {len(numbers)} issued bulletins come out otherwise: {named}.",
    )


def _problems(impact: Impact, words: Words) -> str:
    say = words.say
    new, gone = impact.problems_new, impact.problems_gone
    errors = sum(d.severity is Severity.ERROR for d in new)
    warnings = sum(d.severity is Severity.WARNING for d in new)
    said = words.counted(((errors, "错误", "errors"), (warnings, "警告", "warnings")))
    parts = [say(f"新增{said}", f"new: {said}") if said else say("没有新的错误和警告", "nothing new")]
    if gone:
        parts.append(say(f"消除 {len(gone)} 个", f"{len(gone)} gone"))
    if impact.errors:
        parts.append(
            say(
                f"现在共有 {impact.errors} 个错误，改好之前上面的数字只供参考",
                f"{impact.errors} errors in all: until they are gone the numbers are provisional",
            )
        )
    return say("；", "; ").join(parts) + say("。", ".")


def _foot(impact: Impact, words: Words) -> str:
    base, head, day = impact.base.label, impact.head.label, impact.as_of.isoformat()
    return words.say(
        f"从 {base} 到 {head}，以 {day} 为准；两边都用现在的程序计算，找原因时试算 {impact.trials} 次。",
        f"From {base} to {head}, as of {day}, both by the present program; {impact.trials} trials.",
    )
