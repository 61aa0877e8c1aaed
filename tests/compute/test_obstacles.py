"""What stands in the way of an issue besides the words: a number, an appeal, a publicity."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from generator.compute.obstacles import of_number, of_records
from tests.support.records import base, snapshot_of

KIND = """--- records/bulletin-kinds/annual.yml
id: annual
title: 年度评价结果通报
source: evaluation
heading: 关于{period}评价结果的通报
layout: letter
series: 函
names_schools: false
publicity: true
sections:
  - parts:
      - write: 写明情况
"""
PUBLICITY = """--- records/publicity/p-01.yml
id: p-01
title: 2025年度评价结果公示
bulletin_kind: annual
period: "2025"
from: 2025-12-08
to: 2025-12-12
contact:
  office: 装备管理科
"""
OBJECTION = """objections:
  - on: 2025-12-10
    matter: 县直学校的得分有误
"""
DRAFT = {"bulletin_kind": "annual", "period": "2025"}
CODES = "organ_codes:\n  - series: 函\n    code: 示教体函\n"


def said(text: str, day: str, *, noted: bool = True, appealed: bool = False) -> list[str]:
    unit = SimpleNamespace(unit="dongcheng", is_appealed=appealed)
    results: Any = SimpleNamespace(evaluations=(SimpleNamespace(year=2025, evaluations=(unit,)),))
    found = of_records(snapshot_of(KIND + text), DRAFT, results, day, is_appeal_noted=noted)
    return [one.zh for one in found]


def test_publicity_is_over_and_answered_before_the_issue() -> None:
    """Not registered, running, over; an objection waits for its answer."""
    assert said("", "2025-12-15") == ["还没有登记公示"]
    assert said(PUBLICITY, "2025-12-12") == ["公示到 2025-12-12 才期满"]
    assert said(PUBLICITY, "2025-12-13") == []
    assert said(PUBLICITY + OBJECTION, "2025-12-15") == ["2025-12-10 的异议还没有办结"]


def test_open_appeal_of_a_quoted_unit_stops_the_issue_unless_it_is_said() -> None:
    """Who is named must be able to read in the same paper that the number is disputed."""
    (reason,) = said(PUBLICITY, "2025-12-15", noted=False, appealed=True)
    assert "复核申请还没有办结；正文已写明的，加 --appeal-noted" in reason
    assert said(PUBLICITY, "2025-12-15", noted=True, appealed=True) == []
    assert said(PUBLICITY, "2025-12-15", noted=False, appealed=False) == []


@pytest.mark.parametrize(
    ("number", "complete", "expected"),
    [
        ("示教体函〔2025〕22号", "    complete_since: 2025\n", []),
        ("示教体函〔2025〕18号", "    complete_since: 2025\n", []),  # fills a gap
        ("示教体函〔2025〕23号", "    complete_since: 2025\n", ["跳号了：示教体函〔2025〕下一个号是 22号"]),
        ("示教体函〔2026〕2号", "    complete_since: 2025\n", ["跳号了：示教体函〔2026〕下一个号是 1号"]),
        ("示教体函〔2025〕30号", "", []),  # the register does not claim to be whole
        ("省教函〔2025〕99号", "    complete_since: 2025\n", []),  # a rule says that it is not ours
        ("22号", "    complete_since: 2025\n", []),
    ],
)
def test_number_follows_in_its_series(number: str, complete: str, expected: list[str]) -> None:
    """A serial that is left out looks for ever like a paper that was hidden."""
    bureau = base()["records/bureau.yml"].replace(CODES, CODES + complete)
    snapshot = snapshot_of(f"--- records/bureau.yml\n{bureau}")
    assert [one.zh for one in of_number(snapshot, {"series": "函"}, number)] == expected


def test_number_is_of_the_series_of_the_kind() -> None:
    """A notice in the letters' series is found by nobody."""
    (one,) = of_number(snapshot_of(""), {"series": "发"}, "示教体函〔2025〕22号")
    assert one.zh == "这种通报用「发」系列的字号，「示教体函」是「函」系列的"
