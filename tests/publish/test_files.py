"""Writing files of the repository: all of the new content or all of the old."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.model.errors import GeneratorError
from generator.publish.files import write_file, write_files


def test_file_and_its_folders_are_made(tmp_path: Path) -> None:
    """The first record of a kind needs its folder."""
    assert write_file(tmp_path / "records/awards/a.yml", "奖".encode()) is True
    assert (tmp_path / "records/awards/a.yml").read_text(encoding="utf-8") == "奖"


def test_unchanged_content_is_not_written_again(tmp_path: Path) -> None:
    """An untouched time stamp keeps editors and watchers quiet."""
    path = tmp_path / "a.yml"
    path.write_bytes(b"same")
    os.utime(path, ns=(1, 1))
    assert write_file(path, b"same") is False
    assert path.stat().st_mtime_ns == 1


def test_mode_is_kept(tmp_path: Path) -> None:
    """A file that others may not read stays so."""
    path = tmp_path / "a.yml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_file(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_link_is_refused(tmp_path: Path) -> None:
    """A rename would replace the link and leave its target behind."""
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "a.yml").symlink_to(tmp_path / "target")
    with pytest.raises(GeneratorError, match="不是普通文件"):
        write_file(tmp_path / "a.yml", b"new")
    assert (tmp_path / "target").read_bytes() == b"old"


def test_failure_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk must not cost a record."""
    path = tmp_path / "a.yml"
    path.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(GeneratorError, match="磁盘空间不足"):
        write_file(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.yml"]
    assert path.read_bytes() == b"old"


def test_several_files_are_written_or_none(tmp_path: Path) -> None:
    """A finished inspection without its hazards would be worse than a draft."""
    (tmp_path / "a.yml").write_bytes(b"old")
    (tmp_path / "c.yml").symlink_to(tmp_path / "elsewhere")
    files = {tmp_path / "a.yml": b"new", tmp_path / "b.yml": b"new", tmp_path / "c.yml": b"new"}
    with pytest.raises(GeneratorError):
        write_files(files)
    assert (tmp_path / "a.yml").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.yml", "c.yml"]
    (tmp_path / "c.yml").unlink()
    write_files(files)
    assert {p.read_bytes() for p in tmp_path.iterdir()} == {b"new"}


def test_what_can_be_made_again_does_not_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A city of 100,000 files is written in a minute; with two waits for each it takes half an hour."""
    waits: list[int] = []
    monkeypatch.setattr(os, "fsync", waits.append)
    write_file(tmp_path / "a.yml", b"again", lasts=False)
    assert not waits
    write_file(tmp_path / "b.yml", b"a person's work")
    assert waits
