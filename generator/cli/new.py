"""``generator new``: a valid new record; asks only for what is required."""

from __future__ import annotations

from typing import Any

import click

from generator.export.draft import open_questions, parse_answer
from generator.model.errors import GeneratorError
from generator.model.hazard import EVENTS
from generator.model.schema import Field, Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import DATE, Command, Session


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
            near = "、".join(
                f"{n}（{known[n].title.zh}）" for n in get_close_matches(name, known, 3, 0.6)
            ) or "、".join(f"{f.name}（{f.title.zh}）" for f in schema.fields)
            raise GeneratorError(
                Text(
                    f"--set {name}：「{schema.title.zh}」没有这个字段",
                    f"--set {name}: {schema.kind} have no such field",
                ),
                Text(f"可用：{near}", near),
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


class Asker:
    """Asks for required fields at the terminal; answers given beforehand are not asked for."""

    def __init__(
        self,
        session: Session,
        snapshot: Snapshot,
        schema: Schema,
        given: dict[str, str],
        defaults: dict[str, str] | None = None,
    ) -> None:
        self.session = session
        self.defaults = defaults or {}
        self.schema = schema
        self.snapshot = snapshot
        self.given = given

    def fill(self, fields: tuple[Field, ...], data: dict[str, Any], under: str) -> None:
        """Answer every required field of *fields*, and what was given for optional ones."""
        for field in open_questions(fields, data):
            data[field.name] = self.ask(field, data, under)
        for field in fields:
            if field.name not in data and under + field.name in self.given:
                data[field.name] = self.ask(field, data, under)

    def ask(self, field: Field, data: dict[str, Any], under: str) -> Any:
        """One field: a value, an object, a list with its first entry, or with one for each item to score."""
        from generator import entries

        path = under + field.name
        if path not in self.given and (rows := entries.blank_rows(self.snapshot, field, data)):
            self._cite(data)
            return rows
        if field.fields and path not in self.given:
            inner: dict[str, Any] = {}
            self.fill(field.fields, inner, f"{path}.")
            return [inner] if field.type == "array" else inner
        while True:
            answer = self.given.pop(path, None)
            typed = answer is None
            if answer is None:
                answer = self.prompt(field, path, self.defaults.get(path) or self._default(field, data))
            try:
                value = parse_answer(field, answer)
            except ValueError as error:
                message = Text(
                    f"「{answer}」不合要求：{field.description.zh}", f"{answer!r}: {field.description.en}"
                )
                if not typed:
                    raise GeneratorError(Text(f"--set {path}：{message.zh}", message.en)) from error
                self.session.say(message, err=True)
                continue
            if field.reference and isinstance(value, str):
                value = self._meant(field.reference, value)
            if field.reference and isinstance(value, str) and not self.snapshot.get(field.reference, value):
                known = Text(
                    f"没有编号「{value}」；{self._examples(field.reference)}",
                    f"No {field.reference} {value!r}",
                )
                if not typed:
                    raise GeneratorError(Text(f"--set {path}：{known.zh}", known.en))
                self.session.say(known, err=True)
                continue
            return value

    def _meant(self, kind: str, answer: str) -> str:
        """The id of the one record of *kind* that has this name or title; the answer itself without one."""
        names = ("name", "short_name", "title")
        found = [r.id for r in self.snapshot.active(kind) if answer in {r.get(name) for name in names}]
        return found[0] if len(found) == 1 and not self.snapshot.get(kind, answer) else answer

    def _cite(self, data: dict[str, Any]) -> None:
        """Entries that follow a checklist hold for its present wording, so its digest goes with them."""
        for field in self.schema.fields:
            if field.name not in data and (digest := self._default(field, data)):
                data[field.name] = digest

    def _default(self, field: Field, data: dict[str, Any]) -> str | None:
        """The digest of a cited record: a field ``x_digest`` beside a reference ``x``."""
        from generator.model.digest import digest

        cited = field.name.removesuffix("_digest")
        if cited == field.name or cited not in data:
            return None
        kind = next((f.reference for f in self.schema.fields if f.name == cited and f.reference), "")
        record = self.snapshot.get(kind, data[cited])
        return digest(record.document.data) if record else None

    def prompt(self, field: Field, path: str, default: str | None) -> str:
        """What is typed for a field, its choices or some known ids shown before."""
        title = self.session.text(field.title)
        if field.choices:
            options = "、".join(f"{c.value}（{self.session.text(c.title)}）" for c in field.choices)
            self.session.say(Text(f"{title}：{options}"), err=True)
        elif field.reference:
            self.session.say(Text(self._examples(field.reference)), err=True)
        try:
            answer: str = click.prompt(f"{title} {path}", default=default, err=True)
        except click.Abort as error:
            click.echo(err=True)  # the question was left standing without a line end
            raise GeneratorError(
                Text(f"缺少必填的 {path}（{field.title.zh}）", f"{path} is required"),
                Text(f"加 --set {path}=值", f"Pass --set {path}=VALUE"),
            ) from error
        return answer

    def _examples(self, kind: str) -> str:
        records = self.snapshot.active(kind)
        shown = "、".join(f"{r.id}（{r.get('name') or r.get('title') or ''}）" for r in records[:5])
        return (
            f"可选：{shown}{' 等' if len(records) > 5 else ''}"
            if records
            else f"records/{kind}/ 里还没有记录"
        )
