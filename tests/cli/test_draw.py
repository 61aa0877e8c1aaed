"""``generator draw``: the whole way from the plan to the proof, and what stays hidden on it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.support.records import base
from tests.support.site import ROOT
from tests.support.terminal import Run

METHOD = """draws:
  seen_rounds: 4
  seen: 1
  unseen: 3
  team_size: 2
  topics:
    - topic: digital
      from:
        - pool: city
  open_within_days: 14
"""
PLAN = (
    "--period",
    "2025-Q4",
    "--topic",
    "digital",
    "--from",
    "2025-12-01",
    "--to",
    "2025-12-19",
    "--size",
    "2",
)
SOURCE = ("--public-source", "2025年11月28日某彩票开奖号码", "--public-on", "2025-11-28")
PATH = Path("records/draws/2025/draw-2025-q4-digital.yml")
NAME = "draw-2025-q4-digital"
VALUE = ("--public-value", "03-08-15")


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """The bureau of the rule cases with six schools and a method that draws, seen from 31 December 2025."""
    files = {p: t for p, t in base().items() if "/inspections/" not in p}
    files["records/methods/m-2025.yml"] += METHOD
    model = files["records/organizations/no1-middle.yml"]
    for n in range(2, 7):
        text = model.replace("no1-middle", f"no{n}-middle").replace("第一", f"第{n}").replace("101", f"10{n}")
        files[f"records/organizations/no{n}-middle.yml"] = text
    root = tmp_path / "bureau"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    for schema in (ROOT / "schemas").iterdir():
        (root / "schemas").mkdir(exist_ok=True)
        (root / "schemas" / schema.name).write_bytes(schema.read_bytes())
    return root


def planned(run: Run, bureau: Path) -> None:
    code, out, _ = run("--root", bureau, "draw", "plan", *PLAN, "--on", "2025-11-24", "--yes")
    assert code == 0, out
    assert "从 6 所学校里抽 2 所" in out


def sealed(run: Run, bureau: Path, secret: Path) -> None:
    planned(run, bureau)
    code, out, err = run(
        "--root", bureau, "draw", "seal", NAME, *SOURCE, "--secret-file", secret, "--on", "2025-11-25"
    )
    assert code == 0, out + err


def test_a_plan_is_shown_and_written_only_when_agreed_to(run: Run, bureau: Path) -> None:
    code, out, _ = run("--root", bureau, "draw", "plan", *PLAN, "--on", "2025-11-24")
    assert code == 1
    assert "school: no1-middle" in out
    assert not (bureau / PATH).exists()
    planned(run, bureau)
    assert (bureau / PATH).is_file()


def test_the_secret_is_kept_outside_for_its_owner_alone(run: Run, bureau: Path) -> None:
    """The record has its digest; neither the file nor the screen has the secret."""
    secret = bureau.parent / "secret.txt"
    planned(run, bureau)
    code, out, err = run(
        "--root", bureau, "draw", "seal", NAME, *SOURCE, "--secret-file", secret, "--on", "2025-11-25"
    )
    assert code == 0
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    word = secret.read_text().strip()
    assert len(word) >= 32
    assert word not in out + err + (bureau / PATH).read_text()


def test_a_secret_in_the_repository_is_refused(run: Run, bureau: Path) -> None:
    planned(run, bureau)
    code, _, err = run(
        "--root", bureau, "draw", "seal", NAME, *SOURCE, "--secret-file", bureau / "secret.txt"
    )
    assert code == 2
    assert "不能放在仓库里" in err
    assert not (bureau / "secret.txt").exists()


def test_show_prints_what_open_writes_and_writes_nothing(run: Run, bureau: Path) -> None:
    secret = bureau.parent / "secret.txt"
    sealed(run, bureau, secret)
    before = {p: p.read_bytes() for p in bureau.rglob("*") if p.is_file() and ".git" not in p.parts}
    code, out, _ = run("--root", bureau, "draw", "show", NAME, *VALUE, "--secret-file", secret)
    assert code == 0
    shown = [line.split()[2] for line in out.splitlines()[1:]]
    assert len(shown) == 2
    assert {p: p.read_bytes() for p in before} == before
    code, out, err = run(
        "--root", bureau, "draw", "open", NAME, *VALUE, "--secret-file", secret, "--on", "2025-12-22"
    )
    assert code == 0, out + err
    text = (bureau / PATH).read_text()
    assert [
        line.split("school: ")[1].split(",")[0] for line in text.splitlines() if ", team: " in line
    ] == shown


def test_opening_before_the_visits_is_refused_without_naming_anybody(run: Run, bureau: Path) -> None:
    secret = bureau.parent / "secret.txt"
    sealed(run, bureau, secret)
    code, out, err = run(
        "--root", bureau, "draw", "open", NAME, *VALUE, "--secret-file", secret, "--on", "2025-12-15"
    )
    assert code == 1
    assert "还有 2 所抽中的学校没有查" in out
    assert "middle" not in out + err
    assert "opened" not in (bureau / PATH).read_text()


def test_another_secret_is_refused(run: Run, bureau: Path) -> None:
    sealed(run, bureau, bureau.parent / "secret.txt")
    other = bureau.parent / "other.txt"
    other.write_text("0000-0000-0000-0000\n")
    code, _, err = run("--root", bureau, "draw", "open", NAME, *VALUE, "--secret-file", other)
    assert code == 2
    assert "不是当初密封的密钥" in err


def test_a_sealed_plan_cannot_be_planned_again(run: Run, bureau: Path) -> None:
    sealed(run, bureau, bureau.parent / "secret.txt")
    code, _, err = run("--root", bureau, "draw", "plan", "--renew", NAME, "--yes")
    assert code == 2
    assert "已经密封" in err


def test_verify_names_what_does_not_hold(run: Run, bureau: Path) -> None:
    """A school that was exchanged by hand after the opening."""
    secret = bureau.parent / "secret.txt"
    sealed(run, bureau, secret)
    run("--root", bureau, "draw", "open", NAME, *VALUE, "--secret-file", secret, "--on", "2025-12-22")
    assert run("--root", bureau, "draw", "verify", "--all")[0] == 0
    text = (bureau / PATH).read_text()
    drawn = [line for line in text.splitlines() if ", team: " in line]
    school = drawn[0].split("school: ")[1].split(",")[0]
    other = next(f"no{n}-middle" for n in range(1, 7) if f"no{n}-middle" not in "".join(drawn))
    (bureau / PATH).write_text(text.replace(drawn[0], drawn[0].replace(school, other)))
    code, out, _ = run("--root", bureau, "draw", "verify", NAME, "--lang", "en")
    assert code == 1
    assert "✗ differs" in out
    assert "✗ Something differs" in out
