"""What the second mechanism demands: inspection and evaluation (督查考评)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.compute.demand import Judgement, demand
from generator.model.demand import Mechanism, State
from generator.model.period import Period
from generator.model.schema import Choice
from generator.model.snapshot import Snapshot
from generator.model.text import Text


@demand(
    "quarterly-inspection",
    Mechanism.INSPECTION,
    words=Text("季度暗访督查", "Quarterly inspection"),
    asks=Text(
        "每季度督查危化品暨装备管理应用和装备数字化转型两个专题",
        "Two topics are inspected in every quarter: chemicals and equipment, digital transformation",
    ),
    rules=("DAT006",),
    kinds=("inspections",),
)
def quarterly_inspection(snapshot: Snapshot, year: int) -> Iterator[Judgement]:
    """The city has inspected each topic in each quarter that is over."""
    bureau = snapshot.bureau
    topics = [c.value for c in _topics(snapshot)]
    if bureau is None or not topics:  # what a revision could not record is not asked for
        return
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in snapshot.active("inspections"):
        data = record.document.data
        if data.get("status") == "done" and data.get("period", "").startswith(f"{year}-"):
            found[data["period"], data.get("topic", "")].append(record.key)
    over = [p for q in range(1, 5) if (p := Period(year, q)).end <= snapshot.as_of]
    asked = len(over) * len(topics)
    missing = [(p, t) for p in over for t in topics if not found[str(p), t]]
    done = asked - len(missing)
    state = State.OPEN if missing else State.MET if len(over) == 4 else State.PENDING
    reason = Text(
        f"已结束 {len(over)} 个季度，应督查 {asked} 轮，完成 {done} 轮",
        f"{done} of {asked} rounds in {len(over)} quarters that are over",
    )
    evidence = tuple(key for keys in found.values() for key in keys)
    yield Judgement(bureau.document.data.get("city", ""), state, reason, evidence)


def _topics(snapshot: Snapshot) -> tuple[Choice, ...]:
    """The topics of the schema; none where an old revision lacks the field or the kind."""
    schema = snapshot.schemas.get("inspections")
    fields = schema.walk() if schema else ()
    return next((f.choices for f in fields if f.path == "topic"), ())
