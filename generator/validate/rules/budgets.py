"""Budgets: what was planned, disbursed and spent agrees, and every unit that must has one in time."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.number import yuan
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import existed_in, last_day
from generator.model.text import Text
from generator.model.yearly import budgets_missing
from generator.validate.questions import in_force, name_key
from generator.validate.rule import Finding, record_rule, rule


@record_rule(
    "BUD001",
    "spent-above-disbursed",
    Severity.ERROR,
    message=Text(
        "「{title}」支出 {spent} 元，多于到位的 {disbursed} 元，没有写原因",
        "{title}: {spent} yuan spent, {disbursed} disbursed, and no reason",
    ),
    hint=Text(
        "核对两个数；确实先行垫付的，在 reason 写明原因", "Check both; if it was advanced, say so in reason"
    ),
    kinds=("budgets",),
)
def spent_above_disbursed(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Money that has not come cannot be spent, unless somebody advanced it, which readers should know.

    没有到位的钱花不出去；先行垫付的要让读者知道原因。
    """
    for i, line in enumerate(record.document.data["lines"]):
        if line["spent"] > line["disbursed"] and "reason" not in line:
            params = {
                "title": line["title"],
                "spent": yuan(line["spent"]),
                "disbursed": yuan(line["disbursed"]),
            }
            yield Finding(
                record, ("lines", i, "spent"), params, related=((record, ("lines", i, "disbursed")),)
            )


@record_rule(
    "BUD002",
    "disbursed-above-planned",
    Severity.ERROR,
    message=Text(
        "「{title}」到位 {disbursed} 元，多于预算的 {planned} 元，没有写原因",
        "{title}: {disbursed} yuan disbursed, {planned} planned, and no reason",
    ),
    hint=Text(
        "追加的资金另写一项（stage: added）；否则在 reason 写明原因",
        "Enter what was added as a line of its own (stage: added), or give the reason",
    ),
    kinds=("budgets",),
)
def disbursed_above_planned(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """More than was planned is either an addition, which has its own line, or needs a word.

    到位多于预算，要么是追加，应当单列一项，要么需要说明。
    """
    for i, line in enumerate(record.document.data["lines"]):
        if line["disbursed"] > line["planned"] and "reason" not in line:
            params = {
                "title": line["title"],
                "planned": yuan(line["planned"]),
                "disbursed": yuan(line["disbursed"]),
            }
            yield Finding(
                record, ("lines", i, "disbursed"), params, related=((record, ("lines", i, "planned")),)
            )


@record_rule(
    "BUD003",
    "repeated-line",
    Severity.ERROR,
    message=Text("预算项编号「{id}」写了两次", "The line id {id} stands there twice"),
    hint=Text("另起一个编号；项目靠它指明从哪一项列支", "Give it another id; projects name their line by it"),
    kinds=("budgets",),
)
def repeated_line(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A project names the line that pays by its id, so an id is that of one line.

    项目按编号指明从哪一项列支，一个编号只能是一项。
    """
    first: dict[str, int] = {}
    for i, line in enumerate(record.document.data["lines"]):
        if first.setdefault(line["id"], i) != i:
            other = ((record, ("lines", first[line["id"]], "id")),)
            yield Finding(record, ("lines", i, "id"), {"id": line["id"]}, related=other)


@record_rule(
    "BUD004",
    "same-line-twice",
    Severity.WARNING,
    message=Text("预算项「{title}」写了两次", "The line {title} stands there twice"),
    hint=Text(
        "同一笔钱只写一次；资金来源不同的，在名称里分清",
        "Enter money once; where only the source differs, say so in the title",
    ),
    kinds=("budgets",),
)
def same_line_twice(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """One sum of money entered twice doubles the budget.

    同一笔钱录了两次，预算就多算一次。
    """
    first: dict[tuple[str, ...], int] = {}
    for i, line in enumerate(record.document.data["lines"]):
        key = (name_key(line["title"]), line["source"], line["stage"], line.get("added_on", ""))
        if first.setdefault(key, i) != i:
            other = ((record, ("lines", first[key], "title")),)
            yield Finding(record, ("lines", i, "title"), {"title": line["title"]}, related=other)


@record_rule(
    "BUD005",
    "added-in-another-year",
    Severity.ERROR,
    message=Text("追加日期 {day} 不在 {year} 年", "Added on {day}, which is not in {year}"),
    hint=Text("核对日期；别的年度的钱写进那一年的预算", "Check the day, or enter it in that year's budget"),
    kinds=("budgets",),
)
def added_in_another_year(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """What is added to a year's budget is added within that year.

    追加的是当年的预算，只能在当年追加。
    """
    data = record.document.data
    for i, line in enumerate(data["lines"]):
        day = line.get("added_on")
        if day and day[:4] != f"{data['year']}":
            yield Finding(record, ("lines", i, "added_on"), {"day": day, "year": data["year"]})


@record_rule(
    "BUD006",
    "figures-older-than-budget",
    Severity.ERROR,
    message=Text(
        "数据日期 {day} 早于{what}（{other}）", "The figures are as of {day}, before {what} ({other})"
    ),
    hint=Text(
        "数据日期写金额截至的那一天，改了金额就要改它", "Write the day of the figures; it moves with them"
    ),
    kinds=("budgets",),
)
def figures_older_than_budget(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Figures cannot know of money that came after their day, and nothing is spent before the year begins.

    数据不可能包含之后才有的钱；年度还没开始，也不会有支出。
    """
    data = record.document.data
    day, first = data["updated_on"], f"{data['year']}-01-01"
    is_spent = any(line["spent"] > 0 for line in data["lines"])
    later = [
        *([(first, Text("年度开始", "the year begins"))] if is_spent else ()),
        *([(data["approved_on"], Text("批复日期", "its approval"))] if "approved_on" in data else ()),
        *((x["added_on"], Text("追加日期", "an addition")) for x in data["lines"] if "added_on" in x),
    ]
    missed = max((row for row in later if row[0] > day), key=lambda row: row[0], default=None)
    if missed:
        yield Finding(record, ("updated_on",), {"day": day, "what": missed[1], "other": missed[0]})


@rule(
    "BUD007",
    "second-budget",
    Severity.ERROR,
    message=Text(
        "「{unit}」{year} 年已有一份预算：{other}", "{unit} has a budget of {year} already: {other}"
    ),
    hint=Text("并入那一份，或撤回其中一份", "Put the lines there, or withdraw one of the two"),
)
def second_budget(snapshot: Snapshot) -> Iterator[Finding]:
    """Two budgets of one unit and year count its money twice.

    一个单位一年一份预算；写了两份，同一笔钱就可能算两次。
    """
    first: dict[tuple[str, int], Record] = {}
    for record, data in in_force(snapshot, "budgets"):
        other = first.setdefault((data["unit"], data["year"]), record)
        if other is not record:
            params = {"unit": data["unit"], "year": data["year"], "other": other.key}
            yield Finding(record, ("unit",), params, related=((other, ("unit",)),))


@rule(
    "BUD008",
    "budget-of-closed-unit",
    Severity.ERROR,
    message=Text("{year} 年没有「{unit}」这个单位", "{unit} did not exist in {year}"),
    hint=Text("核对单位和年度；撤并的写接管的单位", "Check unit and year, or name the unit that took over"),
)
def budget_of_closed_unit(snapshot: Snapshot) -> Iterator[Finding]:
    """Money belongs to a unit that existed in that year.

    经费属于当年存在的单位。
    """
    for record, data in in_force(snapshot, "budgets"):
        unit = snapshot.get("organizations", data["unit"])
        if unit and not existed_in(unit, data["year"]):
            yield Finding(record, ("unit",), {"unit": unit.id, "year": data["year"]}, related=((unit, ()),))


@rule(
    "BUD009",
    "missing-budget",
    Severity.WARNING,
    message=Text(
        "还没有「{unit}」{year} 年的经费预算（应在 {by} 前登记）",
        "There is no budget of {unit} for {year} (due by {by})",
    ),
    hint=Text(
        "登记在 records/budgets/{year}/；年初没有安排的，只写追加的项，并在 note 说明",
        "Enter it in records/budgets/{year}/; what came later is entered as added",
    ),
    whole=("budgets",),
)
def missing_budget(snapshot: Snapshot) -> Iterator[Finding]:
    """The money needed is to stand in the year's budget; without a record nobody can see whether it does.

    文件要求将所需经费纳入年初预算；没有记录，就看不出纳入了没有。从有预算记录的第一年起算。
    """
    first = min((data["year"] for _, data in in_force(snapshot, "budgets")), default=9999)
    for year in range(first, snapshot.as_of.year + 1):
        by = last_day(snapshot, "budgets", year)
        if by < snapshot.as_of.isoformat():
            for unit in budgets_missing(snapshot, year):
                yield Finding(unit, ("name",), {"unit": unit["name"], "year": year, "by": by})
