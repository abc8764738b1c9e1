"""The command that fetches reports: fetch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["fetch"]


def fetch(
    catalogue: Annotated[Path, typer.Argument(metavar="CATALOGUE", help="A CSV file that lists reports.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder for the reports; what is there is kept.")],
    pause: Annotated[float, typer.Option("--pause", metavar="SECONDS", help="Between requests to a host.")] = 2.0,
    max_size: Annotated[int, typer.Option("--max-size", metavar="MB", min=1, help="Largest file to take.")] = 200,
    contact: Annotated[str, typer.Option("--contact", metavar="MAIL", help="Told to servers, with the version.")] = "",
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask for changes of what is there at its source.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be fetched, and fetch nothing.")] = False,
) -> None:
    """Fetch the reports that a catalogue lists.

    Ends with 0 when nothing failed, 1 when some report failed, 2 when it was called wrongly.
    """
    from extractor.cli.show.fetch import show_sum, telling_on
    from extractor.cli.show.terminal import console
    from extractor.fetch import Settings
    from extractor.fetch import fetch as get

    settings = Settings(pause=pause, max_bytes=max_size * 1_000_000, contact=contact)
    screen = console()
    try:
        with telling_on(screen) as tell:
            result = get(catalogue, to, settings, refresh=refresh, dry_run=dry_run, tell=tell)
    except KeyboardInterrupt:
        typer.echo(f"findings: interrupted; what {to} has is whole. The same command goes on from there.", err=True)
        raise typer.Exit(130) from None
    show_sum(result, to, dry_run, screen)
    raise typer.Exit(result.exit_code)
