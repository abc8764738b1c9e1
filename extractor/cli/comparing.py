"""Commands that lay inspections side by side: `compare`, `summarise`, `plot`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import DatasetFolder

__all__ = ["compare", "plot", "summarise"]


def compare(
    folder: DatasetFolder,
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="standard, question, region, type or framework.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-compare beside the dataset.")
    ] = None,
) -> None:
    """Compare inspections: matrices, distributions, means, ranks, and change since the last inspection."""
    from extractor.compare.comparison import compare as lay_side_by_side
    from extractor.compare.display import show_comparison
    from extractor.compare.files import target, write_comparison
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console

    found = lay_side_by_side(read_dataset(folder), by)
    to = target(folder, out, "compare")
    write_comparison(found, to, folder.resolve().name)
    show_comparison(found, to, console())


def summarise(
    folder: DatasetFolder,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-summary beside the dataset.")
    ] = None,
) -> None:
    """Summarise a round of inspections: a page with figures, and each figure as SVG, PNG and CSV."""
    from extractor.compare.display import show_summary
    from extractor.compare.figures import check_installed
    from extractor.compare.files import target, write_summary
    from extractor.compare.summary import summarise as sum_up
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console

    check_installed()
    found = sum_up(read_dataset(folder))
    to = target(folder, out, "summary")
    write_summary(found, to, folder.resolve().name)
    show_summary(found, to, console())


def plot(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="overall-ratings, standard-ratings, ratings-table, mean-points, key-questions, themes or progress.",
        ),
    ],
    folder: DatasetFolder,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-figures beside the dataset.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="NAMES", help="Some of svg, png and html, with commas between them.")
    ] = "svg,png,html",
) -> None:
    """Draw one of the figures of a summary."""
    from extractor.compare.charts import check_name
    from extractor.compare.display import show_figures
    from extractor.compare.figures import check_installed
    from extractor.compare.files import check_formats, target, write_figures
    from extractor.compare.summary import charts_of
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console

    check_name(name)
    wanted = check_formats(formats)
    check_installed()
    charts = charts_of(read_dataset(folder), name)
    to = target(folder, out, "figures")
    show_figures(charts, write_figures(charts, to, wanted, folder.resolve().name), to, console())
