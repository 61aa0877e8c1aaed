"""The site is the only door between records and templates: what is internal stays behind it."""

from __future__ import annotations

from datetime import date

from generator.render.site import root_of
from tests.render.city import CANARY, city_records, city_site, inspection, site_of


def test_internal_fields_never_pass() -> None:
    """A canary planted in every internal field reaches no public view."""
    site = city_site()
    for kind in site.snapshot.kinds:
        for record in site.snapshot.of(kind):
            assert CANARY not in str(site.public(record)), record.key


def test_an_expert_without_consent_has_no_name_and_no_unit() -> None:
    """Consent covers both; the record itself stays countable."""
    site = city_site()
    assert site.expert("e-1").text == "张示例"
    assert site.expert("e-2").text == "专家（未公开）"
    assert "unit" not in (site.get("experts", "e-2") or {})


def test_consent_ends_with_its_day() -> None:
    """Shown on the last day, no longer on the next."""
    records = city_records()
    records["experts"][0]["public_until"] = "2025-06-30"
    assert site_of(records, date(2025, 6, 30)).expert("e-1").text == "张示例"
    assert site_of(records, date(2025, 7, 1)).expert("e-1").text == "专家（未公开）"


def test_referrers_are_those_that_name_a_record() -> None:
    """Asked from the other side of every reference of the schemas."""
    keys = [r.key for r in city_site().referrers("checklists/hazchem-2025")]
    assert keys
    assert all(key.startswith("inspections/") for key in keys)
    assert "awards/a-2025-1" in [r.key for r in city_site().referrers("organizations/jia-1")]


def test_a_planned_unannounced_visit_is_not_listed_at_its_school() -> None:
    """Naming it would announce it."""
    records = city_records()
    secret = {
        k: v
        for k, v in inspection("i-secret", "jia-1", "2026-Q1", "2026-01-05", "mmmm").items()
        if k not in ("date", "results", "findings", "checklist_digest", "strengths")
    }
    records["inspections"].append({**secret, "status": "planned", "planned_on": "2026-01-05"})
    assert "i-secret" not in [v.id for v in site_of(records).visits("jia-1")]
    records["inspections"][-1]["mode"] = "announced"
    assert "i-secret" in [v.id for v in site_of(records).visits("jia-1")]


def test_organizations_stand_in_administrative_order_below_their_parents() -> None:
    """The order of every list: the city, then each county with its schools."""
    names = [r.id for r in city_site().organizations]
    assert names[:6] == ["shi", "jia", "jia-1", "jia-2", "jia-3", "yi"]


def test_an_organization_in_a_circle_is_not_walked_for_ever() -> None:
    """A mistake in the records must not hang the build."""
    records = city_records()
    records["organizations"][1]["parent"] = "yi"
    records["organizations"][2]["parent"] = "jia"
    site = site_of(records)
    assert len(site.ancestors("jia")) <= 10
    assert site.organizations


def test_links_lead_up_by_depth() -> None:
    """No address begins at the host, so the site works under any prefix."""
    assert root_of("") == "./"
    assert root_of("about/") == "../"
    assert root_of("organizations/jia/") == "../../"


def test_labels_come_from_the_schemas() -> None:
    """One wording of a choice, in forms, messages and pages."""
    assert city_site().label("organizations", "level", "county") == "县（区）"
    assert city_site().label("organizations", "level", "unknown") == "unknown"
