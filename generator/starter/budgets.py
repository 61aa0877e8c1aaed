"""Budgets of the invented counties: what was planned for equipment, and how far it came and was spent.

The youngest county had nothing in its opening budget of 2024 and added it in May, so that the gap can be
seen; one line is spent before its money came, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from .chance import stream
from .organizations import COUNTY_QUALITY, COUNTY_SHARES

YEARS = (2024, 2025)
FIGURES = {2024: "2024-12-31", 2025: "2025-11-30"}
APPROVED = {
    2024: ("2024-01-18", "2024-01-25", "2024-02-05"),
    2025: ("2025-01-14", "2025-01-22", "2025-02-11"),
}

# In this county (by its number) and year nothing was planned at the start; the record says why in a note.
WITHOUT_OPENING = (4, 2024)
NO_OPENING_NOTE = "2024年年初预算没有单列装备经费，5月调整预算时追加；2025年起已纳入年初预算。"
ADVANCED = (1, 2025, "hazchem-cabinet")
ADVANCED_REASON = "为赶在开学前更换，学校先行垫付，尾款待12月拨付。"


@dataclass(frozen=True, slots=True)
class Line:
    """One sort of line. low, high: the amount in thousand yuan of a county of middle size."""

    id: str
    title: str
    category: str
    source: str
    low: int
    high: int


LINES = (
    Line("lab-upgrade", "实验室新建和改造", "priority", "own", 620, 1480),
    Line("digital", "数字化教学装备", "priority", "province", 380, 960),
    Line("hazchem-cabinet", "危化品储存和处置设施", "shortfall", "own", 90, 260),
    Line("library", "图书室达标补充", "shortfall", "city", 80, 220),
    Line("feature", "特色实验和师生活动", "highlight", "own", 40, 120),
    Line("training", "培训和教研", "routine", "own", 60, 150),
)
ADDED = (
    Line("waste-disposal", "实验废液集中处置", "shortfall", "own", 30, 80),
    Line("maintenance", "装备维修和耗材补充", "routine", "own", 40, 110),
    Line("model-lab", "样板实验室提升", "highlight", "city", 100, 240),
)


def budgets(counties: tuple[str, ...], seed: int) -> Iterator[dict[str, Any]]:
    """One record for every county and year."""
    for year in YEARS:
        for number, county in enumerate(counties):
            chance = stream(seed, f"budgets {year} {county}")
            lines = [_line(line, number, year, chance, "") for line in LINES]
            if (number, year) == WITHOUT_OPENING:
                lines = [line | {"stage": "added", "added_on": "2024-05-23"} for line in lines[:4]]
            elif chance.random() < 0.6:
                day = f"{year}-{chance.randint(5, 9):02}-{chance.randint(5, 26):02}"
                lines.append(_line(chance.choice(ADDED), number, year, chance, day))
            yield _record(county, number, year, lines, chance)


def _record(
    county: str, number: int, year: int, lines: list[dict[str, Any]], chance: Random
) -> dict[str, Any]:
    has_opening = (number, year) != WITHOUT_OPENING
    record = {"id": f"b-{year}-{county}", "unit": county, "year": year}
    if has_opening:
        record["approved_on"] = chance.choice(APPROVED[year])
    order = (
        "id",
        "title",
        "category",
        "source",
        "stage",
        "added_on",
        "planned",
        "disbursed",
        "spent",
        "reason",
    )
    rows = [{key: line[key] for key in order if key in line} for line in lines]
    record |= {"lines": rows, "updated_on": FIGURES[year], "sample": True}
    return record if has_opening else record | {"note": NO_OPENING_NOTE}


def _line(line: Line, number: int, year: int, chance: Random, added_on: str) -> dict[str, Any]:
    """One line with its three amounts: the better the county works, the further they have come."""
    share = COUNTY_SHARES[number % len(COUNTY_SHARES)] / 12
    quality = COUNTY_QUALITY[number % len(COUNTY_QUALITY)]
    planned = round(chance.randint(line.low, line.high) * share) * 1000
    is_over = year < YEARS[-1]
    came = (
        100
        if is_over or line.source != "own" or chance.random() < 0.5 + quality
        else chance.randint(6, 9) * 10
    )
    disbursed = planned * came // 100
    low = (93 if is_over else 74) + round(10 * quality)
    spent = disbursed * 100 * chance.randint(low, min(100, low + 14)) // 100 - chance.choice(
        (0, 0, chance.randint(0, 99_999))
    )
    found = {
        "id": line.id,
        "title": line.title,
        "category": line.category,
        "source": line.source,
        "stage": "added" if added_on else "initial",
        "planned": _amount(planned * 100),
        "disbursed": _amount(disbursed * 100),
        "spent": _amount(max(0, spent)),
    }
    if added_on:
        found["added_on"] = added_on
    if (number, year, line.id) == ADVANCED:
        found |= {
            "disbursed": _amount(planned * 60),
            "spent": _amount(planned * 85),
            "reason": ADVANCED_REASON,
        }
    return found


def _amount(fen: int) -> Decimal:
    return Decimal(f"{fen}E-2")
