"""What a reader does who searches the site in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab


def search(tab: Tab, words: str) -> tuple[list[str], str]:
    """Paths and text of all that the search finds: asked first in the page's head, then in its own box."""
    box = tab.locator(".search-dialog input")
    message = tab.locator(".search-dialog .pagefind-ui__message")
    if box.count():
        box.fill("")
        message.wait_for(state="detached")
        box.fill(words)
    else:
        tab.locator("#site-search-input").fill(words)
        tab.keyboard.press("Enter")
    message.wait_for()
    tab.wait_for_function(
        "() => /[0-9] 条|没有/.test(document.querySelector('.pagefind-ui__message').textContent)"
    )
    tab.wait_for_function("() => !document.querySelector('.pagefind-ui__loading')")
    results = tab.locator(".pagefind-ui__results, .search-dialog__units")
    links = tab.locator(".pagefind-ui__results a, .search-dialog__units a")
    paths = links.evaluate_all("all => all.map(a => a.pathname.slice(1))")
    return paths, " ".join(results.all_inner_texts())
