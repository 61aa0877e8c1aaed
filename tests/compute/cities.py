"""Small cities drawn at random, for laws that must hold for all of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.support.snapshots import (
    WITHDRAWN,
    Made,
    application,
    award,
    budget,
    bureau,
    checklist,
    city,
    cluster,
    county,
    engagement,
    handover,
    hazard,
    inspection,
    method,
    project,
    risk_point,
    school,
    session,
    stocktaking,
    task,
)

PARENTS = ("c1", "c2", "k1", "k2")
SCHOOLS = ("s1", "s2", "s3", "s4", "s5")
QUARTERS = ("2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2")
ANSWERS = st.sampled_from(
    ["met", "met", "unmet", "not_applicable", "not_checked", Decimal("0.75"), Decimal("2.5"), 1]
)
LIFE = st.sampled_from(
    [{}, {}, {}, {"closed": "2024-12-31"}, {"opened": "2025-01-10"}, {"closed": "2025-02-01"}, WITHDRAWN]
)
TEAM = {"team": [{"expert": "e1"}, {"expert": "e2"}]}
RENEWED = {"renewal": {"result": "renewed", "on": "2024-12-20", "valid_to": "2025-05-31"}}


FOUND = st.sampled_from(["inspection", "inspection", "report", "self_check"])
NEXT = {  # what may follow, and now and then what may not
    "": ("started", "done", "extension", "listed", "accepted"),
    "started": ("done", "extension", "started"),
    "extension": ("extension_granted", "extension_refused", "done"),
    "extension_granted": ("done",),
    "extension_refused": ("done",),
    "listed": ("done", "delisted"),
    "delisted": ("done",),
    "done": ("accepted", "accepted", "refused"),
    "refused": ("done", "extension"),
    "accepted": ("confirmed", "relapsed", "done"),
    "confirmed": ("relapsed", "confirmed"),
    "relapsed": ("done", "started"),
}
DAYS = st.sampled_from([0, 1, 5, 20, 31, 60, 100, 200])


@st.composite
def hazards(draw: st.DrawFn, schools: list[str]) -> list[Made]:
    """Up to six hazards in those schools, each with up to eight events, most of them allowed."""
    made: list[Made] = []
    ids: list[str] = []
    for number in range(draw(st.integers(0, 6)) if schools else 0):
        begun = day = date(2024, 6, 20) + timedelta(draw(st.integers(0, 500)))
        kind, events = "", []
        for _ in range(draw(st.integers(0, 8))):
            kind = draw(st.sampled_from(NEXT[kind]))
            day += timedelta(draw(DAYS))
            events.append((kind, day.isoformat(), (day + timedelta(draw(DAYS))).isoformat()))
        more = draw(st.sampled_from([{}, {}, {"topic": "digital"}, {"grade": "major"}, WITHDRAWN]))
        back = {"relapse_of": draw(st.sampled_from(ids))} if ids and draw(st.booleans()) else {}
        visit = draw(st.sampled_from([{}, {"inspection": f"i{draw(st.integers(0, 8))}"}]))
        due = begun + timedelta(draw(DAYS))
        made += hazard(
            f"h{number}", draw(st.sampled_from(schools)), begun.isoformat(), due.isoformat(), *events,
            **{"origin": draw(FOUND)} | more | back | visit,
        )  # fmt: skip
        ids.append(f"h{number}")
    return made


CHEMICALS = {"topic": "hazchem"}
STORES = st.sampled_from(
    [
        {},
        {"keeps": {"hazchem": False}},
        {"keeps": {"hazchem": True}},
        {"keeps": {"hazchem": True, "hazchem_classes": ["general"]}},
        {"keeps": {"hazchem": True, "hazchem_classes": ["general", "drug_precursor"]}},
    ]
)
ON = st.dates(date(2024, 1, 1), date(2026, 2, 1)).map(str)
ALL_TERMS = [{"id": "a", "title": "春", "from": "02-16"}, {"id": "b", "title": "秋", "from": "09-01"}]


@st.composite
def chemicals(draw: st.DrawFn, schools: list[str]) -> list[Made]:
    """Stock-takings and risk points of those schools, and perhaps the bureau's terms."""
    made = [bureau(terms=ALL_TERMS)] if draw(st.booleans()) else []
    for number in range(draw(st.integers(0, 6)) if schools else 0):
        doubles = draw(st.dictionaries(st.sampled_from(["lock", "book"]), st.booleans()))
        more = draw(st.sampled_from([{}, {}, WITHDRAWN]))
        place, ledger = draw(st.sampled_from(schools)), draw(st.booleans())
        kind, data = stocktaking(f"k{number}", place, draw(ON), ledger=ledger, **doubles)
        made.append((kind, data | more))
        days = sorted(draw(st.sets(ON, min_size=1, max_size=3)))
        closed = draw(st.sampled_from([{}, {}, {"closed_on": "2025-06-01"}, WITHDRAWN]))
        made.append(risk_point(f"r{number}", draw(st.sampled_from(schools)), *days, **closed))
        if draw(st.booleans()):
            made.append(handover(f"w{number}", draw(st.sampled_from(schools)), draw(ON), **more))
    return made


REVIEWS = st.sampled_from([{}, {"risk": {"review_days": 45, "stocktaking_days": 45}}])
LOOKS = st.sampled_from([{}, {"second_look": {"days": 90, "grades": ["major"]}},
                         {"second_look": {"days": 30, "grades": ["general", "major"]}}])  # fmt: skip
FAVOURS = st.sampled_from([{}, {"self_found": "favour"}, {"self_found": "ignore"}])


@st.composite
def cities(draw: st.DrawFn, fewest: int = 0) -> list[Made]:
    """A city of two counties, two clusters, *fewest* to five schools, with records of all that is counted."""
    made = [city(), county("c1", order=2), county("c2", order=1), cluster("k1", "c1"), cluster("k2", "c2")]
    schools = draw(st.lists(st.sampled_from(SCHOOLS), unique=True, min_size=fewest, max_size=5))
    made += [school(s, draw(st.sampled_from(PARENTS)), **draw(LIFE), **draw(STORES)) for s in schools]
    made.append(checklist("full", not_applicable="full_marks", a=3, b=(Decimal("2.5"), "red"), c=4))
    made.append(checklist("rest", not_applicable="rescale", a=1, b=(3, "veto"), c=(3, "yellow")))
    for number in range(draw(st.integers(0, 8)) if schools else 0):
        made.append(
            inspection(
                f"i{number}",
                draw(st.sampled_from(schools)),
                draw(st.sampled_from(QUARTERS)),
                checklist=draw(st.sampled_from(["full", "rest"])),
                findings=draw(st.integers(0, 3)),
                major=draw(st.integers(0, 2)),
                status=draw(st.sampled_from(["done", "done", "done", "planned", "cancelled"])),
                more=draw(st.sampled_from([{}, {"mode": "unannounced"}, TEAM, WITHDRAWN, CHEMICALS])),
                **{item: draw(ANSWERS) for item in draw(st.sets(st.sampled_from("abc")))},
            )
        )
    units = ["c1", "k2", *schools]
    for number in range(draw(st.integers(0, 3))):
        year = draw(st.integers(2023, 2025))
        made.append(
            award(f"a{number}", draw(st.sampled_from(units)), year, **draw(st.sampled_from([{}, WITHDRAWN])))
        )
    for number in range(draw(st.integers(0, 3)) if schools else 0):
        until = draw(st.sampled_from(["", "2024-12-31", "2027-05-31"]))
        more = draw(st.sampled_from([{}, {"withdrawal": {"on": "2025-04-01"}}, WITHDRAWN, RENEWED]))
        chosen = draw(st.sampled_from(schools))
        made.append(application(f"d{number}", chosen, draw(st.integers(2023, 2025)), until=until, **more))
    money = st.decimals(0, 100_000, places=2).map(str)
    for number in range(draw(st.integers(0, 3))):
        lines = draw(st.lists(st.tuples(money, money), min_size=1, max_size=3))
        year, more = draw(st.integers(2023, 2025)), draw(st.sampled_from([{}, {}, WITHDRAWN]))
        made.append(budget(f"b{number}", draw(st.sampled_from(units)), year, *lines, **more))
    for number in range(draw(st.integers(0, 4))):
        status = draw(st.sampled_from(["planned", "running", "done", "done", "dropped", "absent"]))
        year, more = draw(st.integers(2023, 2025)), draw(st.sampled_from([{}, {}, WITHDRAWN]))
        made.append(project(f"p{number}", draw(st.sampled_from(units)), year, status, **more))
    for number in range(draw(st.integers(0, 5))):
        deadline = draw(st.sampled_from(["2024-06-30", "2024-11-30", "2025-06-30", "2025-12-31"]))
        settled = draw(st.sampled_from(["", "2024-06-30", "2025-01-05", "2025-06-30"]))
        more = draw(st.sampled_from([{}, {}, WITHDRAWN, {"status": "dropped", "settled_on": "2025-01-05"}]))
        made.append(task(f"t{number}", draw(st.sampled_from([*units, None])), deadline, settled, **more))
    for number in range(draw(st.integers(0, 4))):
        status, year = draw(st.sampled_from(["held", "held", "not_held"])), draw(st.integers(2023, 2025))
        unit, more = draw(st.sampled_from(["city", *units])), draw(st.sampled_from([{}, {}, WITHDRAWN]))
        made.append(session(f"m{number}", unit, year, status, **more))
    for number in range(draw(st.integers(0, 4))):
        day, days = (
            draw(st.sampled_from(["2024-11-30", "2025-01-15"])),
            draw(st.sampled_from(["0.5", "1", "7"])),
        )
        more = draw(st.sampled_from([{}, {}, WITHDRAWN, {"status": "planned"}]))
        made.append(engagement(f"e{number}", draw(st.sampled_from(units)), day, days, **more))
    made += draw(hazards(schools))
    made += draw(chemicals(schools))
    loop: dict[str, Any] = {"hazards": draw(LOOKS) | draw(FAVOURS)}
    asks = {"guarantee": {"sessions_per_year": 2, "levels": draw(st.sampled_from([["county"], ["city"]]))}}
    counted = {"experts": {"inspection_days": draw(st.sampled_from([0, 1, Decimal("0.5")]))}}
    every = asks | counted | loop | draw(REVIEWS)
    coverage = draw(st.sampled_from([0, Decimal("33.3"), 50, 100]))
    made.append(method("m1", last="2024-12-31", coverage=coverage, red_failure="pass", requirements=every))
    if draw(st.booleans()):
        made.append(method("m2", first="2025-01-01", coverage=coverage, decimals=1, requirements=loop))
    return made
