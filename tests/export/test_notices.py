"""Notices: one for each county that owes something, record text shown as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.export.notices import due_notices, failure_notice
from generator.model.duty import Duty
from generator.model.text import Text
from tests.support.snapshots import county, school, snapshot_of


def duty(unit: str, due: date, title: str = "盘点") -> Duty:
    return Duty("stock", Text("盘点"), unit, due, Text(title), f"organizations/{unit}")


def test_each_county_has_one_notice_with_all_below_it() -> None:
    """Late ones are counted; a county that owes nothing has none."""
    made = snapshot_of(county("c1"), county("c2"), county("c3"), school("s1", "c1"))
    snapshot = replace(made, as_of=date(2025, 12, 10))
    owed = [duty("s1", date(2025, 12, 1)), duty("c1", date(2025, 12, 12)), duty("c2", date(2025, 12, 10))]
    notices = {n.path: n.content.decode() for n in due_notices(owed, snapshot)}
    assert list(notices) == ["c1.md", "c2.md"]
    title, _, body = notices["c1.md"].partition("\n\n")
    assert title.startswith("到期清单：")
    assert "逾期 1 项，即将到期 1 项" in body
    assert "| 2025-12-01 | 逾期 9 天 |" in body
    assert "还有 0 天" in notices["c2.md"]


def test_text_of_a_record_does_nothing() -> None:
    """No mention, link or cell of its own."""
    snapshot = snapshot_of(county("c1"))
    (notice,) = due_notices([duty("c1", date(2025, 12, 1), "@all | [x](https://e.org) <b>")], snapshot)
    line = notice.content.decode().splitlines()[-1]
    assert "@all" not in line
    assert "://" not in line
    assert "<b>" not in line
    assert line.replace("\\|", "").count("|") == 6


def test_links_lead_to_the_site() -> None:
    """Where its address is known."""
    snapshot = snapshot_of(county("c1"))
    (notice,) = due_notices([duty("c1", date(2025, 12, 1))], snapshot, "https://example.org/")
    assert "[organizations/c1](https://example.org/organizations/c1/)" in notice.content.decode()


def test_failures_have_a_notice_of_their_own() -> None:
    """None where nothing failed."""
    snapshot = snapshot_of(county("c1"))
    assert list(failure_notice([], snapshot)) == []
    (notice,) = failure_notice([("示教函〔2025〕1号", Text("印发的内容被改动"))], snapshot)
    assert notice.path == "failed.md"
    assert "示教函〔2025〕1号 | 印发的内容被改动" in notice.content.decode()


def test_a_long_list_says_how_much_is_left_out() -> None:
    """Nobody reads a thousand rows; silence would be worse."""
    snapshot = snapshot_of(county("c1"))
    (notice,) = due_notices([duty("c1", date(2025, 12, 1))] * 205, snapshot)
    assert "另有 5 项没有列出" in notice.content.decode()
