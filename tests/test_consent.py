"""A name that people agreed to show until a day is shown on that day, and in no byte of the next.

Marks stand for the names of all experts and individuals of a small city; all its names may be shown until one
day. What commands print is searched too: it ends in the log of a forge.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from generator.cli import reports
from generator.model.consent import PERSONAL
from generator.pipeline import check
from generator.read.sources import WorkTree
from tests.support.site import build_here, contents, kind_of, load, record_files, save, schemas

Run = Callable[..., tuple[int, str, str]]
LAST = date(2026, 3, 31)
AFTER = LAST + timedelta(days=1)
WHO = "甲乙丙"  # a mark is a rare character and its number in these three


def marks() -> Iterator[str]:
    """Names that nothing else is called."""
    for number in count(1):
        yield "鿃" + "".join(WHO[number // 3**at % 3] for at in range(5))


@pytest.fixture(scope="module")
def city(town: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """A small city whose people may be named until one day; record -> the mark in place of the name."""
    root = tmp_path_factory.mktemp("consent") / "city"
    shutil.copytree(town, root, symlinks=True)
    planted: dict[str, str] = {}
    names = marks()
    for path in record_files(root):
        kind = kind_of(path, root)
        data = load(path) if kind in PERSONAL else {}
        if (name := PERSONAL.get(kind, ("",))[0]) in data:
            planted[f"{kind}/{data['id']}"] = data[name] = next(names)
            data |= {"consent": True, "public_until": LAST.isoformat()}
            save(path, data)
    praised = {load(p)["nomination"]: load(p) for p in record_files(root) if kind_of(p, root) == "awards"}
    for path in record_files(root):
        if kind_of(path, root) == "nominations" and "person" in (data := load(path)):
            award = praised.get(data["id"])
            save(path, data | {"person": award["person"] if award else next(names)})
    return root, planted


def test_every_kind_with_a_consent_is_known_to_name_somebody() -> None:
    """A kind that gets the fields must say what is hidden, or nothing would be."""
    asked = {kind for kind, schema in schemas().items() if any(f.name == "consent" for f in schema.fields)}
    assert asked == set(PERSONAL)
    for kind, names in PERSONAL.items():
        fields = {f.name for f in schemas()[kind].fields}
        assert {"consent", "public_until", *names} <= fields, kind


def test_names_are_shown_until_the_day_and_nowhere_afterwards(
    city: tuple[Path, Mapping[str, str]], tmp_path: Path
) -> None:
    """Pages, tables, search index, feed, calendars, files of bulletins: every byte, unpacked."""
    root, planted = city
    before = build_here(root, tmp_path / "before", "--as-of", str(LAST))
    after = build_here(root, tmp_path / "after", "--as-of", str(AFTER), with_search=True)
    shown = {
        mark for _, content in contents(before.site) for mark in planted.values() if mark.encode() in content
    }
    assert shown == set(planted.values())
    left = [(name, key) for name, content in contents(after.site) for key, mark in planted.items()
            if mark.encode() in content]  # fmt: skip
    assert left == []
    pages = {p: (after.site / p / "index.html").read_text(encoding="utf-8") for p in planted}
    words = {"experts": "专家（未公开）", "awards": "个人（未公开）"}
    assert [p for p, text in pages.items() if words[p.partition("/")[0]] not in text] == []


def test_figures_stay_when_names_go(city: tuple[Path, Mapping[str, str]], run: Run) -> None:
    """Who may not be named any more still counts: ranks and their tables are the same."""
    asked = ("rank", "counties", "--format", "json", "--root", city[0], "--as-of")
    counted = [run(*asked, day)[1].replace(str(day), "") for day in (LAST, AFTER)]
    assert counted[0] == counted[1]


@pytest.mark.parametrize("command", [("due",), ("explain", "甲禾县"), ("check",)], ids=str)
def test_names_are_not_printed_afterwards(
    city: tuple[Path, Mapping[str, str]], run: Run, command: tuple[str, ...]
) -> None:
    """What is printed ends in the log of a forge and in comments on a pull request."""
    _, out, err = run(*command, "--root", city[0], "--as-of", AFTER)
    assert out + err
    assert [mark for mark in city[1].values() if mark in out + err] == []


def test_two_of_one_name_are_told_without_it(town: Path, tmp_path: Path) -> None:
    """A warning about a name stands on the site's page of quality too."""
    shutil.copytree(town, tmp_path / "city", symlinks=True)
    paths = sorted((tmp_path / "city" / "records" / "experts").glob("*.yml"))[:2]
    for path in paths:
        save(path, {**load(path), "name": "鿃甲甲甲", "consent": False})
    found = check(WorkTree(tmp_path / "city")).diagnostics
    assert any(d.code == "IDN004" for d in found)
    assert "鿃甲甲甲" not in reports.as_markdown(found, seen=1, records=1)
