"""A draw's record repeated by another program, written from the words of ``docs/reference/draw.md`` alone."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from generator.model.draw import drawn, seed_of
from generator.model.drawing import plan_digest, proof_of, result, state_of, unlike

SECRET, VALUE = "9f3a-41d2-7c05-b8e6", "03-08-15-22-29-30-07"


def record(**more: Any) -> dict[str, Any]:
    """Two strata, six schools, five inspectors of whom two keep away from somewhere."""
    data = {
        "id": "draw-2025-q4-hazchem",
        "period": "2025-Q4",
        "topic": "hazchem",
        "planned_on": "2025-10-08",
        "visits": {"from": "2025-10-14", "to": "2025-12-05"},
        "pool": {
            "schools": [
                {"school": "a-1", "stratum": "a", "weight": 3},
                {"school": "a-2", "stratum": "a", "weight": 1},
                {"school": "a-3", "stratum": "a", "weight": 3},
                {"school": "a-4", "stratum": "a", "weight": 1},
                {"school": "b-1", "stratum": "b", "weight": 1},
                {"school": "b-2", "stratum": "b", "weight": 1},
            ],
            "inspectors": [
                {"expert": "e-1", "pool": "city", "category": "laboratory", "keeps_from": ["a"]},
                {"expert": "e-2", "pool": "city", "category": "laboratory"},
                {"expert": "e-3", "pool": "city", "category": "experiment", "keeps_from": ["a-1", "b-2"]},
                {"expert": "e-4", "pool": "city", "category": "experiment"},
                {"expert": "e-5", "pool": "provincial"},
            ],
        },
        "strata": [
            {"id": "a", "title": "甲县", "county": "a", "size": 2},
            {"id": "b", "title": "乙县", "county": "b", "size": 1},
        ],
        "recusal": ["own_unit"],
        "weights": {"seen_rounds": 4, "seen": 1, "unseen": 3},
        "team": {
            "size": 2,
            "from": [{"pool": "city"}],
            "composition": [{"category": "laboratory", "at_least": 1}],
        },
        "seed_rule": "四行文字的 SHA-256",
        "names_schools": True,
    }
    data |= more
    return data | {"plan_digest": plan_digest(data)}


class OtherProgram:
    """The same draw, worked out differently: text, big integers and one flat list of tickets."""

    def __init__(self, data: dict[str, Any], secret: str, value: str) -> None:
        self.data = data
        named = "period topic planned_on visits pool strata exclusions recusal weights team seed_rule"
        plan = {name: data[name] for name in (*named.split(), "names_schools") if name in data}
        text = json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self.digest = self.sha(text)
        self.seed = self.sha(f"draw-v1\n{self.digest}\n{secret}\n{value}\n")

    @staticmethod
    def sha(text: str) -> str:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def pick(self, label: str, weights: dict[str, int], count: int) -> list[str]:
        tickets = [name for name in sorted(weights) for _ in range(weights[name])]
        chosen: list[str] = []
        block = 0
        while tickets and len(chosen) < count:
            number = int(self.sha(f"{self.seed}:{label}:{block}"), 16)
            block += 1
            if number >= (1 << 256) - (1 << 256) % len(tickets):
                continue
            chosen.append(tickets[number % len(tickets)])
            tickets = [name for name in tickets if name != chosen[-1]]
        return chosen

    def rows(self) -> list[tuple[str, str, tuple[str, ...]]]:
        pool = self.data["pool"]
        people = {row["expert"]: row for row in pool["inspectors"]}
        line = self.pick("inspectors", dict.fromkeys(people, 1), len(people))
        found = []
        for stratum in self.data["strata"]:
            weights = {r["school"]: r["weight"] for r in pool["schools"] if r["stratum"] == stratum["id"]}
            for school in self.pick(f"stratum:{stratum['id']}", weights, stratum["size"]):
                away = {school, stratum.get("county")}
                free = [e for e in line if not away & set(people[e].get("keeps_from", ()))]
                team: list[str] = []
                for want in self.data["team"].get("composition", ()):
                    fit = [e for e in free if people[e].get("category") == want["category"] and e not in team]
                    team += fit[: want["at_least"]]
                team += [e for e in free if e not in team]
                team = team[: self.data["team"]["size"]]
                line = [e for e in line if e not in team] + team
                found.append((stratum["id"], school, tuple(team)))
        return found


def test_another_program_makes_the_same_of_the_record() -> None:
    """Plan digest, seed, schools in their order, and teams: for two hundred secrets."""
    data = record()
    for number in range(200):
        secret = f"{SECRET}-{number}"
        other = OtherProgram(data, secret, VALUE)
        assert data["plan_digest"] == other.digest
        assert seed_of(data["plan_digest"], secret, VALUE) == other.seed
        assert [(d.stratum, d.school, d.team) for d in result(data, secret, VALUE)] == other.rows()


def test_nobody_is_sent_where_they_keep_away_from() -> None:
    """e-1 never into county a; e-3 neither to a-1 nor to b-2; and one of the laboratories always goes."""
    for number in range(300):
        for one in result(record(), SECRET, str(number)):
            assert not ("e-1" in one.team and one.stratum == "a")
            assert not ("e-3" in one.team and one.school in ("a-1", "b-2"))
            assert {"e-1", "e-2"} & set(one.team)
            assert len(one.team) == 2


def test_each_school_of_a_stratum_is_drawn_as_its_weight_says() -> None:
    """10,000 seeds, one of four with weights 3, 1, 3, 1: 3,750 or 1,250 times; chi-square below 16.27."""
    weights = {"a-1": 3, "a-2": 1, "a-3": 3, "a-4": 1}
    found = Counter(drawn(seed_of("p", str(n), "v"), "stratum:a", weights, 1)[0] for n in range(10_000))
    assert sum((found[s] - 1250 * w) ** 2 / (1250 * w) for s, w in weights.items()) < 16.27


def test_with_equal_weights_every_pair_is_equally_likely() -> None:
    """10,000 seeds, two of five schools: ten pairs of 1,000 each; chi-square of 9 degrees < 27.88."""
    weights = dict.fromkeys("abcde", 1)
    pairs = Counter(frozenset(drawn(seed_of("p", str(n), "v"), "x", weights, 2)) for n in range(10_000))
    assert len(pairs) == 10
    assert sum((count - 1000) ** 2 / 1000 for count in pairs.values()) < 27.88


def opened(**more: Any) -> dict[str, Any]:
    data = record()
    rows = [one.row for one in result(data, SECRET, VALUE)]
    seal = {"on": "2025-10-09", "secret_sha256": OtherProgram.sha(SECRET), "public_source": "某彩票"}
    return {
        **data,
        "seal": seal,
        "opened": {"secret": SECRET, "public_value": VALUE, "schools": rows},
        **more,
    }


def test_the_proof_of_an_open_draw_holds_and_breaks_with_any_change() -> None:
    data = opened()
    assert (state_of(data), proof_of(data).holds) == ("opened", True)
    assert not list(unlike(data))
    changed = {**data, "weights": {"seen_rounds": 4, "seen": 1, "unseen": 4}}
    assert not proof_of(changed).plan
    assert not proof_of({**data, "opened": {**data["opened"], "secret": "another-secret-0000"}}).seal
    rows = data["opened"]["schools"]
    assert not proof_of({**data, "opened": {**data["opened"], "schools": rows[::-1]}}).result
    assert not proof_of({**data, "opened": {**data["opened"], "schools": rows[:-1]}}).result


def test_a_sealed_draw_has_nothing_to_prove_yet() -> None:
    proof = proof_of(record())
    assert (proof.plan, proof.seal, proof.result, proof.holds) == (True, None, None, True)
