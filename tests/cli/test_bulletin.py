"""``generator bulletin`` on a small history: draft, issue, change the past, verify, correct, rewrite."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator import bulletins
from generator.compute import bulletins as sources
from generator.compute.bulletin import Scope
from generator.compute.bulletins import SOURCES
from generator.model.bulletin import OPEN, Content
from generator.model.results import Results
from generator.model.snapshot import Snapshot
from generator.pipeline import check, snapshot_of
from generator.read.sources import WorkTree
from generator.render import bulletin_files
from tests.support.bulletins import QUARTERLY
from tests.support.histories import begun, change, commit, git
from tests.support.site import command_here, once
from tests.support.terminal import Run

KIND = f"""{QUARTERLY}      - sentence: findings
      - write: 写明总体评价
attachments:
  - title: 各县（区）督查情况
    table: counties
"""
KINDS = {"records/bulletin-kinds/quarterly.yml": KIND}
NAME = "quarterly-2025-q4"
PATH = Path(f"records/bulletins/2025/{NAME}.yml")
VISIT = Path("records/inspections/i-01.yml")
FINDING = """  - id: f2
    item: hc-3
    grade: general
    text: 台账缺页
    due: 2025-11-20
    no_hazard: 当场改正
"""
ISSUE = ("--number", "示教体函〔2025〕30号", "--date", "2025-12-31")


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """The bureau of the rule cases, one visit in the fourth quarter, and one kind of bulletin."""
    return begun(tmp_path / "bureau", KINDS)


def drafted(run: Run, bureau: Path) -> None:
    code, out, err = run("--root", bureau, "bulletin", "draft", "--kind", "quarterly", "--period", "2025-Q4")
    assert code == 0, (out, err)


def issued(bureau: Path) -> str:
    """Issue the bulletin, once for all tests; gives the commit that the figures were taken from."""
    made = once("issued-bulletin", _issue) / "bureau"
    shutil.rmtree(bureau)
    shutil.copytree(made, bureau, symlinks=True)
    return git(bureau, "rev-parse", "HEAD~1")


def _issue(folder: Path) -> None:
    bureau = begun(folder / "bureau", KINDS)
    quarter = ("--kind", "quarterly", "--period", "2025-Q4")
    command_here("--root", bureau, "bulletin", "draft", *quarter)
    change(bureau / PATH, f"{OPEN}写明总体评价", "总体较好。")
    commit(bureau, "bulletins: draft")
    command_here("--root", bureau, "bulletin", "issue", NAME, *ISSUE)
    commit(bureau, "bulletins: issue")


def test_draft_says_what_was_found_and_leaves_the_rest_to_a_person(run: Run, bureau: Path) -> None:
    """Figures are cited, never typed, so that they cannot drift from the tables."""
    drafted(run, bureau)
    text = (bureau / PATH).read_text(encoding="utf-8")
    assert "共抽查{fig:counties}个县（区）{fig:schools}所学校" in text
    assert "较上季度" not in text
    assert f"{OPEN}写明总体评价" in text
    assert run("--root", bureau, "check")[0] == 0
    assert "1 条草稿" in run("--root", bureau, "check")[1]


def test_preview_shows_a_draft_and_says_that_it_is_one(run: Run, bureau: Path, tmp_path: Path) -> None:
    """Figures are filled in as they stand today; open places stay open; nothing is written to the records."""
    drafted(run, bureau)
    before = (bureau / PATH).read_bytes()
    code, out, err = run("--root", bureau, "bulletin", "preview", NAME, "--out", tmp_path / "预览")
    assert code == 0, (out, err)
    assert sorted(p.suffix for p in (tmp_path / "预览").iterdir()) == [".docx", ".html", ".pdf"]
    page = (tmp_path / "预览" / f"{NAME}.html").read_text(encoding="utf-8")
    assert "共抽查1个县（区）1所学校" in page
    assert "未印发稿" in page
    assert f"{OPEN}写明总体评价" in page
    assert (bureau / PATH).read_bytes() == before


def test_issue_says_everything_that_stands_in_its_way(run: Run, bureau: Path) -> None:
    """All reasons at once; nothing is written."""
    drafted(run, bureau)
    change(bureau / PATH, "{fig:schools}", "{fig:skools}")
    before = (bureau / PATH).read_bytes()
    code, _, err = run("--root", bureau, "bulletin", "issue", NAME, *ISSUE)
    assert code == 1
    assert "没有提交的改动" in err
    assert "第1部分第4条还没有写" in err
    assert "引用的「skools」，结果里没有" in err
    assert (bureau / PATH).read_bytes() == before
    assert not (bureau / "records/documents" / f"{NAME}.yml").exists()


def test_issue_from_a_side_line_or_with_a_wrong_number_is_refused(run: Run, bureau: Path) -> None:
    """What is not on the main line may never be seen by anybody else; a number is unique in its series."""
    drafted(run, bureau)
    change(bureau / PATH, f"{OPEN}写明总体评价", "总体较好。")
    git(bureau, "switch", "-q", "-c", "side")
    commit(bureau, "bulletins: draft")
    code, _, err = run("--root", bureau, "bulletin", "issue", NAME, *ISSUE)
    assert (code, "不在主线上" in err) == (1, True)
    git(bureau, "switch", "-q", "main")
    git(bureau, "merge", "-q", "side")
    wrong = ("--number", "示教体函〔2025〕21号", "--date", "2025-12-31")
    code, out, err = run("--root", bureau, "bulletin", "issue", NAME, *wrong)
    assert (code, "DOC" in out, "没有写文件" in err) == (1, True, True)


def test_issue_with_errors_in_the_records_is_refused(run: Run, bureau: Path) -> None:
    """Numbers of records that do not hold together are not announced."""
    drafted(run, bureau)
    change(bureau / PATH, f"{OPEN}写明总体评价", "总体较好。")
    change(bureau / VISIT, "organization: no1-middle", "organization: no-such-school")
    commit(bureau, "inspections: a slip")
    code, _, err = run("--root", bureau, "bulletin", "issue", NAME, *ISSUE)
    assert (code, "记录里还有错误" in err) == (1, True), err


def test_forms_that_cannot_be_made_are_said(
    run: Run, bureau: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how to get them; the page is there all the same."""
    drafted(run, bureau)
    monkeypatch.setattr(bulletin_files, "is_offered", lambda _: False)
    code, _, err = run("--root", bureau, "bulletin", "preview", NAME, "--out", tmp_path / "预览")
    assert (code, "pip install 'equipment-records[word,pdf]'" in err) == (0, True), err
    assert [p.suffix for p in (tmp_path / "预览").iterdir()] == [".html"]


def test_issued_bulletin_holds_what_it_prints_and_can_be_worked_out_again(run: Run, bureau: Path) -> None:
    """One visit: one county, one school of one, two experts, three items, 80 of 100 points.

    hc-2 has 20 of its points, the others all: the rate stands in the record as it was printed.
    """
    before = issued(bureau)
    text = (bureau / PATH).read_text(encoding="utf-8")
    assert f"commit: {before}" in text
    for figure in (
        'id: schools, title: 抽查学校数, value: "1"',
        'id: experts, title: 参加的专家人数, value: "2"',
    ):
        assert figure in text
    assert 'id: judged, title: 查看的项次, value: "3"' in text
    assert "number: 示教体函〔2025〕30号" in (bureau / "records/documents" / f"{NAME}.yml").read_text()
    assert run("--root", bureau, "check")[0] == 0
    code, out, _ = run("--root", bureau, "bulletin", "verify", NAME)
    assert code == 0
    assert before[:12] in out
    assert "1 份通报全部相符" in out


def test_past_that_changes_is_said_and_corrected(run: Run, bureau: Path) -> None:
    """The old bulletin still comes out from its own records; a second one says what is right."""
    issued(bureau)
    change(bureau / VISIT, "  - item: hc-3\n    result: met\n", "  - item: hc-3\n    result: unmet\n")
    change(bureau / VISIT, "due: 2025-11-20\n", f"due: 2025-11-20\n{FINDING}")
    commit(bureau, "inspections: correct a visit")
    code, out, _ = run("--root", bureau, "check")
    assert (code, "BUL005" in out, "inspections/i-01" in out) == (0, True, True), out
    code, out, _ = run("--root", bureau, "bulletin", "verify")
    assert code == 0, out
    assert "按现在的记录重算" in out
    assert "发现问题数" in out
    assert "inspections/i-01 改动过" in out
    code, out, err = run("--root", bureau, "bulletin", "correct", NAME)
    assert code == 0, (out, err)
    second = bureau / f"records/bulletins/2025/{NAME}-1.yml"
    text = second.read_text(encoding="utf-8")
    assert f"corrects: {NAME}" in text
    assert "place: 发现问题数" in text
    change(second, f"reason: {OPEN}", "reason: 一项漏记")
    commit(bureau, "bulletins: draft a correction")
    again = ("--number", "示教体函〔2025〕31号", "--date", "2025-12-31")
    code, out, err = run("--root", bureau, "bulletin", "issue", f"{NAME}-1", *again)
    assert code == 0, (out, err)
    commit(bureau, "bulletins: issue a correction")
    code, out, _ = run("--root", bureau, "check")
    assert (code, "BUL" in out) == (0, False), out
    assert run("--root", bureau, "bulletin", "verify", "--all")[0] == 0


def test_issued_bulletin_is_withdrawn_by_another(run: Run, bureau: Path) -> None:
    """A second paper says so with the reason; the first keeps its page, is marked, and still is as issued."""
    issued(bureau)
    code, out, err = run("--root", bureau, "bulletin", "withdraw", NAME)
    assert code == 0, (out, err)
    second = bureau / f"records/bulletins/2025/{NAME}-1.yml"
    text = second.read_text(encoding="utf-8")
    assert "title: 关于撤回《关于2025年第4季度督查情况的通报》的通报\n" in text
    assert "2025年12月31日印发的《关于2025年第4季度督查情况的通报》（示教体函〔2025〕30号）现予撤回" in text
    assert run("--root", bureau, "check")[0] == 0
    commit(bureau, "bulletins: draft a withdrawal")
    again = ("--number", "示教体函〔2025〕31号", "--date", "2025-12-31")
    code, _, err = run("--root", bureau, "bulletin", "issue", f"{NAME}-1", *again)
    assert (code, "还没有写撤回的原因" in err) == (1, True), err
    change(second, f"reason: {OPEN}写明为什么撤回", "reason: 抽查名单用错")
    commit(bureau, "bulletins: give the reason")
    code, out, err = run("--root", bureau, "bulletin", "issue", f"{NAME}-1", *again)
    assert code == 0, (out, err)
    assert out.count("✓ 已写") == 3
    assert "withdrawn:\n  date: 2025-12-31\n  reason: 抽查名单用错\n" in (bureau / PATH).read_text()
    commit(bureau, "bulletins: issue a withdrawal")
    code, out, _ = run("--root", bureau, "check")
    assert (code, "BUL" in out) == (0, False), out
    assert run("--root", bureau, "bulletin", "verify", "--all")[0] == 0
    for command in ("withdraw", "correct"):
        code, _, err = run("--root", bureau, "bulletin", command, NAME)
        assert (code, "已于2025-12-31撤回：抽查名单用错" in err) == (2, True), err


def test_withdrawn_bulletin_makes_room_and_cannot_be_changed(run: Run, bureau: Path) -> None:
    """Its period may be announced anew; what it said stays as it was said."""
    issued(bureau)
    code, _, err = run("--root", bureau, "bulletin", "withdraw", NAME, "--reason", "抽查名单用错")
    assert code == 0, err
    commit(bureau, "bulletins: draft a withdrawal")
    again = ("--number", "示教体函〔2025〕31号", "--date", "2025-12-31")
    assert run("--root", bureau, "bulletin", "issue", f"{NAME}-1", *again)[0] == 0
    code, _, err = run("--root", bureau, "bulletin", "draft", "--kind", "quarterly", "--period", "2025-Q4")
    third = bureau / f"records/bulletins/2025/{NAME}-2.yml"
    change(third, f"{OPEN}写明总体评价", "总体较好。")
    commit(bureau, "bulletins: withdraw, draft anew")
    anew = ("--number", "示教体函〔2025〕32号", "--date", "2025-12-31")
    code, out, err = run("--root", bureau, "bulletin", "issue", f"{NAME}-2", *anew)
    assert code == 0, (out, err)
    change(bureau / PATH, '参加的专家人数, value: "2"', '参加的专家人数, value: "3"')
    code, out, _ = run("--root", bureau, "check")
    assert (code, "BUL004" in out) == (1, True), out


def test_visit_that_is_entered_late_shows(run: Run, bureau: Path) -> None:
    """No ground of the bulletin changed, and yet its quarter has two visits by now."""
    issued(bureau)
    text = (
        (bureau / VISIT)
        .read_text(encoding="utf-8")
        .replace("id: i-01", "id: i-02")
        .replace("-11-06", "-11-07")
    )
    (bureau / VISIT).with_name("i-02.yml").write_text(text, encoding="utf-8")
    commit(bureau, "inspections: enter a late one")
    code, out, _ = run("--root", bureau, "bulletin", "verify")
    assert (code, "按现在的记录重算" in out, "督查次数" in out) == (0, True, False), out
    assert "发现问题数" in out


def test_altered_bulletin_is_found(run: Run, bureau: Path) -> None:
    """Who changes what was announced, though only a digit, stops the site and fails the verification."""
    issued(bureau)
    change(bureau / PATH, '参加的专家人数, value: "2"', '参加的专家人数, value: "3"')
    commit(bureau, "bulletins: improve")
    code, out, _ = run("--root", bureau, "check")
    assert (code, "BUL004" in out) == (1, True)
    code, out, _ = run("--root", bureau, "bulletin", "verify")
    assert (code, "被改动" in out) == (1, True)
    assert "参加的专家人数" in out


def test_issued_bulletin_cannot_go_back_to_a_draft(run: Run, bureau: Path) -> None:
    """A draft has no page: what was announced would vanish without a word."""
    issued(bureau)
    change(bureau / PATH, "status: issued", "status: draft")
    code, out, _ = run("--root", bureau, "check")
    assert (code, "BUL004" in out) == (1, True), out


def test_bulletins_of_an_earlier_revision_can_be_verified(run: Run, bureau: Path) -> None:
    """What was altered afterwards was whole then."""
    issued(bureau)
    then = git(bureau, "rev-parse", "HEAD")
    change(bureau / PATH, '参加的专家人数, value: "2"', '参加的专家人数, value: "3"')
    commit(bureau, "bulletins: improve")
    assert run("--root", bureau, "bulletin", "verify", "--all")[0] == 1
    assert run("--root", bureau, "bulletin", "verify", "--all", "--at", then)[0] == 0


def test_changed_way_of_counting_is_said(run: Run, bureau: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that differs for the sake of the code is not put on the records."""
    issued(bureau)

    def counted(snapshot: Snapshot, results: Results, scope: Scope) -> Content:
        return replace(SOURCES[0].function(snapshot, results, scope), version="round@9")

    monkeypatch.setattr(sources, "SOURCES", (replace(SOURCES[0], version=9, function=counted), *SOURCES[1:]))
    code, out, _ = run("--root", bureau, "bulletin", "verify")
    assert (code, "统计口径此后改版（印发时 round@" in out) == (0, True), out


def test_what_is_not_printed_is_covered_as_well(run: Run, bureau: Path) -> None:
    """The commit that figures came from, the day that they were taken on: the proof itself."""
    issued(bureau)
    change(bureau / PATH, "as_of: 2025-12-31", "as_of: 2025-12-30")
    code, out, _ = run("--root", bureau, "check")
    assert (code, "BUL004" in out, "其他内容与印发时的摘要不符" in out) == (1, True, True), out


def test_state_is_found_again_after_the_history_was_rewritten(run: Run, bureau: Path, tmp_path: Path) -> None:
    """A rebase takes the named commit away; the digests of the records find the same state in another."""
    named = issued(bureau)
    change(bureau / VISIT, "text: 一名保管员同时持有两把钥匙", "text: 一名保管员拿着两把钥匙")
    commit(bureau, "inspections: change words")
    git(bureau, "rebase", "-q", "--root", "--reset-author-date", day="2026-01-05")
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", f"file://{bureau}", str(copy))
    assert subprocess.run(
        ["git", "cat-file", "-e", named], cwd=copy, capture_output=True, check=False
    ).returncode
    code, out, _ = run("--root", copy, "bulletin", "verify")
    assert code == 0, out
    assert named[:12] not in out
    assert "inspections/i-01 改动过" in out


def test_verifying_reads_each_commit_once(run: Run, bureau: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many bulletins name it, and whatever is asked of them: reading is what takes the time."""
    issued(bureau)
    assert run("--root", bureau, "bulletin", "withdraw", NAME, "--reason", "抽查名单用错")[0] == 0
    commit(bureau, "bulletins: draft a withdrawal")
    again = ("--number", "示教体函〔2025〕31号", "--date", "2025-12-31")
    assert run("--root", bureau, "bulletin", "issue", f"{NAME}-1", *again)[0] == 0
    commit(bureau, "bulletins: issue a withdrawal")
    read: list[str] = []

    def counted(root: Path, revision: str, day: date) -> Snapshot:
        read.append(revision)
        return snapshot_of(root, revision, day)

    monkeypatch.setattr(bulletins, "snapshot_of", counted)
    checked = check(WorkTree(bureau))
    records = checked.snapshot.of("bulletins")
    verdicts = list(bulletins.verify(bureau, checked, records * 20))
    assert (len(verdicts), all(one.holds for one in verdicts)) == (40, True)
    assert sorted(read) == sorted({r.document.data["issued"]["commit"] for r in records})
    assert len(read) == 2


def test_state_that_is_nowhere_is_said(run: Run, bureau: Path, tmp_path: Path) -> None:
    """Without history and with changed records nothing can be worked out, and that is no success."""
    issued(bureau)
    change(bureau / VISIT, "text: 一名保管员同时持有两把钥匙", "text: 一名保管员拿着两把钥匙")
    commit(bureau, "inspections: change words")
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{bureau}", str(copy))
    code, out, _ = run("--root", copy, "bulletin", "verify")
    assert (code, "找不到当时的记录" in out) == (1, True), out


def test_words_that_no_longer_fit_the_results_stop_the_issue(run: Run, bureau: Path) -> None:
    """「没有不合格」 was true when it was drafted; a figure in place of a number would not have told."""
    drafted(run, bureau)
    change(bureau / PATH, f"{OPEN}写明总体评价", "总体较好。")
    change(bureau / VISIT, "  - item: hc-3\n    result: met\n", "  - item: hc-3\n    result: unmet\n")
    change(bureau / VISIT, "due: 2025-11-20\n", f"due: 2025-11-20\n{FINDING}")
    commit(bureau, "bulletins: draft; inspections: a failure")
    code, _, err = run("--root", bureau, "bulletin", "issue", NAME, *ISSUE)
    assert (code, "正文与现在的结果不合" in err, "{fig:grade-fail}" in err) == (1, True, True), err
    code, out, err = run("--root", bureau, "bulletin", "issue", NAME, *ISSUE, "--words-read")
    assert code == 0, (out, err)


def test_round_that_still_runs_is_not_announced(run: Run, bureau: Path) -> None:
    """Half of the visits are no result."""
    drafted(run, bureau)
    change(bureau / PATH, f"{OPEN}写明总体评价", "总体较好。")
    text = (bureau / VISIT).read_text(encoding="utf-8").partition("checklist_digest")[0]
    text = text.replace("id: i-01", "id: i-02").replace("status: done\ndate", "status: planned\nplanned_on")
    (bureau / VISIT).with_name("i-02.yml").write_text(
        text.replace("unannounced", "announced"), encoding="utf-8"
    )
    commit(bureau, "inspections: plan")
    code, _, err = run("--root", bureau, "bulletin", "issue", NAME, *ISSUE)
    assert (code, "还有 1 次督查没有完成（如 i-02）" in err) == (1, True), err


def test_unknown_names_and_what_was_never_issued_are_said(run: Run, bureau: Path) -> None:
    """With what there is to choose from."""
    code, _, err = run("--root", bureau, "bulletin", "draft", "--kind", "monthly", "--period", "2025-Q4")
    assert (code, "现有：quarterly" in err) == (2, True)
    code, _, err = run("--root", bureau, "bulletin", "verify", "x")
    assert (code, "没有通报「x」" in err) == (2, True)
    drafted(run, bureau)
    code, _, err = run("--root", bureau, "bulletin", "correct", NAME)
    assert (code, "还没有印发" in err) == (2, True), err
