"""What follows from a corrected value: points of a rating, and what `reports` says of the overall judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from extractor.errors import InputError
from extractor.packs.vocabulary import Vocabulary
from extractor.records import Rating, Record, Report

__all__ = ["changed_row", "follow"]


def follow(tables: dict[str, list[Record]], report_id: str, vocabulary: Vocabulary | None) -> None:
    """Put right what hangs on the corrected ratings of a report; each value that changes is named in `corrected`.

    Raises:
        InputError: a corrected label is none of the scale of its row.
    """
    ratings = tables.get("ratings", [])
    for place, row in enumerate(ratings):
        if not isinstance(row, Rating) or row.report_id != report_id or "rating" not in row.corrected.split("\n"):
            continue
        _see_scale(row, vocabulary)
        points = vocabulary.points_of(row.scale, row.rating) if vocabulary is not None and row.scale else None
        wanted = dict(zip(("points", "points_max"), points or (None, None), strict=True))
        ratings[place] = _with(row, {name: value for name, value in wanted.items() if points or not row.rating})
    overall = next((row for row in ratings if isinstance(row, Rating) and _is_overall(row, report_id)), None)
    for place, about in enumerate(tables.get("reports", [])):
        if overall is not None and isinstance(about, Report) and about.report_id == report_id:
            named = {"rating": "overall_rating", "score": "overall_score", "score_max": "overall_score_max"}
            corrected = [name for name in overall.corrected.split("\n") if name in named]
            tables["reports"][place] = _with(about, {named[name]: getattr(overall, name) for name in corrected})


def _see_scale(row: Rating, vocabulary: Vocabulary | None) -> None:
    """See that a corrected label is one of the scale of its row, where the packs know that scale."""
    scales = vocabulary.scales if vocabulary is not None else ()
    labels = next(([label.label for label in scale.labels] for scale in scales if scale.id == row.scale), [])
    if labels and row.rating and row.rating not in labels:
        raise InputError(
            f"corrections of {row.report_id} ratings {row.item} rating: {row.rating!r} is no label of its scale, "
            f"{row.scale}. It has {', '.join(labels)}. Change the value, or correct the scale as well."
        )


def _is_overall(row: Rating, report_id: str) -> bool:
    return row.report_id == report_id and row.level == "overall" and row.part == "main" and bool(row.corrected)


def _with(row: Record, values: dict[str, object]) -> Record:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return row
    listed = [name for name in row.as_row()["corrected"].split("\n") if name and name not in changed]
    return changed_row(row, {**changed, "corrected": "\n".join([*listed, *changed])})


def changed_row(row: Record, values: Mapping[str, Any]) -> Record:
    """The row with other values in some columns."""
    return replace(row, **values)
