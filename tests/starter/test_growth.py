"""A city of twice the size takes twice the work: `make bench` asks for many thousand schools."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import generator.starter
from generator.model.artifact import Artifact
from generator.starter import city, inspections, organizations, sample_city

HOME = str(Path(generator.starter.__file__).parent)


def lines_run(schools: int) -> Counter[tuple[str, str]]:
    """Function -> lines that Python runs for a city of *schools* schools, each round of a loop counted."""
    found: Counter[tuple[str, str]] = Counter()

    def trace(frame: FrameType, *_: Any) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(HOME):
            return None
        where = Path(code.co_filename).stem, code.co_name

        def line(_: FrameType, event: str, __: Any) -> Any:
            found[where] += event == "line"
            return line

        return line

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        for _ in sample_city(schools, inspections=schools // 2):
            pass
    finally:
        sys.settrace(before)
    return found


def test_work_grows_with_the_schools_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks for every county or visit anew looks at its own schools, findings and experts only.

    Counted are lines of Python, so that the test is the same on a slow machine. Counties are small here,
    since it takes many of them to see what walks through the whole city for each: that takes four times as
    many lines, or nearly, and chance makes small things grow by half more than they should.
    """
    monkeypatch.setattr(organizations, "COUNTY", 6)
    monkeypatch.setattr(inspections, "TRIES", 1)  # it is chance how often a tie is looked for
    monkeypatch.setattr(city, "record_file", lambda *_: Artifact("", b"", ()))
    few, many = lines_run(56), lines_run(112)
    grown = {name: round(many[name] / few[name], 2) for name in few if few[name] > 500}
    assert not {name: times for name, times in grown.items() if times > 3}
