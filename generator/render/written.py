"""What MkDocs made of a written page, as a phone needs it: tables as cards, long parts folded or listed.

Looks at the article alone, and at what Python-Markdown writes there: no table in a table, no classes.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .contents import contents, headings

_MANY = 6  # parts of a page from which on it says first what it holds
_END = "@@provenance@@"
_ARTICLE = re.compile(r'(<article[^>]*?)(?: data-fold="([23])")?>')
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_HEAD = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
_CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_STRONG = re.compile(r"\s*<p><strong>(.*?)</strong>\s*<(?:br|/p)", re.DOTALL)  # a line of its own


def readable(html: str, title: str) -> str:
    """The page *html* with labelled tables and, where its parts are many, folds or a list of them.

    ``fold: 2`` at the head of a page folds its parts, ``fold: 3`` the parts of these, too.
    title: of the list.
    """
    opening = _ARTICLE.search(html)
    if opening is None:
        return html
    article, end, rest = html[opening.end() :].partition(_END)
    article = _TABLE.sub(_labelled, article)
    if opening[2]:
        article = _folded(article, 2, int(opening[2]))
    elif len(headings(article)) >= _MANY:
        before, first, after = article.partition("<h2")
        article = before + contents(article, title) + first + after
    return f"{html[: opening.start()]}{opening[1]}>{article}{end}{rest}"


def _labelled(match: re.Match[str]) -> str:
    """A table whose cells know the heads of their columns."""
    head, body, rows = match[1].partition("<tbody>")
    labels = [_TAG.sub("", text).strip() for text in _HEAD.findall(head)]
    rows = _ROW.sub(lambda row: f"<tr>{_row(row[1], labels)}</tr>", rows)
    opening = '<div class="table-wrap"><table class="records records--cards written">'
    return f"{opening}{head}{body}{rows}</table></div>"


def _row(cells: str, labels: list[str]) -> str:
    parts = []
    for place, (attributes, inner) in enumerate(_CELL.findall(cells)):
        label = f' data-label="{labels[place]}："' if place and labels[place] else ""
        name = "headline" if not place else "" if inner.strip() else "nil"
        kind = f' class="{name}"' if name else ""
        parts.append(f"<td{attributes}{kind}{label}>{inner}</td>")
    return "".join(parts)


def _folded(html: str, level: int, deepest: int) -> str:
    """*html* with what stands under each heading of *level* folded away below it, down to *deepest*."""
    starts = [match.start() for match in re.finditer(f"<h{level}[ >]", html)]
    parts = [html[: starts[0]]] if starts else [html]
    for start, end in pairwise([*starts, len(html)]):
        heading, closing, under = html[start:end].partition(f"</h{level}>")
        inner = _folded(under, level + 1, deepest) if level < deepest else under
        told = _STRONG.match(under)
        hint = f'<span class="fold__text">{told[1]}</span>' if told else ""
        summary = f"<summary>{heading}{closing}{hint}</summary>"
        parts.append(f'<details class="fold fold--{level}">{summary}{inner}</details>\n')
    return "".join(parts)
