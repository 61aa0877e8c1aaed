"""Calendars of what is due, read back by a reader that follows the standard and not our writer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from generator.compute.duties import DUTIES
from generator.compute.duty import duties_of
from generator.export.calendars import calendars, folded
from generator.model.duty import Duty, calendar_path
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from tests.support.ics import Component, read
from tests.support.snapshots import Made, city, county, school, snapshot_of

BUREAU: Made = ("bureau", {"id": "bureau", "name": "某某市教育局", "city": "city"})
UNITS = (BUREAU, city(), county("a", short_name="甲县"), county("b"), school("s", "a", short_name="城关"))
ADDRESS = "https://example.org/records/"


def duty(unit: str = "s", due: str = "2026-01-05", title: str = "整改：柜锁损坏", **more: Any) -> Duty:
    known = {"record": "inspections/i1", "field": ("findings", 0, "due"), **more}
    return Duty("rectification", Text("整改"), unit, date.fromisoformat(due), Text(title), **known)


def files(
    duties: Iterable[Duty], snapshot: Snapshot | None = None, address: str = ADDRESS
) -> dict[str, Component]:
    made = calendars(duties, snapshot or snapshot_of(*UNITS), address=address, version="1.2")
    return {artifact.path: read(artifact.content) for artifact in made}


def events(duties: Iterable[Duty], path: str = calendar_path(), **more: Any) -> list[Component]:
    return files(duties, **more)[path].all("VEVENT")


def test_an_event_is_a_whole_day_that_every_calendar_shows() -> None:
    """VALUE=DATE with the day after as its end: Outlook and phones show it above the hours."""
    (event,) = events([duty()])
    assert event.parameters("DTSTART") == event.parameters("DTEND") == {"VALUE": "DATE"}
    assert (event["DTSTART"], event["DTEND"]) == ("20260105", "20260106")
    assert event["DTSTAMP"] == "20251231T000000Z"  # the day of the records, not of the build
    assert event["SUMMARY"] == "城关：整改：柜锁损坏"
    assert event["CATEGORIES"] == "整改"
    assert event["URL"] == event["DESCRIPTION"] == "https://example.org/records/inspections/i1/"
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_late_duty_says_so_on_its_day() -> None:
    """On the day itself it is still in time."""
    shown = events([duty(due="2025-12-30"), duty(due="2025-12-31", field=("findings", 1, "due"))])
    assert [e["SUMMARY"].startswith("【逾期】") for e in shown] == [True, False]


def test_the_city_has_all_and_each_county_its_own_and_what_lies_below() -> None:
    """An officer subscribes to one file and sees no other county's."""
    made = files([duty("city", record="experts/e"), duty("a"), duty("s"), duty("b")])
    counts = {path: len(calendar.all("VEVENT")) for path, calendar in made.items()}
    assert counts == {"calendar.ics": 4, "calendars/a.ics": 2, "calendars/b.ics": 1}
    assert made["calendar.ics"]["X-WR-CALNAME"] == "某某市教育局 到期清单"
    assert made["calendars/a.ics"]["NAME"] == "甲县 到期清单"


def test_an_empty_calendar_is_still_one() -> None:
    """Who subscribed on a good day must not get an error."""
    made = files([], snapshot_of())
    assert list(made) == ["calendar.ics"]
    assert [c.name for c in made["calendar.ics"].inside] == ["VTIMEZONE"]


def test_without_an_address_nothing_leads_anywhere() -> None:
    """A site on a stick has no address."""
    (event,) = events([duty()], address="")
    assert not [name for name, _, _ in event.properties if name in ("URL", "DESCRIPTION")]


@pytest.mark.parametrize(
    "text",
    [
        '逗号, 分号; 反斜杠\\ 引号" 冒号:',
        "行尾\\n不是换行",
        "两行\n文字\r\nEND:VEVENT\rBEGIN:VALARM",
        "字" * 300,
        "😀" * 60 + "é",
        "a" * 75 + "字",
        "\x00\x07\t\x1b[31m红\x7f",
        "=1+1",
        "<script>alert(1)</script>",
        "",
    ],
)
def test_any_text_comes_back_as_it_was_and_nothing_else(text: str) -> None:
    """Text of a record never becomes a property; control characters become blanks."""
    (event,) = events([duty(title=text)])
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert event["SUMMARY"] == "城关：" + "".join(
        " " if c != "\n" and (ord(c) < 32 or ord(c) == 127) else c for c in lines
    )
    assert event.inside == []


@pytest.mark.parametrize("width", [74, 75, 76, 149, 150, 223])
def test_lines_are_folded_at_75_bytes_and_never_earlier(width: int) -> None:
    """The blank that begins a continuation counts."""
    pieces = folded("x" * width).split("\r\n")
    assert [len(p) for p in pieces[:-1]] == [75] * (len(pieces) - 1)
    assert len(pieces) == 1 + max(0, -(-(width - 75) // 74))
    assert pieces[0] + "".join(p[1:] for p in pieces[1:]) == "x" * width


def identities(rows: list[dict[str, str]], *duties: Duty) -> list[str]:
    visit = "inspections", {"id": "i1", "organization": "s", "findings": rows}
    return [e["UID"] for e in events(duties, snapshot=snapshot_of(*UNITS, visit))]


def test_an_event_keeps_its_name_when_its_day_its_words_or_its_place_change() -> None:
    """Else every change would leave a second entry in the calendars of those who subscribed."""
    first, second = {"id": "f-01"}, {"id": "f-02"}
    (before,) = identities([first], duty())
    assert identities([first], duty(due="2026-02-01", title="整改：改了说法")) == [before]
    assert identities([second, first], duty(field=("findings", 1, "due"))) == [before]
    assert identities([second, first], duty()) != [before]
    assert len(set(identities([first, second], duty(), duty(field=("findings", 1, "due"))))) == 2


def test_two_events_never_share_a_name() -> None:
    """One field of one record may bind a unit twice."""
    shown = events([duty(due="2026-01-05"), duty(due="2026-02-05"), duty("a")])
    assert len({e["UID"] for e in shown}) == 3


def test_nobody_is_named_whose_name_is_not_public_and_no_surprise_is_told() -> None:
    """The file leaves the house for good."""
    expert = {"id": "e1", "name": "张某某", "consent": False, "pools": [{"term": {"to": "2026-03-01"}}]}
    secret = {"id": "i2", "organization": "s", "status": "planned", "mode": "unannounced"}
    inside = {"place": "地下室", "text": "柜锁损坏", "due": "2026-01-05", "id": "f-01"}
    found = {"id": "i1", "organization": "s", "status": "done", "findings": [inside]}
    snapshot = snapshot_of(
        *UNITS,
        ("experts", expert),
        ("inspections", {**secret, "planned_on": "2026-01-05"}),
        ("inspections", found),
    )
    made = calendars(duties_of(snapshot, DUTIES), snapshot, address=ADDRESS)
    content = b"".join(artifact.content for artifact in made).decode().replace("\r\n ", "")
    assert "柜锁损坏" in content
    assert [word for word in ("张某某", "地下室", "i2") if word in content] == []
