"""A report's plan as a flow of few kinds of pieces, which every engine sets in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from tests.engines.style import Style
from tests.generator.blocks import (
    Block,
    Box,
    ContentsPage,
    Grid,
    Heading,
    Items,
    Legend,
    Lines,
    Note,
    PageBreak,
    Para,
    Picture,
    RatingLine,
    Row,
    Verdict,
)
from tests.generator.quotes import quoted
from tests.generator.truth import POINTS, Plan


@dataclass(frozen=True)
class Run:
    """Letters set alike. `note` is the number of the footnote that is called for here, instead of letters."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    note: int = 0


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Cell:
    """A cell over `span` columns; `icon` names the rating that is drawn in it."""

    runs: Runs
    span: int = 1
    icon: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table. `widths` are shares of the line; `plain` ones are ruled by full lines whatever the style says."""

    rows: tuple[tuple[Cell, ...], ...]
    heads: int
    widths: tuple[float, ...]
    strong: frozenset[int] = frozenset()
    wide: bool = False
    plain: bool = False


@dataclass(frozen=True)
class Head:
    runs: Runs
    level: int  # 0: the cover, 1 to 3, 4: a small heading over a list
    fresh: bool = False  # opens a page


@dataclass(frozen=True)
class Prose:
    runs: Runs
    kind: str = "body"  # body, quote, tight (a line of an address)


@dataclass(frozen=True)
class Listing:
    items: tuple[tuple[str, Runs], ...]  # label as printed, or empty for a bullet; words


@dataclass(frozen=True)
class Boxed:
    paragraphs: tuple[Runs, ...]
    good: bool


@dataclass(frozen=True)
class Contents:
    heading: Runs
    entries: tuple[tuple[Runs, str], ...]


@dataclass(frozen=True)
class Space:
    pass


@dataclass(frozen=True)
class Break:
    pass


@dataclass(frozen=True)
class Columns:
    """Prose in two columns."""

    pieces: tuple[Prose | Listing, ...]


LONG = 900  # characters of prose that is worth two columns
LETTER = 0.62  # of the size of body type: a letter in bold in a table, with room to spare
MEASURE, ROOM = 460.0, 10.0  # points of a line, and of the white in a cell

Piece = Sheet | Head | Prose | Listing | Boxed | Contents | Space | Break | Columns


@dataclass(frozen=True)
class Document:
    """All that an engine sets: pieces in reading order, footnotes by number, and what runs above and below pages."""

    title: str
    footer: str
    pieces: tuple[Piece, ...]
    notes: dict[int, Runs]


def document(plan: Plan, style: Style, curly: str = "curly") -> Document:
    """The flow of a plan in a style; `curly` is the fashion of its quotation marks."""
    flow = _Flow(plan, style, curly)
    notes = {block.number: flow.runs(block.text) for block in plan.blocks if isinstance(block, Note)}
    return Document(plan.report["title"], plan.footer, tuple(flow.pieces(plan.blocks)), notes)


class _Flow:
    def __init__(self, plan: Plan, style: Style, curly: str) -> None:
        self.plan, self.style, self.curly = plan, style, curly

    def pieces(self, blocks: list[Block]) -> Iterator[Piece]:
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, RatingLine):
                lines = [
                    b for b in takewhile(lambda b: isinstance(b, RatingLine), blocks[at:]) if isinstance(b, RatingLine)
                ]
                yield from self._ratings(lines)
                at += len(lines)
                continue
            prose = list(takewhile(lambda b: isinstance(b, Para | Items | Note), blocks[at:]))
            if self.style.columns == 2 and len(str(prose)) > LONG and isinstance(block, Para | Items):
                yield Columns(tuple(p for b in prose for p in self._piece(b) if isinstance(p, Prose | Listing)))
                at += len(prose)
                continue
            yield from self._piece(block)
            at += 1

    def _piece(self, block: Block) -> Iterator[Piece]:
        made: Iterator[Piece] = getattr(self, f"_{type(block).__name__.lower()}")(block)
        yield from made

    def runs(self, text: str, bold: bool = False, italic: bool = False) -> Runs:
        """Marked-up text as runs."""
        text = quoted(text, self.curly)
        slant = italic or text.count("</i>") > text.count("<i>")
        found: list[Run] = []
        for part in re.split(r"(</?[bi]>|\s?<sup>\d+</sup>)", text):
            if match := re.fullmatch(r"(\s?)<sup>(\d+)</sup>", part):
                found.append(Run(note=int(match[2])))
            elif part in ("<b>", "</b>"):
                bold = part == "<b>"
            elif part in ("<i>", "</i>"):
                slant = part == "<i>"
            elif part:
                found.append(Run(part, bold, slant))
        return tuple(found)

    def _lines(self, block: Lines) -> Iterator[Piece]:
        for text, _ in block.lines:
            yield Head(self.runs(text), 0) if block.big else Prose(self.runs(text), "tight")
        yield Space()

    def _heading(self, block: Heading) -> Iterator[Piece]:
        dot = block.ref[:1].isdigit() and "." not in block.ref
        title = f"{block.ref}{'.' if dot else ''} {block.text}".strip()
        fresh = block.level == 1 and (block.ref == "1" or block.text.lower().startswith(("foreword", "annexe one")))
        yield Head(self.runs(title), 4 if block.colon else min(block.level, 3), fresh and not block.colon)

    def _para(self, block: Para) -> Iterator[Piece]:
        yield Prose(self.runs(block.text), "quote" if block.quoted else "body")

    def _items(self, block: Items) -> Iterator[Piece]:
        yield Listing(tuple((item.label, self.runs(item.text, italic=block.italic)) for item in block.items))

    def _note(self, block: Note) -> Iterator[Piece]:
        yield from ()

    def _picture(self, block: Picture) -> Iterator[Piece]:
        yield Space()

    def _pagebreak(self, block: PageBreak) -> Iterator[Piece]:
        yield Break()

    def _box(self, block: Box) -> Iterator[Piece]:
        heads = tuple(self.runs(line, bold=True) for line in (block.label, block.title) if line)
        yield Boxed((*heads, *(self.runs(text) for text in block.paragraphs)), block.good)

    def _contentspage(self, block: ContentsPage) -> Iterator[Piece]:
        yield Contents(self.runs(block.heading), tuple((self.runs(title), page) for title, page in block.entries))

    def _legend(self, block: Legend) -> Iterator[Piece]:
        rows = tuple((Cell((), icon=label), Cell(self.runs(words))) for label, words in block.entries)
        yield Sheet(rows, 0, (0.08, 0.4), plain=True)

    def _verdict(self, block: Verdict) -> Iterator[Piece]:
        icon = block.label if block.label in POINTS else ""
        if self.style.verdict == "below":
            yield Prose(self.runs(block.sentence, italic=True))
            yield Prose(self.runs(block.label, bold=True))
            return
        row = (
            Cell(self.runs(block.sentence, italic=True)),
            Cell(self.runs(block.label, bold=True)),
            Cell((), icon=icon),
        )
        yield Sheet((row,), 0, (0.68, 0.24, 0.08), plain=True)

    def _ratings(self, lines: list[RatingLine]) -> Iterator[Piece]:
        rows = tuple(
            (
                Cell(self.runs(f"{line.ref} {line.name}".strip())),
                Cell(self.runs(line.label, bold=True)),
                Cell((), icon=line.label),
            )
            for line in lines
        )
        yield Sheet(rows, 0, (0.6, 0.32, 0.08), plain=True)

    def _grid(self, block: Grid) -> Iterator[Piece]:
        rows = tuple(tuple(self._cells(row, block)) for row in block.rows)
        heads = len(list(takewhile(lambda row: row.header, block.rows)))
        strong = frozenset(at for at, row in enumerate(block.rows) if row.strong)
        yield Sheet(rows, heads, self._widths(block), strong, wide=block.icons)
        yield Space()

    def _cells(self, row: Row, block: Grid) -> Iterator[Cell]:
        at = 0
        while at < len(row.cells):
            text, span = row.cells[at], 1
            while row.header and text and at + span < len(row.cells) and not row.cells[at + span]:
                span += 1
            drawn = text in POINTS and not row.header and (block.icons or row.ratings)
            words = (
                ()
                if drawn and block.icons
                else self.runs(text, bold=(row.header and self.style.bold_heads) or row.strong)
            )
            yield Cell(words, span, text if drawn else "")
            at += span

    def _widths(self, block: Grid) -> tuple[float, ...]:
        """Shares of the line: wide columns first, but none so narrow that a word would not stand in it."""
        columns = len(block.rows[0].cells)
        if block.icons:
            return (0.14, 0.045, 0.08, 0.06, 0.075, *[0.6 / (columns - 5)] * (columns - 5))
        if not block.wide_first:
            given = [0.1, *[0.7 / (columns - 2)] * (columns - 2), 0.2]
        else:
            narrow = min(0.19, 0.6 / max(columns - 1, 1))
            if columns == 2:
                narrow = 0.75 if max(len(row.cells[0]) for row in block.rows) < 13 else 0.25
            given = [1 - narrow * (columns - 1), *[narrow] * (columns - 1)]
        for at in range(columns):
            words = " ".join(row.cells[at] for row in block.rows if not row.strong).replace("-", " ").split()
            need = (max(map(len, words), default=0) * LETTER * self.style.size + ROOM) / MEASURE
            if given[at] < need:
                given[given.index(max(given))] -= need - given[at]
                given[at] = need
        return tuple(given)
