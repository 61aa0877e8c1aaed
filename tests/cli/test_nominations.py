"""``generator nominations``: why and why not for officers, and the awards that an issued notice leads to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.records import CASES
from tests.support.site import ROOT
from tests.support.terminal import Run

PUBLICITY = """id: p
title: 拟表扬对象公示
bulletin_kind: commendation
period: "2025"
from: 2025-11-10
to: 2025-11-14
contact:
  office: 装备科
"""


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    """The case of an accepted nomination whose notice was issued, without its award."""
    root = tmp_path / "bureau"
    for folder in (CASES / "base", CASES / "NOM010-accepted-without-award" / "bad"):
        for path in folder.rglob("*.yml"):
            place = root / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    (root / "records/publicity").mkdir()
    (root / "records/publicity/p.yml").write_text(PUBLICITY, encoding="utf-8")
    shutil.copytree(ROOT / "schemas", root / "schemas")
    return root


def test_every_condition_is_told_with_its_files(run: Run, bureau: Path) -> None:
    """What is not known stands before what holds; the method of the cases asks for nothing."""
    code, out, _ = run("--root", bureau, "nominations", "--year", "2025", "--unit", "东城区")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "截至 2025-12-31，推荐 1 件：符合 0 件，不符合 0 件，尚不清楚 1 件。只供内部使用。"
    assert lines[1] == "n-01 东城第一中学：2025 年度先进单位，同意表扬，尚不清楚（按 2025-11-05 判断）"
    assert lines[2].startswith(
        "  ? 县（区）年度评价等次：2025年的办法没有写明表扬条件（records/methods/m-2025.yml"
    )
    assert len(lines) == 10
    assert run("--root", bureau, "nominations", "--year", "2024")[1] == "没有推荐记录\n"


def test_json_has_the_same(run: Run, bureau: Path) -> None:
    (one,) = json.loads(run("--root", bureau, "nominations", "--format", "json")[1])["nominations"]
    assert (one["id"], one["standing"], one["day"], one["person"]) == ("n-01", "unknown", "2025-11-05", None)
    assert [c["id"] for c in one["conditions"]][:3] == ["county-grade", "no-veto", "no-major"]
    assert one["conditions"][0]["evidence"] == ["methods/m-2025"]


def test_page_for_officers_is_written_where_they_say_but_not_into_the_repository(
    run: Run, bureau: Path, tmp_path: Path
) -> None:
    """It names people, so it must not be committed; it asks for nothing from elsewhere."""
    text = (bureau / "records/nominations/2025/n-01.yml").read_text(encoding="utf-8")
    hostile = text.replace("merit: 台账一物一码", "merit: <script>alert(1)</script>")
    (bureau / "records/nominations/2025/n-01.yml").write_text(hostile, encoding="utf-8")
    place = tmp_path / "会上" / "推荐.html"
    assert run("--root", bureau, "nominations", "--html", place)[0] == 0
    page = place.read_text(encoding="utf-8")
    assert "东城第一中学" in page
    assert "只供内部研究使用" in page
    assert "&lt;script&gt;alert(1)" in page
    assert not any(word in page for word in ("<script", "http", "src="))
    code, _, err = run("--root", bureau, "nominations", "--html", bureau / "x.html")
    assert (code, "会随提交公开" in err, (bureau / "x.html").exists()) == (2, True, False)


def test_awards_are_entered_once_from_the_issued_notice(run: Run, bureau: Path) -> None:
    """Number and day come from the notice, the rest from what was accepted; afterwards nothing is missing."""
    assert "NOM010" in run("--root", bureau, "check")[1]
    code, out, err = run("--root", bureau, "nominations", "--year", "2025", "--awards")
    assert code == 0, out + err
    text = (bureau / "records/awards/a-2025-unit-01.yml").read_text(encoding="utf-8")
    for line in (
        "to: 2025-11-14",
        "unit: no1-middle",
        "number: 示教体函〔2025〕21号",
        "merit: 台账一物一码",
        "nomination: n-01",
    ):
        assert line in text
    assert "NOM010" not in run("--root", bureau, "check")[1]
    again = run("--root", bureau, "nominations", "--year", "2025", "--awards")
    assert again[1] == "2025 年度的表扬都已录入\n"


def test_an_individual_is_entered_and_not_named_before_they_agree(run: Run, bureau: Path) -> None:
    """The award is valid at once; whether the name is shown is nobody else's to say."""
    path = bureau / "records/nominations/2025/n-01.yml"
    text = path.read_text(encoding="utf-8").replace("kind: advanced_unit", "kind: advanced_individual")
    path.write_text(
        text.replace("unit: no1-middle", "unit: no1-middle\nperson: 李四\noffice: 实验员"), encoding="utf-8"
    )
    code, out, err = run("--root", bureau, "nominations", "--year", "2025", "--awards")
    assert code == 0, out + err
    assert "本人书面同意后改为 true" in out
    award = (bureau / "records/awards/a-2025-person-01.yml").read_text(encoding="utf-8")
    for line in ("person: 李四", "post: 实验员", "consent: false", "nomination: n-01"):
        assert f"{line}\n" in award
    assert "a-2025-person-01.yml" not in run("--root", bureau, "check")[1]


def test_awards_need_a_year_and_a_notice(run: Run, bureau: Path) -> None:
    code, _, err = run("--root", bureau, "nominations", "--awards")
    assert (code, "--year" in err) == (2, True)
    code, _, err = run("--root", bureau, "nominations", "--year", "2024", "--awards")
    assert (code, "2024 年度的表扬通报还没有印发" in err) == (2, True)
