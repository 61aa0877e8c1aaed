"""The changes of a record, as they stand at the end of its page: who, when, in which commit, which scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.history import CUT_OFF, HAPPENED, Change, Place, signature
from generator.model.record import is_counted, page_path
from generator.model.text import Text

from .filters import day
from .site import Site

_MOST = 20  # changes on a page, the newest; all of them are in the data
_NOTES = 6  # scores named at one change
SHORT = 12  # digits of a commit
_TO = "\u00a0→\u00a0"  # a line does not end between the two


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
    if not history.commit or not records or is_counted(records[0]) or page_path(records[0]) != path:
        return None
    if not history.is_whole:
        return Story(site.say(cut_off_sentence()), (), 0, "")
    commits = _commits(site, records)
    note = site.say(dirty_note(history.commit[:SHORT])) if site.snapshot.revision.dirty else ""
    if not commits:
        return Story(site.say(no_commit_sentence()), (), 0, "") if note else None
    lines = tuple(_line(site, changed, records[0]) for changed in commits[:_MOST])
    last = lines[0].on
    sentence = story_sentence(len(commits), day(last), day(last, "en"))
    return Story(site.say(sentence), lines, len(commits) - len(lines), note)


def _commits(site: Site, records: Sequence[str]) -> list[dict[str, Change]]:
    """The commits that touched any of the *records*, the last one first, each with what it did to which."""
    found: dict[str, dict[str, Change]] = {}
    for key in records:
        for change in site.history.of(key):
            found.setdefault(change.commit, {})[key] = change
    return sorted(found.values(), key=lambda changed: next(iter(changed.values())).turn, reverse=True)


@dataclass(frozen=True, slots=True)
class Latest:
    """One commit as the first page tells it. what: how many records of which kinds."""

    on: str
    what: str
    who: str
    commit: str


def latest(site: Site, most: int) -> tuple[Latest, ...]:
    """The newest commits that touched records, at most so many, the last one first.

    No record is named: what is still secret, such as an unannounced visit, is counted alone.
    """
    found: dict[int, list[tuple[str, Change]]] = {}
    for key in site.history.changes:
        for change in site.history.of(key):
            found.setdefault(change.turn, []).append((key.partition("/")[0], change))
    return tuple(_latest(site, found[turn]) for turn in sorted(found, reverse=True)[:most])


def _latest(site: Site, touched: Sequence[tuple[str, Change]]) -> Latest:
    last = touched[0][1]
    zh, en = [], []
    for happened, word in HAPPENED.items():
        counts = Counter(kind for kind, change in touched if change.what == happened)
        titles = [(_title(site, kind), n) for kind, n in sorted(counts.items())]
        if titles:
            zh.append(f"{word.zh}{'、'.join(f'{title.zh} {n} 条' for title, n in titles)}")
            named = ", ".join(f"{n} {title.to('en').lower()}" for title, n in titles)
            en.append(f"{word.to('en')} {named}")
    what = site.say(Text("；".join(zh), "; ".join(en)))
    return Latest(last.on, what, site.say(signature(last.author, site.snapshot)), last.commit[:SHORT])


def _title(site: Site, kind: str) -> Text:
    schema = site.snapshot.schemas.get(kind)
    return schema.title if schema else Text(kind)


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


def _line(site: Site, changed: dict[str, Change], main: str) -> Line:
    """One commit: what it did to the page's record, else to the first of the others."""
    key = main if main in changed else next(iter(changed))
    change = changed[key]
    who = site.say(signature(change.author, site.snapshot))
    others = (_named(site, each) for each in changed if each != main)
    notes = ("；".join(part) for part in (tuple(others), _notes(site, key, change)) if part)
    word = site.say(HAPPENED[change.what])
    return Line(change.on, change.what, word, who, change.commit[:SHORT], tuple(notes))


def _named(site: Site, key: str) -> str:
    """A record that stands on the page of another: kind and id."""
    kind, _, name = key.partition("/")
    return f"{site.say(_title(site, kind))} {name}"


def _notes(site: Site, key: str, change: Change) -> tuple[str, ...]:
    """The scores that a change moved, points before what they were counted from: 「fire 得分 3 → 2」."""
    moved = site.history.moves(key).get(change.commit, ())
    schema = site.snapshot.schemas[key.partition("/")[0]]
    fields = {path: schema.field(path) for path in dict.fromkeys(one.place.path for one in moved)}
    found = sorted(moved, key=lambda one: (fields[one.place.path].unit != "分", one.place.item))
    words = [
        f"{_item(site, one.place)} {site.say(fields[one.place.path].title)} "
        f"{one.before or '–'}{_TO}{one.after or '–'}".strip()
        for one in found[:_NOTES]
    ]
    if left := len(found) - len(words):
        words.append(site.say(Text(f"另有 {left} 处", f"and {left} more")))
    return tuple(words)


def _item(site: Site, place: Place) -> str:
    number = place.item.removeprefix("#")
    if number == place.item:
        return place.item
    return site.say(Text(f"第 {number} 项", f"No. {number}"))
