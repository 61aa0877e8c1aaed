"""Whether a publicity (公示) is over, asked before a bulletin is issued and of every one that was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .snapshot import Snapshot
from .text import Text


def still_open(snapshot: Snapshot, bulletin: Mapping[str, Any], day: str) -> Iterator[Text]:
    """Why *bulletin*, whose kind asks for a publicity, may not be issued on *day*; nothing where it may."""
    wanted = bulletin["bulletin_kind"], bulletin["period"]
    held = [
        data
        for record in snapshot.active("publicity")
        if ((data := record.document.data)["bulletin_kind"], data["period"]) == wanted
    ]
    if not held:
        yield Text("还没有登记公示", "there was no publicity")
    for one in held:
        if one["to"] >= day:
            yield Text(f"公示到 {one['to']} 才期满", f"the publicity ends on {one['to']}")
        for row in one.get("objections", ()):
            if row.get("answered_on", "9999") > day:
                yield Text(f"{row['on']} 的异议还没有办结", f"an objection of {row['on']} is unanswered")
