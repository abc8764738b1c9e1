"""Commands that follow services over the years: link, page, track, panel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import (
    Dataset,
    OnlyOption,
    PacksOption,
    ProviderOption,
    SinceOption,
    keep_told,
    open_selected,
)
from extractor.errors import InputError

__all__ = ["link", "page", "panel", "track"]


def link(
    folder: Dataset,
    worksheet: Annotated[
        Path | None, typer.Option("--worksheet", metavar="FILE", help="Where to decide about them; else DIR-links.csv.")
    ] = None,
) -> None:
    """Find follow-ups of recommendations, and recommendations that are made again, and put them into the dataset.

    What was edited in its files is kept as corrections first.
    """
    from extractor.cli.show.link import show_links
    from extractor.cli.show.terminal import console
    from extractor.dataset.locks import locked
    from extractor.link.linking import link as find

    with locked(folder):
        keep_told(folder)
        found = find(folder, worksheet)
    show_links(found, console())


def page(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The id of a report, or `all`.")],
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="A dataset that extract wrote.")] = Path(
        "outputs/all"
    ),
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-pages beside the dataset.")
    ] = None,
) -> None:
    """Write a report on one offline page: judgements, key questions, recommendations, findings, checks."""
    from extractor.cli.show.terminal import console
    from extractor.dataset.folder import result_folder
    from extractor.dataset.read import read_dataset
    from extractor.report_page.files import write_pages

    if report != "all":  # which a dataset may be called, too
        _check_first(report, "page", "all")
    data = read_dataset(folder)
    to = result_folder(folder, out, "pages")
    with console(stderr=True).status("") as status:
        pages = write_pages(data, to, "" if report == "all" else report, status.update)
    typer.echo(f"{len(pages)} page{'s'[: len(pages) != 1]} written: {pages[0] if len(pages) == 1 else to}")


def _check_first(named: str, command: str, example: str) -> None:
    """See that what is named before a dataset is none itself.

    Raises:
        InputError: it is.
    """
    from extractor.dataset.run_log import is_dataset

    if is_dataset(Path(named)):
        raise InputError(f"{named}: is a dataset, which comes second: findings {command} {example} {named}")


def track(
    provider: Annotated[str, typer.Argument(metavar="PROVIDER", help="Name, alias or id of a service.")],
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="A dataset that extract wrote and link linked.")
    ] = Path("outputs/all"),
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write it to, as a table and as a page.")
    ] = None,
) -> None:
    """Show the life of each recommendation made to a service: asked, followed up, asked again."""
    from extractor.cli.show.link import show_track
    from extractor.cli.show.terminal import console
    from extractor.dataset.addresses import review_addresses
    from extractor.dataset.folder import result_folder
    from extractor.dataset.read import read_dataset
    from extractor.link.threads import track as follow
    from extractor.link.track_files import write_track

    _check_first(provider, "track", "PROVIDER")
    data = read_dataset(folder)
    to = result_folder(folder, out, "track") if out else None
    found = follow(data, provider)
    if to:
        write_track(found, to, review_addresses(folder, to))
    screen = console()
    show_track(found, screen, data.vocabulary.scales)
    if to:
        screen.print(f"written to {to}", soft_wrap=True)


def panel(
    folder: Dataset,
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="What is followed: standard or question.")
    ] = "standard",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write it to; DIR-panel if you do not say.")
    ] = None,
    packs: PacksOption = None,
    only: OnlyOption = "",
    since: SinceOption = "",
    provider: ProviderOption = "",
) -> None:
    """Follow services and those that they took over from over the years: long and wide, for pandas, R and Stata."""
    from extractor._version import __version__
    from extractor.cli.show.panel import show_panel
    from extractor.cli.show.terminal import console
    from extractor.dataset.addresses import review_addresses
    from extractor.dataset.folder import result_folder
    from extractor.link.panel import make_panel
    from extractor.link.panel.files import write_panel
    from extractor.packs import load_packs

    data = open_selected(folder, only, since, provider)
    to = result_folder(folder, out, "panel")
    made = make_panel(data, by, None if packs is None else load_packs(packs))
    write_panel(made, to, __version__, folder.resolve().name, review_addresses(folder, to))
    screen = console()
    show_panel(made, screen)
    screen.print(f"written to {to}", soft_wrap=True)
