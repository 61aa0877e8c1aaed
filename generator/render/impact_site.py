"""The page that lists which pages a change makes otherwise, with both forms of each beside each other."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.impact import PagePair
from generator.model.text import Language

from .environment import environment


def index(pairs: Iterable[PagePair], base: str, head: str, language: Language) -> str:
    """The page as HTML; its links lead into ``before/`` and ``after/`` beside it."""
    template = environment(language).get_template("impact.html.j2")
    return template.render(pairs=tuple(pairs), base=base, head=head)
