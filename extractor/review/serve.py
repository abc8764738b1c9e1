"""The review served to the browser of the same computer: nobody else is answered, and no path names a file.

Only the loopback address is listened on. Every address begins with a random token; requests that name another host or
come from another origin are refused, so that no page of the web can read or write here.
"""

from __future__ import annotations

import json
import re
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from threading import BoundedSemaphore
from time import monotonic
from traceback import extract_tb
from typing import Any

from extractor.errors import FindingsError
from extractor.review.page import rendered
from extractor.review.session import Desk

__all__ = ["ReviewServer"]

_HOST = "127.0.0.1"
_LARGEST = 4_000_000  # bytes of a body
_SECONDS = 20.0  # that a client may be silent
_PATIENCE = 1.0  # seconds that a client may keep the others waiting, where it is its turn to send or to take
_AT_ONCE = 32  # requests that are answered; others wait
_WAITING = 2048  # connections that may wait
_PAGE = re.compile(r"/([a-z0-9-]{1,120})\.html")
_PICTURE = re.compile(r"/pictures/([0-9a-f]{16})/([1-9][0-9]{0,3})\.webp")
_HTML, _JSON = "text/html; charset=utf-8", "application/json"
_WHAT_TO_DO = (
    "What was saved is kept. Load the page again; if that does not help, stop the program and start it again, or write "
    "the dataset anew with findings extract. The terminal says where this happened."
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class ReviewServer(ThreadingHTTPServer):
    """Serves a desk on the loopback address. `serve_forever` answers, `address` is what the browser opens.

    Args:
        desk: what it serves.
        port: the port; 0 for any that is free.

    Raises:
        OSError: the port is taken.
    """

    daemon_threads = True
    request_queue_size = _WAITING

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk = desk
        self.token = secrets.token_urlsafe(24)
        self._room = BoundedSemaphore(_AT_ONCE)
        self._waited_for: dict[Any, float] = {}  # connections whose turn it is, and since when
        super().__init__((_HOST, port), _Handler)
        self.hosts = {f"{name}:{self.server_port}" for name in (_HOST, "localhost")}

    @property
    def address(self) -> str:
        """Where the index is."""
        return f"http://{_HOST}:{self.server_port}/{self.token}/index.html"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread of its own, as soon as there is room: clients that are silent make some."""
        while not self._room.acquire(timeout=_PATIENCE / 4):
            self._drop_silent()
        self.waits_for(request)
        super().process_request(request, client_address)

    def waits_for(self, connection: Any, is_so: bool = True) -> None:
        """Note that a client is waited for, or no more."""
        if is_so:
            self._waited_for[connection] = monotonic()
        else:
            self._waited_for.pop(connection, None)

    def _drop_silent(self) -> None:
        for connection, since in self._waited_for.copy().items():
            if monotonic() - since > _PATIENCE:
                with suppress(OSError):
                    connection.shutdown(SHUT_RDWR)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, and make room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.waits_for(request, False)
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no fault."""


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    timeout = _SECONDS
    server_version = "findings"
    sys_version = ""

    def do_GET(self) -> None:
        path = self._path()
        if path is None:
            return
        page, picture = _PAGE.fullmatch(path), _PICTURE.fullmatch(path)
        desk = self.server.desk
        if path in ("/", "/index.html"):
            self._answer(lambda: desk.index().encode(), _HTML)
        elif page:
            self._answer(lambda: desk.report(page[1]).encode(), _HTML)
        elif picture:
            self._answer(lambda: desk.picture(picture[1], int(picture[2])), "image/webp", "private, max-age=86400")
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        path = self._path()
        if path is None:
            return
        page = _PAGE.fullmatch(path)
        if self.headers.get("Origin", "").removeprefix("http://") not in self.server.hosts:
            self._refuse(HTTPStatus.FORBIDDEN)
        elif page is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        elif (told := self._told()) is not None:
            self._answer(lambda: json.dumps(self.server.desk.answer(page[1], told)).encode(), _JSON)

    def _told(self) -> dict[str, Any] | None:
        """What the body tells; None where the request is refused."""
        body = self._body()
        if body is None:
            return None
        with suppress(ValueError, RecursionError):
            if isinstance(told := json.loads(body), dict):
                return told
        self._refuse(HTTPStatus.BAD_REQUEST)
        return None

    def _path(self) -> str | None:
        """The path behind the token; None where the request is refused."""
        head, _, rest = self.path.removeprefix("/").partition("/")
        if not self._is_from_here():
            self._refuse(HTTPStatus.FORBIDDEN)
        elif not compare_digest(head.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            return "/" + rest.partition("?")[0]
        return None

    def _is_from_here(self) -> bool:
        """Whether the request names this host, and comes from a page of ours or from nowhere."""
        origin, site = self.headers.get("Origin"), self.headers.get("Sec-Fetch-Site", "none")
        hosts = self.server.hosts
        is_ours = origin is None or origin.removeprefix("http://") in hosts
        return self.headers.get("Host", "") in hosts and site in ("none", "same-origin") and is_ours

    def _body(self) -> bytes | None:
        """The body; None where the request is refused."""
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit():
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
            return None
        if len(length) > 9 or int(length) > _LARGEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return None
        return self.rfile.read(int(length))

    def _answer(self, made: Callable[[], bytes], kind: str, keep: str = "no-store") -> None:
        self.server.waits_for(self.connection, False)
        try:
            body = made()
        except FindingsError as fault:
            status = HTTPStatus.BAD_REQUEST if self.command == "POST" else HTTPStatus.NOT_FOUND
            self._tell(status, str(fault), kind)
        except Exception as fault:  # whatever it is: the page says that it failed, the terminal where
            path, line = self.path.removeprefix(f"/{self.server.token}"), extract_tb(fault.__traceback__)[-1]
            words = f"{type(fault).__name__}: {fault}"
            sys.stderr.write(f"No answer to {self.command} {path!r}: {words!r} ({line.filename}, line {line.lineno})\n")
            self._tell(HTTPStatus.INTERNAL_SERVER_ERROR, f"{words}. {_WHAT_TO_DO}", kind)
        else:
            self._send(HTTPStatus.OK, body, kind, keep)

    def _tell(self, status: HTTPStatus, words: str, kind: str) -> None:
        """Why there is no answer of a kind: as a page where one was asked for."""
        if kind == _HTML:
            title = "There is no such page" if status is HTTPStatus.NOT_FOUND else "This page could not be made"
            self._send(status, rendered("fault.html", "", title, {}, words=words).encode(), kind)
        else:
            self._send(status, json.dumps({"error": words}).encode(), _JSON)

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(status, json.dumps({"error": status.phrase}).encode(), _JSON)

    def _send(self, status: HTTPStatus, body: bytes, kind: str, keep: str = "no-store") -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Cache-Control": keep}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.server.waits_for(self.connection)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: addresses have the token."""
