"""How far a project of the six batches is, as readers see it: late is said before anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.model.record import Record
from generator.model.text import Text
from generator.render.marks import Mark
from generator.render.site import Site

STATES = ("late", "running", "planned", "done", "dropped")
LATE = Text("逾期", "Late")
# Which mark of the site's own each state has; its shape says it without colour.
_MARKS = {
    "late": "overdue", "running": "partly", "planned": "planned", "done": "done", "dropped": "cancelled",
    "absent": "not_applicable", "withdrawn": "withdrawn", "missing": "unmet",
}  # fmt: skip
_MISSING = Text("未报", "Not reported")
_WITHDRAWN = Text("已撤回", "Withdrawn")


def state_of(site: Site, record: Record) -> str:
    """One of ``STATES``, or absent or withdrawn; late is what is open after its deadline."""
    data = record.document.data
    if record.is_withdrawn:
        return "withdrawn"
    status = str(data.get("status", ""))
    is_over = str(data.get("deadline", "9999")) < site.as_of.isoformat()
    return "late" if status in ("planned", "running") and is_over else status


def mark(site: Site, state: str) -> Mark:
    """The mark of a state."""
    own = {"late": LATE, "missing": _MISSING, "withdrawn": _WITHDRAWN}.get(state)
    return Mark(_MARKS[state], site.say(own) if own else site.label("projects", "status", state))


def legend(site: Site) -> tuple[Mark, ...]:
    """All marks of a board, in the order in which a reader should look for them."""
    return tuple(mark(site, state) for state in (*STATES, "absent", "missing"))


def tally(site: Site, records: Iterable[Record]) -> Counter[str]:
    """How many projects are in each state."""
    return Counter(state_of(site, r) for r in records)


def tally_words(counts: Counter[str]) -> Text:
    """「已完成 19 个，进行中 3 个」: what there is, late ones last and only where there are any."""
    words = (
        ("done", "已完成", "done"), ("running", "进行中", "running"), ("planned", "计划", "planned"),
        ("dropped", "已中止", "dropped"), ("late", "逾期", "late"),
    )  # fmt: skip
    found = [(counts[key], zh, en) for key, zh, en in words if counts[key]]
    return Text(
        "，".join(f"{zh} {count} 个" for count, zh, _ in found) or "没有项目",
        ", ".join(f"{count} {en}" for count, _, en in found) or "none",
    )
