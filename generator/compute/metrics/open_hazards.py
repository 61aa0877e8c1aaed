"""What is open: major hazards, and those beyond their last day by how late they are."""

from __future__ import annotations

import numpy as np

from generator.compute.cells import Cells, Flags
from generator.compute.conclusions import Concluded
from generator.compute.hazard_parts import (
    CUT_OFF,
    FOUND_BY_OTHERS,
    NEEDS,
    by_others,
    flag,
    known,
    nothing_known,
    part,
)
from generator.compute.metric import MetricColumn, amount, metric
from generator.model.text import Text

BANDS = (
    (Text("逾期1至30天", "1 to 30 days late"), 1, 30),
    (Text("逾期31至60天", "31 to 60 days late"), 31, 60),
    (Text("逾期61至90天", "61 to 90 days late"), 61, 90),
    (Text("逾期超过90天", "more than 90 days late"), 91, 1 << 40),
)
_BY_AGE = Text(" + ".join(b.zh for b, *_ in BANDS), " + ".join(b.to("en") for b, *_ in BANDS))
_IS_OVERDUE = Text(
    "期末还没有销号、已经超过整改期限的隐患；已经报验、等待验收的，按报验之日超过几天计。",
    "Hazards open beyond their last day at the end of the period; of those that are reported, the days up to "
    "the report count.",
)


@metric(
    "open-major-hazards",
    version=1,
    title=Text("未销号重大隐患", "Open major hazards"),
    unit="项",
    decimals=0,
    better="lower",
    formula=Text("未销号的重大隐患", "open major hazards"),
    population=Text(
        f"期末还没有销号的重大隐患，不论由谁发现。只作提示，不用来计分。{CUT_OFF.zh}",
        "Major hazards open at the end of the period, whoever found them. A warning, never scored. "
        f"{CUT_OFF.en}",
    ),
    missing=Text(
        "本期没有完成的检查，也没有在册的隐患；查过而没有的记为 0。",
        "Neither an inspection nor a hazard on the register in the period; inspected and none is 0.",
    ),
    needs=(*NEEDS, "hazards.grade"),
)
def open_major_hazards(cells: Cells, _: Concluded) -> MetricColumn:
    """Major hazards that are open at the end of a period, whoever found them.

    Formula: number of open hazards of grade major. Cut-off: the last day of the period, or ``as_of``.
    Missing: where nothing is known, since there was neither an inspection nor a hazard on the register.
    """
    register = cells.stands.where(flag(cells, "is_open") | flag(cells, "is_closed"))
    found = register.where(flag(cells, "is_open") & flag(cells, "is_major"))
    return amount(
        part(cells, Text("未销号的重大隐患", "open major hazards"), found),
        gaps=(nothing_known(cells, register),),
        bases=known(cells, register),
    )


@metric(
    "overdue-hazards",
    version=1,
    title=Text("逾期隐患", "Overdue hazards"),
    unit="项",
    decimals=0,
    better="lower",
    formula=_BY_AGE,
    population=Text(
        f"{_IS_OVERDUE.zh}{FOUND_BY_OTHERS.zh}{CUT_OFF.zh}",
        f"{_IS_OVERDUE.en} {FOUND_BY_OTHERS.en} {CUT_OFF.en}",
    ),
    missing=Text(
        "本期没有完成的检查，也没有在册的隐患；没有逾期的记为 0。",
        "Neither an inspection nor a hazard on the register in the period; none overdue is 0.",
    ),
    needs=NEEDS,
)
def overdue_hazards(cells: Cells, _: Concluded) -> MetricColumn:
    """Hazards that are open beyond their last day at the end of a period, by how late they are.

    Formula: the sum of four bands, 1 to 30, 31 to 60, 61 to 90 and more than 90 days.
    Cut-off: the last day of the period, or ``as_of`` while it runs.
    Missing: where nothing is known, since there was neither an inspection nor a hazard on the register.
    """
    return _overdue(cells, np.ones(len(cells.frames.hazards.frame), dtype=bool))


@metric(
    "overdue-hazchem-hazards",
    version=1,
    title=Text("逾期危化品隐患", "Overdue chemical hazards"),
    unit="项",
    decimals=0,
    better="lower",
    formula=_BY_AGE,
    population=Text(
        f"{_IS_OVERDUE.zh}只计危化品暨装备管理应用专题。{FOUND_BY_OTHERS.zh}{CUT_OFF.zh}",
        f"{_IS_OVERDUE.en} Of the topic chemicals and equipment alone. {FOUND_BY_OTHERS.en} {CUT_OFF.en}",
    ),
    missing=Text(
        "本期没有完成的检查，也没有在册的危化品隐患；没有逾期的记为 0。",
        "Neither an inspection nor a chemical hazard on the register in the period; none overdue is 0.",
    ),
    needs=(*NEEDS, "hazards.topic"),
)
def overdue_hazchem_hazards(cells: Cells, _: Concluded) -> MetricColumn:
    """The same number, of hazards on the topic of hazardous chemicals alone; a deduction of item 3.2.

    Formula, cut-off and missing: as for ``overdue-hazards``.
    """
    return _overdue(cells, flag(cells, "is_chemical"))


def _overdue(cells: Cells, holds: Flags) -> MetricColumn:
    """The hazards open beyond their last day, in four bands of days."""
    register = by_others(cells).where(holds & (flag(cells, "is_open") | flag(cells, "is_closed")))
    late = cells.frames.hazards.frame["overdue"].to_numpy()
    parts = tuple(
        part(cells, name, register.where((late >= least) & (late <= most))) for name, least, most in BANDS
    )
    total = np.sum([part.amounts for part in parts], axis=0)
    return MetricColumn(
        parts, total, np.ones_like(total), (nothing_known(cells, register),), known(cells, register)
    )
