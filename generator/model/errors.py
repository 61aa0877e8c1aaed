"""The one exception for what no record is to blame for: no git, an unknown revision, a full disk."""

from __future__ import annotations

from .text import Text


class GeneratorError(Exception):
    """Something around the records is wrong; carries a sentence and a way out, exits with 2."""

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message.zh)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[GeneratorError], tuple[Text, Text | None]]:
        """The same error in another process."""
        return type(self), (self.message, self.hint)
