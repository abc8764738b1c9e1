"""What a loader says of a page: drafts of blocks, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.document import Kind, Style
from extractor.load.words import Break, Note, Words


@dataclass(slots=True)
class DraftCell:
    """A cell as loaded: its words on one line, and the colour of an icon in it.

    A merged cell stands in its first square and covers `rows` downwards and `columns` to the right, itself included.
    `heads` says that it is set as a heading: `th`, bold, shaded or ruled off, where the cells of the body are not.
    """

    words: Words = field(default_factory=Words)
    icon: str = ""
    rows: int = 1
    columns: int = 1
    heads: bool = False

    @property
    def text(self) -> str:
        """Its words, without their marks."""
        return self.words.text

    @property
    def notes(self) -> list[Note]:
        """Its footnote marks."""
        return self.words.notes


@dataclass(slots=True)
class DraftRow:
    """A row as loaded; cells that a wider cell covers are empty cells behind it."""

    cells: list[DraftCell]
    page: int | None = None

    def words(self) -> Words:
        """The words of all its cells, without footnote marks."""
        words = Words()
        for cell in self.cells:
            words.append(replace(cell.words, notes=[]))
        return words


@dataclass(slots=True)
class Draft:
    """A block as loaded. `words` are on one line, without marker; `page` is the page that they begin on.

    `header` counts the heading rows of a table; None lets the grid decide.
    """

    kind: Kind
    words: Words = field(default_factory=Words)
    page: int | None = None
    marker: str = ""
    level: int = 0
    box: int = 0
    style: Style = field(default_factory=Style)
    rows: list[DraftRow] = field(default_factory=list)
    header: int | None = None

    @property
    def text(self) -> str:
        """Its words, without their marks."""
        return self.words.text

    @property
    def notes(self) -> list[Note]:
        """Its footnote marks."""
        return self.words.notes

    @property
    def breaks(self) -> list[Break]:
        """Where its words go on on another page."""
        return self.words.breaks

    def append(self, words: Words, page: int | None, glue: str = " ", drop: int = 0) -> None:
        """Put words of a page behind its own; see `Words.append`."""
        if page is not None and page != self.last_page:
            words = replace(words, breaks=[(0, page), *words.breaks])
        self.words.append(words, glue, drop)

    @property
    def has_filled_cells(self) -> bool:
        """Whether any cell of the table has words or an icon."""
        return any(cell.text or cell.icon for row in self.rows for cell in row.cells)

    @property
    def last_page(self) -> int | None:
        """The page that the block ends on."""
        if self.rows:
            return self.rows[-1].page
        return self.breaks[-1][1] if self.breaks else self.page
