"""What an inspection comes to, worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.compute.conclusions import conclusions
from generator.model.results import Conclusion
from tests.support.snapshots import (
    WITHDRAWN,
    Made,
    checklist,
    county,
    inspection,
    method,
    school,
    snapshot_of,
)


def conclusion_of(*made: Made) -> Conclusion:
    return conclusions(snapshot_of(county("c"), school("s", "c"), *made))["i"]


def test_points_of_every_answer() -> None:
    """Met 10 of 10, partly 7.5 of 10, unmet 0 of 5, not checked in neither sum: 17.5 of 25 is 70%."""
    found = conclusion_of(
        checklist(a=10, b=10, c=5, d=50),
        inspection("i", "s", a="met", b=Decimal("7.5"), c="unmet", d="not_checked"),
        method(),
    )
    assert (found.obtained, found.applicable, str(found.rate)) == (Decimal("17.5"), 25, "70.00")
    assert (found.grade, found.red_failures, found.method) == ("pass", (), "method")


@pytest.mark.parametrize(
    ("way", "obtained", "applicable", "rate"),
    [("full_marks", 15, 20, "75.00"), ("rescale", 5, 10, "50.00")],
)
def test_not_applicable_goes_by_the_checklist(way: str, obtained: int, applicable: int, rate: str) -> None:
    """Of two items of 10, one half met: with full marks 5 + 10 of 20, rescaled 5 of 10."""
    found = conclusion_of(
        checklist(not_applicable=way, a=10, b=10), inspection("i", "s", a=5, b="not_applicable"), method()
    )
    assert (found.obtained, found.applicable, str(found.rate)) == (obtained, applicable, rate)


@pytest.mark.parametrize("mark", ["red", "veto"])
def test_unmet_red_or_veto_item_fails_a_good_inspection(mark: str) -> None:
    """99 of 100 points would be excellent."""
    found = conclusion_of(checklist(a=99, b=(1, mark)), inspection("i", "s", a="met", b="unmet"), method())
    assert (str(found.rate), found.grade, found.red_failures) == ("99.00", "fail", ("b",))


@pytest.mark.parametrize("answer", ["met", "not_applicable", "not_checked", Decimal("0.5")])
def test_red_item_that_is_not_unmet_fails_nothing(answer: str | Decimal) -> None:
    found = conclusion_of(checklist(a=99, b=(1, "red")), inspection("i", "s", a="met", b=answer), method())
    assert (found.grade, found.red_failures) == ("excellent", ())


def test_red_failure_never_raises_a_grade() -> None:
    """A method that caps red failures at "pass" must not lift 10% to a pass."""
    found = conclusion_of(
        checklist(a=90, b=(90, "red"), c=10),
        inspection("i", "s", a="unmet", b="unmet", c="met"),
        method(red_failure="pass"),
    )
    assert found.grade == "fail"


def test_red_failures_are_listed_in_the_order_of_the_checklist() -> None:
    found = conclusion_of(
        checklist(b=(1, "red"), a=(1, "veto")), inspection("i", "s", a="unmet", b="unmet"), method()
    )
    assert found.red_failures == ("b", "a")


@pytest.mark.parametrize(
    ("points", "rate", "grade"),
    [
        (Decimal(90), "90.00", "excellent"),
        (Decimal("89.99"), "89.99", "good"),
        (Decimal(80), "80.00", "good"),
        (Decimal("79.995"), "80.00", "good"),  # decided from what is printed
        (Decimal("79.994"), "79.99", "pass"),
        (Decimal(60), "60.00", "pass"),
        (Decimal("59.994"), "59.99", "fail"),
        (Decimal(0), "0.00", "fail"),
    ],
)
def test_band_begins_with_its_bound(points: Decimal, rate: str, grade: str) -> None:
    """Bands are half-open, and the printed rate decides: 79.995 of 100 is printed, and judged, as 80.00."""
    found = conclusion_of(checklist(a=100), inspection("i", "s", a=points), method())
    assert (str(found.rate), found.grade) == (rate, grade)


def test_rate_below_every_band_is_the_worst_grade() -> None:
    found = conclusion_of(
        checklist(a=100), inspection("i", "s", a=40), method(bands=[("pass", 60), ("good", 80)])
    )
    assert found.grade == "fail"


def test_nothing_that_counts_has_neither_rate_nor_grade() -> None:
    found = conclusion_of(checklist(a=10), inspection("i", "s", a="not_checked"), method())
    assert (found.rate, found.grade, found.applicable) == (None, None, 0)


def test_without_a_method_there_is_a_rate_but_no_grade() -> None:
    found = conclusion_of(
        checklist(a=10), inspection("i", "s", "2025-Q1", a="met"), method(first="2025-01-02")
    )
    assert (str(found.rate), found.grade, found.method) == ("100.00", None, "")


def test_method_of_the_first_day_of_the_quarter_judges() -> None:
    """Both are valid in the quarter; the one of 1 January judges, also where another follows in February."""
    old = method("old", last="2025-01-31", bands=[("good", 0)])
    new = method("new", first="2025-02-01", bands=[("fail", 0)])
    assert conclusion_of(checklist(a=10), inspection("i", "s", a="met"), old, new).grade == "good"


def test_of_two_valid_methods_the_later_judges() -> None:
    early = method("early", first="2024-01-01", bands=[("good", 0)])
    late = method("late", first="2025-01-01", bands=[("pass", 0)])
    assert conclusion_of(checklist(a=10), inspection("i", "s", a="met"), late, early).method == "late"


def test_withdrawn_method_judges_nothing() -> None:
    kind, data = method()
    found = conclusion_of(checklist(a=10), inspection("i", "s", a="met"), (kind, data | WITHDRAWN))
    assert found.grade is None


@pytest.mark.parametrize(
    "made",
    [
        inspection("i", "s", status="planned"),
        inspection("i", "s", status="cancelled"),
        inspection("i", "s", more=WITHDRAWN),
    ],
    ids=["planned", "cancelled", "withdrawn"],
)
def test_only_what_was_done_and_stands_is_concluded(made: Made) -> None:
    assert not conclusions(snapshot_of(school("s", "c"), checklist(a=1), made))


def test_answers_that_the_rules_refuse_do_not_crash() -> None:
    """An unknown item, a second answer and an unknown checklist are diagnostics elsewhere."""
    kind, data = inspection("i", "s", a="met", other="met")
    data["results"].append({"item": "a", "result": "unmet"})
    assert conclusion_of(checklist(a=10), (kind, data), method()).obtained == 10
    assert conclusion_of(checklist("another", a=10), (kind, data), method()).rate is None
