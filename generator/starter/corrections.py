"""One correction of the issued past: the day of a visit that was entered a day late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from .inspections import Inspection

QUARTER = (2025, 2)  # announced long since
ON = date(2025, 8, 20)
REASON = "现场检查表签字日期为前一天，录入时写成了整理资料的日期；结果和期限不受影响。"


def corrections(seen: Iterable[Inspection], city: str) -> Iterator[dict[str, Any]]:
    """What was corrected; nothing where the quarter had no visit."""
    visits = (one for one in seen if (one.year, one.quarter) == QUARTER and one.data["status"] == "done")
    for one in visits:
        right = date.fromisoformat(str(one.data["date"]))
        yield {
            "id": "co-2025-01",
            "record": f"inspections/{one.id}",
            "changes": [
                {"field": "date", "old": (right + timedelta(days=1)).isoformat(), "new": right.isoformat()}
            ],
            "reason": REASON,
            "on": ON.isoformat(),
            "by": city,
            "sample": True,
        }
        return
