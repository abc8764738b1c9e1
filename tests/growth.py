"""How work grows with what it is given: two sizes side by side in one process, however busy the machine is."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TypeVar

TIMES = 8  # the larger of two sizes is so many times the smaller
MOST = 1.6  # the power that is taken for linear, with room for caches and noise; work with the square has 2
TRIES = 4
_LEAST = 0.03  # seconds that are measured at once: some clocks of processes tick 60 times a second

Given = TypeVar("Given")


def power(work: Callable[[Given], object], make: Callable[[int], Given], size: int) -> float:
    """The power of the size that work grows with: 1 where it takes twice as long on twice as much, 2 where four times.

    Args:
        work: what is measured, in processor time of this process.
        make: what it is given, of a size; made before it is measured.
        size: the larger of the two sizes.

    Returns:
        the least power of some tries, as nothing but what is measured takes time in all of them; a try that is
        linear is the last.
    """
    little, much = make(size // TIMES), make(size)
    least, short = math.inf, math.inf
    for _ in range(TRIES):
        short = min(short, _seconds(work, little), _seconds(work, little))
        least = min(least, math.log(_seconds(work, much) / short, TIMES))
        if least < MOST:
            break
    return least


def _seconds(work: Callable[[Given], object], given: Given) -> float:
    """What one round of work takes: of as many as a clock that ticks seldom can tell from none."""
    begun, taken, rounds = time.process_time(), 0.0, 0
    while taken < _LEAST:
        work(given)
        taken, rounds = time.process_time() - begun, rounds + 1
    return taken / rounds
