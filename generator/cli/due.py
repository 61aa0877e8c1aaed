"""``generator due``: what is still to be done, late ones first."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import click

from generator.model.duty import Duty
from generator.model.record import Record
from generator.model.shown import visible
from generator.model.snapshot import Snapshot
from generator.model.standing import unit_name
from generator.model.text import Text

from . import Command, Session, as_of_option, at_option, spoken
from .naming import organization
from .tables import as_csv, as_table, form_option

_HEAD = {
    "zh": ("期限", "距今", "单位", "类别", "事项", "依据"),
    "en": ("Due", "Days", "Unit", "Sort", "What", "Record"),
}
_WEEK, _MONTH = 7, 30


class SpanType(click.ParamType[int]):
    """A number of days: 30d, 30, 4w."""

    name = "span"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of days; a usage error where it is none."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([0-9]{1,5})(d|天|w|周)?", str(value).strip().lower(), re.ASCII)
        if not found:
            refused = Text(
                f"「{value}」不是天数，应写成 30d（天）或 4w（周）", f"{value!r} is no span; write 30d or 4w"
            )
            self.fail(spoken(refused, ctx), param, ctx)
        return int(found[1]) * (7 if found[2] in ("w", "周") else 1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for: of which unit, within how many days, at which state."""

    snapshot: Snapshot
    unit: Record | None
    within: int | None


@click.command(
    "due",
    cls=Command,
    help="还要做什么、哪一天到期：逾期的在前，其余按日期。What is still to be done, late ones first.",
)
@click.option("--unit", help="单位的编号或名称，连同它的下级；默认全市。A unit with all below it.")
@click.option("--within", type=SpanType(), help="只看逾期的和今后多少天的，如 30d、4w。Late, or due so soon.")
@at_option
@as_of_option
@form_option
@click.pass_obj
def command(
    session: Session,
    unit: str | None,
    within: int | None,
    revision: str | None,
    as_of: date | None,
    form: str,
) -> None:
    """Print the list; GeneratorError for an unknown unit."""
    from generator import pipeline

    checked = session.check(session.source(revision), as_of)
    found = organization(checked.snapshot, unit) if unit else None
    duties = pipeline.due(checked, found.id if found else None, within)
    asked = _Asked(checked.snapshot, found, within)
    session.tell_left_out(checked)
    if form == "json":
        click.echo(_json(asked, duties))
    elif form == "csv":
        click.echo(_csv(asked, duties), nl=False)
    else:
        session.say(_summary(asked, duties))
        if duties:
            click.echo(as_table(_HEAD[session.language], [_row(asked, d, session) for d in duties]))


def _summary(asked: _Asked, duties: Sequence[Duty]) -> Text:
    """How much there is, and how soon."""
    days = [d.days(asked.snapshot.as_of) for d in duties]
    late = sum(n < 0 for n in days)
    week, month = (sum(0 <= n <= span for n in days) for span in (_WEEK, _MONTH))
    whose = visible(asked.unit["name"]) if asked.unit else ""
    zh = f"{whose or '全市'}，截至 {asked.snapshot.as_of}"
    en = f"{whose or 'All units'} on {asked.snapshot.as_of}"
    if asked.within is not None:
        zh += f"，逾期的和今后 {asked.within} 天的"
        en += f", late or due in {asked.within} days"
    if not days:
        return Text(f"{zh}：没有要办的事项", f"{en}: nothing is due")
    return Text(
        f"{zh}：共 {len(days)} 项，逾期 {late} 项，7 天内 {week} 项，30 天内 {month} 项",
        f"{en}: {len(days)} in all, {late} late, {week} in 7 days, {month} in 30 days",
    )


def _row(asked: _Asked, duty: Duty, session: Session) -> list[str]:
    days = duty.days(asked.snapshot.as_of)
    left = Text(f"{days} 天", str(days)) if days > 0 else Text("今天", "0")
    if days < 0:
        left = Text(f"逾期 {-days} 天", str(days))
    return [
        duty.due.isoformat(),
        session.text(left),
        visible(unit_name(asked.snapshot, duty.unit, short=True)),
        session.text(duty.label),
        ("◆ " if duty.major else "") + visible(session.text(duty.title)),
        asked.snapshot.path_of(duty.record),
    ]


def _csv(asked: _Asked, duties: Sequence[Duty]) -> str:
    head = ("due", "days", "unit", "name", "kind", "label", "title", "major", "record")
    rows = [
        (
            d.due.isoformat(),
            str(d.days(asked.snapshot.as_of)),
            d.unit,
            unit_name(asked.snapshot, d.unit),
            d.kind,
            d.label.zh,
            d.title.zh,
            "true" if d.major else "false",
            d.record,
        )
        for d in duties
    ]
    return as_csv(head, rows)


def _json(asked: _Asked, duties: Sequence[Duty]) -> str:
    snapshot = asked.snapshot
    document = {
        "format": 1,
        "commit": snapshot.revision.commit,
        "as_of": snapshot.as_of.isoformat(),
        "unit": asked.unit.id if asked.unit else None,
        "within": asked.within,
        "duties": [
            {
                "due": d.due.isoformat(),
                "days": d.days(snapshot.as_of),
                "unit": d.unit,
                "name": unit_name(snapshot, d.unit),
                "kind": d.kind,
                "label": {"zh": d.label.zh, "en": d.label.to("en")},
                "title": {"zh": d.title.zh, "en": d.title.to("en")},
                "major": d.major,
                "record": d.record,
                "field": list(d.field),
            }
            for d in duties
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
