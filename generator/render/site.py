"""What a page may see: the public view of the records, the results, and one address for everything.

The only room between the snapshot and the templates. Internal fields and the names of people without
their consent are taken out here, so that no template can show them by mistake; pages read records through
``Site.public`` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.model.archive import Archive
from generator.model.consent import hidden_fields, name_is_public
from generator.model.diagnostic import Diagnostic
from generator.model.hazard import EVENTS
from generator.model.history import History
from generator.model.period import Period
from generator.model.record import COUNTED, Record, page_path
from generator.model.register import register
from generator.model.results import Measure, Ranking, RankingRow, Results
from generator.model.service import Service, services
from generator.model.snapshot import Snapshot
from generator.model.standing import county_of
from generator.model.text import Text

from .public import NUMBER, Public, fields_of, internal_fields, named, numbered, values, without
from .titles import Titles

if TYPE_CHECKING:
    from generator.model.table import Table

UNNAMED_SCHOOL = Text("学校不公开", "school not published")
UNPUBLISHED_EXPERT = Text("专家（未公开）", "Expert (not published)")
UNPUBLISHED = {"experts": UNPUBLISHED_EXPERT, "awards": Text("个人（未公开）", "Individual (not published)")}
SITE_NAME = Text("教育装备管理数据公开", "Education equipment records")


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead: *path* is relative to the site's first page, "" where there is no page."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """All inspections of one quarter and topic, withdrawn ones included, in order of their ids."""

    period: Period
    topic: str
    inspections: tuple[Record, ...]

    @property
    def path(self) -> str:
        """Where the round has its page."""
        return f"rounds/{self.period.slug}-{self.topic}/"


class Site:
    """One revision as the pages see it. Everything is built once and never changes."""

    def __init__(
        self,
        snapshot: Snapshot,
        results: Results,
        diagnostics: tuple[Diagnostic, ...] = (),
        version: str = "",
        tables: tuple[Table, ...] = (),
        address: str = "",
        history: History | None = None,
        archives: Iterable[Archive] = (),
    ) -> None:
        self.snapshot = snapshot
        self.results = results
        self.diagnostics = diagnostics
        self.version = version
        self.tables = tables
        # The public address with its closing slash, "" where it is not known; and its path.
        self.address = f"{address.rstrip('/')}/" if address else ""
        self.base_path = "/" + self.address.partition("://")[2].partition("/")[2]
        self.history = history or History()
        self.archives = {one.bulletin: one for one in archives}
        self.language = snapshot.language
        self.as_of: date = snapshot.as_of
        self._public: dict[str, Public] = {}
        self._titles = Titles(self)
        self._internal = {kind: internal_fields(s.fields) for kind, s in snapshot.schemas.items()}
        self._labels = {
            (kind, field.path): {choice.value: choice.title.to(self.language) for choice in field.choices}
            for kind, schema in snapshot.schemas.items()
            for field in schema.walk()
            if field.choices
        }

    # --- words -------------------------------------------------------------------------------------------

    def say(self, text: Text) -> str:
        """A phrase in the site's language."""
        return text.to(self.language)

    def label(self, kind: str, path: str, value: Any) -> str:
        """How people read a choice, ``label("inspections", "topic", "hazchem")``; an unknown value itself."""
        return self._labels.get((kind, path), {}).get(value, "" if value is None else str(value))

    def labels(self, kind: str, path: str) -> Mapping[str, str]:
        """All choices of a field in the schema's order, value -> title."""
        return self._labels.get((kind, path), {})

    def field_title(self, kind: str, path: str) -> str:
        """The title of a field (``findings[].due``)."""
        return self.say(self.snapshot.schemas[kind].field(path).title)

    @cached_property
    def bureau(self) -> Public:
        """The public part of the bureau's own record; empty where there is none."""
        record = self.snapshot.bureau
        return self.public(record) if record else {}

    @property
    def name(self) -> str:
        """The name over every page."""
        return str(self.bureau.get("name") or self.say(SITE_NAME))

    # --- records -----------------------------------------------------------------------------------------

    def public(self, record: Record) -> Public:
        """The fields of a record that anyone may see, as plain data; must not be changed.

        Who has not consented, or no longer, has 「专家（未公开）」 for a name and no unit, or no post.
        Of a record that is public as a count alone there is nothing to see.
        """
        if record.kind in COUNTED:
            return {}
        found = self._public.get(record.key)
        if found is None:
            found = without(record.document.data, self._internal.get(record.kind, {}))
            if away := hidden_fields(record, self.as_of):
                name = {away[0]: self.say(UNPUBLISHED[record.kind])}
                found = {key: value for key, value in found.items() if key not in away} | name
            self._public[record.key] = found
        return found

    def is_published(self, person: Record) -> bool:
        """May the name in an expert's or an individual's record be shown on the day of looking?"""
        return name_is_public(person, self.as_of)

    def get(self, kind: str, id: str) -> Public | None:
        """The public part of one record, or None where there is none."""
        record = self.snapshot.get(kind, id)
        return self.public(record) if record else None

    def referrers(self, key: str) -> tuple[Record, ...]:
        """The records whose public fields name the record ``kind/id``, in order of their keys; each once.

        A document is named by its number.
        """
        return self._referrers.get(key, ())

    @cached_property
    def _referrers(self) -> Mapping[str, tuple[Record, ...]]:
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for kind, schema in self.snapshot.schemas.items():
            fields = fields_of(schema.fields, named)
            for record in self.snapshot.of(kind):
                for target, one in values(self.public(record), fields):
                    document = self._register.get(one) if target == NUMBER else None
                    key = document.key if document else f"{target}/{one}"
                    found[key][record.key] = record
        return {target: tuple(r for _, r in sorted(records.items())) for target, records in found.items()}

    # --- documents ---------------------------------------------------------------------------------------

    @cached_property
    def _register(self) -> Mapping[str, Record]:
        return register(self.snapshot)

    @cached_property
    def _citing(self) -> Mapping[str, Mapping[str, Any]]:
        """Kind -> its fields that hold document numbers; kinds without one are left out."""
        found = {kind: fields_of(s.fields, numbered) for kind, s in self.snapshot.schemas.items()}
        return {kind: fields for kind, fields in found.items() if fields}

    def document(self, number: str) -> Link:
        """A document by its number; without a path where the register has none."""
        record = self._register.get(number)
        return Link(number, self.path(record) if record else "")

    def citations(self, record: Record) -> tuple[Link, ...]:
        """The registered documents that the public fields of a record cite, each once, as they come."""
        fields = self._citing.get(record.kind)
        numbers = dict.fromkeys(one for _, one in values(self.public(record), fields)) if fields else ()
        return tuple(link for link in map(self.document, numbers) if link.path)

    def unit_cases(self, unit: str) -> tuple[Record, ...]:
        """The cases of a unit and of those below it, the newest first."""
        return self._unit_cases.get(unit, ())

    @cached_property
    def _unit_cases(self) -> Mapping[str, tuple[Record, ...]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for record in sorted(self.snapshot.active("cases"), key=lambda r: (-r.document.data["year"], r.id)):
            unit = record.document.data["unit"]
            for one in (unit, *(above.id for above in self.ancestors(unit))):
                found[one].append(record)
        return {unit: tuple(records) for unit, records in found.items()}

    def named_case(self, case: Record) -> Link:
        """A case with the unit that it is of."""
        return Link(f"{self.title(case)}（{self.short(case['unit'])}）", self.path(case))

    def cases_of(self, record: Record) -> tuple[Link, ...]:
        """The cases that name a demonstration or a meeting; pages of other kinds list theirs themselves."""
        if record.kind not in ("demonstrations", "meetings"):
            return ()
        return tuple(self.link(r.key) for r in self.referrers(record.key) if r.kind == "cases")

    def corrections_of(self, record: Record) -> tuple[Link, ...]:
        """What was corrected in a record after it was announced, in order of the ids."""
        return tuple(self.link(r.key) for r in self._corrections.get(record.key, ()))

    @cached_property
    def _corrections(self) -> Mapping[str, tuple[Record, ...]]:
        found: defaultdict[str, list[Record]] = defaultdict(list)
        for record in self.snapshot.active("corrections"):
            found[record.document.data["record"]].append(record)
        return {key: tuple(records) for key, records in found.items()}

    # --- samples -----------------------------------------------------------------------------------------

    @cached_property
    def samples(self) -> frozenset[str]:
        """Keys of the records that say ``sample: true``."""
        return frozenset(r.key for kind in self.snapshot.kinds for r in self.snapshot.of(kind) if r.is_sample)

    def is_sample(self, keys: Iterable[str]) -> bool:
        """Does anything rest on a sample record?"""
        return not self.samples.isdisjoint(keys)

    # --- organizations -----------------------------------------------------------------------------------

    @cached_property
    def organizations(self) -> tuple[Record, ...]:
        """All organizations, parents first, siblings in administrative order (``order``, then id)."""
        return tuple(self._walk(None))

    def _walk(self, parent: str | None) -> Iterator[Record]:
        for child in self._children.get(parent, ()):
            yield child
            yield from self._walk(child.id)

    @cached_property
    def _children(self) -> Mapping[str | None, tuple[Record, ...]]:
        found: dict[str | None, list[Record]] = defaultdict(list)
        for record in self.snapshot.of("organizations"):
            parent = record.document.data.get("parent")
            known = parent if parent and self.snapshot.get("organizations", parent) else None
            found[known].append(record)
        return {p: tuple(sorted(rs, key=_administrative_order)) for p, rs in found.items()}

    def children(self, id: str) -> tuple[Record, ...]:
        """The organizations directly below one, in administrative order."""
        return self._children.get(id, ())

    def schools(self, id: str | None = None) -> tuple[Record, ...]:
        """The schools below an organization (or all), withdrawn ones included, in administrative order."""
        return tuple(r for r in self._walk(id) if r.document.data["level"] == "school")

    def ancestors(self, id: str) -> tuple[Record, ...]:
        """From the city down to the direct parent."""
        found: list[Record] = []
        record = self.snapshot.get("organizations", id)
        while record and (parent := record.document.data.get("parent")) and len(found) < 10:
            record = self.snapshot.get("organizations", parent)
            if record:
                found.append(record)
        return tuple(reversed(found))

    def county_of(self, id: str) -> Record | None:
        """The county that an organization is in, or is; None for the city."""
        return county_of(self.snapshot, id)

    def short(self, id: str) -> str:
        """The short name of an organization, for tables; the id where there is none."""
        data = self.get("organizations", id)
        return str(data.get("short_name") or data["name"]) if data else id

    # --- inspections -------------------------------------------------------------------------------------

    def visits(self, school: str) -> tuple[Record, ...]:
        """The inspections of a school, newest first, withdrawn ones left out.

        An unannounced one that is only planned is left out too: it would no longer be unannounced.
        """
        return self._visits.get(school, ())

    def named_visits(self, school: str) -> tuple[Record, ...]:
        """Those visits of a school whose result may be named with it."""
        return tuple(v for v in self.visits(school) if not self.is_unnamed(v))

    def is_unnamed(self, inspection: Record) -> bool:
        """Did the school fail in a round that names no schools?"""
        found = self.results.conclusions.get(inspection.id)
        return found is not None and found.grade == "fail" and not self.names_school(inspection)

    def visited(self, inspection: Record) -> Link:
        """The school of a visit; words in its place, and no path, where it may not be named."""
        if self.is_unnamed(inspection):
            return Link(self.say(UNNAMED_SCHOOL))
        return self.organization(inspection.document.data["organization"])

    @cached_property
    def _visits(self) -> Mapping[str, tuple[Record, ...]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self.snapshot.active("inspections"):
            if not is_secret(record):
                found[record.document.data["organization"]].append(record)
        return {s: tuple(sorted(rs, key=visit_order, reverse=True)) for s, rs in found.items()}

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """Who served where, by kind, then record; a surprise visit that is only planned is left out."""
        return tuple(
            s for s in services(self.snapshot) if s.record.kind != "inspections" or not is_secret(s.record)
        )

    def names_school(self, record: Record) -> bool:
        """May lists of negative results name the school of an inspection, or of a hazard that it found?

        The record of the round decides; a visit without a round, and what a school found, may be named.
        """
        if record.kind == "hazards":
            found = self.snapshot.get("inspections", record.get("inspection", ""))
            return found is None or self.names_school(found)
        draw = self.snapshot.get("draws", record.get("draw", "")) if "draws" in self.snapshot.kinds else None
        return draw is None or bool(draw.get("names_schools", True))

    @cached_property
    def item_texts(self) -> Mapping[tuple[str, str], str]:
        """(topic, item of an inspection checklist) -> its words in the newest checklist that has it."""
        lists = [r for r in self.snapshot.active("checklists") if r.get("kind") == "inspection"]
        return {
            (checklist["topic"], item["id"]): item["text"]
            for checklist in sorted(lists, key=lambda r: (r["year"], r.id))
            for section in checklist["sections"]
            for item in section["items"]
        }

    # --- rankings ----------------------------------------------------------------------------------------

    def places(self, subject: str) -> tuple[tuple[Ranking, RankingRow], ...]:
        """The rankings that a unit is in, with its row, in order of time."""
        return self._places.get(subject, ())

    @cached_property
    def _places(self) -> Mapping[str, tuple[tuple[Ranking, RankingRow], ...]]:
        found: dict[str, list[tuple[Ranking, RankingRow]]] = defaultdict(list)
        for ranking in self.results.rankings:
            for row in ranking.rows:
                found[row.subject].append((ranking, row))
        return {subject: tuple(places) for subject, places in found.items()}

    @cached_property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters with numbers, in order of time."""
        return tuple(p for p in self.results.periods if p.quarter)

    # --- rounds ------------------------------------------------------------------------------------------

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """Every quarter and topic with an inspection record, newest first, topics in the schema's order."""
        found: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for record in self.snapshot.of("inspections"):
            found[record.document.data["period"], record.document.data["topic"]].append(record)
        topics = list(self.labels("inspections", "topic"))
        order = sorted(found, key=lambda k: topics.index(k[1]) if k[1] in topics else len(topics))
        return tuple(
            Round(Period.parse(period), topic, tuple(found[period, topic]))
            for period, topic in sorted(order, key=lambda k: k[0], reverse=True)
        )

    def round_title(self, one: Round) -> str:
        """What a round is called, above its page and in links."""
        return f"{self.say(one.period.label)} · {self.label('inspections', 'topic', one.topic)}"

    # --- addresses ---------------------------------------------------------------------------------------

    def path(self, record: Record | str) -> str:
        """Where a record (or the record of a key) has its page, relative to the site's first page.

        What happened to a hazard stands on the hazard's page.
        """
        key = record if isinstance(record, str) else record.key
        kind, _, name = key.partition("/")
        if kind in EVENTS and (event := self.snapshot.get(kind, name)):
            hazard = event.document.data["hazard"]
            return f"{page_path(f'hazards/{hazard}')}#{name}"
        return page_path(key)

    def list_path(self, kind: str) -> str:
        """Where the records of a kind are listed; "" where there are none."""
        if kind in EVENTS:
            return "hazards/"
        if not self.snapshot.of(kind):
            return ""
        return self.path("bureau/bureau") if self.snapshot.schemas[kind].singleton else f"{kind}/"

    def link(self, key: str, *, short: bool = False) -> Link:
        """A link to a record by its public name; without a path where there is no such record."""
        record = self.snapshot.find(key)
        if record is None:
            return Link(key.partition("/")[2])
        if record.kind == "inspections" and self.is_unnamed(record):
            return Link(self.title(record))  # a page of the school must not lead there
        named = self.short(record.id) if short and record.kind == "organizations" else self.title(record)
        return Link(named, self.path(key))

    def organization(self, id: str) -> Link:
        """A link to an organization by its short name."""
        return self.link(f"organizations/{id}", short=True)

    def expert(self, id: str) -> Link:
        """A link to an expert, by name only where that is published."""
        return self.link(f"experts/{id}")

    def title(self, record: Record) -> str:
        """What a record is called above its page."""
        return self._titles.of(record)

    def ranking_path(self, ranking: Ranking) -> str:
        """Where a ranking has its page."""
        return f"rankings/{ranking.id}/"

    def measure_path(self, measure: Measure) -> str:
        """Where a measure is explained: the anchored block on the unit's own page."""
        return f"organizations/{measure.subject}/#{measure_anchor(measure)}"

    def metric_path(self, metric: str) -> str:
        """Where a metric is defined."""
        return f"metrics/{metric}/"


def is_secret(inspection: Record) -> bool:
    """An unannounced inspection that has not taken place: naming it would announce it."""
    data = inspection.document.data
    return bool(data["status"] == "planned" and data["mode"] == "unannounced")


def visit_order(inspection: Record) -> tuple[str, str]:
    """Sort key by the day of the visit, done or planned, then by id."""
    data = inspection.document.data
    return (str(data.get("date") or data.get("planned_on") or data["period"]), inspection.id)


def measure_anchor(measure: Measure) -> str:
    """The id of the block that explains a measure: ``m-awards-2025``."""
    return f"m-{measure.metric}-{measure.period.slug}"


def root_of(path: str) -> str:
    """The way from a page up to the site's first page: ``./`` at the top, ``../../`` two folders down."""
    return "../" * path.count("/") or "./"


def _administrative_order(record: Record) -> tuple[int, str]:
    return (record.document.data.get("order", 10**6), record.id)
