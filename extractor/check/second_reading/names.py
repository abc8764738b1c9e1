"""Services, groups and categories, read again: which name stands beside a value, or above it in its column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.check.second_reading.figures import Seen, label_places
from extractor.check.second_reading.pages import Page, Piece, folded
from extractor.check.second_reading.printed_values import PrintedValue
from extractor.document.boxes import LineBox
from extractor.packs import Rule

__all__ = ["Names", "group_above"]

_IN_ROW = 0.7  # heights of a line: how far a value may stand above or below the name of its row
_MOST_LINES = 12  # of headings above a value that are looked at
_SHORT = 3  # letters of a name that is looked for as a word of its own
_FEW = 2  # categories of a table of which each is beside every value
_MOST_NAMES = 400  # of services or groups that are looked for on a page


def group_above(page: Page, place: LineBox, rules: Iterable[Rule]) -> str:
    """The group whose heading is the nearest above a value in its column; empty where none is seen."""
    rules = tuple(rules)
    above = [piece for piece in page.pieces if piece.bottom <= place.top and piece.touches(place.x0, place.x1)]
    lines: list[str] = []
    for piece in above[: -_MOST_LINES - 40 : -1]:
        if not any(letter.isalpha() for letter in piece.text):
            lines = []
            continue
        lines.insert(0, piece.text)
        for first in range(len(lines)):
            words = " ".join(lines[: first + 1])
            if found := next((rule.value for rule in rules if rule.match(words)), ""):
                return str(found)
        if len(lines) > _MOST_LINES:
            return ""
    return ""


@dataclass(frozen=True)
class Names:
    """The names that the rows of a table have: of services, or of the groups and categories of each table."""

    column: str = ""
    known: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _places: dict[tuple[int, str], list[Piece]] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Sequence[PrintedValue]) -> Names:
        """The names that the values of a table of a report have."""
        table = values[0].table if values else ""
        if table == "ratings":
            known = dict.fromkeys(value.provider for value in values if folded(value.provider))
            return cls("provider", tuple(known) if 1 < len(known) <= _MOST_NAMES else ())
        if table == "statistics":
            groups = _by_table((value.of_table, value.group) for value in values)
            return cls("group", groups=groups, categories=_by_table((v.of_table, v.category) for v in values))
        return cls()

    def placed(self, page: Page, value: PrintedValue, place: LineBox) -> Seen | None:
        """What is wrong with the name of a value that is seen at a place; None where all seems well."""
        if self.column == "provider" and value.provider in self.known:
            return self._beside(page, value.provider, place)
        known = self.groups.get(value.of_table, ()) if self.column == "group" else ()
        seen = self._above(page, value.group, known, place) if len(known) > 1 and value.group in known else None
        known = self.categories.get(value.of_table, ()) if self.column == "group" else ()
        if seen is None and len(known) > _FEW and value.category in known:
            seen = self._near(page, value.category, known, place)
        return seen

    def _beside(self, page: Page, name: str, place: LineBox) -> Seen | None:
        """A service stands in the row of its value; where another does and it does not, the two were mixed up."""
        middle, room = (place.top + place.bottom) / 2, _IN_ROW * (place.bottom - place.top)
        inside = [
            other
            for other in self.known
            for each in self._on(page, other)
            if each.top - room <= middle <= each.bottom + room and each.x0 < place.x1
        ]
        if not inside or any(_alike(name, other) for other in inside):
            return None
        return Seen("differs", inside[0], "another service is seen in its row", name)

    def _above(self, page: Page, name: str, known: Sequence[str], place: LineBox) -> Seen | None:
        """A heading stands above its value; where only another does, the two were mixed up."""
        above = [
            (each.bottom, other)
            for other in known
            for each in self._on(page, other)
            if each.bottom <= place.bottom and each.touches(place.x0, place.x1)
        ]
        if not above or any(_alike(name, other) for _, other in above):
            return None
        return Seen("differs", max(above)[1], "it stands below another heading", name)

    def _near(self, page: Page, name: str, known: Sequence[str], place: LineBox) -> Seen | None:
        """A category is the nearest above its value or, in the middle of a merged cell, the nearest below."""
        left = [(each.middle, other) for other in known for each in self._on(page, other) if each.x0 < place.x1]
        middle = (place.top + place.bottom) / 2
        above = max((each for each in left if each[0] <= place.bottom), default=None)
        below = min((each for each in left if each[0] >= place.top), default=None)
        around = [each for each in (above, below) if each is not None]
        if above is None or any(_alike(name, other) for _, other in around):
            return None
        nearest = min(around, key=lambda each: abs(each[0] - middle))
        return Seen("differs", nearest[1], "it stands in another category", name)

    def _on(self, page: Page, name: str) -> list[Piece]:
        key = id(page), name
        if key not in self._places:
            short = len(folded(name)) < _SHORT
            words = [word for word in page.words if folded(word.text) == folded(name)] if short else None
            self._places[key] = label_places(page, name) if words is None else words
        return self._places[key]


def _by_table(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The names that there are, by table."""
    found: dict[str, dict[str, None]] = {}
    for table, name in named:
        if folded(name):
            found.setdefault(table, {})[name] = None
    return {table: tuple(names)[:_MOST_NAMES] for table, names in found.items()}


def _alike(one: str, other: str) -> bool:
    """Whether two names are one, or one is a part of the other, as that of a column below a heading of several."""
    words = sorted((folded(one), folded(other)), key=len)
    return words[0] == words[1] or (len(words[0]) >= _SHORT and words[0] in words[1])
