"""Risk points, stock-takings and hand-overs of waste as readers see them: no place and no amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.risk import Level, Term, is_open, is_reviewed, levels, risk_level, term_on
from generator.model.text import Text
from generator.render import wording
from generator.render.filters import day
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class PointLine:
    """One risk point. colour: "" where the bureau has no levels; reviewed: the last day."""

    link: Link
    school: Link
    county: str
    county_id: str
    process: str
    colour: str
    level: str
    product: str
    control: str
    owner: str
    measures: str
    reviewed: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class StockLine:
    """One stock-taking. doubles: (title, met); unmet: how many are not."""

    link: Link
    day: str
    classes: str
    doubles: tuple[tuple[str, bool], ...]
    agrees: bool
    note: str


@dataclass(frozen=True, slots=True)
class WasteLine:
    """One hand-over."""

    link: Link
    day: str
    carrier: str
    manifest: str


@dataclass(frozen=True, slots=True)
class SchoolRisks:
    """What a school's page says of its risks; the sentence is "" where there is nothing to say."""

    sentence: str
    counts: tuple[tuple[str, str, int], ...]
    points: tuple[PointLine, ...]
    stock: tuple[StockLine, ...]
    waste: tuple[WasteLine, ...]


class Risks:
    """The records by school, read once for all pages."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.graded: tuple[Level, ...] = levels(site.snapshot)
        self.term: Term | None = term_on(site.snapshot, site.as_of)
        self.points = _by_school(r for r in site.snapshot.active("risk-points") if is_open(r, site.as_of))
        self.stock = _by_school(site.snapshot.active("chemicals"))
        self.waste = _by_school(site.snapshot.active("waste-transfers"))
        self._doubles = {d["id"]: d["title"] for d in site.bureau.get("five_doubles", ())}

    def colour(self, record: Record) -> str:
        """The colour of a risk point; "" where the bureau has no levels."""
        level = risk_level(self.graded, record.document.data)
        return level.colour if level else ""

    def of_school(self, school: str) -> SchoolRisks:
        """Everything that the page of a school shows."""
        points = sorted(map(self.point, self.points.get(school, ())), key=self.order)
        stock = [self.stocktaking(r) for r in self.stock.get(school, ())]
        waste = [self.transfer(r) for r in self.waste.get(school, ())]
        counts = tuple(self.counted(self.points.get(school, ())))
        sentence = self.site.say(risks_sentence(counts, points, stock)) if points or stock or waste else ""
        newest = tuple(sorted(stock, key=lambda s: s.day, reverse=True))
        last = tuple(sorted(waste, key=lambda w: w.day, reverse=True))
        return SchoolRisks(sentence, counts, tuple(points), newest, last)

    def counted(self, points: Iterable[Record]) -> Iterator[tuple[str, str, int]]:
        """(colour, title, how many) for each level, highest first."""
        found = [self.colour(r) for r in points]
        for level in self.graded:
            yield level.colour, level.title, found.count(level.colour)

    def order(self, line: PointLine) -> tuple[int, str, str]:
        """The gravest first."""
        colours = [level.colour for level in self.graded]
        rank = colours.index(line.colour) if line.colour in colours else len(colours)
        return rank, line.school.path, line.link.path

    def point(self, record: Record) -> PointLine:
        """A risk point as a line."""
        site, data = self.site, self.site.public(record)
        level = risk_level(self.graded, data)
        county = site.county_of(data["school"])
        return PointLine(
            link=Link(data["title"], site.path(record)),
            school=site.link(f"organizations/{data['school']}", short=True),
            county=site.short(county.id) if county else "",
            county_id=county.id if county else "",
            process=site.label("risk-points", "process", data["process"]),
            colour=level.colour if level else "",
            level=level.title if level else "",
            product=f"{data['likelihood']} × {data['severity']} = {data['likelihood'] * data['severity']}",
            control=site.label("risk-points", "level", data["level"]),
            owner=data["owner"],
            measures=data["measures"],
            reviewed=data["reviewed_on"][-1],
            is_late=bool(self.term) and not is_reviewed(data, self.term) if self.term else False,
        )

    def stocktaking(self, record: Record) -> StockLine:
        """A stock-taking as a line."""
        site, data = self.site, self.site.public(record)
        names = [site.label("chemicals", "classes", name) for name in data["classes"]]
        return StockLine(
            link=site.link(record.key),
            day=data["on"],
            classes="、".join(names) or site.say(Text("已经清空", "nothing any more")),
            doubles=tuple(
                (self._doubles.get(r["double"], r["double"]), r["met"]) for r in data.get("doubles", ())
            ),
            agrees=data["ledger_agrees"],
            note=data.get("ledger_note", ""),
        )

    def transfer(self, record: Record) -> WasteLine:
        """A hand-over as a line."""
        data = self.site.public(record)
        return WasteLine(self.site.link(record.key), data["on"], data["carrier"], data["manifest"])


def risks_sentence(
    counts: Sequence[tuple[str, str, int]], points: Sequence[PointLine], stock: Sequence[StockLine]
) -> Text:
    """How many risks of which colour, and what the newest stock-taking found."""
    if points:
        shown = "、".join(f"{title} {count} 个" for _, title, count in counts if count)
        zh = f"在册风险点 {len(points)} 个" + (f"（{shown}）" if shown else "")
        en = f"{wording.some(len(points), 'risk point')} on record"
    else:
        zh, en = "没有在册的风险点", "No risk point on record"
    late = sum(p.is_late for p in points)
    if late:
        zh += f"，本学期还有 {late} 个没有评估"
        en += f", {late} not reviewed this term"
    if not stock:
        return Text(f"{zh}；还没有盘点记录。", f"{en}; no stock-taking yet.")
    last = max(stock, key=lambda s: s.day)
    unmet = [title for title, met in last.doubles if not met]
    found = (
        f"五双没有落实：{'、'.join(unmet)}" if unmet else "五双全部落实" if last.doubles else "药品已经清空"
    )
    ledger = "账物相符" if last.agrees else "账物不符"
    words = f"{len(unmet)} of the five doubles not met" if unmet else "all doubles met"
    return Text(
        f"{zh}；{day(last.day)}盘点，{found}，{ledger}。",
        f"{en}; stock-taking of {day(last.day, 'en')}: {words}, "
        f"{'ledger agrees' if last.agrees else 'ledger does not agree'}.",
    )


def _by_school(records: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.document.data["school"], []).append(record)
    return found
