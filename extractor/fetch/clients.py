"""Connections: each goes to an address that was checked, or by the proxy that the environment names."""

from __future__ import annotations

import ssl
from contextlib import AsyncExitStack
from functools import cache
from types import TracebackType
from typing import Self
from urllib.request import getproxies, proxy_bypass

import httpx

from extractor.errors import InputError
from extractor.fetch.addresses import Addresses
from extractor.fetch.errors import FetchError
from extractor.fetch.settings import Settings

__all__ = ["Clients"]


class Clients:
    """Sends requests.

    Args:
        settings: limits of time, and who asks.
        addresses: finds and checks the addresses that a url is asked at.

    Raises:
        InputError: the environment names a proxy or certificates that cannot be used.
    """

    def __init__(self, settings: Settings, addresses: Addresses) -> None:
        self._settings = settings
        self._addresses = addresses
        try:
            self._direct = _client(settings, None)
            self._proxied = {
                scheme: _client(settings, proxy if "://" in proxy else f"http://{proxy}")
                for scheme, proxy in getproxies().items()
                if scheme in ("http", "https", "all") and proxy
            }
        except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
            raise InputError(
                f"the proxy or certificates that the environment names cannot be used: {error}. "
                "Look at HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE."
            ) from None
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for client in (self._direct, *self._proxied.values()):
            await self._open.enter_async_context(client)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def check(self, url: httpx.URL) -> None:
        """Raise where a redirect must not be followed to an address.

        Raises:
            FetchError: with the cause.
        """
        await self._addresses.of(url, redirected=True, proxied=self._proxy(url) is not None)

    async def send(self, url: httpx.URL, headers: dict[str, str], redirected: bool) -> httpx.Response:
        """The answer to a request, its body not yet read.

        Raises:
            FetchError: there is no address that may be asked, or the connection failed.
        """
        proxy = self._proxy(url)
        addresses = await self._addresses.of(url, redirected, proxied=proxy is not None)
        if proxy is not None:
            return await proxy.send(proxy.build_request("GET", url, headers=headers), stream=True)
        for left, address in enumerate(addresses, 1 - len(addresses)):
            # The host stays in the header, and in the certificate that is asked for.
            request = self._direct.build_request(
                "GET",
                url.copy_with(host=address),
                headers={**headers, "Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": url.raw_host.decode("ascii")},
            )
            try:
                return await self._direct.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if not left or _is_certificate(error):
                    raise
        raise FetchError(f"no address is known for {url.host}: check the url", again=True)

    def explain(self, error: Exception) -> FetchError:
        """What went wrong on the way, in words."""
        if isinstance(error, httpx.ConnectTimeout):
            return FetchError(f"no connection within {self._settings.connect_seconds:g} s", again=True)
        if isinstance(error, httpx.TimeoutException):
            return FetchError(f"nothing came for {self._settings.silence_seconds:g} s", again=True)
        words = " ".join(str(error).split())[:200] or type(error).__name__
        if isinstance(error, httpx.RemoteProtocolError):
            if "without" in words or "incomplete" in words:  # sending a response, or all of it
                return FetchError("the connection broke off before all had come", again=True)
            return FetchError(f"the answer is not proper HTTP ({words})")
        if _is_certificate(error):
            return FetchError(
                f"the server's certificate is not accepted ({words}); if your network has one of its own, "
                "name its file in SSL_CERT_FILE"
            )
        if isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol):
            return FetchError(f"the connection failed ({words})", again=True)
        return FetchError(f"cannot be asked for ({words})")

    def _proxy(self, url: httpx.URL) -> httpx.AsyncClient | None:
        proxy = self._proxied.get(url.scheme) or self._proxied.get("all")
        return None if proxy is None or proxy_bypass(url.raw_host.decode("ascii")) else proxy


def _client(settings: Settings, proxy: str | None) -> httpx.AsyncClient:
    """A client that looks nowhere but here for what it does, and asks for nothing twice over one connection.

    A connection belongs to an address: one that was opened for another name, with that name's certificate, is not used.
    """
    return httpx.AsyncClient(
        # Nothing is asked for in a packed form: ranges of a packed answer could not be put together.
        headers={"User-Agent": settings.user_agent, "Accept": "*/*", "Accept-Encoding": "identity"},
        timeout=httpx.Timeout(settings.silence_seconds, connect=settings.connect_seconds),
        limits=httpx.Limits(max_keepalive_connections=0),
        verify=_trusted(),
        follow_redirects=False,
        trust_env=False,
        proxy=proxy,
    )


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that come with httpx, and those of the system: a network at work may have one of its own."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
