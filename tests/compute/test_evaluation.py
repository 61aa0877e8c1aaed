"""The annual evaluation worked by hand: a whole list of 25 items, then one rule at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from generator.compute.evaluation import evaluated
from generator.model.document import Document
from generator.model.evaluation import Evaluation, ItemState, YearEvaluation
from generator.model.period import Period
from generator.model.record import Record
from generator.model.results import Measure, Operand
from generator.model.schema import Schema
from generator.model.snapshot import Revision, Snapshot
from generator.model.text import Text
from generator.starter.evaluation_lists import evaluation_list

Data = dict[str, Any]
D = Decimal
GRADES = [("excellent", 90), ("good", 80), ("pass", 65), ("fail", 0)]
KINDS = ("organizations", "checklists", "methods", "evaluations", "appeals")

# What the verifiers found in the worked example, item by item; the comment is the arithmetic.
VECTOR: dict[str, Data] = {
    "1.1": {"failures": []},  # nothing missing: 4
    "1.2": {"level": "march"},  # 2
    "1.3": {"count": 3},  # 3 x 1.5 = 4.5, at most 3
    "2.1": {"level": "disbursed"},  # 5
    "2.2": {"numerator": 52, "denominator": 56},  # 52/56 x 6 = 5.5714: 5.57
    "2.3": {"failures": [{"deduction": "irregular", "count": 1}]},  # 4 - 0.5 = 3.5
    "2.4": {"value": 92},  # at least 90: 4
    "3.1": {"numerator": 30, "denominator": 31},  # 30/31 x 4 = 3.8710: 3.87
    "3.2": {  # 41/44 x 8 = 7.4545, less one overdue 0.5 = 6.9545: 6.95
        "numerator": 41,
        "denominator": 44,
        "failures": [{"deduction": "overdue", "count": 1}],
    },
    "3.3": {"numerator": D("0.912"), "denominator": 1},  # 0.912 x 6 = 5.472: 5.47
    "3.4": {"level": "most"},  # 3
    "3.5": {"count": 3},  # 3
    "4.1": {"numerator": 94, "denominator": 100},  # 0.94 x 6 = 5.64
    "4.2": {"failures": [{"deduction": "irregular", "count": 1}]},  # 5 - 0.5 = 4.5
    "4.3": {"level": "good"},  # 5
    "4.4": {"failures": [{"deduction": "late", "count": 1}]},  # 3 - 0.5 = 2.5
    "5.1": {"count": 4},  # 4 x 0.75 = 3
    "5.2": {"numerator": 17, "denominator": 18},  # 17/18 x 5 = 4.7222: 4.72
    "5.3": {"failures": [{"deduction": "late", "count": 1}]},  # 2 - 0.5 = 1.5
    "6.1": {"value": 3},  # 4
    "6.2": {"count": 2},  # 2
    "6.3": {"failures": [{"deduction": "missing", "count": 1}]},  # 2 - 0.5 = 1.5
    "7.1": {"numerator": 12, "denominator": 12},  # 2
    "7.2": {"numerator": 50, "denominator": 60},  # 50/60 x 3 = 2.5
    "7.3": {"count": 3},  # 3 x 0.5 = 1.5
}
SCORES = [
    D(score)
    for section in (
        ("4", "2", "3"),
        ("5", "5.57", "3.5", "4"),
        ("3.87", "6.95", "5.47", "3", "3"),
        ("5.64", "4.5", "5", "2.5"),
        ("3", "4.72", "1.5"),
        ("4", "2", "1.5"),
        ("2", "2.5", "1.5"),
    )
    for score in section
]
SECTIONS = [D("9"), D("18.07"), D("22.29"), D("17.64"), D("9.22"), D("7.5"), D("6")]
BONUS = [
    {"entry": "b1", "count": 1, "record": "documents/d", "text": "省级通报表扬"},
    {"entry": "b3", "count": 1, "record": "projects/p", "text": "省级课题"},
]
DEDUCTIONS = [{"entry": "n1", "count": 1, "record": "documents/e", "text": "市级通报批评"}]


def snapshot_of(*made: tuple[str, Data]) -> Snapshot:
    kinds: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    for kind, data in made:
        document = Document(f"records/{kind}/{data['id']}.yml", data)
        kinds[kind][data["id"]] = Record(kind, data["id"], document)
    schemas = {kind: Schema(kind, "", Text(kind), Text(""), (), {}, "") for kind in KINDS}
    return Snapshot(Revision(), date(2026, 1, 31), schemas, kinds)


def nothing(_metric: str, _unit: str, _period: Period) -> None:
    return None


def county(id: str, order: int = 0) -> tuple[str, Data]:
    return "organizations", {"id": id, "name": id, "level": "county", "order": order}


def method(**evaluation: Any) -> tuple[str, Data]:
    return "methods", {
        "id": "m",
        "version": 2,
        "valid": {"from": "2025-01-01", "to": "2025-12-31"},
        "grades": [{"grade": g, "from": b} for g, b in GRADES],
        "evaluation": {"decimals": 2, "minimum_coverage": 95, **evaluation},
    }


def full_list(**more: Any) -> tuple[str, Data]:
    return "checklists", evaluation_list(2025).data() | more


def evaluation(
    unit: str, facts: dict[str, Data] = VECTOR, status: str = "final", **more: Any
) -> tuple[str, Data]:
    rows = [
        {"item": item, "state": "scored", "facts": one, "evidence": [{"title": "材料"}]}
        for item, one in facts.items()
    ]
    base = {"id": f"ev-{unit}", "unit": unit, "year": 2025, "checklist": "evaluation-2025", "status": status}
    return "evaluations", {**base, "dates": {}, "items": rows, **more}


def year_of(*made: tuple[str, Data], measured: Any = nothing) -> YearEvaluation:
    (found,) = evaluated(snapshot_of(*made), measured)
    return found


def one_of(*made: tuple[str, Data], measured: Any = nothing) -> Evaluation:
    (found,) = year_of(*made, measured=measured).evaluations
    return found


# --- the whole list -----------------------------------------------------------------------------------------


def test_the_worked_example_comes_out() -> None:
    """Twenty-five items by six methods, seven sections, base 89.72, +1.5 -1: 90.22, excellent."""
    found = one_of(county("c"), full_list(), method(), evaluation("c", bonus=BONUS, deductions=DEDUCTIONS))
    assert [item.score for item in found.items] == SCORES
    assert [s.score for s in found.sections] == SECTIONS
    assert [s.points for s in found.sections] == [10, 20, 25, 20, 10, 8, 7]
    assert (found.base, found.bonus, found.deduction) == (D("89.72"), D("1.5"), D("1"))
    assert (found.total, found.grade, found.rank) == (D("90.22"), "excellent", 1)
    assert sum(item.loss for item in found.items if item.loss is not None) == 100 - found.base


def test_with_the_third_veto_the_worked_example_is_good() -> None:
    """A total of 90.22 stays as it is; only the grade is capped."""
    veto = [{"veto": "v3", "on": "2025-09-10", "record": "documents/e", "text": "重大隐患逾期"}]
    found = one_of(
        county("c"), full_list(), method(),
        evaluation("c", bonus=BONUS, deductions=DEDUCTIONS, vetoes=veto),
    )  # fmt: skip
    assert (found.total, found.band, found.grade) == (D("90.22"), "excellent", "good")
    assert [(e.cause, e.before, e.after) for e in found.effects] == [("v3", "excellent", "good")]
    assert "documents/e" in found.evidence


def test_a_second_unit_by_hand() -> None:
    """Full marks but for two items: 1.1 has no leader and lacks two teams, 4 - 2 - 2 = 0; 3.4 has none: 0.

    100 - 4 - 4 = 92; four provincial commendations give at most 2 for b1: 94.
    """
    facts = best() | {
        "1.1": {"failures": [{"deduction": "no-leader", "count": 1}, {"deduction": "no-team", "count": 2}]},
        "3.4": {"level": "none"},
    }
    many = [BONUS[0] | {"count": 4}]
    found = one_of(county("c"), full_list(), method(), evaluation("c", facts, bonus=many))
    assert (found.base, found.bonus, found.total) == (D(92), D(2), D("94.00"))


def test_a_third_unit_by_hand() -> None:
    """Three cases of n2 are 6, capped at 5: 100 - 5 = 95; a failure costs no more than the item has.

    5.3 with seven late reports: 2 - 3.5, floored at 0, so 98 - 5 = 93.
    """
    facts = best() | {"5.3": {"failures": [{"deduction": "late", "count": 7}]}}
    less = [{"entry": "n2", "count": 3, "record": "interviews/x", "text": "约谈"}]
    found = one_of(county("c"), full_list(), method(), evaluation("c", facts, deductions=less))
    assert (found.base, found.deduction, found.total) == (D(98), D(5), D("93.00"))


def best() -> dict[str, Data]:
    """Facts that give full marks for every item."""
    full = dict(VECTOR)
    for item, one in VECTOR.items():
        if "failures" in one:
            full[item] = {k: v for k, v in one.items() if k != "failures"} | {"failures": []}
        if "numerator" in one:
            full[item] = full[item] | {"numerator": 1, "denominator": 1}
    return full | {
        "1.2": {"level": "february"}, "2.4": {"value": 99}, "3.4": {"level": "all"},
        "4.3": {"level": "very-good"}, "7.3": {"count": 4},
    }  # fmt: skip


# --- one rule at a time -------------------------------------------------------------------------------------


def short_list(*items: Data, **more: Any) -> tuple[str, Data]:
    return "checklists", {
        "id": "evaluation-2025", "title": "细则", "kind": "evaluation", "year": 2025,
        "not_applicable": "full_marks", **more,
        "sections": [{"id": "s", "title": "一", "items": list(items)}],
    }  # fmt: skip


def item(id: str, points: int, method: str, **scoring: Any) -> Data:
    return {"id": id, "text": id, "points": points, "method": method, "scoring": scoring}


def simple(unit: str, **facts: Data) -> tuple[str, Data]:
    return evaluation(unit, facts)


def test_missing_is_neither_zero_nor_skipped() -> None:
    """60 of 100 points decided: the unit is not ranked, says why, and the item is marked as pending."""
    made = (short_list(item("a", 60, "compliance"), item("b", 40, "compliance")), method(), county("c"))
    found = one_of(*made, simple("c", a={"met": True}))
    assert (found.coverage, found.rank, found.total) == (D("60.0"), None, D("60.00"))
    assert found.reason is not None
    assert found.reason.zh == "已评分值占 60.0%，低于排位次所需的 95%"
    assert [i.state for i in found.items] == [ItemState.SCORED, ItemState.PENDING]


def test_not_applicable_gives_full_marks_or_is_left_out_as_the_list_says() -> None:
    """10 of 60 points; 40 do not apply: full marks 10 + 40 = 50; rescaled 10/60 x 100 = 16.67."""
    items = (item("a", 60, "count", each=1), item("b", 40, "compliance"))
    rows = [
        {"item": "a", "state": "scored", "facts": {"count": 10}},
        {"item": "b", "state": "not_applicable", "reason": "没有危化品"},
    ]
    kept, left_out = (
        one_of(short_list(*items, not_applicable=way), method(), county("c"), evaluation("c", {}, items=rows))
        for way in ("full_marks", "rescale")
    )
    assert (kept.total, left_out.total) == (D("50.00"), D("16.67"))
    assert kept.items[1].state is left_out.items[1].state is ItemState.EXEMPT


def test_without_evidence_that_is_required_nothing_is_met() -> None:
    """Once it is verified; while the unit is still assessing itself, evidence may come."""
    asked = item("a", 10, "compliance") | {"evidence_required": True}
    rows = [{"item": "a", "state": "scored", "facts": {"met": True}}]
    final, early = (
        one_of(short_list(asked), method(), county("c"), evaluation("c", {}, status, items=rows))
        for status in ("final", "self")
    )
    assert (final.items[0].state, final.items[0].score) == (ItemState.UNPROVEN, D(0))
    assert (early.items[0].state, early.items[0].score) == (ItemState.SCORED, D("10.00"))


def test_what_is_still_to_be_scored_is_no_lack_of_evidence() -> None:
    """A verified unit may wait for one item, such as the fourth quarter's report."""
    asked = item("a", 10, "compliance") | {"evidence_required": True}
    rows = [{"item": "a", "state": "pending"}]
    found = one_of(short_list(asked), method(), county("c"), evaluation("c", {}, "verified", items=rows))
    assert (found.items[0].state, found.items[0].score) == (ItemState.PENDING, None)


def test_a_self_score_is_not_ranked_among_verified_ones() -> None:
    """Nobody may come before a verified unit, or take its place in the quota, by praising itself."""
    made = [short_list(item("a", 100, "count", each=1)), method(excellent_quota=1)]
    made += [county("x"), evaluation("x", {"a": {"count": 91}}, "verified")]
    rows = [{"item": "a", "state": "scored", "self_score": 99}]
    made += [county("y"), evaluation("y", {}, "self", items=rows)]
    found = year_of(*made).by_unit
    assert (found["x"].rank, found["x"].grade) == (1, "excellent")
    assert (found["y"].rank, found["y"].total) == (None, D("99.00"))
    assert found["y"].reason is not None
    assert "自评" in found["y"].reason.zh


def test_equal_totals_share_a_rank() -> None:
    """1, 2, 2, 4 by printed totals; units in administrative order inside a tie."""
    made = [short_list(item("a", 100, "count", each=1)), method()]
    totals = {"w": 90, "z": 80, "y": 80, "x": 70}
    for order, (unit, count) in enumerate(totals.items()):
        made += [county(unit, order), simple(unit, a={"count": count})]
    found = year_of(*made).evaluations
    assert [(e.unit, e.rank, e.tied) for e in found] == [
        ("w", 1, False), ("z", 2, True), ("y", 2, True), ("x", 4, False)
    ]  # fmt: skip


def test_quota_goes_by_rank_then_by_the_tie_break_and_says_so() -> None:
    """Three are excellent, two may be: 95, and of two with 92 the one with the better first item."""
    made = [short_list(item("a", 50, "count", each=1), item("b", 50, "count", each=1))]
    made += [method(excellent_quota=2, tie_break=[{"by": "item", "id": "a"}])]
    for unit, a, b in (("x", 45, 50), ("y", 42, 50), ("z", 50, 42)):
        made += [county(unit), simple(unit, a={"count": a}, b={"count": b})]
    found = year_of(*made).by_unit
    assert {unit: e.grade for unit, e in found.items()} == {"x": "excellent", "y": "good", "z": "excellent"}
    effect = found["y"].effects[-1]
    assert effect.cause == "quota"
    assert effect.text.zh == ("优秀名额 2 个，与名额内的末位总分相同，按同分规则再比“a a”，得分较低")
    assert (found["y"].rank, found["z"].rank) == (2, 2), "the quota moves no rank"


def test_units_that_stay_equal_do_not_exceed_the_quota() -> None:
    made = [short_list(item("a", 100, "count", each=1)), method(excellent_quota=1)]
    for unit in ("x", "y"):
        made += [county(unit), simple(unit, a={"count": 95})]
    found = year_of(*made).evaluations
    assert [e.grade for e in found] == ["good", "good"]
    assert {e.effects[-1].text.zh for e in found} == {
        "优秀名额 1 个，有单位与其总分相同，同分规则也分不出先后，名额放不下，都不占名额"
    }


def test_a_unit_below_the_quota_reads_how_many_stand_before_it() -> None:
    made = [short_list(item("a", 100, "count", each=1)), method(excellent_quota=1)]
    for unit, count in (("x", 97), ("y", 95)):
        made += [county(unit), simple(unit, a={"count": count})]
    text = year_of(*made).by_unit["y"].effects[-1].text
    assert text.zh == "优秀名额 1 个，位次在前的已有 1 个单位"


def test_an_appeal_changes_the_item_and_an_open_one_marks_it() -> None:
    made = (short_list(item("a", 60, "count", each=1), item("b", 40, "compliance")), method(), county("c"))
    decided = ("appeals", {
        "id": "ap-1", "evaluation": "ev-c", "filed_on": "2025-12-20",
        "items": [{"item": "a", "reason": "漏计"}],
        "decision": {"on": "2025-12-28", "decider": "e", "outcome": "changed",
                     "changes": [{"item": "a", "from": 50, "to": 55, "reason": "补计"}]},
    })  # fmt: skip
    open_ = ("appeals", {
        "id": "ap-2", "evaluation": "ev-c", "filed_on": "2025-12-21",
        "items": [{"item": "b", "reason": "有材料"}],
    })  # fmt: skip
    found = one_of(*made, simple("c", a={"count": 50}, b={"met": False}), decided, open_)
    a, b = found.items
    assert (a.score, a.origin, a.appeal, a.is_appealed) == (D(55), "appeal", "ap-1", False)
    assert (b.score, b.appeal, b.is_appealed) == (D("0.00"), "ap-2", True)
    assert found.is_appealed
    assert {"appeals/ap-1", "appeals/ap-2"} <= set(found.evidence)


def test_a_metric_gives_its_facts_and_an_officer_who_overrides_says_why() -> None:
    """The system counted 1 of 2; with a reason the officer's 2 of 2 counts, and both stay visible."""
    measure = Measure(
        "rate", "c", Period(2025), D(50), None,
        (Operand(Text("甲"), D(1), ("inspections/i",)), Operand(Text("乙"), D(2))), ("inspections/i",),
    )  # fmt: skip
    made = (short_list(item("a", 10, "ratio", metric="rate")), method(), county("c"))
    asked: list[tuple[str, str, str]] = []

    def measured(metric: str, unit: str, period: Period) -> Measure:
        asked.append((metric, unit, str(period)))
        return measure

    plain = one_of(*made, evaluation("c", {}, items=[{"item": "a", "state": "scored"}]), measured=measured)
    typed = {"item": "a", "state": "scored", "facts": {"numerator": 2, "denominator": 2}}
    silent = one_of(*made, evaluation("c", {}, items=[typed]), measured=measured)
    said = one_of(*made, evaluation("c", {}, items=[typed | {"override": "纪要未录入"}]), measured=measured)
    assert asked[0] == ("rate", "c", "2025")
    assert (plain.items[0].score, plain.items[0].origin) == (D("5.00"), "metric")
    assert plain.items[0].evidence == ("inspections/i",)
    assert silent.items[0].score == D("5.00"), "without a reason the system's own count stands"
    assert (said.items[0].score, said.items[0].origin) == (D("10.00"), "facts")
    assert said.items[0].measured is not None


def test_rank_among_peers_shares_points_where_values_are_equal() -> None:
    made = [short_list(item("a", 10, "rank", by_rank=[10, 8, 6])), method()]
    for unit, value in (("w", 9), ("x", 7), ("y", 7), ("z", 1)):
        made += [county(unit), simple(unit, a={"value": value})]
    assert {e.unit: e.total for e in year_of(*made).evaluations} == {
        "w": D("10.00"), "x": D("8.00"), "y": D("8.00"), "z": D("6.00")
    }  # fmt: skip


def test_a_county_without_a_record_is_a_projection_and_not_ranked() -> None:
    made = (short_list(item("a", 100, "count", each=1)), method(), county("c"), county("d"))
    found = year_of(*made, simple("c", a={"count": 90})).by_unit["d"]
    assert (found.status, found.rank, found.total, found.record) == ("projection", None, None, "")


def test_a_county_without_schools_on_record_has_no_figures() -> None:
    """Of a county that only exists by name the system can count nothing, so it shows no noughts either."""
    measure = Measure("rate", "c", Period(2025), D(0), None, (), ())
    list_ = short_list(item("a", 10, "count", each=1, metric="rate"))
    school = ("organizations", {"id": "s", "level": "school", "parent": "c"})
    made = (list_, method(), county("c"), county("d"), county("x"), school, simple("x"))
    found = year_of(*made, measured=lambda *_: measure).by_unit
    assert (found["c"].total, found["c"].grade) == (D("0.00"), None)
    assert (found["d"].total, found["d"].coverage) == (None, D("0.0"))


def test_a_forced_grade_stands_and_a_downgrade_lowers_by_one() -> None:
    vetoes = [
        {"id": "f", "text": "事故", "effect": "force_grade", "grade": "fail"},
        {"id": "d", "text": "弄虚作假", "effect": "downgrade"},
    ]
    for veto, grade in (("f", "fail"), ("d", "good")):
        events = [{"veto": veto, "on": "2025-05-01", "text": "有此事"}]
        made = (short_list(item("a", 100, "count", each=1), vetoes=vetoes), method(), county("c"))
        found = one_of(*made, evaluation("c", {"a": {"count": 95}}, vetoes=events))
        assert (found.band, found.grade, found.total) == ("excellent", grade, D("95.00"))
