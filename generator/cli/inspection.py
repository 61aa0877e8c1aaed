"""``generator inspection finalize``: a draft becomes an inspection that is done, with its hazards."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator, Mapping

import click

from generator.model.artifact import Artifact
from generator.model.errors import GeneratorError
from generator.model.number import trimmed
from generator.model.record import Record
from generator.model.schema import Field
from generator.model.shown import visible
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import Command, Session
from .refusals import NOTHING


@click.group("inspection", help="督查草稿定稿。Finalize an inspection.")
def command() -> None:
    """What is done with a whole inspection."""


@command.command(
    "finalize",
    cls=Command,
    help="草稿定稿：不符合的转成问题和隐患，先显示再写入。A draft becomes a finished inspection.",
)
@click.argument("name", metavar="ID")
@click.option("--yes", is_flag=True, help="不再询问，直接写入。Write without asking.")
@click.option(
    "--no-hazard",
    "spared",
    multiple=True,
    metavar="ITEM=REASON",
    help="这一项不登记隐患，写明原因，如 hc-10=当场改正。Why an item becomes no hazard.",
)
@click.option(
    "--remedy",
    "told",
    multiple=True,
    metavar="ITEM.FIELD=VALUE",
    help="重大隐患的五落实，如 hc-22.funds=学校公用经费。A commitment for a major hazard.",
)
@click.pass_obj
def finalize(
    session: Session, name: str, *, yes: bool, spared: tuple[str, ...], told: tuple[str, ...]
) -> int:
    """Say what is missing, or show what will be written, check it as if it were there, and write it."""
    from generator import entries, pipeline

    from . import reports

    source = session.source(None)
    checked = session.check(source)
    whole = checked.whole
    draft = _draft(whole, name)
    if lacking := tuple(_lacking(draft, whole)):
        for one in lacking:
            session.say(one, err=True)
        session.say(NOTHING, err=True)
        return 1
    reasons = dict(_pair(text, "--no-hazard") for text in spared)
    _refuse_unknown(draft, reasons)
    remedies = _remedies(session, whole, draft, reasons, dict(_pair(text, "--remedy") for text in told))
    artifacts = entries.finalize(whole, draft, reasons, remedies)
    after = entries.checked_with(source, checked, *artifacts)
    if problems := entries.new_errors(checked, after):
        click.echo(
            reports.as_text(problems, session.language, seen=after.seen, records=after.records), nl=False
        )
        session.say(NOTHING, err=True)
        return 1
    for line in _shown(draft, artifacts):
        click.echo(visible(line))
    session.say(_conclusion(after.snapshot, draft.id))
    if not yes and not _agreed(session, len(artifacts)):
        session.say(NOTHING, err=True)
        return 1
    pipeline.save_all(session.root, artifacts)
    for artifact in artifacts:
        session.say(Text(f"✓ 已写 {artifact.path}", f"✓ Wrote {artifact.path}"))
    return 0


def _draft(snapshot: Snapshot, name: str) -> Record:
    """The draft of that id; GeneratorError where there is none, or it is none any more."""
    record = snapshot.get("inspections", name)
    drafts = [r.id for r in snapshot.drafts if r.kind == "inspections"]
    listed = Text(
        f"现有草稿：{'、'.join(drafts)}"
        if drafts
        else "现在没有草稿；新建用 generator new inspection --school …",
        f"Drafts: {', '.join(drafts)}" if drafts else "There is no draft; generator new inspection makes one",
    )
    if record is None and f"inspections/{name}" in snapshot.set_aside:
        raise GeneratorError(
            Text(f"「{name}」写得不合格式，还读不出来", f"{name} has faults that keep it from being read"),
            Text("先运行 generator check，按提示改好", "Run generator check and mend what it says"),
        )
    if record is None:
        raise GeneratorError(Text(f"没有督查「{name}」", f"There is no inspection {name!r}"), listed)
    if not record.is_draft:
        raise GeneratorError(Text(f"督查「{name}」不是草稿", f"The inspection {name} is no draft"), listed)
    return record


def _lacking(draft: Record, snapshot: Snapshot) -> Iterator[Text]:
    """A line for every item that is not filled in, or whose failure is not told."""
    from generator.compute.finalizing import dropped_items, pending_items, wordless_items

    data = draft.document.data
    checklist = snapshot.get("checklists", data["checklist"])
    sections = checklist.document.data["sections"] if checklist else ()
    texts = {item["id"]: item["text"] for section in sections for item in section["items"]}
    pending = set(pending_items(data))
    wordless = set(wordless_items(data))
    rows = {row["item"]: index for index, row in enumerate(data["results"])}
    for item, index in rows.items():
        if item not in pending | wordless:
            continue
        place = f"{draft.document.locate('results', index, 'result')}"
        text = texts.get(item, "")
        if item in pending:
            yield Text(f"{place}: 「{item} {text}」还没有填", f"{place}: {item} is not filled in")
        else:
            yield Text(
                f"{place}: 「{item} {text}」不达标，要写 facts：看到了什么",
                f"{place}: {item} failed; write in facts what was seen",
            )
    dropped = dropped_items(snapshot, data)
    for item in dropped:
        yield Text(
            f"{draft.locate('results', at_key=True)}: 少了「{item} {texts.get(item, '')}」这一项",
            f"{draft.locate('results', at_key=True)}: the item {item} is gone",
        )
    if pending or wordless or dropped:
        counts = [
            (len(dropped), "项被删去", "gone"),
            (len(pending), "项没有填", "not filled in"),
            (len(wordless), "项没有写事实", "without facts"),
        ]
        yield Text(
            "还差：" + "，".join(f"{n} {zh}" for n, zh, _ in counts if n),
            "Missing: " + ", ".join(f"{n} {en}" for n, _, en in counts if n),
        )


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not value.strip():
        raise GeneratorError(
            Text(f"{option} {text}：应写成 项目=内容", f"{option} {text}: write ITEM=VALUE"),
            Text("如 --no-hazard hc-10=当场改正", "As in --no-hazard hc-10=REASON"),
        )
    return name.strip(), value.strip()


def _refuse_unknown(draft: Record, reasons: Mapping[str, str]) -> None:
    """A slip in an item's id would make a hazard that nobody wanted."""
    from generator.model.failures import FAILED

    failed = [row["item"] for row in draft.document.data["results"] if row["result"] in FAILED]
    for item in reasons:
        if item not in failed:
            raise GeneratorError(
                Text(f"--no-hazard {item}：这一项没有不达标", f"--no-hazard {item}: this item did not fail"),
                Text(f"不达标的有：{'、'.join(failed) or '无'}", f"Failed: {', '.join(failed) or 'none'}"),
            )


def _remedies(
    session: Session, snapshot: Snapshot, draft: Record, reasons: Mapping[str, str], told: dict[str, str]
) -> dict[str, dict[str, str]]:
    """The five commitments of every major hazard, asked for where they were not given."""
    from generator.compute.finalizing import major_items

    if "hazards" not in snapshot.schemas:
        return {}
    fields = snapshot.schemas["hazards"].field("remedy").fields
    found: dict[str, dict[str, str]] = {}
    for item in major_items(snapshot, draft.document.data, reasons):
        asked = [field for field in fields if f"{item}.{field.name}" not in told]
        if asked:
            session.say(
                Text(
                    f"「{item}」是重大隐患，请写明五落实", f"{item} is a major hazard; its five commitments:"
                ),
                err=True,
            )
        found[item] = {f.name: told.pop(f"{item}.{f.name}", "") or _ask(session, item, f) for f in fields}
    if told:
        name = next(iter(told))
        majors = "、".join(found) or "无"
        raise GeneratorError(
            Text(f"--remedy {name}：没有这一项", f"--remedy {name}: there is no such commitment"),
            Text(
                f"重大隐患有：{majors}；五落实是 {'、'.join(f.name for f in fields)}",
                f"Major hazards: {majors}; commitments: {', '.join(f.name for f in fields)}",
            ),
        )
    return found


def _ask(session: Session, item: str, field: Field) -> str:
    try:
        answer: str = click.prompt(
            f"{session.text(field.title)}（{session.text(field.description)}）", err=True
        )
    except click.Abort as error:
        click.echo(err=True)
        raise GeneratorError(
            Text(
                f"「{item}」的五落实还缺 {field.name}（{field.title.zh}）", f"{item}.{field.name} is required"
            ),
            Text(f"加 --remedy {item}.{field.name}=内容", f"Pass --remedy {item}.{field.name}=VALUE"),
        ) from error
    return answer


def _shown(draft: Record, artifacts: Iterable[Artifact]) -> Iterator[str]:
    """What changes in the draft, without the hints that go, and the new files in full."""
    from generator.export.form import HINT

    for artifact in artifacts:
        old = draft.document.text.split("\n") if artifact.path == draft.path else []
        kept = [line for line in old if not line.lstrip().startswith(HINT)]
        new = artifact.content.decode().split("\n")
        yield f"{'改' if old else '新'} {artifact.path}"
        lines = (
            difflib.unified_diff(kept, new, n=1, lineterm="") if old else (f"+{line}" for line in new[:-1])
        )
        yield from (line for line in lines if line[1:].strip() and not line.startswith(("---", "+++", "@@")))
        yield ""


def _conclusion(snapshot: Snapshot, name: str) -> Text:
    """Points, rate and grade, as the page will say."""
    from generator.compute.conclusions import conclusions

    found = conclusions(snapshot).get(name)
    if found is None or found.rate is None:
        return Text("没有可计分的项目，未作结论", "No item counts, so there is no conclusion")
    titles = snapshot.labels("methods", "grades[].grade")
    grade = titles.get(found.grade or "", Text("没有适用的评定办法", "no method in force"))
    obtained, applicable = trimmed(found.obtained), trimmed(found.applicable)
    return Text(
        f"结论：得 {obtained} 分（应得 {applicable} 分），得分率 {found.rate}%，{grade.zh}",
        f"Conclusion: {obtained} of {applicable} points, {found.rate}%, {grade.to('en')}",
    )


def _agreed(session: Session, count: int) -> bool:
    question = session.text(Text(f"写入以上 {count} 个文件吗", f"Write these {count} files"))
    if not sys.stdin.isatty():
        session.say(Text("加 --yes 写入", "Pass --yes to write"), err=True)
        return False
    return click.confirm(question, default=False, err=True)
