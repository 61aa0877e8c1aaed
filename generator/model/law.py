"""Laws, standards and documents that checks rest on: when one holds, and how a citation reads.

A version of a law is a record of its own, since a check is judged by the version of its day. An item may
cite a law and what takes its place, so that one checklist serves a year in which the law changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .record import Record
from .snapshot import Snapshot
from .text import Text

Data = Mapping[str, Any]
_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))


def holds_on(law: Data, day: str) -> bool:
    """Is the law in force on *day*? One whose days are not known is taken to be."""
    span = law.get("in_force", {})
    return bool(span.get("from", "") <= day <= span.get("to", "9999"))


def cited(item: Data) -> Iterator[tuple[int, Data]]:
    """The laws that an item of a checklist names, each with its index; older revisions wrote free text."""
    for i, entry in enumerate(item.get("basis") or ()):
        if isinstance(entry, Mapping):
            yield i, entry


def successors(snapshot: Snapshot, law: str) -> Iterator[Record]:
    """What took the place of a law, then what took the place of that."""
    seen = {law}
    record = snapshot.get("laws", law)
    while record and (later := record.document.data.get("replaced_by")) and later not in seen:
        seen.add(later)
        record = snapshot.get("laws", later)
        if record:
            yield record


def lapses(snapshot: Snapshot, item: Data, first: str, last: str) -> Iterator[tuple[int, Record]]:
    """What an item cites that does not hold from *first* to *last*, each with its index.

    A law that ends within these days is no lapse where the item also cites what takes its place and holds
    from then on; nor is a successor that begins within them.
    """
    entries = [(i, law) for i, e in cited(item) if (law := snapshot.get("laws", e["law"]))]
    named = {law.id: law.document.data for _, law in entries}
    for i, law in entries:
        span = law.document.data.get("in_force", {})
        if span.get("to", "9999") < last:
            others = [named[r.id] for r in successors(snapshot, law.id) if r.id in named]
            is_covered = any(holds_on(other, last) for other in others)
        elif span.get("from", "") > first:
            is_covered = any(d.get("replaced_by") == law.id and holds_on(d, first) for d in named.values())
        else:
            continue
        if not is_covered:
            yield i, law


def article(number: int) -> str:
    """第二十四条 for 24."""
    return f"第{numeral(number)}条"


def numeral(number: int) -> str:
    """A whole number from 1 to 9999 as laws count their articles: 24 is 二十四, 105 is 一百零五."""
    text, rest, gap = "", number, False
    for worth, unit in _UNITS:
        digit, rest = divmod(rest, worth)
        if digit:
            text += ("零" if gap and text else "") + ("" if number < 20 else _DIGITS[digit]) + unit
            gap = False
        elif text:
            gap = rest > 0
    return text + (("零" if gap and text else "") + _DIGITS[rest] if rest else "")


def title(law: Data) -> str:
    """《安全生产法》（2021年修正）, by its short title where it has one."""
    return f"《{law.get('short') or law.get('title', '')}》（{law.get('version', '')}）"


def articles(entry: Data) -> Text:
    """第四条、第四十一条 of a citation; an empty-looking blank where it cites the whole."""
    numbers = entry.get("articles") or ()
    if not numbers:
        return Text("")
    word = "art." if len(numbers) == 1 else "arts"
    return Text("、".join(article(n) for n in numbers), f"{word} {', '.join(str(n) for n in numbers)}")


def basis_words(laws: Mapping[str, Data], entries: Iterable[Any]) -> Iterator[Text]:
    """Every citation as people read it; a law that is not on record stands as its id."""
    for entry in entries:
        if not isinstance(entry, Mapping):
            yield Text(str(entry))
            continue
        law = laws.get(entry["law"])
        name, where = title(law) if law else entry["law"], articles(entry)
        yield Text(f"{name}{where.zh}", f"{name} {where.en}".strip())
