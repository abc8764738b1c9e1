"""Values of rows as the second reader sees them: at their place, beside their label, below their heading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from extractor.check.second_reading.figures import Seen, figure_again
from extractor.check.second_reading.judgements import colour_again, words_again
from extractor.check.second_reading.names import Names, group_above
from extractor.check.second_reading.pages import Document, UnreadableError, folded
from extractor.document.boxes import LineBox, boxes_of
from extractor.packs import Pack

__all__ = ["Reader", "value_of"]

_LAST_FIGURE = re.compile(r"\S*\d\S*(?:\s*%)?\W*$")


class Reader:
    """A report that is read a second time.

    Args:
        document: the file.
        pack: the patterns that the report was read with.
        text, lines: the text of the report, and where its lines stand.
    """

    def __init__(self, document: Document, pack: Pack | None, text: str, lines: tuple[LineBox, ...]) -> None:
        self.document = document
        self.pack = pack
        self.text = text
        self.lines = lines

    def seen(self, table: str, rows: Sequence[Any], names: Names | None = None) -> Iterator[tuple[Any, Seen]]:
        """Rows of a table that have a printed value, each with what is seen of it.

        Args:
            table: `ratings`, `key_questions` or `statistics`.
            rows: its rows, of one report.
            names: the services or groups that the table has; None for those of the rows.
        """
        names = names or Names.of(table, rows)
        for row in rows:
            if row.derived or row.start is None or value_of(table, row) in (None, ""):
                continue
            try:
                seen, place = self._seen(table, row)
                if seen.verdict == "confirmed" and place is not None:
                    seen = self._placed(table, row, place, names) or seen
                yield row, seen
            except UnreadableError as fault:
                yield row, Seen("not_seen", "", str(fault))

    def _seen(self, table: str, row: Any) -> tuple[Seen, LineBox | None]:
        start, end = _figure(table, row)
        places = list(boxes_of(self.lines, start, end, self.text))
        if not places:
            return Seen("not_seen", "", "its place on the page is not known"), None
        place = places[0]
        whole = self.lines[bisect_right(self._starts, place.start) - 1]
        if len(places) > 1 and table != "key_questions":  # several figures in one cell, line under line
            place = whole = _around(places)
        scale = self.pack.scale if self.pack else None
        if table == "ratings" and row.rating:
            if not folded(row.quote):
                labels = [label.label for label in scale.labels] if scale else []
                return colour_again(self.document, place.page, row.rating, labels, place), place
            known = scale.label_of(row.rating) if scale else None
            prints = known.prints if known else [row.rating]
            return words_again(self.document, place.page, prints, _around(places)), place
        label = row.question if table == "key_questions" else row.label if table == "statistics" else ""
        if table == "ratings" and row.level not in ("overall", "section"):  # their scores stand in rows of other words
            label = row.standard
        page = self.document.page(place.page)
        return figure_again(page, float(value_of(table, row)), label, whole, place), place

    def _placed(self, table: str, row: Any, place: LineBox, names: Names) -> Seen | None:
        """What is wrong with the service, group or category of a value that is seen; None where all seems well."""
        page = self.document.page(place.page)
        if table == "key_questions":
            rules = self.pack["questions.group"] if self.pack else ()
            group = group_above(page, place, rules)
            if group and row.group and group != row.group:
                return Seen("differs", group, "it stands below the heading of another group", row.group)
            return None
        return names.placed(page, row, place)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]


def value_of(table: str, row: Any) -> Any:
    """The value of a row that is looked for."""
    if table == "ratings":
        return row.rating or row.percent
    return row.percent if table == "key_questions" else row.value


def _figure(table: str, row: Any) -> tuple[int, int]:
    """Where in the text the figure of a row stands: a quotation may have its label or another figure, too."""
    if table == "key_questions" and (last := _LAST_FIGURE.search(row.quote)):
        return row.start + last.start(), row.end
    if table == "statistics" and row.as_printed and (at := row.quote.rfind(row.as_printed)) > 0:
        return row.start + at, row.start + at + len(row.as_printed)
    return row.start, row.end


def _around(places: list[LineBox]) -> LineBox:
    """The box around the lines of one page."""
    here = [place for place in places if place.page == places[0].page]
    return places[0]._replace(
        x0=min(p.x0 for p in here),
        top=min(p.top for p in here),
        x1=max(p.x1 for p in here),
        bottom=max(p.bottom for p in here),
    )
