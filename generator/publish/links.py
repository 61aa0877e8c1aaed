"""Every link of the site leads somewhere, and no page asks another host for anything.

Pages are read quickly (``reading.py``), which may see a link where there is only text. What then leads
nowhere is looked at again with a real parser (``elements.py``), so that only true faults are reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from generator.model.artifact import Artifact
from generator.model.text import Text

from .elements import Elements, css_links, text_of
from .errors import PublishError
from .reading import Part, Reader, is_external, is_silent, quick_anchors

_SHOWN = 20
_ENOUGH = 100
_SIMPLE = re.compile(rb"(?:[A-Za-z0-9_-]+/)+")  # says the same however it is read
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HARMLESS = ("data:", "mailto:", "tel:", "sms:", "about:blank")


@dataclass(frozen=True, slots=True)
class Fault:
    """One link of one page that must not be published."""

    page: str
    link: str
    reason: Text


class Links:
    """Collects the links of pages and style sheets as they are written, and checks them when all are there.

    base_path: the path that the site is served under, for links that begin with ``/`` (those of a 404 page).
    """

    def __init__(self, base_path: str = "/") -> None:
        self._base = "/" + base_path.strip("/") + "/" if base_path.strip("/") else "/"
        # Depth of a folder -> links that climb to the top, which mean the same on all pages of that depth.
        self._shared: dict[int, dict[bytes, str | None]] = {}
        self._at_depth: dict[int, list[str]] = {}
        self._targets: dict[str, list[str]] = {}  # path#anchor -> pages that link to it
        self._reader = Reader()
        self._rest: dict[tuple[Part, int], tuple[bytes, ...]] = {}  # of shells, see _unshared
        self._doubtful: dict[str, None] = {}  # pages and style sheets to be looked at again, in their order

    def scan(self, artifact: Artifact) -> None:
        """Note the links of one written file; anything but HTML and CSS has none."""
        if artifact.path.endswith(".html"):
            self._scan_page(artifact)
        elif artifact.path.endswith(".css"):
            for link in css_links(artifact.content):
                self._note(artifact.path, link)

    def apart(self) -> Links:
        """Another of the same site, for another process; it has seen nothing yet."""
        return Links(self._base)

    def join(self, other: Links) -> None:
        """Take over what *other* noted."""
        for depth, links in other._shared.items():
            self._shared.setdefault(depth, {}).update(links)
        for depth, paths in other._at_depth.items():
            self._at_depth.setdefault(depth, []).extend(paths)
        for target, paths in other._targets.items():
            self._targets.setdefault(target, []).extend(paths)
        self._doubtful.update(other._doubtful)

    def __getstate__(self) -> dict[str, object]:
        """What another process needs: not what only serves to read faster."""
        return {**self.__dict__, "_reader": Reader(), "_rest": {}}

    def check(self, files: Set[str], read: Callable[[str], bytes], *, assumed: tuple[str, ...] = ()) -> None:
        """PublishError that names every link that leads nowhere or to another host.

        files: all paths of the site; read: gives the content of one. assumed: folders (``pagefind/``) that
        may be linked to although they are not there.
        """
        faults = self.faults(files, read, assumed=assumed)
        if faults:
            shown = [f"{f.page} → {f.link}" for f in faults[:_SHOWN]]
            lines = [f"  {s}：{f.reason.zh}" for s, f in zip(shown, faults, strict=False)]
            english = [f"  {s}: {f.reason.en}" for s, f in zip(shown, faults, strict=False)]
            count = f"{len(faults)}" if len(faults) < _ENOUGH else f"≥ {_ENOUGH}"
            if len(faults) > _SHOWN:
                lines.append("  ……")
                english.append("  …")
            raise PublishError(
                Text(
                    f"{count} 个链接有问题：\n" + "\n".join(lines),
                    f"{count} links are at fault:\n" + "\n".join(english),
                )
            )

    def faults(
        self, files: Set[str], read: Callable[[str], bytes], *, assumed: tuple[str, ...] = ()
    ) -> tuple[Fault, ...]:
        """What ``check`` reports, by page; the first hundred or so where there are more."""
        site = _Site(files, read, assumed)
        doubtful = dict(self._doubtful)
        for target, pages in self._targets.items():
            if site.reason(target):
                doubtful.update(dict.fromkeys(pages))
        for depth, links in self._shared.items():
            if any(target == "" or (target and site.reason(target)) for target in links.values()):
                doubtful.update(dict.fromkeys(self._at_depth[depth]))
        found: list[Fault] = []
        for path in sorted(doubtful):
            found.extend(self._look_again(path, site))
            if len(found) >= _ENOUGH:
                break
        return tuple(found)

    def _scan_page(self, page: Artifact) -> None:
        path, content = page.path, page.content
        depth = path.count("/")
        shared, above = self._shared.setdefault(depth, {}), b"../" * depth
        self._at_depth.setdefault(depth, []).append(path)
        own, frame = self._reader.parts(page)
        if own.is_doubtful or frame.is_doubtful:
            self._doubtful[path] = None
        for value in own.links.union(self._unshared(frame, depth)):
            if value in shared:
                continue
            if value[:1] == b"#":
                anchor = value[1:]
                if anchor and anchor != b"top" and anchor not in own.anchors and anchor not in frame.anchors:
                    self._note(path, value)
            elif depth and value.startswith(above):
                shared[value] = self._resolve("", "", value[len(above) :])
            elif not is_external(value):
                self._note(path, value)
            elif not is_silent(content, value):
                self._doubtful[path] = None

    def _unshared(self, part: Part, depth: int) -> Iterable[bytes]:
        """The links of a part of the shell that each page of that depth must be asked about."""
        rest = self._rest.get((part, depth))
        if rest is None:
            # All of them for the first page, which makes those shared that can be.
            shared = self._shared[depth]
            above = b"../" * depth
            self._rest[part, depth] = tuple(
                link for link in part.links if link not in shared and not (depth and link.startswith(above))
            )
            return part.links
        return rest

    def _note(self, path: str, link: bytes) -> None:
        target = self._resolve(path, path.rpartition("/")[0], link)
        if target:
            self._targets.setdefault(target, []).append(path)
        elif target == "" or path.endswith(".css"):
            self._doubtful[path] = None

    def _resolve(self, path: str, folder: str, raw: bytes) -> str | None:
        """``path#anchor`` of an internal link, None for one to another place; "" for what cannot be right."""
        if not folder and _SIMPLE.fullmatch(raw):
            return raw.decode()
        link = unescape(raw.decode("utf-8", "replace")).strip()
        if link.startswith("//") or link.lower().startswith(("http:", "https:")):
            # Written with blanks or character references, it was not recognised as external before.
            return None if is_external(raw) else ""
        if _SCHEME.match(link):
            return "" if not link.lower().startswith(_HARMLESS) else None
        where, _, anchor = link.partition("#")
        where = unquote(where.partition("?")[0])
        anchor = unquote(anchor)
        target: str | None = path
        if not where:
            pass
        elif where.startswith("/"):
            if not where.startswith(self._base):
                return ""
            target = _normal(where[len(self._base) :])
        else:
            target = _normal(f"{folder}/{where}" if folder else where)
        if target is None:
            return ""
        if anchor and anchor != "top" and not anchor.startswith(":~:"):
            return f"{target}#{anchor}"
        return target or "./"

    def _look_again(self, path: str, site: _Site) -> Iterator[Fault]:
        content = site.read(path)
        links: Iterable[tuple[str, bool]]
        if path.endswith(".css"):
            links = ((text_of(link), True) for link in css_links(content))
        else:
            page = Elements(content)
            links = dict.fromkeys(page.links)
            if page.has_base:
                yield Fault(
                    path, "<base>", Text("不允许使用 <base>", "<base> changes the meaning of all links")
                )
        for link, is_request in links:
            target = self._resolve(path, path.rpartition("/")[0], link.encode())
            if target is not None:
                reason = site.reason(target) if target else _NOWHERE
            else:
                reason = _FOREIGN if is_request and is_external(link.strip().encode()) else None
            if reason:
                yield Fault(path, link, reason)


_FOREIGN = Text("向其他网站请求内容", "asks another host for content")
_NOWHERE = Text("地址无法解析", "the address makes no sense")


class _Site:
    """The files that links may lead to, and the anchors in those that are linked with one."""

    def __init__(self, files: Set[str], read: Callable[[str], bytes], assumed: tuple[str, ...]) -> None:
        self.read = read
        self._files = files
        self._assumed = assumed
        self._quick: dict[str, frozenset[bytes]] = {}
        self._anchors: dict[str, frozenset[str]] = {}

    def reason(self, target: str) -> Text | None:
        """Why ``path#anchor`` leads nowhere, or None where it leads somewhere."""
        path, _, anchor = target.partition("#")
        if self._assumed and path.startswith(self._assumed):
            return None
        file = self._file(path)
        if file is None:
            return Text("没有这个文件", "there is no such file")
        if anchor and file.endswith(".html") and not self._has_anchor(file, anchor):
            return Text("页面中没有这个锚点", "the page has no such anchor")
        return None

    def _file(self, path: str) -> str | None:
        folder = path.strip("/")
        if path in self._files:
            return path
        index = "index.html" if folder in ("", ".") else f"{folder}/index.html"
        return index if index in self._files else None

    def _has_anchor(self, file: str, anchor: str) -> bool:
        if file not in self._quick:
            self._quick[file] = quick_anchors(self.read(file))
        if anchor.encode() in self._quick[file]:
            return True
        if file not in self._anchors:
            self._anchors[file] = frozenset(Elements(self.read(file)).anchors)
        return anchor in self._anchors[file]


def _normal(path: str) -> str | None:
    """*path* without ``.`` and ``..``; None where it climbs out of the site."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    normal = "/".join(parts)
    return f"{normal}/" if normal and path.endswith(("/", "/.", "/..")) else normal
