"""What texts are told from one another by: hashes of their lines, and which of many texts share one."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import TemporaryFile

import numpy as np

from extractor.domain.names import squashed

__all__ = ["common", "keys_of", "lines_of", "shared_keys"]

_SHORT = 8  # letters and digits of a line that says something
_LINE = 24  # letters and digits of a line that tells one text from another
_PARTS = 64  # in which the keys of all lines are sorted one after the other: those of 10,000 reports are a MiB each
_BOUNDS = np.arange(1, _PARTS, dtype=np.uint32) * np.uint32(2**32 // _PARTS)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text without blanks and punctuation, each once; the shortest say nothing."""
    found = (squashed(line) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in found if len(line) >= _SHORT))


def keys_of(text: str) -> bytes:
    """Hashes of the lines that can tell a text from another, in their order, four bytes each."""
    return array("I", (zlib.crc32(line.encode()) for line in lines_of(text) if len(line) >= _LINE)).tobytes()


def shared_keys(keys: Iterable[bytes]) -> np.ndarray:
    """The keys that two texts or more have, sorted. They are sorted out on disk, part by part."""
    with ExitStack() as stack:
        parts = [stack.enter_context(TemporaryFile()) for _ in range(_PARTS)]
        for some in keys:
            own = np.unique(np.frombuffer(some, np.uint32))
            for part, found in zip(parts, np.split(own, np.searchsorted(own, _BOUNDS)), strict=True):
                part.write(found.tobytes())
        shared = []
        for part in parts:
            part.seek(0)
            found = np.sort(np.frombuffer(part.read(), np.uint32))
            shared.append(np.unique(found[1:][found[1:] == found[:-1]]))
    return np.concatenate(shared)


def common(keys: bytes, shared: np.ndarray) -> list[int]:
    """The keys of a text that are among those shared, in their order."""
    own = np.frombuffer(keys, np.uint32)
    if not len(shared):
        return []
    places = np.minimum(np.searchsorted(shared, own), len(shared) - 1)
    return list(map(int, own[shared[places] == own]))
