"""Draws that are to be opened once all visits are over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.compute.duty import Owed, duty
from generator.model.drawing import SEALED, state_of
from generator.model.snapshot import Snapshot
from generator.model.standing import method_on, own_city
from generator.model.text import Text


@duty("opening", Text("开启抽签", "Opening of a draw"))
def openings(snapshot: Snapshot) -> Iterator[Owed]:
    """The bureau opens a sealed draw within the days that the method of its plan sets after the last visit.

    The title says the round alone, never a school.
    """
    city = own_city(snapshot)
    topics = snapshot.labels("draws", "topic")
    for record in snapshot.active("draws"):
        data = record.document.data
        if state_of(data) != SEALED:
            continue
        method = method_on(snapshot, data["planned_on"])
        days = (method.document.data.get("draws") or {}).get("open_within_days") if method else None
        if city and days is not None and (city.is_sample or not record.is_sample):
            topic = topics.get(data["topic"], Text(data["topic"]))
            due = date.fromisoformat(data["visits"]["to"]) + timedelta(days=days)
            title = Text(
                f"开启抽签：{data['period']} {topic.zh}",
                f"Open the draw of {data['period']}: {topic.to('en')}",
            )
            yield Owed(city.id, due.isoformat(), title, record, ("visits", "to"))
