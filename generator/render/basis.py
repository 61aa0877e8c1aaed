"""What an item of a checklist rests on, as readers see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.law import basis_words, cited
from generator.render.site import Link, Site


def basis_of(site: Site, item: Mapping[str, Any]) -> tuple[str, ...]:
    """《安全生产法》（2021年修正）第四条, one for each law cited."""
    laws = {}
    for _, entry in cited(item):
        record = site.snapshot.get("laws", entry["law"])
        if record:
            laws[record.id] = site.public(record)
    return tuple(site.say(text) for text in basis_words(laws, item.get("basis") or ()))


def basis_links(site: Site, item: Mapping[str, Any]) -> tuple[Link, ...]:
    """The same, each leading to the page of its law."""
    keys = {f"laws/{entry['law']}" for _, entry in cited(item)}
    known = {key for key in keys if site.snapshot.find(key)}
    entries = item.get("basis") or ()
    return tuple(
        Link(text, site.path(key) if (key := _key(entry)) in known else "")
        for text, entry in zip(basis_of(site, item), entries, strict=True)
    )


def _key(entry: object) -> str:
    return f"laws/{entry['law']}" if isinstance(entry, Mapping) else ""
