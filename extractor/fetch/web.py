"""Requests, as polite as `polite` asks: robots.txt first, pauses, redirects within bounds, attempts with back-off."""

from __future__ import annotations

import re
import time
from asyncio import sleep as pause_for
from asyncio import timeout
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import responses
from types import TracebackType
from typing import Self, TypeVar

import httpx

from extractor.fetch.addresses import Addresses
from extractor.fetch.body import pieces
from extractor.fetch.catalogue import fault_of_url
from extractor.fetch.clients import Clients
from extractor.fetch.errors import FetchError
from extractor.fetch.polite import Host, Pace, parse_robots
from extractor.fetch.settings import Settings

__all__ = ["Web", "next_of"]

T = TypeVar("T")

_REDIRECTS = (301, 302, 303, 307, 308)
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class Web:
    """The one way to the network.

    Args:
        settings: pauses and limits.
        sleep, clock: how time passes; tests have a time of their own.
        addresses: which addresses may be asked.
    """

    def __init__(
        self,
        settings: Settings,
        sleep: Callable[[float], Awaitable[None]] = pause_for,
        clock: Callable[[], float] = time.monotonic,
        addresses: Addresses | None = None,
    ) -> None:
        self.settings = settings
        self._sleep = sleep
        self._pace = Pace(sleep, clock)
        self._hosts: dict[str, Host] = {}
        self._clients = Clients(settings, addresses or Addresses(seconds=settings.connect_seconds))

    async def __aenter__(self) -> Self:
        await self._clients.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._clients.__aexit__(kind, error, trace)

    @asynccontextmanager
    async def get(self, url: str, headers: dict[str, str]) -> AsyncIterator[httpx.Response]:
        """The answer to a request, redirects followed, its body not yet read. It is of status 200, 206 or 416.

        Raises:
            FetchError: the address may not be asked for, or the answer is none that helps; also from within the block,
                where the body breaks off.
        """
        asked = httpx.URL(url)
        for hop in range(self.settings.redirects + 1):
            if hop:
                await self._clients.check(asked)
            host = await self._host(asked, redirected=hop > 0)
            host.check(str(asked))
            async with self._request(asked, headers, host.delay, redirected=hop > 0) as answer:
                if answer.status_code not in _REDIRECTS:
                    _check_status(answer, allowed=(200, 206, 416))
                    yield answer
                    return
                asked = next_of(asked, answer)
        raise FetchError(f"is redirected more than {self.settings.redirects} times")

    async def patiently(self, url: str, attempt: Callable[[], Awaitable[T]]) -> T:
        """What `attempt` gives, tried again after a while where that may help.

        Raises:
            FetchError: the cause of the last attempt, or that the server asks for a longer wait than we are ready for.
        """
        limits = self.settings
        for number in range(1, limits.attempts + 1):
            try:
                return await attempt()
            except FetchError as failed:
                if failed.wait > limits.longest_wait:
                    self._state(httpx.URL(url)).closed = "its host asked to be left alone for a while; try again later"
                    raise FetchError(f"{failed}; the server asks to wait {_duration(failed.wait)}: try later") from None
                if not failed.again or number == limits.attempts:
                    raise
                await self._sleep(min(limits.longest_wait, max(failed.wait, limits.back_off * 2 ** (number - 1))))
        raise AssertionError("there is at least one attempt")

    def note(self, url: str, failed: FetchError | None) -> None:
        """Take note of how a file ended, so that a host that only fails is not asked for all of its files."""
        self._state(httpx.URL(url)).note(failed, self.settings)

    def _state(self, url: httpx.URL) -> Host:
        return self._hosts.setdefault(f"{url.scheme}://{url.netloc.decode('ascii')}", Host())

    async def _host(self, url: httpx.URL, redirected: bool) -> Host:
        """The host of an address, its robots.txt read."""
        host = self._state(url)
        if host.rules is None and not host.closed:
            try:
                async with timeout(self.settings.robots_seconds):
                    text = await self.patiently(str(url), lambda: self._robots(url.join("/robots.txt"), redirected))
            except (FetchError, TimeoutError) as error:
                cause = str(error) or f"took longer than {self.settings.robots_seconds:g} s"
                advice = "" if isinstance(error, FetchError) and not error.again else "; try again later"
                host.closed = f"its robots.txt cannot be read ({cause}){advice}"
            else:
                host.obey(parse_robots(text), self.settings)
        return host

    async def _robots(self, url: httpx.URL, redirected: bool) -> str:
        """The beginning of a robots.txt; empty, and all is allowed, where there is none."""
        for _ in range(self.settings.redirects + 1):
            async with self._request(url, {}, 0.0, redirected) as answer:
                if answer.status_code in _REDIRECTS:
                    url, redirected = next_of(url, answer), True
                    continue
                if 400 <= answer.status_code < 500 and answer.status_code not in _TRY_AGAIN:
                    return ""
                _check_status(answer, allowed=(200,))
                read = b""
                async for piece in pieces(answer):
                    read += piece
                    if len(read) > self.settings.robots_bytes:
                        read = read[: self.settings.robots_bytes]
                        read = read[: read.rfind(b"\n") + 1]
                        break
                return read.decode("utf-8-sig", "replace")
        return ""

    @asynccontextmanager
    async def _request(
        self, url: httpx.URL, headers: dict[str, str], delay: float, redirected: bool
    ) -> AsyncIterator[httpx.Response]:
        """One request, after the pause that its host is owed."""
        await self._pace.wait(url.host, max(self.settings.pause, delay))
        try:
            answer = await self._clients.send(url, headers, redirected)
            try:
                yield answer
            finally:
                await answer.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise self._clients.explain(error) from None
        finally:
            self._pace.end(url.host)


def next_of(url: httpx.URL, answer: httpx.Response) -> httpx.URL:
    """Where a redirect leads.

    Raises:
        FetchError: to no address of the web, or from https to http.
    """
    try:
        target = url.join(answer.headers.get("location", ""))
    except (httpx.InvalidURL, ValueError):
        raise FetchError("is redirected to what is no address") from None
    if fault := fault_of_url(str(target)):
        raise FetchError(f"is redirected to an address that {fault}")
    if url.scheme == "https" and target.scheme != "https":
        raise FetchError(
            f"is redirected from https to {str(target)[:200]}, where anybody on the way could change it; "
            "if you trust it, name this address in the catalogue"
        )
    return target


def _check_status(answer: httpx.Response, allowed: tuple[int, ...]) -> None:
    status = answer.status_code
    if status not in allowed:
        advice = {401: ": it needs a sign-in", 404: ": check the url", 410: ": check the url"}.get(status, "")
        cause = f"HTTP {status} {responses.get(status, '')}".strip() + advice
        if status in _TRY_AGAIN:
            raise FetchError(cause, again=True, wait=_asked_wait(answer.headers.get("retry-after", "").strip()))
        raise FetchError(cause)


def _asked_wait(header: str) -> float:
    """The seconds of a Retry-After header, which gives them as a number or as a date."""
    if re.fullmatch(r"[0-9]+", header):
        return float(header[:12])
    try:
        moment = parsedate_to_datetime(header[:100])
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):
        return 0.0


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} minutes"
