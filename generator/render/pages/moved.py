"""Former addresses: what was sent around once leads on to where the record is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.record import is_counted
from generator.model.text import Text
from generator.render.page import Page, page
from generator.render.plain import DATA, RECORD_SHELL
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class MovedContext:
    """*record*: where it is now."""

    sentence: str
    record: Link


@page
def moved(site: Site) -> Iterator[Page]:
    """A page at every former address; a browser goes on by itself, and the page says where to."""
    for kind in site.snapshot.kinds:
        for record in site.snapshot.of(kind):
            link = site.link(record.key)
            for old in record.document.data.get("aliases", ()):
                if link.path and not is_counted(record.key):
                    yield _page(site, kind, old, record.id, link)


def _page(site: Site, kind: str, old: str, new: str, link: Link) -> Page:
    title = site.snapshot.schemas[kind].title
    sentence = Text(f"编号“{old}”已改为“{new}”。", f"The id {old} has become {new}.")
    return Page(
        f"{kind}/{old}/",
        MovedContext(site.say(sentence), link),
        title=site.say(Text(f"{title.zh} {old} 已改编号", f"{title.to('en')} {old} has another id")),
        trail=(Link(site.say(DATA), "data/"), Link(site.say(title), f"{kind}/")),
        evidence=(f"{kind}/{new}",),
        shell=RECORD_SHELL,
        leads_to=link.path,
    )
