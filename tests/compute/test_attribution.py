"""Which record moves a rank, by hand: schools ranked by the mean score of their visits, 100 points each."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.compute.assess import ranked_only
from generator.compute.attribution import Place, Ranks, Trials, attributed
from generator.compute.impact_boards import boards_of, ranks_in
from generator.model.impact import Cause
from tests.support.snapshots import checklist, county, inspection, method, school, snapshot_of

SCHOOLS = ("a", "b", "c", "d", "e")
BOARD = "schools-2025-q1"
Points = Mapping[str, int]  # visit -> points; its first letter names the school


def ranks(points: Points) -> Ranks:
    """Where every school stands."""
    made = [inspection(f"i-{visit}", visit[0], a=Decimal(n)) for visit, n in points.items()]
    snapshot = snapshot_of(
        county("k"),
        checklist(a=100),
        *(school(s, "k") for s in SCHOOLS),
        *made,
        method(weights={"mean-item-score": 1}),
    )
    return ranks_in(boards_of(ranked_only(snapshot, {BOARD, "schools-2025"}), {}))


def causes(before: Points, after: Points, most: int = 32) -> tuple[dict[str, Cause], Trials]:
    """School -> the cause of its other rank in the quarter."""
    old, new = ranks(before), ranks(after)
    changed = [f"inspections/i-{v}" for v in sorted({*before, *after}) if before.get(v) != after.get(v)]

    def tried(keys: frozenset[str]) -> Ranks:
        names = {key.removeprefix("inspections/i-") for key in keys}
        kept = {v: n for v, n in before.items() if v not in names}
        return ranks(kept | {v: after[v] for v in names if v in after})

    trials = Trials(tried, most)
    now: dict[Place, int | None] = {
        place: rank for place, rank in new.items() if place[0] == BOARD and rank != old.get(place)
    }
    return {unit: cause for (_, unit), cause in attributed(changed, now, trials).items()}, trials


def alone(*visits: str) -> Cause:
    return Cause(tuple(f"inspections/i-{v}" for v in visits), "alone")


def test_one_record_of_two_moves_both_ranks() -> None:
    """Before b 90, a 80, c 70. a rises to 95 and passes b; c rises to 75, which passes nobody.

    With a alone: a 95, b 90, c 70, so a is first and b second as after both. With c alone nothing moves.
    """
    found, trials = causes({"a": 80, "b": 90, "c": 70}, {"a": 95, "b": 90, "c": 75})
    assert found == {"a": alone("a"), "b": alone("a")}
    assert trials.made == 2


def test_two_records_that_do_it_together_only() -> None:
    """A has visits of 50 and 70, mean 60; b stands at 70. They rise to 65 and 85, mean 75, and a passes b.

    The first alone: (65 + 70) / 2 = 67.5, the second alone: (50 + 85) / 2 = 67.5, both below 70. The third
    changed record, c from 20 to 30, has no part in it.
    """
    found, _ = causes({"a1": 50, "a2": 70, "b": 70, "c": 20}, {"a1": 65, "a2": 85, "b": 70, "c": 30})
    assert found == {"a": alone("a1", "a2"), "b": alone("a1", "a2")}


def test_rank_that_moves_because_two_others_pass() -> None:
    """C has 80 on both sides. a rises from 70 to 85, b from 60 to 90: c falls from first to third.

    a alone: a 85, c 80, b 60, so a is first and c second. b alone: b 90, c 80, a 70: b is first. Together
    b, a, c: for the third place of c both are needed, for the first place of b itself is enough; a is second
    before, and second after: it has not moved.
    """
    found, _ = causes({"a": 70, "b": 60, "c": 80}, {"a": 85, "b": 90, "c": 80})
    assert found == {"b": alone("b"), "c": alone("a", "b")}


def test_either_of_two_records_would_do() -> None:
    """A has two visits of 60, b one of 65. Each rises to 80: (60 + 80) / 2 = 70 is enough to pass b."""
    found, _ = causes({"a1": 60, "a2": 60, "b": 65}, {"a1": 80, "a2": 80, "b": 65})
    assert found["a"] == Cause(("inspections/i-a1",), "alone", (("inspections/i-a2",),))


def test_a_new_visit_and_one_that_is_gone() -> None:
    """D is ranked for the first time, below a and b; e has no visit any more."""
    found, _ = causes({"a": 80, "b": 70, "e": 60}, {"a": 80, "b": 70, "d": 65})
    assert found == {"d": alone("d"), "e": alone("e")}


def test_above_the_limit_the_answer_is_approximate() -> None:
    """Three visits of a rise from 60 to 70 each, so its mean rises from 60 to 70 and passes b with 69.

    Two of them would give (70 + 70 + 60) / 3 = 66.67. With three trials only the single ones are tried; with
    seven, each is left out in turn as well, which shows that all three are needed.
    """
    before, after = {"a1": 60, "a2": 60, "a3": 60, "b": 69}, {"a1": 70, "a2": 70, "a3": 70, "b": 69}
    assert causes(before, after, 3)[0] == {}
    assert causes(before, after)[0]["a"] == alone("a1", "a2", "a3")
    before, after = {**before, "c": 1, "d": 2}, {**after, "c": 2, "d": 3}
    found, trials = causes(before, after, 12)
    assert found["a"] == Cause(("inspections/i-a1", "inspections/i-a2", "inspections/i-a3"), "near")
    assert trials.made == 11


def test_the_number_of_trials_is_bounded() -> None:
    """However many records change, and however many ranks move."""
    before = {f"{s}{n}": 50 + n for s in "abcde" for n in range(3)}
    after = {visit: 100 - points for visit, points in before.items()} | {"a0": 90, "b1": 20}
    _, trials = causes(before, after, 20)
    assert trials.made <= 20
