"""What must be known of all reports at once: who was inspected, when, and whom else they name; a few words of each.

Whatever is looked for across reports - services, inspections, sources of follow-ups - is found with these alone, so
that all other rows are looked at report by report and then forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from extractor.dataset.named_tables import Frames
from extractor.link.mentions import Mention, Outline, mentions_of, outline_of
from extractor.packs.vocabulary import Vocabulary

if TYPE_CHECKING:
    from extractor.dataset.rows import ProviderRow
    from extractor.records import Provider

__all__ = ["Outlines"]


class Outlines(Frames):
    """The outlines of a dataset as its tables `reports`, `ratings`, `key_questions` and `providers`, rows in order."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._rows: dict[str, list[Any]] = {"reports": [], "ratings": [], "key_questions": [], "providers": []}

    @property
    def vocabulary(self) -> Vocabulary:
        """The closed lists of the packs that the reports were read with."""
        return self._vocabulary

    def add(self, report: Outline, ratings: Sequence[Mention], questions: Sequence[Mention]) -> None:
        """Add a report; `questions` matter only where neither report nor ratings name a service."""
        self._rows["reports"].append(report)
        self._rows["ratings"] += ratings
        self._rows["key_questions"] += questions

    def add_providers(self, providers: Iterable[Provider | ProviderRow]) -> None:
        """Add rows of `providers`."""
        self._rows["providers"] += providers

    def rows(self, table: str) -> list[Any]:
        """The rows of one of the four tables, as far as they are kept."""
        return list(self._rows[table])

    @classmethod
    def of(cls, data: Frames) -> Outlines:
        """Those of a dataset, read a few reports at a time."""
        found = cls(data.vocabulary)
        reports = {row.report_id: outline_of(row) for row in data.each("reports")}
        with data.looked_up("key_questions") as asked:
            for report_id, rows in data.by_report("ratings"):
                report = reports[report_id]
                questions = [] if report.provider else asked(report_id)["key_questions"]
                found.add(report, *mentions_of(report, rows["ratings"], questions))
        found.add_providers(data.rows("providers"))
        return found
