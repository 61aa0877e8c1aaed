"""The only room that knows Git.

Commits are read through GitPython's command wrapper: one ``ls-tree`` and one ``cat-file --batch``, never file
by file. The two questions of every check of a work tree (which commit, is it changed) go to the
program directly, because importing GitPython takes 0.2 s, a fifth of a check of a thousand records.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from generator.model.document import FileMode
from generator.model.errors import UNSHALLOW, GeneratorError
from generator.model.snapshot import Revision
from generator.model.text import Text

# Git exports these inside hooks, where they would point every command at the wrong index or repository.
_HOOK_VARIABLES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
)
# No lock is taken, so that reading changes nothing; no replaced object can stand in for a named commit.
_SETTINGS = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",  # a file may be called ``:(exclude)x``
}
_OBJECT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_MODES: Mapping[str, FileMode] = {"120000": "link", "160000": "submodule", "100644": "file", "100755": "file"}


def resolve(root: Path, revision: str) -> str:
    """The full object id of the commit that *revision* names; GeneratorError where it names none."""
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise _unknown(revision)
    try:
        found = _wrapped(root, "rev-parse", "--verify", "--end-of-options", revision + "^{commit}")
    except _GitFailedError as error:
        if error.is_no_repository:
            raise _no_repository(root, error.words) from None
        if is_shallow(root):
            raise GeneratorError(
                Text(f"浅克隆里没有版本「{revision}」", f"the shallow clone lacks the revision “{revision}”"),
                UNSHALLOW,
            ) from None
        raise _unknown(revision) from None
    text = found.decode().strip()
    if not _OBJECT.fullmatch(text):
        raise _unknown(revision)
    return text


def commit_date(root: Path, commit: str) -> date:
    """The committer's date of a commit, in the committer's own time zone."""
    return date.fromisoformat(_wrapped(root, "show", "-s", "--format=%cs", _known(commit)).decode().strip())


def merge_base(root: Path, one: str, other: str) -> str:
    """The commit where two revisions parted; GeneratorError where they share no history."""
    ids = resolve(root, one), resolve(root, other)
    try:
        return _wrapped(root, "merge-base", *ids).decode().split()[0]
    except _GitFailedError:
        raise GeneratorError(
            Text(f"「{one}」与「{other}」没有共同的历史", f"“{one}” and “{other}” share no history"),
            Text(
                "浅克隆请先取完整历史：git fetch --unshallow",
                "In a shallow clone fetch the whole history: git fetch --unshallow",
            ),
        ) from None


def changes_of(root: Path, folders: Sequence[str]) -> tuple[str, ...]:
    """The commits up to HEAD that changed anything below *folders*, newest first; () outside of Git."""
    if not has_repository(root) or not folders:
        return ()
    try:
        said = _wrapped(root, "log", "--format=%H", "HEAD", "--", *dict.fromkeys(folders))
    except _GitFailedError:
        return ()
    return tuple(said.decode().split())


def changed_paths(root: Path, base: str, head: str | None, everything: Sequence[str] = ()) -> tuple[str, ...]:
    """Paths below *root* that differ between two commits, or between one and the work tree, sorted.

    base, head: full object ids; None for the work tree, with its new files, those that Git ignores only below
    the folders *everything*.
    """
    ends = [_known(end) for end in (base, head) if end]
    said = _wrapped(root, "diff", "--relative", "--name-only", "-z", "--no-renames", *ends, "--")
    if head is None:
        said += _wrapped(root, "ls-files", "-o", "-z", "--exclude-standard")
        said += _wrapped(root, "ls-files", "-o", "-z", "--", *everything) if everything else b""
    return tuple(sorted({path.decode("utf-8", "backslashreplace") for path in said.split(b"\0") if path}))


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that a commit touched. blob: its content afterwards, "" once removed."""

    path: str
    blob: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A commit that touched files. at: ISO time in the committer's zone. login: of a forge, or ""."""

    commit: str
    at: str
    name: str
    login: str
    files: tuple[Touched, ...]


# Whatever a user has set, the log must say the same; mail addresses map to names in the commit alone.
_LOG = (
    *("-c", "log.showSignature=false", "-c", "log.follow=false", "log"),
    *("--no-mailmap", "--encoding=UTF-8", "--date-order", "--date=raw"),
    *("--raw", "-z", "-c", "--no-renames", "--no-abbrev", "--relative", "--format=%H%x1f%cd%x1f%an%x1f%ae"),
)
# Forges give those who hide their address one of this form; a login stands in front.
_NOREPLY = re.compile(r"(?:[0-9]+\+)?([A-Za-z0-9][A-Za-z0-9_.-]{0,60})@(?:users\.)?noreply\.[A-Za-z0-9.-]+")


def log(root: Path, commit: str, folder: str) -> Iterator[Entry]:
    """The commits up to *commit* that changed anything below *folder*, newest first, in one pass.

    A merge is one of them where it has what none of its parents had. Git is not told the folder: to find out
    which branches changed nothing there it would compare every tree a second time.
    """
    raw = _wrapped(root, *_LOG, _known(commit))
    inside = folder + "/"
    head: list[str] = []
    files: list[Touched] = []
    parts = iter(raw.split(b"\0"))
    for part in parts:
        part = part.lstrip(b"\n")
        if part.startswith(b":"):
            path = next(parts, b"").decode("utf-8", "backslashreplace")
            if path.startswith(inside):
                files.append(_touched(part.decode(), path))
        elif part:
            if files:
                yield _entry(head, files)
            head, files = part.decode("utf-8", "replace").split("\x1f"), []
    if files:
        yield _entry(head, files)


def _touched(described: str, path: str) -> Touched:
    """One line of a raw diff; that of a merge has a colon, a mode, an object and a letter for each parent."""
    words = described.split()
    parents = len(words[0]) - len(words[0].lstrip(":"))
    mode, blob = words[parents], words[2 * parents + 1]
    is_file = mode != "160000" and bool(blob.strip("0"))  # of another repository there is no content here
    return Touched(path, blob if is_file else "", words[-1] == "A" * parents)


def _entry(head: Sequence[str], files: Sequence[Touched]) -> Entry:
    commit, when, name, address = head[0], head[1], "\x1f".join(head[2:-1]), head[-1]
    found = _NOREPLY.fullmatch(address)
    ordered = tuple(sorted(files, key=lambda touched: touched.path))
    return Entry(commit, _at(when), name, found[1] if found else "", ordered)


def _at(raw: str) -> str:
    """``1735689600 +0800`` as ISO time in that zone; a time that no calendar has, in UTC."""
    seconds, _, zone = raw.partition(" ")
    try:
        away = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:]))
        return datetime.fromtimestamp(int(seconds), timezone(away)).isoformat()
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC).isoformat()


def extent(root: Path, commit: str) -> tuple[int, tuple[str, ...]]:
    """How many commits lead to *commit*, and those among them without a parent, sorted."""
    count = _wrapped(root, "rev-list", "--count", _known(commit))
    roots = _wrapped(root, "rev-list", "--max-parents=0", _known(commit))
    return int(count), tuple(sorted(roots.decode().split()))


def is_on_main_line(root: Path, commit: str) -> bool:
    """Is *commit* part of the line that is published: of ``origin``'s own branch, else of main or master?

    A repository without any of them has only the line that it stands on.
    """
    name = _main_line(root)
    return name == "HEAD" or is_ancestor(root, commit, name)


def _main_line(root: Path) -> str:
    for name in (
        "refs/remotes/origin/HEAD",
        "refs/remotes/origin/main",
        "refs/heads/main",
        "refs/heads/master",
    ):
        if _asked(root, "rev-parse", "--verify", "--quiet", name) is not None:
            return name
    return "HEAD"


def is_ancestor(root: Path, commit: str, other: str) -> bool:
    """Does *commit* lead to *other*? A commit that is not there leads nowhere."""
    return _asked(root, "merge-base", "--is-ancestor", _known(commit), other) is not None


def has_commit(root: Path, commit: str) -> bool:
    """Is there a commit with this full id?"""
    return _asked(root, "cat-file", "-e", f"{_known(commit)}^{{commit}}") is not None


def last_of(root: Path, day: date) -> str:
    """The last commit of the main line by the end of *day*, in each committer's own time zone."""
    resolve(root, "HEAD")
    said = _wrapped(root, "log", "--first-parent", "--format=%H %cs", _main_line(root), "--").decode()
    for line in said.splitlines():
        commit, _, on = line.partition(" ")
        if date.fromisoformat(on) <= day:
            return commit
    if is_shallow(root):
        raise GeneratorError(
            Text(f"浅克隆里没有 {day} 以前的提交", f"the shallow clone has no commit of {day} or before"),
            UNSHALLOW,
        )
    raise GeneratorError(
        Text(f"{day} 以前还没有提交", f"there is no commit of {day} or before"),
        Text("git log 可以查看第一次提交的日期", "See git log for the day of the first commit"),
    )


def is_shallow(root: Path) -> bool:
    """Was only part of the history fetched?"""
    return _wrapped(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def listing(root: Path, commit: str, folders: Sequence[str]) -> list[tuple[str, FileMode, str, int]]:
    """Path, mode, object id and size of everything below *folders* (relative to *root*) at a commit."""
    if not folders:
        return []
    raw = _wrapped(root, "ls-tree", "-r", "-z", "-l", _known(commit), "--", *folders)
    found = []
    for entry in raw.split(b"\0"):
        if entry:
            described, _, name = entry.partition(b"\t")
            mode, _, blob, size = described.decode().split()
            path = name.decode("utf-8", "backslashreplace")
            found.append((path, _MODES.get(mode, "other"), blob, int(size) if size != "-" else 0))
    return found


def contents(root: Path, blobs: Sequence[str]) -> dict[str, bytes]:
    """The bytes of many objects, through one program run."""
    if not blobs:
        return {}
    with tempfile.TemporaryFile() as wanted:  # a pipe could fill up in both directions at once
        wanted.write("".join(f"{_known(blob)}\n" for blob in blobs).encode())
        wanted.seek(0)
        raw = _wrapped(root, "cat-file", "--batch", istream=wanted)
    found: dict[str, bytes] = {}
    at = 0
    for blob in blobs:
        end = raw.index(b"\n", at)
        words = raw[at:end].split()
        if len(words) != 3:
            raise GeneratorError(
                Text(f"Git 仓库里缺少对象 {blob}", f"the Git repository lacks the object {blob}"),
                Text("运行 git fsck 检查仓库，或重新克隆", "Run git fsck, or clone again"),
            )
        size = int(words[2])
        found[blob] = raw[end + 1 : end + 1 + size]
        at = end + size + 2
    return found


def head(root: Path) -> Revision:
    """The commit that a work tree stands on and whether it was changed; an empty revision outside of Git."""
    if not has_repository(root):
        return Revision()
    said = _asked(root, "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal", "--", ".")
    commit, is_dirty = "", False
    for line in (said or "").split("\0"):
        if line.startswith("# branch.oid "):
            commit = line.rpartition(" ")[2]
        elif line and not line.startswith("#"):
            is_dirty = True
    return Revision(commit, is_dirty) if _OBJECT.fullmatch(commit) else Revision()


def head_date(root: Path) -> date | None:
    """The committer's date of the commit that a work tree stands on; None outside of Git."""
    said = _asked(root, "show", "-s", "--format=%cs", "HEAD") if has_repository(root) else None
    return date.fromisoformat(said.strip()) if said else None


def has_repository(root: Path) -> bool:
    """Is *root* inside a work tree of Git? Looks at the disk only."""
    return _marker(root) is not None


def own_folder(root: Path) -> Path | None:
    """Git's own folder for the work tree, into which no commit can put a file; None outside of Git.

    Looks at the disk only.
    """
    marker = _marker(root)
    if marker is None or marker.is_dir():
        return marker
    try:
        named = marker.read_text(encoding="utf-8")  # of a second work tree, and of a submodule
    except (OSError, UnicodeDecodeError):
        return None
    folder = marker.parent / named.removeprefix("gitdir:").strip()
    return folder if folder.is_dir() else None


def _marker(root: Path) -> Path | None:
    absolute = root.absolute()
    places = (folder / ".git" for folder in (absolute, *absolute.parents))
    return next((place for place in places if place.exists()), None)


class _GitFailedError(Exception):
    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    @property
    def is_no_repository(self) -> bool:
        return "not a git repository" in self.words or "dubious ownership" in self.words


def _asked(root: Path, *arguments: str) -> str | None:
    """What git answers in *root*; None where it fails or is not installed."""
    environment = {k: v for k, v in os.environ.items() if k not in _HOOK_VARIABLES} | _SETTINGS
    try:
        done = subprocess.run(  # noqa: S603 - fixed words only
            ["git", *arguments],  # noqa: S607 - the user's own git
            cwd=root,
            env=environment,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _wrapped(root: Path, *arguments: str, istream: object = None) -> bytes:
    """The output of a git command through GitPython."""
    if not root.is_dir():  # GitPython would run it in the current folder instead
        raise _no_repository(root, "")
    with _outside_of_hooks():
        try:
            from git.cmd import Git
            from git.exc import GitCommandError, GitCommandNotFound
        except ImportError:  # it looks for the program while it is imported
            raise _no_git() from None
        try:
            out = Git(str(root)).execute(
                ["git", *arguments],
                istream=istream,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=_SETTINGS,  # type: ignore[call-overload]
            )
        except GitCommandNotFound:
            raise _no_git() from None
        except GitCommandError as error:
            raise _GitFailedError(str(error.stderr)) from None
    return bytes(out)


@contextmanager
def _outside_of_hooks() -> Iterator[None]:
    """GitPython can add to the environment but not take away, so it is done around it."""
    kept = {name: os.environ.pop(name) for name in _HOOK_VARIABLES if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _known(name: str) -> str:
    if not _OBJECT.fullmatch(name):
        raise ValueError(f"not a full object id: {name!r}")
    return name


def _unknown(revision: str) -> GeneratorError:
    return GeneratorError(
        Text(f"没有版本「{revision}」", f"unknown revision “{revision}”"),
        Text(
            "用提交号、分支名、标签名或日期；git log --oneline 可以查看",
            "Use a commit, branch, tag or day; see git log --oneline",
        ),
    )


def _no_repository(root: Path, words: str) -> GeneratorError:
    if "dubious ownership" in words:
        return GeneratorError(
            Text(
                f"Git 不信任文件夹 {root}（属于另一个用户）",
                f"Git does not trust {root}: another user owns it",
            ),
            Text(
                f"git config --global --add safe.directory {root.absolute()}",
                f"git config --global --add safe.directory {root.absolute()}",
            ),
        )
    return GeneratorError(
        Text(f"{root} 不是 Git 仓库", f"{root} is not a Git repository"),
        Text(
            "在记录仓库的文件夹里运行，或先 git init 并提交一次",
            "Run it inside the records' repository, or git init and commit once",
        ),
    )


def _no_git() -> GeneratorError:
    return GeneratorError(
        Text("这台电脑上没有 Git", "there is no Git on this machine"),
        Text(
            "安装 Git（https://git-scm.com），并确认命令行里能运行 git --version",
            "Install Git (https://git-scm.com) and see that git --version works",
        ),
    )
