"""``generator rank``: one ranking in the terminal."""

from __future__ import annotations

import json
from datetime import date

import click

from generator.model.errors import GeneratorError
from generator.model.period import Period
from generator.model.results import Ranking, Results
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import Command, Session, as_of_option, at_option, spoken
from .tables import as_csv, as_table, form_option


class PeriodType(click.ParamType[Period]):
    """A year or a quarter: 2025, 2025-Q4."""

    name = "period"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period; a usage error where it is none."""
        if isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value).upper())
        except ValueError:
            refused = Text(
                f"「{value}」不是时期，应写成 2025 或 2025-Q4",
                f"{value!r} is no period; write 2025 or 2025-Q4",
            )
            self.fail(spoken(refused, ctx), param, ctx)


@click.command(
    "rank", cls=Command, help="在终端里看一份评价结果：counties 或 schools。One ranking in the terminal."
)
@click.argument("name")
@click.option(
    "--period", type=PeriodType(), help="年或季度：2025、2025-Q4；默认为最近一期。By default the last one."
)
@at_option
@as_of_option
@form_option
@click.pass_obj
def command(
    session: Session, name: str, period: Period | None, revision: str | None, as_of: date | None, form: str
) -> None:
    """Print the ranking; GeneratorError where there is none of that name and period."""
    from generator import pipeline

    checked = session.check(session.source(revision), as_of)
    session.tell_left_out(checked)
    results = pipeline.assess(checked)
    ranking = _chosen(results, name, period)
    rows = _rows(ranking, checked.snapshot, session)
    if form == "json":
        keys = ["rank", "unit", "name", "total", *ranking.weights, "reason"]
        document = {
            "format": 1,
            "ranking": ranking.id,
            "method": ranking.method,
            "commit": checked.snapshot.revision.commit,
            "as_of": checked.snapshot.as_of.isoformat(),
            "rows": [dict(zip(keys, row, strict=True)) for row in rows],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(as_csv(["rank", "unit", "name", "total", *ranking.weights, "reason"], rows), nl=False)
    else:
        head = [
            "位次",
            "编号",
            "单位",
            "总分",
            *(session.text(results.metrics[m].title) for m in ranking.weights),
        ]
        if session.language == "en":
            head[:4] = ["Rank", "Id", "Unit", "Total"]
        session.say(ranking.title)
        click.echo(as_table([*head, "说明" if session.language == "zh" else "Note"], rows))


def _chosen(results: Results, name: str, period: Period | None) -> Ranking:
    names = sorted({r.name for r in results.rankings})
    if not names:
        raise GeneratorError(
            Text("还没有评价结果", "There is no ranking yet"),
            Text("登记督查以后才有", "There will be one once inspections are entered"),
        )
    if name not in names:
        raise GeneratorError(
            Text(f"没有「{name}」这种评价结果", f"There is no ranking {name!r}"),
            Text(f"可用：{'、'.join(names)}", f"Known: {', '.join(names)}"),
        )
    periods = [r.period for r in results.rankings if r.name == name]
    found = results.ranking(name, period or periods[-1])
    if found is None:
        raise GeneratorError(
            Text(f"{period} 没有这种评价结果", f"No such ranking for {period}"),
            Text(f"有：{'、'.join(map(str, periods))}", f"There are: {', '.join(map(str, periods))}"),
        )
    return found


def _rows(ranking: Ranking, snapshot: Snapshot, session: Session) -> list[list[str]]:
    rows = []
    for row in ranking.rows:
        unit = snapshot.get("organizations", row.subject)
        values = [
            "" if (m := row.measures.get(metric)) is None or m.value is None else str(m.value)
            for metric in ranking.weights
        ]
        rows.append(
            [
                "" if row.rank is None else f"{row.rank}{'=' if row.tied else ''}",
                row.subject,
                unit["name"] if unit else row.subject,
                "" if row.total is None else str(row.total),
                *values,
                session.text(row.reason) if row.reason else "",
            ]
        )
    return rows
