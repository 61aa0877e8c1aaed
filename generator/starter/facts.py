"""What visitors noted at items of the last quarter: what they looked at, and what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

# Item -> what was seen where it was met; {n} is how many were looked at.
SEEN = {
    "hc-05": "查看了{n}名管理人员的培训合格证，均在有效期内。",
    "hc-20": "抽查了{n}个月的两本账，登记一致，按月核对签字。",
    "hc-22": "抽查{n}种试剂，账、卡、物一致。",
    "hc-25": "抽查{n}瓶试剂，标签完好，没有过期。",
    "hc-31": "查看了本学期的演练方案、签到和总结。",
    "dt-03": "抽查{n}台设备，资产标签与台账一致。",
    "dt-07": "查看了{n}张报修单，均在三日内处理并签字。",
    "dt-15": "抽查{n}台教师用机，口令符合要求，补丁齐全。",
    "dt-16": "核对了{n}个在用应用程序，均已备案。",
}
PROOF = {
    "hc-05": "培训合格证复印件",
    "hc-20": "双本账抽查页照片",
    "hc-22": "抽查记录表",
    "hc-31": "演练材料照片",
    "dt-07": "报修单照片",
    "dt-16": "应用程序备案清单",
}


def with_facts(rows: Sequence[dict[str, Any]], inspection: str, chance: Random) -> list[dict[str, Any]]:
    """The results, some of those that were met with what was seen and what proves it."""
    return [_noted(row, inspection, chance) for row in rows]


def _noted(row: dict[str, Any], inspection: str, chance: Random) -> dict[str, Any]:
    item = row["item"]
    if row["result"] != "met" or item not in SEEN or chance.random() < 0.4:
        return row
    found = row | {"facts": SEEN[item].format(n=chance.randint(3, 6))}
    if item in PROOF:
        proof = {"title": PROOF[item], "kept": f"督查档案 {inspection} 第{chance.randint(2, 30)}页"}
        found["evidence"] = [proof]
    return found
