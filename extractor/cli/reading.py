"""Commands that read reports: extract, show."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.asking import PacksOption, PasswordOption
from extractor.errors import InputError

__all__ = ["extract", "show"]


def extract(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Reports, and folders to search for them.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write; an earlier run's is replaced.")],
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
) -> None:
    """Read reports and write them as one dataset. What was read before is taken from the cache.

    Ends with 0 when nothing failed, 1 when some file failed, 2 when it was called wrongly.
    """
    from extractor.batch import Limits, preview, run
    from extractor.batch.cache import default_folder
    from extractor.batch.display import progress_on, show_plan, show_run
    from extractor.dataset.terminal import console

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
                jobs=jobs or os.cpu_count() or 1,
                limits=Limits(time_limit, memory_limit),
                password=password,
                cache=cache,
                log=log,
                progress=progress,
                timings=timings,
                corrections=corrections,
                again=again,
            )
    except KeyboardInterrupt:
        kept = "" if no_cache else " What was read is kept: the same command goes on from there."
        typer.echo(f"findings: interrupted; {out} is as it was.{kept}", err=True)
        raise typer.Exit(130) from None
    show_run(result, console())
    raise typer.Exit(result.exit_code)


def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    table: Annotated[str, typer.Option("--table", metavar="NAME", help="Show this table in full.")] = "",
    packs: PacksOption = None,
    password: PasswordOption = "",
) -> None:
    """Read one report and show what is in it."""
    from extractor.dataset.terminal import console, show_report, show_rows
    from extractor.packs import load_packs
    from extractor.pipeline import extract_file
    from extractor.records import TABLES

    if table and table not in TABLES:
        raise InputError(f"there is no table {table!r}; give one of {', '.join(TABLES)}.")
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "there is no such file"
        raise InputError(f"{file}: {what}. Give a single report; extract reads folders.")
    extraction = extract_file(file, load_packs(packs), password=password)
    if table:
        show_rows(table, extraction.records.get(table, ()), console(), extraction.vocabulary.scales)
    else:
        show_report(extraction, console())
