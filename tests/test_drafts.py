"""A draft is valid and checked, and nothing that is counted or published can tell that it is there."""

from __future__ import annotations

from datetime import date

from generator import pipeline
from generator.cli.reports import as_json, as_text
from generator.read.sources import Memory
from tests.support.records import ROOT, base

DAY = date(2025, 12, 31)
DRAFT = base()["records/inspections/i-01.yml"]
DRAFT = DRAFT.replace("i-01", "i-02").replace("2025-11-06", "2025-11-10").replace("done", "draft")
DRAFT = DRAFT.replace("  - item: hc-3\n    result: met", "  - item: hc-3\n    result: pending")


def checked(**more: str) -> pipeline.Checked:
    """The base bureau with other inspections."""
    files = {**base(), **{f"records/inspections/{name}.yml": text for name, text in more.items()}}
    schemas = {f"schemas/{p.name}": p.read_bytes() for p in (ROOT / "schemas").glob("*.schema.json")}
    content = {path: text.encode() for path, text in files.items()} | schemas
    return pipeline.check(Memory(content), as_of=DAY)


def test_a_draft_changes_nothing_that_is_counted_or_shown() -> None:
    """Every figure, duty, page and table is made from the snapshot, so it must be the same without it."""
    without, with_draft = checked(), checked(**{"i-02": DRAFT})
    assert with_draft.diagnostics == ()
    for kind, records in without.snapshot.kinds.items():
        other = with_draft.snapshot.kinds[kind]
        assert {n: r.document.data for n, r in records.items()} == {
            n: r.document.data for n, r in other.items()
        }
    assert pipeline.due(with_draft) == pipeline.due(without)
    mine, theirs = pipeline.assess(with_draft), pipeline.assess(without)
    assert mine.metrics == theirs.metrics
    assert mine.rankings == theirs.rankings
    assert mine.conclusions == theirs.conclusions


def test_the_summary_of_a_check_says_how_many_drafts_there_are() -> None:
    """Or nobody would remember to finish them."""
    found = checked(**{"i-02": DRAFT})
    assert (found.records, found.drafts) == (len(base()) + 1, 1)
    assert "（其中 1 条草稿，不公布、不计入）" in as_text((), seen=9, records=9, drafts=found.drafts)
    assert "1 of them drafts" in as_text((), "en", seen=9, records=9, drafts=found.drafts)
    assert '"drafts": 1' in as_json((), seen=9, records=9, drafts=found.drafts)
    assert "草稿" not in as_text((), seen=1, records=1)


def test_what_is_wrong_with_a_draft_is_said_to_its_writer_alone() -> None:
    """A wrong item is refused in a draft too, but the data-quality page must not tell of it."""
    found = checked(**{"i-02": DRAFT.replace("item: hc-2", "item: hc-9")})
    assert {d.code for d in found.diagnostics} == {"CHK003"}
    assert found.public_diagnostics == ()


def test_a_team_is_judged_while_the_record_is_a_draft() -> None:
    """Conflicts show before the results do, and a visit that is still to come is no draft."""
    two_leads = DRAFT.replace("role: member", "role: lead")
    assert {d.code for d in checked(**{"i-02": two_leads}).diagnostics} == {"CON005"}
    tomorrow = DRAFT.replace("2025-11-10", "2026-01-01").replace("2025-Q4", "2026-Q1")
    assert "DAT005" in {d.code for d in checked(**{"i-02": tomorrow}).diagnostics}
