"""The sample's periods of publicity: before each annual result and each praise; one still runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .awards import NOTICES

# As the State Council's office announced them: days off from Monday to Friday, and weekends at work.
WORKING_DAYS = {
    "off": [
        "2024-01-01", "2024-02-12", "2024-02-13", "2024-02-14", "2024-02-15", "2024-02-16", "2024-04-04",
        "2024-04-05", "2024-05-01", "2024-05-02", "2024-05-03", "2024-06-10", "2024-09-16", "2024-09-17",
        "2024-10-01", "2024-10-02", "2024-10-03", "2024-10-04", "2024-10-07", "2025-01-01", "2025-01-28",
        "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-03", "2025-02-04", "2025-04-04", "2025-05-01",
        "2025-05-02", "2025-05-05", "2025-06-02", "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06",
        "2025-10-07", "2025-10-08",
    ],
    "work": [
        "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29",
        "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
    ],
}  # fmt: skip
_OFFICE = {"office": "市教体局装备管理科"}
_HELD = (
    (2023, "2024-01-15", "2024-01-19"),
    (2024, "2025-01-15", "2025-01-21"),
    (2025, "2025-12-08", "2025-12-12"),
)


def publicity() -> Iterator[dict[str, Any]]:
    """One for each year's result and each year's praise; the newest still runs on the day of looking."""
    for year, (_, _, first, last) in NOTICES.items():
        yield {
            "id": f"publicity-commendation-{year}",
            "title": f"{year}年度教育装备和信息化工作先进单位和先进个人拟表扬对象公示",
            "bulletin_kind": "commendation",
            "period": str(year),
            "from": first,
            "to": last,
            "contact": dict(_OFFICE),
            "sample": True,
        }
    for year, first, last in _HELD:
        record: dict[str, Any] = {
            "id": f"publicity-evaluation-{year}",
            "title": f"{year}年度教育装备和信息化工作考核评价结果公示",
            "bulletin_kind": "annual-evaluation",
            "period": str(year),
            "from": first,
            "to": last,
            "contact": dict(_OFFICE),
        }
        if year == 2024:
            record["objections"] = [
                {
                    "on": "2025-01-17",
                    "matter": "有学校反映县里漏报了一次培训",
                    "answered_on": "2025-01-21",
                    "answer": "经核查，培训在次年举办，不计入2024年度，得分不变。",
                }
            ]
        if year == 2025:
            record["objections"] = [{"on": "2025-12-09", "matter": "对一个县的经费执行率有疑问"}]
        yield record | {"sample": True}
