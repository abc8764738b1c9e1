"""Which report a file of corrections is about where two reports share a service and a date.

Such reports have a mark of their text behind their ids, in a dataset that has both. The decisions about one of them are
found under its id with the mark and without, so that they do not depend on what else is in the dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from extractor.correct.model import Decision
from extractor.domain.names import mark_of

__all__ = ["MARKS", "by_report", "in_doubt", "strangers", "without_mark"]

MARKS = (6, 16, 64)  # letters of a mark behind an id, as many as tell reports apart


def by_report(
    decisions: Mapping[str, Sequence[Decision]], reports: Collection[str], text: Callable[[str], str]
) -> dict[str, list[Decision]]:
    """Decisions by the ids that their reports have in a dataset; those about no report of it stay as they are.

    Args:
        decisions: by the id under which they were made.
        reports: ids of the dataset.
        text: the normalised text of a report, by its id.
    """
    found = {id_: list(made) for id_, made in decisions.items()}
    for id_ in found.keys() - set(reports):
        if (bare := without_mark(id_)) in reports and _is_marked(id_, bare, text):
            found[bare] = [*found.get(bare, ()), *found.pop(id_)]
    return found


def strangers(
    decisions: Mapping[str, Sequence[Decision]], reports: Collection[str], text: Callable[[str], str]
) -> list[str]:
    """The ids under which decisions were made that are about no report of a dataset."""
    found = by_report(decisions, reports, text)
    doubtful = {without_mark(id_) for id_ in in_doubt(found, reports, text)}
    return sorted(id_ for id_ in found.keys() - set(reports) - doubtful if found[id_])


def without_mark(report_id: str) -> str:
    """The id that a report with a mark behind its id would have alone."""
    return report_id.rpartition("-")[0]


def _is_marked(id_: str, report_id: str, text: Callable[[str], str]) -> bool:
    """Whether an id ends with the mark of a report's text."""
    mark = id_.rpartition("-")[2]
    return len(mark) in MARKS and mark_of(text(report_id)).startswith(mark)


def in_doubt(
    decisions: Mapping[str, Sequence[Decision]], reports: Collection[str], text: Callable[[str], str]
) -> dict[str, list[Decision]]:
    """By report, decisions made when no other report had its service and date: which of them was meant is not told."""
    found: dict[str, list[Decision]] = {}
    for id_ in sorted(reports):
        bare = without_mark(id_)
        if bare in decisions and bare not in reports and _is_marked(id_, id_, text):
            found[id_] = list(decisions[bare])
    return found
