"""The units that were there on a day with their teams, as a tree, and who has the tasks of that year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.record import Record
from generator.model.standing import day_of_judgement, exists_on, requirement
from generator.model.teams import KINDS, Data, missing_on, teams_on
from generator.model.text import Text

from .site import Link
from .tasks import TaskLine, Tasks, shares

MOST_SCHOOLS = 400  # in the city; beyond that the tree says how many there are and leads to the units' pages


@dataclass(frozen=True, slots=True)
class TeamMark:
    """One of three teams. *kind*: ``met`` or ``open``; *lead*: the post or why there is none."""

    kind: str
    name: str
    lead: str
    members: str


@dataclass(frozen=True, slots=True)
class Node:
    """A unit with its teams and tasks, and the units below it.

    is_bound: must have the teams. founded: documents that say that teams are there whose posts are not
    recorded. tasks: its own and those below in a bar; *tasks_path* leads to their row. schools: those right
    below it, () where there are too many; count: how many, whole: how many with three teams.
    """

    link: Link
    level: str
    teams: tuple[TeamMark, ...]
    is_bound: bool
    founded: tuple[Link, ...]
    tasks: tuple[tuple[str, int, str], ...]
    tasks_path: str
    below: tuple[Node, ...]
    schools: tuple[Node, ...]
    count: int
    whole: int


class Roster:
    """A year: its last day or today, the units of that day, the tasks of that year.

    bound: units that must have the three teams; lacking: those of them that have not. of: tasks by the path
    of the unit in charge, "" for those that nobody has.
    """

    def __init__(self, tasks: Tasks, year: int) -> None:
        site = tasks.site
        self.site, self.year = site, year
        self.day = day = day_of_judgement(year, site.as_of)
        self.lines = [line for line in tasks.all if line.year == year and not line.is_withdrawn]
        self.units = units = [r for r in site.organizations if exists_on(r, day)]
        self.levels = frozenset(requirement(site.snapshot, "teams", day).get("levels", ()))
        self.bound = [u for u in units if u.document.data["level"] in self.levels]
        self.lacking = [u for u in self.bound if missing_on(u.document.data, day)]
        self.of: dict[str, list[TaskLine]] = defaultdict(list)
        for line in self.lines:
            self.of[line.unit.path].append(line)
        self.below: dict[str, list[Record]] = defaultdict(list)
        known = {u.id for u in units}
        for unit in units:
            parent = unit.document.data.get("parent", "")
            self.below[parent if parent in known else ""].append(unit)
        self.has_schools = sum(u.document.data["level"] == "school" for u in units) <= MOST_SCHOOLS

    @property
    def orphans(self) -> list[TaskLine]:
        """The tasks that nobody answers for and that were not dropped."""
        return [line for line in self.of.get("", ()) if line.kind != "dropped"]

    def tree(self) -> Iterator[Node]:
        """The city, or whatever stands at the top."""
        return (self._node(unit) for unit in self.below.get("", ()))

    def _node(self, unit: Record) -> Node:
        site, data = self.site, self.site.public(unit)
        children = self.below.get(unit.id, [])
        schools = [c for c in children if c.document.data["level"] == "school"]
        units = [c for c in children if c.document.data["level"] != "school"]
        lines = list(self._lines(unit))
        held = teams_on(data, self.day)
        founded = dict.fromkeys(t["document"] for t in held.values() if "lead" not in t and "document" in t)
        return Node(
            link=site.organization(unit.id),
            level=site.label("organizations", "level", data["level"]),
            teams=tuple(self._mark(kind, held.get(kind)) for kind in KINDS),
            is_bound=data["level"] in self.levels,
            founded=tuple(site.document(number) for number in founded),
            tasks=shares(lines, site),
            tasks_path=f"#u-{unit.id}" if self.of.get(site.path(unit)) else "",
            below=tuple(self._node(child) for child in units),
            schools=tuple(self._node(school) for school in schools) if self.has_schools else (),
            count=len(schools),
            whole=sum(not missing_on(s.document.data, self.day) for s in schools),
        )

    def _mark(self, kind: str, team: Data | None) -> TeamMark:
        name = self.site.label("organizations", "teams[].kind", kind)
        if team is None:
            return TeamMark("open", name, self.site.say(Text("没有", "none")), "")
        members = team.get("members")
        size = self.site.say(Text(f"{members} 人", f"{members}")) if members is not None else ""
        return TeamMark("met", name, str(team.get("lead", "")), size)

    def _lines(self, unit: Record) -> Iterator[TaskLine]:
        yield from self.of.get(self.site.path(unit), ())
        for child in self.below.get(unit.id, ()):
            yield from self._lines(child)
