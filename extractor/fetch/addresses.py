"""Which addresses may be asked: a redirect leads to public ones only, whatever a name resolves to.

What holds: a name is resolved once a connection, every address that it has is checked, and the connection goes to one
of those; a name that resolves otherwise a moment later changes nothing. Where the environment names a proxy, the proxy
resolves names and connects: then addresses that are written out and names that resolve here are checked, and no more
can be known. What a catalogue itself names is asked wherever it is: whoever wrote it may mean a server of their own.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

import httpx2

from extractor.fetch.settings import FetchError

__all__ = ["Addresses", "kind_of_address", "written_out"]

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_KINDS = ("unspecified", "loopback", "link_local", "multicast", "private", "site_local", "reserved")
_MOST = 8  # addresses of a name that are tried


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
