"""The one exception for what no record is to blame for: no git, an unknown revision, a full disk."""

from __future__ import annotations

from .text import Text

UNSHALLOW = Text(
    "取完整历史：git fetch --unshallow；CI 里用 fetch-depth: 0",
    "Fetch the whole history: git fetch --unshallow, or fetch-depth: 0 in CI",
)


class GeneratorError(Exception):
    """Something around the records is wrong; carries a sentence and a way out, exits with 2."""

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message.zh)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[GeneratorError], tuple[object, ...]]:
        """The same error in another process."""
        return type(self), (self.message, self.hint)


class MissingExtra(GeneratorError):  # noqa: N818 - it says what is missing
    """A package that is not always installed is needed; who can do without catches this.

    extra: the name behind ``pip install equipment-records[…]``, such as "word".
    """

    def __init__(self, extra: str, message: Text) -> None:
        super().__init__(
            message, Text(f"请安装：pip install 'equipment-records[{extra}]'", f"Install [{extra}]")
        )
        self.extra = extra

    def __reduce__(self) -> tuple[type[GeneratorError], tuple[object, ...]]:
        """The same error in another process."""
        return type(self), (self.extra, self.message)
