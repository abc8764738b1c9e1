"""What a loader says of a page: drafts of blocks, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.document import Kind, Style
from extractor.load.words import Note, Words


class Worded:
    """What has words."""

    __slots__ = ()
    words: Words

    @property
    def text(self) -> str:
        """Its words, without their marks."""
        return self.words.text

    @property
    def notes(self) -> list[Note]:
        """Its footnote marks."""
        return self.words.notes


@dataclass(slots=True)
class DraftCell(Worded):
    """A cell as loaded: its words on one line, and the colour of an icon in it.

    A merged cell stands in its first square and covers `rows` downwards and `columns` to the right, itself included.
    `heads` says that it is set as a heading: `th`, bold, shaded or ruled off, where the cells of the body are not.
    """

    words: Words = field(default_factory=Words)
    icon: str = ""
    rows: int = 1
    columns: int = 1
    heads: bool = False


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block of words begins on its page, from the left, in the unit of its loader: points, characters.

    Attributes:
        x0: where it begins, with its marker if it has one.
        text_x: where its words begin.
        em: how large its type is.
        column: which column of its page it stands in, counted as they are read.
        left: where its column begins.
        in_next_column: whether it opens a column that goes on from the one before.
    """

    x0: float
    text_x: float
    em: float
    column: int = 0
    left: float = 0.0
    in_next_column: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """The frame or tinted ground of a box on one page: its sides, and the colour of its ground or none."""

    left: float
    right: float
    tint: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is set: where its columns stand, from the left, and whether its first row is in bold.

    Attributes:
        edges: the edges of its columns as they are drawn; of columns that are not, its left edge, or both sides.
        bold_first: whether its first row is set in bold.
        first: where the words of its first row begin.
        second: where its second column does.
        columns: the edges of its columns as its words tell them.
        starts: where the words of every filled cell of its first row begin.
    """

    edges: tuple[float, ...]
    bold_first: bool
    first: float = 0.0
    second: float = 0.0
    columns: tuple[float, ...] = ()
    starts: tuple[float, ...] = ()


@dataclass(slots=True)
class Draft(Worded):
    """A block as loaded. `words` are on one line, without marker; `page` is the page that they begin on.

    `header` counts the heading rows of a table; None lets the grid decide. What follows is for joining: `is_whole`
    says that nothing of the block can stand elsewhere, `is_rest` that it ends a footnote that was begun before;
    `place`, `frame` and `shape` where and how it stands, as far as its loader knows; `ruled` where the rules right
    above and below it begin and end, if it is the last of its page.
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
    is_whole: bool = False
    is_rest: bool = False
    place: Place | None = None
    frame: Frame | None = None
    shape: Shape | None = None
    ruled: tuple[float, float] | None = None

    def append(self, words: Words, page: int | None, glue: str = " ", drop: int = 0) -> None:
        """Put words of a page behind its own; see `Words.append`."""
        if page is not None and page != self.last_page:
            words = replace(words, breaks=[(0, page), *words.breaks])
        self.words.append(words, glue, drop)

    @property
    def last_page(self) -> int | None:
        """The page that the block ends on."""
        if self.rows:
            return self.rows[-1].page
        return self.words.breaks[-1][1] if self.words.breaks else self.page
