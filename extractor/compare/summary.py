"""A summary of any set of reports: charts with their data, and what they say in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.compare.chart_data import (
    CHARTS,
    Chart,
    check_name,
    key_question_charts,
    progress_charts,
    rating_charts,
    theme_chart,
)
from extractor.compare.comparison import notes_on, titled
from extractor.compare.counting import distribution
from extractor.compare.judgements import Judgements, read_judgements, told, untold
from extractor.compare.questions import read_questions
from extractor.compare.sheets import Sheet, apart_sheet
from extractor.compare.words import plain
from extractor.dataset.named_tables import Frames
from extractor.link.panel import make_panel
from extractor.packs import Packs

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Summary", "charts_of", "summarise"]

_MOST_NAMED = 3
_FEW = 2  # values or fewer, on which no sentence rests without saying so


@dataclass(frozen=True)
class Summary:
    """`statements` are sentences for readers, `notes` what must be known to read them."""

    reports: int
    inspections: int
    statements: tuple[str, ...]
    charts: tuple[Chart, ...]
    apart: Sheet
    notes: tuple[str, ...]


def summarise(data: Frames, packs: Packs | None = None) -> Summary:
    """The analyses of a summary report, of the reports of a dataset.

    Args:
        data: the dataset.
        packs: patterns whose scales count in place of those that the dataset keeps; None for these.
    """
    panel = make_panel(data, "standard", packs)
    judgements, questions = read_judgements(panel), read_questions(data, packs)
    charts = [*rating_charts(judgements), *key_question_charts(questions)]
    charts += [theme_chart(data, panel.superseded), *progress_charts(data, panel.vocabulary, panel.superseded)]
    left_out = (*judgements.left_out, untold(judgements.rows, "provider_type"))
    sheets = titled([chart.sheet for chart in charts], data)
    charts = [replace(chart, sheet=sheet) for chart, sheet in zip(charts, sheets, strict=True)]
    return Summary(
        len(data.report_ids),
        judgements.inspections,
        tuple(_statements(judgements, charts)),
        tuple(charts),
        apart_sheet(("ratings", left_out), ("key_questions", questions.left_out)),
        tuple(notes_on(judgements.scales)),
    )


def charts_of(data: Frames, name: str, packs: Packs | None = None) -> list[Chart]:
    """The charts of one name, of which there is one for every scale where it is about ratings.

    Raises:
        InputError: there is no chart of this name.
    """
    check_name(name)
    if name == "key-questions":
        return list(key_question_charts(read_questions(data, packs)))
    panel = make_panel(data, "standard", packs)
    if name == "themes":
        return [theme_chart(data, panel.superseded)]
    if name == "progress":
        return list(progress_charts(data, panel.vocabulary, panel.superseded))
    return [chart for chart in rating_charts(read_judgements(panel)) if chart.subject == name]


def _statements(judgements: Judgements, charts: list[Chart]) -> Iterator[str]:
    for scale in judgements.scales:
        overall = distribution(told(judgements.on(scale, "overall"), "provider_type"), ["provider_type"], scale)
        for kind, rows in overall.groupby("provider_type", sort=True):
            yield f"Overall ratings, {kind}: {_shares(rows)} ({scale.title}){_few(rows)}."
        standards = judgements.standards(scale)
        if len(standards):
            rows = distribution(standards.assign(all=""), ["all"], scale)
            yield f"Ratings of standards: {_shares(rows)} ({scale.title}){_few(rows)}."
    for chart in charts:
        if chart.sheet.frame.empty and chart.subject in ("key-questions", "themes", "progress"):
            yield f"{CHARTS[chart.subject].capitalize()}: {chart.sheet.empty}."
        elif chart.kind == "dots":
            many = chart.drawn[chart.drawn["total"] > _FEW]
            of = many if len(many) else chart.drawn
            low, high = (_means(of, end, chart.unit) for end in ("min", "max"))
            left_out = f" Left out are means of 1 or {_FEW}." if 0 < len(many) < len(chart.drawn) else ""
            yield f"{chart.sheet.title}: lowest {low}; highest {high}.{left_out}"


def _few(rows: pd.DataFrame) -> str:
    """That a distribution rests on next to nothing, where it does."""
    total = rows["total"].tolist()[0]
    return f"; that is only {total} judgement{'s'[: total != 1]}" if total <= _FEW else ""


def _shares(rows: pd.DataFrame) -> str:
    """`5 of 7 Bright, 2 of 7 Dim`; labels that nobody got are left out."""
    some = rows[rows["judgements"] > 0]
    counts = zip(some["judgements"], some["total"], some["rating"], strict=True)
    return ", ".join(f"{count:,} of {total:,} {label}" for count, total, label in counts)


def _means(drawn: pd.DataFrame, end: str, unit: str) -> str:
    """The least or greatest mean, and all that have it: `1.50 (Staff, centre; Staff, boat; and 2 more)`."""
    told = drawn["value"].round(1 if unit == "percent" else 2)
    these = drawn[told == told.agg(end)]
    columns = (these[name] for name in ("row", "series", "total"))
    names = [
        f"{row}, {series}, {'only ' if total <= _FEW else ''}n {total:,}"
        for row, series, total in zip(*columns, strict=True)
    ]
    more = [f"and {len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []
    value = told.agg(end)
    words = f"{plain(value)}%" if unit == "percent" else f"{value:.2f}"
    return f"{words} ({'; '.join(names[:_MOST_NAMED] + more)})"
