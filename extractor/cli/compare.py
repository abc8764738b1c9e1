"""Commands that lay inspections side by side: compare, summarise, plot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import Dataset, OnlyOption, ProviderOption, SinceOption, open_selected

__all__ = ["compare", "plot", "summarise"]


def compare(
    folder: Dataset,
    by: Annotated[
        str,
        typer.Option("--by", metavar="WHAT", help="standard, question, region, type, framework or inspectorate."),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-compare beside the dataset.")
    ] = None,
    only: OnlyOption = "",
    since: SinceOption = "",
    provider: ProviderOption = "",
) -> None:
    """Compare inspections: matrices, distributions, means, ranks, and change since the last inspection."""
    from extractor.cli.show.compare import show_comparison
    from extractor.cli.show.terminal import console
    from extractor.compare.comparison import compare as lay_side_by_side
    from extractor.compare.files import write_comparison
    from extractor.dataset.addresses import review_addresses
    from extractor.dataset.folder import result_folder

    data = open_selected(folder, only, since, provider)
    to = result_folder(folder, out, "compare")
    found = lay_side_by_side(data, by)
    write_comparison(found, to, folder.resolve().name, review_addresses(folder, to))
    show_comparison(found, to, console())


def summarise(
    folder: Dataset,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-summary beside the dataset.")
    ] = None,
    only: OnlyOption = "",
    since: SinceOption = "",
    provider: ProviderOption = "",
) -> None:
    """Summarise a round of inspections: a page with figures, and each figure as SVG, PNG and CSV."""
    from extractor.cli.show.compare import show_summary
    from extractor.cli.show.terminal import console
    from extractor.compare.charts import check_installed
    from extractor.compare.files import write_summary
    from extractor.compare.summary import summarise as sum_up
    from extractor.dataset.addresses import review_addresses
    from extractor.dataset.folder import result_folder

    check_installed()
    data = open_selected(folder, only, since, provider)
    to = result_folder(folder, out, "summary")
    found = sum_up(data)
    write_summary(found, to, folder.resolve().name, review_addresses(folder, to))
    show_summary(found, to, console())


def plot(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="overall-ratings, standard-ratings, ratings-table, mean-points, key-questions, themes or progress.",
        ),
    ],
    folder: Dataset,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-figures beside the dataset.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="NAMES", help="Some of svg, png and html, with commas between them.")
    ] = "svg,png,html",
    only: OnlyOption = "",
    since: SinceOption = "",
    provider: ProviderOption = "",
) -> None:
    """Draw one of the figures of a summary."""
    from extractor.cli.show.compare import show_figures
    from extractor.cli.show.terminal import console
    from extractor.compare.chart_data import check_name
    from extractor.compare.charts import check_installed
    from extractor.compare.files import check_formats, write_figures
    from extractor.compare.summary import charts_of
    from extractor.dataset.folder import result_folder

    check_name(name)
    wanted = check_formats(formats)
    check_installed()
    data = open_selected(folder, only, since, provider)
    to = result_folder(folder, out, "figures")
    charts = charts_of(data, name)
    show_figures(charts, write_figures(charts, to, wanted, folder.resolve().name), to, console())
