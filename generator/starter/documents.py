"""The official documents: those that the public text names, and the sample's own register.

The text states numbers and no dates. The sample's own are numbered in the order of their days, so that no
series has a gap: whoever cites one adds a line to ``CITED`` and asks ``number_of``.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

SAMPLE_CODE = "示教函"


@dataclass(frozen=True, slots=True)
class Cited:
    """One document of the sample. key: its id without ``sample-``; issued: the day."""

    key: str
    issued: str
    title: str
    kind: str = "letter"


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
    Cited("awards-2024", "2025-03-06", "关于表扬2024年度先进单位和先进个人的通报", "bulletin"),
    Cited("on-site-2025", "2025-03-24", "关于召开2025年全市教育装备和信息化现场推进会的通知", "notice"),
    Cited(
        "demonstrations-2023", "2023-05-29", "关于公布2023年度教育装备和信息化示范校认定结果的通知", "notice"
    ),
    Cited(
        "demonstrations-2024", "2024-06-03", "关于公布2024年度教育装备和信息化示范校认定结果的通知", "notice"
    ),
    Cited("demonstrations-renewed-2025", "2025-11-28", "关于公布2023年度示范校复评结果的通知", "notice"),
    Cited("demonstrations-left-2025", "2025-12-02", "关于部分学校退出教育装备和信息化示范校的通知", "notice"),
    Cited("awards-2025", "2025-12-05", "关于表扬2025年度先进单位和先进个人的通报", "bulletin"),
)  # fmt: skip

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
    """Key -> number of every document of the sample: serials run through each year without a gap."""
    serials: dict[str, int] = defaultdict(int)
    numbers = {}
    for cited in sorted(CITED, key=lambda c: (c.issued, c.key)):
        year = cited.issued[:4]
        serials[year] += 1
        numbers[cited.key] = f"{SAMPLE_CODE}〔{year}〕{serials[year]}号"
    return numbers


_NUMBERS = _numbered()


def number_of(key: str) -> str:
    """The number of the document of the sample with this *key* in ``CITED``; KeyError where there is none."""
    return _NUMBERS[key]


def documents(source: str) -> tuple[dict[str, Any], ...]:
    """The records of the real documents, known from *source*, and of the sample's own."""
    fields = ("id", "number", "title", "kind")
    real = (
        {**dict(zip(fields, named, strict=True)), "issuer": "ziyang", "source": source} for named in _NAMED
    )
    sample = (
        {
            "id": f"sample-{cited.key}",
            "number": number_of(cited.key),
            "title": cited.title,
            "kind": cited.kind,
            "issuer": "ziyang",
            "issued_on": cited.issued,
            "source": "示例发文登记",
            "sample": True,
        }
        for cited in CITED
    )
    return (*real, *sample)
