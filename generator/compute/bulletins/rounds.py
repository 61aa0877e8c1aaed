"""A round of inspections: what a quarterly bulletin says of the visits, the faults and the hazards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.compute.bulletin import NOTHING, Scope, grades_of, shift, source
from generator.compute.loop import loop_of
from generator.model.bulletin import Content, Data, Figure, Ground, Sheet, content
from generator.model.failures import missed
from generator.model.hazard import EVENTS, State
from generator.model.loop import Hazard, Loop
from generator.model.number import round_half_up
from generator.model.record import Record
from generator.model.results import Conclusion, Results
from generator.model.rounds import Tally, open_when, tally, visits_in
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, unit_name

MOST_FREQUENT = 3
CITY = "市直属"
INCOMPARABLE = "上季度没有同类督查，不作比较"


@dataclass(frozen=True, slots=True)
class Round:
    """One round with the round before it, as of a day. by_county: id ("" for the city's) -> its visits."""

    snapshot: Snapshot
    conclusions: Mapping[str, Conclusion]
    scope: Scope
    done: tuple[Record, ...]
    before: tuple[Record, ...]
    hazards: tuple[Hazard, ...]
    hazards_before: tuple[Hazard, ...]
    by_county: Mapping[str, tuple[Record, ...]]

    @property
    def now(self) -> Tally:
        """The sums over the round."""
        return tally(self.done, self.conclusions)


_KINDS = frozenset({"organizations", "checklists", "methods", "hazards", *EVENTS, "bureau"})


def _concerns(scope: Scope, kind: str, data: Data) -> bool:
    """Visits of the round and of the one before it; whatever says how they are counted; any hazard."""
    if kind != "inspections":
        return kind in _KINDS
    rounds = {str(scope.period), str(scope.period.previous)}
    return data.get("topic") == scope.topic and data.get("period") in rounds


@source(
    "round",
    version=1,
    sentences=("visited", "conclusions", "findings", "faults", "loop", "before"),
    tables=("grades", "counties", "faults", "hazards", "before"),
    concerns=_concerns,
)
def rounds(snapshot: Snapshot, results: Results, scope: Scope) -> Content:
    """Visits that are done and not withdrawn; hazards as they stand on the snapshot's day."""
    one = _round(snapshot, results, scope)
    figures = {f.id: f for f in (*_visits(one), *_conclusions(one), *_faults(one), *_loop(one))}
    methods = sorted({c.method for r in one.done if (c := one.conclusions.get(r.id)) and c.method})
    return content(
        figures.values(),
        _sheets(one),
        _grounds(one, methods),
        _sentences(one, figures),
        (f"methods/{name}" for name in methods),
    )


def _round(snapshot: Snapshot, results: Results, scope: Scope) -> Round:
    done = visits_in(snapshot, scope.period, scope.topic, "done")
    before = visits_in(snapshot, scope.period.previous, scope.topic, "done")
    loop = loop_of(snapshot)
    by_county: dict[str, list[Record]] = defaultdict(list)
    for record in done:
        by_county[_home(snapshot, record.document.data["organization"])].append(record)
    return Round(
        snapshot,
        results.conclusions,
        scope,
        done,
        before,
        _found(loop, done),
        _found(loop, before),
        {county: tuple(records) for county, records in by_county.items()},
    )


def _found(loop: Loop, visits: Iterable[Record]) -> tuple[Hazard, ...]:
    """The hazards that the visits found, in order of their ids."""
    return tuple(sorted((h for r in visits for h in loop.inspections.get(r.id, ())), key=lambda h: h.id))


def _home(snapshot: Snapshot, school: str) -> str:
    county = county_of(snapshot, school)
    return county.id if county else ""


def _schools(snapshot: Snapshot, one: Round) -> tuple[Record, ...]:
    schools = (r for r in snapshot.of("organizations") if r.document.data.get("level") == "school")
    return tuple(open_when(schools, one.scope.period))


def _visits(one: Round) -> Iterator[Figure]:
    now, pool = one.now, len(_schools(one.snapshot, one))
    people = {member["expert"] for r in one.done for member in r.document.data.get("team", ())}
    judged = sum(
        answer["result"] in ("met", "partly", "unmet")
        for r in one.done
        for answer in r.document.data.get("results", ())
    )
    days = sorted(r.document.data["date"] for r in one.done)
    visits = ("visits",)
    yield Figure("counties", "到访县（区）数", str(sum(bool(c) for c in one.by_county)), visits)
    yield Figure("schools", "抽查学校数", str(now.schools), visits)
    yield Figure("pool", "应查学校数", str(pool), ("pool",))
    yield Figure("reached", "抽查比例（%）", _share(now.schools, pool), ("visits", "pool"))
    yield Figure("visits", "督查次数", str(now.visits), visits)
    yield Figure("experts", "参加的专家人数", str(len(people)), visits)
    yield Figure("judged", "查看的项次", str(judged), visits)
    yield Figure("first-day", "第一次到访", _day(days[0]) if days else NOTHING, visits)
    yield Figure("last-day", "最后一次到访", _day(days[-1]) if days else NOTHING, visits)


def _conclusions(one: Round) -> Iterator[Figure]:
    now, past = one.now, tally(one.before, one.conclusions)
    both = ("visits", "visits-before")
    counts = Counter(c.grade for r in one.done if (c := one.conclusions.get(r.id)))
    yield Figure("rate", "平均得分率（%）", NOTHING if now.rate is None else str(now.rate), ("visits",))
    yield Figure(
        "rate-before", "上季度平均得分率（%）", NOTHING if past.rate is None else str(past.rate), both
    )
    yield Figure("rate-change", "得分率与上季度相比", _change(now.rate, past.rate), both)
    for grade, label in grades_of(one.snapshot).items():
        yield Figure(f"grade-{grade}", f"{label}次数", str(counts[grade]), ("visits",))
    yield Figure("failed-share", "不合格占比（%）", _share(counts["fail"], now.visits), ("visits",))
    red = sum(bool(c.red_failures) for r in one.done if (c := one.conclusions.get(r.id)))
    yield Figure("red", "有红线项目不符合的次数", str(red), ("visits",))
    yield Figure("findings", "发现问题数", str(now.findings), ("visits",))
    yield Figure("major", "重大问题数", str(now.major), ("visits",))
    more = shift(now.findings, past.findings, "上季度", "个", "增加", "减少")
    yield Figure("findings-change", "问题数与上季度相比", more if past.visits else INCOMPARABLE, both)


def _faults(one: Round) -> Iterator[Figure]:
    words = _item_texts(one.done, one.snapshot)
    for place, ((_, item), failed, judged) in enumerate(missed(one.done)[:MOST_FREQUENT], 1):
        yield Figure(f"fault-{place}", f"问题第{place}位", words.get(item, item), ("visits",))
        yield Figure(f"fault-{place}-times", f"问题第{place}位的次数", str(failed), ("visits",))
        yield Figure(
            f"fault-{place}-share", f"问题第{place}位的占比（%）", _share(failed, judged), ("visits",)
        )


def _loop(one: Round) -> Iterator[Figure]:
    yield Figure("as-of", "数据截至", _day(one.snapshot.as_of.isoformat()))
    for start, words, hazards in (("", "", one.hazards), ("before-", "上季度", one.hazards_before)):
        ground = (f"{start}hazards",)
        closed = sum(h.life.state is State.CLOSED for h in hazards)
        late = sum(bool(h.overdue) for h in hazards)
        yield Figure(f"{start}hazards", f"{words}登记隐患数", str(len(hazards)), ground)
        yield Figure(
            f"{start}major-hazards", f"{words}重大隐患数", str(sum(h.is_major for h in hazards)), ground
        )
        yield Figure(f"{start}closed", f"{words}已销号隐患数", str(closed), ground)
        yield Figure(f"{start}closed-share", f"{words}销号率（%）", _share(closed, len(hazards)), ground)
        yield Figure(f"{start}open", f"{words}未销号隐患数", str(len(hazards) - closed), ground)
        yield Figure(f"{start}overdue", f"{words}逾期未整改隐患数", str(late), ground)


def _sentences(one: Round, figures: Mapping[str, Figure]) -> dict[str, str]:
    """Paragraphs that agree with their numbers; they cite figures, whose words an editor may change."""
    now = one.now
    if not now.visits:
        none = f"{one.scope.period.label.zh}没有开展这一主题的督查。"
        return dict.fromkeys(("visited", "conclusions", "findings", "faults", "loop", "before"), none)
    return {
        "visited": (
            "{fig:first-day}至{fig:last-day}，按照“双随机、一公开”要求，采取“四不两直”方式，共抽查{fig:counties}个"
            "县（区）{fig:schools}所学校，占应查学校{fig:pool}所的{fig:reached}%；派出专家{fig:experts}人，"
            "查看{fig:judged}项次。"
        ),
        "conclusions": _grades_sentence(one, figures),
        "findings": _findings_sentence(now),
        "faults": _faults_sentence(figures),
        "loop": _loop_sentence(one.hazards, "", "本季度"),
        "before": _loop_sentence(one.hazards_before, "before-", "上季度"),
    }


def _grades_sentence(one: Round, figures: Mapping[str, Figure]) -> str:
    shown = [
        f"{label}{{fig:grade-{grade}}}次"
        for grade, label in grades_of(one.snapshot).items()
        if figures[f"grade-{grade}"].value != "0"
    ]
    text = "平均得分率{fig:rate}%，{fig:rate-change}。" + (f"其中{'、'.join(shown)}" if shown else "")
    if figures["grade-fail"].value == "0":
        return text + "，没有不合格。"
    text += "，不合格占{fig:failed-share}%"
    return text + ("，有红线项目不符合的{fig:red}次。" if figures["red"].value != "0" else "。")


def _findings_sentence(now: Tally) -> str:
    if not now.findings:
        return "督查没有发现问题。"
    major = "其中重大问题{fig:major}个" if now.major else "没有重大问题"
    return f"共发现问题{{fig:findings}}个，{major}；{{fig:findings-change}}。"


def _faults_sentence(figures: Mapping[str, Figure]) -> str:
    places = [n for n in range(1, MOST_FREQUENT + 1) if f"fault-{n}" in figures]
    if not places:
        return "所有查看的项目都符合要求。"
    listed = "；".join(
        f"“{{fig:fault-{n}}}”不符合或部分符合{{fig:fault-{n}-times}}次（占查看次数的{{fig:fault-{n}-share}}%）"
        for n in places
    )
    return f"问题较为集中的是：{listed}。"


def _loop_sentence(hazards: Sequence[Hazard], start: str, when: str) -> str:
    if not hazards:
        return f"{when}督查没有登记隐患。"
    closed = sum(h.life.state is State.CLOSED for h in hazards)
    head = f"{when}督查登记隐患{{fig:{start}hazards}}条，截至{{fig:as-of}}"
    if closed == len(hazards):
        return f"{head}全部销号。"
    done = f"已销号{{fig:{start}closed}}条，占{{fig:{start}closed-share}}%" if closed else "尚无销号"
    late = f"其中逾期未整改{{fig:{start}overdue}}条" if any(h.overdue for h in hazards) else "其中没有逾期的"
    return f"{head}{done}；未销号{{fig:{start}open}}条，{late}。"


def _sheets(one: Round) -> Iterator[Sheet]:
    counts = Counter(c.grade for r in one.done if (c := one.conclusions.get(r.id)))
    yield Sheet(
        "grades",
        "督查结论",
        ("结论", "次数", "占比（%）"),
        tuple(
            (label, str(counts[g]), _share(counts[g], one.now.visits))
            for g, label in grades_of(one.snapshot).items()
        ),
        ("visits",),
    )
    yield Sheet(
        "counties",
        "各县（区）督查情况",
        ("县（区）", "抽查学校", "平均得分率（%）", "不合格", "发现问题", "重大问题", "登记隐患", "已销号"),
        tuple(_county_rows(one)),
        ("visits", "hazards"),
    )
    words = _item_texts(one.done, one.snapshot)
    yield Sheet(
        "faults",
        "问题较多的项目",
        ("项目", "内容", "不符合或部分符合", "查看次数", "占比（%）"),
        tuple(
            (item, words.get(item, item), str(failed), str(judged), _share(failed, judged))
            for (_, item), failed, judged in missed(one.done)[:10]
        ),
        ("visits",),
    )
    yield Sheet(
        "hazards",
        "抽查学校问题清单",
        (
            "隐患编号",
            "县（区）",
            *(("学校",) if one.scope.names_schools else ()),
            "问题",
            "等级",
            "整改期限",
            "状态",
        ),
        tuple(_hazard_row(one, h) for h in sorted(one.hazards, key=lambda h: not h.is_major)),
        ("hazards",),
    )
    yield Sheet(
        "before",
        "上季度问题销号情况",
        ("县（区）", "登记隐患", "已销号", "未销号", "逾期", "销号率（%）"),
        tuple(_before_rows(one)),
        ("before-hazards",),
    )


def _county_rows(one: Round) -> Iterator[tuple[str, ...]]:
    for county, name in _counties(one):
        found = tally(one.by_county.get(county, ()), one.conclusions)
        hazards = [h for h in one.hazards if h.county == county]
        yield (
            name,
            str(found.schools),
            NOTHING if found.rate is None else str(found.rate),
            *(str(n) for n in (found.failed, found.findings, found.major, len(hazards))),
            str(sum(h.life.state is State.CLOSED for h in hazards)),
        )


def _before_rows(one: Round) -> Iterator[tuple[str, ...]]:
    for county, name in _counties(one):
        hazards = [h for h in one.hazards_before if h.county == county]
        closed = sum(h.life.state is State.CLOSED for h in hazards)
        numbers = (len(hazards), closed, len(hazards) - closed, sum(bool(h.overdue) for h in hazards))
        yield (name, *(str(n) for n in numbers), _share(closed, len(hazards)))


def _counties(one: Round) -> Iterator[tuple[str, str]]:
    """The counties with schools to visit, in administrative order; the city's own schools last."""
    asked = {_home(one.snapshot, school.id) for school in _schools(one.snapshot, one)} | set(one.by_county)
    units = [
        r.document.data
        for r in one.snapshot.active("organizations")
        if r.document.data["level"] == "county" and r.id in asked
    ]
    for data in sorted(units, key=lambda d: (d.get("order", 0), d["id"])):
        yield data["id"], data["name"]
    if "" in one.by_county:
        yield "", CITY


def _hazard_row(one: Round, hazard: Hazard) -> tuple[str, ...]:
    labels = one.snapshot.labels("hazards", "grade")
    return (
        hazard.id,
        unit_name(one.snapshot, hazard.county) if hazard.county else CITY,
        *((unit_name(one.snapshot, hazard.school),) if one.scope.names_schools else ()),
        hazard.record.document.data["text"],
        labels[hazard.grade].zh if hazard.grade in labels else hazard.grade,
        hazard.life.due,
        hazard.life.state.value.zh,
    )


def _grounds(one: Round, methods: Iterable[str]) -> Iterator[Ground]:
    lists = sorted({f"checklists/{r.document.data['checklist']}" for r in (*one.done, *one.before)})
    bases = tuple(f"methods/{name}" for name in methods)
    yield Ground("visits", "本轮督查", (*(r.key for r in one.done), *lists, *bases))
    yield Ground("visits-before", "上一轮督查", tuple(r.key for r in one.before))
    yield Ground("pool", "应查学校", tuple(s.key for s in _schools(one.snapshot, one)))
    for name, title, hazards in (
        ("hazards", "本轮登记的隐患", one.hazards),
        ("before-hazards", "上一轮登记的隐患", one.hazards_before),
    ):
        yield Ground(name, title, tuple(key for h in hazards for key in h.evidence))


def _item_texts(done: Iterable[Record], snapshot: Snapshot) -> dict[str, str]:
    """Item -> its words in the newest of the checklists that the visits used."""
    names = sorted({r.document.data["checklist"] for r in done})
    lists = [found for name in names if (found := snapshot.get("checklists", name))]
    return {
        item["id"]: item["text"]
        for checklist in sorted(lists, key=lambda r: (r.document.data["year"], r.id))
        for section in checklist.document.data["sections"]
        for item in section["items"]
    }


def _share(part: int, whole: int) -> str:
    """*part* of *whole* in per cent with one decimal, half-up; a dash of nothing."""
    return str(round_half_up(Fraction(100 * part, whole), 1)) if whole else NOTHING


def _change(now: Decimal | None, past: Decimal | None) -> str:
    if now is None or past is None:
        return INCOMPARABLE
    return shift(now, past, "上季度", "个百分点", "提高", "下降")


def _day(text: str) -> str:
    year, month, day = (int(part) for part in text.split("-"))
    return f"{year}年{month}月{day}日"
