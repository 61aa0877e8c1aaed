"""Three years of demonstration schools: who applied with what, what the survey said, who holds a plaque.

Two years are over. The third year's applications came in autumn, so that every stage is to be seen: some
counties are surveyed, others wait. Uneven on purpose: the youngest county sent too few, one yearly check is
late, one major finding is unanswered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from .chance import shuffled, stream
from .documents import number_of
from .experts import Pool, team
from .inspections import AS_OF, Inspection
from .organizations import School, Tree
from .rota import Rota
from .showcases import (
    ADVISED,
    ASPECTS,
    CHECKED,
    CLOSED,
    KEPT,
    LEAVES,
    OPINIONS,
    PRAISED,
    SHORT,
    THEMES,
    TO_IMPROVE,
    WITHDRAWN,
    Theme,
)

Data = dict[str, Any]
Grave = Mapping[str, Sequence[tuple[str, str]]]  # school -> day and id of visits, the earliest first


@dataclass(frozen=True, slots=True)
class Season:
    """The days of one year's round. decided, key: day and key of the notice, "" where it is still to come."""

    year: int
    applied: tuple[date, date]
    recommended: str
    surveyed: tuple[date, date]
    decided: str = ""
    key: str = ""
    valid_to: str = ""


SEASONS = (
    Season(
        2023, (date(2023, 2, 20), date(2023, 3, 8)), "2023-03-24", (date(2023, 4, 10), date(2023, 5, 12)),
        "2023-05-29", "demonstrations-2023", "2026-05-28",
    ),
    Season(
        2024, (date(2024, 2, 26), date(2024, 3, 13)), "2024-03-29", (date(2024, 4, 15), date(2024, 5, 17)),
        "2024-06-03", "demonstrations-2024", "2027-06-02",
    ),
    Season(
        2025, (date(2025, 9, 15), date(2025, 9, 30)), "2025-10-24", (date(2025, 11, 10), date(2025, 12, 5)),
    ),
)  # fmt: skip
SURVEY_BY = "2025-12-26"  # for the counties that the team has not been to yet
CHECKS = {2024: (date(2024, 10, 14), date(2024, 11, 22)), 2025: (date(2025, 10, 13), date(2025, 12, 5))}
RENEWED = ("2025-11-28", "demonstrations-renewed-2025", "2029-05-28")
LEFT = ("2025-12-02", "demonstrations-left-2025")
DESIGNATED, CULTIVATED = 86, 80  # marks from which a school is designated or cultivated


def demonstrations(
    city: Tree, pool: Pool, inspections: Iterable[Inspection], seed: int
) -> Iterator[dict[str, Any]]:
    """The applications of three years, county by county; no school applies twice."""
    maker = _Maker(Rota(pool), _grave_visits(inspections), stream(seed, "demonstrations"))
    counties = [_County(city, index, maker.grave, maker.chance) for index in range(len(city.counties))]
    for season in SEASONS:
        for county in counties:
            for number in range(1, county.turns(season.year, maker.chance) + 1):
                chosen = county.next(season)
                if chosen:
                    yield maker.record(season, county, number, *chosen)


class _County:
    """One county's schools and themes in the order in which it sends them."""

    def __init__(self, city: Tree, index: int, grave: Grave, chance: Random) -> None:
        self.index = index
        self.id = city.counties[index]
        # The better ones first, and before them one that did well once and was found at fault later.
        self.schools = sorted(city.by_county[index], key=lambda s: -s.quality - chance.random())
        fallen = [s for s in self.schools if index % 5 > 1 and s.id in grave][:1]
        self.schools.sort(key=lambda s: s not in fallen)
        self.themes = shuffled(THEMES, chance)

    @property
    def is_youngest(self) -> bool:
        """It lags behind in everything that the sample shows."""
        return self.index % 5 == 4

    def turns(self, year: int, chance: Random) -> int:
        """How many schools it sends: two or three, the youngest one too few since 2024."""
        drawn = 2 + (chance.random() < 0.5)
        if (self.index, year) == (1, 2024):
            return 3  # of which one is taken back
        return drawn if not self.is_youngest or year == 2023 else 1

    def next(self, season: Season) -> tuple[School, Theme] | None:
        """A school that was there in the season, with a theme that fits it; None where none is left."""
        first, last = season.applied[0].isoformat(), season.decided or AS_OF.isoformat()
        for school in self.schools:
            theme = next((t for t in self.themes if school.stage in t.stages), None)
            if theme and school.is_open(first, last):
                self.schools.remove(school)
                self.themes.remove(theme)
                return school, theme
        return None


@dataclass(slots=True)
class _Maker:
    """Writes one record after the other.

    grave: visits that found a major hazard; plaques: year -> plaques given so far; answers: to such visits.
    """

    rota: Rota
    grave: Grave
    chance: Random
    plaques: dict[int, int] = field(default_factory=dict)
    designated: int = 0
    answers: int = 0
    is_renewed: bool = False

    def record(self, season: Season, county: _County, number: int, school: School, theme: Theme) -> Data:
        """One application with everything that has followed by the sample's day."""
        data = self._application(season, county, number, school, theme)
        if (season.year, county.index, number) == (2024, 1, 3):
            return data | {"sample": True, "withdrawn": WITHDRAWN}
        data["recommendation"] = {"on": season.recommended, "opinion": self.chance.choice(OPINIONS)}
        if season.decided or county.index % 5 in (0, 1):
            data |= self._survey(season, school)
        else:
            data["survey_by"] = SURVEY_BY
        if season.decided:
            data["designation"] = self._decision(season, data["survey"])
            if data["designation"]["result"] == "designated":
                self.designated += 1
                data |= self._later(season, school)
        return data | {"sample": True}

    def _application(
        self, season: Season, county: _County, number: int, school: School, theme: Theme
    ) -> Data:
        return {
            "id": f"d-{season.year}-{county.id}-{number:02}",
            "year": season.year,
            "county": county.id,
            "school": school.id,
            "theme": theme.name,
            "form": theme.form,
            "way": "named" if self.chance.random() < 0.25 else "voluntary",
            "shows": theme.shows,
            "applied_on": self._day(*season.applied),
        }

    def _survey(self, season: Season, school: School) -> Data:
        """Three experts of other counties give marks that follow the school's quality."""
        day = self._day(*season.surveyed)
        available = self.rota.everybody(day).experts
        share = 0.93 if school.id in self.grave else 0.86 + 0.06 * school.quality
        scores = [self._mark(full, share) for _, full in ASPECTS]
        good = sum(scores) >= DESIGNATED
        marks = [{"aspect": a, "full": f, "score": s} for (a, f), s in zip(ASPECTS, scores, strict=True)]
        crew = team(available, school.county, self.chance)
        opinion = self.chance.choice(PRAISED if good else ADVISED)
        return {"survey": {"on": day, "team": crew, "marks": marks, "opinion": opinion}}

    def _mark(self, full: int, share: float) -> Decimal:
        """Whole or half marks."""
        drawn = min(1.0, max(0.4, self.chance.gauss(share, 0.06)))
        return Decimal(round(2 * full * drawn)) / 2

    def _decision(self, season: Season, survey: Data) -> Data:
        total = sum(mark["score"] for mark in survey["marks"])
        notice = {"on": season.decided, "document": number_of(season.key)}
        if total < DESIGNATED:
            result = "cultivated" if total >= CULTIVATED else "declined"
            return {"result": result, **notice, "reason": self.chance.choice(SHORT)}
        plaque = self.plaques[season.year] = self.plaques.get(season.year, 0) + 1
        ends = {"plaque": f"示范{season.year}-{plaque:02}", "valid_to": season.valid_to}
        return {"result": "designated", **notice, **ends}

    def _later(self, season: Season, school: School) -> Data:
        """Yearly checks, and what became of the designation."""
        end = self._end(season, school)
        left = end.get("withdrawal", {}).get("on", AS_OF.isoformat())
        made = [self._check(year) for year in CHECKS if year > season.year]
        checks = [check for check in made if check and str(check["on"]) < left]
        if self.designated == 3:  # one school's first check was forgotten
            checks = checks[1:]
        elif not end and not self.is_renewed:  # one school asked for its review early
            self.is_renewed = True
            day, key, valid_to = RENEWED
            notice = {"on": day, "document": number_of(key), "valid_to": valid_to}
            end = {"renewal": {"result": "renewed", **notice}}
        return ({"checks": checks} if checks else {}) | end

    def _check(self, year: int) -> Data | None:
        """A yearly check; some of this year's are still to come."""
        if year == AS_OF.year and self.chance.random() < 0.25:
            return None
        poor = self.chance.random() < 0.1
        opinion = TO_IMPROVE if poor else self.chance.choice(CHECKED).format(n=self.chance.randint(2, 6))
        result = "improve" if poor else "passed"
        return {"year": year, "on": self._day(*CHECKS[year]), "result": result, "opinion": opinion}

    def _end(self, season: Season, school: School) -> Data:
        """Left because the school was closed or something grave was found, or kept nevertheless."""
        if school.closed and school.closed <= AS_OF.isoformat():
            return {"withdrawal": {"on": school.closed, "reason": CLOSED}}
        found = [(day, visit) for day, visit in self.grave.get(school.id, ()) if day >= season.decided]
        if not found:
            return {}
        self.answers += 1
        if self.answers == 3:  # one still waits for its answer
            return {}
        day, visit = found[0]
        on, key = LEFT
        if day <= on and self.answers % 2:
            notice = {"inspection": visit, "document": number_of(key)}
            return {"withdrawal": {"on": on, "reason": LEAVES, **notice}}
        return {"kept": [{"inspection": v, "on": _soon(d), "reason": KEPT} for d, v in found]}

    def _day(self, first: date, last: date) -> str:
        """A working day of a span."""
        day = first + timedelta(days=self.chance.randint(0, (last - first).days))
        while day.weekday() > 4:
            day -= timedelta(days=1)
        return max(day, first).isoformat()


def _soon(day: str) -> str:
    """Three weeks later, at the latest on the sample's day."""
    return min(date.fromisoformat(day) + timedelta(days=21), AS_OF).isoformat()


def _grave_visits(inspections: Iterable[Inspection]) -> Grave:
    """The visits that found a major hazard."""
    found: dict[str, list[tuple[str, str]]] = {}
    for inspection in inspections:
        if inspection.visited and inspection.visited.has_major:
            found.setdefault(inspection.school.id, []).append((inspection.data["date"], inspection.id))
    return {school: sorted(visits) for school, visits in found.items()}
