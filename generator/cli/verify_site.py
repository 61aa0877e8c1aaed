"""``generator verify-site``: make a published site again and compare it byte for byte."""

from __future__ import annotations

from pathlib import Path

import click

from generator.model.shown import visible
from generator.model.text import Text

from . import Command, Session, Shown, at_option


@click.command(
    "verify-site",
    cls=Command,
    help="由提交重新生成网站，与一个网站文件夹或 manifest.json 逐字节比较。Rebuild a site and compare.",
)
@click.argument("place", type=click.Path(exists=True, path_type=Path))
@at_option
@click.pass_obj
def command(session: Session, place: Path, revision: str | None) -> int:
    """Name every file that differs, is missing or added; 1 where there is one."""
    from generator import provenance

    found = provenance.verify_site(session.root, place, revision, progress=Shown(session))
    if not found.differences:
        session.say(
            Text(
                f"✓ 与提交 {found.commit} 重新生成的网站逐字节一致：{found.files} 个文件",
                f"✓ Equal to the site of commit {found.commit}, byte for byte: {found.files} files",
            )
        )
        return 0
    for line in found.differences:
        session.say(Text(visible(line.zh), visible(line.to("en"))))
    for note in found.notes:
        session.say(Text(f"注意：{visible(note.zh)}", f"Note: {visible(note.to('en'))}"))
    session.say(
        Text(
            f"✗ {len(found.differences)} 个文件与提交 {found.commit} 重新生成的不一致",
            f"✗ {len(found.differences)} files differ from the site of commit {found.commit}",
        ),
        err=True,
    )
    return 1
