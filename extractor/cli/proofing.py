"""The command that shows each value beside the page it was read from: review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.asking import Dataset, PacksOption, PasswordOption, files_in

__all__ = ["review"]


def review(
    folder: Dataset,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; DIR-review if you do not say.")
    ] = None,
    reports: Annotated[
        list[Path] | None,
        typer.Option("--reports", metavar="PATH", help="Where the files of the reports are, for pictures of pages."),
    ] = None,
    only: Annotated[str, typer.Option("--only", metavar="ID", help="Only this report.")] = "",
    packs: PacksOption = None,
    password: PasswordOption = "",
) -> None:
    """Write an offline page a report: the source beside its rows, what failed or was not read first."""
    from extractor.dataset.folder import result_folder
    from extractor.dataset.read import read_dataset
    from extractor.dataset.terminal import console
    from extractor.packs import load_packs
    from extractor.review import write_review

    data = read_dataset(folder)
    to = result_folder(folder, out, "review")
    screen = console(stderr=True)
    with screen.status("") as status:
        done = write_review(
            data,
            to,
            load_packs(packs),
            files_in(reports or []),
            only=only,
            password=password,
            progress=lambda report_id: status.update(report_id),
        )
    for report_id, why in done.without.items():
        typer.echo(f"{report_id}: {why}")
    if done.without and not reports:
        typer.echo("Give the files of the reports with --reports to see their pages.")
    pages = f"{done.pages} report{'s'[: done.pages != 1]}, {done.pictures} with pictures of the pages"
    typer.echo(f"{pages}: open {to / 'index.html'}")
