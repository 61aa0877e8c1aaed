"""The Word and PDF files of issued bulletins, made from their records alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from importlib.util import find_spec

from generator.model.artifact import Artifact, Share
from generator.model.bulletin import Data
from generator.model.bulletin_document import official_of
from generator.model.official import Fonts, Official
from generator.model.record import Record, page_path

from .environment import environment
from .office.pdf import pdf, was_used
from .office.wording import printed

FORMATS = ("Word", "PDF")
_ENDINGS = {"Word": "docx", "PDF": "pdf"}
_PACKAGES = {"Word": "docx", "PDF": "typst"}


@cache
def is_offered(form: str) -> bool:
    """Is the package behind this form installed? The site is whole without it, and says so."""
    return find_spec(_PACKAGES[form]) is not None


def file_path(bulletin: str, form: str) -> str:
    """Where a bulletin's file lies, below the site's first page."""
    return f"bulletins/{bulletin}/{bulletin}.{_ENDINGS[form]}"


def bulletin_files(records: Iterable[Record], fonts: Fonts, address: str) -> Iterator[Artifact]:
    """Every form that is offered of every issued bulletin; *address*: of the site, with its closing slash."""
    for record in records:
        if "issued" not in record.document.data:
            continue
        official = official_of(
            record.document.data, address=f"{address}{page_path(record.key)}" if address else ""
        )
        for form in FORMATS:
            if is_offered(form):
                yield Artifact(file_path(record.id, form), _made(form)(official, fonts))


def bulletin_shares(records: Iterable[Record], fonts: Fonts, address: str) -> tuple[Share, ...]:
    """The files of each bulletin as a share of work; made at once where no other process may make them.

    Typst can be used on one side of a fork only.
    """
    if was_used():
        made = tuple(bulletin_files(records, fonts, address))
        return (lambda: made,)
    return tuple(partial(bulletin_files, (record,), fonts, address) for record in records)


def preview(bulletin: str, data: Data, fonts: Fonts) -> Iterator[Artifact]:
    """A bulletin's page on its own and its files, to be looked at."""
    official = official_of(data)
    template = environment("zh").get_template("preview.html.j2")
    yield Artifact(f"{bulletin}.html", template.render(words=printed(official)).encode())
    for form in FORMATS:
        if is_offered(form):
            yield Artifact(f"{bulletin}.{_ENDINGS[form]}", _made(form)(official, fonts))


def _made(form: str) -> Callable[[Official, Fonts], bytes]:
    if form == "Word":
        from .office.word import word

        return word
    return pdf
