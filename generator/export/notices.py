"""What somebody has to be told of: a notice for each county, and one of what does not come out as printed.

Each is a Markdown file whose first line is its title, for a forge's issues or for a chat group. Record text
is shown as text; names are those that the duties carry, which are public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.model.artifact import Artifact
from generator.model.duty import Duty
from generator.model.record import page_path
from generator.model.shown import markdown
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of, own_city_id, unit_name
from generator.model.text import Text

_ROWS = 200  # more rows than that nobody reads; the rest is counted
_HEAD = Text("期限 | 距今 | 单位 | 事项 | 记录", "Due | Days | Unit | What | Record")


def due_notices(duties: Iterable[Duty], snapshot: Snapshot, address: str = "") -> Iterator[Artifact]:
    """``<county>.md`` for every county that owes something of *duties*, and the city's own, in their order.

    address: of the published site, with its closing slash; each duty then leads to the record behind it.
    """
    groups: dict[str, list[Duty]] = {}
    for duty in duties:
        county = county_of(snapshot, duty.unit)
        groups.setdefault(county.id if county else own_city_id(snapshot) or "city", []).append(duty)
    for name, owed in sorted(groups.items()):
        late = sum(d.due < snapshot.as_of for d in owed)
        title = Text("到期清单：{unit}", "Deadlines: {unit}").format(
            unit=unit_name(snapshot, name, short=True)
        )
        head = Text(
            "截至 {day}，逾期 {late} 项，即将到期 {soon} 项。办好并录入记录后，这里会自动更新。",
            "On {day}: {late} late, {soon} due soon. This list follows the records by itself.",
        ).format(day=snapshot.as_of.isoformat(), late=late, soon=len(owed) - late)
        rows = [_row(duty, snapshot, address) for duty in owed]
        yield _notice(name, snapshot, title, head, _HEAD, rows)


def failure_notice(failures: Sequence[tuple[str, Text]], snapshot: Snapshot) -> Iterator[Artifact]:
    """``failed.md`` with what was found wrong, as (what, why); none where nothing was."""
    if failures:
        head = Text(
            "截至 {day} 有 {n} 处不符，公布之前要弄清原因。",
            "On {day}: {n} findings, to be cleared up before anything is published.",
        ).format(day=snapshot.as_of.isoformat(), n=len(failures))
        rows = [f"{markdown(what)} | {markdown(why.to(snapshot.language))}" for what, why in failures]
        title = Text("复核不符", "Verification failed")
        yield _notice("failed", snapshot, title, head, Text("对象 | 情况", "What | Finding"), rows)


def _notice(
    name: str, snapshot: Snapshot, title: Text, head: Text, columns: Text, rows: Sequence[str]
) -> Artifact:
    language = snapshot.language
    count = columns.zh.count("|") + 1
    lines = [
        title.to(language),
        "",
        head.to(language),
        "",
        f"| {columns.to(language)} |",
        "|---" * count + "|",
    ]
    lines.extend(f"| {row} |" for row in rows[:_ROWS])
    if len(rows) > _ROWS:
        more = Text("另有 {n} 项没有列出，请看 generator due。", "{n} more: see generator due.")
        lines.extend(["", more.format(n=len(rows) - _ROWS).to(language)])
    return Artifact(f"{name}.md", ("\n".join(lines) + "\n").encode())


def _row(duty: Duty, snapshot: Snapshot, address: str) -> str:
    days = duty.days(snapshot.as_of)
    left = Text("逾期 {n} 天", "{n} days late") if days < 0 else Text("还有 {n} 天", "{n} days left")
    record = markdown(duty.record)
    return " | ".join(
        (
            duty.due.isoformat(),
            left.format(n=abs(days)).to(snapshot.language),
            markdown(unit_name(snapshot, duty.unit, short=True)),
            ("◆ " if duty.major else "") + markdown(duty.title.to(snapshot.language)),
            f"[{record}]({address}{page_path(duty.record)})" if address else record,
        )
    )
