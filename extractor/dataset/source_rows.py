"""What figures on a page are made of: the rows of a dataset, which the page shows when a figure is asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from extractor.dataset.addresses import Address, row_fragment
from extractor.dataset.page import as_json

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Behind", "Shelf"]

_MOST = 500  # rows of a figure that a page has: of thousands of reports it would have millions


@dataclass(frozen=True)
class Behind:
    """The rows that some columns of a frame are made of.

    Args:
        table: the table of the dataset.
        rows: those rows, with `report_id`, `item`, and for a reader `who`, `when`, `what` and `says`.
        by: columns of the frame, and of the rows, that have the same value; '' is the index of the frame.
        columns: of each column that has figures, what else its rows have, by column of the rows.
    """

    table: str
    rows: pd.DataFrame
    by: Mapping[str, str]
    columns: Mapping[str, Mapping[str, object]]

    def cells(self, frame: pd.DataFrame) -> Iterator[tuple[int, str, list[int]]]:
        """The cells of a frame that are made of rows: number of the row, column, and places of those rows."""
        groups: dict[tuple[str, ...], dict[tuple[object, ...], list[int]]] = {}
        own = [frame.index if name == "" else frame[name] for name in self.by]
        keys = list(zip(*own, strict=True)) if own else [()] * len(frame)
        for column, more in self.columns.items():
            if column not in frame:
                continue
            wanted = (*self.by.values(), *more)
            if wanted not in groups:
                groups[wanted] = _places(self.rows, wanted)
            for number, key in enumerate(keys):
                if found := groups[wanted].get((*key, *more.values())):
                    yield number, column, found


def _places(rows: pd.DataFrame, columns: Sequence[str]) -> dict[tuple[object, ...], list[int]]:
    found: dict[tuple[object, ...], list[int]] = {}
    values = zip(*(rows[name] for name in columns), strict=True) if columns else [()] * len(rows)
    for place, key in enumerate(values):
        found.setdefault(tuple(key), []).append(place)
    return found


@dataclass
class Shelf:
    """The rows of a page, each once, whatever the figures that are made of it. `address` gives their places in review.

    The page has words once, and rows as numbers of words.
    """

    address: Address
    _rows: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _told: list[list[int]] = field(default_factory=list)
    _words: dict[str, int] = field(default_factory=dict)

    def put(self, behind: Behind, frame: pd.DataFrame) -> dict[tuple[int, str], dict[str, Any]]:
        """Put the rows of a frame's figures here.

        Returns:
            by number of the row and column: `rows`, what the page calls those rows, the first of them where they are
            very many, and `href` where it is one that is shown beside its words.
        """
        columns = ("report_id", "item", "who", "when", "what", "says")
        listed = list(zip(*(behind.rows[name] for name in columns), strict=True))
        made = {}
        for number, column, places in behind.cells(frame):
            numbers = [self._number(behind.table, *listed[place]) for place in places[:_MOST]]
            more = f" +{len(places) - _MOST}" if len(places) > _MOST else ""
            href = self.address(listed[places[0]][0], behind.table, listed[places[0]][1]) if len(places) == 1 else ""
            made[number, column] = {"rows": _ranges(sorted(set(numbers))) + more, "href": href}
        return made

    def _number(self, table: str, report_id: str, item: str, *words: object) -> int:
        key = (table, report_id, item)
        if key not in self._rows:
            self._rows[key] = len(self._told)
            told = (report_id, self.address(report_id, "", ""), row_fragment(table, item), *map(_plain, words))
            self._told.append([self._words.setdefault(word, len(self._words)) for word in told])
        return self._rows[key]

    @property
    def data(self) -> Markup:
        """Rows and words as JSON for the script of the page; nothing where there are no rows."""
        return as_json({"words": list(self._words), "rows": self._told}) if self._told else Markup("")


def _plain(value: object) -> str:
    import pandas as pd

    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _ranges(numbers: Iterable[int]) -> str:
    """`3-5 9` for 3, 4, 5 and 9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)
