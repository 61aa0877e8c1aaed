"""What a unit builds and spends, as its page tells it: its projects of the six batches and its budgets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.text import Text

from .marks import Mark
from .money import sums, wan
from .progress import mark, state_of, tally, tally_words
from .site import Link, Site

OPEN = ("late", "running", "planned")


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project. *unit*: whose it is, "" on that unit's own page; *deadline*: "" where it has none."""

    link: Link
    unit: str
    batch: str
    mark: Mark
    deadline: str


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One budget in ten thousand yuan, a row as on the board of budgets; *why* leads nowhere here."""

    link: Link
    planned: str
    disbursed: str
    spent: str
    rate: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """This year's projects and older ones that are still open, late ones first; budgets, newest first."""

    sentence: str
    projects: tuple[ProjectLine, ...]
    budgets: tuple[BudgetLine, ...]


class Works:
    """Projects and budgets of a site by unit; those of a unit below a county are the county's as well."""

    def __init__(self, site: Site) -> None:
        self._site = site
        projects = (r for r in site.snapshot.active("projects") if r["status"] != "absent")
        self._projects = _by_unit(site, projects)
        self._budgets = _by_unit(site, site.snapshot.active("budgets"))

    def of(self, unit: str) -> Worked:
        """What the page of a unit shows."""
        site, year = self._site, self._site.as_of.year
        mine = self._projects.get(unit, ())
        shown = [r for r in mine if r["year"] == year or state_of(site, r) in OPEN]
        budgets = sorted(self._budgets.get(unit, ()), key=lambda r: (-r["year"], r["unit"] != unit, r.id))
        return Worked(
            site.say(works_sentence(site, mine, year)),
            tuple(self._project(r, unit) for r in sorted(shown, key=self._order)),
            tuple(self._budget(r) for r in budgets),
        )

    def _order(self, record: Record) -> tuple[int, int, str, str]:
        state = state_of(self._site, record)
        place = OPEN.index(state) if state in OPEN else len(OPEN)
        return place, -record["year"], str(record.get("deadline", "")), record.id

    def _project(self, record: Record, unit: str) -> ProjectLine:
        site, data = self._site, self._site.public(record)
        return ProjectLine(
            Link(str(data.get("title") or site.title(record)), site.path(record)),
            "" if data["unit"] == unit else site.short(data["unit"]),
            site.label("projects", "batch", data["batch"]),
            mark(site, state_of(site, record)),
            str(data.get("deadline", "")),
        )

    def _budget(self, record: Record) -> BudgetLine:
        found = sums(self._site.public(record)["lines"])
        amounts = (wan(found.planned), wan(found.disbursed), wan(found.spent), found.rate)
        return BudgetLine(self._site.link(record.key), *amounts)


def works_sentence(site: Site, projects: Iterable[Record], year: int) -> Text:
    """How the projects of the year stand, and how many of earlier years are still open."""
    found = list(projects)
    mine = [r for r in found if r["year"] == year]
    older = sum(1 for r in found if r["year"] < year and state_of(site, r) in OPEN)
    words = tally_words(tally(site, mine))
    zh = f"{year} 年 {len(mine)} 个项目：{words.zh}" if mine else f"{year} 年还没有项目"
    en = f"{len(mine)} in {year}: {words.en}" if mine else f"No project in {year} yet"
    if older:
        zh, en = f"{zh}；往年还有 {older} 个未完成", f"{en}; {older} of earlier years still open"
    return Text(f"{zh}。", f"{en}.")


def _by_unit(site: Site, records: Iterable[Record]) -> Mapping[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        county = site.county_of(record["unit"])
        for unit in dict.fromkeys((record["unit"], county.id if county else record["unit"])):
            found[unit].append(record)
    return found
