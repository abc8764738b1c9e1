"""What share a row of `quantities` stands for: a percentage, a fraction, or words such as `almost half`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from extractor.check.inside.wordings import PLAIN
from extractor.domain import numerals
from extractor.packs import Pack

if TYPE_CHECKING:
    from extractor.dataset.rows import QuantityRow

__all__ = ["nearness", "share_in_words", "share_told"]

_ROUNDING = 0.5
# Denominators of shares that are rounded. A fraction of others, "five out of seven", counts cases one by one.
_ROUND = frozenset((2, 3, 4, 5, 10))
_PLACES = regex.compile(r"\d\.(\d+)")


def share_told(row: QuantityRow, pack: Pack) -> tuple[float, float] | None:
    """Least and most per cent that a share stands for, as near as it is printed; None for what is none, or a range."""
    if row.upper is not None or row.kind == "count":
        return None
    if row.kind == "percent" and row.value is not None:
        below, above = (0.0, 0.0) if PLAIN.match(row.as_printed) else numerals.bounds(row.qualifier or row.as_printed)
    elif row.kind == "fraction" and row.value is not None and row.denominator not in _ROUND:
        below, above = (0.0, 0.0) if not row.qualifier else numerals.bounds(row.qualifier)
    else:
        return share_in_words(row, pack)
    rounding = nearness(row.as_printed) if row.kind == "percent" else _ROUNDING
    return max(0.0, row.value - below - rounding), min(100.0, row.value + above + rounding)


def share_in_words(row: QuantityRow, pack: Pack | None) -> tuple[float, float] | None:
    """Least and most per cent that a share in words stands for; None for what is none, or counts cases."""
    printed = " ".join(row.as_printed.split())
    if row.kind == "fraction":
        found = next((m for rule in (pack["prose.out-of"] if pack else ()) if (m := rule.match(printed))), None)
        if found is None or row.value is None or row.denominator not in _ROUND:
            return None
        value, how = float(row.value), found["how"]
    else:
        words = printed.replace("-", " ").split()
        told = ((numerals.share(" ".join(words[-count:])), words[:-count]) for count in (2, 1))
        part, before = next(((part, before) for part, before in told if part is not None), (None, []))
        if part is None:
            return None
        value, how = 100 * part, " ".join(before)
    below, above = numerals.bounds(how)
    return max(0.0, value - below - _ROUNDING), min(100.0, value + above + _ROUNDING)


def nearness(printed: str) -> float:
    """How far a figure may lie from what it was rounded from: half of its last place."""
    found = _PLACES.search(printed)
    return _ROUNDING * 10.0 ** -(len(found[1]) if found else 0)
