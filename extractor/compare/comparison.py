"""A comparison by standard, question, region, type, framework or inspectorate, as sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.compare.change import changes, changes_by, question_changes
from extractor.compare.counting import distribution, in_order_of, means, question_means, spread
from extractor.compare.judgements import Judgements, counted, read_judgements, told, untold
from extractor.compare.matrices import (
    SERVICE,
    group_matrix,
    question_group_matrix,
    question_matrix,
    rating_matrix,
)
from extractor.compare.questions import Questions, read_questions
from extractor.compare.ranking import rank_means, rank_services
from extractor.compare.scales import Scale
from extractor.compare.sheets import Sheet, apart_sheet
from extractor.compare.words import joined
from extractor.dataset.read import Frames
from extractor.errors import InputError
from extractor.link.panel import make_panel
from extractor.packs import Packs

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["GROUPS", "Comparison", "compare", "notes_on"]

# What can be compared by, and the column of a judgement that tells it.
GROUPS = {
    "standard": "standard_id", "question": "question_id", "region": "region", "type": "provider_type",
    "framework": "framework", "inspectorate": "inspectorate",
}  # fmt: skip
# Columns of changes for a terminal.
_BRIEF = (
    "provider", "previous_when", "when", "level", "standard", "previous_rating", "rating", "steps", "question_id",
    "previous_percent", "percent", "change", "why_not",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """The sheets of a comparison, how many inspections the dataset has, and what must be said before they are read."""

    by: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]
    inspections: int


def compare(data: Frames, by: str, packs: Packs | None = None) -> Comparison:
    """Compare the inspections of a dataset.

    Args:
        data: the dataset.
        by: what stands down the side, one of `GROUPS`.
        packs: patterns whose scales count in place of those that the dataset keeps; None for these.

    Raises:
        InputError: `by` is none of `GROUPS`.
    """
    if by not in GROUPS:
        raise InputError(f"--by {by!r} is nothing to compare by; give one of {', '.join(GROUPS)}.")
    if by == "question":
        questions = read_questions(make_panel(data, "question", packs))
        sheets = [*_asked(questions), apart_sheet(questions.apart)]
        return Comparison(by, tuple(sheets), (), questions.inspections)
    judgements = read_judgements(make_panel(data, "standard", packs))
    sheets = [sheet for scale in judgements.scales for sheet in _rated(judgements, scale, by)]
    sheets += _changed(changes(judgements.rows), by, "steps", judgements.names if by == "standard" else {})
    groupless = counted([untold(judgements.rows, GROUPS[by])])
    if by != "standard":
        sheets.append(_asked_by(read_questions(make_panel(data, "question", packs)), by))
    notes = tuple(notes_on(judgements.scales))
    return Comparison(by, (*sheets, apart_sheet(judgements.apart, groupless)), notes, judgements.inspections)


def notes_on(scales: tuple[Scale, ...]) -> Iterator[str]:
    """What must be known of the scales of a dataset."""
    if len(scales) > 1:
        ids = joined([scale.id for scale in scales])
        yield f"{len(scales)} rating scales are used here ({ids}), each with tables of its own: they are never merged."
    for scale in scales:
        if not scale.known:
            order = "printed points" if scale.points else "the alphabet, which tells nothing of better or worse"
            yield f"The scale {scale.id} does not come with the program: its labels are in the order of {order}."
    if not scales:
        yield "There are no ratings in this dataset."


def _rated(judgements: Judgements, scale: Scale, by: str) -> Iterator[Sheet]:
    column, rows = GROUPS[by], told(judgements.standards(scale), GROUPS[by])
    names = judgements.names if by == "standard" else {}
    known = {**judgements.names, column: by}
    if by == "standard" or scale.ordered:
        yield _matrix(judgements, scale, by, known)
    spreads = [("distribution", "Judgements on standards", rows)]
    if by != "standard":
        spreads.append(("overall", "Overall ratings", told(judgements.on(scale, "overall"), column)))
    for name, what, those in spreads:
        found = _in_order(spread(distribution(those, [column], scale), [column], scale), column, names)
        yield Sheet(f"{name}-{scale.name}", f"{what} by {by}: {scale.title}", found, headings=known)
    if scale.points and by != "inspectorate":  # which ask for different things: none is better than another
        ranked = rank_means(_in_order(means(rows, [column]), column, names), "mean_points")
        note = f"Of all judgements on standards; points from 0 to {scale.most:g}."
        title = f"Mean points by {by}, ranked: {scale.title}"
        yield Sheet(f"means-{scale.name}", title, ranked, note, headings=known)
    if by == "standard":
        yield Sheet(
            f"ranking-{scale.name}",
            f"Services ranked by overall score: {scale.title}",
            rank_services(judgements, scale),
            "The latest inspection of each service, among those of the same framework and highest score.",
            "no overall scores are printed on this scale",
        )


def _matrix(judgements: Judgements, scale: Scale, by: str, headings: Mapping[str, str]) -> Sheet:
    if by == "standard":
        frame = rating_matrix(judgements, scale)
        cells, apart = "the label that each got", (*SERVICE, "overall", "score", "score_max")
    else:
        frame = group_matrix(judgements, scale, GROUPS[by])
        cells = f"mean points, 0 to {scale.most:g}" if scale.most else "the middle label, of two the lower"
        cells += ", and of how many judgements"
        apart = (GROUPS[by], "judgements")
    title = f"{'Inspections' if by == 'standard' else by.capitalize()} by standard: {scale.title}"
    across = [id_ for id_ in judgements.names if id_ in frame and id_ not in apart]
    note = f"In the cells: {cells}."
    brief = ("provider", "when", "overall", "score", GROUPS[by], "judgements", *across)
    return Sheet(f"matrix-{scale.name}", title, frame, note, "found none", headings, across, scale, brief)


def _changed(found: pd.DataFrame, by: str, value: str, names: Mapping[str, str]) -> Iterator[Sheet]:
    note = "Since the last inspection of the same service, where the two can be compared, as in the panel."
    if apart := len(found) - int(found["comparable"].sum()):
        note += f" Pairs of inspections that could not be compared: {apart:,}; the next table says why."
    column = GROUPS[by]
    judged = found[found["level"].isin(["standard", "criterion"])] if "level" in found else found
    groups = ["scale", column] if "scale" in found else [column]
    counted = _in_order(changes_by(judged, groups, value), column, names)
    headings = {column: by}
    yield Sheet("change-by", f"Better, same and worse by {by}", counted, note, "nothing could be compared", headings)
    nothing = "no service was inspected twice"
    yield Sheet("change", "Change since the last inspection", found, empty=nothing, brief=_BRIEF)


def _asked(questions: Questions) -> Iterator[Sheet]:
    note = "Percentage of all cases inspected for which the question was answered with yes."
    empty = "no key questions of all cases"
    matrix, across = question_matrix(questions), list(questions.names)
    brief = ("provider", "when", *across)
    yield Sheet("matrix", "Inspections by key question", matrix, note, empty, matrix=across, brief=brief)
    mean = rank_means(question_means(questions.rows, ["question_id", "question"]), "mean_percent")
    yield Sheet("means", "Key questions ranked by mean percentage", mean, "Each inspection counts once.", empty)
    yield from _changed(question_changes(questions.rows), "question", "change", {})


def _asked_by(questions: Questions, by: str) -> Sheet:
    return Sheet(
        "questions",
        f"{by.capitalize()} by key question",
        question_group_matrix(questions, GROUPS[by]),
        "Mean of the percentages of all cases, and of how many inspections.",
        "no key questions of all cases",
        headings={GROUPS[by]: by},
        matrix=list(questions.names),
    )


def _in_order(frame: pd.DataFrame, column: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Standards in the order of their numbers, their names behind their ids; other groups as they are."""
    if not names:
        return frame
    made = in_order_of(names, frame, column)
    made.insert(list(made).index(column) + 1, "standard", made[column].map(dict(names)))
    return made
