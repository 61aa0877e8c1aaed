"""Draws and the rest of the records: who was in the pool, and whether the visits are those that were drawn.

Records are public from the moment of the commit. So until a draw is opened, nothing here may say which school
it drew: an inspection comes in when it has taken place, not before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from generator.model.diagnostic import Severity
from generator.model.drawing import OPENED, state_of
from generator.model.record import Record
from generator.model.recusal import ALWAYS, SAME_COUNTY, Time, kept_from
from generator.model.snapshot import Snapshot
from generator.model.standing import method_on, requirement
from generator.model.text import Text
from generator.validate.questions import Data, in_force, line_above, visit_day
from generator.validate.rule import Finding, rule

# A planned surprise visit has a rule of its own (CON008); a cancelled one is no longer ahead.
_TOLD = ("planned", "cancelled")
_NUMBERS = ("seen_rounds", "seen", "unseen", "red", "major")


@rule(
    "DRW011",
    "numbers-not-of-method",
    Severity.ERROR,
    message=Text(
        "「{name}」与 {day} 有效的办法不同：办法规定 {right}",
        "{name} is not what the method in force on {day} says: {right}",
    ),
    hint=Text(
        "按办法改正；办法要改的先改办法，再重新定方案",
        "Correct it by the method; where the method is to change, change that first and plan again",
    ),
)
def numbers_not_of_method(snapshot: Snapshot) -> Iterator[Finding]:
    """Weights and team sizes that are chosen draw by draw can favour somebody.

    权重、每组人数由办法统一规定；一次一个样，就有人为调节的余地。
    """
    for record, data in in_force(snapshot, "draws"):
        day = data["planned_on"]
        method = method_on(snapshot, day)
        rules = method.document.data.get("draws") if method else None
        if not rules:
            continue
        right = {name: rules[name] for name in _NUMBERS if name in rules}
        for name in sorted({*right, *data["weights"]}):
            if data["weights"].get(name) != right.get(name):
                shown = Text(str(right[name])) if name in right else Text("不加权", "nothing")
                path = ("weights", name) if name in data["weights"] else ("weights",)
                yield Finding(record, path, {"name": name, "day": day, "right": shown})
        if data["team"]["size"] != rules["team_size"]:
            params = {"name": "size", "day": day, "right": rules["team_size"]}
            yield Finding(record, ("team", "size"), params)


@rule(
    "DRW012",
    "recusal-left-out",
    Severity.ERROR,
    message=Text("回避规则缺少：{missing}", "These rules of recusal are missing: {missing}"),
    hint=Text("补上并重新定方案（generator draw plan）", "Add them and plan the draw again"),
)
def recusal_left_out(snapshot: Snapshot) -> Iterator[Finding]:
    """A team that the rules of conduct forbid would have to be changed by hand after the draw.

    行为规范要求的回避，抽签时就要排除；否则抽出来还得人工换人。
    """
    labels = snapshot.labels("draws", "recusal")
    for record, data in in_force(snapshot, "draws"):
        day = data["planned_on"]
        method = method_on(snapshot, day)
        rules = (method.document.data.get("draws") if method else None) or {}
        is_asked = rules.get("same_county") or requirement(snapshot, "experts", day).get("same_county")
        needed = (*ALWAYS, SAME_COUNTY) if is_asked else ALWAYS
        missing = [name for name in needed if name not in data["recusal"]]
        if missing:
            names = [labels.get(name, Text(name)) for name in missing]
            params = Text("、".join(n.zh for n in names), "; ".join(n.to("en") for n in names))
            yield Finding(record, ("recusal",), {"missing": params}, at_key=True)


@rule(
    "DRW013",
    "inspector-out-of-term",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」的聘期不覆盖全部查访时间（{first} 至 {last}）",
        "The term of the expert {expert} does not cover all visits ({first} to {last})",
    ),
    hint=Text(
        "从名录里去掉，或先办理续聘再定方案", "Leave the expert out, or renew the term before planning"
    ),
)
def inspector_out_of_term(snapshot: Snapshot) -> Iterator[Finding]:
    """Whoever is drawn must be entitled to inspect on every day of the round.

    抽中的人必须在整轮查访期间都有检查资格。
    """
    for record, data in in_force(snapshot, "draws"):
        first, last = data["visits"]["from"], data["visits"]["to"]
        for i, row in enumerate(data["pool"]["inspectors"]):
            expert = snapshot.get("experts", row["expert"])
            if expert and not _in_pool(expert.document.data, row, data["planned_on"], first, last):
                params = {"expert": expert.id, "first": first, "last": last}
                path = ("pool", "inspectors", i, "expert")
                yield Finding(record, path, params, related=((expert, ("pools",)),))


@rule(
    "DRW014",
    "pool-no-longer-right",
    Severity.WARNING,
    message=Text("{fault}", "{fault}"),
    hint=Text(
        "还没有密封的重新定方案；已经密封的不改方案，查访时换人并在督查记录里说明",
        "Plan again where it is not sealed; else keep the plan and say at the inspection who went instead",
    ),
    whole=("organizations", "experts"),
)
def pool_no_longer_right(snapshot: Snapshot) -> Iterator[Finding]:
    """The pools are as of a day; what has changed since may matter while the visits lie ahead.

    名录是某一天的；定方案以后学校撤并、专家申报了新的回避，查访以前要知道。
    """
    for record, data in in_force(snapshot, "draws"):
        if state_of(data) != OPENED:
            yield from _gone(snapshot, record, data)
            yield from _tied(snapshot, record, data)


@rule(
    "DRW015",
    "drawn-twice",
    Severity.ERROR,
    message=Text(
        "{period} 的这个主题已经有一次抽签「{other}」",
        "There is a draw already for this topic and {period}: {other}",
    ),
    hint=Text(
        "一轮只抽一次；前一次作废的先撤回并写明原因",
        "One draw for a round; withdraw the other one with its reason",
    ),
)
def drawn_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """Who may draw twice can choose the result that suits.

    可以抽两次，就可以挑结果。
    """
    first: dict[tuple[str, str], Record] = {}
    for record, data in in_force(snapshot, "draws"):
        key = (data["period"], data["topic"])
        other = first.setdefault(key, record)
        if other is not record:
            params = {"period": data["period"], "other": other.id}
            yield Finding(record, ("period",), params, related=((other, ("period",)),))


@rule(
    "DRW016",
    "draw-of-another-round",
    Severity.ERROR,
    message=Text(
        "抽签「{draw}」是 {period} 另一主题或另一季度的",
        "The draw {draw} is for another topic or quarter ({period})",
    ),
    hint=Text("改为本季度本主题的抽签；明查不写 draw", "Name the draw of this topic and quarter"),
)
def draw_of_another_round(snapshot: Snapshot) -> Iterator[Finding]:
    """A draw explains only the visits that it was made for.

    抽签只能说明它那一轮为什么查这所学校。
    """
    for record, data, draw, drawn in _cited(snapshot):
        if (data["period"], data["topic"]) != (drawn["period"], drawn["topic"]):
            params = {"draw": draw.id, "period": drawn["period"]}
            yield Finding(record, ("draw",), params, related=((draw, ("period",)),))


@rule(
    "DRW017",
    "school-not-drawn",
    Severity.ERROR,
    message=Text("「{school}」不是抽签「{draw}」抽中的学校", "{school} was not drawn in {draw}"),
    hint=Text(
        "核对学校和抽签；没有经过抽签的暗访不写 draw，在 draw_difference 里写明为什么去",
        "Check both; a surprise visit that was not drawn names no draw and says why in draw_difference",
    ),
)
def school_not_drawn(snapshot: Snapshot) -> Iterator[Finding]:
    """A visit that claims to have been drawn must have been.

    说是抽中的，就要在结果里。
    """
    for record, data, draw, drawn in _cited(snapshot):
        if state_of(drawn) == OPENED and data["organization"] not in _teams(draw):
            params = {"school": data["organization"], "draw": draw.id}
            yield Finding(record, ("organization",), params, related=((draw, ("opened", "schools")),))


@rule(
    "DRW018",
    "team-not-drawn",
    Severity.ERROR,
    message=Text(
        "专家「{expert}」不在抽签「{draw}」为这所学校抽出的检查组里",
        "The expert {expert} is not in the team that {draw} drew for this school",
    ),
    hint=Text(
        "临时换人的，在 draw_difference 里写明原因", "Say why in draw_difference where somebody was replaced"
    ),
)
def team_not_drawn(snapshot: Snapshot) -> Iterator[Finding]:
    """Inspectors are drawn so that nobody chooses who looks at whom; whoever comes instead needs a reason.

    检查人员也是抽出来的，谁查谁不由人定；临时换人要说明。
    """
    for record, data, draw, drawn in _cited(snapshot):
        team = _teams(draw).get(data["organization"]) if state_of(drawn) == OPENED else None
        if team is not None and "draw_difference" not in data:
            for i, member in enumerate(data["team"]):
                if member["expert"] not in team:
                    params = {"expert": member["expert"], "draw": draw.id}
                    yield Finding(
                        record, ("team", i, "expert"), params, related=((draw, ("opened", "schools")),)
                    )


@rule(
    "DRW019",
    "visit-outside-draw",
    Severity.ERROR,
    message=Text(
        "督查日期 {day} 不在抽签之后、开启之前（{first} 至 {last}）",
        "The visit of {day} does not lie between draw and opening ({first} to {last})",
    ),
    hint=Text("核对督查日期和抽签的日期", "Check the day of the visit and those of the draw"),
)
def visit_outside_draw(snapshot: Snapshot) -> Iterator[Finding]:
    """Before the public value is out nobody knows the result; after the opening everybody does.

    公开数出来以前谁也不知道结果，开启以后谁都知道；两头的查访都不可能是这次抽签的暗访。
    """
    for record, data, draw, drawn in _cited(snapshot):
        if "seal" in drawn and data["status"] == "done":
            first = drawn["seal"]["public_on"]
            last = drawn["opened"]["on"] if "opened" in drawn else "9999"
            if not first <= visit_day(data) <= last:
                params = {"day": visit_day(data), "first": first, "last": last if "opened" in drawn else "—"}
                yield Finding(record, ("date",), params, related=((draw, ("seal", "public_on")),))


@rule(
    "DRW020",
    "drawn-school-disclosed",
    Severity.ERROR,
    message=Text(
        "抽签「{draw}」还没有开启，这次查访也还没有进行，写进记录就泄露了抽中的学校",
        "The draw {draw} is not opened and the visit still lies ahead: the record gives away who was drawn",
    ),
    hint=Text(
        "不要提交这条记录，查访当天之后再登记；本来就是明查的，方式写 announced，不写 draw",
        "Do not commit this record before the visit; if it is announced anyway, write announced and no draw",
    ),
)
def drawn_school_disclosed(snapshot: Snapshot) -> Iterator[Finding]:
    """Records are public from the commit on: whoever enters a drawn visit beforehand tells the school.

    记录一经提交就是公开的；抽中的学校要到查访以后才能出现在记录里。已经查过的可以登记，不必等到开启。
    """
    today = snapshot.as_of.isoformat()
    closed = {
        (data["period"], data["topic"]): draw
        for draw, data in in_force(snapshot, "draws")
        if state_of(data) != OPENED
    }
    if not closed:
        return
    for record, data in in_force(snapshot, "inspections"):
        draw = closed.get((data["period"], data["topic"]))
        named = snapshot.get("draws", data.get("draw", ""))
        if named and state_of(named.document.data) != OPENED:
            draw = named
        elif data["mode"] != "unannounced" or data["status"] in _TOLD:
            continue
        if draw and not (data.get("date") and data["date"] <= today):
            path = ("draw",) if named else ("mode",)
            yield Finding(record, path, {"draw": draw.id}, related=((draw, ("id",)),))


@rule(
    "DRW021",
    "opened-before-visits",
    Severity.ERROR,
    message=Text(
        "{day} 开启时，抽中的「{school}」还没有查，查访要到 {last} 才结束",
        "On {day}, when it was opened, {school} had not been visited, and visits went on until {last}",
    ),
    hint=Text(
        "全部查完再开启；不再查的，先登记取消并写明原因",
        "Open it when all are visited; enter as cancelled, with the reason, what is not visited any more",
    ),
)
def opened_before_visits(snapshot: Snapshot) -> Iterator[Finding]:
    """An opened draw is an announcement to all schools that are still to be visited.

    还有学校没查就开启，等于事先通知了它们。
    """
    visited = _visited(snapshot)
    for record, data in in_force(snapshot, "draws"):
        if state_of(data) == OPENED and data["opened"]["on"] <= data["visits"]["to"]:
            for i, row in enumerate(data["opened"]["schools"]):
                day = visited.get((record.id, row["school"]), "9999")
                if day > data["opened"]["on"]:
                    last = data["visits"]["to"]
                    params = {"day": data["opened"]["on"], "school": row["school"], "last": last}
                    yield Finding(record, ("opened", "schools", i, "school"), params)


@rule(
    "DRW022",
    "drawn-not-visited",
    Severity.WARNING,
    message=Text("抽中的「{school}」没有督查记录", "There is no inspection of {school}, which was drawn"),
    hint=Text(
        "漏录的补录并写 draw；没有去的登记一条 cancelled 的督查，写明原因",
        "Enter it with its draw; where nobody went, enter a cancelled inspection with the reason",
    ),
    whole=("inspections",),
)
def drawn_not_visited(snapshot: Snapshot) -> Iterator[Finding]:
    """A school that is drawn and then spared makes the draw worthless.

    抽中了又不去，抽签就失去了意义。
    """
    visited = _visited(snapshot)
    for record, data in in_force(snapshot, "draws"):
        if state_of(data) == OPENED:
            for i, row in enumerate(data["opened"]["schools"]):
                if (record.id, row["school"]) not in visited:
                    yield Finding(record, ("opened", "schools", i, "school"), {"school": row["school"]})


@rule(
    "DRW023",
    "surprise-not-drawn",
    Severity.WARNING,
    message=Text("暗访没有写明由哪次抽签抽中", "A surprise visit that names no draw"),
    hint=Text(
        "写上 draw；接到举报等原因直接去的，在 draw_difference 里写明",
        "Name the draw; where somebody went for another reason, such as a report, say so in draw_difference",
    ),
)
def surprise_not_drawn(snapshot: Snapshot) -> Iterator[Finding]:
    """Where the method draws its surprise visits, one that was not drawn was chosen by somebody.

    办法规定暗访由抽签决定的，没有经过抽签的要说明为什么去这所学校。
    """
    drawing: dict[str, bool] = {}
    for record, data in in_force(snapshot, "inspections"):
        if data["status"] == "done" and data["mode"] == "unannounced" and "draw" not in data:
            day = visit_day(data)
            if day not in drawing:
                method = method_on(snapshot, day)
                drawing[day] = bool(method and method.document.data.get("draws"))
            if drawing[day] and "draw_difference" not in data:
                yield Finding(record, ("mode",))


@rule(
    "DRW024",
    "announced-and-drawn",
    Severity.ERROR,
    message=Text("明查不由抽签决定", "An announced visit is not drawn"),
    hint=Text("删去 draw，或把方式改为 unannounced", "Leave draw out, or write unannounced"),
)
def announced_and_drawn(snapshot: Snapshot) -> Iterator[Finding]:
    """A draw decides whom a surprise visit goes to; a school that was told before was not surprised.

    抽签决定暗访去哪里；事先通知了的不是暗访。
    """
    for record, data, draw, _ in _cited(snapshot):
        if data["mode"] == "announced":
            yield Finding(record, ("mode",), related=((draw, ("id",)),))


def _cited(snapshot: Snapshot) -> Iterator[tuple[Record, Data, Record, Data]]:
    """The inspections that name a draw that is there, with it."""
    draws = snapshot.kinds.get("draws", {})
    if draws:
        for record, data in in_force(snapshot, "inspections"):
            draw = draws.get(data.get("draw", ""))
            if draw:
                yield record, data, draw, draw.document.data


@lru_cache(maxsize=64)
def _teams(draw: Record) -> MappingProxyType[str, tuple[str, ...]]:
    """School -> team that was drawn for it; remembered, since many visits ask one draw."""
    rows = draw.document.data.get("opened", {}).get("schools", ())
    return MappingProxyType({row["school"]: tuple(row["team"]) for row in rows})


def _visited(snapshot: Snapshot) -> dict[tuple[str, str], str]:
    """(draw, school) -> the day of the visit, or of the decision not to go."""
    return {
        (draw.id, data["organization"]): visit_day(data) or data.get("cancelled", {}).get("date", "")
        for _, data, draw, _ in _cited(snapshot)
    }


def _in_pool(expert: Data, row: Data, planned: str, first: str, last: str) -> bool:
    """Does a place of the expert in that pool cover all days, and was the expert there at the planning?"""
    if expert.get("withdrawn", {}).get("date", "9999") <= planned:
        return False
    return any(
        place["pool"] == row["pool"]
        and row.get("category", place.get("category")) == place.get("category")
        and place.get("term", {}).get("from", "9999") <= first
        and last <= place.get("term", {}).get("to", "")
        for place in expert.get("pools") or ()
    )


def _gone(snapshot: Snapshot, record: Record, data: Data) -> Iterator[Finding]:
    last = data["visits"]["to"]
    for i, row in enumerate(data["pool"]["schools"]):
        school = snapshot.get("organizations", row["school"])
        if school and (school.is_withdrawn or school.document.data.get("closed", "9999") <= last):
            fault = Text(
                f"学校「{school.id}」到查访时已经撤并",
                f"The school {school.id} will have closed by the visits",
            )
            yield Finding(
                record, ("pool", "schools", i, "school"), {"fault": fault}, related=((school, ("name",)),)
            )


def _tied(snapshot: Snapshot, record: Record, data: Data) -> Iterator[Finding]:
    """Experts who by now keep away from more than the plan says."""
    time = Time(snapshot.as_of.isoformat(), data["visits"]["from"], data["visits"]["to"])
    below: dict[str, list[frozenset[str]]] = defaultdict(list)  # unit -> the lines of the schools below it
    for row in data["pool"]["schools"]:
        line = frozenset(one.id for one in line_above(snapshot, row["school"]))
        for unit in line:
            below[unit].append(line)
    for i, row in enumerate(data["pool"]["inspectors"]):
        expert = snapshot.get("experts", row["expert"])
        if expert is None:
            continue
        planned = set(row.get("keeps_from", ()))
        units = (kept_from(snapshot, expert, time, data["recusal"]) & below.keys()) - planned
        if any(line.isdisjoint(planned) for unit in units for line in below[unit]):
            fault = Text(
                f"专家「{expert.id}」现在要回避的单位比方案里多",
                f"The expert {expert.id} keeps away from more units by now than the plan says",
            )
            yield Finding(
                record, ("pool", "inspectors", i, "expert"), {"fault": fault}, related=((expert, ("unit",)),)
            )
