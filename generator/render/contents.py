"""The list of a page's parts, for pages that are several screens long.

Lists the headings of the second level that can be linked to. A template asks for it with ``ui.contents()``,
which leaves a mark that is filled when the whole page is known.
"""

from __future__ import annotations

import re

MARK = "<!--contents-->"
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def headings(html: str) -> list[tuple[str, str]]:
    """Anchor and text of each part of *html*, in its order."""
    return [(anchor, _TAG.sub("", text).strip()) for anchor, text in _HEADING.findall(html)]


def contents(html: str, title: str) -> str:
    """The list for *html* under *title*, as HTML; nothing where it has one part or none."""
    parts = headings(html)
    if len(parts) < 2:  # a list of one leads nowhere
        return ""
    links = "".join(f'<li><a href="#{anchor}">{text}</a></li>' for anchor, text in parts)
    return f'<nav class="contents" aria-label="{title}" data-nosearch><p>{title}</p><ul>{links}</ul></nav>'


def filled(html: str, title: str) -> str:
    """*html* with the list of what follows where its template asked for it."""
    before, asked, after = html.partition(MARK)
    return f"{before}{contents(after, title)}{after}" if asked else html
