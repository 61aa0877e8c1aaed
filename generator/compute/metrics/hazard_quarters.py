"""What a unit does quarter by quarter, counted over a year: checks of its own, reports that come late."""

from __future__ import annotations

from generator.compute.cells import Cells, Flags, Spread
from generator.compute.conclusions import Concluded
from generator.compute.hazard_parts import CUT_OFF, NEEDS, flag
from generator.compute.metric import AREAS, Gap, MetricColumn, Part, amount, metric
from generator.model.text import Text

ONLY_BY_YEAR = Text("仅按年统计", "Counted by year only")


@metric(
    "self-check-quarters",
    version=1,
    title=Text("开展自查的季度", "Quarters with self-checks"),
    unit="个",
    decimals=0,
    better="higher",
    formula=Text("登记自查隐患的季度数", "quarters with a hazard found by oneself"),
    population=Text(
        f"本年有学校登记自查隐患的季度。{CUT_OFF.zh}",
        f"Quarters of the year in which a school registered a hazard that it found by itself. {CUT_OFF.en}",
    ),
    missing=Text("仅按年统计，季度没有数值。", "By year only; no value for a quarter."),
    levels=AREAS,
    needs=(*NEEDS, "hazards.origin"),
)
def self_check_quarters(cells: Cells, _: Concluded) -> MetricColumn:
    """In how many quarters of a year the schools of a unit registered hazards that they found by themselves.

    Formula: number of quarters. Cut-off: the last day of the year, or ``as_of`` while it runs.
    Missing: every quarter. A year without any is 0; what was found elsewhere makes no difference.
    """
    own = flag(cells, "is_self_found") & flag(cells, "is_registered")
    found = _quarters(cells, own)
    name = Text("登记自查隐患的季度数", "quarters with a hazard found by oneself")
    return amount(_part(cells, name, found), gaps=(_only_by_year(cells),))


@metric(
    "late-report-quarters",
    version=1,
    title=Text("整改报告迟报的季度", "Quarters with late reports"),
    unit="个",
    decimals=0,
    better="lower",
    formula=Text("整改迟报的季度数", "quarters with a late report"),
    population=Text(
        f"本年有督查发现的隐患到期没有报验、或者晚于期限报验的季度。{CUT_OFF.zh}",
        "Quarters of the year in which a hazard found by an inspection was due and not reported, or reported "
        f"late. {CUT_OFF.en}",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；没有迟报的记为 0。",
        "By year only; a year without a late report is 0.",
    ),
    levels=AREAS,
    needs=(*NEEDS, "hazards.origin"),
)
def late_report_quarters(cells: Cells, _: Concluded) -> MetricColumn:
    """In how many quarters of a year a report of rectification came late, or not at all; item 5.3.

    Formula: number of quarters. Cut-off: the last day of each quarter, or ``as_of`` while it runs.
    Missing: every quarter. A year without a late report is 0, also where no report was due.
    """
    due = _quarters(cells, flag(cells, "is_due") & flag(cells, "is_inspected"))
    late = due.where(~flag(cells, "is_in_time"))
    return amount(
        _part(cells, Text("整改迟报的季度数", "quarters with a late report"), late),
        gaps=(_only_by_year(cells),),
        bases=(due.bundles(cells.frames.hazards.behind),),
    )


def _quarters(cells: Cells, holds: Flags) -> Spread:
    """The hazards of every quarter for which *holds* is true, in the cell of its year."""
    frame = cells.frames.hazards.frame
    return cells.spread(frame["organization"].to_numpy(), frame["year"].to_numpy()).where(holds)


def _part(cells: Cells, name: Text, found: Spread) -> Part:
    """In how many different quarters something was found."""
    quarters = cells.frames.hazards
    different = found.distinct(quarters.frame["quarter"].to_numpy())
    return Part(name, different.count(), (found.bundles(quarters.behind),))


def _only_by_year(cells: Cells) -> Gap:
    return Gap(ONLY_BY_YEAR, cells.in_quarters(), is_undefined=True)
