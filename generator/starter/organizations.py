"""The tree of the sample city: 市 → 县（区） → 学区 → 学校.

资阳市 and 安岳县 are real and carry nothing but what the public text states: no division code, no team
figures, no schools. Everything below the invented counties is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .chance import stream
from .names import SchoolNames, cluster_name, county_names

# Thirty schools of a county seat and its townships; the sample repeats the mix.
STAGE_MIX = (
    "primary", "junior", "primary", "nine_year", "primary",
    "complete", "primary", "junior", "senior", "primary",
    "nine_year", "primary", "junior", "vocational", "primary",
    "junior", "primary", "nine_year", "primary", "complete",
    "junior", "primary", "nine_year", "special", "primary",
    "junior", "senior", "nine_year", "complete", "vocational",
)  # fmt: skip

# Relative to the others: 甲禾 is the best equipped, 戊川 the youngest county.
COUNTY_QUALITY = (0.55, 0.25, 0.05, -0.15, -0.45)
COUNTY_SHARES = (14, 13, 12, 11, 10)
COUNTY = 100  # schools of a county, on the average; five counties at least

LABORATORIES = {
    "primary": (1, 3), "junior": (3, 6), "nine_year": (3, 7), "senior": (6, 12), "complete": (6, 14),
    "vocational": (4, 9), "special": (1, 2),
}  # fmt: skip

STORAGE_PLACES = ("实验楼专用储存室", "科技楼专用药品间", "综合楼专用药品柜", "实验准备室专用药品柜")


@dataclass(frozen=True, slots=True)
class School:
    """What the other parts need to know of a school.

    quality: how well it works, about -1 to 1, higher is better; decides its results.
    opened, closed: ISO dates, "" where it was there before the records or is still there.
    """

    id: str
    name: str
    county: int
    stage: str
    hazchem: tuple[str, ...]
    quality: float
    opened: str
    closed: str

    def is_open(self, first: str, last: str) -> bool:
        """Open during the whole time from *first* to *last*."""
        return self.opened <= first and (not self.closed or self.closed > last)


@dataclass(frozen=True, slots=True)
class Tree:
    """The records in the order of the tree, the invented counties, and all schools.

    by_county: the schools once more, by index of the county, for all that goes through the counties.
    """

    records: tuple[dict[str, Any], ...]
    counties: tuple[str, ...]
    schools: tuple[School, ...]
    by_county: tuple[tuple[School, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        found: list[list[School]] = [[] for _ in self.counties]
        for school in self.schools:
            found[school.county].append(school)
        object.__setattr__(self, "by_county", tuple(map(tuple, found)))


def tree(schools: int, seed: int) -> Tree:
    """The organizations of a city with *schools* schools below invented counties."""
    chance = stream(seed, "organizations")
    counties = county_names(min(max(5, schools // COUNTY), 100))
    records = list(_real_units())
    found: list[School] = []
    for index, (key, name) in enumerate(counties):
        records.append(_county(index, key, name))
        count = _share(schools, index, len(counties))
        records.extend(_county_schools(index, key, name, count, chance, found))
    return Tree(tuple(records), tuple(key for key, _ in counties), tuple(found))


def _real_units() -> Iterator[dict[str, Any]]:
    yield {
        "id": "ziyang",
        "name": "资阳市",
        "level": "city",
        "order": 1,
        "teams": _stated_teams(),
        "note": "市、县（区）、学区、学校四级，各级健全业务管理、专家骨干、技术支持三支团队，"
        "见《关于加强教育装备和信息化工作的通知》（资教体发〔2021〕26号）。本站所示数值均来自虚构的示例县（区）和学校。",
    }
    yield {
        "id": "anyue",
        "name": "安岳县",
        "level": "county",
        "parent": "ziyang",
        "order": 10,
        "teams": _stated_teams(),
        "note": "公开稿件载明，全市教育装备和信息化现场推进暨管理培训会2023年3月21日至22日在安岳县举办。"
        "本站不登记该县的学校和数据。",
    }


def _stated_teams() -> list[dict[str, Any]]:
    """The teams as the public text states them: set up by a document, nothing else known."""
    return [
        {"kind": kind, "document": "资教体发〔2021〕26号"} for kind in ("management", "experts", "technical")
    ]


def _share(schools: int, index: int, counties: int) -> int:
    """Schools of one county: unequal shares that sum up to *schools*."""
    weights = [COUNTY_SHARES[i % len(COUNTY_SHARES)] for i in range(counties)]
    before, total = sum(weights[:index]), sum(weights)
    return schools * (before + weights[index]) // total - schools * before // total


def _county(index: int, id: str, name: str) -> dict[str, Any]:
    return {
        "id": id,
        "name": name,
        "level": "county",
        "parent": "ziyang",
        "division_code": f"00{index + 1:04}",
        "order": 20 + 10 * index,
        "teams": _county_teams(index),
        "sample": True,
    }


def _county_teams(index: int) -> list[dict[str, Any]]:
    """The teams of a county by role."""
    roles = {
        "management": (("分管副局长", 1), ("装备管理股干部", 2 + index % 4)),
        "experts": (("教研室主任", 1), ("理科教研员", 3 + index % 3), ("骨干实验教师", 4 + index * 3 % 5)),
        "technical": (("教育装备中心主任", 1), ("信息技术员", 3 + index % 3)),
    }
    teams: list[dict[str, Any]] = [
        {
            "kind": kind,
            "lead": rows[0][0],
            "members": sum(count for _, count in rows),
            "roles": [{"role": role, "count": count} for role, count in rows],
        }
        for kind, rows in roles.items()
    ]
    # The youngest county has lost its technical team, and one has changed hands, so that both can be seen.
    if index % 5 == 4:
        teams[2]["to"] = "2025-07-31"
    if index % 5 == 1:
        before = {"kind": "management", "lead": "装备管理股股长", "members": 3, "to": "2024-12-31"}
        teams[0]["from"] = "2025-01-01"
        teams.insert(0, before)
    return teams


def _county_schools(
    county: int, id: str, name: str, count: int, chance: Random, found: list[School]
) -> Iterator[dict[str, Any]]:
    names = SchoolNames(name, chance)
    clusters = max(3, -(-count // 12))
    for cluster in range(clusters):
        cluster_id = f"{id}-c{cluster + 1:02}"
        yield {
            "id": cluster_id,
            "name": f"{name}{cluster_name(cluster)}",
            "short_name": cluster_name(cluster),
            "level": "cluster",
            "parent": id,
            "order": cluster + 1,
            "teams": [
                {"kind": "management", "lead": "学区管理中心主任", "members": 2},
                {"kind": "experts", "lead": "学区教研组组长", "members": 3 + cluster % 3},
                {"kind": "technical", "lead": "学区信息化专干", "members": 1 + cluster % 2},
            ],
            "sample": True,
        }
        for number in range(count * cluster // clusters, count * (cluster + 1) // clusters):
            serial = len(found) + 1
            stage = STAGE_MIX[(serial - 1) % len(STAGE_MIX)]
            school, record = _school(
                f"{id}-s{number + 1:02}", cluster_id, county, stage, serial, names, chance
            )
            found.append(school)
            yield record


def _school(
    id: str, cluster: str, county: int, stage: str, serial: int, names: SchoolNames, chance: Random
) -> tuple[School, dict[str, Any]]:
    name, short = names.next(stage)
    opened, closed, note = _life(serial, chance)
    classes = _hazchem_classes(stage, chance)
    low, high = LABORATORIES[stage]
    laboratories = chance.randint(low, high)
    keeps: dict[str, Any] = {"laboratories": laboratories, "hazchem": bool(classes)}
    if classes:
        keeps["hazchem_classes"] = list(classes)
    keeps["equipment"] = laboratories * chance.randint(90, 160) + chance.randint(0, 99)
    if classes:
        keeps["storage_place"] = chance.choice(STORAGE_PLACES)
    record: dict[str, Any] = {
        "id": id,
        "name": name,
        "short_name": short,
        "level": "school",
        "parent": cluster,
        "school_code": f"2100{serial + 100:06}",
        "stage": stage,
        "order": serial,
        "opened": opened,
    }
    if closed:
        record["closed"] = closed
    record["teams"] = _school_teams(laboratories, chance)
    record |= {"keeps": keeps, "sample": True}
    if note:
        record["note"] = note
    base = COUNTY_QUALITY[county % len(COUNTY_QUALITY)]
    quality = base + chance.gauss(0, 0.35)
    return School(id, name, county, stage, classes, quality, opened, closed), record


def _life(serial: int, chance: Random) -> tuple[str, str, str]:
    """When a school opened and closed, and a note; one of sixty has closed, one is new."""
    opened = f"{chance.randint(1952, 2016)}-09-01"
    if serial % 60 == 47:
        return opened, "2025-07-31", "2025年暑期撤并，学生分流至同学区学校；此前的督查记录保留备查。"
    if serial % 60 == 32:
        return "2024-09-01", "", "2024年秋季新建投用，此前没有督查记录。"
    return opened, "", ""


def _hazchem_classes(stage: str, chance: Random) -> tuple[str, ...]:
    """Classes of chemicals that a school keeps; () for none."""
    if stage == "special" or (stage == "primary" and chance.random() < 0.4):
        return ()
    if stage == "primary":
        return ("general",)
    if stage in ("junior", "nine_year") and chance.random() < 0.35:
        return ("drug_precursor", "general")
    return ("drug_precursor", "explosive_precursor", "general")


def _school_teams(laboratories: int, chance: Random) -> list[dict[str, Any]]:
    return [
        {
            "kind": "management",
            "lead": chance.choice(("分管副校长", "总务主任")),
            "members": 2 + laboratories // 5,
        },
        {
            "kind": "experts",
            "lead": chance.choice(("理科教研组组长", "科学教研组组长")),
            "members": 2 + laboratories // 3,
        },
        {
            "kind": "technical",
            "lead": chance.choice(("信息中心主任", "信息科技教师")),
            "members": 1 + laboratories // 6,
        },
    ]
