"""The worked example of ``docs/reference/draw.md``: every number of it comes out again."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from generator.model.draw import drawn, seal_of, seed_of, teams

TEXT = (Path(__file__).parents[2] / "docs" / "reference" / "draw.md").read_text(encoding="utf-8")
WEIGHTS = {"a-1": 3, "a-2": 1, "a-3": 3, "a-4": 1}
LABORATORY = frozenset({"e-1", "e-2"})


def stated(title: str) -> str:
    found = re.search(rf"\| {title} \| `([^`]+)` \|", TEXT)
    assert found, title
    return found[1]


def test_the_seed_and_the_seal_are_those_of_the_example() -> None:
    assert seal_of(stated("密钥")) == stated("密钥的 SHA-256")
    assert seed_of(stated("方案指纹"), stated("密钥"), stated("公开数")) == stated("种子")
    assert f"printf 'draw-v1\\n{stated('方案指纹')}\\n{stated('密钥')}\\n{stated('公开数')}\\n'" in TEXT


def test_the_two_schools_come_out_with_the_numbers_of_the_table() -> None:
    rows = re.findall(
        r"\| ([0-9]) \| `([0-9a-f]{16})…` \| ([0-9]) \| ([0-9]) \| [^|]+ \| \*\*(a-[1-4])\*\* \|", TEXT
    )
    assert [row[4] for row in rows] == list(drawn(stated("种子"), "stratum:a", WEIGHTS, 2))
    left = dict(WEIGHTS)
    for block, start, total, ticket, school in rows:
        number = hashlib.sha256(f"{stated('种子')}:stratum:a:{block}".encode()).hexdigest()
        assert number.startswith(start)
        assert int(total) == sum(left.values())
        assert int(number, 16) % int(total) == int(ticket)
        del left[school]


def test_the_teams_are_dealt_as_the_example_says() -> None:
    line = drawn(stated("种子"), "inspectors", dict.fromkeys(("e-1", "e-2", "e-3", "e-4"), 1), 4)
    assert f"排成一列：{'、'.join(line)}。" in TEXT
    schools = drawn(stated("种子"), "stratum:a", WEIGHTS, 2)
    assert f"e-1 须回避 {schools[0]}：" in TEXT
    made = teams(
        line, schools, 2, lambda one, school: (one, school) != ("e-1", schools[0]), [(LABORATORY, 1)]
    )
    for school, team in made:
        assert f"- {school}：{'、'.join(team)}" in TEXT
