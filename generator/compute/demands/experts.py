"""What the fourth mechanism demands of the experts (领军优秀人才队伍): pools, terms, five duties, appraisal.

Asked only of years whose method says something of experts. The text states how many were chosen; the
numbers entered stand beside it in the reason, and a pool counts as there when somebody is in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.compute.demand import DemandFunction, Judgement, by_year_end, demand
from generator.model.appraisal import appraisal_due, to_appraise, unappraised
from generator.model.demand import Mechanism, State
from generator.model.record import Record
from generator.model.schema import Choice
from generator.model.service import places_on, services
from generator.model.snapshot import Snapshot
from generator.model.standing import day_of_judgement, own_city_id, requirement
from generator.model.text import Text

POOL_RULES = ("EXP002", "EXP003", "CON003")
CITY = "city"


@demand(
    "city-pool",
    Mechanism.COMMENDATION,
    words=Text(
        "遴选 145 名、4 个类别的市级专家库人员", "145 experts of four categories chosen for the city's pool"
    ),
    asks=Text(
        "市级专家库四个类别都有在聘专家，公布人数与录入人数并列",
        "Each of the four categories of the city's pool has experts in office; stated and entered numbers "
        "stand side by side",
    ),
    rules=("EXP005", "EXP006", *POOL_RULES),
    kinds=("experts",),
)
def city_pool(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city's pool, category by category, at the end of the year or on the day of the records."""
    if not _is_asked(snapshot, year):
        return
    day = day_of_judgement(year, snapshot.as_of)
    members = _members(snapshot, CITY, day)
    counts = {
        c: sum(_holds(r, day, c.value) for r in members)
        for c in _choices(snapshot, "experts", "pools[].category")
    }
    empty = [c for c, count in counts.items() if not count]
    state = by_year_end(snapshot, year, bool(members) and not empty)
    zh = "、".join(f"{c.title.zh} {count}" for c, count in counts.items())
    en = ", ".join(f"{c.title.to('en')} {count}" for c, count in counts.items())
    whole = _counted(snapshot, CITY, len(members))
    reason = Text(f"{whole.zh}：{zh}", f"{whole.en}: {en}") if members else whole
    yield Judgement(own_city_id(snapshot), state, reason, tuple(r.key for r in members))


def _other_pool(pool: str) -> DemandFunction:
    def judge(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
        if not _is_asked(snapshot, year):
            return
        members = _members(snapshot, pool, day_of_judgement(year, snapshot.as_of))
        state = by_year_end(snapshot, year, bool(members))
        reason = _counted(snapshot, pool, len(members))
        yield Judgement(own_city_id(snapshot), state, reason, tuple(r.key for r in members))

    judge.__name__ = pool
    judge.__doc__ = f"Somebody is in office in the pool {pool} at the end of the year."
    return judge


provincial_supervisors = demand(
    "provincial-supervisors",
    Mechanism.COMMENDATION,
    words=Text("7 名省级教育装备质量监督员", "7 provincial supervisors of equipment quality"),
    asks=Text("省级教育装备质量监督员在聘", "Provincial supervisors of equipment quality are in office"),
    rules=POOL_RULES,
    kinds=("experts",),
)(_other_pool("provincial_supervisor"))

provincial_pool = demand(
    "provincial-pool",
    Mechanism.COMMENDATION,
    words=Text("35 名省级教育装备专家库人选", "35 experts for the provincial pool"),
    asks=Text("省级教育装备专家库人选在聘", "Experts of the provincial pool are in office"),
    rules=POOL_RULES,
    kinds=("experts",),
)(_other_pool("provincial"))

city_supervisors = demand(
    "city-supervisors",
    Mechanism.COMMENDATION,
    words=Text("27 名市级教育装备质量监督管理专家", "27 city supervisors of equipment quality"),
    asks=Text("市级教育装备质量监督管理专家在聘", "City supervisors of equipment quality are in office"),
    rules=POOL_RULES,
    kinds=("experts",),
)(_other_pool("city_supervisor"))


@demand(
    "appointed-experts",
    Mechanism.COMMENDATION,
    words=Text("建立领军优秀人才队伍", "A force of leading experts"),
    asks=Text(
        "在聘专家都有聘任文件，聘期和连任不超过评价办法的规定",
        "Every expert in office has an appointing document; terms are within what the method allows",
    ),
    rules=("EXP002", "EXP003", "DOC007"),
    kinds=("experts", "documents", "methods"),
)
def appointed_experts(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Every place held at the end of the year names its document; what is too long is an error already."""
    if not _is_asked(snapshot, year):
        return
    day = day_of_judgement(year, snapshot.as_of)
    held = [(r, places_on(r, day)) for r in snapshot.active("experts")]
    members = [(r, places) for r, places in held if places]
    lacking = [r for r, places in members if any("document" not in p for p in places)]
    state = by_year_end(snapshot, year, bool(members) and not lacking)
    reason = Text(
        f"在聘 {len(members)} 名，都有聘任文号", f"{len(members)} in office, all with their document"
    )
    if lacking:
        reason = Text(
            f"在聘 {len(members)} 名，{len(lacking)} 名缺聘任文号",
            f"{len(members)} in office, {len(lacking)} without a document",
        )
    if not members:
        reason = Text("没有在聘专家", "Nobody is in office")
    yield Judgement(
        own_city_id(snapshot), state, reason, tuple(r.key for r in (lacking or [m for m, _ in members]))
    )


@demand(
    "five-duties",
    Mechanism.COMMENDATION,
    words=Text(
        "履行研究论证、检查指导、教育培训、督导督查和评估评审等职责",
        "The five duties: research, guidance, training, supervision, review",
    ),
    asks=Text(
        "五项职责当年都有专家承担，一人一年不超过评价办法规定的天数",
        "Each of the five duties is done by experts in the year, nobody above the days of the method",
    ),
    rules=("EXP001", "EXP004", "EXP005", "CON001", "CON009", "CON010"),
    kinds=("engagements", "inspections", "demonstrations", "evaluations"),
)
def five_duties(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Each duty was done once in the year; inspections are supervision, surveys and scoring are review."""
    duties = _choices(snapshot, "engagements", "duty")
    if not _is_asked(snapshot, year) or not duties:
        return
    done = [s for s in services(snapshot) if s.is_done and s.year == year]
    counts = {c: sum(s.duty == c.value for s in done) for c in duties}
    zh = "、".join(f"{c.title.zh} {count}" for c, count in counts.items())
    en = ", ".join(f"{c.title.to('en')} {count}" for c, count in counts.items())
    state = by_year_end(snapshot, year, all(counts.values()))
    own = tuple(s.record.key for s in done if s.record.kind == "engagements")
    yield Judgement(own_city_id(snapshot), state, Text(f"人次：{zh}", f"Times: {en}"), own)


@demand(
    "yearly-appraisal",
    Mechanism.COMMENDATION,
    words=Text("着力培育专家，发挥专家领军作用", "Experts are developed and take the lead"),
    asks=Text(
        "每年考核专家履职情况，在评价办法规定的日期前完成",
        "The experts' work of each year is appraised by the day that the method sets",
    ),
    rules=("EXP009", "EXP010", "DUE001"),
    kinds=("experts", "methods"),
)
def yearly_appraisal(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """Everybody in a term at the end of the year was appraised for it."""
    due = appraisal_due(snapshot, year)
    if not due or not own_city_id(snapshot):
        return
    every, left = to_appraise(snapshot, year), unappraised(snapshot, year)
    if not every:
        yield Judgement(own_city_id(snapshot), State.EXEMPT, Text("年底没有在聘专家", "Nobody was in office"))
        return
    late = State.OPEN if due < snapshot.as_of.isoformat() else State.PENDING
    reason = Text(
        f"应考核 {len(every)} 名，已考核 {len(every) - len(left)} 名，期限 {due}",
        f"{len(every) - len(left)} of {len(every)} appraised, due {due}",
    )
    evidence = tuple(r.key for r in (left or every))
    yield Judgement(own_city_id(snapshot), late if left else State.MET, reason, evidence)


def _is_asked(snapshot: Snapshot, year: int) -> bool:
    """Does the method of the year say anything of experts, and is it known whose they are?"""
    return bool(requirement(snapshot, "experts", f"{year}-12-31")) and bool(own_city_id(snapshot))


def _members(snapshot: Snapshot, pool: str, day: str) -> list[Record]:
    return [
        record
        for record in snapshot.active("experts")
        if any(p.get("pool") == pool for p in places_on(record, day))
    ]


def _holds(record: Record, day: str, category: str) -> bool:
    return any(p.get("category") == category for p in places_on(record, day))


def _counted(snapshot: Snapshot, pool: str, count: int) -> Text:
    """How many are in office, beside how many the bureau states."""
    bureau = snapshot.bureau
    rows = bureau.document.data.get("stated_pools", ()) if bureau else ()
    stated = next((r.get("stated") for r in rows if r.get("pool") == pool and "category" not in r), None)
    if stated is None:
        return Text(f"在聘 {count} 名", f"{count} in office")
    return Text(f"公布 {stated} 名，录入在聘 {count} 名", f"{stated} stated, {count} in office on record")


def _choices(snapshot: Snapshot, kind: str, path: str) -> tuple[Choice, ...]:
    """The choices of a field; none where an old revision lacks the kind."""
    schema = snapshot.schemas.get(kind)
    return schema.choices(path) if schema else ()
