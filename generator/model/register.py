"""The register of official documents: what a number is made of, and which record holds it.

People cite a document by its number (资教体发〔2021〕26号); every field that does so is marked
``x-document-number`` in its schema. Whether the number is right is a question of the rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .record import Record
from .snapshot import Snapshot
from .text import Text

_FORM = re.compile(r"([^\s0-9〔〕]+)〔([0-9]{4})〕([1-9][0-9]*)号")
_BRACKETS = re.compile(r"[\[\](){}（）【】［］\u3014\u3015]")


class Number(NamedTuple):
    """The parts of a document number: 代字〔year〕serial号."""

    code: str
    year: int
    serial: int


@dataclass(frozen=True, slots=True)
class OrganCode:
    """One of the bureau's own codes. complete_since: from which year every number is registered, or None."""

    code: str
    series: str
    complete_since: int | None


def parsed(number: str) -> Number | None:
    """The parts of *number*; None where it does not have the form of GB/T 9704."""
    match = _FORM.fullmatch(number)
    return Number(match[1], int(match[2]), int(match[3])) if match else None


def form_fault(number: str) -> Text | None:
    """What is wrong with the form of *number*; None where nothing is."""
    if _FORM.fullmatch(number):
        return None
    if _BRACKETS.search(number) and not re.search("〔[^〕]*〕", number):
        return Text("年份应放在六角括号〔〕里", "the year stands in 〔〕")
    if "第" in number:
        return Text("序号前不加「第」", "no 第 before the number")
    if "〕0" in number:
        return Text("序号前不加 0", "no zero before the number")
    if not number.endswith("号"):
        return Text("末尾应是「号」", "it ends with 号")
    return Text("格式不对", "wrong form")


def form_meant(number: str) -> str | None:
    """*number* in the right form, where all its parts are there in another: 示教函(2025)第05号."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", number))
    parts = re.fullmatch(r"([^0-9]*[^0-9\W])\W?((?:19|20)[0-9]{2})年?\W?第?0*([1-9][0-9]*)号?", plain)
    return parts and f"{parts[1]}〔{parts[2]}〕{parts[3]}号"


def register(snapshot: Snapshot) -> Mapping[str, Record]:
    """Number -> the record of the document; of two, the one that is not withdrawn."""
    found: dict[str, Record] = {}
    for record in snapshot.of("documents"):
        number = record.document.data.get("number")
        if number and (number not in found or found[number].is_withdrawn):
            found[number] = record
    return found


def organ_codes(snapshot: Snapshot) -> Mapping[str, OrganCode]:
    """The bureau's codes as they stand in numbers, with and without the name of the series at their end."""
    found: dict[str, OrganCode] = {}
    for row in snapshot.bureau.document.data.get("organ_codes", ()) if snapshot.bureau else ():
        code, series = row["code"], row["series"]
        whole = code if code.endswith(series) else code + series
        for one in (whole, code):
            found.setdefault(one, OrganCode(one, series, row.get("complete_since")))
    return found
