"""Timing side by side: what is compared is run in turn, so that what else the machine does meets all of it.

Seconds are those of the processor: what other programs take of it is no part of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any


def rounds(things: dict[str, Callable[[], Any]], count: int, warm: bool = True) -> dict[str, list[float]]:
    """Seconds of every thing, a list of rounds each. With `warm`, a round that is not counted goes before."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for number in range(-1 if warm else 0, count):
        for name, do in things.items():
            begun = time.process_time()
            do()
            if number >= 0:
                seconds[name].append(time.process_time() - begun)
    return seconds


def ratio(seconds: list[float], yardstick: list[float]) -> float:
    """Median over the rounds of a thing's time to the yardstick's in the same round."""
    return median(a / b for a, b in zip(seconds, yardstick, strict=True))
