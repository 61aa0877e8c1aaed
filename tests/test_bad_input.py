"""What people who do not know YAML write: one mistake gets one answer, and the site stays as it was."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import main
from generator.starter.documents import number_of
from tests.support.terminal import Run

AS_OF = "2025-12-10"
AWARD_PATH = "records/awards/2024/a-2024-person-77.yml"
AWARD = f"""\
id: a-2024-person-77
year: 2024
kind: advanced_individual
unit: bingling-s01
person: 叶例安
post: 总务副主任
notice:
  number: {number_of("bulletin-commendation-2024")}
  issued_on: 2025-03-06
public_notice:
  from: 2025-02-20
  to: 2025-02-26
merit: 改进演示实验，减少药品用量和废液产生。
consent: true
public_until: 2027-12-31
sample: true
"""
SCHOOL_PATH = "records/organizations/jiahe-s77.yml"
SCHOOL = """\
id: jiahe-s77
name: 甲禾县例堰小学
short_name: 例堰小学
level: school
parent: jiahe-c01
school_code: "2100000177"
stage: primary
order: 77
teams:
  - {kind: management, lead: 总务主任, members: 2}
keeps:
  laboratories: 2
  hazchem: true
sample: true
"""
EXPERT_PATH = "records/experts/expert-077.yml"
EXPERT = """\
id: expert-077
name: 陈例堰
unit: jiahe-s02
consent: true
pools:
  - pool: city
    category: experiment
    term:
      from: 2023-03-01
      to: 2026-02-28
sample: true
"""
VISIT_PATH = "records/inspections/2025/i-2025-q4-hazchem-77.yml"
VISIT = """\
id: i-2025-q4-hazchem-77
period: 2025-Q4
topic: hazchem
organization: jiahe-s01
mode: announced
status: planned
planned_on: 2025-12-20
team:
  - {expert: expert-077, role: lead}
checklist: hazchem-2025
sample: true
"""
KINDS = (
    "organizations",
    "experts",
    "documents",
    "laws",
    "checklists",
    "methods",
)
FILES = {AWARD_PATH: AWARD, SCHOOL_PATH: SCHOOL, EXPERT_PATH: EXPERT, VISIT_PATH: VISIT}


@dataclass(frozen=True)
class Mistake:
    """*make* spoils a valid copy of the sample; *errors* are all that a check may say: code and place."""

    title: str
    make: Callable[[Path], object]
    errors: tuple[tuple[str, str], ...]


def resident_id() -> str:
    """An identifier that is nobody's, made here so that none stands in a file of this repository."""
    digits = "51202119900307" + "999"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(d) * w for d, w in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


MOBILE = "13" + "912345678"


def swap(old: str, new: str, path: str = AWARD_PATH) -> Callable[[Path], object]:
    """Write *new* for the one place that reads *old*."""
    assert FILES[path].count(old) == 1, f"{old!r} in {path}"
    return write(FILES[path].replace(old, new), path)


def write(content: str | bytes, path: str = AWARD_PATH) -> Callable[[Path], object]:
    """Write a whole file."""
    data = content.encode() if isinstance(content, str) else content

    def make(city: Path) -> None:
        (city / path).parent.mkdir(parents=True, exist_ok=True)
        (city / path).write_bytes(data)

    return make


def rename(path: str, new: str) -> Callable[[Path], object]:
    """Give a file another name."""
    return lambda city: (city / path).rename(city / new)


def link(path: str, target: str) -> Callable[[Path], object]:
    """Put a symbolic link where a record should be."""
    return lambda city: (city / path).symlink_to(city / target)


def at(line: int, code: str, path: str = AWARD_PATH) -> tuple[tuple[str, str], ...]:
    """The one error, at a line."""
    return ((code, f"{path}:{line}"),)


MISTAKES = (
    # --- signs that a Chinese keyboard gives, and signs that one forgets
    Mistake("Chinese colon", swap("post: 总务", "post：总务"), at(6, "YML030")),
    Mistake("no blank after the colon", swap("post: 总务", "post:总务"), at(6, "YML034")),
    Mistake(
        "no blank after a dash",
        swap("  - {kind: management", "  -{kind: management", SCHOOL_PATH),
        at(10, "YML037", SCHOOL_PATH),
    ),
    Mistake("no colon", swap("post: 总务", "post 总务"), at(6, "YML047")),
    Mistake("tab before a field", swap("  number:", "\tnumber:"), at(8, "YML011")),
    Mistake("tab after a field", swap("post: 总", "post:\t总"), at(6, "YML011")),
    Mistake("missing quote", swap("post: 总务副主任", 'post: "总务副主任'), at(6, "YML043")),
    Mistake("Chinese quotes", swap("post: 总务副主任", "post: “总务副主任”"), at(6, "YML031")),
    Mistake(
        "Chinese comma between fields in braces",
        swap("{kind: management, lead", "{kind: management，lead", SCHOOL_PATH),
        at(10, "YML032", SCHOOL_PATH),
    ),
    Mistake("a wide blank before a field", swap("  issued_on", "　issued_on"), at(9, "YML033")),
    Mistake("indentation", swap("  issued_on", "    issued_on"), at(9, "YML042")),
    Mistake("second colon in a value", swap("merit: 改进", "merit: 事迹: 改进"), at(13, "YML041")),
    Mistake("hash cuts a text off", swap("改进演示", "改进 #演示"), at(13, "YML036")),
    Mistake("value begins with @", swap("post: 总", "post: @总"), at(6, "YML046")),
    Mistake("unclosed brace", swap("members: 2}", "members: 2", SCHOOL_PATH), at(10, "YML044", SCHOOL_PATH)),
    Mistake(
        "bracket instead of brace",
        swap("members: 2}", "members: 2]", SCHOOL_PATH),
        at(10, "YML044", SCHOOL_PATH),
    ),
    Mistake(
        "a brace closed twice",
        swap("members: 2}", "members: 2}}", SCHOOL_PATH),
        at(10, "YML044", SCHOOL_PATH),
    ),
    Mistake(
        "a brace never opened",
        swap("{kind: management", "kind: management", SCHOOL_PATH),
        at(10, "YML044", SCHOOL_PATH),
    ),
    # --- fields
    Mistake("a field twice", swap("post: 总", "person: 张例\npost: 总"), at(6, "YML020")),
    Mistake("unknown field", swap("post: 总", "positon: 总"), at(6, "STR002")),
    Mistake("missing field", swap("person: 叶例安\n", ""), at(1, "STR001")),
    Mistake("label instead of code", swap("kind: advanced_individual", "kind: 先进个人"), at(3, "STR004")),
    Mistake("yes instead of true", swap("sample: true", "sample: yes"), at(16, "STR003")),
    Mistake(
        "是 instead of true", swap("hazchem: true", "hazchem: 是", SCHOOL_PATH), at(13, "STR003", SCHOOL_PATH)
    ),
    Mistake(
        "number with its unit",
        swap("laboratories: 2", "laboratories: 2间", SCHOOL_PATH),
        at(12, "STR003", SCHOOL_PATH),
    ),
    Mistake("number in full-width digits", swap("year: 2024", "year: ２０２４"), at(2, "STR003")),
    Mistake(
        "code without quotes loses its form",
        swap('"2100000177"', "2100000177", SCHOOL_PATH),
        at(6, "STR003", SCHOOL_PATH),
    ),
    Mistake(
        "code one digit short", swap('"2100000177"', '"210000017"', SCHOOL_PATH), at(6, "STR005", SCHOOL_PATH)
    ),
    Mistake("negative count", swap("members: 2", "members: -2", SCHOOL_PATH), at(10, "STR008", SCHOOL_PATH)),
    Mistake("field left empty", swap("post: 总务副主任", "post:"), at(6, "STR003")),
    # --- dates
    Mistake("date with points", swap("2025-03-06", "2025.3.6"), at(9, "STR006")),
    Mistake("date in Chinese", swap("2025-03-06", "2025年3月6日"), at(9, "STR006")),
    Mistake("date without zeros", swap("2025-03-06", "2025-3-6"), at(9, "STR006")),
    Mistake("date with slashes", swap("2025-03-06", "2025/03/06"), at(9, "STR006")),
    Mistake("date without hyphens", swap("2025-03-06", "20250306"), at(9, "STR003")),
    Mistake(
        "9999 for no end",
        swap("to: 2026-02-28", "to: 9999-12-31", EXPERT_PATH),
        at(10, "STR006", EXPERT_PATH),
    ),
    Mistake("a day that no year has", swap("2025-03-06", "2025-02-30"), at(9, "STR006")),
    Mistake("a day to come", swap("2025-03-06", "2025-12-25"), at(9, "DAT005")),
    Mistake("unlike the other awards of the notice", swap("2025-03-06", "2025-03-07"), at(9, "AWD007")),
    Mistake("end before start", swap("to: 2025-02-26", "to: 2025-02-16"), at(12, "DAT001")),
    Mistake("notice before objections end", swap("to: 2025-02-26", "to: 2025-03-08"), at(9, "DAT008")),
    # --- references and rules
    Mistake("typo in a reference", swap("unit: bingling-s01", "unit: bingling-s0l"), at(4, "REF001")),
    Mistake("name instead of id", swap("unit: bingling-s01", "unit: 炳岭小学"), at(4, "STR005")),
    Mistake("award to a missing unit", swap("unit: bingling-s01", "unit: nowhere"), at(4, "REF001")),
    Mistake("notice number in plain brackets", swap("〔2025〕", "(2025)"), at(8, "DOC001")),
    Mistake(
        "expert of the inspected school",
        swap("unit: jiahe-s02", "unit: jiahe-s01", EXPERT_PATH),
        at(9, "CON001", VISIT_PATH),
    ),
    Mistake(
        "two leads",
        swap("role: lead}\n", "role: lead}\n  - {expert: expert-001, role: lead}\n", VISIT_PATH),
        at(9, "CON005", VISIT_PATH),
    ),
    Mistake("honour instead of praise", swap("merit: 改进", "merit: 受到表" + "彰。改进"), at(13, "AWD008")),
    Mistake("id unlike the file name", swap("id: a-2024-person-77", "id: a-2024-person-99"), at(1, "IDN002")),
    # --- privacy
    Mistake(
        "phone number in a note",
        swap("sample: true", f"sample: true\nnote: 联系电话{MOBILE}。"),
        at(17, "PRV003"),
    ),
    Mistake(
        "phone number in a comment",
        swap("post: 总务副主任", f"post: 总务副主任  # {MOBILE}"),
        at(6, "PRV007"),
    ),
    Mistake("resident id in a text", swap("merit: 改进", f"merit: {resident_id()}改进"), at(13, "PRV001")),
    # --- files
    Mistake("GBK", write(AWARD.encode("gb18030")), at(5, "YML002")),
    Mistake("UTF-16", write(AWARD.encode("utf-16")), at(1, "YML003")),
    Mistake("BOM", write(b"\xef\xbb\xbf" + AWARD.encode()), at(1, "YML004")),
    Mistake("empty file", write(""), at(1, "YML012")),
    Mistake("two documents", write(AWARD + "---\n" + AWARD), at(17, "YML013")),
    Mistake("a list at the top", write("- 叶例安\n- 张例安\n"), at(1, "YML015")),
    Mistake("a sentence", write("甲禾县沙林小学表扬决定\n"), at(1, "YML014")),
    Mistake(
        "conflict markers",
        swap("post: 总务副主任", "<<<<<<< HEAD\npost: 总务副主任\n=======\npost: 主任\n>>>>>>> theirs"),
        at(6, "YML019") + at(8, "YML019") + at(10, "YML019"),
    ),
    Mistake("a web page", write("<!doctype html>\n<html><body>登录</body></html>\n"), at(1, "YML017")),
    Mistake("a table as text", write("编号,年度,单位\na-1,2025,jiahe\na-2,2025,yixi\n"), at(1, "YML018")),
    Mistake(
        ".yaml",
        rename(AWARD_PATH, AWARD_PATH.replace(".yml", ".yaml")),
        at(1, "FIL002", AWARD_PATH.replace(".yml", ".yaml")),
    ),
    Mistake(
        "filed as another kind",
        rename(AWARD_PATH, "records/inspections/2025/a-2024-person-77.yml"),
        at(1, "STR016", "records/inspections/2025/a-2024-person-77.yml"),
    ),
    Mistake(
        "Chinese file name",
        rename(AWARD_PATH, "records/awards/2024/叶例安.yml"),
        at(1, "FIL001", "records/awards/2024/叶例安.yml"),
    ),
    Mistake(
        "a copy beside the original",
        write(AWARD, "records/awards/2024/a-2024-person-77 (1).yml"),
        at(1, "FIL001", "records/awards/2024/a-2024-person-77 (1).yml"),
    ),
    Mistake(
        "a Word file",
        write(b"PK\x03\x04rest", "records/awards/通报.docx"),
        at(1, "FIL003", "records/awards/通报.docx"),
    ),
    Mistake(
        "an unknown kind",
        write("id: m-1\n", "records/gatherings/m-1.yml"),
        at(1, "FIL008", "records/gatherings/m-1.yml"),
    ),
    Mistake(
        "a folder too deep",
        write("id: x\n", "records/awards/2024/12/x.yml"),
        at(1, "FIL010", "records/awards/2024/12/x.yml"),
    ),
    Mistake(
        "a folder that is no year",
        write("id: x\n", "records/awards/25/x.yml"),
        at(1, "FIL009", "records/awards/25/x.yml"),
    ),
    Mistake(
        "a symlink",
        link("records/awards/2024/a-2024-person-98.yml", AWARD_PATH),
        at(1, "FIL004", "records/awards/2024/a-2024-person-98.yml"),
    ),
    Mistake(
        "the same id in two years",
        write(AWARD, AWARD_PATH.replace("/2024/", "/2025/")),
        at(1, "IDN001", AWARD_PATH.replace("/2024/", "/2025/")),
    ),
)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine has set must not matter."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.delenv("GENERATOR_CACHE", raising=False)


def connected(records: Path) -> set[Path]:
    """The bureau's own record, and all that it or the four files name, directly or by another's words.

    One more expert is sent along by one of the mistakes.
    """
    paths = [path for kind in KINDS for path in (records / kind).rglob("*.yml")]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    found = {path.stem: path for path in texts}
    for path, text in texts.items():  # documents are named by their numbers
        found |= dict.fromkeys(re.findall(r"(?m)^number: (\S+)", text), path)
    kept = {records / "bureau.yml"}
    ahead = ["expert-001", *FILES.values(), (records / "bureau.yml").read_text(encoding="utf-8")]
    while ahead:
        named = {found[w] for w in re.findall(r"[^\s'\"\[\]{},]+", ahead.pop()) if w in found} - kept
        kept |= named
        ahead += [texts[path] for path in named]
    return kept


@pytest.fixture(scope="module")
def original(town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What has to do with those four files in a small city; checked once: later checks read only changes."""
    city = tmp_path_factory.mktemp("original")
    shutil.copytree(town / "schemas", city / "schemas")
    for path in connected(town / "records"):
        (city / path.relative_to(town)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, city / path.relative_to(town))
    for name, text in FILES.items():
        write(text, name)(city)
    with pytest.raises(SystemExit) as stopped:
        main(["--root", str(city), "check", "--as-of", AS_OF])
    assert stopped.value.code == 0
    return city


@pytest.fixture
def city(original: Path, tmp_path: Path) -> Path:
    """A copy of its own for each mistake, with a site that was published before."""
    city = tmp_path / "city"
    shutil.copytree(original, city)
    (city / "site").mkdir()
    (city / "site" / "index.html").write_text("昨天的网站")
    return city


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below *folder* but what is Git's own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


ENTRY = re.compile(r"^(records/.+?:\d+):\d+: error ([A-Z]{3}\d{3}) (.+)$")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: m.title)
def test_mistake_gets_one_answer_and_costs_nothing(run: Run, city: Path, mistake: Mistake) -> None:
    """The right place, a sentence and a way out in Chinese; the build refuses and the old site stays."""
    mistake.make(city)
    before = tree(city)
    code, out, err = run("--root", city, "check", "--as-of", AS_OF)
    lines = out.splitlines()
    found = [(index, match) for index, line in enumerate(lines) if (match := ENTRY.match(line))]
    assert code == 1
    assert tuple((m[2], m[1]) for _, m in found) == mistake.errors, out
    for index, match in found:
        assert re.search(r"[一-鿿]", match[3]), match[0]
        assert re.match(r"    提示: .*[一-鿿]", lines[index + 1]), f"no way out: {match[0]}"
    assert "Traceback" not in out + err
    code, out, err = run("--root", city, "build", "--as-of", AS_OF)
    assert code == 1
    assert "没有写任何文件" in err
    assert tree(city) == before


def test_unreadable_file_is_not_reported_again_where_it_is_named(run: Run, city: Path) -> None:
    """The expert exists; it is not for the inspections that name them to be corrected."""
    swap("term:\n", "term\n", EXPERT_PATH)(city)
    _, out, _ = run("--root", city, "check", "--as-of", AS_OF)
    found = [(m[2], m[1]) for line in out.splitlines() if (m := ENTRY.match(line))]
    assert {path.rpartition(":")[0] for _, path in found} == {EXPERT_PATH}


def test_all_answers_exist_in_english(run: Run, city: Path) -> None:
    """A reviewer who reads no Chinese gets the same codes and places."""
    swap("kind: advanced_individual", "kind: 先进个人")(city)
    code, out, _ = run("--root", city, "--lang", "en", "check", "--as-of", AS_OF)
    assert code == 1
    assert f"{AWARD_PATH}:3:7: error STR004" in out
    assert "    hint: " in out


def test_many_mistakes_are_all_found_at_once(run: Run, city: Path) -> None:
    """Nobody wants to be told of one mistake per run."""
    swap("kind: advanced_individual", "kind: 先进个人")(city)
    swap("laboratories: 2", "laboratories: 2间", SCHOOL_PATH)(city)
    swap("to: 2026-02-28", "to: 2026年2月28日", EXPERT_PATH)(city)
    write("x", "records/awards/说明.txt")(city)
    code, out, _ = run("--root", city, "check", "--as-of", AS_OF)
    found = {(m[2], m[1].rpartition(":")[0]) for line in out.splitlines() if (m := ENTRY.match(line))}
    assert code == 1
    assert found == {
        ("STR004", AWARD_PATH),
        ("STR003", SCHOOL_PATH),
        ("STR006", EXPERT_PATH),
        ("FIL003", "records/awards/说明.txt"),
    }
