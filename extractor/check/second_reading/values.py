"""Values of rows as the second reader sees them: at their place, beside their label, below their heading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from extractor.check.second_reading.figures import Seen, figure_again
from extractor.check.second_reading.judgements import colour_again, words_again
from extractor.check.second_reading.names import Names, group_above
from extractor.check.second_reading.pages import Document, UnreadableError, folded
from extractor.check.second_reading.printed_values import PrintedValue
from extractor.document.boxes import LineBox, boxes_of
from extractor.packs import Pack

__all__ = ["Reader"]


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

    def seen(self, values: Sequence[PrintedValue], names: Names | None = None) -> Iterator[tuple[PrintedValue, Seen]]:
        """Those of some values that are printed, each with what is seen of it.

        Args:
            values: of one table of one report.
            names: the services or groups that the table has; None for those of the values.
        """
        names = names or Names.of(values)
        for value in values:
            if not value.is_printed:
                continue
            try:
                seen, place = self._seen(value)
                if seen.verdict == "confirmed" and place is not None:
                    seen = self._placed(value, place, names) or seen
                yield value, seen
            except UnreadableError as fault:
                yield value, Seen("not_seen", "", str(fault))

    def _seen(self, value: PrintedValue) -> tuple[Seen, LineBox | None]:
        places = list(boxes_of(self.lines, value.start, value.end, self.text))
        if not places:
            return Seen("not_seen", "", "its place on the page is not known"), None
        place = places[0]
        whole = self.lines[bisect_right(self._starts, place.start) - 1]
        if len(places) > 1 and value.table != "key_questions":  # several figures in one cell, line under line
            place = whole = _around(places)
        if isinstance(value.value, str):
            return self._judgement_again(value.value, value.quote, place, _around(places)), place
        page = self.document.page(place.page)
        return figure_again(page, float(value.value or 0), value.label, whole, place), place

    def _judgement_again(self, rating: str, quote: str, place: LineBox, around: LineBox) -> Seen:
        """What is seen of a label, which is printed in words or as a colour."""
        scale = self.pack.scale if self.pack else None
        if not folded(quote):
            labels = [label.label for label in scale.labels] if scale else []
            return colour_again(self.document, place.page, rating, labels, place)
        known = scale.label_of(rating) if scale else None
        return words_again(self.document, place.page, known.prints if known else [rating], around)

    def _placed(self, value: PrintedValue, place: LineBox, names: Names) -> Seen | None:
        """What is wrong with the service, group or category of a value that is seen; None where all seems well."""
        page = self.document.page(place.page)
        if value.table == "key_questions":
            rules = self.pack["questions.group"] if self.pack else ()
            group = group_above(page, place, rules)
            if group and value.group and group != value.group:
                return Seen("differs", group, "it stands below the heading of another group", value.group)
            return None
        return names.placed(page, value, place)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]


def _around(places: list[LineBox]) -> LineBox:
    """The box around the lines of one page."""
    here = [place for place in places if place.page == places[0].page]
    return places[0]._replace(
        x0=min(p.x0 for p in here),
        top=min(p.top for p in here),
        x1=max(p.x1 for p in here),
        bottom=max(p.bottom for p in here),
    )
