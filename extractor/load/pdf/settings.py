"""Every threshold by which a page is read: its unit, its reason, its bounds, and the case that fails when it moves.

`PdfSettings` gathers one group for each room of `load/pdf`. A group is passed to the functions that need it; none of
them keeps a threshold of its own. What the page itself tells (its line pitch, the width of its spaces, the edges of its
columns) is no threshold and is measured, not set.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
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


class _Bounded:
    """A group of settings that refuses values outside of their bounds."""

    def __post_init__(self) -> None:
        for one in fields(self):  # type: ignore[arg-type]
            value, about = getattr(self, one.name), one.metadata
            if not about["low"] <= value <= about["high"]:
                bounds = f"{about['low']:g} and {about['high']:g} ({about['unit']})"
                raise ValueError(f"{type(self).__name__}.{one.name} is {value:g}: give a value between {bounds}")


@dataclass(frozen=True)
class WordSettings(_Bounded):
    """How letters become words and lines."""


@dataclass(frozen=True)
class DrawingSettings(_Bounded):
    """What of a page's graphics is a rule, a tint or an icon."""


@dataclass(frozen=True)
class TableSettings(_Bounded):
    """How rules, tints and words become tables."""


@dataclass(frozen=True)
class PageSettings(_Bounded):
    """How lines become blocks in reading order."""

    gutter: float = threshold(
        0.8, unit="of the size", reason="a gap between columns is wider than the spaces of justified lines", case="-"
    )
    edge: float = threshold(
        0.28, unit="of the width", reason="a column narrower than this holds no prose", case="-", high=0.5
    )
    figures: float = threshold(
        0.25, unit="of the lines", reason="more lines than this that end in a figure are those of a table", case="-"
    )
    full: float = threshold(
        0.5, unit="of the lines", reason="prose is full to its edge but for the last lines of paragraphs", case="-"
    )
    letters: float = threshold(
        18, unit="letters", reason="lines of columns of prose hold more; shorter ones are labels or cells", case="-"
    )
    loose: float = threshold(
        1.22, unit="of the line pitch", reason="lines further apart are of different paragraphs", case="-", low=1.0
    )
    rows: float = threshold(
        0.8, unit="of the paragraphs", reason="so many that begin at the same heights are cells of rows", case="-"
    )
    larger: float = threshold(
        1.1, unit="of the body's size", reason="coloured or bold type from here on is a heading's", case="-", low=1.0
    )
    column_lines: float = threshold(
        6, unit="lines", reason="fewer in two columns together are labels beside values", case="-"
    )


@dataclass(frozen=True)
class OcrSettings(_Bounded):
    """How a page is read from its picture."""


@dataclass(frozen=True)
class PdfSettings:
    """All settings by which a PDF is read."""

    words: WordSettings = field(default_factory=WordSettings)
    drawing: DrawingSettings = field(default_factory=DrawingSettings)
    tables: TableSettings = field(default_factory=TableSettings)
    page: PageSettings = field(default_factory=PageSettings)
    ocr: OcrSettings = field(default_factory=OcrSettings)
