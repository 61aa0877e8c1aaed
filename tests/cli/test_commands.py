"""The commands as a person types them: what they print, what they write, how they exit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from generator.cli import COMMANDS
from generator.pipeline import rules
from generator.read.cache import Cache
from generator.read.documents import read_records
from generator.read.schemas import read_schemas
from generator.read.sources import WorkTree
from tests.support.histories import commit, git, write
from tests.support.records import base
from tests.support.site import cheaply
from tests.support.terminal import Run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine has set must not matter."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GENERATOR_CACHE", "off")


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """A bureau with one record or two of the commonest kinds, for whatever needs no city."""
    write(tmp_path, base())
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    return tmp_path


@pytest.fixture
def city(town: Path, tmp_path: Path) -> Path:
    """A copy of a small city's records and schemas."""
    for name in ("records", "schemas"):
        shutil.copytree(town / name, tmp_path / name)
    return tmp_path


def test_every_command_has_help(run: Run) -> None:
    """A command that cannot be imported or lacks help shows here first."""
    for name in COMMANDS:
        code, out, _ = run(name, "--help")
        assert code == 0
        assert "--help" in out


def test_check_of_a_sample_has_no_errors(run: Run, town: Path) -> None:
    """A sample is what people see first; every file of it is a record."""
    code, out, _ = run("--root", town, "check", "--format", "json")
    report = json.loads(out)
    files = sum(1 for path in (town / "records").rglob("*") if path.is_file())
    assert code == 0
    assert (report["files"], report["records"]) == (files, files)


def test_check_names_place_and_way_out(run: Run, bureau: Path) -> None:
    """What a contributor sees: file, line, column, code, sentence, hint; and exit 1."""
    award = min((bureau / "records" / "awards").rglob("*.yml"))
    lines = award.read_text().splitlines()
    index = next(i for i, line in enumerate(lines) if line.startswith("unit:"))
    lines[index] = "unit: nowhere-at-all"
    award.write_text("\n".join(lines) + "\n")
    code, out, _ = run("--root", bureau, "check", "--as-of", "2025-12-10")
    assert code == 1
    assert f"{award.relative_to(bureau).as_posix()}:{index + 1}:7: error REF001" in out
    assert "提示" in out


@pytest.mark.parametrize("against", [(), ("--against", "HEAD")], ids=["all", "change"])
def test_one_check_writes_the_summary_too(run: Run, bureau: Path, against: tuple[str, ...]) -> None:
    """A forge shows both, and to judge a change twice takes twice as long; what stands there is kept."""
    git(bureau, "init", "-q")
    commit(bureau, "begin")
    (bureau / "records" / "awards" / "stray.txt").write_text("x")
    (bureau / "summary.md").write_text("before\n")
    words = ("--root", bureau, "check", "--as-of", "2025-12-10", *against)
    _, markdown, _ = run(*words, "--format", "markdown")
    code, out, _ = run(*words, "--format", "github", "--summary", bureau / "summary.md")
    assert code == 1
    assert out.startswith("::error file=records/awards/stray.txt")
    assert (bureau / "summary.md").read_text() == "before\n" + markdown
    assert run(*words, "--summary", bureau / "nowhere" / "x.md")[0] == 2


@pytest.mark.parametrize("words", [("rank", "counties"), ("explain", "dongcheng"), ("due",)])
def test_numbers_say_that_files_are_left_out(run: Run, bureau: Path, words: tuple[str, ...]) -> None:
    """A mean over the visits that could be read is not that of all."""
    assert "没有算在内" not in run("--root", bureau, *words, "--as-of", "2025-12-10")[2]
    (bureau / "records" / "inspections" / "i-02.yml").write_text("id：i-02\n")
    code, _, err = run("--root", bureau, *words, "--as-of", "2025-12-10")
    assert (code, "1 个文件没有通过核对，没有算在内" in err) == (0, True)


def test_bureau_without_visits_has_no_ranking_yet(run: Run, bureau: Path) -> None:
    """That there is no such ranking would send a beginner looking for its right name."""
    (bureau / "records" / "inspections" / "i-01.yml").unlink()
    code, _, err = run("--root", bureau, "rank", "counties", "--as-of", "2025-12-10")
    assert (code, "还没有评价结果" in err) == (2, True)


def test_check_can_be_limited_to_paths(run: Run, bureau: Path) -> None:
    """An officer who changed one folder need not read about the others."""
    (bureau / "records" / "awards" / "stray.txt").write_text("x")
    assert run("--root", bureau, "check", bureau / "records" / "awards")[0] == 1
    assert run("--root", bureau, "check", bureau / "records" / "experts")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["chekc"], "check"),
        (["check", "--as-of", "2025-02-30"], "2025-02-30"),
        (["check", "--at", "no-such-revision"], "no-such-revision"),
        (["check", "--at", "--output=x"], "--output=x"),
        (["rank", "towns"], "counties"),
        (["rank", "counties", "--period", "2019-Q1"], "2025-Q4"),
        (["rank", "counties", "--period", "soon"], "2025-Q4"),
        (["explain", "东城"], "东城区"),
        (["new", "dragons"], "awards"),
        (["check", "/"], "不在仓库里"),
        (["check", "records/awards/2025/a-2025-person-0l.yml"], "没有这个文件或文件夹"),
        (["check", "--at", "HEAD", "records/awrds"], "那个版本里没有 records/awrds"),
        (["check", "notes.txt"], "不是记录"),
        (["fmt", "--check", "records/awrds"], "没有这个文件或文件夹"),
        (["fmt", "notes.txt"], "不是记录"),
        (["explain", "无名"], "records/organizations/"),
        (["build", "--site-url", "edu.example.org"], "https://"),
        (["init", "d", "--schools", "12"], "--sample"),
        (["init", "records/d"], "换一个仓库以外的文件夹"),
        (["init", "notes.txt"], "无法写入"),
        (["check", "--root", str(ROOT / "generator")], "里没有 records/"),
        (["build", "--root", str(ROOT / "nowhere")], "没有这个文件夹"),
    ],
)
def test_usage_faults_say_the_way_out(
    run: Run, bureau: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: str
) -> None:
    """Exit 2, one sentence, no traceback."""
    (bureau / "notes.txt").write_text("x")
    git(bureau, "init", "-q")
    commit(bureau, "begin")
    monkeypatch.chdir(bureau)
    code, out, err = run("--root", bureau, *arguments)
    assert code == 2
    assert expected in err
    assert "Traceback" not in out + err


def test_a_folder_without_records_is_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commonest fault of all: being in the wrong folder."""
    monkeypatch.chdir(tmp_path)
    code, _, err = run("check")
    assert code == 2
    assert "records/" in err
    assert "--root" in err


def test_shared_options_may_stand_behind_the_command(run: Run, bureau: Path) -> None:
    """``generator build --root d`` is what people write, and what ``init`` and the README tell them."""
    (bureau / "records" / "awards" / "stray.txt").write_text("x")
    before = run("--root", bureau, "--lang", "en", "check", "--as-of", "2025-12-10")
    behind = run("check", "--as-of", "2025-12-10", "--root", bureau, "--lang", "en")
    assert before == behind
    assert (before[0], "1 error" in before[1]) == (1, True)
    assert run("--root", ROOT, "check", "--as-of", "2025-12-10", "--root", bureau)[0] == 1


def test_what_init_tells_to_do_next_works(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two commands of a new bureau, the second copied from what the first printed."""
    monkeypatch.chdir(tmp_path)
    _, out, _ = run("init", "d")
    following = out.strip().partition("下一步：generator ")[2].split()
    assert following == ["build", "--root", "d"]
    with cheaply():
        code, out, err = run(*following)
    assert code == 0, err
    assert (tmp_path / "d" / "site" / "index.html").is_file()


def test_english_on_request(run: Run, bureau: Path) -> None:
    """Messages are Chinese unless asked otherwise."""
    assert "There is no ranking" in run("--root", bureau, "--lang", "en", "rank", "towns")[2]
    assert "没有" in run("--root", bureau, "rank", "towns")[2]


def test_rank_in_three_formats_agrees(run: Run, town: Path) -> None:
    """The same rows for people, for spreadsheets and for programs."""
    _, table, _ = run("--root", town, "rank", "counties", "--period", "2025")
    _, rows, _ = run("--root", town, "rank", "counties", "--period", "2025", "--format", "csv")
    _, document, _ = run("--root", town, "rank", "counties", "--period", "2025", "--format", "json")
    ranked = json.loads(document)["rows"]
    assert [r["rank"] for r in ranked][:3] == ["1", "2", "3"]
    assert len(rows.splitlines()) == len(ranked) + 1 == len(table.splitlines()) - 1
    for row in ranked:
        assert row["name"] in table
        assert row["total"] in rows


def test_explain_reaches_the_files(run: Run, town: Path) -> None:
    """Two clicks from a number to its reason, in the terminal too."""
    code, out, _ = run("--root", town, "explain", "甲禾县", "--period", "2025")
    assert code == 0
    assert "检查合格率：合格" in out
    assert "records/inspections/2025/" in out
    assert "第 " in out


def test_explain_a_year_says_why_the_rank_moved(run: Run, town: Path) -> None:
    """Item by item, then the parts of the change of rank, which add up to it."""
    code, out, _ = run("--root", town, "explain", "乙溪县", "--year", "2025")
    assert code == 0
    (line,) = (line for line in out.splitlines() if line.startswith("位次从 2024 年度的第 "))
    before, after = (int(n) for n in re.findall(r"第 (\d+) 位", line))
    own, others, rules = (Decimal(n.replace("−", "-")) for n in re.findall(r"变化 ([+−\d.]+) 位", line))
    assert own + others + rules == before - after
    assert "先按今年的细则和办法重算上年的事实" in out


def test_explain_against_another_adds_up_to_the_difference(run: Run, town: Path) -> None:
    """Why one unit stands before another, item by item; the items add up to the difference of the totals."""
    code, out, _ = run("--root", town, "explain", "乙溪县", "--year", "2025", "--against", "甲禾县")
    assert code == 0
    *items, total = re.findall(r"^  (?:相差 )?([+−]?[\d.]+)(?:  | 分$)", out, re.MULTILINE)
    assert sum(Decimal(n.replace("−", "-")) for n in items) == Decimal(total.replace("−", "-"))


def number_and_day(document: Path) -> tuple[str, str]:
    """Of a document of the register: numbers move when the sample gains one."""
    data = dict(line.split(": ", 1) for line in document.read_text().splitlines() if ": " in line)
    return data["number"], data["signed_on"]


def test_new_writes_a_valid_record(run: Run, city: Path) -> None:
    """Only what is required is asked, the id is the next one, and nothing invalid is written."""
    before = set((city / "records").rglob("*.yml"))
    unit = next(
        path.stem
        for path in sorted((city / "records" / "organizations").glob("*.yml"))
        if "level: county" in path.read_text() and "sample: true" in path.read_text()
    )
    number, day = number_and_day(city / "records" / "documents" / "sample-provincial-2024.yml")
    answers = {
        "year": "2023",
        "kind": "先进单位",
        "unit": unit,
        "notice.number": number,
        "notice.issued_on": day,
        "public_notice.from": "2024-02-01",
        "public_notice.to": "2024-02-08",
        "merit": "在实验室规范化建设中成效明显。",
    }
    options = [part for name, value in answers.items() for part in ("--set", f"{name}={value}")]
    code, out, err = run("--root", city, "new", "awards", *options)
    made = set((city / "records").rglob("*.yml")) - before
    assert (code, len(made)) == (0, 1), out + err
    assert run("--root", city, "check")[0] == 0
    assert run("--root", city, "fmt", "--check", *made)[0] == 0


def test_new_evaluation_has_an_entry_for_every_item(run: Run, city: Path) -> None:
    """Nobody types twenty-five items: they are there, still to be scored, with the digest of their list."""
    answers = {"year": "2025", "unit": "anyue", "checklist": "evaluation-2025", "status": "自评"}
    options = [part for name, value in answers.items() for part in ("--set", f"{name}={value}")]
    code, out, err = run("--root", city, "new", "evaluations", *options, "--set", "dates.self=2025-12-08")
    made = city / "records" / "evaluations" / "2025" / "ev-2025-anyue.yml"
    assert (code, made.exists()) == (0, True), out + err
    text = made.read_text()
    assert text.count("state: pending") == 25
    assert "checklist_digest: " in text
    assert run("--root", city, "check")[0] == 0
    assert run("--root", city, "fmt", "--check", made)[0] == 0


def test_new_takes_names_for_ids_and_names_the_record_after_its_unit(run: Run, city: Path) -> None:
    """Officers know names; a task of one county under another's name would mislead for good."""
    answers = {
        "year": "2025",
        "unit": "乙溪县",
        "title": "更新图书",
        "mechanism": "服务保障",
        "document": number_and_day(city / "records" / "documents" / "sample-tasks-2025.yml")[0],
        "goal": "每校更新一次",
        "start": "2025-12-01",
        "deadline": "2025-12-31",
        "status": "进行中",
        "team": "业务管理",
        "role": "装备管理股股长",
    }
    options = [part for name, value in answers.items() for part in ("--set", f"{name}={value}")]
    before = set((city / "records" / "tasks" / "2025").iterdir())
    code, out, err = run("--root", city, "new", "tasks", *options)
    assert code == 0, out + err
    (made,) = set((city / "records" / "tasks" / "2025").iterdir()) - before
    text = made.read_text()
    unit = next(line.removeprefix("unit: ") for line in text.splitlines() if line.startswith("unit: "))
    assert made.stem.startswith(f"t-2025-{unit}-")


def test_new_refuses_an_answer_to_no_question(run: Run, bureau: Path) -> None:
    """A slip in a field's name used to be dropped without a word, and its question asked again."""
    code, _, err = run("--root", bureau, "new", "tasks", "--set", "titel=更新图书")
    assert code == 2
    assert "--set titel：「重点任务」没有这个字段" in err
    assert "title（任务）" in err


def test_new_refuses_what_breaks_a_rule(run: Run, bureau: Path) -> None:
    """A wrong answer is told before anything is written."""
    before = set((bureau / "records").rglob("*.yml"))
    code, _, err = run("--root", bureau, "new", "awards", "--set", "year=2023", "--set", "unit=nowhere")
    assert code == 2
    assert "nowhere" in err or "kind" in err
    assert set((bureau / "records").rglob("*.yml")) == before


def test_fmt_leaves_the_sample_alone(run: Run) -> None:
    """The committed records are canonical, so a second run changes nothing."""
    assert run("--root", ROOT, "fmt", "--check")[0] == 0


def test_fmt_puts_keys_in_order_and_keeps_comments(run: Run, bureau: Path) -> None:
    """People add fields at the end and comments anywhere; both survive."""
    path = bureau / "records" / "organizations" / "dongcheng.yml"
    first, *rest = path.read_text().splitlines()
    path.write_text("\n".join([*rest, f"{first}  # 编号"]) + "\n")
    assert run("--root", bureau, "fmt", "--check", path)[0] == 1
    assert run("--root", bureau, "fmt", path)[0] == 0
    assert path.read_text().splitlines()[0] == f"{first}  # 编号"
    assert run("--root", bureau, "fmt", "--check", path)[0] == 0


def test_init_makes_an_empty_bureau_that_passes(run: Run, tmp_path: Path) -> None:
    """A second bureau starts from nothing with one command; its first commit gives the day."""
    root = tmp_path / "bureau"
    assert run("init", root, "--name", "某某市教育局")[0] == 0
    code, out, err = run("--root", root, "check")
    assert code == 0, out + err
    assert "某某市教育局" in (root / "records" / "bureau.yml").read_text()
    assert run("init", root)[0] == 2


@pytest.mark.parametrize("options", [(), ("--sample", "--schools", "6", "--inspections", "8")])
def test_what_we_leave_in_a_new_repository_is_no_change(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    """Else the second build says "uncommitted changes" on every page and differs from the first."""
    monkeypatch.delenv("GENERATOR_CACHE")
    root = tmp_path / "bureau"
    assert run("init", root, *options)[0] == 0
    assert run("--root", root, "check")[0] == 0
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("x")
    assert (root / ".git/records-cache").is_dir()
    status = subprocess.run(
        ["git", "-C", str(root), "status", "--porcelain"], capture_output=True, text=True, check=True
    )
    assert status.stdout == ""


@pytest.fixture
def keeping(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new bureau in which commands keep what they read, as they do outside of these tests."""
    monkeypatch.delenv("GENERATOR_CACHE")
    root = tmp_path / "bureau"
    assert run("init", root)[0] == 0
    return root


def test_a_proposal_cannot_bring_a_cache_along(run: Run, keeping: Path, tmp_path: Path) -> None:
    """What a cache calls clean is not looked at again, so only one that no commit can hold is read."""
    root = keeping
    city = root / "records/organizations/city.yml"
    city.write_text(re.sub("(?m)^(name: .*)$", r"\1 13800138000", city.read_text()))
    assert run("--root", root, "check")[0] == 1
    own = root / ".git/records-cache"
    name = next(own.glob("*.bin")).name
    forged = Cache(tmp_path / name)
    forged.save(read_records(WorkTree(root), read_schemas(WorkTree(root))[0]).documents, ())
    for folder in (root / ".cache", root / "records-cache", root):
        folder.mkdir(exist_ok=True)
        shutil.copy(tmp_path / name, folder / name)
    assert run("--root", root, "check")[0] == 1
    shutil.copy(tmp_path / name, own / name)  # it would have been believed
    assert run("--root", root, "check")[0] == 0


def test_a_fault_of_a_schema_is_told_each_time(run: Run, keeping: Path) -> None:
    """A cache is kept under schemas without fault alone, so that these are not looked through again."""
    assert run("--root", keeping, "check")[0] == 0
    path = keeping / "schemas/awards.schema.json"
    path.write_text(path.read_text().replace('"type": "object"', '"type": "objekt"', 1))
    told = [run("--root", keeping, "check") for _ in range(2)]
    assert "schemas/awards.schema.json" in told[0][1]
    assert told[0] == told[1]


def test_same_seed_same_city(run: Run, tmp_path: Path) -> None:
    """A sample is a function of its size and seed."""
    trees = []
    for name in ("one", "two"):
        root = tmp_path / name
        assert run("init", root, "--sample", "--schools", "5", "--inspections", "8", "--seed", "7")[0] == 0
        files = sorted(p for p in (root / "records").rglob("*") if p.is_file())
        trees.append({p.relative_to(root): p.read_bytes() for p in files})
    assert trees[0] == trees[1]


def imported_by_check(root: Path, packages: set[str]) -> str:
    """Which of *packages* a check of *root* imports, as a list in Python's writing."""
    script = (
        "import sys, runpy\n"
        "sys.argv = ['generator', '--root', sys.argv[1], 'check']\n"
        "try: runpy.run_module('generator', run_name='__main__')\n"
        "except SystemExit: pass\n"
        f"print(sorted({packages} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(root)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stderr.splitlines()[-1]


def test_check_starts_without_heavy_packages(town: Path) -> None:
    """A check is run before every commit; it must not pay for what it does not use."""
    heavy = {"pandas", "numpy", "jinja2", "mkdocs", "ruamel", "jsonschema", "git", "watchfiles"}
    assert imported_by_check(town, heavy) == "[]"


def test_check_that_has_nothing_to_parse_starts_without_a_parser(keeping: Path) -> None:
    """Files that were read before, and are free of faults, need neither libyaml nor our patterns."""
    parsing = {"yaml", "generator.read.parsing", "generator.read.encoding"}
    assert imported_by_check(keeping, parsing) == str(sorted(parsing))
    assert imported_by_check(keeping, parsing) == "[]"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not list threads there")
def test_numpy_starts_no_threads() -> None:
    """Newer Pythons warn when a process with threads is divided, as the writing of pages does."""
    script = (
        "import os, sys\nfrom generator import cli\n"
        "try: cli.main(['--version'])\nexcept SystemExit: pass\n"
        "import numpy, pandas\nprint(len(os.listdir('/proc/self/task')))"
    )
    surroundings = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=surroundings, check=True
    )
    assert done.stdout.split()[-1] == "1"


def test_timings_name_every_rule_and_leave_the_report_alone(run: Run, bureau: Path) -> None:
    """Whoever writes a rule sees what it costs; programs that read the report see nothing of it."""
    plain = run("--root", bureau, "check", "--format", "json")
    code, out, err = run("--root", bureau, "check", "--format", "json", "--timings")
    assert (code, out) == plain[:2]
    listed = [line.split()[0] for line in err.splitlines() if line.endswith("%")]
    assert sorted(listed) == sorted(rule.problem.code for rule in rules())
