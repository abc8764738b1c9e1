"""Commands on what the program works with: pattern packs, and the cache of files that were read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.errors import PackError

__all__ = ["cache_clear", "cache_info", "packs_check", "packs_list"]

PacksFolder = Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of packs, not those shipped.")]


def packs_list(folder: PacksFolder = None) -> None:
    """List the packs: id, number of rules, title."""
    from extractor.packs import load_packs

    packs = sorted(load_packs(folder), key=lambda pack: pack.id)
    widest = max((len(pack.id) for pack in packs), default=0)
    for pack in packs:
        typer.echo(f"{pack.id:<{widest}}  {len(pack.rules):>4} rules  {pack.title}")


def packs_check(folder: PacksFolder = None) -> None:
    """Load the packs and try every rule on its examples. Ends with 1 when there are faults."""
    from extractor.packs import load_packs

    try:
        packs = load_packs(folder)
        packs.codebook.prove()
    except PackError as error:
        typer.echo("\n".join([*error.faults, f"{len(error.faults)} faults"]), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{len(packs)} packs, {packs.rules} rules, {packs.examples} examples")


def cache_info() -> None:
    """Say where the cache is and what it holds."""
    from extractor.batch.cache import Cache, default_folder

    cache = Cache(default_folder())
    typer.echo(cache.folder)
    for kept in cache.kept():
        older = f", {kept.entries - kept.current:,} of other versions" if kept.entries > kept.current else ""
        typer.echo(f"{kept.kind:<9}  {kept.entries:>6,} reports  {kept.size / 2**20:>8,.1f} MiB{older}")


def cache_clear() -> None:
    """Remove everything that is kept."""
    from extractor.batch.cache import Cache, default_folder

    cache = Cache(default_folder())
    typer.echo(f"{cache.clear():,} entries removed from {cache.folder}")
