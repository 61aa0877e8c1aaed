"""Conditions that ask of others: vetting, places of the county, shares of the city, and the same act."""

from __future__ import annotations

from generator.model.commendation import Standing, acts, acts_of, awards_of, in_group, is_kept, places
from generator.model.standing import Data
from generator.model.text import Text

from .case import Case, Finding

HOLDS, FAILS, UNKNOWN = Standing.HOLDS, Standing.FAILS, Standing.UNKNOWN


def no_discipline(case: Case) -> Finding:
    """What the office in charge of discipline answered."""
    vetting, own = case.data.get("vetting"), (case.record.key,)
    if vetting is None or vetting["on"] > case.day:
        text = Text("还没有登记纪检、人事部门的意见", "The vetting is not entered yet")
        return UNKNOWN, text, own
    by, on = vetting["by"], vetting["on"]
    if vetting["outcome"] == "clear":
        text = Text(f"{by} {on} 回复：无处分、无在查事项", f"{by} answered on {on}: nothing on record")
        return HOLDS, text, own
    return FAILS, Text(f"{by} {on} 回复：有处分或在查事项", f"{by} answered on {on}: an entry"), own


def quota(case: Case) -> Finding:
    """Within the places of the recommending unit, by its own order."""
    by, kind = case.data["recommended"]["by"], case.data["kind"]
    most, name = places(case.terms, by, kind), case.name(by)
    ours = [r for r in case.rivals if r.document.data["recommended"]["by"] == by]
    ahead = ours[: ours.index(case.record)] if case.record in ours else ours
    place = len(ahead) + 1
    evidence = (case.method, *(r.key for r in ahead))
    zh, en = (
        f"{name}的名额 {most} 个，这一件排第 {place}",
        f"{name} has {most} places; this is number {place}",
    )
    if place <= most:
        return HOLDS, Text(f"{zh}，在名额以内", f"{en}, within them"), evidence
    return FAILS, Text(f"{zh}，超出名额", f"{en}, beyond them"), evidence


def shares(case: Case) -> Finding:
    """Every share of its kind, over all that compete in the city; it fails for those who are too many."""
    rivals = case.rivals
    kept: list[Text] = []
    groups = case.snapshot.labels("nominations", "groups")
    evidence = (case.method, *(r.key for r in rivals))
    for share in case.terms.get("shares", ()):
        if share["kind"] != case.data["kind"]:
            continue
        part, whole = sum(in_group(r, share) for r in rivals), len(rivals)
        label = groups.get(share["group"], Text(share["group"]))
        zh = f"全市 {whole} 件里{label.zh} {part} 件，{_bounds(share).zh}"
        en = f"{part} of {whole} in the city are {label.to('en').lower()}, {_bounds(share).to('en')}"
        is_few = part * 100 < share.get("at_least", 0) * whole
        if not is_kept(share, part, whole) and in_group(case.record, share) is not is_few:
            text = Text(
                f"{zh}，比例不合，须减少这一类以外的" if is_few else f"{zh}，比例不合，须减少这一类", en
            )
            return FAILS, text, evidence
        kept.append(Text(zh, en))
    if not kept:
        return HOLDS, Text("办法对这一类没有比例要求", "No share is asked for"), (case.method,)
    return HOLDS, Text("；".join(t.zh for t in kept), "; ".join(t.to("en") for t in kept)), evidence


def _bounds(share: Data) -> Text:
    zh = [f"应不低于 {share['at_least']}%"] if "at_least" in share else []
    zh += [f"应不高于 {share['at_most']}%"] if "at_most" in share else []
    en = [f"at least {share['at_least']}%"] if "at_least" in share else []
    en += [f"at most {share['at_most']}%"] if "at_most" in share else []
    return Text("、".join(zh) or "没有上下限", " and ".join(en) or "no bound")


def not_twice(case: Case) -> Finding:
    """No other nomination or award names the same act; the award that it led to is no other."""
    known, own = case.snapshot.once(acts), case.snapshot.once(awards_of).get(case.record.id)
    others = dict.fromkeys(
        r.key
        for key in acts_of(case.data)
        for r in known.get(key, ())
        if r is not case.record and r is not own
    )
    if others:
        text = Text(
            f"同一事项已在另外 {len(others)} 条推荐或表扬里（{'、'.join(others)}）",
            f"{len(others)} other nominations or awards name the same act ({', '.join(others)})",
        )
        return FAILS, text, tuple(others)
    return HOLDS, Text("没有重复推荐、重复表扬", "Nothing else names the same act"), (case.record.key,)
