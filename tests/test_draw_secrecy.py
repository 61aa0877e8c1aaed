"""Until a draw is opened, no file says whom it drew: nothing that is published depends on the secret.

The same city is built with two secrets. Only the published digest may differ: then no page, table, feed or
calendar can hold anything that follows from a secret.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.model.draw import seal_of
from generator.model.drawing import result
from tests.support.site import build_here, command_here, load, save
from tests.support.terminal import Run

NAME = "draw-2026-q1-hazchem"
SECRETS = ("1111-2222-3333-4444", "5555-6666-7777-8888")
DERIVED = ("pagefind/", "manifest.json", "data/index.json")  # compressed, and digests of the other files


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    first = tmp_path_factory.mktemp("draws") / "one"
    command_here("init", first, "--sample", "--schools", "15", "--inspections", "0")
    second = first.with_name("two")
    shutil.copytree(first, second)
    for root, secret in zip((first, second), SECRETS, strict=True):
        path = root / "records" / "draws" / "2026" / f"{NAME}.yml"
        data = load(path)
        data["seal"]["secret_sha256"] = seal_of(secret)
        save(path, data)
    return [first, second]


def test_the_two_secrets_draw_other_schools(roots: list[Path]) -> None:
    """Else the next test would show nothing."""
    data = load(roots[0] / "records" / "draws" / "2026" / f"{NAME}.yml")
    assert result(data, SECRETS[0], "01-02-03") != result(data, SECRETS[1], "01-02-03")


def test_nothing_that_is_published_depends_on_the_secret_of_a_sealed_draw(roots: list[Path]) -> None:
    sites = [build_here(root, root.with_name(f"{root.name}-site")).site for root in roots]
    first, second = (
        {
            path.relative_to(site).as_posix(): path.read_bytes()
            for path in sorted(site.rglob("*"))
            if path.is_file() and not path.relative_to(site).as_posix().startswith(DERIVED)
        }
        for site in sites
    )
    assert list(first) == list(second)
    old, new = (seal_of(secret).encode() for secret in SECRETS)
    assert [path for path in first if first[path].replace(old, new) != second[path]] == []
    assert any(old in content for content in first.values())
    for secret in SECRETS:
        assert not any(secret.encode() in content for content in (*first.values(), *second.values()))


def test_a_check_says_nothing_that_depends_on_the_secret(roots: list[Path], run: Run) -> None:
    said = [run("check", "--root", root) for root in roots]
    assert said[0][1] == said[1][1]
    assert said[0][0] == 0
