"""The sample city: the same on every machine, valid, varied, and visibly invented."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model.artifact import Artifact
from generator.samples import sample
from generator.starter import sample_city
from generator.starter.chance import stream
from generator.starter.checklists import inspection_lists
from generator.starter.findings import NOT_APPLICABLE, NOT_CHECKED, STRENGTHS, WORDINGS
from generator.starter.names import SchoolNames, county_names, person_names
from tests.support import own

ROOT = Path(__file__).parents[2]
AS_OF = "2025-12-10"
REAL = {
    "records/bureau.yml",
    "records/organizations/ziyang.yml",
    "records/organizations/anyue.yml",
    "records/meetings/2023/on-site-2023.yml",
    "records/cases/2023/ziyang-five-mechanisms.yml",
    "records/documents/fa-2021-26.yml",
    "records/documents/sichuan-experiments.yml",
    "records/documents/han-2022-23.yml",
    "records/documents/han-2023-17.yml",
}


class Plain(yaml.CSafeLoader):
    """Reads dates as text, as the strict loader does."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

Records = Mapping[str, Mapping[str, dict[str, Any]]]


def parsed(artifacts: Iterable[Artifact]) -> Records:
    """Kind -> id -> data."""
    kinds: dict[str, dict[str, dict[str, Any]]] = {}
    for artifact in artifacts:
        (key,) = artifact.records
        kind, _, name = key.partition("/")
        assert name not in kinds.setdefault(kind, {})
        kinds[kind][name] = yaml.load(artifact.content, Loader=Plain)
    return kinds


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """With the bulletins, which the results of the rest give."""
    return own.files()


@pytest.fixture(scope="module")
def city() -> Records:
    return own.data()


def ancestors(city: Records, unit: str) -> set[str]:
    """The unit and all above it."""
    line = set()
    at: str | None = unit
    while at:
        line.add(at)
        at = city["organizations"][at].get("parent")
    return line


def test_the_committed_records_are_what_the_code_gives(files: Mapping[str, bytes]) -> None:
    """Otherwise nobody could say which of the two is the sample, which the other tests look at."""
    made = tuple(sample())
    committed = {
        p.relative_to(ROOT).as_posix(): p.read_bytes() for p in (ROOT / "records").rglob("*") if p.is_file()
    }
    assert {a.path: a.content for a in made} == committed == files
    kinds = own.checked().whole.kinds
    assert {a.path: a.records for a in made} == {
        r.path: (key,) for kind, found in kinds.items() for key, r in ((r.key, r) for r in found.values())
    }


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not() -> None:
    """Benchmarks and screenshots are compared across machines: the committed city was made on another one.

    Here that nothing is left over from one city to the next, for which a small one will do.
    """
    one, again = ({a.path: a.content for a in sample(5)} for _ in range(2))
    assert one == again
    assert {a.path: a.content for a in sample_city(5)} != {a.path: a.content for a in sample_city(5, 7)}


def test_it_is_as_large_as_promised(city: Records) -> None:
    """About 5 invented counties, 15 clusters, 60 schools, 60 experts, 240 inspections of eight quarters."""
    levels = Counter(o["level"] for o in city["organizations"].values())
    assert levels == {"city": 1, "county": 6, "cluster": 15, "school": 60}
    assert len(city["experts"]) == 60
    assert Counter(i["period"] for i in city["inspections"].values()) == {
        f"{year}-Q{quarter}": 30 for year in (2024, 2025) for quarter in (1, 2, 3, 4)
    }
    assert sorted(city["checklists"]) == [
        *(f"digital-{year}" for year in (2024, 2025, 2026)),
        *(f"evaluation-{year}" for year in (2023, 2024, 2025)),
        *(f"hazchem-{year}" for year in (2024, 2025, 2026)),
    ]
    praised = Counter((a["year"], a["kind"]) for a in city["awards"].values())
    assert praised == {(y, k): 8 for y in (2023, 2024) for k in ("advanced_unit", "advanced_individual")}


@pytest.mark.parametrize(("schools", "inspections"), [(5, 0), (5, 16), (30, 400), (250, None)])
def test_any_size_is_made_to_measure(schools: int, inspections: int | None) -> None:
    """Benchmarks ask for a number of records and get it; without one, four visits for every school.

    2,500 schools make the 10,000 inspections of the benchmark; a tenth of it is counted here.
    """
    made = list(sample_city(schools=schools, inspections=inspections))
    units = parsed(a for a in made if a.path.startswith("records/organizations/"))["organizations"]
    assert sum(o["level"] == "school" for o in units.values()) == schools
    visits = 4 * schools if inspections is None else inspections
    assert sum(a.path.startswith("records/inspections/") for a in made) == visits
    assert len({a.path for a in made}) == len(made)


def test_names_and_ids_stay_apart_in_a_large_city() -> None:
    """The lists of names are used again and again, the names are not."""
    counties = county_names(110)
    assert len({key for key, _ in counties}) == len({name for _, name in counties}) == 110
    names = SchoolNames("甲禾县", stream(1, "names"))
    assert len({names.next("primary") for _ in range(3000)}) == 3000
    persons = person_names(2000, stream(1, "persons"))
    assert len(set(persons)) == 2000


def test_everything_invented_says_so(files: Mapping[str, bytes]) -> None:
    """Pages print 示例数据 by this field alone."""
    invented = {f"records/laws/{name}.yml" for name in ("five-doubles", "school-rules")}
    laws = {path for path in files if path.startswith("records/laws/")} - invented
    silent = {path for path, content in files.items() if b"\nsample: true\n" not in content}
    assert silent == REAL | laws


def test_real_names_carry_only_what_the_text_states(city: Records) -> None:
    """No school, team, expert or figure below a real county."""
    assert set(city["organizations"]["ziyang"]) == {"id", "name", "level", "order", "teams", "note"}
    assert set(city["organizations"]["anyue"]) == {"id", "name", "level", "parent", "order", "teams", "note"}
    # The text says that the teams were set up by a document: no lead, no size.
    teams = [t for name in ("ziyang", "anyue") for t in city["organizations"][name]["teams"]]
    assert [set(t) for t in teams] == [{"kind", "document"}] * 6
    below = [o["id"] for o in city["organizations"].values() if o.get("parent") == "anyue"]
    units = {e["unit"] for e in city["experts"].values()} | {a["unit"] for a in city["awards"].values()}
    units |= {t.get("unit", "") for t in city["tasks"].values()}
    assert not below
    assert not units & {"ziyang", "anyue"}


def test_the_meeting_of_anyue_is_what_the_text_says(city: Records) -> None:
    """Dates, place and the six forms of its agenda; no theme, no school, no speaker, since none is stated."""
    meeting = city["meetings"]["on-site-2023"]
    assert meeting["title"] == "全市教育装备和信息化现场推进暨管理培训会"
    assert meeting["dates"] == {"from": "2023-03-21", "to": "2023-03-22"}
    assert meeting["host"] == "anyue"
    assert meeting["agenda"] == [
        {"form": form} for form in ("observation", "commendation", "exchange", "cases", "lecture", "speech")
    ]
    assert "强机制 重示范 求带动" in meeting["source"]
    assert not {"theme", "sites", "sample"} & set(meeting)


def test_no_problem_and_no_interview_is_a_real_unit_s(city: Records) -> None:
    """Problems, decisions and interviews are invented, so they are held against invented counties only."""
    real = {"ziyang", "anyue"}
    problems, interviews = city["problems"].values(), city["interviews"].values()
    assert len(problems) >= 20
    assert len(interviews) >= 3
    assert not real & {p["unit"] for p in problems}
    assert not real & {p["decision"]["owner"] for p in problems}
    assert not real & {i["unit"] for i in interviews}


def test_the_bureau_states_the_four_pools(city: Records) -> None:
    """145 is a total of four categories; no figure per category is made up."""
    stated = city["bureau"]["bureau"]["stated_pools"]
    assert {p["pool"]: p["stated"] for p in stated} == {
        "city": 145,
        "provincial": 35,
        "provincial_supervisor": 7,
        "city_supervisor": 27,
    }
    assert not any("category" in p for p in stated)


def test_no_text_looks_like_an_identifier_or_a_phone(files: Mapping[str, bytes]) -> None:
    """The sample must never trip the privacy rules, nor teach anyone to enter such numbers."""
    for path, content in files.items():
        digests = r"[a-z0-9_]+: [0-9a-f]{64}|(?<=[a-z0-9])@([0-9a-f]{16}|[0-9])(?=\")"
        text = re.sub(digests, "", content.decode())
        assert not re.search(
            r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])|[0-9]{11,}|[0-9]{3,4}-[0-9]{7,8}|\w@", text
        ), path
        assert "表彰" not in text, path


def test_school_codes_belong_to_no_province(city: Records) -> None:
    """Digits 3 and 4 are the province; 00 is none, so no real school is meant."""
    codes = [o["school_code"] for o in city["organizations"].values() if o["level"] == "school"]
    assert all(re.fullmatch(r"2100[0-9]{6}", code) for code in codes)
    assert len(codes) == len(set(codes))


def test_persons_are_visibly_invented(city: Records) -> None:
    """All bear the same generation character."""
    names = [e["name"] for e in city["experts"].values()] + [
        a["person"] for a in city["awards"].values() if "person" in a
    ]
    assert all(name[1] == "例" and len(name) == 3 for name in names)


def test_no_expert_is_sent_where_they_have_a_tie(city: Records) -> None:
    """Neither to their own unit, nor below it, nor where they have an interest."""
    for inspection in city["inspections"].values():
        line = ancestors(city, inspection["organization"]) - {"ziyang"}
        for member in inspection["team"]:
            expert = city["experts"][member["expert"]]
            ties = {expert["unit"]} | {i["organization"] for i in expert.get("interests", ())}
            assert not ties & line, (inspection["id"], expert["id"])


def test_a_term_covers_every_visit(city: Records) -> None:
    """An expert whose term has ended inspects nothing."""
    for inspection in city["inspections"].values():
        day = inspection.get("date") or inspection["planned_on"]
        assert len({m["expert"] for m in inspection["team"]}) == 3
        assert [m["role"] for m in inspection["team"]] == ["lead", "member", "member"]
        for member in inspection["team"]:
            terms = [p["term"] for p in city["experts"][member["expert"]]["pools"]]
            assert any(t["from"] <= day <= t["to"] for t in terms)


def test_results_answer_every_item_of_the_checklist(city: Records) -> None:
    """In its order, with points strictly between nothing and all where met in part."""
    for inspection in done(city):
        checklist = city["checklists"][inspection["checklist"]]
        points = {i["id"]: i["points"] for s in checklist["sections"] for i in s["items"]}
        assert [r["item"] for r in inspection["results"]] == list(points)
        for result in inspection["results"]:
            assert ("score" in result) == (result["result"] == "partly")
            assert ("reason" in result) == (result["result"] in ("not_applicable", "not_checked"))
            assert "score" not in result or 0 < result["score"] < points[result["item"]]


def test_findings_explain_the_points_lost_and_nothing_else(city: Records) -> None:
    """One for each item not fully met; a major one exactly where an item of that grade failed."""
    for inspection in done(city):
        checklist = city["checklists"][inspection["checklist"]]
        grades = {i["id"]: i.get("hazard_grade") for s in checklist["sections"] for i in s["items"]}
        lost = {r["item"]: r["result"] for r in inspection["results"] if r["result"] in ("partly", "unmet")}
        findings = inspection.get("findings", [])
        assert [f["item"] for f in findings] == list(lost)
        for finding in findings:
            is_major = lost[finding["item"]] == "unmet" and grades[finding["item"]] == "major"
            assert finding["grade"] == ("major" if is_major else "general")
            assert finding["due"] > inspection["date"]


def test_days_lie_in_their_quarter_and_before_the_day_of_the_sample(city: Records) -> None:
    """What is still planned is announced; nothing unannounced is given away."""
    for inspection in city["inspections"].values():
        year, quarter = inspection["period"].split("-Q")
        day = inspection.get("date") or inspection["planned_on"]
        assert day[:4] == year
        assert (int(day[5:7]) + 2) // 3 == int(quarter)
        if inspection["status"] == "planned":
            assert inspection["mode"] == "announced"
        if inspection["status"] == "done":
            assert inspection["date"] <= AS_OF


def test_schools_are_visited_only_while_they_exist(city: Records) -> None:
    """One closed in the summer of 2025, one opened in the autumn of 2024."""
    closed = [o for o in city["organizations"].values() if "closed" in o]
    assert len(closed) == 1
    for inspection in city["inspections"].values():
        school = city["organizations"][inspection["organization"]]
        day = inspection.get("date") or inspection["planned_on"]
        assert school["opened"] <= day < school.get("closed", "9999")
        assert inspection["topic"] == "digital" or school["keeps"]["hazchem"]


def test_points_of_every_checklist_sum_up_to_a_hundred(city: Records) -> None:
    """Sections of the evaluation: 10, 20, 25, 20, 10, 8, 7; 33 items on chemicals, four of them red."""
    for checklist in city["checklists"].values():
        assert sum(i["points"] for s in checklist["sections"] for i in s["items"]) == 100, checklist["id"]
    sections = city["checklists"]["evaluation-2025"]["sections"]
    assert [sum(i["points"] for i in s["items"]) for s in sections] == [10, 20, 25, 20, 10, 8, 7]
    colours = Counter(
        i["risk_color"] for s in city["checklists"]["hazchem-2025"]["sections"] for i in s["items"]
    )
    assert colours == {"red": 4, "orange": 12, "yellow": 14, "blue": 3}


def test_every_item_has_words() -> None:
    """Four wordings for each item that inspectors score, words for each section."""
    scored = {i.id for c in inspection_lists() for i in c.items}
    assert set(WORDINGS) == scored
    assert set(NOT_APPLICABLE) | set(NOT_CHECKED) <= scored
    assert all(len(set(texts)) >= 4 for texts in WORDINGS.values())
    assert {s for c in inspection_lists() for s, _ in c.sections} == set(STRENGTHS)


def test_partial_scores_follow_the_scoring_rule(city: Records) -> None:
    """An officer reads 每学期3次以上4分，偶有开展2分 beside the score; another number would look careless."""
    scores = {
        (r["item"], str(r["score"])) for i in done(city) for r in i["results"] if r["result"] == "partly"
    }
    assert {s for item, s in scores if item == "dt-12"} <= {"2", "4"}
    assert {s for item, s in scores if item == "hc-22"} <= {"2", "3.5"}
    assert {s for item, s in scores if item == "hc-12"} <= {"1", "2", "3"}
    assert {s for item, s in scores if item == "dt-10"} <= {"1", "2.5"}


def test_texts_vary(city: Records) -> None:
    """No wording on more than one finding in fifty, and hardly two summaries alike."""
    findings = Counter(f["text"] for i in done(city) for f in i.get("findings", ()))
    summaries = Counter(i["summary"] for i in done(city))
    assert max(findings.values()) <= sum(findings.values()) / 50
    assert len(summaries) >= 0.9 * sum(summaries.values())


def test_no_award_in_a_year_with_a_major_finding(city: Records) -> None:
    """Neither for the unit nor for a person of it."""
    barred = {
        (i["organization"], int(i["period"][:4]))
        for i in done(city)
        if any(f["grade"] == "major" for f in i.get("findings", ()))
    }
    assert barred
    assert not barred & {(a["unit"], a["year"]) for a in city["awards"].values()}


def test_the_blemishes_are_there(city: Records) -> None:
    """Pages have to show them, so the sample has to have them."""
    inspections = city["inspections"].values()
    thin = {
        i["organization"]
        for i in inspections
        if i["period"] == "2024-Q3" and i["organization"].startswith("wuchuan-")
    }
    assert len(thin) == 1
    assert Counter(i["status"] for i in inspections) == {
        "done": 231,
        "planned": 6,
        "cancelled": 1,
        "draft": 2,
    }
    assert sum(i["status"] == "planned" and i["planned_on"] < AS_OF for i in inspections) == 1
    assert sum("withdrawn" in a for a in city["awards"].values()) == 1
    assert not all(e["consent"] for e in city["experts"].values())


def done(city: Records) -> list[dict[str, Any]]:
    """The inspections that took place."""
    return [i for i in city["inspections"].values() if i["status"] == "done"]


def printed(value: Fraction, decimals: int) -> Decimal:
    """Rounded half-up, as on a page."""
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal(10) ** -decimals, ROUND_HALF_UP)


def points(city: Records, inspection: Mapping[str, Any]) -> tuple[Fraction, Fraction, bool]:
    """(obtained, applicable, passed), worked anew from the written records."""
    checklist = city["checklists"][inspection["checklist"]]
    items = {i["id"]: i for s in checklist["sections"] for i in s["items"]}
    obtained = applicable = Fraction(0)
    fatal = False
    for row in inspection["results"]:
        item, result = items[row["item"]], row["result"]
        if result == "not_checked" or (
            result == "not_applicable" and checklist["not_applicable"] == "rescale"
        ):
            continue
        full = Fraction(item["points"])
        applicable += full
        obtained += {"partly": Fraction(str(row.get("score", 0))), "unmet": Fraction(0)}.get(result, full)
        fatal |= result == "unmet" and (item.get("risk_color") == "red" or item.get("veto", False))
    return obtained, applicable, not fatal and obtained / applicable >= Fraction(65, 100)


def test_two_counties_come_out_equal_in_one_quarter(city: Records) -> None:
    """A tie (1, 2, 2, 4) can be seen: half the printed pass rate and half the printed mean score of 2024."""
    rows: dict[str, list[tuple[Fraction, Fraction, bool]]] = {}
    for inspection in done(city):
        if inspection["period"] == "2024-Q2":
            rows.setdefault(inspection["organization"].split("-")[0], []).append(points(city, inspection))
    totals = []
    for row in rows.values():
        passed = printed(Fraction(100 * sum(p for *_, p in row), len(row)), 1)
        mean = printed(100 * sum(o for o, *_ in row) / sum(a for _, a, _ in row), 2)
        totals.append(printed(Fraction(passed + mean) / 2, 1))
    assert len(totals) == 5
    assert len(set(totals)) == 4


def test_most_visits_end_well_and_some_do_not(city: Records) -> None:
    """A city in which every school passes teaches nothing about the pages."""
    passed = [points(city, i)[2] for i in done(city)]
    assert 0.9 < sum(passed) / len(passed) < 1
