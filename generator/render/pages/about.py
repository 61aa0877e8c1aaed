"""About: from which state of the records this site was made, how to check it, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.text import Text
from generator.render import wording
from generator.render.page import Page, page
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class AboutContext:
    """What an auditor asks. *repository*, *office*, *phone*: "" where the bureau's record says nothing.

    unchanged: how many metrics are still as first defined; metrics: the others with their version.
    """

    sentence: str
    name: str
    issuer: str
    commit: str
    label: str
    dirty: bool
    as_of: str
    version: str
    methods: tuple[Link, ...]
    unchanged: int
    metrics: tuple[tuple[Link, int], ...]
    kinds: tuple[tuple[str, int, int], ...]
    repository: str
    site_url: str
    office: str
    phone: str
    samples: int
    total: int
    note: str


@page
def about(site: Site) -> Iterator[Page]:
    """The one page about the site itself; it also shows the bureau's own record."""
    bureau = site.bureau
    revision = site.snapshot.revision
    kinds = tuple(
        (
            site.say(schema.title),
            len(site.snapshot.of(kind)),
            sum(r.is_sample for r in site.snapshot.of(kind)),
        )
        for kind, schema in site.snapshot.schemas.items()
    )
    total, samples = sum(k[1] for k in kinds), sum(k[2] for k in kinds)
    contact = bureau.get("contact", {})
    yield Page(
        "about/",
        AboutContext(
            sentence=site.say(about_sentence(site, total)),
            name=site.name,
            issuer=bureau.get("issuer", ""),
            commit=revision.commit,
            label=revision.label,
            dirty=revision.dirty,
            as_of=site.as_of.isoformat(),
            version=site.version,
            methods=tuple(site.link(r.key) for r in site.snapshot.active("methods")),
            unchanged=sum(1 for i in site.results.metrics.values() if i.version == 1),
            metrics=tuple(
                (Link(site.say(i.title), site.metric_path(i.id)), i.version)
                for i in site.results.metrics.values()
                if i.version > 1
            ),
            kinds=kinds,
            repository=bureau.get("repository", ""),
            site_url=bureau.get("site_url", ""),
            office=contact.get("office", ""),
            phone=contact.get("phone", ""),
            samples=samples,
            total=total,
            note=bureau.get("note", ""),
        ),
        records=("bureau/bureau",) if bureau else (),
        evidence=None if samples else (),
    )


def about_sentence(site: Site, total: int) -> Text:
    """Who publishes what, as of when."""
    when = wording.on(site.as_of.isoformat())
    issuer = site.bureau.get("issuer") or site.name
    return Text(
        f"本站由{issuer}公布，全部内容由 {total} 条记录自动生成，数据截至{when.zh}。",
        f"Published by {issuer}; made from {wording.some(total, 'record')}, state of {when.en}.",
    )
