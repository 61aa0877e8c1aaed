"""What the page of a draw says to those who check it: what was published when, and how to repeat it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model.text import Text

from .filters import day
from .public import Public
from .site import Site


@dataclass(frozen=True, slots=True)
class Step:
    """One step. values: (name, value) of what was published with it; is_done: is its day over?"""

    day: str
    title: str
    text: str
    values: tuple[tuple[str, str], ...]
    is_done: bool


def steps(site: Site, data: Public) -> tuple[Step, ...]:
    """Plan, seal, public value, visits, opening: those that are known, in their order."""
    visits, commit = data["visits"], data["pool"].get("commit")
    plan = [(Text("方案指纹", "Digest of the plan"), data["plan_digest"])]
    plan += [(Text("名录取自提交", "Pools as of commit"), commit)] if commit else []
    words = Text("公布名录、分层、权重和回避规则。", "Pools, strata, weights and recusal are published.")
    found = [_step(site, data["planned_on"], Text("定方案", "Plan"), words, *plan)]
    if "seal" in data:
        found += _sealing(site, data["seal"], data.get("opened"))
    last = day(visits["to"], site.language)
    words = Text(f"至{last}结束，不发通知、不打招呼。", f"Until {last}, unannounced.")
    found.append(_step(site, visits["from"], Text("查访", "Visits"), words))
    if "opened" in data:
        words = Text("公布密钥和结果，谁都可以复核。", "Secret and result: anybody can check.")
        secret = (Text("密钥", "Secret"), data["opened"]["secret"])
        found.append(_step(site, data["opened"]["on"], Text("开启", "Opening"), words, secret))
    return tuple(found)


def _sealing(site: Site, seal: Public, opened: Public | None) -> Iterator[Step]:
    words = Text(
        "只公布密钥的指纹，并指定一个还没有产生的公开数。",
        "The digest of the secret, and which value is to come, are published.",
    )
    values = (
        (Text("密钥指纹", "Digest of the secret"), seal["secret_sha256"]),
        (Text("公开数来源", "Public value"), seal["public_source"]),
    )
    yield _step(site, seal["on"], Text("密封", "Seal"), words, *values)
    words = Text(
        "从这时起结果唯一确定，只有保管密钥的人能算出来。",
        "From now on the result is fixed, and only the keeper of the secret can work it out.",
    )
    value = ((Text("公开数", "Public value"), opened["public_value"]),) if opened else ()
    yield _step(site, seal["public_on"], Text("公开数产生", "Public value"), words, *value)


def _step(site: Site, on: str, title: Text, words: Text, *values: tuple[Text, str]) -> Step:
    said = tuple((site.say(name), value) for name, value in values)
    return Step(on, site.say(title), site.say(words), said, on <= site.as_of.isoformat())


def by_hand(data: Public, seed: str) -> str:
    """Lines of Python that draw the first stratum of an opened draw again, with its real numbers."""
    first = data["strata"][0]
    members: Mapping[str, Any] = {
        row["school"]: row["weight"] for row in data["pool"]["schools"] if row["stratum"] == first["id"]
    }
    halves = [data["plan_digest"], data["opened"]["secret"], data["opened"]["public_value"]]
    return "\n".join(
        [
            "import hashlib",
            "sha = lambda text: hashlib.sha256(text.encode()).hexdigest()",
            f"seed = sha('draw-v1\\n' + ''.join(line + '\\n' for line in {json.dumps(halves)}))",
            f"assert seed == '{seed}'",
            f"left, block = {json.dumps(members)}, 0",
            f"for _ in range({first['size']}):",
            "    total = sum(left.values())",
            "    while True:  # 过大的数不用，免得靠前的学校机会稍多",
            f"        number = int(sha(f'{{seed}}:stratum:{first['id']}:{{block}}'), 16)",
            "        block += 1",
            "        if number < 2**256 // total * total: break",
            "    ticket = number % total",
            "    for school in sorted(left):",
            "        ticket -= left[school]",
            "        if ticket < 0: break",
            "    print(school); del left[school]",
        ]
    )
