"""The command `findings`: its commands in the order of its help, a module a group of them.

A command calls what does the work and says what came of it. What is heavy is imported inside the commands: `--help`
and wrong calls must be answered at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.comparing import compare, plot, summarise
from extractor.cli.errors import told
from extractor.cli.following import link, panel, track
from extractor.cli.judging import check, evaluate
from extractor.cli.reading import extract, fetch, show
from extractor.cli.upkeep import cache_clear, cache_info, packs_check, packs_list

__all__ = ["app"]

app = typer.Typer(
    name="findings",
    help="Turn published inspection reports into a dataset in which every value carries the words it was read from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (extract, show, check, evaluate, fetch, link, track, panel, compare, summarise, plot):
    app.command()(told(command))

packs_app = typer.Typer(help="List and check the pattern packs.", no_args_is_help=True)
packs_app.command("list")(told(packs_list))
packs_app.command("check")(told(packs_check))
app.add_typer(packs_app, name="packs")

cache_app = typer.Typer(help="See or empty what is kept of files that were read.", no_args_is_help=True)
cache_app.command("info")(told(cache_info))
cache_app.command("clear")(told(cache_clear))
app.add_typer(cache_app, name="cache")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"findings {version('findings')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Options of all commands."""
