"""What the third mechanism demands of demonstration schools (示范典范引领), in the order of the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from generator.compute.demand import Judgement, by_year_end, demand
from generator.model.demand import Mechanism, State
from generator.model.designation import cycle_of, free_schools, is_valid_on
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import (
    NOTHING,
    Data,
    day_of_judgement,
    own_city_id,
    requirement,
    units_on,
)
from generator.model.text import Text


@demand(
    "city-demonstrations",
    Mechanism.DEMONSTRATION,
    words=Text("打造市级示范校", "Demonstration schools of the city"),
    asks=Text(
        "每年研究认定市级示范校，并发文公布结果",
        "Every year the bureau decides on demonstration schools and announces them by a numbered notice",
    ),
    rules=("DEM010", "DEM012", "DEM013", "DEM014"),
    kinds=("demonstrations", "documents"),
)
def city_demonstrations(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The bureau has announced the outcome of the year's applications."""
    unit = own_city_id(snapshot)
    if not unit or not _asked(snapshot, year):
        return
    decided = [r for r in snapshot.active("demonstrations") if _decided_in(r, year)]
    results = Counter(r.document.data["designation"].get("result") for r in decided)
    given, grown, declined = (results[result] for result in ("designated", "cultivated", "declined"))
    reason = Text(
        f"认定 {given} 所，列入培育 {grown} 所，不予认定 {declined} 所",
        f"{given} designated, {grown} cultivated, {declined} declined",
    )
    if not decided:
        reason = Text("还没有发文公布认定结果", "No decision is announced yet")
    yield Judgement(unit, by_year_end(snapshot, year, bool(decided)), reason, _keys(decided))


@demand(
    "rotation",
    Mechanism.DEMONSTRATION,
    words=Text("每年一次，轮换推进", "Once a year, in turn"),
    asks=Text(
        "县（区）每年组织申报，已是示范校的不再占名额",
        "Every county sends schools every year, and none that is a demonstration school already",
    ),
    rules=("DEM006", "DEM007", "DEM008"),
    kinds=("demonstrations",),
)
def rotation(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Each county has sent somebody, and nobody whose turn it was not."""
    holding = _holding(snapshot)
    for county, sent, free, _ in _counties(snapshot, year):
        again = [r for r in sent if _held(holding, r)]
        if not sent and not free:
            yield _exempt(county)
            continue
        reason = Text(
            f"申报 {len(sent)} 所，都不是在册示范校", f"{len(sent)} sent, none of them designated before"
        )
        if again:
            reason = Text(
                f"申报 {len(sent)} 所，其中 {len(again)} 所已是示范校",
                f"{len(sent)} sent, {len(again)} of them designated already",
            )
        if not sent:
            reason = Text("还没有申报", "Nobody was sent yet")
        state = State.OPEN if again else by_year_end(snapshot, year, bool(sent))
        yield Judgement(county, state, reason, _keys(sent))


@demand(
    "three-year-cycle",
    Mechanism.DEMONSTRATION,
    words=Text("三年为一周期", "A cycle of three years"),
    asks=Text(
        "县（区）在一个周期里年年有申报，主题不重复",
        "In a cycle every county sends schools in every year, and no theme twice",
    ),
    rules=("DEM006", "DEM009"),
    kinds=("demonstrations",),
)
def three_year_cycle(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Each county has sent somebody in every year of the cycle so far, each with a theme of its own."""
    cycle = cycle_of(year, _asked(snapshot, year))
    if not cycle:
        return
    sent: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("demonstrations"):
        if cycle[0] <= record.document.data.get("year", 0) <= year:
            sent[record.document.data.get("county", "")].append(record)
    for county, _, free, _ in _counties(snapshot, year):
        mine = sent[county]
        if not mine and not free:
            yield _exempt(county)
            continue
        missing = [y for y in range(cycle[0], year + 1) if all(r.document.data["year"] != y for r in mine)]
        repeated = len(mine) - len({r.document.data.get("theme") for r in mine})
        late = repeated or any(y < snapshot.as_of.year for y in missing)
        state = State.OPEN if late else State.PENDING if missing else State.MET
        zh, en = f"{cycle[0]}—{year} 年申报 {len(mine)} 所", f"{len(mine)} sent in {cycle[0]} to {year}"
        if missing:
            zh += f"，{'、'.join(map(str, missing))} 年没有"
            en += f", none in {', '.join(map(str, missing))}"
        if repeated:
            zh, en = f"{zh}，主题重复 {repeated} 次", f"{en}, {repeated} with a theme sent before"
        yield Judgement(county, state, Text(zh, en), _keys(mine))


@demand(
    "ways-in",
    Mechanism.DEMONSTRATION,
    words=Text("自愿申报或点名申报", "Voluntary or named"),
    asks=Text(
        "每份申报都记明是自愿还是点名",
        "Every application says whether the school applied by itself or was named",
    ),
    rules=("DEM004",),
    kinds=("demonstrations",),
)
def ways_in(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city's applications of the year, by way in; the schema lets no application be without one."""
    unit = own_city_id(snapshot)
    if not unit or not _asked(snapshot, year):
        return
    sent = [r for r in snapshot.active("demonstrations") if r.document.data.get("year") == year]
    ways = Counter(r.document.data.get("way") for r in sent)
    reason = Text(
        f"自愿申报 {ways['voluntary']} 所，点名申报 {ways['named']} 所",
        f"{ways['voluntary']} voluntary, {ways['named']} named",
    )
    is_met = bool(sent) and ways["voluntary"] + ways["named"] == len(sent)
    yield Judgement(unit, by_year_end(snapshot, year, is_met), reason, _keys(sent))


@demand(
    "applicants",
    Mechanism.DEMONSTRATION,
    words=Text("各县（区）申报 2—3 个", "Two to three from each county"),
    asks=Text(
        "每个县（区）每年申报的学校数在评价办法规定的范围内",
        "The number of schools that each county sends in a year is within what the method asks for",
    ),
    rules=("DEM001", "DEM002", "DEM005", "DEM006"),
    kinds=("demonstrations", "methods"),
)
def applicants(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Each county has sent as many schools as the method of that year asks for."""
    for county, sent, free, asked in _counties(snapshot, year):
        least, most = asked.get("applicants_min", 0), asked.get("applicants_max", len(sent))
        if len(sent) < least and not free:
            yield _exempt(county, sent)
            continue
        state = by_year_end(snapshot, year, least <= len(sent))
        if len(sent) > most:
            state = State.OPEN
        reason = Text(
            f"申报 {len(sent)} 所，应报 {least}—{most} 所", f"{len(sent)} sent, {least} to {most} asked for"
        )
        yield Judgement(county, state, reason, _keys(sent))


@demand(
    "joint-survey",
    Mechanism.DEMONSTRATION,
    words=Text("对申报看点校开展联合调研", "Joint survey of applicants"),
    asks=Text(
        "每所申报学校都由调研组到校调研并评分，调研组成员没有利害关系",
        "Every applicant is visited and marked by a joint team whose members have no stake in it",
    ),
    rules=("DEM010", "DEM011", "DEM012", "CON001", "CON002", "CON005"),
    kinds=("demonstrations", "experts"),
)
def joint_survey(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """In each county, every application of the year was surveyed; without applications nothing is asked."""
    for county, sent, _, _ in _counties(snapshot, year):
        done = [r for r in sent if "survey" in r.document.data]
        reason = Text(f"申报 {len(sent)} 所，已调研 {len(done)} 所", f"{len(done)} of {len(sent)} surveyed")
        if sent:
            yield Judgement(county, by_year_end(snapshot, year, len(done) == len(sent)), reason, _keys(sent))
        else:
            yield Judgement(county, State.EXEMPT, Text("没有申报", "Nobody was sent"))


@demand(
    "model-schools",
    Mechanism.DEMONSTRATION,
    words=Text("打造 3 所示范样板校、特色项目校", "Three model or feature schools"),
    asks=Text(
        "到周期末，每个县（区）有规定数量的有效示范校",
        "By the end of a cycle every county has as many valid demonstration schools as the method asks for",
    ),
    rules=("DEM018", "DEM020", "DEM021"),
    kinds=("demonstrations", "methods"),
)
def model_schools(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Each county has the schools at the year's end, or on the day of the records where that is earlier."""
    asked = _asked(snapshot, year)
    wanted, cycle = asked.get("per_county", 0), cycle_of(year, asked)
    if not wanted or not cycle:
        return
    day = day_of_judgement(year, snapshot.as_of)
    is_over = f"{cycle[1]}-12-31" < snapshot.as_of.isoformat() and year == cycle[1]
    valid: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("demonstrations"):
        if is_valid_on(record, day):
            valid[record.document.data.get("county", "")].append(record)
    for county, sent, free, _ in _counties(snapshot, year):
        mine = valid[county]
        if len(mine) + len(sent) + free < wanted:
            yield _exempt(county, mine)
            continue
        state = State.MET if len(mine) >= wanted else State.OPEN if is_over else State.PENDING
        reason = Text(
            f"有效示范校 {len(mine)} 所，{cycle[1]} 年底应有 {wanted} 所",
            f"{len(mine)} valid, {wanted} asked for by the end of {cycle[1]}",
        )
        yield Judgement(county, state, reason, _keys(mine))


def _asked(snapshot: Snapshot, year: int) -> Data:
    """What the method of the year asks for; nothing where the records of that time could not say it."""
    known = "demonstrations" in snapshot.schemas
    return requirement(snapshot, "demonstrations", f"{year}-12-31") if known else NOTHING


def _counties(snapshot: Snapshot, year: int) -> Iterator[tuple[str, list[Record], int, Data]]:
    """Every county: id, applications of the year, schools that could still apply, what is asked."""
    asked = _asked(snapshot, year)
    if not asked:
        return
    sent: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("demonstrations"):
        if record.document.data.get("year") == year:
            sent[record.document.data.get("county", "")].append(record)
    free = free_schools(snapshot, (year,))
    for county in units_on(snapshot, day_of_judgement(year, snapshot.as_of), "county"):
        yield county.id, sent[county.id], free[county.id, year], asked


def _exempt(county: str, found: list[Record] | None = None) -> Judgement:
    reason = Text("没有可以申报的学校", "No school could apply")
    if found:
        reason = Text("没有其他学校可以申报", "No other school could apply")
    return Judgement(county, State.EXEMPT, reason, _keys(found or ()))


def _decided_in(record: Record, year: int) -> bool:
    decided = record.document.data.get("designation", NOTHING)
    return "document" in decided and str(decided.get("on", "")).startswith(f"{year}-")


def _holding(snapshot: Snapshot) -> dict[str, list[Record]]:
    """School -> its records."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.active("demonstrations"):
        found[record.document.data.get("school", "")].append(record)
    return found


def _held(holding: dict[str, list[Record]], record: Record) -> bool:
    """Was the school a demonstration school by another record when it applied?"""
    data = record.document.data
    day = data.get("applied_on", "")
    return any(o is not record and is_valid_on(o, day) for o in holding[data.get("school", "")])


def _keys(records: list[Record] | tuple[Record, ...]) -> tuple[str, ...]:
    return tuple(r.key for r in records)
