"""How a record came about, in the terminal: how often it was changed, by whom, and its scores in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model.errors import UNSHALLOW
from generator.model.history import CUT_OFF, HAPPENED, History, signature
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from generator.model.text import Text

_DIGITS = 12


def change_mark(snapshot: Snapshot, history: History, key: str) -> Text:
    """What stands behind a record: how often it was changed, when last and by whom; empty without changes."""
    changes = history.of(key)
    if not changes:
        return Text("", "")
    last = changes[-1]
    who = signature(last.author, snapshot)
    where = f"{last.on} {who.zh} {last.commit[:_DIGITS]}"
    if len(changes) == 1:
        return Text(f"〔{where}〕", f" [{where}]")
    return Text(f"〔提交过 {len(changes)} 次，最近 {where}〕", f" [{len(changes)} changes, the last {where}]")


def cut_off() -> Text:
    """In the place of all changes in a shallow clone."""
    return Text(f"{CUT_OFF.zh}：{UNSHALLOW.zh}", f"{CUT_OFF.en}: {UNSHALLOW.en}")


def evaluations_of(results: Results, year: int, *units: str | None) -> tuple[str, ...]:
    """The records of the annual evaluations of *units*, those that have one."""
    found = next((one for one in results.evaluations if one.year == year), None)
    named = (found.by_unit.get(unit) for unit in units if unit) if found else ()
    return tuple(f"evaluations/{one.record}" for one in named if one and one.record)


def history_lines(snapshot: Snapshot, history: History, keys: Iterable[str]) -> Iterator[Text]:
    """Every change of some records, the oldest first, and the scores that each moved."""
    if history.commit and not history.is_whole:
        yield cut_off()
        return
    for key in keys:
        if changes := history.of(key):
            yield Text(f"\n改动记录（{key}）", f"\nHistory ({key})")
        moved = history.moves(key)
        for change in changes:
            who, word = signature(change.author, snapshot), HAPPENED[change.what]
            yield Text(
                f"  {change.on} {word.zh}  {who.zh}  {change.commit[:_DIGITS]}",
                f"  {change.on} {word.en}  {who.to('en')}  {change.commit[:_DIGITS]}",
            )
            for one in moved.get(change.commit, ()):
                title = snapshot.schemas[key.partition("/")[0]].field(one.place.path).title
                words = f"{one.before or '–'} → {one.after or '–'}"
                item = one.place.item
                yield Text(f"    {item} {title.zh} {words}", f"    {item} {title.to('en')} {words}")
