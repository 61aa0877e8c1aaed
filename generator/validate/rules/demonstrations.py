"""Demonstration schools, the way in: who applies, how many, how often and with what.

How many and how long stands in the method in force on the day of the application; without one, or without
that requirement in it, nothing is asked for. What follows the application is in ``designations``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.model.designation import cycle_of, free_schools, is_valid_on
from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, exists_on, requirement, units_on
from generator.model.text import Text
from generator.validate.questions import Data, in_force, name_key
from generator.validate.rule import Finding, record_rule, rule

_WANTED = (
    ("county", "county", Text("县（区）", "county")),
    ("school", "school", Text("学校", "school")),
)


@rule(
    "DEM001",
    "applicant-of-wrong-level",
    Severity.ERROR,
    message=Text("「{unit}」不是{level}", "{unit} is not a {level}"),
    hint=Text(
        "学校一栏写学校的编号，推荐县（区）一栏写县（区）的编号",
        "Give the id of a school as school, and the id of a county as county",
    ),
)
def applicant_of_wrong_level(snapshot: Snapshot) -> Iterator[Finding]:
    """A school applies and a county recommends; a cluster or the city can do neither.

    申报的是学校，推荐的是县（区）；学区和市级单位不能代替。
    """
    for record, data in in_force(snapshot, "demonstrations"):
        for field, level, wanted in _WANTED:
            unit = snapshot.get("organizations", data[field])
            if unit and unit.document.data["level"] != level:
                params = {"unit": unit.id, "level": wanted}
                yield Finding(record, (field,), params, related=((unit, ("level",)),))


@rule(
    "DEM002",
    "school-of-another-county",
    Severity.ERROR,
    message=Text(
        "「{school}」属于「{right}」，不能由「{county}」推荐",
        "{school} is in {right} and cannot be sent by {county}",
    ),
    hint=Text("把推荐县（区）改为 {right}，或核对学校", "Set the county to {right}, or check the school"),
)
def school_of_another_county(snapshot: Snapshot) -> Iterator[Finding]:
    """An application counts for the county that it is entered under, so the county must be the school's.

    名额按县（区）计算；学校写到别的县名下，两个县的数都不对。
    """
    for record, data in in_force(snapshot, "demonstrations"):
        school = snapshot.get("organizations", data["school"])
        right = county_of(snapshot, data["school"])
        is_school = school is not None and school.document.data["level"] == "school"
        if is_school and right and right.id != data["county"]:
            params = {"school": data["school"], "county": data["county"], "right": right.id}
            yield Finding(record, ("county",), params, related=((right, ()),))


@rule(
    "DEM003",
    "applicant-not-there",
    Severity.ERROR,
    message=Text(
        "申报当天（{day}）「{school}」还没有设立或已经撤销",
        "On {day}, the day of the application, {school} had not opened or was closed",
    ),
    hint=Text(
        "核对学校和申报日期；撤并的写接管的学校", "Check school and day, or name the school that took over"
    ),
)
def applicant_not_there(snapshot: Snapshot) -> Iterator[Finding]:
    """A school that is not there has nothing to show.

    不存在的学校没有现场可看。
    """
    for record, data in in_force(snapshot, "demonstrations"):
        school = snapshot.get("organizations", data["school"])
        if school and not school.is_withdrawn and not exists_on(school, data["applied_on"]):
            params = {"day": data["applied_on"], "school": school.id}
            field = "closed" if data["applied_on"] >= school.document.data.get("closed", "9999") else "opened"
            yield Finding(record, ("school",), params, related=((school, (field,)),))


@record_rule(
    "DEM004",
    "applied-outside-its-year",
    Severity.ERROR,
    message=Text("申报日期 {day} 不在 {year} 年", "Applied on {day}, which is not in {year}"),
    hint=Text("核对年度和申报日期", "Check the year and the day of the application"),
    kinds=("demonstrations",),
)
def applied_outside_its_year(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Applications are counted by year; with a day of another one, two years are wrong.

    名额和周期按年度计算；日期与年度对不上，两年的数都不对。
    """
    data = record.document.data
    if int(data["applied_on"][:4]) != data["year"]:
        yield Finding(record, ("applied_on",), {"day": data["applied_on"], "year": data["year"]})


@rule(
    "DEM005",
    "too-many-applicants",
    Severity.ERROR,
    message=Text(
        "「{county}」{year} 年最多申报 {most} 所，这是第 {number} 所",
        "{county} may send {most} schools in {year}, this is number {number}",
    ),
    hint=Text(
        "择优保留 {most} 所，其余撤回；名额有变的，先改评价办法的工作要求",
        "Keep {most} and withdraw the others; where the quota changed, change the method first",
    ),
)
def too_many_applicants(snapshot: Snapshot) -> Iterator[Finding]:
    """The quota makes counties choose; who sends more takes the visits that others wait for.

    名额是为了让各县（区）择优；多报一所，联合调研就少去别处一所。按申报日期，超出的几条各报一次。
    """
    for (county, year), rows in _by_county(snapshot).items():
        for number, (record, data) in enumerate(rows, start=1):
            most = requirement(snapshot, "demonstrations", data["applied_on"]).get("applicants_max")
            if most is not None and number > most:
                params = {"county": county, "year": year, "most": most, "number": number}
                yield Finding(record, ("year",), params, related=((rows[0][0], ("year",)),))


@rule(
    "DEM006",
    "too-few-applicants",
    Severity.WARNING,
    message=Text(
        "「{county}」{year} 年申报 {count} 所，应不少于 {least} 所",
        "{county} sent {count} schools in {year} instead of at least {least}",
    ),
    hint=Text(
        "漏录的补录；确实没有报够的，在通报里说明", "Enter what is missing, or explain it in the bulletin"
    ),
    whole=("demonstrations",),
)
def too_few_applicants(snapshot: Snapshot) -> Iterator[Finding]:
    """Schools take turns only where every county sends some every year; seen once the year is over.

    每年一次、轮换推进，靠的是每个县（区）每年都报。年度结束后才提示；县（区）里能申报的学校不够时，以实有数为准。
    """
    rows = _by_county(snapshot)
    years = range(min((y for _, y in rows), default=9999), snapshot.as_of.year)
    free = free_schools(snapshot, years)
    for year in years:
        day = f"{year}-12-31"
        least = requirement(snapshot, "demonstrations", day).get("applicants_min", 0)
        for county in units_on(snapshot, day, "county") if least else ():
            found = rows.get((county.id, year), [])
            if len(found) < min(least, len(found) + free[county.id, year]):
                params = {"county": county["name"], "year": year, "count": len(found), "least": least}
                related = tuple((record, ("year",)) for record, _ in found)
                yield Finding(county, ("name",), params, related=related)


@rule(
    "DEM007",
    "applied-twice-in-a-year",
    Severity.ERROR,
    message=Text(
        "「{school}」{year} 年已有一条申报：{other}", "{school} has applied in {year} already: {other}"
    ),
    hint=Text("撤回重复的一条", "Withdraw the repeated one"),
)
def applied_twice_in_a_year(snapshot: Snapshot) -> Iterator[Finding]:
    """One school in two records takes two places of its county's quota.

    一所学校录两条，就占了县（区）两个名额。
    """
    first: dict[tuple[str, int], Record] = {}
    for record, data in in_force(snapshot, "demonstrations"):
        other = first.setdefault((data["school"], data["year"]), record)
        if other is not record:
            params = {"school": data["school"], "year": data["year"], "other": other.key}
            yield Finding(record, ("school",), params, related=((other, ("school",)),))


@rule(
    "DEM008",
    "applied-while-designated",
    Severity.ERROR,
    message=Text(
        "「{school}」的示范校认定到 {last} 才到期，{day} 不能再申报",
        "{school} is a demonstration school until {last} and cannot apply on {day}",
    ),
    hint=Text(
        "换一所学校；原认定要延续的，在原记录里填复评",
        "Send another school, or enter a renewal in the old record",
    ),
)
def applied_while_designated(snapshot: Snapshot) -> Iterator[Finding]:
    """Schools take turns: who is a demonstration school already leaves the place to others.

    轮换推进：已经是示范校的，把名额留给别的学校。
    """
    by_school: dict[str, list[Record]] = defaultdict(list)
    for record, data in in_force(snapshot, "demonstrations"):
        by_school[data["school"]].append(record)
    for school, records in by_school.items():
        for record in records if len(records) > 1 else ():
            day = record.document.data["applied_on"]
            holding = next((o for o in records if o is not record and is_valid_on(o, day)), None)
            if holding:
                last = holding.document.data["designation"].get("valid_to", "")
                params = {"school": school, "day": day, "last": last}
                place = ("designation", "valid_to")
                yield Finding(record, ("school",), params, related=((holding, place),))


@rule(
    "DEM009",
    "theme-sent-before",
    Severity.ERROR,
    message=Text(
        "「{county}」在 {first}—{last} 周期里报过同样的主题：{other}",
        "{county} sent this theme before in the cycle {first} to {last}: {other}",
    ),
    hint=Text(
        "换一个主题，或写明与前一所不同的特色", "Choose another theme, or say what is different about it"
    ),
)
def theme_sent_before(snapshot: Snapshot) -> Iterator[Finding]:
    """Every site is to show something of its own, so a county sends a theme once in a cycle.

    各具特色：一个周期里，一个县（区）同一主题只报一次。评价办法要求主题不重复的才检查。
    """
    sent: dict[tuple[str, str, tuple[int, int]], Record] = {}
    for (county, year), rows in sorted(_by_county(snapshot).items()):
        for record, data in rows:
            asked = requirement(snapshot, "demonstrations", data["applied_on"])
            cycle = cycle_of(year, asked)
            if not cycle or not asked.get("themes_once"):
                continue
            other = sent.setdefault((county, name_key(data["theme"]), cycle), record)
            if other is not record:
                params = {"county": county, "first": cycle[0], "last": cycle[1], "other": other.key}
                yield Finding(record, ("theme",), params, related=((other, ("theme",)),))


def _by_county(snapshot: Snapshot) -> dict[tuple[str, int], list[tuple[Record, Data]]]:
    """(county, year) -> its applications, the earliest first."""
    found: dict[tuple[str, int], list[tuple[Record, Data]]] = defaultdict(list)
    for record, data in in_force(snapshot, "demonstrations"):
        found[data["county"], data["year"]].append((record, data))
    for rows in found.values():
        rows.sort(key=lambda row: (row[1]["applied_on"], row[0].id))
    return found
