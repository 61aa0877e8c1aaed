"""``generator impact``: what a change does, for a comment, a program or a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.model.text import Text

from . import Command, Session, Shown, as_of_option

if TYPE_CHECKING:
    from generator.model.impact import Impact


_FORMS = {".md": "markdown", ".json": "json"}


@click.command(
    "impact",
    cls=Command,
    help="一份改动的影响：谁的名次因为哪条记录而变动。What a change does, and because of which record.",
)
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json", "text"]),
    help="输出格式，默认看文件名，否则 text。Format; by default that of the file's name, else text.",
)
@click.option(
    "--output",
    "outputs",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="写到文件，可以写几次：.md、.json、.txt。Write to files, each in the format of its name.",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    help="另把改动前后的网站生成到这个文件夹，列出不同的页面。Build both sites and list pages that differ.",
)
@as_of_option
@click.pass_obj
def command(
    session: Session,
    base: str,
    head: str | None,
    form: str | None,
    outputs: tuple[Path, ...],
    site: Path | None,
    as_of: date | None,
) -> None:
    """Print or write the impact of the change from the merge base with BASE to HEAD, or to the work tree."""
    from generator import changes

    progress = Shown(session)
    found = changes.sides(
        session.root,
        base,
        head,
        as_of=as_of,
        epoch=session.epoch,
        cache_folder=session.cache_folder,
        progress=progress,
    )
    impact = changes.impact(found, progress)
    for output in outputs:
        changes.write(output, _writer(form or _FORMS.get(output.suffix, "text"), session)(impact))
        session.say(Text(f"✓ 已写 {output}", f"✓ Wrote {output}"), err=True)
    if not outputs:
        click.echo(_writer(form or "text", session)(impact), nl=False)
    if site:
        pages = changes.sites(session.root, found, site, progress)
        session.say(
            Text(
                f"✓ {pages} 个页面不同，见 {site / 'index.html'}",
                f"✓ {pages} pages differ: {site / 'index.html'}",
            ),
            err=True,
        )


def _writer(form: str, session: Session) -> Callable[[Impact], str]:
    from generator.render import impact, impact_json

    writers: Mapping[str, Callable[[Impact], str]] = {
        "markdown": lambda found: impact.as_markdown(found, session.language),
        "text": lambda found: impact.as_text(found, session.language),
        "json": impact_json.as_json,
    }
    return writers[form]
