"""The command that makes a dataset fit to be archived and cited: release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import Dataset, OnlyOption, ProviderOption, SinceOption, open_selected

__all__ = ["release"]


def release(
    folder: Dataset,
    creator: Annotated[
        list[str],
        typer.Option(
            "--creator", metavar="NAME", help="Who publishes it: 'Family, Given', or a body. May be repeated."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-release beside the dataset.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="NAMES", help="Of the tables, beside CSV: jsonl, stata, or both.")
    ] = "csv",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Title of the release.")] = "",
    edition: Annotated[str, typer.Option("--edition", metavar="NUMBER", help="Its version.")] = "1.0.0",
    date: Annotated[str, typer.Option("--date", metavar="DAY", help="Its day, 2021-11-29; else today.")] = "",
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where it can be had: a DOI by preference.")] = "",
    licence: Annotated[
        str,
        typer.Option("--licence", metavar="URL", help="Licence of what is new in it: of the tables, not the words."),
    ] = "",
    catalogue: Annotated[
        Path | None,
        typer.Option("--catalogue", metavar="FILE", help="A fetched.csv: addresses and licences, by sha256."),
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="DIR", help="An earlier dataset: say in the note what changed.")
    ] = None,
    only: OnlyOption = "",
    since: SinceOption = "",
    provider: ProviderOption = "",
) -> None:
    """Write a dataset as a release: tables, texts, citations, and where each report is from and under which licence."""
    from datetime import date as day

    from extractor._version import __version__
    from extractor.cli.show.release import show_release
    from extractor.cli.show.terminal import console
    from extractor.dataset.datapackage import TITLE
    from extractor.dataset.folder import result_folder
    from extractor.dataset.read import read_dataset
    from extractor.dataset.release import About, check_formats, write_release
    from extractor.diff.datasets import diff_datasets
    from extractor.fetch.catalogue import read_catalogue

    wanted = check_formats(formats)
    about = About(tuple(creator), date or day.today().isoformat(), title or TITLE, edition, url, licence, __version__)
    data = open_selected(folder, only, since, provider)
    to = result_folder(folder, out, "release")
    listed = {} if catalogue is None else {entry.sha256: entry.cells for entry in read_catalogue(catalogue)}
    changes = "" if against is None else diff_datasets(read_dataset(against), data).note()
    show_release(write_release(data, to, about, wanted, listed, changes), about, to, console())
