"""The words of a document, once for all its forms: numbers of headings, days, what cannot be printed."""

import pytest

from generator.model.official import Attachment, Column, Heading, Official, Paragraph, Table
from generator.render.office.titles import title_lines, width
from generator.render.office.wording import Line, chinese_day, clean, heading_number, printed


def document(*blocks: object, **more: object) -> Official:
    return Official("ordinary", "示例市教育和体育局", "关于示例的通报", blocks, **more)  # type: ignore[arg-type]


def lines(official: Official) -> list[tuple[str, str]]:
    parts = (part for leaf in printed(official).leaves for part in leaf.parts)
    return [(part.role, part.lead + part.text) for part in parts if isinstance(part, Line)]


def test_headings_are_numbered_and_begin_anew_below_another() -> None:
    """Clause 7.3.3: 一、 then （一） then 1. then （1）; a count of a lower level ends with its heading."""
    found = lines(
        document(
            *(Heading(1, "甲"), Heading(2, "乙"), Heading(3, "丙"), Heading(4, "丁"), Heading(4, "戊")),
            *(Heading(2, "己"), Heading(1, "庚"), Heading(2, "辛")),
        )
    )
    numbers = ["一、甲", "（一）乙", "1. 丙", "（1）丁", "（2）戊", "（二）己", "二、庚", "（一）辛"]
    assert [text for role, text in found if role.startswith("heading")] == numbers


def test_numbers_are_written_in_chinese_to_ninety_nine() -> None:
    """Ten, eleven, twenty and twenty-one are where a careless writer goes wrong."""
    assert [heading_number(1, n) for n in (1, 10, 11, 20, 21, 99, 100)] == [
        "一、", "十、", "十一、", "二十、", "二十一、", "九十九、", "100、",
    ]  # fmt: skip


def test_days_have_no_leading_zeros() -> None:
    """Clause 7.3.5.4; what is no day stays as it is."""
    assert chinese_day("2025-03-09") == "2025年3月9日"
    assert chinese_day("待定") == "待定"


def test_what_the_standard_adds_is_added_once() -> None:
    """A colon, a full stop and brackets that an officer already wrote are not doubled."""
    once = document(addressees="各县（区）", copies="省教育厅", note="此件公开发布")
    twice = document(addressees="各县（区）：", copies="省教育厅。", note="（此件公开发布）")
    assert printed(once) == printed(twice)
    assert ("note", "（此件公开发布）") in lines(once)
    assert printed(once).copies == "抄送：省教育厅。"


def test_one_attachment_has_no_number_and_several_have() -> None:
    """Clause 7.3.4 and 7.3.7: list and attachments are numbered alike, no full stop."""
    one = document(attachments=(Attachment("得分情况。", ()),))
    assert ("listed", "附件：得分情况") in lines(one)
    assert ("attachment", "附件") in lines(one)
    two = lines(document(attachments=(Attachment("得分情况", ()), Attachment("问题清单", ()))))
    assert ("listed", "附件：1. 得分情况") in two
    assert ("listed-next", "2. 问题清单") in two
    assert ("attachment", "附件2") in two


def test_lying_tables_have_leaves_of_their_own() -> None:
    """What is before and behind goes on upright; an attachment's title lies with its table."""
    lying = Table("", (Column("县"),), (("甲",),), landscape=True)
    official = document(
        Paragraph("前"), lying, Paragraph("后"), attachments=(Attachment("清单", (lying,)),), signatory="局"
    )
    leaves = printed(official).leaves
    assert [leaf.landscape for leaf in leaves] == [False, True, False, True]
    assert [p.role for p in leaves[3].parts if isinstance(p, Line)] == ["attachment", "attachment-title"]


def test_a_letter_has_neither_printer_nor_a_mark_without_red_head() -> None:
    """Clause 10.1; and the red head is there only where the printed document carries it."""
    letter = Official("letter", "局", "题", (), issuer="办公室", printed_on="2025-01-02", copies="省厅")
    words = printed(letter)
    assert (words.issuer, words.printed, words.mark) == ("", "", "")


def test_what_cannot_be_printed_is_left_out() -> None:
    """Control characters would make the XML of Word invalid; turned writing shows other words."""
    assert clean(" 甲\u202e乙\x00\x0b 丙\ud800\ufffe\t\n丁\u200b ") == "甲乙 丙 丁"
    assert lines(document(Paragraph("一\n\n二")))[1:] == [("text", "一"), ("text", "二")]


def test_rows_have_as_many_cells_as_there_are_columns() -> None:
    """A row that is too short or too long would shift the table or break the file."""
    table = Table("", (Column("甲"), Column("乙")), (("1",), ("1", "2", "3")))
    part = printed(document(table)).leaves[0].parts[1]
    assert isinstance(part, Table)
    assert part.rows == (("1", ""), ("1", "2"))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("督办通知", ("督办通知",)),
        (
            "关于2025年第三季度学校危化品暨装备管理应用督查情况的通报",
            ("关于2025年第三季度学校危化品", "暨装备管理应用督查情况的通报"),
        ),
        (
            "资阳市教育和体育局关于表扬全市2025年度教育装备和信息化工作先进单位和先进个人的通报",
            ("资阳市教育和体育局关于", "表扬全市2025年度教育装备和", "信息化工作先进单位和先进个人的通报"),
        ),
    ],
)
def test_titles_break_between_words(title: str, expected: tuple[str, ...]) -> None:
    """Clause 7.3.1: words whole, lines of unequal length as a trapezoid or a rhombus."""
    assert title_lines(title, 20) == expected


@pytest.mark.parametrize("title", ["长" * 10_000, "a" * 999, "关于" * 29 + "的通报", "，" * 50, "（" * 50])
def test_any_title_is_whole_and_fits(title: str) -> None:
    """Nothing is lost, whatever stands in a title, and no line is too long."""
    found = title_lines(title, 20)
    assert "".join(found) == title
    assert max(map(width, found)) <= 20
