"""How a report is set: drawn from wide ranges, the same for every engine. Nothing of it changes what is printed."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace
from typing import Any

from tests.engines.plan import RULES

CHOICES: dict[str, tuple[Any, ...]] = {
    "size": (8.5, 9.0, 9.5, 10.0, 10.5, 11.0),
    "pitch": (1.0, 1.1, 1.15, 1.25, 1.35, 1.45, 1.6, 1.8, 2.0),
    "table_pitch": (1.0, 1.1, 1.2, 1.3, 1.37, 1.45, 1.6, 1.8, 2.0),
    "padding": (0.0, 1.0, 2.0, 3.0, 4.5, 6.0),
    "rules": RULES,
    "align": ("left", "centre", "right"),
    "upright": ("top", "top", "middle", "bottom"),
    "around": ("", "", "", "border", "tint"),
    "frame": (False, False, False, True),
    "font": ("sans", "serif", "vera"),
    "justified": (False, False, True),
    "hyphens": (False, False, True),
    "spaced": (0.0, 0.0, 0.05, 0.15, 0.3),
    "columns": (1, 1, 2),
    "turned": (False, False, True),
    "header": ("none", "title", "two"),
    "number": ("{}", "Page {} of {}", ""),
    "notes": ("foot", "foot", "after"),
    "repeated": (True, True, False),
    "split_rows": (False, False, True),
    "bold_heads": (True, True, True, False),
    "shaded_heads": (True, False),
    "bullet": ("•", "–", "o", "▪"),
    "verdict": ("row", "below"),
    "page": ("a4", "a4", "letter"),
}


@dataclass(frozen=True)
class Style:
    """The defaults are a plain report. Sizes in points, pitches in type sizes, `spaced` in type sizes a letter."""

    size: float = 10.0
    pitch: float = 1.25
    table_pitch: float = 1.25
    padding: float = 2.0  # above and below the lines of a cell
    rules: str = "full"
    align: str = "left"  # of all columns but the first
    upright: str = "top"
    around: str = ""  # what stands around a table: nothing, a border, a tinted box
    frame: bool = False  # around every page
    font: str = "vera"  # sans, serif: what the machine has; vera: comes with reportlab
    justified: bool = False
    hyphens: bool = False
    spaced: float = 0.0  # between the letters of headings
    columns: int = 1
    turned: bool = False  # wide pages are upright ones that a viewer turns
    header: str = "none"
    number: str = "{}"
    notes: str = "foot"  # at the foot of the page where the engine can, or after what calls for them
    repeated: bool = True  # the header row, on the next page
    split_rows: bool = False  # a page break may cut a row
    bold_heads: bool = True
    shaded_heads: bool = False
    bullet: str = "•"
    verdict: str = "row"  # a label beside its sentence, or below it
    page: str = "a4"

    @classmethod
    def drawn(cls, seed: object, **chosen: Any) -> Style:
        """A style by seed; what is `chosen` stands as given."""
        rng = random.Random(f"{seed}/style")
        drawn = {name: rng.choice(choices) for name, choices in CHOICES.items()}
        return cls(**{**drawn, **chosen})

    def without(self, name: str) -> Style:
        """The same style with one thing as in a plain report: to learn which of them matters."""
        return replace(self, **{name: getattr(Style(), name)})

    @property
    def smallest(self) -> float:
        """Size of the type in tables of many columns, whose headings must not run into each other."""
        return 3.7 if self.font == "vera" else 4.9

    @property
    def told(self) -> str:
        """What differs from a plain report."""
        plain = Style()
        ours = [f.name for f in fields(self) if getattr(self, f.name) != getattr(plain, f.name)]
        return " ".join(f"{name}={getattr(self, name)}" for name in ours)
