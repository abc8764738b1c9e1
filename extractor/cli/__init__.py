"""The command `findings`. No logic here; what is heavy is imported inside the commands."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated

import typer

from extractor._version import __version__
from extractor.cli import check, compare, corrections, extract, fetch, link, packs, release, review
from extractor.cli.options import told

__all__ = ["app"]

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # or it looks for some in every package that is installed

app = typer.Typer(
    name="findings",
    help="Turn published inspection reports into a dataset in which every value carries the words it was read from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
packs_app = typer.Typer(help="See, write, try and check pattern packs.", no_args_is_help=True)
app.add_typer(packs_app, name="packs")
cache_app = typer.Typer(help="See or empty what is kept of files that were read.", no_args_is_help=True)
app.add_typer(cache_app, name="cache")
corrections_app = typer.Typer(help="Keep, see and apply what people put right.", no_args_is_help=True)
app.add_typer(corrections_app, name="corrections")
gold_app = typer.Typer(help="Compare and merge what two people read.", no_args_is_help=True)
app.add_typer(gold_app, name="gold")

COMMANDS: tuple[Callable[..., None], ...] = (
    extract.extract, extract.show, packs.explain, extract.debug,
    check.check, check.coverage, check.evaluate, check.sample, check.diff, fetch.fetch,
    link.link, link.page, link.track, link.panel, review.review, compare.compare,
    compare.summarise, compare.plot, review.serve, release.release,
)  # fmt: skip
for command in COMMANDS:
    app.command()(told(command))
packs_app.command("list")(told(packs.packs_list))
packs_app.command("check")(told(packs.packs_check))
packs_app.command("new")(told(packs.packs_new))
packs_app.command("explain")(told(packs.packs_explain))
packs_app.command("try")(told(packs.packs_try))
packs_app.command("diff")(told(packs.packs_diff))
packs_app.command("schema")(told(packs.packs_schema))
corrections_app.command("from")(told(corrections.corrections_from))
corrections_app.command("list")(told(corrections.corrections_list))
corrections_app.command("check")(told(corrections.corrections_check))
corrections_app.command("apply")(told(corrections.corrections_apply))
corrections_app.command("merge")(told(corrections.corrections_merge))
corrections_app.command("suggest")(told(corrections.corrections_suggest))
corrections_app.command("export")(told(corrections.corrections_export))
gold_app.command("compare")(told(check.gold_compare))
gold_app.command("merge")(told(check.gold_merge))
cache_app.command("info")(told(extract.cache_info))
cache_app.command("clear")(told(extract.cache_clear))


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"findings {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and leave.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print errors alone; the exit code says the rest.")
    ] = False,
) -> None:
    """Options of all commands."""
    if quiet:
        from extractor.cli.show.terminal import silence

        context.with_resource(silence())
