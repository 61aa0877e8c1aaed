"""The checklists of the sample city for its two inspection topics, each for two years.

The items follow what Chinese bureaus look at; wording, points and deadlines are illustrative. A year's
edition is its own record, because an inspection is judged by the edition of its day; the 2025 edition
differs from the one of 2024 where a real revision would: a point moved, a term instead of a year, a newer
law cited. That of 2026 is the one of 2025 under the laws of its year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .laws import Basis, for_year

# Ids of records/laws/, of the oldest version that matters: an edition cites what holds in its year.
CHEMICALS = "hazchem-regulation-2013"
PRECURSORS = "precursor-regulation-2018"
WASTE = "solid-waste-law-2020"
SAFETY = "work-safety-law-2021"
MINORS = "minors-law-2020"
PRIVACY = "personal-information-law-2021"
NETWORK = "cybersecurity-law-2016"
MAJOR_GUIDE = "major-hazard-guide-2024"
FIVE_DOUBLES = "five-doubles"
OWN_RULES = "school-rules"
CABINETS = "ga-1511-2018"
LABELS = "hj-1276-2022"
BUREAU_2021 = "ziyang-fa-2021-26"
ASSETS = "state-assets-regulation-2021"
INFRASTRUCTURE = "new-infrastructure-2021"
CURRICULUM = "it-curriculum-2022"
EXPERIMENTS = "experiments-opinions-2019"
CLASSROOMS = "three-classrooms-2020"
DATA_SECURITY = "data-security-law-2021"
MINORS_ONLINE = "minors-online-regulation-2024"
APPS = "education-apps-2019"
TRAINING = "teacher-training-2019"
LITERACY = "jy-t-0646-2022"
ACTION_PLAN = "informatization-plan-2018"
EYESIGHT = "eyesight-plan-2018"

EDITIONS = (2024, 2025, 2026)
DAYS = {
    2024: {"red": 30, "orange": 15, "yellow": 10, "blue": 3},
    2025: {"red": 30, "orange": 15, "yellow": 7, "blue": 3},
    2026: {"red": 30, "orange": 15, "yellow": 7, "blue": 3},
}
HAZCHEM_NOTES = {
    2024: "示例检查表。标为“重大”的条目仅作演示，重大隐患以国家和省的判定指南为准。",
    2025: "示例检查表。与2024年版相比：风险点改为每学期更新，黄色条目整改期限由10日缩短为7日，"
    "第4项与第16项分值互调，补充2024年的判定指南为依据。",
    2026: "示例检查表。内容与2025年版相同；2026年5月1日起《危险化学品安全法》施行，"
    "引用条例的条目同时列出新法，新法条号待对照公布的文本后补。",
}
DIGITAL_NOTES = {
    2024: "示例检查表。不适用的条目不计分，按其余条目折算。",
    2025: "示例检查表。与2024年版相比：加重平台常态应用，相应降低网络接入的分值，教师培训按学时核定。",
    2026: "示例检查表。内容与2025年版相同；《网络安全法》改引2026年1月1日起施行的修正版，条号待核对后补。",
}
ALL_OR_NOTHING = "符合得满分，不符合不得分"

SECTIONS = {
    "hazchem": (
        ("duty", "责任制度"),
        ("purchase", "采购验收"),
        ("storage", "储存"),
        ("doubles", "五双"),
        ("ledger", "台账使用"),
        ("waste", "废弃物"),
        ("emergency", "应急"),
    ),
    "digital": (
        ("organization", "组织保障"),
        ("environment", "基础环境"),
        ("teaching", "教学应用"),
        ("data", "数据治理与安全"),
        ("literacy", "素养与培训"),
    ),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a checklist.

    colour: of the risk when it fails, "" where the checklist does not use colours.
    days: to rectify, 0 where no deadline belongs to the item.
    basis: ids of laws and standards, each with its articles, () where the whole is meant.
    """

    id: str
    section: str
    text: str
    points: int
    method: str = "compliance"
    standard: str = ALL_OR_NOTHING
    evidence: tuple[str, ...] = ()
    colour: str = ""
    grade: str = ""
    days: int = 0
    basis: tuple[Basis, ...] = ()
    evidence_required: bool = False
    veto: bool = False
    scorer: str = ""
    scoring: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_major(self) -> bool:
        """A failure is a major hazard."""
        return self.grade == "major"

    @property
    def is_fatal(self) -> bool:
        """A failure decides the conclusion by itself."""
        return self.colour == "red" or self.veto

    @property
    def has_parts(self) -> bool:
        """Can be met in part."""
        return self.method != "compliance"

    def data(self) -> dict[str, Any]:
        """As it stands in the record."""
        fields: dict[str, Any] = {
            "id": self.id,
            "text": self.text,
            "points": self.points,
            "method": self.method,
            "scoring": dict(self.scoring),
            "standard": self.standard,
            "evidence": list(self.evidence),
            "evidence_required": self.evidence_required,
            "veto": self.veto,
            "risk_color": self.colour,
            "hazard_grade": self.grade,
            "days": self.days,
            "basis": [
                {"law": law, "articles": list(articles)} if articles else {"law": law}
                for law, articles in self.basis
            ],
            "scorer": self.scorer,
        }
        return {key: value for key, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Checklist:
    """One year's edition; *topic* is "" for the annual evaluation.

    sections: ids and titles, in order. rules: what an evaluation adds below its sections.
    """

    id: str
    title: str
    kind: str
    topic: str
    year: int
    not_applicable: str
    items: tuple[Item, ...]
    note: str
    sections: tuple[tuple[str, str], ...]
    rules: Mapping[str, Any] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """The whole record, in the schema's order of keys."""
        head: dict[str, Any] = {"id": self.id, "title": self.title, "kind": self.kind}
        if self.topic:
            head["topic"] = self.topic
        return head | {
            "year": self.year,
            "valid": {"from": f"{self.year}-01-01", "to": f"{self.year}-12-31"},
            "not_applicable": self.not_applicable,
            "sections": [
                {
                    "id": section,
                    "title": title,
                    "items": [i.data() for i in self.items if i.section == section],
                }
                for section, title in self.sections
            ],
            **self.rules,
            "sample": True,
            "note": self.note,
        }


def inspection_lists() -> tuple[Checklist, ...]:
    """The editions of both topics, by year."""
    return tuple(edition(year) for year in EDITIONS for edition in (hazchem, digital))


def hazchem(year: int) -> Checklist:
    """Hazardous chemicals: 33 items over the whole chain, 100 points."""
    return Checklist(
        f"hazchem-{year}",
        f"{year}年学校危化品暨装备管理应用督查检查表",
        "inspection",
        "hazchem",
        year,
        "full_marks",
        tuple(_hazchem_items(year)),
        HAZCHEM_NOTES[year],
        SECTIONS["hazchem"],
    )


def digital(year: int) -> Checklist:
    """Digital transformation: 20 items, 100 points, most of them scored by level."""
    return Checklist(
        f"digital-{year}",
        f"{year}年学校装备数字化转型调研督查检查表",
        "inspection",
        "digital",
        year,
        "rescale",
        tuple(_digital_items(year)),
        DIGITAL_NOTES[year],
        SECTIONS["digital"],
    )


def _of(law: str, *articles: int) -> Basis:
    return law, articles


def _hazchem_items(year: int) -> list[Item]:
    new = year >= 2025
    term = "学期" if new else "学年"

    def item(
        number: int,
        section: str,
        text: str,
        points: int,
        colour: str,
        basis: tuple[Basis, ...],
        evidence: tuple[str, ...],
        standard: str = ALL_OR_NOTHING,
    ) -> Item:
        return Item(
            id=f"hc-{number:02}",
            section=section,
            text=text,
            points=points,
            method="compliance" if standard == ALL_OR_NOTHING else "deduct",
            standard=standard,
            evidence=evidence,
            colour=colour,
            grade="major" if colour == "red" else "general",
            days=DAYS[year][colour],
            basis=tuple(for_year(basis, year)),
        )

    return [
        item(1, "duty", "校长负总责，分管领导、管理员责任书齐全", 2, "yellow",
             (_of(CHEMICALS, 4), _of(SAFETY, 4)), ("责任书", "分工文件"),
             "缺一份责任书扣1分，扣完为止"),
        item(2, "duty", "采购、验收、保管、领用、处置、应急制度齐全上墙", 2, "blue",
             (_of(CHEMICALS, 4, 28), _of(PRECURSORS, 5)), ("制度汇编",
             "现场查看"),
             "缺一项制度扣0.5分，扣完为止"),
        item(3, "duty", f"风险点清单及四色分级，每{term}更新", 2, "yellow",
             (_of(SAFETY, 4, 41),), ("风险点清单", "分级公示图"),
             "有清单未按期更新扣1分，无清单不得分"),
        item(4, "duty", "隐患排查治理台账如实记录并公示", 2 if new else 1, "yellow",
             (_of(SAFETY, 41),), ("隐患台账", "公示照片"),
             "记录缺一次扣0.5分，扣完为止"),
        item(5, "duty", "管理人员2名以上，培训考核合格", 2, "yellow",
             (_of(CHEMICALS, 4),), ("任命文件", "培训合格证明")),
        item(6, "purchase", "从有许可的单位采购，用途说明和票据留存", 4, "orange",
             (_of(CHEMICALS, 38, 40),), ("供货单位许可证复印件", "票据"),
             "票据或用途说明缺一份扣1分，供货单位无许可不得分"),
        item(7, "purchase", "易制毒二、三类购买前公安备案", 4, "orange",
             (_of(PRECURSORS, 17),), ("购买备案证明",)),
        item(8, "purchase", "易制爆、剧毒购买后5日内流向备案", 4, "orange",
             (_of(CHEMICALS, 41),), ("流向备案回执",)),
        item(9, "purchase", "无禁用品种，存量不超学期需要", 4, "orange",
             (_of(CHEMICALS, 5, 24),), ("学期用量计划", "盘点表"),
             "超出学期用量一种扣1分，有禁用品种不得分"),
        item(10, "purchase", "双人验收，安全技术说明书和标签齐全", 2, "yellow",
             (_of(CHEMICALS, 15, 25), _of(FIVE_DOUBLES)), ("验收单", "安全技术说明书"),
             "说明书或标签缺一种扣0.5分，扣完为止"),
        item(11, "storage", "专用储存室或专柜，不设在人员密集场所", 5, "red",
             (_of(CHEMICALS, 24), *((_of(MAJOR_GUIDE),) if new else ())), ("现场查看",)),
        item(12, "storage", "分类分柜，禁忌物隔离，易制毒易制爆不同柜", 4, "orange",
             (_of(CHEMICALS, 24),), ("现场查看", "柜位图"),
             "一处混放扣1分，禁忌物同柜不得分"),
        item(13, "storage", "通风、防爆照明、温湿度控制有效", 2, "yellow",
             (_of(CHEMICALS, 20),), ("现场查看", "温湿度记录"),
             "一项失效扣0.5分，扣完为止"),
        item(14, "storage", "防盗门窗、监控、入侵报警有效", 4, "orange",
             (_of(CHEMICALS, 21, 26), _of(CABINETS)), ("现场测试", "录像回放"),
             "一项失效扣1分，扣完为止"),
        item(15, "storage", "消防器材种类适用、在有效期", 2, "yellow",
             (_of(CHEMICALS, 20),), ("现场查看", "点检卡")),
        item(16, "storage", "警示标志、说明书在明显位置", 1 if new else 2, "blue",
             (_of(CHEMICALS, 20, 26),), ("现场查看",)),
        item(17, "storage", "防渗漏托盘或围堰完好", 2, "yellow",
             (_of(CHEMICALS, 20),), ("现场查看",),
             "一处缺失或破损扣0.5分，扣完为止"),
        item(18, "doubles", "双人保管落实", 4, "orange",
             (_of(CHEMICALS, 24),), ("保管任命文件", "现场询问")),
        item(19, "doubles", "双把锁，钥匙分人保管", 4, "orange",
             (_of(CHEMICALS, 24), _of(FIVE_DOUBLES)), ("现场查看",)),
        item(20, "doubles", "双本账各自登记、定期核对", 4, "orange",
             (_of(CHEMICALS, 25), _of(FIVE_DOUBLES)), ("两本台账", "核对记录"),
             "缺一次核对扣1分，只有一本账不得分"),
        item(21, "doubles", "双人收发（领用）签字", 4, "orange",
             (_of(CHEMICALS, 24),), ("领用登记簿",),
             "抽查一笔缺签扣1分，扣完为止"),
        item(22, "ledger", "账账、账卡、账物相符（抽查3种）", 5, "red",
             (_of(CHEMICALS, 23, 25),), ("台账", "实物盘点"),
             "剧毒、易制爆不符不得分；其他药品不符一种扣1.5分，扣完为止"),
        item(23, "ledger", "出入库登记要素完整", 2, "yellow",
             (_of(CHEMICALS, 25),), ("出入库登记簿",),
             "缺一项要素扣0.5分，扣完为止"),
        item(24, "ledger", "领用审批，余量当日收回", 2, "yellow",
             (_of(CHEMICALS, 25, 28), _of(OWN_RULES)), ("领用审批单", "退库记录"),
             "抽查一笔不规范扣0.5分，扣完为止"),
        item(25, "ledger", "标签完好，无过期变质药品", 2, "yellow",
             (_of(CHEMICALS, 28), _of(OWN_RULES)), ("现场查看",),
             "发现一瓶不符合扣0.5分，扣完为止"),
        item(26, "ledger", "通风橱、护目、洗眼等防护可用", 2, "yellow",
             (_of(CHEMICALS, 20, 28),), ("现场测试",),
             "一项不可用扣0.5分，扣完为止"),
        item(27, "waste", "废液分类收集，不相容不混存", 4, "orange",
             (_of(WASTE, 81),), ("现场查看", "投放记录"),
             "一处混存扣1分，扣完为止"),
        item(28, "waste", "废物标签、暂存区标识规范", 2, "yellow",
             (_of(WASTE, 77), _of(LABELS)), ("现场查看",),
             "一处不规范扣0.5分，扣完为止"),
        item(29, "waste", "委托有许可证单位，联单齐全，台账申报", 4, "orange",
             (_of(WASTE, 78, 80, 82),), ("处置合同", "转移联单"),
             "联单或申报缺一次扣1分，受托单位无许可证不得分"),
        item(30, "waste", "无倾倒、丢弃", 5, "red", (_of(WASTE, 79),), ("现场查看", "询问")),
        item(31, "emergency", f"预案和每{term}演练有记录", 2, "yellow",
             (_of(CHEMICALS, 70), _of(MINORS, 37), _of(WASTE, 85)), ("应急预案", "演练记录"),
             "有预案缺演练记录扣1分，无预案不得分"),
        item(32, "emergency", "丢失、被盗立即报告机制明确，无瞒报", 5, "red",
             (_of(CHEMICALS, 23), _of(PRECURSORS, 34)), ("报告流程图", "询问")),
        item(33, "emergency", "泄漏处置箱、急救药品齐全", 1, "blue",
             (_of(CHEMICALS, 70),), ("现场查看",)),
    ]  # fmt: skip


def _digital_items(year: int) -> list[Item]:
    new = year >= 2025

    def item(
        number: int,
        section: str,
        text: str,
        points: int,
        method: str,
        standard: str,
        evidence: tuple[str, ...],
        days: int = 30,
        basis: tuple[Basis, ...] = (),
        grade: str = "general",
        veto: bool = False,
    ) -> Item:
        return Item(
            id=f"dt-{number:02}",
            section=section,
            text=text,
            points=points,
            method=method,
            standard=standard,
            evidence=evidence,
            grade=grade,
            days=days,
            basis=tuple(for_year(basis, year)),
            evidence_required=method == "ratio",
            veto=veto,
        )

    return [
        item(1, "organization", "成立数字化转型工作专班，校长任组长，职责分工明确", 4, "compliance",
             ALL_OR_NOTHING, ("专班文件",), 30, (_of(BUREAU_2021),)),
        item(2, "organization", "年度数字化工作计划有任务、有时限、有经费", 4, "level",
             "三项俱全4分，缺一项2分，缺两项1分，无计划0分", ("年度计划", "经费安排表"),
             30, (_of(ACTION_PLAN),)),
        item(3, "organization", "设备和软件资产登记入账，账卡物相符", 4, "deduct",
             "抽查10件，一件不符扣0.5分，扣完为止", ("固定资产台账", "现场抽查"), 30, (_of(ASSETS),)),
        item(4, "environment", "网络接入所有教室和功能室，满足日常教学", 4 if new else 5, "level",
             "全部接入且稳定满分，个别房间未接入减半，半数以上未接入0分", ("网络拓扑图", "现场测试"),
             30, (_of(INFRASTRUCTURE),)),
        item(5, "environment", "班级多媒体教学设备完好率", 5, "ratio",
             "完好数÷应配数×分值，四舍五入到0.5分", ("设备完好统计表", "现场抽查"),
             30, (_of(INFRASTRUCTURE),)),
        item(6, "environment", "计算机教室、录播教室等专用教室按课表使用", 4, "deduct",
             "使用记录缺一周扣0.5分，扣完为止", ("课表", "使用记录"), 30, (_of(BUREAU_2021),)),
        item(7, "environment", "设备报修及时响应，报修记录闭环", 4, "deduct",
             "抽查报修单，超过5个工作日未处理一单扣0.5分", ("报修记录",), 15,
             (_of(ASSETS),)),
        item(8, "teaching", "教师常态化使用国家中小学智慧教育平台备课授课", 7 if new else 6, "ratio",
             "常态使用教师数÷任课教师数×分值，四舍五入到0.5分", ("平台后台数据", "教案"),
             30, (_of(INFRASTRUCTURE),)),
        item(9, "teaching", "信息科技课程开齐开足", 6, "compliance",
             ALL_OR_NOTHING, ("课表", "随堂查看"), 30, (_of(CURRICULUM),)),
        item(10, "teaching", "数字化实验、仿真实验与实物实验结合使用", 5, "level",
             "每学期6次以上满分，3至5次减半，不足3次1分，未开展0分", ("实验记录", "课堂实录"),
             30, (_of(EXPERIMENTS),)),
        item(11, "teaching", "运用课堂教学数据开展教研，改进教学", 5, "level",
             "有案例有改进满分，有数据无改进减半，未开展0分", ("教研记录", "案例"), 30, (_of(ACTION_PLAN),)),
        item(12, "teaching", "专递课堂、名师课堂、网络教研共享资源", 6, "level",
             "每月开展满分，每学期3次以上4分，偶有开展2分，未开展0分", ("课程安排", "活动照片"),
             30, (_of(CLASSROOMS),)),
        item(13, "data", "学籍、资产、实验开出等数据填报及时准确", 5, "deduct",
             "迟报一次扣1分，差错一处扣0.5分，扣完为止", ("填报记录",), 15,
             (_of(DATA_SECURITY),)),
        item(14, "data", "收集学生信息最小必要，取得监护人同意，无违规公开", 6, "compliance",
             ALL_OR_NOTHING, ("告知同意书样本", "网站和公众号抽查"), 15,
             (_of(PRIVACY, 25, 28, 31), _of(MINORS_ONLINE)), "major", True),
        item(15, "data", "网络安全责任到人，弱口令和漏洞及时处置", 6, "deduct",
             "责任未落实扣2分，发现一处弱口令或未修复漏洞扣1分", ("责任书", "处置记录"), 15,
             (_of(NETWORK, 21),)),
        item(16, "data", "进校应用程序经审核备案，无强制收费和商业广告", 5, "compliance",
             ALL_OR_NOTHING, ("进校应用清单", "审核记录"), 15,
             (_of(APPS), _of(MINORS_ONLINE))),
        item(17, "literacy", "教师信息技术应用年度培训" + ("学时达标率" if new else "覆盖率"), 5, "ratio",
             ("学时达标教师数" if new else "参训教师数") + "÷专任教师数×分值，四舍五入到0.5分",
             ("培训名册", "学时证明" if new else "签到表"), 30, (_of(TRAINING), _of(LITERACY))),
        item(18, "literacy", "学生数字素养活动经常开展", 5, "level",
             "每学期2次以上满分，1次减半，未开展0分", ("活动方案", "学生作品"), 30, (_of(CURRICULUM),)),
        item(19, "literacy", "有校级应用骨干和技术支持人员，分工明确", 5, "level",
             "骨干和技术人员均到位满分，缺一类减半，均无0分", ("人员分工文件",), 30, (_of(BUREAU_2021),)),
        item(20, "literacy", "控制电子产品教学时长，落实视力保护要求", 5, "compliance",
             ALL_OR_NOTHING, ("课表", "随堂查看"), 15,
             (_of(EYESIGHT),)),
    ]  # fmt: skip
