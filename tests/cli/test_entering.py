"""From an empty form to a closed hazard: what the commands lay out, offer, refuse and write."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.records import CASES, ROOT
from tests.support.site import load, save

Run = Callable[..., tuple[int, str, str]]
FORM = ("new", "inspection", "--school", "no1-middle", "--topic", "hazchem", "--set", "mode=unannounced")
NAME = "i-2025-q4-hazchem-01"
REMEDY = ("measures", "responsible", "funds", "deadline", "plan")


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The minimal bureau as files."""
    monkeypatch.setenv("GENERATOR_CACHE", "off")
    shutil.copytree(CASES / "base" / "records", tmp_path / "records")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(bureau: Path, run: Run) -> Run:
    """A command in that bureau."""
    return lambda *arguments: run(*arguments, "--root", bureau)


def form(root: Path) -> Path:
    """The file of the inspection that the tests lay out."""
    return root / "records" / "inspections" / f"{NAME}.yml"


def fill(root: Path, **answers: str) -> None:
    """Answer the items of the form: met, or as given (lines of YAML joined by ``;``)."""
    text = form(root).read_text(encoding="utf-8")
    for item in ("hc-1", "hc-2", "hc-3"):
        lines = answers.get(item.replace("-", ""), "met").replace(";", "\n    ")
        text = text.replace(f"- item: {item}\n    result: pending", f"- item: {item}\n    result: {lines}")
    form(root).write_text(text, encoding="utf-8")


@pytest.fixture
def laid_out(bureau: Path, ask: Run) -> Path:
    """The bureau with a form of one visit."""
    code, out, err = ask(*FORM, "--on", "2025-11-10", "--team", "expert-01", "--team", "expert-02")
    assert code == 0, out + err
    return bureau


def test_a_form_has_every_item_below_its_text(laid_out: Path, ask: Run) -> None:
    """A person fills it in from top to bottom without opening the checklist."""
    text = form(laid_out).read_text(encoding="utf-8")
    assert text.index("#: ── 储存（2 项，70 分）──") < text.index(
        "#: 1. 专用储存室，不设在人员密集场所（40 分，红色风险，不符合即重大隐患，限 30 天整改）\n"
        "  - item: hc-1\n    result: pending\n"
    )
    data = load(form(laid_out))
    assert data["status"] == "draft"
    assert data["period"] == "2025-Q4"
    assert data["team"] == [
        {"expert": "expert-01", "role": "lead"},
        {"expert": "expert-02", "role": "member"},
    ]
    assert ask("fmt", "--check")[0] == 0
    code, out, _ = ask("check")
    assert code == 0
    assert "1 条草稿" in out


def test_experts_may_be_named(bureau: Path, ask: Run) -> None:
    """A list of who was drawn has names, and a name that two bear is asked for by its id."""
    code, out, err = ask(*FORM, "--on", "2025-11-10", "--team", "示例甲、示例乙")
    assert code == 0, out + err
    assert [member["expert"] for member in load(form(bureau))["team"]] == ["expert-01", "expert-02"]


def test_a_form_is_refused_where_the_team_has_a_tie(bureau: Path, ask: Run) -> None:
    """Better told before the visit is written down than after."""
    expert = bureau / "records" / "experts" / "expert-01.yml"
    save(expert, load(expert) | {"unit": "no1-middle"})
    code, out, _ = ask(*FORM, "--on", "2025-11-10", "--team", "expert-01")
    assert code == 1
    assert "CON001" in out
    assert not form(bureau).exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--on", "2026-11-10", "--team", "expert-01"), "没有这个主题"),
        (("--on", "2025-11-10", "--team", "expert-99"), "没有专家「expert-99」"),
        (("--on", "2025-11-10", "--team", "expert-01", "--set", "colour=red"), "--set colour"),
        (("--on", "2025-11-10", "--draw", "draw-x"), "没有抽签「draw-x」"),
    ],
)
def test_a_slip_in_what_is_given_is_said_in_a_sentence(ask: Run, options: tuple[str, ...], said: str) -> None:
    """Each names what was typed, and nothing is written."""
    code, _, err = ask(*FORM, *options)
    assert code == 2
    assert said in err


def test_nothing_is_finalized_while_something_is_open(laid_out: Path, ask: Run) -> None:
    """Every open item is named with its line, and so is a failure that nobody described."""
    before = form(laid_out).read_bytes()
    code, _, err = ask("inspection", "finalize", NAME, "--yes")
    assert code == 1
    assert err.count("还没有填") == 3
    assert "还差：3 项没有填" in err
    assert form(laid_out).read_bytes() == before
    text = form(laid_out).read_text(encoding="utf-8")
    form(laid_out).write_text(text.replace("  - item: hc-3\n    result: pending\n", ""), encoding="utf-8")
    assert "少了「hc-3 账物相符」这一项" in ask("inspection", "finalize", NAME, "--yes")[2]
    form(laid_out).write_text(text, encoding="utf-8")
    fill(laid_out, hc2="unmet")
    code, _, err = ask("inspection", "finalize", NAME, "--yes")
    assert code == 1
    assert "「hc-2 双把锁，钥匙分人保管」不达标，要写 facts" in err
    assert "还差：1 项没有写事实" in err


def test_what_failed_becomes_findings_and_hazards(laid_out: Path, ask: Run) -> None:
    """Grades and days as the checklist says, else the bureau's; hints go, comments of people stay."""
    fill(
        laid_out,
        hc1="unmet;facts: 药品与教具混放。",
        hc2="partly;score: 20;facts: 钥匙由一人保管。",
        hc3="unmet;facts: 一种试剂账物不符。  # 李老师核对",
    )
    given = [f"--remedy=hc-1.{name}=已落实到岗位" for name in REMEDY]
    code, out, err = ask("inspection", "finalize", NAME, "--no-hazard", "hc-2=当场改正", *given, "--yes")
    assert code == 0, out + err
    data = load(form(laid_out))
    assert data["status"] == "done"
    assert data["findings"] == [
        {
            "id": "f-01",
            "item": "hc-1",
            "grade": "major",
            "text": "药品与教具混放。",
            "due": "2025-12-10",
        },
        {
            "id": "f-02",
            "item": "hc-2",
            "grade": "general",
            "text": "钥匙由一人保管。",
            "due": "2025-11-25",
            "no_hazard": "当场改正",
        },
        {
            "id": "f-03",
            "item": "hc-3",
            "grade": "general",
            "text": "一种试剂账物不符。",
            "due": "2025-11-25",
        },
    ]
    text = form(laid_out).read_text(encoding="utf-8")
    assert "#:" not in text
    assert "# 李老师核对" in text
    hazards = sorted((laid_out / "records" / "hazards").rglob("*.yml"))
    assert [load(p)["finding"] for p in hazards] == ["f-01", "f-03"]
    major = load(hazards[0])
    assert (major["id"], major["grade"], major["due"]) == ("hz-2025-q4-001", "major", "2025-12-10")
    assert set(major["remedy"]) == set(REMEDY)
    assert "结论：得 20 分（应得 100 分），得分率 20.00%，不合格" in out
    assert ask("check")[0] == 0
    code, _, err = ask("inspection", "finalize", NAME, "--yes")
    assert code == 2
    assert "不是草稿" in err


def test_a_hazard_that_came_back_names_the_one_before(laid_out: Path, ask: Run) -> None:
    """Only the one that was closed last, on the same item of the same school, within the method's days."""
    method = laid_out / "records" / "methods" / "m-2025.yml"
    save(method, load(method) | {"requirements": {"hazards": {"relapse_days": 365}}})
    early = {"id": NAME.replace("01", "90"), "period": "2025-Q2", "date": "2025-05-10"}
    draft = load(form(laid_out)) | early | {"status": "done"}
    draft["results"] = [{"item": f"hc-{n}", "result": "unmet" if n == 3 else "met"} for n in (1, 2, 3)]
    finding = {"id": "f-01", "item": "hc-3", "grade": "general", "text": "账物不符。", "due": "2025-05-20"}
    save(form(laid_out).with_name(f"{draft['id']}.yml"), draft | {"findings": [finding]})
    old = {
        "id": "hz-2025-q2-001",
        "school": "no1-middle",
        "registered_on": "2025-05-10",
        "origin": "inspection",
        "inspection": draft["id"],
        "finding": "f-01",
        "topic": "hazchem",
        "item": "hc-3",
        "grade": "general",
        "text": "账物不符。",
        "due": "2025-05-20",
    }
    folder = laid_out / "records"
    for kind, record in (
        ("hazards", old),
        (
            "rectifications",
            {
                "id": "rc-2025-q2-001-1",
                "hazard": "hz-2025-q2-001",
                "kind": "done",
                "on": "2025-05-15",
                "by": "实验室管理员",
                "text": "已重新登记。",
                "evidence": [{"title": "台账照片"}],
            },
        ),
        (
            "follow-ups",
            {
                "id": "fu-2025-q2-001-1",
                "hazard": "hz-2025-q2-001",
                "kind": "accepted",
                "on": "2025-05-18",
                "by": ["expert-02"],
                "look": "site",
                "text": "台账与实物一致。",
                "evidence": [{"title": "现场照片"}],
            },
        ),
    ):
        (folder / kind).mkdir(exist_ok=True)
        save(folder / kind / f"{record['id']}.yml", record)
    fill(laid_out, hc3="unmet;facts: 又有一种试剂账物不符。")
    code, out, err = ask("inspection", "finalize", NAME, "--yes")
    assert code == 0, out + err
    (new,) = (folder / "hazards").rglob("hz-2025-q4-*.yml")
    assert load(new)["relapse_of"] == "hz-2025-q2-001"


def test_nothing_is_written_without_a_yes_and_nothing_by_half(
    laid_out: Path, ask: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is shown is what would be written; where one file is refused, the others are put back."""
    fill(laid_out, hc3="unmet;facts: 一种试剂账物不符。")
    before = form(laid_out).read_bytes()
    code, out, err = ask("inspection", "finalize", NAME)
    assert code == 1
    assert "+id: hz-2025-q4-001" in out
    assert "-status: draft" in out
    assert "加 --yes 写入" in err
    assert form(laid_out).read_bytes() == before
    (laid_out / "records" / "hazards").write_text("in the way", encoding="utf-8")
    code, _, _ = ask("inspection", "finalize", NAME, "--yes")
    assert code != 0
    assert form(laid_out).read_bytes() == before
    monkeypatch.undo()


def test_what_a_check_would_refuse_is_not_written(laid_out: Path, ask: Run) -> None:
    """A declaration is missing where the method asks for it: the draft stays, and the place is named."""
    method = laid_out / "records" / "methods" / "m-2025.yml"
    experts = {
        "term_years": 3,
        "terms_in_row": 3,
        "days_per_year": 20,
        "recusal_years": 3,
        "same_county": False,
        "no_conflict": True,
    }
    save(method, load(method) | {"requirements": {"experts": experts}})
    fill(laid_out)
    code, out, _ = ask("inspection", "finalize", NAME, "--yes")
    assert code == 1
    assert out.count("CON012") == 2
    assert load(form(laid_out))["status"] == "draft"


@pytest.fixture
def hazard(laid_out: Path, ask: Run) -> str:
    """A general hazard that was registered on 10 November."""
    fill(laid_out, hc3="unmet;facts: 一种试剂账物不符。")
    code, out, err = ask("inspection", "finalize", NAME, "--yes")
    assert code == 0, out + err
    return "hz-2025-q4-001"


def test_only_what_may_follow_is_offered(hazard: str, ask: Run) -> None:
    """Nobody accepts what was not reported, and nobody reports what is closed."""
    code, _, err = ask(
        "new", "follow-up", hazard, "--on", "2025-11-12", "--set", "kind=accepted", "--set", "by=expert-02"
    )
    assert code == 2
    assert "现在不能登记「验收" in err
    assert "到 2025-11-12 为止是「登记」" in err
    done = ("--set", "kind=done", "--set", "by=实验室管理员", "--set", "text=已补登。")
    assert ask("new", "rectification", hazard, "--on", "2025-11-12", *done)[0] == 0
    accepted = ("--set", "kind=accepted", "--set", "by=expert-02", "--set", "look=site")
    told = ("--set", "text=账物一致。", "--set", "evidence.title=现场照片")
    code, out, err = ask("new", "follow-up", hazard, "--on", "2025-11-14", *accepted, *told)
    assert code == 0, out + err
    code, _, err = ask("new", "rectification", hazard, "--on", "2025-11-15")
    assert code == 2
    assert "已销号，这一方现在没有可以登记的事项" in err
    assert ask("check")[0] == 0


def test_what_is_left_open_is_refused_by_a_check(hazard: str, laid_out: Path, ask: Run) -> None:
    """The file comes with its gaps marked, and a check does not let them through."""
    started = ("--set", "kind=started", "--set", "by=实验室管理员")
    code, out, _ = ask("new", "rectification", hazard, "--on", "2025-11-12", *started)
    assert code == 0
    assert "【填写】" in out
    code, out, _ = ask("check")
    assert code == 1
    assert "TXT006" in out
    (path,) = (laid_out / "records" / "rectifications").rglob("*.yml")
    assert load(path)["id"] == "rc-2025-q4-001-1"


def test_an_event_of_no_hazard_is_said(ask: Run) -> None:
    """A slip of the finger in the id, and the id forgotten."""
    assert "没有隐患「hz-9」" in ask("new", "rectification", "hz-9", "--on", "2025-11-12")[2]
    assert "没有写是哪一处隐患" in ask("new", "follow-up")[2]
