"""From documents to a snapshot: what is admitted, what is set aside, and under which id."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

import pytest

from generator.model.document import Document
from generator.model.record import key_of
from generator.model.snapshot import Revision
from generator.validate.gate import admit
from tests.support.records import ROOT, admitted, schemas

CASES = ROOT / "tests" / "cases" / "schemas"
BUREAU = {"records/bureau.yml": (CASES / "bureau" / "good" / "full.yml").read_bytes()}
AWARD = (CASES / "awards" / "good" / "full.yml").read_text()


def award(id: str) -> str:
    return AWARD.replace("id: x", f"id: {id}")


def test_kind_and_id_come_from_the_path() -> None:
    """The path is known even where the file cannot be read."""
    assert key_of("records/awards/2025/a-1.yml") == "awards/a-1"
    assert key_of("records/awards/a-1.yml") == "awards/a-1"
    assert key_of("records/bureau.yml") == "bureau/bureau"


def test_records_are_ordered_by_id_whatever_their_folder() -> None:
    """Every list and figure is made in this order, so it must not depend on folders."""
    files = {"records/awards/2026/a.yml": award("a"), "records/awards/2025/b.yml": award("b")}
    snapshot, found = admitted({**BUREAU, **files})
    assert not found
    assert [r.key for r in snapshot.of("awards")] == ["awards/a", "awards/b"]
    assert snapshot.bureau is not None
    assert snapshot.language == "zh"


def test_snapshot_cannot_be_changed() -> None:
    """Rules and metrics share it."""
    snapshot, _ = admitted({**BUREAU, "records/awards/a.yml": award("a")})
    assert isinstance(snapshot.kinds, MappingProxyType)
    assert isinstance(snapshot.kinds["awards"], MappingProxyType)
    (record,) = snapshot.of("awards")
    with pytest.raises(TypeError):
        record["notice"]["number"] = "x"


def test_kind_without_records_is_empty() -> None:
    """A new bureau has nothing yet; nobody should have to ask whether a kind is there."""
    snapshot, _ = admitted(BUREAU)
    assert snapshot.of("awards") == ()
    assert sorted(snapshot.kinds) == sorted(schemas())


def test_document_that_fails_is_set_aside_under_its_key() -> None:
    """References to it are not reported a second time as unknown."""
    snapshot, found = admitted({**BUREAU, "records/awards/2025/a.yml": award("a") + "x: 1\n"})
    assert [(d.code, d.record) for d in found] == [("STR002", "awards/a")]
    assert snapshot.set_aside == {"awards/a"}
    assert snapshot.of("awards") == ()


def test_second_file_with_an_id_is_reported_and_the_first_kept() -> None:
    """Year folders allow two files of one name; a reference could mean either."""
    files = {"records/awards/2025/a.yml": award("a"), "records/awards/2024/a.yml": award("a")}
    snapshot, found = admitted({**BUREAU, **files})
    (problem,) = found
    assert (problem.code, str(problem.location)) == ("IDN001", "records/awards/2025/a.yml:1:5")
    assert [str(place) for place in problem.related] == ["records/awards/2024/a.yml:1:1"]
    (record,) = snapshot.of("awards")
    assert record.path == "records/awards/2024/a.yml"


def test_unread_file_is_set_aside() -> None:
    """A school whose file lacks a quote still exists; records that name it are not at fault."""
    unread = ("records/organizations/a.yml", "records/awards/2025/b.yaml", "records/bureau.yml")
    snapshot, found = admit((), schemas(), Revision(), date(2025, 12, 31), unread)
    assert snapshot.set_aside == {"organizations/a", "awards/b", "bureau/bureau"}
    assert found == ()


def test_missing_bureau_is_reported_once() -> None:
    """The site has no name without it; where it is there but at fault, that fault is enough."""
    assert [d.code for d in admitted({})[1]] == ["STR015"]
    snapshot, found = admitted({"records/bureau.yml": "name: x\nsample: 1\n"})
    assert "STR015" not in {d.code for d in found}
    assert snapshot.bureau is None
    assert snapshot.set_aside == {"bureau/bureau"}


def test_clean_document_is_not_checked_again() -> None:
    """Its bytes passed before under the same schema; checking again would only cost time."""
    document = Document("records/awards/a.yml", {"id": "a"}, clean=True)
    snapshot, _ = admit([document], schemas(), Revision(), date(2025, 12, 31))
    assert [r.id for r in snapshot.of("awards")] == ["a"]


def test_document_without_schema_is_set_aside() -> None:
    """Nothing can be said about it, and nothing may be lost in silence."""
    document = Document("records/photos/a.yml", {"id": "a"})
    snapshot, found = admit([document], schemas(), Revision(), date(2025, 12, 31))
    assert [d.code for d in found] == ["STR014", "STR015"]
    assert snapshot.set_aside == {"photos/a"}
