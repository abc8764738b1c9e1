"""What must be known of all reports at once: who was inspected, when, and whom else they name; a few words of each.

Whatever is looked for across reports - services, inspections, sources of follow-ups - is found with these alone, so
that all other rows are looked at report by report and then forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sys import intern
from typing import Any, NamedTuple

from extractor.dataset.read import Frames
from extractor.link.history import replaces
from extractor.packs.vocabulary import Vocabulary

__all__ = ["Mention", "Outline", "Outlines", "mentions_of", "outline_of"]


class Outline(NamedTuple):
    """A row of `reports` without what is only shown; `evidence_of` says only whether it replaces another."""

    report_id: str
    framework: str
    report_type: str
    provider: str
    provider_type: str
    region: str
    fieldwork_start: str
    published: str
    provider_id: str
    corrected: str
    evidence_of: str


class Mention(NamedTuple):
    """What a row says of the service that it names, and of when; rows that say the same are one mention."""

    report_id: str
    item: str
    provider: str
    provider_type: str
    provider_id: str
    date: str
    corrected: str


_REPLACES = '{"replaces": {}}'
_SHARED = ("framework", "report_type", "provider_type", "region")  # the same words in many reports


def outline_of(report: Any) -> Outline:
    """The outline of a row of `reports`, or of a record."""
    told = {name: getattr(report, name) for name in Outline._fields}
    told |= {name: intern(told[name]) for name in _SHARED}
    return Outline(**told | {"evidence_of": _REPLACES if replaces(report) else ""})


def mentions(rows: Iterable[Any], of_summary: bool) -> list[Mention]:
    """What the rows of a report say of services, in their order.

    Args:
        rows: rows of `ratings` or of `key_questions`.
        of_summary: whether their items begin with the id of the service, which then tells it from others.
    """
    found: dict[tuple[str, ...], Mention] = {}
    for row in rows:
        first, _, rest = row.item.partition("/") if of_summary else ("", "", "")
        decided = "provider_id" if "provider_id" in row.corrected.split("\n") else ""
        told = (row.provider, getattr(row, "provider_type", ""), row.provider_id, getattr(row, "date", ""), decided)
        key = (*told, first if rest else "")
        if key not in found:
            item = row.item if of_summary else ""
            found[key] = Mention(row.report_id, item, *told)
    return list(found.values())


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

    def add_providers(self, providers: Iterable[Any]) -> None:
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


def mentions_of(report: Any, ratings: Iterable[Any], questions: Iterable[Any]) -> tuple[list[Mention], list[Mention]]:
    """The mentions of a report's ratings, and those of its key questions where the report itself names no service."""
    own = [] if report.provider else mentions(questions, False)
    return mentions(ratings, report.report_type == "summary"), own
