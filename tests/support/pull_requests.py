"""A small history in Git with pull requests on top, each so small that its comment can be checked by hand.

Three counties (东城、西城、南城) with two schools each, visited once in the fourth quarter; counties and
schools are ranked by the mean score of their visits. The checklist has 100 points: hc-1 40, hc-2 30, hc-3 30.

=========  ======  =====================  =====  =================
school     county  visit                  score  place of schools
=========  ======  =====================  =====  =================
no1        东城    v-no1  (hc-2: 20)         90  1
no2        东城    v-no2  (hc-3: 0)          70  5
no3        西城    v-no3  (hc-2: 10)         80  3
no4        西城    v-no4  (hc-2: 15)         85  2
no5        南城    v-no5  (hc-2: 5)          75  4
no6        南城    none                       –  not ranked
=========  ======  =====================  =====  =================

Counties: 西城 165/200 = 82.50, 东城 160/200 = 80.00, 南城 75.00.

Annual evaluation, 100 points: 1.1 gives 4, 1.2 gives 3, 1.3 gives 1.5 a time (at most 3), 3.2 gives 90 × the
share. 东城 4 + 3 + 3 + 85.5 = 95.5 (excellent), 西城 4 + 3 + 1.5 + 85.5 = 94 (excellent),
南城 4 + 3 + 1.5 + 81 = 89.5 (good, half a point below excellent).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from tests.support.bulletins import QUARTERLY
from tests.support.histories import begun, change, commit, git, write

R = "records"
LEVELS = {"no1": 20, "no2": 30, "no3": 10, "no4": 15, "no5": 5}
COUNTY = {"no1": "dongcheng", "no2": "dongcheng", "no3": "xicheng", "no4": "xicheng", "no5": "nancheng"}
NAMES = {"no1": "一中", "no2": "二中", "no3": "三中", "no4": "四中", "no5": "五中", "no6": "六中"}
COUNTIES = {"dongcheng": "东城区", "xicheng": "西城区", "nancheng": "南城县"}

METHOD = """id: m-2025
title: 2025 年评定办法
version: 1
valid: {from: 2025-01-01, to: 2025-12-31}
grades:
  - {grade: excellent, from: 90}
  - {grade: good, from: 80}
  - {grade: pass, from: 65}
  - {grade: fail, from: 0}
red_failure: fail
rankings:
  - ranking: counties
    minimum_coverage: 30
    weights:
      - {metric: mean-item-score, weight: 1}
    decimals: 2
  - ranking: schools
    minimum_coverage: 0
    weights:
      - {metric: mean-item-score, weight: 1}
    decimals: 2
evaluation:
  decimals: 2
  minimum_coverage: 90
  robustness: {weights_percent: 25, distribution: uniform, draws: 200, seed: 7}
"""

AWARD = """id: a-no4
year: 2025
kind: advanced_unit
unit: no4
notice: {number: 示教体函〔2025〕17号, issued_on: 2025-03-20}
public_notice: {from: 2025-03-10, to: 2025-03-16}
merit: 装备管理规范
"""
HAZARD = """id: hz-1
school: no5
registered_on: 2025-11-06
origin: self_check
topic: hazchem
item: hc-2
grade: general
text: 药品柜的通风不足
due: 2025-11-20
"""
DONE = """id: rc-1
hazard: hz-1
kind: done
on: 2025-11-18
by: 实验室管理员
text: 已加装排风
evidence:
  - title: 整改前后照片
"""
ACCEPTED = """id: fu-1
hazard: hz-1
kind: accepted
on: 2025-11-24
by: [expert-02]
look: site
text: 现场查看，排风有效
evidence:
  - title: 整改前后照片
"""


def visit(school: str, level: int, ledger: str = "met", *, day: str = "2025-11-06") -> str:
    """A visit that gave *level* of 30 points to the second item."""
    found = [("hc-2", "两把钥匙由一人保管")] if level < 30 else []
    found += [("hc-3", "台账缺页")] if ledger == "unmet" else []
    second = "met" if level == 30 else f"partly, score: {level}"
    findings = "".join(
        f"  - {{id: f{n}, item: {item}, grade: general, text: {text}, "
        "due: 2025-11-20, no_hazard: 当场改正}\n"
        for n, (item, text) in enumerate(found, 1)
    )
    return (
        f"id: v-{school}\nperiod: 2025-Q4\ntopic: hazchem\norganization: {school}\nmode: unannounced\n"
        f"status: done\ndate: {day}\nteam:\n"
        "  - {expert: expert-01, role: lead}\n  - {expert: expert-02, role: member}\n"
        "checklist: hazchem-2025\n"
        "checklist_digest: 8c79ce1afda63546d4483264fea4e539865e3ee69009b5d6264b6ddc819c4f49\nresults:\n"
        "  - {item: hc-1, result: met}\n"
        f"  - {{item: hc-2, result: {second}}}\n"
        f"  - {{item: hc-3, result: {ledger}}}\n" + (f"findings:\n{findings}" if findings else "")
    )


def evaluation(county: str, count: int, numerator: int) -> str:
    """4 + 3 + 1.5 × count (at most 3) + the ratio: 90 × numerator / 40."""
    ratio, study = f"{90 * numerator / 40:g}", f"{min(1.5 * count, 3):g}"
    return f"""id: ev-2025-{county}
year: 2025
unit: {county}
checklist: evaluation-2025
status: feedback
dates: {{self: 2025-12-01, verified: 2025-12-12, feedback: 2025-12-18}}
items:
  - {{item: "1.1", state: scored, facts: {{failures: []}}, self_score: 4, verified_score: 4}}
  - {{item: "1.2", state: scored, facts: {{level: february}}, self_score: 3, verified_score: 3}}
  - {{item: "1.3", state: scored, facts: {{count: {count}}}, self_score: {study}, verified_score: {study}}}
  - item: "3.2"
    state: scored
    facts: {{numerator: {numerator}, denominator: 40}}
    self_score: {ratio}
    verified_score: {ratio}
    evidence:
      - title: 整改台账
    scorer: expert-02
"""


OWNERS = """owners:
  - {unit: shili, logins: [city-office]}
  - {unit: dongcheng, logins: [east-office]}
"""


def visits() -> dict[str, str]:
    """The file of each school's visit."""
    return {
        f"{R}/inspections/v-{school}.yml": visit(school, level, "unmet" if school == "no2" else "met")
        for school, level in LEVELS.items()
    }


def bureau(folder: Path) -> Path:
    """The history's main line: the city, its visits and evaluations, and a bulletin that was issued."""
    root = begun(folder)
    for path in ("inspections/i-01.yml", "awards/a-01.yml", "organizations/no1-middle.yml"):
        (root / R / path).unlink()
    counties = {
        f"{R}/organizations/{unit}.yml": f"id: {unit}\nname: {name}\nlevel: county\nparent: shili\n"
        f'division_code: "99010{2 + n}"\n'
        for n, (unit, name) in enumerate(COUNTIES.items())
    }
    schools = {
        f"{R}/organizations/{unit}.yml": f"id: {unit}\nname: {name}\nlevel: school\n"
        f'parent: {COUNTY.get(unit, "nancheng")}\nschool_code: "219900010{n}"\nstage: complete\n'
        "opened: 1998-09-01\n"
        for n, (unit, name) in enumerate(NAMES.items(), 1)
    }
    change(root / R / "checklists/evaluation-2025.yml", "points: 8", "points: 90")
    change(root / R / "checklists/evaluation-2025.yml", "total: 18", "total: 100")
    write(root, counties)
    commit(root, "records: counties", author="市局")
    write(root, schools)
    commit(root, "records: schools", author="市局")
    write(root, {f"{R}/methods/m-2025.yml": METHOD, f"{R}/bulletin-kinds/quarterly.yml": QUARTERLY})
    with (root / R / "bureau.yml").open("a", encoding="utf-8") as file:
        file.write(OWNERS)
    commit(root, "records: method, lists, owners", author="市局")
    entries = [
        *((path, text, f"督查组{path[-5]}") for path, text in visits().items()),
        (f"{R}/awards/2025/a-no4.yml", AWARD, "市局"),
        (f"{R}/hazards/hz-1.yml", HAZARD, "督查组5"),
        (f"{R}/rectifications/rc-1.yml", DONE, "五中"),
        *(
            (f"{R}/evaluations/2025/ev-2025-{county}.yml", evaluation(county, *points), f"{name}录入员")
            for (county, name), points in zip(COUNTIES.items(), ((2, 38), (1, 38), (1, 36)), strict=True)
        ),
    ]
    for path, text, author in entries:
        write(root, {path: text})
        commit(root, f"records: {Path(path).stem}", author=author)
    issue(root, 4, "示教体函〔2025〕30号", date(2025, 12, 31))
    return root


def issue(root: Path, quarter: int, number: str, signed_on: date) -> None:
    """Issue the bulletin of a quarter of 2025."""
    from generator import bulletins
    from generator.model.period import Period
    from generator.pipeline import assess, check, save, save_all
    from generator.read.sources import WorkTree

    checked = check(WorkTree(root))
    kind = checked.snapshot.get("bulletin-kinds", "quarterly")
    assert kind
    save(root, bulletins.draft(checked, kind, Period(2025, quarter)))
    before = commit(root, "bulletins: draft", author="市局")
    checked = check(WorkTree(root))
    record = checked.whole.get("bulletins", f"quarterly-2025-q{quarter}")
    assert record
    found = bulletins.content_of(checked.snapshot, record, assess(checked))
    save_all(root, bulletins.issue(
        checked.snapshot, record, found, number=number, signed_on=signed_on, commit=before
    ))  # fmt: skip
    commit(root, "bulletins: issue", author="市局")


# --- pull requests: each changes the work tree that stands at main ------------------------------------------


def new_visit(root: Path) -> None:
    """六中 is visited for the first time: 100 points, so it is first and 南城 has (75 + 100) / 2 = 87.50."""
    write(root, {f"{R}/inspections/v-no6.yml": visit("no6", 30, day="2025-12-08")})


def two_corrections(root: Path) -> None:
    """二中 70 → 100 and 三中 80 → 95, so 一中 with 90 falls to the third place; 五中 stays the last.

    With 二中 alone: 100, 一中 90, 四中 85, 三中 80, 五中 75, so its own first place and the last of 五中 are
    its doing. With 三中 alone it would be first itself, with 95; it is second because of both. 一中 and 四中
    fall by two places because of both. 东城 with (90 + 100) / 2 = 95 passes 西城 with (95 + 85) / 2 = 90 by
    二中 alone.
    An expert's internal field changes as well, which moves nothing and is not shown.
    """
    change(root / R / "inspections/v-no2.yml", "item: hc-3, result: unmet", "item: hc-3, result: met")
    change(root / R / "inspections/v-no3.yml", "score: 10", "score: 25")
    (root / R / "experts/expert-01.yml").open("a", encoding="utf-8").write("title: 特级教师\n")


def hazard_closed(root: Path) -> None:
    """What awaited acceptance is accepted."""
    write(root, {f"{R}/follow-ups/fu-1.yml": ACCEPTED})


def method_changed(root: Path) -> None:
    """Schools are ranked by whether they passed: all five did, and share the first place."""
    path = root / R / "methods/m-2025.yml"
    head, _, tail = path.read_text(encoding="utf-8").partition("ranking: schools")
    path.write_text(
        f"{head}ranking: schools{tail.replace('mean-item-score', 'inspection-pass-rate')}", encoding="utf-8"
    )


def school_renamed(root: Path) -> None:
    """六中 gets another id and keeps the old one as an alias; the visit of 五中 is deleted."""
    old, new = root / R / "organizations/no6.yml", root / R / "organizations/no6-new.yml"
    new.write_text(old.read_text(encoding="utf-8").replace("id: no6", "id: no6-new"), encoding="utf-8")
    with new.open("a", encoding="utf-8") as file:
        file.write("aliases: [no6]\n")
    old.unlink()
    (root / R / "inspections/v-no5.yml").unlink()


def grades_crossed(root: Path) -> None:
    """东城 81 + 10 = 91 instead of 95.5, one point above the edge; 南城 83.25 + 8.5 = 91.75 instead of 89.5.

    西城 with 94 is first now, because of 东城 alone. 南城 second and 东城 third: only both records together.
    """
    folder = f"{R}/evaluations/2025"
    write(root, {f"{folder}/ev-2025-dongcheng.yml": evaluation("dongcheng", 2, 36)})
    write(root, {f"{folder}/ev-2025-nancheng.yml": evaluation("nancheng", 1, 37)})


def past_edited(root: Path) -> None:
    """A visit that an issued bulletin rests on is withdrawn: 一中 leaves the ranking, four move up."""
    with (root / R / "inspections/v-no1.yml").open("a", encoding="utf-8") as file:
        file.write("withdrawn: {date: 2025-12-20, reason: 记错了学校}\n")


def past_rewritten(root: Path) -> None:
    """The bulletin that was issued is edited: another day, and another score than was printed."""
    path = root / R / "bulletins/2025/quarterly-2025-q4.yml"
    change(path, "signed_on: 2025-12-31", "signed_on: 2025-12-30")
    change(path, "80.00", "85.00")


BAD = "<img src=x onerror=alert(1)> @all #1 [x](javascript:alert(1)) `c` | **b** ##[error]e https://e.example"


def hostile(root: Path) -> None:
    """Text, names of files and of schools that a forge, a terminal or a browser might obey."""
    change(root / R / "awards/2025/a-no4.yml", "merit: 装备管理规范", f"merit: '{BAD}'")
    change(root / R / "hazards/hz-1.yml", "text: 药品柜", "text: 药品柜\u202e")
    change(root / R / "organizations/no6.yml", "name: 六中", "name: '六中<b>@all|#1[x](//e)`c`##[error]'")
    write(root, {f"{R}/inspections/v-no6.yml": visit("no6", 30, day="2025-12-08")})
    write(root, {f"{R}/awards/2025/::error file=x::y|z`.yml": AWARD, "::warning::w\n::error::x.md": "x"})
    write(root, {"docs/<script>.md": "x", f"{R}/awards/2025/a-no5.yml": f"id: '{BAD}'\n"})


def hazard_moved(root: Path) -> None:
    """A record is known by its id: in the folder of its year it is the same, with all that names it."""
    old, new = root / R / "hazards/hz-1.yml", root / R / "hazards/2025/hz-1.yml"
    new.parent.mkdir()
    old.rename(new)


def award_deleted(root: Path) -> None:
    """What was public disappears without a word, and a school's award with it."""
    (root / R / "awards/2025/a-no4.yml").unlink()


def words_only(root: Path) -> None:
    """No record at all."""
    write(root, {"docs/guide/new.md": "新的一页\n"})


PULLS: Mapping[str, Callable[[Path], None]] = {
    one.__name__.replace("_", "-"): one
    for one in (
        new_visit,
        two_corrections,
        hazard_closed,
        method_changed,
        school_renamed,
        grades_crossed,
        past_edited,
        past_rewritten,
        hostile,
        hazard_moved,
        award_deleted,
        words_only,
    )
}
# Who puts a change forward, by the login; all others come from the city.
AUTHORS = {
    "new-visit": "east-office",
    "hazard-closed": "east-office",
    "hostile": "stranger",
    "words-only": "",
}
CITY_LOGIN = "city-office"


def pull(root: Path, name: str) -> None:
    """Make the branch of a pull request, with one commit on top of main."""
    git(root, "switch", "-q", "-C", name, "main")
    PULLS[name](root)
    commit(root, f"records: {name}", author="县区录入员")
