"""What the verifiers of the sample city found, item by item: facts by how much a county falls short.

A county's year is a row of shortfalls (``SHORTFALLS``): item -> how many steps below the best. Facts follow
from the steps and from what the other records say: schools, findings, meetings, applications.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from generator.model.number import round_half_up

from .evaluation_chemicals import Kept
from .evaluation_hazards import Tally

Facts = dict[str, Any]
Steps = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """What other records say of a county's year, as far as they go.

    schools, chemical: schools that were open, and those with chemicals.
    hazards, findings: how many there were in a year that has none on record.
    sessions, applicants: held and sent; None where there is no record of the year.
    active, in_office: experts who served, and all in office. trained, to_train: by its projects.
    budget: level of item 2.1, "" without a budget on record. batches: of the six, how many are missing; None
        where there are none on record. tally: what became of hazards, None of a year without any on record.
    kept: how schools keep chemicals, None of a year whose list does not count it.
    """

    schools: int
    chemical: int
    hazards: int
    findings: int
    sessions: int | None
    applicants: int
    budget: str
    batches: int | None
    tally: Tally | None = None
    kept: Kept | None = None
    active: int = 0
    in_office: int = 0
    trained: int = 0
    to_train: int = 0


# Year, kind of county (the first is the best equipped, the last the youngest) -> steps below the best.
SHORTFALLS: Mapping[tuple[int, int], Steps] = MappingProxyType({
    (2023, 0): {"1.2": 1, "2.2": 1, "2.4": 1, "3.2": 2, "3.3": 1, "4.1": 1, "4.2": 2, "7.3": 1},
    (2023, 1): {"1.2": 1, "2.2": 1, "2.3": 1, "2.4": 1, "3.2": 3, "3.3": 1, "4.1": 1, "4.2": 2, "4.3": 1,
                "5.2": 5, "5.3": 1, "6.2": 1, "6.3": 1, "7.2": 2, "7.3": 1},
    (2023, 2): {"1.2": 1, "2.2": 1, "2.4": 1, "3.1": 1, "3.2": 6, "3.3": 1, "4.1": 1, "4.2": 1, "4.3": 1,
                "4.4": 1, "5.2": 4, "5.3": 1, "6.2": 1, "7.2": 1, "7.3": 1},
    (2023, 3): {"1.2": 2, "2.1": 1, "2.2": 2, "2.3": 2, "2.4": 1, "3.1": 1, "3.2": 7, "3.3": 2, "3.4": 1,
                "4.1": 2, "4.2": 3, "4.3": 1, "4.4": 1, "5.2": 9, "5.3": 1, "6.2": 2, "7.2": 3, "7.3": 2},
    (2023, 4): {"1.1": 1, "1.2": 2, "1.3": 1, "2.1": 1, "2.2": 3, "2.3": 3, "2.4": 2, "3.1": 2, "3.2": 12,
                "3.3": 3, "3.4": 2, "3.5": 1, "4.1": 3, "4.2": 5, "4.3": 2, "4.4": 2, "5.1": 1, "5.2": 15,
                "5.3": 1, "6.2": 2, "6.3": 1, "7.1": 2, "7.2": 5, "7.3": 3},
    (2024, 0): {"2.4": 1, "3.2": 1, "3.3": 1, "4.1": 1, "4.2": 2, "4.3": 1, "5.2": 5, "7.3": 1},
    (2024, 1): {"1.2": 1, "2.2": 1, "2.4": 1, "3.2": 4, "3.3": 1, "4.1": 1, "4.2": 1, "4.3": 1, "5.2": 8,
                "6.2": 1, "7.2": 1},
    (2024, 2): {"2.2": 1, "2.3": 1, "2.4": 1, "3.1": 1, "3.2": 8, "3.3": 1, "4.1": 2, "4.2": 3, "4.3": 1,
                "4.4": 1, "5.2": 14, "6.2": 1, "6.3": 1, "7.2": 2, "7.3": 2},
    (2024, 3): {"1.2": 1, "2.1": 1, "2.2": 2, "2.3": 2, "2.4": 1, "3.1": 1, "3.2": 14, "3.3": 2, "3.4": 1,
                "3.5": 1, "4.1": 2, "4.2": 4, "4.3": 1, "5.2": 22, "5.3": 1, "6.2": 1, "7.1": 1, "7.2": 2,
                "7.3": 2},
    (2024, 4): {"1.2": 1, "2.1": 1, "2.2": 2, "2.3": 2, "2.4": 2, "3.1": 2, "3.2": 25, "3.3": 3,
                "3.4": 1, "4.1": 3, "4.2": 4, "4.3": 2, "4.4": 2, "5.1": 1, "5.2": 31, "5.3": 1, "6.2": 2,
                "6.3": 1, "7.1": 1, "7.2": 4, "7.3": 4},
    # What the system counts by itself is not here: 1.3, 2.1, 3.1 to 3.4, 5.1 to 6.1, 6.3, 7.1, 7.2.
    (2025, 0): {"4.3": 1},
    (2025, 1): {"1.2": 1, "2.2": 1, "4.1": 1, "4.2": 2, "4.3": 1, "6.2": 1, "7.3": 1},
    (2025, 2): {"2.2": 1, "2.4": 1, "4.1": 1, "4.2": 2, "7.3": 2},
    (2025, 3): {"2.2": 1, "2.3": 1, "2.4": 1, "4.1": 1, "4.2": 3, "4.3": 1, "6.2": 1, "7.3": 1},
    (2025, 4): {"1.1": 1, "1.2": 1, "2.2": 2, "2.4": 1, "4.2": 4, "4.3": 2, "4.4": 1, "6.2": 2, "7.3": 3},
})  # fmt: skip

LEVELS = {
    "1.2": ("february", "march", "later", "none"),
    "2.1": ("disbursed", "planned", "none"),
    "3.4": ("all", "most", "some", "none"),
    "4.3": ("very-good", "good", "fair", "poor"),
}
MEASURED = {"2.4": (96, 92, 84, 76), "3.3": (97, 92, 87, 81), "4.1": (98, 94, 89, 83)}  # per cent, by step
TAUGHT = (412, 386, 365, 348, 322)  # experiments that the curriculum asks of a county's grades, by kind
STAFF = (46, 41, 38, 34, 29)  # administrators and laboratory staff to be trained, by kind
MOST = {"1.3": 2, "3.5": 3, "5.1": 4, "6.2": 2, "7.3": 4}
CASES: Mapping[str, tuple[dict[str, int], ...]] = MappingProxyType({
    "1.1": ({}, {"no-team": 1}, {"no-team": 2}),
    "2.3": ({}, {"irregular": 1}, {"irregular": 2}, {"irregular": 3}),
    "4.2": tuple({"irregular": n} if n else {} for n in range(7)),
    "4.4": ({}, {"late": 1}, {"late": 1, "wrong": 2}, {"late": 2, "wrong": 3}),
    "5.3": ({}, {"late": 1}, {"late": 2}),
    "6.3": ({}, {"missing": 1}, {"missing": 2}),
})  # fmt: skip


def facts(item: str, steps: int, kind: int, tenths: int, counts: Counts) -> Facts:
    """The facts of one item, *steps* below the best. tenths: 0 to 29, so that equal steps differ a little.

    A denominator of 0 means that the item does not apply.
    """
    steps = max(0, steps)
    if counts.tally and item in LOOP:
        return _of_loop(item, counts.tally)
    if counts.kept and item in CHEMICALS:
        return _of_chemicals(item, counts.kept)
    if item == "2.1" and counts.budget:
        return {"level": counts.budget}
    if item == "6.3" and counts.batches is not None:
        return {"failures": [{"deduction": "missing", "count": counts.batches}] if counts.batches else []}
    if item == "7.1" and counts.in_office:
        return {"numerator": counts.active, "denominator": counts.in_office}
    if item == "7.2" and counts.to_train:
        return {"numerator": counts.trained, "denominator": counts.to_train}
    if item in LEVELS:
        return {"level": LEVELS[item][min(steps, len(LEVELS[item]) - 1)]}
    if item in CASES:
        failures = CASES[item][min(steps, len(CASES[item]) - 1)]
        return {"failures": [{"deduction": case, "count": n} for case, n in failures.items()]}
    if item in MEASURED:
        return _measured(item, steps, kind, tenths)
    if item == "6.1":
        return {"value": counts.applicants}
    if item in MOST:
        held = counts.sessions if item == "1.3" and counts.sessions is not None else MOST[item] - steps
        return {"count": max(0, held)}
    return _share(item, steps, kind, counts)


LOOP = ("3.2", "5.1", "5.2", "5.3")  # what the system counts from hazards
CHEMICALS = ("3.1", "3.3", "3.4")  # and from risk points, stock-takings and hand-overs of waste


def _of_chemicals(item: str, kept: Kept) -> Facts:
    if item == "3.4":
        if kept.handed is None:
            return {"level": LEVELS[item][-1]}
        done, asked = kept.handed
        # The metric gives its printed value.
        return {"value": round_half_up(Fraction(100 * done, asked), 1)} if asked else {"denominator": 0}
    met, asked = kept.listed if item == "3.1" else kept.in_order
    return {"numerator": met, "denominator": asked}


def _of_loop(item: str, tally: Tally) -> Facts:
    if item == "5.1":
        return {"count": tally.checked}
    if item == "5.3":
        return {"failures": [{"deduction": "late", "count": tally.late}] if tally.late else []}
    done, due = tally.chemical if item == "3.2" else tally.unannounced
    found: Facts = {"numerator": done, "denominator": due}
    if item == "3.2" and tally.overdue:
        found["failures"] = [{"deduction": "overdue", "count": tally.overdue}]
    return found


def kinder(found: Facts) -> Facts:
    """The same facts, counted a little in the unit's own favour."""
    if "numerator" in found:
        return found | {"numerator": min(found["denominator"], found["numerator"] + 1)}
    if "count" in found:
        return found | {"count": found["count"] + 1}
    rows = [row | {"count": row["count"] - 1} for row in found.get("failures", ()) if row["count"] > 1]
    return found | {"failures": rows} if "failures" in found else found


def shortfall(item: str, found: Facts, steps: int) -> int:
    """How many steps short of the best, from the facts where these come from hazards, experts or projects."""
    if item not in (*LOOP, "3.1", "3.3", "7.1", "7.2"):
        return steps
    if "denominator" in found:
        return int(found["denominator"] - found["numerator"])
    if "count" in found:
        return MOST[item] - int(found["count"])
    return sum(row["count"] for row in found["failures"])


def _measured(item: str, steps: int, kind: int, tenths: int) -> Facts:
    per_cent = MEASURED[item][min(steps, 3)] + Decimal(tenths) / 10
    if item == "2.4":
        return {"value": per_cent}
    if item == "3.3":
        return {"numerator": min(per_cent, Decimal(100)), "denominator": 100}
    taught = TAUGHT[kind]
    return {"numerator": min(taught, round(per_cent * taught / 100)), "denominator": taught}


def _share(item: str, steps: int, kind: int, counts: Counts) -> Facts:
    whole = {
        "2.2": counts.schools,
        "3.1": counts.chemical,
        "3.2": counts.hazards,
        "5.2": counts.findings,
        "7.1": 24 - 2 * kind,
        "7.2": STAFF[kind],
    }[item]
    found: Facts = {"numerator": max(0, whole - steps), "denominator": whole}
    return found


# Why points were lost; {n}: steps.
REASONS: Mapping[str, str] = MappingProxyType({
    "1.1": "技术支持团队人员变动后没有及时补齐。",
    "1.2": "年度计划印发时间晚于2月底，以文件落款日期为准。",
    "1.3": "专题研究只召开1次，另一次没有会议纪要。",
    "2.1": "以预算批复和下达文件为准，未按年初预算足额下达的按相应档次计分。",
    "2.2": "核查时有{n}所学校的配备没有达到标准，按实际达标校数计。",
    "2.3": "有{n}个项目验收后没有按期登记固定资产。",
    "2.4": "检验报告显示有一批产品不合格，按合格率对应档次计分。",
    "3.1": "有{n}所学校的清单没有按新增药品更新，不计入。",
    "3.2": "有{n}项隐患超过整改期限才销号，不计入按期整改。",
    "3.3": "抽查的学校在双人收发签字和账物核对上有缺漏，按平均符合率计分。",
    "3.4": "部分学校的处置联单不全，按联单齐全的学校占比计分。",
    "3.5": "应急演练比要求少1次。",
    "4.1": "分组实验开出数按课表和实验登记核对，缺登记的不计。",
    "4.2": "现场查看发现{n}处不规范，主要是仪器未归位、登记不全。",
    "4.3": "平台数据显示常态应用还不均衡，按专家组意见定档。",
    "4.4": "数据填报有迟报和差错，以系统记录为准。",
    "5.1": "有{n}个季度没有提交自查报告。",
    "5.2": "有{n}条反馈问题没有在期限内销号。",
    "5.3": "有{n}个季度的整改报告晚于规定日期报送。",
    "6.1": "申报示范校1所，未达到2所。",
    "6.2": "在市级会议上的交流少于2次。",
    "6.3": "“六个一批”中有一类没有落实的台账。",
    "7.1": "有{n}人次没有按派遣参加任务。",
    "7.2": "有{n}人没有参加年度培训。",
    "7.3": "市级以上成果按证书计，少于4项。",
})  # fmt: skip
# The same where the system counts, which looks at other things than the verifiers did.
COUNTED: Mapping[str, str] = MappingProxyType({
    "3.1": "有{n}所学校的风险点本学期没有全部评估，清单不算有效。",
    "3.3": "最近一次盘点有{n}项没有落实或者账物不符。",
    "7.1": "有{n}名在聘专家当年没有承担工作。",
})  # fmt: skip
