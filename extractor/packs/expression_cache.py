"""Expressions are compiled, the long ones once and for all: what comes of it is kept from one process to the next."""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import msgspec
import regex

_LONG = 1000  # characters: a shorter expression is compiled before a file is opened
_Names = dict[str, int]
_Code = tuple[str, int, bytes, _Names, dict[int, str], dict[str, Any], list[Any], int, tuple[int, ...], int, int]


class Store(Protocol):
    """Where compiled expressions are kept, by what they are compiled from."""

    def compiled(self, pattern: str, flags: int) -> bytes | None:
        """What was kept of an expression, if anything was."""

    def keep_compiled(self, pattern: str, flags: int, code: bytes) -> None:
        """Keep what an expression was compiled to."""


_store: Store | None = None


def keep_in(store: Store | None) -> None:
    """Where this process looks for compiled expressions, and keeps those that it compiles; None for nowhere."""
    global _store
    _store = store


@cache  # packs share the rules of those that they extend; what is sent to a process compiles there once
def compiled(pattern: str, flags: int) -> Any:
    """A `regex` pattern; raises `regex.error` where the words are none."""
    if _store is None or len(pattern) < _LONG:
        return regex.compile(pattern, flags, cache_pattern=False)
    kept = _store.compiled(pattern, flags)
    made = _restored(kept) if kept is not None else None
    if made is None:
        made = regex.compile(pattern, flags, cache_pattern=False)
        _store.keep_compiled(pattern, flags, msgspec.msgpack.encode(_taken_apart(made)[1]))
    return made


def _restored(kept: bytes) -> Any:
    """The pattern that was kept; None where it cannot be made of it."""
    make, _ = _taken_apart(regex.compile(""))
    try:
        return make(*msgspec.msgpack.decode(kept, type=_Code))
    except (msgspec.MsgspecError, regex.error, ValueError, TypeError, OverflowError):
        return None


def _taken_apart(pattern: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """What makes a pattern, and of what, as `regex` tells those who send it to another process."""
    apart: tuple[Any, Any] = copyreg.dispatch_table[regex.Pattern](pattern)  # type: ignore[assignment]
    return apart
