"""How often units studied their outstanding problems."""

from __future__ import annotations

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import Gap, MetricColumn, Part, amount, metric
from generator.model.text import Text


@metric(
    "problem-sessions",
    version=1,
    title=Text("专题研究突出问题", "Problem sessions"),
    unit="次",
    decimals=0,
    better="higher",
    formula=Text("专题研究次数", "problem sessions"),
    population=Text(
        "当年已召开、未撤回的专题研究，只计县（区）和市本级自己召开的，不含其下各单位。",
        "Problem sessions of the year, held and not withdrawn, of the county or city itself; those of the "
        "units below it do not count.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年的办法没有要求、自己也没有召开的没有数值；有要求而没有召开记为 0。",
        "By year only; no value for a unit that the method of the year does not ask and that held none; one "
        "that is asked and held none counts 0.",
    ),
    levels=("county", "city"),
    needs=("meetings.kind", "meetings.status", "meetings.unit", "meetings.year"),
)
def problem_sessions(cells: Cells, _: Concluded) -> MetricColumn:
    """Number of problem sessions that a county, or the city itself, held in the year.

    Formula: number of meetings of kind ``problem_session`` with status ``held``, ``unit`` and ``year``.
    Shape: a whole number for each year; a unit's own only, since each has to hold its own.
    Missing: every quarter, and where the unit is not asked and held none. Asked and none held is 0.
    """
    frame, asked = cells.frames.sessions, cells.frames.asked
    held = cells.own(frame["organization"].to_numpy(), frame["period"].to_numpy())
    bound = cells.own(asked["organization"].to_numpy(), asked["period"].to_numpy())
    keys = [f"meetings/{name}" for name in frame["id"].tolist()]
    part = Part(Text("专题研究次数", "problem sessions"), held.count(), (held.trail(keys),))
    nobody = (part.amounts == 0) & (bound.count() == 0)
    return amount(
        part,
        gaps=(
            Gap(Text("仅按年统计", "Counted by year only"), cells.in_quarters(), is_undefined=True),
            Gap(Text("当年的办法没有要求", "Not asked for by the method of the year"), nobody),
        ),
        bases=(bound.trail([f"methods/{name}" for name in asked["method"].tolist()]),),
    )
