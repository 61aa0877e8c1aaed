"""Days that bind the bureau because of its experts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.compute.duty import Owed, duty
from generator.model.appraisal import appraisal_due, unappraised
from generator.model.consent import name_is_public
from generator.model.service import goes_on
from generator.model.snapshot import Snapshot
from generator.model.standing import method_on, own_city_id
from generator.model.text import Text

AHEAD = 183  # days: a pool is renewed half a year before its terms end


@duty("term", Text("聘期届满", "Term ends"), warns=False)  # an ended term is no fault: the expert has left
def terms(snapshot: Snapshot) -> Iterator[Owed]:
    """Terms of experts that end within half a year and are not renewed yet; the bureau renews or replaces."""
    for record in snapshot.active("experts"):
        data = record.document.data
        name = data.get("name", "专家") if name_is_public(record, snapshot.as_of) else "专家"
        for i, pool in enumerate(data.get("pools", ())):
            until = pool.get("term", {}).get("to")
            if not until or not 0 <= (date.fromisoformat(until) - snapshot.as_of).days <= AHEAD:
                continue
            if not goes_on(record, pool):
                title = Text(f"{name}的聘期届满，续聘或另行遴选", f"Term of {name} ends: renew or replace")
                yield Owed(own_city_id(snapshot), until, title, record, ("pools", i, "term", "to"))


@duty("appraisal", Text("专家考核", "Appraisal of experts"))
def appraisals(snapshot: Snapshot) -> Iterator[Owed]:
    """The year before is appraised by the day that the method sets; one duty, however many experts it is."""
    for year in (snapshot.as_of.year - 1, snapshot.as_of.year):
        due = appraisal_due(snapshot, year)
        method = method_on(snapshot, due) if due else None
        left = unappraised(snapshot, year) if due else ()
        if method is None or not left or (date.fromisoformat(due) - snapshot.as_of).days > AHEAD:
            continue
        title = Text(
            f"{year} 年度专家履职考核，还有 {len(left)} 名",
            f"Appraisal of experts for {year}: {len(left)} to go",
        )
        place = ("requirements", "experts", "appraised_by")
        # The expert's own record where it is one; where there are many, what sets the day.
        if len(left) == 1:
            yield Owed(own_city_id(snapshot), due, title, left[0], ("appraisals",))
        else:
            yield Owed(own_city_id(snapshot), due, title, method, place)


@duty("engagement", Text("专家工作", "Engagement"), warns=False)  # DAT006 says more about one that is overdue
def engagements(snapshot: Snapshot) -> Iterator[Owed]:
    """Work that experts were given and have not done yet; whoever is to be served expects them."""
    for record in snapshot.active("engagements"):
        data = record.document.data
        last = data.get("dates", {}).get("to")
        if data.get("status") == "planned" and last and "unit" in data:
            what = data.get("title", "")
            yield Owed(
                data["unit"], last, Text(f"专家工作：{what}", f"Experts: {what}"), record, ("dates", "to")
            )
