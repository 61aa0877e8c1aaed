"""Nominations: by whom, of whom and for what; places and shares; and the awards that they lead to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from generator.model.commendation import (
    ACCEPTED,
    DECLINED,
    PERSON,
    accepted,
    acts,
    acts_of,
    awards_of,
    competing,
    in_group,
    is_kept,
    places,
    terms_of,
    who,
)
from generator.model.diagnostic import FieldPath, Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of
from generator.model.text import Text, name_key
from generator.validate.questions import Data, in_force, lacks
from generator.validate.rule import Finding, Passage, passage_rule, record_rule, rule


@rule(
    "NOM001",
    "merit-too-long",
    Severity.ERROR,
    message=Text(
        "主要事迹有 {length} 字，办法规定不超过 {most} 字", "{length} characters, {most} are the most"
    ),
    hint=Text("删减到规定字数以内", "Shorten it"),
)
def merit_too_long(snapshot: Snapshot) -> Iterator[Finding]:
    """Merits of one length can be compared, and are what the public page prints.

    事迹长短一致才好比较，表扬后原样公开；字数上限由当年办法规定。
    """
    for record, data in in_force(snapshot, "nominations"):
        most = terms_of(snapshot, record).get("merit_max", 0)
        if most and len(data["merit"]) > most:
            yield Finding(record, ("merit",), {"length": len(data["merit"]), "most": most})


@rule(
    "NOM002",
    "recommended-by-another",
    Severity.ERROR,
    message=Text("「{unit}」应由「{right}」推荐", "{unit} is recommended by {right}"),
    hint=Text(
        "县（区）推荐本县（区）的学校；市直属学校由市推荐",
        "A county recommends its own; the city those without a county",
    ),
    whole=("organizations",),
)
def recommended_by_another(snapshot: Snapshot) -> Iterator[Finding]:
    """A county answers for those whom it recommends, and uses its own places.

    谁推荐谁负责，用谁的名额；别的县（区）推荐的，核实不了。
    """
    for record, data in in_force(snapshot, "nominations"):
        unit = snapshot.get("organizations", data["unit"])
        if unit is None:
            continue
        right = county_of(snapshot, unit.id) or snapshot.get("organizations", _top(snapshot, unit))
        if right and data["recommended"]["by"] != right.id:
            params = {"unit": unit.id, "right": right.id}
            yield Finding(record, ("recommended", "by"), params, related=((right, ()),))


def _top(snapshot: Snapshot, unit: Record) -> str:
    """The city above a unit without a county."""
    at = unit
    for _ in range(10):  # a circle in the tree is reported elsewhere
        above = snapshot.get("organizations", at.document.data.get("parent", ""))
        if above is None:
            break
        at = above
    return at.id


@rule(
    "NOM003",
    "nominated-twice",
    Severity.ERROR,
    message=Text("{year} 年已有同样的推荐：{other}", "There is the same nomination of {year}: {other}"),
    hint=Text("撤回重复的一条", "Withdraw the repeated one"),
)
def nominated_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """One nomination entered twice takes two places.

    同一推荐录了两次，就占两个名额。
    """
    first: dict[tuple[object, ...], Record] = {}
    for record, data in in_force(snapshot, "nominations"):
        if data["status"] == DECLINED:
            continue
        other = first.setdefault((data["year"], *who(data)), record)
        if other is not record:
            field = "person" if data["kind"] == PERSON else "unit"
            params = {"year": data["year"], "other": other.key}
            yield Finding(record, (field,), params, related=((other, (field,)),))


@rule(
    "NOM004",
    "same-act-twice",
    Severity.WARNING,
    message=Text("同一事项已在 {other} 里推荐或表扬过", "The same act is named in {other}"),
    hint=Text("同一事项不重复表扬：换一件事，或撤回其中一条", "Name another act, or withdraw one of the two"),
)
def same_act_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """One act is praised once, whoever had a share in it.

    同一事项只表扬一次；别人的记录里写了什么自己改不了，所以只是警告。
    """
    known = snapshot.once(acts)
    for record, data in in_force(snapshot, "nominations"):
        if data["status"] == DECLINED:
            continue
        for key in acts_of(data):
            other = known[key][0]
            if other is not record and not _same_nomination(other, record):
                field = "act" if len(key) == 1 else "merit"
                yield Finding(record, (field,), {"other": other.key}, related=((other, (field,)),))
                break


def _same_nomination(one: Record, other: Record) -> bool:
    """The same one of the same year is told by ``nominated-twice``, or by the award's own rules."""
    mine, theirs = one.document.data, other.document.data
    return bool(mine["year"] == theirs["year"] and who(mine) == who(theirs))


@rule(
    "NOM005",
    "beyond-quota",
    Severity.WARNING,
    message=Text(
        "「{by}」同意表扬的已有 {count} 个，名额 {places} 个", "{by} has {count} accepted, {places} places"
    ),
    hint=Text(
        "按推荐顺序，排在名额以外的改为不同意；名额在当年办法的 commendation 里",
        "Decline whoever is beyond; the places stand in the method of the year",
    ),
)
def beyond_quota(snapshot: Snapshot) -> Iterator[Finding]:
    """Places are shared out beforehand, so that no county is favoured.

    名额事先分配到县（区），超出的对别的县（区）不公平。要看别的推荐，所以只是警告。
    """
    for (_, kind), records in snapshot.once(competing).items():
        by_unit: dict[str, list[Record]] = defaultdict(list)
        for record in accepted(records):
            by_unit[record.document.data["recommended"]["by"]].append(record)
        for by, rows in by_unit.items():
            terms = terms_of(snapshot, rows[0])
            most = places(terms, by, kind)
            for record in rows[most:] if terms else ():
                yield Finding(record, ("status",), {"by": by, "count": len(rows), "places": most})


@rule(
    "NOM006",
    "share-missed",
    Severity.WARNING,
    message=Text(
        "同意表扬的{kind} {whole} 个，其中{group} {part} 个，比例{bound}",
        "{part} of {whole} accepted {kind} are {group}; {bound}",
    ),
    hint=Text("调整名单，使比例符合当年办法", "Choose so that the share is as the method says"),
)
def share_missed(snapshot: Snapshot) -> Iterator[Finding]:
    """Praise that goes to those in charge and in town alone encourages few.

    办法规定农村学校、管理人员等的比例，使一线和农村也有机会。要看全部名单，所以只是警告。
    """
    kinds = snapshot.labels("nominations", "kind")
    groups = snapshot.labels("nominations", "groups")
    for (_, kind), records in snapshot.once(competing).items():
        chosen = accepted(records)
        for share in terms_of(snapshot, chosen[-1]).get("shares", ()) if chosen else ():
            part = sum(in_group(r, share) for r in chosen)
            if share["kind"] == kind and not is_kept(share, part, len(chosen)):
                is_short = part * 100 < share.get("at_least", 0) * len(chosen)
                place = next(r for r in reversed(chosen) if in_group(r, share) is not is_short)
                params = {"kind": kinds[kind], "group": groups[share["group"]], "whole": len(chosen)}
                yield Finding(place, ("status",), {**params, "part": part, "bound": _bound(share, is_short)})


def _bound(share: Data, is_short: bool) -> Text:
    if is_short:
        return Text(f"应不低于 {share['at_least']}%", f"at least {share['at_least']}% are asked for")
    return Text(f"应不高于 {share['at_most']}%", f"{share['at_most']}% are the most")


@record_rule(
    "NOM007",
    "accepted-without-vetting",
    Severity.ERROR,
    message=Text("已同意表扬，{why}", "Accepted, but {why}"),
    hint=Text(
        "先取得纪检、人事部门的意见，登记在 vetting；有处分或在查事项的不同意",
        "Enter the answer of the discipline office first; decline where there is an entry",
    ),
    kinds=("nominations",),
)
def accepted_without_vetting(
    record: Record,
    schema: Schema,  # noqa: ARG001 - shape of a rule
) -> Iterator[Finding]:
    """Whoever is under discipline is not praised, so the office in charge is asked first.

    受处分、在被查的不能表扬，所以先征求纪检、人事部门意见，再作决定。
    """
    data = record.document.data
    if "withdrawn" in data or data["status"] != ACCEPTED:
        return
    vetting = data.get("vetting")
    if vetting is None:
        why = Text("还没有登记审查意见", "no vetting is entered")
    elif vetting["outcome"] != "clear":
        why = Text("而审查意见不是“无处分、无在查事项”", "the vetting is not clear")
    elif vetting["on"] > data["decision"]["on"]:
        why = Text(f"而审查意见 {vetting['on']} 才回复", f"the vetting came on {vetting['on']}")
    else:
        return
    yield Finding(record, ("status",), {"why": why})


@record_rule(
    "NOM008",
    "decided-before-recommended",
    Severity.ERROR,
    message=Text("{day} 决定，早于 {on} 推荐", "Decided on {day}, before the nomination of {on}"),
    hint=Text("改正写错的日期", "Correct the wrong day"),
    kinds=("nominations",),
)
def decided_before_recommended(
    record: Record,
    schema: Schema,  # noqa: ARG001 - shape of a rule
) -> Iterator[Finding]:
    """Nobody decides on what was not yet asked.

    还没有推荐，无从决定。
    """
    data = record.document.data
    day, on = data.get("decision", {}).get("on", "9999"), data["recommended"]["on"]
    if day < on:
        yield Finding(record, ("decision", "on"), {"day": day, "on": on})


@rule(
    "NOM009",
    "award-unlike-nomination",
    Severity.ERROR,
    message=Text("与推荐「{other}」不一致：{why}", "It does not fit the nomination {other}: {why}"),
    hint=Text(
        "表扬照同意的推荐写；generator nominations --awards 会自动写好",
        "Write what was accepted; generator nominations --awards does so",
    ),
)
def award_unlike_nomination(snapshot: Snapshot) -> Iterator[Finding]:
    """Who is praised, and for what, is what was recommended, vetted and decided.

    表扬的应是经推荐、审查、同意的那一个，事迹也应是那一件。
    """
    for record, data in in_force(snapshot, "awards"):
        nomination = snapshot.get("nominations", data.get("nomination", ""))
        if nomination is None:
            continue
        told = nomination.document.data
        for field, why in _unlike(data, told):
            params = {"other": nomination.id, "why": why}
            yield Finding(record, (field,), params, related=((nomination, (field,)),))


def _unlike(award: Data, told: Data) -> Iterator[tuple[str, Text]]:
    if told["status"] != ACCEPTED or "withdrawn" in told:
        yield "nomination", Text("那条推荐没有同意", "it was not accepted")
    for field, title in (
        ("year", Text("年度", "year")),
        ("kind", Text("类别", "kind")),
        ("unit", Text("单位", "unit")),
        ("merit", Text("主要事迹", "merit")),
    ):
        if award[field] != told[field]:
            yield field, Text(f"{title.zh}不同", f"another {title.en}")
    if name_key(award.get("person", "")) != name_key(told.get("person", "")):
        yield "person", Text("姓名不同", "another person")


@rule(
    "NOM010",
    "accepted-without-award",
    Severity.WARNING,
    message=Text(
        "{year} 年度的表扬通报已印发（「{other}」），还没有录入这一项表扬",
        "The notice for {year} was issued ({other}); this award is not entered",
    ),
    hint=Text("运行 generator nominations --year {year} --awards", "Run generator nominations --awards"),
)
def accepted_without_award(snapshot: Snapshot) -> Iterator[Finding]:
    """The public list is made of awards; a name in the notice alone is missing there.

    公开的名单由表扬记录得出；只在通报里有的，查不到。
    """
    kinds = {r.id for r in snapshot.of("bulletin-kinds") if r.document.data["source"] == "commendation"}
    notices = {
        data["period"]: record
        for record, data in in_force(snapshot, "bulletins")
        if "issued" in data and data["bulletin_kind"] in kinds
    }
    if not notices or lacks(snapshot, "awards"):
        return
    done = snapshot.once(awards_of)
    withdrawn = {r.document.data.get("nomination") for r in snapshot.of("awards")}
    for records in snapshot.once(competing).values():
        for record in accepted(records):
            year = record.document.data["year"]
            notice = notices.get(str(year))
            if notice and record.id not in done and record.id not in withdrawn:
                params = {"year": year, "other": notice.id}
                yield Finding(record, ("status",), params, related=((notice, ()),))


@rule(
    "NOM011",
    "quota-twice",
    Severity.ERROR,
    message=Text("「{by}」的名额写了两次", "The places of {by} stand here twice"),
    hint=Text("每个推荐单位只写一行", "One line for each recommending unit"),
)
def quota_twice(snapshot: Snapshot) -> Iterator[Finding]:
    """Two lines for one county leave open which holds.

    同一单位有两行名额，不知以哪行为准。
    """
    for record, data in in_force(snapshot, "methods"):
        rows = data.get("requirements", {}).get("commendation", {}).get("quotas", ())
        seen: set[str] = set()
        for i, row in enumerate(rows):
            if row["by"] in seen:
                place: FieldPath = ("requirements", "commendation", "quotas", i, "by")
                yield Finding(record, place, {"by": row["by"]})
            seen.add(row["by"])


_TITLE = re.compile(r"授予[^。；]{0,40}?称号|(?<!不发)(?<!不发放)(?<!不设)奖金")
_PRAISE = ("nominations", "awards")


@passage_rule(
    "NOM012",
    "title-or-bonus",
    Severity.ERROR,
    suspect=_TITLE,
    message=Text("「{title}」里写了「{word}」", "{title} says {word}"),
    hint=Text(
        "表扬只通报事迹：删去奖金，“授予…称号”改为“予以通报表扬”",
        "Praise tells merits: write 予以通报表扬, and no bonus",
    ),
)
def title_or_bonus(passage: Passage) -> Iterator[Mapping[str, object]]:
    """Titles and bonuses belong to honours, which need the approval of the centre or the province.

    授予称号、发放奖金属于评比达标表彰，须经中央或省级批准；教育局的表扬只通报事迹，不授称号、不发奖金。
    """
    if _is_praise(passage.record):
        for found in _TITLE.finditer(passage.text):
            yield {"title": passage.field.title, "word": found[0]}


def _is_praise(record: Record) -> bool:
    """A nomination, an award, or a bulletin or kind of bulletin that commends."""
    data = record.document.data
    if record.kind in ("bulletins", "bulletin-kinds"):
        return "表扬" in f"{data.get('title', '')}{data.get('heading', '')}"
    return record.kind in _PRAISE
