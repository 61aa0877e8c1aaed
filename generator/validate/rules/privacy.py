"""Privacy: no personal identifier in any text. What is found is shown masked, never in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from generator.model.diagnostic import Severity
from generator.model.record import Record
from generator.model.schema import Schema
from generator.model.text import Text
from generator.validate.identifiers import AT_SIGNS, DIGITS, Kind, identifiers
from generator.validate.rule import Finding, Passage, passage_rule, record_rule

_REMOVE = Text(
    "删去它；如已提交，请联系管理员从历史中清除",
    "Remove it; if it was committed, have it purged from history",
)
_OFFICE = Text(
    "删去它；单位的公开办公电话请写在专门的电话栏里",
    "Remove it; a public office number belongs in the field made for it",
)


@passage_rule(
    "PRV001",
    "resident-id",
    Severity.ERROR,
    suspect=DIGITS,
    message=Text("「{title}」里有身份证号 {shown}", "{title} holds a resident id number {shown}"),
    hint=_REMOVE,
)
def resident_id(passage: Passage) -> Iterator[Mapping[str, object]]:
    """A resident id opens a person's whole life, is never needed here, and may not be made public.

    身份证号能查到一个人的全部信息，这里从不需要，也依法不得公开。（十八位、省份代码、真实的出生日期、校验码都对才算。）
    """
    return _found(passage, "resident")


@passage_rule(
    "PRV002",
    "student-number",
    Severity.ERROR,
    suspect=DIGITS,
    message=Text("「{title}」里有学籍号 {shown}", "{title} holds a student number {shown}"),
    hint=_REMOVE,
)
def student_number(passage: Passage) -> Iterator[Mapping[str, object]]:
    """A student number contains a child's resident id.

    学籍号就是字母加身份证号，而且是孩子的。
    """
    return _found(passage, "student")


@passage_rule(
    "PRV003",
    "mobile-number",
    Severity.ERROR,
    suspect=DIGITS,
    message=Text("「{title}」里有手机号 {shown}", "{title} holds a mobile number {shown}"),
    hint=_OFFICE,
)
def mobile_number(passage: Passage) -> Iterator[Mapping[str, object]]:
    """A mobile belongs to a person, whatever their post; people are reached through their office.

    手机号是个人的，不论担任什么职务；联系单位应当打办公电话。
    """
    if not passage.field.public_number:
        yield from _found(passage, "mobile")


@passage_rule(
    "PRV004",
    "bank-card",
    Severity.ERROR,
    suspect=DIGITS,
    message=Text("「{title}」里有银行卡号 {shown}", "{title} holds a bank card number {shown}"),
    hint=_REMOVE,
)
def bank_card(passage: Passage) -> Iterator[Mapping[str, object]]:
    """Card numbers invite fraud and have no place in a record.

    银行卡号容易被用来诈骗，记录里用不着。（发卡前缀、位数和 Luhn 校验都对才算。）
    """
    return _found(passage, "card")


@passage_rule(
    "PRV005",
    "e-mail-address",
    Severity.WARNING,
    suspect=AT_SIGNS,
    message=Text("「{title}」里有电子邮箱 {shown}", "{title} holds an e-mail address {shown}"),
    hint=Text(
        "个人邮箱请删去；单位公开邮箱可以保留",
        "Remove a personal address; a public one of an office may stay",
    ),
)
def e_mail_address(passage: Passage) -> Iterator[Mapping[str, object]]:
    """Most addresses are somebody's own, and published ones are harvested.

    邮箱多半是个人的，公开后会被批量收集。
    """
    return _found(passage, "email")


@passage_rule(
    "PRV006",
    "landline-number",
    Severity.WARNING,
    suspect=DIGITS,
    message=Text("「{title}」里有固定电话 {shown}", "{title} holds a landline number {shown}"),
    hint=_OFFICE,
)
def landline_number(passage: Passage) -> Iterator[Mapping[str, object]]:
    """A number in running text may be somebody's home, and goes stale unseen.

    正文里的电话可能是住宅电话，变更了也没有人会想起来改。
    """
    if not passage.field.public_number:
        yield from _found(passage, "landline")


@record_rule(
    "PRV007",
    "identifier-in-comment",
    Severity.ERROR,
    message=Text("注释里有个人号码 {shown}", "A comment holds a personal number {shown}"),
    hint=_REMOVE,
)
def identifier_in_comment(record: Record, schema: Schema) -> Iterator[Finding]:  # noqa: ARG001 - shape of a rule
    """A comment is on no page, but everybody who can read the repository can read it.

    注释不会出现在网页上，但能看到仓库的人都能看到。
    """
    text = record.document.text
    if "#" not in text:
        return
    for match in _COMMENT.finditer(text):
        if DIGITS.search(match[0]):
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            for one in identifiers(match[0], date.max):
                if one.kind in _GRAVE:
                    yield Finding(record, params={"shown": one.shown}, place=(line, column))


# A sign # after a blank or at the start of a line, and what follows. Inside quotes it is text and looked at
# as such, so a number there is reported twice rather than never.
_COMMENT = re.compile(r"(?:(?<=\s)|(?<![^\n]))#[^\n]*")
_GRAVE = ("resident", "student", "mobile", "card")


def _found(passage: Passage, kind: Kind) -> Iterator[Mapping[str, object]]:
    for one in identifiers(passage.text, passage.as_of):
        if one.kind == kind:
            yield {"title": passage.field.title, "shown": one.shown}
