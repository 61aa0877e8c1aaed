"""What tests of the whole share: the sample city's site, built once per run, and one browser."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from generator.cli import main
from tests.support.site import SHARED, Built, build_here, copy_city, once, small_city
from tests.support.terminal import Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

# Our own modules and the tests are compiled once, not by each of the hundred processes that tests start.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Tests write a hundred thousand small files and read them once: memory takes a tenth of what a disk takes.
_MEMORY = Path("/dev/shm")
_ROOM = 6 << 30  # bytes; the suite writes about one gigabyte
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# A shell that starts us in the background has us ignore an interrupt, and so would whatever tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Data; to look for tests in its thousands of folders takes longer than to import all tests.
collect_ignore = ["cases"]

# No test is timed: the machine may be busy with something else.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_PATIENCE = 300.0  # seconds; only what hangs takes so long
# The shell is the same browser without a window around the page, and takes a fifth less time.
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


# Where several processes share the files of tests, the long ones come first, so that all end together.
_LONG = (
    "test_browser.py",
    "test_hostile.py",
    "test_commands.py",
    "test_site.py",
    "test_pull_request.py",
    "test_nominations.py",
    "test_provenance.py",
    "test_valid.py",
    "test_laws.py",
    "test_internal.py",
    "test_structure.py",
    "test_bad_input.py",
    "test_independent.py",
    "test_exits.py",
    "test_tutorial.py",
    "test_city.py",
    "test_draw_secrecy.py",
    "test_shell.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-goldens``: write expected files anew instead of comparing with them."""
    parser.addoption("--update-goldens", action="store_true", help="write expected files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files of tests; within a file nothing changes."""
    items.sort(key=lambda item: _LONG.index(item.path.name) if item.path.name in _LONG else len(_LONG))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command and give exit code, standard output, standard error."""

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(a) for a in arguments])
        shown = capsys.readouterr()
        return int(stopped.value.code or 0), shown.out, shown.err

    return call


@pytest.fixture(scope="session", autouse=True)
def _shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tell where the workers of this run find what one of them has made."""
    base = tmp_path_factory.getbasetemp()
    os.environ[SHARED] = str(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def sample() -> Built:
    """The sample city as a repository with one commit, and its site.

    That the command by itself, with several processes, makes the same of a city stands in ``test_site.py``.
    """

    def make(folder: Path) -> None:
        copy_city(folder / "city")
        build_here(folder / "city", folder / "site", with_search=True)

    folder = once("sample", make)
    return Built(folder / "city", folder / "site")


@pytest.fixture(scope="session")
def town() -> Path:
    """A city of another size than the sample, with one commit; tests that write take a copy of it."""
    return once("town", lambda at: small_city(at / "city", schools=12, inspections=20)) / "city"


@pytest.fixture(scope="session")
def village() -> Path:
    """The same, but half as large."""
    return once("village", lambda at: small_city(at / "city", schools=6, inspections=8)) / "city"


@pytest.fixture(scope="session")
def site(sample: Built) -> Path:
    """The sample city's site."""
    return sample.site


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the sample's site is served, on this machine only."""
    from generator.cli.serve import Shown, serving

    with serving(Shown(site), "127.0.0.1", 0) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of this machine."""
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium on this machine: `make test-browser` installs one")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=program, args=list(_OPTIONS), timeout=_PATIENCE * 1000)
        yield _patient(running)
        running.close()


def _patient(browser: Browser) -> Browser:
    """The browser, whose windows wait as long as a slow machine with much else to do may need."""
    make = browser.new_context

    def new_context(**options: Any) -> BrowserContext:
        window = make(**options)
        window.set_default_timeout(_PATIENCE * 1000)
        return window

    browser.new_context = new_context  # type: ignore[method-assign]
    return browser
