"""A record of a draw, and everything that follows from it alone: its fingerprint, its result, its proof.

``model.draw`` knows numbers and names only; here stand the words of ``records/draws/``. Nothing is looked up
in other records, so that whoever has the one file can repeat the draw.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .diagnostic import FieldPath
from .digest import digest
from .draw import drawn, seal_of, seed_of, teams

Data = Mapping[str, Any]

# What is fixed before the seal; the fingerprint of the plan covers these fields, in whatever order.
PLAN = (
    "period", "topic", "planned_on", "visits", "pool", "strata", "exclusions", "recusal", "weights", "team",
    "seed_rule", "names_schools",
)  # fmt: skip

# The seed rule in words, as a plan says it where nobody wrote it otherwise.
SEED_RULE = (
    "种子是四行文字的 SHA-256，每行以换行结束，依次为 draw-v1、方案指纹、密钥、公开数。"
    "密钥在密封时只公布指纹，公开数在密封以后才产生，任何一方都不能左右结果。"
)

PLANNED, SEALED, OPENED = "planned", "sealed", "opened"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A school that was drawn, the stratum that it was drawn from, and its team, the lead first."""

    stratum: str
    school: str
    team: tuple[str, ...]

    @property
    def row(self) -> dict[str, Any]:
        """As it stands in ``opened.schools``."""
        return {"stratum": self.stratum, "school": self.school, "team": list(self.team)}


def plan_digest(data: Data) -> str:
    """The fingerprint of the plan: the SHA-256 of the canonical JSON of its fields."""
    return digest({name: data[name] for name in PLAN if name in data})


def state_of(data: Data) -> str:
    """How far a draw has come: ``planned``, ``sealed`` or ``opened``."""
    return OPENED if "opened" in data else SEALED if "seal" in data else PLANNED


def result(data: Data, secret: str, public_value: str) -> tuple[Drawn, ...]:
    """Schools and teams, from the record's plan and the two halves of its seed.

    Strata in their order, within each the schools in the order in which they were drawn; the teams are made
    up along the same order.
    """
    seed = seed_of(data["plan_digest"], secret, public_value)
    weights = _weights(data)
    schools = {
        school: stratum["id"]
        for stratum in data["strata"]
        for school in drawn(seed, f"stratum:{stratum['id']}", weights.get(stratum["id"], {}), stratum["size"])
    }
    people = data["pool"]["inspectors"]
    line = drawn(seed, "inspectors", {row["expert"]: 1 for row in people}, len(people))
    wanted = [
        (
            frozenset(row["expert"] for row in people if row.get("category") == want["category"]),
            want["at_least"],
        )
        for want in data["team"].get("composition", ())
    ]
    made = teams(line, tuple(schools), data["team"]["size"], Conflicts(data).free, wanted)
    return tuple(Drawn(schools[school], school, team) for school, team in made)


class Conflicts:
    """Who may be sent where, by the plan: nobody to a school, or into a county, that they keep away from."""

    def __init__(self, data: Data) -> None:
        counties = {stratum["id"]: stratum.get("county", "") for stratum in data["strata"]}
        self._county = {row["school"]: counties.get(row["stratum"], "") for row in data["pool"]["schools"]}
        self._kept = {
            row["expert"]: frozenset(row["keeps_from"])
            for row in data["pool"]["inspectors"]
            if "keeps_from" in row
        }

    def free(self, inspector: str, school: str) -> bool:
        """Is there nothing between the two?"""
        kept = self._kept.get(inspector)
        return kept is None or not (school in kept or self._county.get(school, "") in kept)


def unlike(data: Data) -> Iterator[tuple[FieldPath, Drawn | None]]:
    """Where ``opened.schools`` is not what comes out: the place, and what should stand there (None: nothing).

    A row that is missing is placed at the list itself.
    """
    opened = data["opened"]
    rows, found = opened["schools"], result(data, opened["secret"], opened["public_value"])
    for i, row in enumerate(rows):
        if i >= len(found):
            yield ("opened", "schools", i), None
        elif row["stratum"] != found[i].stratum:
            yield ("opened", "schools", i, "stratum"), found[i]
        elif row["school"] != found[i].school:
            yield ("opened", "schools", i, "school"), found[i]
        elif tuple(row["team"]) != found[i].team:
            yield ("opened", "schools", i, "team"), found[i]
    for one in found[len(rows) :]:
        yield ("opened", "schools"), one


@dataclass(frozen=True, slots=True)
class Proof:
    """What can be said of a draw from its record alone; None where it has not come so far.

    plan: the digest is that of the plan. seal: the secret is the one that was sealed. result: schools and
    teams are those that come out.
    """

    plan: bool
    seal: bool | None
    result: bool | None

    @property
    def holds(self) -> bool:
        """Is nothing wrong?"""
        return self.plan and self.seal is not False and self.result is not False


def proof_of(data: Data) -> Proof:
    """Everything recomputed."""
    plan = data["plan_digest"] == plan_digest(data)
    if "opened" not in data or "seal" not in data:
        return Proof(plan, None, None)
    seal = seal_of(data["opened"]["secret"]) == data["seal"]["secret_sha256"]
    return Proof(plan, seal, not any(True for _ in unlike(data)))


def _weights(data: Data) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in data["pool"]["schools"]:
        found[row["stratum"]][row["school"]] = row["weight"]
    return found
