"""The guarantee: outstanding problems are studied, decided and solved, and interviews rest on something.

How many sessions a year, and of whom, stands in the method of that year; a sample method asks nothing of
a real unit. Whether a decision was carried out in time is a duty and no rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import Data, day_of_judgement, exists_on, requirement, units_asked
from generator.model.text import Text
from generator.validate.questions import in_force, lacks, line_above, years_over
from generator.validate.rule import Finding, record_rule, rule


@rule(
    "GUA001",
    "too-few-problem-sessions",
    Severity.WARNING,
    message=Text(
        "「{unit}」{year} 年应专题研究突出问题至少 {asked} 次，登记了 {found} 次",
        "{unit} had to study its problems at least {asked} times in {year}; {found} sessions are on record",
    ),
    hint=Text(
        "补登会议（kind 写 problem_session）；没有开成的也登记一条，status 写 not_held 并说明原因",
        "Add the sessions (kind problem_session); one that was not held gets a record with its reason too",
    ),
    whole=("meetings",),
)
def too_few_problem_sessions(snapshot: Snapshot) -> Iterator[Finding]:
    """Outstanding difficulties are studied at least twice a year; a session that was missed says why.

    每年研究和解决突出困难和问题至少两次；缺的一次要写明原因，否则分不清是没有研究还是没有登记。
    """
    found: Counter[tuple[str, int]] = Counter()
    for _, data in in_force(snapshot, "meetings"):
        if data["kind"] == "problem_session" and data["status"] != "planned":
            found[data["unit"], data["year"]] += 1
    for year in years_over(snapshot):
        day = day_of_judgement(year, snapshot.as_of)
        least = requirement(snapshot, "guarantee", day).get("sessions_per_year", 0)
        for unit in units_asked(snapshot, "guarantee", day):
            if found[unit.id, year] < least:
                params = {"unit": unit["name"], "year": year, "asked": least, "found": found[unit.id, year]}
                yield Finding(unit, ("id",), params)


@rule(
    "GUA002",
    "studied-without-decision",
    Severity.WARNING,
    message=Text(
        "问题已在「{meeting}」上研究，还没有决定", "Studied at {meeting}, but no decision is recorded"
    ),
    hint=Text(
        "写上 decision：怎么办、谁负责、何时完成", "Add the decision: what is to be done, by whom and by when"
    ),
)
def studied_without_decision(snapshot: Snapshot) -> Iterator[Finding]:
    """A session that ends without a decision has solved nothing.

    研究了而没有决定，等于没有研究。
    """
    for record, data in in_force(snapshot, "problems"):
        if "decision" in data:
            continue
        for i, name in enumerate(data.get("meetings", ())):
            meeting = snapshot.get("meetings", name)
            if meeting and meeting.document.data["status"] == "held":
                yield Finding(record, ("meetings", i), {"meeting": name}, related=((meeting, ("status",)),))
                break


@record_rule(
    "GUA003",
    "decision-without-owner",
    Severity.ERROR,
    message=Text("决定没有责任单位", "The decision has no owner"),
    hint=Text("写上 owner：由哪个单位落实", "Add owner: the unit that has to carry it out"),
    kinds=("problems",),
)
def decision_without_owner(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """What nobody is responsible for is not done.

    没有责任单位的决定没有人落实。
    """
    if "owner" not in record.document.data.get("decision", {"owner": ""}):
        yield Finding(record, ("decision",), at_key=True)


@record_rule(
    "GUA004",
    "decision-without-deadline",
    Severity.ERROR,
    message=Text("决定没有完成期限", "The decision has no deadline"),
    hint=Text("写上 due：最迟哪一天完成", "Add due: the last day"),
    kinds=("problems",),
)
def decision_without_deadline(
    record: Record,
    schema: Schema,  # noqa: ARG001 - shape of a rule
) -> Iterator[Finding]:
    """Without a last day nobody can say whether it was carried out in time.

    没有期限，就无从判断是否按时落实，也无从督办。
    """
    if "due" not in record.document.data.get("decision", {"due": ""}):
        yield Finding(record, ("decision",), at_key=True)


@rule(
    "GUA005",
    "due-before-session",
    Severity.ERROR,
    message=Text(
        "完成期限 {due} 早于研究这一问题的会议（{day}）", "Due on {due}, before the session of {day}"
    ),
    hint=Text("核对期限和会议编号", "Check the deadline and the id of the meeting"),
)
def due_before_session(snapshot: Snapshot) -> Iterator[Finding]:
    """A decision can only be carried out after it was made.

    先研究、后落实；期限早于会议，必有一处写错。
    """
    for record, data in in_force(snapshot, "problems"):
        due = data.get("decision", {}).get("due", "")
        meetings = [m for name in data.get("meetings", ()) if (m := snapshot.get("meetings", name))]
        days = [(m.document.data["dates"]["from"], m) for m in meetings if "dates" in m.document.data]
        if due and days:
            day, meeting = min(days, key=lambda pair: pair[0])
            if due < day:
                params = {"due": due, "day": day}
                related = ((meeting, ("dates", "from")),)
                yield Finding(record, ("decision", "due"), params, related=related)


@record_rule(
    "GUA006",
    "decision-without-session",
    Severity.WARNING,
    message=Text("有决定，没有写是哪次会议研究的", "There is a decision, but no meeting that made it"),
    hint=Text("在 meetings 里写上会议编号", "Name the meeting under meetings"),
    kinds=("problems",),
)
def decision_without_session(
    record: Record,
    schema: Schema,  # noqa: ARG001 - shape of a rule
) -> Iterator[Finding]:
    """A session counts by the problems that it studied, so the problem names it.

    会议研究了哪些问题，靠问题记录里的会议编号看出来。
    """
    data = record.document.data
    if "decision" in data and "meetings" not in data:
        yield Finding(record, ("decision",), at_key=True)


@record_rule(
    "GUA007",
    "outcome-before-problem",
    Severity.ERROR,
    message=Text(
        "结果日期 {day} 早于提出日期 {raised}", "The outcome of {day} is before {raised}, when it was raised"
    ),
    hint=Text("核对两个日期", "Check both days"),
    kinds=("problems",),
)
def outcome_before_problem(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A problem is not solved before it was raised.

    问题提出之后才谈得上解决。
    """
    data = record.document.data
    day = data.get("outcome", {}).get("on", "")
    if day and day < data["raised_on"]:
        yield Finding(record, ("outcome", "on"), {"day": day, "raised": data["raised_on"]})


@rule(
    "GUA008",
    "problem-of-closed-unit",
    Severity.ERROR,
    message=Text("{day} 时没有「{unit}」这个单位", "On {day} there was no {unit}"),
    hint=Text(
        "核对单位和日期；单位撤并的写接管的单位", "Check unit and day, or name the unit that took over"
    ),
)
def problem_of_closed_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Who has a problem, and who is to solve it, exists when it is raised.

    有问题的单位、落实决定的单位，当时都应存在。
    """
    for record, data in in_force(snapshot, "problems"):
        places: tuple[tuple[FieldPath, str | None], ...] = (
            (("unit",), data["unit"]),
            (("decision", "owner"), data.get("decision", {}).get("owner")),
        )
        for path, name in places:
            unit = snapshot.get("organizations", name) if name else None
            if unit and not unit.is_withdrawn and not exists_on(unit, data["raised_on"]):
                field = "closed" if "closed" in unit.document.data else "opened"
                params = {"day": data["raised_on"], "unit": unit.id}
                yield Finding(record, path, params, related=((unit, (field,)),))


@rule(
    "GUA009",
    "studied-at-no-session",
    Severity.ERROR,
    message=Text("「{meeting}」{why}，不能写作研究会议", "{meeting} {why}, so nothing was studied there"),
    hint=Text(
        "写研究这一问题的专题研究或专题会议的编号",
        "Name the problem session or special meeting that studied it",
    ),
)
def studied_at_no_session(snapshot: Snapshot) -> Iterator[Finding]:
    """Problems are studied at sessions that were held; an on-site meeting shows what works.

    问题在专题研究或专题会议上研究；没有开成的会议研究不了，现场推进会不研究具体问题。
    """
    for record, data in in_force(snapshot, "problems"):
        for i, name in enumerate(data.get("meetings", ())):
            meeting = snapshot.get("meetings", name)
            why = _why_not(meeting.document.data) if meeting else None
            if meeting and why:
                related = ((meeting, ("status",)),)
                yield Finding(record, ("meetings", i), {"meeting": name, "why": why}, related=related)


@rule(
    "GUA010",
    "session-without-problem",
    Severity.WARNING,
    message=Text(
        "没有一项突出问题写明在这次会议上研究", "No problem says that it was studied at this session"
    ),
    hint=Text(
        "在 records/problems/ 里登记研究的问题，meetings 里写「{meeting}」",
        "Enter the problems in records/problems/ and name {meeting} under meetings",
    ),
    whole=("problems",),
)
def session_without_problem(snapshot: Snapshot) -> Iterator[Finding]:
    """A session counts because something was studied; the board shows what.

    专题研究要有研究的问题，否则次数是空的。
    """
    studied = {name for _, data in in_force(snapshot, "problems") for name in data.get("meetings", ())}
    for record, data in in_force(snapshot, "meetings"):
        if data["kind"] == "problem_session" and data["status"] == "held" and record.id not in studied:
            yield Finding(record, ("kind",), {"meeting": record.id})


@record_rule(
    "GUA011",
    "interview-without-ground",
    Severity.ERROR,
    message=Text("约谈没有依据", "The interview rests on nothing"),
    hint=Text(
        "在 grounds 里写明依据的督查、突出问题或通报",
        "Name the inspection, the problem or the bulletin under grounds",
    ),
    kinds=("interviews",),
)
def interview_without_ground(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """An interview is a sanction: whoever is called in can ask what it rests on.

    约谈是问责手段，必须有据可查，不能只凭印象。
    """
    if not record.document.data.get("grounds"):
        yield Finding(record, ("grounds",), at_key=True)


@rule(
    "GUA012",
    "ground-of-another-unit",
    Severity.ERROR,
    message=Text(
        "依据的「{ground}」与被约谈单位无关", "{ground} has nothing to do with the unit interviewed"
    ),
    hint=Text(
        "核对依据和被约谈单位；约谈县（区），依据可以是其下学校的记录",
        "Check both; the record of a school may be held against its county",
    ),
    whole=("organizations",),
)
def ground_of_another_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """A unit answers for itself and for those below it, not for others.

    单位只对自己和下属单位的问题负责。
    """
    for record, data in in_force(snapshot, "interviews"):
        for name, ground, owner in _grounds(snapshot, data):
            line = {unit.id for unit in line_above(snapshot, ground.document.data[owner])}
            if line and data["unit"] not in line:
                related = ((ground, (owner,)),)
                yield Finding(record, ("grounds", name), {"ground": ground.key}, related=related)


@rule(
    "GUA013",
    "ground-after-interview",
    Severity.ERROR,
    message=Text("依据的「{ground}」（{day}）晚于约谈", "{ground} ({day}) is later than the interview"),
    hint=Text("核对约谈日期和依据", "Check the day of the interview and what it rests on"),
)
def ground_after_interview(snapshot: Snapshot) -> Iterator[Finding]:
    """What had not happened could be no reason.

    约谈在后、事实在前；还没有发生的事不能作为依据。
    """
    for record, data in in_force(snapshot, "interviews"):
        for name, ground, _ in _grounds(snapshot, data):
            day = ground.document.data.get("date" if name == "inspection" else "raised_on", "")
            if day > data["date"]:
                yield Finding(record, ("grounds", name), {"ground": ground.key, "day": day})


@rule(
    "GUA014",
    "interviewed-by-no-superior",
    Severity.ERROR,
    message=Text("「{by}」不是被约谈单位的上级", "{by} is not above the unit that was interviewed"),
    hint=Text("核对 by 和 unit：约谈由上级单位进行", "Check by and unit: a unit is interviewed from above"),
)
def interviewed_by_no_superior(snapshot: Snapshot) -> Iterator[Finding]:
    """An interview comes from above: the city's of a county, a county's of a school.

    约谈是上级对下级的；平级之间、自己对自己都不是约谈。
    """
    for record, data in in_force(snapshot, "interviews"):
        line = line_above(snapshot, data["unit"])
        by = snapshot.get("organizations", data["by"])
        if line and by and by not in line[1:] and not lacks(snapshot, "organizations"):
            yield Finding(record, ("by",), {"by": data["by"]})


@record_rule(
    "GUA015",
    "promise-before-interview",
    Severity.ERROR,
    message=Text("{day} 早于约谈日期 {date}", "{day} is before the interview of {date}"),
    hint=Text(
        "核对承诺期限、核查日期和约谈日期", "Check the deadlines, the day of the check and the interview"
    ),
    kinds=("interviews",),
)
def promise_before_interview(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Promises are made at the interview and checked afterwards.

    承诺在约谈时作出，在约谈之后核查。
    """
    data = record.document.data
    days: list[tuple[FieldPath, str]] = [
        (("promises", i, "due"), row["due"]) for i, row in enumerate(data["promises"])
    ]
    if "check" in data:
        days.append((("check", "on"), data["check"]["on"]))
    for path, day in days:
        if day < data["date"]:
            yield Finding(record, path, {"day": day, "date": data["date"]})


def _why_not(meeting: Data) -> Text | None:
    if meeting["status"] == "not_held":
        return Text("没有召开", "was not held")
    return Text("是现场推进会", "is an on-site meeting") if meeting["kind"] == "on_site" else None


def _grounds(snapshot: Snapshot, data: Data) -> Iterator[tuple[str, Record, str]]:
    """Field, record and the field of that record that names its unit, for the grounds that are records."""
    grounds = data.get("grounds", {})
    for name, kind, owner in (
        ("inspection", "inspections", "organization"),
        ("problem", "problems", "unit"),
    ):
        record = snapshot.get(kind, grounds[name]) if name in grounds else None
        if record:
            yield name, record, owner
