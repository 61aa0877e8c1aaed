"""What is due as calendar files: one for the city, one for each county.

RFC 5545, in the part that every calendar program reads: events of a whole day. To-dos would say it better,
but phones and web calendars leave them out. Written here and not by a package, because it is the list of
properties below and two rules of spelling: lines are folded at 75 bytes, and text escapes four characters.
Titles come from the duties, which name nobody whose name is not public; nothing else of a record is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from generator.model.artifact import Artifact
from generator.model.diagnostic import FieldPath
from generator.model.duty import Duty, calendar_path, select
from generator.model.record import page_path
from generator.model.snapshot import Snapshot
from generator.model.standing import below, own_city_id, unit_name
from generator.model.text import Text

LATE = Text("逾期", "Late")
NAME = Text("到期清单", "Deadlines")
_LINE = 75  # bytes, without the line's end
# A calendar needs one component at least, and on a good day there is no event.
_ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendars(
    duties: Iterable[Duty], snapshot: Snapshot, *, address: str = "", version: str = ""
) -> Iterator[Artifact]:
    """The city's calendar and each county's, which holds what the county and everything below it owe.

    *address*: of the published site, with its closing slash; events then lead to the record behind them.
    """
    writer = _Writer(snapshot, address, version)
    everything = tuple(duties)
    bureau = snapshot.bureau.document.data if snapshot.bureau else {}
    name = str(bureau.get("short_name") or bureau.get("name") or "")
    yield Artifact(calendar_path(), writer.calendar(name, everything))
    for record in snapshot.active("organizations"):
        if record.document.data.get("level") == "county":
            own = select(everything, snapshot.as_of, units=below(snapshot, record.id))
            yield Artifact(calendar_path(record.id), writer.calendar(writer.unit(record.id), own))


@dataclass(frozen=True, slots=True)
class _Writer:
    snapshot: Snapshot
    address: str
    version: str

    def calendar(self, name: str, duties: Iterable[Duty]) -> bytes:
        """One file."""
        title = _escaped(f"{name} {self._say(NAME)}".strip())
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:-//generator//{self.version or '0'}//ZH",
            "CALSCALE:GREGORIAN",
            f"NAME:{title}",
            f"X-WR-CALNAME:{title}",
            "REFRESH-INTERVAL;VALUE=DURATION:P1D",
            "X-PUBLISHED-TTL:P1D",
            *_ZONE,
        ]
        taken: dict[str, int] = {}
        for duty in duties:
            uid = self._identity(duty)
            taken[uid] = taken.get(uid, 0) + 1
            lines.extend(self._event(duty, uid if taken[uid] == 1 else f"{uid}-{taken[uid]}"))
        lines.append("END:VCALENDAR")
        return "".join(f"{folded(line)}\r\n" for line in lines).encode()

    def unit(self, id: str) -> str:
        """The short name of a unit."""
        return unit_name(self.snapshot, id, short=True)

    def _event(self, duty: Duty, uid: str) -> Iterator[str]:
        title = f"{self.unit(duty.unit)}：{self._say(duty.title)}"
        if duty.due < self.snapshot.as_of:
            title = f"【{self._say(LATE)}】{title}"
        yield "BEGIN:VEVENT"
        yield f"UID:{uid}"
        yield f"DTSTAMP:{_basic(self.snapshot.as_of)}T000000Z"
        yield f"DTSTART;VALUE=DATE:{_basic(duty.due)}"
        yield f"DTEND;VALUE=DATE:{_basic(duty.due + timedelta(days=1))}"  # the first day after it
        yield f"SUMMARY:{_escaped(title)}"
        yield f"CATEGORIES:{_escaped(self._say(duty.label))}"
        if self.address:
            page = f"{self.address}{page_path(duty.record)}"
            yield f"DESCRIPTION:{_escaped(page)}"  # not every program shows URL
            yield f"URL:{page}"
        yield "TRANSP:TRANSPARENT"  # a deadline makes nobody busy
        yield "END:VEVENT"

    def _identity(self, duty: Duty) -> str:
        """The same for the same duty in every build, whatever its day, its words and the site's address.

        Elements of a list go by their id where they have one, so that a new one before them changes nothing.
        """
        record = self.snapshot.find(duty.record)
        field = _stable(record.document.data if record else {}, duty.field)
        text = "\n".join([own_city_id(self.snapshot), duty.kind, duty.unit, duty.record, *field])
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def _say(self, text: Text) -> str:
        return text.to(self.snapshot.language)


def _stable(data: Any, field: FieldPath) -> Iterator[str]:
    for key in field:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            data = None
        yield str(data.get("id", key)) if isinstance(key, int) and isinstance(data, dict) else str(key)


def folded(line: str) -> str:
    """*line* in pieces of at most 75 bytes, a blank before all but the first; no character is divided."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > _LINE:
            pieces.append("")
            size = 1  # the blank
        pieces[-1] += character
        size += width
    return "\r\n ".join(pieces)


def _escaped(text: str) -> str:
    r"""A TEXT value: ``\``, ``;``, ``,`` and line breaks escaped, other control characters as blanks."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(" " if ord(c) < 32 or ord(c) == 127 else c for c in text)


def _basic(day: date) -> str:
    return f"{day:%Y%m%d}"
