"""What a reader does who searches the site in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab


# What is found; false as long as the search has not answered.
ANSWER = """() => {
    const message = document.querySelector(".pagefind-ui__message")?.textContent ?? "";
    if (!/[0-9] 条|没有/.test(message) || document.querySelector(".pagefind-ui__loading")) return false;
    const all = selector => Array.from(document.querySelectorAll(selector));
    return [
        all(".pagefind-ui__results a, .search-dialog__units a").map(link => link.pathname.slice(1)),
        all(".pagefind-ui__results, .search-dialog__units").map(list => list.innerText).join(" "),
    ];
}"""


def search(tab: Tab, words: str) -> tuple[list[str], str]:
    """Paths and text of all that the search finds: asked first in the page's head, then in its own box."""
    box = tab.locator(".search-dialog input")
    if box.count():
        box.fill("")
        tab.locator(".search-dialog .pagefind-ui__message").wait_for(state="detached")
        box.fill(words)
    else:
        tab.locator("#site-search-input").fill(words)
        tab.keyboard.press("Enter")
    paths, text = tab.wait_for_function(ANSWER).json_value()
    return paths, text
