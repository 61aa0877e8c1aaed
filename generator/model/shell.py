"""What MkDocs made of the pages that people write, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shell:
    """The shell of the site: written pages with slots, and the files around them.

    pages: address (``""``, ``organizations/``, ``organizations/record/``) -> HTML with markers and slots.
    assets: path (``assets/…``) -> bytes.
    """

    pages: Mapping[str, str]
    assets: Mapping[str, bytes]
