"""A page of a browser that tests take one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def lent(page: Any, height: int, **listeners: Callable[[Any], None]) -> Iterator[Any]:
    """The page for one test, listened to by event, which leaves nothing in it for the next."""
    page.set_viewport_size({"width": 1280, "height": height})
    for event, does in listeners.items():
        page.on(event, does)
    try:
        yield page
    finally:
        for event, does in listeners.items():
            page.remove_listener(event, does)
        if page.url != "about:blank":
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.goto("about:blank")
