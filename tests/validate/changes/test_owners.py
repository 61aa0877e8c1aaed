"""Who may: by what stands in the records and by the owners of the base."""

from __future__ import annotations

import pytest

from generator.validate.change_rule import Circumstances
from generator.validate.owning import unchecked
from tests.support.proposals import changed, found, proposal
from tests.support.records import CASES, base, folder, split

CASE = CASES.parent / "changes" / "CHG041-not-the-owner" / "before"
BUREAU = "--- records/bureau.yml\n" + folder(CASE)["records/bureau.yml"]
SCHOOL = "records/organizations/no1-middle.yml"
NEW = "id: {}\nname: {}\nlevel: {}\nparent: {}\n"


def by(author: str, text: str, before: str = "", gone: tuple[str, ...] = ()) -> list[str]:
    """Codes of what is found where *author* puts forward the files in *text*."""
    said = changed(text, f"{BUREAU}\n{before}", gone=gone, asked=Circumstances(author))
    return [line.rpartition(" ")[2] for line in said]


def file(path: str, text: str) -> str:
    return f"--- {path}\n{text.rstrip()}\n"


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("dongcheng-office", []),
        ("@example-bureau/dongcheng", []),
        ("city-office", []),
        ("xicheng", ["CHG041"]),
    ],
)
def test_school_of_a_county(author: str, expected: list[str]) -> None:
    """Its own county's owners and the city's, by login or by team; nobody else."""
    school = base()[SCHOOL].rstrip() + "\nnote: 新校区启用\n"
    assert by(author, file(SCHOOL, school)) == expected


def test_new_units_come_below_their_parent() -> None:
    """Also several at once: the base knows the county alone."""
    cluster = file("records/organizations/dc-s.yml", NEW.format("dc-s", "东城南区", "cluster", "dongcheng"))
    other = file("records/organizations/xi.yml", NEW.format("xi", "西城", "county", "shili"))
    school = NEW.format("dc-s1", "东城第二小学", "school", "dc-s") + "stage: primary\n"
    assert by("dongcheng-office", cluster + file("records/organizations/dc-s1.yml", school)) == []
    assert by("dongcheng-office", other) == ["CHG041"]


def test_nobody_takes_a_school_over() -> None:
    """Where a unit belongs is the city's to say."""
    school = base()[SCHOOL].replace("parent: dongcheng-north", "parent: dongcheng")
    assert by("dongcheng-office", file(SCHOOL, school)) == ["CHG042"]
    assert by("city-office", file(SCHOOL, school)) == []


def test_nobody_lets_themselves_in() -> None:
    """The owners of the base decide, and only the city's change owners, methods and schemas."""
    let = BUREAU.replace("dongcheng-office", "stranger")
    assert by("stranger", let) == ["CHG041"]
    assert by("dongcheng-office", let) == ["CHG041"]
    assert by("city-office", let) == []
    schema = file("schemas/awards.schema.json", "{}")
    assert by("dongcheng-office", schema) == ["CHG041"]
    assert by("stranger", file("docs/notes.md", "x")) == []


def test_inspected_side_does_not_touch_draws_and_follow_ups() -> None:
    """They are the city's, whichever school they are about; what the school reports is its own."""
    files = folder(CASES / "EVT012-major-accepted-by-too-few" / "good")
    accepted, report = "records/follow-ups/2025/fu-1.yml", "records/rectifications/2025/rc-1.yml"
    before = "".join(file(path, text) for path, text in files.items() if path not in (accepted, report))
    assert by("dongcheng-office", file(accepted, files[accepted]), before) == ["CHG041"]
    assert by("dongcheng-office", file(report, files[report]), before) == []
    assert by("city-office", file(accepted, files[accepted]), before + file(report, files[report])) == []
    assert by("city-office", file(report, files[report]), before) == ["CHG043"]


def test_whoever_mends_a_problem_may_withdraw_its_exemption() -> None:
    """It is the city's to grant, and must go with the problem."""
    text = "id: ex\ncode: IDN003\nrecord: organizations/no1-middle\nreason: 办理中\nby: shili\n"
    text += "on: 2025-12-01\nuntil: 2026-03-31\n"
    path = "records/exemptions/ex.yml"
    gone = text + "withdrawn:\n  date: 2025-12-20\n  reason: 已改好\n"
    assert by("dongcheng-office", file(path, text)) == ["CHG041"]
    assert by("dongcheng-office", file(path, gone), file(path, text)) == []
    longer = gone.replace("2026-03-31", "2027-03-31")
    assert by("dongcheng-office", file(path, longer), file(path, text)) == ["CHG041"]


def test_who_is_in_a_team_only_the_forge_knows() -> None:
    """Where a unit names no logins nobody is refused for not being among them; that is said."""
    teams = BUREAU.replace("    logins: [dongcheng-office]\n", "")
    school = base()[SCHOOL].rstrip() + "\nnote: 新校区启用\n"
    begun = {**base(), **split(teams)}
    for author, expected in (("somebody", []), ("city-office", []), ("@example-bureau/x", [])):
        asked = proposal(begun, {**begun, SCHOOL: school}, Circumstances(author))
        assert found(asked) == expected
        assert any("dongcheng" in text.zh for text in unchecked(asked)) == (author != "city-office")


def test_without_an_author_it_is_said_that_nothing_was_checked() -> None:
    """Silence would look like consent."""
    begun = {**base(), **split(BUREAU)}
    said = [text.zh for text in unchecked(proposal(begun, begun))]
    assert said == ["未核对“谁可以改”：没有给出作者（--author）"]
    assert [t.zh for t in unchecked(proposal(begun, begun, Circumstances("x")))] == []
    assert "owners" in next(iter(unchecked(proposal(base(), base(), Circumstances("x"))))).zh
    assert by("", file("records/methods/x.yml", "id: x\n")) == []


def test_county_recommends_and_the_city_decides() -> None:
    """A nomination is the county's, without its unit being named in the report; its outcome is the city's."""
    files = folder(CASES.parent / "schemas" / "nominations" / "good")
    path = "records/nominations/2025/x.yml"
    text = files["full.yml"].partition("withdrawn:")[0]
    begun = text.partition("unit: ")
    text = f"{begun[0]}unit: no1-middle\n{begun[2].partition(chr(10))[2]}"
    assert "CHG041" not in by("dongcheng-office", file(path, text))
    assert "CHG041" in by("stranger", file(path, text))
    judged = text.replace("outcome: clear", "outcome: objection")
    assert by("dongcheng-office", file(path, judged), file(path, text)) == ["CHG042"]
