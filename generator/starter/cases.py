"""Typical cases (典型经验): what demonstration schools and counties do that others can learn from.

The one real case is what the public text says of the bureau's five mechanisms, with the numbers it states.
All others are invented; one of them was never shared, so that the warning can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from random import Random
from typing import Any

from .chance import stream
from .documents import number_of
from .organizations import School, Tree
from .stories import OF_COUNTIES, OF_DISTRICTS, OF_OTHERS, OF_SCHOOLS, Effect, Story

Data = dict[str, Any]
MOST = 20
_OTHERS = 1 + len(OF_COUNTIES) + len(OF_DISTRICTS) + len(OF_OTHERS)
MEETING_DAYS = {"on-site-2024": "2024-03-27", "on-site-2025": "2025-04-10"}
LAST_YEAR = 2025
TOPICS = {"hc": "hazchem", "dt": "digital"}


def cases(city: Tree, demonstrations: Iterable[Data], source: str, seed: int) -> Iterator[Data]:
    """The records, by year and number; at most twenty for any size of city."""
    chance = stream(seed, "cases")
    yield _real(source)
    schools = {school.id: school for school in city.schools}
    told: set[str] = set()
    found: list[Data] = []
    for record in demonstrations:
        story = OF_SCHOOLS.get(record["theme"])
        is_valid = record.get("designation", {}).get("result") == "designated" and "withdrawal" not in record
        if story and is_valid and story.title not in told and len(found) < MOST - _OTHERS:
            told.add(story.title)
            found.append(_of_school(schools[record["school"]], record, story, chance))
    found.extend(_of_counties(city, chance))
    found.extend(_of_others(city, {data["unit"] for data in found}, chance))
    _leave_one_unshared(found)
    yield from _numbered(found)


def _of_school(school: School, demonstration: Data, story: Story, chance: Random) -> Data:
    """A case that came out of a demonstration, in the year of the designation or the next."""
    began = max(f"{demonstration['year'] - 1}-09-01", school.opened)
    year = min(demonstration["year"] + chance.randint(0, 1), LAST_YEAR)
    return _case(school.id, year, began, story, chance) | {"demonstration": demonstration["id"]}


def _of_counties(city: Tree, chance: Random) -> Iterator[Data]:
    for index, story in OF_COUNTIES.items():
        year = 2024 + index % 2
        yield _case(city.counties[index], year, f"{year - 1}-03-01", story, chance)


def _of_others(city: Tree, taken: Set[str], chance: Random) -> Iterator[Data]:
    """Cases of districts, and of schools that have none yet; those with chemicals fit every story."""
    districts = [record["id"] for record in city.records if record["level"] == "cluster"]
    for story, unit in zip(OF_DISTRICTS, chance.sample(districts, len(OF_DISTRICTS)), strict=True):
        yield _case(unit, chance.choice((2024, 2025)), "2023-09-01", story, chance)
    fit = (s for s in city.schools if s.hazchem and s.is_open("2022-09-01", "2025-12-31"))
    free = [school for school in fit if school.id not in taken]
    chosen = chance.sample(free, min(len(free), len(OF_OTHERS)))
    for story, school in zip(OF_OTHERS, chosen, strict=False):
        yield _case(school.id, chance.choice((2023, 2024, 2025)), "2022-09-01", story, chance)


def _case(unit: str, year: int, began: str, story: Story, chance: Random) -> Data:
    data: Data = {
        "title": story.title,
        "unit": unit,
        "year": year,
        "theme": story.theme,
        "began_on": began,
        "summary": story.summary,
        "measures": list(story.measures),
        "effects": [_effect(effect, chance) for effect in story.effects],
        "solves": [{"topic": TOPICS[item[:2]], "item": item} for item in story.solves],
    }
    if not story.solves:
        del data["solves"]
    if MEETING_DAYS.get(story.meeting, "") >= began and story.meeting:
        data["shared_at"] = [story.meeting]
    else:
        data["document"] = number_of(f"cases-{max(year, 2023)}")
    return data


def _effect(effect: Effect, chance: Random) -> Data:
    """The numbers, drawn around those of the story; a percentage stays within a hundred."""
    data: Data = {"measure": effect.measure}
    if effect.before is not None:
        data["before"] = max(0, effect.before + chance.randint(-effect.spread, effect.spread))
    after = effect.after + chance.randint(-effect.spread, effect.spread)
    data["after"] = min(after, 100) if effect.unit == "%" else after
    return data | {"unit": effect.unit}


def _leave_one_unshared(found: list[Data]) -> None:
    """The last one of an earlier year that only a document spread was forgotten."""
    for data in reversed(found):
        if data["year"] < LAST_YEAR and "document" in data:
            del data["document"]
            return


def _numbered(found: Iterable[Data]) -> Iterator[Data]:
    counts: dict[int, int] = {}
    for data in sorted(found, key=lambda d: d["year"]):
        year = data["year"]
        counts[year] = counts.get(year, 0) + 1
        yield _ordered({"id": f"c-{year}-{counts[year]:02}", **data, "no_pupil_data": True, "sample": True})


def _ordered(data: Mapping[str, Any]) -> Data:
    """The fields in the order of the schema."""
    return {name: data[name] for name in _FIELDS if name in data}


_FIELDS = (
    "id", "title", "unit", "year", "theme", "began_on", "summary", "measures", "effects", "solves",
    "shared_at", "document", "demonstration", "attachments", "no_pupil_data", "source", "sample", "note",
)  # fmt: skip


def _real(source: str) -> Data:
    """What the public text tells of the bureau itself, in its own words and with its own numbers."""
    chosen = (
        ("遴选市级专家库人员", 145),
        ("遴选通过省级教育装备质量监督员", 7),
        ("遴选省级教育装备专家库人选", 35),
        ("遴选市级教育装备质量监督管理专家", 27),
    )
    return {
        "id": "ziyang-five-mechanisms",
        "title": "强机制 重示范 求带动 不断推动新时代教育装备事业新发展",
        "unit": "ziyang",
        "year": 2023,
        "theme": "mechanism",
        "began_on": "2021-01-01",
        "summary": "资阳市教育和体育局通过建立督查考评机制、示范典范引领机制、表扬激励机制，"
        "整体推进实验教学和装备工作。",
        "measures": [
            "制发《关于加强教育装备和信息化工作的通知》（资教体发〔2021〕26号），理顺市、县（区）、"
            "学区和学校四级关系，健全业务管理、专家骨干和技术支持“三支”团队。",
            "推行年度重点任务清单制和考核评价制；每季度组织学校危化品暨装备管理应用、"
            "学校装备数字化转型调研督查通报。",
            "每年一次，轮换推进，三年为一周期，打造市级示范校；按照“一年一主题、一年一现场，"
            "年年有特色、三年上台阶”方略举办现场推进会。",
            "拟每年评选一次装备电教工作先进单位和个人，印发表扬通报。",
            "每年研究和解决教育装备管理应用工作中的突出困难和问题至少2次，将所需经费纳入年初预算。",
        ],
        "effects": [{"measure": measure, "after": after, "unit": "名"} for measure, after in chosen],
        "no_pupil_data": True,
        "source": source,
        "note": "做法和数字照公开稿件登记。稿件没有写日期，收录年度按所述现场推进会的年份填，"
        "开始日期按所引通知的年份填。",
    }
