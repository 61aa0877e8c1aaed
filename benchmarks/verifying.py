"""``bulletin verify --all`` over 40 issued bulletins of 40 commits, beside a plain check of each commit.

The bulletins of a sample city are issued one by one, each in a commit of its own and from the one before it;
three kinds of each topic are told apart by their ids, so that the seven quarters that are over give 40.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from .timing import median_of, run, table

BULLETINS, ALLOWED = 40, 3.0
PYTHON = sys.executable
CACHE_OFF = {"GENERATOR_CACHE": "off"}
_WHO = {
    "GIT_AUTHOR_NAME": "officer", "GIT_AUTHOR_EMAIL": "officer@example.org",
    "GIT_COMMITTER_NAME": "officer", "GIT_COMMITTER_EMAIL": "officer@example.org",
}  # fmt: skip


def compare(city: Path, folder: Path) -> None:
    """Print the table for a copy of *city* made below *folder*."""
    root = _history(city, folder / "bulletins")
    command = [PYTHON, "-m", "generator", "--root", root]
    check = median_of(3, lambda: run([*command, "check"], environment=CACHE_OFF))
    verify = median_of(3, lambda: run([*command, "bulletin", "verify", "--all"], environment=CACHE_OFF))
    if check.code or verify.code:
        raise SystemExit(f"check gave {check.code}, verify {verify.code}")
    each = verify.seconds / BULLETINS
    rows = [
        ["generator check, no cache", f"{check.seconds:.2f}", f"{check.megabytes:.0f}", "1.0", ""],
        [f"bulletin verify --all, {BULLETINS} of {BULLETINS} commits", f"{verify.seconds:.2f}",
         f"{verify.megabytes:.0f}", f"{verify.seconds / check.seconds:.1f}", ""],
        ["the same, a commit", f"{each:.2f}", "", f"{each / check.seconds:.2f}", f"{ALLOWED:.1f}"],
    ]  # fmt: skip
    table("bulletins", ["command", "s", "MB", "× a check", "× allowed"], rows)


def _history(city: Path, root: Path) -> Path:
    """The records of *city* with 40 bulletins, each issued in its own commit."""
    shutil.copytree(city, root, ignore=shutil.ignore_patterns(".git"))
    _git(root, "init", "--quiet", "--initial-branch", "main")
    for path in (root / "records" / "bulletins").rglob("*.yml"):
        path.unlink()
    for path, text in _kinds(root):
        path.write_text(text, encoding="utf-8")
    _commit(root, "bulletins: kinds")
    for count, files in enumerate(_issued(root)):
        for path, text in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        _commit(root, f"bulletins: issue {count + 1}")
    return root


def _kinds(root: Path) -> Iterator[tuple[Path, str]]:
    """Two more kinds like each of the quarterly ones."""
    for old in sorted((root / "records" / "bulletin-kinds").glob("quarterly-*.yml")):
        for more in ("b", "c"):
            text = old.read_text(encoding="utf-8").replace(f"id: {old.stem}", f"id: {old.stem}-{more}", 1)
            yield old.with_stem(f"{old.stem}-{more}"), text


def _issued(root: Path) -> Iterator[tuple[tuple[Path, str], ...]]:
    """The files of 40 bulletins and of their entries in the register, as those of another office.

    Each names the commit that stands when its turn comes.
    """
    from generator import __version__
    from generator.compute.assess import assess
    from generator.compute.bulletin import content_for, drafted, issue_of
    from generator.compute.bulletins import SOURCES
    from generator.entries import new_record
    from generator.model.period import Period
    from generator.pipeline import check
    from generator.read.sources import WorkTree

    checked = check(WorkTree(root))
    snapshot, results = checked.snapshot, assess(checked.snapshot)
    kinds = [k for k in snapshot.of("bulletin-kinds") if k.id.startswith("quarterly-")]
    periods = [Period(year, quarter) for year in (2024, 2025) for quarter in (1, 2, 3, 4)][:-1]
    wanted = [(kind.document.data, period) for period in periods for kind in kinds][:BULLETINS]
    for number, (kind, period) in enumerate(wanted):
        day = period.end.replace(day=15) if period.end > snapshot.as_of else period.end
        looked = replace(snapshot, as_of=day)
        asked = {"period": str(period), "names_schools": kind["names_schools"]}
        found = content_for(asked, kind, looked, results, SOURCES)
        name = f"{kind['id']}-{period.slug}"
        data = _written(drafted(name, kind, period, "示例市教育和体育局", found, sample=True))
        part = issue_of(
            data, found, looked, number=f"示教督函〔{day.year}〕{number + 1}号", signed_on=str(day),
            commit=_head(root), version=__version__,
        )  # fmt: skip
        made = new_record(snapshot, snapshot.schemas["bulletins"], {**data, "issued": part})
        entry = _entry(name, part, data["title"])
        yield (
            (root / f"records/bulletins/{period.year}/{name}.yml", made.content.decode()),
            (root / f"records/documents/{name}.yml", entry),
        )


def _entry(name: str, part: dict[str, Any], title: str) -> str:
    return (
        f"id: {name}\nnumber: {part['number']}\ntitle: {title}\nkind: bulletin\n"
        f"external:\n  organ: 示例市督导办公室\nsigned_on: {part['signed_on']}\nsource: 登记\nsample: true\n"
    )


def _written(draft: dict[str, Any]) -> dict[str, Any]:
    for section in draft["sections"]:
        for part in section["parts"]:
            if part.get("text", "").startswith("【填写】"):
                part["text"] = "请各县（区）认真落实。"
    return {**draft, "status": "issued"}


def _head(root: Path) -> str:
    return _git(root, "rev-parse", "HEAD").strip()


def _commit(root: Path, subject: str) -> None:
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", subject)


def _git(root: Path, *words: str) -> str:
    asked = ["git", "-C", str(root), "-c", "commit.gpgsign=false", "-c", "gc.auto=0", *words]
    found = subprocess.run(asked, check=True, capture_output=True, text=True, env={**os.environ, **_WHO})
    return found.stdout
