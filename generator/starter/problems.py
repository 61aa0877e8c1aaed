"""Problem sessions of the sample city, what they studied, what was decided and what came of it.

Sessions are held by the city and the invented counties; every problem is an invented county's. Meant
blemishes: one county missed a session in 2024 without a word, another says why; one decision is late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from .chance import shuffled, stream
from .inspections import AS_OF
from .organizations import COUNTY_QUALITY, Tree

HALVES = {1: ("上半年", (5, 12)), 2: ("下半年", (10, 27))}
CITY = -1
SILENT = (4, 2024, 2)  # county, year, half: no session and no reason
EXCUSED = (2, 2024, 1)
STILL_OWED = (1, 2025, 2)
PLANNED = (3, 2025, 2)
LATE = (4, 2025, 1)  # the first decision of this session is overdue
REASON = "原定召开时间与防汛排查冲突，问题并入下半年一次研究。"


@dataclass(frozen=True, slots=True)
class Story:
    """A problem as it may be told of any county."""

    field: str
    title: str
    description: str
    decision: str
    office: str
    solved: str
    partly: str


STORIES = (
    Story("safety", "部分学校实验室没有应急喷淋和洗眼装置",
          "排查发现部分初中化学实验室没有应急喷淋和洗眼装置，发生意外时无法及时处置。",
          "由县教育装备中心统一采购安装，学校负责日常测试。", "教育装备中心",
          "已全部安装，每周测试并记录。", "已安装大部分，两所学校待供水管网改造后安装。"),
    Story("safety", "废弃化学药品没有固定的回收渠道",
          "学校清库清出的过期药品和实验废液存放在校内，没有有资质的单位上门回收。",
          "与有资质的单位签订回收协议，每学期统一回收一次。", "安全管理科",
          "回收协议已签订，首次回收完成。", "回收协议已签订，边远学校的首次回收顺延到下学期。"),
    Story("safety", "危化品储存柜双锁损坏更换慢",
          "储存柜锁具损坏后要走零星采购，更换周期长，期间只能单锁保管。",
          "县装备中心常备锁具，学校报修后三个工作日内更换。", "教育装备中心",
          "常备锁具到位，报修平均两天办结。", "常备锁具到位，乡镇学校的更换时限还没有完全做到。"),
    Story("equipment", "小学科学仪器配备不齐",
          "小学科学课仪器多年没有补充，分组实验两人一组做不到。",
          "按新课标目录分两年补齐，优先乡镇中心校。", "教育装备中心",
          "本年批次已配送到校并验收。", "中心校已补齐，村小列入下一年计划。"),
    Story("equipment", "计算机教室设备老化",
          "部分学校计算机教室设备使用超过八年，开课时故障多。",
          "纳入设备更新计划，先更新故障率高的教室。", "信息中心",
          "计划内的教室已更新并投入使用。", "已更新一半，其余随下一批采购。"),
    Story("equipment", "图书更新慢、剔旧不及时",
          "图书室新书少，破损和过时图书没有剔除，学生借阅意愿不高。",
          "每年安排图书更新，组织一次剔旧清理。", "教育装备中心",
          "剔旧清理完成，新书上架。", "剔旧清理完成，新书采购程序还在进行。"),
    Story("application", "实验开出率登记不实",
          "抽查发现部分学校的实验登记与课表、耗材领用对不上。",
          "统一登记样式，学区每月抽查，结果在县内通报。", "教研室",
          "三次抽查相符，登记样式已统一。", "登记样式已统一，个别学校补登仍不及时。"),
    Story("application", "录播和交互设备使用率低",
          "教师只把交互设备当投影使用，录播教室一学期只用几次。",
          "开展分学科应用培训，把使用情况纳入学区教研安排。", "教研室",
          "培训覆盖全部学区，使用次数明显增加。", "培训完成，部分学科使用仍少。"),
    Story("digital", "乡镇学校校园网带宽不足",
          "乡镇学校多班同时使用在线资源时卡顿，影响课堂应用。",
          "与运营企业协商提速，分批改造校内网络。", "信息中心",
          "列入名单的学校已全部提速。", "出口带宽已提速，校内布线改造尚未完成。"),
    Story("digital", "装备台账与平台数据不一致",
          "学校纸质台账、县级平台和实物三者数量不一致。",
          "开展一次清产核资，统一编码，一物一码。", "教育装备中心",
          "清查完成，三者一致。", "清查完成，历史设备的编码还在补贴。"),
    Story("staff", "实验教师多为兼职",
          "多数学校的实验员由任课教师兼任，准备和整理实验的时间不足。",
          "核定工作量，在绩效分配中单列，并在学区内共享专职实验员。", "人事科",
          "工作量核定办法已经执行。", "办法已经印发，部分学校尚未兑现。"),
    Story("staff", "装备管理员流动大、培训跟不上",
          "管理员更换频繁，新任人员不熟悉危化品管理要求。",
          "新任管理员上岗前培训，学区结对带教。", "人事科",
          "新任人员全部完成培训。", "集中培训已完成，结对带教还没有全部落实。"),
    Story("funds", "设备维修经费没有单列",
          "设备维修从公用经费中零星开支，修不修看学校余钱。",
          "把装备维修列入年初预算，按设备原值的比例安排。", "财务科",
          "已列入下一年度预算建议。", "部分学校已列入预算，其余随预算调整解决。"),
)  # fmt: skip


def sessions_and_problems(
    city: Tree, seed: int
) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """The sessions of both years, and the problems that they studied."""
    chance = stream(seed, "problems")
    sessions: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    for county in (CITY, *range(len(city.counties))):
        stories = iter(shuffled(STORIES, chance))
        for year in (2024, 2025):
            for half in HALVES:
                session = _session(city, county, year, half, chance)
                if session is None:
                    continue
                sessions.append(session)
                if session["status"] == "held":
                    count = 1 if county == CITY else chance.choice((1, 1, 2))
                    studied = [next(stories) for _ in range(count)]
                    problems.extend(
                        _problems(city, county, session, studied, (county, year, half) == LATE, chance)
                    )
    return tuple(sessions), tuple(problems)


def _session(city: Tree, county: int, year: int, half: int, chance: Random) -> dict[str, Any] | None:
    if (county, year, half) in (SILENT, STILL_OWED):
        return None
    unit = _unit(city, county)
    words, (month, first) = HALVES[half]
    day = date(year, month, first) + timedelta(days=chance.randint(0, 35))
    day -= timedelta(days=max(0, day.weekday() - 4))
    record: dict[str, Any] = {
        "id": f"session-{year}-{half}-{unit}",
        "year": year,
        "kind": "problem_session",
        "status": "held",
        "unit": unit,
        "title": f"{year}年{words}突出困难和问题专题研究",
    }
    if (county, year, half) == PLANNED:
        record["status"], day = "planned", date(2025, 12, 18)
    record["dates"] = {"from": day.isoformat(), "to": day.isoformat()}
    if (county, year, half) == EXCUSED:
        record |= {"status": "not_held", "reason": REASON}
    return record | {"sample": True}


def _problems(
    city: Tree, county: int, session: dict[str, Any], stories: list[Story], is_late: bool, chance: Random
) -> Iterator[dict[str, Any]]:
    """One record for each story. At the city's sessions it is a county's problem that is studied."""
    year, studied = session["year"], date.fromisoformat(session["dates"]["from"])
    for number, story in enumerate(stories):
        index = county if county != CITY else chance.randrange(len(city.counties))
        due = studied + timedelta(days=chance.choice((60, 75, 90, 120)))
        record: dict[str, Any] = {
            "id": f"p-{session['id'].removeprefix('session-')}-{number + 1}",
            "year": year,
            "title": story.title,
            "field": story.field,
            "unit": _unit(city, index),
            "raised_on": (studied - timedelta(days=chance.randint(10, 30))).isoformat(),
            "description": story.description,
            "meetings": [session["id"]],
            "decision": {
                "text": story.decision,
                "owner": _unit(city, index),
                "office": story.office,
                "due": due.isoformat(),
            },
        }
        outcome = None if is_late and number == 0 else _outcome(story, index, due, chance)
        yield record | ({"outcome": outcome} if outcome else {}) | {"sample": True}


def _outcome(story: Story, county: int, due: date, chance: Random) -> dict[str, Any] | None:
    """What came of it; None where the day is still to come. Weak counties are later and solve less."""
    quality = COUNTY_QUALITY[county % len(COUNTY_QUALITY)]
    day = due + timedelta(days=round(chance.gauss(-14 - 12 * quality, 9)))
    is_solved = chance.random() < 0.8 + quality / 4
    if day > AS_OF and due < AS_OF:
        day = AS_OF - timedelta(days=chance.randint(1, 7))
    if day > AS_OF:
        return None
    return {
        "on": day.isoformat(),
        "result": "solved" if is_solved else "partly",
        "text": story.solved if is_solved else story.partly,
    }


def _unit(city: Tree, county: int) -> str:
    return "ziyang" if county == CITY else city.counties[county]
