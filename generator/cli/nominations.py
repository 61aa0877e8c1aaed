"""``generator nominations``: for officers, whether each nomination may be accepted, why and why not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.model.commendation import Condition, Eligibility, Standing
from generator.model.errors import GeneratorError
from generator.model.shown import visible
from generator.model.snapshot import Snapshot
from generator.model.standing import unit_name
from generator.model.text import Text

from . import Command, Session, as_of_option, at_option
from .naming import organization
from .refusals import refused

if TYPE_CHECKING:
    from generator.pipeline import Checked
    from generator.read.sources import Source

_SHOWN = 4  # files behind a condition that are named


@click.command(
    "nominations",
    cls=Command,
    help="表扬推荐逐件逐条：符合、不符合还是尚不清楚，为什么、依据哪些记录。只供内部使用，不上网站。"
    "Conditions of each nomination, for officers only.",
)
@click.option("--year", type=click.IntRange(2000, 2100), help="哪一年度的推荐；默认全部。Of one year.")
@click.option("--unit", help="单位的编号或名称，连同它的下级。Of a unit with all below it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="输出格式。Format of the output.",
)
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="另写成一个网页文件，供会上传阅；不会上网站。Also as a page, to this file.",
)
@click.option(
    "--awards",
    is_flag=True,
    help="通报印发后，把同意的推荐录入为表扬。Enter the awards of the issued notice.",
)
@at_option
@as_of_option
@click.pass_obj
def command(
    session: Session,
    *,
    year: int | None,
    unit: str | None,
    form: str,
    html: Path | None,
    awards: bool,
    revision: str | None,
    as_of: date | None,
) -> int:
    """Print the conditions, or write the awards; GeneratorError for an unknown unit or without a notice."""
    from generator import nominations, pipeline

    source = session.source(revision)
    checked = session.check(source, as_of)
    session.tell_left_out(checked)
    if awards:
        if year is None or revision:
            raise click.UsageError("--awards 须写明 --year，不能与 --at 同用 (needs --year, not with --at)")
        return _enter(session, source, checked, year)
    found = organization(checked.snapshot, unit).id if unit else None
    judged = nominations.judged(checked, year, found)
    if html:
        _refuse_within(session.root, html)
        pipeline.save(html.parent, replace(nominations.page(checked.snapshot, judged), path=html.name))
        session.say(Text(f"✓ 已写 {html}，只供内部使用", f"✓ Wrote {html}, for internal use"), err=True)
    if form == "json":
        click.echo(_json(checked.snapshot, judged))
    else:
        for line in _lines(checked.snapshot, judged):
            click.echo(visible(session.text(line)))
    return 0


def _refuse_within(root: Path, html: Path) -> None:
    """GeneratorError for a file in the repository: it would be committed, and names people."""
    if html.resolve().is_relative_to(root):
        raise GeneratorError(
            Text(f"{html} 在仓库里，会随提交公开", f"{html} lies in the repository and would be committed"),
            Text("写到仓库以外的文件夹", "Name a folder outside of it"),
        )


def _enter(session: Session, source: Source, checked: Checked, year: int) -> int:
    """Write the awards that are not entered yet; nothing where one of them would be at fault."""
    from generator import entries, nominations, pipeline

    made = nominations.awards(checked, year)
    if refused(session, entries.problems_of_new(source, checked, *made)):
        return 1
    pipeline.save_all(session.root, made)
    for artifact in made:
        session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    if any("\nconsent: false\n" in artifact.content.decode() for artifact in made):
        session.say(
            Text(
                "先进个人的 consent 先写作 false，网站上不显示姓名；本人书面同意后改为 true",
                "Individuals have consent: false, so no name is shown; write true once they agree in writing",
            )
        )
    if not made:
        session.say(Text(f"{year} 年度的表扬都已录入", f"Every award of {year} is entered"))
    return 0


def _lines(snapshot: Snapshot, judged: Iterable[Eligibility]) -> Iterator[Text]:
    """A summary, then each nomination with its conditions, what does not hold first."""
    found = tuple(judged)
    yield _summary(snapshot, found)
    kinds, states = (snapshot.labels("nominations", name) for name in ("kind", "status"))
    for one in found:
        data = one.record.document.data
        who = " ".join(word for word in (unit_name(snapshot, data["unit"]), data.get("person", "")) if word)
        kind, state, verdict = kinds[data["kind"]], states[data["status"]], one.standing.value
        yield Text(
            f"{one.record.id} {who}：{data['year']} 年度{kind.zh}，{state.zh}，{verdict.zh}"
            f"（按 {one.day} 判断）",
            f"{one.record.id} {who}: {kind.to('en')} of {data['year']}, {state.to('en')}, {verdict.to('en')} "
            f"(as of {one.day})",
        )
        for standing in (Standing.FAILS, Standing.UNKNOWN, Standing.HOLDS):
            for condition in one.of(standing):
                yield _line(snapshot, condition)


def _summary(snapshot: Snapshot, found: tuple[Eligibility, ...]) -> Text:
    if not found:
        return Text("没有推荐记录", "There is no nomination")
    counts = {s: sum(one.standing is s for one in found) for s in Standing}
    zh = "，".join(f"{s.value.zh} {n} 件" for s, n in counts.items())
    en = ", ".join(f"{n} {s.value.to('en')}" for s, n in counts.items())
    return Text(
        f"截至 {snapshot.as_of}，推荐 {len(found)} 件：{zh}。只供内部使用。",
        f"{len(found)} nominations as of {snapshot.as_of}: {en}. Internal.",
    )


def _line(snapshot: Snapshot, one: Condition) -> Text:
    """One condition with the files behind it."""
    paths = [snapshot.path_of(key) for key in one.evidence[:_SHOWN]]
    more = len(one.evidence) - len(paths)
    zh = "、".join(paths) + (f" 等 {len(one.evidence)} 条" if more > 0 else "")
    en = ", ".join(paths) + (f" and {more} more" if more > 0 else "")
    mark = one.standing.mark
    return Text(
        f"  {mark} {one.title.zh}：{one.reason.zh}" + (f"（{zh}）" if paths else ""),
        f"  {mark} {one.title.to('en')}: {one.reason.to('en')}" + (f" ({en})" if paths else ""),
    )


def _json(snapshot: Snapshot, judged: Iterable[Eligibility]) -> str:
    document = {
        "format": 1,
        "commit": snapshot.revision.commit,
        "as_of": snapshot.as_of.isoformat(),
        "nominations": [
            {
                "id": one.record.id,
                **{n: one.record.document.data.get(n) for n in ("year", "kind", "unit", "person", "status")},
                "standing": one.standing.name.lower(),
                "day": one.day,
                "conditions": [
                    {
                        "id": c.id,
                        "standing": c.standing.name.lower(),
                        "title": {"zh": c.title.zh, "en": c.title.to("en")},
                        "reason": {"zh": c.reason.zh, "en": c.reason.to("en")},
                        "evidence": list(c.evidence),
                    }
                    for c in one.conditions
                ],
            }
            for one in judged
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)
