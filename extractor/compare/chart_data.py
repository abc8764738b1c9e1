"""What the figures show: the analyses of a summary report, each as a chart with its data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from extractor.compare.counting import distribution, in_order_of, means, question_means, spread
from extractor.compare.judgements import NOT_TOLD, Judgements, told
from extractor.compare.matrices import SERVICE, rated_once, rating_matrix
from extractor.compare.questions import Questions
from extractor.compare.scales import Scale, of_packs
from extractor.compare.sheets import Sheet
from extractor.compare.source_rows import behind_matrix, behind_means, behind_shares, questions_told, ratings_told
from extractor.dataset.named_tables import Frames
from extractor.dataset.read import Dataset
from extractor.dataset.run_log import run_log
from extractor.dataset.schema import LOOKED_FOR_BY
from extractor.domain.names import slug
from extractor.errors import InputError
from extractor.packs.read import read_file
from extractor.packs.shared_files import ThemeFile
from extractor.packs.vocabulary import Vocabulary
from extractor.pattern_files import shipped

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CHARTS",
    "Chart",
    "check_name",
    "key_question_charts",
    "progress_charts",
    "rating_charts",
    "theme_chart",
]

# Name and subject of every chart, in the order of a summary.
CHARTS = {
    "overall-ratings": "overall ratings by type of provider",
    "standard-ratings": "ratings of standards by type of provider",
    "ratings-table": "the ratings and score of every service",
    "mean-points": "mean points a standard by type of provider",
    "key-questions": "key questions by type of provider",
    "themes": "recommendations by theme and type of provider",
    "progress": "progress on earlier recommendations by category",
}


@dataclass(frozen=True)
class Chart:
    """Data that is drawn, and the sheet that is printed beside.

    `kind`: `shares` (bars of 100 percent), `counts` (bars), `dots` (a mark a series), or `grid` (cells with labels).
    `drawn` has the columns `row`, `series`, `value` and `total` (what the value is a part or mean of); of a grid it is
    the sheet's own frame. `name` is one of `CHARTS`, with the scale behind it where it is about ratings. `column`
    of the sheet has the values of marks and counts, which have a row for each.
    """

    name: str
    kind: Literal["shares", "counts", "dots", "grid"]
    sheet: Sheet
    drawn: pd.DataFrame
    series: Sequence[str] = ()
    scale: Scale | None = None
    most: float = 100
    unit: str = "percent"
    column: str = ""

    def places(self) -> dict[tuple[str, str], str]:
        """Names, by row and series, of the cells of the sheet that have what is drawn there."""
        frame = self.sheet.frame
        if self.column:
            at, pairs = list(frame).index(self.column), zip(self.drawn["row"], self.drawn["series"], strict=True)
            return {(str(row), str(series)): f"at-{n}-{at}" for n, (row, series) in enumerate(pairs)}
        rows, columns = [str(row) for row in frame.iloc[:, 0]], list(frame)
        return {(row, name): f"at-{n}-{columns.index(name)}" for n, row in enumerate(rows) for name in self.series}

    @property
    def subject(self) -> str:
        """The name without the scale."""
        return next(name for name in CHARTS if self.name.startswith(name))

    @property
    def values(self) -> dict[tuple[str, str], float]:
        """What is drawn, by row and series."""
        return self._by_row_and_series("value")

    @property
    def totals(self) -> dict[tuple[str, str], float]:
        """What each value is a part or mean of, by row and series."""
        return self._by_row_and_series("total")

    def _by_row_and_series(self, name: str) -> dict[tuple[str, str], float]:
        columns = (self.drawn[column] for column in ("row", "series", name))
        return {(str(row), str(series)): float(value) for row, series, value in zip(*columns, strict=True)}

    def sums(self, of: str, by: str) -> dict[str, float]:
        """Sums of a column by row or series, in their order."""
        grouped = self.drawn.groupby(by, sort=False)[of].sum()
        return {str(name): float(value) for name, value in grouped.items()}


def check_name(name: str) -> None:
    """Check the name of a chart.

    Raises:
        InputError: there is none of this name.
    """
    if name not in CHARTS:
        raise InputError(f"there is no figure {name!r}; give one of {', '.join(CHARTS)}.")


def rating_charts(judgements: Judgements) -> Iterator[Chart]:
    """Distributions, ratings table and means, one of each for every scale."""
    for scale in judgements.scales:
        for name, what, rows in (
            ("overall-ratings", "Overall ratings", told(judgements.on(scale, "overall"), "provider_type")),
            ("standard-ratings", "Ratings of standards", told(judgements.standards(scale), "provider_type")),
        ):
            long = distribution(rows, ["provider_type"], scale)
            title = f"{what} by type of provider: {scale.title}"
            behind = [behind_shares("ratings", ratings_told(rows), "provider_type", scale)]
            frame = spread(long, ["provider_type"], scale)
            sheet = Sheet(f"{name}-{scale.name}", title, frame, scale=scale, behind=behind)
            drawn = _drawn(long, "provider_type", "rating", "judgements", "total")
            yield Chart(sheet.name, "shares", sheet, drawn, scale.labels, scale)
        yield _table(judgements, scale)
        if scale.points:
            yield _mean_points(judgements, scale)


def _table(judgements: Judgements, scale: Scale) -> Chart:
    frame = rating_matrix(judgements, scale)
    across = [str(name) for name in frame if name not in (*SERVICE, "overall", "score", "score_max")]
    note = "Ordered by overall score within a framework. An empty cell: no rating was read."
    title = f"Ratings of every service: {scale.title}"
    rows = ratings_told(rated_once(judgements, scale))
    more: dict[str, dict[str, object]] = {name: {"standard_id": ""} for name in ("overall", "score", "score_max")}
    behind = [behind_matrix("ratings", rows, "inspection", "standard_id", across, more)]
    name = f"ratings-table-{scale.name}"
    sheet = Sheet(name, title, frame, note, "found none", judgements.names, across, scale, behind=behind)
    return Chart(sheet.name, "grid", sheet, frame, across, scale)


def _mean_points(judgements: Judgements, scale: Scale) -> Chart:
    rows = told(judgements.standards(scale), "provider_type")
    found = means(rows, ["standard_id", "provider_type"])
    found = in_order_of(judgements.names, found, "standard_id")
    found.insert(1, "standard", found["standard_id"].map(judgements.names))
    note = f"Points from 0 ({scale.labels[-1]}) to {scale.most:g} ({scale.labels[0]})."
    title = f"Mean points a standard by type of provider: {scale.title}"
    by, figures = ("standard_id", "provider_type"), ("mean_points", "judgements")
    behind = [behind_means("ratings", ratings_told(rows), by, figures)]
    sheet = Sheet(f"mean-points-{scale.name}", title, found, note, behind=behind)
    told_apart = found.assign(row=found["standard_id"].map(_told_apart(judgements.names)))
    drawn = _drawn(told_apart, "row", "provider_type", "mean_points", "judgements")
    return Chart(sheet.name, "dots", sheet, drawn, _kinds(drawn), scale, scale.most or 1, "points", "mean_points")


def key_question_charts(questions: Questions) -> Iterator[Chart]:
    """Percentages of key questions by type of provider."""
    rows = told(questions.rows, "provider_type")
    found = question_means(rows, ["standard_id", "question_id", "question", "provider_type"])
    found = in_order_of(questions.names, found, "question_id")
    note = "Percentage of all cases for which the answer was yes; mean of the inspections, each of which counts once."
    by, figures = ("question_id", "provider_type"), ("mean_percent", "lowest", "highest", "inspections")
    behind = [behind_means("key_questions", questions_told(rows), by, figures)]
    title, empty = "Key questions by type of provider", "no key questions of all cases"
    sheet = Sheet("key-questions", title, found, note, empty, {"standard_id": "standard"}, behind=behind)
    told_apart = found.assign(row=found["question_id"].map(_told_apart(questions.names)))
    drawn = _drawn(told_apart, "row", "provider_type", "mean_percent", "inspections")
    yield Chart("key-questions", "dots", sheet, drawn, _kinds(drawn), column="mean_percent")


def theme_chart(data: Frames, superseded: Set[str] = frozenset()) -> Chart:
    """Recommendations by theme and type of provider; one can have several themes, or none.

    Args:
        data: the dataset.
        superseded: reports that do not count, for another on the same inspection goes before them.
    """
    themes = data.columns("themes", ["report_id", "of_table", "of_item", "theme"])
    themes = themes[themes["of_table"] == "recommendations"]
    themes = themes[["report_id", "of_item", "theme"]].drop_duplicates()
    asked = data.columns("recommendations", ["report_id", "item", "text"]).rename(columns={"text": "what"})
    reports = data.columns("reports", ["report_id", "provider_type", "provider", "fieldwork_start", "published"])
    reports = reports[~reports["report_id"].isin(superseded)]
    typed = reports[reports["provider_type"] != ""]
    rows, all_ = (those.merge(typed, on="report_id") for those in (themes, asked))
    left_out = len(asked.merge(reports, on="report_id")) - len(all_)
    counts = rows.groupby(["theme", "provider_type"]).size().rename("recommendations").reset_index()
    total = all_.groupby("provider_type").size()
    counts["total"] = counts["provider_type"].map(total).astype("Int64")
    counts["percent"] = 100 * counts["recommendations"] / counts["total"]
    often = counts.groupby("theme")["recommendations"].transform("sum")
    counts = counts.assign(often=often).sort_values(["often", "theme", "provider_type"], ascending=[False, True, True])
    counts = counts.drop(columns="often").reset_index(drop=True)
    empty = "found none" if _looked_for(data, "themes") else "themes were not looked for in this dataset"
    note = "A recommendation can have several themes, or none. Total: all recommendations to that type of provider."
    if left_out:
        note += f" Left out, for the type of the provider is not told: {left_out:,}."
    told_all = all_.rename(columns={"provider": "who"}).assign(when=_when(all_), says="")
    of_theme = rows[["report_id", "of_item", "theme"]].merge(
        told_all, left_on=["report_id", "of_item"], right_on=["report_id", "item"]
    )
    behind = [
        behind_means("recommendations", of_theme, ("theme", "provider_type"), ("recommendations", "percent")),
        behind_means("recommendations", told_all, ("provider_type",), ("total",)),
    ]
    title, names = "Recommendations by theme and type of provider", {"theme": _theme_titles()}
    sheet = Sheet("themes", title, counts, note, empty, behind=behind, titles=names)
    titled = counts.assign(theme=counts["theme"].map(lambda id_: _theme_titles().get(id_, id_)))
    drawn = _drawn(titled, "theme", "provider_type", "recommendations", "total")
    return Chart("themes", "counts", sheet, drawn, _kinds(drawn), unit="recommendations", column="recommendations")


@cache
def _theme_titles() -> dict[str, str]:
    """Titles by id of the themes that come with the program; one of another codebook is shown by its id."""
    model = read_file(shipped() / "themes.yaml").model
    assert isinstance(model, ThemeFile)
    return {theme.id: theme.title for theme in model.themes}


def progress_charts(data: Frames, vocabulary: Vocabulary, superseded: Set[str] = frozenset()) -> Iterator[Chart]:
    """What became of earlier recommendations, by the programme that they were made to: a chart a scale of progress.

    Args:
        data: the dataset.
        vocabulary: the scales of progress that count: that of the report's framework, else the first that has the
            category.
        superseded: as in `theme_chart`.
    """
    rows = data.columns("progress", ["report_id", "item", "prior_programme", "category", "text"])
    about = data.columns("reports", ["report_id", "framework", "provider", "fieldwork_start", "published"])
    rows = rows[~rows["report_id"].isin(superseded)].merge(about)
    rows = rows.assign(prior_programme=rows["prior_programme"].mask(rows["prior_programme"] == "", NOT_TOLD))
    of = {framework.id: framework.progress for framework in vocabulary.frameworks if framework.progress}
    scales = [of_packs(scale) for scale in vocabulary.scales if scale.id in of.values()]
    first = {label: scale.id for scale in reversed(scales) for label in scale.labels}
    own = zip(rows["framework"], rows["category"], strict=True)
    rows = rows.assign(scale=[of.get(framework) or first.get(category, "") for framework, category in own])
    known = {scale.id: rows[(rows["scale"] == scale.id) & rows["category"].isin(scale.labels)] for scale in scales}
    other = len(rows) - sum(map(len, known.values()))
    used = [scale for scale in scales if len(known[scale.id])] or scales[:1]
    for scale in used:
        yield _progress(scale, known[scale.id], other if scale is used[0] else 0, len(used) > 1)


def _progress(scale: Scale, rows: pd.DataFrame, other: int, several: bool) -> Chart:
    long = distribution(rows.rename(columns={"category": "rating"}), ["prior_programme"], scale)
    note = "By programme of the earlier inspection."
    if other:
        note += f" Left out, for they have no category, or none of a scale that is known: {other:,}."
    name = f"progress-{slug(scale.id, 40)}" if several else "progress"
    title = "Progress on earlier recommendations by category" + (f": {scale.title}" if several else "")
    frame = spread(long, ["prior_programme"], scale)
    told_rows = rows.assign(who=rows["provider"], when=_when(rows), what=rows["text"], says=rows["category"])
    behind = [behind_shares("progress", told_rows.assign(rating=rows["category"]), "prior_programme", scale)]
    empty = "no report here follows up earlier recommendations"
    sheet = Sheet(name, title, frame, note, empty, scale=scale, behind=behind)
    drawn = _drawn(long, "prior_programme", "rating", "judgements", "total")
    return Chart(name, "shares", sheet, drawn, scale.labels, scale)


def _when(rows: pd.DataFrame) -> pd.Series[str]:
    return rows["fieldwork_start"].mask(rows["fieldwork_start"] == "", rows["published"])


def _looked_for(data: Frames, table: str) -> bool:
    missing = run_log(data.folder).get("not_looked_for", ()) if isinstance(data, Dataset) else LOOKED_FOR_BY
    return len(data.columns(table, ["report_id"])) > 0 or table not in missing


def _drawn(found: pd.DataFrame, row: str, series: str, value: str, total: str) -> pd.DataFrame:
    return found[[row, series, value, total]].set_axis(["row", "series", "value", "total"], axis=1)


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names by id, with the id behind a name that several have."""
    counts = Counter(names.values())
    return {id_: name if counts[name] == 1 else f"{name} [{id_}]" for id_, name in names.items()}


def _kinds(drawn: pd.DataFrame) -> list[str]:
    """Series in the order of the alphabet, what is not told last."""
    return sorted(set(drawn["series"]), key=lambda kind: (kind == NOT_TOLD, kind))
