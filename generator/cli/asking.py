"""Questions at the terminal for the fields of a new record; what was given beforehand is not asked for."""

from __future__ import annotations

from typing import Any

import click

from generator.export.draft import open_questions, parse_answer
from generator.model.errors import GeneratorError
from generator.model.schema import Field, Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import Session


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
