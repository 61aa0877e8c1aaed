"""How hazards are put right: in time or not, closed or not, in how many days."""

from __future__ import annotations

import numpy as np

from generator.compute.cells import Cells, Flags, Ints, Spread
from generator.compute.conclusions import Concluded
from generator.compute.hazard_parts import (
    CUT_OFF,
    FAVOUR,
    FOUND_BY_OTHERS,
    NEEDS,
    by_others,
    favourable,
    favours,
    flag,
    part,
)
from generator.compute.metric import Gap, MetricColumn, Part, amount, metric, ratio
from generator.model.text import Text

NOT_DUE = Text("本期没有到期的隐患", "No hazard was due in the period")
NOT_CLOSED = Text("本期没有销号的隐患", "No hazard was closed in the period")
NO_HAZARDS = Text("本期没有在册的隐患", "No hazard was on the register in the period")
_NEVER_LATE = Text(
    "本期没有到期的隐患；不记为 0 或 100。", "No hazard was due in the period; never 0 or 100."
)
_DUE_IN_PERIOD = Text(
    "应整改：整改期限（经同意延期的为延期后的期限，反弹的为新的期限）在本期以内、已经过了或者已经报验的隐患。"
    "按期整改：其中不晚于期限报验的；验收不通过的，以重新报验的日期为准。",
    "Due: hazards whose last day (as extended, or as set after a relapse) lies in the period and is over, or "
    "which are reported already. In time: reported by that day; after a refusal the new report counts.",
)


def _due(*parts: Text) -> Text:
    """The population of a rate of rectification in time."""
    chosen = (_DUE_IN_PERIOD, *parts, CUT_OFF)
    return Text("".join(t.zh for t in chosen), " ".join(t.to("en") for t in chosen))


@metric(
    "hazards-in-time",
    version=1,
    title=Text("隐患按期整改率", "Hazards put right in time"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("按期整改 ÷ 应整改 × 100", "in time ÷ due × 100"),
    population=_due(FAVOUR),
    missing=_NEVER_LATE,
    needs=NEEDS,
)
def hazards_in_time(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the hazards due in a period that were reported as put right by their last day.

    Formula: in time / due × 100. Cut-off: the last day of the period, or ``as_of`` while it runs.
    Shape: one value for each unit, quarter and year; %, 0 to 100.
    Missing: where no hazard was due.
    """
    return _in_time(cells, np.ones(len(cells.frames.hazards.frame), dtype=bool))


@metric(
    "hazchem-hazards-in-time",
    version=1,
    title=Text("危化品隐患按期整改率", "Chemical hazards put right in time"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("按期整改 ÷ 应整改 × 100", "in time ÷ due × 100"),
    population=_due(
        Text("只计危化品暨装备管理应用专题。", "Of the topic chemicals and equipment alone."), FAVOUR
    ),
    missing=_NEVER_LATE,
    needs=(*NEEDS, "hazards.topic"),
)
def hazchem_hazards_in_time(cells: Cells, _: Concluded) -> MetricColumn:
    """The same share, of hazards on the topic of hazardous chemicals alone; item 3.2 of the annual list.

    Formula: in time / due × 100. Cut-off and missing: as for ``hazards-in-time``.
    """
    return _in_time(cells, flag(cells, "is_chemical"))


@metric(
    "unannounced-in-time",
    version=1,
    title=Text("暗访问题按期整改率", "Findings of unannounced visits put right in time"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("按期整改 ÷ 应整改 × 100", "in time ÷ due × 100"),
    population=_due(Text("只计暗访发现的。", "Found by unannounced inspections alone.")),
    missing=_NEVER_LATE,
    needs=(*NEEDS, "hazards.inspection", "inspections.mode"),
)
def unannounced_in_time(cells: Cells, _: Concluded) -> MetricColumn:
    """The same share, of hazards found by unannounced inspections alone; item 5.2 of the annual list.

    Formula: in time / due × 100. Cut-off and missing: as for ``hazards-in-time``.
    """
    return _in_time(cells, flag(cells, "is_unannounced"))


@metric(
    "hazards-closed",
    version=1,
    title=Text("隐患销号率", "Hazards closed"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("已销号 ÷ 在册隐患 × 100", "closed ÷ on the register × 100"),
    population=Text(
        f"在册隐患：本期期末还没有销号的，加上本期销号的。已销号：其中本期销号、期末没有反弹的。{FAVOUR.zh}{CUT_OFF.zh}",
        "On the register: open at the end of the period, or closed in it. Closed: those closed in the period "
        f"and not back by its end. {FAVOUR.en} {CUT_OFF.en}",
    ),
    missing=Text("本期没有在册的隐患；不记为 0。", "No hazard on the register in the period; never 0."),
    needs=NEEDS,
)
def hazards_closed(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the hazards on the register that were closed by the end of the period.

    Formula: closed / on the register × 100, the register being those open at the end and those closed in the
    period. Cut-off: the last day of the period, or ``as_of`` while it runs.
    Missing: where no hazard was on the register.
    """
    is_closed = flag(cells, "is_closed")
    register = favourable(cells, helps=is_closed).where(flag(cells, "is_open") | is_closed)
    closed = register.where(is_closed)
    return ratio(
        part(cells, Text("已销号", "closed"), closed),
        part(cells, Text("在册隐患", "on the register"), register),
        times=100,
        gaps=(Gap(NO_HAZARDS, register.count() == 0),),
        bases=favours(cells, register),
    )


@metric(
    "days-to-close",
    version=1,
    title=Text("隐患销号用时", "Days to close a hazard"),
    unit="天",
    decimals=1,
    better="lower",
    formula=Text("销号天数的中位数", "median days"),
    population=Text(
        f"本期销号、期末没有反弹的隐患，从登记（反弹的从反弹之日）到销号的天数；偶数个的取中间两个的平均。"
        f"{FOUND_BY_OTHERS.zh}{CUT_OFF.zh}",
        "Hazards closed in the period and not back by its end, from registration or from their last relapse; "
        f"of an even number the mean of the middle two. {FOUND_BY_OTHERS.en} {CUT_OFF.en}",
    ),
    missing=Text("本期没有销号的隐患；不记为 0。", "No hazard was closed in the period; never 0."),
    needs=NEEDS,
)
def days_to_close(cells: Cells, _: Concluded) -> MetricColumn:
    """Median of the days from registration to closing, of hazards closed in the period.

    Formula: the middle one, or the mean of the middle two; a hazard that came back counts from its relapse.
    Cut-off: the last day of the period, or ``as_of`` while it runs.
    Missing: where no hazard was closed.
    """
    closed = by_others(cells).where(flag(cells, "is_closed"))
    tenths = _medians(closed, cells.frames.hazards.frame["days"].to_numpy())
    trail = closed.bundles(cells.frames.hazards.behind)
    return amount(
        Part(Text("销号天数的中位数", "median days"), tenths, (trail,), decimals=1),
        gaps=(Gap(NOT_CLOSED, closed.count() == 0),),
    )


def _in_time(cells: Cells, holds: Flags) -> MetricColumn:
    """Reported by the last day, of the hazards due for which *holds* is true."""
    is_in_time = flag(cells, "is_in_time")
    due = favourable(cells, helps=is_in_time).where(holds & flag(cells, "is_due"))
    return ratio(
        part(cells, Text("按期整改", "in time"), due.where(is_in_time)),
        part(cells, Text("应整改", "due"), due),
        times=100,
        gaps=(Gap(NOT_DUE, due.count() == 0),),
        bases=favours(cells, due),
    )


def _medians(spread: Spread, amounts: Ints) -> Ints:
    """The median of *amounts* in each cell, in tenths; 0 where the cell has no row."""
    values = amounts[spread.rows]
    ordered = values[np.lexsort((values, spread.cells))]
    starts, counts = spread.starts[:-1], spread.count()
    has_rows = counts > 0
    found = np.zeros(spread.size, dtype=np.int64)
    low, high = starts + (counts - 1) // 2, starts + counts // 2
    found[has_rows] = 5 * (ordered[low[has_rows]] + ordered[high[has_rows]])
    return found
