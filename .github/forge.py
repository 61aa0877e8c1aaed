"""What the workflows ask of the forge: labels, one comment on a pull request, issues of what fell due.

The generator itself talks to no network; this file is all that does, with the standard library alone, so that
it runs before anything is installed. ``make forge-labels`` and so on call it. GitHub, Gitea and Forgejo
answer the same addresses; where they differ, it says so.

Whatever a pull request brought along (its artifact, its branch's name) is hostile: bounded, matched and
refused in a sentence. Nothing of it is printed, since a line of a log can be a command.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import unicodedata
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, Never

MOVES = "result-moves"
"""The label of a pull request that would change a published number."""
COMMENT, NOTE, VERDICT = "impact.md", "pull.json", "impact.json"
ARTIFACT = "impact"

_MARK = "<!-- records: {} -->"
_LARGEST = {COMMENT: 200_000, NOTE: 1_000, VERDICT: 8_000_000}  # bytes
_ARTIFACT_LIMIT = 4_000_000  # bytes, packed
_LONGEST = 60_000  # characters of a comment
_TAGS = re.compile(r"</?(?:details|summary|br|sub)>")
_TIMEOUT = 60  # seconds
_PAGE = 50  # the most that every forge gives
_PAGES = 40


class RefusedError(Exception):
    """What came in is not what it should be; the sentence names no text of it."""


@dataclass(frozen=True, slots=True)
class Forge:
    """One repository of a forge, reached over its API.

    own: the login under which comments of ours appear.
    """

    api: str
    repository: str
    token: str
    own: str
    deletes_labels_by_id: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Forge:
        """The forge that runs the workflow."""
        other = any(given.get(name) for name in ("GITEA_ACTIONS", "FORGEJO_ACTIONS"))
        return cls(
            _needed(given, "GITHUB_API_URL").rstrip("/"),
            _needed(given, "GITHUB_REPOSITORY"),
            _needed(given, "FORGE_TOKEN"),
            given.get("FORGE_BOT") or ("gitea-actions" if other else "github-actions[bot]"),
            other,
        )

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """What the forge answers below the repository's address; None where it answers nothing."""
        content = self._sent(method, f"/repos/{self.repository}/{path}", body)
        return json.loads(content) if content else None

    def pages(self, path: str) -> Iterator[Any]:
        """Every entry of a list, page by page."""
        joint = "&" if "?" in path else "?"
        for page in range(1, _PAGES + 1):
            found = self.ask("GET", f"{path}{joint}per_page={_PAGE}&limit={_PAGE}&page={page}")
            yield from found
            if len(found) < _PAGE:
                return

    def artifact(self, run: str, name: str) -> dict[str, bytes]:
        """The files of a run's artifact, by name: none but those expected, none larger than it may be."""
        listed = self.ask("GET", f"actions/runs/{int(run)}/artifacts")["artifacts"]
        found = [one for one in listed if one["name"] == name and not one.get("expired")]
        if not found:
            raise RefusedError("这次运行没有留下影响说明 · the run kept no artifact")
        if int(found[-1]["size_in_bytes"]) > _ARTIFACT_LIMIT:
            raise RefusedError("影响说明的文件包太大 · the artifact is too large")
        path = f"/repos/{self.repository}/actions/artifacts/{int(found[-1]['id'])}/zip"
        return unpacked(self._sent("GET", path, None, _ARTIFACT_LIMIT))

    def _sent(self, method: str, path: str, body: object, limit: int = -1) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - the forge's own address
            self.api + path,
            None if body is None else json.dumps(body).encode(),
            {"Accept": "application/json", "Content-Type": "application/json"},
            method=method,
        )
        request.add_unredirected_header(
            "Authorization", f"Bearer {self.token}"
        )  # stores of artifacts get none
        with _opened(request) as answer:
            content = answer.read(limit + 1 if limit >= 0 else None)
        if 0 <= limit < len(content):
            raise RefusedError("影响说明的文件包太大 · the artifact is too large")
        return content


def _opened(request: urllib.request.Request) -> HTTPResponse:
    answer: HTTPResponse = urllib.request.urlopen(request, timeout=_TIMEOUT)  # noqa: S310 - as above
    return answer


def unpacked(packed: bytes) -> dict[str, bytes]:
    """The files of an artifact; RefusedError for any that is not expected or larger than it may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as folder:
            entries = folder.infolist()
            if len(entries) > len(_LARGEST) or {e.filename for e in entries} - _LARGEST.keys():
                raise RefusedError("影响说明里有不该有的文件 · the artifact holds what it should not")
            found = {}
            for entry in entries:
                with folder.open(entry) as file:
                    found[entry.filename] = file.read(_LARGEST[entry.filename] + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise RefusedError("影响说明的文件包打不开 · the artifact cannot be read") from None
    if any(len(content) > _LARGEST[name] for name, content in found.items()):
        raise RefusedError("影响说明里的文件太大 · a file of the artifact is too large")
    return found


def comment_of(content: bytes) -> str:
    """The text of a comment; RefusedError where it holds more than text, folds and tables.

    No markup of HTML but the folds, no address, mention, picture or character that cannot be seen: the
    generator writes none of these, so whoever does is not the generator.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise RefusedError("影响说明不是 UTF-8 文字 · the comment is no text") from None
    if not text.strip() or len(text) > _LONGEST:
        raise RefusedError("影响说明是空的或太长 · the comment is empty or too long")
    if any(
        c not in "\n\u200b" and unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") for c in text
    ):
        raise RefusedError("影响说明里有看不见的字符 · the comment holds invisible characters")
    bare = _TAGS.sub("", text)
    if "<" in bare or re.search(r"://|\]\(|\]\[|@\w|#\d|(?i:www\.|javascript:|data:)", bare):
        raise RefusedError("影响说明里有链接、提及或 HTML · the comment holds links, mentions or HTML")
    return text


def verdict_of(content: bytes) -> bool:
    """Does the change move a published number? RefusedError where the report does not say."""
    found = _mapping(content)
    if not isinstance(found.get("moves_results"), bool):
        raise RefusedError("影响说明没有写明是否影响结果 · the report does not say whether results move")
    return bool(found["moves_results"])


def number_of(content: bytes) -> int:
    """The number of the pull request that an artifact says it belongs to."""
    number = _mapping(content).get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 10**9:
        raise RefusedError("影响说明没有写明合并请求的编号 · the artifact names no pull request")
    return number


def _mapping(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise RefusedError("影响说明的数据读不了 · the report is no JSON") from None
    return found if isinstance(found, dict) else {}


def labels(forge: Forge, number: int) -> list[str]:
    """The labels of a pull request as they are now, not as they were when the run began."""
    return [str(one["name"]) for one in forge.pages(f"issues/{number}/labels")]


def write_labels(given: Mapping[str, str], file: Path) -> str:
    """Write the present labels, one a line; none where the run is of no pull request."""
    number = given.get("PULL", "")
    found = labels(Forge.of(given), int(number)) if number else []
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(f"{name}\n" for name in found if name.isprintable()), encoding="utf-8")
    return f"{len(found)} 个标签 · labels"


def write_note(given: Mapping[str, str], folder: Path) -> str:
    """Write which pull request the artifact belongs to."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTE).write_text(json.dumps({"number": int(_needed(given, "PULL"))}), encoding="utf-8")
    return "已记下编号 · noted"


def demand_label(given: Mapping[str, str]) -> str:
    """Refuse a change that moves a published number until it bears the label that says so."""
    forge = Forge.of(given)
    files = forge.artifact(_needed(given, "GITHUB_RUN_ID"), ARTIFACT)
    if not verdict_of(files.get(VERDICT, b"")):
        return "不改变已公布的数 · no published number moves"
    if not given.get("PULL") or MOVES in labels(forge, int(given["PULL"])):
        return f"改变已公布的数，已有标签 {MOVES} · published numbers move, and the label says so"
    raise RefusedError(
        f"这次改动会改变已公布的数，还没有标签 {MOVES}；加上标签后重新运行 · published numbers move: add the "
        f"label {MOVES} and run again"
    )


def post_comment(given: Mapping[str, str]) -> str:
    """Post or update the one comment on the pull request whose check has run, and set or take its label."""
    forge = Forge.of(given)
    files = forge.artifact(_needed(given, "CHECK_RUN"), ARTIFACT)
    number = pull_of(forge, given, number_of(files.get(NOTE, b"")))
    text, moves = comment_of(files.get(COMMENT, b"")), verdict_of(files.get(VERDICT, b""))
    mark = _MARK.format("impact")
    said = f"{mark}\n{text}"
    ours = [
        c
        for c in forge.pages(f"issues/{number}/comments")
        if c["user"]["login"] == forge.own and str(c["body"]).startswith(mark)
    ]
    if not ours:
        forge.ask("POST", f"issues/{number}/comments", {"body": said})
    elif ours[0]["body"] != said:
        forge.ask("PATCH", f"issues/comments/{ours[0]['id']}", {"body": said})
    if (
        set_label(forge, number, moves=moves)
        and given.get("CHECK_ATTEMPT") == "1"
        and not forge.deletes_labels_by_id
    ):
        forge.ask("POST", f"actions/runs/{int(_needed(given, 'CHECK_RUN'))}/rerun-failed-jobs")
    return "评论已更新 · comment is up to date"


def pull_of(forge: Forge, given: Mapping[str, str], said: int) -> int:
    """The open pull request whose head the check ran on; RefusedError where it is not the one *said*.

    The event of a fork's run names no pull request, so it is looked up by the commit, which the forge states.
    """
    commit = _needed(given, "COMMIT")
    head = urllib.parse.quote(f"{given.get('OWNER', '')}:{given.get('BRANCH', '')}", safe="")
    for pull in forge.pages(f"pulls?state=open&head={head}"):
        if pull["head"]["sha"] == commit and pull["number"] == said:
            return said
    raise RefusedError(
        "影响说明与合并请求对不上 · the artifact belongs to no open pull request with this commit"
    )


def set_label(forge: Forge, number: int, *, moves: bool) -> bool:
    """Let the label say whether published numbers move; gives whether it was set just now."""
    present = {str(one["name"]): one for one in forge.pages(f"issues/{number}/labels")}
    if moves and MOVES not in present:
        forge.ask("POST", f"issues/{number}/labels", {"labels": [MOVES]})
        return True
    if not moves and MOVES in present:
        name = present[MOVES]["id"] if forge.deletes_labels_by_id else MOVES
        forge.ask("DELETE", f"issues/{number}/labels/{name}")
    return False


def post_issues(given: Mapping[str, str], folder: Path) -> str:
    """One open issue for each notice in *folder*: made, updated, or closed where there is no notice any more.

    A notice is ``<name>.md``: its title, an empty line, its text.
    """
    forge = Forge.of(given)
    notices = {file.stem: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}
    mark = re.compile(_MARK.format(r"notice ([a-z0-9-]+)"))
    known: dict[str, Any] = {}
    for issue in forge.pages("issues?state=open&type=issues"):
        begins = mark.match(str(issue.get("body") or ""))
        if begins and issue["user"]["login"] == forge.own and "pull_request" not in issue:
            known.setdefault(begins[1], issue)
    for name, text in notices.items():
        title, _, body = text.partition("\n\n")
        said = {"title": title, "body": f"{_MARK.format(f'notice {name}')}\n{body[:_LONGEST]}"}
        if name not in known:
            forge.ask("POST", "issues", said)
        elif {"title": known[name]["title"], "body": known[name]["body"]} != said:
            forge.ask("PATCH", f"issues/{known[name]['number']}", said)
    for name in known.keys() - notices.keys():
        forge.ask("PATCH", f"issues/{known[name]['number']}", {"state": "closed"})
    return f"{len(notices)} 份待办 · notices"


def fetch_published(given: Mapping[str, str], file: Path) -> str:
    """Fetch the manifest of the site as it is published, at ``SITE_URL`` or where the forge's pages are.

    Nothing where none was published yet. Any other failure stops the publication: a site that cannot be
    compared must not be replaced.
    """
    owner, _, name = _needed(given, "GITHUB_REPOSITORY").partition("/")
    site = given.get("SITE_URL") or f"https://{owner}.github.io/{name}"
    address = site.rstrip("/") + "/manifest.json"
    if not address.startswith(("https://", "http://127.0.0.1")):
        raise RefusedError("网站地址应以 https:// 开头 · the site's address must be https")
    try:
        with _opened(urllib.request.Request(address)) as answer:  # noqa: S310 - https, looked at above
            content = answer.read(64 << 20)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return "还没有发布过 · nothing was published yet"
        raise
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return "已取回上次发布的清单 · fetched"


def _needed(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if not value:
        raise RefusedError(f"缺少环境变量 {name} · the variable {name} is not set")
    return value


def main(words: list[str], given: Mapping[str, str]) -> str:
    """Do what the first word says; gives a sentence."""
    match words:
        case ["labels", file]:
            return write_labels(given, Path(file))
        case ["note", folder]:
            return write_note(given, Path(folder))
        case ["moves"]:
            return demand_label(given)
        case ["comment"]:
            return post_comment(given)
        case ["issues", folder]:
            return post_issues(given, Path(folder))
        case ["published", file]:
            return fetch_published(given, Path(file))
    raise RefusedError("labels FILE | note FOLDER | moves | comment | issues FOLDER | published FILE")


def _fail(words: str) -> Never:
    sys.stderr.write(f"{words}\n")
    sys.exit(1)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{main(sys.argv[1:], os.environ)}\n")
    except RefusedError as error:
        _fail(str(error))
    except (urllib.error.URLError, OSError, TimeoutError) as error:
        what = f"{type(error).__name__} {getattr(error, 'code', '')}"
        _fail(f"代码平台没有回应 · the forge did not answer: {what}")
    except (KeyError, TypeError, ValueError) as error:
        _fail(
            f"代码平台的回答不是所预期的 · the forge answered otherwise than expected: {type(error).__name__}"
        )
