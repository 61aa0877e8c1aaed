"""Pours pages into the shells of a site, and gives every file that is made of records and ``docs/``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import Template
from markupsafe import escape

from generator.model.artifact import Artifact, Share, Work
from generator.model.errors import GeneratorError
from generator.model.shell import Shell
from generator.model.text import Text

from .contents import filled
from .environment import Catalog, environment, render_slots
from .history import story
from .page import NOT_FOUND, Page, PageFunction, PageMaker, portions
from .plain import KIND_SHELL, RECORD_SHELL, kind_page, record_page
from .pour import Mould, split
from .site import Link, Site, root_of
from .written import readable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def render_site(site: Site, shell: Shell, pages: Iterable[PageFunction]) -> Work:
    """Every file made of records and ``docs/``: assets, poured pages; plain and written pages are the rest.

    The shares raise GeneratorError where shell and pages do not fit together: an unfilled slot, an unknown
    one, a page without a shell.
    """
    renderer = Renderer(site, shell)
    assets = tuple(Artifact(path, content) for path, content in shell.assets.items())
    shares = [renderer.share(s, one.template) for one in pages for s in one.slices(site)]
    return Work((lambda: assets, *shares), renderer.rest)


class Renderer:
    """Pours pages into the shells of one site; each shell is split, and each template compiled, once."""

    def __init__(self, site: Site, shell: Shell) -> None:
        self._site = site
        self._env = environment(site.language)
        words = Catalog(site.language)
        self._contents: str = words("frame.contents")
        self._moulds = {
            address: split(address, readable(html, self._contents)).settle({"site": str(escape(site.name))})
            for address, html in sorted(shell.pages.items())
        }
        self._shells: dict[str, Mould] = {}
        self._templates: dict[str, Template] = {}
        self._names: dict[type, tuple[str, ...]] = {}
        self._feet: dict[tuple[str, str], str] = {}
        self._home: str = words("frame.home")
        self._frame: Any = self._env.get_template("frame.html.j2").module

    def share(self, pages: Callable[[], Iterable[Page]], template: str) -> Share:
        """The files of *pages*, to be made when called; a page may name a template of its own."""
        return lambda: (self.render(one, one.template or template) for one in pages())

    def render(self, page: Page, template: str) -> Artifact:
        """One page as a file."""
        mould = self._mould(page)
        is_lost = page.path == NOT_FOUND
        root = "../" if is_lost else root_of(page.path)
        variables = self._variables(page.context)
        variables["root"] = root
        fills = {
            f"slot:{name}": html for name, html in render_slots(self._template(template), variables).items()
        }
        if "slot:content" in fills:
            fills["slot:content"] += self._citations(page, root, fills["slot:content"])
            fills["slot:content"] += self._story(page, root)
            fills["slot:content"] = filled(fills["slot:content"], self._contents)
        fills.update(self._furniture(page, root))
        if mould.is_cloned:
            title = str(escape(page.title))
            fills["title"] = title
            fills["trail"] = self._trail(page.trail, root)
        artifact = mould.pour(_file(page.path), fills, page.records)
        if is_lost:
            # Served at any depth, so its links must begin at the host; its shell stands one folder down.
            top = str(escape(self._site.base_path)).encode()
            html = artifact.content.replace(b'="../', b'="' + top).replace(b'=".."', b'="' + top + b'"')
            return Artifact(artifact.path, html, page.records)
        return artifact

    def rest(self, written: Set[str], shown: Set[str]) -> tuple[Share, ...]:
        """Plain pages of the records that no page shows, and the pages of ``docs/`` that have no slots.

        Where ``docs/`` has no shells for plain pages, publishing says which records were left out.
        """
        shares = [self._written_share(written)]
        if not {KIND_SHELL, RECORD_SHELL} <= self._moulds.keys():
            return tuple(shares)
        for kind, records in self._site.snapshot.kinds.items():
            left = [r for r in records.values() if r.key not in shown]
            makers: list[PageMaker] = [partial(record_page, self._site, record) for record in left]
            if left and f"{kind}/index.html" not in written:
                makers.append(partial(kind_page, self._site, kind))
            shares.extend(self.share(portion, "plain") for portion in portions(makers))
        return tuple(shares)

    def _written_share(self, written: Set[str]) -> Share:
        left = [
            (address, mould)
            for address, mould in self._moulds.items()
            if not mould.is_cloned and _file(address) not in written and not address.startswith("404")
        ]

        def files() -> Iterator[Artifact]:
            for address, mould in left:
                fills = self._furniture(Page(address, _Nothing(), evidence=()), root_of(address))
                yield mould.pour(_file(address), fills)

        return files

    def _mould(self, page: Page) -> Mould:
        if page.shell is None and page.path in self._moulds:
            return self._moulds[page.path]
        beside = f"{page.path.rstrip('/').rpartition('/')[0]}/record/"
        wanted = page.shell if page.shell is not None else beside
        try:
            return self._moulds[wanted]
        except KeyError:
            raise GeneratorError(
                Text(f"页面「{page.path}」没有外壳「{wanted}」", f"“{page.path}” has no shell “{wanted}”"),
                Text(f"在 docs/ 中加一个 {wanted.rstrip('/')}.md", f"Add {wanted.rstrip('/')}.md to docs/"),
            ) from None

    def _template(self, name: str) -> Template:
        if name not in self._templates:
            self._templates[name] = self._env.get_template(f"{name}.html.j2")
        return self._templates[name]

    def _variables(self, context: DataclassInstance) -> dict[str, Any]:
        kind = type(context)
        if kind not in self._names:
            self._names[kind] = tuple(f.name for f in fields(context))
        return {name: getattr(context, name) for name in self._names[kind]}

    def _furniture(self, page: Page, root: str) -> dict[str, str]:
        keys = None if page.evidence is None and not page.records else (*page.records, *(page.evidence or ()))
        is_sample = bool(self._site.samples) if keys is None else self._site.is_sample(keys)
        return {
            "head": self._head(page, root),
            "description": str(escape(page.description or self._site.name)),
            "notice": self._notice(root) if is_sample else "",
            "provenance": self._foot(root, page.method),
        }

    def _head(self, page: Page, root: str) -> str:
        on = (
            f'<meta http-equiv="refresh" content="0; url={root}{escape(page.leads_to)}">'
            if page.leads_to
            else ""
        )
        if not self._site.address or page.path == NOT_FOUND:
            return on
        address = page.leads_to or page.path
        return f'{on}<link rel="canonical" href="{escape(self._site.address)}{escape(address)}">'

    def _citations(self, page: Page, root: str, html: str) -> str:
        """Links to the documents that the page's record cites, the cases that came of it, its corrections.

        Those that the page links to itself are left out.
        """
        record = self._site.snapshot.find(page.records[0]) if len(page.records) == 1 else None
        if record is None:
            return ""
        parts = []
        for said, links in (
            ("documents", self._site.citations(record)),
            ("cases", self._site.cases_of(record)),
            ("corrections", self._site.corrections_of(record)),
        ):
            left = [link for link in links if f'href="{root}{link.path}"' not in html]
            if left:
                parts.append(str(self._frame.citations(root, left, said)))
        return "".join(parts)

    def _story(self, page: Page, root: str) -> str:
        """What happened to the page's record in the repository, where its history is known."""
        found = story(self._site, page.path, page.records)
        return str(self._frame.story(root, found)) if found else ""

    def _notice(self, root: str) -> str:
        key = ("notice", root)
        if key not in self._feet:
            self._feet[key] = str(self._frame.sample_notice(root))
        return self._feet[key]

    def _foot(self, root: str, method: str) -> str:
        key = (root, method)
        if key not in self._feet:
            link = self._site.link(f"methods/{method}") if method else None
            self._feet[key] = str(
                self._frame.provenance(root, self._site.as_of, self._site.snapshot.revision, link)
            )
        return self._feet[key]

    def _trail(self, trail: tuple[Link, ...], root: str) -> str:
        steps = (Link(self._home), *trail)
        return "".join(
            f'<li class="md-path__item"><a href="{root}{escape(link.path)}" class="md-path__link">'
            f"{escape(link.text)}</a></li>"
            for link in steps
        )


@dataclass(frozen=True, slots=True)
class _Nothing:
    """The context of a page that people wrote whole."""


def _file(path: str) -> str:
    return f"{path}index.html" if not path or path.endswith("/") else path
