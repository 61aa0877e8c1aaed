"""Commendations (表扬) of two years, the outcome of their nominations, and what people are praised for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from .chance import shuffled
from .documents import number_of
from .organizations import School

SORTS = {"advanced_unit": "unit", "advanced_individual": "person"}
NOTICES = {
    2023: ("bulletin-commendation-2023", "2024-03-07", "2024-02-26", "2024-03-01"),
    2024: ("bulletin-commendation-2024", "2025-03-06", "2025-02-20", "2025-02-26"),
}

# Merits that fit every school, and those that only a school with chemicals can have.
UNIT_MERITS = (
    "实验教学开出率高，实验室管理规范有序。",
    "数字化实验与实物实验结合紧密，形成一批课例。",
    "教育装备管好用好，设备完好率和使用率保持较高水平。",
    "督查反馈问题全部按期整改，并举一反三完善制度。",
    "常态应用国家中小学智慧教育平台，教师参与面广。",
    "装备台账一物一码，管理精细，数据填报及时准确。",
    "承担片区网络教研任务，带动薄弱学校共同提高。",
    "学生信息保护和网络安全责任落实，进校应用管理严格。",
)
CHEMICAL_UNIT_MERITS = (
    "“五双”制度执行到位，账物长期相符。",
    "危化品台账管理规范，管理经验在学区推广。",
    "坚持学期初盘点、学期末清库，药品存量持续下降。",
    "废液分类收集和规范处置走在前列，推行微型实验减少废液。",
)
PERSON_MERITS = (
    "开发数字化实验课例，并在学区展示交流。",
    "牵头设备报修平台建设，故障处置及时。",
    "组织学生科创社团，开放功能室服务全校。",
    "牵头制订学校装备管理制度，执行严格。",
    "推动智慧教育平台在本校常态应用，帮助教师解决技术难题。",
    "整理图书和仪器编目，开放借阅，使用率明显提高。",
    "带教新任管理员，帮助同学区学校完善装备台账。",
    "自制教具用于课堂演示，在学区推广使用。",
)
CHEMICAL_PERSON_MERITS = (
    "负责危化品台账，登记细致，交接清楚。",
    "改进演示实验，减少药品用量和废液产生。",
    "坚持每周测试报警和洗眼装置，记录完整。",
    "规范废液收集和标签管理，做法被学区采用。",
    "组织应急演练贴近实际，修订学校应急预案。",
)
POSTS = {
    "primary": ("科学教师", "装备管理员", "信息科技教师", "总务副主任"),
    "special": ("康复教师", "装备管理员", "信息科技教师"),
}
OTHER_POSTS = ("实验员", "化学教师", "物理教师", "装备管理员", "信息科技教师", "教研组组长", "总务副主任")
MANAGER = "分管副校长"

WITHDRAWN = {
    "date": "2025-05-12",
    "reason": "复核发现申报材料中的实验开出数据填报有误，经研究撤销表扬。",
}


class Merits:
    """Sentences in a drawn order, none used twice before all were.

    Those on chemicals are given only to schools that keep any.
    """

    def __init__(self, general: tuple[str, ...], chemical: tuple[str, ...], chance: Random) -> None:
        self.chemical = frozenset(chemical)
        self.queue = shuffled(general + chemical, chance)

        self.told: set[tuple[str, str]] = set()

    def next(self, school: School) -> str:
        """The next sentence that fits *school* and was not told of it before."""
        merit = next(
            m
            for m in self.queue
            if (school.hazchem or m not in self.chemical) and (school.id, m) not in self.told
        )
        self.told.add((school.id, merit))
        self.queue.remove(merit)
        self.queue.append(merit)
        return merit


def awards(nominations: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """What the notices of both years announced: every nomination that was accepted, as it was recommended."""
    serials: Counter[tuple[int, str]] = Counter()
    for told in nominations:
        if told["status"] != "accepted":
            continue
        year, sort = told["year"], SORTS[told["kind"]]
        key, issued, first, last = NOTICES[year]
        serials[year, sort] += 1
        record: dict[str, Any] = {"id": f"a-{year}-{sort}-{serials[year, sort]:02}"}
        record |= {name: told[name] for name in ("year", "kind", "unit")}
        if "person" in told:
            record |= {"person": told["person"], "post": told["office"]}
        record |= {
            "notice": {"number": number_of(key), "issued_on": issued},
            "public_notice": {"from": first, "to": last},
            "merit": told["merit"],
        }
        if "person" in told:
            record |= _consent(year, serials[year, sort] - 1)
        record |= {"nomination": told["id"], "sample": True}
        withdrawn = {"withdrawn": WITHDRAWN} if record["id"] == "a-2024-unit-04" else {}
        yield record | withdrawn


def _consent(year: int, index: int) -> dict[str, Any]:
    """Most agree for two years; some do not, and one has retired and asked to be left out from then on."""
    if index % 8 == 3:
        return {"consent": False}
    has_left = (year, index) == (2024, 1)
    return {"consent": True, "public_until": "2025-06-30" if has_left else f"{year + 2}-12-31"}
