"""What happens to hazards: each event is one that may happen then, with what it needs.

Which event may follow in which state stands in ``model.hazard.MOVES``. Numbers stand in the method of the
day (``requirements.hazards``); without that requirement nothing is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.diagnostic import Severity
from generator.model.hazard import (
    ACCEPTED,
    DONE,
    EVENTS,
    EXTENSION,
    GRANTED,
    LISTED,
    RELAPSED,
    Fault,
    Life,
    Missed,
    Step,
    days_late,
    lives,
)  # fmt: skip
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.standing import required_of
from generator.model.text import Text
from generator.validate.questions import in_force, lacks
from generator.validate.rule import Finding, rule


@rule(
    "EVT001",
    "move-not-allowed",
    Severity.ERROR,
    message=Text(
        "「{hazard}」到 {day} 是“{state}”，不能“{event}”；可以：{allowed}",
        "On {day} {hazard} is “{state}”, so “{event}” is not possible; possible: {allowed}",
    ),
    hint=Text(
        "核对事项和日期，补登漏掉的一步；同一天的先算学校一方，再算检查一方",
        "Check kind and day, enter the step that is missing; on one day the school's events come first",
    ),
)
def move_not_allowed(snapshot: Snapshot) -> Iterator[Finding]:
    """A step that is left out is one that nobody can look up later; the table of moves says what may follow.

    少登一步，日后就查不清；先报请验收才能验收，先销号才有回头看。哪一步之后可以做什么，见隐患状态表。
    """
    for missed, hazard in _faulty(snapshot, Fault.MOVE):
        event = missed.event
        params = {
            "hazard": hazard.id,
            "day": event.on,
            "state": missed.state.value,
            "event": _title(snapshot, event.kind),
            "allowed": _joined([_title(snapshot, kind) for kind in missed.possible]),
        }
        yield Finding(event.record, ("kind",), params, related=((hazard, ()),))


@rule(
    "EVT002",
    "event-before-registration",
    Severity.ERROR,
    message=Text(
        "{day} 早于「{hazard}」的登记日期 {begun}", "{day} is before {hazard} was registered on {begun}"
    ),
    hint=Text("核对两个日期", "Check both days"),
)
def event_before_registration(snapshot: Snapshot) -> Iterator[Finding]:
    """What nobody had found yet could be neither put right nor looked at again.

    隐患还没有登记，就谈不上整改和复查。
    """
    for (event, *_), hazard in _faulty(snapshot, Fault.EARLY):
        params = {"day": event.on, "hazard": hazard.id, "begun": hazard.document.data["registered_on"]}
        yield Finding(event.record, ("on",), params, related=((hazard, ("registered_on",)),))


@rule(
    "EVT003",
    "extension-not-asked-for",
    Severity.ERROR,
    message=Text(
        "「{hazard}」到 {day} 没有待答复的延期申请", "On {day} {hazard} has no request for an extension open"
    ),
    hint=Text("先登记学校的延期申请（extension）", "Enter the school's request (extension) first"),
)
def extension_not_asked_for(snapshot: Snapshot) -> Iterator[Finding]:
    """An extension is granted to whoever asks for it with a reason, so that the reason is on record.

    延期要由学校说明原因提出申请，才能答复；不申请就延期，等于没有期限。
    """
    for (event, *_), hazard in _faulty(snapshot, Fault.UNASKED):
        yield Finding(
            event.record, ("kind",), {"day": event.on, "hazard": hazard.id}, related=((hazard, ()),)
        )


@rule(
    "EVT004",
    "delisted-without-listing",
    Severity.ERROR,
    message=Text("「{hazard}」到 {day} 没有挂牌，无从摘牌", "On {day} {hazard} is not listed"),
    hint=Text("补登挂牌，或删去这一条", "Enter the listing, or remove this"),
)
def delisted_without_listing(snapshot: Snapshot) -> Iterator[Finding]:
    """What was never listed cannot be taken off; closing ends a listing by itself.

    没有挂过牌的不能摘牌；销号的同时自动摘牌，不另登记。
    """
    for (event, *_), hazard in _faulty(snapshot, Fault.UNLISTED):
        yield Finding(
            event.record, ("kind",), {"day": event.on, "hazard": hazard.id}, related=((hazard, ()),)
        )


@rule(
    "EVT005",
    "listed-twice",
    Severity.ERROR,
    message=Text("「{hazard}」到 {day} 已经挂牌督办", "On {day} {hazard} is listed already"),
    hint=Text("删去重复的一条", "Remove the repeated one"),
)
def listed_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """A second listing of the same hazard counts as one more.

    重复挂牌，督办数就多算一处。
    """
    for (event, *_), hazard in _faulty(snapshot, Fault.TWICE):
        yield Finding(
            event.record, ("kind",), {"day": event.on, "hazard": hazard.id}, related=((hazard, ()),)
        )


@rule(
    "EVT006",
    "event-of-withdrawn-hazard",
    Severity.ERROR,
    message=Text(
        "「{hazard}」已于 {gone} 撤回，不会再有 {day} 的事项",
        "{hazard} was withdrawn on {gone}, so nothing can happen to it on {day}",
    ),
    hint=Text(
        "写到替代它的那条隐患名下；撤回有误的，改正隐患记录",
        "Enter it under the hazard that took its place, or correct the withdrawal",
    ),
)
def event_of_withdrawn_hazard(snapshot: Snapshot) -> Iterator[Finding]:
    """Work that is entered under a withdrawn hazard counts nowhere.

    写到已撤回的隐患名下，做了的事哪里都不算。
    """
    for kind in EVENTS:
        for record, data in in_force(snapshot, kind):
            hazard = snapshot.get("hazards", data["hazard"])
            gone = hazard.document.data.get("withdrawn") if hazard else None
            if hazard and gone and gone["date"] <= data["on"]:
                params = {"hazard": hazard.id, "gone": gone["date"], "day": data["on"]}
                yield Finding(record, ("hazard",), params, related=((hazard, ("withdrawn",)),))


@rule(
    "EVT007",
    "event-without-evidence",
    Severity.ERROR,
    message=Text("“{event}”必须附佐证", "“{event}” needs evidence"),
    hint=Text("在 evidence 里写材料名称，如 整改前后照片", "Name it under evidence, such as photographs"),
)
def event_without_evidence(snapshot: Snapshot) -> Iterator[Finding]:
    """A hazard that is closed on somebody's word is found again by the next inspection.

    报请验收和销号都要拿得出佐证；哪些事项必须有，写在办法里。
    """
    for kind in EVENTS:
        for record, data in in_force(snapshot, kind):
            if "evidence" not in data:
                asked = required_of(snapshot, "hazards", data["on"], record).get("evidence") or ()
                if data["kind"] in asked:
                    yield Finding(record, ("kind",), {"event": _title(snapshot, data["kind"])})


@rule(
    "EVT008",
    "reported-late",
    Severity.WARNING,
    message=Text(
        "「{hazard}」应在 {due} 前整改好，{day} 才报请验收，晚了 {days} 天，期限没有延到那一天",
        "{hazard} was due on {due} and reported on {day}, {days} days late, and not extended as far",
    ),
    hint=Text(
        "按时复查即可，不影响别人；再有这种情况，到期前申请延期",
        "Look at it all the same, nobody else is held up; next time ask for an extension in time",
    ),
)
def reported_late(snapshot: Snapshot) -> Iterator[Finding]:
    """Lateness is said while the hazard waits to be accepted, and noted ever after; it never blocks anybody.

    逾期要说出来，但不妨碍验收，也不妨碍别人；销号以后改为提示，页面上一直看得到。
    """
    is_known = not lacks(snapshot, "follow-ups")
    for record, life in _lived(snapshot):
        done = [step for step in life.steps if step.event.kind == DONE]
        if is_known and life.is_open and life.reported_on and days_late(done[-1]):
            yield _late(record, done[-1])


@rule(
    "EVT013",
    "closed-late",
    Severity.INFO,
    message=Text(
        "「{hazard}」逾期销号：应在 {due} 前整改好，{day} 才报请验收，晚了 {days} 天，期限没有延到那一天",
        "{hazard} was closed late: due on {due}, reported {days} days late on {day}, and not extended as far",
    ),
    hint=Text(
        "不用改；写错了日期的更正日期，批准过延期的补登申请和答复",
        "Nothing to do; correct a wrong day, or enter an extension that was asked for and granted",
    ),
)
def closed_late(snapshot: Snapshot) -> Iterator[Finding]:
    """What was late stays late after it is closed: it counts in the rates, so that it can be looked up here.

    逾期以后才销号的，一直算逾期销号，按期整改率照此计算；提示只计数，不用处理，隐患的页面上写明晚了几天。
    """
    for record, life in _lived(snapshot):
        last: Step | None = None
        for step in life.steps:
            if step.event.kind == DONE:
                last = step
            elif step.event.kind == ACCEPTED and last and days_late(last):
                yield _late(record, last)


def _late(hazard: Record, step: Step) -> Finding:
    """A report that came after the last day."""
    day, days = step.event.on, days_late(step)
    params = {"hazard": hazard.id, "due": step.due, "day": day, "days": days}
    return Finding(step.event.record, ("on",), params, related=((hazard, ("due",)),))


@rule(
    "EVT009",
    "deadline-not-later",
    Severity.ERROR,
    message=Text("新期限 {until} 应当晚于 {least}", "The new deadline {until} must be later than {least}"),
    hint=Text(
        "核对 until：延期要晚于原期限，反弹要晚于复查当天", "Check until, and the day of the deadline before"
    ),
)
def deadline_not_later(snapshot: Snapshot) -> Iterator[Finding]:
    """An extension that ends before the deadline shortens it, and one that is over gives no time at all.

    延期要比原来的期限晚，反弹后的新期限要比发现那天晚，否则等于没有给时间。
    """
    for _, life in _lived(snapshot):
        for step in life.steps:
            event = step.event
            if event.kind not in (EXTENSION, GRANTED, RELAPSED):
                continue
            least = event.on if event.kind == RELAPSED else step.due
            if event.until <= least:
                yield Finding(event.record, ("until",), {"until": event.until, "least": least})


@rule(
    "EVT010",
    "listed-without-ground",
    Severity.WARNING,
    message=Text(
        "「{hazard}」不是重大隐患，到 {day} 逾期 {late} 天，没有超过 {days} 天",
        "{hazard} is not major and is {late} days overdue on {day}, not more than {days}",
    ),
    hint=Text("核对隐患等级、期限和挂牌日期", "Check its grade, its deadline and the day of the listing"),
)
def listed_without_ground(snapshot: Snapshot) -> Iterator[Finding]:
    """A listing names a school in public, so it follows the method and nobody's mood.

    挂牌督办会公开点名，只能按办法来：重大隐患，或者逾期超过规定天数。
    """
    for record, life in _lived(snapshot):
        if record.document.data["grade"] == "major":
            continue
        for step in life.steps:
            event = step.event
            if event.kind != LISTED:
                continue
            days = required_of(snapshot, "hazards", event.on, event.record).get("listed_after_days")
            late = days_late(step)
            if days is not None and late <= days:
                params = {"hazard": record.id, "day": event.on, "late": late, "days": days}
                yield Finding(event.record, ("kind",), params, related=((record, ("grade",)),))


def _lived(snapshot: Snapshot) -> Iterator[tuple[Record, Life]]:
    """Every hazard that is not withdrawn with its life."""
    for name, life in snapshot.once(lives).items():
        record = snapshot.get("hazards", name)
        if record:
            yield record, life


def _faulty(snapshot: Snapshot, wanted: Fault) -> Iterator[tuple[Missed, Record]]:
    """Events that do not count for that reason, each with its hazard."""
    if wanted is not Fault.EARLY and lacks(snapshot, *EVENTS):  # the step before may be among them
        return
    for record, life in _lived(snapshot):
        for missed in life.faults:
            if missed.fault is wanted:
                yield missed, record


def _title(snapshot: Snapshot, kind: str) -> Text:
    """How people read a kind of event, as its schema says."""
    choices = (c for side in EVENTS for c in snapshot.schemas[side].choices("kind"))
    return next((c.title for c in choices if c.value == kind), Text(kind, kind))


def _joined(titles: Sequence[Text]) -> Text:
    return Text("、".join(t.zh for t in titles), ", ".join(t.en for t in titles))
