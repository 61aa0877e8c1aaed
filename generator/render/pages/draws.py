"""All draws: which are sealed, which are open, and whether they hold; a draw's own page is ``draw``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.drawing import OPENED, PLANNED, SEALED, proof_of, state_of
from generator.model.period import Period
from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, page
from generator.render.site import Link, Site

STATES = {
    PLANNED: Text("已定方案", "planned"),
    SEALED: Text("已密封", "sealed"),
    OPENED: Text("已开启", "opened"),
}
HOLDS = Text("全部相符", "everything holds")
FAILS = Text("有不符之处", "something differs")


@dataclass(frozen=True, slots=True)
class DrawLine:
    """One draw. state: the id of its mark; proof: in words, "" while there is nothing to recompute."""

    link: Link
    period: str
    topic: str
    state: str
    label: str
    pool: int
    size: int
    sealed: str
    opened: str
    proof: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class DrawsContext:
    """All draws, the latest round first."""

    sentence: str
    draws: tuple[DrawLine, ...]


@page
def draws(site: Site) -> Iterator[Page]:
    """The list."""
    records = in_order(site)
    context = DrawsContext(site.say(list_sentence(site)), tuple(_line(site, r) for r in records))
    yield Page("draws/", context, evidence=tuple(r.key for r in records))


def in_order(site: Site) -> tuple[Record, ...]:
    """All draws, the latest round first, topics by their names."""
    found = sorted(site.snapshot.of("draws"), key=lambda r: r.id)
    return tuple(sorted(found, key=lambda r: Period.parse(r["period"]).order, reverse=True))


def drawn_of(record: Record) -> int:
    """How many schools are drawn: by the plan, which says no more than was published at its time."""
    return sum(row["size"] for row in record["strata"])


def _line(site: Site, record: Record) -> DrawLine:
    data = record.document.data
    state = state_of(data)
    proof = proof_of(data)
    return DrawLine(
        link=site.link(record.key),
        period=site.say(Period.parse(data["period"]).label),
        topic=site.label("draws", "topic", data["topic"]),
        state=state,
        label=site.say(STATES[state]),
        pool=len(data["pool"]["schools"]),
        size=drawn_of(record),
        sealed=data.get("seal", {}).get("on", ""),
        opened=data.get("opened", {}).get("on", ""),
        proof=site.say(HOLDS if proof.holds else FAILS) if state == OPENED else "",
        withdrawn=data["withdrawn"]["reason"] if record.is_withdrawn else "",
    )


def list_sentence(site: Site) -> Text:
    """How many are open and hold, and how many nobody knows the result of yet."""
    found = site.snapshot.active("draws")
    if not found:
        return Text("还没有抽签。", "There is no draw yet.")
    opened = [r for r in found if state_of(r.document.data) == OPENED]
    holding = sum(proof_of(r.document.data).holds for r in opened)
    sealed = sum(state_of(r.document.data) == SEALED for r in found)
    zh = f"共 {len(found)} 次抽签，已开启 {len(opened)} 次，重新计算后 {holding} 次相符。"
    en = f"{wording.some(len(found), 'draw')}, {len(opened)} of them opened, of which {holding} hold."
    if sealed:
        zh += f"{sealed} 次已密封，查访结束前谁也不知道结果。"
        en += f" {sealed} sealed: nobody knows the result before the visits are over."
    return Text(zh, en)
