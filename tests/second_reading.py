"""How much a second reading confirms, and how many planted wrong values it tells of.

`python -m tests.second_reading PDF...` reads reports, reads them again, plants single wrong values, and prints, a table
each, the share confirmed, what differs although nothing was planted, and the share of plants that is told.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.check.second_reading import TABLES_AGAIN
from extractor.check.second_reading.names import Names
from extractor.check.second_reading.pages import Document
from extractor.check.second_reading.printed_values import PrintedValue, printed_values
from extractor.check.second_reading.values import Reader
from extractor.dataset.extracted import Extracted
from extractor.packs import load_packs
from extractor.pipeline import Extraction, extract_file
from tests.planting import (
    Tables,
    _of_another_row,
    another_group,
    another_label,
    another_percent,
    label_of_the_next_row,
    percent_of_the_next_row,
    question_of_the_next_row,
    statistic_of_another_column,
    swapped_digits,
    times_ten,
    value_of_the_next_row,
)


def another_category(draw: random.Random, tables: Tables) -> Tables | None:
    """One statistic in another category of its report."""
    known = [row.category for row in tables["statistics"] if row.category]
    at = [n for n, row in enumerate(tables["statistics"]) if row.category and len(set(known)) > 1]
    if not at:
        return None
    rows = list(tables["statistics"])
    place = draw.choice(at)
    other = draw.choice([category for category in known if category != rows[place].category])
    rows[place] = replace(rows[place], category=other)
    return {**tables, "statistics": tuple(rows)}


PLANTS = {
    "ratings": (another_label, label_of_the_next_row, _of_another_row("ratings", "provider")),
    "key_questions": (
        another_percent,
        swapped_digits,
        percent_of_the_next_row,
        question_of_the_next_row,
        another_group,
    ),
    "statistics": (
        times_ten,
        value_of_the_next_row,
        statistic_of_another_column,
        _of_another_row("statistics", "category"),
    ),
}


@dataclass
class Again:
    """A report, open for a second reading."""

    found: Extraction
    document: Document

    @classmethod
    def of(cls, path: Path) -> Again:
        return cls(extract_file(path), Document(path.read_bytes()))

    def verdicts(
        self, table: str, tables: Tables, items: set[str] | None = None
    ) -> list[tuple[PrintedValue, str, str]]:
        """Of every value that is printed, or of some: the value, what became of it, and why."""
        data = Extracted(tables, {"": self.found.report.text})
        framework = self.found.records["reports"][0].framework
        pack = load_packs().packs.get(framework)
        reader = Reader(self.document, pack, self.found.report.text, tuple(self.found.report.lines))
        values = printed_values(next(rows for _, rows in data.by_report(*TABLES_AGAIN)))[table]
        some = [value for value in values if items is None or value.item in items]
        seen = reader.seen(some, Names.of(values))
        return [(value, each.verdict, f"{each.reason}: {each.observed!r}") for value, each in seen]

    def planted(self, table: str, seed: int, rounds: int) -> list[tuple[str, bool]]:
        """Ways of planting, each with whether the value planted is told."""
        draw, told = random.Random(seed), []
        for plant in PLANTS[table]:
            for _ in range(rounds):
                changed = plant(draw, dict(self.found.records))
                if changed is None:
                    continue
                pairs = zip(self.found.records[table], changed[table], strict=True)
                wrong = [new for old, new in pairs if new != old]
                items = {row.item for row in wrong}
                verdicts = [verdict for row, verdict, _ in self.verdicts(table, changed, items)]
                if verdicts:
                    told.append((plant.__name__, "differs" in verdicts))
        return told


def main() -> None:
    for name in sys.argv[1:]:
        begun = time.perf_counter()
        again = Again.of(Path(name))
        read = time.perf_counter()
        lines = []
        for table in TABLES_AGAIN:
            verdicts = again.verdicts(table, dict(again.found.records))
            counts = Counter(verdict for _, verdict, _ in verdicts)
            lines.append(f"  {table:<14} {dict(counts)}")
            lines += [f"     {v}: {row.item} p{row.page} {why}" for row, v, why in verdicts if v != "confirmed"][:12]
        seconds = time.perf_counter() - read
        for table in TABLES_AGAIN:
            told = again.planted(table, 1, 20)
            missed = Counter(way for way, flagged in told if not flagged)
            lines.append(f"  {table:<14} planted {len(told)}, told {sum(f for _, f in told)}; missed {dict(missed)}")
        print(f"{name}: read {read - begun:.1f} s, again {seconds:.1f} s", *lines, sep="\n")


if __name__ == "__main__":
    main()
