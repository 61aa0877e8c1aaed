"""``generator init``: a new bureau's repository."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from generator.model.errors import GeneratorError
from generator.model.text import Text

from . import Command, Session


@click.command(
    "init",
    cls=Command,
    help="新建一个教育局的空仓库，或任意大小的示例城市。An empty bureau, or a sample city.",
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="带示例城市的记录。With the records of a sample city.")
@click.option(
    "--schools",
    type=click.IntRange(5, 100_000),
    default=60,
    show_default=True,
    help="示例城市的学校数。Schools of the sample.",
)
@click.option(
    "--inspections",
    type=click.IntRange(0, 1_000_000),
    help="督查记录数，默认随学校数。Inspections; by default four a school.",
)
@click.option(
    "--seed",
    type=int,
    default=2025,
    show_default=True,
    help="随机种子，同种子同内容。The same seed gives the same city.",
)
@click.option("--name", default="示例市教育局", help="教育局全称。Full name of the bureau.")
@click.pass_obj
def command(
    session: Session,
    folder: Path,
    sample: bool,
    schools: int,
    inspections: int | None,
    seed: int,
    name: str,
) -> None:
    """Write the repository into *folder*, which must be empty or absent, and commit it."""
    from generator import generated

    if (folder / "records").exists():
        raise GeneratorError(
            Text(f"{folder} 里已有 records/", f"{folder} has a records/ already"),
            Text("换一个新文件夹；已有的记录不会被改动", "Name a new folder; existing records are kept"),
        )
    count = generated.initialize(
        folder,
        name=name,
        is_sample=sample,
        schools=schools,
        inspections=inspections,
        seed=seed,
        today=datetime.now(UTC).date(),
    )
    session.say(
        Text(
            f"✓ 已建好 {folder}（{count} 个文件）。下一步：generator build --root {folder}",
            f"✓ Made {folder} ({count} files). Next: generator build --root {folder}",
        )
    )
