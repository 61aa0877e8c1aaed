"""The preview: what it gives, what it refuses, and that a failed build keeps the site."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.cli.serve import Shown, find, serve, serving
from generator.model.errors import GeneratorError
from generator.model.text import Text

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "schools/s-1").mkdir(parents=True)
    (folder / "empty").mkdir()
    (folder / "index.html").write_text("首页", encoding="utf-8")
    (folder / "schools/s-1/index.html").write_text("一中", encoding="utf-8")
    (folder / "404.html").write_text("没有此页", encoding="utf-8")
    (folder / "data.csv").write_text("a", encoding="utf-8")
    (folder / "app.js").write_text("1", encoding="utf-8")
    (folder / "x.pf_meta").write_bytes(b"\x1f\x8b")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    return folder


Get = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def get(site: Path) -> Iterator[Get]:
    with serving(Shown(site), "127.0.0.1", 0) as address:
        yield getter(address)


def getter(address: str) -> Get:
    """(status, type or target, text) of a path, sent exactly as written."""

    def get(path: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        kind = answer.getheader("Location") or answer.getheader("Content-Type") or ""
        body = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, kind, body

    return get


def test_files_come_with_their_types(get: Get) -> None:
    """A browser refuses scripts and styles of a wrong type, and guesses the letters without a charset."""
    assert get("/") == (200, "text/html; charset=utf-8", "首页")
    assert get("/schools/s-1/?q=1#x") == (200, "text/html; charset=utf-8", "一中")
    assert get("/data.csv")[1] == "text/csv; charset=utf-8"
    assert get("/app.js")[1] == "text/javascript; charset=utf-8"
    assert get("/x.pf_meta")[1] == "application/octet-stream"


@pytest.mark.parametrize(
    ("name", "is_kept"), [("main.57a0d79d.min.css", True), ("site.css", False), ("", False)]
)
def test_only_what_its_name_fixes_is_kept_by_a_browser(site: Path, name: str, is_kept: bool) -> None:
    """The next build may change everything else, and whoever is looking must see it."""
    for path in ("main.57a0d79d.min.css", "site.css"):
        (site / path).write_text("x", encoding="utf-8")
    with serving(Shown(site), "127.0.0.1", 0) as address:
        connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
        connection.request("GET", f"/{name}")
        kept = connection.getresponse().getheader("Cache-Control")
        connection.close()
    assert kept == ("max-age=31536000, immutable" if is_kept else "no-store")


def test_folder_without_slash_is_redirected_within_the_site(get: Get) -> None:
    """Relative links of the page need the slash; ``//host`` must not become a way out."""
    assert get("/schools/s-1?x=1")[:2] == (301, "/schools/s-1/?x=1")
    assert not get("//schools/s-1")[1].startswith("//")


@pytest.mark.parametrize(
    "path",
    [
        "/gone", "/empty", "/empty/", "/schools/", "/../secret.txt", "/%2e%2e/secret.txt",
        "/x/..%2f..%2fsecret.txt",        "/..%5csecret.txt", "/out.txt", "/%00", "/C:/x", "/index.html/",
    ],
)  # fmt: skip
def test_what_is_not_there_or_not_inside_is_the_404_page(get: Get, path: str) -> None:
    """No listing of folders, nothing above the site, no link out of it."""
    assert get(path) == (404, "text/html; charset=utf-8", "没有此页")


def test_exchanged_folder_is_followed(site: Path, get: Get) -> None:
    """Publishing swaps the whole folder under the running server."""
    new = site.with_name("new")
    new.mkdir()
    (new / "index.html").write_text("新", encoding="utf-8")
    site.rename(site.with_name("old"))
    new.rename(site)
    assert get("/")[2] == "新"


def test_before_the_first_site_there_is_a_page_that_waits() -> None:
    """The first build may fail; the browser tab then finds the site by itself."""
    with serving(Shown(), "127.0.0.1", 0) as address:
        status, _, body = getter(address)("/schools/")
    assert status == 503
    assert "尚未生成" in body


def test_only_loopback_is_served() -> None:
    """A preview of unpublished records must not be open to the network."""
    with pytest.raises(GeneratorError, match="只能在本机浏览"), serving(Shown(), "0.0.0.0", 0):
        pass


def test_taken_port_is_one_sentence() -> None:
    """With a way out."""
    with serving(Shown(), "127.0.0.1", 0) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        with pytest.raises(GeneratorError) as caught, serving(Shown(), "127.0.0.1", port):
            pass
    assert caught.value.hint is not None
    assert "--port" in caught.value.hint.zh


def test_link_of_folder_is_not_followed(tmp_path: Path) -> None:
    """A folder that points elsewhere is outside, even with an index."""
    (tmp_path / "site").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other/index.html").write_text("x")
    (tmp_path / "site/link").symlink_to(tmp_path / "other")
    assert find(tmp_path / "site", "/link/") is None


def test_failed_build_keeps_the_site_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three changes: one breaks a record (told elsewhere), one fills the disk, one repairs both."""
    told: list[str] = []
    answers: Iterator[Path | GeneratorError | None] = iter(
        [tmp_path / "a", None, GeneratorError(Text("磁盘空间不足"), Text("清理磁盘")), tmp_path / "b"]
    )
    folders: list[Path | None] = []

    def build() -> Path | None:
        answer = next(answers)
        if isinstance(answer, GeneratorError):
            raise answer
        return answer

    def three_changes(_watch: object, shown: Shown) -> Iterator[None]:
        for _ in range(3):
            folders.append(shown.folder)
            yield
        folders.append(shown.folder)
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.cli.serve.changes", three_changes)
    serve(build, [], port=0, echo=lambda text: told.append(text.zh))
    assert folders == [tmp_path / "a", tmp_path / "a", tmp_path / "a", tmp_path / "b"]
    assert told[1:] == [
        "有改动，正在重建……",
        "有改动，正在重建……",
        "磁盘空间不足",
        "清理磁盘",
        "网站保持原样",
        "有改动，正在重建……",
        "已结束",
    ]


def test_changes_of_sources_count_and_those_of_the_site_do_not(tmp_path: Path) -> None:
    """Otherwise every build would start the next one."""
    script = """
import sys, threading, time
from pathlib import Path
from generator.cli.serve import Shown, changes
root = Path(sys.argv[1])
def write():
    time.sleep(1.0)
    (root / "site/index.html").write_text("x")
    (root / ".site-building").mkdir()
    (root / ".site-building/x").write_text("x")
    time.sleep(1.5)
    print("source", flush=True)
    (root / "records/a.yml").write_text("x")
threading.Thread(target=write, daemon=True).start()
for _ in changes([root, root / "absent"], Shown(root / "site")):
    print("changed", flush=True)
    break
"""
    (tmp_path / "site").mkdir()
    (tmp_path / "records").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    assert done.stdout.split() == [b"source", b"changed"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one child")
def test_interrupt_ends_cleanly_and_change_is_built_within_seconds(tmp_path: Path) -> None:
    """The whole of it, as a person uses it: start, save a file, look, Ctrl-C."""
    script = """
import sys
from pathlib import Path
from generator.cli.serve import serve
root = Path(sys.argv[1])
def build():
    (root / "site").mkdir(exist_ok=True)
    (root / "site/index.html").write_text((root / "records/a.yml").read_text())
    return root / "site"
serve(build, [root / "records"], port=0, echo=lambda text: print(text.en, flush=True))
"""
    (tmp_path / "records").mkdir()
    (tmp_path / "records/a.yml").write_text("one")
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    address = process.stdout.readline().split()[1]
    get = getter(address)
    assert get("/")[2] == "one"
    time.sleep(1)  # until the watcher listens
    (tmp_path / "records/a.yml").write_text("two")
    deadline = time.monotonic() + 20
    while get("/")[2] != "two" and time.monotonic() < deadline:
        time.sleep(0.1)
    assert get("/")[2] == "two"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out.splitlines()[-1] == "Stopped"
    assert err == ""
