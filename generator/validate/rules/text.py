"""Text: small slips that a reader would stumble over. None of them stops publication but an unsafe link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.model.diagnostic import Severity
from generator.model.text import Text
from generator.validate.rule import Passage, passage_rule

_BLANKS = (" ", "\t", "\u3000")
_DOUBLE = re.compile(r"(?<=\S)[ \t\u3000]{2,}(?=\S)")
_HALF = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff])")
_PLACEHOLDER = re.compile(
    r"待补充|待完善|待填写|(?<![A-Za-z])(?:TODO|FIXME|TBD)(?![A-Za-z])|(?<![A-Za-z])[xX]{3,}(?![A-Za-z])"
)
_LINK = re.compile(
    r"(?i)(?<![a-z])(?!https:)"
    r"(?:[a-z][a-z0-9+.-]{1,15}://[^\s，。；、）」》]+"
    r"|(?:javascript|vbscript):"
    r"|data:(?:[a-z]+/[a-z0-9.+-]+)?(?:;[a-z0-9=+.-]+)*,[^\s，。；、）」》]*)"
)


@passage_rule(
    "TXT001",
    "blank-at-edge",
    Severity.WARNING,
    suspect=_BLANKS,
    message=Text("「{title}」开头或末尾有空格", "{title} begins or ends with a blank"),
    hint=Text("删去首尾空格", "Remove it"),
)
def blank_at_edge(passage: Passage) -> Iterator[Mapping[str, object]]:
    """A blank that nobody sees makes two equal names differ.

    看不见的空格会让两个一样的名称对不上。
    """
    body = passage.text.removesuffix("\n")
    if body != body.strip():
        yield {"title": passage.field.title}


@passage_rule(
    "TXT002",
    "double-blank",
    Severity.WARNING,
    suspect=_BLANKS,
    message=Text("「{title}」里有连续的空格", "{title} has several blanks in a row"),
    hint=Text("只留一个，或删去", "Keep one, or none"),
)
def double_blank(passage: Passage) -> Iterator[Mapping[str, object]]:
    """Blanks used for layout are lost on a page and spoil search.

    靠空格排的版，到网页上就没了，还影响搜索。
    """
    if _DOUBLE.search(passage.text):
        yield {"title": passage.field.title}


@passage_rule(
    "TXT003",
    "half-width-punctuation",
    Severity.INFO,
    suspect=(",", ";", ":", "?", "!"),
    message=Text(
        "「{title}」里汉字之间用了半角「{sign}」",
        "{title} has a half-width {sign} between Chinese characters",
    ),
    hint=Text("改为全角标点", "Use the full-width sign"),
)
def half_width_punctuation(passage: Passage) -> Iterator[Mapping[str, object]]:
    """Official writing sets full-width signs between Chinese characters.

    公文里汉字之间用全角标点。
    """
    match = _HALF.search(passage.text)
    if match:
        yield {"title": passage.field.title, "sign": match[0]}


@passage_rule(
    "TXT004",
    "placeholder",
    Severity.WARNING,
    suspect=("待补充", "待完善", "待填写", "TODO", "FIXME", "TBD", "xx", "XX", "xX", "Xx"),
    message=Text("「{title}」里还有「{word}」没有填", "{title} still holds the placeholder {word}"),
    hint=Text("补上内容，或删去这一项", "Fill it in, or leave the field out"),
)
def placeholder(passage: Passage) -> Iterator[Mapping[str, object]]:
    """What was meant to be filled in later is published as it stands.

    「以后再补」的内容，会原样公布出去。
    """
    match = _PLACEHOLDER.search(passage.text)
    if match:
        yield {"title": passage.field.title, "word": match[0][:20]}


@passage_rule(
    "TXT005",
    "link-not-https",
    Severity.ERROR,
    suspect=(":",),
    message=Text("「{title}」里的链接不是 https：{link}", "{title} has a link that is not https: {link}"),
    hint=Text("改用 https:// 的地址，或删去链接", "Use an https:// address, or remove the link"),
)
def link_not_https(passage: Passage) -> Iterator[Mapping[str, object]]:
    """A government page must not link through an open line, to a file, a script or content in the address.

    政府网站的链接不能经由明文网络，更不能指向本地文件、脚本或夹带内容的地址（data:）。
    """
    for match in _LINK.finditer(passage.text):
        yield {"title": passage.field.title, "link": match[0][:60]}


@passage_rule(
    "TXT006",
    "left-open",
    Severity.ERROR,
    suspect=("【填写】",),
    message=Text("「{title}」还没有填写", "{title} is still to be filled in"),
    hint=Text("把【填写】换成内容，或删去这一项", "Put the text in the place of the mark, or drop the field"),
)
def left_open(passage: Passage) -> Iterator[Mapping[str, object]]:
    """A new record comes with its open places marked, so that none of them is published by mistake.

    generator new 把要填的地方标成【填写】；没有填完的记录不能公布。
    还在起草的（status: draft）本来就不公布，不算错。
    """
    if not passage.record.is_draft:
        yield {"title": passage.field.title}
