"""A shell page and what belongs in it become a page.

A shell is split once, at its markers (``@@title@@``) and slots (``<div data-slot="name">…</div>``);
pouring a page is then one ``join``. What is poured must be HTML already. Every marker has to stand in the
shell exactly as often as ``MARKERS`` says: a theme that changed under us stops the build instead of the site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.artifact import Artifact
from generator.model.errors import GeneratorError
from generator.model.text import Text

# How often each marker stands in every shell.
MARKERS: Mapping[str, int] = {
    "site": 6,
    "head": 1,
    "description": 1,
    "notice": 1,
    "provenance": 1,
}
# And besides in a shell that is cloned, once per record, under any title.
RECORD_MARKERS: Mapping[str, int] = {"title": 3, "trail": 1}

_GAP = re.compile(r'@@([a-z]+)@@|<div data-slot="([^"]*)">(.*?)</div>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mould:
    """A shell split around its gaps: *segments* has one more entry than *gaps*.

    gaps: the name of a marker (``title``) or of a slot (``slot:content``), in order of place.
    address: of the shell, for messages.
    """

    address: str
    segments: tuple[bytes, ...]
    gaps: tuple[str, ...]

    @property
    def slots(self) -> frozenset[str]:
        """The names of the slots."""
        return frozenset(gap[5:] for gap in self.gaps if gap.startswith("slot:"))

    @property
    def is_cloned(self) -> bool:
        """Made to be poured once per record, instead of being a page of its own."""
        return "title" in self.gaps

    def settle(self, fills: Mapping[str, str]) -> Mould:
        """The same mould with the gaps named in *fills* closed for good."""
        segments = [self.segments[0]]
        gaps = []
        for gap, after in zip(self.gaps, self.segments[1:], strict=True):
            if gap in fills:
                segments[-1] += fills[gap].encode() + after
            else:
                gaps.append(gap)
                segments.append(after)
        return Mould(self.address, tuple(segments), tuple(gaps))

    def fill(self, fills: Mapping[str, str]) -> tuple[bytes, ...]:
        """What goes into each gap, as HTML in UTF-8.

        GeneratorError where a gap stays open or a fill has none.
        """
        try:
            own = tuple([fills[gap].encode() for gap in self.gaps])
        except KeyError as missing:
            raise self._error("没有内容填入「{name}」", "nothing fills “{name}”", missing.args[0]) from None
        if len(fills) > len(self.gaps) or not fills.keys() <= set(self.gaps):
            for name in fills.keys() - set(self.gaps):
                raise self._error("没有位置放「{name}」", "there is no place for “{name}”", name)
        return own

    def pour(self, path: str, fills: Mapping[str, str], records: tuple[str, ...] = ()) -> Artifact:
        """The page as the file *path*, every gap filled."""
        own = self.fill(fills)
        parts = [b""] * (2 * len(own) + 1)
        parts[::2] = self.segments
        parts[1::2] = own
        return Artifact(path, b"".join(parts), records, self.segments, own)

    def _error(self, zh: str, en: str, name: str) -> GeneratorError:
        at = self.address or "/"
        return GeneratorError(
            Text(f"外壳页面「{at}」{zh}", f"In the shell “{at}” {en}").format(name=name),
            Text(
                '核对 docs/ 中的 <div data-slot="…"> 与对应模板中的 block，两者应一一对应',
                'Compare <div data-slot="…"> in docs/ with the blocks of the template: they go in pairs',
            ),
        )


def split(address: str, html: str) -> Mould:
    """The mould of one shell page; GeneratorError naming the marker that is not as expected."""
    segments: list[str] = []
    gaps: list[str] = []
    end = 0
    for match in _GAP.finditer(html):
        marker, slot, help_text = match.groups()
        if help_text is not None and "<div" in help_text:
            raise _unexpected(address, f'data-slot="{slot}"', Text("内不能再有 div", "holds another div"))
        segments.append(html[end : match.start()])
        gaps.append(marker or f"slot:{slot}")
        end = match.end()
    segments.append(html[end:])
    mould = Mould(address, tuple(part.encode() for part in segments), tuple(gaps))
    _check_counts(mould)
    return mould


def _check_counts(mould: Mould) -> None:
    expected = {**MARKERS, **(RECORD_MARKERS if mould.is_cloned else {})}
    for name in sorted({*expected, *(g for g in mould.gaps if not g.startswith("slot:"))}):
        found, wanted = mould.gaps.count(name), expected.get(name, 0)
        if found != wanted:
            what = Text(f"应有 {wanted} 处，找到 {found} 处", f"expected {wanted}, found {found}")
            raise _unexpected(mould.address, f"@@{name}@@", what)
    for slot in sorted(mould.slots):
        if mould.gaps.count(f"slot:{slot}") > 1:
            raise _unexpected(
                mould.address, f'data-slot="{slot}"', Text("只能出现一次", "may stand there only once")
            )


def _unexpected(address: str, name: str, what: Text) -> GeneratorError:
    at = address or "/"
    return GeneratorError(
        Text(f"外壳页面「{at}」中的 {name} {what.zh}", f"In the shell “{at}”, {name}: {what.en}"),
        Text(
            "主题或 docs/overrides 改动后，记号与 generator/render/pour.py 不再一致",
            "The theme or docs/overrides no longer agrees with generator/render/pour.py",
        ),
    )
