"""Whoever looks for hazards never stands lower for having found some: the law that reporting rests on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.compute.assess import assess
from generator.compute.metrics import METRICS
from generator.model.results import Results
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from tests.compute.cities import cities, hazards
from tests.support.snapshots import Made, city, county, hazard, method, schemas_without, school, snapshot_of

UNITS = ("c1", "c2")
WEIGHTS = {"mean-item-score": 40, "hazards-in-time": 30, "hazards-closed": 20}
OVERDUE = {"id": "late", "text": "逾期", "points": Decimal("0.5"), "metric": "overdue-hazards"}
ONCE = {"id": "x", "text": "一次"}
ITEMS = (
    ("a", "ratio", {"metric": "hazards-in-time", "deductions": [OVERDUE]}),
    ("b", "ratio", {"metric": "unannounced-in-time"}),
    ("c", "ratio", {"metric": "hazards-closed"}),
    ("d", "ratio", {"metric": "second-looks"}),
    ("e", "count", {"metric": "self-check-quarters", "each": Decimal("0.75")}),
    ("f", "deduct", {"metric": "late-report-quarters", "deductions": [ONCE | {"points": 1}]}),
    ("g", "rank", {"metric": "days-to-close", "by_rank": [5, 3], "better": "lower"}),
    ("h", "deduct", {"metric": "open-major-hazards", "deductions": [ONCE | {"points": 5}]}),
    ("i", "rank", {"metric": "relapse-rate", "by_rank": [5, 3], "better": "lower"}),
)  # fmt: skip


def lists(is_rescaled: bool) -> list[Made]:
    """A list of which every item takes its facts from a metric on hazards, and the counties' evaluations."""
    rows = [{"id": i, "text": i, "points": 10, "method": how, "scoring": more} for i, how, more in ITEMS]
    made: list[Made] = [
        ("checklists", {
            "id": "evaluation-2025", "title": "细则", "kind": "evaluation", "year": 2025,
            "not_applicable": "rescale" if is_rescaled else "full_marks",
            "sections": [{"id": "s", "title": "一", "items": rows}],
        })
    ]  # fmt: skip
    for unit in UNITS:
        # Open majors give no facts, so somebody has typed some.
        typed = {"item": "h", "state": "scored", "facts": {"failures": []}, "override": "不取数"}
        said = [{"item": i, "state": "scored"} for i, *_ in ITEMS if i != "h"]
        base = {"id": f"ev-{unit}", "unit": unit, "year": 2025, "checklist": "evaluation-2025"}
        made.append(("evaluations", {**base, "status": "final", "dates": {}, "items": [*said, typed]}))
    return made


def rules(self_found: str) -> Made:
    looks = {"second_look": {"days": 30, "grades": ["general", "major"]}, "self_found": self_found}
    return method(
        "m",
        weights=WEIGHTS,
        evaluation={"decimals": 2, "minimum_coverage": 0},
        requirements={"hazards": looks},
    )


def snapshot(*made: Made) -> Snapshot:
    more = ("evaluations", "appeals")
    known = {kind: Schema(kind, "", Text(kind), Text(""), (), {}, "") for kind in more}
    return snapshot_of(*made, schemas=schemas_without() | known)


def ranks(results: Results) -> dict[tuple[str, str], int]:
    """(ranking or year, unit) -> rank, of those that have one."""
    found = {(r.id, row.subject): row.rank for r in results.rankings for row in r.rows if row.rank}
    years = {(str(y.year), e.unit): e.rank for y in results.evaluations for e in y.evaluations if e.rank}
    return found | years


@st.composite
def found_by_oneself(draw: st.DrawFn, place: str) -> list[Made]:
    """Hazards that a school reports of itself, whatever becomes of them, also as the return of others."""
    made: list[Made] = []
    for kind, data in draw(hazards([place])):
        own: dict[str, Any] = {**data, "id": f"own-{data['id']}"}
        if kind == "hazards":
            own |= {"origin": "self_check"} | ({"relapse_of": "h0"} if draw(st.booleans()) else {})
        else:
            own["hazard"] = f"own-{data['hazard']}"
        made.append((kind, own))
    return made


@settings(max_examples=60)
@given(cities(fewest=1), st.sampled_from(["favour", "ignore"]), st.booleans(), st.data())
def test_reporting_hazards_of_oneself_lowers_no_rank(
    made: list[Made], self_found: str, is_rescaled: bool, data: st.DataObject
) -> None:
    """Of the school, nor of any unit above it, in no ranking and in no annual evaluation."""
    schools = [d["id"] for k, d in made if k == "organizations" and d["level"] == "school"]
    base = [one for one in made if one[0] != "methods"] + lists(is_rescaled) + [rules(self_found)]
    place = data.draw(st.sampled_from(schools))
    own = data.draw(found_by_oneself(place))
    before, after = ranks(assess(snapshot(*base))), ranks(assess(snapshot(*base, *own)))
    parents = {d["id"]: d.get("parent", "") for k, d in base if k == "organizations"}
    line = [place]
    while parents[line[-1]]:
        line.append(parents[line[-1]])
    for (ranking, unit), rank in before.items():
        if unit in line:
            assert after.get((ranking, unit), 1_000) <= rank, (ranking, unit)


def test_the_law_is_not_empty() -> None:
    """Two counties are ranked by these weights; one report put right in time lifts the one that made it."""
    from tests.support.snapshots import checklist, inspection

    times = (("done", "2025-02-01"), ("accepted", "2025-03-05"), ("relapsed", "2025-03-10", "2025-03-20"))
    late = [hazard(f"h{n}", f"s{n}", "2025-01-10", "2025-02-10", *times) for n in (1, 2)]
    found = hazard("o", "s2", "2025-01-05", "2025-02-05", ("done", "2025-01-20"), ("accepted", "2025-01-21"),
                   origin="self_check")  # fmt: skip
    base = [
        city(), *(county(c) for c in UNITS), school("s1", "c1"), school("s2", "c2"), checklist("full", a=3),
        *(inspection(f"i{n}", f"s{n}", checklist="full", a="met") for n in (1, 2)),
        *late[0], *late[1], *lists(False),
    ]  # fmt: skip
    before = ranks(assess(snapshot(*base, rules("favour"))))
    favoured = ranks(assess(snapshot(*base, *found, rules("favour"))))
    ignored = ranks(assess(snapshot(*base, *found, rules("ignore"))))
    assert (before["counties-2025", "c1"], before["counties-2025", "c2"]) == (1, 1)
    assert (favoured["counties-2025", "c1"], favoured["counties-2025", "c2"]) == (2, 1)
    assert ignored["counties-2025", "c1"] == ignored["counties-2025", "c2"] == 1
    # The annual evaluation counts the quarter with a self-check under either method.
    assert ((favoured["2025", "c2"], ignored["2025", "c2"]), before["2025", "c1"]) == ((1, 1), 1)
    assert (favoured["2025", "c1"], ignored["2025", "c1"]) == (2, 2)


def test_only_a_warning_counts_what_a_school_found_against_it() -> None:
    """The number of open major hazards, which no ranking can weigh and no evaluation takes facts from."""
    (warning,) = [m for m in METRICS if not m.info.is_scored]
    assert (warning.id, warning.info.better) == ("open-major-hazards", "lower")
