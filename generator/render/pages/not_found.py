"""The page for an address that is not there: a search box, the ways on, and what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.record import COUNTED
from generator.model.text import Text
from generator.render.page import Page, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class WithdrawnLine:
    """A record that was withdrawn, with day and reason."""

    link: Link
    kind: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotFoundContext:
    """Where a lost reader can go."""

    ways: tuple[Link, ...]
    withdrawn: tuple[WithdrawnLine, ...]


@page
def not_found(site: Site) -> Iterator[Page]:
    """The page 404.html, which a server shows at any address that it does not know."""
    ways = (
        Link(site.say(Text("首页", "Home"))),
        Link(site.say(Text("学校与单位", "Schools and units")), "organizations/"),
        Link(site.say(Text("评价结果", "Results")), "rankings/"),
        Link(site.say(Text("督查记录", "Inspections")), "inspections/"),
        Link(site.say(Text("通报表扬", "Awards")), "awards/"),
        Link(site.say(Text("数据下载", "Data")), "data/"),
    )
    context = NotFoundContext(ways, tuple(withdrawn_lines(site)))
    yield Page("404.html", context, evidence=(), shell="404/")  # noqa: S604 - a shell of the site


def withdrawn_lines(site: Site) -> Iterator[WithdrawnLine]:
    """Everything that was withdrawn, the latest first, but for what is public as a count alone."""
    shown = (kind for kind in site.snapshot.kinds if kind not in COUNTED)
    found = [r for kind in shown for r in site.snapshot.of(kind) if r.is_withdrawn]
    for record in sorted(found, key=lambda r: (r["withdrawn"]["date"], r.key), reverse=True):
        yield WithdrawnLine(
            link=site.link(record.key),
            kind=site.say(site.snapshot.schemas[record.kind].title),
            day=record["withdrawn"]["date"],
            reason=record["withdrawn"]["reason"],
        )
