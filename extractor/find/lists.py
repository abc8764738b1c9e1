"""Items of a list and their parts: which item belongs to which, by how deep it stands and how it is numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractor.document import Block, Kind, Report
from extractor.find.item_numbers import follows
from extractor.packs import Pack

ASIDE = (Kind.FURNITURE, Kind.FOOTNOTE, Kind.CAPTION)  # what stands between the items of a list and ends none
LISTED = (Kind.BULLET, Kind.NUMBERED)
_OPEN = (":", ",", ";", "–")
_ENDS = (".", "!", "?", ":", ";")


@dataclass(slots=True)
class Open:
    """An item that later ones can be parts of: its id, how it is marked, and how many parts it has so far."""

    id: str
    number: str
    kind: Kind
    level: int
    open: bool  # whether its words say that parts follow
    parts: int = 0
    marker: str = ""
    lettered: bool = False  # whether a line of its own leads in its parts, which then are letters


@dataclass(slots=True)
class Nesting:
    """The items around the next one of a list, outermost first."""

    around: list[Open] = field(default_factory=list)
    turned: int = 0

    def depth(self, block: Block, paged: bool) -> int:
        """How deep an item stands: on a page, where edges drift, as the one before, if whole and marked alike."""
        level = block.level - self.turned
        last = self.around[-1] if self.around else None
        if paged and last is not None and not last.open and level > last.level:
            same = block.kind is last.kind is Kind.BULLET and block.marker == last.marker
            self.turned += level - last.level if same else 0
        return block.level - self.turned

    def parent(self, kind: Kind, number: str, level: int) -> Open | None:
        """The item that an item of this kind, printed number and depth is a part of; None for one of its own.

        A deeper item is a part of the one above it, but for one with the number behind its; so are a bullet in a
        numbered list, a letter among numbers, and a number that begins with that of an item, as `2.1` with `2`.
        """
        while self.around and not _holds(self.around[-1], kind, number, level):
            self.around.pop()
        return self.around[-1] if self.around else None

    def add(self, item: Open) -> None:
        """Note an item as that which the next ones can be parts of."""
        if self.around:
            self.around[-1].parts += 1
        self.around.append(item)

    @property
    def is_open(self) -> bool:
        """Whether the last item ends as those do that parts follow."""
        return bool(self.around) and self.around[-1].open

    def lead_in(self) -> None:
        """Note a line below the last item that leads in a list: letters below a numbered item are its parts."""
        last = self.around[-1] if self.around else None
        self.end()
        if last is not None and last.number and not last.number.isalpha():
            self.add(replace(last, open=True, lettered=True))

    def end(self) -> None:
        """Forget the list: what follows is of another."""
        self.around.clear()
        self.turned = 0


def _holds(above: Open, kind: Kind, number: str, level: int) -> bool:
    if above.lettered:
        return number.isalpha()
    if above.level < 0:  # a title, below which a line leads in its parts
        return above.parts > 0 or not follows(number, above.number)
    if level != above.level:
        return level > above.level and not (number.isdecimal() and follows(number, above.number))
    if kind is Kind.BULLET or above.kind is Kind.BULLET:
        return kind is Kind.BULLET and above.kind is Kind.NUMBERED and above.open
    if number.isalpha() != above.number.isalpha():
        return number.isalpha() and above.open
    rest = "" if above.number.isalpha() else number.removeprefix(above.number)
    return 0 < len(rest) < len(number) and (rest[0] == "." or rest.isalpha())


def says_more(text: str) -> bool:
    """Whether words end as those that parts of a list follow do."""
    return text.endswith(_OPEN) or not text.endswith(_ENDS)


def is_aside(report: Report, pack: Pack, block: Block) -> bool:
    """Whether a block ends no list around it: a note, a caption, or a running line, as the page or a rule tells."""
    return block.kind in ASIDE or (block.table is None and pack.match("furniture", report.body(block)) is not None)


def printed_number(block: Block) -> str:
    """The printed number or letter of a list item, without what sets it off; empty for a bullet."""
    return block.marker.strip(" .():") if block.kind is Kind.NUMBERED else ""


def introduces(report: Report, block: Block) -> bool:
    """Whether a block leads in what follows it: a heading, or words that end with a colon."""
    return block.kind is Kind.HEADING or (block.table is None and report.body(block).endswith(":"))


def in_order(blocks: Iterator[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Blocks of words and tables, each with the one behind it; what stands between them is left out."""
    listed = [block for block in blocks if block.kind not in ASIDE]
    yield from zip(listed, [*listed[1:], None], strict=True) if listed else ()
