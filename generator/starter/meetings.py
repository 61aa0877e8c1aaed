"""On-site meetings and special meetings of the sample city.

The meeting of 安岳县 in 2023 is real and says what the public text says, no more: neither theme nor schools.
All others are invented, at invented counties; 2022 shows how a year without a meeting looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .documents import number_of
from .organizations import Tree

TITLE = "全市教育装备和信息化现场推进会"
SHOWN = ("开放功能室与课后服务", "实验室标准化管理", "装备管用一体的校本制度")
FORMS = ("observation", "commendation", "exchange", "cases", "lecture", "speech")


@dataclass(frozen=True, slots=True)
class OnSite:
    """One invented on-site meeting. county: index of the host; talks: titles of exchange, cases, lecture."""

    year: int
    theme: str
    county: int
    days: tuple[str, str]
    talks: tuple[str, str, str]
    follow_ups: tuple[tuple[str, str, str, str], ...]  # text, due, done on, result


HELD = (
    OnSite(
        2024, "装备常态化应用", 0, ("2024-03-27", "2024-03-28"),
        ("以校本教研推动装备进课堂", "一间功能室的三年使用账", "装备应用效益的观察与评价"),
        (
            ("组织未参会学校观看展示课录像，每校写一份应用打算。", "2024-05-31", "2024-05-27",
             "各县（区）学校均已观看，应用打算由学区汇总。"),
            ("推荐装备应用课例，汇编成册。", "2024-10-31", "2024-11-08",
             "收到课例21件，选用12件，比期限晚8天完成。"),
        ),
    ),
    OnSite(
        2025, "规范管理、安全应用", 2, ("2025-04-10", "2025-04-11"),
        ("县域危化品统一配送和统一回收的做法", "把“五双”落到每一本台账", "学校实验室安全风险辨识与分级管控"),
        (
            ("各县（区）组织一次危化品清库和台账核对。", "2025-06-30", "2025-06-24",
             "各县（区）已完成清库，清出过期药品统一回收。"),
            ("把现场会展示的台账样式印发全市学校参照使用。", "2025-09-30", "2025-09-12",
             "台账样式已随通知下发。"),
            ("跟踪各县（区）应用情况，形成年度小结。", "2025-12-26", "", ""),
        ),
    ),
)  # fmt: skip

# Unit (-1: the city, else index of a county), day, title, theme.
SPECIAL = (
    (-1, "2024-09-04", "秋季学期危化品安全专题会议", "危化品安全"),
    (-1, "2025-02-19", "年度重点任务部署专题会议", "年度重点任务"),
    (-1, "2025-09-03", "秋季学期实验室安全专题会议", "实验室安全"),
    (0, "2025-03-06", "装备和信息化重点任务专题会议", "年度重点任务"),
    (3, "2025-09-10", "实验室安全隐患整改专题会议", "隐患整改"),
)


def meetings(city: Tree, demonstrations: Iterable[dict[str, Any]], source: str) -> Iterator[dict[str, Any]]:
    """On-site meetings by year, then special meetings.

    demonstrations: of which a host shows those that were valid. source: where the real meeting is known from.
    """
    shown = tuple(demonstrations)
    yield _not_held()
    yield _anyue(source)
    for one in HELD:
        yield _held(one, city, shown)
    yield _planned(city)
    for county, day, title, theme in SPECIAL:
        yield _special(city.counties[county] if county >= 0 else "ziyang", day, title, theme)


def _not_held() -> dict[str, Any]:
    return {
        "id": "on-site-2022",
        "year": 2022,
        "kind": "on_site",
        "status": "not_held",
        "unit": "ziyang",
        "title": TITLE,
        "reason": "公开稿件没有载明这一年的现场推进会；登记为未召开，只为演示缺会的年份怎样显示。",
        "sample": True,
    }


def _anyue(source: str) -> dict[str, Any]:
    return {
        "id": "on-site-2023",
        "year": 2023,
        "kind": "on_site",
        "status": "held",
        "unit": "ziyang",
        "title": "全市教育装备和信息化现场推进暨管理培训会",
        "dates": {"from": "2023-03-21", "to": "2023-03-22"},
        "host": "anyue",
        "agenda": [{"form": form} for form in FORMS],
        "source": source,
        "note": "公开稿件载明日期、地点和议程形式，没有载明主题、参观的学校和发言单位，因此不填。",
    }


def _held(one: OnSite, city: Tree, demonstrations: Iterable[dict[str, Any]]) -> dict[str, Any]:
    host = city.counties[one.county]
    sites = _sites(one, city, demonstrations)
    record = _head(one.year, "held", one.theme, one.days, host)
    if sites:
        record["sites"] = sites
    return record | {
        "agenda": _agenda(one, host, sites),
        "materials": [{"title": f"{one.year}年现场推进会经验交流材料汇编"}],
        "document": number_of(f"on-site-{one.year}"),
        "follow_ups": [_follow_up(host, *row) for row in one.follow_ups],
        "sample": True,
    }


def _sites(one: OnSite, city: Tree, demonstrations: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Three of the host's schools: first those that were demonstration schools then, then its best ones."""
    sites = [
        {"school": d["school"], "demonstration": d["id"], "shown": d["shows"]}
        for d in demonstrations
        if d["county"] == city.counties[one.county] and _is_valid(d, one.days[0])
    ]
    taken = {site["school"] for site in sites}
    others = [s for s in city.by_county[one.county] if s.is_open(*one.days) and s.id not in taken]
    best = sorted(others, key=lambda s: (-s.quality, s.id))
    plain = [{"school": s.id, "shown": shown} for s, shown in zip(best, SHOWN, strict=False)]
    return (sites + plain)[:3]


def _is_valid(demonstration: dict[str, Any], day: str) -> bool:
    given = demonstration.get("designation", {})
    left = demonstration.get("withdrawal", {}).get("on", "9999")
    is_given = given.get("result") == "designated" and "withdrawn" not in demonstration
    return is_given and bool(given["on"] <= day <= given["valid_to"]) and left > day


def _agenda(one: OnSite, host: str, sites: list[dict[str, str]]) -> list[dict[str, Any]]:
    exchange, case, lecture = one.talks
    speaker = {"unit": sites[0]["school"]} if sites else {}
    return [
        {"form": "observation", "title": "分组参观现场看点"},
        {"form": "commendation", "title": f"宣读{one.year - 1}年度表扬通报"},
        {"form": "exchange", "title": exchange, "unit": host},
        {"form": "cases", "title": case, **speaker},
        {"form": "lecture", "title": lecture},
        {"form": "speech", "title": "总结讲评并部署全年工作"},
    ]


def _follow_up(unit: str, text: str, due: str, done: str, result: str) -> dict[str, Any]:
    row: dict[str, Any] = {"text": text, "unit": unit, "due": due}
    return row | {"done": {"on": done, "result": result}} if done else row


def _planned(city: Tree) -> dict[str, Any]:
    days = ("2026-03-25", "2026-03-26")
    return _head(2026, "planned", "图书室与实验室一体化应用", days, city.counties[1]) | {"sample": True}


def _head(year: int, status: str, theme: str, days: tuple[str, str], host: str) -> dict[str, Any]:
    return {
        "id": f"on-site-{year}",
        "year": year,
        "kind": "on_site",
        "status": status,
        "unit": "ziyang",
        "title": f"{year}年{TITLE}",
        "theme": theme,
        "dates": {"from": days[0], "to": days[1]},
        "host": host,
    }


def _special(unit: str, day: str, title: str, theme: str) -> dict[str, Any]:
    return {
        "id": f"special-{day[:7]}-{unit}",
        "year": int(day[:4]),
        "kind": "special",
        "status": "held",
        "unit": unit,
        "title": title,
        "theme": theme,
        "dates": {"from": day, "to": day},
        "sample": True,
    }
