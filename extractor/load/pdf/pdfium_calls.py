"""Functions of pdfium that are asked of every letter, run or object of a page, without what makes their calls slow."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any


def plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function, but pointers are plain numbers, and it keeps other threads waiting.

    `function` is one of `pypdfium2.raw`, `result` the ctypes type of what it gives, `c_void_p` for any pointer, and
    `arguments` those of what it is given; without any, it takes what ctypes passes as it is: a pointer as a `c_void_p`,
    and integers.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    made: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return made
