"""Requests: robots.txt first, pauses, redirects within bounds, attempts with back-off, bodies piece by piece."""

from __future__ import annotations

import math
import re
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import responses
from typing import TypeVar

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from extractor.fetch.catalogue import fault_of_url
from extractor.fetch.connections import Addresses, Connections
from extractor.fetch.robots import Host, parse_robots
from extractor.fetch.settings import FetchError, Settings

__all__ = ["Client", "is_packed", "next_of", "pieces"]

T = TypeVar("T")

_REDIRECTS = (301, 302, 303, 307, 308)
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_GONE = (404, 410)
_GZIP_OR_ZLIB = 47  # window bits: either header is taken


class Client:
    """The one way to the network: one request at a time.

    Args:
        settings: pauses and limits.
        sleep, clock: how time passes between requests; tests have a time of their own.
        addresses: which addresses may be asked.
    """

    def __init__(
        self,
        settings: Settings,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        addresses: Addresses | None = None,
    ) -> None:
        self.settings = settings
        self._sleep, self._clock = sleep, clock
        self._connections = Connections(addresses or Addresses())
        self.within = self._connections.within
        self._hosts: dict[str, Host] = {}
        self._asked: dict[str, float] = {}  # when the last request to a host ended

    @contextmanager
    def get(self, url: str, headers: dict[str, str], allowed: tuple[int, ...] = (200,)) -> Iterator[httpx2.Response]:
        """The answer to a request, redirects followed, of one of the statuses that are allowed; its body not yet read.

        Raises:
            FetchError: the address may not be asked for, or the answer is none that helps; also from within the block,
                where the body breaks off.
            TimeoutError: it has taken longer than `within` says.
        """
        with self._answer(httpx2.URL(url), headers) as answer:
            self._check_status(answer, allowed)
            yield answer

    @contextmanager
    def _answer(
        self, url: httpx2.URL, headers: dict[str, str], redirected: bool = False, for_robots: bool = False
    ) -> Iterator[httpx2.Response]:
        """The answer to a request, redirects followed. A robots.txt is asked for before its host is known."""
        for hop in range(self.settings.redirects + 1):
            if hop:
                self._connections.check(url)
            if not for_robots:
                self._host(url, redirected).check(str(url))
            with self._request(url, headers, self._state(url).delay, redirected) as answer:
                if answer.status_code not in _REDIRECTS:
                    yield answer
                    return
                url, redirected = next_of(url, answer), True
        raise FetchError(f"is redirected more than {self.settings.redirects} times")

    def patiently(self, attempt: Callable[[], T]) -> T:
        """What `attempt` gives, tried again after a while where that may help.

        Raises:
            FetchError: the cause of the last attempt.
        """
        limits = self.settings
        backing_off = wait_exponential(multiplier=limits.back_off, max=limits.longest_wait)

        def wait(state: RetryCallState) -> float:
            failed = state.outcome.exception() if state.outcome else None
            return max(backing_off(state), failed.wait if isinstance(failed, FetchError) else 0.0)

        return Retrying(
            stop=stop_after_attempt(limits.attempts),
            wait=wait,
            retry=retry_if_exception(lambda error: isinstance(error, FetchError) and error.again),
            sleep=self._sleep,
            reraise=True,
        )(attempt)

    def note(self, url: str, failed: FetchError | None) -> None:
        """Take note of how a file ended, so that a host that only fails is not asked for all of its files."""
        self._state(httpx2.URL(url)).note(failed, self.settings)

    def _state(self, url: httpx2.URL) -> Host:
        return self._hosts.setdefault(f"{url.scheme}://{url.netloc.decode('ascii')}", Host())

    def _host(self, url: httpx2.URL, redirected: bool) -> Host:
        """The host of an address, its robots.txt read."""
        host = self._state(url)
        if host.rules is None and not host.closed:
            limit = self.settings.robots_seconds
            try:
                with self.within(limit):
                    text = self.patiently(lambda: self._robots(url.join("/robots.txt"), redirected))
            except (FetchError, TimeoutError) as error:
                cause = str(error) or f"took longer than {limit:g} s"
                advice = "" if isinstance(error, FetchError) and not error.again else "; try again later"
                host.closed = f"its robots.txt cannot be read ({cause}){advice}"
            else:
                host.obey(parse_robots(text), self.settings)
        return host

    def _robots(self, url: httpx2.URL, redirected: bool) -> str:
        """The beginning of a robots.txt; empty, and all is allowed, where there is none."""
        most = self.settings.robots_bytes
        with self._answer(url, {}, redirected, for_robots=True) as answer:
            if 400 <= answer.status_code < 500 and answer.status_code not in _TRY_AGAIN:
                return ""
            self._check_status(answer, (200,))
            read = b""
            for piece in pieces(answer):
                read += piece
                if len(read) > most:
                    read = read[: read.rfind(b"\n", 0, most) + 1]
                    break
            return read.decode("utf-8-sig", "replace")

    @contextmanager
    def _request(
        self, url: httpx2.URL, headers: dict[str, str], delay: float, redirected: bool
    ) -> Iterator[httpx2.Response]:
        """One request, after the pause that its host is owed. Nothing is asked for in a packed form: ranges of a packed
        answer could not be put together.
        """
        limits = self.settings
        left = self._asked.get(url.host, -math.inf) + max(limits.pause, delay) - self._clock()
        if left > 0:
            self._sleep(left)
        if self._connections.is_late:
            raise TimeoutError
        own = {"User-Agent": limits.user_agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
        timeout = httpx2.Timeout(limits.silence_seconds, connect=limits.connect_seconds).as_dict()
        answer = None
        try:
            request = httpx2.Request("GET", url, headers=own | headers, extensions={"timeout": timeout})
            answer = self._connections.send(request, redirected)
            yield answer
        except (FetchError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            if self._connections.is_late:
                raise TimeoutError from None
            if isinstance(error, FetchError):
                raise
            raise self._explain(error) from None
        finally:
            if answer is not None:
                answer.close()
            self._asked[url.host] = self._clock()
        if self._connections.is_late:  # a body without a length ends where its connection does
            raise TimeoutError

    def _check_status(self, answer: httpx2.Response, allowed: tuple[int, ...]) -> None:
        status = answer.status_code
        if status in allowed:
            return
        advice = {401: ": it needs a sign-in", 404: ": check the url", 410: ": check the url"}.get(status, "")
        cause = f"HTTP {status} {responses.get(status, '')}".strip() + advice
        if status not in _TRY_AGAIN:
            raise FetchError(cause, gone=status in _GONE)
        wait = _asked_wait(answer.headers.get("retry-after", "").strip())
        if wait <= self.settings.longest_wait:
            raise FetchError(cause, again=True, wait=wait)
        self._state(answer.request.url).closed = "its host asked to be left alone for a while; try again later"
        told = f"{wait:.0f} s" if wait < 600 else f"{wait / 60:.0f} minutes"
        raise FetchError(f"{cause}; the server asks to wait {told}: try later")

    def _explain(self, error: Exception) -> FetchError:
        """What went wrong on the way, in words."""
        if isinstance(error, httpx2.ConnectTimeout):
            return FetchError(f"no connection within {self.settings.connect_seconds:g} s", again=True)
        if isinstance(error, httpx2.TimeoutException):
            return FetchError(f"nothing came for {self.settings.silence_seconds:g} s", again=True)
        words = " ".join(str(error).split())[:200] or type(error).__name__
        if isinstance(error, httpx2.RemoteProtocolError):
            if "without" in words or "incomplete" in words:  # sending a response, or all of it
                return FetchError("the connection broke off before all had come", again=True)
            return FetchError(f"the answer is not proper HTTP ({words})")
        if "CERTIFICATE_VERIFY_FAILED" in words:
            return FetchError(
                f"the server's certificate is not accepted ({words}); if your network has one of its own, "
                "name its file in SSL_CERT_FILE"
            )
        if isinstance(error, httpx2.TransportError) and not isinstance(error, httpx2.UnsupportedProtocol):
            return FetchError(f"the connection failed ({words})", again=True)
        return FetchError(f"cannot be asked for ({words})")


def next_of(url: httpx2.URL, answer: httpx2.Response) -> httpx2.URL:
    """Where a redirect leads.

    Raises:
        FetchError: to no address of the web, or from https to http.
    """
    try:
        target = url.join(answer.headers.get("location", ""))
    except (httpx2.InvalidURL, ValueError):
        raise FetchError("is redirected to what is no address") from None
    if fault := fault_of_url(str(target)):
        raise FetchError(f"is redirected to an address that {fault}")
    if url.scheme == "https" and target.scheme != "https":
        raise FetchError(
            f"is redirected from https to {str(target)[:200]}, where anybody on the way could change it; "
            "if you trust it, name this address in the catalogue"
        )
    return target


def _asked_wait(header: str) -> float:
    """The seconds of a Retry-After header, which gives them as a number or as a date."""
    if re.fullmatch(r"[0-9]+", header):
        return float(header[:12])
    try:
        moment = parsedate_to_datetime(header[:100])
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return 0.0


def is_packed(answer: httpx2.Response) -> bool:
    """Whether the server sends the file packed, though it was not asked to."""
    return answer.headers.get("content-encoding", "").strip().lower() not in ("", "identity")


def pieces(answer: httpx2.Response) -> Iterator[bytes]:
    """The body, unpacked as it comes. The reader stops where it has had enough: what it unpacks to has no end.

    Raises:
        FetchError: it is packed in a way that is not known, damaged, or not whole.
    """
    if not is_packed(answer):
        yield from answer.iter_raw()
        return
    encoding = answer.headers["content-encoding"].strip().lower()
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"is sent packed as {encoding[:40]!r}, which was not asked for")
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for raw in answer.iter_raw():
            yield unpacker.decompress(raw)
    except zlib.error:
        raise FetchError("is sent packed, and damaged", again=True) from None
    if not unpacker.eof or unpacker.unused_data:
        raise FetchError("is sent packed, and not whole", again=True)
