"""``generator check``: every problem at once."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.errors import GeneratorError
from generator.model.text import Language, Text

from . import Command, Session, Shown, as_of_option, at_option

if TYPE_CHECKING:
    from generator.pipeline import Checked
    from generator.proposals import Judgement

    from .reports import Compared


@click.command(
    "check", cls=Command, help="核对全部记录，一次列出所有问题。Check every record, list every problem."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "markdown"]),
    default="text",
    show_default=True,
    help="输出格式。Format of the report.",
)
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    help="另把 Markdown 报告续写到这个文件，如平台的摘要。Also append the Markdown report to a file.",
)
@at_option
@as_of_option
@click.option(
    "--timings",
    is_flag=True,
    help="另在标准错误列出每条规则的用时，从慢到快。Also print the time of each rule to standard error.",
)
@click.option(
    "--against",
    "base",
    metavar="REV",
    help="只看相对 REV 的改动：多查一遍改动本身，原有的问题不阻断。Judge the change since REV.",
)
@click.option(
    "--author",
    default="",
    help="与 --against 同用：谁提出的改动（平台登录名）。Login of whoever puts the change forward.",
)
@click.option(
    "--label",
    "labels",
    multiple=True,
    help="与 --against 同用：改动上的标签，可以写几次。A label of the change; may be given more than once.",
)
@click.option(
    "--labels",
    "label_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="与 --against 同用：写有标签的文件，一行一个。A file with the labels, one a line.",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.pass_obj
def command(
    session: Session,
    form: str,
    summary: Path | None,
    revision: str | None,
    as_of: date | None,
    timings: bool,
    base: str | None,
    author: str,
    labels: tuple[str, ...],
    label_file: Path | None,
    paths: tuple[Path, ...],
) -> int:
    """Print the problems (of *paths*, where given) and the count of files; 1 where there are errors."""
    from generator.validate.stopwatch import Stopwatch

    if label_file:
        labels += tuple(label_file.read_text("utf-8", "replace").splitlines())
    if base is None and (author or labels):
        raise GeneratorError(
            Text("--author 和 --label 要与 --against 同用", "--author and --label go with --against"),
            Text("加上 --against 基准，如 origin/main", "Add --against BASE, such as origin/main"),
        )
    places = session.places(paths, revision)
    progress = Shown(session) if form == "text" else None
    stopwatch = Stopwatch(time.perf_counter) if timings else None
    if base is not None:
        judgement = judged(session, base, revision, as_of, author, labels, progress)
        checked, compared = judgement.sides.head, _compared(base, judgement)
        if revision is not None:
            _expect(places, checked)
        return _report(session, form, summary, checked, _below(places, judgement.new), compared)
    checked = session.check(session.source(revision), as_of, progress, stopwatch)
    if revision is not None:
        _expect(places, checked)
    shown = _below(places, checked.diagnostics)
    code = _report(session, form, summary, checked, shown)
    if stopwatch:
        click.echo(as_timings(stopwatch.seconds, checked.records, session.language), nl=False, err=True)
    return code


def judged(
    session: Session,
    base: str,
    head: str | None,
    as_of: date | None,
    author: str,
    labels: tuple[str, ...],
    progress: Shown | None,
) -> Judgement:
    """The change from *base* as the options of this call and the environment say."""
    from generator.proposals import judge
    from generator.validate.change_rule import Circumstances

    session.source(head)  # says what is wrong with the root
    return judge(
        session.root, base, head, circumstances=Circumstances(author, frozenset(labels)), as_of=as_of,
        epoch=session.epoch, cache_folder=session.cache_folder, progress=progress,
    )  # fmt: skip


def _compared(base: str, judgement: Judgement) -> Compared:
    from .reports import Compared

    return Compared(base, len(judgement.standing), judgement.gone, judgement.unchecked)


def _report(
    session: Session,
    form: str,
    summary: Path | None,
    checked: Checked,
    shown: tuple[Diagnostic, ...],
    compared: Compared | None = None,
) -> int:
    """Print what was found, and append it to *summary*; the exit code."""
    from . import reports

    writers: Mapping[str, Callable[..., str]] = {
        "text": partial(reports.as_text, color=sys.stdout.isatty()),
        "json": reports.as_json,
        "github": reports.as_github,
        "markdown": reports.as_markdown,
    }
    counts = {"seen": checked.seen, "records": checked.records, "drafts": checked.drafts}
    click.echo(writers[form](shown, session.language, **counts, compared=compared), nl=False)
    if summary:
        with summary.open("a", encoding="utf-8") as file:
            file.write(reports.as_markdown(shown, session.language, **counts, compared=compared))
    if any(d.code.startswith("INT") for d in (*checked.diagnostics, *shown)):
        return 3
    return int(any(d.severity is Severity.ERROR for d in shown))


def as_timings(seconds: Mapping[str, float], records: int, language: Language) -> str:
    """One line a rule: milliseconds, microseconds a record, share of the time of all rules."""
    total = sum(seconds.values())
    head = Text(
        f"规则 {len(seconds)} 条，共 {1000 * total:.1f} 毫秒，{records} 条记录：毫秒、每条记录微秒、占比",
        f"{len(seconds)} rules, {1000 * total:.1f} ms, {records} records: ms, µs a record, share",
    )
    lines = [
        f"{code}  {1000 * one:9.2f}  {1e6 * one / (records or 1):8.2f}  {100 * one / (total or 1):5.1f}%"
        for code, one in seconds.items()
    ]
    return "\n".join([head.to(language), *lines]) + "\n"


def _expect(places: tuple[PurePosixPath, ...], checked: Checked) -> None:
    """GeneratorError for a place in which a commit has no file; the work tree's are looked for before."""
    seen = [d.path for d in checked.documents] + [d.location.path for d in checked.diagnostics]
    for place in places:
        if place.parts[:1] == ("records",) and not any(PurePosixPath(p).is_relative_to(place) for p in seen):
            raise GeneratorError(
                Text(f"那个版本里没有 {place}", f"That revision has no {place}"),
                Text("核对路径和版本", "Look at the path and the revision"),
            )


def _below(places: tuple[PurePosixPath, ...], diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics that stand in the given files or below the given folders; all where none is given."""
    if not places:
        return diagnostics
    return tuple(
        d for d in diagnostics if any(PurePosixPath(d.location.path).is_relative_to(p) for p in places)
    )
