"""What the bureau's five mechanisms demand, and how far each unit has done it in a year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .text import Text


class Mechanism(Enum):
    """The five mechanisms, in the order of the bureau's own text."""

    COORDINATION = Text("推进协调机制", "Coordination")
    INSPECTION = Text("督查考评机制", "Inspection and evaluation")
    DEMONSTRATION = Text("示范典范引领机制", "Demonstration")
    COMMENDATION = Text("表扬激励机制", "Commendation")
    GUARANTEE = Text("服务保障机制", "Guarantee")


class State(Enum):
    """How far a demand is met; each is shown as a mark and a word."""

    MET = Text("已落实", "met")
    OPEN = Text("未落实", "open")
    PENDING = Text("未到期", "not due yet")
    EXEMPT = Text("不要求", "not required")


@dataclass(frozen=True, slots=True)
class DemandInfo:
    """One thing that the bureau's text demands.

    id: for addresses (``three-teams``). words: the text's own short term (“三支”团队).
    asks: what must be there, in plain words. rules: codes of the rules that watch over it.
    kinds: kinds of records that it rests on.
    """

    id: str
    mechanism: Mechanism
    words: Text
    asks: Text
    rules: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """The state of one demand for one unit in one year.

    unit: organization id. reason: one sentence that says what is there or missing ("两支团队，缺技术支持").
    evidence: keys (``kind/id``) of the records that this rests on, sorted; empty where nothing is there.
    """

    demand: str
    unit: str
    year: int
    state: State
    reason: Text
    evidence: tuple[str, ...] = ()
