"""Browse the site on this machine; it is built again as soon as a record, schema or page is saved.

The server reads files by their path at every request, so it follows the folder that publishing exchanges.
It listens on loopback only: this is a preview, not a way to publish.
"""

from __future__ import annotations

import contextlib
import http.server
import os
import re
import socketserver
import threading
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from pathlib import Path

import click

from generator.model.errors import GeneratorError
from generator.model.text import Text

from . import Command, Session

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "": "application/octet-stream",
}
_DIGEST = re.compile(r"\.[0-9a-f]{8}\.min\.(?:css|js)\Z")
_WAITING = (
    '<!doctype html><html lang="zh"><meta charset="utf-8"><meta http-equiv="refresh" content="2">'
    "<title>尚未生成</title><p>网站尚未生成：请看终端里的说明，改正后会自动重建。</p></html>"
)


@click.command(
    "serve", cls=Command, help="在本机浏览网站，改动后自动重建。Browse locally; rebuilds on change."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="端口；0 为任取一个。0 takes a free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="只能是本机地址。Loopback only.")
@click.pass_obj
def command(session: Session, port: int, host: str) -> None:
    """Serve the repository's site until interrupted."""
    from .build import build

    root = session.root
    watched = [
        path for name in ("records", "schemas", "docs", "mkdocs.yml") if (path := root / name).exists()
    ]
    serve(
        lambda: root / "site" if build(session) == 0 else None,
        watched,
        host=host,
        port=port,
        echo=session.say,
    )


def serve(
    build: Callable[[], Path | None],
    watch: Sequence[Path],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    echo: Callable[[Text], None],
) -> None:
    """Build, serve, and build again on every change below *watch*, until interrupted.

    build: gives the site's folder, or None where it refused and has said why; a GeneratorError is told, and
    in both cases the site before stays. port: 0 takes a free one. GeneratorError where *host* is not
    loopback or the port is taken.
    """
    shown = Shown()
    with serving(shown, host, port) as address:
        _rebuild(build, shown, echo)
        echo(Text(f"浏览：{address}（按 Ctrl-C 结束）", f"Browse: {address} (Ctrl-C ends)"))
        with contextlib.suppress(KeyboardInterrupt):
            for _ in changes(watch, shown):
                echo(Text("有改动，正在重建……", "Changed; building again…"))
                _rebuild(build, shown, echo)
    echo(Text("已结束", "Stopped"))


class Shown:
    """The folder that is served; None until the first build succeeded."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder


@contextlib.contextmanager
def serving(shown: Shown, host: str, port: int) -> Iterator[str]:
    """A server in the background for as long as the block runs; gives its address."""
    if host not in _LOOPBACK:
        raise GeneratorError(
            Text(f"只能在本机浏览，不能监听「{host}」", f"only this machine can browse, not “{host}”"),
            Text(
                "用 127.0.0.1；要公开网站，请发布 site 文件夹", "use 127.0.0.1; to publish, upload the folder"
            ),
        )
    server = _listen(shown, host, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        name = f"[{host}]" if ":" in host else host
        yield f"http://{name}:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def changes(watch: Sequence[Path], shown: Shown) -> Iterator[None]:
    """Once for every batch of changed files below *watch*; what a build writes does not count."""
    import watchfiles

    class Sources(watchfiles.DefaultFilter):
        """Everything but what tools leave, and the site itself."""

        def __call__(self, change: watchfiles.Change, path: str) -> bool:
            inside = shown.folder is not None and Path(path).is_relative_to(shown.folder)
            return not inside and "-building" not in path and super().__call__(change, path)

    present = [path for path in watch if path.exists()]
    for _ in watchfiles.watch(*present, watch_filter=Sources(), debounce=400, step=50):
        yield


def _rebuild(build: Callable[[], Path | None], shown: Shown, echo: Callable[[Text], None]) -> None:
    try:
        shown.folder = build() or shown.folder
    except GeneratorError as error:
        echo(error.message)
        if error.hint:
            echo(error.hint)
        kept = shown.folder is not None
        echo(Text("网站保持原样", "The site stays as it was") if kept else Text("尚无网站", "No site yet"))


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


def _listen(shown: Shown, host: str, port: int) -> _Server:
    class Handler(_Handler):
        site = shown

    class Server(_Server):
        address_family = _family(host)

    try:
        return Server((host, port), Handler)
    except (OSError, OverflowError) as error:
        raise GeneratorError(
            Text(f"不能监听 {host}:{port}：{error}", f"cannot listen on {host}:{port}: {error}"),
            Text("用 --port 换一个端口", "choose another port with --port"),
        ) from error


def _family(host: str) -> int:
    import socket

    return socket.AF_INET6 if ":" in host else socket.AF_INET


class _Handler(http.server.BaseHTTPRequestHandler):
    """GET and HEAD of files below the folder, nothing else: no listing, no links out of it."""

    site: Shown
    protocol_version = "HTTP/1.1"
    server_version = "generator"
    sys_version = ""

    def do_GET(self) -> None:
        """Send the file."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Send what would come before the file."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the builds."""

    def _answer(self, *, with_body: bool) -> None:
        folder = self.site.folder
        if folder is None:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, ".html", _WAITING.encode(), with_body)
            return
        url = urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(url.path, errors="replace")
        file = find(folder, path)
        if file is not None and file.is_dir():
            self._redirect(url._replace(scheme="", netloc="", path="/" + url.path.strip("/") + "/").geturl())
            return
        content = _read(file)
        if file is not None and content is not None:
            self._send(HTTPStatus.OK, file.suffix.lower(), content, with_body)
            return
        missing = _read(folder / "404.html")
        self._send(HTTPStatus.NOT_FOUND, ".html", missing or b"404", with_body)

    def _redirect(self, target: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, suffix: str, content: bytes, with_body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _TYPES.get(suffix, _TYPES[""]))
        self.send_header("Content-Length", str(len(content)))
        # A name with a digest means the same for ever; anything else may be another after the next build.
        is_fixed = status == HTTPStatus.OK and _DIGEST.search(self.path)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if is_fixed else "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if with_body:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(content)


def find(folder: Path, path: str) -> Path | None:
    """The file that the URL path names: below *folder*, its index for a path with a final slash.

    A folder itself where the final slash is missing; None where there is nothing, or only outside.
    """
    parts = [part for part in path.split("/") if part]
    if any(part in (".", "..") or "\\" in part or ":" in part or not part.isprintable() for part in parts):
        return None
    file = folder.joinpath(*parts)
    if path.endswith("/") or not parts:
        file /= "index.html"
    try:
        inside = os.path.realpath(file).startswith(os.path.join(os.path.realpath(folder), ""))  # noqa: PTH118
    except OSError:
        return None
    if not inside or not file.exists():
        return None
    return file if file.is_file() or (file / "index.html").is_file() else None


def _read(file: Path | None) -> bytes | None:
    """The content, or None: the file may vanish when the folders are exchanged."""
    if file is None:
        return None
    try:
        return file.read_bytes()
    except OSError:
        return None
