"""An inspection as a form: every item of the checklist with its text beside the place for the answer.

The words that help to fill it in are comments that begin with ``#:``. They go when the inspection is
finalized; what else stands in the file, comments of people included, stays.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.model.number import trimmed
from generator.model.schema import Schema

from .draft import compose, writer
from .layout import canonical

Data = Mapping[str, Any]
HINT = "#:"
_WIDE = 10_000  # no line of a person is broken anew

_HEAD = """\
#: 督查草稿：不公布、不计入统计。逐项把 pending 改成结果，填完运行
#:     generator inspection finalize {id}
#: 结果五选一：
#:     met 符合    unmet 不符合    partly 部分符合（下面加一行 score: 得分）
#:     not_applicable 不适用    not_checked 未查（这两种下面加一行 reason: 原因）
#: 不符合和部分符合的，下面加一行 facts: 看到了什么，一句话写清；定稿时转成问题和隐患。
#: facts 会公开，不写姓名、具体位置和存放数量。有佐证的加 evidence，每份一行 - title: 材料名称。
#: 检查组每位专家声明没有利害关系后，在他的 role 下面加一行 no_conflict: true。
#: 以 #: 开头的行是提示，定稿时自动删去；自己写的注释会留下。

"""


def form_text(schema: Schema, data: Data, checklist: Data) -> str:
    """The file of a laid-out inspection: *data*, and every item of *checklist* below its text, pending."""
    rows = "\n".join(_rows(checklist))
    return canonical(f"{_HEAD.format(id=data['id'])}{compose(schema, data)}results:\n{rows}\n", schema)


def _rows(checklist: Data) -> Iterator[str]:
    place = 0
    for section in checklist["sections"]:
        points = trimmed(sum((Decimal(item["points"]) for item in section["items"]), Decimal(0)))
        if place:
            yield ""
        yield f"  {HINT} ── {section['title']}（{len(section['items'])} 项，{points} 分）──"
        for item in section["items"]:
            place += 1
            yield from (f"  {HINT} {line}" for line in _about(place, item))
            yield f"  - item: {item['id']}"
            yield "    result: pending"


def _about(place: int, item: Data) -> Iterator[str]:
    """What stands above an item: its text and weight, its standard, and what to look at."""
    marks = [
        f"{trimmed(Decimal(item['points']))} 分",
        *(["一票否决"] if item.get("veto") else []),
        *(["红色风险"] if item.get("risk_color") == "red" else []),
        *(["不符合即重大隐患"] if item.get("hazard_grade") == "major" else []),
        *([f"限 {item['days']} 天整改"] if item.get("days") else []),
    ]
    yield f"{place}. {item['text']}（{'，'.join(marks)}）"
    if item.get("standard"):
        yield f"   标准：{item['standard']}"
    if item.get("evidence"):
        yield f"   看：{'、'.join(item['evidence'])}"


def finished_text(text: str, schema: Schema, findings: Sequence[Data]) -> str:
    """The draft *text* as it stands when it is done, with these *findings* and without hints.

    Everything else is as it was typed. Findings that the draft has already may have gained a field.
    """
    yaml = writer()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    data = yaml.load(_without_hints(text))
    data["status"] = "done"
    written = data.setdefault("findings", []) if findings else []
    by_id = {row["id"]: row for row in written}
    for finding in findings:
        if finding["id"] not in by_id:
            written.append(dict(finding))
        elif "no_hazard" in finding:
            by_id[finding["id"]].setdefault("no_hazard", finding["no_hazard"])
    out = io.StringIO()
    yaml.dump(data, out)
    return canonical(out.getvalue(), schema)


def _without_hints(text: str) -> str:
    """Hints stand on lines of their own; a text that happens to begin so is kept with its record's data."""
    kept = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(HINT))
    return kept if _meaning(kept) == _meaning(text) else text


def _meaning(text: str) -> Any:
    import yaml

    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - strings only, nothing is constructed
