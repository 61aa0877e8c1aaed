"""The tree of units: city, county, cluster, school."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text
from generator.validate.questions import in_force, line_above
from generator.validate.rule import Finding, rule

# Level -> the levels that may stand right above it. A school under the city is one that the city runs itself.
_ABOVE = {
    "city": (),
    "county": ("city",),
    "cluster": ("county", "city"),
    "school": ("cluster", "county", "city"),
}
_LEVELS = {
    "city": Text("市", "city"),
    "county": Text("县（区）", "county"),
    "cluster": Text("学区", "cluster"),
    "school": Text("学校", "school"),
}


@rule(
    "TRE001",
    "cycle",
    Severity.ERROR,
    message=Text("上级单位绕成了圈：{line}", "The parents run in a circle: {line}"),
    hint=Text("改正其中一个单位的 parent", "Correct the parent of one of them"),
)
def cycle(snapshot: Snapshot) -> Iterator[Finding]:
    """Figures are added up along the tree; in a circle they never arrive.

    数字沿着上级单位逐级汇总；绕成圈就永远汇总不到市里。
    """
    reported: set[str] = set()
    for record in snapshot.of("organizations"):
        line = _circle(snapshot, record)
        if len(line) > 1 and record.id not in reported:
            reported.update(line)
            yield Finding(record, ("parent",), {"line": " → ".join([*line, record.id])})


@rule(
    "TRE002",
    "wrong-level-above",
    Severity.ERROR,
    message=Text(
        "{level}的上级不能是{above}「{parent}」", "A {level} cannot stand under the {above} {parent}"
    ),
    hint=Text("{level}的上级应是：{allowed}", "A {level} stands under: {allowed}"),
)
def wrong_level_above(snapshot: Snapshot) -> Iterator[Finding]:
    """Each level is summed from the one below; a county under a school has no place in any table.

    每一级由下一级汇总而来；层级颠倒的单位进不了任何一张表。
    """
    for record, data in in_force(snapshot, "organizations"):
        parent = _parent(snapshot, record)
        level = data["level"]
        if parent and parent.document.data["level"] not in _ABOVE[level] and not _circle(snapshot, record):
            allowed = _ABOVE[level]
            params = {
                "level": _LEVELS[level],
                "above": _LEVELS[parent.document.data["level"]],
                "parent": parent.id,
                "allowed": Text(
                    "、".join(_LEVELS[a].zh for a in allowed) or "无", ", ".join(allowed) or "nothing"
                ),
            }
            yield Finding(record, ("parent",), params, related=((parent, ("level",)),))


@rule(
    "TRE003",
    "second-city",
    Severity.ERROR,
    message=Text("已有一个市级单位 {other}", "There is a city already: {other}"),
    hint=Text("一个仓库只有一个市级单位", "A repository holds the units of one city"),
)
def second_city(snapshot: Snapshot) -> Iterator[Finding]:
    """There is one top of the tree, and the site is about it.

    全部记录只有一个顶点，网站说的就是这个市。
    """
    cities = [r for r, d in in_force(snapshot, "organizations") if d["level"] == "city"]
    named = snapshot.bureau.document.data["city"] if snapshot.bureau else None
    cities.sort(key=lambda r: r.id != named)
    for extra in cities[1:]:
        yield Finding(extra, ("level",), {"other": cities[0].key}, related=((cities[0], ("level",)),))


@rule(
    "TRE004",
    "bureau-of-no-city",
    Severity.ERROR,
    message=Text(
        "本市「{target}」不是市级单位，而是{level}", "The bureau's city {target} is no city but a {level}"
    ),
    hint=Text("填写市级单位的编号", "Give the id of the unit of level city"),
)
def bureau_of_no_city(snapshot: Snapshot) -> Iterator[Finding]:
    """The home page and the ranking of counties start from the bureau's city.

    首页和县（区）评价结果都从本局所在的市开始。
    """
    city = snapshot.bureau and snapshot.get("organizations", snapshot.bureau.document.data["city"])
    if snapshot.bureau and city and city.document.data["level"] != "city":
        params = {"target": city.id, "level": _LEVELS[city.document.data["level"]]}
        yield Finding(snapshot.bureau, ("city",), params, related=((city, ("level",)),))


@rule(
    "TRE005",
    "withdrawn-parent",
    Severity.ERROR,
    message=Text("上级单位「{parent}」已撤回", "The parent {parent} has been withdrawn"),
    hint=Text("把 parent 改为现在的上级单位", "Set parent to the unit that is in force"),
)
def withdrawn_parent(snapshot: Snapshot) -> Iterator[Finding]:
    """A withdrawn unit is in no table, and neither is what hangs below it.

    已撤回的单位不在任何表里，挂在它下面的单位也会跟着消失。
    """
    for record, _ in in_force(snapshot, "organizations"):
        parent = _parent(snapshot, record)
        if parent and parent.is_withdrawn:
            yield Finding(record, ("parent",), {"parent": parent.id}, related=((parent, ("withdrawn",)),))


@rule(
    "TRE006",
    "closed-parent",
    Severity.WARNING,
    message=Text("上级单位「{parent}」已于 {closed} 撤销", "The parent {parent} was closed on {closed}"),
    hint=Text(
        "把 parent 改为接管的单位；本单位也已撤销的，补写 closed",
        "Set parent to the unit that took over, or close this unit too",
    ),
)
def closed_parent(snapshot: Snapshot) -> Iterator[Finding]:
    """Schools outlive their clusters; whoever took over answers for them now.

    学区撤并后学校还在，应当写明现在归谁管理。
    """
    today = snapshot.as_of.isoformat()
    for record, data in in_force(snapshot, "organizations"):
        parent = _parent(snapshot, record)
        closed = parent.document.data.get("closed") if parent else None
        if parent and closed and closed <= today and not ("closed" in data and data["closed"] <= today):
            params = {"parent": parent.id, "closed": closed}
            yield Finding(record, ("parent",), params, related=((parent, ("closed",)),))


@rule(
    "TRE007",
    "division-outside-city",
    Severity.WARNING,
    message=Text(
        "行政区划代码 {code} 不在本市（{prefix}）之内",
        "Division code {code} lies outside the city ({prefix})",
    ),
    hint=Text(
        "县区代码的前四位应与市的相同，请核对", "The first four digits are those of the city; check the code"
    ),
)
def division_outside_city(snapshot: Snapshot) -> Iterator[Finding]:
    """A county's code starts with its city's four digits; anything else is most likely a slip.

    县区代码的前四位就是所在市的代码；不一致多半是抄错了。
    """
    for record, data in in_force(snapshot, "organizations"):
        parent = _parent(snapshot, record)
        above = parent.document.data.get("division_code") if parent else None
        code = data.get("division_code")
        if parent and above and code and code[:4] != above[:4]:
            params = {"code": code, "prefix": above[:4]}
            yield Finding(record, ("division_code",), params, related=((parent, ("division_code",)),))


def _circle(snapshot: Snapshot, record: Record) -> tuple[str, ...]:
    """The units of the circle that *record* is in, itself first; () where it is in none."""
    line = line_above(snapshot, record.id)
    is_back = line[-1].document.data.get("parent") == record.id
    return tuple(unit.id for unit in line) if is_back else ()


def _parent(snapshot: Snapshot, record: Record) -> Record | None:
    name = record.document.data.get("parent")
    return snapshot.get("organizations", name) if name else None
