"""``generator bulletin``: draft, issue, verify, correct and withdraw what the bureau announces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.model.artifact import Artifact
from generator.model.bulletin import OPEN
from generator.model.errors import GeneratorError
from generator.model.period import Period
from generator.model.record import Record
from generator.model.shown import visible
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import DATE, Command, Session
from .rank import PeriodType
from .refusals import NOTHING, refused
from .tables import as_table

if TYPE_CHECKING:
    from generator.bulletins import Verdict
    from generator.model.bulletin import Difference
    from generator.pipeline import Checked
    from generator.read.sources import Source

_FORMS = 3  # page, Word, PDF


@click.group(
    "bulletin", help="通报：起草、印发、复核、更正、撤回。Bulletins: from the draft to a withdrawal."
)
def command() -> None:
    """The life of a bulletin, in its order."""


@command.command("draft", cls=Command, help="起草：数字和句子由结果写好，留空处由人写。Draft a bulletin.")
@click.option("--kind", required=True, help="通报种类的编号。Id of the kind of bulletin.")
@click.option("--period", type=PeriodType(), required=True, help="季度或年份，如 2025-Q3。Quarter or year.")
@click.pass_obj
def draft(session: Session, *, kind: str, period: Period) -> int:
    """Write one file; what a person has to write is marked in it."""
    from generator import bulletins, pipeline

    source = session.source(None)
    checked = session.check(source)
    artifact = bulletins.draft(checked, _known(checked.snapshot, "bulletin-kinds", kind), period)
    if _refused(session, source, checked, artifact):
        return 1
    pipeline.save(session.root, artifact)
    left = artifact.content.decode().count(OPEN)
    session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    session.say(
        Text(
            f"有 {left} 处要人来写（{OPEN}）；数字写作 {{fig:编号}}，不要改成手写的数",
            f"{left} places are left to be written ({OPEN}); leave figures as {{fig:id}}",
        )
    )
    return 0


@command.command(
    "preview", cls=Command, help="看样子：网页、Word、PDF，不印发。Look at it without issuing it."
)
@click.argument("name", metavar="ID")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="写到哪个文件夹。A folder."
)
@click.pass_obj
def preview(session: Session, name: str, *, out: Path) -> None:
    """Write the forms that can be made; a missing package is said."""
    from generator import bulletins, pipeline

    checked = session.check(session.source(None))
    artifacts = bulletins.preview(checked, _known(checked.whole, "bulletins", name), session.root)
    for artifact in artifacts:
        pipeline.save(out, artifact)
        session.say(Text(f"✓ 已写 {out / artifact.path}", f"✓ Wrote {out / artifact.path}"))
    if len(artifacts) < _FORMS:
        session.say(
            Text(
                "缺程序包，没有生成全部格式：pip install 'equipment-records[word,pdf]'",
                "Packages are missing: pip install 'equipment-records[word,pdf]'",
            ),
            err=True,
        )


@command.command(
    "issue", cls=Command, help="印发：写入文号、日期、数字和依据，此后不再改动。Issue a bulletin."
)
@click.argument("name", metavar="ID")
@click.option("--number", required=True, help="发文字号，如 示教函〔2025〕12号。Document number.")
@click.option("--date", "signed_on", type=DATE, required=True, help="成文日期。Day of signing.")
@click.option("--as-of", type=DATE, help="数据截至哪一天；默认照 check。The day of the figures.")
@click.option(
    "--appeal-noted", is_flag=True, help="正文已写明有单位正在申请复核。The open appeal is mentioned."
)
@click.option(
    "--words-read", is_flag=True, help="与结果不同的句子已人工核对。The words were read against them."
)
@click.pass_obj
def issue(session: Session, /, name: str, *, as_of: date | None, **asked: Any) -> int:
    """Say why it may not be issued yet, or write the bulletin and its entry in the register."""
    from generator import bulletins, pipeline

    source = session.source(None)
    checked = session.check(source, as_of)
    record = _known(checked.whole, "bulletins", name)
    results = pipeline.assess(checked)
    found = bulletins.content_of(checked.snapshot, record, results)
    obstacles = bulletins.obstacles(
        session.root, checked, record, found, results,
        number=asked["number"], signed_on=asked["signed_on"], is_appeal_noted=asked["appeal_noted"],
        are_words_read=asked["words_read"],
    )  # fmt: skip
    if obstacles:
        for one in obstacles:
            session.say(Text(f"✗ {visible(one.zh)}", f"✗ {visible(one.to('en'))}"), err=True)
        session.say(NOTHING, err=True)
        return 1
    artifacts = bulletins.issue(
        checked.snapshot, record, found,
        number=asked["number"], signed_on=asked["signed_on"], commit=checked.snapshot.revision.commit,
    )  # fmt: skip
    if _refused(session, source, checked, *artifacts):
        return 1
    pipeline.save_all(session.root, artifacts)
    for artifact in artifacts:
        session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    session.say(
        Text(
            "请把这些文件一起提交；此后正文不再改动",
            "Commit these together; the text stays from now on",
        )
    )
    return 0


@command.command(
    "verify", cls=Command, help="复核：从当时的记录重算，不符的列出来。Work issued figures out again."
)
@click.argument("name", metavar="[ID]", required=False)
@click.option("--all", "every", is_flag=True, help="复核全部（不写编号时就是全部）。Every bulletin.")
@click.option("--at", "revision", metavar="REV", help="复核这个提交里的通报。Those of this revision.")
@click.pass_obj
def verify(session: Session, name: str | None, *, every: bool, revision: str | None) -> int:
    """A line for each bulletin, then every difference with its records; 1 where anything differs."""
    from generator import bulletins

    checked = session.check(session.source(revision))
    issued = tuple(r for r in checked.snapshot.of("bulletins") if "issued" in r)
    chosen = issued if every or not name else (_issued(checked.whole, name),)
    verdicts = tuple(bulletins.verify(session.root, checked, chosen))
    heads = {
        "zh": ("通报", "文号", "原文", "数字", "当时的记录", "此后改动"),
        "en": ("Bulletin", "Number", "Text", "Figures", "Records read", "Changed since"),
    }
    if verdicts:
        rows = [[session.text(cell) for cell in _line(one)] for one in verdicts]
        click.echo("\n".join(visible(line) for line in as_table(heads[session.language], rows).split("\n")))
    for one in verdicts:
        _explain(session, one)
    wrong = sum(not one.holds for one in verdicts)
    session.say(
        Text(f"✗ {wrong} 份不符", f"✗ {wrong} differ")
        if wrong
        else Text(f"✓ {len(verdicts)} 份通报全部相符", f"✓ All {len(verdicts)} bulletins hold")
    )
    return int(bool(wrong))


@command.command("correct", cls=Command, help="更正：另起草一份，写明原印和应为。Draft a correction.")
@click.argument("name", metavar="ID")
@click.pass_obj
def correct(session: Session, name: str) -> int:
    """Write a draft that names the old bulletin, with old and new values; reasons are left to a person."""
    from generator import bulletins, pipeline

    source = session.source(None)
    checked = session.check(source)
    old = _in_force(checked.whole, name)
    artifact = bulletins.correct(checked, old)
    if artifact is None:
        session.say(
            Text(
                f"「{name}」的数字按现在的记录重算没有变化，不用更正；文字有错的，复制一份改好并写 corrects",
                f"The figures of {name} come out the same; nothing to correct",
            ),
            err=True,
        )
        return 1
    if _refused(session, source, checked, artifact):
        return 1
    pipeline.save(session.root, artifact)
    session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    session.say(Text(f"写明每处的原因（{OPEN}），再印发", f"Give the reasons ({OPEN}), then issue it"))
    return 0


@command.command("withdraw", cls=Command, help="撤回：另起草一份撤回通报，写明原因。Draft a withdrawal.")
@click.argument("name", metavar="ID")
@click.option("--reason", default="", help="为什么撤回；不写就在草稿里留空。Why; left open in the draft.")
@click.pass_obj
def withdraw(session: Session, name: str, *, reason: str) -> int:
    """Write a draft that names the old bulletin; the old one is marked when the new one is issued."""
    from generator import bulletins, pipeline

    source = session.source(None)
    checked = session.check(source)
    artifact = bulletins.withdraw(checked, _in_force(checked.whole, name), reason)
    if _refused(session, source, checked, artifact):
        return 1
    pipeline.save(session.root, artifact)
    session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    session.say(
        Text(
            "照样提交、印发；印发时原通报标明已撤回，页面保留",
            "Commit and issue it; the old one is marked then, and its page stays",
        )
    )
    return 0


def _known(snapshot: Snapshot, kind: str, name: str) -> Record:
    """The record of that id; GeneratorError where there is none."""
    record = snapshot.get(kind, name)
    if record is None:
        ids = [r.id for r in snapshot.of(kind)]
        title = snapshot.schemas[kind].title if kind in snapshot.schemas else Text(kind)
        raise GeneratorError(
            Text(f"没有{title.zh}「{visible(name)}」", f"There is no {title.to('en')} {visible(name)!r}"),
            Text(f"现有：{'、'.join(ids[-12:]) or '无'}", f"There are: {', '.join(ids[-12:]) or 'none'}"),
        )
    return record


def _issued(snapshot: Snapshot, name: str) -> Record:
    record = _known(snapshot, "bulletins", name)
    if "issued" not in record:
        raise GeneratorError(
            Text(f"「{name}」还没有印发", f"{name} was not issued yet"),
            Text("印发用 generator bulletin issue", "Issue it by generator bulletin issue"),
        )
    return record


def _in_force(snapshot: Snapshot, name: str) -> Record:
    record = _issued(snapshot, name)
    if record.is_withdrawn:
        day, reason = (visible(record["withdrawn"][key]) for key in ("date", "reason"))
        raise GeneratorError(
            Text(f"「{name}」已于{day}撤回：{reason}", f"{name} was withdrawn on {day}: {reason}"),
            Text("不用再撤回或更正", "There is nothing left to withdraw or to correct"),
        )
    return record


def _refused(session: Session, source: Source, checked: Checked, *artifacts: Artifact) -> bool:
    """Would the records have an error with these files? Then it is said."""
    from generator import entries

    return refused(session, entries.problems_of_new(source, checked, *artifacts), len(artifacts))


def _line(one: Verdict) -> tuple[Text, ...]:
    issued = one.record.document.data["issued"]
    if one.state is None:
        state = Text("找不到", "not found")
    else:
        state = Text(one.state[:12]) if one.state else Text("现在的记录", "as they are now")
    return (
        Text(one.record.id),
        Text(issued["number"]),
        Text("✓ 未改动", "✓ unaltered") if one.is_whole else Text("✗ 被改动", "✗ altered"),
        _figures(one),
        state,
        Text(f"{len(one.drift)} 条", f"{len(one.drift)}") if one.drift else Text("无", "none"),
    )


def _figures(one: Verdict) -> Text:
    if one.state is None:
        return Text("无法重算", "not worked out")
    if one.differences:
        return Text(f"✗ {len(one.differences)} 处不符", f"✗ {len(one.differences)} differ")
    return Text("✓ 相符", "✓ holds")


def _explain(session: Session, one: Verdict) -> None:
    number = one.record.document.data["issued"]["number"]
    if one.state is None:
        session.say(
            Text(
                f"{number}：仓库里找不到当时的记录；浅克隆请先取完整历史：git fetch --unshallow",
                f"{number}: the records of its time are not in this repository; git fetch --unshallow?",
            )
        )
    if one.metrics:
        listed = "、".join(one.metrics)
        session.say(
            Text(
                f"{number}：统计口径此后改版（印发时 {listed}）", f"{number}: counted by {listed} when issued"
            )
        )
    if one.differences:
        session.say(Text(f"{number}，按当时的记录重算：", f"{number}, from the records of its time:"))
        click.echo(_differences(session, one.differences))
    if one.today:
        session.say(Text(f"{number}，按现在的记录重算：", f"{number}, from the present records:"))
        click.echo(_differences(session, one.today))
    for drift in one.drift:
        words = Text("已删去", "is gone") if drift.is_gone else Text("改动过", "was changed")
        session.say(
            Text(
                f"  {number} 所依据的 {drift.record} {words.zh}",
                f"  {number}: {drift.record} {words.to('en')}",
            )
        )


def _differences(session: Session, found: Sequence[Difference]) -> str:
    heads = {
        "zh": ("处", "印发", "重算", "因为哪条记录"),
        "en": ("Place", "Printed", "Recomputed", "Because of"),
    }
    rows = [[visible(c) for c in (d.place, d.printed, d.recomputed, "、".join(d.because[:5]))] for d in found]
    return as_table(heads[session.language], rows)
