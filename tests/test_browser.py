"""The site in a real browser: on a desk and on a phone, by day and by night, on paper, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.searching import search
from tests.support.site import Built, load
from tests.support.visits import DESK, PHONE, SCHEMES, Reader, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab


def found(sample: Built, kind: str, /, **wanted: Any) -> dict[str, Any]:
    """The first record of a kind whose fields have these values (None: the field is absent)."""
    for path in files(sample.root, kind):
        data = record(path)
        if all(data.get(k) == v or (v is ... and k in data) for k, v in wanted.items()):
            return data
    pytest.fail(f"the sample has no {kind} with {wanted}")


@cache
def files(root: Path, kind: str) -> list[Path]:
    """The files of a kind, sorted."""
    return sorted((root / "records" / kind).rglob("*.yml"))


record = cache(load)


# Type of page -> its address, for the sample's records.
ADDRESSES: dict[str, Callable[[Built], str]] = {
    "home": lambda _: "",
    "rankings": lambda _: "rankings/",
    "counties of a quarter": lambda _: "rankings/counties-2025-q3/",
    "counties of a year": lambda _: "rankings/counties-2025/",
    "schools of a year": lambda _: "rankings/schools-2025/",
    "organizations": lambda _: "organizations/",
    "county": lambda s: f"organizations/{found(s, 'organizations', level='cluster')['parent']}/",
    "school": lambda s: f"organizations/{found(s, 'inspections', status='done')['organization']}/",
    "cluster": lambda s: f"organizations/{found(s, 'organizations', level='cluster')['id']}/",
    "city": lambda s: f"organizations/{found(s, 'organizations', level='city')['id']}/",
    "inspections": lambda _: "inspections/",
    "inspection": lambda s: f"inspections/{found(s, 'inspections', findings=...)['id']}/",
    "planned inspection": lambda s: f"inspections/{found(s, 'inspections', status='planned')['id']}/",
    "rounds": lambda _: "rounds/",
    "round": lambda _: "rounds/2025-q3-hazchem/",
    "deadlines": lambda _: "deadlines/",
    "coverage": lambda _: "coverage/",
    "evaluation of a year": lambda _: "rankings/evaluation-2024/",
    "evaluation": lambda s: f"evaluations/{found(s, 'evaluations', status='final')['id']}/",
    "evaluation under way": lambda s: f"evaluations/{found(s, 'evaluations', year=2025)['id']}/",
    "coverage of a year": lambda _: "coverage/2024/",
    "demonstrations": lambda _: "demonstrations/",
    "demonstration": lambda s: f"demonstrations/{found(s, 'demonstrations', renewal=...)['id']}/",
    "demonstration that waits": lambda s: f"demonstrations/{found(s, 'demonstrations', survey=None)['id']}/",
    "six batches": lambda _: "projects/",
    "project": lambda s: f"projects/{found(s, 'projects', milestones=..., money=...)['id']}/",
    "batch with nothing": lambda s: f"projects/{found(s, 'projects', status='absent')['id']}/",
    "budgets": lambda _: "budgets/",
    "budget": lambda s: f"budgets/{found(s, 'budgets')['id']}/",
    "experts": lambda _: "experts/",
    "expert": lambda s: f"experts/{found(s, 'experts', consent=True, public_until=None)['id']}/",
    "engagements": lambda _: "engagements/",
    "engagement": lambda s: f"engagements/{found(s, 'engagements', status='done')['id']}/",
    "expert without consent": lambda s: f"experts/{found(s, 'experts', consent=False)['id']}/",
    "checklist": lambda s: f"checklists/{found(s, 'checklists', kind='inspection')['id']}/",
    "awards": lambda _: "awards/",
    "award": lambda s: f"awards/{found(s, 'awards', withdrawn=None)['id']}/",
    "withdrawn award": lambda s: f"awards/{found(s, 'awards', withdrawn=...)['id']}/",
    "key tasks": lambda _: "tasks/",
    "late task": lambda s: f"tasks/{found(s, 'tasks', status='running')['id']}/",
    "settled task": lambda s: f"tasks/{found(s, 'tasks', status='done')['id']}/",
    "who is in charge": lambda _: "responsibility/",
    "on-site meetings": lambda _: "meetings/",
    "on-site meeting": lambda s: f"meetings/{found(s, 'meetings', sites=...)['id']}/",
    "problem session": lambda s: f"meetings/{found(s, 'meetings', kind='problem_session')['id']}/",
    "guarantee": lambda _: "guarantee/",
    "problems": lambda _: "problems/",
    "problem": lambda s: f"problems/{found(s, 'problems', outcome=...)['id']}/",
    "interviews": lambda _: "interviews/",
    "nominations": lambda _: "nominations/",
    "method": lambda s: f"methods/{found(s, 'methods')['id']}/",
    "metric": lambda _: "metrics/inspection-pass-rate/",
    "quality": lambda _: "quality/",
    "data": lambda _: "data/",
    "data table": lambda _: "data/inspections/",
    "about": lambda _: "about/",
    "guide": lambda _: "guide/",
    "rules": lambda _: "reference/rules/#due001",
    "data dictionary": lambda _: "reference/data-dictionary/",
    "glossary": lambda _: "reference/glossary/",
    "lost": lambda _: "no/such/page/",
}


OVERLAPS = """() => {
    const found = [];
    for (const figure of document.querySelectorAll(".chart svg")) {
        const texts = Array.from(figure.querySelectorAll("text")).filter(t => t.checkVisibility());
        const boxes = texts.map(t => [t.textContent, t.getBoundingClientRect()]);
        boxes.forEach(([words, a], n) => boxes.slice(n + 1).forEach(([others, b]) => {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 2 && down > 6) found.push(`${words} on ${others}`); // boxes are higher than digits
        }));
    }
    return found;
}"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """One tab for all tests of this file that look by day: to open one takes longer than to open a page."""
    window = browser.new_context(reduced_motion="reduce")
    yield window.new_page()
    window.close()


@pytest.fixture
def desk(tab: Tab) -> Tab:
    """The tab, on a desk by day."""
    tab.emulate_media(media="screen", color_scheme="light")
    tab.set_viewport_size(DESK)
    return tab


@pytest.fixture
def phone(tab: Tab) -> Tab:
    """The tab, on a phone by day."""
    tab.emulate_media(media="screen", color_scheme="light")
    tab.set_viewport_size(PHONE)
    return tab


# What is looked at on paper, and with the keyboard alone.
ON_PAPER = ("schools of a year", "county", "inspections", "inspection", "checklist", "deadlines")
BY_KEYS = ("home", "schools of a year", "school", "checklist")

See = Callable[[str], Visit]


@pytest.fixture(scope="module")
def see(browser: Browser, sample: Built, address: str) -> Iterator[See]:
    """What is seen of a page by its type; half of the pages are opened by day and half by night."""
    window = browser.new_context(viewport=DESK, reduced_motion="reduce")
    reader = Reader(window.new_page(), address)
    yield lambda page: reader.visit(
        ADDRESSES[page](sample),
        by_night=list(ADDRESSES).index(page) % 2 == 1,
        by_keys=page in BY_KEYS,
        on_paper=page in ON_PAPER,
        as_pdf=page == ON_PAPER[-1],
    )
    window.close()


@pytest.mark.parametrize("page", ADDRESSES)
def test_page_can_be_read_anywhere(page: str, see: See) -> None:
    """No other host is asked, nothing fails, scrolls sideways or fades: desk and phone, day and night."""
    visit = see(page)
    assert visit.status == (404 if page == "lost" else 200)
    assert len(visit.screen) == 4
    faults = []
    for (scheme, width), seen in visit.screen.items():
        where = f"{width} px, {scheme}"
        assert seen["scheme"] == SCHEMES[scheme], where
        if seen["width"] > width:
            faults.append(f"{where}: {seen['width']} px wide")
        for what in ("faint", "small", "wide", "plain"):
            faults += [f"{where}: {what}: {one}" for one in seen[what][:3]]
    assert visit.foreign == []
    assert [c for c in visit.complaints if page != "lost" or "404 (Not Found)" not in c] == []
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("page", ["counties of a quarter", "organizations", "inspections", "experts"])
def test_tables_on_a_phone_are_cards(page: str, see: See) -> None:
    """Each value has its label beside it, because the head of the table is out of sight."""
    for seen in see(page).on(PHONE):
        assert seen["cells"]
        for cell in (c for c in seen["cells"] if c["shown"]):
            assert cell["display"] != "table-cell"
            assert cell["headline"] or cell["label"] in cell["before"], cell
            assert cell["right"] <= PHONE["width"]


def test_long_references_fold_and_a_link_opens_its_part(see: See) -> None:
    """Laid open they are half a million pixels long on a phone; a code on another page leads to its rule."""
    for page in ("data dictionary", "rules"):
        for seen in see(page).on(PHONE):
            assert seen["height"] < 6000, page
            assert seen["folded"], page
            assert seen["target"] == seen["unfolded"] == (page == "rules")


QUARTER = ("第3季度", "第三季度", "2025年第3季度", "2025年三季度")

Answers = dict[str, tuple[list[str], str]]


@pytest.fixture(scope="module")
def answers(sample: Built, address: str, tab: Tab) -> Answers:
    """Paths and text of what the search finds, asked one after another from the first page."""
    school = found(sample, "organizations", level="school")
    named = found(sample, "experts", consent=True, public_until=None)
    unnamed = found(sample, "experts", consent=False)
    tab.set_viewport_size(DESK)
    tab.goto(address)
    asked = (*QUARTER, school["short_name"][1:-1], named["name"], unnamed["name"])
    return {words: search(tab, words) for words in asked}


def test_search_finds_what_readers_ask_for(sample: Built, answers: Answers) -> None:
    """A quarter, a part of one's own school's name, an expert who may be named."""
    for words in QUARTER:
        quarter, text = answers[words]
        assert quarter, words
        assert text.count("第3季度") >= 3, words
    school = found(sample, "organizations", level="school")
    assert f"organizations/{school['id']}/" in answers[school["short_name"][1:-1]][0]
    expert = found(sample, "experts", consent=True, public_until=None)
    assert f"experts/{expert['id']}/" in answers[expert["name"]][0]


def test_search_does_not_find_who_may_not_be_named(sample: Built, answers: Answers) -> None:
    """Neither by name, nor does anything show the name."""
    expert = found(sample, "experts", consent=False)
    addresses, text = answers[expert["name"]]
    assert f"experts/{expert['id']}/" not in addresses
    assert expert["name"] not in text


def test_experts_are_chosen_by_pool_category_and_county(sample: Built, address: str, desk: Tab) -> None:
    """Who is in two pools is found under each; an address can choose."""
    experts = [record(path) for path in files(sample.root, "experts")]
    wanted = sum(any(place["pool"] == "provincial" for place in e["pools"]) for e in experts)
    desk.goto(f"{address}experts/?pool=省级专家库")
    block = desk.locator("#directory ~ .table-block").first
    assert block.locator("tbody tr:visible").count() == wanted
    titles = block.locator(".table-facet").evaluate_all("all => all.map((s) => s.getAttribute('aria-label'))")
    assert titles == ["县（区）", "专家库", "类别"]
    block.locator(".table-facet").nth(1).select_option("")
    block.locator(".table-facet").nth(2).select_option("图书室建设")
    wanted = sum(any(place.get("category") == "library" for place in e["pools"]) for e in experts)
    assert block.locator("tbody tr:visible").count() == wanted


def test_colours_follow_the_device_until_chosen(address: str, desk: Tab) -> None:
    """Who came by day must not be blinded at night; who chose is asked no more."""
    shown = []
    for scheme in ("light", "dark", "light"):
        desk.emulate_media(color_scheme=scheme)
        desk.goto(address)
        shown.append(desk.locator("body").get_attribute("data-md-color-scheme"))
    assert shown == ["default", "slate", "default"]
    desk.locator("label[for^=__palette]:visible").click()
    desk.locator("label[for^=__palette]:visible").click()
    desk.reload()
    assert desk.locator("body").get_attribute("data-md-color-scheme") == "slate"
    desk.locator("label[for^=__palette]:visible").click()


def test_school_is_found_from_the_first_page(sample: Built, address: str, desk: Tab) -> None:
    """Two characters of the name, then Enter or a tap."""
    school = found(sample, "organizations", level="school")
    desk.goto(address)
    desk.locator(".find input").fill(school["short_name"])
    (link,) = desk.locator(".find__list li:visible a").all()
    link.click()
    desk.wait_for_url(f"**/organizations/{school['id']}/")
    assert school["short_name"] in desk.locator("h1").inner_text()


@pytest.mark.parametrize(("size", "screens"), [(DESK, 1), (PHONE, 2)])
def test_the_first_page_answers_its_three_readers_at_once(
    size: dict[str, int], screens: int, address: str, tab: Tab
) -> None:
    """How it stands, where a school is found, what is new, what is late by county: before any scrolling."""
    tab.set_viewport_size(size)  # type: ignore[arg-type]
    tab.goto(address)
    for part in (".finding", ".figure-card--alarm", ".find input", ".news a", "#due", ".counts tbody tr"):
        box = tab.locator(part).first.bounding_box()
        assert box, part
        assert box["y"] + box["height"] <= size["height"] * screens, part
    assert tab.locator(".find input").bounding_box()["y"] < size["height"], "a parent comes for the box"  # type: ignore[index]


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_numbers_in_a_figure_do_not_lie_on_each_other(
    size: dict[str, int], sample: Built, address: str, tab: Tab
) -> None:
    """Two labels of the line over the quarters met where the lines cross, and one met the axis on a phone."""
    tab.set_viewport_size(size)  # type: ignore[arg-type]
    for page in ("home", "county"):
        tab.goto(address + ADDRESSES[page](sample))
        assert tab.evaluate(OVERLAPS) == []


def test_short_values_of_a_card_share_a_line(sample: Built, address: str, phone: Tab) -> None:
    """Each on a line of its own made a county's page half as long again."""
    phone.goto(address + ADDRESSES["county"](sample))
    row = phone.locator("#schools ~ .table-block tbody tr").first
    tops = [cell.bounding_box()["y"] for cell in row.locator("td:not(.headline)").all()]  # type: ignore[index]
    assert len({round(top / 8) for top in tops}) <= len(tops) - 2


def test_table_sorts_and_filters(address: str, desk: Tab) -> None:
    """By mouse and by keyboard; missing values stay last both ways."""
    desk.goto(f"{address}rankings/schools-2025/")
    table = desk.locator("table.records").first
    column = (
        "t => Array.from(t.tBodies[0].rows, r => parseFloat(r.cells[3].textContent)).filter(n => !isNaN(n))"
    )
    head = table.locator("thead th").nth(3)
    assert "总分" in head.inner_text()
    head.locator(".sorter").click()
    assert head.get_attribute("aria-sort") == "ascending"
    values = table.evaluate(column)
    assert len(values) > 10
    assert values == sorted(values)
    head.locator(".sorter").focus()
    desk.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert table.evaluate(column) == sorted(values, reverse=True)
    desk.goto(f"{address}organizations/")
    rows = desk.locator("table.records tbody tr:visible")
    before = rows.count()
    desk.locator("[data-filter]").first.fill("甲禾 小学")
    assert 0 < rows.count() < before
    assert all("小学" in text for text in rows.all_inner_texts())
    assert f"{rows.count()} / {before}" in desk.locator("[data-count]").first.inner_text()
    desk.locator("[data-filter]").first.fill("没有这样的学校")
    assert rows.count() == 0
    assert desk.locator(".table-none").first.is_visible()


@pytest.mark.parametrize("page", ["county", "school"])
def test_a_county_opens_with_what_is_due_what_is_late_and_what_it_was_praised_for(
    page: str, see: See
) -> None:
    """In that order, before any number; on a phone the first of it is on the first screen."""
    for size in (DESK, PHONE):
        for seen in see(page).on(size):
            assert seen["heads"][:3] == ["due", "late", "praise"]
            assert seen["top"] < size["height"]
            assert seen["figures"] is None or seen["mine"] < seen["figures"]


def test_cases_are_chosen_by_theme_county_and_year(address: str, desk: Tab) -> None:
    """Together, each among the values that are there; a link can ask for a theme."""
    desk.goto(f"{address}cases/")
    rows = desk.locator("table.records tbody tr")
    every = rows.count()
    facets = desk.locator("select.table-facet")
    assert facets.evaluate_all("fs => fs.map(f => f.getAttribute('aria-label'))") == [
        "县（区）",
        "主题",
        "年度",
    ]
    theme = facets.nth(1)
    themes = theme.locator("option").evaluate_all("os => os.map(o => o.value)")[1:]
    counted = 0
    for value in themes:
        theme.select_option(value)
        shown = rows.evaluate_all("rs => rs.filter(r => !r.hidden).map(r => r.cells[3].textContent)")
        assert set(shown) == {value}
        counted += len(shown)
    assert counted == every >= 15
    first = rows.nth(0).evaluate("r => [r.cells[3], r.cells[4]].map(c => c.textContent)")
    desk.goto(f"{address}cases/?theme={first[0]}&year={first[1]}")
    shown = rows.evaluate_all(
        "rs => rs.filter(r => !r.hidden).map(r => [r.cells[3], r.cells[4]].map(c => c.textContent))"
    )
    assert shown
    assert {tuple(row) for row in shown} == {tuple(first)}


def test_deadlines_are_sifted_by_county_and_kind(address: str, desk: Tab) -> None:
    """Over all spans at once, folded ones too; a link can ask for a county."""
    desk.goto(f"{address}deadlines/")
    rows = desk.locator("table.duties tbody tr")
    every = rows.count()
    kinds = desk.locator(".sieve [name=kind] option").evaluate_all("os => os.map(o => o.value)")
    counted = 0
    for kind in kinds[1:]:
        desk.locator(".sieve [name=kind]").select_option(kind)
        shown = rows.evaluate_all("rs => rs.filter(r => !r.hidden).map(r => r.dataset.kind)")
        assert set(shown) == {kind}
        counted += len(shown)
    assert counted == every > 30
    area = desk.locator("table.duties tbody tr:not([data-area='-'])").first.get_attribute("data-area")
    desk.goto(f"{address}deadlines/?area={area}")
    assert desk.locator(".sieve [name=area]").input_value() == area
    assert set(rows.evaluate_all("rs => rs.filter(r => !r.hidden).map(r => r.dataset.area)")) == {area}
    desk.locator(".sieve [name=q]").fill("没有这样的事项")
    assert desk.locator("table.duties tbody tr:visible").count() == 0
    assert desk.locator(".table-none:visible").count() > 0


def test_a_phone_shows_the_first_rows_of_a_long_table(see: See, address: str, phone: Tab) -> None:
    """Two hundred cards are seventy screens; a filter, the button, paper and a desk show what there is."""
    visit = see("inspections")
    (every,) = {seen["rows"] for seen in visit.screen.values()}
    assert every > 200
    assert [seen["shown"] for seen in visit.on(PHONE)] == [6, 6]
    assert [seen["shown"] for seen in (*visit.on(DESK), *visit.paper.values())] == [every] * 4
    phone.goto(f"{address}inspections/")
    block = phone.locator(".table-block[data-more]").last
    count = "block => Array.from(block.querySelectorAll('tbody tr')).filter(r => r.checkVisibility()).length"
    assert block.evaluate(count) == 6
    block.locator(".table-more").click()
    assert block.evaluate(count) == every
    phone.goto(f"{address}inspections/?q=第4季度")
    assert 6 < block.evaluate(count) < every
    assert block.locator(".table-more").count() == 0


def test_everything_is_there_without_scripts(sample: Built, address: str, browser: Browser) -> None:
    """Old phones and strict networks get the same words and tables."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    tab = context.new_page()
    for page in ("home", "counties of a quarter", "school", "inspection", "organizations"):
        tab.goto(address + ADDRESSES[page](sample))
        assert tab.locator("h1").first.is_visible(), page
        assert tab.locator("article p:visible, article td:visible").count() > 3, page
        assert tab.locator(".md-tabs a:visible, .md-nav a:visible").count() > 4, f"{page}: no way on"
        assert tab.locator("[data-filter]:visible").count() == 0, "a box that does nothing"
    context.close()


@pytest.mark.parametrize("page", ON_PAPER)
def test_paper_has_tables_and_no_menus(page: str, see: See) -> None:
    """A county officer pins the page to the wall: heads on every sheet, table cells, black on white."""
    paper = see(page).paper
    assert paper.keys() == {"light", "dark"}
    for scheme, seen in paper.items():
        assert len(seen["menus"]) > 3
        assert [name for name, is_shown in seen["menus"] if is_shown] == []
        assert seen["scheme"] == SCHEMES[scheme]
        assert seen["provenance"]
        head, cell = seen["table"]
        assert head == "table-header-group"
        assert cell in ("table-cell", "none")
        assert seen["buttons"] == [], "a button in a head is not repeated on paper"
        assert seen["faint"] == [], scheme


def test_a_page_becomes_a_file_to_print(see: See) -> None:
    """What a browser prints is a PDF."""
    assert see(ON_PAPER[-1]).pdf[:5] == b"%PDF-"


@pytest.mark.parametrize("page", BY_KEYS)
def test_focus_can_be_seen(page: str, see: See) -> None:
    """Whoever has no mouse must see where they are, and every stop must be on the screen."""
    stops = [stop for stop in see(page).stops if not stop["body"]]
    assert [s["name"] for s in stops if not s["ring"]] == [], "no ring"
    assert [s["name"] for s in stops if not s["shown"]] == [], "not on the screen"
    assert len(stops) > 10


def test_pages_are_light(site: Path) -> None:
    """A phone in a village: the first page and any inspection come in a moment."""
    assert (site / "index.html").stat().st_size < 150_000
    heavy = {
        p.parent.name: s for p in site.glob("inspections/*/index.html") if (s := p.stat().st_size) > 120_000
    }
    assert heavy == {}
