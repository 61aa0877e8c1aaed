"""Where a record may stand: ``records/<kind>/[<year>/]<id>.yml``, and ``records/<kind>.yml`` for a singleton.

Whatever else lies below ``records/`` is a diagnostic, so that no file can be overlooked in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from generator.model.diagnostic import Diagnostic, Problem, Severity
from generator.model.document import SourceFile
from generator.model.location import Location
from generator.model.schema import Schema
from generator.model.text import Text

FOLDER = "records"
"""The folder of all records."""

PLACEHOLDER = ".gitkeep"
"""The one file without a record that may lie there, because Git keeps no empty folder."""


def _problem(code: str, name: str, message: Text, hint: Text, reason: Text) -> Problem:
    return Problem(code, name, Severity.ERROR, message, hint, reason)


_OVERLOOKED = Text(
    "不认识的文件不能悄悄跳过，否则写错位置的记录无人发现",
    "an unknown file is never skipped in silence, or a misplaced record would go unnoticed",
)

FILE_NAME = _problem(
    "FIL001",
    "file-name",
    Text("文件名「{name}」不合规定", "the file name “{name}” is not allowed"),
    Text(
        "只用小写英文字母、数字和连字符，字母或数字开头，不超过 60 个字符，以 .yml 结尾",
        "lower-case letters, digits and hyphens, a letter or digit first, at most 60, ending in .yml",
    ),
    Text("文件名就是编号，也是网址的一部分", "the name is the record's id and part of its address"),
)
EXTENSION = _problem(
    "FIL002",
    "extension",
    Text("扩展名应为 .yml，不是「{extension}」", "the extension must be .yml, not “{extension}”"),
    Text("改名为「{wanted}」", "rename it to “{wanted}”"),
    Text("一种扩展名，编辑器和检查才不会漏掉文件", "with one extension no editor or check misses a file"),
)
STRAY_FILE = _problem(
    "FIL003",
    "stray-file",
    Text("「{name}」不是记录，不该放在 records/ 里", "“{name}” is no record and does not belong in records/"),
    Text("移到别处或删除；说明文字放进 docs/", "move or delete it; explanations belong in docs/"),
    _OVERLOOKED,
)
LINK = _problem(
    "FIL004",
    "link",
    Text("不允许符号链接", "symbolic links are not allowed"),
    Text("放真正的文件", "put the file itself there"),
    Text(
        "链接可能指向仓库以外的文件，并把它公布出去",
        "a link may lead outside the repository and publish what it finds",
    ),
)
SUBMODULE = _problem(
    "FIL005",
    "submodule",
    Text("不允许子模块或嵌套的 Git 仓库", "submodules and nested Git repositories are not allowed"),
    Text("删除它，记录直接放在本仓库里", "remove it and keep the records in this repository"),
    Text("本仓库的提交说明不了其中的内容", "this repository's commits would not tell what it holds"),
)
GIT_ATTRIBUTES = _problem(
    "FIL006",
    "git-attributes",
    Text("这里不允许 .gitattributes", ".gitattributes is not allowed here"),
    Text("写进仓库最外层的 .gitattributes", "use the one at the repository's root"),
    Text("它能让检出的内容与提交的不同", "it can make what is checked out differ from what was committed"),
)
EQUAL_NAMES = _problem(
    "FIL007",
    "equal-names",
    Text(
        "与「{other}」只差大小写或字符写法",
        "differs from “{other}” only in case or in how characters are encoded",
    ),
    Text("改名或删除其中一个", "rename or delete one of them"),
    Text(
        "在 Windows 和 macOS 上两者是同一个文件，会互相覆盖",
        "on Windows and macOS they are one file and overwrite each other",
    ),
)
UNKNOWN_KIND = _problem(
    "FIL008",
    "unknown-kind",
    Text("没有「{kind}」这类记录", "there is no record kind “{kind}”"),
    Text(
        "{near}；新类别要先有 schemas/{kind}.schema.json",
        "{near}; a new kind needs schemas/{kind}.schema.json first",
    ),
    _OVERLOOKED,
)
UNKNOWN_FOLDER = _problem(
    "FIL009",
    "unknown-folder",
    Text("「{folder}」不是四位数的年份文件夹", "the folder “{folder}” is not a year of four digits"),
    Text(
        "类别文件夹下面只能按年份分，如 {kind}/2025/",
        "below a kind there may be folders for years only, such as {kind}/2025/",
    ),
    Text("层次固定，人和程序才找得到记录", "a fixed layout lets people and programs find records"),
)
TOO_DEEP = _problem(
    "FIL010",
    "too-deep",
    Text("放得太深", "it lies too deep"),
    Text("放到 {kind}/ 或 {kind}/年份/ 下面", "move it to {kind}/ or {kind}/<year>/"),
    Text("层次固定，人和程序才找得到记录", "a fixed layout lets people and programs find records"),
)
EMPTY_FOLDER = Problem(
    "FIL011",
    "empty-folder",
    Severity.INFO,
    Text("文件夹是空的，Git 不会保存它", "the folder is empty, and Git does not keep it"),
    Text("删除它，或放一个空的 .gitkeep", "delete it, or put an empty .gitkeep into it"),
    Text("别人的克隆里没有这个文件夹", "nobody else's clone has it"),
)
RESERVED_NAME = _problem(
    "FIL012",
    "reserved-name",
    Text("「{name}」是 Windows 保留的名称", "“{name}” is reserved by Windows"),
    Text("换一个编号", "choose another id"),
    Text("在 Windows 上无法检出整个仓库", "Windows could not check out the repository"),
)
TOO_LARGE = _problem(
    "FIL013",
    "too-large",
    Text("文件有 {size} 字节，超过 1 MiB", "the file has {size} bytes, more than 1 MiB"),
    Text(
        "记录只写文字；附件放到别处，在记录里写明出处",
        "records are text only; keep attachments elsewhere and name them",
    ),
    Text("过大的文件能耗尽检查所用的内存", "an oversized file can exhaust the memory of a check"),
)
SPECIAL_FILE = _problem(
    "FIL014",
    "special-file",
    Text("这不是普通文件", "this is no ordinary file"),
    Text("删除它", "delete it"),
    Text("管道、设备等没有可读的内容", "pipes and devices have no content to read"),
)
MISPLACED = _problem(
    "FIL015",
    "misplaced",
    Text("这类记录不放在这里", "records of this kind do not belong here"),
    Text("应为 {wanted}", "it should be {wanted}"),
    Text("所在的文件夹决定一个文件是哪类记录", "the folder decides which kind of record a file is"),
)

FIL = (
    FILE_NAME, EXTENSION, STRAY_FILE, LINK, SUBMODULE, GIT_ATTRIBUTES, EQUAL_NAMES, UNKNOWN_KIND,
    UNKNOWN_FOLDER, TOO_DEEP, EMPTY_FOLDER, RESERVED_NAME, TOO_LARGE, SPECIAL_FILE, MISPLACED,
)  # fmt: skip
"""All problems of this family, in the order of their codes."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\.yml")
_YEAR = re.compile(r"[0-9]{4}")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))})
_OTHER_EXTENSIONS = (".yaml", ".yml", ".json", ".yml.txt", ".yaml.txt")
_MODES: Mapping[str, Problem] = {"link": LINK, "submodule": SUBMODULE, "other": SPECIAL_FILE}


def is_placeholder(file: SourceFile) -> bool:
    """Is it the file that keeps an empty folder in Git?"""
    return file.mode == "file" and not file.size and file.path.endswith(f"/{PLACEHOLDER}")


def path_problem(file: SourceFile, schemas: Mapping[str, Schema]) -> Diagnostic | None:
    """What is wrong with where *file* stands or what it is; None where it may be a record."""
    folders = file.path.split("/")
    name = folders.pop()
    if file.mode in _MODES:
        return _MODES[file.mode].at(Location(file.path))
    if file.mode == "folder":
        return _folder_problem(file.path, schemas)
    placed = _placement_problem(file.path, folders[1:], name, schemas)
    if placed is None and file.content is None:
        return TOO_LARGE.at(Location(file.path), size=file.size)
    return placed


def equal_names(files: Sequence[SourceFile]) -> Iterator[Diagnostic]:
    """Paths that some file systems cannot tell apart; reported at all but the first."""
    first: dict[str, str] = {}
    for file in files:
        key = file.path if file.path.isascii() and file.path.islower() else _folded(file.path)
        other = first.setdefault(key, file.path)
        if other != file.path:
            yield EQUAL_NAMES.at(Location(file.path), other=other, related=(Location(other),))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _folder_problem(path: str, schemas: Mapping[str, Schema]) -> Diagnostic:
    below = path.split("/")[1:]
    placed = _placement_problem(path, below, "x.yml", schemas) if below else None
    return placed or EMPTY_FOLDER.at(Location(path))


def _placement_problem(
    path: str, folders: list[str], name: str, schemas: Mapping[str, Schema]
) -> Diagnostic | None:
    place = Location(path)
    if name == ".gitattributes":
        return GIT_ATTRIBUTES.at(place)
    if not folders:
        return _top_problem(place, name, schemas)
    kind = folders[0]
    if kind not in schemas:
        return UNKNOWN_KIND.at(place, kind=kind, near=_folder_meant(kind, schemas))
    if schemas[kind].singleton:
        return MISPLACED.at(place, wanted=f"{FOLDER}/{kind}.yml")
    if len(folders) > 2:
        return TOO_DEEP.at(place, kind=f"{FOLDER}/{kind}")
    if len(folders) == 2 and not _YEAR.fullmatch(folders[1]):
        return UNKNOWN_FOLDER.at(place, folder=folders[1], kind=f"{FOLDER}/{kind}")
    return _name_problem(place, name)


def _folder_meant(name: str, schemas: Mapping[str, Schema]) -> Text:
    """The folder that *name* was probably meant to be, by its own name or its kind's title; else all."""
    kinds = {kind: schema for kind, schema in schemas.items() if not schema.singleton}
    titles = {schema.title.zh: kind for kind, schema in kinds.items()}
    close = titles.get(name) or next(iter(get_close_matches(name.lower(), kinds, 1, 0.7)), None)
    if close:
        return Text(f"应放进 {FOLDER}/{close}/", f"use {FOLDER}/{close}/")
    known = "、".join(f"{kind}/" for kind in kinds) or "—"
    return Text(f"放进已有的文件夹：{known}", f"use one of {known}")


def _top_problem(place: Location, name: str, schemas: Mapping[str, Schema]) -> Diagnostic | None:
    kind = name.removesuffix(".yml")
    if kind in schemas and schemas[kind].singleton and name.endswith(".yml"):
        return None
    wrong = _name_problem(place, name)
    if wrong:
        return wrong
    return MISPLACED.at(place, wanted=f"{FOLDER}/{kind if kind in schemas else '<kind>'}/<id>.yml")


def _name_problem(place: Location, name: str) -> Diagnostic | None:
    if _NAME.fullmatch(name):
        stem = name.removesuffix(".yml")
        return RESERVED_NAME.at(place, name=stem) if stem in _RESERVED else None
    lower = name.lower()
    extension = next(
        (e for e in reversed(_OTHER_EXTENSIONS) if lower.endswith(e) and not name.endswith(".yml")), ""
    )
    stem = name[: len(name) - len(extension)]
    if extension and not name.startswith(".") and _NAME.fullmatch(f"{stem}.yml"):
        return EXTENSION.at(place, extension=name[len(stem) :], wanted=f"{stem}.yml")
    if lower.endswith((".yml", ".yaml")) and not name.startswith("."):
        return FILE_NAME.at(place, name=name)
    return STRAY_FILE.at(place, name=name)
