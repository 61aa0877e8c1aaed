"""The conductor: the only one who knows the order of the stages.

Each function is a list of steps. Stages are imported where they are needed, so that a check never pays for
pandas, templates or MkDocs. Nothing here prints; a ``Progress`` is told what is going on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol, TypeVar

from . import __version__
from .model.artifact import Artifact, Work
from .model.diagnostic import Diagnostic, Problem, Severity
from .model.document import Document
from .model.duty import Duty, select
from .model.errors import GeneratorError
from .model.period import Period, is_day
from .model.record import COUNTED, key_of
from .model.schema import Schema
from .model.snapshot import Snapshot
from .model.standing import below
from .model.text import Text

if TYPE_CHECKING:
    from .compute.explain import Explanation
    from .model.archive import Archive
    from .model.history import History
    from .model.official import Fonts
    from .model.results import Results
    from .publish.site import Published
    from .read.sources import Source
    from .validate.bulletin_parts import Names
    from .validate.rule import AnyRule
    from .validate.stopwatch import Stopwatch

T = TypeVar("T")


class Progress(Protocol):
    """Told what is going on; shows it or not."""

    def step(self, text: Text) -> None:
        """A step begins."""

    def track(self, items: Iterable[T], text: Text, length: int) -> Iterator[T]:
        """Pass *items* through, *length* of them as far as is known."""


class Silent:
    """Shows nothing."""

    def step(self, text: Text) -> None:
        """Nothing is shown."""

    def track(self, items: Iterable[T], text: Text, length: int) -> Iterator[T]:  # noqa: ARG002 - protocol
        """The items as they come."""
        return iter(items)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    snapshot: what may be counted and published, without drafts. whole: with them, for whoever goes on
        writing. seen: files below ``records/``; each is a record or has a diagnostic.
    documents: what was read, whether it passed its schema or not, by path.
    """

    snapshot: Snapshot
    diagnostics: tuple[Diagnostic, ...]
    seen: int
    whole: Snapshot
    documents: tuple[Document, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Is there anything that stops publication?"""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)

    @property
    def has_bugs(self) -> bool:
        """Did a rule of ours fail instead of the records?"""
        return any(d.code.startswith("INT") for d in self.diagnostics)

    @property
    def records(self) -> int:
        """Valid records, drafts included."""
        return sum(len(records) for records in self.whole.kinds.values())

    @property
    def drafts(self) -> int:
        """Records among them that are still being filled in."""
        return self.snapshot.held_back

    @property
    def public_diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found, but for what is said of drafts and of records that are public as counts alone."""
        drafts = {record.path for record in self.whole.drafts}
        drafts |= {record.path for kind in COUNTED for record in self.whole.of(kind)}
        return tuple(
            d
            for d in self.diagnostics
            if not drafts or drafts.isdisjoint(place.path for place in (d.location, *d.related))
        )


def check(
    source: Source,
    *,
    as_of: date | None = None,
    epoch: date | None = None,
    cache_folder: Path | None = None,
    progress: Progress | None = None,
    stopwatch: Stopwatch | None = None,
    known: Checked | None = None,
) -> Checked:
    """Read and check every record of *source*; nothing is written but the cache.

    The day that the state is looked at from is *as_of*, else the day pinned in ``records/bureau.yml``, else
    *epoch* (the caller's ``SOURCE_DATE_EPOCH``), else the date of the commit. GeneratorError without any.
    Where a *stopwatch* is given, it holds the seconds of each rule afterwards; with a cache, clean records
    take none. What another state of the repository, *known* already, has alike is not parsed again.
    """
    from .read.cache import Cache, Known, fingerprint
    from .read.documents import read_records
    from .read.schemas import FOLDER, schemas_in
    from .validate.consequences import without_consequences
    from .validate.exempt import tolerated
    from .validate.gate import admit
    from .validate.rule import run_rules

    shown = progress or Silent()
    shown.step(Text("读取模式与记录", "Reading schemas and records"))
    files = tuple(source.files(FOLDER))
    cache = None
    if cache_folder:
        code = [Path(__file__).with_name(room) for room in ("model", "read", "validate")]
        cache = Cache.load(cache_folder, fingerprint(__version__, code, files))
    schemas, schema_problems = schemas_in(files, are_sound=cache is not None and cache.is_known)
    store = Known(known.documents, _clean_before(known, schemas)) if known else cache
    reading = read_records(source, schemas, store)
    day = as_of or _pinned(reading.documents) or epoch or source.commit_date
    if day is None:
        raise GeneratorError(
            Text("不知道以哪一天为准：这里还没有 Git 提交", "No day to look from: there is no commit yet"),
            Text("先提交一次，或加 --as-of 2025-12-31", "Commit once, or pass --as-of 2025-12-31"),
        )
    shown.step(Text("核对结构与规则", "Checking structure and rules"))
    unread = [d.location.path for d in reading.diagnostics if d.severity is Severity.ERROR]
    snapshot, structure_problems = admit(reading.documents, schemas, source.revision, day, unread)
    chosen = stopwatch.timed(rules()) if stopwatch else rules()
    ruled = without_consequences(snapshot, tolerated(snapshot, run_rules(snapshot, chosen)))
    found = (*schema_problems, *reading.diagnostics, *structure_problems, *ruled)
    if cache and not schema_problems:
        at_fault = {d.location.path for d in found}
        cache.save(reading.documents, at_fault)
    ordered = tuple(sorted(found, key=lambda d: d.order))
    return Checked(snapshot.published, ordered, reading.seen, snapshot, reading.documents)


def _clean_before(known: Checked, schemas: Mapping[str, Schema]) -> Callable[[str], bool]:
    """Of a path: was nothing wrong with it in the *known* state, whose schemas are those of now?"""
    blobs = [{kind: s.blob for kind, s in found.items()} for found in (known.whole.schemas, schemas)]
    at_fault = {d.location.path for d in known.diagnostics}
    return lambda path: blobs[0] == blobs[1] and path not in at_fault


def rules() -> tuple[AnyRule, ...]:
    """Every rule of a check: those over records, and the one over what is still to be done."""
    from .compute.duties import DUTIES
    from .compute.duty import late_duties
    from .validate.bulletin_parts import parts_rule
    from .validate.lateness import late_rule
    from .validate.rules import RULES

    late = late_rule(lambda snapshot: late_duties(snapshot.published, sources=DUTIES))
    return (*RULES, parts_rule(_bulletin_parts), late)


def _bulletin_parts() -> Names:
    """What the sources of bulletins give, by name; read only where a kind is there to be checked."""
    from .compute.bulletins import SOURCES

    return {one.id: {"sentence": one.sentences, "table": one.tables} for one in SOURCES}


def _pinned(documents: Iterable[Document]) -> date | None:
    """The day that the bureau's own record pins, or None where it pins none that can be read."""
    for document in documents:
        if document.path == "records/bureau.yml" and is_day(str(document.data.get("as_of"))):
            return date.fromisoformat(str(document.data["as_of"]))
    return None


def assess(checked: Checked) -> Results:
    """Metrics, conclusions and rankings of what was checked."""
    from .compute.assess import assess as assess_snapshot

    return assess_snapshot(checked.snapshot)


def build(
    source: Source,
    checked: Checked,
    out: Path,
    *,
    root: Path,
    site_url: str | None = None,
    progress: Progress | None = None,
    history: History | None = None,
    archives: tuple[Archive, ...] = (),
) -> Published:
    """Compute, pour and publish the site of *checked*, which must be free of errors.

    The live site at *out* is exchanged at the very end, or left as it was. *site_url* goes into canonical
    links; by default the bureau's.
    """
    from concurrent.futures import ThreadPoolExecutor

    from .compute.assess import with_duties
    from .export.archive import archive_files
    from .export.calendars import calendars
    from .export.evaluation_tables import evaluation_tables
    from .export.feed import feed
    from .export.hazard_tables import hazard_tables
    from .export.history import history_tables
    from .export.open_data import artifacts as data_files
    from .export.open_data import tables as open_tables
    from .model.history import History
    from .publish.site import publish, refuse_unsafe
    from .read.shell import build_shell
    from .render.bulletin_files import bulletin_shares
    from .render.environment import compile_all
    from .render.pages import PAGES
    from .render.renderer import render_site
    from .render.site import Site

    refuse_unsafe(out, root)
    shown = progress or Silent()
    snapshot = checked.snapshot
    address = site_url or (snapshot.bureau.get("site_url") if snapshot.bureau else None) or ""
    shown.step(Text("计算指标与位次", "Computing metrics and rankings"))
    results = with_duties(assess(checked), snapshot)
    tables = (
        *open_tables(snapshot, results),
        *evaluation_tables(snapshot, results),
        *hazard_tables(snapshot, results),
        *history_tables(snapshot, history or History()),
    )
    shown.step(Text("生成页面框架", "Building the shell"))
    with ThreadPoolExecutor(max_workers=1) as beside:  # the shell is made by another program
        compiled = beside.submit(compile_all, snapshot.language)
        shell = build_shell(source.files("docs", "mkdocs.yml"), address)
    compiled.result()
    site = Site(
        snapshot, results, checked.public_diagnostics, __version__, tables, address, history, archives
    )
    pages = render_site(site, shell, PAGES)
    fonts = replace(fonts_of(snapshot, root), system=False)  # the same files on every machine
    data = partial(data_files, tables, revision=snapshot.revision, as_of=snapshot.as_of)
    files = bulletin_shares(snapshot.of("bulletins"), fonts, site.address)
    news = partial(feed, snapshot, address=site.address)
    dates = partial(calendars, results.duties, snapshot, address=site.address, version=__version__)
    kept = partial(archive_files, archives, snapshot)
    return publish(
        Work((data, dates, news, kept, *files, *pages.shares), pages.rest),
        out,
        snapshot=snapshot,
        version=__version__,
        root=root,
        base_path=site.base_path,
        address=address,
        history=history,
        watch=lambda steps: shown.track(steps, Text("写页面", "Writing pages"), checked.records),
    )


def due(checked: Checked, unit: str | None = None, within: int | None = None) -> tuple[Duty, ...]:
    """What a unit and all below it still have to do, late ones first; at most *within* days from now."""
    from .compute.duties import DUTIES
    from .compute.duty import duties_of

    snapshot = checked.snapshot
    units = below(snapshot, unit) if unit else None
    return select(duties_of(snapshot, DUTIES), snapshot.as_of, units=units, within=within)


def explain(checked: Checked, unit: str, period: Period | None) -> Explanation:
    """Every number of a unit: formula, records behind each operand, place in the rankings."""
    from .compute.explain import explain as explain_results

    return explain_results(assess(checked), checked.snapshot, unit, period)


def layout(source: Source, *, paths: tuple[PurePosixPath, ...]) -> tuple[Artifact, ...]:
    """Records in or below *paths* (all without any) whose layout is not the canonical one, as it should be.

    A file that does not parse is left out: ``check`` says what is wrong with it.
    """
    from .export.layout import canonical
    from .read.documents import read_records
    from .read.schemas import read_schemas

    schemas, _ = read_schemas(source)
    changed = []
    for document in read_records(source, schemas).documents:
        if paths and not any(PurePosixPath(document.path).is_relative_to(p) for p in paths):
            continue
        text = canonical(document.text, schemas[key_of(document.path).partition("/")[0]])
        if text != document.text:
            changed.append(Artifact(document.path, text.encode()))
    return tuple(changed)


def problems() -> tuple[Problem, ...]:
    """Every kind of fault that a check can find, ordered by code."""
    from .read import documents, schemas
    from .validate import exempt, gate, rule, structure
    from .validate.changes import CHANGE_RULES

    rooms = (documents, schemas, structure, gate, exempt, rule)
    found = [p for room in rooms for p in room.PROBLEMS] + [r.problem for r in (*rules(), *CHANGE_RULES)]
    return tuple(sorted(found, key=lambda p: p.code))


def differs(root: Path, artifact: Artifact) -> bool:
    """Is the file in the repository absent or different?"""
    path = root / artifact.path
    return not path.is_file() or path.read_bytes() != artifact.content


def save(root: Path, artifact: Artifact) -> None:
    """Write one file of the repository, whole or not at all."""
    from .publish.files import write_file

    write_file(root / artifact.path, artifact.content)


def save_all(root: Path, artifacts: Iterable[Artifact]) -> None:
    """Write several files of the repository, all of them or none."""
    from .publish.files import write_files

    write_files({root / artifact.path: artifact.content for artifact in artifacts})


def fonts_of(snapshot: Snapshot, root: Path) -> Fonts:
    """The faces of official documents; a folder of the bureau's own lies in the repository."""
    from .model.official import Fonts

    settings = snapshot.bureau.get("fonts", {}) if snapshot.bureau else {}
    folder = settings.get("folder", "")
    return Fonts.of(settings, str(root / folder) if folder else "")


def snapshot_of(root: Path, commit: str, day: date) -> Snapshot:
    """The records of a commit as of *day*, without rules; GeneratorError where there is no such commit."""
    from .read.documents import read_records
    from .read.schemas import read_schemas
    from .read.sources import Commit
    from .validate.gate import admit

    source = Commit(root, commit)
    schemas, _ = read_schemas(source)
    return admit(read_records(source, schemas).documents, schemas, source.revision, day)[0]
