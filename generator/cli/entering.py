"""Records that ``generator new`` lays out instead of asking field by field.

A visit comes as a form with every item of its checklist; an event of a hazard offers only what may happen
next. Both know their day from what is given or asked, never from a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from generator.model.artifact import Artifact
from generator.model.errors import GeneratorError
from generator.model.hazard import SIDES, Life, histories, life, may_follow
from generator.model.record import Record
from generator.model.schema import Field, Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import Session
from .asking import Asker

if TYPE_CHECKING:
    from generator.pipeline import Checked
    from generator.read.sources import Source

OPEN = "【填写】"  # a text that a check refuses until somebody has written it
_LEFT_OPEN = "TXT006"


def visit(session: Session, source: Source, checked: Checked, draw: str, given: dict[str, str]) -> int:
    """Lay the checklist of a visit out, all items pending; *given* are answers by field."""
    from generator import entries
    from generator.model.digest import digest

    whole = checked.whole
    schema = whole.schemas["inspections"]
    asker = Asker(session, whole, schema, given, {"date": whole.as_of.isoformat()})
    data: dict[str, Any] = _drawn(whole, draw, given) if draw else {}
    for name in ("organization", "topic", "mode", "date"):
        if name not in data:
            data[name] = asker.ask(schema.field(name), data, "")
    data.setdefault("period", f"{data['date'][:4]}-Q{(int(data['date'][5:7]) + 2) // 3}")
    if "team" not in data:
        data["team"] = _team(asker, schema)
    checklist = _checklist(whole, data["topic"], data["date"])
    start = f"i-{data['period'].lower()}-{data['topic']}-"
    data |= {
        "id": given.pop("id", "") or entries.next_after(whole, "inspections", start),
        "status": "draft",
        "checklist": checklist.id,
        "checklist_digest": digest(checklist.document.data),
    }
    school = whole.get("organizations", data["organization"])
    if school and school.is_sample:
        data["sample"] = True
    _refuse_rest(given)
    artifact = entries.new_form(whole, data, checklist)
    if _is_refused(session, source, checked, artifact):
        return 1
    items = sum(len(section["items"]) for section in checklist.document.data["sections"])
    session.say(
        Text(
            f"共 {items} 项待填写；填完运行 generator inspection finalize {data['id']}",
            f"{items} items to fill in; then run generator inspection finalize {data['id']}",
        )
    )
    return 0


def _drawn(snapshot: Snapshot, draw: str, given: dict[str, str]) -> dict[str, Any]:
    """What a draw decides of a visit: round and topic, and once it is opened who goes to the school."""
    record = snapshot.get("draws", draw)
    if record is None:
        known = "、".join(r.id for r in snapshot.active("draws"))
        raise GeneratorError(
            Text(f"没有抽签「{draw}」", f"There is no draw {draw!r}"),
            Text(f"现有：{known or '无'}", f"There are: {known or 'none'}"),
        )
    drawn = record.document.data
    found = {name: drawn[name] for name in ("period", "topic")} | {"draw": draw, "mode": "unannounced"}
    rows = {row["school"]: row for row in drawn.get("opened", {}).get("schools", ())}
    school = given.get("organization", "")
    if not rows or not school:
        return found
    if school not in rows:
        listed = "、".join(rows)
        raise GeneratorError(
            Text(f"抽签「{draw}」没有抽中「{school}」", f"The draw {draw} did not draw {school}"),
            Text(f"抽中的有：{listed}", f"It drew: {listed}"),
        )
    if "team" not in given:
        found["team"] = _led(rows[school]["team"])
    return found


def _team(asker: Asker, schema: Schema) -> list[dict[str, str]]:
    """The experts as they are named, by id or by name, the first one leading."""
    field = schema.field("team[].expert")
    while True:
        text = asker.given.pop("team", None)
        is_typed = text is None
        if text is None:
            text = asker.prompt(field, "team", None)
        names = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
        by_name = _by_name(asker.snapshot)
        unknown = [name for name in names if not asker.snapshot.get("experts", name) and name not in by_name]
        if names and not unknown:
            return _led(by_name.get(name, name) for name in names)
        message = Text(f"没有专家「{'、'.join(unknown)}」", f"No experts {', '.join(unknown)}")
        if not is_typed:
            raise GeneratorError(
                message,
                Text(
                    "写编号或姓名，用空格隔开；同名的写编号",
                    "Ids or names, separated by blanks; ids where shared",
                ),
            )
        asker.session.say(message, err=True)


def _by_name(snapshot: Snapshot) -> dict[str, str]:
    """Name -> id of every expert in the pool whose name nobody shares."""
    found: dict[str, list[str]] = {}
    for record in snapshot.active("experts"):
        found.setdefault(record.document.data["name"], []).append(record.id)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


def _led(names: Any) -> list[dict[str, str]]:
    return [{"expert": name, "role": "member" if place else "lead"} for place, name in enumerate(names)]


def _checklist(snapshot: Snapshot, topic: str, day: str) -> Record:
    """The checklist of a topic that is valid on a day, the latest where there are several."""
    found = [
        record
        for record in snapshot.active("checklists")
        for data in (record.document.data,)
        if data["kind"] == "inspection" and data.get("topic") == topic
        if data["valid"]["from"] <= day <= data["valid"]["to"]
    ]
    if not found:
        raise GeneratorError(
            Text(
                f"{day} 没有这个主题（{topic}）有效的检查表",
                f"No checklist of the topic {topic} is valid on {day}",
            ),
            Text("先在 records/checklists/ 里登记当年的检查表", "Enter this year's checklist first"),
        )
    return max(found, key=lambda record: (record.document.data["valid"]["from"], record.id))


def event(
    session: Session, source: Source, checked: Checked, schema: Schema, name: str, given: dict[str, str]
) -> int:
    """What happened next to a hazard: only what its state allows, and what is still to be written marked."""
    from generator import entries

    whole = checked.whole
    hazard = _hazard(whole, name)
    asker = Asker(session, whole, schema, given, {"on": whole.as_of.isoformat()})
    data: dict[str, Any] = {"id": "", "hazard": hazard.id}
    data["on"] = asker.ask(schema.field("on"), data, "")
    lived = _lived(whole, hazard, data["on"])
    data["kind"] = _kind(asker, schema, hazard, lived, data["on"])
    short = hazard.id.removeprefix("hz-")
    start = {"rectifications": "rc", "follow-ups": "fu"}[schema.kind]
    data["id"] = given.pop("id", "") or entries.next_after(whole, schema.kind, f"{start}-{short}-", width=1)
    asker.defaults |= _defaults(whole, hazard, data["kind"])
    for field in entries.missing(schema, data):
        if field.name not in data:
            is_left = field.name == "text" and "text" not in given
            data[field.name] = _open_text(field) if is_left else asker.ask(field, data, "")
    evidence = schema.field("evidence")
    if "evidence.title" in given:
        data["evidence"] = asker.ask(evidence, data, "")
    elif data["kind"] in _wanting(whole, data["on"]):
        data["evidence"] = [{"title": f"{OPEN}材料名称"}]
    for field in schema.fields:
        if field.name in given:
            data[field.name] = asker.ask(field, data, "")
    if hazard.is_sample:
        data["sample"] = True
    _refuse_rest(given)
    artifact = entries.new_record(whole, schema, data)
    if _is_refused(session, source, checked, artifact):
        return 1
    if OPEN.encode() in artifact.content:
        session.say(
            Text(
                f"还有标着 {OPEN} 的地方要写，写完运行 generator check",
                f"Fill in what is marked {OPEN}, then run generator check",
            )
        )
    return 0


def _open_text(field: Field) -> str:
    """What is to be written there, marked as open."""
    return f"{OPEN}{field.description.zh.partition('，会公开')[0]}"


def _hazard(snapshot: Snapshot, name: str) -> Record:
    record = snapshot.get("hazards", name)
    if record is None or record.is_withdrawn:
        raise GeneratorError(
            Text(f"没有隐患「{name}」", f"There is no hazard {name!r}")
            if record is None
            else Text(f"隐患「{name}」已经撤回", f"The hazard {name} has been withdrawn"),
            Text("编号见 records/hazards/", "For ids see records/hazards/"),
        )
    return record


def _lived(snapshot: Snapshot, hazard: Record, day: str) -> Life:
    data = hazard.document.data
    mine = snapshot.once(histories).get(hazard.id, ())
    return life(data["registered_on"], data["due"], mine, date.fromisoformat(day))


def _kind(asker: Asker, schema: Schema, hazard: Record, lived: Life, day: str) -> str:
    """What happened, of what may happen; asked where there is a choice."""
    field = schema.field("kind")
    titles = {choice.value: choice.title for choice in field.choices}
    open_ones = may_follow(lived, SIDES[schema.kind])
    state = lived.state.value
    listed_zh = "、".join(f"{kind}（{titles[kind].zh}）" for kind in open_ones)
    listed = Text(
        f"现在可以登记：{listed_zh or '无'}；到 {day} 为止是「{state.zh}」",
        f"May follow: {', '.join(open_ones) or 'nothing'}; on {day} it is {state.to('en')}",
    )
    if not open_ones:
        raise GeneratorError(
            Text(
                f"隐患「{hazard.id}」{state.zh}，这一方现在没有可以登记的事项",
                f"The hazard {hazard.id} is {state.to('en')}; nothing is left to enter on this side",
            ),
            listed,
        )
    if "kind" not in asker.given:
        asker.session.say(listed, err=True)
        field = replace(field, choices=tuple(c for c in field.choices if c.value in open_ones))
    kind: str = asker.ask(field, {}, "")
    if kind not in open_ones:
        raise GeneratorError(
            Text(
                f"隐患「{hazard.id}」现在不能登记「{titles[kind].zh}」",
                f"{titles[kind].to('en')} may not follow for {hazard.id}",
            ),
            listed,
        )
    return kind


def _defaults(snapshot: Snapshot, hazard: Record, kind: str) -> dict[str, str]:
    """What is most likely: the day that was asked for, the office that is responsible, a second look."""
    asked = [
        (r.document.data["on"], r.document.data["until"])
        for r in snapshot.active("rectifications")
        if r.document.data["hazard"] == hazard.id and r.document.data["kind"] == "extension"
    ]
    found = {"look": "second_look" if kind in ("confirmed", "relapsed") else "site"}
    if asked:
        found["until"] = max(asked)[1]
    return found


def _wanting(snapshot: Snapshot, day: str) -> Any:
    """Kinds of event that need evidence by the method of a day."""
    from generator.model.standing import requirement

    return requirement(snapshot, "hazards", day).get("evidence", ())


def _refuse_rest(given: Mapping[str, str]) -> None:
    if given:
        name = next(iter(given))
        raise GeneratorError(
            Text(f"--set {name}：这种记录没有这一项，或这里不能写", f"--set {name}: no such field here"),
            Text("字段见数据字典 docs/reference/data-dictionary.md", "See the data dictionary"),
        )


def _is_refused(session: Session, source: Source, checked: Checked, artifact: Artifact) -> bool:
    """Check as if the file were there and write it, or say why not; what is left open is no reason."""
    from generator import entries, pipeline

    from .refusals import refused

    problems = entries.problems_of_new(source, checked, artifact)
    if refused(session, (d for d in problems if d.code != _LEFT_OPEN)):
        return True
    pipeline.save(session.root, artifact)
    session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    return False
