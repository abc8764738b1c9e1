"""The body of an answer, piece by piece, so that no answer is larger in memory than a piece."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx

from extractor.fetch.errors import FetchError

__all__ = ["is_packed", "pieces"]

_PIECE = 1 << 20  # bytes
_GZIP_OR_ZLIB = 47  # window bits: either header is taken


def is_packed(answer: httpx.Response) -> bool:
    """Whether the server sends the file packed, though it was not asked to."""
    return answer.headers.get("content-encoding", "").strip().lower() not in ("", "identity")


async def pieces(answer: httpx.Response) -> AsyncIterator[bytes]:
    """The body, unpacked. The reader stops where it has had enough: what a small answer unpacks to has no end.

    Raises:
        FetchError: it is packed in a way that is not known, or damaged.
    """
    if not is_packed(answer):
        async for raw in answer.aiter_raw():
            yield raw
        return
    encoding = answer.headers["content-encoding"].strip().lower()
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"is sent packed as {encoding[:40]!r}, which was not asked for")
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        async for raw in answer.aiter_raw():
            for piece in _unpacked(unpacker, raw):
                yield piece
    except zlib.error:
        raise FetchError("is sent packed, and damaged", again=True) from None
    if not unpacker.eof or unpacker.unused_data:
        raise FetchError("is sent packed, and not whole", again=True)


def _unpacked(unpacker: zlib._Decompress, raw: bytes) -> Iterator[bytes]:
    while not unpacker.eof:
        piece = unpacker.decompress(raw, _PIECE)
        raw = unpacker.unconsumed_tail
        if piece:
            yield piece
        if not raw and len(piece) < _PIECE:
            return
