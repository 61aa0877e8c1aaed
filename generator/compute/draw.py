"""The plan of a draw from the records: who takes part, with which weight, and who keeps away from where.

What is asked for (period, strata, exclusions) comes in a ``Wanted``; numbers come from the method in force on
the day of the plan. The same function plans a draw and, later, checks the plan against the commit it was
made from. Nothing here draws: see ``model.drawing``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from generator.model.drawing import plan_digest
from generator.model.errors import GeneratorError
from generator.model.hazard import histories, life
from generator.model.period import Period
from generator.model.record import Record
from generator.model.recusal import ALWAYS, SAME_COUNTY, Time, kept_from
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, exists_on, method_on, requirement
from generator.model.text import Text

Data = Mapping[str, Any]
WEIGHTS = ("seen_rounds", "seen", "unseen", "red", "major")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the bureau decides about a draw; all the rest follows from the records.

    commit: where the pools are taken from, "" where no commit is named.
    strata, exclusions: rows as the schema has them.
    """

    id: str
    period: str
    topic: str
    planned_on: str
    first: str
    last: str
    strata: tuple[Data, ...]
    seed_rule: str
    names_schools: bool
    exclusions: tuple[Data, ...] = ()
    commit: str = ""

    @classmethod
    def of(cls, data: Data) -> Wanted:
        """What was wanted by the draw of an existing record."""
        return cls(
            data["id"], data["period"], data["topic"], data["planned_on"], data["visits"]["from"],
            data["visits"]["to"], tuple(data["strata"]), data["seed_rule"], data["names_schools"],
            tuple(data.get("exclusions", ())), data["pool"].get("commit", ""),
        )  # fmt: skip


def plan(snapshot: Snapshot, wanted: Wanted) -> dict[str, Any]:
    """The record of a planned draw, not sealed; GeneratorError where the method says nothing of draws."""
    rules = method_of(snapshot, wanted.planned_on)
    topic = next((one for one in rules["topics"] if one["topic"] == wanted.topic), None)
    if topic is None:
        raise GeneratorError(
            Text(
                f"办法没有规定「{wanted.topic}」从哪些专家里抽检查人员",
                f"The method does not say whom inspectors of {wanted.topic} are drawn from",
            ),
            Text("在 methods 的 draws.topics 里补上", "Add it to draws.topics of the method"),
        )
    recusal = list(recusal_of(snapshot, wanted.planned_on, rules))
    team = {"size": rules["team_size"], **{k: topic[k] for k in ("from", "composition") if k in topic}}
    data: dict[str, Any] = {
        "id": wanted.id,
        "period": wanted.period,
        "topic": wanted.topic,
        "planned_on": wanted.planned_on,
        "visits": {"from": wanted.first, "to": wanted.last},
        "pool": _pool(snapshot, wanted, rules, team, recusal),
        "strata": [dict(row) for row in wanted.strata],
        "recusal": recusal,
        "weights": {name: rules[name] for name in WEIGHTS if name in rules},
        "team": team,
        "seed_rule": wanted.seed_rule,
        "names_schools": wanted.names_schools,
    }
    if wanted.exclusions:
        data["exclusions"] = [dict(row) for row in wanted.exclusions]
    return {**data, "plan_digest": plan_digest(data)}


def method_of(snapshot: Snapshot, day: str) -> Data:
    """What the method in force on *day* says of draws; GeneratorError where it says nothing."""
    method = method_on(snapshot, day)
    rules: Data | None = method.document.data.get("draws") if method else None
    if rules is None:
        raise GeneratorError(
            Text(f"{day} 没有规定抽签的办法", f"No method in force on {day} speaks of draws"),
            Text("在 records/methods/ 当年的办法里写 draws", "Write draws in the method of that year"),
        )
    return rules


def recusal_of(snapshot: Snapshot, day: str, rules: Data) -> tuple[str, ...]:
    """The rules of recusal: those of conduct, and the own county where the method asks for it."""
    experts = requirement(snapshot, "experts", day)
    is_asked = rules.get("same_county", False) or experts.get("same_county", False)
    return (*ALWAYS, SAME_COUNTY) if is_asked else ALWAYS


def default_strata(snapshot: Snapshot, topic: str, first: str, last: str, size: int) -> tuple[Data, ...]:
    """A stratum for each county with schools for the *topic*; *size* from each, all where there are fewer."""
    found: dict[str, int] = {}
    for school in schools_there(snapshot, first, last):
        county = county_of(snapshot, school.id)
        if county and (topic != "hazchem" or _keeps_chemicals(school)):
            found[county.id] = found.get(county.id, 0) + 1
    counties = {name: snapshot.get("organizations", name) for name in sorted(found)}
    return tuple(
        {
            "id": name,
            "title": f"{county['name']}{'存放危化品的' if topic == 'hazchem' else '的'}学校",
            "county": name,
            **({"hazchem": True} if topic == "hazchem" else {}),
            "size": min(size, found[name]),
        }
        for name, county in counties.items()
        if county
    )


def schools_there(snapshot: Snapshot, first: str, last: str) -> Iterator[Record]:
    """The schools that are there on the first and on the last day of the visits, in order of ids."""
    for record in snapshot.of("organizations"):
        is_school = record.document.data.get("level") == "school"
        if is_school and exists_on(record, first) and exists_on(record, last):
            yield record


def stratum_of(snapshot: Snapshot, school: Record, strata: Iterable[Data]) -> str:
    """The id of the first stratum that a school fits; "" where it fits none."""
    county = county_of(snapshot, school.id)
    name = county.id if county else ""
    stage = school.document.data.get("stage", "")
    for row in strata:
        if (
            row.get("county", name) == name
            and stage in row.get("stages", (stage,))
            and row.get("hazchem", _keeps_chemicals(school)) == _keeps_chemicals(school)
        ):
            return str(row["id"])
    return ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a plan is not what the records give. where: the place in words; "" for nothing."""

    where: Text
    written: str
    right: str


def differences(snapshot: Snapshot, data: Data) -> Iterator[Difference]:
    """What of a draw's plan is not as the records of *snapshot*, those it was planned from, have it."""
    right = plan(snapshot, Wanted.of(data))
    yield from _rows("学校", "school", data["pool"]["schools"], right["pool"]["schools"])
    yield from _rows("专家", "expert", data["pool"]["inspectors"], right["pool"]["inspectors"])
    for name in ("recusal", "weights", "team"):
        if data[name] != right[name]:
            yield Difference(Text(name), _short(data[name]), _short(right[name]))


def _rows(zh: str, key: str, written: Iterable[Data], right: Iterable[Data]) -> Iterator[Difference]:
    old, new = ({row[key]: row for row in rows} for rows in (written, right))
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            yield Difference(
                Text(f"{zh} {name}", f"{key} {name}"), _short(old.get(name)), _short(new.get(name))
            )


def _short(value: Any) -> str:
    """Plain data in a line, without what names the row."""
    if isinstance(value, Mapping):
        shown = {k: v for k, v in value.items() if k not in ("school", "expert")}
        if "keeps_from" in shown:  # internal: how many must do
            shown["keeps_from"] = len(shown["keeps_from"])
        return " ".join(f"{k}={_short(v)}" for k, v in shown.items())
    if isinstance(value, list | tuple):
        return ",".join(_short(one) for one in value)
    return "" if value is None else str(value)


def weights_of(snapshot: Snapshot, wanted: Wanted, rules: Data) -> _Weights:
    """The weight of any school in this draw."""
    return _Weights(snapshot, wanted, rules)


class _Weights:
    """Less for schools seen in the last rounds of the topic, more for those at risk, as the method says."""

    def __init__(self, snapshot: Snapshot, wanted: Wanted, rules: Data) -> None:
        self._rules = rules
        self._seen = _seen(snapshot, wanted, rules["seen_rounds"])
        self._major = _with_open_major(snapshot, wanted.planned_on) if "major" in rules else frozenset()
        self._red = _with_red_point(snapshot, wanted.planned_on) if "red" in rules else frozenset()

    def of(self, school: str) -> int:
        """A whole number of at least 1."""
        weight: int = self._rules["seen" if school in self._seen else "unseen"]
        weight += self._rules["major"] if school in self._major else 0
        return weight + (self._rules["red"] if school in self._red else 0)


def _pool(
    snapshot: Snapshot, wanted: Wanted, rules: Data, team: Data, recusal: Sequence[str]
) -> dict[str, Any]:
    left_out = {row["school"] for row in wanted.exclusions}
    weights = weights_of(snapshot, wanted, rules)
    schools: list[dict[str, Any]] = []
    for school in schools_there(snapshot, wanted.first, wanted.last):
        stratum = stratum_of(snapshot, school, wanted.strata)
        if stratum and school.id not in left_out:
            schools.append({"school": school.id, "stratum": stratum, "weight": weights.of(school.id)})
    places = _Places(snapshot, [row["school"] for row in schools], wanted.strata)
    kept = partial(
        kept_from, snapshot, time=Time(wanted.planned_on, wanted.first, wanted.last), rules=recusal
    )
    inspectors = [
        _inspector(expert, place, places.named(kept(expert)))
        for expert in snapshot.active("experts")
        if (place := _place(expert, team["from"], wanted.first, wanted.last))
    ]
    commit = {"commit": wanted.commit} if wanted.commit else {}
    return {**commit, "schools": schools, "inspectors": inspectors}


def _inspector(expert: Record, place: Data, kept: Sequence[str]) -> dict[str, Any]:
    category = {"category": place["category"]} if "category" in place else {}
    away = {"keeps_from": list(kept)} if kept else {}
    return {"expert": expert.id, "pool": place["pool"], **category, **away}


def _place(expert: Record, asked: Iterable[Data], first: str, last: str) -> Data | None:
    """The place in a pool by which an expert takes part: the first asked for whose term covers all visits."""
    for row in asked:
        for place in expert.document.data.get("pools") or ():
            term = place.get("term", {})
            if (
                place.get("pool") == row["pool"]
                and row.get("category") in (None, place.get("category"))
                and term.get("from", "9999") <= first
                and last <= term.get("to", "")
            ):
                return place  # type: ignore[no-any-return] # plain data
    return None


class _Places:
    """Units as a plan names them: a county where strata are by county, else the schools of the pool below."""

    def __init__(self, snapshot: Snapshot, schools: Iterable[str], strata: Iterable[Data]) -> None:
        self._snapshot = snapshot
        self._by_county = all("county" in row for row in strata)
        self._below: dict[str, list[str]] = {}
        self._above: dict[str, str] = {}
        self._counties: set[str] = set()
        for school in schools:
            at: str | None = school
            for _ in range(10):  # a circle in the tree is reported elsewhere
                record = snapshot.get("organizations", at) if at else None
                if record is None:
                    break
                self._below.setdefault(record.id, []).append(school)
                if record.document.data.get("level") == "county":
                    self._counties.add(record.id)
                    self._above[school] = record.id
                at = record.document.data.get("parent")

    def named(self, units: Collection[str]) -> list[str]:
        """Counties and schools, sorted; a school below a county that is named already is left out."""
        counties = {u for u in units if u in self._counties and self._by_county}
        schools = {s for u in units if u not in counties for s in self._below.get(u, ())}
        return sorted(counties | {s for s in schools if self._above.get(s) not in counties})


def _keeps_chemicals(school: Record) -> bool:
    return bool((school.document.data.get("keeps") or {}).get("hazchem", False))


def _seen(snapshot: Snapshot, wanted: Wanted, rounds: int) -> frozenset[str]:
    """The schools visited for the topic in the *rounds* quarters before the draw's, and before its plan."""
    period, before = Period.parse(wanted.period), set()
    for _ in range(rounds):
        period = period.previous
        before.add(str(period))
    return frozenset(
        data["organization"]
        for data in (record.document.data for record in snapshot.active("inspections"))
        if data.get("status") == "done"
        and data.get("topic") == wanted.topic
        and data["period"] in before
        and data.get("date", "9999") < wanted.planned_on
    )


def _with_open_major(snapshot: Snapshot, day: str) -> frozenset[str]:
    """The schools that have a major hazard which was registered and not closed on *day*."""
    events = snapshot.once(histories)
    at = date.fromisoformat(day)
    return frozenset(
        data["school"]
        for record in snapshot.active("hazards")
        if (data := record.document.data)["grade"] == "major"
        and data["registered_on"] <= day
        and life(data["registered_on"], data["due"], events.get(record.id, ()), at).is_open
    )


def _with_red_point(snapshot: Snapshot, day: str) -> frozenset[str]:
    """The schools that have a risk point which is red by the bureau's levels and was there on *day*."""
    levels = snapshot.bureau.document.data.get("risk_levels", ()) if snapshot.bureau else ()
    least = min((row["from"] for row in levels if row["color"] == "red"), default=0)
    return frozenset(
        data["school"]
        for record in snapshot.active("risk-points")
        if least
        and (data := record.document.data)["likelihood"] * data["severity"] >= least
        and data.get("closed_on", "9999") > day
    )
