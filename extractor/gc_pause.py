"""Python's search for cycles among objects, put off while a report or packs are read.

A report becomes some hundred thousand small objects that live until its end. Each search looks at all of them again and
finds next to nothing, as they hardly ever form cycles: without it their memory is given back just the same.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """Search for no cycles while the block runs, or the function that this decorates; outer blocks stay as they are."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
