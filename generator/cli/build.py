"""``generator build``: check, compute, pour, verify and exchange the site."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from generator.model.errors import GeneratorError
from generator.model.text import Text
from generator.pipeline import Checked

from . import Command, Session, Shown, as_of_option, at_option


@click.command(
    "build",
    cls=Command,
    help="核对、计算并生成网站；记录有误时不写任何文件。Check, compute and build the site.",
)
@at_option
@as_of_option
@click.option(
    "--out", type=click.Path(path_type=Path), help="写到哪个文件夹，默认为仓库里的 site。Default: site."
)
@click.option("--site-url", help="网站的公开地址，用于规范链接。Public address, for canonical links.")
@click.pass_obj
def command(
    session: Session, revision: str | None, as_of: date | None, out: Path | None, site_url: str | None
) -> int:
    """Build the site; 1 and no site where records have errors, the old site stays whole."""
    return build(session, revision=revision, as_of=as_of, out=out, site_url=site_url)


def build(
    session: Session,
    *,
    revision: str | None = None,
    as_of: date | None = None,
    out: Path | None = None,
    site_url: str | None = None,
) -> int:
    """One build with its messages; gives the exit code."""
    from generator import provenance

    if site_url is not None and not re.match(r"https?://[^/\s]", site_url):
        raise GeneratorError(
            Text(f"「{site_url}」不是网址", f"{site_url!r} is no address of a site"),
            Text("--site-url 写完整的网址，如 https://edu.example.org/", "Such as https://edu.example.org/"),
        )
    shown = Shown(session)
    source = session.source(revision)
    checked = session.check(source, as_of, shown)
    if checked.has_errors:
        return _refuse(session, checked)
    target = (out or session.root / "site").absolute()
    published = provenance.build(
        source, checked, target, root=session.root, site_url=site_url, progress=shown
    )
    session.say(
        Text(
            f"✓ {checked.records} 条记录 → {published.pages} 页、{published.files} 个文件：{target}",
            f"✓ {checked.records} records → {published.pages} pages, {published.files} files: {target}",
        )
    )
    return 0


def _refuse(session: Session, checked: Checked) -> int:
    from . import reports

    text = reports.as_text(checked.diagnostics, session.language, seen=checked.seen, records=checked.records)
    click.echo(text, nl=False)
    session.say(Text("✗ 记录有误，没有写任何文件", "✗ Records have errors; nothing was written"), err=True)
    return 3 if checked.has_bugs else 1
