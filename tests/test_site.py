"""From records to the published site: nothing lost, nothing leaked, the same bytes everywhere."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import posixpath
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from generator.compute.assess import assess
from generator.model.consent import UNDISCLOSED, name_is_public
from generator.model.evaluation import ItemState
from generator.model.hazard import EVENTS
from generator.model.record import COUNTED, Record, page_path
from generator.model.snapshot import Snapshot
from generator.pipeline import check
from generator.publish.manifest import verify
from generator.read.sources import WorkTree
from generator.render.evaluations import item_anchor
from generator.render.site import UNPUBLISHED_EXPERT, Site
from tests.support import ics
from tests.support.sheets import Sheet, sheets
from tests.support.site import (
    Built,
    Page,
    build,
    build_here,
    command_here,
    contents,
    git,
    kind_of,
    load,
    published_files,
    record_files,
    tree,
)
from tests.support.terminal import Run


@pytest.fixture(scope="module")
def read(site: Path) -> dict[str, Sheet]:
    """All pages of the sample's site."""
    return dict(sheets(site))


@pytest.fixture(scope="module")
def snapshot(sample: Built) -> Snapshot:
    """The sample's records."""
    return check(WorkTree(sample.root)).snapshot


@pytest.fixture(scope="module")
def experts(snapshot: Snapshot) -> dict[bool, list[Record]]:
    """The sample's experts, by whether their names are public on its day."""
    found: dict[bool, list[Record]] = {True: [], False: []}
    for record in snapshot.of("experts"):
        found[name_is_public(record, snapshot.as_of)].append(record)
    return found


def test_a_page_in_pieces_is_the_whole_page(site: Path, read: dict[str, Sheet]) -> None:
    """What the other tests look at is what a parser sees that is given each page in one."""
    looked_at = {path.split("/")[0]: path for path in read}.values()
    assert len(looked_at) > 30
    for path in looked_at:
        page, sheet = Page.of(site / path), read[path]
        assert (sheet.links, sheet.ids, sheet.text) == (page.links, page.ids, page.text), path
        assert {tag: sheet.texts(tag) for tag in ("h1", "title", "footer")} == {
            tag: page.texts.get(tag, []) for tag in ("h1", "title", "footer")
        }, path
        assert [sheet.having(name) for name in ("class", "datetime", "lang")] == [
            page.having(name) for name in ("class", "datetime", "lang")
        ], path


# --- nothing is lost ------------------------------------------------------------------------------


def test_every_record_has_a_page(sample: Built, read: dict[str, Sheet]) -> None:
    """A school that cannot find its own record has no reason to trust the rest."""
    missing = set()
    for path in published_files(sample.root):
        kind, anchor = kind_of(path, sample.root), ""
        where = page_path(f"{kind}/{path.stem}")  # of what is counted alone, the page of its kind
        if kind in EVENTS:  # what happened to a hazard stands on the hazard's page
            where, anchor = f"hazards/{load(path)['hazard']}/", path.stem
        page = read.get(f"{where}index.html")
        if page is None or (anchor and anchor not in page.ids):
            missing.add(f"{kind}/{path.stem}")
    assert not missing


def test_every_number_of_an_evaluation_is_two_clicks_from_its_records(
    snapshot: Snapshot, site: Path, read: dict[str, Sheet]
) -> None:
    """From the table of a year to the item on the page of the county, and from there to every record.

    But for visits of schools that may not be named: a page of theirs says the result, so none is linked.
    """
    found = Site(snapshot, assess(snapshot), version="")
    numbers = records = 0
    for year in found.results.evaluations:
        table = {href for _, href in read[f"rankings/evaluation-{year.year}/index.html"].links}
        for one in (one for one in year.evaluations if one.record):
            text = (site / f"evaluations/{one.record}/index.html").read_text(encoding="utf-8")
            for item in one.items:
                anchor = item_anchor(item.item)
                assert f"../../evaluations/{one.record}/#{anchor}" in table, (one.record, item.item)
                row = text.partition(f'<tr id="{anchor}"')[2].partition("</tr>")[0]
                wanted = {path for key in item.evidence if (path := found.link(key).path)}
                assert wanted <= {href.removeprefix("../../") for href in re.findall(r'href="([^"]*)"', row)}
                is_told = item.state is not ItemState.SCORED or wanted or "佐证：" in row
                assert is_told, (one.record, item.item)
                numbers, records = numbers + 1, records + len(wanted)
    assert numbers > 300
    assert records > 1000


def test_no_file_names_a_draft(sample: Built) -> None:
    """What is still being filled in is counted on one page; its name, school and results stand nowhere."""
    drafts = {p.stem for p in record_files(sample.root)} - {p.stem for p in published_files(sample.root)}
    assert len(drafts) == 2
    marks = [name.encode() for name in sorted(drafts)]
    assert [name for name, content in contents(sample.site) if any(m in content for m in marks)] == []
    assert f"草稿 {len(drafts)} 个" in Page.of(sample.site / "quality" / "index.html").text


def test_counts_in_are_counts_out(sample: Built) -> None:
    """As many rows in every table of a kind as there are files in its folder."""
    counted = Counter(kind_of(path, sample.root) for path in published_files(sample.root))
    for kind, files in counted.items():
        if kind in COUNTED:
            continue  # see below: counts, not rows, add up to the records
        rows = json.loads((sample.site / "data" / f"{kind}.json").read_bytes())["rows"]
        with (sample.site / "data" / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))[1:]
        assert (len(rows), len(lines)) == (files, files), kind


@dataclass(frozen=True)
class Link:
    """A link as it is written, the file that it leads to (none for an address abroad) and the place there."""

    attribute: str
    text: str
    file: str
    anchor: str


@pytest.fixture(scope="module")
def leading(site: Path, read: dict[str, Sheet]) -> dict[str, list[Link]]:
    """All links of each page."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    split = cache(urlsplit)
    found: dict[str, list[Link]] = {}
    for path, page in read.items():
        folder, found[path] = posixpath.dirname(path), []
        for attribute, text in page.links:
            address = split(text)
            if address.scheme or address.netloc:
                found[path].append(Link(attribute, text, "", ""))
                continue
            where = unquote(address.path)
            file = posixpath.normpath(posixpath.join("/", folder, where))[1:] if where else path
            if where and (where.endswith("/") or file not in files):
                file = f"{file}/index.html" if file else "index.html"
            found[path].append(Link(attribute, text, file, unquote(address.fragment)))
    return found


def test_every_link_leads_somewhere(
    site: Path, read: dict[str, Sheet], leading: dict[str, list[Link]]
) -> None:
    """A second look at all links, by another hand than the one that publishes."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    faults, seen = [], 0
    for path, links in leading.items():
        for link in links:
            if not link.file:
                assert link.attribute == "href", f"{path} asks {link.text} for something"
                assert link.text.startswith("https://"), f"{path}: {link.text}"
                continue
            seen += 1
            if link.file not in files:
                faults.append(f"{path} → {link.text}")
            elif link.anchor and link.file in read and link.anchor not in read[link.file].ids:
                faults.append(f"{path} → {link.text} (no such anchor)")
    assert not faults
    assert seen > 10_000


def test_every_record_that_cites_a_document_leads_to_it_and_back(
    snapshot: Snapshot, read: dict[str, Sheet]
) -> None:
    """Whoever wrote the page: a number that cannot be followed proves nothing."""
    documents = {r["number"]: r.id for r in snapshot.of("documents") if "number" in r}
    followed = 0
    for kind, schema in snapshot.schemas.items():
        if kind in ("methods", "documents") or not any(f.document_number for f in schema.walk()):
            continue
        marked = [f for f in schema.walk() if f.document_number and not f.internal]
        for record in snapshot.of(kind):
            for number in {n for f in marked for n in values_at(record.document.data, f.path.split("."))}:
                page, target = f"{kind}/{record.id}/index.html", f"documents/{documents[number]}/"
                assert f"../../{target}" in {link for _, link in read[page].links}, (page, number)
                assert f"../../{kind}/{record.id}/" in {link for _, link in read[f"{target}index.html"].links}
                followed += 1
    assert followed > 100


def values_at(data: object, path: list[str]) -> list[str]:
    """The texts at a schema path (``pools[].document``) of plain data."""
    if isinstance(data, list):
        return [value for row in data for value in values_at(row, path)]
    if not path:
        return [data] if isinstance(data, str) else []
    found = data.get(path[0].removesuffix("[]")) if isinstance(data, dict) else None
    return values_at(found, path[1:]) if found is not None else []


def test_no_page_is_an_island(leading: dict[str, list[Link]]) -> None:
    """Every page can be reached from the first one by links."""
    reached, ahead = {"index.html"}, ["index.html"]
    while ahead:
        new = {link.file for link in leading[ahead.pop()]} & leading.keys() - reached
        reached |= new
        ahead += new
    assert leading.keys() - reached - {"404.html"} == set()


def test_a_reader_chooses_among_seven_sections(site: Path, read: dict[str, Sheet]) -> None:
    """More do not fit the eye; the guide, for those who enter records, stands at the foot of every page."""
    bar = re.search(
        '<ul class="md-tabs__list">(.*?)</ul>', (site / "index.html").read_text("utf-8"), re.DOTALL
    )
    assert bar
    assert re.findall(">([^<>]+)</a>", bar[1]) == [
        "首页", "评价结果", "督查与隐患", "通报公文", "机制运行", "学校与专家", "数据与方法",
    ]  # fmt: skip
    without = {path for path, page in read.items() if not any(to.endswith("guide/") for _, to in page.links)}
    assert all(path.startswith("guide/") for path in without)  # there it is the page beside or above


def test_every_page_says_what_it_is_and_from_what(sample: Built, read: dict[str, Sheet]) -> None:
    """One h1, the language, a title, the way back, and the state of the records that it was made from."""
    commit = git(sample.root, "rev-parse", "HEAD")
    day = load(sample.root / "records" / "bureau.yml")["as_of"]
    titles: dict[tuple[str, str], list[str]] = {}
    for path, page in read.items():
        assert len(page.texts("h1")) == 1, path
        assert page.texts("h1")[0], path
        assert page.having("lang") == ["zh"], path
        (title,) = page.texts("title")[:1]
        titles.setdefault((path.partition("/")[0], title), []).append(path)
        (foot,) = [t for t in page.texts("footer") if commit[:12] in t]
        assert f"{commit[:12]}+" not in foot, path
        assert day in page.having("datetime"), path
        assert ("md-path" in page.having("class")) == (path not in ("index.html", "404.html")), path
        assert not re.search("@@|{{", page.text), path
        assert not page.having("data-slot"), path
    shared = {title for (_, title), paths in titles.items() if len(paths) > 1}
    assert all(UNPUBLISHED_EXPERT.zh in title for title in shared), shared


def test_invented_figures_are_marked(sample: Built, read: dict[str, Sheet]) -> None:
    """A page about an invented school says so before its first number."""
    for path in published_files(sample.root):
        kind = kind_of(path, sample.root)
        if kind != "bureau" and kind not in COUNTED:
            data = load(path)
            shown = f"hazards/{data['hazard']}" if kind in EVENTS else f"{kind}/{path.stem}"
            marked = "notice notice--sample" in read[f"{shown}/index.html"].having("class")
            assert marked or not data.get("sample"), path.name


def test_manifest_holds(site: Path) -> None:
    """Whoever copies the site can tell whether the copy is whole; counted here without our own code."""
    assert verify(site) == ()
    manifest = json.loads((site / "manifest.json").read_bytes())
    found = {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert {entry["path"]: entry["sha256"] for entry in manifest["files"]} == found
    assert manifest["dirty"] is False


def test_calendars_hold_every_duty_and_lead_to_its_record(
    sample: Built, site: Path, read: dict[str, Sheet]
) -> None:
    """What a phone shows is what the page of deadlines and the table say, and a tap leads to the record."""
    rows = [
        dict(zip((c["name"] for c in table["columns"]), row, strict=True))
        for table in [json.loads((site / "data" / "duties.json").read_bytes())]
        for row in table["rows"]
    ]
    everything = ics.read((site / "calendar.ics").read_bytes()).all("VEVENT")
    assert len(rows) > 30
    assert sorted(e["DTSTART"] for e in everything) == sorted(r["due"].replace("-", "") for r in rows)
    assert len({e["UID"] for e in everything}) == len(rows)
    if base := load(sample.root / "records" / "bureau.yml").get("site_url"):
        leads = {e["URL"].removeprefix(f"{base.rstrip('/')}/") for e in everything}
        assert {f"{path}index.html" for path in leads} <= set(read)
    counties = {path.stem: ics.read(path.read_bytes()) for path in (site / "calendars").glob("*.ics")}
    own = [{e["UID"] for e in calendar.all("VEVENT")} for calendar in counties.values()]
    assert sum(map(len, own)) == len(set().union(*own)) > 0
    assert set().union(*own) <= {e["UID"] for e in everything}


def test_what_is_late_is_shown_where_its_owner_looks(site: Path, read: dict[str, Sheet]) -> None:
    """On the unit's own page, and, where a check warns of it, on the page of quality."""
    table = json.loads((site / "data" / "duties.json").read_bytes())
    rows = [dict(zip((c["name"] for c in table["columns"]), row, strict=True)) for row in table["rows"]]
    late = [row for row in rows if row["days"] < 0]
    assert late
    for row in late:
        page = read[f"organizations/{row['subject']}/index.html"]
        assert "late" in page.ids
        assert row["title"] in page.text, row
    assert ("href", "../reference/rules/#due001") in read["quality/index.html"].links
    assert "due001" in read["reference/rules/index.html"].ids


def test_calendars_are_linked_where_people_look(site: Path, read: dict[str, Sheet]) -> None:
    """On the page of deadlines, with the data, and each county's on its own page."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*.ics")}
    assert "calendar.ics" in files
    for path in ("deadlines/index.html", "data/index.html"):
        assert {link.removeprefix("../") for _, link in read[path].links if link.endswith(".ics")} == files
    for name in files - {"calendar.ics"}:
        county = read[f"organizations/{Path(name).stem}/index.html"]
        assert ("href", f"../../{name}") in county.links


# --- nothing leaks --------------------------------------------------------------------------------


def test_praise_is_not_called_honour(site: Path) -> None:
    """表彰 needs the approval of a higher authority; a bureau only commends (表扬).

    Only the reference of the rules says the word, in the rule that refuses it.
    """
    said = {name for name, content in contents(site) if "表彰".encode() in content}
    assert {name for name in said if not name.startswith("pagefind/")} <= {"reference/rules/index.html"}


ISSUED = re.compile(r"bulletins/commendation-|data/bulletins-issued|data/archive/commendation-")


def test_names_without_consent_are_nowhere(sample: Built, experts: dict[bool, list[Record]]) -> None:
    """Not on a page, in a table, in the search index or in a comment.

    What was issued while a name might be shown stays as it was printed, but no search finds it there.
    """
    day = load(sample.root / "records" / "bureau.yml")["as_of"]
    agreed: dict[bool, set[str]] = {shown: {r["name"] for r in experts[shown]} for shown in (True, False)}
    printed: set[str] = set()
    for path in record_files(sample.root):
        if kind_of(path, sample.root) == "awards" and "person" in (one := load(path)):
            agreed[one["consent"] and one.get("public_until", day) >= day].add(one["person"])
            printed |= {one["person"]} if one["consent"] else set()
    hidden = agreed[False] - agreed[True]
    assert len(hidden) > len({r["name"] for r in experts[False]} - agreed[True])
    leaks = {
        (name, who) for name, content in contents(sample.site) for who in hidden if who.encode() in content
    }
    assert {(name, who) for name, who in leaks if not (ISSUED.match(name) and who in printed)} == set()


def test_units_of_experts_without_consent_are_nowhere(
    sample: Built, experts: dict[bool, list[Record]], read: dict[str, Sheet]
) -> None:
    """In a small school the unit is the name: not on their pages, nor in the row of the table."""
    names = {p.stem: load(p) for p in record_files(sample.root) if kind_of(p, sample.root) == "organizations"}
    table = json.loads((sample.site / "data" / "experts.json").read_bytes())
    place = [column["name"] for column in table["columns"]].index("unit")
    rows = {row[0]: row for row in table["rows"]}
    for record in experts[False]:
        page = read[f"experts/{record.id}/index.html"]
        declared = {i["organization"] for i in record.get("interests", ())}
        if record["unit"] not in declared:
            assert names[record["unit"]]["name"] not in page.text, record.id
            assert not [link for _, link in page.links if link.endswith(f"/{record['unit']}/")], record.id
        assert rows[record.id][place] in (None, UNDISCLOSED.zh), record.id


def test_no_file_tells_one_interview_from_another(sample: Built, run: Run) -> None:
    """Day, holder, cause and promises together say whom it was with; only counts may be found in public."""
    interviews = [load(p) for p in sorted((sample.root / "records" / "interviews").rglob("*.yml"))]
    assert interviews
    named = re.compile(rf"\b({'|'.join(re.escape(one['id']) for one in interviews)})\b".encode())
    about = set()
    for name, content in contents(sample.site):
        if not name.startswith(("reference/", "guide/")):  # examples stand there
            assert not re.search(rb"interviews/t-|interview-check", content), name
        if "interview" in name:
            about.add(name)
            assert not named.search(content), name
            for one in interviews:
                days = [one["date"], *(row["due"] for row in one["promises"])]
                for hidden in map(str, (one["unit"], *one["grounds"].values(), *days)):
                    assert hidden.encode() not in content, f"{name}: {hidden}"
    assert about == {f"data/interviews{end}" for end in (".csv", ".json", "/index.html")} | {
        "interviews/index.html"
    }
    assert "核查约谈时的整改承诺" in run("--root", sample.root, "due")[1]


def test_interviews_are_counted_in_and_out(sample: Built) -> None:
    """The counts by year, level and cause add up to the records."""
    files = [load(p) for p in (sample.root / "records" / "interviews").rglob("*.yml")]
    table = json.loads((sample.site / "data" / "interviews.json").read_bytes())
    names = [column["name"] for column in table["columns"]]
    rows = [dict(zip(names, row, strict=True)) for row in table["rows"]]
    counted = Counter({(r["year"], r["cause"]): r["count"] for r in rows if r["level"] == "county"})
    assert counted == Counter((int(str(f["date"])[:4]), f["cause"]) for f in files if "withdrawn" not in f)
    assert sum(r["count"] for r in rows) == sum("withdrawn" not in f for f in files)


def test_no_file_names_who_was_recommended_and_not_praised(sample: Built) -> None:
    """Names, reasons and vetting stay inside; who was praised is named by the award alone."""
    folder = sample.root / "records" / "nominations"
    files = [load(p) for p in folder.rglob("*.yml")]
    secret = [f for f in files if f["status"] != "accepted"]
    assert secret
    names = [f["person"] for f in secret if "person" in f]
    reasons = [f["decision"]["reason"] for f in secret if "decision" in f]
    assert names
    assert reasons
    hidden = [word.encode() for word in (*names, *reasons, files[0]["vetting"]["by"])]
    for name, content in contents(sample.site):
        assert not re.search(rb"\bn-20\d\d-[a-z]+-\d\d\b", content) or name.startswith(
            ("reference/", "guide/")
        )
        assert not [word for word in hidden if word in content], name


# --- the same bytes everywhere --------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A small city as a repository with one commit, and the site that one process makes of it."""
    return build_here(village, tmp_path_factory.mktemp("small") / "site", with_search=True)


ROOM = ("unshare", "--map-root-user", "--net")


@pytest.fixture(scope="module")
def has_room() -> bool:
    """Does this system make a room without any network?"""
    made = shutil.which("unshare") and subprocess.run([*ROOM, "true"], capture_output=True, check=False)
    return bool(made) and made.returncode == 0


@pytest.fixture(scope="module")
def elsewhere(small: Built, has_room: bool, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small city's site as another machine makes it, which has no network if that can be had here."""
    base = tmp_path_factory.mktemp("elsewhere")
    root, site = base / "其他 folder" / "r", base / "out" / "网站"
    shutil.copytree(small.root, root, symlinks=True)
    other = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "4711", "SOURCE_DATE_EPOCH": "86400"}
    before = os.umask(0o077)
    try:
        return build(root, site, within=ROOM if has_room else (), **other)
    finally:
        os.umask(before)


def test_another_machine_makes_the_same_site(small: Built, elsewhere: Built) -> None:
    """Another folder, time zone, language, hash seed, file mask and number of processes; the same commit."""
    ours, theirs = tree(small.site), tree(elsewhere.site)
    assert {p for p in ours.keys() | theirs.keys() if ours.get(p) != theirs.get(p)} == set()
    assert any(path.startswith("pagefind/") for path in ours)


def test_check_build_and_verification_need_no_network(has_room: bool, elsewhere: Built) -> None:
    """The whole way in a room without any network, where the system can make one."""
    if not has_room:
        pytest.skip("this system makes no room without network")
    assert verify(elsewhere.site) == ()


def test_a_commit_gives_the_site_that_its_work_tree_gave(small: Built, tmp_path: Path) -> None:
    """An old bulletin's figures can be looked up without checking anything out, whatever lies around."""
    shutil.copytree(small.root, root := tmp_path / "city", symlinks=True)
    school = next(p for p in record_files(root) if load(p).get("level") == "school")
    school.write_text(school.read_text().replace("name: ", "name: 改名的", 1))
    (root / "records" / "notes.txt").write_text("尚未完成")
    (root / "docs" / "index.md").unlink()
    after = build_here(root, tmp_path / "after", "--at", "HEAD", with_search=True)
    assert tree(small.site) == tree(after.site)


# --- the beginning --------------------------------------------------------------------------------


SECTIONS = (
    "inspections",
    "rankings",
    "awards",
    "experts",
    "checklists",
    "rounds",
    "meetings",
    "guarantee",
    "problems",
)


def test_empty_bureau_guides_to_the_first_record(tmp_path: Path) -> None:
    """The first thing that a second bureau sees says what to do next, on every section's page."""
    root = tmp_path / "bureau"
    command_here("init", root, "--name", "某某市教育局")
    built = build_here(root, tmp_path / "site", with_search=True)
    read = dict(sheets(built.site))
    home = read["index.html"]
    assert "某某市教育局" in home.texts("title")[0]
    assert {"records/bureau.yml", "records/organizations/", "records/inspections/"} <= set(home.texts("code"))
    assert [link for _, link in home.links if link.startswith("guide/")]
    for section in SECTIONS:
        page = read[f"{section}/index.html"]
        assert "guide/" in " ".join(link for _, link in page.links), section
        assert "还没有" in page.text, section
    assert not [path for path, page in read.items() if "notice notice--sample" in page.having("class")]
    assert verify(built.site) == ()
