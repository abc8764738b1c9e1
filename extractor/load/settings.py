"""Thresholds: numbers by which a loader decides, each with its unit, reason, bounds, and the case that guards it.

Those by which it is told that two halves are one are of every loader; a format has its own beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def threshold(default: float, unit: str, reason: str, case: str, *, low: float = 0.0, high: float = 1e9) -> Any:
    """A field of a group of settings.

    Args:
        default: its value.
        unit: of the value: `points`, `of the size` (of the type), `of the rows`, `lines` ...
        reason: why there is such a threshold, and why it is about so large.
        case: the golden case under `tests/cases/pdf` whose reading changes when the value moves by a quarter.
        low, high: bounds of values that make sense.
    """
    about = {"unit": unit, "reason": reason, "case": case, "low": low, "high": high}
    return field(default=default, metadata=about)


class Bounded:
    """A group of settings that refuses values outside of their bounds."""

    def __post_init__(self) -> None:
        for one in fields(self):  # type: ignore[arg-type]
            value, about = getattr(self, one.name), one.metadata
            if not about["low"] <= value <= about["high"]:
                bounds = f"{about['low']:g} and {about['high']:g} ({about['unit']})"
                raise ValueError(f"{type(self).__name__}.{one.name} is {value:g}: give a value between {bounds}")


@dataclass(frozen=True)
class JoinSettings(Bounded):
    """When words and tables go on behind a break."""

    hang: float = threshold(0.55, "of an em", "a marker and a blank take more than this", "hanging-little")
    same: float = threshold(
        0.32, "of an em", "words set below one another begin nearer, also where a blank is lost", "hanging-shifted"
    )
    edge: float = threshold(
        3.0, "points", "producers set one edge a little differently from page to page", "table-shifted-over-a-page"
    )
    line: int = threshold(
        40, "letters", "shorter words without an end are a label or a line of their own", "line-broken-off", low=1
    )
