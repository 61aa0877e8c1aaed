"""Demonstration schools: how many applied, and how many hold a valid designation."""

from __future__ import annotations

import numpy as np

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import AREAS, Gap, MetricColumn, Part, amount, metric
from generator.model.text import Text


@metric(
    "demonstration-applicants",
    version=1,
    title=Text("示范校申报", "Demonstration applicants"),
    unit="所",
    decimals=0,
    better="neutral",
    formula=Text("申报所数", "applicants"),
    population=Text(
        "年度与本年相同、未撤回的示范校申报，按申报学校计入学区、县（区）和全市，不论是否认定。",
        "Applications of the year that were not withdrawn, by the school that applied, whatever the outcome.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年没有申报记为 0。",
        "By year only; a year without applications counts 0.",
    ),
    levels=AREAS,
    needs=("demonstrations.year", "demonstrations.school"),
)
def demonstration_applicants(cells: Cells, _: Concluded) -> MetricColumn:
    """Number of schools of an area that applied in the year.

    Formula: number of applications that are not withdrawn and whose ``year`` is the period's.
    Shape: a whole number for each year; more is not better, since the method asks for a range.
    Missing: every quarter ("by year only"). A year without an application is 0, because the list is complete.
    """
    frame = cells.frames.applications
    spread = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    return amount(
        Part(Text("申报所数", "applicants"), spread.count(), (spread.trail(_keys(cells)),)),
        gaps=(Gap(Text("仅按年统计", "Counted by year only"), cells.in_quarters(), is_undefined=True),),
    )


@metric(
    "valid-demonstrations",
    version=1,
    title=Text("有效示范校", "Valid demonstration schools"),
    unit="所",
    decimals=0,
    better="higher",
    formula=Text("期末有效的示范校", "designations valid at the end"),
    population=Text(
        "期末（本期未结束的，为数据日期当天）认定有效、没有退出的示范校；本期以前已撤并的学校不计。",
        "Schools whose designation is valid on the last day of the period, or on the records' day where "
        "that is earlier; a school that was closed before the period does not count.",
    ),
    missing=Text("没有认定的记为 0。", "Where nobody is designated it is 0."),
    levels=AREAS,
    needs=("demonstrations.school", "demonstrations.designation"),
)
def valid_demonstrations(cells: Cells, _: Concluded) -> MetricColumn:
    """Number of demonstration schools of an area at the end of the period.

    Formula: number of applications whose designation, renewed or not, holds on the period's last day.
    Shape: a whole number for each quarter and year; a level, so that a year is not the sum of its quarters.
    Missing: never. A school counts once, since it cannot apply while it is designated.
    """
    applications, found = cells.frames.applications, cells.frames.designations
    rows = found["application"].to_numpy()
    owner = applications["organization"].to_numpy()[rows]
    spread = cells.spread(owner, found["period"].to_numpy(), into_years=False)
    keys = np.array(_keys(cells), dtype=object)[rows].tolist()
    part = Part(
        Text("期末有效的示范校", "designations valid at the end"), spread.count(), (spread.trail(keys),)
    )
    return amount(part)


def _keys(cells: Cells) -> list[str]:
    """``kind/id`` by row of the applications frame."""
    return [f"demonstrations/{name}" for name in cells.frames.applications["id"].tolist()]
