"""The three teams of a unit (三支团队), and which of them it had on a day.

An entry of ``organizations.teams`` holds from ``from`` to ``to``, both included and both optional, so that an
old year is judged by the teams of then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from .text import Text

Data = Mapping[str, Any]

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "management": Text("业务管理", "management"),
        "experts": Text("专家骨干", "experts"),
        "technical": Text("技术支持", "technical support"),
    }
)


def teams_on(unit: Data, day: date | str) -> dict[str, Data]:
    """Kind -> entry of the teams that a unit had on *day*, by its data, in the order of ``KINDS``."""
    at = str(day)
    held = {
        team.get("kind", ""): team
        for team in unit.get("teams") or ()
        if team.get("from", "") <= at <= team.get("to", "9999")
    }
    return {kind: held[kind] for kind in KINDS if kind in held}


def missing_on(unit: Data, day: date | str) -> tuple[str, ...]:
    """The kinds of teams that a unit lacked on *day*, by its data."""
    held = teams_on(unit, day)
    return tuple(kind for kind in KINDS if kind not in held)
