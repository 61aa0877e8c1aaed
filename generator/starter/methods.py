"""The methods of the sample city and of a new bureau: grade bands, minimum coverage, weights, evaluation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .draws import DRAWS
from .experts import assignments
from .risks import REQUIRED

GRADES = (("excellent", 90), ("good", 80), ("pass", 65), ("fail", 0))

# What the public text states (three teams at each of the first three levels, two or three applicants, one
# meeting a year, two sessions, a cycle of three years), and plausible numbers for what it leaves open.
REQUIREMENTS: dict[str, Any] = {
    "teams": {"levels": ["city", "county", "cluster"], "document": "资教体发〔2021〕26号"},
    "demonstrations": {
        "applicants_min": 2, "applicants_max": 3, "cycle_from": 2023, "cycle_years": 3, "valid_years": 3,
        "per_county": 3, "themes_once": True,
    },
    "meetings": {"per_year": 1, "cycle_from": 2023, "cycle_years": 3},
    "experts": {
        "term_years": 3, "terms_in_row": 3, "days_per_year": 20, "recusal_years": 3, "same_county": False,
        "inspection_days": Decimal("0.5"), "assignments": assignments(), "appraised_by": "03-31",
    },
    "guarantee": {"sessions_per_year": 2, "levels": ["city", "county"]},
    "projects": {"levels": ["county"], "by": "03-31"},
    "budgets": {"levels": ["city", "county"], "by": "02-28"},
    "cases": {"per_year": 1, "levels": ["county"]},
    "documents": {"posted_within_days": 28},
    "hazards": {
        "since": "2024-01-01", "needed": ["major", "unmet"], "relapse_days": 365, "listed_after_days": 30,
        "closers_major": 2, "evidence": ["done", "accepted"], "answer_days": 14,
        "second_look": {"days": 180, "grades": ["major"]}, "self_found": "favour",
    },
    "risk": REQUIRED,
    "publicity": {"days": 5},
}  # fmt: skip


def evaluation(decimals: int, counties: int) -> dict[str, Any]:
    """How the annual evaluation is graded: two of five counties may be excellent."""
    return {
        "decimals": decimals,
        "minimum_coverage": 95,
        "excellent_quota": max(1, counties * 2 // 5),
        "tie_break": [
            {"by": "section", "id": "safety"}, {"by": "item", "id": "3.2"}, {"by": "fewest_deductions"},
        ],
        "schedule": {
            "self": "11-30", "verified": "12-15", "feedback": "12-20", "final": "01-20",
            "reply_days": 10, "answer_days": 30,
        },
        "robustness": {"weights_percent": 25, "distribution": "uniform", "draws": 1000, "seed": 2025},
    }  # fmt: skip


def method(
    year: int, version: int, weights: dict[str, tuple[int, int]], decimals: int, note: str
) -> dict[str, Any]:
    """One method record; *weights* are those of the pass rate and of the mean score per ranking."""
    return {
        "id": f"inspection-{year}",
        "title": f"{year}年督查评价办法",
        "version": version,
        "valid": {"from": f"{year}-01-01", "to": f"{year}-12-31"},
        "grades": [{"grade": grade, "from": least} for grade, least in GRADES],
        "red_failure": "fail",
        "rankings": [
            _ranking("counties", 20, weights["counties"], decimals),
            _ranking("schools", 0, weights["schools"], decimals),
        ],
        "note": note,
    }


def sample_methods(counties: int = 5, praise: dict[str, Any] | None = None) -> tuple[dict[str, Any], ...]:
    """The methods of three years; that of the first is the second's, and asks for nothing but praise.

    praise: conditions and places of the commendation.
    """
    first = method(
        2023, 1, {"counties": (50, 50), "schools": (30, 70)}, 1,
        "示例办法。年度考核评价的等次、名额和排位办法自本年起施行，总分保留一位小数；表扬的条件和名额自本年起、其他工作要求自2024年起写明。",
    )  # fmt: skip
    second = method(
        2024, 1, {"counties": (50, 50), "schools": (30, 70)}, 1,
        "示例办法。合格率与平均得分率各占一半，总分保留一位小数；年度考核评价与2023年相同。",
    )  # fmt: skip
    third = method(
        2025, 2, {"counties": (40, 60), "schools": (20, 80)}, 2,
        "示例办法。与2024年相比，提高平均得分率的权重，总分保留两位小数，使同为全部合格的单位也能分出先后；"
        "年度考核评价同样保留两位小数。",
    )  # fmt: skip
    decimals = ((first, 1), (second, 1), (third, 2))
    return tuple(_as_sample(one, evaluation(places, counties), praise or {}) for one, places in decimals)


def _as_sample(record: dict[str, Any], evaluation: dict[str, Any], praise: dict[str, Any]) -> dict[str, Any]:
    """The record with what the sample adds before its note, in the schema's order."""
    note = record.pop("note")
    asked = {"commendation": praise} if praise else {}
    required = {"draws": DRAWS, "requirements": _required(record["valid"]["from"]) | asked}
    if record["id"] == "inspection-2023":
        required = {"requirements": asked} if asked else {}
    return record | {"evaluation": evaluation} | required | {"sample": True, "note": note}


def _required(start: str) -> dict[str, Any]:
    """What a method in force from *start* asks for: from 2025 on each expert declares to have no conflict."""
    experts: dict[str, Any] = {}
    for name, value in REQUIREMENTS["experts"].items():
        experts[name] = value
        if name == "same_county" and start >= "2025":
            experts["no_conflict"] = True
    return REQUIREMENTS | {"experts": experts}


def _ranking(name: str, coverage: int, weights: tuple[int, int], decimals: int) -> dict[str, Any]:
    passed, score = weights
    shown = ["findings-per-school", "awards"]
    if name == "counties":
        # Without a hazard that was due there is no rate, and by a weight there would be no rank.
        shown[1:1] = ["share-inspected", "hazards-in-time", "hazards-closed"]
    rows = [("inspection-pass-rate", passed), ("mean-item-score", score), *((metric, 0) for metric in shown)]
    return {
        "ranking": name,
        "minimum_coverage": coverage,
        "weights": [{"metric": metric, "weight": weight} for metric, weight in rows],
        "decimals": decimals,
    }
