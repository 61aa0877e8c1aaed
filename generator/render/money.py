"""Sums of budget lines, and money in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.model.number import fen, round_half_up
from generator.render import wording
from generator.render.charts.fills import Fill
from generator.render.public import Public


@dataclass(frozen=True, slots=True)
class Sums:
    """Three sums in yuan, exact."""

    planned: Decimal
    disbursed: Decimal
    spent: Decimal

    @property
    def rate(self) -> str:
        """Spent of planned in per cent with one decimal; ``–`` where nothing was planned."""
        return wording.share(fen(self.spent), fen(self.planned))

    def fill(self, label: str, unit: str) -> Fill:
        """A bar of what was planned, filled by what was spent; *unit* is 万元 in the reader's language."""
        words = f"{wan(self.spent)} / {wan(self.planned)} {unit} · {self.rate}%"
        return Fill(label, self.planned, self.spent, words)


def sums(lines: Iterable[Public]) -> Sums:
    """The sums of some lines."""
    found = list(lines)
    return Sums(*(_sum(found, name) for name in ("planned", "disbursed", "spent")))


def wan(value: Decimal) -> str:
    """Yuan in units of ten thousand, as budgets are read: 1234567.89 is 123.46."""
    return f"{round_half_up(Fraction(value) / 10_000, 2):,f}"


def _sum(lines: Iterable[Public], name: str) -> Decimal:
    return sum((Decimal(line.get(name, 0)) for line in lines), Decimal(0))
