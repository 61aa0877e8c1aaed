"""What the fourth mechanism demands: commendation (表扬激励)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.demand import Judgement, by_year_end, demand
from generator.model.demand import Mechanism
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import own_city_id
from generator.model.text import Text


@demand(
    "yearly-commendation",
    Mechanism.COMMENDATION,
    words=Text("每年评选一次先进单位和个人", "Units and persons are commended once a year"),
    asks=Text(
        "每年度印发一份表扬通报，先进单位和先进个人都有",
        "One numbered notice for the year commends both units and persons",
    ),
    rules=(
        "AWD001",
        "AWD003",
        "NOM005",
        "NOM007",
        "NOM010",
        "PUB002",
        "DOC001",
        "DOC007",
        "AWD007",
        "DAT008",
    ),
    kinds=("awards", "nominations", "documents"),
)
def yearly_commendation(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city has commended units and persons for the year.

    A year is commended after it has ended, so the notice is owed by the end of the year after it; until
    then a missing one is not due.
    """
    unit = own_city_id(snapshot)
    if not unit or "awards" not in snapshot.schemas:
        return
    awards = [r for r in snapshot.active("awards") if r.document.data.get("year") == year]
    units = [r for r in awards if r.document.data.get("kind") == "advanced_unit"]
    persons = [r for r in awards if r.document.data.get("kind") == "advanced_individual"]
    named = _documents(snapshot, year) if not awards else ()
    state = by_year_end(snapshot, year + 1, bool(named or (units and persons)))
    evidence = tuple(r.key for r in (*awards, *named))
    told = [r for r in snapshot.active("nominations") if r.document.data.get("year") == year]
    yield Judgement(unit, state, _reason(len(units), len(persons), named, len(told)), evidence)


def _reason(units: int, persons: int, named: tuple[Record, ...], told: int) -> Text:
    if named:
        number = str(named[0].document.data.get("number", ""))
        return Text(f"已印发{number}，名单未录入", f"Issued as {number}; the names are not entered")
    if not units and not persons and told:
        return Text(f"已推荐 {told} 件，还没有印发通报", f"{told} nominated; the notice is still to come")
    if not units and not persons:
        return Text("还没有表扬记录", "Nobody is commended yet")
    return Text(f"先进单位 {units} 个，先进个人 {persons} 名", f"{units} units and {persons} persons")


def _documents(snapshot: Snapshot, year: int) -> tuple[Record, ...]:
    """The notices that commend for the year, known by their titles, where the names were never entered."""
    word = f"{year}年度"
    return tuple(
        r
        for r in snapshot.active("documents")
        if "表扬" in (title := str(r.document.data.get("title", "")).replace(" ", "")) and word in title
    )
