"""``generator draw``: plan, seal, show, open and verify the draw of a round of surprise visits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator.model.artifact import Artifact
from generator.model.draw import seal_of
from generator.model.drawing import PLANNED, Drawn, proof_of, state_of
from generator.model.errors import GeneratorError
from generator.model.record import Record
from generator.model.shown import visible
from generator.model.snapshot import Snapshot
from generator.model.text import Language, Text

from . import DATE, Command, Session
from .draw_secret import new_secret, outside, result_of, secret_of
from .draw_wanted import day_of, draw_of, wanted_of
from .refusals import NOTHING
from .tables import as_table

if TYPE_CHECKING:
    from generator.compute.draw import Difference, Wanted
    from generator.pipeline import Checked
    from generator.read.sources import Source

F = TypeVar("F", bound=Callable[..., Any])
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_STILL_AHEAD = "DRW021"  # the rule that an opened draw gives nobody away
_TOPICS = ("hazchem", "digital")


@click.group("draw", help="暗访抽签：方案、密封、开启、复核。Draws of surprise visits.")
def command() -> None:
    """The steps of a draw, in their order."""


def _days_option(function: F) -> F:
    return click.option("--on", "on", type=DATE, help="日期，默认今天。The day; today by default.")(function)


def _halves(function: F) -> F:
    """The two halves of the seed."""
    value = click.option("--public-value", required=True, help="公布的公开数。The public value.")
    file = click.option(
        "--secret-file",
        type=click.Path(path_type=Path, dir_okay=False),
        help="密钥所在的文件；不写就在终端里输入。The file of the secret; asked for by default.",
    )
    return file(value(function))


@command.command("plan", cls=Command, help="定方案：写入名录、分层和权重，先显示再写入。Plan a draw.")
@click.option("--period", help="季度，如 2026-Q1。The quarter.")
@click.option("--topic", type=click.Choice(_TOPICS), help="督查主题。The topic.")
@click.option("--from", "first", type=DATE, help="查访第一天。First day of the visits.")
@click.option("--to", "last", type=DATE, help="查访最后一天。Last day of the visits.")
@click.option(
    "--size", type=click.IntRange(1), default=3, show_default=True, help="每县（区）几所。A county."
)
@click.option("--like", metavar="D", help="分层和不参加的学校照抄这次抽签。Strata as in this draw.")
@click.option("--renew", metavar="D", help="重新定这次还没有密封的抽签。Plan an unsealed draw again.")
@click.option("--exclude", "excluded", multiple=True, metavar="SCHOOL=REASON", help="不参加抽取。Leave out.")
@click.option("--nameless", is_flag=True, help="负面结果只公布数量，不写校名。No names of schools.")
@click.option("--yes", is_flag=True, help="不再询问，直接写入。Write without asking.")
@_days_option
@click.pass_obj
def plan(session: Session, /, *, yes: bool, **asked: Any) -> int:
    """Work out the pools, show them, check them with all other records, and write one file."""
    from generator import draws

    source = session.source(None)
    checked = session.check(source)
    old = draw_of(checked.snapshot, asked["renew"]) if asked["renew"] else None
    if old and state_of(old.document.data) != PLANNED:
        raise GeneratorError(
            Text(f"「{old.id}」已经密封，方案不能再改", f"{old.id} is sealed; its plan stays"),
            Text(
                "方案有错的，撤回这次抽签并写明原因，另定一次", "Withdraw it with the reason and plan another"
            ),
        )
    wanted = wanted_of(session, checked.snapshot, old, asked)
    artifact = draws.drawn_up(checked.snapshot, wanted, old)
    click.echo(_lines(artifact))
    session.say(_summary(checked.snapshot, wanted))
    if not wanted.commit:
        session.say(
            Text(
                "工作区有没有提交的改动，方案不写提交号，复核时不与提交比对；先提交再定方案更好",
                "There are uncommitted changes, so no commit is named and none compared with; commit first",
            ),
            err=True,
        )
    return _write(session, source, checked, artifact, yes=yes)


@command.command("seal", cls=Command, help="密封：只公布密钥的指纹，指定将来的公开数。Seal a plan.")
@click.argument("name", metavar="D")
@click.option("--public-source", required=True, help="用哪个公开数、从哪里查。Which public value.")
@click.option("--public-on", type=DATE, required=True, help="公开数哪一天产生，晚于密封。Its day.")
@click.option(
    "--secret-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="仓库以外的文件：已有的读取，没有的新建（仅本人可读）。Read it, or write a new one.",
)
@_days_option
@click.pass_obj
def seal(
    session: Session,
    name: str,
    *,
    public_source: str,
    public_on: date,
    secret_file: Path | None,
    on: date | None,
) -> int:
    """Make or take a secret; only its digest goes into the record."""
    from generator import entries, pipeline
    from generator.publish.files import write_secret

    source = session.source(None)
    checked = session.check(source)
    record = draw_of(checked.snapshot, name)
    if state_of(record.document.data) != PLANNED:
        raise GeneratorError(Text(f"「{name}」已经密封", f"{name} is sealed already"))
    is_new = secret_file is None or not secret_file.exists()
    secret = new_secret() if is_new else secret_of(session, secret_file)
    outside(session, secret_file)
    part = {
        "on": day_of(checked.snapshot, on),
        "secret_sha256": seal_of(secret),
        "public_source": public_source,
        "public_on": public_on.isoformat(),
    }
    artifact = entries.completed(checked.snapshot, record, {"seal": part})
    if code := _refused(session, source, checked, artifact):
        return code
    if is_new and secret_file:
        write_secret(secret_file, secret)
    pipeline.save(session.root, artifact)
    session.say(Text(f"✓ 已密封，写入 {artifact.path}", f"✓ Sealed: {artifact.path}"))
    if secret_file:
        kept = visible(str(secret_file))
        session.say(
            Text(f"密钥在 {kept}，只有本人可读，不要放进仓库", f"The secret is in {kept}; keep it out")
        )
    else:
        click.echo(secret)
        session.say(
            Text(
                "上面一行是密钥，只显示这一次：抄下来封存，查访结束前不要给任何人看；丢了就不能开启",
                "The line above is the secret, shown once: keep it; without it the draw cannot be opened",
            ),
            err=True,
        )
    return 0


@command.command(
    "show", cls=Command, help="查访前由组织者看结果：只显示，不写文件。The result, on screen only."
)
@click.argument("name", metavar="D")
@_halves
@click.pass_obj
def show(session: Session, name: str, *, secret_file: Path | None, public_value: str) -> None:
    """Print schools and teams; nothing is written."""
    checked = session.check(session.source(None))
    record = draw_of(checked.snapshot, name)
    rows = result_of(record, secret_of(session, secret_file), public_value)
    snapshot = checked.snapshot
    table = [
        [str(n), _name(snapshot, "organizations", one.school), one.school, "、".join(_people(snapshot, one))]
        for n, one in enumerate(rows, start=1)
    ]
    heads = {"zh": ("序", "学校", "编号", "检查组"), "en": ("No.", "School", "Id", "Team")}
    click.echo(_plain(as_table(heads[session.language], table)))
    session.say(
        Text(
            "只供安排查访使用：不要存进仓库，不要转发；查访结束后用 generator draw open 公布",
            "For arranging the visits only: keep it out of the repository until generator draw open",
        ),
        err=True,
    )


@command.command(
    "open", cls=Command, help="开启：查访结束后公布密钥、公开数和结果。Publish secret and result."
)
@click.argument("name", metavar="D")
@_halves
@_days_option
@click.pass_obj
def open_draw(
    session: Session, name: str, *, secret_file: Path | None, public_value: str, on: date | None
) -> int:
    """Write secret, public value and result; refused while a drawn school is still to be visited."""
    from generator import entries, pipeline

    source = session.source(None)
    checked = session.check(source)
    record = draw_of(checked.snapshot, name)
    secret = secret_of(session, secret_file)
    part = {
        "on": day_of(checked.snapshot, on),
        "secret": secret,
        "public_value": public_value,
        "schools": [one.row for one in result_of(record, secret, public_value)],
    }
    artifact = entries.completed(checked.snapshot, record, {"opened": part})
    if code := _refused(session, source, checked, artifact):
        return code
    pipeline.save(session.root, artifact)
    session.say(Text(f"✓ 已开启，写入 {artifact.path}", f"✓ Opened: {artifact.path}"))
    return 0


@command.command("verify", cls=Command, help="复核：全部重新计算，不符的列出来。Recompute everything.")
@click.argument("name", metavar="[D]", required=False)
@click.option("--all", "every", is_flag=True, help="复核全部抽签（不写编号时就是全部）。Every draw.")
@click.pass_obj
def verify(session: Session, name: str | None, *, every: bool) -> int:
    """A line for each draw, then what differs; 1 where anything does."""
    from generator import draws

    snapshot = session.check(session.source(None)).snapshot
    records = snapshot.active("draws") if every or not name else (draw_of(snapshot, name),)
    lines: list[list[str]] = []
    found: list[tuple[Record, Difference]] = []
    is_right = True
    for record in records:
        proof, against = proof_of(record.document.data), draws.drawn_from(session.root, record)
        is_right &= proof.holds and not against
        found += [(record, one) for one in against or ()]
        words = [_word(proof.plan), _compared(against), _word(proof.seal), _word(proof.result)]
        lines.append([record.id, *map(session.text, words)])
    heads = {
        "zh": ("抽签", "方案指纹", "名录", "密钥", "结果"),
        "en": ("Draw", "Plan", "Pools", "Secret", "Result"),
    }
    if lines:
        click.echo(_plain(as_table(heads[session.language], lines)))
    for record, one in found:
        session.say(_different(record, one))
    session.say(
        Text(f"✓ {len(lines)} 次抽签全部相符", f"✓ All {len(lines)} draws hold")
        if is_right
        else Text("✗ 有不符之处，generator check 给出位置", "✗ Something differs; see generator check")
    )
    return 0 if is_right else 1


def _lines(artifact: Artifact) -> str:
    """The file, with nothing in it that could steer a terminal."""
    return _plain(artifact.content.decode().rstrip("\n"))


def _plain(text: str) -> str:
    """Lines, each made visible."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _summary(snapshot: Snapshot, wanted: Wanted) -> Text:
    from generator.compute.draw import plan

    data = plan(snapshot, wanted)
    schools, people = len(data["pool"]["schools"]), len(data["pool"]["inspectors"])
    size = sum(row["size"] for row in data["strata"])
    return Text(
        f"从 {schools} 所学校里抽 {size} 所，每组 {data['team']['size']} 人，检查人员 {people} 人可派",
        f"{size} of {schools} schools, teams of {data['team']['size']} out of {people} inspectors",
    )


def _write(session: Session, source: Source, checked: Checked, artifact: Artifact, *, yes: bool) -> int:
    from generator import pipeline

    if code := _refused(session, source, checked, artifact):
        return code
    question = session.text(Text(f"写入 {artifact.path}？", f"Write {artifact.path}?"))
    if not yes and not (sys.stdin.isatty() and click.confirm(question, err=True)):
        session.say(Text("· 没有写文件；加 --yes 直接写入", "· Nothing was written; pass --yes"), err=True)
        return 1
    pipeline.save(session.root, artifact)
    session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    return 0


def _refused(session: Session, source: Source, checked: Checked, artifact: Artifact) -> int:
    """1 where the records would have an error with this file, which is said; 0 otherwise.

    Which of the drawn schools are still to be visited is not said, only how many.
    """
    from generator import entries

    from . import reports

    problems = entries.problems_of_new(source, checked, artifact)
    ahead = [one for one in problems if one.code == _STILL_AHEAD]
    if len(ahead) < len(problems):
        others = tuple(one for one in problems if one.code != _STILL_AHEAD)
        click.echo(reports.as_text(others, session.language, seen=1, records=0), nl=False)
    if ahead:
        session.say(
            Text(
                f"还有 {len(ahead)} 所抽中的学校没有查，开启就等于事先通知；不再查的先登记取消",
                f"{len(ahead)} drawn schools are still to be visited; cancel what is not visited any more",
            )
        )
    if problems:
        session.say(NOTHING, err=True)
    return int(bool(problems))


def _word(holds: bool | None) -> Text:
    if holds is None:
        return Text("未到这一步", "not yet")
    return Text("✓ 相符", "✓ holds") if holds else Text("✗ 不符", "✗ differs")


def _different(record: Record, one: Difference) -> Text:
    zh, en = (visible(f"{record.id} {one.where.to(language)}") for language in _LANGUAGES)
    written, right = visible(one.written), visible(one.right)
    return Text(
        f"✗ {zh}：写的是「{written}」，重新计算是「{right}」",
        f"✗ {en}: {written!r} is written, {right!r} comes out",
    )


def _compared(against: Sequence[Difference] | None) -> Text:
    if against is None:
        return Text("未与提交比对", "not compared with a commit")
    return _word(not against)


def _name(snapshot: Snapshot, kind: str, id: str) -> str:
    record = snapshot.get(kind, id)
    return str(record.document.data["name"]) if record else id


def _people(snapshot: Snapshot, one: Drawn) -> list[str]:
    return [_name(snapshot, "experts", expert) for expert in one.team]
