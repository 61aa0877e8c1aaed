"""What the experts of the sample city were asked to do beside inspecting, in two years and the weeks ahead.

Nobody is sent to the county that they work in. The work is spread as unevenly as in real bureaus: a third
of it falls on a few, one of them above what the method allows, and many were never asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from .chance import stream
from .documents import number_of
from .experts import Expert, Pool
from .organizations import Tree

DONE_BY = date(2025, 12, 9)


@dataclass(frozen=True, slots=True)
class Task:
    """A sort of work. at: school or county. days: from, to. outcomes: with {n} for a small number."""

    duty: str
    category: str
    at: str
    title: str
    days: tuple[float, float]
    outcomes: tuple[str, ...]


TASKS = (
    Task("guidance", "laboratory", "school", "实验室管理与安全使用指导", (0.5, 1), (
        "现场示范药品分类和台账登记，留下改进清单 {n} 条。", "帮助理顺准备室流程，当场改正标签问题 {n} 处。",
    )),
    Task("review", "laboratory", "school", "新建实验室竣工验收评审", (1, 1), (
        "通风与给排水符合要求，提出整改意见 {n} 条后通过验收。", "设备参数与合同一致，同意验收。",
    )),
    Task("supervision", "laboratory", "county", "实验室达标建设专项督导", (1, 2), (
        "抽看 {n} 所学校，形成督导意见书。", "核对建设台账和现场，缺口已列入县级计划。",
    )),
    Task("research", "experiment", "county", "初中理化生实验操作考试方案论证", (1, 1.5), (
        "提出修改意见 {n} 条，方案按意见修改后印发。", "建议增加抽题和巡考环节，意见被采纳。",
    )),
    Task("training", "experiment", "county", "实验教学基本技能培训", (1, 2), (
        "完成 {n} 个专题，参训教师现场操作考核全部合格。", "示范课例 {n} 个，资料已发各校。",
    )),
    Task("review", "experiment", "county", "实验教学说课评选", (1, 1), (
        "评出优秀课例 {n} 个，推荐参加上一级展示。", "统一评分标准，逐课反馈意见。",
    )),
    Task("guidance", "library", "school", "图书室编目与开放借阅指导", (0.5, 1), (
        "完成图书剔旧和分类指导，开放时间延长至课后服务时段。", "提出布局调整建议 {n} 条。",
    )),
    Task("training", "library", "county", "图书管理员业务培训", (1, 1), (
        "讲解编目、剔旧与阅读推广，现场答疑 {n} 个问题。", "完成 {n} 个专题，参训人员全部结业。",
    )),
    Task("research", "informatization", "county", "智慧教育平台应用方案论证", (1, 1.5), (
        "提出修改意见 {n} 条，补充数据安全要求后通过。", "建议分两期实施，意见被采纳。",
    )),
    Task("training", "informatization", "county", "数字化实验教学应用培训", (1, 2), (
        "完成 {n} 个专题，教师人人完成一个数字化实验课例。", "带教骨干教师，交流课例 {n} 个。",
    )),
    Task("supervision", "informatization", "county", "校园网络安全与设备应用督导", (1, 1.5), (
        "抽看 {n} 所学校，问题当场反馈。", "核对设备使用日志，督促闲置设备调配 {n} 台（套）。",
    )),
    Task("guidance", "informatization", "school", "多媒体教学设备应用指导", (0.5, 0.5), (
        "解决常见故障 {n} 类，留下维护手册。", "指导教师用好互动教学终端。",
    )),
)  # fmt: skip

# What comes together on one pair of shoulders: more than the twenty days of the method.
BURDEN = (
    ("实验室建设三年规划集中评审", "2025-03-10", "2025-03-21", Decimal(10)),
    ("薄弱学校实验室改造项目评审", "2025-05-12", "2025-05-20", Decimal(7)),
    ("实验室装备配备标准执行情况评估", "2025-09-15", "2025-09-19", Decimal(5)),
)


def engagements(tree: Tree, pool: Pool, seed: int) -> Iterator[dict[str, Any]]:
    """About one for each school, twelve at least and fifty-six at most, by year in order of time."""
    chance = stream(seed, "engagements")
    count = max(12, min(56, len(tree.schools)))
    rows = list(_burden(tree, pool, chance))
    for _ in range(20 * count):
        row = _ordinary(tree, pool, chance) if len(rows) < count else None
        if row and not any(_clash(row, other) for other in rows):
            rows.append(row)
    serials = {2024: 0, 2025: 0, 2026: 0}
    for row in sorted(rows, key=lambda r: (r["dates"]["from"], r["expert"], r["title"])):
        year = int(row["dates"]["from"][:4])
        serials[year] += 1
        yield {"id": f"e-{year}-{serials[year]:03}", **row, "sample": True}


def _ordinary(tree: Tree, pool: Pool, chance: Random) -> dict[str, Any] | None:
    """One piece of work for somebody in whose term it lies; None where nobody is found."""
    task = chance.choice(TASKS)
    day = _day(chance)
    low, high = task.days
    days = Decimal(str(chance.choice((low, high))))
    last = day + timedelta(days=1 if days > 1 else 0)
    first_day, last_day = day.isoformat(), last.isoformat()
    fit = [
        e for e in pool.experts
        if e.category == task.category and e.first <= first_day and last_day <= e.last
    ]  # fmt: skip
    expert = _one_of(fit, chance)
    unit = _unit(tree, expert, task.at, first_day, last_day, chance) if expert else ""
    if not (expert and unit):
        return None
    row = _row(task.title, expert, task.duty, unit, first_day, last_day, days, chance)
    if last <= DONE_BY:
        row["outcome"] = chance.choice(task.outcomes).format(n=chance.randint(2, 6))
    return row


def _clash(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Would one person be in two places on one day?"""
    a, b = one["dates"], other["dates"]
    return bool(one["expert"] == other["expert"] and a["from"] <= b["to"] and b["from"] <= a["to"])


def _row(
    title: str, expert: Expert, duty: str, unit: str, first: str, last: str, days: Decimal, chance: Random
) -> dict[str, Any]:
    role = "lecturer" if duty == "training" else "lead" if chance.random() < 0.4 else "member"
    row: dict[str, Any] = {
        "title": title, "expert": expert.id, "duty": duty, "category": expert.category, "role": role,
        "unit": unit, "status": "done" if last <= DONE_BY.isoformat() else "planned",
        "dates": {"from": first, "to": last}, "days": int(days) if days == int(days) else days,
    }  # fmt: skip
    if first[:4] in ("2024", "2025") and f"{first[:4]}-04-01" <= first and chance.random() < 0.6:
        row["document"] = number_of(f"engagements-{first[:4]}")
    return row


def _burden(tree: Tree, pool: Pool, chance: Random) -> Iterator[dict[str, Any]]:
    first, last = BURDEN[0][1], BURDEN[-1][2]
    fit = (
        e for e in pool.experts if e.category == "laboratory" and e.first <= first and last <= e.last
    )  # fmt: skip
    expert = next(fit)
    for title, start, end, days in BURDEN:
        county = _unit(tree, expert, "county", start, end, chance)
        row = _row(title, expert, "review", county, start, end, days, chance)
        yield row | {"role": "lead", "outcome": "形成评审意见，按意见修改后采用。"}


def _day(chance: Random) -> date:
    """A working day of term, more often in spring and autumn; one in twelve is still to come."""
    if chance.random() < 1 / 12:
        return chance.choice((date(2025, 12, 16), date(2025, 12, 23), date(2026, 1, 8)))
    year = chance.choice((2024, 2025, 2025))
    months = (3, 4, 4, 5, 5, 6, 9, 10, 10, 11, 11)
    day = date(year, chance.choice(months), chance.randint(8, 26))
    return day - timedelta(days=max(0, day.weekday() - 3))  # two days in a row stay in one week


def _one_of(fit: list[Expert], chance: Random) -> Expert | None:
    """Half of the work goes to the first few of a list, as it does where one asks whom one knows."""
    if not fit:
        return None
    return chance.choice(fit[:4]) if chance.random() < 0.45 else chance.choice(fit)


def _unit(tree: Tree, expert: Expert, at: str, first: str, last: str, chance: Random) -> str:
    """A county without a tie to the expert, or an open school of one; "" where there is none."""
    counties = [c for c in range(len(tree.counties)) if c not in expert.barred]
    if at == "county":
        return tree.counties[chance.choice(counties)]
    schools = [s for s in tree.schools if s.county in counties and s.is_open(first, last)]
    return chance.choice(schools).id if schools else ""
