"""What a planned draw is asked for on the command line, as the plan takes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NoReturn

from generator.model.drawing import SEED_RULE
from generator.model.errors import GeneratorError
from generator.model.period import Period
from generator.model.record import Record
from generator.model.snapshot import Snapshot
from generator.model.text import Text

from . import Session

if TYPE_CHECKING:
    from generator.compute.draw import Wanted


def wanted_of(session: Session, snapshot: Snapshot, old: Record | None, asked: Mapping[str, Any]) -> Wanted:
    """From the options, from a draw that is planned again (*old*), or from one that is copied."""
    from generator.compute.draw import Wanted, default_strata

    planned = day_of(snapshot, asked["on"])
    model = old or (draw_of(snapshot, asked["like"]) if asked["like"] else None)
    data: Mapping[str, Any] = model.document.data if model else {}
    own = old.document.data if old else {}
    period = asked["period"] or own.get("period") or _needed("--period")
    topic = asked["topic"] or own.get("topic") or data.get("topic") or _needed("--topic")
    first = asked["first"].isoformat() if asked["first"] else own.get("visits", {}).get("from")
    last = asked["last"].isoformat() if asked["last"] else own.get("visits", {}).get("to")
    first, last = first or _needed("--from"), last or _needed("--to")
    try:
        Period.parse(period)
    except ValueError as error:
        raise GeneratorError(
            Text(f"「{period}」不是季度，应写成 2026-Q1", f"{period!r} is no quarter")
        ) from error
    strata = tuple(data["strata"]) if data else default_strata(snapshot, topic, first, last, asked["size"])
    if not strata:
        raise GeneratorError(Text("没有可以抽的学校", "There is no school to draw from"))
    left_out = (*data.get("exclusions", ()), *(_exclusion(snapshot, text) for text in asked["excluded"]))
    revision = session.source(None).revision
    return Wanted(
        own.get("id") or f"draw-{period.lower()}-{topic}", period, topic, planned, first, last, strata,
        own.get("seed_rule", SEED_RULE), not asked["nameless"] and own.get("names_schools", True), left_out,
        "" if revision.dirty else revision.commit,
    )  # fmt: skip


def _needed(option: str) -> NoReturn:
    raise GeneratorError(
        Text(f"缺少 {option}", f"{option} is missing"),
        Text("generator draw plan --help 列出用法", "See generator draw plan --help"),
    )


def _exclusion(snapshot: Snapshot, text: str) -> dict[str, str]:
    school, sign, reason = text.partition("=")
    if not sign or not reason.strip() or not snapshot.get("organizations", school.strip()):
        raise GeneratorError(
            Text(f"--exclude {text}：应写成 学校编号=原因", f"--exclude {text}: write SCHOOL=REASON"),
            Text("学校编号见 records/organizations/", "For ids see records/organizations/"),
        )
    return {"school": school.strip(), "reason": reason.strip()}


def draw_of(snapshot: Snapshot, name: str) -> Record:
    """The draw of that id; GeneratorError where there is none."""
    found = snapshot.get("draws", name)
    if found is None:
        known = "、".join(r.id for r in snapshot.active("draws")[-6:])
        raise GeneratorError(
            Text(f"没有抽签「{name}」", f"There is no draw {name!r}"),
            Text(
                f"最近的有：{known}" if known else "先用 generator draw plan 定方案", f"The last are: {known}"
            ),
        )
    return found


def day_of(snapshot: Snapshot, given: date | None) -> str:
    """The day given, else the one that the bureau pins, else today."""
    is_pinned = bool(snapshot.bureau and snapshot.bureau.get("as_of"))
    return (given or (snapshot.as_of if is_pinned else datetime.now(UTC).date())).isoformat()
