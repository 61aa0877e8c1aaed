"""How a run ends when it is not the records' fault: one sentence, the right code, the old site whole."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NoReturn, TextIO

import pytest

from generator import pipeline
from generator.cli import Session, Shown, main
from generator.model.text import Text
from generator.publish.manifest import verify
from generator.publish.scribe import can_fork
from generator.read import shell
from tests.support.site import build_here, command_here, known_shell
from tests.support.terminal import Run

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("error", "code", "chinese", "english"),
    [
        (KeyboardInterrupt(), 130, "· 已中断，原有内容未动", "Interrupted"),
        (OSError(errno.ENOSPC, "No space left", "x.yml"), 2, "✗ 文件系统出错：", "File system: "),
        (ZeroDivisionError("x"), 3, "请把这一行和所用命令报告给维护者", "Please report this line"),
    ],
)
def test_whatever_happens_there_is_a_sentence_and_a_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, chinese: str, english: str
) -> None:
    """A traceback tells an officer nothing, and a script reads the code."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(pipeline, "check", fail)
    for language, words in (("zh", chinese), ("en", english)):
        found, out, err = run("--root", ROOT, "--lang", language, "check")
        assert (found, out) == (code, "")
        assert words in err
        assert "Traceback" not in err
        assert len(err.splitlines()) <= 2


@pytest.mark.parametrize("typed", [(), ("draw",), ("bulletin",)])
def test_without_a_command_the_list_of_commands_is_shown(run: Run, typed: tuple[str, ...]) -> None:
    """It is the first thing that anyone tries."""
    code, out, err = run(*typed)
    assert (code, out) == (2, "")
    assert err.startswith("用法： generator")
    assert "命令" in err


@pytest.mark.parametrize(
    "typed",
    [("check", "--at", ""), ("build", "--at", ""), ("check", "--against", ""), ("impact", "")],
    ids=" ".join,
)
def test_empty_revision_is_not_taken_for_the_work_tree(run: Run, typed: tuple[str, ...]) -> None:
    """A script whose variable is not set would check, or publish, something else than it names."""
    code, out, err = run("--root", ROOT, *typed)
    assert (code, out) == (2, "")
    assert "没有版本「」" in err


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "20251231", "2025-W01-1", "2025-02-30"])
def test_only_days_that_can_be_counted_on_from_are_days(
    run: Run, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    """Half a year after the last day of 9999 there is none, which no rule can be asked to know."""
    code, out, err = run("--root", ROOT, "check", "--as-of", day)
    assert (code, out) == (2, "")
    assert f"「{day}」不是日期" in err
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "253402214400")
    code, _, err = run("--root", ROOT, "check")
    assert (code, "SOURCE_DATE_EPOCH 不是可用的秒数" in err) == (2, True)


def test_bug_names_its_place(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gets the report looks there first."""
    monkeypatch.setattr(pipeline, "Checked", lambda *_: 1 // 0)
    code, _, err = run("--root", ROOT, "check", "--format", "json")
    assert code == 3
    assert "程序缺陷（generator.pipeline:" in err
    assert "ZeroDivisionError" in err


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise")
def test_reader_that_has_seen_enough_is_no_fault() -> None:
    """``generator check | head`` must not end in an error."""
    command = [sys.executable, "-m", "generator", "--root", str(ROOT), "check", "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="written for a shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_stream_is_no_fault(closed: str) -> None:
    """A service or a night's job may start us without any."""
    command = f'exec "{sys.executable}" -m generator check {closed}'
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, b"INT001" in done.stdout + done.stderr) == (0, False)
    assert "程序缺陷" not in done.stderr.decode()


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar in a log is a mess of control characters; a terminal without one looks dead."""
    step = Text("写页面", "Writing pages")
    assert list(Shown(Session()).track(range(3), step, 3)) == [0, 1, 2]
    assert capsys.readouterr() == ("", "· 写页面…\n")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(Shown(Session("en")).track(range(3), step, 3)) == [0, 1, 2]
    out, err = capsys.readouterr()
    assert out == ""
    assert "Writing pages" in err
    assert "100%" in err


# --- the whole build, as a process ----------------------------------------------------------------


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new bureau with its site."""
    root = tmp_path_factory.mktemp("exits") / "bureau"
    command_here("init", root)
    build_here(root, root / "site")
    return root


@contextmanager
def untouched(root: Path) -> Iterator[None]:
    """The site is the same afterwards, byte by byte, and nothing lies beside it."""
    before = (root / "site" / "manifest.json").read_bytes()
    beside = {path.name for path in root.iterdir()}
    yield
    assert (root / "site" / "manifest.json").read_bytes() == before
    assert verify(root / "site") == ()
    assert {path.name for path in root.iterdir()} == beside


def begun(root: Path, *, knows_shell: bool) -> tuple[BaseProcess, TextIO]:
    """A build in a process that this one is divided into, and what it says; MkDocs has run for it or will."""
    hear, say = os.pipe()

    def build() -> None:
        os.dup2(say, 2)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")
        if knows_shell:
            shell.build_shell = known_shell
        main(["build", "--root", str(root), "--site-url", "https://example.org/"])

    process = multiprocessing.get_context("fork").Process(target=build)
    process.start()
    os.close(say)
    return process, os.fdopen(hear, encoding="utf-8")


@pytest.mark.skipif(not can_fork(), reason="no process can be divided here")
@pytest.mark.parametrize(
    ("number", "step", "knows_shell"),
    [(signal.SIGINT, "写页面", True), (signal.SIGTERM, "生成页面框架", False)],
    ids=["INT", "TERM"],
)
def test_interrupted_build_ends_with_130_and_the_old_site(
    bureau: Path, number: signal.Signals, step: str, knows_shell: bool
) -> None:
    """Ctrl-C while several processes write, and what a forge or an administrator sends while MkDocs runs."""
    with untouched(bureau):
        process, said = begun(bureau, knows_shell=knows_shell)
        assert process.pid
        with said:
            assert any(step in line for line in said)
            os.kill(process.pid, number)
            rest = said.read()
        process.join()
        assert process.exitcode == 130, rest
        assert "已中断" in rest
        assert "Traceback" not in rest


def test_full_disk_is_the_fault_of_the_place(
    bureau: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a real file system, where one can be mounted; exit 2 says that the records are not at fault."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no permission to mount")
    monkeypatch.setattr(shell, "build_shell", known_shell)
    try:
        code, _, err = run("build", "--root", bureau, "--out", tmp_path / "site")
        assert list(tmp_path.iterdir()) == []
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
    assert code == 2
    assert "磁盘空间不足" in err
    assert "提示：" in err
    assert "Traceback" not in err
