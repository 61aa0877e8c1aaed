"""The first page: how things stand, what is due, what is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.render.page import Page, page
from generator.render.site import Site


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page says. sentence: the finding."""

    sentence: str


@page
def home(site: Site) -> Iterator[Page]:
    """The first page."""
    yield Page("", Home(sentence=f"{len(site.organizations)} 个单位。"))
