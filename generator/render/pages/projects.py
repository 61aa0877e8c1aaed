"""The six batches (六个一批): a board by year and county, what is late and what nobody reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from generator.model.record import Record
from generator.model.standing import last_day, units_asked
from generator.model.text import Text
from generator.model.yearly import batches, projects_of
from generator.render import wording
from generator.render.charts.fills import Fill, fills
from generator.render.figures import KeyFigure
from generator.render.marks import Mark
from generator.render.page import Page, page
from generator.render.progress import legend, mark, state_of, tally, tally_words
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Tile:
    """One project in a cell of the board; *unit* is "" where it is the row's own."""

    mark: Mark
    link: Link
    unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """One county (or another unit) in one year: a cell for each batch, never empty."""

    unit: Link
    cells: tuple[tuple[Tile, ...], ...]
    done: str


@dataclass(frozen=True, slots=True)
class LateLine:
    """One project whose deadline has passed."""

    link: Link
    unit: Link
    deadline: str
    days: int
    result: str


@dataclass(frozen=True, slots=True)
class Year:
    """One year's board. *totals*: done of all for each batch, as the last row."""

    year: int
    sentence: str
    rows: tuple[Row, ...]
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardContext:
    """The newest year in figures, then the boards of all years, newest first.

    batches: their names in order; chart: by batch, done of all; numbers: the same as a table.
    missing: units of the newest year that must report a batch and have not, in words.
    """

    sentence: str
    figures: tuple[KeyFigure, ...]
    batches: tuple[str, ...]
    legend: tuple[Mark, ...]
    chart: Markup
    chart_caption: str
    numbers: tuple[tuple[str, str, str], ...]
    late: tuple[LateLine, ...]
    missing: tuple[tuple[Link, str], ...]
    missing_sentence: str
    years: tuple[Year, ...]


@page
def projects(site: Site) -> Iterator[Page]:
    """The boards of all years."""
    boards = [Board(site, year) for year in _years(site)]
    newest = boards[0] if boards else Board(site, site.as_of.year)
    yield Page(
        "projects/",
        BoardContext(
            sentence=site.say(newest.sentence()) if boards else site.say(_NOTHING),
            figures=newest.figures() if boards else (),
            batches=tuple(newest.batches.values()),
            legend=legend(site),
            chart=newest.chart(),
            chart_caption=site.say(newest.by_batch()),
            numbers=newest.numbers(),
            late=tuple(line for board in boards for line in board.late()),
            missing=newest.missing() if boards else (),
            missing_sentence=site.say(newest.missing_sentence()) if boards else "",
            years=tuple(board.shown() for board in boards),
        ),
        evidence=tuple(r.key for r in site.snapshot.of("projects")),
    )


_NOTHING = Text("还没有六个一批的记录。", "There is no record of the six batches yet.")


def _years(site: Site) -> list[int]:
    return sorted({int(r["year"]) for r in site.snapshot.of("projects")}, reverse=True)


class Board:
    """One year: its projects by county and batch."""

    def __init__(self, site: Site, year: int) -> None:
        self.site = site
        self.year = year
        self.batches = dict(site.labels("projects", "batch"))
        by_unit = projects_of(site.snapshot, year)
        asked = {u.id for u in units_asked(site.snapshot, "projects", f"{year}-12-31")}
        records = [r for r in site.snapshot.active("projects") if r["year"] == year]
        owners = {_owner(site, r) for r in records} | asked
        order = {unit.id: place for place, unit in enumerate(site.organizations)}
        self.asked = asked
        self.units = sorted(owners, key=lambda u: (order.get(u, len(order)), u))
        self.cells = {unit: by_unit.get(unit, {}) for unit in self.units}
        self.projects = [r for r in records if r["status"] != "absent"]
        self.counts = tally(site, self.projects)
        self.is_due = last_day(site.snapshot, "projects", year) < site.as_of.isoformat()

    def shown(self) -> Year:
        """The year's board as the template shows it."""
        return Year(
            self.year,
            self.site.say(self.sentence()),
            tuple(self._row(unit) for unit in self.units),
            tuple(f"{done} / {count}" for _, count, done in self._of_batches()),
        )

    def _row(self, unit: str) -> Row:
        mine = self.cells[unit]
        cells = tuple(tuple(self._tiles(unit, mine.get(batch, []))) for batch in self.batches)
        every = [r for rows in mine.values() for r in rows if r["status"] != "absent"]
        done = sum(r["status"] == "done" for r in every)
        return Row(self.site.organization(unit), cells, f"{done} / {len(every)}")

    def _tiles(self, unit: str, records: Sequence[Record]) -> Iterator[Tile]:
        site = self.site
        for record in sorted(records, key=lambda r: (str(r.get("deadline", "")), r.id)):
            state, data = state_of(site, record), site.public(record)
            link = Link(data.get("title") or mark(site, state).text, site.path(record))
            yield Tile(mark(site, state), link, site.short(data["unit"]) if data["unit"] != unit else "")
        if not records:
            is_owed = unit in self.asked and self.is_due
            empty = mark(site, "missing") if is_owed else Mark("none", "–")
            yield Tile(empty, Link(""), "")

    # --- the year in numbers -----------------------------------------------------------------------------

    def _of_batches(self) -> Iterator[tuple[str, int, int]]:
        """Name, projects and projects done of each batch."""
        for value, title in self.batches.items():
            found = [r for r in self.projects if r["batch"] == value]
            yield title, len(found), sum(r["status"] == "done" for r in found)

    def chart(self) -> Markup:
        """By batch, projects done of all."""
        return fills(
            "batches",
            self.site.say(Text(f"{self.year} 年各批次项目完成情况", f"Projects of {self.year} by batch")),
            self.site.say(self.by_batch()),
            [Fill(title, Decimal(count), Decimal(done), f"{done} / {count}")
             for title, count, done in self._of_batches()] if self.projects else (),
        )  # fmt: skip

    def numbers(self) -> tuple[tuple[str, str, str], ...]:
        """What the chart shows, as a table."""
        return tuple((title, str(count), str(done)) for title, count, done in self._of_batches())

    def by_batch(self) -> Text:
        """Which batch is furthest behind, in words."""
        open_ones = [(count - done, title) for title, count, done in self._of_batches() if count > done]
        if not open_ones:
            return Text(f"{self.year} 年的项目全部完成。", f"All projects of {self.year} are done.")
        most = max(count for count, _ in open_ones)
        names = [title for count, title in open_ones if count == most]
        return Text(
            f"浅色为当年项目数，深色为已完成数；未完成最多的是{'、'.join(names)}（{most} 个）。",
            f"Light: projects of the year; dark: done. Most are open in {wording.both(names)} ({most}).",
        )

    def sentence(self) -> Text:
        """How far the year's projects are, and what is late."""
        if not self.projects:
            return Text(f"{self.year} 年还没有项目。", f"There is no project of {self.year} yet.")
        words, total = tally_words(self.counts), len(self.projects)
        units = len({_owner(self.site, r) for r in self.projects})
        return Text(
            f"{self.year} 年，{units} 个单位的六个一批项目共 {total} 个：{words.zh}。",
            f"{self.year}: {wording.some(total, 'project')} of {wording.some(units, 'unit')}: {words.en}.",
        )

    def figures(self) -> tuple[KeyFigure, ...]:
        """What the page opens with."""
        say, counts, total = self.site.say, self.counts, len(self.projects)
        gaps = sum(len(batch) for batch in self._gaps().values())
        lacking = say(Text(f"另有 {gaps} 批未报", f"{gaps} batches not reported")) if gaps else ""
        one, done = say(Text("个", "")), counts["done"]
        ahead = counts["running"] + counts["planned"]
        rate = f"{wording.share(done, total)}%" if total else ""
        rows = (
            (total, one, say(Text(f"{self.year} 年项目", f"Projects of {self.year}")), lacking, ""),
            (done, one, say(Text("已完成", "Done")), rate, ""),
            (ahead, one, say(Text("进行中和计划", "Running or planned")), "", ""),
            (counts["late"], one, say(Text("逾期", "Late")), "", "alarm" if counts["late"] else ""),
        )  # fmt: skip
        return tuple(
            KeyFigure(str(n), unit, label, "", "", note, tone) for n, unit, label, note, tone in rows
        )

    # --- what is late or missing -------------------------------------------------------------------------

    def late(self) -> Iterator[LateLine]:
        """The late ones, latest first."""
        site = self.site
        found = [r for r in self.projects if state_of(site, r) == "late"]
        for record in sorted(found, key=lambda r: (str(r["deadline"]), r.id)):
            data = site.public(record)
            result, goal = data.get("result"), data["goal"]
            so_far = wording.plain(result["amount"]) if result else "0"
            yield LateLine(
                Link(data["title"], site.path(record)),
                site.organization(data["unit"]),
                data["deadline"],
                (site.as_of - date.fromisoformat(data["deadline"])).days,
                f"{so_far} / {wording.plain(goal['target'])} {goal['measure']}",
            )

    def _gaps(self) -> dict[str, list[str]]:
        """Unit -> names of the batches that it owes and has nothing of; nothing before they are due."""
        if not self.is_due:
            return {}
        found = {
            unit: [b.value for b in batches(self.site.snapshot) if b.value not in self.cells[unit]]
            for unit in self.units
            if unit in self.asked
        }
        return {unit: [self.batches[b] for b in missing] for unit, missing in found.items() if missing}

    def missing(self) -> tuple[tuple[Link, str], ...]:
        """Each unit that owes a batch, with their names."""
        join = self.site.say(Text("、", ", "))
        return tuple((self.site.organization(u), join.join(names)) for u, names in self._gaps().items())

    def missing_sentence(self) -> Text:
        """Whether all that must have reported all six."""
        asked, gaps = Counter(u in self._gaps() for u in self.asked), len(self._gaps())
        if not self.asked:
            return Text("现行办法没有要求报齐六个批次。", "The method in force asks nobody for all six.")
        if not gaps:
            zh = f"应报的 {asked[False]} 个单位六个批次都有项目，或者说明了没有安排。"
            return Text(zh, f"All {asked[False]} units that must have accounted for all six batches.")
        return Text(
            f"应报的 {len(self.asked)} 个单位中 {gaps} 个没有报齐。",
            f"{gaps} of {len(self.asked)} units have not accounted for all six batches.",
        )


def _owner(site: Site, record: Record) -> str:
    """The county that a project counts for, else its own unit."""
    county = site.county_of(record["unit"])
    return county.id if county else str(record["unit"])
