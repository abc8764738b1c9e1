"""Labels on the fronts of samples, and the columns of `reports` that they are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractor.authoring.front_matter import LabelledLine
from extractor.packs.expression import Expression

__all__ = ["FIELDS", "FrontLabels"]

FIELDS = {
    "chief_inspector": regex.compile(r"\bchief\b.*\binspector|\binspector\b.*\bchief\b", regex.I),
    "lead_inspector": regex.compile(r"\b(?:lead|led by|inspectors?)\b", regex.I),
    "region": regex.compile(r"^region\b", regex.I),
    "provider": regex.compile(
        r"^(?!(?:type|kind)\b).*\b(?:report|inspection|review|provider|service)(?: name)?\s*:?$|\b(?:of|to|at)\s*:?$",
        regex.I,
    ),
    "isbn": regex.compile(r"^isbn\b", regex.I),
}


@dataclass(frozen=True, slots=True)
class FrontLabels:
    """Lines of fronts with a label, without what is judged, and the expression that finds dates."""

    lines: Sequence[LabelledLine]
    dates: Expression

    def field(self, line: LabelledLine) -> str:
        """The column of `reports` that a label is for; empty for dates, and where only a person can tell."""
        if self.is_dated(line):
            return ""
        return next((field for field, words in FIELDS.items() if words.search(line.label)), "")

    def leads(self) -> list[LabelledLine]:
        """Labels that say who led, where some say so among those before names of inspectors."""
        return [
            one
            for one in self.lines
            if self.field(one) == "lead_inspector" and regex.search(r"\bled?\b|\blead", one.label, regex.I)
        ]

    def is_dated(self, line: LabelledLine) -> bool:
        """Whether most samples have a date behind a label."""
        return sum(bool(self.dates.search(value)) for value in line.values) * 2 > len(line.values)

    def first_date(self, line: LabelledLine) -> str:
        """The first date behind a label, as printed; empty if there is none."""
        return next((found[0] for value in line.values if (found := self.dates.search(value))), "")
