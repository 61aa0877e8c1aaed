"""Every link of the site leads somewhere, and no page asks another host for anything.

Pages come by the ten thousand, so a page is cut at ``href`` and ``src`` instead of being parsed, which may
see a link where there is only text. What then leads nowhere is looked at again with a real parser, so that
only true faults are reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

from generator.model.artifact import Artifact
from generator.model.text import Text

from .errors import PublishError

_SHOWN = 20
_ENOUGH = 100
_HREF = re.compile(rb'href="([^"]*)"')
_ACTION = re.compile(rb' action="([^"]*)"')
_ID = re.compile(rb' id="([^"]*)"')
_SRC = re.compile(rb'src="([^"]*)"')
_VALUE = re.compile(rb"""(?:[sS][eE][tT])?\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_CSS = re.compile(
    rb"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_SIMPLE = re.compile(rb"(?:[A-Za-z0-9_-]+/)+")  # says the same however it is read
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
# A link of these relations says something about another page; a browser does not fetch it.
_SILENT_RELATIONS = {"canonical", "alternate", "author", "license", "help", "me", "bookmark", "next", "prev"}
_LINKING = {"href", "src", "srcset", "poster", "data", "action", "formaction", "xlink:href", "background"}
_HARMLESS = ("data:", "mailto:", "tel:", "sms:", "about:blank")


@dataclass(frozen=True, slots=True)
class Fault:
    """One link of one page that must not be published."""

    page: str
    link: str
    reason: Text


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """What a page, or its shell, links to and can be linked by.

    is_doubtful: a parser must read the page. is_cut: read as a part, a link may have been cut through.
    """

    links: frozenset[bytes]
    anchors: frozenset[bytes]
    is_doubtful: bool = False
    is_cut: bool = False


_NOTHING = _Part(frozenset(), frozenset())


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
        # Of shells, which thousands of pages have in common; and lines that neither link nor are linked to.
        self._frames: dict[tuple[bytes, ...], _Part] = {}
        self._rest: dict[tuple[_Part, int], tuple[bytes, ...]] = {}
        self._silent: set[bytes] = set()
        self._doubtful: dict[str, None] = {}  # pages and style sheets to be looked at again, in their order

    def scan(self, artifact: Artifact) -> None:
        """Note the links of one written file; anything but HTML and CSS has none."""
        if artifact.path.endswith(".html"):
            self._scan_page(artifact)
        elif artifact.path.endswith(".css"):
            for link in _css_links(artifact.content):
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
        return {**self.__dict__, "_frames": {}, "_rest": {}, "_silent": set()}

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
        frame = self._read_frame(page.frame)
        own = self._read_own(_GAP.join(page.own) if page.frame else content)
        if frame.is_cut or (own.is_cut and page.frame):
            frame, own = _NOTHING, _read(content)
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
            elif not _is_external(value):
                self._note(path, value)
            elif not _is_silent(content, value):
                self._doubtful[path] = None

    def _read_frame(self, frame: tuple[bytes, ...]) -> _Part:
        found = self._frames.get(frame)
        if found is None:
            found = self._frames[frame] = _read(_GAP.join(frame))
        return found

    def _read_own(self, content: bytes) -> _Part:
        """What ``_read`` gives, from the lines alone that can matter; most are on many pages, looked at once.

        No word of a link runs over the end of a line. Where a value might, everything is read.
        """
        silent = self._silent
        told = [line for line in content.split(b"\n") if line not in silent and not self._is_silent(line)]
        return _read_if_plain(b"\n".join(told)) or _read(content)

    def _is_silent(self, line: bytes) -> bool:
        """Is there nothing in a line that any of the readers looks for? Noted, where it is so."""
        lower = line.lower()
        if any(word in lower for word in _WORDS):
            return False
        if len(self._silent) > _KEPT_LINES:
            self._silent.clear()
        self._silent.add(line)
        return True

    def _unshared(self, part: _Part, depth: int) -> Iterable[bytes]:
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
            return None if _is_external(raw) else ""
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
            links = ((_text(link), True) for link in _css_links(content))
        else:
            page = _Page(content)
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
                reason = _FOREIGN if is_request and _is_external(link.strip().encode()) else None
            if reason:
                yield Fault(path, link, reason)


_RARE = (
    b'http-equiv="refresh',
    b"<base",
    b"<object",
    b" formaction=",
    b" poster=",
    b" background=",
)
_GAP = b"\0\n"  # between parts that are read together: no link runs from one into another unnoticed
_KEPT_LINES = 20_000


def _read(content: bytes) -> _Part:
    part = _read_as_written(content)
    if part.is_doubtful or part.is_cut:
        links = _links_alone(content)
        if links is not None:
            part = replace(_read_as_written(links), anchors=part.anchors)
    return part


def _links_alone(content: bytes) -> bytes | None:
    """The tags of *content* with no attributes but those that can link; None where a tag is unusual.

    What stands in text or in a title links nowhere, whatever it looks like. Usual is a tag that every parser
    ends at the same place, so that nothing which one of them takes for a link is left out.
    """
    if b"<" in _TAG.sub(b"", content):
        return None
    return b"".join(
        match["style"] or _ATTRIBUTE.sub(_that_links, match["script"] or match[0])
        for match in _TAG.finditer(content)
    )


def _that_links(attribute: re.Match[bytes]) -> bytes:
    return attribute[0] if attribute[1].lower() in _THAT_LINK else b""


_THAT_LINK = {name.encode() for name in _LINKING} | {b"style", b"imagesrcset", b"http-equiv"}
_ONE = rb"""\s++([^\s"'<>/=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+"""
_ATTRIBUTE = re.compile(_ONE)
_MANY = rb"(?:" + _ONE.replace(b"([^", b"(?:[^", 1) + rb")*+\s*+"
_TAG = re.compile(
    rb"(?is)(?P<style><style" + _MANY + rb">.*?</style\s*+>)"
    rb"|(?P<script><script" + _MANY + rb">).*?</script\s*+>"
    rb"|<!doctype[^<>\"']*+>|</[a-z][a-z0-9-]*+\s*+>|<[a-z][a-z0-9-]*+" + _MANY + rb"/?>"
)


def _read_if_plain(content: bytes) -> _Part | None:
    """The links of *content* where all are written as we write them, each within its line; otherwise None."""
    lower = content.lower()
    if any(mark in lower for mark in _UNUSUAL):
        return None
    found: list[bytes] = []
    for name, plain in _PLAIN:
        if count := lower.count(name):
            values = plain.findall(content)
            if len(values) != count:
                return None
            found += values
    anchors = _ID.findall(content)
    every = b"".join(found + anchors)
    if lower.count(_ID_WORD) != len(anchors) or b"\n" in every or b"<" in every or b"\0" in every:
        return None
    return _Part(frozenset(found), frozenset(anchors))


def _read_as_written(content: bytes) -> _Part:
    lower = content.lower()
    found: set[bytes] = set()
    is_doubtful = is_cut = False
    for mark in _RARE:
        is_doubtful = is_doubtful or mark in lower
    for name, plain in _PLAIN:
        count = lower.count(name)
        if not count:
            continue
        values = plain.findall(content)
        if len(values) != count:
            for link, is_external in _irregular(content, lower, name):
                values.append(link)
                is_doubtful = is_doubtful or is_external
            is_cut = is_cut or _OPEN.search(content) is not None
        found.update(values)
    if b"url(" in lower or b"@import" in lower:
        styles = set(_css_links(content))
        found |= styles
        is_doubtful = is_doubtful or any(_is_external(link) for link in styles)
        is_cut = is_cut or any(end not in content[lower.rfind(w) :] for w, end in _ENDS if w in lower)
    is_cut = is_cut or any(b"<" in link or b"\0" in link for link in found)
    return _Part(frozenset(found), _quick_anchors(content), is_doubtful, is_cut)


_PLAIN = ((b"href", _HREF), (b"src", _SRC), (b" action", _ACTION))
_OPEN = re.compile(rb"""(?i)(?:href|src|srcset|action)\s*=\s*(?:"[^"]*|'[^']*|[^\s>"']*)\Z""")
_ENDS = ((b"url(", b")"), (b"@import", b";"))
_ID_WORD = b' id="'
_UNUSUAL = (*_RARE, *(word for word, _end in _ENDS))
_WORDS = (*(name for name, _pattern in _PLAIN), _ID_WORD, *_UNUSUAL)


def _irregular(content: bytes, lower: bytes, name: bytes) -> Iterator[tuple[bytes, bool]]:
    """Values in other quotes, in none, in capitals, with blanks, those of ``srcset``; is one external?"""
    start = lower.find(name)
    while start >= 0:
        start += len(name)
        match = _VALUE.match(content, start)
        if match:
            value = match[match.lastindex or 0]
            values = set(_srcset(value)) if lower.startswith(b"set", start) else {value}
            is_external = any(_is_external(link) for link in values)
            for link in values:
                yield link, is_external
        start = lower.find(name, start)


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
            self._quick[file] = _quick_anchors(self.read(file))
        if anchor.encode() in self._quick[file]:
            return True
        if file not in self._anchors:
            self._anchors[file] = frozenset(_Page(self.read(file)).anchors)
        return anchor in self._anchors[file]


class _Page(HTMLParser):
    """Links and anchors of one page, as a browser sees them: (link, does the browser fetch it by itself?)."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, bool]] = []
        self.anchors: set[str] = set()
        self.has_base = False
        self._in_style = False
        self.feed(content.decode("utf-8", "replace"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element links to."""
        values = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        self.has_base = self.has_base or tag == "base"
        if "id" in values:
            self.anchors.add(values["id"])
        if tag == "a" and "name" in values:
            self.anchors.add(values["name"])
        relations = set(values.get("rel", "").lower().split())
        fetched = tag not in ("a", "area") and not (
            tag == "link" and relations and relations <= _SILENT_RELATIONS
        )
        for name, value in values.items():
            if name == "srcset" or name == "imagesrcset":
                self.links.extend((_text(link), True) for link in _srcset(value.encode()))
            elif name == "style":
                self.links.extend((_text(link), True) for link in _css_links(value.encode()))
            elif name in _LINKING and not (name == "data" and tag != "object"):
                self.links.append((value, fetched))
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.links.append(
                (re.sub(r"(?i)^\s*[\d.]*\s*[;,]?\s*(url\s*=)?\s*", "", values.get("content", "")), True)
            )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the same for an element without content."""
        self.handle_starttag(tag, attrs)
        self._in_style = False

    def handle_endtag(self, _tag: str) -> None:
        """Leave a style sheet."""
        self._in_style = False

    def handle_data(self, data: str) -> None:
        """Note what a style sheet in the page asks for."""
        if self._in_style:
            self.links.extend((_text(link), True) for link in _css_links(data.encode()))


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


def _css_links(content: bytes) -> Iterator[bytes]:
    # Looking for two words and reading on from there takes a tenth of searching for the whole pattern.
    lower = content.lower()
    for word in (b"url(", b"@import"):
        start = lower.find(word)
        while start >= 0:
            match = _CSS.match(content, start)
            if match:
                yield match[match.lastindex or 0]
            start = lower.find(word, start + 1)


def _srcset(value: bytes) -> Iterator[bytes]:
    for candidate in value.split(b","):
        if candidate.split():
            yield candidate.split()[0]


def _is_external(link: bytes) -> bool:
    return link[:2] == b"//" or link[:5].lower() == b"http:" or link[:6].lower() == b"https:"


def _is_silent(content: bytes, link: bytes) -> bool:
    """Does every tag that names *link* only name it, as ``<a`` and a canonical link do?"""
    at = content.find(link)
    while at >= 0:
        tag = content[content.rfind(b"<", 0, at) : at]
        if not tag.startswith((b"<a ", b"<a\n", b'<link rel="canonical"')) and tag.endswith(
            (b"=", b'="', b"='")
        ):
            return False
        at = content.find(link, at + 1)
    return True


def _quick_anchors(content: bytes) -> frozenset[bytes]:
    """Ids in the plain writing; a page may have more."""
    return frozenset(_ID.findall(content))


def _text(link: bytes) -> str:
    return link.decode("utf-8", "replace")
