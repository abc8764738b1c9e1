"""What a loader says of a page: drafts of blocks, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.document import Kind, Style


@dataclass(slots=True)
class DraftCell:
    """A cell as loaded: its words on one line, the colour of an icon in it, and footnote marks (offset, label).

    A merged cell stands in its first square and covers `rows` downwards and `columns` to the right, itself included.
    `heads` says that it is set as a heading: `th`, bold, shaded or ruled off, where the cells of the body are not.
    """

    text: str = ""
    icon: str = ""
    notes: list[tuple[int, str]] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    heads: bool = False


@dataclass(slots=True)
class DraftRow:
    """A row as loaded; cells that a wider cell covers are empty cells behind it."""

    cells: list[DraftCell]
    page: int | None = None


@dataclass(slots=True)
class Draft:
    """A block as loaded. `text` is one line of normalised words without marker; `notes` are (offset in text, label).

    `breaks` are (offset in text, page) where the words go on to another page. `header` counts the heading rows of a
    table; None lets the grid decide.
    """

    kind: Kind
    text: str = ""
    page: int | None = None
    marker: str = ""
    level: int = 0
    box: int = 0
    style: Style = field(default_factory=Style)
    rows: list[DraftRow] = field(default_factory=list)
    header: int | None = None
    notes: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[tuple[int, int]] = field(default_factory=list)

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
