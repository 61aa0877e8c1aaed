"""``generator schema``: everything in the repository that is generated from the schemas and rules."""

from __future__ import annotations

import click

from generator.model.text import Text

from . import Command, Session


@click.command(
    "schema",
    cls=Command,
    help="由模式和规则生成数据字典、规则一览、编辑器设置。Generate what schemas define.",
)
@click.option(
    "--check", "only_check", is_flag=True, help="只检查是否为最新；过时则退出码为 1。Change nothing."
)
@click.pass_obj
def command(session: Session, only_check: bool) -> int:
    """Write (or compare) the generated files."""
    from generator import generated, pipeline

    behind = [a for a in generated.references(session.root) if pipeline.differs(session.root, a)]
    for artifact in behind:
        if not only_check:
            pipeline.save(session.root, artifact)
        verb = Text("已过时", "behind") if only_check else Text("已生成", "written")
        session.say(Text(f"{verb.zh} {artifact.path}", f"{verb.en} {artifact.path}"))
    if not behind:
        session.say(Text("生成的文件都是最新的", "Nothing to renew"), err=True)
    elif only_check:
        session.say(Text("请运行 generator schema", "Run generator schema"), err=True)
    return int(only_check and bool(behind))
