"""A forge in memory that answers the part of the API that the workflows use, over a real socket."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOT = "github-actions[bot]"


@dataclass
class Repository:
    """What the forge knows of one repository; asked: every change that was asked for."""

    pulls: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[int, list[str]] = field(default_factory=dict)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    artifacts: dict[int, bytes] = field(default_factory=dict)
    manifest: bytes | None = None
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def answer(self, method: str, path: str, body: Any) -> Any:
        """What the forge answers; KeyError for an address that it does not know."""
        if method != "GET":
            self.asked.append((method, path, body))
        match method, path.split("/"):
            case "GET", ["pulls"]:
                return self.pulls
            case "GET", ["issues"]:
                return [i for i in self.issues if i["state"] == "open"]
            case "GET", ["issues", number, "labels"]:
                return [{"id": 7, "name": name} for name in self.labels.get(int(number), [])]
            case "POST", ["issues", number, "labels"]:
                self.labels.setdefault(int(number), []).extend(body["labels"])
            case "DELETE", ["issues", number, "labels", name]:
                self.labels[int(number)].remove(name)
            case "GET", ["issues", number, "comments"]:
                return self.comments.get(int(number), [])
            case "POST", ["issues", number, "comments"]:
                known = self.comments.setdefault(int(number), [])
                known.append({"id": 100 + len(known), "user": {"login": BOT}, **body})
            case "PATCH", ["issues", "comments", name]:
                found = [c for cs in self.comments.values() for c in cs if c["id"] == int(name)]
                found[0].update(body)
            case "POST", ["issues"]:
                self.issues.append(
                    {"number": len(self.issues) + 1, "state": "open", "user": {"login": BOT}, **body}
                )
            case "PATCH", ["issues", number]:
                self.issues[int(number) - 1].update(body)
            case "GET", ["actions", "runs", run, "artifacts"]:
                packed = self.artifacts.get(int(run))
                listed = [{"id": int(run), "name": "impact", "size_in_bytes": len(packed)}] if packed else []
                return {"artifacts": listed}
            case "POST", ["actions", "runs", _, "rerun-failed-jobs"]:
                return {}
            case _:
                raise KeyError(path)
        return {}


def packed(files: Mapping[str, bytes | str]) -> bytes:
    """An artifact of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, text in files.items():
            folder.writestr(name, text)
    return content.getvalue()


@contextmanager
def served(repository: Repository) -> Iterator[dict[str, str]]:
    """The variables of a run on this forge."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            path = re.sub(r"^/repos/bureau/records/", "", address.path)
            if path == "/manifest.json":
                self._send(200 if repository.manifest else 404, repository.manifest or b"")
            elif self.headers["Authorization"] != "Bearer t":
                self._send(401, b"")
            elif path.startswith("actions/artifacts/"):
                self._send(200, repository.artifacts[int(path.split("/")[2])])
            else:
                self._answered(path, parse_qs(address.query))

        def _answered(self, path: str, query: Mapping[str, list[str]]) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            try:
                found = repository.answer(self.command, path, body)
            except KeyError:
                self._send(404, b"")
                return
            if isinstance(found, list) and "page" in query:
                size, page = int(query["per_page"][0]), int(query["page"][0])
                found = found[(page - 1) * size : page * size]
            self._send(200, json.dumps(found).encode())

        do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815 - names of the standard library

        def _send(self, code: int, content: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """Nothing is shown."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield {
            "GITHUB_API_URL": address,
            "GITHUB_REPOSITORY": "bureau/records",
            "FORGE_TOKEN": "t",
            "SITE_URL": address,
        }
    finally:
        server.shutdown()
        server.server_close()
