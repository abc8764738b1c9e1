"""Commands that read reports: extract, show, debug; and the cache of what was read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import PacksOption, PasswordOption
from extractor.errors import InputError, OutputError

__all__ = ["cache_clear", "cache_info", "debug", "extract", "show"]


def extract(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Reports, and folders to search for them; also addresses.")
    ],
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help="Folder to write, or its address; an earlier run's is replaced.")
    ],
    formats: Annotated[
        list[str], typer.Option("--format", metavar="NAME", help="csv, parquet or excel; give it again for several.")
    ] = ["csv"],  # noqa: B006
    packs: PacksOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", help="Number of processes; 0 for one a processor.")
    ] = 0,
    password: PasswordOption = "",
    time_limit: Annotated[float, typer.Option("--time-limit", metavar="SECONDS", help="What one file may take.")] = 300,
    memory_limit: Annotated[
        int, typer.Option("--memory-limit", metavar="MIB", help="What one process may take.")
    ] = 2048,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read everything anew, and keep nothing for the next run.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    log: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", help="Add a line of JSON a file to this file.")
    ] = None,
    timings: Annotated[
        bool, typer.Option("--timings", help="Note the seconds of each file; two runs then differ in them.")
    ] = False,
    corrections: Annotated[
        Path | None,
        typer.Option("--corrections", metavar="DIR", help="What people put right; else `corrections` beside DIR."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read figures and judgements of PDFs a second time, with pdfplumber.")
    ] = False,
    cluster: Annotated[
        str,
        typer.Option("--cluster", metavar="ADDRESS", help="Read on the Dask cluster whose scheduler is there."),
    ] = "",
) -> None:
    """Read reports and write them as one dataset. What was read before is taken from the cache.

    Ends with 0 when nothing failed, 1 when some file failed, 2 when it was called wrongly.
    """
    from extractor.cli.show.corrections import show_outcome
    from extractor.cli.show.extract import progress_on, show_plan, show_run
    from extractor.cli.show.terminal import console
    from extractor.runs.cache import default_folder
    from extractor.runs.run import Limits, preview, run
    from extractor.runs.workers import usual_jobs

    cache = None if no_cache else default_folder()
    if dry_run:
        show_plan(preview(paths, out, packs=packs, password=password, cache=cache), out, console())
        return
    wanted = [name.strip() for names in formats for name in names.split(",") if name.strip()]
    try:
        with progress_on(console(stderr=True)) as progress:
            result = run(
                paths,
                out,
                packs=packs,
                formats=wanted,
                jobs=jobs or usual_jobs(),
                limits=Limits(time_limit, memory_limit),
                password=password,
                cache=cache,
                log=log,
                progress=progress,
                timings=timings,
                corrections=corrections,
                again=again,
                cluster=cluster,
            )
    except KeyboardInterrupt:
        kept = "" if no_cache else " What was read is kept: the same command goes on from there."
        typer.echo(f"findings: interrupted; {out} is as it was.{kept}", err=True)
        raise typer.Exit(130) from None
    show_run(result, console())
    if result.corrections:
        show_outcome(result.corrections, out, console())
    raise typer.Exit(result.exit_code)


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    table: Annotated[str, typer.Option("--table", metavar="NAME", help="Show this table in full.")] = "",
    packs: PacksOption = None,
    password: PasswordOption = "",
) -> None:
    """Read one report and show what is in it."""
    from extractor.cli.show.terminal import console, show_report, show_rows
    from extractor.packs import load_packs
    from extractor.pipeline import extract_file
    from extractor.records import TABLES

    if table and table not in TABLES:
        raise InputError(f"there is no table {table!r}; give one of {', '.join(TABLES)}.")
    extraction = extract_file(file, load_packs(packs), password=password)
    if table:
        show_rows(table, extraction.records.get(table, ()), console(), extraction.vocabulary.scales)
    else:
        show_report(extraction, console())


def debug(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report in PDF.")],
    page: Annotated[int, typer.Option("--page", metavar="N", help="The page, counted from 1.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The picture to write: a PNG.")],
    password: PasswordOption = "",
) -> None:
    """Draw what was seen of a page on its picture: words, ruling lines, tints, columns, rows, cells, reading order."""
    from extractor.load.pdf.debug import draw_page
    from extractor.load.source import open_source

    if out.suffix.lower() != ".png":
        raise InputError(f"{out}: the picture is a PNG. Give --out a name that ends in .png.")
    picture = draw_page(open_source(file, password), page)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        picture.save(out, format="PNG")
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror or error}). Name another place.") from None
    typer.echo(f"{out}: page {page} of {file.name}, {picture.width} x {picture.height} pixels")


def cache_info() -> None:
    """Say where the cache is and what it holds."""
    from extractor.runs.cache import Cache, default_folder

    cache = Cache(default_folder())
    typer.echo(cache.folder)
    for kept in cache.kept():
        older = f", {kept.entries - kept.current:,} of other versions" if kept.entries > kept.current else ""
        what = {"written": "datasets", "addresses": "files", "compiled": "patterns"}.get(kept.kind, "reports")
        typer.echo(f"{kept.kind:<9}  {kept.entries:>6,} {what:<8} {kept.size / 2**20:>8,.1f} MiB{older}")


def cache_clear() -> None:
    """Remove everything that is kept."""
    from extractor.runs.cache import Cache, default_folder

    cache = Cache(default_folder())
    typer.echo(f"{cache.clear():,} entries removed from {cache.folder}")
