"""Connections: each to an address that was checked, or by the proxy that the environment names, and ended in time.

What holds: a name is resolved once a connection, every address that it has is checked, and the connection goes to one
of those; a name that resolves otherwise a moment later changes nothing. A redirect leads to public addresses only,
whatever its name resolves to. Where the environment names a proxy, the proxy resolves names and connects: then
addresses that are written out and names that resolve here are checked, and no more can be known. What a catalogue
itself names is asked wherever it is: whoever wrote it may mean a server of their own.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx2

from extractor.errors import InputError
from extractor.fetch.settings import FetchError

__all__ = ["Addresses", "Connections", "kind_of_address", "written_out"]

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_KINDS = ("unspecified", "loopback", "link_local", "multicast", "private", "site_local", "reserved")
_MOST = 8  # addresses of a name that are tried
_ONCE = httpx2.Limits(max_keepalive_connections=0)  # a connection belongs to the name that was asked for


def kind_of_address(address: IP) -> str:
    """`loopback`, `private` and so on; empty where it is a public address of one host."""
    if isinstance(address, ipaddress.IPv6Address):  # one that stands for an IPv4 address: mapped, tunnelled, translated
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return kind_of_address(inner)
    kind = next((kind for kind in _KINDS if getattr(address, f"is_{kind}", False)), "")
    return {"site_local": "private", "": "" if address.is_global else "reserved"}.get(kind, kind.replace("_", "-"))


def written_out(host: str) -> IP | None:
    """The address that a host is, in any form that systems take: `127.1`, `0x7f.1`, `2130706433`, `017700000001`."""
    host = host.removesuffix(".")
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which the system would try them."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Finds the addresses of hosts.

    Args:
        resolve: the addresses of a host and port; raises OSError where it has none.
        kind: what speaks against an address, in a word.
    """

    resolve: Callable[[str, int], list[str]] = _resolve
    kind: Callable[[IP], str] = kind_of_address

    def of(self, url: httpx2.URL, redirected: bool, proxied: bool = False) -> list[str]:
        """The addresses to connect to, best first; perhaps none where a proxy is to find them.

        Raises:
            FetchError: the name has no address, or a redirect led to one that is not public.
        """
        host = url.raw_host.decode("ascii")
        address = written_out(host)
        try:
            port = url.port or {"http": 80}.get(url.scheme, 443)
            addresses = [address] if address else [ipaddress.ip_address(found) for found in self.resolve(host, port)]
        except (OSError, ValueError) as error:  # a name that cannot be encoded is a ValueError
            addresses = []
            if not proxied:
                cause = getattr(error, "strerror", None) or error
                raise FetchError(f"no address is known for {host} ({cause}): check the url", again=True) from None
        if redirected:
            self._check(url, host, addresses)
        return [str(address) for address in dict.fromkeys(addresses)][:_MOST]

    def _check(self, url: httpx2.URL, host: str, addresses: list[IP]) -> None:
        kinds = {str(address): self.kind(address) for address in addresses}
        if not addresses and host.removesuffix(".").rpartition(".")[2] == "localhost":
            kinds = {host: "loopback"}
        for address, kind in kinds.items():
            if kind:
                at = "" if address == host else f" at {address}"
                raise FetchError(
                    f"is redirected to {str(url)[:200]}{at}, which is {kind}, and only redirects to public addresses "
                    "are followed; where it is a server of your own, name this address in the catalogue"
                )


class Connections:
    """Sends requests, one after the other.

    Args:
        addresses: finds and checks the addresses that a url is asked at.

    Raises:
        InputError: the environment names a proxy or certificates that cannot be used.
    """

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._end = float("inf")
        self._stream: Any = None  # of the latest request
        try:
            self._direct = httpx2.HTTPTransport(limits=_ONCE)
            self._proxied = {
                scheme: httpx2.HTTPTransport(proxy=url if "://" in url else f"http://{url}", limits=_ONCE)
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
        """Have what is asked for in the block break off after some seconds; an earlier end stays. See `is_late`."""
        before, self._end = self._end, min(self._end, time.monotonic() + seconds)
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._end = before

    @property
    def is_late(self) -> bool:
        """Whether the time of the innermost `within` is over: whatever came or failed since then is worth nothing."""
        return time.monotonic() >= self._end

    def _cut(self) -> None:
        """End the connection, also where a server sends a little again and again."""
        with suppress(OSError, AttributeError):
            socket.socket.shutdown(self._stream.get_extra_info("socket"), socket.SHUT_RDWR)

    def _note(self, event: str, about: dict[str, Any]) -> None:
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._stream = about["return_value"]
            if self.is_late:
                self._cut()

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
            httpx2.TransportError: the connection failed.
        """
        request.extensions["trace"] = self._note
        if (proxy := self._proxy(request.url)) is not None:
            answer = proxy.handle_request(request)
        else:
            answer = self._sent(request, self._addresses.of(request.url, redirected))
        answer.request = request
        return answer

    def _sent(self, request: httpx2.Request, addresses: list[str]) -> httpx2.Response:
        """The answer of the first address that takes a connection; the certificate is that of the name."""
        extensions = request.extensions | {"sni_hostname": request.url.raw_host.decode("ascii")}
        for last, address in enumerate(addresses, 1 - len(addresses)):
            url = request.url.copy_with(host=address)
            try:
                return self._direct.handle_request(
                    httpx2.Request("GET", url, headers=request.headers, extensions=extensions)
                )
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                if last == 0:
                    raise
        raise httpx2.ConnectError(f"no address is known for {request.url.host}")

    def _proxy(self, url: httpx2.URL) -> httpx2.HTTPTransport | None:
        proxy = self._proxied.get(url.scheme) or self._proxied.get("all")
        return None if proxy is None or proxy_bypass(url.raw_host.decode("ascii")) else proxy
