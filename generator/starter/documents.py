"""The official documents: those that the public text names, and the sample's own register.

The text states numbers and no dates, and of one document neither. The sample's own are numbered in the order
of their days, series by series, so that none has a gap: whoever cites one adds a line to ``CITED`` and asks
``number_of``. Above them stands an invented province, whose documents are marked as those of another organ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .bulletins import DRAFTED, Drafted

# Series -> the code of the sample's own documents in it.
SAMPLE_CODES = {"发": "示教发", "函": "示教函"}


@dataclass(frozen=True, slots=True)
class Cited:
    """One document of the sample. key: its id without ``sample-``; issued: the day.

    more: further fields of the record; citations (``basis``, ``replaces``) by key.
    """

    key: str
    issued: str
    title: str
    kind: str = "letter"
    series: str = "函"
    more: Mapping[str, Any] = field(default_factory=dict)


CITED = (
    Cited("experts-2021", "2021-08-25", "关于公布第一批市级专家库人员的函"),
    Cited("experts-2023", "2023-02-24", "关于公布第二批市级专家库人员的函"),
    Cited("provincial-supervisors-2023", "2023-04-26", "关于推荐省级教育装备质量监督员的函"),
    Cited("city-supervisors-2023", "2023-05-29", "关于公布市级教育装备质量监督管理专家的函"),
    Cited(
        "tasks-2024", "2024-02-22",
        "关于印发《2024年教育装备和信息化工作重点任务清单暨考核评价细则》的通知", "notice",
    ),
    Cited("on-site-2024", "2024-03-12", "关于召开2024年全市教育装备和信息化现场推进会的通知", "notice"),
    Cited("provincial-2024", "2024-03-27", "关于推荐省级教育装备专家库人选的函"),
    Cited(
        "tasks-2025", "2025-02-20",
        "关于印发《2025年教育装备和信息化工作重点任务清单暨考核评价细则》的通知", "notice",
    ),
    Cited("experts-2025", "2025-02-25", "关于公布第三批市级专家库人员的函"),
    Cited("on-site-2025", "2025-03-24", "关于召开2025年全市教育装备和信息化现场推进会的通知", "notice"),
    Cited(
        "demonstrations-2023", "2023-05-29", "关于公布2023年度教育装备和信息化示范校认定结果的通知", "notice"
    ),
    Cited(
        "demonstrations-2024", "2024-06-03", "关于公布2024年度教育装备和信息化示范校认定结果的通知", "notice"
    ),
    Cited("demonstrations-renewed-2025", "2025-11-28", "关于公布2023年度示范校复评结果的通知", "notice"),
    Cited("demonstrations-left-2025", "2025-12-02", "关于部分学校退出教育装备和信息化示范校的通知", "notice"),
    Cited("engagements-2024", "2024-03-29", "关于聘请专家开展2024年论证评审等工作的函"),
    Cited("engagements-2025", "2025-03-28", "关于聘请专家开展2025年论证评审等工作的函"),
    Cited("cases-2023", "2023-12-08", "关于印发2023年教育装备和信息化典型案例的通知", "notice", "发"),
    Cited("cases-2024", "2024-12-06", "关于印发2024年教育装备和信息化典型案例的通知", "notice", "发"),
    Cited(
        "cases-2025", "2025-11-21", "关于印发2025年教育装备和信息化典型案例的通知", "notice", "发",
        {"disclosure": {"kind": "proactive"}},
    ),
    Cited(
        "register-2021", "2021-03-16", "关于规范教育装备公文登记的通知", "notice", "发",
        {"posted_on": "2021-03-18"},
    ),
    Cited("laboratory-2023", "2023-09-04", "关于印发中小学实验室管理规范（试行）的通知", "notice", "发"),
    Cited(
        "laboratory-2025", "2025-04-09", "关于印发中小学实验室管理规范的通知", "notice", "发",
        {"replaces": ["laboratory-2023"], "basis": ["province-2025"], "posted_on": "2025-04-11"},
    ),
    Cited(
        "survey-2025", "2025-06-18", "关于核对学校危化品储存情况的函", "letter", "函",
        {"disclosure": {"kind": "closed", "reason": "附件列明储存地点和数量，公开后影响安全。"}},
    ),
    Cited(
        "void-2025", "2025-07-03", "空号", "letter", "函",
        {"voided": {"on": "2025-07-03", "reason": "原拟转发的文件改为直接在平台下发，取号未用。"}},
    ),
    Cited(
        "opinions-2025", "2025-10-21", "关于征求装备管理员工作量计算办法意见的函", "letter", "函",
        {"disclosure": {"kind": "on_request", "reason": "正在征求意见，办法印发后公开。"}},
    ),
)  # fmt: skip


# Documents of an invented province, by key; their numbers are that organ's own.
_EXTERNAL = {
    "province-2025": {
        "number": "示省教函〔2025〕8号",
        "title": "关于进一步规范中小学实验室管理的意见",
        "kind": "opinion",
        "external": {"organ": "示例省教育厅"},
        "signed_on": "2025-02-17",
    },
}

_NAMED = (
    ("fa-2021-26", "资教体发〔2021〕26号", "关于加强教育装备和信息化工作的通知", "notice"),
    (
        "han-2022-23",
        "资教体函〔2022〕23号",
        "关于表扬全市2021年度教育装备和信息化工作先进单位和先进个人的通报",
        "bulletin",
    ),
    (
        "han-2023-17",
        "资教体函〔2023〕17号",
        "关于表扬全市2022年度教育装备和信息化工作先进单位和先进个人的通报",
        "bulletin",
    ),
)


def _numbered() -> dict[str, str]:
    """Key -> number of every document of the sample: without a gap in any series and year."""
    serials: dict[tuple[str, str], int] = defaultdict(int)
    numbers = {key: str(data["number"]) for key, data in _EXTERNAL.items()}
    held: tuple[Cited | Drafted, ...] = (*CITED, *DRAFTED)
    for cited in sorted(held, key=lambda c: (c.issued, c.key)):
        series = cited.series, cited.issued[:4]
        serials[series] += 1
        numbers[cited.key] = f"{SAMPLE_CODES[cited.series]}〔{series[1]}〕{serials[series]}号"
    return numbers


_NUMBERS = _numbered()


def number_of(key: str) -> str:
    """The number of the document of the sample with this *key* in ``CITED``; KeyError where there is none."""
    return _NUMBERS[key]


def documents(source: str) -> tuple[dict[str, Any], ...]:
    """The records of the real documents, known from *source*, and of the sample's own."""
    ours = (_sample(cited) for cited in (*CITED, *(_entry(one) for one in DRAFTED)))
    others = (
        {"id": f"sample-{key}", **data, "source": "示例来文登记", "sample": True}
        for key, data in _EXTERNAL.items()
    )
    return (*_named(source), *ours, *others)


def _entry(one: Drafted) -> Cited:
    kind = "notice" if one.kind == "supervision-notice" else "bulletin"
    return Cited(one.key, one.issued, one.title, kind, one.series)


def _named(source: str) -> Iterator[dict[str, Any]]:
    """What the public text names, and nothing that it does not state."""
    for key, number, title, kind in _NAMED:
        yield {
            "id": key,
            "number": number,
            "series": number[3],
            "title": title,
            "kind": kind,
            "issuer": "ziyang",
            "source": source,
        }
    yield {
        "id": "sichuan-experiments",
        "title": "四川省教育厅关于新时代加强中小学实验教学工作的指导意见",
        "kind": "opinion",
        "external": {"organ": "四川省教育厅"},
        "source": source,
        "note": "稿件导读引用了这份文件，没有写文号和日期。",
    }


def _sample(cited: Cited) -> dict[str, Any]:
    """The record of one document of the sample, its fields in the order of the schema."""
    record: dict[str, Any] = {
        "id": f"sample-{cited.key}",
        "number": number_of(cited.key),
        "series": cited.series,
        "title": cited.title,
        "kind": cited.kind,
        "issuer": "ziyang",
    }
    if "voided" not in cited.more:
        record["signed_on"] = cited.issued
    for name in ("posted_on", "disclosure", "replaces", "basis", "voided"):
        if name in cited.more:
            value = cited.more[name]
            record[name] = [number_of(key) for key in value] if isinstance(value, list) else value
    return record | {"source": "示例发文登记", "sample": True}
