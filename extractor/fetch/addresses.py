"""Which addresses may be asked: a redirect leads to public ones only, whatever a name resolves to.

What holds: a name is resolved once a request, every address that it has is checked, and the connection goes to one of
those; a name that resolves otherwise a moment later changes nothing. Where the environment names a proxy, the proxy
resolves names and connects: then addresses that are written out and names that resolve here are checked, and no more
can be known. What a catalogue itself names is asked wherever it is: whoever wrote it may mean a server of their own.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from extractor.fetch.errors import FetchError

__all__ = ["Addresses", "Resolve", "kind_of_address", "written_out"]

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_MOST = 8  # addresses of a name that are tried


async def _resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which the system would try them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def kind_of_address(address: IP) -> str:
    """`loopback`, `private` and so on; empty where it is a public address of one host."""
    inner = _within(address)
    if inner is not None:
        return kind_of_address(inner)
    kinds = {
        "unspecified": address.is_unspecified,
        "loopback": address.is_loopback,
        "link-local": address.is_link_local,
        "multicast": address.is_multicast,
        "private": address.is_private or getattr(address, "is_site_local", False),
        "reserved": address.is_reserved or not address.is_global,
    }
    return next((kind for kind, holds in kinds.items() if holds), "")


def _within(address: IP) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, translated, or at the end of a tunnel."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


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


@dataclass(frozen=True, slots=True)
class Addresses:
    """Finds the addresses that a url is asked at.

    Args:
        resolve: the addresses of a host and port; raises OSError where it has none.
        kind: what speaks against an address, in a word.
        seconds: longest time that resolving may take.
    """

    resolve: Resolve = _resolve
    kind: Callable[[IP], str] = kind_of_address
    seconds: float = 15.0

    async def of(self, url: httpx.URL, redirected: bool, proxied: bool = False) -> list[str]:
        """The addresses to connect to, best first; none where a proxy is to find them.

        Raises:
            FetchError: the name has no address, or a redirect led to one that is not public.
        """
        host = url.raw_host.decode("ascii")
        addresses = await self._all(host, url.port or {"http": 80}.get(url.scheme, 443), proxied)
        if redirected:
            self._check(url, host, addresses)
        return [] if proxied else [str(address) for address in addresses[:_MOST]]

    async def _all(self, host: str, port: int, proxied: bool) -> list[IP]:
        if address := written_out(host):
            return [address]
        try:
            async with asyncio.timeout(self.seconds):
                return [ipaddress.ip_address(address) for address in await self.resolve(host, port)]
        except (OSError, ValueError) as error:  # TimeoutError is an OSError, a name that cannot be encoded a ValueError
            if proxied:
                return []
            cause = getattr(error, "strerror", None) or f"no answer within {self.seconds:g} s"
            raise FetchError(f"no address is known for {host} ({cause}): check the url", again=True) from None

    def _check(self, url: httpx.URL, host: str, addresses: list[IP]) -> None:
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
