"""``generator fmt``: the canonical layout of records."""

from __future__ import annotations

from pathlib import Path

import click

from generator.model.text import Text

from . import Command, Session


@click.command(
    "fmt", cls=Command, help="统一记录的写法（字段顺序），保留注释。Canonical layout; comments are kept."
)
@click.option(
    "--check", "only_check", is_flag=True, help="只检查，不改文件；有不合的退出码为 1。Change nothing."
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.pass_obj
def command(session: Session, only_check: bool, paths: tuple[Path, ...]) -> int:
    """Rewrite (or list) the files whose layout differs; files that do not parse are left to ``check``."""
    from generator import pipeline

    changed = pipeline.layout(session.source(None), paths=session.places(paths))
    for artifact in changed:
        if not only_check:
            pipeline.save(session.root, artifact)
        verb = Text("待整理", "would change") if only_check else Text("已整理", "changed")
        session.say(Text(f"{verb.zh} {artifact.path}", f"{verb.en} {artifact.path}"))
    if changed:
        session.say(Text(f"共 {len(changed)} 个文件", f"{len(changed)} files"), err=True)
    else:
        session.say(Text("写法都已统一，没有要改的", "Nothing to change"), err=True)
    return int(only_check and bool(changed))
