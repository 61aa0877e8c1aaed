"""The sample's engagements: possible, uneven, and nothing invented about real units."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from generator.starter.engagements import engagements
from generator.starter.experts import pool
from generator.starter.organizations import tree


@pytest.mark.parametrize(("schools", "count"), [(5, 12), (60, 56), (200, 56)])
def test_every_size_of_city_has_some_and_none_has_hundreds(schools: int, count: int) -> None:
    city = tree(schools, 3)
    assert len(list(engagements(city, pool(city, 3), 3))) == count


def test_nobody_is_in_two_places_nor_at_home_and_no_real_unit_is_named() -> None:
    """As on inspections, experts cross county lines."""
    city = tree(60, 2025)
    experts = pool(city, 2025)
    home = {e.id: e for e in experts.experts}
    counties = {unit: n for n, unit in enumerate(city.counties)} | {s.id: s.county for s in city.schools}
    rows = list(engagements(city, experts, 2025))
    assert len({r["id"] for r in rows}) == len(rows)
    busy: set[tuple[str, int]] = set()
    for row in rows:
        assert counties[row["unit"]] not in home[row["expert"]].barred
        first, last = (date.fromisoformat(row["dates"][end]) for end in ("from", "to"))
        days = {(row["expert"], day) for day in range(first.toordinal(), last.toordinal() + 1)}
        assert not busy & days
        busy |= days


def test_work_is_uneven_and_every_duty_was_done() -> None:
    """One expert has more than the method allows; a third of the pool was never asked."""
    city = tree(60, 2025)
    rows = list(engagements(city, pool(city, 2025), 2025))
    done = [r for r in rows if r["status"] == "done"]
    assert {r["duty"] for r in done} == {"research", "guidance", "training", "supervision", "review"}
    load: Counter[str] = Counter()
    for row in rows:
        if row["dates"]["from"].startswith("2025"):
            load[row["expert"]] += row["days"]
    assert [days > 20 for _, days in load.most_common(2)] == [True, False]
    assert len({r["expert"] for r in rows}) < 45
    assert any(r["status"] == "planned" for r in rows)
    assert all(r["sample"] for r in rows)
