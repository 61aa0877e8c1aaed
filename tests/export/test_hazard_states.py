"""The reference of the states of a hazard: drawing and table say what the table of moves says."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from generator.export.hazard_states import hazard_states
from generator.model.hazard import MOVES, State
from tests.support.records import schemas

TEXT = hazard_states(schemas()).content.decode()
SVG = ET.fromstring(re.search(r"<svg.*?</svg>", TEXT, re.DOTALL)[0])  # type: ignore[index]


def test_every_move_is_a_row() -> None:
    """Drawing, table and program are one thing."""
    rows = re.findall(r"^\| (\S+) \| (学校|检查一方) \| (\S+) \| (\S+) \|$", TEXT, re.MULTILINE)
    assert len(rows) == len(MOVES)
    assert ("待验收", "检查一方", "验收销号", "已销号") in rows
    assert ("已销号", "检查一方", "回头看未反弹", "不变") in rows


def test_every_state_is_a_box_and_every_change_an_arrow() -> None:
    """What leaves a state as it is stands in its box; every event is named."""
    assert len(SVG.findall("rect")) == len(State)
    changes = {(before, after) for (before, _), after in MOVES.items() if before is not after}
    assert len([p for p in SVG.findall("path") if p.get("class") == "c-arrow"]) == len(changes)
    words = "".join(t.text or "" for t in SVG.findall("text"))
    titles = {
        c.value: c.title.zh for k in ("rectifications", "follow-ups") for c in schemas()[k].choices("kind")
    }
    assert all(titles[kind] in words for _, kind in MOVES)
    assert "待验收经验收销号到已销号" in SVG.get("aria-label", "")


def test_words_stay_within_the_drawing() -> None:
    """Thirteen pixels for a Chinese character: nothing is cut off on a phone."""
    width = int(SVG.get("viewBox", "").split()[2])
    for text in SVG.findall("text"):
        size = 13 * len(text.text or "")
        x, anchor = int(text.get("x", "0")), text.get("text-anchor", "start")
        left = x - (size if anchor == "end" else size // 2 if anchor == "middle" else 0)
        assert left >= 0, text.text
        assert left + size <= width, text.text
