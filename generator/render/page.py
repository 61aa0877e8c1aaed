"""What a page is, and how its function is registered.

A page function takes the ``Site`` and yields ``Page`` values; its module stands in ``pages/``, its template
has the same stem, and one ``{% block %}`` for each slot of the shell that the page is poured into::

    @page
    def awards(site: Site) -> Iterator[Page]:
        \"\"\"The register of awards, newest first.\"\"\"
        yield Page("awards/", AwardsContext(…))

The context's fields are the template's variables; templates choose words and order, they do not compute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, cast, overload

from .site import Link, Site

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


# The file that a server shows at any address that it does not know.
NOT_FOUND = "404.html"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site.

    path: its address relative to the first page, ending in ``/`` (or a file name such as ``404.html``).
    context: a frozen dataclass; each field is a variable of the template.
    title: tab title, header and h1. Needed for a page poured into a cloned shell (``record.md``), only
        there: a shell with an address of its own has its title in ``docs/``.
    trail: the pages above it, the section first; the site's first page is added by itself.
    records: keys (``kind/id``) that the page shows in full.
    evidence: further keys that its figures rest on; a sample among both puts 示例数据 over the page.
        None: the page is about everything.
    method: id of the method record that its figures follow, for the provenance line.
    description: one sentence for link previews.
    shell: address of the shell; by default the shell of the same address, else the ``record/`` beside it.
    template: by default the stem of the module.
    leads_to: address of the page that took its place, where a browser goes on by itself; "" for none.
    """

    path: str
    context: DataclassInstance
    title: str = ""
    trail: tuple[Link, ...] = ()
    records: tuple[str, ...] = ()
    evidence: tuple[str, ...] | None = None
    method: str = ""
    description: str = ""
    shell: str | None = None
    template: str = ""
    leads_to: str = ""


# A page function gives pages or, where there are thousands, what makes each of them.
PageMaker = Callable[[], Page]
PageSource = Callable[[Site], Iterable[Page] | Iterable[PageMaker]]
_SLICE = 128  # pages of a share: few enough that all processes end at about the same time


@dataclass(frozen=True, slots=True)
class PageFunction:
    """A registered page function. *template* is the stem of its template unless a page names another.

    many: it gives makers of pages, so that several processes can share the work.
    """

    function: PageSource
    template: str
    many: bool = False

    def __call__(self, site: Site) -> Iterator[Page]:
        """The pages, in a stable order."""
        for one in self.function(site):
            yield one if isinstance(one, Page) else one()

    def slices(self, site: Site) -> Iterator[Callable[[], Iterable[Page]]]:
        """The same pages in portions, each of which can be made by itself."""
        if not self.many:
            yield partial(self, site)
            return
        makers = cast("list[PageMaker]", list(self.function(site)))
        yield from portions(makers)


def portions(makers: Sequence[PageMaker]) -> Iterator[Callable[[], Iterable[Page]]]:
    """Makers in shares that can be handed out, each of which makes its pages when called."""
    for start in range(0, len(makers), _SLICE):
        yield partial(_made, makers[start : start + _SLICE])


def _made(makers: Iterable[PageMaker]) -> Iterator[Page]:
    return (maker() for maker in makers)


@overload
def page(function: PageSource, /) -> PageFunction: ...
@overload
def page(*, template: str = "", many: bool = False) -> Callable[[PageSource], PageFunction]: ...
def page(
    function: PageSource | None = None, /, *, template: str = "", many: bool = False
) -> PageFunction | Callable[[PageSource], PageFunction]:
    """Make a page function of a generator; its template has the module's stem unless another is named.

    many: the function gives makers of pages (``partial(award_page, site, record)``) instead of pages.
    """
    if function is None:
        return lambda decorated: PageFunction(decorated, template or _stem(decorated), many)
    return PageFunction(function, _stem(function))


def _stem(function: PageSource) -> str:
    return function.__module__.rpartition(".")[2]


def pages_in(*modules: ModuleType) -> tuple[PageFunction, ...]:
    """The page functions of the given modules, in the order in which they are written."""
    return tuple(v for module in modules for v in vars(module).values() if isinstance(v, PageFunction))
