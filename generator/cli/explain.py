"""``generator explain``: every number of a unit, down to the records that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import click

from generator.model.errors import GeneratorError
from generator.model.period import Period
from generator.model.text import Text

from . import Command, Session, as_of_option, at_option
from .histories import change_mark, cut_off, evaluations_of, history_lines
from .naming import organization
from .rank import PeriodType

if TYPE_CHECKING:
    from generator.compute.explain import Explanation


@click.command(
    "explain", cls=Command, help="一个单位的每个数字及其依据的记录；单位写编号或名称。Every number of a unit."
)
@click.argument("unit")
@click.option(
    "--period", type=PeriodType(), help="年或季度：2025、2025-Q4；默认各期都列。By default all periods."
)
@click.option("--year", type=int, help="年度考核评价：逐项说明这一年的得分。Explain the annual evaluation.")
@click.option(
    "--against", metavar="单位", help="与 --year 连用：逐项说明与另一单位的差别。Compare two units."
)
@at_option
@as_of_option
@click.pass_obj
def command(
    session: Session,
    unit: str,
    period: Period | None,
    year: int | None,
    against: str | None,
    revision: str | None,
    as_of: date | None,
) -> None:
    """Print the explanation; GeneratorError for an unknown unit."""
    from generator import pipeline, provenance

    if against and year is None:
        raise GeneratorError(
            Text("--against 要和 --year 一起用", "--against needs --year"),
            Text("如 --year 2025 --against 甲县", "Such as --year 2025 --against jiaxian"),
        )
    checked = session.check(session.source(revision), as_of)
    session.tell_left_out(checked)
    history = provenance.history_of(session.root, checked)
    found = organization(checked.snapshot, unit)
    if year is not None:
        from .accounts import account

        other = organization(checked.snapshot, against).id if against else None
        results = pipeline.assess(checked)
        for line in account(results, checked.snapshot, found.id, year, other):
            session.say(line)
        for line in history_lines(checked.snapshot, history, evaluations_of(results, year, found.id, other)):
            session.say(line)
        return
    session.say(Text(f"{found['name']}（{found.id}）"))
    explanation = pipeline.explain(checked, found.id, period)
    told = {key: change_mark(checked.snapshot, history, key) for key in explanation.records}
    for line in _lines(explanation, told):
        session.say(line)
    if history.commit and not history.is_whole:
        session.say(cut_off())


def _lines(explanation: Explanation, told: Mapping[str, Text]) -> Iterator[Text]:
    """told: record -> how often it was changed and when last."""
    for account in explanation.accounts:
        yield Text(f"\n{account.period.label.zh}", f"\n{account.period.label.en}")
        for each in account.measures:
            title = each.info.title
            yield Text(f"  {title.zh}：{each.formula.zh}", f"  {title.to('en')}: {each.formula.to('en')}")
            for operand in each.measure.operands:
                number = f"{operand.value:f}"
                yield Text(f"    {operand.name.zh} {number}", f"    {operand.name.to('en')} {number}")
                for basis in (explanation.records[key] for key in operand.evidence):
                    mark = told[basis.key]
                    yield Text(
                        f"      {basis.path}  {basis.summary.zh}{mark.zh}",
                        f"      {basis.path}  {basis.summary.to('en')}{mark.en}",
                    )
        for place in account.places:
            row, title = place.row, place.ranking.title
            rank = Text(f"第 {row.rank} 位", f"rank {row.rank}") if row.rank else Text("未排位", "not ranked")
            yield Text(
                f"  {title.zh}：{rank.zh}，{place.total.zh}",
                f"  {title.to('en')}: {rank.en}, {place.total.to('en')}",
            )
    if not explanation.accounts:
        yield Text("  这个时期没有可说明的数字", "  Nothing was computed for this period")
