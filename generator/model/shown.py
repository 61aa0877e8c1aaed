"""Record text where it could act, on a terminal, in a log, in Markdown: it is shown and does nothing."""

from __future__ import annotations

import re

_LONGEST = 600  # characters of one text in Markdown


def visible(text: str) -> str:
    """*text* on one line; what cannot be seen (control, direction, zero width) is written as its number."""
    return "".join(c if c.isprintable() else unicode_escape(c) for c in text)


def unicode_escape(char: str) -> str:
    """A character by its number, as JSON writes it."""
    number = ord(char)
    if number <= 0xFFFF:
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def defused(text: str) -> str:
    """Without ``##[``, which GitHub obeys anywhere in a line."""
    return text.replace("##[", "#\\u0023[")


def markdown(text: str) -> str:
    """Text that Markdown shows as it is: no markup, HTML, mention, reference or link of its own."""
    shown = visible(text)
    if len(shown) > _LONGEST:
        shown = shown[:_LONGEST] + "…"
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = re.sub(r"([\\`*_{}\[\]()#+!|~$])", r"\\\1", shown)
    # A zero-width space keeps forges from making links and mentions of what a record says.
    return re.sub(r"(@|#|:(?=//)|www(?=\.)|GH(?=-))", "\\1\u200b", shown)


def code(text: str) -> str:
    """Inline code that its content cannot leave."""
    shown = visible(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
