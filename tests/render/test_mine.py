"""What the page of a county or a school opens with."""

from __future__ import annotations

from typing import Any

from generator.render.duties import DutyList
from generator.render.mine import MOST, mine_of
from generator.render.pages.schools import schools
from generator.render.pages.units import units
from generator.render.profile import awards_of
from generator.render.site import Site
from tests.render.city import city_records, city_site, site_of
from tests.render.test_duties import owed, with_owed


def mine(site: Site, unit: str) -> Any:
    record = site.snapshot.kinds["organizations"][unit]
    return mine_of(site, record, DutyList(site), awards_of(site, (record,)))


def test_due_late_and_praise_stand_apart() -> None:
    """Three lists, each by itself, so that nobody has to look for what is late."""
    found = mine(with_owed(owed("jia-1", -2), owed("jia-1", 0), owed("yi-1", -1)), "jia-1")
    assert [line.days for line in found.due] == [0]
    assert [line.days for line in found.late] == [-2]
    assert [award.notice.text for award in found.awards] == ["示教函〔2025〕31号"]


def test_what_is_shown_already_is_not_folded_out_again() -> None:
    """Five of each stand on the page; from six on all can be unfolded, late ones first."""
    few = mine(with_owed(*(owed("jia", n) for n in range(5)), *(owed("jia", -n) for n in range(1, 6))), "jia")
    assert (few.total, few.listed, few.more) == (10, (), 0)
    many = mine(with_owed(*(owed("jia", n) for n in range(6)), owed("jia", -4)), "jia")
    assert [line.days for line in many.listed] == [-4, 0, 1, 2, 3, 4, 5]
    most = mine(with_owed(*(owed("jia", n) for n in range(MOST + 3))), "jia")
    assert (len(most.listed), most.more) == (MOST, 3)


def test_a_county_and_the_city_have_a_calendar_of_their_own() -> None:
    """A school subscribes to its county's."""
    site = city_site()
    assert [mine(site, unit).calendar for unit in ("shi", "jia", "jia-1")] == [
        "calendar.ics",
        "calendars/jia.ics",
        "",
    ]


def test_a_withdrawn_county_has_no_calendar() -> None:
    """A link to a file that is not made would stop the build."""
    records = city_records()
    records["organizations"][1]["withdrawn"] = {"date": "2025-12-01", "reason": "重复"}
    assert mine(site_of(records), "jia").calendar == ""


def test_pages_of_units_and_schools_open_with_it() -> None:
    """The county's list holds what its schools owe and were praised for; the sentence counts the same."""
    site = with_owed(owed("jia-1", -2), owed("jia", 3), owed("yi", 5))
    county: Any = next(p for p in units(site) if p.path == "organizations/jia/").context
    assert (len(county.mine.late), len(county.mine.due), len(county.mine.awards)) == (1, 1, 1)
    assert county.sentence.endswith("逾期 1 项，今后 30 天到期 1 项。")
    school: Any = next(p for p in schools(site) if p.path == "organizations/jia-1/").context
    assert (len(school.mine.late), len(school.mine.due)) == (1, 0)
    assert school.sentence.endswith("；逾期 1 项。")
