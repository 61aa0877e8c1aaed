"""Runs the ``run:`` steps of a workflow's job as a runner would: in order, in bash, with a forge's variables.

What ``uses:`` names is not run; the test puts in place what it would have brought. Expressions are looked up
in a table, so that one that nobody expected fails the test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .records import ROOT
from .site import SHARED

_EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")


@dataclass(frozen=True)
class Ran:
    """One step: its name, how it ended and what it printed."""

    name: str
    code: int
    out: str


def job(workflow: str, name: str) -> dict[str, Any]:
    """A job of one of our workflows."""
    text = (ROOT / ".github" / "workflows" / f"{workflow}.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)["jobs"][name]
    return found


def run_steps(
    job: Mapping[str, Any], folder: Path, given: Mapping[str, str], context: Mapping[str, str]
) -> list[Ran]:
    """Every ``run:`` step of *job* in *folder*; after a failed one, only those that always run.

    given: variables that every step has. context: expression -> value.
    """
    failed = False
    done = []
    for step in job["steps"]:
        if "run" not in step or (failed and "always()" not in str(step.get("if", ""))):
            continue
        variables = {**job.get("env", {}), **step.get("env", {})}
        filled = {key: _EXPRESSION.sub(lambda m: context[m[1]], str(text)) for key, text in variables.items()}
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder,
            env={**_plain_environment(), **given, **filled},
            capture_output=True,
            check=False,
        )
        done.append(Ran(step["name"], ran.returncode, (ran.stdout + ran.stderr).decode("utf-8", "replace")))
        failed = failed or ran.returncode != 0
    return done


def _plain_environment() -> dict[str, str]:
    """What a runner has; its Python is this one, since another may be a script that first looks for one."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", SHARED)
    return {"PYTHON": sys.executable} | {name: os.environ[name] for name in kept if name in os.environ}
