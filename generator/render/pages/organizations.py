"""The tree of all units: city, counties, clusters, schools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.text import Text
from generator.render.page import Page, page
from generator.render.profile import gone
from generator.render.scorecard import last_done
from generator.render.site import Link, Site


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the tree: *depth* below the city, *find* further words that lead to it."""

    link: Link
    level: str
    parent: str
    stage: str
    depth: int
    find: str
    schools: int
    latest: str
    grade: str
    conclusion: str
    gone: str


@dataclass(frozen=True, slots=True)
class TreeContext:
    """All units, parents first."""

    sentence: str
    nodes: tuple[Node, ...]


@page
def organizations_index(site: Site) -> Iterator[Page]:
    """The tree of all units."""
    yield Page("organizations/", TreeContext(site.say(tree_sentence(site)), tuple(_nodes(site))))


def tree_sentence(site: Site) -> Text:
    """How many units there are, by level."""
    levels = Counter(r.document.data["level"] for r in site.organizations if not r.is_withdrawn)
    labels = site.labels("organizations", "level")
    parts = [
        (labels.get(level, level), levels[level])
        for level in ("county", "cluster", "school")
        if levels[level]
    ]
    if not levels:
        return Text("还没有录入单位。", "No organization has been entered yet.")
    if not parts:
        return Text("已录入市级单位，还没有录入县（区）和学校。", "Only the city is entered so far.")
    zh = "、".join(f"{count} {_counter(label)}" for label, count in parts)
    en = ", ".join(f"{count} × {label}" for label, count in parts)
    return Text(f"本市已录入 {zh}。", f"Entered so far: {en}.")


def _counter(label: str) -> str:
    return {"县（区）": "个县（区）", "学区": "个学区", "学校": "所学校"}.get(label, label)


def _nodes(site: Site) -> Iterator[Node]:
    for record in site.organizations:
        data = site.public(record)
        above = site.ancestors(record.id)
        last = last_done(site, record.id)
        conclusion = site.results.conclusions.get(last.id) if last else None
        grade = (conclusion.grade or "") if conclusion else ""
        yield Node(
            link=site.link(record.key),
            level=site.label("organizations", "level", data["level"]),
            parent=""
            if not above
            else " · ".join(site.short(a.id) for a in above if a.document.data["level"] != "city"),
            stage=site.label("organizations", "stage", data.get("stage")),
            depth=len(above),
            find=" ".join(str(data.get(k, "")) for k in ("short_name", "school_code", "division_code"))
            + f" {record.id}",
            schools=len(site.schools(record.id)) if data["level"] != "school" else 0,
            latest=site.public(last)["date"] if last else "",
            grade=grade,
            conclusion=site.label("methods", "grades[].grade", grade) if grade else "",
            gone=gone(site, record),
        )
