"""A comparison by standard, question, region, type, framework or inspectorate, as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.compare.change import changes, changes_by, question_changes
from extractor.compare.counting import distribution, in_order_of, means, question_means, spread
from extractor.compare.judgements import Judgements, commonest, read_judgements, told, untold
from extractor.compare.matrices import (
    SERVICE,
    group_matrix,
    question_group_matrix,
    question_matrix,
    rated_once,
    rating_matrix,
)
from extractor.compare.questions import Questions, read_questions
from extractor.compare.ranking import rank_means, rank_services
from extractor.compare.scales import Scale
from extractor.compare.sheets import Sheet, apart_sheet
from extractor.compare.source_rows import (
    behind_changes,
    behind_each,
    behind_matrix,
    behind_means,
    behind_shares,
    questions_told,
    ratings_told,
)
from extractor.compare.words import joined
from extractor.dataset.named_tables import Frames
from extractor.errors import InputError
from extractor.link.panel import make_panel
from extractor.packs import Packs

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["GROUPS", "Comparison", "compare", "in_words", "notes_on", "titled"]

# What can be compared by, and the column of a judgement that tells it.
GROUPS = {
    "standard": "standard_id", "question": "question_id", "region": "region", "type": "provider_type",
    "framework": "framework", "inspectorate": "inspectorate",
}  # fmt: skip
_RANKED = ("report_id", "provider", "framework")  # what tells an overall rating that is ranked
# Columns of changes for a terminal.
_BRIEF = (
    "provider", "previous_when", "when", "level", "standard", "previous_rating", "rating", "steps", "question_id",
    "previous_percent", "percent", "change", "why_not",
)  # fmt: skip


def in_words(by: str) -> str:
    """What is compared by, one of `GROUPS`, in a title."""
    return "type of provider" if by == "type" else by


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
        questions = read_questions(data, packs)
        sheets = [*_asked(questions), apart_sheet(("key_questions", questions.left_out))]
        return Comparison(by, titled(sheets, data), (), questions.inspections)
    judgements = read_judgements(make_panel(data, "standard", packs))
    sheets = [sheet for scale in judgements.scales for sheet in _rated(judgements, scale, by)]
    sheets += _changed(changes(judgements.rows), by, "steps", judgements.names if by == "standard" else {})
    left_out = (*judgements.left_out, untold(judgements.rows, GROUPS[by]))
    if by != "standard":
        sheets.append(_asked_by(read_questions(data, packs), by))
    notes = tuple(notes_on(judgements.scales))
    sheets.append(apart_sheet(("ratings", left_out)))
    return Comparison(by, titled(sheets, data), notes, judgements.inspections)


def notes_on(scales: tuple[Scale, ...]) -> Iterator[str]:
    """What must be known of the scales of a dataset."""
    if len(scales) > 1:
        titles = joined([scale.title for scale in scales], apart="; ")
        yield f"{len(scales)} rating scales are used here ({titles}), each with its own tables: they are never merged."
    for scale in scales:
        if not scale.known:
            order = "printed points" if scale.points else "the alphabet, which tells nothing of better or worse"
            yield f"The scale {scale.title} does not come with the program: its labels are in the order of {order}."
    if not scales:
        yield "There are no ratings in this dataset."


def _rated(judgements: Judgements, scale: Scale, by: str) -> Iterator[Sheet]:
    column, rows = GROUPS[by], told(judgements.standards(scale), GROUPS[by])
    names = judgements.names if by == "standard" else {}
    known = {**judgements.names, column: in_words(by)}
    if by == "standard" or scale.ordered:
        yield _matrix(judgements, scale, by, known)
    spreads = [("distribution", "Judgements on standards", rows)]
    if by != "standard":
        spreads.append(("overall", "Overall ratings", told(judgements.on(scale, "overall"), column)))
    for name, what, those in spreads:
        found = _in_order(spread(distribution(those, [column], scale), [column], scale), column, names)
        title, behind = (
            f"{what} by {in_words(by)}: {scale.title}",
            behind_shares("ratings", ratings_told(those), column, scale),
        )
        yield Sheet(f"{name}-{scale.name}", title, found, headings=known, behind=[behind])
    if scale.points and by != "inspectorate":  # which ask for different things: none is better than another
        ranked = rank_means(_in_order(means(rows, [column]), column, names), "mean_points")
        note = f"Of all judgements on standards; points from 0 to {scale.most:g}."
        title = f"Mean points by {in_words(by)}, ranked: {scale.title}"
        behind = behind_means("ratings", ratings_told(rows), [column], ("mean_points", "judgements"))
        yield Sheet(f"means-{scale.name}", title, ranked, note, headings=known, behind=[behind])
    if by == "standard":
        yield Sheet(
            f"ranking-{scale.name}",
            f"Services ranked by overall score: {scale.title}",
            rank_services(judgements, scale),
            "The latest inspection of each service, among those of the same framework and highest score.",
            "no overall scores are printed on this scale",
            {"of": "services ranked", "score_max": "highest score"},
            behind=[
                behind_means("ratings", ratings_told(judgements.on(scale, "overall")), _RANKED, ("score", "rating"))
            ],
        )


def _matrix(judgements: Judgements, scale: Scale, by: str, headings: Mapping[str, str]) -> Sheet:
    if by == "standard":
        frame = rating_matrix(judgements, scale)
        cells, apart = "the label that each got", (*SERVICE, "overall", "score", "score_max")
        rows, side = rated_once(judgements, scale), "inspection"
        more: dict[str, dict[str, object]] = {name: {"standard_id": ""} for name in ("overall", "score", "score_max")}
    else:
        frame = group_matrix(judgements, scale, GROUPS[by])
        cells = f"mean points, 0 to {scale.most:g}" if scale.most else "the middle label, of two the lower"
        cells += ", and of how many judgements"
        apart = (GROUPS[by], "judgements")
        rows, side, more = told(judgements.standards(scale), GROUPS[by]), GROUPS[by], {"judgements": {}}
    title = f"{'Inspections' if by == 'standard' else in_words(by).capitalize()} by standard: {scale.title}"
    across = [id_ for id_ in judgements.names if id_ in frame and id_ not in apart]
    note = f"In the cells: {cells}."
    brief = ("provider", "when", "overall", "score", GROUPS[by], "judgements", *across)
    behind = [behind_matrix("ratings", ratings_told(rows), side, "standard_id", across, more)]
    name, empty = f"matrix-{scale.name}", "found none"
    return Sheet(name, title, frame, note, empty, headings, across, scale, brief, behind)


def _changed(found: pd.DataFrame, by: str, value: str, names: Mapping[str, str]) -> Iterator[Sheet]:
    note = "Since the last inspection of the same service, where the two can be compared, as in the panel."
    if apart := len(found) - int(found["comparable"].sum()):
        note += f" Pairs of inspections that could not be compared: {apart:,}; the next table says why."
    column = GROUPS[by]
    judged = found[found["level"].isin(["standard", "criterion"])] if "level" in found else found
    groups = ["scale", column] if "scale" in found else [column]
    counts = _in_order(changes_by(judged, groups, value), column, names)
    title, empty = f"Better, same and worse by {in_words(by)}", "nothing could be compared"
    behind = [behind_changes(told(judged[judged["comparable"]], *groups), groups, value)]
    yield Sheet("change-by", title, counts, note, empty, {column: in_words(by)}, behind=behind)
    title, empty = "Change since the last inspection", "no service was inspected twice"
    own = behind_each(found[found["item"] != ""])
    yield Sheet("change", title, found, empty=empty, brief=_BRIEF, behind=[own])


def _asked(questions: Questions) -> Iterator[Sheet]:
    note = "Percentage of all cases inspected for which the question was answered with yes."
    empty = "no key questions of all cases"
    matrix, across = question_matrix(questions), list(questions.names)
    brief = ("provider", "when", *across)
    rows = questions_told(questions.rows)
    behind = [behind_matrix("key_questions", rows, "inspection", "question_id", across, {})]
    title = "Inspections by key question"
    yield Sheet("matrix", title, matrix, note, empty, questions.names, across, brief=brief, behind=behind)
    mean = rank_means(question_means(questions.rows, ["question_id", "question"]), "mean_percent")
    figures = ("mean_percent", "lowest", "highest", "inspections")
    behind = [behind_means("key_questions", rows, ("question_id",), figures)]
    title = "Key questions ranked by mean percentage"
    yield Sheet("means", title, mean, "Each inspection counts once.", empty, behind=behind)
    yield from _changed(question_changes(questions.rows), "question", "change", {})


def _asked_by(questions: Questions, by: str) -> Sheet:
    rows = questions_told(told(questions.rows, GROUPS[by]))
    behind = behind_matrix("key_questions", rows, GROUPS[by], "question_id", questions.names, {})
    return Sheet(
        "questions",
        f"{in_words(by).capitalize()} by key question",
        question_group_matrix(questions, GROUPS[by]),
        "Mean of the percentages of all cases, and of how many inspections.",
        "no key questions of all cases",
        headings={GROUPS[by]: in_words(by), **questions.names},
        matrix=list(questions.names),
        behind=[behind],
    )


def titled(sheets: Iterable[Sheet], data: Frames) -> tuple[Sheet, ...]:
    """Sheets with what frameworks and scales are called, for their ids."""
    vocabulary = data.vocabulary
    bodies = {one.id: one.title.removeprefix(f"{one.inspectorate}, ") for one in vocabulary.frameworks}
    standards = commonest(data.columns("ratings", ["standard_id", "standard"]), "standard_id", "standard")
    titles = {"framework": bodies, "scale": {scale.id: scale.title for scale in vocabulary.scales}}
    titles["standard_id"] = standards
    return tuple(replace(sheet, titles={**titles, **sheet.titles}) for sheet in sheets)


def _in_order(frame: pd.DataFrame, column: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Standards in the order of their numbers, their names behind their ids; other groups as they are."""
    if not names:
        return frame
    made = in_order_of(names, frame, column)
    made.insert(list(made).index(column) + 1, "standard", made[column].map(dict(names)))
    return made
