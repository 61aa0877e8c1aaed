"""What a record is called above its page and in links to it.

Most records have a title or a name of their own. The others are called by what they are of and when; a number
is added only where two would be called the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.model.hazard import EVENTS
from generator.model.period import Period
from generator.model.record import COUNTED, Record
from generator.model.text import Text

from .filters import day

if TYPE_CHECKING:
    from .site import Site

_KEPT = {  # records of a school's chemicals and about an evaluation
    "chemicals": Text("危化品盘点", "stock-taking"),
    "waste-transfers": Text("废弃物移交", "hand-over of waste"),
    "statements": Text("申辩", "statement"),
    "appeals": Text("复核", "review"),
}


class Titles:
    """The titles of a site's records, each made once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._found: dict[str, str] = {}
        self._ways: Mapping[str, Callable[[Record], str]] = {
            "awards": self._award,
            "budgets": self._budget,
            "corrections": self._correction,
            "demonstrations": self._demonstration,
            "documents": self._document,
            "draws": self._draw,
            "engagements": self._engagement,
            "evaluations": self._evaluation,
            "hazards": self._hazard,
            "inspections": self._visit,
            "meetings": self._meeting,
            "problems": self._problem,
            "projects": self._project,
            "risk-points": self._risk,
            "tasks": self._task,
            **dict.fromkeys(EVENTS, self._event),
            **dict.fromkeys(_KEPT, self._kept),
        }

    def of(self, record: Record) -> str:
        """The title of one record, in the site's language."""
        found = self._found.get(record.key)
        if found is None:
            found = self._found[record.key] = self._made(record)
        return found

    def _made(self, record: Record) -> str:
        if record.kind in COUNTED:
            return self._site.say(self._site.snapshot.schemas[record.kind].title)
        if own := self._ways.get(record.kind):
            return own(record)
        data = self._site.public(record)
        return str(data.get("title") or data.get("name") or record.id)

    def _visit(self, record: Record) -> str:
        site, data = self._site, self._site.public(record)
        needs_id = site.is_unnamed(record) or self._visits_alike[self._visit_of(record)] > 1
        words = (
            site.visited(record).text,
            self._period(data["period"]),
            site.label("inspections", "topic", data["topic"]),
            record.id if needs_id else "",
        )
        return _joined(*words)

    @cached_property
    def _visits_alike(self) -> Mapping[tuple[str, str, str], int]:
        """Short name, quarter, topic -> visits: schools of two counties may share a short name."""
        return Counter(self._visit_of(r) for r in self._site.snapshot.of("inspections"))

    def _visit_of(self, inspection: Record) -> tuple[str, str, str]:
        data = inspection.document.data
        return self._site.short(data["organization"]), data["period"], data["topic"]

    def _award(self, record: Record) -> str:
        site, data = self._site, self._site.public(record)
        named = (site.short(data["unit"]), str(data.get("person", "")))
        number = "" if site.is_published(record) else record.id
        kind = site.label("awards", "kind", data["kind"])
        return _joined(self._year(data), kind, " ".join(named).strip(), number)

    def _evaluation(self, record: Record) -> str:
        data = self._site.public(record)
        what = Text(f"{data['year']}年度考核评价结果", f"Annual evaluation {data['year']}")
        return _joined(self._site.short(data["unit"]), self._site.say(what))

    def _hazard(self, record: Record) -> str:
        return self._site.say(Text(f"隐患 {record.id}", f"Hazard {record.id}"))

    def _event(self, record: Record) -> str:
        """What happened to a hazard."""
        data = self._site.public(record)
        return f"{self._site.label(record.kind, 'kind', data['kind'])}（{self._day(data['on'])}）"

    def _kept(self, record: Record) -> str:
        name, on = self._kept_on(record)
        twin = f"（{record.id}）" if self._kept_alike[record.kind, name, on] > 1 else ""
        what = _KEPT[record.kind]
        return self._site.say(Text(f"{name}{what.zh}", f"{name}, {what.en}")) + f"（{on}）{twin}"

    @cached_property
    def _kept_alike(self) -> Mapping[tuple[str, str, str], int]:
        """Kind, what it is of, day -> records: two schools may share a short name."""
        return Counter((kind, *self._kept_on(r)) for kind in _KEPT for r in self._site.snapshot.of(kind))

    def _kept_on(self, record: Record) -> tuple[str, str]:
        site, data = self._site, record.document.data
        on = self._day(data["filed_on"] if record.kind == "appeals" else data["on"])
        about = site.snapshot.get("evaluations", data["evaluation"]) if "evaluation" in data else None
        if about is None:
            return site.short(data["school"]) if "school" in data else data["evaluation"], on
        unit, year = site.short(about["unit"]), self._year(about.document.data)
        return site.say(Text(f"{unit}{year}年度评价", f"{unit}, evaluation of {year}")), on

    def _risk(self, record: Record) -> str:
        data = self._site.public(record)
        return f"{data['title']} · {self._site.short(data['school'])}（{record.id}）"

    def _draw(self, record: Record) -> str:
        data = self._site.public(record)
        topic = self._site.label("draws", "topic", data["topic"])
        return _joined(self._site.say(Text("抽签", "Draw")), self._period(data["period"]), topic)

    def _demonstration(self, record: Record) -> str:
        data = self._site.public(record)
        return _joined(self._site.short(data["school"]), str(data["year"]), str(data["theme"]))

    def _document(self, record: Record) -> str:
        data = self._site.public(record)
        return f"{data['title']}（{data['number']}）" if "number" in data else str(data["title"])

    def _meeting(self, record: Record) -> str:
        """Its own title, with the year and whose meeting it is where the title does not say so."""
        data = self._site.public(record)
        title, year = str(data["title"]), str(data["year"])
        if year not in title and data["kind"] != "on_site":
            title = f"{title}（{self._day(data['dates']['from']) if 'dates' in data else year}）"
        elif year not in title:
            title = f"{year} · {title}"
        is_city = data["unit"] == self._site.bureau.get("city")
        return title if is_city else f"{title} · {self._site.short(data['unit'])}"

    def _problem(self, record: Record) -> str:
        data = self._site.public(record)
        return f"{data['title']}（{self._site.short(data['unit'])}，{self._day(data['raised_on'])}）"

    def _correction(self, record: Record) -> str:
        data = self._site.public(record)
        on = self._day(data["on"])
        return self._site.say(Text(f"更正 {record.id}（{on}）", f"Correction {record.id} ({on})"))

    def _budget(self, record: Record) -> str:
        data = self._site.public(record)
        unit, year = self._site.short(data["unit"]), self._year(data)
        return f"{unit} · {self._site.say(Text(f'{year}经费预算', f'Budget {year}'))}"

    def _project(self, record: Record) -> str:
        data = self._site.public(record)
        site, unit, year = self._site, self._site.short(data["unit"]), self._year(data)
        batch = site.label("projects", "batch", data["batch"])
        what = data.get("title") or site.label("projects", "status", data["status"])
        return f"{unit} · {year}{site.say(Text(batch, f' {batch}'))} · {what}"

    def _task(self, record: Record) -> str:
        data = self._site.public(record)
        if "year" not in data:
            return str(data["title"])
        owner = self._site.snapshot.get("organizations", data.get("unit", ""))
        unit = self.of(owner) if owner else ""  # whole: every county has a 河东学区
        return _joined(self._year(data), unit, str(data["title"]))

    def _engagement(self, record: Record) -> str:
        """The same task on one day may be given to several experts."""
        data = self._site.public(record)
        expert = self._site.expert(data["expert"]).text
        return _joined(data["title"], self._site.short(data["unit"]), data["dates"]["from"], expert)

    def _year(self, data: Mapping[str, Any]) -> str:
        return self._site.say(Period(int(data["year"])).label)

    def _period(self, code: str) -> str:
        return self._site.say(Period.parse(code).label)

    def _day(self, on: str) -> str:
        return day(on, self._site.language)


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)
