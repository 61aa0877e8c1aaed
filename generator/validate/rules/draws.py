"""Draws: the plan is what was sealed, the result is what comes out, and neither could be steered.

Dates are compared as text: the schema admits ``YYYY-MM-DD`` only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from generator.model.diagnostic import FieldPath, Severity
from generator.model.draw import seal_of
from generator.model.drawing import plan_digest, unlike
from generator.model.period import Period
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.text import Text
from generator.validate.questions import Data
from generator.validate.rule import Finding, record_rule

_DRAWS = ("draws",)


@record_rule(
    "DRW001",
    "digest-not-of-plan",
    Severity.ERROR,
    message=Text("方案指纹与方案内容不符", "The digest is not that of the plan"),
    hint=Text(
        "方案确实要改的，把 plan_digest 改为 {digest}",
        "If the plan is meant to be so, set plan_digest to {digest}",
    ),
    kinds=_DRAWS,
)
def digest_not_of_plan(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """The digest binds the whole plan; one that belongs to another plan binds nothing.

    指纹对应方案的每一个字；对不上，密封就不知道封的是哪一份方案。
    """
    data = record.document.data
    right = _digest(record)
    if data["plan_digest"] != right and "seal" not in data:
        yield Finding(record, ("plan_digest",), {"digest": right})


@record_rule(
    "DRW002",
    "changed-after-sealing",
    Severity.ERROR,
    message=Text("密封以后方案被改动过", "The plan was changed after it was sealed"),
    hint=Text(
        "恢复密封时的方案（Git 历史里有）；方案确有错误的，撤回这次抽签并写明原因，重新定方案、密封",
        "Restore the plan as it was sealed, from the history; where it was wrong, withdraw this draw with "
        "the reason, then plan and seal another",
    ),
    kinds=_DRAWS,
)
def changed_after_sealing(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Whoever may change the pool after the sealing can choose among results.

    密封以后还能增减学校、改动权重，就等于可以挑选结果。
    """
    data = record.document.data
    if "seal" in data and data["plan_digest"] != _digest(record):
        yield Finding(record, ("plan_digest",))


@record_rule(
    "DRW003",
    "secret-not-sealed",
    Severity.ERROR,
    message=Text("公布的密钥不是当初密封的那一个", "The secret is not the one that was sealed"),
    hint=Text(
        "填写密封时保存的密钥，前后不带空格；密钥已经遗失的，撤回这次抽签并写明原因",
        "Give the secret that was kept when it was sealed; if it is lost, withdraw the draw and say so",
    ),
    kinds=_DRAWS,
)
def secret_not_sealed(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """With another secret another result comes out, so it must be the one whose digest was published.

    换一个密钥就换一个结果，所以必须与密封时公布的指纹一致。
    """
    data = record.document.data
    is_opened = "seal" in data and "opened" in data
    if is_opened and seal_of(data["opened"]["secret"]) != data["seal"]["secret_sha256"]:
        yield Finding(record, ("opened", "secret"), related=((record, ("seal", "secret_sha256")),))


@record_rule(
    "DRW004",
    "result-not-drawn",
    Severity.ERROR,
    message=Text("抽取结果与重新计算的不一致：{right}", "Not what comes out of the draw: {right}"),
    hint=Text(
        "结果由 generator draw open 填写，不能手改；公开数填错了的先改公开数",
        "generator draw open writes the result; correct the public value first where that is wrong",
    ),
    kinds=_DRAWS,
)
def result_not_drawn(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """The result follows from plan, secret and public value; a single other school would be hand-picked.

    结果由方案、密钥和公开数唯一确定；哪怕只差一所学校、一名专家，也是人为挑选的。
    """
    data = record.document.data
    if "seal" not in data or "opened" not in data or data["plan_digest"] != _digest(record):
        return
    if seal_of(data["opened"]["secret"]) == data["seal"]["secret_sha256"] and not _mistakes(data):
        for path, one in unlike(data):
            right = Text("多出一行", "one row too many")
            if one:
                shown = f"{one.stratum} · {one.school} · {', '.join(one.team)}"
                right = Text(f"应为 {shown}", f"it should be {shown}")
            yield Finding(record, path, {"right": right})


@record_rule(
    "DRW005",
    "public-value-known",
    Severity.ERROR,
    message=Text(
        "公开数 {public} 产生，密封时（{sealed}）已经可以知道",
        "The public value of {public} could be known when the draw was sealed ({sealed})",
    ),
    hint=Text(
        "指定密封以后才产生的公开数，如几天以后的彩票开奖号码",
        "Name a value that comes out later, such as the lottery numbers of a later day",
    ),
    kinds=_DRAWS,
)
def public_value_known(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Who knows the public value can try secrets until a wished-for result comes out.

    密封的人如果已经知道公开数，就可以一个一个试密钥，直到得出想要的结果。
    """
    seal = record.document.data.get("seal")
    if seal and seal["public_on"] <= seal["on"]:
        params = {"public": seal["public_on"], "sealed": seal["on"]}
        yield Finding(record, ("seal", "public_on"), params)


@record_rule(
    "DRW006",
    "draw-out-of-order",
    Severity.ERROR,
    message=Text("{day}早于{before}", "{day} is before {before}"),
    hint=Text(
        "先后应为：方案、密封、公开数、查访、开启；日期写错的改正",
        "The order is plan, seal, public value, visits, opening; correct the day that is wrong",
    ),
    kinds=_DRAWS,
)
def draw_out_of_order(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Each step rests on the one before: nobody can seal a plan that is not there, or visit before the draw.

    每一步都以前一步为前提：没有方案不能密封，公开数出来以前谁也不知道去哪所学校。
    """
    days = list(_days(record.document.data))
    for (_, before, earlier), (path, name, day) in pairwise(days):
        if day < earlier:
            params = {
                "day": Text(f"{name.zh} {day} ", f"{name.to('en')} ({day})"),
                "before": Text(f"{before.zh} {earlier}", f"{before.to('en')} ({earlier})"),
            }
            yield Finding(record, path, params)


@record_rule(
    "DRW007",
    "pool-mistake",
    Severity.ERROR,
    message=Text("{fault}", "{fault}"),
    hint=Text(
        "名录由 generator draw plan 写入，不要手改",
        "generator draw plan writes the pools; leave them as they are",
    ),
    kinds=_DRAWS,
)
def pool_mistake(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A school that is there twice has two tickets; one without a stratum, or that is left out, has none.

    学校写了两次就有两次机会；所属的层不存在，或者已经列为不参加抽取的，就不应在名录里。
    """
    for path, fault in _mistakes(record.document.data):
        yield Finding(record, path, {"fault": fault})


@record_rule(
    "DRW008",
    "size-above-pool",
    Severity.ERROR,
    message=Text(
        "「{title}」要抽 {size} 所，名录里只有 {there} 所",
        "{size} are to be drawn from {title}, which has {there}",
    ),
    hint=Text("减少抽取数，或与别的层合并", "Draw fewer, or join it with another stratum"),
    kinds=_DRAWS,
)
def size_above_pool(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Where more are wanted than there are, everybody knows who is visited.

    要抽的比名录里的还多，就是全部都查，谁都能猜到。
    """
    data = record.document.data
    members = Counter(row["stratum"] for row in data["pool"]["schools"])
    for i, row in enumerate(data["strata"]):
        if row["size"] > members[row["id"]]:
            params = {"title": row["title"], "size": row["size"], "there": members[row["id"]]}
            yield Finding(record, ("strata", i, "size"), params)


@record_rule(
    "DRW009",
    "opened-unsealed",
    Severity.ERROR,
    message=Text("没有密封就开启了", "It was opened without having been sealed"),
    hint=Text(
        "没有事先密封的抽签不能证明公正：撤回它，重新定方案、密封",
        "A draw that was not sealed before proves nothing: withdraw it, and plan and seal another",
    ),
    kinds=_DRAWS,
)
def opened_unsealed(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """Without the digest in advance, a secret can be made afterwards to fit any result.

    事先没有公布密钥的指纹，事后可以编一个密钥凑出任何结果。
    """
    data = record.document.data
    if "opened" in data and "seal" not in data:
        yield Finding(record, ("opened",), at_key=True)


@record_rule(
    "DRW010",
    "visits-outside-period",
    Severity.ERROR,
    message=Text("查访时间 {day} 不在 {period} 之内", "The visits of {day} do not lie in {period}"),
    hint=Text("改正查访时间或季度", "Correct the days of the visits, or the period"),
    kinds=_DRAWS,
)
def visits_outside_period(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A draw is for the visits of one quarter, where they are counted.

    一次抽签对应一个季度的督查，查访要算在这个季度里。
    """
    data = record.document.data
    period = Period.parse(data["period"])
    for end, day in data["visits"].items():
        if not period.start.isoformat() <= day <= period.end.isoformat():
            yield Finding(record, ("visits", end), {"day": day, "period": data["period"]})


@lru_cache(maxsize=64)
def _digest(record: Record) -> str:
    return plan_digest(record.document.data)


def _days(data: Data) -> Iterator[tuple[FieldPath, Text, str]]:
    """The steps in their order, each with its day; DRW005 looks at the seal and its public value."""
    yield ("planned_on",), Text("方案日期", "the plan"), data["planned_on"]
    if "seal" in data:
        yield ("seal", "on"), Text("密封日期", "the seal"), data["seal"]["on"]
        yield (
            ("seal", "public_on"),
            Text("公开数日期", "the public value"),
            max(data["seal"]["public_on"], data["seal"]["on"]),
        )
    yield ("visits", "from"), Text("查访第一天", "the first visit"), data["visits"]["from"]
    if "opened" in data:
        yield ("opened", "on"), Text("开启日期", "the opening"), data["opened"]["on"]


def _mistakes(data: Data) -> list[tuple[FieldPath, Text]]:
    """Rows of the pools that contradict each other or the rest of the plan."""
    found: list[tuple[FieldPath, Text]] = []
    strata = [row["id"] for row in data["strata"]]
    for i, name in enumerate(strata):
        if name in strata[:i]:
            found.append(
                (("strata", i, "id"), Text(f"分层「{name}」写了两次", f"The stratum {name} is there twice"))
            )
    known = set(strata)
    left_out = {row["school"] for row in data.get("exclusions", ())}
    seen: set[str] = set()
    for i, row in enumerate(data["pool"]["schools"]):
        name = row["school"]
        at: FieldPath = ("pool", "schools", i, "school")
        if row["stratum"] not in known:
            text = Text(f"没有分层「{row['stratum']}」", f"There is no stratum {row['stratum']}")
            found.append((("pool", "schools", i, "stratum"), text))
        if name in seen:
            found.append((at, Text(f"学校「{name}」写了两次", f"The school {name} is there twice")))
        if name in left_out:
            text = Text(
                f"学校「{name}」列为不参加抽取，又在名录里",
                f"The school {name} is both left out and in the pool",
            )
            found.append((at, text))
        seen.add(name)
    people: set[str] = set()
    for i, row in enumerate(data["pool"]["inspectors"]):
        name = row["expert"]
        if name in people:
            text = Text(f"专家「{name}」写了两次", f"The expert {name} is there twice")
            found.append((("pool", "inspectors", i, "expert"), text))
        people.add(name)
    return found
