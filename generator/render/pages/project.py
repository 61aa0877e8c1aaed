"""One project of the six batches: its goal and result, milestones, money, and what else is in its batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from markupsafe import Markup

from generator.model.number import yuan
from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.charts.fills import Fill, fills
from generator.render.marks import Mark
from generator.render.page import Page, PageMaker, page
from generator.render.progress import mark, state_of
from generator.render.public import Public
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone. *mark*: done, late or still to come."""

    title: str
    due: str
    done_on: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Payment:
    """What one budget line pays. *budget*: the page of the budget, at that line."""

    budget: Link
    category: str
    amount: str


@dataclass(frozen=True, slots=True)
class ProjectContext:
    """One project, or the statement that a batch has none (then only the first fields are filled).

    chart: result beside goal, empty without a result; effect: what came of it.
    """

    sentence: str
    withdrawn: str
    mark: Mark
    batch: str
    year: int
    unit: Link
    county: Link | None
    reason: str
    lead: str
    start: str
    deadline: str
    goal: str
    chart: Markup
    chart_caption: str
    numbers: tuple[tuple[str, str], ...]
    effect: str
    steps: tuple[Step, ...]
    steps_sentence: str
    payments: tuple[Payment, ...]
    total: str
    note: str
    beside: tuple[Link, ...]
    previous: Link | None
    next: Link | None


@page(many=True)
def project_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each record, by year, county and batch."""
    records = in_order(site)
    beside: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        beside.setdefault((record["year"], record["batch"], _county(site, record)), []).append(record)
    for place, record in enumerate(records):
        before = records[place - 1] if place else None
        after = records[place + 1] if place + 1 < len(records) else None
        same = beside[record["year"], record["batch"], _county(site, record)]
        yield partial(_page, site, record, [r for r in same if r is not record], before, after)


def in_order(site: Site) -> list[Record]:
    """Newest year first, in administrative order of the units, batches in the order of the text."""
    place = {unit.id: number for number, unit in enumerate(site.organizations)}
    order = list(site.labels("projects", "batch"))
    return sorted(
        site.snapshot.of("projects"),
        key=lambda r: (-r["year"], place.get(r["unit"], len(place)), order.index(r["batch"]), r.id),
    )


def _county(site: Site, record: Record) -> str:
    county = site.county_of(record["unit"])
    return county.id if county else str(record["unit"])


def _page(
    site: Site, record: Record, same: list[Record], before: Record | None, after: Record | None
) -> Page:
    data, state = site.public(record), state_of(site, record)
    withdrawn = wording.withdrawal(data)
    county = site.county_of(data["unit"])
    sentence = site.say(sentence_of(site, record))
    payments = tuple(_payment(site, entry) for entry in data.get("money", ()))
    steps = tuple(_step(site, data, row) for row in data.get("milestones", ()))
    result, goal = data.get("result"), data.get("goal")
    context = ProjectContext(
        sentence=sentence,
        withdrawn=site.say(withdrawn) if withdrawn else "",
        mark=mark(site, state),
        batch=site.label("projects", "batch", data["batch"]),
        year=data["year"],
        unit=site.organization(data["unit"]),
        county=site.organization(county.id) if county and county.id != data["unit"] else None,
        reason=data.get("reason", ""),
        lead=data.get("lead", ""),
        start=data.get("start", ""),
        deadline=data.get("deadline", ""),
        goal=f"{goal['text']} {_amount(goal['target'], goal['measure'])}" if goal else "",
        chart=_chart(site, data) if result and goal else Markup(""),
        chart_caption=site.say(_result_sentence(data)) if result and goal else "",
        numbers=_numbers(site, data) if result and goal else (),
        effect=result.get("text", "") if result else "",
        steps=steps,
        steps_sentence=site.say(_steps_sentence(data, site.as_of.isoformat())) if steps else "",
        payments=payments,
        total=yuan(sum((Decimal(m["amount"]) for m in data.get("money", ())), Decimal(0))),
        note=data.get("note", ""),
        beside=tuple(site.link(r.key) for r in same),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
    )
    return Page(
        f"projects/{record.id}/",
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("六个一批", "Six batches")), "projects/"),),
        records=(record.key,),
        evidence=(
            f"organizations/{data['unit']}",
            *(f"budgets/{m['budget']}" for m in data.get("money", ())),
        ),
        description=sentence,
    )


def _amount(value: Decimal | int, measure: str) -> str:
    return f"{wording.plain(value)} {measure}"


def _chart(site: Site, data: Public) -> Markup:
    goal, result = data["goal"], data["result"]
    words = f"{wording.plain(result['amount'])} / {_amount(goal['target'], goal['measure'])}"
    row = Fill(goal["text"], Decimal(goal["target"]), Decimal(result["amount"]), words)
    title = site.say(Text("目标和完成数", "Goal and result"))
    return fills("result", title, site.say(_result_sentence(data)), [row])


def _numbers(site: Site, data: Public) -> tuple[tuple[str, str], ...]:
    goal, result = data["goal"], data["result"]
    return (
        (site.say(Text("目标", "Goal")), _amount(goal["target"], goal["measure"])),
        (site.say(Text("完成", "Achieved")), _amount(result["amount"], result["measure"])),
    )


def _result_sentence(data: Public) -> Text:
    goal, result = data["goal"], data["result"]
    target, amount = Decimal(goal["target"]), Decimal(result["amount"])
    share, when = wording.share(int(amount * 100), int(target * 100)), wording.on(result["on"])
    zh = f"截至{when.zh}，目标 {_amount(target, goal['measure'])}，完成 {_amount(amount, goal['measure'])}"
    en = f"By {when.en}: {wording.plain(amount)} of {_amount(target, goal['measure'])}"
    tail = Text(f"，{share}%。", f", {share}%.") if target else Text("。", ".")
    return Text(zh + tail.zh, en + tail.en)


def _step(site: Site, data: Public, row: Public) -> Step:
    done_on = row.get("done_on", "")
    is_open = data["status"] in ("planned", "running")
    state = "done" if done_on else "late" if is_open and row["due"] < site.as_of.isoformat() else "planned"
    shown = (
        mark(site, state) if state != "planned" else Mark("planned", site.say(Text("未完成", "Not done yet")))
    )
    return Step(row["title"], row["due"], done_on, shown)


def _steps_sentence(data: Public, today: str) -> Text:
    """How many are done, and how many of those too late; what is late now."""
    rows = data["milestones"]
    done = [r for r in rows if "done_on" in r]
    after = sum(r["done_on"] > r["due"] for r in done)
    late = sum("done_on" not in r and r["due"] < today for r in rows) if data["status"] != "dropped" else 0
    zh, en = f"{len(rows)} 个节点，完成 {len(done)} 个", f"{len(done)} of {len(rows)} milestones are done"
    if after:
        zh, en = f"{zh}（其中 {after} 个晚于期限）", f"{en} ({after} after their day)"
    if late:
        zh, en = f"{zh}，逾期 {late} 个", f"{en}, {late} late"
    return Text(f"{zh}。", f"{en}.")


def _payment(site: Site, entry: Public) -> Payment:
    budget = site.get("budgets", entry["budget"])
    line = next((x for x in budget["lines"] if x["id"] == entry["line"]), None) if budget else None
    path = f"budgets/{entry['budget']}/#line-{entry['line']}" if line else ""
    return Payment(
        Link(line["title"] if line else entry["line"], path),
        site.label("budgets", "lines[].category", line["category"]) if line else "",
        yuan(entry["amount"]),
    )


def sentence_of(site: Site, record: Record) -> Text:
    """Who is to do what by when, and how far that is."""
    data = site.public(record)
    unit = site.short(data["unit"])
    if data["status"] == "absent":
        batch = site.label("projects", "batch", data["batch"])
        return Text(
            f"{unit} {data['year']} 年没有安排“{batch}”这一批：{wording.ended(data['reason'])}。",
            f"{unit} has nothing of the batch “{batch}” in {data['year']}: {wording.ended(data['reason'])}.",
        )
    goal, end = data["goal"], wording.on(data["deadline"])
    what = f"{goal['text']} {_amount(goal['target'], goal['measure'])}"
    so_far = _so_far(site, data, state_of(site, record))
    return Text(
        f"{unit}“{data['title']}”：{what}，期限{end.zh}；{so_far.zh}。",
        f"{unit}, {data['title']}: {what}, due {end.en}; {so_far.en}.",
    )


_STATES = {
    "planned": Text("尚未开始", "not started yet"),
    "running": Text("正在进行", "running"),
    "done": Text("已完成", "done"),
    "withdrawn": Text("已撤回", "withdrawn"),
}


def _so_far(site: Site, data: Public, state: str) -> Text:
    result, measure = data.get("result"), data["goal"]["measure"]
    amount = _amount(result["amount"], measure) if result else ""
    if state == "late":
        days = (site.as_of - date.fromisoformat(data["deadline"])).days
        had = Text(f"已逾期 {days} 天", f"{wording.some(days, 'day')} late")
    elif state == "dropped":
        reason = wording.ended(data["reason"])
        return Text(f"已中止，原因：{reason}", f"dropped: {reason}")
    else:
        had = _STATES[state]
    return Text(f"{had.zh}，完成 {amount}", f"{had.en}, {amount} achieved") if result else had
