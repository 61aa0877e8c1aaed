"""An impact in words: where a unit stands, why it moved, which record is meant. Plain text, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from generator.model.impact import Cause, Impact, Move, Standing
from generator.model.text import Language, Text

_FEW = 5  # records named with a cause; the others are counted
NOTHING = "—"


class Words:
    """The words of one impact in one language."""

    def __init__(self, impact: Impact, language: Language) -> None:
        self.impact = impact
        self.language = language

    def say(self, zh: str, en: str) -> str:
        """One of both."""
        return en if self.language == "en" else zh

    def text(self, text: Text) -> str:
        """*text* in this language."""
        return text.to(self.language)

    def unit(self, unit: str) -> str:
        """A unit's name with its id, its id alone where it has none."""
        name = self.impact.names.get(unit)
        return f"{name}（{unit}）" if name and name != unit else unit

    def record(self, key: str) -> str:
        """A record's name with its key."""
        name = self.impact.names.get(key)
        return f"{name}（{key}）" if name else key

    def records(self, keys: Sequence[str]) -> str:
        """Records by their keys, the first few; the others are counted."""
        shown = "、".join(keys[:_FEW])
        left = len(keys) - _FEW
        return shown if left <= 0 else self.say(f"{shown} 等 {len(keys)} 条", f"{shown} and {left} more")

    # --- ranks -------------------------------------------------------------------------------------------

    def place(self, standing: Standing | None) -> str:
        """第 3 位（并列）; why there is no rank; a dash where the ranking does not list the unit."""
        if standing is None:
            return self.say("不在其中", "not listed")
        if standing.rank is None:
            reason = self.text(standing.reason) if standing.reason else ""
            return self.say("未排位", "not ranked") + (f"（{reason}）" if reason else "")
        tied = self.say("（并列）", " (tied)") if standing.tied else ""
        return self.say(f"第 {standing.rank} 位{tied}", f"{standing.rank}{tied}")

    def totals(self, move: Move) -> str:
        """The totals before and after; one where they are the same."""
        pair = [number(s.total if s else None) for s in (move.before, move.after)]
        return pair[0] if pair[0] == pair[1] else " → ".join(pair)

    def cause(self, move: Move) -> str:
        """Why a rank is another one."""
        cause = move.cause
        if cause is None:
            return self.records(move.because) or NOTHING
        return self._cause(cause)

    def _cause(self, cause: Cause) -> str:
        names = self.records(cause.records)
        if not cause.records:
            if cause.how == "alone":
                return self.say("模式或办法的改动", "a change of the schemas")
            return self.say("没有找到单独的原因（近似）", "no single cause found (approximate)")
        match cause.how:
            case "alone":
                others = "；".join(self.records(other) for other in cause.others)
                also = self.say(f"；单有 {others} 也会如此", f"; {others} alone would do it, too")
                return names + (also if others else "")
            case "near":
                return names + self.say("（近似）", " (approximate)")
            case "needed":
                return self.say(f"缺了 {names} 就不会（近似）", f"not without {names} (approximate)")
        return self.say(f"依据中有 {names}（未逐条试算）", f"rests on {names} (not tried one by one)")

    # --- lists -------------------------------------------------------------------------------------------

    def counted(self, pairs: Iterable[tuple[int, str, str]]) -> str:
        """新增 3、修改 1 of (3, 新增, added) and so on; "" where all are none."""
        parts = [self.say(f"{zh} {n}", f"{n} {en}") for n, zh, en in pairs if n]
        return ("，" if self.language == "zh" else ", ").join(parts)


def number(value: Decimal | None) -> str:
    """A number as printed, a dash for none."""
    return NOTHING if value is None else f"{value:f}"
