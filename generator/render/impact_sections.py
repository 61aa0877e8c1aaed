"""The parts of an impact as tables of plain text, the weightiest first; writers give them their form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.impact import Impact, Move, RecordShift, StateMove

from .impact_words import NOTHING, Words, number

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One table. title: without its count. note: a sentence above it, "" for none. Rows have all columns.

    things: how many things the rows are about, where that is another number.
    """

    title: str
    columns: Row
    rows: tuple[Row, ...]
    note: str = ""
    things: int | None = None

    @property
    def count(self) -> int:
        """How many things it is about."""
        return len(self.rows) if self.things is None else self.things


def sections_of(impact: Impact, words: Words) -> tuple[Section, ...]:
    """Every section that has a row."""
    makers: tuple[Callable[[Impact, Words], Section], ...] = (
        _ranks, _contradictions, _new_problems, _records, _grades, _near, _robustness, _passive, _ties,
        _totals, _hazards, _demands, _duties, _measures, _pages, _gone_problems, _files,
    )  # fmt: skip
    return tuple(section for maker in makers if (section := maker(impact, words)).rows)


def _ranks(impact: Impact, words: Words) -> Section:
    moves = _ordered(m for m in impact.rank_moves if not m.is_passive)
    note = words.say(
        "「因为」是最少的一组改动：只有它们，名次就会是现在这样。没有写「近似」的，更小的每一组都试算过。",
        "The cause is the least set of changes that alone gives this rank; every smaller set was tried "
        "unless it is called approximate.",
    )
    return _moves(words, words.say("名次变动", "Ranks that move"), moves, note)


def _passive(impact: Impact, words: Words) -> Section:
    moves = _ordered(m for m in impact.rank_moves if m.is_passive)
    note = words.say(
        "这些单位自身的总分没有变，名次变动只因别的单位变动。",
        "The totals of these units are the same: their ranks move only because others moved.",
    )
    return _moves(
        words, words.say("名次变动，只因别的单位", "Ranks that move because of others"), moves, note
    )


def _moves(words: Words, title: str, moves: Sequence[Move], note: str) -> Section:
    say = words.say
    rows = tuple(
        (
            words.text(m.title),
            words.unit(m.unit),
            f"{words.place(m.before)} → {words.place(m.after)}",
            words.totals(m),
            words.cause(m),
        )
        for m in moves
    )
    columns = (say("评价", "ranking"), say("单位", "unit"), say("位次", "rank"), say("总分", "total"))
    return Section(title, (*columns, say("因为", "because of")), rows, note)


def _ordered(moves: Iterable[Move]) -> list[Move]:
    """Evaluations first, then counties, then the rest; the newest period first, in each by present rank."""
    newest = sorted(moves, key=lambda m: m.board, reverse=True)
    families = ("evaluations", "counties")
    return sorted(newest, key=lambda m: _index(families, m.board.partition("-")[0]))


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else len(names)


def _contradictions(impact: Impact, words: Words) -> Section:
    say = words.say
    rows = [
        (
            c.number,
            c.place,
            c.printed or NOTHING,
            (c.after or NOTHING) if c.is_open else say("与印发的一致了", "as printed again"),
            words.records(c.because) or say("新增或别处的记录", "records added or elsewhere"),
        )
        for c in impact.contradictions
    ]
    note = say(
        "已印发的通报不改；影响数字的发更正（generator bulletin correct），不影响的在 acknowledged 里说明。",
        "An issued bulletin stays; issue a correction (generator bulletin correct), or acknowledge it.",
    )
    columns = (
        say("通报", "bulletin"),
        say("哪里", "place"),
        say("印发的", "printed"),
        say("现在算出", "now"),
    )
    title = say("与已印发通报不一致之处", "What issued bulletins say otherwise")
    return Section(title, (*columns, say("因为", "because of")), tuple(rows), note)


def _problem_rows(found: Iterable[Diagnostic], words: Words) -> tuple[Row, ...]:
    marks = {
        Severity.ERROR: words.say("错误", "error"),
        Severity.WARNING: words.say("警告", "warning"),
        Severity.INFO: words.say("提示", "note"),
    }
    order = sorted(found, key=lambda d: (-d.severity, d.order))
    return tuple(
        (
            f"{marks[d.severity]} {d.code}",
            str(d.location),
            words.text(d.message),
            words.text(d.hint) if d.hint else NOTHING,
        )
        for d in order
    )


def _new_problems(impact: Impact, words: Words) -> Section:
    columns = (words.say("问题", "problem"), words.say("位置", "place"), words.say("说明", "what"))
    return Section(
        words.say("新出现的问题", "New problems"),
        (*columns, words.say("怎么办", "way out")),
        _problem_rows(impact.problems_new, words),
    )


def _gone_problems(impact: Impact, words: Words) -> Section:
    rows = tuple(row[:3] for row in _problem_rows(impact.problems_gone, words))
    columns = (words.say("问题", "problem"), words.say("原来的位置", "place"), words.say("说明", "what"))
    return Section(words.say("消除的问题", "Problems gone"), columns, rows)


def _records(impact: Impact, words: Words) -> Section:
    say = words.say
    what = {
        "added": say("新增", "added"),
        "changed": say("修改", "changed"),
        "removed": say("删除", "removed"),
        "withdrawn": say("撤回", "withdrawn"),
        "renamed": say("改名", "renamed"),
    }
    rows: list[Row] = []
    for one in impact.records:
        head = what[one.what] + (say("（草稿，不计入）", " (draft)") if one.is_draft else "")
        head += say("，读不出来", ", unreadable") if one.is_unread else ""
        name = (
            f"{words.text(one.title)} {one.name}（{one.key}）"
            if one.name
            else f"{words.text(one.title)} {one.key}"
        )
        lines = list(_field_rows(one, words)) or [(NOTHING, NOTHING)]
        rows += [(head, name, *lines[0]), *(("〃", "〃", *line) for line in lines[1:])]
    columns = (
        say("改动", "change"),
        say("记录", "record"),
        say("字段", "field"),
        say("原来 → 现在", "before → after"),
    )
    return Section(say("改动的记录", "Records changed"), columns, tuple(rows), things=len(impact.records))


def _field_rows(one: RecordShift, words: Words) -> Iterable[tuple[str, str]]:
    if one.was:
        yield words.say("原来的编号", "was"), one.was
    if one.reason:
        yield words.say("撤回的原因", "reason"), one.reason
    for field in one.fields:
        yield words.text(field.title), f"{field.before or NOTHING} → {field.after or NOTHING}"
    if one.unknown:
        yield (
            words.say("模式里没有的字段", "fields unknown to the schema"),
            words.say(f"{one.unknown} 处，不显示", f"{one.unknown}, not shown"),
        )
    if one.hidden:
        yield (
            words.say("内部字段有改动", "internal fields changed"),
            words.say(f"{one.hidden} 处，不显示", f"{one.hidden}, not shown"),
        )


def _state_rows(found: Iterable[StateMove], words: Words) -> tuple[Row, ...]:
    return tuple(
        (
            words.text(s.title),
            words.record(s.subject) if "/" in s.subject else words.unit(s.subject) or NOTHING,
            f"{words.text(s.before)} → {words.text(s.after)}",
            words.records(s.because) or NOTHING,
        )
        for s in found
    )


def _states(words: Words, title: str, rows: tuple[Row, ...], note: str = "") -> Section:
    """The column of causes is left out where no row has one."""
    say = words.say
    columns = (say("什么", "what"), say("单位或记录", "unit or record"), say("原来 → 现在", "before → after"))
    if all(row[-1] == NOTHING for row in rows):
        return Section(title, columns, tuple(row[:-1] for row in rows), note)
    return Section(title, (*columns, say("因为", "because of")), rows, note)


def _grades(impact: Impact, words: Words) -> Section:
    crossed = tuple(
        (
            words.text(m.title),
            words.unit(m.unit),
            " → ".join(
                grade_title(impact, s.grade, words) if s and s.grade else NOTHING for s in (m.before, m.after)
            ),
            words.cause(m),
        )
        for m in impact.moves
        if m.is_grade
    )
    return _states(
        words, words.say("等次变动", "Grades crossed"), crossed + _state_rows(impact.grades, words)
    )


def grade_title(impact: Impact, grade: str, words: Words) -> str:
    """How people call a grade."""
    found = impact.labels.get(grade)
    return words.text(found) if found else grade


def _near(impact: Impact, words: Words) -> Section:
    return _states(
        words,
        words.say("接近等次界线", "Close to the edge of a grade"),
        _state_rows(impact.near, words),
        words.say("离界线不超过 1 分的，再有一处小改动就会换等次。", "Within one point of a grade's edge."),
    )


def _robustness(impact: Impact, words: Words) -> Section:
    return _states(
        words,
        words.say("位次的把握", "How certain the ranks are"),
        _state_rows(impact.robustness, words),
        words.say(
            "位次区间：权重在办法规定的范围内变动时，90% 的情形里的位次。",
            "Range: the rank in 90 % of the cases when weights vary as the method says.",
        ),
    )


def _ties(impact: Impact, words: Words) -> Section:
    say = words.say
    rows = tuple(
        (
            words.text(t.title),
            say(f"第 {t.rank} 位", str(t.rank)),
            say("成为并列", "made") if t.is_made else say("不再并列", "broken"),
            "、".join(words.unit(u) for u in t.units),
        )
        for t in impact.ties
    )
    columns = (say("评价", "ranking"), say("位次", "rank"), say("并列", "tie"), say("单位", "units"))
    return Section(say("并列的变动", "Ties made and broken"), columns, rows)


def _totals(impact: Impact, words: Words) -> Section:
    say = words.say
    rows = tuple(
        (words.text(m.title), words.unit(m.unit), words.totals(m), words.place(m.after), words.cause(m))
        for m in impact.moves
        if not m.is_rank and (m.before and m.before.total) != (m.after and m.after.total)
    )
    columns = (
        say("评价", "ranking"),
        say("单位", "unit"),
        say("总分", "total"),
        say("位次（不变）", "rank (same)"),
    )
    return Section(
        say("总分变动、名次不变", "Totals that move, ranks that stay"),
        (*columns, say("因为", "because of")),
        rows,
    )


def _measures(impact: Impact, words: Words) -> Section:
    say = words.say
    rows = tuple(
        (
            words.text(m.metric.title),
            words.text(m.period.label),
            words.unit(m.unit),
            f"{number(m.before)} → {number(m.after)}" + (f" {m.metric.unit}" if m.metric.unit else ""),
            words.records(m.because) or NOTHING,
        )
        for m in impact.measures
    )
    columns = (
        say("指标", "metric"),
        say("时期", "period"),
        say("单位", "unit"),
        say("原来 → 现在", "before → after"),
    )
    return Section(say("指标数值变动", "Numbers that move"), (*columns, say("因为", "because of")), rows)


def _hazards(impact: Impact, words: Words) -> Section:
    return _states(words, words.say("隐患状态变动", "Hazards"), _state_rows(impact.hazards, words))


def _demands(impact: Impact, words: Words) -> Section:
    say = words.say
    rows = tuple(
        (
            f"{d.year} {words.text(d.info.words)}",
            words.unit(d.unit),
            " → ".join(words.text(f.state.value) if f else NOTHING for f in (d.before, d.after)),
            words.text(found.reason) if (found := d.after or d.before) else NOTHING,
        )
        for d in impact.demands
    )
    columns = (
        say("要求", "demand"),
        say("单位", "unit"),
        say("原来 → 现在", "before → after"),
        say("现状", "now"),
    )
    return Section(say("五项机制要求的落实", "Demands of the mechanisms"), columns, rows)


def _duties(impact: Impact, words: Words) -> Section:
    say = words.say
    rows = tuple(
        (
            d.duty.due.isoformat(),
            words.unit(d.duty.unit),
            words.text(d.duty.title),
            _duty_state(words, is_new=d.is_new, is_late=d.is_late),
            d.duty.record,
        )
        for d in impact.duties
    )
    columns = (say("到期日", "due"), say("单位", "unit"), say("事项", "what"), say("变动", "change"))
    return Section(say("到期事项", "Deadlines"), (*columns, say("记录", "record")), rows)


def _duty_state(words: Words, *, is_new: bool, is_late: bool) -> str:
    if is_new:
        return words.say("新增，已逾期", "new, late already") if is_late else words.say("新增", "new")
    return (
        words.say("不再欠（已过到期日）", "settled late")
        if is_late
        else words.say("按期了结", "settled in time")
    )


def _pages(impact: Impact, words: Words) -> Section:
    new, gone = words.say("新增", "new"), words.say("消失", "gone")
    rows = (*((gone, path) for path in impact.pages_gone), *((new, path) for path in impact.pages_new))
    note = words.say("消失的网址会使别处的链接失效。", "Links to an address that is gone lead nowhere.")
    columns = (words.say("变动", "change"), words.say("网址", "address"))
    return Section(
        words.say("新增和消失的页面", "Pages that appear and vanish"),
        columns,
        rows,
        note if impact.pages_gone else "",
    )


def _files(impact: Impact, words: Words) -> Section:
    title = words.say("记录以外的文件", "Files that are no records")
    return Section(title, (words.say("文件", "file"),), tuple((path,) for path in impact.files))
