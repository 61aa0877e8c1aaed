"""An empty bureau is valid from the first day."""

from decimal import Decimal

import yaml

from generator.starter import empty_bureau


def bureau_files(name: str = "示例市教育局", short_name: str = "市教育局") -> dict[str, str]:
    return {a.path: a.content.decode() for a in empty_bureau(name, short_name, 2026)}


def test_every_kind_has_a_folder() -> None:
    """Git keeps no empty folder, and a contributor should see where records go."""
    folders = {
        path.split("/")[1] for path in bureau_files() if path.startswith("records/") and path.count("/") > 1
    }
    assert folders == {"awards", "checklists", "experts", "inspections", "methods", "organizations"}


def test_the_bureau_names_a_city_that_exists() -> None:
    """A reference that leads nowhere would make the first check of a new bureau fail."""
    files = bureau_files()
    bureau = yaml.safe_load(files["records/bureau.yml"])
    city = yaml.safe_load(files["records/organizations/city.yml"])
    assert bureau["city"] == city["id"] == "city"
    assert (bureau["name"], city["name"], city["level"]) == ("示例市教育局", "示例市", "city")


def test_the_first_method_covers_the_year_that_was_given() -> None:
    """No clock: the caller says which year it is."""
    method = yaml.load(bureau_files()["records/methods/inspection-2026.yml"], Loader=yaml.BaseLoader)
    assert method["valid"] == {"from": "2026-01-01", "to": "2026-12-31"}
    assert [Decimal(g["from"]) for g in method["grades"]] == [90, 80, 65, 0]


def test_nothing_in_it_is_a_sample() -> None:
    """What is entered from here on is real."""
    assert not any("sample: true" in text or "示教函" in text for text in bureau_files().values())


def test_a_name_with_signs_of_yaml_stays_a_name() -> None:
    """The name comes from a command line and may hold anything."""
    name = "某市: 教育局 #1"
    assert yaml.safe_load(bureau_files(name)["records/bureau.yml"])["name"] == name


def test_a_long_name_is_cut_for_the_short_one() -> None:
    """The field holds twenty characters; the caller may pass the full name for want of a shorter one."""
    files = bureau_files("很长的名字" * 6, "很长的名字" * 6)
    assert yaml.safe_load(files["records/bureau.yml"])["short_name"] == "很长的名字" * 4
