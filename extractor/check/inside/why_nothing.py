"""Why a check had nothing to look at: none is printed, none was found, none was looked for, or some was not read."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.check.inside.inspected import Inspected

__all__ = ["LOOKS_AT", "why_nothing"]

_RATINGS = ("labels", "standards")
_PROSE = ("percentages", "fractions")
_FIGURES = ("tables", "table_percentages", *_PROSE)
_LOST = ("incomplete", "could_not_read")

# Kinds of coverage that a check hangs on; a check that is not named here hangs on all of them.
LOOKS_AT: dict[str, tuple[str, ...]] = {
    "rating-on-scale": _RATINGS,
    "score-equals-sum-of-points": _RATINGS,
    "score-maximum-is-points-x-standards": _RATINGS,
    "overall-rating-equals-band-of-points": _RATINGS,
    "ratings-agree-between-prints": _RATINGS,
    "count-of-ratings": _RATINGS,
    "section-score-equals-weighted-mean": (*_RATINGS, "table_percentages"),
    "overall-score-equals-weighted-sections": (*_RATINGS, "table_percentages"),
    "rating-equals-band-of-lowest-key-question": (*_RATINGS, "key_questions"),
    "leadership-within-limit-of-cases": (*_RATINGS, "key_questions"),
    "all-cases-from-groups": ("key_questions", "table_percentages"),
    "key-questions-complete": ("key_questions", "table_percentages"),
    "prompts-under-key-questions": ("key_questions", "table_percentages"),
    "groups-complete": ("key_questions", "table_percentages"),
    "recommendation-numbers": ("recommendations", "list_items"),
    "recommendation-count": ("recommendations", "list_items"),
    "addressee-stands-before": ("recommendations", "list_items"),
    "row-stands-once": ("recommendations", "list_items"),
    "list-numbers-run-on": ("list_items",),
    "rows-as-counted": ("recommendations", "list_items"),
    "figure-is-what-words-say": _PROSE,
    "cell-labelled-by-table": ("tables",),
    "figure-labelled-by-cell": ("tables",),
    "contents-entries-are-sections": ("headings",),
    "facts-agree-between-prints": _FIGURES,
    "answers-agree-between-prints": _FIGURES,
    "prose-restates-table": (*_FIGURES, "key_questions"),
    "prose-restates-statistics": _FIGURES,
    "share-in-words-agrees-with-table": (*_FIGURES, "key_questions"),
    "figure-moves-as-told": _PROSE,
    "percent-possible-with-n": _FIGURES,
    "share-between-0-and-100": _FIGURES,
    "percentage-is-share-of-number": ("tables", "table_percentages"),
    "parts-add-up": ("tables", "table_percentages"),
    "figure-stands-once": _FIGURES,
}


def why_nothing(report: Inspected, check: str) -> str:
    """Which of four nothings it is that a check of a report has no row, in words, by the table `coverage`."""
    rows = report.rows.get("coverage", [])
    kinds = LOOKS_AT.get(check)
    hangs_on = [row for row in rows if kinds is None or row.kind in kinds]
    if lost := [row for row in hangs_on if row.verdict in _LOST]:
        counts = ", ".join(f"{row.found} of {row.expected} {row.kind.replace('_', ' ')}" for row in lost)
        return f"not all that this check looks at could be read: {counts}"
    told = [row for row in hangs_on if row.verdict != "not_looked_for"]
    if told and all(row.verdict == "none_printed" for row in told):
        return f"none is printed of what this check looks at: {_named(told)}"
    if hangs_on and not told:
        return f"none was found, and nothing tells how many there must be: {_named(hangs_on)}"
    return "none was found of what this check looks at"


def _named(rows: Sequence[object]) -> str:
    return ", ".join(row.kind.replace("_", " ") for row in rows)  # type: ignore[attr-defined]
