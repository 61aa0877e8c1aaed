"""The site in a real browser: on a desk and on a phone, by day and by night, on paper, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.searching import search
from tests.support.site import Built, kind_of, load, record_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def found(sample: Built, kind: str, /, **wanted: Any) -> dict[str, Any]:
    """The first record of a kind whose fields have these values (None: the field is absent)."""
    for data in records(sample.root, kind):
        if all(data.get(k) == v or (v is ... and k in data) for k, v in wanted.items()):
            return data
    pytest.fail(f"the sample has no {kind} with {wanted}")


@cache
def records(root: Path, kind: str) -> list[dict[str, Any]]:
    """All records of a kind, in the order of their files."""
    return [load(path) for path in record_files(root) if kind_of(path, root) == kind]


# Type of page -> its address, for the sample's records.
ADDRESSES: dict[str, Callable[[Built], str]] = {
    "home": lambda _: "",
    "rankings": lambda _: "rankings/",
    "counties of a quarter": lambda _: "rankings/counties-2025-q3/",
    "counties of a year": lambda _: "rankings/counties-2025/",
    "schools of a year": lambda _: "rankings/schools-2025/",
    "organizations": lambda _: "organizations/",
    "county": lambda s: f"organizations/{found(s, 'organizations', level='county')['id']}/",
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
    "rules": lambda _: "reference/rules/",
    "data dictionary": lambda _: "reference/data-dictionary/",
    "glossary": lambda _: "reference/glossary/",
    "lost": lambda _: "no/such/page/",
}

LOOK = """() => {
    const colours = new Map(), speaking = new Set();
    const parse = text => {
        if (!colours.has(text)) colours.set(text, parsed(text));
        return colours.get(text);
    };
    const parsed = text => {
        const numbers = text.match(/[\\d.]+/g).map(Number);
        return text.startsWith("color(srgb") ? [...numbers.slice(0, 3).map(n => n * 255), numbers[3] ?? 1]
            : [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
    };
    const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
    const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
    const known = new Map();
    const ground = node => { // the colour behind a text; null where it stands on a picture
        if (!node) return [255, 255, 255, 1];
        if (!known.has(node)) {
            const style = getComputedStyle(node), color = parse(style.backgroundColor);
            const below = color[3] === 1 ? color : ground(node.parentElement);
            const isPicture = style.backgroundImage !== "none" || below === null;
            known.set(node, isPicture ? null : color[3] > 0 ? over(color, below) : below);
        }
        return known.get(node);
    };
    const isSeen = node => node.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        && node.getBoundingClientRect().width > 1 && node.getBoundingClientRect().height > 1;
    const told = node =>
        `<${node.tagName.toLowerCase()} class="${node.className}"> ${node.textContent.trim().slice(0, 30)}`;
    const unread = "script, style, noscript, svg, option, [aria-hidden=true]";
    const faint = [], small = [], wide = [], plain = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        if (/\\S/.test(texts.currentNode.data)) speaking.add(texts.currentNode.parentElement);
    }
    for (const node of speaking) {
        if (node.closest(unread) || !isSeen(node)) continue;
        const style = getComputedStyle(node);
        const size = parseFloat(style.fontSize);
        const below = ground(node);
        if (below) {
            const [one, other] = [light(over(parse(style.color), below)), light(below)].sort((a, b) => b - a);
            const ratio = (one + 0.05) / (other + 0.05);
            const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            if (ratio < least) faint.push(`${ratio.toFixed(2)} ${told(node)}`);
        }
        if (size < 11.5) small.push(`${size}px ${told(node)}`);
    }
    for (const link of document.querySelectorAll("article :is(p, dd, li) a[href]")) {
        if (!isSeen(link) || link.closest("nav, footer")) continue;
        const style = getComputedStyle(link), around = getComputedStyle(link.parentElement);
        const isMarked = style.color !== around.color || style.textDecorationLine.includes("underline");
        if (!isMarked) plain.push(told(link));
    }
    for (const table of document.querySelectorAll("article table")) {
        if (isSeen(table) && table.getBoundingClientRect().right > innerWidth + 1) wide.push(told(table));
    }
    return {
        faint, small, wide, plain, width: document.scrollingElement.scrollWidth,
    };
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


@pytest.fixture(scope="module")
def watch(browser: Browser, address: str) -> Iterator[Watch]:
    """A tab in a window of its own, since a site remembers what a reader chose."""
    window = browser.new_context(viewport=DESK, reduced_motion="reduce")
    yield Watch(window.new_page(), address)
    window.close()


class Watch:
    """A tab, with what it asked for and complained about."""

    def __init__(self, tab: Tab, address: str) -> None:
        self.tab = tab
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        tab.on("request", lambda r: None if self._own(r.url, address) else self.foreign.append(r.url))
        tab.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        tab.on("pageerror", lambda e: self.complaints.append(str(e)))
        tab.on("requestfailed", lambda r: self._fail(r.url, str(r.failure)))

    def _fail(self, url: str, failure: str) -> None:
        if "ERR_ABORTED" not in failure:  # what the next page made unnecessary
            self.complaints.append(f"{url}: {failure}")

    @staticmethod
    def _own(url: str, address: str) -> bool:
        return url.startswith((address, "data:", "blob:"))


SCHEMES = {"light": "default", "dark": "slate"}


@pytest.mark.parametrize("page", ADDRESSES)
def test_page_can_be_read_anywhere(page: str, sample: Built, address: str, watch: Watch) -> None:
    """No other host is asked, nothing fails, scrolls sideways or fades: desk and phone, day and night.

    Half of the pages are opened by day and half by night; each is looked at in both.
    """
    opened_in_turn = sorted(SCHEMES, reverse=list(ADDRESSES).index(page) % 2 == 0)
    faults = []
    watch.foreign.clear()
    watch.complaints.clear()
    watch.tab.emulate_media(color_scheme=opened_in_turn[0])
    watch.tab.set_viewport_size(DESK)
    answer = watch.tab.goto(address + ADDRESSES[page](sample))
    assert answer is not None
    assert answer.status == (404 if page == "lost" else 200)
    for scheme in opened_in_turn:
        watch.tab.emulate_media(color_scheme=scheme)
        watch.tab.wait_for_function(IS_SHOWN_IN, arg=SCHEMES[scheme])
        for size in (DESK, PHONE) if scheme == opened_in_turn[0] else (PHONE, DESK):
            watch.tab.set_viewport_size(size)
            seen = watch.tab.evaluate(LOOK)
            where = f"{size['width']} px, {scheme}"
            if seen["width"] > size["width"]:
                faults.append(f"{where}: {seen['width']} px wide")
            for what in ("faint", "small", "wide", "plain"):
                faults += [f"{where}: {what}: {one}" for one in seen[what][:3]]
    assert watch.foreign == []
    assert [c for c in watch.complaints if page != "lost" or "404 (Not Found)" not in c] == []
    assert not faults, "\n".join(faults)


IS_SHOWN_IN = "scheme => document.body.dataset.mdColorScheme === scheme"

CELLS = """() => Array.from(document.querySelectorAll(".records--cards tbody tr:first-child td"), td => ({
    shown: td.checkVisibility(), display: getComputedStyle(td).display, label: td.dataset.label || "",
    before: getComputedStyle(td, "::before").content, headline: td.classList.contains("headline"),
    right: td.getBoundingClientRect().right,
}))"""


def test_tables_on_a_phone_are_cards(sample: Built, address: str, phone: Tab) -> None:
    """Each value has its label beside it, because the head of the table is out of sight."""
    for page in ("counties of a quarter", "organizations", "inspections", "experts"):
        phone.goto(address + ADDRESSES[page](sample))
        cells = phone.evaluate(CELLS)
        assert cells, page
        for cell in (c for c in cells if c["shown"]):
            assert cell["display"] != "table-cell", page
            assert cell["headline"] or cell["label"] in cell["before"], f"{page}: {cell}"
            assert cell["right"] <= PHONE["width"], page


def test_long_references_fold_and_a_link_opens_its_part(address: str, phone: Tab) -> None:
    """Laid open they are half a million pixels long on a phone; a code on another page leads to its rule."""
    for page in ("reference/data-dictionary/", "reference/rules/#due001"):
        phone.goto(address + page)
        assert phone.evaluate("document.scrollingElement.scrollHeight") < 6000, page
        assert not phone.locator("details.fold--2 > :not(summary)").first.is_visible()
    assert phone.locator("#due001").is_visible()
    assert phone.locator("details:has(> summary > #due001) > :not(summary)").first.is_visible()


def test_search_finds_what_readers_ask_for(sample: Built, address: str, desk: Tab) -> None:
    """A quarter, a part of one's own school's name, an expert who may be named."""
    desk.goto(address)
    for words in ("第3季度", "第三季度", "2025年第3季度", "2025年三季度"):
        quarter, text = search(desk, words)
        assert quarter, words
        assert text.count("第3季度") >= 3, words
    school = found(sample, "organizations", level="school")
    schools, _ = search(desk, school["short_name"][1:-1])
    assert f"organizations/{school['id']}/" in schools
    expert = found(sample, "experts", consent=True, public_until=None)
    experts, _ = search(desk, expert["name"])
    assert f"experts/{expert['id']}/" in experts


def test_experts_are_chosen_by_pool_category_and_county(sample: Built, address: str, desk: Tab) -> None:
    """Who is in two pools is found under each; an address can choose."""
    experts = [load(p) for p in record_files(sample.root) if kind_of(p, sample.root) == "experts"]
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


def test_search_does_not_find_who_may_not_be_named(sample: Built, address: str, desk: Tab) -> None:
    """Neither by name, nor does anything show the name."""
    expert = found(sample, "experts", consent=False)
    desk.goto(address)
    addresses, text = search(desk, expert["name"])
    assert f"experts/{expert['id']}/" not in addresses
    assert expert["name"] not in text


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


def test_a_county_opens_with_what_is_due_what_is_late_and_what_it_was_praised_for(
    sample: Built, address: str, desk: Tab
) -> None:
    """In that order, before any number; on a phone the first of it is on the first screen."""
    for page in ("county", "school"):
        desk.goto(address + ADDRESSES[page](sample))
        heads = desk.locator("article h2")
        assert [heads.nth(n).get_attribute("id") for n in range(3)] == ["due", "late", "praise"], page
        for size in (DESK, PHONE):
            desk.set_viewport_size(size)
            assert heads.nth(0).bounding_box()["y"] < size["height"], page  # type: ignore[index]
            first = desk.locator(".figure-card").first
            if first.count():
                mine = desk.locator(".mine")
                assert mine.bounding_box()["y"] < first.bounding_box()["y"]  # type: ignore[index]
        desk.set_viewport_size(DESK)


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


def test_a_phone_shows_the_first_rows_of_a_long_table(address: str, phone: Tab) -> None:
    """Two hundred cards are seventy screens; a filter, the button, paper and a desk show what there is."""
    phone.goto(f"{address}inspections/")
    block = phone.locator(".table-block[data-more]").last
    every = block.locator("tbody tr").count()
    shown = block.locator("tbody tr:visible")
    assert (every > 200, shown.count()) == (True, 6)
    phone.emulate_media(media="print")
    assert shown.count() == every
    phone.emulate_media(media="screen")
    phone.set_viewport_size(DESK)
    assert shown.count() == every
    phone.set_viewport_size(PHONE)
    assert shown.count() == 6
    block.locator(".table-more").click()
    assert shown.count() == every
    phone.goto(f"{address}inspections/?q=第4季度")
    assert 6 < shown.count() < every
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


def test_paper_has_tables_and_no_menus(sample: Built, address: str, desk: Tab) -> None:
    """A county officer pins the page to the wall: heads on every sheet, table cells, black on white."""
    menus = ".md-header, .md-tabs, .section-nav, .md-footer, .site-search, .md-path"
    for page in ("schools of a year", "county", "inspection", "checklist", "deadlines"):
        desk.emulate_media(media="screen")
        desk.goto(address + ADDRESSES[page](sample))
        assert desk.locator(menus).count() > 3, page
        desk.emulate_media(media="print")
        for scheme in ("light", "dark"):
            desk.emulate_media(color_scheme=scheme)
            desk.wait_for_function(IS_SHOWN_IN, arg=SCHEMES[scheme])
            left = desk.locator(menus).evaluate_all(
                "all => all.filter(e => e.checkVisibility()).map(e => e.className)"
            )
            assert left == [], page
            assert desk.locator(".provenance").is_visible(), page
            table = desk.locator("article table").first
            assert table.locator("thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
            assert table.locator("tbody td").first.evaluate("e => getComputedStyle(e).display") in (
                "table-cell",
                "none",
            )
            assert desk.locator("thead button").count() == 0, "a button in a head is not repeated on paper"
            seen = desk.evaluate(LOOK)
            assert seen["faint"] == [], f"{page}, {scheme}"
    assert desk.pdf(format="A4")[:5] == b"%PDF-"


STOP = """() => {
    const node = document.activeElement, box = node.getBoundingClientRect();
    const isRinged = style => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)
        || style.boxShadow !== "none";
    const next = node.nextElementSibling;
    const places = [node, node.closest("form"), next?.matches("label") ? next : null];
    const text = (node.textContent || node.id).trim().slice(0, 20);
    return {
        name: `<${node.tagName.toLowerCase()} class="${node.className}"> ${text}`,
        ring: places.some(place => place && isRinged(getComputedStyle(place))),
        shown: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        body: node === document.body,
    };
}"""


def test_focus_can_be_seen(sample: Built, address: str, desk: Tab) -> None:
    """Whoever has no mouse must see where they are, and every stop must be on the screen."""
    faults = []
    for page in ("home", "schools of a year", "school", "checklist"):
        desk.goto(address + ADDRESSES[page](sample))
        for _ in range(24):
            desk.keyboard.press("Tab")
            stop = desk.evaluate(STOP)
            if not stop["body"] and not (stop["ring"] and stop["shown"]):
                faults.append(f"{page}: {stop['name']} {'not on the screen' if stop['ring'] else 'no ring'}")
    assert not faults, "\n".join(faults)


def test_pages_are_light(site: Path) -> None:
    """A phone in a village: the first page and any inspection come in a moment."""
    assert (site / "index.html").stat().st_size < 150_000
    heavy = {
        p.parent.name: s for p in site.glob("inspections/*/index.html") if (s := p.stat().st_size) > 120_000
    }
    assert heavy == {}
