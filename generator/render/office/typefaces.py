"""Which fonts a document is set in: those of the standard, and what stands in where they are missing.

The faces that GB/T 9704—2012 names are sold, so few machines have them all. A Word file only names them. A
PDF holds its fonts: it takes the bureau's or the machine's, else a stand-in, and says so on its first page.
"""

from __future__ import annotations

from collections.abc import Collection

from generator.model.official import FACES, Face, Fonts

# The first is what Word is told; any of them is the face that the standard means.
OFFICIAL: dict[Face, tuple[str, ...]] = {
    "xiaobiaosong": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "fangsong": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"),
    "heiti": ("黑体", "SimHei"),
    "kaiti": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"),
    "songti": ("宋体", "SimSun"),
}
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
STAND_INS: dict[Face, tuple[str, ...]] = {
    "xiaobiaosong": _SERIF,
    "fangsong": ("FandolFang R", "FandolFang", *_SERIF),
    "heiti": _SANS,
    "kaiti": ("FandolKai", "LXGW WenKai", *_SERIF),
    "songti": _SERIF,
}


def named(fonts: Fonts) -> dict[Face, str]:
    """What Word is told: the bureau's name of a face, else the standard's."""
    return {face: getattr(fonts, face) or OFFICIAL[face][0] for face in FACES}


def at_hand(fonts: Fonts, families: Collection[str]) -> tuple[dict[Face, tuple[str, ...]], tuple[Face, ...]]:
    """The families of each face that are among *families*, best first, and the faces that have a stand-in.

    Every list ends with what has most characters, for those that the others lack.
    """
    known = {family.casefold() for family in families}
    found: dict[Face, tuple[str, ...]] = {}
    lacking = []
    for face in FACES:
        given = (getattr(fonts, face), *OFFICIAL[face])
        official = [name for name in given if name.casefold() in known][:1]
        others = [name for name in (*STAND_INS[face], *_SERIF, *_SANS) if name.casefold() in known]
        found[face] = tuple(dict.fromkeys([*official, *others]))
        if not official:
            lacking.append(face)
    return found, tuple(lacking)
