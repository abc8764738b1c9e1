"""Connections that end in time, each to an address that was checked or by the proxy that the environment names."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TypeVar
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

from extractor.errors import InputError
from extractor.fetch.addresses import Addresses

__all__ = ["Connections"]

T = TypeVar("T")


class _Deadline:
    """The moment at which what is being asked for has taken too long."""

    def __init__(self) -> None:
        self.moment = float("inf")

    def of(self, attempt: Callable[[float], T], most: float | None) -> T:
        """What an attempt gives, which is told how many seconds it has: `most`, or less where the end is near."""
        left = self.moment - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return attempt(min(left, float("inf") if most is None else most))
        except httpcore2.TimeoutException:
            if time.monotonic() >= self.moment:
                raise TimeoutError from None
            raise


class _Line(httpcore2.NetworkStream):
    """A connection that keeps to a deadline, also where a server sends a little again and again."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._stream, self._deadline = stream, deadline
        self.write, self.close, self.get_extra_info = stream.write, stream.close, stream.get_extra_info  # type: ignore[method-assign]

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._deadline.of(lambda left: self._stream.read(max_bytes, left), timeout)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._deadline.of(lambda left: self._stream.start_tls(ssl_context, server_hostname, left), timeout)
        return _Line(secured, self._deadline)


class _Wire(httpcore2.SyncBackend):
    """Opens connections: to the addresses of the host that is asked for, once they are checked, else to a proxy."""

    def __init__(self, deadline: _Deadline, addresses: Callable[[], list[str]] | None) -> None:
        self._deadline, self._addresses = deadline, addresses

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        connect = super().connect_tcp
        failed: Exception = httpcore2.ConnectError(f"no address is known for {host}")
        for address in [host] if self._addresses is None else self._addresses():
            try:
                stream = self._deadline.of(
                    lambda left, to=address: connect(to, port, left, local_address, socket_options),  # type: ignore[misc]
                    timeout,
                )
                return _Line(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed


class _Transport(httpx2.HTTPTransport):
    """Sends requests over the connections that a wire opens. None is used twice: each belongs to the name asked for."""

    def __init__(self, wire: _Wire, proxy: httpcore2.Proxy | None = None) -> None:
        self._pool = httpcore2.ConnectionPool(
            httpx2.create_ssl_context(), proxy, max_keepalive_connections=0, network_backend=wire
        )


class Connections:
    """Sends requests.

    Args:
        addresses: finds and checks the addresses that a url is asked at.

    Raises:
        InputError: the environment names a proxy or certificates that cannot be used.
    """

    def __init__(self, addresses: Addresses) -> None:
        self._deadline = _Deadline()
        self._addresses = addresses
        self._asked = httpx2.URL(), False
        try:
            self._direct = _Transport(_Wire(self._deadline, lambda: addresses.of(*self._asked)))
            self._proxied = {
                scheme: _Transport(_Wire(self._deadline, None), _proxy_at(url))
                for scheme, url in getproxies().items()
                if scheme in ("http", "https", "all") and url
            }
        except (ImportError, ValueError, OSError, httpx2.InvalidURL) as error:
            raise InputError(
                f"the proxy or certificates that the environment names cannot be used: {error}. "
                "Look at HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE."
            ) from None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Have all requests in the block end after some seconds, with TimeoutError; an earlier end stays."""
        before = self._deadline.moment
        self._deadline.moment = min(before, time.monotonic() + seconds)
        try:
            yield
        finally:
            self._deadline.moment = before

    def check(self, url: httpx2.URL) -> None:
        """Raise where a redirect must not be followed to an address.

        Raises:
            FetchError: with the cause.
        """
        self._addresses.of(url, redirected=True, proxied=self._proxy(url) is not None)

    def send(self, request: httpx2.Request, redirected: bool) -> httpx2.Response:
        """The answer to a request, its body not yet read.

        Raises:
            FetchError: a redirect led to an address that must not be asked, or the host has none.
            TimeoutError: it has taken longer than `within` says, also while the body is read.
            httpx2.TransportError: the connection failed.
        """
        self._asked = request.url, redirected
        answer = (self._proxy(request.url) or self._direct).handle_request(request)
        answer.request = request
        return answer

    def _proxy(self, url: httpx2.URL) -> _Transport | None:
        proxy = self._proxied.get(url.scheme) or self._proxied.get("all")
        return None if proxy is None or proxy_bypass(url.raw_host.decode("ascii")) else proxy


def _proxy_at(url: str) -> httpcore2.Proxy:
    proxy = httpx2.Proxy(url if "://" in url else f"http://{url}")
    if proxy.url.scheme.startswith("socks"):
        import_module("socksio")
    return httpcore2.Proxy(str(proxy.url), proxy.raw_auth)
