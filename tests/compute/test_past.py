"""What of an issued past is lost, worked out from what a manifest promised and what is found."""

from __future__ import annotations

from dataclasses import replace

from generator.compute.past import backdated, lost_bulletins, lost_history
from generator.model.history import History
from generator.model.issued import Issued

DIGESTS = {"figures": "1" * 64, "text": "2" * 64}
ONE = Issued("b-1", "示教函〔2025〕1号", "2025-04-01", "2025-03-31", "a" * 40, DIGESTS)
TWO = replace(ONE, id="b-2", number="示教函〔2025〕2号", signed_on="2025-05-01")
TODAY = History("c" * 40, True, 9, ("d" * 40,))


def test_past_that_is_contained_is_not_lost() -> None:
    """More bulletins and more commits than then are what the future is made of."""
    assert list(lost_bulletins([ONE], [ONE, TWO], "today")) == []
    assert list(lost_history("a" * 40, ["d" * 40], 5, TODAY, is_contained=True, is_there=True)) == []


def test_bulletin_that_is_gone_is_named_by_its_number() -> None:
    """Whoever keeps a manifest keeps the list of what was issued."""
    (lost,) = lost_bulletins([ONE, TWO], [TWO], "today")
    assert (lost.what.zh, lost.reason.zh, lost.then, lost.now) == (
        "示教函〔2025〕1号", "通报不见了", "b-1", "",
    )  # fmt: skip


def test_rewritten_issue_date_is_shown_with_both_days() -> None:
    """The day decides about deadlines and appeals; the digest of the words changes with it."""
    found = list(
        lost_bulletins([ONE], [replace(ONE, signed_on="2025-03-01", holds={"text": "9" * 64})], "today")
    )
    assert [(one.reason.zh, one.then, one.now) for one in found] == [
        ("印发日期被改过", "2025-04-01", "2025-03-01"),
        ("文字被改过", "2" * 12, "9" * 12),
    ]


def test_digest_that_was_copied_over_a_new_text_hides_nothing() -> None:
    """What counts is what stands in the bulletin, not what it says of itself."""
    (lost,) = lost_bulletins([ONE], [replace(ONE, holds={**DIGESTS, "figures": "7" * 64})], "today")
    assert lost.reason.zh == "数字和表格被改过"


def test_manifest_that_is_not_as_its_own_commit_is_no_witness() -> None:
    """A manifest that was tampered with must not accuse anybody else."""
    (lost,) = lost_bulletins([replace(ONE, sha256={"figures": "8" * 64})], [ONE], "manifest")
    assert lost.reason.zh == "数字和表格与清单自己的提交不符"


def test_force_push_and_cut_off_are_told_apart() -> None:
    """A line that left the commit out still begins where it began; a cut-off one does not."""
    pushed = list(lost_history("a" * 40, ["d" * 40], 5, TODAY, is_contained=False, is_there=True))
    assert [one.reason.zh for one in pushed] == ["历史被改写（强制推送）：当时的提交不在今天的主线里"]
    cut = list(lost_history("a" * 40, ["e" * 40], 50, TODAY, is_contained=False, is_there=False))
    assert [one.reason.zh for one in cut] == [
        "历史被截断：开头不是原来的开头",
        "历史被改写（强制推送）：当时的提交已经不在仓库里",
        "提交比当时还少",
    ]


def test_bulletin_slipped_in_with_an_earlier_day_is_noticed() -> None:
    """It may be a late merge, so it is said and no failure."""
    assert backdated([ONE], [ONE, TWO], "2025-06-01") == (TWO,)
    assert backdated([ONE], [ONE, TWO], "2025-05-01") == ()
