"""What is said when a file that a command would write has errors: which, and that nothing was written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from generator.model.diagnostic import Diagnostic
from generator.model.text import Text

from . import reports

if TYPE_CHECKING:
    from . import Session

NOTHING = Text("✗ 没有写文件", "✗ Nothing was written")


def refused(session: Session, problems: Iterable[Diagnostic], files: int = 1) -> bool:
    """Print the *problems* of so many new files, if there are any."""
    found = tuple(problems)
    if found:
        click.echo(reports.as_text(found, session.language, seen=files, records=0), nl=False)
        session.say(NOTHING, err=True)
    return bool(found)
