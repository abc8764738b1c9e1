"""One report as the checks see it, and the rows that they answer with."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from extractor.check.inside.row_positions import Places, placed
from extractor.dataset.cells import format_number
from extractor.domain.names import tight
from extractor.packs import Pack, Rule
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import KeyQuestionRow, RatingRow, ReportRow, Rows

__all__ = ["TABLES_READ", "WHOLE", "Inspected", "compared", "not_applicable"]

# Tables that checks look at; no other is read.
TABLES_READ = (
    "ratings",
    "key_questions",
    "recommendations",
    "progress",
    "findings",
    "examples",
    "quantities",
    "attributes",
    "sections",
    "statistics",
    "tables",
    "coverage",
    "unread",
)
# Item of a check that looks at a report as a whole.
WHOLE = "report"
_ENDS = ("\n", ". ", "? ", "! ")
_LONGEST = 1000


def running_words(line: str) -> str:
    """A line without its numbers, which is one and the same on every page where it runs through them."""
    return "".join(c for c in line if not c.isdigit()).strip()


@dataclass(frozen=True)
class Inspected:
    """Rows of a report by table as named tuples, its own row, its pack (None where there is none), its text."""

    about: ReportRow
    rows: Rows
    pack: Pack | None
    read: Callable[[], str]

    @cached_property
    def text(self) -> str:
        """The normalised text; read when it is first asked for."""
        return self.read()

    @cached_property
    def places(self) -> Places:
        """Its sections, to be asked for by offset."""
        return Places(self.rows["sections"])

    @cached_property
    def titles(self) -> dict[tuple[str, str], set[str]]:
        """Titles of its sections, by part and number without blanks."""
        found: dict[tuple[str, str], set[str]] = {}
        for row in self.rows["sections"]:
            found.setdefault((row.part, tight(row.ref)), set()).add(row.title)
        return found

    @cached_property
    def running_lines(self) -> frozenset[str]:
        """Lines that stand in its text again and again but for their numbers, as at the top and foot of its pages."""
        counts = Counter(running_words(line) for line in self.text.split("\n") if line)
        return frozenset(words for words, count in counts.items() if count > 1)

    @cached_property
    def _cells(self) -> tuple[list[int], list[tuple[int, str]]]:
        """Where cells begin, and beside it where they end and in which table."""
        cells = placed(self.rows["tables"])
        return [start for start, _, _ in cells], [(end, row.table_id) for _, end, row in cells]

    def table_at(self, offset: int) -> str:
        """Id of the table that has a cell at an offset; empty where none has."""
        starts, cells = self._cells
        at = bisect_right(starts, offset) - 1
        return cells[at][1] if at >= 0 and offset < cells[at][0] else ""

    @cached_property
    def _lowered(self) -> str:
        """The text in lower case, letter for letter: a few letters of other scripts would become two."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(small if len(small := letter.lower()) == 1 else letter for letter in self.text)

    @cached_property
    def _found(self) -> dict[tuple[str, ...], list[tuple[int, str]]]:
        return {}

    def told(self, rule: Rule) -> Iterator[tuple[int, Any]]:
        """Matches of a rule in the text, each with its offset, in reading order.

        A rule that names its words is looked for in sentences that have one of them, another in the text as a whole:
        what it was looked for in is the `string` of the match.
        """
        for start, words in self._sentences(rule.words) if rule.words else [(0, self.text)]:
            for match in rule.finditer(words):
                yield start + match.start(), match

    def _sentences(self, words: tuple[str, ...]) -> list[tuple[int, str]]:
        """Sentences that have one of some words, which are in lower case, and where they begin, in reading order.

        A sentence ends at the end of its line, or at a mark of punctuation with a space behind it. It is cut where it
        is longer than any that people write.
        """
        if words not in self._found:
            text, found = self._lowered, {}
            for word in words:
                at = text.find(word)
                while at >= 0:
                    low, high = max(0, at - _LONGEST), min(len(text), at + _LONGEST)
                    start, stop = low, high
                    for end in _ENDS:
                        before = text.rfind(end, start, at)
                        start = before + len(end) if before >= 0 else start
                        behind = text.find(end, at + len(word), stop)
                        stop = behind if behind >= 0 else stop
                    found[start] = stop
                    at = text.find(word, stop)
            self._found[words] = [(start, self.text[start:stop]) for start, stop in sorted(found.items())]
        return self._found[words]

    @cached_property
    def judged(self) -> dict[tuple[str, str], list[RatingRow]]:
        """Rows of `ratings` by service and part: what one set of scores is made of."""
        found: dict[tuple[str, str], list[RatingRow]] = {}
        for row in self.rows["ratings"]:
            found.setdefault((row.provider, row.part), []).append(row)
        return found

    def questions(self, level: str, group: str = "") -> Iterator[KeyQuestionRow]:
        """Rows of `key_questions` of a level that have a percentage; of one group, or of all."""
        for row in self.rows["key_questions"]:
            if row.level == level and row.percent is not None and group in ("", row.group):
                yield row

    @cached_property
    def sample(self) -> dict[str, float]:
        """Number of cases inspected by group, where the rule that read the sample names them by their groups."""
        try:
            told = json.loads(self.about.evidence_of)["cases_inspected"]
            words = [word.replace(",", "") for word in told["quote"].split()]
            read = next(rule for rule in (self.pack.rules if self.pack else ()) if rule.id == told["rule"])
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
            return {}
        figures = [float(word) for word in words if word.isdecimal()]
        groups = {group.id for group in self.pack.groups} if self.pack else set()
        named = [name for name in read.expression.groups if name in groups]
        if len(figures) != len(named) or sum(figures) != self.about.cases_inspected:
            return {}
        return dict(zip(named, figures, strict=True))

    def points_of(self, label: str) -> float | None:
        """Points of a label on the scale of the framework; None where it has none."""
        labels = self.pack.scale.labels if self.pack and self.pack.scale else ()
        return next((entry.points for entry in labels if entry.label == label), None)

    def prints_of(self, label: str) -> tuple[str, ...]:
        """Every wording that a label of the framework's scale has on paper; the label alone where it has no such."""
        found = self.pack.scale.label_of(label) if self.pack and self.pack.scale else None
        return found.prints if found else (label,)

    @cached_property
    def most_points(self) -> float | None:
        """Points of the best label; None for a framework that gives none."""
        return self.pack.scale.most_points if self.pack and self.pack.scale else None

    def band(self, name: str, value: float) -> str:
        """Label of the band of the framework that a figure lies in; empty where the framework states no such bands."""
        bands = self.pack.bands.get(name) if self.pack else None
        lowest = sorted(bands.lowest.items(), key=lambda entry: -entry[1]) if bands else []
        return next((label for label, least in lowest if value >= least), "")


def compared(item: str, expected: object, observed: object, message: str, otherwise: str, holds: bool) -> Check:
    """A row that passes where the comparison holds, else has the status `otherwise`."""
    status = "pass" if holds else otherwise
    return Check(item=item, status=status, expected=_told(expected), observed=_told(observed), message=message)


def not_applicable(message: str, item: str = WHOLE) -> Check:
    """A row for what cannot be checked, and why."""
    return Check(item=item, status="not_applicable", message=message)


def _told(value: object) -> str:
    if isinstance(value, int | float):
        return format_number(round(value, 2))
    return str(value)
