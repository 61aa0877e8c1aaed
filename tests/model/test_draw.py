"""A draw that anyone can repeat: known numbers, another program, and fairness over many seeds."""

from __future__ import annotations

import hashlib
from collections import Counter

from generator.model.draw import Numbers, drawn, seal_of, seed_of, teams

POOL = dict.fromkeys(("a", "b", "c", "d", "e"), 1)


def test_seed_and_seal_are_plain_sha256() -> None:
    assert seed_of("p", "s", "v") == hashlib.sha256(b"draw-v1\np\ns\nv\n").hexdigest()
    assert seal_of("secret") == hashlib.sha256(b"secret").hexdigest()


def again(seed: str, label: str, members: list[str], count: int) -> list[str]:
    """The procedure once more, for equal weights, written from its description."""
    left, found, block = sorted(members), [], 0
    while left and len(found) < count:
        n = len(left)
        while True:
            number = int(hashlib.sha256(f"{seed}:{label}:{block}".encode()).hexdigest(), 16)
            block += 1
            if number < 2**256 // n * n:
                break
        found.append(left.pop(number % n))
    return found


def test_another_program_draws_the_same() -> None:
    for number in range(200):
        seed = seed_of("plan", str(number), "public")
        assert list(drawn(seed, "s1", POOL, 3)) == again(seed, "s1", list(POOL), 3)


def test_every_member_is_drawn_equally_often() -> None:
    """10,000 seeds, two of five: 4,000 each; chi-square of four degrees below 18.5 (one in a thousand)."""
    found = Counter(one for n in range(10_000) for one in drawn(seed_of("p", str(n), "v"), "x", POOL, 2))
    assert sum((found[one] - 4000) ** 2 / 4000 for one in POOL) < 18.5


def test_a_member_of_triple_weight_is_drawn_three_times_as_often() -> None:
    """One of four tickets against three: 7,500 of 10,000, within four standard deviations (43)."""
    first = Counter(drawn(seed_of("p", str(n), "v"), "x", {"a": 1, "b": 3}, 1)[0] for n in range(10_000))
    assert abs(first["b"] - 7500) < 4 * 44


def test_all_are_drawn_where_no_more_are_there_and_nobody_twice() -> None:
    assert sorted(drawn(seed_of("p", "s", "v"), "x", POOL, 9)) == sorted(POOL)


def test_teams_keep_out_who_may_not_go_and_share_the_work() -> None:
    """Four schools, teams of two, a line of four of whom the first never goes to the first school."""
    found = dict(teams("wxyz", ("s1", "s2", "s3", "s4"), 2, lambda i, s: (i, s) != ("w", "s1")))
    assert found == {"s1": ("x", "y"), "s2": ("w", "z"), "s3": ("x", "y"), "s4": ("w", "z")}


def test_a_category_that_a_team_must_have_is_looked_for_first() -> None:
    """Only y and z are of it; the rest of the team follows the line, and z waits at its front afterwards."""
    found = dict(teams("vwxyz", ("s1", "s2"), 3, lambda *_: True, [(frozenset("yz"), 1)]))
    assert found == {"s1": ("y", "v", "w"), "s2": ("z", "x", "y")}


def test_a_team_is_smaller_where_too_few_may_go() -> None:
    found = dict(teams("wx", ("s1",), 3, lambda i, _: i == "x", [(frozenset("w"), 1)]))
    assert found == {"s1": ("x",)}


def test_numbers_go_on_for_one_label_and_differ_between_labels() -> None:
    seed = seed_of("p", "s", "v")
    one, other = Numbers(seed, "a"), Numbers(seed, "b")
    assert [one.below(1000) for _ in range(5)] != [other.below(1000) for _ in range(5)]
