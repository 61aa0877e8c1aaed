"""The Word file of an official document, for officers to edit, sign and have sealed.

Fonts are named, not held: what a machine lacks, Word replaces by itself. The same document is the same bytes:
entries of the file stand sorted, with one fixed time, and its properties hold nothing that changes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from generator.model.errors import MissingExtra
from generator.model.official import Fonts, Official
from generator.model.text import Text

from .typefaces import named
from .wording import Printed, clean, made_on, printed

if TYPE_CHECKING:
    from docx.document import Document

_FIXED = (1980, 1, 1, 0, 0, 0)
_UNUSED = ("customXml", "thumbnail", "stylesWithEffects", "numbering")


def word(official: Official, fonts: Fonts) -> bytes:
    """*official* as a Word file; raises MissingExtra where python-docx is not installed."""
    try:
        import docx
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "word",
            Text("没有安装生成 Word 文件的程序包，不能生成 Word 文件。", "python-docx is not installed."),
        ) from error
    from .word_styles import styles

    document = docx.Document(io.BytesIO(_empty()))
    words = printed(official)
    document.styles.element[:] = styles(named(fonts))
    _fill(document, words)
    _properties(document, official, words)
    made = io.BytesIO()
    document.save(made)
    return _fixed(made.getvalue())


@cache
def _empty() -> bytes:
    """The package's own empty document without what ours does not use: many styles, a picture."""
    import docx

    document = docx.Document()
    package = document.part.package
    for holder in (package, document.part):
        for name, relation in list(holder.rels.items()):
            if any(word in relation.reltype or word in relation.target_ref for word in _UNUSED):
                del holder.rels[name]
    document.styles.element[:] = []
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _fill(document: Document, words: Printed) -> None:
    """Leaf by leaf; a section ends in the last paragraph of its last leaf."""
    from .word_body import body, opening
    from .word_pages import Pages, Section, settings
    from .word_tables import record

    pages = Pages(words, document.part)
    target = document.element.body
    target[:] = []
    target.extend(opening(words))
    kind: Section = "first"
    for i, leaf in enumerate(words.leaves):
        begins = bool(i) and (leaf.landscape or kind == "lying")
        if begins:
            target[-1].pPr.append(pages.section(kind))
            kind = "lying" if leaf.landscape else "upright"
        target.extend(body(leaf, words, fresh=bool(i) and not begins))
    closing = list(record(words))
    if closing and kind == "lying":
        target[-1].pPr.append(pages.section(kind))
        kind = "record"
    target.extend(closing)
    target.append(pages.section(kind))
    document.settings.element[:] = list(settings())


def _properties(document: Document, official: Official, words: Printed) -> None:
    """Nothing that the document does not say itself; Word allows 255 characters each."""
    properties = document.core_properties
    properties.title, properties.author = words.title[:255], clean(official.organ)[:255]
    properties.last_modified_by, properties.comments, properties.language = properties.author, "", "zh-CN"
    properties.revision = 1
    made = datetime.combine(made_on(official), time(), UTC)
    properties.created = properties.modified = made


def _fixed(content: bytes) -> bytes:
    """The same file with its entries sorted and one time for all."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w") as file:
        for name in sorted(given.namelist()):
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0, 0
            file.writestr(entry, given.read(name))
    return made.getvalue()
