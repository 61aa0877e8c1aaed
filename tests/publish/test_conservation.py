"""Every record reaches a page and a table."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model.artifact import Artifact
from generator.publish.conservation import Ledger
from generator.publish.errors import PublishError

from .support import snapshot_of

SCHOOL = ("organizations", {"id": "s-1", "name": "第一学校"})
AWARD = ("awards", {"id": "a-1"})


def check(*artifacts: Artifact, records: tuple[tuple[str, dict[str, Any]], ...] = (SCHOOL, AWARD)) -> None:
    ledger = Ledger(snapshot_of(*records))
    for artifact in artifacts:
        ledger.add(artifact)
    ledger.check()


def test_record_on_a_page_and_in_a_table_is_conserved() -> None:
    """Both are promised by the artifacts themselves."""
    keys = ("organizations/s-1", "awards/a-1")
    check(Artifact("x/index.html", b"", keys), Artifact("data/x.csv", b"", keys))


def test_record_without_page_or_table_is_named() -> None:
    """A record that was dropped silently would be a lie by omission."""
    with pytest.raises(PublishError) as caught:
        check(
            Artifact("x/index.html", b"", ("organizations/s-1",)),
            Artifact("data/x.csv", b"", ("awards/a-1",)),
        )
    assert caught.value.message.zh == "没有页面的记录：awards/a-1；没有进入数据表的记录：organizations/s-1"


def test_many_lost_records_are_counted() -> None:
    """The sentence stays readable when a whole kind is lost."""
    lost = tuple(("awards", {"id": f"a-{n:02}"}) for n in range(30))
    with pytest.raises(PublishError, match="a-19 等共 30 条"):
        check(records=lost)


EXPERT = ("experts", {"id": "e-1", "name": "欧阳明", "consent": False})


def test_name_without_consent_on_the_own_page_stops_the_build() -> None:
    """The page of an expert who did not consent exists, and does not say who it is."""
    keys = ("experts/e-1",)
    table = Artifact("data/experts.csv", b"", keys)
    check(Artifact("experts/e-1/index.html", "专家（未公开）".encode(), keys), table, records=(EXPERT,))
    with pytest.raises(PublishError, match="未经同意而出现的姓名：experts/e-1"):
        check(Artifact("experts/e-1/index.html", "欧阳明".encode(), keys), table, records=(EXPERT,))


def test_name_after_its_date_counts_as_hidden() -> None:
    """Consent may have an end; on that day the name is still public."""
    keys = ("experts/e-1",)
    shown = Artifact("experts/e-1/index.html", "欧阳明".encode(), keys)
    table = Artifact("data/experts.csv", b"", keys)
    data = {"id": "e-1", "name": "欧阳明", "consent": True}
    check(shown, table, records=(("experts", {**data, "public_until": "2026-01-01"}),))
    with pytest.raises(PublishError):
        check(shown, table, records=(("experts", {**data, "public_until": "2025-12-31"}),))
