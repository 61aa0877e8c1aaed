"""The tutorials, each followed from the first command to the last on a fresh sample.

Blocks marked ``console`` hold commands and what they print; a line ``…`` stands for lines left out. Blocks
marked ``diff`` are what a person changes in a file. Nothing else in the page is followed. Who is drawn
differs from one time to the next, and so may numbers of new records: what is printed takes the place of what
the page shows, from there on.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.records import ROOT
from tests.support.terminal import Run

PAGES = {"loop.md": 15, "change.md": 18}  # page of the guide -> commands that it has at least
WROTE = "✓ 已写 records/"
DRAWN = re.compile(r"[0-9]+ +\S+ +[a-z]+-s[0-9]+ +\S+")


def blocks(text: str) -> list[tuple[str, str]]:
    """Kind and text of every block that is to be followed."""
    return re.findall(r"(?ms)^ *```(console|diff)\n(.*?)^ *```$", text)


def steps(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block, lines that end in a backslash joined, and what it is said to print."""
    for part in re.split(r"(?m)^\$ ", block.replace("\\\n", " "))[1:]:
        command, _, said = part.partition("\n")
        yield command, said.splitlines()


def matches(said: list[str], printed: list[str]) -> bool:
    """Does the page say what was printed, but for what it leaves out?"""
    if not said:
        return not printed
    if said[0] == "…":
        return any(matches(said[1:], printed[n:]) for n in range(len(printed) + 1))
    return bool(printed) and said[0] == printed[0] and matches(said[1:], printed[1:])


def learned(said: list[str], printed: list[str]) -> dict[str, str]:
    """What the page calls by another name: the drawn school, its team, the records that were written."""
    known: dict[str, str] = {}
    for line in said:
        if DRAWN.fullmatch(line):
            place = line.split()[0]
            other = next((p for p in printed if DRAWN.fullmatch(p) and p.split()[0] == place), line)
        elif line.startswith(WROTE):
            folder = line.rpartition("/")[0]
            other = next((p for p in printed if p.rpartition("/")[0] == folder), line)
        else:
            continue
        pairs = zip(re.split(r"[\s、/]+", line), re.split(r"[\s、/]+", other), strict=True)
        known |= {a.removesuffix(".yml"): b.removesuffix(".yml") for a, b in pairs if a != b}
    return known


def renamed(text: str, known: dict[str, str]) -> str:
    """*text* with the names of this city."""
    if not known:
        return text
    return re.sub("|".join(sorted(map(re.escape, known), reverse=True)), lambda m: known[m[0]], text)


def edit(root: Path, block: str) -> None:
    """Change a file as a diff says: its first line names the file, kept and removed lines are found once."""
    name, *lines = block.splitlines()
    path = root / name
    old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
    new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{name}: the page changes what is not there once:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def follow(run: Run, command: str) -> tuple[int, list[str]]:
    """Exit code and lines of one command: ours in this process, any other in a shell."""
    if command.startswith("generator "):
        code, out, err = run(*shlex.split(command)[1:])
        return code, [line.rstrip() for line in (out + err).splitlines()]
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.mark.parametrize("page", PAGES)
def test_the_tutorial_can_be_followed(
    page: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the draw to the second look, from a branch to the merge: every command works as the page says."""
    monkeypatch.delenv("GENERATOR_CACHE", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path)
    known: dict[str, str] = {}
    followed = 0
    for kind, block in blocks((ROOT / "docs" / "guide" / page).read_text(encoding="utf-8")):
        if kind == "diff":
            edit(Path.cwd(), renamed(block, known))
            continue
        for command, said in steps(block):
            followed += 1
            if command.startswith("cd "):
                monkeypatch.chdir(command.removeprefix("cd "))
                continue
            code, printed = follow(run, renamed(command, known))
            known |= learned(said, printed)
            shown = "\n".join(printed)
            assert matches([renamed(line, known) for line in said], printed), f"$ {command}\n{shown}"
            failed = "✗" in shown or ": error " in shown
            assert code == (2 if "✗ 隐患" in shown else int(failed)), command
    assert followed >= PAGES[page]
