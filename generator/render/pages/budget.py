"""One unit's budget of a year: every line, and the projects that it pays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from generator.model.number import yuan
from generator.model.period import Period
from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.charts.fills import fills
from generator.render.figures import KeyFigure
from generator.render.money import Sums, sums, wan
from generator.render.page import Page, PageMaker, page
from generator.render.public import Public
from generator.render.site import Link, Site

# Line of a budget -> the projects that it pays.
Paid = dict[tuple[str, str], list[Record]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line, exact to the fen. *stage*: at the year's start, or later and when."""

    anchor: str
    title: str
    category: str
    source: str
    stage: str
    planned: str
    disbursed: str
    spent: str
    rate: str
    reason: str
    projects: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class BudgetContext:
    """One budget; *total* is its last row."""

    sentence: str
    withdrawn: str
    figures: tuple[KeyFigure, ...]
    unit: Link
    year: int
    approved_on: str
    document: str
    updated_on: str
    note: str
    chart: Markup
    chart_caption: str
    numbers: tuple[tuple[str, str, str], ...]
    lines: tuple[Line, ...]
    total: tuple[str, str, str, str]
    others: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@page(many=True)
def budget_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each budget, by year and unit."""
    place = {unit.id: number for number, unit in enumerate(site.organizations)}
    records = sorted(
        site.snapshot.of("budgets"), key=lambda r: (-r["year"], place.get(r["unit"], len(place)), r.id)
    )
    paid: Paid = defaultdict(list)
    for project in site.snapshot.active("projects"):
        for entry in site.public(project).get("money", ()):
            paid[entry["budget"], entry["line"]].append(project)
    of_unit: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        of_unit[record["unit"]].append(record)
    for number, record in enumerate(records):
        before = records[number - 1] if number else None
        after = records[number + 1] if number + 1 < len(records) else None
        yield partial(_page, site, record, paid, of_unit[record["unit"]], (before, after))


def _page(
    site: Site,
    record: Record,
    paid: Paid,
    of_unit: Sequence[Record],
    beside: tuple[Record | None, Record | None],
) -> Page:
    data, total = site.public(record), sums(site.public(record)["lines"])
    withdrawn = wording.withdrawal(data)
    before, after = beside
    sentence = site.say(sentence_of(site, data, total))
    unit = site.say(Text("万元", "ten thousand yuan"))
    context = BudgetContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        figures=_figures(site, record, data, total),
        unit=site.organization(data["unit"]),
        year=data["year"],
        approved_on=data.get("approved_on", ""),
        document=data.get("document", ""),
        updated_on=data["updated_on"],
        note=data.get("note", ""),
        chart=fills(
            "lines",
            site.say(Text("各项预算和支出", "Budget and spending by line")),
            site.say(_caption(data)),
            [sums([line]).fill(line["title"], unit) for line in data["lines"]],
        ),
        chart_caption=site.say(_caption(data)),
        numbers=tuple((x["title"], yuan(x["planned"]), yuan(x["spent"])) for x in data["lines"]),
        lines=tuple(_line(site, record, line, paid) for line in data["lines"]),
        total=(yuan(total.planned), yuan(total.disbursed), yuan(total.spent), total.rate),
        others=tuple(site.link(r.key) for r in of_unit if r is not record),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
    )
    projects = sorted({p.key for line in data["lines"] for p in paid.get((record.id, line["id"]), ())})
    return Page(
        f"budgets/{record.id}/",
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("经费预算", "Budgets")), "budgets/"),),
        records=(record.key,),
        evidence=(f"organizations/{data['unit']}", *projects),
        description=sentence,
    )


def _line(site: Site, record: Record, line: Public, paid: Paid) -> Line:
    added = line.get("added_on", "")
    stage = site.label("budgets", "lines[].stage", line["stage"])
    projects = paid.get((record.id, line["id"]), ())
    return Line(
        anchor=f"line-{line['id']}",
        title=line["title"],
        category=site.label("budgets", "lines[].category", line["category"]),
        source=site.label("budgets", "lines[].source", line["source"]),
        stage=f"{stage} {added}".strip(),
        planned=yuan(line["planned"]),
        disbursed=yuan(line["disbursed"]),
        spent=yuan(line["spent"]),
        rate=sums([line]).rate,
        reason=line.get("reason", ""),
        projects=tuple(Link(site.public(p)["title"], site.path(p)) for p in projects),
    )


def _figures(site: Site, record: Record, data: Public, total: Sums) -> tuple[KeyFigure, ...]:
    say, unit = site.say, site.say(Text("万元", "ten thousand yuan"))
    measure = site.results.measure("budget-execution", data["unit"], Period(data["year"]))
    is_same = bool(measure and measure.value is not None and measure.evidence == (record.key,))
    why = site.measure_path(measure) if measure and is_same else ""
    rows = (
        (wan(total.planned), unit, Text("预算", "Planned"), ""),
        (wan(total.disbursed), unit, Text("到位", "Disbursed"), ""),
        (wan(total.spent), unit, Text("支出", "Spent"), ""),
        (total.rate, "%", Text("执行率", "Execution"), why),
    )
    return tuple(KeyFigure(value, of, say(label), path, "", "", "") for value, of, label, path in rows)


def sentence_of(site: Site, data: Public, total: Sums) -> Text:
    """What the unit planned, at the start and later, and how much of it is spent."""
    unit, when = site.short(data["unit"]), wording.on(data["updated_on"])
    added = sums(x for x in data["lines"] if x["stage"] == "added")
    zh = f"{unit} {data['year']} 年预算 {wan(total.planned)} 万元"
    en = f"{unit} planned {wan(total.planned)} ten thousand yuan for {data['year']}"
    if added.planned:
        zh += f"（年中追加 {wan(added.planned)} 万元）"
        en += f" ({wan(added.planned)} of it added later)"
    return Text(
        f"{zh}，截至{when.zh}支出 {wan(total.spent)} 万元，执行率 {total.rate}%。",
        f"{en}; by {when.en} {wan(total.spent)} were spent, {total.rate}%.",
    )


def _caption(data: Public) -> Text:
    """How many lines are spent to less than half, since that is what to look at."""
    slow = [x["title"] for x in data["lines"] if 2 * x["spent"] < x["planned"]]
    zh, en = "浅色为预算，深色为支出", "Light: planned; dark: spent"
    if slow:
        zh += f"；支出不到一半的有 {len(slow)} 项：{'、'.join(slow)}"
        en += f". Less than half is spent of {wording.both(slow)}"
    return Text(f"{zh}。", f"{en}.")
