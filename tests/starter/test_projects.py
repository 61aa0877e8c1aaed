"""Money and projects of the sample city: uneven, believable, and without a fault of their own."""

from collections import Counter

import pytest

from generator.starter import sample_city
from tests.starter.test_city import AS_OF, Records, parsed
from tests.support import own


@pytest.fixture(scope="module")
def city() -> Records:
    return own.data()


def test_money_and_projects_are_uneven_but_add_up(city: Records) -> None:
    """Two years of every invented county; a county without an opening budget, missing batches."""
    budgets, projects = city["budgets"].values(), city["projects"].values()
    assert Counter(b["year"] for b in budgets) == {2024: 5, 2025: 5}
    assert 55 <= len(projects) <= 65
    assert Counter(p["status"] for p in projects) >= Counter(
        done=1, running=1, planned=1, dropped=1, absent=3
    )
    late = [p["unit"] for p in projects if p["status"] == "running" and p["deadline"] < AS_OF]
    assert late == ["dingqiao"]
    without = [b["id"] for b in budgets if all(line["stage"] == "added" for line in b["lines"])]
    assert without == ["b-2024-wuchuan"]
    for budget in budgets:
        for line in budget["lines"]:
            assert line["planned"] > 0
            assert line["spent"] <= line["disbursed"] <= line["planned"] or "reason" in line
    spent = {b["id"]: sum(line["spent"] for line in b["lines"]) for b in budgets}
    assert len(set(spent.values())) == len(spent), "no two counties are alike"


def test_projects_of_a_large_city_do_not_multiply_the_blemishes() -> None:
    """What is meant to be seen once would be a rule's flood in a city of a hundred counties."""
    made = sample_city(schools=1000, inspections=0)
    projects = parsed(a for a in made if a.path.startswith("records/projects/"))["projects"].values()
    assert len({p["unit"] for p in projects}) == 10
    assert sum(p["status"] == "running" and p["deadline"] < AS_OF for p in projects) == 1
    assert sum(p["status"] == "dropped" for p in projects) == 2
