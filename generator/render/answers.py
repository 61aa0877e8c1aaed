"""A checklist as it was answered in an inspection, for tens of thousands of pages.

Whatever depends on the checklist alone is laid out once. A row that says the same thing is the same object on
every page, and so is a section in which every item was met: templates keep the HTML of such objects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model.digest import digest
from generator.model.failures import FAILED
from generator.model.loop import Hazard
from generator.model.record import Record
from generator.render import wording
from generator.render.basis import basis_of
from generator.render.filters import MISSING
from generator.render.hazards import flags, state_mark
from generator.render.marks import Mark
from generator.render.site import Link, Site

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item as it was answered. "" where there is nothing to say.

    place: its number in the checklist. weight: why it weighs more than its points.
    """

    place: int
    id: str
    text: str
    weight: str
    state: str
    label: str
    points: str
    score: str
    basis: str
    evidence: str
    reason: str
    facts: str
    proof: str


@dataclass(frozen=True, slots=True)
class SectionRows:
    """A section of the checklist. *summary* counts what was found; *is_common*: the same on many pages."""

    title: str
    summary: str
    rows: tuple[ItemRow, ...]
    is_common: bool


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, and the hazard that it was registered as.

    due: the day by which it must be put right. hazard: its page, None where none is registered.
    marks: how the hazard stands. settled: why no hazard was registered, "" where one was or nobody said.
    """

    id: str
    grade: str
    is_major: bool
    text: str
    due: str
    hazard: Link | None
    marks: tuple[Mark, ...]
    settled: str


@dataclass(frozen=True, slots=True)
class FailedItem:
    """An item that was not met, or to which a finding belongs.

    facts: what was seen, "" where a finding says it in the same words.
    """

    row: ItemRow
    facts: str
    findings: tuple[FindingRow, ...]
    is_major: bool


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    items: tuple[tuple[int, Data], ...]
    ids: frozenset[str]
    all_met: SectionRows


class Layout:
    """One checklist in the site's language, ready to be filled with answers."""

    def __init__(self, site: Site, checklist: Record) -> None:
        data = checklist.document.data
        self._site = site
        self._is_english = site.language == "en"
        self._full_marks = data["not_applicable"] == "full_marks"
        self._labels = site.labels("inspections", "results[].result")
        self._grades = site.labels("inspections", "findings[].grade")
        self._made: dict[tuple[str, str, str, str, str, str], ItemRow] = {}
        self.link: Link = site.link(checklist.key)
        self.digest: str = digest(data)
        items = [item for section in data["sections"] for item in section["items"]]
        self._items: dict[str, tuple[int, Data]] = {i["id"]: (n, i) for n, i in enumerate(items)}
        self._sections = tuple(self._lay_out(section) for section in data["sections"])

    def _lay_out(self, section: Data) -> _Section:
        items = tuple(self._items[item["id"]] for item in section["items"])
        rows = tuple(self._row(place, item, "met", "", "") for place, item in items)
        met = SectionRows(section["title"], self._summary(rows), rows, is_common=True)
        return _Section(section["title"], items, frozenset(row.id for row in rows), met)

    def sections(self, results: Iterable[Data]) -> tuple[SectionRows, ...]:
        """All items by section, each as it was answered; one without an answer was not checked."""
        answers = {answer["item"]: answer for answer in results}
        plain = {item for item, answer in answers.items() if answer["result"] == "met" and len(answer) == 2}
        return tuple(
            section.all_met if section.ids <= plain else self._answered(section, answers, plain)
            for section in self._sections
        )

    def _answered(self, section: _Section, answers: Mapping[str, Data], plain: set[str]) -> SectionRows:
        rows = []
        for (place, item), met in zip(section.items, section.all_met.rows, strict=True):
            answer = answers.get(met.id)
            if met.id in plain:
                rows.append(met)
            elif answer is None:
                rows.append(self._row(place, item, "not_checked", "", ""))
            else:
                score = wording.plain(answer["score"]) if "score" in answer else ""
                rows.append(self._row(place, item, answer["result"], score, *_words(answer)))
        return SectionRows(section.title, self._summary(rows), tuple(rows), is_common=False)

    def _summary(self, rows: Iterable[ItemRow]) -> str:
        states = [row.state for row in rows]
        failed = states.count("unmet") + states.count("partly")
        if self._is_english:
            return f"{wording.some(len(states), 'item')}, {failed} not met"
        return f"{len(states)} 项，{failed} 项未达标" if failed else f"{len(states)} 项"

    def _row(
        self, place: int, item: Data, state: str, score: str, reason: str, facts: str = "", proof: str = ""
    ) -> ItemRow:
        key = (item["id"], state, score, reason, facts, proof)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = ItemRow(
                place=place,
                id=item["id"],
                text=item["text"],
                weight=self._weight(item),
                state=state,
                label=self._labels.get(state, state),
                points=wording.plain(item["points"]),
                score=self._score(item, state, score),
                basis="；".join(basis_of(self._site, item)),
                evidence="、".join(item.get("evidence", ())),
                reason=reason,
                facts=facts,
                proof=proof,
            )
        return found

    def _score(self, item: Data, state: str, score: str) -> str:
        if state == "met" or (state == "not_applicable" and self._full_marks):
            return wording.plain(item["points"])
        return {"partly": score, "unmet": "0"}.get(state, MISSING)

    def _weight(self, item: Data) -> str:
        if item.get("veto"):
            return self._site.field_title("checklists", "sections[].items[].veto")
        if item.get("risk_color") == "red":
            return self._site.label("checklists", "sections[].items[].risk_color", "red")
        return ""

    def failed(
        self, sections: Iterable[SectionRows], findings: Iterable[Data], hazards: Mapping[str, Hazard]
    ) -> tuple[FailedItem, ...]:
        """What went wrong: unmet red and veto items, then major findings, then in the checklist's order.

        hazards: finding -> the hazard that it was registered as.
        """
        by_item: dict[str, list[FindingRow]] = defaultdict(list)
        for finding in findings:
            by_item[finding["item"]].append(self._finding(finding, hazards.get(finding["id"])))
        shown = [
            FailedItem(row, _unsaid(row.facts, found), found, any(f.is_major for f in found))
            for section in sections
            if not section.is_common or not by_item.keys().isdisjoint(row.id for row in section.rows)
            for row in section.rows
            if row.state in FAILED or row.id in by_item
            for found in (tuple(by_item.get(row.id, ())),)
        ]
        shown.sort(key=_gravity)
        return tuple(shown)

    def _finding(self, finding: Data, hazard: Hazard | None) -> FindingRow:
        grade = finding["grade"]
        return FindingRow(
            id=finding["id"],
            grade=self._grades.get(grade, grade),
            is_major=grade == "major",
            text=finding["text"],
            due=hazard.life.due if hazard else finding["due"],
            hazard=self._site.link(hazard.record.key) if hazard else None,
            marks=(state_mark(self._site, hazard.life.state), *flags(self._site, hazard)) if hazard else (),
            settled=finding.get("no_hazard", ""),
        )


def _unsaid(facts: str, findings: Iterable[FindingRow]) -> str:
    """The *facts*, unless a finding says them in the same words."""
    return "" if any(f.text == facts for f in findings) else facts


def _words(answer: Data) -> tuple[str, str, str]:
    """Why an item was not looked at, what was seen, and what proves it."""
    proof = "、".join(one["title"] for one in answer.get("evidence", ()))
    return answer.get("reason", ""), answer.get("facts", ""), proof


def _gravity(failed: FailedItem) -> tuple[int, int]:
    gravest = failed.row.weight and failed.row.state == "unmet"
    return (0 if gravest else 1 if failed.is_major else 2, failed.row.place)
