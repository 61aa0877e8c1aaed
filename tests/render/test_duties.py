"""The list of what is due, by unit, by span and by county."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from generator.model.duty import Duty
from generator.model.text import Text
from generator.render.duties import DutyList, Tally, ahead, late, merged, outlook, tally
from generator.render.site import Site
from tests.render.city import AS_OF, city_records, city_site, empty_site, site_of


def owed(unit: str, days: int, title: str = "做", **more: Any) -> Duty:
    """A duty that many days after the small city's day."""
    due = date.fromordinal(AS_OF.toordinal() + days)
    known = {"kind": "task", "label": Text("任务"), "record": "inspections/i-2025-q4-jia-2", **more}
    return Duty(unit=unit, due=due, title=Text(title), **known)


def with_owed(*duties: Duty) -> Site:
    """The small city with these duties and no others."""
    site = city_site()
    found = replace(site.results, duties=tuple(sorted(duties, key=lambda d: d.due)))
    return Site(site.snapshot, found)


def test_a_unit_lists_what_it_and_all_below_it_owe() -> None:
    """The county's page is the sum of its schools' pages and its own duties."""
    duties = DutyList(
        with_owed(owed("jia", 3, "县"), owed("jia-1", 1, "校"), owed("shi", 2, "市"), owed("yi", 4))
    )
    assert [line.title for line in duties.of("jia")] == ["校", "县"]
    assert [line.title for line in duties.of("jia-1")] == ["校"]
    assert len(duties.of("shi")) == len(duties.all) == 4
    assert duties.of("nowhere") == ()


def test_each_duty_stands_in_one_span() -> None:
    """The edges: late from the day after, a week is 7 days, a month is 30."""
    lines = DutyList(with_owed(*(owed("jia", n) for n in (-40, -1, 0, 7, 8, 30, 31, 400)))).all
    assert tally(lines) == Tally(late=2, week=2, month=2, later=2, first="2025-12-31")
    assert tally(lines).soon == 4
    assert tally(lines).total == 8
    assert [line.days for line in late(lines)] == [-40, -1]
    assert [line.overdue for line in late(lines)] == [40, 1]
    assert [line.days for line in ahead(lines, 7)] == [0, 7]
    assert tally(late(lines)).first == ""


def test_counties_stand_in_administrative_order_with_their_calendars() -> None:
    """A county with nothing to do is listed too; the city itself only where it owes something."""
    areas = DutyList(with_owed(owed("yi-1", 1), owed("shi", -2))).by_area()
    assert [(a.link.text, a.tally.total, a.calendar) for a in areas] == [
        ("市级", 1, ""),
        ("甲县", 0, "calendars/jia.ics"),
        ("乙区", 1, "calendars/yi.ics"),
        ("丙县", 0, "calendars/bing.ics"),
    ]
    assert DutyList(empty_site()).by_area() == ()


def test_a_duty_of_an_unknown_unit_is_listed_without_a_link() -> None:
    """A reference that leads nowhere is an error of its own, and no reason to lose a deadline."""
    (line,) = DutyList(with_owed(owed("nowhere", 1, record="tasks/none"))).all
    assert (line.unit.text, line.unit.path, line.record.path) == ("nowhere", "", "")


def test_the_outlook_is_right_for_none_one_and_many() -> None:
    """The end of the sentence that county, city and first page open with."""
    none = Tally(0, 0, 0, 0, "")
    assert outlook(none).zh == "没有要办的事项"
    assert outlook(replace(none, later=3)).zh == "没有逾期，今后 30 天没有到期的事项"
    assert outlook(replace(none, late=2, week=1, month=4)).zh == "逾期 2 项，今后 30 天到期 5 项"
    assert outlook(replace(none, week=1)).en == "nothing late, 1 due in the next 30 days"


def test_terms_that_end_together_in_one_pool_are_one_line() -> None:
    """Sixty experts whose terms end on one day are one piece of work, not sixty lines."""
    records = city_records()
    places = {"e1": "city", "e2": "city", "e3": "provincial"}
    term = {"from": "2023-01-01", "to": "2026-01-31"}
    records["experts"] = [
        {"id": key, "name": "张某", "consent": False, "pools": [{"pool": pool, "term": term}]}
        for key, pool in places.items()
    ]
    site = site_of(records)
    days = DutyList(site)
    merge = merged(site, days.all)
    assert [line.kind for line in days.all].count("term") == 3
    found = [(line.title, line.record.path) for line in merge if line.kind == "term"]
    assert found == [
        ("市级专家库 2 名专家聘期届满，续聘或另行遴选", "experts/#endings"),
        ("专家的聘期届满，续聘或另行遴选", "experts/e3/"),
    ]
    assert [line for line in merge if line.kind != "term"] == [x for x in days.all if x.kind != "term"]
