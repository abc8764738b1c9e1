"""Where the fronts of samples name the service: in titles, behind labels, or beside a line that all share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.authoring.front_labels import FIELDS, FrontLabels
from extractor.authoring.front_matter import CommonLine
from extractor.authoring.writing import expressed
from extractor.document import Kind, Report
from extractor.packs import Pack

__all__ = ["NamePlace", "NamePlaces", "capitals"]

_TITLE = regex.compile(r"\bservices?\b|\b(?:of|to|at|on)\s*:?$", regex.I)
_NAMED = regex.compile(r"^(?:\w+ )?name\b", regex.I)  # a label that says that a name stands behind it
_NO_NAME = regex.compile(r"[\d:@|]|^\p{Ll}")
_LONGEST_NAME = 10  # words
_NEAR = 3  # lines from a line that every cover has to the name of the service


@dataclass(frozen=True, slots=True)
class NamePlace:
    """Where the name of the service may stand: an expression, the words it is tried on, and the names by sample."""

    pattern: str
    text: str
    values: tuple[str, ...]
    rank: int  # how much such a place looks like that of a name


@dataclass(frozen=True, slots=True)
class NamePlaces:
    """The places on the covers of samples where the name of the service may stand.

    Args:
        reports: the samples.
        covers: the lines of each sample's cover.
        lines: what the covers have in common.
        labels: lines of fronts with a label, and what they are for.
        pack: whose rules know words of roles and of documents.
    """

    reports: Sequence[Report]
    covers: Sequence[Sequence[str]]
    lines: Sequence[CommonLine]
    labels: FrontLabels
    pack: Pack

    def best(self) -> NamePlace | None:
        """The place that looks most like that of a name, and whose words the samples print again; None if none does."""
        places = [*self._in_titles(), *self._in_labels(), *self._beside()]
        found = (place for place in places if self._are_names(place.values))
        return max(found, key=lambda place: place.rank + 2 * self._told_again(place.values), default=None)

    def _has(self, name: str, words: str) -> bool:
        return self.pack.search(name, words) is not None

    def _is_document(self, words: str) -> bool:
        """Whether words begin with one that says which document it is."""
        found = self.pack.search("draft.document", words)
        return found is not None and found[1].start() == 0

    def _are_names(self, values: Sequence[str]) -> bool:
        names = all(
            value
            and not _NO_NAME.search(value)
            and not self._is_document(value)
            and len(value.split()) <= _LONGEST_NAME
            for value in values
        )
        return names and 3 * len(set(values)) >= 2 * len(values)

    def _told_again(self, values: Sequence[str]) -> float:
        """The share of samples that print the name of the service more than once."""
        counts = [report.text.count(value) for value, report in zip(values, self.reports, strict=True)]
        return sum(count > 1 for count in counts) / len(counts)

    def _in_titles(self) -> Iterator[NamePlace]:
        """What differs in a line that every cover has, with the words with capitals right behind it."""
        for line in self.lines:
            other = ":" in line.before and not FIELDS["provider"].search(line.before)
            if (
                not line.varies
                or other
                or self.labels.dates.search(line.middles[0])
                or self._has("draft.role", line.before)
            ):
                continue
            kept, rest = capitals(line.behind)
            values = tuple(f"{middle} {kept}".strip() for middle in line.middles)
            before = rf"^{expressed(line.before)}\s+" if line.before else "^"
            behind = rf"\s+{expressed(rest)}$" if rest else "$"
            text = " ".join(part for part in (line.before, values[0], rest) if part)
            titled = any(_TITLE.search(words) or self._has("draft.document", words) for words in (line.before, rest))
            if titled or self._told_again(values) == 1:
                yield NamePlace(rf"{before}(?P<value>[^\n]+?){behind}", text, values, 3 if titled else 0)

    def _in_labels(self) -> Iterator[NamePlace]:
        for one in self.labels.lines:
            field = self.labels.field(one)
            titled = field == "provider"
            told = titled or (not field and not self.labels.is_dated(one))
            if told and len(one.values) == len(self.reports) and (titled or self._told_again(one.values) == 1):
                bare = one.label.rstrip(" :")
                pattern = rf"^{expressed(bare)}\s*:?\s+(?P<value>[^|\n]+?)(?=\s*(?:\||$))"
                yield NamePlace(
                    pattern,
                    f"{bare}: {one.values[0]}",
                    one.values,
                    (3 if titled else 2) + 2 * bool(_NAMED.search(bare)),
                )

    def _beside(self) -> Iterator[NamePlace]:
        """A line that is another in every cover and stands at one distance from a line that all have."""
        for line in (line for line in self.lines if not self._has("draft.role", f"{line.before} {line.behind}")):
            words = [" ".join(filter(None, (line.before, middle, line.behind))) for middle in line.middles]
            parts = (expressed(line.before), r"[^\n]+" * line.varies, expressed(line.behind))
            anchor = r"\s+".join(part for part in parts if part)
            at = [
                cover.index(next(row for row in cover if _same(row, told)))
                for cover, told in zip(self.covers, words, strict=True)
            ]
            for step in (n for near in range(1, _NEAR + 1) for n in (near, -near)):
                if any(not 0 <= place + step < len(cover) for place, cover in zip(at, self.covers, strict=True)):
                    continue
                lines = [cover[place + step] for place, cover in zip(at, self.covers, strict=True)]
                values = tuple(_named(row) for row in lines)
                parted = "" if values[0] == lines[0] else r"(?:\s+[–—-]\s+[^\n]+)?"
                between = rf"(?:[^\n]+\n+){{{abs(step) - 1}}}" if abs(step) > 1 else ""
                if step > 0:
                    pattern = rf"^{anchor}\n+{between}(?P<value>[^\n]+?){parted}$"
                    text = "\n\n".join(self.covers[0][at[0] : at[0] + step + 1])
                else:
                    pattern = rf"^(?P<value>[^\n]+?){parted}\n+{between}{anchor}$"
                    text = "\n\n".join(self.covers[0][at[0] + step : at[0] + 1])
                yield NamePlace(pattern, text, values, 2 if self._are_headings(lines) else 1)

    def _are_headings(self, lines: Sequence[str]) -> bool:
        return all(
            any(block.kind is Kind.HEADING and report.body(block).strip() == line for block in report.blocks[:40])
            for line, report in zip(lines, self.reports, strict=True)
        )


def _same(one: str, two: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(two.split()).casefold()


def capitals(words: str) -> tuple[str, str]:
    """The words with capitals that words begin with, which belong to the name before them, and the rest."""
    told = words.split()
    count = next((n for n, word in enumerate(told) if not word[0].isupper()), len(told))
    return " ".join(told[:count]), " ".join(told[count:])


def _named(line: str) -> str:
    """A name without what a dash parts from it: `Alder House – Care Home` is `Alder House`."""
    return regex.split(r"\s+[–—-]\s+", line)[0]
