"""Laws that hold for every city: order does not matter, strangers do not matter, evidence is complete."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compute.assess import assess
from generator.model.digest import canonical
from generator.model.period import Period
from generator.model.results import Results
from tests.compute.cities import cities
from tests.support.snapshots import (
    FIELDS,
    Made,
    city,
    county,
    hazard,
    inspection,
    schemas_without,
    school,
    snapshot_of,
)


def plain(results: Results, *, without: frozenset[str] = frozenset()) -> dict[str, object]:
    """Everything in *results* as plain values, but what is about the organizations in *without*."""
    return {
        "periods": [str(p) for p in results.periods],
        "measures": [repr(m) for m in results.measures.values() if m.subject not in without],
        "rankings": [
            (r.id, r.method, r.decimals, dict(r.weights), [repr((row.subject, row.rank, row.total, row.tied,
             row.reason, row.previous, dict(row.measures))) for row in r.rows])
            for r in results.rankings
        ],
        "conclusions": [repr(c) for c in results.conclusions.values()],
    }  # fmt: skip


def order_of_records_changes_nothing(made: list[Made], results: Results, data: st.DataObject) -> None:
    """Not even the order in which the results come."""
    shuffled = list(made)
    data.draw(st.randoms(use_true_random=False)).shuffle(shuffled)
    assert plain(results) == plain(assess(snapshot_of(*shuffled)))


def unrelated_organizations_move_no_measure_of_others(
    made: list[Made], before: Results, _: st.DataObject
) -> None:
    """A second city with an inspected school of its own, in a quarter that is there already."""
    quarters = [str(p) for p in before.periods if p.quarter]
    visits = [inspection("x-i", "x-s", q, checklist="full", a="met") for q in quarters[:1]]
    strangers = (city("x-city"), county("x-c", "x-city"), school("x-s", "x-c"), *visits)
    after = assess(snapshot_of(*made, *strangers))
    unrelated = frozenset({"x-city", "x-c", "x-s"})
    assert plain(after, without=unrelated)["measures"] == plain(before)["measures"]


def records_that_are_no_evidence_can_go(made: list[Made], results: Results, data: st.DataObject) -> None:
    """Evidence is complete: a value rests on the records that it names, the tree, and nothing else.

    The bureau's own record is there in any case: it says when terms begin.
    """
    if not len(results.measures):
        return
    measure = data.draw(st.sampled_from(list(results.measures.values())))
    if measure.value is None:
        return
    keys = {*measure.evidence, f"organizations/{measure.subject}"}
    needed = [
        (kind, record)
        for kind, record in made
        if kind == "bureau" or f"{kind}/{record['id']}" in keys or record.get("level") not in (None, "school")
    ]
    # An inspection elsewhere keeps the period in being.
    quarter = next(str(p) for p in results.periods if p.quarter and measure.period.covers(p))
    keeper = inspection("z", "z", quarter, checklist="none")
    kept = assess(snapshot_of(*needed, *_schools_of(needed, made), keeper))
    again = kept.measure(measure.metric, measure.subject, measure.period)
    assert again is not None
    assert again.value == measure.value
    assert [o.value for o in again.operands] == [o.value for o in measure.operands]


def _schools_of(needed: list[Made], made: list[Made]) -> list[Made]:
    """The schools that the needed records name: reaching a record means reaching its unit."""
    named = {d.get(field) for _, d in needed for field in ("organization", "unit", "school")}
    names = named - {d["id"] for _, d in needed}
    return [(k, d) for k, d in made if k == "organizations" and d["id"] in names]


def values_have_one_canonical_form(_: list[Made], results: Results, __: st.DataObject) -> None:
    """They are compared by digest later, so nothing of pandas may be among them."""
    for measure in results.measures.values():
        assert canonical([measure.value, *(o.value for o in measure.operands), *measure.evidence])
    for row in (row for r in results.rankings for row in r.rows):
        assert canonical([row.rank, row.total, row.tied, row.previous])


def measures_are_one_read_only_mapping(_: list[Made], results: Results, __: st.DataObject) -> None:
    """They are made when asked for, which nobody may notice."""
    assert len(results.measures) == len(list(results.measures))
    for key, measure in results.measures.items():
        assert key == (measure.metric, measure.subject, measure.period)
        assert results.measures[key] is measure
        assert key in results.measures
    assert results.measure("no-such", "s1", Period(2025)) is None


LAWS = (
    order_of_records_changes_nothing,
    unrelated_organizations_move_no_measure_of_others,
    records_that_are_no_evidence_can_go,
    values_have_one_canonical_form,
    measures_are_one_read_only_mapping,
)


@settings(max_examples=40)
@given(cities(), st.data())
def test_every_law_holds(made: list[Made], data: st.DataObject) -> None:
    """A city is drawn and computed once for all laws: that takes longer than most of them."""
    results = assess(snapshot_of(*made))
    for law in LAWS:
        law(made, results, data)


@settings(max_examples=25)
@given(cities(), st.sampled_from([f"{k}.{f}" for k, fs in FIELDS.items() for f in fs] + list(FIELDS)))
def test_older_schema_gives_reasons_and_no_crash(made: list[Made], absent: str) -> None:
    """A revision whose schema lacks a field, whose records therefore lack it too."""
    kind, _, field = absent.partition(".")
    older = [
        (k, {n: v for n, v in d.items() if k != kind or n != field or n == "id"})
        for k, d in made
        if field or k != kind
    ]
    results = assess(snapshot_of(*older, schemas=schemas_without(absent)))
    for measure in results.measures.values():
        assert (measure.value is None) == (measure.reason is not None)


@pytest.mark.parametrize(
    "absent", ["inspections.period", "rectifications.on", "rectifications.hazard", "follow-ups.kind"]
)
def test_records_that_say_too_little_are_left_out(absent: str) -> None:
    """A visit without a period, an event without a hazard or a day: older schemas did not ask for them."""
    kind, _, field = absent.partition(".")
    made = (
        *(city(), county("c"), school("s", "c", keeps={"hazchem": True})),
        inspection("i", "s", "2025-Q1", checklist="full", a="met", more={"topic": "hazchem"}),
        *hazard("h", "s", "2025-01-10", "2025-02-10", ("started", "2025-01-12"), ("accepted", "2025-01-20")),
    )
    older = [(k, {n: v for n, v in d.items() if k != kind or n != field}) for k, d in made]
    results = assess(snapshot_of(*older, schemas=schemas_without(absent)))
    assert all((m.value is None) == (m.reason is not None) for m in results.measures.values())


def test_empty_snapshot_has_empty_results() -> None:
    """The first day of a bureau is not an error."""
    results = assess(snapshot_of(schemas={}))
    assert (results.periods, len(results.measures), results.rankings) == ((), 0, ())
    assert not results.conclusions
    assert results.metrics


def test_organizations_alone_have_no_measures_yet() -> None:
    results = assess(snapshot_of(city(), county("c"), school("s", "c")))
    assert (results.periods, len(results.measures), results.rankings) == ((), 0, ())
