"""What the metrics on hazards share: whose hazards count, and which records stand behind a number.

A school that looks for hazards by itself must never stand lower for having found some. So what it found
counts where it helps, if the method says so (``requirements.hazards.self_found: favour``), and else not at
all. The one exception is the number of open major hazards: that is a warning and no merit, and nothing may
be scored by it.
"""

from __future__ import annotations

from generator.model.text import Text

from .cells import Cells, Flags, Spread
from .metric import Gap, Part, Trails

NEEDS = ("hazards.due", "hazards.registered_on", "rectifications.kind", "follow-ups.kind")
NOTHING_KNOWN = Text(
    "本期没有完成的检查，也没有在册的隐患", "Neither an inspection nor a hazard on the register in the period"
)
CUT_OFF = Text(
    "以本期最后一天为准，本期还没有结束的以数据日期为准；撤回的不计，只计当期存续的学校；学区、县区、全市包括其下各校。",
    "As of the last day of the period, or the day of the data while it runs; withdrawn ones and schools that "
    "did not exist then are left out; a cluster, county or city includes the schools below it.",
)
FAVOUR = Text(
    "学校自查发现的，办法写明“计入有利部分”的，只在有利时计，否则不计。",
    "What a school found by itself counts only where it helps, and only if the method says so.",
)
FOUND_BY_OTHERS = Text(
    "只计督查和举报发现的，学校自查发现的不计。",
    "Found by inspections or reported; what a school found by itself is left out.",
)


def flag(cells: Cells, column: str) -> Flags:
    """One column of the table of hazards that is true or false."""
    flags: Flags = cells.frames.hazards.frame[column].to_numpy(dtype=bool)
    return flags


def by_others(cells: Cells) -> Spread:
    """Hazards that the school did not find by itself."""
    return cells.stands.where(~flag(cells, "is_self_found"))


def favourable(cells: Cells, *, helps: Flags) -> Spread:
    """Those found by others, and of those that the school found the ones that help, if the method says so."""
    is_favoured = (cells.frames.hazards.frame["favour"] != "").to_numpy(dtype=bool)
    return cells.stands.where(~flag(cells, "is_self_found") | (is_favoured & helps))


def favours(cells: Cells, spread: Spread) -> Trails:
    """The methods by which what a school found by itself counts."""
    return (spread.trail(cells.frames.hazards.frame["favour"].tolist()),)


def part(cells: Cells, name: Text, spread: Spread) -> Part:
    """The number of hazards in each cell, with the records of each behind it."""
    return Part(name, spread.count(), (spread.bundles(cells.frames.hazards.behind),))


def nothing_known(cells: Cells, register: Spread) -> Gap:
    """Nobody has looked: neither an inspection nor a hazard of *register*."""
    return Gap(NOTHING_KNOWN, (register.count() == 0) & (cells.inspections.count() == 0))


def known(cells: Cells, register: Spread) -> Trails:
    """What shows that a unit was looked at, so that none is 0 and not unknown."""
    return cells.inspections.trail(cells.inspection_keys), register.bundles(cells.frames.hazards.behind)
