"""Whom a forge asks to review which files."""

from __future__ import annotations

from generator.export.codeowners import codeowners
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


def lines(owners: str) -> list[str]:
    snapshot = snapshot_of("--- records/bureau.yml\n" + base()["records/bureau.yml"].rstrip() + "\n" + owners)
    return [line for a in codeowners(snapshot) for line in a.content.decode().splitlines() if line[0] != "#"]


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
