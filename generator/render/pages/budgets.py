"""Budgets: what was planned, disbursed and spent, by unit and by kind of line, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from generator.model.period import Period
from generator.model.record import Record
from generator.model.text import Text
from generator.model.yearly import budgets_missing
from generator.render import wording
from generator.render.charts.fills import fills
from generator.render.figures import KeyFigure
from generator.render.money import Sums, sums, wan
from generator.render.page import Page, page
from generator.render.public import Public
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Row:
    """One unit, one kind of line, or one stage: amounts in ten thousand yuan.

    why: where the rate is explained, "" where it is not; updated_on: the day of the figures, "" for sums.
    """

    label: Link
    planned: str
    disbursed: str
    spent: str
    rate: str
    why: str
    updated_on: str


@dataclass(frozen=True, slots=True)
class Year:
    """One year. *units*: in administrative order, the sum last; *kinds*: by sort of line, then by stage."""

    year: int
    sentence: str
    units: tuple[Row, ...]
    total: Row
    kinds: tuple[Row, ...]
    stages: tuple[Row, ...]
    missing: tuple[Link, ...]
    unit_chart: Markup
    unit_caption: str
    kind_chart: Markup
    kind_caption: str


@dataclass(frozen=True, slots=True)
class IndexContext:
    """All years, newest first; the figures are those of the newest."""

    sentence: str
    figures: tuple[KeyFigure, ...]
    years: tuple[Year, ...]


@page
def budgets(site: Site) -> Iterator[Page]:
    """Planned against spent, of all years."""
    records = site.snapshot.active("budgets")
    years = sorted({int(r["year"]) for r in records}, reverse=True)
    shown = [Budgets(site, year, [r for r in records if r["year"] == year]) for year in years]
    yield Page(
        "budgets/",
        IndexContext(
            sentence=site.say(shown[0].sentence() if shown else _NOTHING),
            figures=shown[0].figures() if shown else (),
            years=tuple(one.shown() for one in shown),
        ),
        evidence=tuple(r.key for r in site.snapshot.of("budgets")),
    )


_NOTHING = Text("还没有经费预算的记录。", "There is no budget on record yet.")


class Budgets:
    """The budgets of one year."""

    def __init__(self, site: Site, year: int, records: Iterable[Record]) -> None:
        self.site, self.year = site, year
        order = {unit.id: place for place, unit in enumerate(site.organizations)}
        self.records = sorted(records, key=lambda r: (order.get(r["unit"], len(order)), r.id))
        self.data = [site.public(r) for r in self.records]
        self.lines = [line for data in self.data for line in data["lines"]]
        self.total = sums(self.lines)
        self.unit = site.say(Text("万元", "ten thousand yuan"))

    def shown(self) -> Year:
        """The year as the template shows it."""
        say, site = self.site.say, self.site
        kinds, stages = self._by("category"), self._by("stage")
        return Year(
            year=self.year,
            sentence=say(self.sentence()),
            units=tuple(self._unit_row(r, d) for r, d in zip(self.records, self.data, strict=True)),
            total=_row(Link(say(Text("合计", "Sum"))), self.total),
            kinds=tuple(_row(Link(title), found) for title, found in kinds),
            stages=tuple(_row(Link(title), found) for title, found in stages),
            missing=tuple(site.organization(u.id) for u in budgets_missing(site.snapshot, self.year)),
            unit_chart=fills(
                f"units-{self.year}",
                say(Text(f"{self.year} 年各单位预算和支出", f"Budget and spending of {self.year} by unit")),
                say(self._unit_caption()),
                [sums(d["lines"]).fill(site.short(d["unit"]), self.unit) for d in self.data],
            ),
            unit_caption=say(self._unit_caption()),
            kind_chart=fills(
                f"kinds-{self.year}",
                say(Text(f"{self.year} 年各类别预算和支出", f"Budget and spending of {self.year} by kind")),
                say(self._kind_caption(kinds)),
                [found.fill(title, self.unit) for title, found in kinds],
            ),
            kind_caption=say(self._kind_caption(kinds)),
        )

    def _unit_row(self, record: Record, data: Public) -> Row:
        site = self.site
        label = Link(site.short(data["unit"]), site.path(record))
        measure = site.results.measure("budget-execution", data["unit"], Period(self.year))
        # The unit's measure has the units below it too; it explains this row only where that is the same.
        is_same = bool(measure and measure.value is not None and measure.evidence == (record.key,))
        why = site.measure_path(measure) if measure and is_same else ""
        return _row(label, sums(data["lines"]), why, data["updated_on"])

    def _by(self, field: str) -> list[tuple[str, Sums]]:
        """Title and sums of every value of a field of the lines that occurs, in the schema's order."""
        titles = self.site.labels("budgets", f"lines[].{field}")
        found = {value: [x for x in self.lines if x[field] == value] for value in titles}
        return [(titles[value], sums(lines)) for value, lines in found.items() if lines]

    # --- words -------------------------------------------------------------------------------------------

    def sentence(self) -> Text:
        """How much of the year's money is planned and spent, as of when."""
        total, count = self.total, len(self.records)
        latest = wording.on(max(d["updated_on"] for d in self.data))
        return Text(
            f"{self.year} 年，{count} 个单位预算 {wan(total.planned)} 万元，"
            f"到位 {wan(total.disbursed)} 万元，支出 {wan(total.spent)} 万元，"
            f"执行率 {total.rate}%（数据截至{latest.zh}）。",
            f"{self.year}: {wording.some(count, 'unit')} planned {wan(total.planned)}, had "
            f"{wan(total.disbursed)} and spent {wan(total.spent)} ten thousand yuan: {total.rate}% (as of "
            f"{latest.en}).",
        )

    def figures(self) -> tuple[KeyFigure, ...]:
        """What the page opens with."""
        say, total = self.site.say, self.total
        opening = sums(x for x in self.lines if x["stage"] == "initial")
        share = wording.share(int(opening.planned * 100), int(total.planned * 100))
        rows = (
            (wan(total.planned), self.unit, Text(f"{self.year} 年预算", f"Planned {self.year}"),
             Text(f"其中年初安排 {share}%", f"{share}% of it at the year's start")),
            (wan(total.disbursed), self.unit, Text("到位", "Disbursed"), None),
            (wan(total.spent), self.unit, Text("支出", "Spent"), None),
            (total.rate, "%", Text("执行率", "Execution"), Text("支出 ÷ 预算", "Spent ÷ planned")),
        )  # fmt: skip
        return tuple(
            KeyFigure(value, unit, say(label), "", "", say(note) if note else "", "")
            for value, unit, label, note in rows
        )

    def _unit_caption(self) -> Text:
        rates = [(sums(d["lines"]), self.site.short(d["unit"])) for d in self.data]
        real = [(found.spent / found.planned, found.rate, name) for found, name in rates if found.planned]
        zh, en = "浅色为预算，深色为支出", "Light: planned; dark: spent"
        if len(real) > 1:
            low, high = min(real), max(real)
            zh += f"；执行率从 {low[1]}%（{low[2]}）到 {high[1]}%（{high[2]}）"
            en += f". Execution from {low[1]}% ({low[2]}) to {high[1]}% ({high[2]})"
        return Text(f"{zh}。", f"{en}.")

    def _kind_caption(self, kinds: list[tuple[str, Sums]]) -> Text:
        zh = "，".join(f"{title}占 {self._share(found)}%" for title, found in kinds)
        en = ", ".join(f"{title} {self._share(found)}%" for title, found in kinds)
        return Text(f"预算中{zh}。", f"Of what was planned: {en}.")

    def _share(self, found: Sums) -> str:
        return wording.share(int(found.planned * 100), int(self.total.planned * 100))


def _row(label: Link, found: Sums, why: str = "", updated_on: str = "") -> Row:
    return Row(label, wan(found.planned), wan(found.disbursed), wan(found.spent), found.rate, why, updated_on)
