"""How long a bulletin takes as a Word file and as a PDF, the first of a process and those after it.

Run as ``python -m benchmarks.typesetting``: prints seconds, the first and the median of the others.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from .timing import table

LIMITS = {"Word": 0.2, "PDF": 2.0}
TIMES = 9


def compare() -> None:
    """Print the table."""
    command = [sys.executable, "-m", "benchmarks.typesetting"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    forms = ("Word", "PDF")
    rows = [
        [f"{form}, {what}", *shown[4 * i + 2 * j : 4 * i + 2 * j + 2], f"{LIMITS[form]:.1f}"]
        for i, what in enumerate(("a quarterly bulletin", "with a table of 500 rows"))
        for j, form in enumerate(forms)
    ]
    table("official documents", ["document", "s, first with imports", "s, each after it", "s, allowed"], rows)


def main() -> None:
    """Time both forms of a bulletin of usual size and of one with a long table."""
    from generator.model.official import Fonts
    from generator.render.office.pdf import pdf
    from generator.render.office.word import word

    fonts = Fonts()
    for rows in (24, 500):
        official = _bulletin(rows)
        for make in (word, pdf):
            first, others = _times(lambda make=make, official=official: make(official, fonts))  # type: ignore[misc]
            print(f"{first:.3f} {others:.3f}")


def _times(make: Callable[[], bytes]) -> tuple[float, float]:
    spent = []
    for _ in range(TIMES):
        began = time.perf_counter()
        make()
        spent.append(time.perf_counter() - began)
    return spent[0], statistics.median(spent[1:])


def _bulletin(count: int) -> object:
    """A bulletin as it comes each quarter: four sections, two attachments, one of them lying."""
    from generator.model.official import Attachment, Column, Heading, Official, Paragraph, Table

    text = Paragraph(
        "共抽查3县24校，平均达标率为86.4%，较上季度提高3.2个百分点，发现隐患41条，已销号35条。" * 3
    )
    heads = ("序号", "县（区）", "学校", "问题类别", "等级", "整改时限")
    columns = tuple(Column(head) for head in heads)
    rows = tuple((str(i), "示例县", f"第{i}中学", "储存不规范", "一般", "2025-10-31") for i in range(count))
    sections = ("基本情况", "主要成效", "存在问题", "整改要求")
    return Official(
        "letter",
        "示例市教育和体育局",
        "关于2025年第三季度学校危化品暨装备管理应用督查情况的通报",
        tuple(block for title in sections for block in (Heading(1, title), text, text)),
        red_head=True,
        number="示教函〔2025〕12号",
        addressees="各县（区）教育和体育局，市直属学校",
        attachments=(
            Attachment("各县（区）得分情况", (Table("", columns, rows[:8]),)),
            Attachment("抽查学校问题清单", (Table("", columns, rows, landscape=True),)),
        ),
        signatory="示例市教育和体育局",
        signed_on="2025-10-09",
        copies="省教育厅",
    )


if __name__ == "__main__":
    main()
