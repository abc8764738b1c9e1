"""Items of recommendations read so far in a section, in reading order, and which of them the next can be parts of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractor.document import Block, Kind, Report, Span
from extractor.find.item_numbers import follows
from extractor.find.lists import Nesting, Open, says_more
from extractor.find.recommendation_rows import Asked

__all__ = ["AskedItems"]


@dataclass(slots=True)
class AskedItems:
    """Items in reading order. The key of one that stands in no table is its place among them."""

    report: Report
    read: list[Asked] = field(default_factory=list)
    nesting: Nesting = field(default_factory=Nesting)
    heads: dict[str, int] = field(default_factory=dict)  # where the lines of items begin that have only a number

    def __len__(self) -> int:
        return len(self.read)

    @property
    def last(self) -> Asked:
        """The item before, whether it is a part of another or not; there must be one."""
        return self.read[-1]

    @last.setter
    def last(self, asked: Asked) -> None:
        self.read[-1] = asked

    @property
    def last_number(self) -> str:
        """The number of the item before that is no part of another; empty where there is none."""
        return next((asked.number for asked in reversed(self.read) if not asked.parent), "")

    @property
    def is_title_alone(self) -> bool:
        """Whether the last item has no words yet."""
        return bool(self.read) and self.last.start >= self.last.end

    def __iter__(self) -> Iterator[Asked]:
        """Each item; one without words has those of the line of its number."""
        return (replace(a, start=self.heads[a.key]) if a.start >= a.end else a for a in self.read)

    def ends_in(self, block: Span) -> bool:
        """Whether a block is the last of the last item."""
        return bool(self.read) and block.start <= self.last.end <= block.end

    def goes_on(self, number: str) -> bool:
        """Whether a number is the first, or follows that of the item before, where no line that is known leads in."""
        return bool(number) and (not self.read or follows(number, self.last_number))

    def add(self, asked: Asked, block: Block, parent: Open | None = None) -> None:
        """Put the item of a block behind the others; a part has what its own words do not say from the whole."""
        key = f"{len(self.read)}"
        if parent is not None:
            whole = self.read[self.place(parent.id)]
            addressee, deadline = asked.addressee or whole.addressee, asked.deadline or whole.deadline
            asked = replace(asked, parent=parent.id, nth=parent.parts + 1, addressee=addressee, deadline=deadline)
            asked = replace(asked, kind=whole.kind)
        kind = Kind.NUMBERED if asked.number else Kind.BULLET
        more = says_more(self.report.text[asked.start : asked.end])
        self.nesting.add(Open(key, asked.number, kind, block.level, more))
        self.read.append(replace(asked, key=key))

    def place(self, key: str) -> int:
        """Where among the items the one with a key is."""
        return next(place for place in reversed(range(len(self.read))) if self.read[place].key == key)
