"""The pieces a report is made of, before anyone decides how they look in a text conversion or on a page.

Inline text may hold `<b>`, `<i>` and `<sup>3</sup>` (a footnote mark). `keys` are the numbers of the gold rows that
are read from the block; a renderer reports where each of them came to stand.
"""

from __future__ import annotations

from dataclasses import dataclass

Keys = tuple[int, ...]


@dataclass(frozen=True)
class Lines:
    """Short lines that stand together, as on a cover; each has its own keys."""

    lines: tuple[tuple[str, Keys], ...]
    big: bool = False
    apart: bool = False  # a blank line between any two


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2
    keys: Keys = ()
    ref: str = ""  # printed before the text, in the fashion of the layout
    colon: bool = False  # a small heading over a list


@dataclass(frozen=True)
class Para:
    text: str
    keys: Keys = ()
    whole: bool = False  # never broken over a page
    quoted: bool = False


@dataclass(frozen=True)
class Item:
    text: str
    keys: Keys = ()
    label: str = ""  # `1.` of a numbered item


@dataclass(frozen=True)
class Items:
    """A list. `split` says where a page may break it: inside an item, between items, or nowhere."""

    items: tuple[Item, ...]
    numbered: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Row:
    cells: tuple[str, ...]
    keys: Keys = ()
    header: bool = False
    strong: bool = False  # a heading within the table
    ratings: bool = False  # its last cell is a label that a page shows as an icon


@dataclass(frozen=True)
class Grid:
    rows: tuple[Row, ...]
    splittable: bool = True
    wide_first: bool = True
    icons: bool = False  # cells hold rating labels; a text conversion loses those of data rows


@dataclass(frozen=True)
class Note:
    number: int
    text: str


@dataclass(frozen=True)
class Box:
    """A practice example: a label and paragraphs in a tinted box."""

    label: str
    paragraphs: tuple[str, ...]
    keys: Keys = ()
    good: bool = True
    title: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a standard asks for, and the label or score given for it."""

    sentence: str
    label: str
    keys: Keys = ()
    beside: bool = False  # may stand in the line of the heading


@dataclass(frozen=True)
class RatingLine:
    """One judgement of the ratings page: `1.1 Leadership`, and its label two lines below."""

    ref: str
    name: str
    label: str
    keys: Keys = ()


@dataclass(frozen=True)
class ContentsPage:
    heading: str
    entries: tuple[tuple[str, str], ...]
    keys: Keys = ()


@dataclass(frozen=True)
class Picture:
    """Something that a conversion reduces to a blank line: an icon, a chart, a signature."""

    caption: str = ""


@dataclass(frozen=True)
class Legend:
    """What each icon means: a page shows the icon beside its label, a text only the label."""

    entries: tuple[tuple[str, str], ...]  # label, words printed


@dataclass(frozen=True)
class PageBreak:
    pass


Block = (
    Lines | Heading | Para | Items | Grid | Note | Box | Verdict | RatingLine | ContentsPage | Picture | Legend
    | PageBreak
)  # fmt: skip
