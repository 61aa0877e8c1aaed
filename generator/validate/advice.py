"""Ways out of a structural fault: what the person probably meant, and what to write instead.

Pure guesses from one value. Whether there is a fault at all is decided in ``structure``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from generator.model.period import is_day
from generator.model.schema import Field
from generator.model.text import Text

LONGEST_SHOWN = 30
WANTED = {
    "string": Text("文字", "text"),
    "date": Text("日期", "a date"),
    "integer": Text("整数", "a whole number"),
    "number": Text("数字", "a number"),
    "boolean": Text(" true 或 false", "true or false"),
    "array": Text("列表", "a list"),
    "object": Text("一组字段", "a group of fields"),
}
_YES = frozenset(("yes", "y", "on", "true", "t", "1", "是", "有", "对", "同意", "√"))
_NO = frozenset(("no", "n", "off", "false", "f", "0", "否", "无", "没有", "不", "不同意", "×"))


def folded(text: str) -> str:
    """*text* without the differences that typing makes: full width, capitals, blanks around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def shown(value: Any, *, hidden: bool = False) -> Text:
    """How a message shows a value: short, one line, long runs of digits masked; none of a *hidden* one."""
    if hidden:
        return Text("（内部内容）", "(internal content)")
    if isinstance(value, str):
        plain = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
        plain = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in plain)
        plain = masked(plain)
        return Text(f"「{plain}」", f"“{plain}”")
    if isinstance(value, dict):
        return WANTED["object"]
    if isinstance(value, list):
        return WANTED["array"]
    if value is None:
        return Text("空值", "nothing")
    return Text(masked(str(value).lower() if isinstance(value, bool) else str(value)))


def masked(text: str) -> str:
    """*text* with the middle of long runs of digits starred, since they may identify a person."""
    return re.sub(r"(\d{3})\d{6,}([\dXx]{2})", r"\1***\2", text)


def type_hint(wanted: str, value: Any, field: Field | None) -> Text | None:
    """What to write instead of a value of the wrong type, or None where nothing better is known."""
    name = field.name if field else ""
    if value is None:
        return Text(
            f"在 {name}: 后面填写内容；没有内容就删去这一行",
            f"Write a value after {name}: or delete the line",
        )
    if wanted == "array":
        return Text("写成列表，每条一行，以 - 开头", "Write a list, one entry a line, each beginning with -")
    if wanted == "object":
        return _group_hint(field)
    if isinstance(value, list | dict):
        return Text("这里只能写一个值，写在冒号后面", "Only one value goes here, after the colon")
    if wanted == "string":
        return _text_hint(value, field)
    if wanted == "boolean":
        return _boolean_hint(value)
    return _number_hint(wanted, value)


def _group_hint(field: Field | None) -> Text:
    names = "、".join(child.name for child in field.fields) if field else ""
    return Text(
        f"换行缩进两格，逐行写字段：{names}",
        f"Begin a new line, indent by two and write the fields: {names}",
    )


def _text_hint(value: Any, field: Field | None) -> Text | None:
    if field and field.format == "date":
        return date_hint(str(value))
    plain = masked(shown(value).zh)
    return Text(f'加上英文引号，写成 "{plain}"', f'Put it in quotes: "{plain}"')


def _boolean_hint(value: Any) -> Text:
    word = folded(str(value))
    if word in _YES | _NO:
        meant = "true" if word in _YES else "false"
        return Text(f"写 {meant}，不加引号", f"Write {meant} without quotes")
    return Text("是写 true，否写 false，不加引号", "Write true or false without quotes")


def _number_hint(wanted: str, value: Any) -> Text:
    if isinstance(value, str):
        plain = folded(value).replace(",", "").replace("，", "")
        digits = re.fullmatch(r"0*([0-9]+(?:\.[0-9]+)?)(?:[^0-9.]{0,4})", plain)
        if digits and ("." not in digits[1] or wanted == "number"):
            return Text(
                f"写 {masked(digits[1])}，不加引号、单位和前面的零",
                f"Write {masked(digits[1])} without quotes, unit or leading zeros",
            )
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return Text(f"写 {masked(format(value, '.0f'))}，不带小数点", f"Write {format(value, '.0f')}")
    if wanted == "integer":
        return Text("写一个整数，不带小数点和单位", "Write a whole number without decimals or unit")
    return Text("写一个数字，不加引号和单位", "Write a number without quotes or unit")


def date_hint(value: str) -> Text:
    """What to write instead of something that is not a date, such as 2025.9.18 or 2024-02-30."""
    plain = folded(value)
    found = re.fullmatch(r"([0-9]{4})[^0-9]+([0-9]{1,2})[^0-9]+([0-9]{1,2})[^0-9]?(?:[t ].*)?", plain)
    found = found or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", plain)
    if found:
        year, month, day = (int(part) for part in found.groups())
        try:
            meant = date(year, month, day).isoformat()
        except ValueError:
            return Text(
                f"没有 {year} 年 {month} 月 {day} 日这一天，请核对",
                f"There is no day {year}-{month:02}-{day:02}; look it up",
            )
        if not is_day(meant):
            return Text(
                "年份写 1900 至 2199；没有期限的不写这一项",
                "Write a year from 1900 to 2199; leave the field out where there is no end",
            )
        return Text(f"写成 {meant}", f"Write {meant}")
    return Text("写成 年-月-日，如 2025-04-18", "Write year-month-day, such as 2025-04-18")


def pattern_hint(pattern: str, value: str) -> Text | None:
    """The value in the form that is wanted where one step leads there, else None."""
    plain = unicodedata.normalize("NFKC", value).strip()
    hyphenated = re.sub(r"[\s_./]+", "-", plain)
    found = re.fullmatch(r"[^0-9]*([0-9]{4})[^0-9]+([1-4])[^0-9]*", plain)
    quarter = f"{found[1]}-Q{found[2]}" if found else plain
    # Of a text with words in it the digits are not what was meant: 2月底前 is no 2.
    digits = re.sub(r"[^0-9]", "", plain) if re.fullmatch(r"[\W_0-9]*", plain) else value
    for meant in (plain, plain.lower(), plain.upper(), hyphenated, hyphenated.lower(), quarter, digits):
        if meant != value and re.fullmatch(pattern.removesuffix("$"), meant):
            return Text(f"写成 {masked(meant)}", f"Write {masked(meant)}")
    return None


def name_hint(kind: str, value: str) -> Text | None:
    """Where the id stands that is wanted, where a name was written instead of it."""
    if value.isascii():
        return None
    return Text(
        f"这里写编号，不写名称：编号是 records/{kind}/ 里那个文件的名字，不带 .yml",
        f"Write the id, not the name: the name of its file in records/{kind}/ without .yml",
    )


def choice_hint(field: Field, value: Any) -> Text:
    """The choices of *field*, with the one that was probably meant first."""
    listed = Text(
        "可选：" + "、".join(f"{c.value}（{c.title.zh}）" for c in field.choices),
        "Choices: " + ", ".join(f"{c.value} ({c.title.to('en')})" for c in field.choices),
    )
    by_word = {word: c for c in field.choices for word in _words(c.value, c.title)}
    close = get_close_matches(folded(str(value)), by_word, n=1, cutoff=0.6)
    if not close:
        return listed
    meant = by_word[close[0]]
    return Text(
        f"应写 {meant.value}（{meant.title.zh}）；{listed.zh}",
        f"Write {meant.value} ({meant.title.to('en')}). {listed.en}",
    )


def _words(name: str, title: Text) -> tuple[str, ...]:
    return tuple(folded(word) for word in (name, title.zh, title.en) if word)


def closest_field(name: str, fields: Iterable[Field]) -> Field | None:
    """The field probably meant by *name*: misspelt, in full width, or its title used as the key."""
    candidates = tuple(fields)
    word = folded(name).replace(" ", "_").replace("-", "_")
    names = {field.name: field for field in candidates}
    titles = {folded(t): f for f in reversed(candidates) for t in (f.title.zh, f.title.en) if t}
    exact = names.get(word) or titles.get(folded(name))
    if exact:
        return exact
    close = get_close_matches(word, names, n=1, cutoff=0.7)
    if close:
        return names[close[0]]
    # Two of four Chinese characters are half the meaning; half the letters of an English word are none.
    close = get_close_matches(folded(name), titles, n=1, cutoff=0.75 if name.isascii() else 0.5)
    return titles[close[0]] if close else None
