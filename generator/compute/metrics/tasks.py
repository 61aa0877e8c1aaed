"""How far key tasks are done by their day."""

from __future__ import annotations

from generator.compute.cells import Cells
from generator.compute.conclusions import Concluded
from generator.compute.metric import Gap, MetricColumn, Part, metric, ratio
from generator.model.text import Text


@metric(
    "tasks-in-time",
    version=1,
    title=Text("重点任务按期完成率", "Key tasks done in time"),
    unit="%",
    decimals=1,
    better="higher",
    formula=Text("按期完成 ÷ 到期任务 × 100", "in time ÷ due × 100"),
    population=Text(
        "当年重点任务清单里期限已过的任务，按责任单位计；终止、撤回和没有责任单位的不计；学区、县区、全市包括其下各单位。",
        "Tasks of the year's list whose deadline is over, by the unit in charge; those dropped, withdrawn or "
        "without a unit do not count; a cluster, county or city includes the units below it.",
    ),
    missing=Text(
        "仅按年统计，季度没有数值；当年没有到期任务的没有数值。",
        "By year only; no value where no task was due in the year.",
    ),
    needs=("tasks.year", "tasks.unit", "tasks.deadline", "tasks.status", "tasks.settled_on"),
)
def tasks_in_time(cells: Cells, _: Concluded) -> MetricColumn:
    """Share of a unit's tasks, and those of the units below it, that were done by their deadline.

    Formula: done with ``settled_on`` ≤ ``deadline``, over all whose ``deadline`` lies before the day of the
        snapshot and that were not dropped, × 100.
    Shape: %, one decimal, for each year.
    Missing: every quarter ("by year only"); a year in which nothing was due, never 100 for nothing.
    """
    frame = cells.frames.tasks
    due = cells.spread(frame["organization"].to_numpy(), frame["period"].to_numpy())
    in_time = due.where(frame["is_in_time"].to_numpy())
    keys = [f"tasks/{name}" for name in frame["id"].tolist()]
    under = Part(Text("到期任务", "due"), due.count(), (due.trail(keys),))
    return ratio(
        Part(Text("按期完成", "in time"), in_time.count(), (in_time.trail(keys),)),
        under,
        times=100,
        gaps=(
            Gap(Text("仅按年统计", "Counted by year only"), cells.in_quarters(), is_undefined=True),
            Gap(Text("本年没有到期的重点任务", "No key task was due in the year"), under.amounts == 0),
        ),
    )
