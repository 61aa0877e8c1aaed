"""What of an issued past is lost: a history that was replaced or cut off, bulletins gone or rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.model.history import History
from generator.model.issued import Issued
from generator.model.text import Text

_SHORT = 12
_TITLES: Mapping[str, Text] = {
    "number": Text("发文字号", "number"),
    "signed_on": Text("印发日期", "issue date"),
    "as_of": Text("数据截至", "as of"),
    "commit": Text("依据的提交", "records commit"),
    "figures": Text("数字和表格", "figures and tables"),
    "text": Text("文字", "text"),
    "grounds": Text("依据的记录", "records it rests on"),
    "whole": Text("整份通报", "whole bulletin"),
}


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing of the past that does not hold. what: the history, or a bulletin by its number.

    then, now: what the manifest says and what is found, "" for nothing.
    """

    what: Text
    reason: Text
    then: str
    now: str


def lost_history(
    commit: str, roots: Iterable[str], commits: int, today: History, is_contained: bool, is_there: bool
) -> Iterator[Lost]:
    """Whether the commits of a manifest still lead to today's.

    commit, roots, commits: of the manifest; no roots where it did not know them. is_there: the commit exists
    in the repository, which says nothing of the line that is published.
    """
    what = Text("版本历史", "history")
    gone = [root for root in roots if root not in today.roots]
    if gone:
        reason = Text(
            "历史被截断：开头不是原来的开头",
            "the history was cut off: it does not begin where it began",
        )
        yield Lost(what, reason, gone[0][:_SHORT], "、".join(r[:_SHORT] for r in today.roots))
    if is_contained:
        return
    if is_there:
        reason = Text(
            "历史被改写（强制推送）：当时的提交不在今天的主线里",
            "the history was rewritten (force push): today's line does not contain the commit",
        )
    else:
        reason = Text(
            "历史被改写（强制推送）：当时的提交已经不在仓库里",
            "the history was rewritten (force push): the commit is gone",
        )
    yield Lost(what, reason, commit[:_SHORT], today.commit[:_SHORT])
    if commits > today.commits:
        reason = Text("提交比当时还少", "there are fewer commits than then")
        yield Lost(what, reason, str(commits), str(today.commits))


def lost_bulletins(
    promised: Iterable[Issued], found: Iterable[Issued], state: Literal["manifest", "today"]
) -> Iterator[Lost]:
    """Every bulletin that is gone, and every part of one that is not as promised.

    state: whose bulletins were *found*: today's, or those of the manifest's own commit, which tells a
        manifest that was tampered with.
    """
    known = {one.id: one for one in found}
    for one in promised:
        what, other = Text(one.number, one.number), known.get(one.id)
        if other is None:
            yield Lost(what, _GONE[state], one.id, "")
            continue
        changed = _CHANGED[state]
        for title, then, now in _differences(one, other):
            reason = Text(f"{title.zh}{changed.zh}", f"{title.to('en')} {changed.to('en')}")
            yield Lost(what, reason, then, now)


def _differences(one: Issued, other: Issued) -> Iterator[tuple[Text, str, str]]:
    """What is not as promised: by its words, else by the digest of what stands there."""
    for name in ("number", "signed_on", "as_of", "commit"):
        then, now = getattr(one, name), getattr(other, name)
        if then != now:
            width = _SHORT if name == "commit" else None
            yield _TITLES[name], then[:width], now[:width]
    for name, then in one.sha256.items():
        now = other.holds.get(name, other.sha256.get(name, ""))
        if then != now:
            yield _TITLES.get(name, Text(name)), then[:_SHORT], now[:_SHORT]


_GONE = {
    "today": Text("通报不见了", "the bulletin is gone"),
    "manifest": Text("清单里有，清单自己的提交里没有", "not in the manifest's own commit"),
}
_CHANGED = {
    "today": Text("被改过", "was changed"),
    "manifest": Text("与清单自己的提交不符", "is not as in the manifest's own commit"),
}


def backdated(promised: Iterable[Issued], found: Iterable[Issued], day: str) -> tuple[Issued, ...]:
    """Bulletins that the manifest of *day* lacks although they bear an earlier day."""
    known = {one.id for one in promised}
    return tuple(one for one in found if one.id not in known and one.signed_on < day)
