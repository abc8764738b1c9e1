"""What was seen of the pages of a PDF on the way to its report, kept for those who want to see why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.document.boxes import LineBox
from extractor.load.draft_blocks import Draft
from extractor.load.pdf.page.regions import Survey


@dataclass(slots=True)
class Trace:
    """Pages as they were read: by number, in points from the top left of the page as it is looked at.

    Attributes:
        surveys: words, graphics, tables and boxes of every page.
        columns: the printed lines of every column that a page is read in, in reading order.
        scales: points of the file a point of these.
        turns: degrees clockwise by which the page as stored is turned to be read.
    """

    surveys: dict[int, Survey] = field(default_factory=dict)
    columns: dict[int, dict[int, list[LineBox]]] = field(default_factory=dict)
    scales: dict[int, float] = field(default_factory=dict)
    turns: dict[int, int] = field(default_factory=dict)

    def keep(
        self,
        surveys: Iterable[Survey],
        drafts: Sequence[Draft],
        scales: Mapping[int, float],
        turns: Mapping[int, int],
    ) -> None:
        """Keep what is known before anything is joined."""
        self.surveys = {survey.content.number: survey for survey in surveys}
        self.scales, self.turns = dict(scales), dict(turns)
        for draft in drafts:
            if draft.page is not None and draft.place is not None:
                columns = self.columns.setdefault(draft.page, {})
                columns.setdefault(draft.place.column, []).extend(draft.words.boxes)
