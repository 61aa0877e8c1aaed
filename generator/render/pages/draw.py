"""One page for each draw: what was published when, the proof, and how to repeat it oneself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from generator.model.draw import seed_of
from generator.model.drawing import OPENED, PLANNED, SEALED, proof_of, state_of
from generator.model.period import Period
from generator.model.record import Record
from generator.model.text import Text
from generator.render import wording
from generator.render.draws import Step, by_hand, steps
from generator.render.filters import day
from generator.render.page import Page, PageMaker, page
from generator.render.public import Public
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One school that was drawn. visit: the inspection that it led to, None where there is none."""

    stratum: str
    school: Link
    team: tuple[Link, ...]
    visit: Link | None
    visited: str


@dataclass(frozen=True, slots=True)
class StratumLine:
    """One stratum with its members, each with its weight."""

    title: str
    size: int
    members: tuple[tuple[Link, int], ...]


@dataclass(frozen=True, slots=True)
class DrawContext:
    """One draw. checks: (holds, what was recomputed in words); code: lines to repeat it, "" until opened."""

    sentence: str
    withdrawn: str
    state: str
    period: str
    topic: str
    round: Link | None
    steps: tuple[Step, ...]
    checks: tuple[tuple[bool, str], ...]
    drawn: tuple[DrawnLine, ...]
    strata: tuple[StratumLine, ...]
    inspectors: tuple[tuple[Link, str], ...]
    exclusions: tuple[tuple[Link, str], ...]
    recusal: tuple[str, ...]
    weights: str
    team: str
    names: str
    seed_rule: str
    command: str
    seed: str
    code: str
    note: str
    previous: Link | None
    next: Link | None


@page(many=True)
def draw_pages(site: Site) -> Iterator[PageMaker]:
    """One page for each draw, its neighbours by round."""
    records = tuple(sorted(site.snapshot.of("draws"), key=lambda r: (r["period"], r["topic"], r.id)))
    visits: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in site.snapshot.active("inspections"):
        if "draw" in record:
            visits[record["draw"]][record["organization"]] = record
    line: tuple[Record | None, ...] = (None, *records, None)
    around = zip(pairwise(line), records, strict=False)
    for place, ((before, _), record) in enumerate(around):
        yield partial(_draw_page, site, record, visits[record.id], before, line[place + 2])


def _draw_page(
    site: Site, record: Record, visits: Mapping[str, Record], before: Record | None, after: Record | None
) -> Page:
    data = site.public(record)
    state = state_of(data)
    withdrawal = wording.withdrawal(data)
    period = Period.parse(data["period"])
    here = next((r for r in site.rounds if (r.period, r.topic) == (period, data["topic"])), None)
    titles = {row["id"]: row["title"] for row in data["strata"]}
    is_open = state == OPENED and "seal" in data
    opened = data["opened"] if is_open else {}
    seed = seed_of(data["plan_digest"], opened["secret"], opened["public_value"]) if is_open else ""
    context = DrawContext(
        sentence=site.say(draw_sentence(site, record)),
        withdrawn=site.say(withdrawal) if withdrawal else "",
        state=state,
        period=site.say(period.label),
        topic=site.label("draws", "topic", data["topic"]),
        round=Link(site.say(Text("本轮督查", "The round")), here.path) if here else None,
        steps=steps(site, data),
        checks=tuple(_checks(site, record)),
        drawn=tuple(_drawn(site, row, titles, visits) for row in opened.get("schools", ())),
        strata=tuple(_strata(site, data)),
        inspectors=tuple(
            (site.expert(row["expert"]), _place(site, row)) for row in data["pool"]["inspectors"]
        ),
        exclusions=tuple((site.organization(r["school"]), r["reason"]) for r in data.get("exclusions", ())),
        recusal=tuple(site.label("draws", "recusal", one) for one in data["recusal"]),
        weights=site.say(_weights(data["weights"])),
        team=site.say(_team(site, data["team"])),
        names=site.say(_names(data["names_schools"])),
        seed_rule=data["seed_rule"],
        command=f"generator draw verify {record.id}",
        seed=seed,
        code=by_hand(data, seed) if seed else "",
        note=data.get("note", ""),
        previous=site.link(before.key) if before else None,
        next=site.link(after.key) if after else None,
    )
    return Page(
        site.path(record),
        context,
        title=site.title(record),
        trail=(Link(site.say(Text("抽签", "Draws")), "draws/"),),
        records=(record.key,),
        description=context.sentence,
    )


def draw_sentence(site: Site, record: Record) -> Text:
    """What is known by now, and that it holds; of a sealed draw that nobody knows who was drawn."""
    data = record.document.data
    pool, size = len(data["pool"]["schools"]), sum(row["size"] for row in data["strata"])
    state = state_of(data)
    if state == PLANNED:
        return Text(
            f"方案已定：从 {pool} 所学校里抽 {size} 所，还没有密封。",
            f"Planned: {size} of {pool} schools will be drawn; not sealed yet.",
        )
    if state == SEALED:
        sealed = day(data["seal"]["on"], site.language)
        return Text(
            f"{sealed}已密封：将从 {pool} 所学校里抽 {size} 所，查访结束后公布；现在公开的内容推算不出结果。",
            f"Sealed on {sealed}: {size} of {pool} schools, published after the visits. Nothing that is now "
            "public gives them away.",
        )
    drawn, proof = len(data["opened"]["schools"]), proof_of(data)
    zh = "密钥和结果重新计算全部相符" if proof.holds else "重新计算有不符之处"
    en = "secret and result hold" if proof.holds else "something does not come out again"
    return Text(f"从 {pool} 所学校里抽中 {drawn} 所，{zh}。", f"{drawn} of {pool} schools were drawn; {en}.")


def _checks(site: Site, record: Record) -> Iterator[tuple[bool, str]]:
    proof = proof_of(record.document.data)
    yield proof.plan, site.say(Text("方案内容与方案指纹相符", "The plan has its digest"))
    if proof.seal is not None:
        yield (
            proof.seal,
            site.say(Text("公布的密钥就是当初密封的密钥", "The secret is the one that was sealed")),
        )
    if proof.result is not None:
        text = Text("学校和检查组与重新计算的结果一致", "Schools and teams come out again")
        yield proof.result, site.say(text)


def _drawn(site: Site, row: Public, titles: Mapping[str, str], visits: Mapping[str, Record]) -> DrawnLine:
    visit = visits.get(row["school"])
    if visit and not site.names_school(visit):  # a school that failed would be found out by its day
        visit = None
    return DrawnLine(
        stratum=titles.get(row["stratum"], row["stratum"]),
        school=site.organization(row["school"]),
        team=tuple(site.expert(expert) for expert in row["team"]),
        visit=site.link(visit.key) if visit else None,
        visited=str(visit.get("date", "")) if visit else "",
    )


def _strata(site: Site, data: Public) -> Iterator[StratumLine]:
    members: dict[str, list[tuple[Link, int]]] = defaultdict(list)
    for row in data["pool"]["schools"]:
        members[row["stratum"]].append((site.organization(row["school"]), row["weight"]))
    for row in data["strata"]:
        yield StratumLine(row["title"], row["size"], tuple(members[row["id"]]))


def _place(site: Site, row: Public) -> str:
    if "category" in row:
        return site.label("draws", "pool.inspectors[].category", row["category"])
    return site.label("draws", "pool.inspectors[].pool", row["pool"])


def _weights(rules: Public) -> Text:
    rounds = rules["seen_rounds"]
    if not rounds:
        zh, en = "不按轮换加权", "No rotation"
    else:
        zh = f"前 {rounds} 轮查过的学校权重 {rules['seen']}，没查过的 {rules['unseen']}"
        en = f"Weight {rules['seen']} if seen in the last {rounds} rounds, else {rules['unseen']}"
    if "red" in rules:
        zh, en = f"{zh}；有红色风险点的加 {rules['red']}", f"{en}; {rules['red']} more for a red risk point"
    if "major" in rules:
        zh += f"；有未销号重大隐患的加 {rules['major']}"
        en += f"; {rules['major']} more for an open major hazard"
    return Text(zh, en)


def _team(site: Site, team: Public) -> Text:
    parts = [
        (site.label("draws", "team.composition[].category", row["category"]), row["at_least"])
        for row in team.get("composition", ())
    ]
    zh = "".join(f"，其中{name}至少 {count} 人" for name, count in parts)
    en = "".join(f", at least {count} of {name}" for name, count in parts)
    return Text(
        f"每组 {team['size']} 人{zh}；最先抽到的任组长", f"{team['size']} members{en}; the first one leads"
    )


def _names(is_named: bool) -> Text:
    if is_named:
        return Text("本轮的负面结果可以写出校名", "Negative results of this round may name schools")
    return Text("本轮的负面结果只公布数量，不写校名", "Negative results of this round are numbers only")
