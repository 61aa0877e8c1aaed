"""How schools that keep hazardous chemicals keep them, and whether anybody looked."""

from __future__ import annotations

import numpy as np

from generator.compute.cells import Cells, Flags, Spread
from generator.compute.conclusions import Concluded
from generator.compute.metric import AREAS, Gap, MetricColumn, Part, metric, ratio
from generator.model.text import Text

NO_KEEPERS = Text("没有存放危险化学品的学校", "No school keeps hazardous chemicals")
NO_STOCK = Text("期末以前没有盘点记录", "No stock-taking is on record by then")
NO_TERMS = Text("没有登记学期", "The bureau names no terms")
TOO_SOON = Text("督查记录还不满四个季度", "Inspections are on record for less than four quarters")

KEEPERS = Text("涉危化品学校", "schools with chemicals")
_KEEPERS = Text(
    "涉危化品学校：单位记录写明存有危险化学品、期末存续的学校；学区、县区、全市包括其下各校。都以期末为准，"
    "本期还没有结束的以资料截止日为准。",
    "Schools with chemicals: those whose own record says that they keep some and which are there at its end; "
    "a cluster, county or city includes the schools below it. All as of the period's last day, or of the day "
    "of looking while it runs.",
)


@metric(
    "five-doubles-met",
    version=1,
    title=Text("五双落实率", "Schools meeting all five doubles"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("五双全部落实 ÷ 涉危化品学校 × 100", "all five met ÷ schools with chemicals × 100"),
    population=Text(
        f"{_KEEPERS.zh}五双全部落实：最近一次盘点五项都写落实；没有盘点的不算落实，盘点时已经清空的两边都不计。",
        f"{_KEEPERS.en} All five met: at the newest stock-taking; a school without one does not meet them, "
        "one whose store was empty then is left out of both.",
    ),
    missing=Text(
        "没有涉危化品学校，或者期末以前没有任何盘点记录；不记为 0。",
        "No school keeps chemicals, or no stock-taking is on record by then; never 0.",
    ),
    levels=AREAS,
    needs=("chemicals.doubles", "chemicals.classes", "organizations.keeps"),
)
def five_doubles_met(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the schools with chemicals whose newest stock-taking meets all five doubles.

    Formula: all five met / schools with chemicals × 100. Cut-off: the period's last day, or ``as_of``.
    Missing: without such a school, and where none of them has taken stock by then.
    """
    found = _keepers(cells)
    empty = _flag(cells, "has_stock") | (np.array([not k for k in cells.frames.keepers.stock], dtype=bool))
    kept = found.where(empty)
    met = kept.where(_flag(cells, "has_all"))
    return ratio(
        Part(Text("五双全部落实", "all five met"), met.count(), (met.bundles(cells.frames.keepers.stock),)),
        Part(KEEPERS, kept.count(), (kept.trail(_schools(cells)), kept.bundles(cells.frames.keepers.stock))),
        times=100,
        gaps=(
            Gap(NO_KEEPERS, kept.count() == 0),
            Gap(NO_STOCK, kept.where(_flag(cells, "has_stock")).count() == 0),
        ),
    )


@metric(
    "doubles-and-ledger",
    version=1,
    title=Text("五双与台账平均符合率", "Doubles and ledger in order"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("符合项数 ÷ 应符合项数 × 100", "points met ÷ points asked × 100"),
    population=Text(
        f"{_KEEPERS.zh}每校以最近一次盘点为准，五双各算一项，账物相符算一项；没有盘点的学校不计。",
        f"{_KEEPERS.en} By each school's newest stock-taking: every double is a point, the ledger is one; "
        "schools without a stock-taking are left out.",
    ),
    missing=Text("期末以前没有盘点记录；不记为 0。", "No stock-taking is on record by then; never 0."),
    levels=AREAS,
    needs=("chemicals.doubles", "chemicals.ledger_agrees", "organizations.keeps"),
)
def doubles_and_ledger(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the points asked at stock-takings that are met, the ledger counting as one point.

    Formula: points met / points asked × 100. Cut-off: the period's last day, or ``as_of``.
    Missing: where no school has taken stock by then.
    """
    found = _keepers(cells).where(_flag(cells, "has_stock"))
    frame = cells.frames.keepers.frame
    behind = found.bundles(cells.frames.keepers.stock)
    asked = found.total(frame["asked"].to_numpy())
    return ratio(
        Part(Text("符合项数", "points met"), found.total(frame["met"].to_numpy()), (behind,)),
        Part(Text("应符合项数", "points asked"), asked, (behind,)),
        times=100,
        gaps=(Gap(NO_STOCK, found.count() == 0),),
    )


@metric(
    "risk-lists-current",
    version=1,
    title=Text("风险分级管控清单覆盖率", "Schools with a current list of risks"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("清单有效 ÷ 涉危化品学校 × 100", "current lists ÷ schools with chemicals × 100"),
    population=Text(
        f"{_KEEPERS.zh}清单有效：有风险点，并且本学期全部评估过；本学期评估期限还没有到的，上学期评估过也算。",
        f"{_KEEPERS.en} Current lists: schools with risk points that were all reviewed this term, or, while "
        "this term's review is not due, the term before.",
    ),
    missing=Text(
        "没有涉危化品学校，或者本局没有登记学期；不记为 0。",
        "No school keeps chemicals, or the bureau names no terms; never 0.",
    ),
    levels=AREAS,
    needs=("risk-points.reviewed_on", "organizations.keeps"),
)
def risk_lists_current(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the schools with chemicals whose risk points are listed and reviewed for the term.

    Formula: current lists / schools with chemicals × 100. Cut-off: the period's last day, or ``as_of``.
    Missing: without such a school, and where nothing says when a term begins.
    """
    found = _keepers(cells)
    listed = found.where(_flag(cells, "is_listed"))
    behind, schools = cells.frames.keepers.points, _schools(cells)
    return ratio(
        Part(
            Text("清单有效", "current lists"),
            listed.count(),
            (listed.trail(schools), listed.bundles(behind)),
        ),
        Part(KEEPERS, found.count(), (found.trail(schools), found.bundles(behind))),
        times=100,
        gaps=(
            Gap(NO_KEEPERS, found.count() == 0),
            Gap(NO_TERMS, found.where(_flag(cells, "has_terms")).count() == 0),
        ),
    )


@metric(
    "hazchem-coverage",
    version=1,
    title=Text("危化品督查覆盖率", "Schools with chemicals inspected"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("近四季查过 ÷ 涉危化品学校 × 100", "seen in four quarters ÷ schools with chemicals × 100"),
    population=Text(
        f"{_KEEPERS.zh}近四季查过：到本季度为止的四个季度里至少完成一次危化品督查的；按年统计的，以当年四个季度为准。",
        f"{_KEEPERS.en} Seen in four quarters: inspected for chemicals at least once in this quarter and the "
        "three before it; of a year, in its own four.",
    ),
    missing=Text(
        "没有涉危化品学校，或者督查记录还不满四个季度；不记为 0。",
        "No school keeps chemicals, or inspections are on record for less than four quarters; never 0.",
    ),
    levels=AREAS,
    needs=("inspections.topic", "organizations.keeps"),
)
def hazchem_coverage(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of the schools with chemicals that were inspected for them in the last four quarters.

    Formula: seen in four quarters / schools with chemicals × 100, visits counted by their quarter.
    Missing: without such a school, and while the records do not reach four quarters back.
    """
    found = _keepers(cells)
    seen = found.where(_flag(cells, "is_seen"))
    behind = seen.bundles(cells.frames.keepers.visits)
    return ratio(
        Part(Text("近四季查过", "seen in four quarters"), seen.count(), (behind,)),
        Part(KEEPERS, found.count(), (found.trail(_schools(cells)),)),
        times=100,
        gaps=(
            Gap(NO_KEEPERS, found.count() == 0),
            Gap(TOO_SOON, found.where(_flag(cells, "is_known")).count() == 0),
        ),
    )


def _keepers(cells: Cells) -> Spread:
    frame = cells.frames.keepers.frame
    return cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy(), into_years=False)


def _flag(cells: Cells, name: str) -> Flags:
    return cells.frames.keepers.frame[name].to_numpy(dtype=bool)


def _schools(cells: Cells) -> list[str]:
    """Keys of the schools by row of the frame."""
    keys = cells.organization_keys
    return [keys[row] if row >= 0 else "" for row in cells.frames.keepers.frame["organization"].tolist()]
