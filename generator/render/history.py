"""The changes of a record, as they stand at the end of its page: who, when, in which commit, which scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.history import CUT_OFF, HAPPENED, Change, signature
from generator.model.record import page_path
from generator.model.text import Text

from .filters import day
from .site import Site

_MOST = 20  # changes on a page, the newest; all of them are in the data
_NOTES = 6  # scores named at one change
SHORT = 12  # digits of a commit


@dataclass(frozen=True, slots=True)
class Line:
    """One change. who: as the bureau shows authors. notes: what else there is to say, scores above all."""

    on: str
    what: str
    word: str
    who: str
    commit: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The newest changes, the last one first; *left*: how many earlier ones are not among them.

    sentence: says the whole in a line; note: what a reader must know besides, "" for nothing.
    """

    sentence: str
    lines: tuple[Line, ...]
    left: int
    note: str


def story(site: Site, path: str, records: Sequence[str]) -> Story | None:
    """What there is to tell at the end of the page at *path*, which shows *records*.

    Nothing where that is not the page of its first record, or where there is no history at all.
    """
    history = site.history
    if not history.commit or not records or page_path(records[0]) != path or path == "":
        return None
    if not history.is_whole:
        return Story(site.say(cut_off_sentence()), (), 0, "")
    found = [(key, change) for key in records for change in history.of(key)]
    found.sort(key=lambda pair: (pair[1].at, pair[0]), reverse=True)
    note = site.say(dirty_note(history.commit[:SHORT])) if site.snapshot.revision.dirty else ""
    if not found:
        return Story(site.say(no_commit_sentence()), (), 0, "") if note else None
    lines = tuple(_line(site, key, change, records[0]) for key, change in found[:_MOST])
    last = found[0][1].on
    sentence = story_sentence(len(found), day(last), day(last, "en"))
    return Story(site.say(sentence), lines, len(found) - len(lines), note)


def cut_off_sentence() -> Text:
    """In the place of changes where only part of the history was fetched."""
    zh = f"{CUT_OFF.zh}：生成本页时只取了一部分版本历史，无法列出改动"
    return Text(zh, f"{CUT_OFF.en}: the site was built from a part of it")


def no_commit_sentence() -> Text:
    """In the place of changes where a record was never committed."""
    return Text("还没有提交，没有改动记录", "Not committed yet, so no history")


def dirty_note(commit: str) -> Text:
    """Below changes that may not be the last ones."""
    return Text(
        f"记录截至提交 {commit}；之后还有没有提交的改动，没有列出",
        f"Up to commit {commit}; changes that are not committed are left out",
    )


def story_sentence(count: int, last: str, last_en: str) -> Text:
    """How often and when last, for one change and for many."""
    if count == 1:
        return Text(f"登记于{last}，以后没有改动", f"Entered on {last_en}, not changed since")
    return Text(f"提交过 {count} 次，最近一次 {last}", f"{count} changes, the last on {last_en}")


def _line(site: Site, key: str, change: Change, main: str) -> Line:
    who = site.say(signature(change.author, site.snapshot))
    word = site.say(HAPPENED[change.what])
    notes = () if key == main else (_named(site, key),)
    return Line(
        change.on, change.what, word, who, change.commit[:SHORT], (*notes, *_notes(site, key, change))
    )


def _named(site: Site, key: str) -> str:
    """A record that stands on the page of another: kind and id."""
    kind, _, name = key.partition("/")
    return f"{site.say(site.snapshot.schemas[kind].title)} {name}"


def _notes(site: Site, key: str, change: Change) -> Iterator[str]:
    """The scores that a change moved: 「fire 得分 3 → 2」."""
    found = site.history.moves(key).get(change.commit, ())
    for one in found[:_NOTES]:
        title = site.field_title(key.partition("/")[0], one.place.path)
        yield f"{one.place.item} {title} {one.before or '–'} → {one.after or '–'}".strip()
    if len(found) > _NOTES:
        yield site.say(Text(f"另有 {len(found) - _NOTES} 处分值", f"and {len(found) - _NOTES} more scores"))
