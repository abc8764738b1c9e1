"""Thresholds: numbers by which a loader decides, each with its unit, reason, bounds, and the case that guards it."""

from __future__ import annotations

from dataclasses import field, fields
from typing import Any


def threshold(default: float, *, unit: str, reason: str, case: str, low: float = 0.0, high: float = 1e9) -> Any:
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
