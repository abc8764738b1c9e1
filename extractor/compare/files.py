"""Comparisons, summaries and figures as files of one folder: CSV, figures, and an offline page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from extractor.compare.chart_data import Chart
from extractor.compare.comparison import Comparison
from extractor.compare.page import Shown, comparison_page, figure_page, summary_page
from extractor.compare.sheets import Sheet
from extractor.compare.summary import Summary
from extractor.compare.words import exact
from extractor.dataset.addresses import Address, nowhere
from extractor.dataset.csv_files import write_rows
from extractor.dataset.folder import replacing
from extractor.dataset.run_log import log_result, write_text, written_files
from extractor.errors import InputError

__all__ = ["FORMATS", "check_formats", "write_comparison", "write_figures", "write_summary"]

FORMATS = ("svg", "png", "html")


def check_formats(formats: str) -> tuple[str, ...]:
    """The formats in a list with commas, each once.

    Raises:
        InputError: one of them is not written, or none is named.
    """
    wanted = [name.strip().lower() for name in formats.split(",") if name.strip()]
    wrong = [name for name in wanted if name not in FORMATS]
    if wrong or not wanted:
        named = f"format {wrong[0]!r} is not written" if wrong else "no format is named"
        raise InputError(f"{named}; give one or several of {', '.join(FORMATS)}, with commas between them.")
    return tuple(name for name in FORMATS if name in wanted)


def write_comparison(comparison: Comparison, out: Path, source: str, address: Address = nowhere) -> None:
    """A CSV file for every sheet, and `compare.html`.

    `source` names the dataset, `address` gives that of a report, for links.

    Raises:
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    with replacing(out) as folder:
        for sheet in comparison.sheets:
            _write_csv(sheet, folder)
        write_text(comparison_page(comparison, source, address), folder / "compare.html")
        log_result(folder, "comparison")


def write_summary(summary: Summary, out: Path, source: str, address: Address = nowhere) -> None:
    """CSV, SVG and PNG of every chart, `apart.csv`, and `summary.html`.

    Raises:
        InputError: what draws figures is not installed.
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    shown = _drawn(summary.charts)
    with replacing(out) as folder:
        for chart in shown:
            _write_csv(chart.chart.sheet, folder)
            _write_figures(chart, folder, ("svg", "png"))
        _write_csv(summary.apart, folder)
        write_text(summary_page(summary, shown, source, address), folder / "summary.html")
        log_result(folder, "summary")


def write_figures(charts: Sequence[Chart], out: Path, formats: Sequence[str], source: str) -> list[str]:
    """The figures of charts in some formats. Back come the names of the files.

    Raises:
        InputError: what draws figures is not installed.
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    with replacing(out) as folder:
        for chart in _drawn(charts):
            _write_figures(chart, folder, formats)
            if "html" in formats:
                write_text(figure_page(chart, source), folder / f"{chart.chart.name}.html")
        names = written_files(folder)
        log_result(folder, "figures")
    return names


def _drawn(charts: Iterable[Chart]) -> list[Shown]:
    from extractor.compare.charts import draw

    return [Shown(chart, *draw(chart)) for chart in charts]


def _write_figures(shown: Shown, folder: Path, formats: Sequence[str]) -> None:
    for number, figure in enumerate(shown.figures, start=1):
        name = shown.chart.name if len(shown.figures) == 1 else f"{shown.chart.name}-{number}"
        if "svg" in formats:
            (folder / f"{name}.svg").write_bytes(figure.svg)
        if "png" in formats:
            (folder / f"{name}.png").write_bytes(figure.png)


def _write_csv(sheet: Sheet, folder: Path) -> None:
    """The rows of a sheet, with numbers as exact as they are."""
    rows = ([exact(value) for value in row] for row in sheet.frame.itertuples(index=False))
    write_rows([str(name) for name in sheet.frame], rows, folder / f"{sheet.name}.csv")
