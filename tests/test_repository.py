"""The repository itself: its own records pass, its words lead somewhere, and nothing private is in it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from generator.bulletins import verify
from generator.cli import COMMANDS, group
from generator.draws import drawn_from
from generator.model.diagnostic import Severity
from generator.model.drawing import proof_of
from tests.support import own
from tests.support.records import ROOT

LIMIT = 1_000_000
TEXTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs" / "development").glob("*.md")])


def tracked() -> list[Path]:
    """The files that belong to the repository; all of them where there is no git to say so."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git work tree")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


@cache
def texts() -> list[tuple[str, str]]:
    """Path and content of every file that people wrote; locked versions and pictures are left out."""
    return [
        (path.relative_to(ROOT).as_posix(), path.read_bytes().decode("utf-8", "replace"))
        for path in tracked()
        if path.suffix not in (".png", ".ico") and not path.name.startswith("requirements")
    ]


def lines(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Place and text of every line that *pattern* is found in; most files are passed over as a whole."""
    for path, text in texts():
        if pattern.search(text):
            for number, line in enumerate(text.splitlines(), 1):
                if pattern.search(line):
                    yield f"{path}:{number}", line


def test_own_records_and_schemas_pass() -> None:
    """What everybody copies from must be without errors, and every warning a known one."""
    found = own.checked()
    assert [f"{d.location} {d.message}" for d in found.diagnostics if d.severity is Severity.ERROR] == []
    assert found.records == found.seen == sum(path.is_file() for path in (ROOT / "records").rglob("*"))
    warned = {d.code for d in found.diagnostics if d.severity is Severity.WARNING}
    # On purpose: a visit without a result, a unit without a team, a task that nobody has, a load too heavy.
    assert warned <= {
        "CAS007",
        "DAT006",
        "DEM006",
        "DEM018",
        "DUE001",
        "EXP001",
        "GUA001",
        "PRJ001",
        "TEA001",
        "TSK001",
    }


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_between_our_texts_lead_somewhere(text: Path) -> None:
    """A contributor who follows the first link and finds nothing does not come back."""
    written = re.sub(r"```.*?```", "", text.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", written)
    local = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in local if link and not (text.parent / link).exists()] == []


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_files_that_our_texts_name_exist(text: Path) -> None:
    """A recipe names files; when one is renamed, the recipe must follow."""
    places = re.findall(
        r"`((?:generator|records|schemas|tests|docs|benchmarks)/[\w./-]*)`", text.read_text("utf-8")
    )
    missing = [p for p in places if not (ROOT / p).exists() and not (ROOT / f"{p}.py").exists()]
    assert [p for p in missing if p not in WRITTEN_BY_THE_READER] == []


WRITTEN_BY_THE_READER: frozenset[str] = frozenset()
"""Places that a recipe tells its reader to make."""


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md"])
def test_commands_that_our_texts_name_exist(name: str) -> None:
    """Every command with every option, as it stands in the text."""
    text = (ROOT / name).read_text(encoding="utf-8")
    calls = re.findall(r"(?:`|^ {4}(?:.*-m )?)generator ((?!/)[a-z][^`\n]*)", text, re.MULTILINE)
    assert calls
    context = click.Context(group)
    for call in calls:
        command, *words = call.split()
        assert command in COMMANDS, call
        found = group.get_command(context, command)
        assert found is not None
        known = {option for owner in (found, group) for p in owner.params for option in p.opts}
        assert {word for word in words if word.startswith("--")} <= known, call
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`|^ {4}make ([a-z-]+)", text, re.MULTILINE)) <= {
        pair for t in targets for pair in ((t, ""), ("", t))
    }


def test_both_readmes_list_every_command() -> None:
    """A command that nobody reads about is not used."""
    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [c for c in COMMANDS if f"`generator {c}" not in text] == [], name


FORBIDDEN = {
    "a package host": r"(?i)\b(pypi|pythonhosted|npmjs|artifactory|nexus|devpi|jsdelivr|unpkg)\.[a-z]{2,}",
    "a place on somebody's machine": r"(?<![\w./:-])/(?:home|Users|root|mnt|work|workspace)/\w",
    "a temporary place": r"(?<![\w./:-])/tmp/\w",
    "an unfinished thought": r"(?:#|//|<!--)\s*(?:TODO|FIXME|XXX|HACK)\b",
    "an address inside somebody's network": r"\b(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+\b",
    "a key": r"-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:ghp|glpat|xox[bp])[-_][A-Za-z0-9]{16,}",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    """Nothing that belongs to one machine or one maker stands in what everybody gets."""
    pattern = re.compile(FORBIDDEN[what])
    own = Path(__file__).relative_to(ROOT).as_posix()
    found = [f"{place} {line.strip()[:100]}" for place, line in lines(pattern)]
    assert [place for place in found if not place.startswith(f"{own}:")] == []


def test_mail_addresses_are_examples() -> None:
    """An address in a public repository is harvested within a day."""
    mail = re.compile(r"\b[\w.+-]+@((?:[a-z0-9-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
    allowed = re.compile(r"(?:^|\.)example\.(?:com|org|net|cn)$|^x\.cn$")
    found = [
        f"{place} {match[0]}"
        for place, line in lines(mail)
        for match in mail.finditer(line)
        if not allowed.search(match[1].lower()) and "uses:" not in line
    ]
    assert found == []


def test_files_are_small_and_made_by_hand() -> None:
    """No built site, no cache, no archive, nothing that a clone would carry for ever."""
    paths = [path.relative_to(ROOT) for path in tracked()]
    assert [str(p) for p in paths if (ROOT / p).stat().st_size > LIMIT] == []
    made = {"site", ".cache", "__pycache__", ".venv", "node_modules", "dist"}
    assert [str(p) for p in paths if made & set(p.parts)] == []
    assert [str(p) for p in paths if p.suffix in (".docx", ".xlsx", ".zip", ".gz", ".pyc", ".whl")] == []


def test_text_files_are_utf8_with_unix_lines() -> None:
    """One kind of line end, a final one, no invisible marks: a diff shows what changed."""
    faults = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" in content[:8000] or "cases" in path.parts or not content:
            continue
        if b"\r" in content or content.startswith(b"\xef\xbb\xbf") or not content.endswith(b"\n"):
            faults.append(path.relative_to(ROOT).as_posix())
        content.decode("utf-8")
    assert faults == []


def test_every_issued_bulletin_verifies() -> None:
    """What was announced comes out again from the records, figure by figure and cell by cell."""
    checked = own.checked()
    issued = [r for r in checked.snapshot.of("bulletins") if "issued" in r]
    verdicts = tuple(verify(ROOT, checked, issued))
    assert [v.record.id for v in verdicts if not v.holds or v.drift] == []
    assert len(verdicts) >= 19


def test_every_draw_verifies() -> None:
    """Plan, pools, secret and result come out again, as ``generator draw verify --all`` tells anybody."""
    draws = own.snapshot().active("draws")
    assert [r.id for r in draws if not proof_of(r.document.data).holds or drawn_from(ROOT, r)] == []
    assert len(draws) == 18
