"""One phrase in every language that the system speaks; Chinese is required."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A phrase with its translations.

    zh: the primary wording, never empty.
    en: English beside it; empty means "not translated", and Chinese is shown instead.
    """

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.zh

    def to(self, language: Language) -> str:
        """The phrase in *language*, or in Chinese where that is missing."""
        return (self.en or self.zh) if language == "en" else self.zh

    def format(self, **params: object) -> Text:
        """The phrase with ``{name}`` placeholders filled in every language.

        A parameter that is itself a ``Text`` is put in each language's own wording.
        """

        def fill(template: str, language: Language) -> str:
            return template.format(
                **{k: v.to(language) if isinstance(v, Text) else v for k, v in params.items()}
            )

        return Text(fill(self.zh, "zh"), fill(self.en, "en") if self.en else "")


def name_key(name: str) -> str:
    """What two writings of one name have in common: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
