"""Key tasks as pages show them: the state of each in a mark and words; those of a unit, late ones first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.model.period import Period
from generator.model.record import Record
from generator.model.tasks import in_charge, is_late, is_settled, percent_of, was_in_time
from generator.model.text import Text

from .site import Link, Site
from .wording import some

# What a task is at, in the order of lists: what has to be looked at stands first.
STATES = {
    "overdue": Text("逾期", "Late"),
    "running": Text("进行中", "Running"),
    "todo": Text("未启动", "Not begun"),
    "finished": Text("按期完成", "Done in time"),
    "finished_late": Text("逾期完成", "Done late"),
    "dropped": Text("已终止", "Dropped"),
}
SHOWN = 60  # on the page of a unit; the page of all tasks has the rest
PACE_SAYS_IT = frozenset({"overdue", "finished_late", "dropped"})  # 逾期 10 天, 逾期 5 天完成, 已终止


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in a list.

    kind: a key of ``STATES``; word: it for readers; pace: how it stands to its deadline, in words.
    unit: without a path and text where nobody is in charge. days: left, negative once late; 0 once settled.
    last: the last report. is_withdrawn: no longer counts.
    """

    link: Link
    unit: Link
    county: str
    team: str
    role: str
    deadline: str
    month: int
    percent: int
    kind: str
    word: str
    pace: str
    days: int
    last: str
    year: int
    is_withdrawn: bool

    @property
    def both(self) -> str:
        """State and pace in one; the pace alone where it says the state as well."""
        return self.pace if self.kind in PACE_SAYS_IT else f"{self.word}，{self.pace}"


class Tasks:
    """The tasks of a site: all of them as lines, and by unit; made once for a page function."""

    def __init__(self, site: Site) -> None:
        self.site = site
        lines = [_line(site, r) for r in site.snapshot.of("tasks")]
        self.all: tuple[TaskLine, ...] = tuple(sorted(lines, key=_order))
        self._of: dict[str, list[TaskLine]] = defaultdict(list)
        for line in self.all:
            if line.unit.path and not line.is_withdrawn:
                self._of[line.unit.path].append(line)

    @property
    def years(self) -> tuple[int, ...]:
        """The years with tasks, newest first."""
        return tuple(sorted({line.year for line in self.all}, reverse=True))

    def below(self, unit: Record) -> tuple[TaskLine, ...]:
        """The tasks of a unit and of the units below it; see ``of``."""
        units, found = [unit], []
        while units:
            one = units.pop()
            found.append(one)
            units.extend(self.site.children(one.id))
        return self.of(found)

    def of(self, units: Iterable[Record]) -> tuple[TaskLine, ...]:
        """The tasks of these units in the newest year of theirs, and what is still open of older ones."""
        found = [line for unit in units for line in self._of.get(self.site.path(unit), ())]
        newest = max((line.year for line in found), default=0)
        shown = (line for line in found if line.year == newest or line.kind in ("overdue", "running", "todo"))
        return tuple(sorted(shown, key=_order))


def state_of(task: Record, as_of: date) -> str:
    """What a task is at: a key of ``STATES``."""
    data = task.document.data
    if data["status"] == "dropped":
        return "dropped"
    if is_settled(data):
        return "finished" if was_in_time(data) else "finished_late"
    if is_late(data, as_of):
        return "overdue"
    return "running" if data["status"] == "running" else "todo"


def pace_of(task: Record, as_of: date) -> Text:
    """How a task stands to its deadline; grammatical for today, one day and many."""
    data = task.document.data
    if data["status"] == "dropped":
        return Text("已终止", "dropped")
    until = date.fromisoformat(data["deadline"])
    if is_settled(data):
        late = (date.fromisoformat(data["settled_on"]) - until).days
        if late > 0:
            return Text(f"逾期 {late} 天完成", f"done {_days(late)} late")
        return Text(f"提前 {-late} 天", f"{_days(-late)} early") if late else Text("当天完成", "on the day")
    left = (until - as_of).days
    if left < 0:
        return Text(f"逾期 {-left} 天", f"{_days(-left)} late")
    return Text(f"还有 {left} 天", f"{_days(left)} left") if left else Text("今天到期", "due today")


def tasks_sentence(lines: Iterable[TaskLine]) -> Text:
    """How many tasks there are, how many are settled, late, still running; grammatical for none and one."""
    found = [line for line in lines if not line.is_withdrawn]
    if not found:
        return Text("没有重点任务。", "No key task.")
    counts = Counter(line.kind for line in found)
    late, done = counts["finished_late"], counts["finished"] + counts["finished_late"]
    parts = [
        (done, f"办结 {done} 项", f"{done} done"),
        (late, f"其中逾期完成 {late} 项", f"{late} of them late"),
        (n := counts["overdue"], f"逾期未办结 {n} 项", f"{n} overdue"),
        (n := counts["running"], f"进行中 {n} 项", f"{n} running"),
        (n := counts["todo"], f"未启动 {n} 项", f"{n} not begun"),
        (n := counts["dropped"], f"终止 {n} 项", f"{n} dropped"),
    ]
    zh = "，".join(words for count, words, _ in parts if count)
    en = ", ".join(words for count, _, words in parts if count)
    return Text(f"重点任务 {len(found)} 项：{zh}。", f"{some(len(found), 'key task')}: {en}.")


def shares(lines: Sequence[TaskLine], site: Site) -> tuple[tuple[str, int, str], ...]:
    """(state, how many, word) for a bar of as many cells as there are tasks; what is done stands first."""
    counts = Counter(line.kind for line in lines if not line.is_withdrawn)
    order = ("finished", "finished_late", "running", "todo", "overdue", "dropped")
    return tuple((kind, counts[kind], site.say(STATES[kind])) for kind in order if counts[kind])


def responsibility_path(site: Site, year: int) -> str:
    """The newest year stands at the section's own address."""
    return "responsibility/" if year == responsibility_years(site)[0] else f"responsibility/{year}/"


def responsibility_years(site: Site) -> tuple[int, ...]:
    """The years with tasks and the one that is running, newest first; what lies ahead is left out."""
    years = {r.document.data["year"] for r in site.snapshot.active("tasks")}
    return tuple(sorted({y for y in years if y < site.as_of.year} | {site.as_of.year}, reverse=True))


def _line(site: Site, record: Record) -> TaskLine:
    data = site.public(record)
    owner = in_charge(site.snapshot, record.document.data)
    county = site.county_of(data["unit"]) if "unit" in data else None
    kind = state_of(record, site.as_of)
    entries = data.get("progress", ())
    return TaskLine(
        link=Link(data["title"], site.path(record)),
        unit=site.organization(data["unit"]) if owner else Link(""),
        county=site.short(county.id) if county else "",
        team=site.label("tasks", "team", data["team"]),
        role=data["role"],
        deadline=data["deadline"],
        month=int(data["deadline"][5:7]),
        percent=percent_of(data),
        kind=kind,
        word=site.say(STATES[kind]),
        pace=site.say(pace_of(record, site.as_of)),
        days=0 if is_settled(data) else (date.fromisoformat(data["deadline"]) - site.as_of).days,
        last=entries[-1]["text"] if entries else "",
        year=data["year"],
        is_withdrawn=record.is_withdrawn,
    )


def _order(line: TaskLine) -> tuple[bool, int, str, str]:
    open_ = ("overdue", "running", "todo")
    place = open_.index(line.kind) if line.kind in open_ else len(open_)
    return (line.is_withdrawn, place, line.deadline, line.link.path)


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def year_label(site: Site, year: int) -> str:
    """2025年, or 2025."""
    return site.say(Period(year).label)
