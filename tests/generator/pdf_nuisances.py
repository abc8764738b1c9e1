"""What the producers of PDF files do to a report: one field a habit, drawn by seed or set by the caller."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields, replace
from typing import Any

CHOICES: dict[str, tuple[Any, ...]] = {
    "tables": (
        "rows",
        "bands",
        "none",
        "booktabs",
        "verticals",
        "head-verticals",
        "cell-by-cell",
        "hairlines",
        "clipped",
        "white-rules",
        "full",
    ),
    "pitch": (1.0, 1.15, 1.37, 1.5, 1.75, 2.0, 1.25),
    "table_pitch": (1.0, 1.15, 1.37, 1.5, 1.75, 2.0, 1.25),
    "padding": (0.0, 1.5, 4.0, 6.0, None),
    "align": ("centre", "right", "left"),
    "justified": (True, False),
    "frame": (True, False),
    "around": ("border", "tint", ""),
    "upright": ("TOP", "BOTTOM", "MIDDLE"),
    "split_rows": (True, False),
    "header": ("one", "two", "none"),
    "footer": ("two", "one"),
    "mirrored": (True, False),
    "page_number": ("Page {} of {}", "{}"),
    "note_rule": (False, True),
    "long_notes": (True, False),
    "columns": (True, False),
    "hyphens": ("soft", "hard", "unmapped", "none"),
    "bullets": ("wingdings", "apart", "circle", "symbol", "text"),
    "icons": ("square", "picture", "circle"),
    "beside": (True, False),
    "ligatures": ("glyph", "mapped", "none"),
    "spaces": ("nbsp", "double", "positioned", "apart", "plain"),
    "gaps": (0.02, 0.05, 0.0),
    "spaced_headings": (True, False),
    "order": ("shuffled", "columns", "bottom-up", "plain"),
    "doubled": (True, False),
    "hidden": (True, False),
    "watermark": (True, False),
    "links": (True, False),
    "artifacts": (True, False),
    "geometry": ("cropped", "small", "unit", "turned", "up", "plain"),
    "type3": (True, False),
    "labels": (True, False),
}
ON_A_PAGE = frozenset(  # what `spoil` does to a page that is laid out
    "ligatures spaces gaps spaced_headings order doubled hidden watermark links artifacts geometry type3 labels".split()
)


@dataclass(frozen=True)
class PdfNuisances:
    """The defaults are a producer without bad habits. What is printed never depends on them, only how."""

    tables: str = "full"  # how tables are ruled: a kind of `tests.generator.rules`
    pitch: float = 1.25  # of lines of prose, in type sizes
    table_pitch: float = 1.25  # of lines of a cell
    padding: float | None = None  # points above and below the words of a cell
    align: str = "left"  # of all columns but the first
    font: str = "Helvetica"  # Helvetica, Times-Roman, Vera; a spoilt page knows the first alone
    justified: bool = False
    frame: bool = False  # around every page
    around: str = ""  # what stands around a table: border, tint
    upright: str = "MIDDLE"  # where words stand in a cell that is higher than they are
    split_rows: bool = False  # a page break may cut a row
    header: str = "none"  # running lines above the words: none, one, two; they name the section
    footer: str = "one"
    mirrored: bool = False  # left and right pages
    page_number: str = "{}"
    note_rule: bool = True  # a short rule above footnotes
    long_notes: bool = False  # a footnote goes on on the next page
    columns: bool = False  # prose in two columns, headings across both
    hyphens: str = "none"  # words broken at line ends with a hyphen: hard, soft (U+00AD), unmapped (U+FFFE)
    bullets: str = "text"  # text, apart (objects of their own), symbol, wingdings (private code points), circle (drawn)
    icons: str = "circle"
    beside: bool = False  # labels in a tinted bar beside the heading
    ligatures: str = "none"  # glyph (told by its name alone), mapped (to U+FB01 and so on)
    spaces: str = "plain"  # plain, nbsp, double, positioned (no space glyphs), apart (a text object a word)
    gaps: float = 0.0  # share of words with a gap inside them
    spaced_headings: bool = False
    order: str = "plain"  # in which the file draws what is printed: plain, shuffled, columns, bottom-up
    doubled: bool = False  # headings drawn twice, as shadow or for boldness
    hidden: bool = False  # words that nobody sees: invisible, white, clipped, outside of the crop box
    watermark: bool = False
    links: bool = False
    artifacts: bool = False  # marked content
    geometry: str = "plain"  # cropped (offset crop box), small (big matrix), unit (user unit), turned (/Rotate), up
    type3: bool = False  # italics in a Type 3 font
    labels: bool = False  # page labels: i, ii, 1, 2

    def of_layout(self) -> PdfNuisances:
        """These habits without those of a page that is laid out already."""
        plain = {field.name: field.default for field in fields(self) if field.name in ON_A_PAGE}
        return replace(self, **plain)

    @classmethod
    def drawn(cls, rng: random.Random) -> PdfNuisances:
        """Habits by chance."""
        return cls(**{name: rng.choice(choices) for name, choices in CHOICES.items()})

    @classmethod
    def alone(cls, name: str) -> list[PdfNuisances]:
        """A producer with this one bad habit, in each of its forms."""
        plain = next(f.default for f in fields(cls) if f.name == name)
        return [cls(**{name: choice}) for choice in CHOICES[name] if choice != plain]
