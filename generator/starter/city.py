"""A sample city: the real bureau with what the public text states of it, and invented counties below it.

Every figure of a visit stands on invented counties, schools and persons, each of whose records says
``sample: true``. Some blemishes are meant: a county visited too seldom, two counties with equal totals, a
commendation withdrawn, a school closed, an inspection overdue; each is valid and shows how its page looks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from typing import Any

from generator.model.artifact import Artifact

from .awards import awards
from .budgets import budgets
from .bulletin_kinds import bulletin_kinds
from .cases import cases
from .checklists import inspection_lists
from .corrections import corrections
from .demonstrations import demonstrations
from .documents import SAMPLE_CODES, documents
from .draws import next_draws
from .engagements import engagements
from .evaluation_chemicals import Chemicals
from .evaluation_hazards import Hazards
from .evaluation_lists import evaluation_lists
from .evaluation_world import World
from .evaluations import evaluations
from .experts import Pool, pool
from .hazards import Loop, hazards, lives_of
from .inspections import AS_OF, Inspection, visits
from .interviews import interviews
from .laws import laws
from .meetings import meetings
from .methods import sample_methods
from .nominations import likely_best, nominations, terms
from .organizations import Tree, tree
from .problems import sessions_and_problems
from .projects import projects
from .publicity import WORKING_DAYS, publicity
from .risks import LEVELS, TERMS, chemicals, risk_points, waste_transfers
from .rounds import lots_of, rounds
from .tasks import tasks
from .writing import record_file, yaml_text

SOURCE = "公开稿件《强机制 重示范 求带动 不断推动新时代教育装备事业新发展》（资阳市教育和体育局）"

FIVE_DOUBLES = (
    ("dual-custody", "双人保管"),
    ("dual-lock", "双把锁"),
    ("dual-ledger", "双本账"),
    ("dual-issue", "双人收发"),
    ("dual-acceptance", "双人验收"),
)


Graded = Callable[[Sequence[Artifact]], Mapping[int, Collection[str]]]


def sample_city(
    schools: int = 60, seed: int = 2025, inspections: int | None = None, graded: Graded | None = None
) -> Iterator[Artifact]:
    """Every file below ``records/`` of a city with *schools* schools, the same for the same arguments.

    inspections: how many visits over eight quarters; four for each school where not given.
    graded: says of all files but nominations and awards which counties are excellent, by year, since only
        these may be praised; without it those that are likely to be.
    """
    city = tree(schools, seed)
    made: list[Artifact] = []
    work = yield from _kept(_before_praise(city, schools, seed, inspections), made)
    best = graded(made) if graded else likely_best(city)
    yield from _praise(city, work, best, seed)


def _kept(
    files: Generator[Artifact, None, tuple[list[Inspection], Loop]], made: list[Artifact]
) -> Generator[Artifact, None, tuple[list[Inspection], Loop]]:
    """The *files*, each of which is put into *made* too."""
    while True:
        try:
            made.append(next(files))
        except StopIteration as end:
            work: tuple[list[Inspection], Loop] = end.value
            return work
        yield made[-1]


def _before_praise(
    city: Tree, schools: int, seed: int, inspections: int | None
) -> Generator[Artifact, None, tuple[list[Inspection], Loop]]:
    yield Artifact("records/bureau.yml", yaml_text(bureau(city.counties)).encode(), ("bureau/bureau",))
    for record in city.records:
        yield record_file("organizations", record)
    count = 4 * schools if inspections is None else inspections
    experts = pool(city, seed, count)
    for record in experts.records:
        yield record_file("experts", record)
    for record in engagements(city, experts, seed):
        yield record_file("engagements", record, int(record["dates"]["from"][:4]))
    for record in laws():
        yield record_file("laws", record)
    for checklist in (*inspection_lists(), *evaluation_lists()):
        yield record_file("checklists", checklist.data())
    for record in sample_methods(len(city.counties), terms(city)):
        yield record_file("methods", record)
    for record in documents(SOURCE):
        yield record_file("documents", record)
    for record in bulletin_kinds():
        yield record_file("bulletin-kinds", record)
    for record in publicity():
        yield record_file("publicity", record, int(record["period"]))
    for record in tasks(city, seed):
        yield record_file("tasks", record, record["year"])
    yield from _year_of_work(city, seed)
    yield from _risks(city, seed)
    return (yield from _visits(city, experts, count, seed))


def _year_of_work(city: Tree, seed: int) -> Iterator[Artifact]:
    money = tuple(budgets(city.counties, seed))
    for record in money:
        yield record_file("budgets", record, record["year"])
    for record in projects(city.counties, money, seed):
        yield record_file("projects", record, record["year"])


def _risks(city: Tree, seed: int) -> Iterator[Artifact]:
    for record in risk_points(city, seed):
        yield record_file("risk-points", record)
    for record in chemicals(city, seed):
        yield record_file("chemicals", record, int(record["on"][:4]))
    for record in waste_transfers(city, seed):
        yield record_file("waste-transfers", record, int(record["on"][:4]))


def _visits(
    city: Tree, experts: Pool, count: int, seed: int
) -> Generator[Artifact, None, tuple[list[Inspection], Loop]]:
    held = tuple(rounds(city, experts, count, seed))
    for draw in (*(one.draw for one in held if one.draw), *next_draws(lots_of(city, experts, held), seed)):
        yield record_file("draws", draw, int(draw["period"][:4]))
    seen: list[Inspection] = []
    for inspection in visits(held, seed):
        seen.append(inspection)
        yield record_file("inspections", inspection.data, inspection.year)
    for record in corrections(seen, str(bureau()["city"])):
        yield record_file("corrections", record, int(record["on"][:4]))
    loop = hazards(city, experts, seen, seed)
    for kind, record, year in lives_of(loop):
        yield record_file(kind, record, year)
    shown = tuple(demonstrations(city, experts, seen, seed))
    for record in shown:
        yield record_file("demonstrations", record, record["year"])
    for record in cases(city, shown, SOURCE, seed):
        yield record_file("cases", record, record["year"])
    yield from _meetings(city, seen, shown, seed)
    yield from _evaluations(city, experts, seen, shown, Hazards(city, loop, seen), seed)
    return seen, loop


def _praise(
    city: Tree, work: tuple[list[Inspection], Loop], best: Mapping[int, Collection[str]], seed: int
) -> Iterator[Artifact]:
    told = nominations(city, *work, best, seed)
    for record in told:
        yield record_file("nominations", record, record["year"])
    for record in awards(told):
        yield record_file("awards", record, record["year"])


def _meetings(
    city: Tree, seen: list[Inspection], shown: tuple[dict[str, Any], ...], seed: int
) -> Iterator[Artifact]:
    sessions, problems = sessions_and_problems(city, seed)
    for record in (*meetings(city, shown, SOURCE), *sessions):
        yield record_file("meetings", record, record["year"])
    for record in problems:
        yield record_file("problems", record, record["year"])
    for record in interviews(city, seen, problems, seed):
        yield record_file("interviews", record, int(record["date"][:4]))


def _evaluations(
    city: Tree,
    experts: Pool,
    seen: list[Inspection],
    shown: tuple[dict[str, Any], ...],
    found: Hazards,
    seed: int,
) -> Iterator[Artifact]:
    held = (*meetings(city, shown, SOURCE), *sessions_and_problems(city, seed)[0])
    money = tuple(budgets(city.counties, seed))
    batches = tuple(projects(city.counties, money, seed))
    work = tuple(engagements(city, experts, seed))
    kept = Chemicals(city, risk_points(city, seed), chemicals(city, seed), waste_transfers(city, seed))
    told = tuple(cases(city, shown, SOURCE, seed))
    world = World(experts, seen, held, tasks(city, seed), shown, money, batches, found, work, kept, told)
    made = evaluations(city, world, seed)
    kinds = (("evaluations", made.evaluations), ("statements", made.statements), ("appeals", made.appeals))
    for kind, records in kinds:
        for record in records:
            yield record_file(kind, record, int(record["id"].split("-")[1]))


def bureau(counties: Sequence[str] = ()) -> dict[str, Any]:
    """The real bureau: what the public text states of it, and settings as an example; teams are invented."""
    return {
        "name": "资阳市教育和体育局",
        "short_name": "资阳市教体局",
        "city": "ziyang",
        "issuer": "资阳市教育和体育局",
        "language": "zh",
        "languages": ["zh", "en"],
        "as_of": AS_OF.isoformat(),
        "organ_codes": [
            {"series": "发", "code": "资教体发", "use": "通知等，如资教体发〔2021〕26号"},
            {
                "series": "函",
                "code": "资教体函",
                "use": "表扬通报等，如资教体函〔2022〕23号、资教体函〔2023〕17号",
            },
            *(
                {"series": series, "code": code, "use": "示例", "complete_since": 2021}
                for series, code in SAMPLE_CODES.items()
            ),
        ],
        "stated_pools": [
            {"pool": name, "stated": stated, "source": SOURCE}
            for name, stated in (
                ("city", 145),
                ("provincial", 35),
                ("provincial_supervisor", 7),
                ("city_supervisor", 27),
            )
        ],
        "risk_scheme": "four",
        "risk_levels": list(LEVELS),
        "terms": list(TERMS),
        "working_days": WORKING_DAYS,
        "deadlines": {"major": 30, "general": 15},
        "five_doubles": [{"id": key, "title": title} for key, title in FIVE_DOUBLES],
        "owners": [{"unit": u, "teams": [f"@example-bureau/{u}"]} for u in ("ziyang", *counties)],
        "note": "机构名称、发文代字和专家队伍人数据公开稿件登记；"
        "市级专家库145人为四个类别的合计，稿件未分列。"
        "风险等级、整改期限、“五双”定义以及本站的县（区）、学校、专家、督查和表扬记录均为示例。",
    }
