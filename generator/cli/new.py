"""``generator new``: a valid new record; asks only for what is required."""

from __future__ import annotations

from typing import Any

import click

from generator.model.errors import GeneratorError
from generator.model.hazard import EVENTS
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import DATE, Command, Session
from .asking import Asker


@click.command(
    "new",
    cls=Command,
    help="新建一条合格的记录，只问必填的内容。A valid new record; asks only what is required.",
)
@click.argument("kind")
@click.argument("hazard", required=False)
@click.option("--id", "given_id", help="编号，默认取下一个。Id; the next free one by default.")
@click.option(
    "--set",
    "answers",
    multiple=True,
    metavar="FIELD=VALUE",
    help="预先回答，如 --set year=2025。An answer beforehand.",
)
@click.option("--school", help="督查：学校编号，列出检查表逐项待填。Lay out an inspection of a school.")
@click.option("--draw", help="督查：由哪次抽签抽中。The draw that an inspection comes from.")
@click.option("--topic", help="督查：主题，hazchem 或 digital。Topic of an inspection.")
@click.option("--on", "day", type=DATE, help="督查、整改、复查：哪一天。Day of a visit or an event.")
@click.option("--team", multiple=True, metavar="EXPERT", help="督查：检查组，第一位任组长。The team.")
@click.pass_obj
def command(
    session: Session,
    /,
    kind: str,
    hazard: str | None,
    given_id: str | None,
    answers: tuple[str, ...],
    **options: Any,
) -> int:
    """Ask, check with all other records, and only then write."""
    from generator import entries, pipeline

    from . import entering
    from .refusals import refused

    source = session.source(None)
    checked = session.check(source)
    schema = _schema(checked.snapshot, kind)
    given = dict(_answer(text) for text in answers)
    wanted = given_id or given.pop("id", None)
    if schema.kind in EVENTS:
        if hazard is None:
            raise _without_hazard(kind)
        return entering.event(
            session, source, checked, schema, hazard, _with(given, wanted, on=options["day"])
        )
    if hazard is not None:
        raise GeneratorError(Text(f"多写了「{hazard}」", f"{hazard!r} is too much"))
    if schema.kind == "inspections" and (options["school"] or options["draw"]):
        visit = _with(
            given,
            wanted,
            organization=options["school"],
            topic=options["topic"],
            date=options["day"],
            team=" ".join(options["team"]),
        )
        return entering.visit(session, source, checked, options["draw"] or "", visit)
    _refuse_unknown(schema, given)
    data: dict[str, Any] = {"id": wanted or entries.free_id(checked.whole, schema.kind)}
    asker = Asker(session, checked.whole, schema, given)
    asker.fill(schema.fields, data, "")
    data["id"] = wanted or entries.telling_id(checked.whole, schema.kind, data) or data["id"]
    while missing := [f for f in entries.missing(schema, data) if f.name not in data]:
        for field in missing:
            data[field.name] = asker.ask(field, data, "")
    artifact = entries.new_record(checked.whole, schema, data)
    if refused(session, entries.problems_of_new(source, checked, artifact)):
        return 1
    pipeline.save(session.root, artifact)
    session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    return 0


def _with(given: dict[str, str], wanted: str | None, **more: object) -> dict[str, str]:
    """Answers of options and of ``--set`` together; the options were meant for this kind."""
    found = {name: str(value) for name, value in more.items() if value}
    return given | found | ({"id": wanted} if wanted else {})


def _without_hazard(kind: str) -> GeneratorError:
    return GeneratorError(
        Text("没有写是哪一处隐患", "Which hazard is it of?"),
        Text(f"如 generator new {kind} hz-2025-q4-001", f"As in generator new {kind} hz-2025-q4-001"),
    )


def _schema(snapshot: Snapshot, kind: str) -> Schema:
    kinds = {name: s for name, s in snapshot.schemas.items() if not s.singleton}
    for name, schema in kinds.items():
        if kind in (name, name.removesuffix("s"), schema.title.zh):
            return schema
    known = "、".join(f"{name}（{s.title.zh}）" for name, s in kinds.items())
    raise GeneratorError(
        Text(f"没有「{kind}」这种记录", f"There is no kind {kind!r}"),
        Text(f"可用：{known}", ", ".join(kinds)),
    )


def _refuse_unknown(schema: Schema, given: dict[str, str]) -> None:
    """An answer to no question would be lost without a word."""
    from difflib import get_close_matches

    known = {field.path.replace("[]", ""): field for field in schema.walk()}
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, 3, 0.6) or [field.name for field in schema.fields]
            titled = "、".join(f"{n}（{known[n].title.zh}）" for n in near)
            raise GeneratorError(
                Text(
                    f"--set {name}：「{schema.title.zh}」没有这个字段",
                    f"--set {name}: {schema.kind} have no such field",
                ),
                Text(f"可用：{titled}", f"Known: {', '.join(near)}"),
            )


def _answer(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise GeneratorError(
            Text(f"--set {text}：没有等号", f"--set {text}: there is no equals sign"),
            Text(
                "应写成 --set 字段=值，如 --set year=2025", "Write --set FIELD=VALUE, as in --set year=2025"
            ),
        )
    return name.strip(), value
