"""The live folder is the whole old site or the whole new one, whatever happens."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from generator.model.artifact import Artifact, Work
from generator.model.errors import GeneratorError
from generator.publish import exchange as exchanging
from generator.publish import scribe as scribing
from generator.publish import search, staging, workspace
from generator.publish.conservation import Ledger
from generator.publish.errors import PublishError
from generator.publish.links import Links
from generator.publish.manifest import verify
from generator.publish.scribe import Scribe, can_fork, write_all
from generator.publish.site import Published, publish
from generator.publish.staging import Staging

from .support import page, pages, schools, site_of

ROOT = Path(__file__).parents[2]
CITY = schools(3)


def build(out: Path, word: str = "甲", *extra: Artifact, root: Path | None = None) -> Published:
    return publish(site_of(CITY, word, extra), out, snapshot=CITY, version="1", root=root, with_search=False)


def assert_whole(out: Path, word: str) -> None:
    """The site is complete, says *word*, and nothing is left beside it."""
    assert verify(out) == ()
    assert word in (out / "index.html").read_text(encoding="utf-8")
    assert [p.name for p in out.parent.iterdir()] == [out.name]


def test_first_site_is_written(tmp_path: Path) -> None:
    """Folders that are missing on the way are made, and what was written is counted."""
    published = build(tmp_path / "deep/site")
    assert (published.files, published.pages, published.search) == (6, 4, False)
    assert_whole(tmp_path / "deep/site", "甲")


def test_site_is_replaced_and_old_files_are_gone(tmp_path: Path) -> None:
    """A page of a removed record must not stay."""
    out = tmp_path / "site"
    build(out, "甲", page("old/index.html", "x"))
    build(out, "乙")
    assert_whole(out, "乙")
    assert not (out / "old").exists()


def test_exchange_works_without_the_system_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows and some network file systems cannot swap two names."""
    monkeypatch.setattr(exchanging, "swap", lambda *_: False)
    build(tmp_path / "site", "甲")
    build(tmp_path / "site", "乙")
    assert_whole(tmp_path / "site", "乙")


def test_failed_rename_is_rolled_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portable way has two steps; if the second fails the first is undone."""
    out = tmp_path / "site"
    build(out, "甲")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if Path(target) == out and not self.name.endswith(exchanging.ASIDE):
            raise OSError(errno.EACCES, "denied")
        return rename(self, target)

    monkeypatch.setattr(exchanging, "swap", lambda *_: False)
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(GeneratorError, match="没有写入权限"):
        build(out, "乙")
    assert_whole(out, "甲")


def test_site_left_aside_by_a_dead_build_is_put_back(tmp_path: Path) -> None:
    """A build that died between the two renames left no live folder; even a failing build repairs that."""
    out = tmp_path / "site"
    build(out, "甲")
    left = tmp_path / ".site-building"
    left.mkdir()
    (left / "lock").write_bytes(b"equipment-records build\n1\n")
    out.rename(left / f"1-abc{exchanging.ASIDE}")
    with pytest.raises(PublishError):
        build(out, "乙", page("x/index.html", '<a href="gone/">'))
    assert_whole(out, "甲")


def test_leftovers_of_a_dead_build_are_cleaned(tmp_path: Path) -> None:
    """A killed build leaves its folder; the next one does not stumble over it."""
    left = tmp_path / ".site-building" / "1-abc"
    left.mkdir(parents=True)
    (left / "index.html").write_text("half")
    (left.parent / "lock").write_bytes(b"equipment-records build\n1\n")
    build(tmp_path / "site")
    assert_whole(tmp_path / "site", "甲")


@pytest.mark.parametrize("name", ["lock", "note.txt"])
def test_foreign_folder_of_that_name_is_not_touched(tmp_path: Path, name: str) -> None:
    """Only a folder with our lock file may be emptied."""
    foreign = tmp_path / ".site-building"
    foreign.mkdir()
    (foreign / name).write_text("mine")
    with pytest.raises(GeneratorError, match="不是本程序留下的"):
        build(tmp_path / "site")
    assert (foreign / name).read_text() == "mine"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_interrupted_build_leaves_the_old_site(tmp_path: Path, error: type[BaseException]) -> None:
    """However the making of a page ends, the old site is whole and nothing is left beside it."""
    out = tmp_path / "site"
    build(out, "甲")

    def failing() -> Iterator[Artifact]:
        yield from pages("乙", ["organizations/s-0"])
        raise error

    with pytest.raises(error):
        publish(Work((failing,)), out, snapshot=CITY, version="1", with_search=False)
    assert_whole(out, "甲")


def test_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk may fill up in the middle of a file, after a part of it was taken."""
    out = tmp_path / "site"
    build(out, "甲")
    write, left = os.write, [700]

    def filling(descriptor: int, content: bytes) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = write(descriptor, bytes(content)[: left[0]])
        left[0] -= taken
        return taken

    monkeypatch.setattr(staging.os, "write", filling)
    with pytest.raises(GeneratorError) as caught:
        build(out, "乙")
    monkeypatch.undo()
    assert "磁盘空间不足" in caught.value.message.zh
    assert "\n" not in caught.value.message.zh
    assert_whole(out, "甲")


def test_really_full_disk_leaves_the_old_site(tmp_path: Path) -> None:
    """The same on a real file system of 400 KB, where one can be mounted."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no permission to mount")
    try:
        build(tmp_path / "site", "甲")
        with pytest.raises(GeneratorError, match="磁盘空间不足"):
            build(tmp_path / "site", "乙", Artifact("big.bin", bytes(500_000)))
        assert_whole(tmp_path / "site", "甲")
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_parent_is_one_sentence(tmp_path: Path) -> None:
    """A folder that belongs to someone else."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(GeneratorError, match="没有写入权限"):
            build(tmp_path / "site")
    finally:
        tmp_path.chmod(0o700)


def test_read_only_place_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where the system says so when the first folder is made."""
    out = tmp_path / "site"
    build(out, "甲")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(GeneratorError, match="该位置只读"):
        build(out, "乙")
    monkeypatch.undo()
    assert_whole(out, "甲")


def test_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    """``--out ~/Documents`` must not empty it."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("x")
    with pytest.raises(GeneratorError, match="不是本程序写入的内容"):
        build(tmp_path / "mine")
    assert (tmp_path / "mine/letter.txt").exists()


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    """Nothing can be lost in it."""
    (tmp_path / "site").mkdir()
    build(tmp_path / "site")
    assert_whole(tmp_path / "site", "甲")


@pytest.mark.parametrize(
    ("manifest", "why"), [("{}", "不是本程序"), ("[]", "不是本程序"), ("x", "不是本程序")]
)
def test_manifest_of_another_program_is_no_marker(tmp_path: Path, manifest: str, why: str) -> None:
    """Web applications have a manifest.json as well."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app/manifest.json").write_text(manifest)
    with pytest.raises(GeneratorError, match=why):
        build(tmp_path / "app")


def test_places_of_the_repository_are_refused(tmp_path: Path) -> None:
    """Neither the repository, nor what holds it, nor its sources, nor a link, nor the root of the disk."""
    root = tmp_path / "work/repo"
    (root / "records").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").write_text("x")
    places = (
        root, root.parent, root / "records", root / "records/site", root / "docs/site", root / "x/..",
        tmp_path / "link", tmp_path / "file", Path("/"),
    )  # fmt: skip
    for place in places:
        with pytest.raises(GeneratorError, match="不能把站点写到"):
            build(place, root=root)
    assert list(root.iterdir()) == [root / "records"]
    build(root / "site", root=root)
    assert verify(root / "site") == ()


@pytest.mark.parametrize(
    "path",
    ["../x.html", "/x.html", "a//b.html", "a/./b.html", "", "a/", "a\\b.html", "c:x", "a\nb", "a/../../x"],
)
def test_unsafe_path_is_refused(tmp_path: Path, path: str) -> None:
    """No artifact can be written outside of the site."""
    with pytest.raises(PublishError, match="文件路径不安全"):
        build(tmp_path / "site", "甲", Artifact(path, b""))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.html", "a.html"),
        ("a/x.txt", "A/y.txt"),
        ("a.txt", "A.TXT"),
        ("é.txt", "e\u0301.txt"),
        ("a", "a/b"),
        ("a/b", "a"),
        ("manifest.json", "x"),
    ],
)
def test_two_files_for_one_place_are_both_named(tmp_path: Path, first: str, second: str) -> None:
    """Some disks ignore case or normalise names, and one file would overwrite the other."""
    with pytest.raises(PublishError, match=r"争用同一位置：「.+」与「.+」"):
        build(tmp_path / "site", "甲", Artifact(first, b""), Artifact(second, b""))


@pytest.mark.parametrize(
    ("first", "second"), [("x/a.html", "x/a.html"), ("x/a.txt", "X/b.txt"), ("a", "a/b"), ("a/b", "a")]
)
def test_two_processes_for_one_place_are_noticed(tmp_path: Path, first: str, second: str) -> None:
    """Neither sees what the other writes, so the place is asked and both accounts are held together."""
    shares = [lambda p=p: [page(p, "甲")] for p in (first, second)]
    with pytest.raises(PublishError, match=r"争用同一位置：「.+」与「.+」"):
        publish(Work(tuple(shares)), tmp_path / "site", snapshot=CITY, version="1", with_search=False)
    assert not (tmp_path / "site").exists()


def test_what_a_process_meets_is_raised_with_its_place(tmp_path: Path) -> None:
    """A bug in a page is found by the line that raised it, wherever it ran."""

    def broken() -> list[Artifact]:
        raise LookupError("no such word")

    with pytest.raises(LookupError, match="no such word") as caught:
        publish(Work((broken, broken)), tmp_path / "site", snapshot=CITY, version="1", with_search=False)
    assert "test_site.py" in "".join(getattr(caught.value, "__notes__", ["test_site.py"]))


def test_a_process_that_fails_when_nobody_listens_any_more_ends_quietly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk stops all processes; one is heard, the others must not print tracebacks."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # it runs in this process here
    queue, feed = os.pipe()
    os.write(feed, (0).to_bytes(4, "big"))
    os.close(feed)
    here, there = multiprocessing.Pipe(duplex=False)
    here.close()

    def broken() -> list[Artifact]:
        raise OSError(errno.ENOSPC, "full")

    scribe = Scribe(Staging(tmp_path / "site", tmp_path), Links(), Ledger(CITY))
    scribing._work(queue, there, (), [broken], scribe)
    os.close(queue)


def test_a_process_that_dies_without_a_word_stops_the_build(tmp_path: Path) -> None:
    """Killed for its memory, say: half a site is no site."""
    if not can_fork():
        pytest.skip("this system makes everything in one process")
    shares = (lambda: os.kill(os.getpid(), 9), lambda: [page("a.html", "甲")])
    with pytest.raises(RuntimeError, match="without a word"):
        publish(Work(shares), tmp_path / "site", snapshot=CITY, version="1", with_search=False)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_the_outcome_does_not_depend_on_the_number_of_processes(tmp_path: Path, processes: int) -> None:
    """Digests, links and records shown are the same, whoever wrote which page; the rest comes last."""
    city = schools(35)
    work = Work(
        site_of(city).shares,
        lambda written, shown: (lambda: [page("z.html", f"{len(written)} {len(shown)}")],),
    )
    (tmp_path / "out").mkdir()
    scribe = Scribe(Staging(tmp_path / "out" / "site", tmp_path), Links(), Ledger(city))
    assert len(list(write_all(work, scribe, processes))) == 38
    assert len(scribe.staging.stamps) == 38
    assert b"37 35" in (tmp_path / "out/site/z.html").read_bytes()
    scribe.ledger.check()
    scribe.links.check(scribe.staging.stamps.keys(), scribe.staging.read)


def test_interrupt_while_a_process_is_divided_is_not_lost(tmp_path: Path) -> None:
    """Python swallows what is raised in its own functions around a fork, and the build would go on."""
    if not can_fork():
        pytest.skip("this system makes everything in one process")
    signals = [signal.SIGINT]
    os.register_at_fork(before=lambda: signals and signal.raise_signal(signals.pop()))
    scribe = Scribe(Staging(tmp_path / "site", tmp_path), Links(), Ledger(CITY))
    with pytest.raises(KeyboardInterrupt):
        list(write_all(Work(site_of(CITY).shares), scribe, 2))
    assert signals == []


def test_dead_link_and_lost_record_stop_publication(tmp_path: Path) -> None:
    """The checks run before the exchange, so the old site stays."""
    out = tmp_path / "site"
    build(out, "甲")
    with pytest.raises(PublishError, match=r"x/index\.html → gone/"):
        build(out, "乙", page("x/index.html", '<a href="gone/">x</a>'))
    with pytest.raises(PublishError, match="没有页面的记录：organizations/s-3"):
        publish(site_of(CITY), out, snapshot=schools(4), version="1", with_search=False)
    assert_whole(out, "甲")


def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    """A site built by a careful administrator must still be readable by the web server."""
    old = os.umask(0o077)
    try:
        build(tmp_path / "site", "甲", Artifact("a/b/c.txt", b"x"))
    finally:
        os.umask(old)
    modes = {
        (p.is_dir(), p.stat().st_mode & 0o777) for p in [tmp_path / "site", *(tmp_path / "site").rglob("*")]
    }
    assert modes == {(True, 0o755), (False, 0o644)}


def test_second_build_of_one_output_is_refused(tmp_path: Path) -> None:
    """Two builds that met would publish a mixture; the message names the process that holds the place."""
    script = (
        "import sys; from pathlib import Path; from generator.publish.workspace import workspace\n"
        "with workspace(Path(sys.argv[1])): print('locked', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "site")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"locked\n"
    with pytest.raises(GeneratorError, match=f"进程 {holder.pid}"):
        build(tmp_path / "site")
    build(tmp_path / "other")
    holder.communicate()
    build(tmp_path / "site")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other", "site"]


def test_lock_that_was_tidied_away_meanwhile_is_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking, the other build may end and delete the file that we hold."""
    try_lock = workspace._try_lock
    calls: list[int] = []

    def unlucky(descriptor: int) -> bool:
        if not calls:
            (tmp_path / ".site-building/lock").unlink()
        calls.append(descriptor)
        return try_lock(descriptor)

    monkeypatch.setattr(workspace, "_try_lock", unlucky)
    build(tmp_path / "site")
    assert len(calls) == 2
    assert_whole(tmp_path / "site", "甲")


def build_for_ever(out: Path, portable: bool) -> None:
    """One site after the other at the same place."""
    if portable:
        exchanging.swap = lambda *_: False
    city = schools(40)
    for word in cycle("甲乙"):
        publish(site_of(city, word), out, snapshot=city, version=word, with_search=False)


@pytest.mark.skipif(not can_fork(), reason="no process can be divided here, or none can be killed")
@pytest.mark.parametrize("portable", [False, True])
def test_killed_at_any_moment_the_site_is_whole(tmp_path: Path, portable: bool) -> None:
    """SIGKILL runs no clean-up at all; twenty random moments, each on what the last one left behind.

    They are spread over the first few sites: how long one takes is measured, after what Python does once.
    The site is small, but large enough for several processes to write it: the fewer its pages, the more of
    the moments fall on what comes before and after them.
    """
    out = tmp_path / "site"
    build(out)
    begun = time.monotonic()
    publish(site_of(schools(40)), out, snapshot=schools(40), version="1", with_search=False)
    long = 3 * (time.monotonic() - begun)
    moment = random.Random(3)
    for _ in range(20):
        process = multiprocessing.get_context("fork").Process(target=build_for_ever, args=(out, portable))
        process.start()
        time.sleep(moment.uniform(0, long))
        assert process.is_alive()
        process.kill()
        process.join()
        if portable:  # the live name may be absent for a moment; the next start puts it back
            with workspace.workspace(out):
                pass
        assert verify(out) == ()
        words = {p.read_text(encoding="utf-8").partition("<h1>")[2][:1] for p in out.rglob("index.html")}
        assert len(words) == 1
    build(out, "丙")
    assert_whole(out, "丙")


SNAPSHOT_DIGEST = """
import hashlib, os, sys
from pathlib import Path
from generator.publish.site import publish
from tests.publish.support import schools, site_of
os.umask(int(sys.argv[2], 8))
city = schools(40)
publish(site_of(city), Path(sys.argv[1]), snapshot=city, version="1")
for path in sorted(Path(sys.argv[1]).rglob("*")):
    content = path.read_bytes() if path.is_file() else b""
    name = path.relative_to(sys.argv[1]).as_posix()
    print(name, oct(path.stat().st_mode), hashlib.sha256(content).hexdigest())
"""


@pytest.mark.skipif(search.program() is None, reason="no Pagefind on this platform")
def test_same_input_gives_the_same_tree_anywhere(tmp_path: Path) -> None:
    """Time zone, locale, hash seed, umask and folder must not show, in the search index neither."""
    trees = []
    for number, (zone, language, seed, umask) in enumerate(
        [
            ("UTC", "C", "0", "022"),
            ("Asia/Shanghai", "zh_CN.UTF-8", "77", "077"),
            ("UTC", "C.UTF-8", "5", "002"),
        ]
    ):
        surroundings = {
            **os.environ,
            "TZ": zone,
            "LC_ALL": language,
            "PYTHONHASHSEED": seed,
            "PYTHONUTF8": "1",
        }
        done = subprocess.run(
            [sys.executable, "-c", SNAPSHOT_DIGEST, str(tmp_path / str(number) / "site"), umask],
            env=surroundings, cwd=ROOT, capture_output=True, check=True,
        )  # fmt: skip
        trees.append(done.stdout)
    assert b"pagefind/pagefind.js" in trees[0]
    assert trees[0] == trees[1] == trees[2]
