"""What the number of an item rests on: the unit's papers, and records, those that cost points first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model.evaluation import ItemScore
from generator.model.hazard import EVENTS
from generator.model.shortfall import short_of
from generator.render.site import Link, Site

SHOWN = 6  # records that are named at once; the others are folded


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the unit brought. record: what it is here, None for none; url: "" for none."""

    title: str
    record: Link | None
    url: str


@dataclass(frozen=True, slots=True)
class Behind:
    """What an item rests on. short: records that were asked and do not count; shown, folded: all others."""

    papers: tuple[Paper, ...] = ()
    short: tuple[Link, ...] = ()
    shown: tuple[Link, ...] = ()
    folded: tuple[Link, ...] = ()


def behind(
    site: Site, unit: str, year: int, item: Mapping[str, Any], score: ItemScore, row: Mapping[str, Any]
) -> Behind:
    """Of one item of a unit; *item* as the list has it, *row* as the evaluation has it. Every record once."""
    papers = tuple(_papers(site, row))
    named = {e["record"] for e in row.get("evidence", ()) if "record" in e}
    short = tuple(k for k in short_of(site.results, unit, year, item, score) if k not in named)
    keys = sorted(score.evidence, key=lambda key: key.partition("/")[0] in EVENTS)
    rest = [site.link(key) for key in keys if key not in named and key not in short]
    return Behind(papers, tuple(map(site.link, short)), tuple(rest[:SHOWN]), tuple(rest[SHOWN:]))


def _papers(site: Site, row: Mapping[str, Any]) -> Iterator[Paper]:
    for one in row.get("evidence", ()):
        yield Paper(one["title"], site.link(one["record"]) if "record" in one else None, one.get("url", ""))
