"""Experts: terms, load, appraisals, and whether a piece of work fits who was given it.

Who may judge whom is conduct and stands there. How long, how often and how much comes from the method that
was in force on the day; where it says nothing, nothing is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from generator.model.diagnostic import Severity
from generator.model.number import trimmed
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.service import Days, loads, places_on, terms
from generator.model.snapshot import Snapshot
from generator.model.standing import requirement, years_after
from generator.model.text import Text
from generator.validate.questions import Data, in_force, served
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "EXP001",
    "over-load",
    Severity.WARNING,
    message=Text(
        "专家「{expert}」{year} 年的工作量到这里是 {days} 天，超过办法规定的 {most} 天",
        "With this the expert {expert} comes to {days} days in {year}, more than the {most} of the method",
    ),
    hint=Text("后面的工作改派其他专家", "Give the work that follows to other experts"),
)
def over_load(snapshot: Snapshot) -> Iterator[Finding]:
    """Too much on one pair of shoulders is done badly, and leaves the rest of the pool idle.

    工作压在一个人身上，质量没有保证，其他专家又闲着。检查和专家工作一起算，在超过的那一次提醒，每人每年提醒一次。
    """
    counts, allowed = Days(snapshot), _Allowed(snapshot)
    for (expert, year), load in loads(snapshot, served(snapshot)).items():
        so_far = Decimal(0)
        for service in load.services:
            so_far += counts.of(service)
            most = allowed.on(service.first)
            if so_far > most:
                params = {"expert": expert, "year": year, "days": trimmed(so_far), "most": most}
                yield Finding(service.record, service.field, params)
                break


class _Allowed:
    """The most days a year by the method of a day, remembered; boundless where it says nothing."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._found: dict[str, Decimal] = {}

    def on(self, day: str) -> Decimal:
        """Days."""
        if day not in self._found:
            most = requirement(self._snapshot, "experts", day).get("days_per_year", "Infinity")
            self._found[day] = Decimal(most)
        return self._found[day]


@rule(
    "EXP002",
    "term-too-long",
    Severity.ERROR,
    message=Text(
        "聘期 {start} 至 {end} 超过 {years} 年", "The term from {start} to {end} is longer than {years} years"
    ),
    hint=Text(
        "一届最晚到 {last}；续聘的另写一条，写明续聘文件",
        "One term ends by {last}; a renewal is an entry of its own with its own document",
    ),
)
def term_too_long(snapshot: Snapshot) -> Iterator[Finding]:
    """A term has an end so that somebody looks at it again.

    聘期有期限，是为了到期重新遴选；按开始那天有效的办法判断。
    """
    for record, _ in in_force(snapshot, "experts"):
        for i, place in terms(record):
            start, end = place["term"]["from"], place["term"]["to"]
            years = requirement(snapshot, "experts", start).get("term_years")
            if years is not None:
                last = _day_before(years_after(start, years))
                if end > last:
                    params = {"start": start, "end": end, "years": years, "last": last}
                    yield Finding(record, ("pools", i, "term", "to"), params)


@rule(
    "EXP003",
    "too-many-terms",
    Severity.ERROR,
    message=Text(
        "这是在同一个专家库连续第 {count} 个聘期，办法规定最多连任 {most} 届",
        "This is term {count} in a row in one pool; the method allows {most}",
    ),
    hint=Text(
        "另行遴选；中断满一年后才能再聘", "Choose somebody else; a new row begins after a year's break"
    ),
)
def too_many_terms(snapshot: Snapshot) -> Iterator[Finding]:
    """A pool that never changes hears no new voice.

    专家库总是那几个人，就没有新的意见。中断不满一年的算连任；同时在几个类别的算一届。
    """
    for record, _ in in_force(snapshot, "experts"):
        rows: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for i, place in terms(record):
            rows[place["pool"]].append((place["term"]["from"], place["term"]["to"], i))
        for row in rows.values():
            for count, start, i in _counted(sorted(row)):
                most = requirement(snapshot, "experts", start).get("terms_in_row")
                if most is not None and count > most:
                    yield Finding(record, ("pools", i, "term", "from"), {"count": count, "most": most})


def _counted(row: list[tuple[str, str, int]]) -> Iterator[tuple[int, str, int]]:
    """(which one in its row, first day, index) of terms in order of time; those that overlap are one."""
    count, until = 0, ""
    for start, end, i in row:
        if start > until:
            count = count + 1 if until and start < years_after(until, 1) else 1
        until = max(until, end)
        yield count, start, i


@rule(
    "EXP004",
    "duty-not-taken-on",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」登记的承担工作里没有「{duty}」",
        "“{duty}” is not among the duties that the expert {expert} has taken on",
    ),
    hint=Text(
        "改派承担这项工作的专家；本人同意承担的，先改专家的记录",
        "Send somebody who does this; if the expert agreed to it, say so in their record first",
    ),
)
def duty_not_taken_on(snapshot: Snapshot) -> Iterator[Finding]:
    """Whoever never agreed to review is not a reviewer.

    五项职责各有所长；没有承担评审的专家不派去评审。专家没有登记承担工作的不检查。
    """
    for record, data, expert in _engaged(snapshot):
        taken = expert.document.data.get("duties")
        if taken and data["duty"] not in taken:
            params = {"expert": expert.id, "duty": _duty(snapshot, data)}
            yield Finding(record, ("duty",), params, related=((expert, ("duties",)),))


@rule(
    "EXP005",
    "pool-not-for-duty",
    Severity.ERROR,
    message=Text(
        "按办法，专家「{expert}」当时所在的专家库和类别不承担「{duty}」",
        "By the method, “{duty}” is not for the pools and categories that the expert {expert} was in",
    ),
    hint=Text("改派合适的专家，或改正职责", "Send an expert whom it fits, or correct the duty"),
)
def pool_not_for_duty(snapshot: Snapshot) -> Iterator[Finding]:
    """The method says which pool and category does what, so that a librarian does not judge chemicals.

    哪个库、哪一类专家能派什么工作，写在评定办法里；以当天有效的办法为准。
    """
    for record, data, expert in _engaged(snapshot):
        day = data["dates"]["from"]
        assignments = requirement(snapshot, "experts", day).get("assignments")
        places = places_on(expert, day)
        if assignments and places and not any(_may(a, p, data["duty"]) for a in assignments for p in places):
            params = {"expert": expert.id, "duty": _duty(snapshot, data)}
            yield Finding(record, ("duty",), params, related=((expert, ("pools",)),))


def _may(assignment: Data, place: Data, duty: str) -> bool:
    fits = assignment["pool"] == place["pool"]
    return (
        fits and assignment.get("category") in (None, place.get("category")) and duty in assignment["duties"]
    )


@rule(
    "EXP006",
    "category-not-held",
    Severity.ERROR,
    message=Text(
        "这项工作要「{category}」专长，专家「{expert}」当时不在这一类",
        "The work needs “{category}”, a category that the expert {expert} was not in",
    ),
    hint=Text("改派这一类的专家，或改正专业类别", "Send an expert of that category, or correct it"),
)
def category_not_held(snapshot: Snapshot) -> Iterator[Finding]:
    """Experts were chosen for a speciality; their word counts there.

    专家按类别遴选，在本类别里说话才算数。所在专家库不分类别的不检查。
    """
    for record, data, expert in _engaged(snapshot):
        places = places_on(expert, data["dates"]["from"])
        wanted = data.get("category")
        if wanted and places and all(p.get("category", wanted) != wanted for p in places):
            category = _label(snapshot, "category", wanted)
            params = {"category": category, "expert": expert.id}
            yield Finding(record, ("category",), params, related=((expert, ("pools",)),))


@record_rule(
    "EXP007",
    "more-days-than-calendar",
    Severity.ERROR,
    message=Text(
        "{start} 至 {end} 一共 {most} 天，却记了 {days} 天",
        "From {start} to {end} there are {most} days, but {days} are counted",
    ),
    hint=Text("核对起止日期和工作天数", "Check the dates and the days"),
    kinds=("engagements",),
)
def more_days_than_calendar(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Days that are not in the calendar make a load, and a payment, that was never worked.

    多记的天数会算进工作量和劳务费。
    """
    data = record.document.data
    start, end = data["dates"]["from"], data["dates"]["to"]
    most = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    if most > 0 and data["days"] > most:
        params = {"start": start, "end": end, "most": most, "days": data["days"]}
        yield Finding(record, ("days",), params)


@rule(
    "EXP008",
    "expert-named-in-text",
    Severity.ERROR,
    message=Text("「{title}」里写了专家的姓名", "{title} holds the name of the expert"),
    hint=Text(
        "删去姓名；是谁由专家编号带出，不同意公开的不会显示",
        "Remove the name; who it was follows from the id, and is shown only with consent",
    ),
)
def expert_named_in_text(snapshot: Snapshot) -> Iterator[Finding]:
    """A name in running text is shown whether its bearer agreed or not, and stays when consent ends.

    姓名写进文字里，本人不同意公开也会显示出来，撤回同意以后还在。
    """
    for record, data, expert in _engaged(snapshot):
        name = expert.document.data["name"]
        for field in ("title", "outcome", "note"):
            if name in data.get(field, ""):
                title = snapshot.schemas["engagements"].field(field).title
                yield Finding(record, (field,), {"title": title}, related=((expert, ("name",)),))


@record_rule(
    "EXP009",
    "repeated-appraisal",
    Severity.ERROR,
    message=Text("{year} 年度考核了两次", "The year {year} is appraised twice"),
    hint=Text("每年一条，删去多余的", "One entry for each year: remove the other"),
    kinds=("experts",),
)
def repeated_appraisal(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Two results for one year leave open which one holds.

    一年两个结果，不知道以哪个为准。
    """
    seen: set[int] = set()
    for i, appraisal in enumerate(record.document.data.get("appraisals") or ()):
        if appraisal["year"] in seen:
            yield Finding(record, ("appraisals", i, "year"), {"year": appraisal["year"]})
        seen.add(appraisal["year"])


@rule(
    "EXP010",
    "appraisal-out-of-place",
    Severity.ERROR,
    message=Text("{year} 年度的考核{why}", "The appraisal of {year} {why}"),
    hint=Text("核对年度、考核日期和聘期", "Check the year, the day and the terms"),
)
def appraisal_out_of_place(snapshot: Snapshot) -> Iterator[Finding]:
    """Only work in a term can be appraised, and not before the year has begun.

    有聘期才有履职可考核；考核也不会早于那一年、晚于今天。
    """
    today = snapshot.as_of.isoformat()
    for record, data in in_force(snapshot, "experts"):
        for i, appraisal in enumerate(data.get("appraisals") or ()):
            for field, why in _faults(record, appraisal, today):
                yield Finding(record, ("appraisals", i, field), {"year": appraisal["year"], "why": why})


def _faults(record: Record, appraisal: Mapping[str, object], today: str) -> Iterator[tuple[str, Text]]:
    year, day = appraisal["year"], str(appraisal["on"])
    spans = [place["term"] for _, place in terms(record)]
    if not any(span["from"] <= f"{year}-12-31" and span["to"] >= f"{year}-01-01" for span in spans):
        yield "year", Text("没有对应的聘期", "has no term to go with it")
    if day < f"{year}-01-01":
        yield "on", Text("早于那一年", "was made before that year")
    elif day > today:
        yield "on", Text("日期还没有到", "has a day that has not come yet")


def _engaged(snapshot: Snapshot) -> Iterator[tuple[Record, Data, Record]]:
    """Every engagement in force whose expert is known: record, its data, the expert's record."""
    for record, data in in_force(snapshot, "engagements"):
        expert = snapshot.get("experts", data["expert"])
        if expert:
            yield record, data, expert


def _duty(snapshot: Snapshot, data: Data) -> Text:
    return _label(snapshot, "duty", data["duty"])


def _label(snapshot: Snapshot, path: str, value: str) -> Text:
    field = snapshot.schemas["engagements"].field(path)
    return next((c.title for c in field.choices if c.value == value), Text(value))


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
