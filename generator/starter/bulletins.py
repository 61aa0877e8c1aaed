"""The sample's bulletins: the kinds with their sections, and what a person wrote in each issued one.

Figures and sentences come from the results and are filled in by whoever knows them (``pipeline``). Here
stands what an officer adds: when a bulletin was issued, and the words for its open places. Two blemishes are
meant: a bulletin with a wrong day in its words, which a second one corrects, and one that was withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.model.bulletin import OPEN
from generator.model.period import Period

from .documents import DRAFTED, Drafted, number_of

_LAST = ("issuer", "issued", "corrects", "corrections", "sample", "withdrawn")
COUNTIES = "各县（区）教育和体育局"
CITY_SCHOOLS = "市直属学校"
_OPENING = (
    "按照年度重点任务清单安排，市教育和体育局组织专家对学校{name}情况进行了暗访督查。现将有关情况通报如下。"
)
_REMEDY = (
    "各县（区）要督促有关学校对照附件2逐条整改，做到措施、责任、资金、时限、预案五落实，"
    "整改情况由学校在系统中登记，由检查人员验收销号。"
)
_RESULT = (
    "按照年度重点任务清单暨考核评价细则，经各县（区）自评、市级核查、结果反馈和申辩复核，"
    "评价结果已经终定。现通报如下。"
)
_USE = "等次为优秀，是推荐年度先进单位的条件。各县（区）对结果有异议的，可以依照程序申请复核。"
_TOPICS = {"hazchem": "危化品暨装备管理应用", "digital": "装备数字化转型"}


@dataclass(frozen=True, slots=True)
class Plan:
    """One issued bulletin of the sample.

    key: in the register (``number_of``). words: for the open places, in their order. corrects: id of the
    bulletin that it corrects, with the *corrections*; sections: its whole body where it takes no figures.
    """

    id: str
    kind: str
    period: Period
    key: str
    title: str
    signed_on: date
    as_of: date
    words: tuple[str, ...] = ()
    corrects: str = ""
    corrections: tuple[Mapping[str, str], ...] = ()
    withdrawn: Mapping[str, str] = field(default_factory=dict)

    def written(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """The draft with its open places filled, as a bulletin that is ready to be issued."""
        words = iter(self.words)
        data = {**draft, "title": self.title, "status": "issued"}
        for section in data["sections"]:
            for part in section["parts"]:
                if part.get("text", "").startswith(OPEN):
                    part["text"] = next(words)
        if self.corrects:
            data |= {"corrects": self.corrects, "corrections": [dict(row) for row in self.corrections]}
        return data

    def finished(self, data: Mapping[str, Any], issued: Mapping[str, Any]) -> dict[str, Any]:
        """The whole record, its fields in the order of the schema."""
        whole = {**data, "issued": issued}
        if self.withdrawn:
            whole["withdrawn"] = dict(self.withdrawn)
        order = [*(name for name in whole if name not in _LAST), *(n for n in _LAST if n in whole)]
        return {name: whole[name] for name in order}

    @property
    def number(self) -> str:
        """The number that the register gave it."""
        return number_of(self.key)


def bulletin_kinds() -> Iterator[dict[str, Any]]:
    """The kinds: two of each quarter, the annual result, and two that take no figures."""
    for topic, name in _TOPICS.items():
        yield {
            "id": f"quarterly-{topic}",
            "title": f"季度{name}督查通报",
            "source": "round",
            "topic": topic,
            "heading": f"关于{{period}}学校{name}督查情况的通报",
            "layout": "letter",
            "series": "函",
            "names_schools": False,
            "addressees": [COUNTIES, CITY_SCHOOLS],
            "sections": _quarterly(name),
            "attachments": [
                {"title": "各县（区）督查情况", "table": "counties"},
                {"title": "抽查学校问题清单", "table": "hazards"},
                {"title": "上季度问题销号情况", "table": "before"},
            ],
            "sample": True,
        }
    yield {
        "id": "annual-evaluation",
        "title": "年度考核评价结果通报",
        "source": "evaluation",
        "heading": "关于{period}度教育装备和信息化工作考核评价结果的通报",
        "layout": "ordinary",
        "series": "发",
        "names_schools": False,
        "publicity": True,
        "addressees": [COUNTIES],
        "sections": _annual(),
        "attachments": [
            {"title": "各县（区）各部分得分", "table": "sections"},
            {"title": "不参加排位的县（区）", "table": "unranked"},
        ],
        "sample": True,
    }
    yield {
        "id": "situation",
        "title": "情况通报",
        "source": "none",
        "heading": "关于{period}教育装备工作有关情况的通报",
        "layout": "letter",
        "series": "函",
        "names_schools": False,
        "addressees": [COUNTIES, CITY_SCHOOLS],
        "sections": [
            {"parts": [{"write": "写明通报的事由"}]},
            {"heading": "有关情况", "parts": [{"write": "写明情况，不写没有核实的数"}]},
            {"heading": "工作要求", "parts": [{"write": "写明要求和时限"}]},
        ],
        "sample": True,
    }
    yield {
        "id": "supervision-notice",
        "title": "督办通知",
        "source": "none",
        "heading": "关于{period}隐患挂牌督办的通知",
        "layout": "letter",
        "series": "函",
        "names_schools": True,
        "sections": [
            {"parts": [{"write": "写明督办哪一处隐患、为什么"}]},
            {"heading": "督办要求", "parts": [{"write": "写明整改要求、时限、报告方式和联系科室"}]},
        ],
        "sample": True,
    }


def _quarterly(name: str) -> list[dict[str, Any]]:
    return [
        {
            "parts": [
                {"text": _OPENING.format(name=name)}
            ]
        },
        {
            "heading": "基本情况",
            "parts": [{"sentence": "visited"}, {"sentence": "conclusions"}, {"table": "grades"}],
        },
        {"heading": "主要成效", "parts": [{"write": "写两三条好的做法，不点问题"}]},
        {
            "heading": "存在问题",
            "parts": [{"sentence": "findings"}, {"sentence": "faults"}, {"write": "分析原因"}],
        },
        {"heading": "隐患整改", "parts": [{"sentence": "loop"}, {"sentence": "before"}]},
        {
            "heading": "工作要求",
            "parts": [
                {"text": _REMEDY},
                {"write": "写明报送时限和回头看安排"},
            ],
        },
    ]  # fmt: skip


def _annual() -> list[dict[str, Any]]:
    return [
        {
            "parts": [
                {"text": _RESULT}
            ]
        },
        {
            "heading": "评价结果",
            "parts": [*({"sentence": name} for name in ("scope", "grades", "change")), {"table": "results"}],
        },
        {"heading": "主要特点", "parts": [{"write": "概括全市这一年的进步和共性差距"}]},
        {
            "heading": "结果运用",
            "parts": [
                {"text": _USE},
                {"write": "写明下一年的工作要求"},
            ],
        },
    ]  # fmt: skip


_GOOD = {
    "hazchem": (
        "多数学校危化品管理机构健全，分管领导、管理员、使用教师三级责任明确；双人双锁、专柜存放落实较好，台账能随查随对。",
        "一些学校把危化品领用与实验教学计划对应起来，按课时领取、当日归还，减少了库存；部分县（区）组织了管理员轮训，持证上岗的比例提高。",
        "多数学校实验室通风、洗眼等防护设施完好，应急物品在有效期内；新学期开学前普遍开展了盘点，账物相符的学校明显增多。",
    ),
    "digital": (
        "多数学校建立了设备使用登记，专用教室按课表开放；教师使用国家中小学智慧教育平台备课授课渐成常态。",
        "一些学校把数字化实验纳入教研安排，形成了可以推广的课例；设备报修、更新有台账可查。",
        "县（区）电教部门送培到校，骨干教师带动作用增强；网络安全责任制得到落实，账号管理比较规范。",
    ),
}
_CAUSE = {
    "hazchem": (
        "究其原因，一是少数学校分管领导更替后职责没有及时交接；二是台账登记靠事后补记，要素不全；三是防护设施重建设轻维护。",
        "主要原因是个别学校对低频使用的药品疏于清理，采购与使用脱节；县级日常抽查偏重查台账，现场核对不够。",
    ),
    "digital": (
        "究其原因，一是设备分配到校后缺少持续培训；二是使用记录不完整，应用效果难以评估；三是运维经费没有单列。",
        "主要原因是部分学校把信息化等同于添置设备，对教学应用的考核不够；资产变动后没有及时更新台账。",
    ),
}


def plans(periods: tuple[Period, ...]) -> tuple[Plan, ...]:
    """The issued bulletins of a sample whose rounds are over in *periods*, by day of issue."""
    known = {str(period) for period in periods}
    found = []
    for number, one in enumerate(DRAFTED):
        if one.period in known or one.kind not in ("quarterly-hazchem", "quarterly-digital"):
            found.append(_plan(number, one))
    return tuple(found)


def _plan(number: int, one: Drafted) -> Plan:
    return Plan(
        one.id, one.kind, Period.parse(one.period), one.key, one.title,
        date.fromisoformat(one.issued), date.fromisoformat(one.as_of), _words(number, one),
        one.corrects, one.corrections, one.withdrawn,
    )  # fmt: skip


def _words(number: int, one: Drafted) -> tuple[str, ...]:
    """What the officer wrote into the open places, in their order."""
    if one.words:
        return tuple(one.words)
    topic = one.kind.removeprefix("quarterly-")
    until = one.until
    return (
        _GOOD[topic][number % len(_GOOD[topic])],
        _CAUSE[topic][number % len(_CAUSE[topic])],
        f"整改报告由学校负责人签字盖章，于{until}前报县（区）教育和体育局，县（区）汇总后报市局装备管理科。市局将按比例组织回头看，对弄虚作假的通报批评并扣减年度评价分值。",
    )
