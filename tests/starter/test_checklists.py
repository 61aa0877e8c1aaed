"""The checklists of the sample: the 33 items on chemicals as the field knows them, and what each rests on."""

from __future__ import annotations

import pytest

from generator.starter.checklists import Checklist, digital, hazchem
from generator.starter.laws import LAWS

# Number, points, colour, grade, basis: 条例, 易毒, 固废, 安法, 未保 by article, others as a whole.
ITEMS = """
1 2 yellow general 条例4；安法4
2 2 blue general 条例4、28；易毒5
3 2 yellow general 安法4、41
4 2 yellow general 安法41
5 2 yellow general 条例4
6 4 orange general 条例38、40
7 4 orange general 易毒17
8 4 orange general 条例41
9 4 orange general 条例5、24
10 2 yellow general 条例15、25；五双
11 5 red major 条例24；指南
12 4 orange general 条例24
13 2 yellow general 条例20
14 4 orange general 条例21、26；GA1511
15 2 yellow general 条例20
16 1 blue general 条例20、26
17 2 yellow general 条例20
18 4 orange general 条例24
19 4 orange general 条例24；五双
20 4 orange general 条例25；五双
21 4 orange general 条例24
22 5 red major 条例23、25
23 2 yellow general 条例25
24 2 yellow general 条例25、28；学校制度
25 2 yellow general 条例28；学校制度
26 2 yellow general 条例20、28
27 4 orange general 固废81
28 2 yellow general 固废77；HJ1276
29 4 orange general 固废78、80、82
30 5 red major 固废79
31 2 yellow general 条例70；未保37；固废85
32 5 red major 条例23；易毒34
33 1 blue general 条例70
"""
NAMES = {
    "hazchem-regulation-2013": "条例", "precursor-regulation-2018": "易毒", "solid-waste-law-2020": "固废",
    "work-safety-law-2021": "安法", "minors-law-2024": "未保", "five-doubles": "五双",
    "school-rules": "学校制度",
    "major-hazard-guide-2024": "指南", "ga-1511-2018": "GA1511", "hj-1276-2022": "HJ1276",
}  # fmt: skip


def lines(checklist: Checklist) -> list[str]:
    return [
        f"{number} {item.points} {item.colour} {item.grade} "
        + "；".join(NAMES[law] + "、".join(map(str, articles)) for law, articles in item.basis)
        for number, item in enumerate(checklist.items, 1)
    ]


def test_items_on_chemicals_have_their_weight_colour_grade_and_basis() -> None:
    """Four red items of five points, twelve orange of four, fourteen yellow of two, three blue: a hundred."""
    assert lines(hazchem(2025)) == ITEMS.split("\n")[1:-1]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_item_rests_on_something_and_says_how_it_is_proved(year: int) -> None:
    """The digital list is of the same care: evidence and basis for every item, a hundred points."""
    known = {law.id for law in LAWS}
    for checklist in (hazchem(year), digital(year)):
        assert sum(item.points for item in checklist.items) == 100
        assert [item.id for item in checklist.items if not item.basis or not item.evidence] == []
        assert {law for item in checklist.items for law, _ in item.basis} <= known


def test_from_may_2026_the_items_rest_on_the_new_law_too() -> None:
    """The regulation ends on 30 April: the year's list cites both, and no article that nobody has checked."""
    by_id = {law.id: law for law in LAWS}
    old, new = by_id["hazchem-regulation-2013"], by_id["hazchem-law-2025"]
    assert (old.until, old.later, new.since) == ("2026-04-30", new.id, "2026-05-01")
    for item in hazchem(2026).items:
        basis = dict(item.basis)
        assert (old.id in basis) == (new.id in basis)
        assert not basis.get(new.id)
    assert new.id not in {law for item in hazchem(2025).items for law, _ in item.basis}
