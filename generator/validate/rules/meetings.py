"""On-site meetings: one theme and one place a year, in turn; and what every record of a meeting must keep to.

How many a year and how long a cycle is stands in the method of that year. A sample method judges sample
records only: a real meeting is entered as its source has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.model.designation import cycle_of, is_valid_on
from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import Data, day_of_judgement, exists_on, own_city, required_of
from generator.model.text import Text
from generator.validate.questions import in_force, name_key, years_over
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "MTG001",
    "too-many-on-site-meetings",
    Severity.WARNING,
    message=Text(
        "{year} 年已有现场推进会 {other}，一年只开 {asked} 次",
        "{year} has the on-site meeting {other} already; {asked} a year is the rule",
    ),
    hint=Text(
        "核对年度和类别；同一次会议登记了两遍的撤回一条，其他会议的类别写 special",
        "Check year and kind; withdraw a meeting entered twice, and write special for other meetings",
    ),
)
def too_many_on_site_meetings(snapshot: Snapshot) -> Iterator[Finding]:
    """One theme and one site a year: a second meeting is entered twice, or is a meeting of another kind.

    一年一主题、一年一现场；当年多出来的一次，要么登记了两遍，要么不是现场推进会。
    """
    for year, records in _of_the_city(snapshot).items():
        asked = _asked(snapshot, year, records[0]).get("per_year")
        counted = [r for r in records if r.document.data["status"] != "not_held"]
        for record in counted[asked:] if asked else ():
            params = {"year": year, "other": counted[0].key, "asked": asked}
            yield Finding(record, ("year",), params, related=((counted[0], ("year",)),))


@rule(
    "MTG002",
    "year-without-on-site-meeting",
    Severity.WARNING,
    message=Text(
        "{year} 年应开现场推进会 {asked} 次，登记了 {found} 次",
        "{asked} on-site meetings were due in {year}, {found} are on record",
    ),
    hint=Text(
        "补登会议；没有开成的也登记一条，status 写 not_held 并说明原因",
        "Add the meeting; one that was not held gets a record too, with status not_held and the reason",
    ),
)
def year_without_on_site_meeting(snapshot: Snapshot) -> Iterator[Finding]:
    """A year without a meeting is told with its reason; otherwise nobody knows whether it was forgotten.

    缺会的年份要写明原因；否则分不清是没有开，还是忘了登记。
    """
    city = own_city(snapshot)
    if city is None:
        return
    by_year = _of_the_city(snapshot)
    for year in years_over(snapshot):
        asked = _asked(snapshot, year, city).get("per_year", 0)
        found = len(by_year.get(year, ()))
        if found < asked:
            yield Finding(city, ("id",), {"year": year, "asked": asked, "found": found})


@rule(
    "MTG003",
    "held-and-not-held",
    Severity.ERROR,
    message=Text(
        "{year} 年的现场推进会已有记录 {other}，不能又写未召开",
        "The on-site meeting of {year} is on record as {other}; it cannot be missing as well",
    ),
    hint=Text("撤回其中写错的一条", "Withdraw the one that is wrong"),
)
def held_and_not_held(snapshot: Snapshot) -> Iterator[Finding]:
    """A year in which the meeting was held has no reason why it was not.

    同一年又说开了又说没有开，读者不知道该信哪一条。
    """
    for year, records in _of_the_city(snapshot).items():
        missing = [r for r in records if r.document.data["status"] == "not_held"]
        there = [r for r in records if r not in missing]
        allowed = _asked(snapshot, year, records[0]).get("per_year", 1)
        if there and len(records) > allowed:
            for record in missing:
                params = {"year": year, "other": there[0].key}
                yield Finding(record, ("status",), params, related=((there[0], ("status",)),))


@rule(
    "MTG004",
    "host-repeated-in-cycle",
    Severity.WARNING,
    message=Text(
        "「{host}」在本周期（{first}—{last} 年）已经承办过：{other}",
        "{host} has been the host in this cycle ({first} to {last}) already: {other}",
    ),
    hint=Text("改由本周期没有承办过的县（区）承办", "Choose a host that had no turn in this cycle"),
)
def host_repeated_in_cycle(snapshot: Snapshot) -> Iterator[Finding]:
    """Hosts take turns, so that in one cycle different counties show what they can.

    承办地轮换推进，一个周期内不重复，让更多县（区）有展示的机会。
    """
    yield from _repeated(snapshot, "host")


@rule(
    "MTG005",
    "theme-repeated-in-cycle",
    Severity.WARNING,
    message=Text(
        "主题「{theme}」在本周期（{first}—{last} 年）已经用过：{other}",
        "The theme {theme} was used in this cycle ({first} to {last}) already: {other}",
    ),
    hint=Text("换一个主题，或写明今年的侧重点", "Choose another theme, or say what is different this year"),
)
def theme_repeated_in_cycle(snapshot: Snapshot) -> Iterator[Finding]:
    """Each year has a theme of its own, and in three years the work takes a step up.

    一年一主题、年年有特色；一个周期内重复主题，看不出进步。
    """
    yield from _repeated(snapshot, "theme")


@rule(
    "MTG006",
    "incomplete-on-site-meeting",
    Severity.WARNING,
    message=Text("现场推进会没有写{what}", "The on-site meeting has no {what}"),
    hint=Text(
        "补上；一年一主题、一年一现场，两项都要看得出来", "Add it: each year has one theme and one site"
    ),
)
def incomplete_on_site_meeting(snapshot: Snapshot) -> Iterator[Finding]:
    """Whether theme and site change from year to year can only be told where they are written.

    没有主题或承办单位，就无从知道是否做到了一年一主题、一年一现场。
    """
    for year, records in _of_the_city(snapshot).items():
        for record in records:
            data = record.document.data
            if data["status"] == "not_held" or not _asked(snapshot, year, record):
                continue
            for field, what in (("theme", Text("主题", "theme")), ("host", Text("承办单位", "host"))):
                if field not in data:
                    yield Finding(record, ("status",), {"what": what})


@record_rule(
    "MTG007",
    "meeting-outside-its-year",
    Severity.ERROR,
    message=Text("会议日期 {day} 不在 {year} 年", "The meeting of {day} does not lie in {year}"),
    hint=Text("改正日期或年度", "Correct the day or the year"),
    kinds=("meetings",),
)
def meeting_outside_its_year(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Meetings are counted by year; with a day of another one, two years are wrong.

    会议按年度统计；日期与年度对不上，两个年度的数字都不对。
    """
    data = record.document.data
    day = data.get("dates", {}).get("from", "")
    if day and int(day[:4]) != data["year"]:
        yield Finding(record, ("dates", "from"), {"day": day, "year": data["year"]})


@rule(
    "MTG008",
    "held-ahead",
    Severity.ERROR,
    message=Text("{day} 还没有到（以 {as_of} 为准）", "{day} has not come yet (as of {as_of})"),
    hint=Text(
        "尚未召开的会议 status 写 planned；尚未做完的事项不写 done",
        "Write status planned for a meeting to come, and no done for what is still to do",
    ),
)
def held_ahead(snapshot: Snapshot) -> Iterator[Finding]:
    """A meeting of a day to come has not been held, nor has what it asked for been done.

    还没有到日子的会议不能写已召开，会后事项也不能写已落实。
    """
    today = snapshot.as_of.isoformat()
    for record, data in in_force(snapshot, "meetings"):
        days: list[tuple[FieldPath, str]] = []
        if data["status"] == "held":
            days.append((("dates", "to"), data["dates"]["to"]))
        for i, row in enumerate(data.get("follow_ups", ())):
            days.append((("follow_ups", i, "done", "on"), row.get("done", {}).get("on", "")))
        for path, day in days:
            if day > today:
                yield Finding(record, path, {"day": day, "as_of": today})


@rule(
    "MTG009",
    "meeting-with-closed-unit",
    Severity.ERROR,
    message=Text(
        "会议当天（{day}）没有「{unit}」这个单位", "On the day of the meeting ({day}) there was no {unit}"
    ),
    hint=Text(
        "核对单位和会期；单位撤并的写接管的单位", "Check unit and dates, or name the unit that took over"
    ),
)
def meeting_with_closed_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Who holds, hosts, shows or speaks exists on the day of the meeting.

    召开、承办、展示、发言的单位，会议当天都应存在。
    """
    for record, data in in_force(snapshot, "meetings"):
        day = data.get("dates", {}).get("from")
        for path, name in _units(data) if day else ():
            unit = snapshot.get("organizations", name)
            if unit and not unit.is_withdrawn and not exists_on(unit, day):
                field = "closed" if "closed" in unit.document.data else "opened"
                yield Finding(record, path, {"day": day, "unit": name}, related=((unit, (field,)),))


@rule(
    "MTG010",
    "site-not-a-school",
    Severity.ERROR,
    message=Text("现场看点「{unit}」不是学校", "The site {unit} is not a school"),
    hint=Text(
        "看点写学校编号；承办的县（区）写在 host", "Sites are schools; the county that hosts stands in host"
    ),
)
def site_not_a_school(snapshot: Snapshot) -> Iterator[Finding]:
    """What is shown is shown at a school.

    现场观摩看的是学校。
    """
    for record, data in in_force(snapshot, "meetings"):
        for i, site in enumerate(data.get("sites", ())):
            unit = snapshot.get("organizations", site["school"])
            if unit and unit.document.data["level"] != "school":
                params = {"unit": unit.id}
                yield Finding(record, ("sites", i, "school"), params, related=((unit, ("level",)),))


@record_rule(
    "MTG011",
    "follow-up-before-meeting",
    Severity.ERROR,
    message=Text("{day} 早于会议开始的 {start}", "{day} is before the meeting began on {start}"),
    hint=Text("核对期限、完成日期和会期", "Check the deadline, the day of completion and the dates"),
    kinds=("meetings",),
)
def follow_up_before_meeting(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """What a meeting asks for can neither be due nor done before it.

    会上布置的事，期限和完成都在开会之后。
    """
    data = record.document.data
    start = data.get("dates", {}).get("from", "")
    for i, row in enumerate(data.get("follow_ups", ())):
        if row["due"] < start:
            yield Finding(record, ("follow_ups", i, "due"), {"day": row["due"], "start": start})
        if row.get("done", {}).get("on", start) < start:
            params = {"day": row["done"]["on"], "start": start}
            yield Finding(record, ("follow_ups", i, "done", "on"), params)


@rule(
    "MTG012",
    "demonstration-not-valid",
    Severity.ERROR,
    message=Text("看点所写的示范校认定「{demonstration}」{why}", "The designation {demonstration} {why}"),
    hint=Text(
        "改成会议当天有效的认定；当时不是示范校的，不写 demonstration，只写学校",
        "Name the designation that was valid then; for a school without one leave demonstration out",
    ),
)
def demonstration_not_valid(snapshot: Snapshot) -> Iterator[Finding]:
    """A meeting shows demonstration schools; one that was not one yet, or no longer, is shown as a school.

    现场观摩的示范校，会议当天认定应当有效；还没有认定或者已经退出、到期的，只作为学校展示。
    """
    for record, data in in_force(snapshot, "meetings"):
        day = data.get("dates", {}).get("from", "")
        for i, site in enumerate(data.get("sites", ())):
            shown = snapshot.get("demonstrations", site.get("demonstration", ""))
            if shown is None:
                continue
            why = None
            if shown.document.data["school"] != site["school"]:
                why, field = Text("是另一所学校的", "is another school's"), "school"
            elif day and not is_valid_on(shown, day):
                why, field = Text(f"在 {day} 无效", f"was not valid on {day}"), "designation"
            if why:
                params = {"demonstration": shown.id, "why": why}
                related = ((shown, (field,)),)
                yield Finding(record, ("sites", i, "demonstration"), params, related=related)


def _of_the_city(snapshot: Snapshot) -> dict[int, list[Record]]:
    """Year -> the city's own on-site meetings, by their first day; a county's own are its own affair."""
    city = own_city(snapshot)
    found: dict[int, list[Record]] = defaultdict(list)
    for record, data in in_force(snapshot, "meetings"):
        if data["kind"] == "on_site" and city and data["unit"] == city.id:
            found[data["year"]].append(record)
    for records in found.values():
        records.sort(key=_first_day)
    return dict(sorted(found.items()))


def _first_day(record: Record) -> tuple[str, str]:
    return record.document.data.get("dates", {}).get("from", "9999"), record.id


def _asked(snapshot: Snapshot, year: int, record: Record) -> Data:
    return required_of(snapshot, "meetings", day_of_judgement(year, snapshot.as_of), record)


def _repeated(snapshot: Snapshot, field: str) -> Iterator[Finding]:
    """Meetings whose *field* is that of an earlier one of the same cycle."""
    first_with: dict[tuple[int, str], Record] = {}
    for year, records in _of_the_city(snapshot).items():
        for record in records:
            data = record.document.data
            asked = _asked(snapshot, year, record)
            cycle = cycle_of(year, asked)
            if cycle is None or field not in data or data["status"] == "not_held":
                continue
            other = first_with.setdefault((cycle[0], name_key(data[field])), record)
            if other.document.data["year"] != year:
                params = {field: data[field], "first": cycle[0], "last": cycle[1]}
                related = ((other, (field,)),)
                yield Finding(record, (field,), params | {"other": other.key}, related=related)


def _units(data: Data) -> Iterator[tuple[FieldPath, str]]:
    yield ("unit",), data["unit"]
    if "host" in data:
        yield ("host",), data["host"]
    for name, key in (("sites", "school"), ("agenda", "unit")):
        for i, row in enumerate(data.get(name, ())):
            if key in row:
                yield (name, i, key), row[key]
