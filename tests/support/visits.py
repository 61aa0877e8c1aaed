"""Visits to pages of the site in a browser: each is opened once, and all that tests ask of it is seen then.

To open a page takes the browser as long as to look at it eight times, and to show it in another width or in
other colours as long as to look at it twice. So tests share visits, and ask all that they ask in one go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SCHEMES = {"light": "default", "dark": "slate"}
STOPS = 24
"""How often the tabulator key is pressed on a page whose stops are asked for."""

IS_SHOWN_IN = "scheme => document.body.dataset.mdColorScheme === scheme"

LOOK = """() => {
    const colours = new Map();
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
    const ground = (style, below) => { // the colour behind a text; null where it stands on a picture
        const color = parse(style.backgroundColor), own = color[3] === 1 ? color : below;
        if (style.backgroundImage !== "none" || own === null) return null;
        return color[3] > 0 ? over(color, own) : own;
    };
    const isSeen = node => {
        if (!node?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
        const box = node.getBoundingClientRect();
        return box.width > 1 && box.height > 1;
    };
    const told = node =>
        `<${node.tagName.toLowerCase()} class="${node.className}"> ${node.textContent.trim().slice(0, 30)}`;
    const unread = "script, style, noscript, svg, option, [aria-hidden=true]";
    const faint = [], small = [], wide = [], plain = [];
    const read = (node, style, below) => {
        const size = parseFloat(style.fontSize);
        if (below) {
            const [one, other] = [light(over(parse(style.color), below)), light(below)].sort((a, b) => b - a);
            const ratio = (one + 0.05) / (other + 0.05);
            const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
            if (ratio < least) faint.push(`${ratio.toFixed(2)} ${told(node)}`);
        }
        if (size < 11.5) small.push(`${size}px ${told(node)}`);
    };
    const walk = (node, behind) => { // what nobody sees is left out with all that it holds
        if (node.matches(unread)) return;
        const style = getComputedStyle(node);
        if (!node.checkVisibility({ opacityProperty: true }) && style.display !== "contents") return;
        const below = ground(style, behind);
        let speaks = false;
        for (let child = node.firstChild; child; child = child.nextSibling) {
            if (child.nodeType === Node.ELEMENT_NODE) walk(child, below);
            else if (!speaks && child.nodeType === Node.TEXT_NODE) speaks = /\\S/.test(child.data);
        }
        if (speaks && isSeen(node)) read(node, style, below);
    };
    walk(document.body, ground(getComputedStyle(document.documentElement), [255, 255, 255, 1]));
    for (const link of document.querySelectorAll("article :is(p, dd, li) a[href]")) {
        if (!isSeen(link) || link.closest("nav, footer")) continue;
        const style = getComputedStyle(link), around = getComputedStyle(link.parentElement);
        const isMarked = style.color !== around.color || style.textDecorationLine.includes("underline");
        if (!isMarked) plain.push(told(link));
    }
    for (const table of document.querySelectorAll("article table")) {
        if (isSeen(table) && table.getBoundingClientRect().right > innerWidth + 1) wide.push(told(table));
    }
    const first = selector => document.querySelector(selector);
    const all = (selector, tell) => Array.from(document.querySelectorAll(selector), tell);
    const top = node => node ? node.getBoundingClientRect().top : null;
    const menus = ".md-header, .md-tabs, .section-nav, .md-footer, .site-search, .md-path";
    const long = Array.from(document.querySelectorAll(".table-block[data-more]")).at(-1);
    const rows = long ? Array.from(long.querySelectorAll("tbody tr")) : [];
    return {
        faint, small, wide, plain, scheme: document.body.dataset.mdColorScheme,
        width: document.scrollingElement.scrollWidth, height: document.scrollingElement.scrollHeight,
        cells: all(".records--cards tbody tr:first-child td", td => ({
            shown: td.checkVisibility(), display: getComputedStyle(td).display, label: td.dataset.label || "",
            before: getComputedStyle(td, "::before").content, headline: td.classList.contains("headline"),
            right: td.getBoundingClientRect().right,
        })),
        heads: all("article h2", head => head.id), top: top(first("article h2")),
        mine: top(first(".mine")), figures: top(first(".figure-card")),
        folded: !isSeen(first("details.fold--2 > :not(summary)")),
        target: isSeen(first(":target")),
        unfolded: isSeen(first("details:has(> summary > :target) > :not(summary)")),
        rows: rows.length, shown: rows.filter(isSeen).length,
        menus: all(menus, menu => [menu.className, menu.checkVisibility()]),
        provenance: isSeen(first(".provenance")), buttons: all("thead button", button => button.className),
        table: ["thead", "tbody td"].map(part => {
            const node = first("article table")?.querySelector(part);
            return node ? getComputedStyle(node).display : "";
        }),
    };
}"""

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


@dataclass(frozen=True)
class Visit:
    """What was seen of a page.

    screen: scheme and width -> what LOOK gives. paper: the same by scheme, on a printer. stops: what STOP
    gives of everything that the tabulator key comes to. pdf: the page as a file.
    """

    status: int
    screen: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    paper: dict[str, dict[str, Any]] = field(default_factory=dict)
    stops: list[dict[str, Any]] = field(default_factory=list)
    pdf: bytearray = field(default_factory=bytearray)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def on(self, size: Mapping[str, int]) -> list[dict[str, Any]]:
        """What was seen on a screen of that size, in one colour scheme and the other."""
        return [seen for (_, width), seen in self.screen.items() if width == size["width"]]


class Reader:
    """A tab that visits pages, each once; in a window of its own, since a site remembers what was chosen."""

    def __init__(self, tab: Tab, address: str) -> None:
        self._tab = tab
        self._address = address
        self._visits: dict[str, Visit] = {}
        self._foreign: list[str] = []
        self._complaints: list[str] = []
        tab.on("request", lambda r: None if self._is_own(r.url) else self._foreign.append(r.url))
        tab.on("console", lambda m: self._complaints.append(m.text) if m.type == "error" else None)
        tab.on("pageerror", lambda e: self._complaints.append(str(e)))
        tab.on("requestfailed", lambda r: self._fail(r.url, str(r.failure)))

    def visit(
        self,
        path: str,
        *,
        by_night: bool,
        on_paper: bool = False,
        as_pdf: bool = False,
        by_keys: bool = False,
    ) -> Visit:
        """The page as it is seen on a desk and a phone by day and by night, opened on a desk.

        by_night: it is opened then, and by day later. The others ask for more than the screen.
        """
        if path not in self._visits:
            schemes = ("dark", "light") if by_night else ("light", "dark")
            self._visits[path] = self._open(path, schemes)
            if by_keys:
                self._visits[path].stops.extend(self._stop() for _ in range(STOPS))
            if on_paper:
                self._print(self._visits[path], schemes)
            if as_pdf:
                self._visits[path].pdf.extend(self._tab.pdf(format="A4"))
        return self._visits[path]

    def _open(self, path: str, schemes: tuple[str, str]) -> Visit:
        self._foreign.clear()
        self._complaints.clear()
        self._tab.emulate_media(media="screen", color_scheme=schemes[0])
        answer = self._tab.goto(self._address + path)
        assert answer is not None
        visit = Visit(answer.status)
        for scheme, sizes in zip(schemes, ((DESK, PHONE), (PHONE, DESK)), strict=True):
            if scheme != schemes[0]:
                self._colour(scheme)
            for size in sizes:
                self._tab.set_viewport_size(size)
                visit.screen[scheme, size["width"]] = self._tab.evaluate(LOOK)
        visit.foreign.extend(self._foreign)
        visit.complaints.extend(self._complaints)
        return visit

    def _print(self, visit: Visit, schemes: tuple[str, str]) -> None:
        self._tab.emulate_media(media="print")
        for scheme in reversed(schemes):
            if scheme != schemes[-1]:
                self._colour(scheme)
            visit.paper[scheme] = self._tab.evaluate(LOOK)

    def _stop(self) -> dict[str, Any]:
        self._tab.keyboard.press("Tab")
        return self._tab.evaluate(STOP)

    def _colour(self, scheme: str) -> None:
        self._tab.emulate_media(color_scheme=scheme)
        self._tab.wait_for_function(IS_SHOWN_IN, arg=SCHEMES[scheme])

    def _is_own(self, url: str) -> bool:
        return url.startswith((self._address, "data:", "blob:"))

    def _fail(self, url: str, failure: str) -> None:
        if "ERR_ABORTED" not in failure:  # what the next page made unnecessary
            self._complaints.append(f"{url}: {failure}")
