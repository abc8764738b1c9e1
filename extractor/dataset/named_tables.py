"""The tables of a dataset under one name, each a DataFrame, and their rows, wherever they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from extractor.dataset.dataframes import plain_rows, with_nulls
from extractor.document.boxes import LineBox, boxes_of
from extractor.errors import InputError
from extractor.packs import Packs, load_packs
from extractor.packs.vocabulary import Vocabulary, vocabulary_of
from extractor.records import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from extractor.dataset.rows import Rows

__all__ = ["Frames", "vocabulary_for"]

_AT_A_TIME = 200  # reports that are made into rows at once


class Frames(Mapping[str, "pd.DataFrame"]):
    """All tables of a dataset, by item (`data["progress"]`) or by attribute (`data.progress`).

    Each is made when it is first asked for; what is empty is `<NA>`. The same DataFrame is given each time, so take a
    copy before changing it.
    """

    def __init__(self) -> None:
        self._made: dict[str, pd.DataFrame] = {}
        self._filled: dict[str, pd.DataFrame] = {}
        self._placed: dict[str, tuple[str, tuple[LineBox, ...]]] = {}
        self._indices: dict[str, Mapping[Any, Any]] = {}

    def _make(self, table: str) -> pd.DataFrame:
        raise NotImplementedError

    @property
    def vocabulary(self) -> Vocabulary:
        """The scales, groups of cases, kinds and units of the packs that the reports were read with."""
        raise NotImplementedError

    def text(self, report_id: str) -> str:
        """The normalised text that the offsets of a report's rows point into."""
        raise NotImplementedError

    def lines(self, report_id: str) -> tuple[LineBox, ...]:
        """Where every line of a report's text stands, sorted by `start`; empty where its source has no geometry."""
        raise NotImplementedError

    def boxes(self, row: Any) -> list[LineBox]:
        """Where the words that a row was read from stand on their pages, line by line.

        A line of which only a part is quoted is cut to that part, by how wide its characters usually are: the page
        and the upper and lower edge are measured, such a left or right edge is estimated.

        Args:
            row: a row with evidence, as `rows`, a DataFrame's `itertuples` or `iloc` give it, or as a mapping.

        Returns:
            `LineBox`es with `start`, `end`, `page`, and `x0`, `top`, `x1`, `bottom` in points from the top left of the
            page as it reads; none where the report's source has no geometry.

        Raises:
            InputError: the row has no evidence, or its report is not in the dataset.
        """
        try:
            report_id, start, end = (
                row[name] if isinstance(row, Mapping) or hasattr(row, "keys") else getattr(row, name)
                for name in ("report_id", "start", "end")
            )
        except (AttributeError, KeyError, TypeError):
            raise InputError("the row has no evidence; give a row with report_id, start and end.") from None
        if report_id not in self._placed:
            self._placed[report_id] = (self.text(report_id), self.lines(report_id))
        text, lines = self._placed[report_id]
        return list(boxes_of(lines, int(start), int(end), text))

    def filled(self, table: str) -> pd.DataFrame:
        """The table with empty texts as `''`, so that texts can be compared; what `data[table]` has NULL for.

        Raises:
            KeyError: there is no such table.
        """
        if table not in TABLES:
            raise KeyError(f"there is no table {table!r}; there are {', '.join(TABLES)}")
        if table not in self._filled:
            self._filled[table] = self._make(table)
        return self._filled[table]

    def rows(self, table: str) -> list[Any]:
        """The rows of a table as named tuples of plain values: an empty text is '', any other empty value None."""
        return plain_rows(table, self.filled(table))

    def each(self, table: str) -> Iterator[Any]:
        """The rows of a table one after the other; see `rows`."""
        return iter(self.rows(table))

    def columns(self, table: str, names: Sequence[str], only: Mapping[str, str] | None = None) -> pd.DataFrame:
        """Some columns of a table, as `filled` has them; no other is held.

        Args:
            table: the table.
            names: its columns.
            only: texts by column that the rows have; None for all rows.
        """
        rows = self.filled(table)
        for name, text in (only or {}).items():
            rows = rows[rows[name] == text]
        return rows[list(names)].reset_index(drop=True) if only else rows[list(names)]

    @property
    def report_ids(self) -> list[str]:
        """The ids of the reports, in their order."""
        return list(dict.fromkeys(self.columns("reports", ["report_id"])["report_id"]))

    def by_report(self, *tables: str) -> Iterator[tuple[str, Rows]]:
        """The rows of some tables report by report, in the order of `reports`; see `rows`. A few reports at a time."""
        ids = self.report_ids
        for first in range(0, len(ids), _AT_A_TIME):
            found: dict[str, dict[str, list[Any]]] = {
                id_: {table: [] for table in tables} for id_ in ids[first : first + _AT_A_TIME]
            }
            for table in tables:
                rows = [place for id_ in found for place in self._places(table).get(id_, ())]
                for row in plain_rows(table, self.filled(table).iloc[rows]):
                    found[row.report_id][table].append(row)
            yield from cast("dict[str, Rows]", found).items()

    @contextmanager
    def looked_up(self, *tables: str) -> Iterator[Callable[[str], Rows]]:
        """What gives the rows of some tables of a report by its id; see `rows`. For many reports, in any order."""
        yield lambda report_id: self.of_report(report_id, *tables)

    def of_report(self, report_id: str, *tables: str) -> Rows:
        """The rows of some tables of one report; see `rows`."""
        places = {table: self._places(table).get(report_id, []) for table in tables}
        found = {table: plain_rows(table, self.filled(table).iloc[places[table]]) for table in tables}
        return cast("Rows", found)

    def _places(self, table: str) -> Mapping[Any, Any]:
        """Where the rows of each report stand in a table."""
        if table not in self._indices:
            self._indices[table] = self.filled(table).groupby("report_id", sort=False).indices
        return self._indices[table]

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self._made:
            self._made[table] = with_nulls(self.filled(table))
        return self._made[table]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(f"{type(self).__name__} has no {name!r}; its tables are {', '.join(TABLES)}")
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    # A mapping of DataFrames cannot be compared as mappings are: == of frames is a frame.
    __eq__ = object.__eq__
    __hash__ = object.__hash__


def vocabulary_for(data: Frames, packs: Packs | None = None) -> Vocabulary:
    """The vocabulary of packs that are given, else that of a dataset, else of the packs that come with the program."""
    if packs is None and data.vocabulary.lists:
        return data.vocabulary
    return vocabulary_of(packs or load_packs())
