"""The closed loop of one unit as its page shows it: what is open first, then how all of it has come along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model.loop import Hazard
from generator.model.record import Record
from generator.model.text import Text

from .charts.drawing import Figure
from .hazard_charts import Panels, ages, by_county, funnel, quarters
from .hazards import HazardLine, Hazards, StateCount, loop_sentence, state_counts
from .site import Link, Site

SHOWN = 12


@dataclass(frozen=True, slots=True)
class UnitLoop:
    """The hazards of a unit and of all schools below it.

    open: the most urgent, at most twelve; more: where the others are, None where these are all.
    counties: of the city only. The pictures are None where there is nothing to draw, the funnel too where
    all are closed.
    """

    sentence: str
    states: tuple[StateCount, ...]
    late: int
    open: tuple[HazardLine, ...]
    more: Link | None
    funnel: Figure | None
    ages: Figure | None
    quarters: Panels | None
    counties: Panels | None


def unit_loop(site: Site, record: Record, lines: Hazards) -> UnitLoop | None:
    """The loop of the city, a county or a cluster; None where no hazard is on record there."""
    found = _below(site, record)
    if not found:
        return None
    open_ = lines.of(h for h in found if h.life.is_open)
    return UnitLoop(
        sentence=site.say(loop_sentence(found)),
        states=state_counts(site, found),
        late=sum(1 for h in found if h.overdue),
        open=open_[:SHOWN],
        more=_more(site, record, len(open_)),
        funnel=funnel(site, record.id, found) if open_ else None,
        ages=ages(site, record.id, found),
        quarters=quarters(site, record.id, found),
        counties=by_county(site, _of_counties(site)) if record.document.data["level"] == "city" else None,
    )


def _below(site: Site, record: Record) -> Sequence[Hazard]:
    loop = site.results.loop
    if record.document.data["level"] == "county":
        return loop.counties.get(record.id, ())
    found = [h for school in site.schools(record.id) for h in loop.schools.get(school.id, ())]
    return sorted(found, key=lambda h: (h.registered_on, h.id))


def _of_counties(site: Site) -> Mapping[str, Sequence[Hazard]]:
    """In administrative order, those without schools left out."""
    return {
        unit.id: site.results.loop.counties.get(unit.id, ())
        for unit in site.organizations
        if unit.document.data["level"] == "county" and not unit.is_withdrawn and site.schools(unit.id)
    }


def _more(site: Site, record: Record, count: int) -> Link | None:
    if count <= SHOWN:
        return None
    is_county = record.document.data["level"] == "county"
    chosen = f"?county={record.id}" if is_county else ""
    return Link(
        site.say(Text(f"全部 {count} 处未销号隐患", f"All {count} open hazards")), f"hazards/{chosen}"
    )
