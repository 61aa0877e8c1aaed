"""The official documents that the public text names; it states their numbers and no dates."""

from __future__ import annotations

from typing import Any

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


def documents(source: str) -> tuple[dict[str, Any], ...]:
    """The three records; *source* is where they are known from."""
    fields = ("id", "number", "title", "kind")
    return tuple(
        {**dict(zip(fields, named, strict=True)), "issuer": "ziyang", "source": source} for named in _NAMED
    )
