"""Whom a forge asks to review which files."""

from __future__ import annotations

import re

from generator.export.codeowners import GITEA, PATH, codeowners
from tests.support.records import base, snapshot_of

OWNERS = """owners:
  - unit: shili
    teams: ["@example-bureau/city"]
  - unit: dongcheng-north
    logins: [north-office]
  - unit: dongcheng
    teams: ["@example-bureau/dongcheng"]
    logins: [East-Office]
"""


def lines(owners: str, path: str = PATH) -> list[str]:
    snapshot = snapshot_of("--- records/bureau.yml\n" + base()["records/bureau.yml"].rstrip() + "\n" + owners)
    return [
        line
        for a in codeowners(snapshot)
        if a.path == path
        for line in a.content.decode().splitlines()
        if line[0] != "#"
    ]


def test_last_match_is_the_nearest_owner_and_what_is_the_city_s_comes_after() -> None:
    """A forge takes the last line that fits; those above a unit may review it, too."""
    found = lines(OWNERS)
    county, north = (
        "@example-bureau/dongcheng @example-bureau/city",
        "@north-office @example-bureau/dongcheng @example-bureau/city",
    )
    assert found[:9] == [
        "* @example-bureau/city",
        f"/records/**/dongcheng.yml {county}",
        f"/records/**/dongcheng-*.yml {county}",
        f"/records/**/*-dongcheng.yml {county}",
        f"/records/**/*-dongcheng-*.yml {county}",
        f"/records/**/dongcheng-north.yml {north}",
        f"/records/**/dongcheng-north-*.yml {north}",
        f"/records/**/*-dongcheng-north.yml {north}",
        f"/records/**/*-dongcheng-north-*.yml {north}",
    ]
    assert "/records/draws/ @example-bureau/city" in found[9:]
    assert "/records/follow-ups/ @example-bureau/city" in found[9:]
    assert "/records/methods/ @example-bureau/city" in found[9:]
    assert not any(line.startswith("/records/rectifications/") for line in found)


def test_without_owners_of_the_city_there_is_no_file() -> None:
    """Half a file would leave the rest to nobody."""
    assert lines("") == []
    assert lines("owners:\n  - unit: dongcheng\n    logins: [x]\n") == []


def test_forges_that_take_expressions_get_the_same_owners() -> None:
    """Backslashes are doubled there, and a unit whose id only begins alike is another unit."""
    found = dict(line.split(" ", 1) for line in lines(OWNERS, GITEA))
    assert found[".*"] == "@example-bureau/city"
    (pattern,) = (p.replace("\\\\", "\\") for p in found if p.endswith("dongcheng(-.+)?\\\\.yml"))
    for name in (
        "organizations/dongcheng",
        "budgets/2025/b-2025-dongcheng",
        "projects/2025/p-2025-dongcheng-1",
    ):
        assert re.fullmatch(pattern, f"records/{name}.yml"), name
    assert not re.fullmatch(pattern, "records/organizations/dongchengxi.yml")
