"""``generator init``: a new bureau's repository."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from click.core import ParameterSource

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

    _refuse(folder.resolve(), sample=sample)
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


def _refuse(folder: Path, *, sample: bool) -> None:
    """GeneratorError where options contradict each other or *folder* is no place for a bureau."""
    context = click.get_current_context()
    sizes = ("schools", "inspections", "seed")
    if not sample and any(context.get_parameter_source(s) is ParameterSource.COMMANDLINE for s in sizes):
        raise GeneratorError(
            Text(
                "--schools、--inspections、--seed 要与 --sample 同用",
                "--schools, --inspections and --seed go with --sample",
            ),
            Text("加上 --sample；空仓库不需要它们", "Add --sample; an empty bureau needs none of them"),
        )
    if inside := _bureau_around(folder):
        raise GeneratorError(
            Text(f"{folder} 在 {inside} 的 records/ 里", f"{folder} lies in records/ of {inside}"),
            Text("换一个仓库以外的文件夹", "Name a folder outside of that repository"),
        )
    if (folder / "records").exists():
        raise GeneratorError(
            Text(f"{folder} 里已有 records/", f"{folder} has a records/ already"),
            Text("换一个新文件夹；已有的记录不会被改动", "Name a new folder; existing records are kept"),
        )


def _bureau_around(folder: Path) -> Path | None:
    """The bureau whose records *folder* lies among, if it lies in one's."""
    for outer in (folder, *folder.parents):
        if outer.name == "records" and (outer / "bureau.yml").is_file():
            return outer.parent
    return None
