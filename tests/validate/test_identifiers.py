"""Identifiers in text: every kind in every writing, and silence about what only looks like one.

The numbers are made up: the resident ids are of 1 January 1900, the card and mobile are runs of zeros.
"""

from __future__ import annotations

from datetime import date

import pytest

from generator.validate.identifiers import identifiers, is_resident_id, masked

AS_OF = date(2025, 12, 31)
CARD = "6222000000000000004"


def kinds(text: str) -> list[str]:
    return [one.kind for one in identifiers(text, AS_OF)]


@pytest.mark.parametrize(
    "text",
    [
        "证号110101190001010014，请核对",
        "110101 19000101 0014",
        "110101-19000101-0014",
        "110101\n19000101\n0014",
        "１１０１０１１９０００１０１００１４",
        "1101011900\u200b01010014",
        "2025-03-10 110101190001010014",
        "𝟏𝟏𝟎𝟏𝟎𝟏𝟏𝟗𝟎𝟎𝟎𝟏𝟎𝟏𝟎𝟎𝟏𝟒",
    ],
)
def test_resident_id_is_found_in_any_writing(text: str) -> None:
    """People split numbers, type them full-width, or put them right beside Chinese characters."""
    assert kinds(text) == ["resident"]


def test_resident_id_needs_province_real_birthday_and_check_character() -> None:
    """Eighteen digits alone are no proof; a false alarm stops publication."""
    assert is_resident_id("110101190001010014", AS_OF)
    assert not is_resident_id("110101190001010015", AS_OF)
    assert not is_resident_id("990101190001010014", AS_OF)
    assert not is_resident_id("110101190013010014", AS_OF)


def test_birthday_after_the_day_of_the_snapshot_is_no_resident_id() -> None:
    """Nobody is born in the future."""
    assert not is_resident_id("110101190001010014", date(1899, 12, 31))
    assert is_resident_id("110101190001010014", date(1900, 1, 1))


@pytest.mark.parametrize(
    "text", ["学籍号G110101190001010014", "L 110101190001010014", "ｇ110101190001010014"]
)
def test_student_number_is_found_and_not_also_a_resident_id(text: str) -> None:
    """One number is one problem."""
    assert kinds(text) == ["student"]


@pytest.mark.parametrize(
    "text",
    [
        "电话13800000000。",
        "138-0000-0000",
        "138 0000 0000",
        "+8613800000000",
        "(+86)138 0000 0000",
        "008613800000000",
        "于2025-11-06 13800000000报告",
        "１３８００００００００",
        "138\n00000000",
    ],
)
def test_mobile_is_found_in_any_writing(text: str) -> None:
    """A mobile with a country code or blanks is still somebody's mobile."""
    assert kinds(text) == ["mobile"]


@pytest.mark.parametrize("text", [f"卡号{CARD}", "6222 0000 0000 0000 004", "6222-0000-0000-0000-004"])
def test_bank_card_is_found(text: str) -> None:
    """Prefix, length and Luhn's sum."""
    assert kinds(text) == ["card"]


@pytest.mark.parametrize("text", ["(028) 8600-0000", "028-86000000", "0990 2345678", "02886000000"])
def test_landline_is_found(text: str) -> None:
    """Area code and seven or eight digits."""
    assert kinds(text) == ["landline"]


def test_mail_address_is_found_and_a_mobile_in_it_as_well() -> None:
    """The name of a mailbox is often the mobile itself."""
    assert kinds("13800000000@example.com") == ["mobile", "email"]
    assert kinds("请寄ｓｏｍｅｏｎｅ＠example.com收") == ["email"]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码 12510000MB1234567X",
        "学校标识码 2199000101",
        "示教体函〔2025〕17号",
        "d9565e3f9277bd73d40708bb2ad7d9911a7ae97fbff071d060582a06f2d31f02",
        "ISBN 978-7-04-000000-1",
        "138****0000",
        "110***********14",
        "6222 **** **** 0004",
        "2025-03-10 至 2025-03-16",
        "A13800000000B",
        "138000000001",
        "6222000000000000005",
        "4444444444444444",
        "共 1234567890123456789012 个",
        "版本 1.3.8.0.0",
        "@example",
    ],
)
def test_what_only_looks_like_an_identifier_is_left_alone(text: str) -> None:
    """False alarms teach people to ignore true ones."""
    assert kinds(text) == []


def test_number_is_shown_masked() -> None:
    """A report is public too: three characters, stars, two characters."""
    assert [one.shown for one in identifiers("138 0000 0000", AS_OF)] == ["138******00"]
    assert masked("ab@x.cn") == "ab@***cn"
