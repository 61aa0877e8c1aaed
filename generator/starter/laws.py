"""The laws, standards and documents that the sample's checklists rest on.

They are real and stand as such, except the two rules of the invented bureau and its schools. Days are those
on which the statutes themselves say that they take effect; where none is known, none is written. Addresses
lead to the texts that were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Basis = tuple[str, tuple[int, ...]]
_TEXTS = "https://github.com/LawRefBook/Laws/blob/2f4c5c23716267af9dbebbbbd6cbbf732b101981/"


@dataclass(frozen=True, slots=True)
class Law:
    """One version. file: of its text in the public collection; until, later: where a successor is known.

    renumbered: its articles are counted otherwise than those of the version before.
    """

    id: str
    kind: str
    title: str
    version: str
    since: str = ""
    short: str = ""
    file: str = ""
    url: str = ""
    until: str = ""
    later: str = ""
    renumbered: bool = False
    sample: bool = False

    def data(self) -> dict[str, Any]:
        """As it stands in the record."""
        span = {key: day for key, day in (("from", self.since), ("to", self.until)) if day}
        fields: dict[str, Any] = {
            "id": self.id,
            "title": self.title,
            "short": self.short,
            "version": self.version,
            "kind": self.kind,
            "in_force": span,
            "replaced_by": self.later,
            "url": _TEXTS + _escaped(self.file) if self.file else self.url,
            "sample": self.sample,
        }
        return {key: value for key, value in fields.items() if value}


LAWS = (
    Law("hazchem-regulation-2013", "regulation", "危险化学品安全管理条例", "2013年修订", "2013-12-07",
        file="行政法规/危险化学品安全管理条例(2013-12-07).md", until="2026-04-30", later="hazchem-law-2025"),
    Law("hazchem-law-2025", "law", "中华人民共和国危险化学品安全法", "2025年12月27日通过", "2026-05-01",
        "危险化学品安全法", url="https://wechat.estsglobal.com/wechat/law_contents/384", renumbered=True),
    Law("precursor-regulation-2018", "regulation", "易制毒化学品管理条例", "2018年修订", "2018-09-18",
        file="行政法规/易制毒化学品管理条例(2018-09-18).md"),
    Law("solid-waste-law-2020", "law", "中华人民共和国固体废物污染环境防治法", "2020年修订", "2020-09-01",
        "固体废物污染环境防治法", "行政法/固体废物污染环境防治法(2020-04-29).md"),
    Law("work-safety-law-2021", "law", "中华人民共和国安全生产法", "2021年修正", "2021-09-01",
        "安全生产法", "社会法/安全生产法(2021-06-10).md"),
    Law("minors-law-2020", "law", "中华人民共和国未成年人保护法", "2020年修订", "2021-06-01",
        "未成年人保护法", until="2024-04-25", later="minors-law-2024"),
    Law("minors-law-2024", "law", "中华人民共和国未成年人保护法", "2024年修正", "2024-04-26",
        "未成年人保护法", "社会法/未成年人保护法(2024-04-26).md"),
    Law("personal-information-law-2021", "law", "中华人民共和国个人信息保护法", "2021年", "2021-11-01",
        "个人信息保护法", "行政法/个人信息保护法(2021-08-20).md"),
    Law("cybersecurity-law-2016", "law", "中华人民共和国网络安全法", "2016年", "2017-06-01",
        "网络安全法", until="2025-12-31", later="cybersecurity-law-2025"),
    Law("cybersecurity-law-2025", "law", "中华人民共和国网络安全法", "2025年修正", "2026-01-01",
        "网络安全法", renumbered=True),
    Law("data-security-law-2021", "law", "中华人民共和国数据安全法", "2021年", "2021-09-01", "数据安全法"),
    Law("minors-online-regulation-2024", "regulation", "未成年人网络保护条例", "2023年公布", "2024-01-01"),
    Law("state-assets-regulation-2021", "regulation", "行政事业性国有资产管理条例", "2021年公布",
        "2021-04-01"),
    Law("major-hazard-guide-2024", "document", "教育系统重大事故隐患判定指南", "教发厅函〔2024〕20号",
        "2024-06-24", url="https://sys.luas.edu.cn/2025/1016/c2524a128897/page.htm"),
    Law("ga-1511-2018", "standard", "易制爆危险化学品储存场所治安防范要求", "GA 1511—2018",
        url="https://www.aqrzj.com/doc/251034.html"),
    Law("hj-1276-2022", "standard", "危险废物识别标志设置技术规范", "HJ 1276—2022", "2023-07-01",
        url="https://sbc.zjgsu.edu.cn/2023/1011/c1463a143497/page.htm"),
    Law("jy-t-0646-2022", "standard", "教师数字素养", "JY/T 0646—2022", "2022-11-30"),
    Law("ziyang-fa-2021-26", "document", "关于加强教育装备和信息化工作的通知", "资教体发〔2021〕26号"),
    Law("informatization-plan-2018", "document", "教育信息化2.0行动计划", "教技〔2018〕6号", "2018-04-13"),
    Law("new-infrastructure-2021", "document",
        "关于推进教育新型基础设施建设构建高质量教育支撑体系的指导意见", "教科信〔2021〕2号", "2021-07-01",
        "教育新型基础设施建设指导意见"),
    Law("it-curriculum-2022", "document", "义务教育信息科技课程标准", "2022年版", "2022-09-01"),
    Law("experiments-opinions-2019", "document", "关于加强和改进中小学实验教学的意见", "教基〔2019〕16号",
        "2019-11-20"),
    Law("three-classrooms-2020", "document", "关于加强“三个课堂”应用的指导意见", "教科技〔2020〕3号",
        "2020-03-03"),
    Law("education-apps-2019", "document", "关于引导规范教育移动互联网应用有序健康发展的意见",
        "教技函〔2019〕55号", "2019-08-10", "教育移动互联网应用意见"),
    Law("teacher-training-2019", "document", "关于实施全国中小学教师信息技术应用能力提升工程2.0的意见",
        "教师〔2019〕1号", "2019-03-20", "教师信息技术应用能力提升工程2.0"),
    Law("eyesight-plan-2018", "document", "综合防控儿童青少年近视实施方案", "教体艺〔2018〕3号",
        "2018-08-30"),
    Law("five-doubles", "document", "危险化学品“五双”管理要求", "本局登记的定义", short="“五双”管理要求",
        sample=True),
    Law("school-rules", "document", "学校危险化学品管理制度", "各校自订", sample=True),
)  # fmt: skip
_BY_ID = {law.id: law for law in LAWS}


def _escaped(path: str) -> str:
    """*path* with every byte beyond ASCII as an address writes it."""
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in path)


def laws() -> Iterator[dict[str, Any]]:
    """The records of all versions."""
    for law in LAWS:
        yield law.data()


def for_year(basis: Iterable[Basis], year: int) -> Iterator[Basis]:
    """The basis with, of each law, the versions in force in *year*; two where it changed within it.

    Articles go over to the next version, unless that counts them otherwise.
    """
    for name, articles in basis:
        law: Law | None = _BY_ID[name]
        while law:
            if law.renumbered:
                articles = ()
            if law.since <= f"{year}-12-31" and (law.until or "9999") >= f"{year}-01-01":
                yield law.id, articles
            law = _BY_ID.get(law.later)
