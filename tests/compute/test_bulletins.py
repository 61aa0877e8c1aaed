"""What bulletins say of a round and of a year: by hand, agreeing with its numbers, cut at its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.compute.assess import assess
from generator.compute.bulletin import Scope, compared, content_for, printed, shift
from generator.compute.bulletins import SOURCES
from generator.compute.bulletins.commendation import commendation
from generator.compute.bulletins.evaluations import evaluations
from generator.compute.bulletins.overdue import overdue
from generator.compute.bulletins.rounds import rounds
from generator.compute.obstacles import of_records
from generator.model.bulletin import Content, Figure, Sheet, cited, content, filled
from generator.model.period import Period
from generator.model.snapshot import Snapshot
from tests.support import own
from tests.support.records import ROOT, snapshot_of

QUARTER = Period(2025, 4)
FAILED = """--- records/inspections/i-02.yml
id: i-02
period: 2025-Q4
topic: hazchem
organization: no1-middle
mode: unannounced
status: done
date: 2025-11-20
team:
  - expert: expert-01
    role: lead
checklist: hazchem-2025
checklist_digest: 8c79ce1afda63546d4483264fea4e539865e3ee69009b5d6264b6ddc819c4f49
results:
  - item: hc-1
    result: unmet
  - item: hc-2
    result: met
  - item: hc-3
    result: not_applicable
    reason: 不开这门课
findings:
  - id: f1
    item: hc-1
    grade: major
    text: 没有双锁
    due: 2025-12-20
    no_hazard: 当场改正
"""


def content_of(snapshot: Snapshot, period: Period = QUARTER, topic: str = "hazchem") -> Content:
    return rounds.function(snapshot, assess(snapshot), Scope(period, topic, names_schools=False))


def values(found: Content, *names: str) -> list[str]:
    return [found.figures[name].value for name in names]


def said(found: Content) -> dict[str, str]:
    figures = {name: figure.value for name, figure in found.figures.items()}
    return {name: filled(text, figures) for name, text in found.sentences.items()}


def test_one_visit_by_hand() -> None:
    """hc-1 40 of 40, hc-2 20 of 30, hc-3 30 of 30: 90 of 100 points, 90.00 %, grade from 90: excellent."""
    found = content_of(snapshot_of(""))
    assert values(found, "counties", "schools", "pool", "reached", "visits", "experts", "judged") == [
        "1", "1", "1", "100.0", "1", "2", "3",
    ]  # fmt: skip
    assert values(found, "rate", "grade-excellent", "grade-fail", "findings", "major") == [
        "90.00", "1", "0", "1", "0",
    ]  # fmt: skip
    words = said(found)
    assert words["conclusions"] == (
        "平均得分率90.00%，上季度没有同类督查，不作比较。其中优秀1次，没有不合格。"
    )
    assert words["findings"] == "共发现问题1个，没有重大问题；上季度没有同类督查，不作比较。"
    assert words["before"] == "上季度督查没有登记隐患。"


def test_two_visits_by_hand() -> None:
    """The second: hc-1 0 of 40, hc-2 30 of 30, hc-3 not counted: 30 of 70.

    Together 120 of 170 points: 70.588…, printed 70.59. One of two failed, by a red item: 50.0 %.
    hc-1 was missed once in two looks, hc-2 once in two; of the same number the first in the list leads.
    """
    found = content_of(snapshot_of(FAILED))
    assert values(found, "visits", "schools", "experts", "judged", "rate", "failed-share", "red") == [
        "2", "1", "2", "5", "70.59", "50.0", "1",
    ]  # fmt: skip
    assert values(found, "fault-1-times", "fault-1-share", "fault-2-times") == ["1", "50.0", "1"]
    words = said(found)
    assert "不合格占50.0%，有红线项目不符合的1次。" in words["conclusions"]
    assert words["findings"].startswith("共发现问题2个，其中重大问题1个；")
    assert found.sheets["grades"].rows == (
        ("优秀", "1", "50.0"),
        ("良好", "0", "0.0"),
        ("合格", "0", "0.0"),
        ("不合格", "1", "50.0"),
    )
    assert found.sheets["counties"].rows[0][1:6] == ("1", "70.59", "1", "2", "1")


@pytest.mark.parametrize(
    ("now", "past", "words"),
    [
        ("86.4", "83.2", "较上季度提高3.2个百分点"),
        ("83.2", "86.4", "较上季度下降3.2个百分点"),
        ("83.2", "83.2", "与上季度持平"),
        ("0.0", "3.2", "较上季度下降3.2个百分点"),
    ],
)
def test_change_is_said_as_it_went(now: str, past: str, words: str) -> None:
    """No minus sign, and no change of nothing."""
    assert shift(Decimal(now), Decimal(past), "上季度", "个百分点", "提高", "下降") == words


def test_quarter_without_a_visit_says_so() -> None:
    """No share of nothing, no sentence with a zero in it."""
    found = content_of(snapshot_of(""), Period(2025, 3))
    assert set(said(found).values()) == {"2025年第3季度没有开展这一主题的督查。"}
    assert values(found, "schools", "rate", "reached", "failed-share") == ["0", "—", "0.0", "—"]


@pytest.fixture(scope="module")
def city() -> Snapshot:
    return own.snapshot()


def test_names_that_are_promised_are_given(city: Snapshot) -> None:
    """Every sentence and table of a source is there, and every sentence cites figures that are."""
    results = own.results()
    for one in SOURCES:
        period = Period(2024) if one.id == "evaluation" else Period(2025, 3)
        found = one.function(city, results, Scope(period, "hazchem", names_schools=True))
        assert set(found.sentences) == set(one.sentences), one.id
        assert set(found.sheets) == set(one.tables), one.id
        assert found.version == f"{one.id}@{one.version}"
        for text in found.sentences.values():
            assert set(cited(text)) <= set(found.figures)
        grounds = {g for f in (*found.figures.values(), *found.sheets.values()) for g in f.grounds}
        assert grounds <= set(found.grounds)
        for sheet in found.sheets.values():
            assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}


def test_figures_of_a_quarter_that_is_over_are_the_same_on_every_later_day(city: Snapshot) -> None:
    """Otherwise a bulletin could not be worked out again; only the state of hazards runs on with the day."""
    scope = Scope(Period(2024, 3), "digital", names_schools=False)
    early = replace(city, as_of=date(2024, 10, 10))
    then = rounds.function(early, assess(early), scope)
    by_later_results = rounds.function(early, own.results(), scope)
    assert then == by_later_results
    later = rounds.function(city, own.results(), scope)
    runs_on = {"as-of", "closed", "closed-share", "open", "overdue"}
    runs_on |= {f"before-{name}" for name in runs_on}
    assert {n: f.value for n, f in then.figures.items() if n not in runs_on} == {
        n: f.value for n, f in later.figures.items() if n not in runs_on
    }


def test_quarterly_figures_equal_those_counted_from_the_files(city: Snapshot) -> None:
    """An independent count: the YAML files alone, one loop, fractions."""
    visits = [data for data in _files("inspections") if _is_of(data, "2025-Q2", "hazchem")]
    lists = {data["id"]: data for data in _files("checklists")}
    obtained = applicable = Fraction(0)
    for visit in visits:
        items = {i["id"]: i for s in lists[visit["checklist"]]["sections"] for i in s["items"]}
        for row in visit["results"]:
            points = Fraction(items[row["item"]]["points"])
            if row["result"] == "not_applicable":
                full = lists[visit["checklist"]].get("not_applicable") == "full_marks"
                obtained, applicable = obtained + points * full, applicable + points * full
            elif row["result"] != "not_checked":
                applicable += points
                obtained += {"met": points, "unmet": Fraction(0)}.get(
                    row["result"], Fraction(str(row.get("score", 0)))
                )
    found = content_of(city, Period(2025, 2))
    rate = obtained * 10000 / applicable
    assert (
        found.figures["rate"].value
        == f"{(2 * rate.numerator + rate.denominator) // (2 * rate.denominator) / 100:.2f}"
    )
    assert values(found, "visits", "findings", "schools") == [
        str(len(visits)),
        str(sum(len(v.get("findings", ())) for v in visits)),
        str(len({v["organization"] for v in visits})),
    ]


def _files(kind: str) -> list[dict[str, Any]]:
    paths = sorted(Path(ROOT / "records" / kind).rglob("*.yml"))
    found = [yaml.load(p.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for p in paths]
    return [data for data in found if "withdrawn" not in data]


def _is_of(data: dict[str, Any], period: str, topic: str) -> bool:
    return (data["period"], data["topic"], data["status"]) == (period, topic, "done")


def test_year_says_the_grades_that_were_given(city: Snapshot) -> None:
    """Every ranked county is named once, under its grade; the mean is that of the printed totals."""
    found = evaluations.function(city, own.results(), Scope(Period(2024), "", names_schools=False))
    rows = found.sheets["results"].rows
    names = [row[1] for row in rows]
    listed = [
        n
        for f in found.figures.values()
        if f.id.startswith("names-") and f.value != "无"
        for n in f.value.split("、")
    ]
    assert sorted(listed) == sorted(names)
    totals = [Fraction(row[5]) for row in rows]
    mean = sum(totals) / len(totals)
    assert abs(Fraction(found.figures["mean"].value) - mean) <= Fraction(1, 200)
    assert found.figures["highest"].value == rows[0][5]


def test_year_that_is_not_final_is_not_announced(city: Snapshot) -> None:
    """Provisional results have no bulletin."""
    found = evaluations.function(city, own.results(), Scope(Period(2025), "", names_schools=False))
    assert said(found)["scope"] == "2025年度考核评价还没有终定的结果。"
    assert found.sheets["results"].rows == ()


def test_kind_without_a_source_takes_no_figures(city: Snapshot) -> None:
    """A situation bulletin is words alone."""
    data = {"period": "2025-Q2", "names_schools": False}
    assert content_for(data, {"source": "none"}, city, own.results(), SOURCES) == Content("")


def test_table_that_is_too_long_is_cut_and_says_by_how_much() -> None:
    """A thousand rows are printed; the figures in the text count all of them, and so does a recount."""
    rows = tuple((str(at), "一处") for at in range(1_234))
    long = Sheet("hazards", "清单", ("编号", "问题"), rows)
    found = content([Figure("hazards", "隐患", "1234")], [long], [], {})
    assert (len(found.sheets["hazards"].rows), found.sheets["hazards"].rest) == (1_000, 234)
    part = printed(found, snapshot_of(""), ("hazards",), ("hazards",))
    assert (len(part["tables"][0]["rows"]), part["tables"][0]["rest"]) == (1_000, 234)
    data = {"issued": part}
    assert list(compared(data, found)) == []
    more = content(found.figures.values(), [replace(long, rows=(*rows, ("x", "又一处")))], [], {})
    assert [(d.place, d.printed, d.recomputed) for d in compared(data, more)] == [
        ("清单·没有列出的行数", "234", "235")
    ]
    short = content([], [replace(long, rows=rows[:1_000])], [], {})
    assert "rest" not in printed(short, snapshot_of(""), (), ("hazards",))["tables"][0]


NOMINATION = """--- records/nominations/2025/{id}.yml
id: {id}
year: 2025
kind: {kind}
unit: no1-middle
{who}recommended:
  by: dongcheng
  on: 2025-11-03
  order: 1
merit: {merit}
vetting:
  on: 2025-11-05
  by: 纪检组
  outcome: clear
status: {status}
decision:
  on: 2025-11-10
{more}"""
PERSON = "person: 李四\noffice: 实验员\n"


def nominated(
    id: str, status: str = "accepted", *, who: str = "", merit: str = "台账一物一码", more: str = ""
) -> str:
    kind = "advanced_individual" if who else "advanced_unit"
    return NOMINATION.format(id=id, kind=kind, who=who, merit=merit, status=status, more=more)


def praise(text: str, as_of: date = date(2025, 12, 31)) -> Content:
    snapshot = snapshot_of(text, as_of=as_of)
    return commendation.function(snapshot, assess(snapshot), Scope(Period(2025), "", names_schools=True))


def test_accepted_nominations_are_announced_until_their_awards_are_entered() -> None:
    """One unit and one person; a declined one is named nowhere."""
    told = nominated("n1") + nominated("n2", who=PERSON, merit="改进演示实验")
    found = praise(told + nominated("n3", "declined", who=PERSON.replace("李四", "王五")))
    assert found.sheets["units"].rows == (("东城第一中学", "东城区"),)
    assert found.sheets["persons"].rows == (("李四", "东城第一中学", "实验员"),)
    assert said(found) == {
        "decision": "经县（区）推荐、条件审查、廉政审查、集体研究和公示，"
        "现对1个先进单位、1名先进个人予以通报表扬（名单见附件）。",
        "spread": "受到表扬的单位和个人来自东城区。",
    }
    assert found.grounds["praised"].records == (
        "nominations/n1",
        "nominations/n2",
        "organizations/no1-middle",
        "organizations/dongcheng",
        "methods/m-2025",
    )


AWARDED = """--- records/awards/2025/a-02.yml
id: a-02
year: 2025
kind: advanced_unit
unit: no1-middle
notice:
  number: 示教体函〔2025〕21号
  issued_on: 2025-11-28
public_notice:
  from: 2025-11-17
  to: 2025-11-21
merit: 台账一物一码
nomination: n1
withdrawn:
  date: 2025-12-20
  reason: 材料有误
"""


def test_an_award_that_was_withdrawn_later_was_in_force_then() -> None:
    """The notice of November named it; what is withdrawn in December does not make it wrong."""
    november = praise(nominated("n1") + AWARDED, date(2025, 11, 28))
    assert november.sheets["units"].rows == (("东城第一中学", "东城区"),)
    assert november.grounds["praised"].records[0] == "awards/a-02"
    december = praise(nominated("n1") + AWARDED)
    assert set(said(december).values()) == {"本年度没有表扬先进单位和先进个人。"}


KIND = """--- records/bulletin-kinds/commendation.yml
id: commendation
title: 年度表扬通报
source: commendation
heading: 关于表扬全市{period}度教育装备和信息化工作先进单位和先进个人的通报
layout: letter
series: 函
names_schools: true
publicity: true
sections:
  - parts:
      - sentence: decision
"""


def in_the_way(text: str) -> list[str]:
    snapshot = snapshot_of(KIND + text)
    data = {"bulletin_kind": "commendation", "period": "2025", "status": "draft"}
    found = of_records(snapshot, data, assess(snapshot), "2025-12-31", is_appeal_noted=False)
    return [text.zh for text in found]


PUBLICITY = """--- records/publicity/p.yml
id: p
title: 拟表扬对象公示
bulletin_kind: commendation
period: "2025"
from: 2025-12-20
to: {to}
contact:
  office: 装备科
"""


def test_praise_is_not_issued_before_its_publicity_ends() -> None:
    """The decision is made public beforehand, so that somebody may object."""
    assert in_the_way("") == ["还没有登记公示"]
    assert in_the_way(PUBLICITY.format(to="2025-12-31")) == ["公示到 2025-12-31 才期满"]
    assert in_the_way(PUBLICITY.format(to="2025-12-30")) == []


def test_praise_is_not_issued_while_a_condition_fails_or_nobody_decided() -> None:
    """The method of the cases has no conditions, so all is unknown: a reason answers that, and no failure."""
    over = PUBLICITY.format(to="2025-12-26")
    unknown = in_the_way(over + nominated("n1"))
    assert len(unknown) == 8
    assert unknown[0].startswith("推荐 n1 尚不清楚“县（区）年度评价等次”：2025年的办法没有写明表扬条件")
    assert in_the_way(over + nominated("n1", more="  reason: 办法未定，经局务会研究\n")) == []
    open_one = nominated("n1", "recommended").replace("decision:\n  on: 2025-11-10\n", "")
    assert in_the_way(over + open_one) == ["还有 1 件推荐没有研究决定（如 n1）"]
    method = (ROOT / "tests/cases/rules/NOM005-beyond-quota/good/records/methods/m-2025.yml").read_text()
    terms = "--- records/methods/m-2025.yml\n" + method.replace("units: 1", "units: 0")
    told = in_the_way(over + terms + nominated("n1", more="  reason: 经研究\n"))
    assert told == [
        "推荐 n1 不符合“名额”：东城区的名额 0 个，这一件排第 1，超出名额；generator nominations 列出全部条件"
    ]


LATE = """--- records/hazards/{id}.yml
id: {id}
school: no1-middle
registered_on: 2025-11-01
origin: self_check
topic: hazchem
item: hc-1
grade: {grade}
text: {text}
due: {due}
"""
REMEDY = """remedy:
  measures: 加装第二把锁
  responsible: 总务主任
  funds: 公用经费 800 元
  deadline: 三日内
  plan: 停用药品柜
"""


def late_of(*hazards: tuple[str, str, str, str], names_schools: bool = False) -> Content:
    keys = ("id", "grade", "text", "due")
    files = (
        LATE.format(**dict(zip(keys, one, strict=True))) + REMEDY * (one[1] == "major") for one in hazards
    )
    snapshot = snapshot_of("".join(files))
    return overdue.function(snapshot, assess(snapshot), Scope(QUARTER, "", names_schools=names_schools))


def test_supervision_notice_lists_what_is_late_on_the_day() -> None:
    """On 31 December: h-2, major, ten days late before h-1, which is thirty; h-3 is due on the day itself."""
    found = late_of(
        ("h-1", "general", "台账缺页", "2025-12-01"),
        ("h-2", "major", "没有双锁", "2025-12-21"),
        ("h-3", "general", "标签脱落", "2025-12-31"),
    )
    assert said(found)["late"] == (
        "截至2025年12月31日，全市逾期未整改的隐患2条，其中重大隐患1条，涉及1所学校，最长逾期30天。"
    )
    assert found.sheets["overdue"].rows == (
        ("h-2", "东城区", "没有双锁", "重大隐患", "2025-12-21", "10"),
        ("h-1", "东城区", "台账缺页", "一般隐患", "2025-12-01", "30"),
    )
    assert found.sheets["counties"].rows == (("东城区", "2", "1", "30"),)
    assert found.grounds["overdue"].records == ("hazards/h-2", "hazards/h-1")


def test_supervision_notice_agrees_with_one_and_with_none() -> None:
    """No longest of one, no count of nothing; schools are named where the kind says so."""
    one = late_of(("h-1", "general", "台账缺页", "2025-12-30"), names_schools=True)
    assert said(one)["late"] == (
        "截至2025年12月31日，全市逾期未整改的隐患1条，没有重大隐患，涉及1所学校，已逾期1天。"
    )
    assert one.sheets["overdue"].columns[2] == "学校"
    none = late_of()
    assert said(none)["late"] == "截至2025年12月31日，全市没有逾期未整改的隐患。"
    assert (none.sheets["overdue"].rows, none.grounds["overdue"].records) == ((), ())
