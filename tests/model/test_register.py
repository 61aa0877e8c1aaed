"""Numbers of official documents: whoever typed one nearly right is told the very number."""

from __future__ import annotations

import pytest

from generator.model.register import form_fault, form_meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("示教函[2025]5号", "示教函〔2025〕5号"),
        ("示教函（2025）第05号", "示教函〔2025〕5号"),
        ("示教函【2025】5", "示教函〔2025〕5号"),
        ("示教函［２０２５］５号", "示教函〔2025〕5号"),
        ("示教函 2025年 5 号", "示教函〔2025〕5号"),
        ("示教函〔25〕5号", None),
        ("示教函〔2025〕号", None),
        ("2025年5号", None),
    ],
)
def test_number_that_was_meant(written: str, meant: str | None) -> None:
    """A year of two digits or a missing serial cannot be guessed."""
    assert form_fault(written)
    assert form_meant(written) == meant
    assert meant is None or form_fault(meant) is None
