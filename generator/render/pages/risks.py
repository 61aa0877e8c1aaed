"""The city's risk map: how many risk points of which colour in which county, and each of them.

A grid of counties and colours, no map: where a store is, is internal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.risk import STEPS, keepers, level_of
from generator.model.text import Text
from generator.render import wording
from generator.render.figures import KeyFigure
from generator.render.page import Page, page
from generator.render.risks import PointLine, Risks
from generator.render.site import Link, Site

LONGEST = 1000  # lines of the list; beyond it only the gravest are shown


@dataclass(frozen=True, slots=True)
class Cell:
    """The risk points of one colour in one county. share: 0 to 4, how much of the fullest cell it is."""

    colour: str
    title: str
    count: int
    share: int
    path: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A county. schools: how many keep chemicals; silent: how many of them have no risk point on record."""

    county: Link
    cells: tuple[Cell, ...]
    total: int
    schools: int
    silent: int
    late: int


@dataclass(frozen=True, slots=True)
class RisksContext:
    """The page. matrix: rows of severity, from high to low, each with a (colour, product) per likelihood."""

    sentence: str
    figures: tuple[KeyFigure, ...]
    levels: tuple[tuple[str, str, str], ...]
    tiles: tuple[Tile, ...]
    steps: tuple[int, ...]
    matrix: tuple[tuple[int, tuple[tuple[str, int], ...]], ...]
    points: tuple[PointLine, ...]
    left_out: int
    term: str


@page
def risks(site: Site) -> Iterator[Page]:
    """The risk map."""
    found = Risks(site)
    records = [r for points in found.points.values() for r in points]
    lines = sorted(map(found.point, records), key=found.order)
    tiles = tuple(_tiles(site, found, records))
    context = RisksContext(
        sentence=site.say(index_sentence(found, lines)),
        figures=tuple(_figures(site, found, lines, tiles)),
        levels=tuple(_bands(found)),
        tiles=tiles,
        steps=tuple(STEPS),
        matrix=tuple(_matrix(found)),
        points=tuple(lines[:LONGEST]),
        left_out=max(0, len(lines) - LONGEST),
        term=found.term.name if found.term else "",
    )
    yield Page("risks/", context, evidence=tuple(r.key for r in records), description=context.sentence)


def index_sentence(found: Risks, lines: Sequence[PointLine]) -> Text:
    """How many risk points of the gravest colours, and how many are not reviewed this term."""
    if not lines:
        return Text("还没有登记风险点。", "No risk point is on record yet.")
    count = Counter(line.colour for line in lines)
    shown = "、".join(f"{level.title} {count[level.colour]} 个" for level in found.graded)
    late = sum(line.is_late for line in lines)
    zh = f"在册风险点 {len(lines)} 个" + (f"：{shown}" if shown else "")
    en = f"{wording.some(len(lines), 'risk point')} on record, {count['red']} of them red"
    if late:
        return Text(f"{zh}；本学期还有 {late} 个没有评估。", f"{en}; {late} not reviewed this term.")
    return Text(f"{zh}；本学期都已评估。", f"{en}; all were reviewed this term.")


def _figures(
    site: Site, found: Risks, lines: Sequence[PointLine], tiles: Sequence[Tile]
) -> Iterator[KeyFigure]:
    if not lines:
        return
    schools, silent = sum(t.schools for t in tiles), sum(t.silent for t in tiles)
    late = sum(line.is_late for line in lines)
    red = sum(line.colour == "red" for line in lines)
    piece, school = Text("个", ""), Text("所", "")
    for value, unit, label, note, tone in (
        (red, piece, Text("红色风险点", "Red risk points"), Text(f"共 {len(lines)} 个", f"of {len(lines)}"),
         "alarm" if red else ""),
        (late, piece, Text("本学期没有评估", "Not reviewed this term"),
         Text(found.term.name if found.term else "–"),
         ""),
        (silent, school, Text("没有清单的学校", "Schools without a list"),
         Text(f"涉危化品学校 {schools} 所", f"of {schools} that keep chemicals"), ""),
    ):  # fmt: skip
        yield KeyFigure(
            str(value), site.say(unit), site.say(label), "risks/#points", "", site.say(note), tone
        )


def _bands(found: Risks) -> Iterator[tuple[str, str, str]]:
    """(colour, title, the products it covers) of every level."""
    top = max(STEPS) ** 2
    for level in found.graded:
        yield level.colour, level.title, f"{level.least}–{top}"
        top = level.least - 1


def _matrix(found: Risks) -> Iterator[tuple[int, tuple[tuple[str, int], ...]]]:
    if not found.graded:
        return
    for severity in reversed(STEPS):
        yield severity, tuple(_field(found, likelihood, severity) for likelihood in STEPS)


def _field(found: Risks, likelihood: int, severity: int) -> tuple[str, int]:
    level = level_of(found.graded, likelihood, severity)
    return (level.colour if level else ""), likelihood * severity


def _tiles(site: Site, found: Risks, records: Sequence[Record]) -> Iterator[Tile]:
    counties: dict[str, list[Record]] = {}
    for record in records:
        county = site.county_of(record.document.data["school"])
        counties.setdefault(county.id if county else "", []).append(record)
    stores: dict[str, list[str]] = {}
    for school in keepers(site.snapshot, site.as_of):
        county = site.county_of(school.id)
        stores.setdefault(county.id if county else "", []).append(school.id)
    per_county = {name: Counter(map(found.colour, points)) for name, points in counties.items()}
    most = max((n for counts in per_county.values() for n in counts.values()), default=1)
    for county in _counties(site):
        if county.id in counties or county.id in stores:
            points, own = counties.get(county.id, []), stores.get(county.id, [])
            yield Tile(
                county=site.link(county.key, short=True),
                cells=tuple(
                    Cell(
                        colour,
                        title,
                        n,
                        -(-4 * n // most),
                        f"risks/?county={county.id}&colour={colour}#points",
                    )
                    for colour, title, n in found.counted(points)
                ),
                total=len(points),
                schools=len(own),
                silent=sum(school not in found.points for school in own),
                late=sum(found.point(r).is_late for r in points),
            )


def _counties(site: Site) -> list[Record]:
    found = [r for r in site.snapshot.active("organizations") if r.document.data["level"] == "county"]
    return sorted(found, key=lambda r: (r.document.data.get("order", 0), r.id))
