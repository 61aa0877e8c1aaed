"""``generator check``: every problem at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

import click

from generator.model.diagnostic import Diagnostic, Severity

from . import Command, Session, Shown, as_of_option, at_option


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
@at_option
@as_of_option
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.pass_obj
def command(
    session: Session, form: str, revision: str | None, as_of: date | None, paths: tuple[Path, ...]
) -> int:
    """Print the problems (of *paths*, where given) and the count of files; 1 where there are errors."""
    from . import reports

    places = session.places(paths, revision)
    progress = Shown(session) if form == "text" else None
    checked = session.check(session.source(revision), as_of, progress)
    shown = _below(places, checked.diagnostics)
    writers: Mapping[str, Callable[..., str]] = {
        "text": partial(reports.as_text, color=sys.stdout.isatty()),
        "json": reports.as_json,
        "github": reports.as_github,
        "markdown": reports.as_markdown,
    }
    click.echo(writers[form](shown, session.language, seen=checked.seen, records=checked.records), nl=False)
    if checked.has_bugs:
        return 3
    return int(any(d.severity is Severity.ERROR for d in shown))


def _below(places: tuple[PurePosixPath, ...], diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The diagnostics that stand in the given files or below the given folders; all where none is given."""
    if not places:
        return diagnostics
    return tuple(
        d for d in diagnostics if any(PurePosixPath(d.location.path).is_relative_to(p) for p in places)
    )
