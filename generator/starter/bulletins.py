"""The sample's bulletins: when each was issued, and what a person wrote in it.

Figures and sentences come from the results and are filled in by whoever knows them (``pipeline``). Two
blemishes are meant: a bulletin with a wrong day in its words, which a second one corrects, and one that says
again what a letter had said, which another withdraws.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.model.bulletin import OPEN
from generator.model.period import Period

from .bulletin_kinds import TOPICS

WRONG_DAY = "4月31日"
REPEATED = "所列要求与6月18日关于核对学校危化品储存情况的函重复，个别时限不一致，容易造成重复报送。"
_LAST = ("issuer", "issued", "corrects", "corrections", "withdraws", "sample", "withdrawn")
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


@dataclass(frozen=True, slots=True)
class Drafted:
    """A bulletin of the sample, which the register holds as a document too.

    period: a quarter or a year. as_of: the day of its figures. words: for its open places, in their order.
    """

    id: str
    kind: str
    period: str
    title: str
    issued: str
    as_of: str
    words: tuple[str, ...]
    series: str = "函"
    corrects: str = ""
    corrections: tuple[Mapping[str, str], ...] = ()
    withdraws: str = ""
    withdrawn: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its key in the register."""
        return f"bulletin-{self.id}"

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


def _words(topic: str, number: int, until: str) -> tuple[str, ...]:
    """What the officer wrote into the open places of a quarterly bulletin."""
    return (
        _GOOD[topic][number % len(_GOOD[topic])],
        _CAUSE[topic][number % len(_CAUSE[topic])],
        f"整改报告由学校负责人签字盖章，于{until}前报县（区）教育和体育局，县（区）汇总后报市局装备管理科。"
        "市局将按比例组织回头看，对弄虚作假的通报批评并扣减年度评价分值。",
    )


def _quarterly() -> Iterator[Drafted]:
    """Two bulletins for each quarter, in the month after it; the last quarter's round still runs."""
    for number in range(7):
        year, quarter = 2024 + number // 4, number % 4 + 1
        after_year, month = (year + 1, 1) if quarter == 4 else (year, 3 * quarter + 1)
        for at, (topic, name) in enumerate(TOPICS.items()):
            day = 12 + number % 3 + (4 if topic == "digital" else 0)
            yield Drafted(
                f"quarterly-{topic}-{year}-q{quarter}", f"quarterly-{topic}", f"{year}-Q{quarter}",
                f"关于{year}年第{quarter}季度学校{name}督查情况的通报",
                f"{after_year}-{month:02}-{day:02}", f"{after_year}-{month:02}-{day - 2:02}",
                _words(topic, 2 * number + at, WRONG_DAY if (year, quarter, topic) == (2025, 1, "digital")
                       else f"{month}月28日"),
            )  # fmt: skip


def _annual() -> Iterator[Drafted]:
    words = {
        2023: (
            "各县（区）普遍重视，制度和队伍建设得分率较高；共性差距在经费落实和实验教学应用，年初预算到位偏晚，实验开出情况不平衡。",
            "各县（区）要对照失分项目制定改进措施，年初一并报送经费安排。",
        ),
        2024: (
            "各县（区）危化品安全和督查整改得分率提高，示范引领作用增强；共性差距仍在经费执行进度和教师培训覆盖面。",
            "各县（区）要把失分较多的项目列入2025年重点任务，逐项明确责任单位和完成时限。",
        ),
    }
    for year, issued in ((2023, "2024-01-24"), (2024, "2025-01-23")):
        yield Drafted(
            f"annual-evaluation-{year}", "annual-evaluation", str(year),
            f"关于{year}年度教育装备和信息化工作考核评价结果的通报",
            issued, f"{issued[:8]}20", words[year], "发",
        )  # fmt: skip


def _commendation() -> Iterator[Drafted]:
    words = {
        2023: "2023年，各县（区）教育和体育局、各学校认真落实重点任务清单，专家库和示范校建设起步良好，"
        "实验教学和信息化应用稳步推进，市、县、学区、学校四级管理网络逐步健全，涌现出一批先进单位和先进个人。",
        2024: "2024年，各县（区）教育和体育局、各学校强化危化品安全管理，问题隐患整改率提高，"
        "数字化实验和智慧教育平台应用不断深入，示范校引领作用增强，装备管理和应用水平进一步提高，"
        "涌现出一批先进单位和先进个人。",
    }
    for year, issued in ((2023, "2024-03-07"), (2024, "2025-03-06")):
        yield Drafted(
            f"commendation-{year}", "commendation", str(year),
            f"关于表扬全市{year}年度教育装备和信息化工作先进单位和先进个人的通报",
            issued, f"{issued[:8]}05", (words[year],),
        )  # fmt: skip


DRAFTED = (
    *_quarterly(),
    *_annual(),
    *_commendation(),
    Drafted(
        "quarterly-digital-2025-q1-1", "quarterly-digital", "2025-Q1",
        "关于更正《关于2025年第1季度学校装备数字化转型督查情况的通报》的通报",
        "2025-04-22", "2025-04-15", _words("digital", 9, "4月28日"),
        corrects="quarterly-digital-2025-q1",
        corrections=(
            {
                "place": "第6部分第2条的报送时限", "old": WRONG_DAY, "new": "4月28日",
                "reason": "4月没有31日，起草时写错，校对没有发现。", "ranks": "无",
            },
        ),
    ),
    Drafted(
        "situation-2025-q2", "situation", "2025-Q2", "关于2025年第2季度教育装备工作有关情况的通报",
        "2025-06-25", "2025-06-24",
        (
            "为做好暑期装备管理工作，现将有关情况通报如下。",
            "各县（区）暑期前普遍安排了实验室和专用教室的安全检查，部分学校的清单还没有报齐。",
            "没有报齐的学校请在放假前补报，暑期值班要有专人负责药品室。",
        ),
        withdrawn={"date": "2025-06-27", "reason": REPEATED},
    ),
    Drafted(
        "situation-2025-q2-1", "situation", "2025-Q2",
        "关于撤回《关于2025年第2季度教育装备工作有关情况的通报》的通报",
        "2025-06-27", "2025-06-27", (), withdraws="situation-2025-q2",
    ),
    Drafted(
        "supervision-notice-2025-q3", "supervision-notice", "2025-Q3", "关于2025年第3季度隐患挂牌督办的通知",
        "2025-10-20", "2025-10-16",
        (
            "第3季度督查已经结束，登记的隐患多数按期完成了整改。依照办法规定，对逾期没有完成整改的挂牌督办，清单附后。",
            "有关学校要在收到本通知后十五日内完成整改并报验；有关县（区）教育和体育局要现场核实，书面报告市局装备管理科。",
        ),
    ),
)  # fmt: skip


def announced(over: tuple[Period, ...]) -> Iterator[Drafted]:
    """The bulletins of a sample whose rounds are over in these periods."""
    known = {str(period) for period in over}
    return (one for one in DRAFTED if one.period in known or not one.kind.startswith("quarterly-"))
