"""The command `findings`. No logic here; what is heavy is imported inside the commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from extractor.errors import FindingsError, InputError, PackError

P = ParamSpec("P")

app = typer.Typer(
    name="findings",
    help="Turn published inspection reports into a dataset in which every value carries the words it was read from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
packs_app = typer.Typer(help="List and check the pattern packs.", no_args_is_help=True)
app.add_typer(packs_app, name="packs")
cache_app = typer.Typer(help="See or empty what is kept of files that were read.", no_args_is_help=True)
app.add_typer(cache_app, name="cache")

PacksOption = Annotated[
    Path | None,
    typer.Option("--packs", metavar="DIR", help="Folder of pattern packs of your own, put before those shipped."),
]

PasswordOption = Annotated[
    str, typer.Option("--password", metavar="WORD", help="What opens files that are locked.", show_default=False)
]


def _told(command: Callable[P, None]) -> Callable[P, None]:
    """Errors as one clear message: exit 2 where the call is wrong, 70 where the program is."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        _speak_utf8()
        try:
            command(*args, **kwargs)
        except FindingsError as error:
            typer.echo(f"findings: {error}", err=True)
            raise typer.Exit(2) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if type(error).__module__.startswith(("click", "typer")) or os.environ.get("FINDINGS_TRACEBACK"):
                raise
            what = " ".join(f"{type(error).__name__}: {error}".split())
            typer.echo(f"findings: {what}\nThis is a fault of findings, please report it; ", err=True, nl=False)
            typer.echo("FINDINGS_TRACEBACK=1 in the environment shows where it happened.", err=True)
            raise typer.Exit(70) from None

    return told


def _speak_utf8() -> None:
    """Reports have characters that the code page of a Windows console lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


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


@app.command()
@_told
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
) -> None:
    """Read reports and write them as one dataset. What was read before is taken from the cache.

    Ends with 0 when nothing failed, 1 when some file failed, 2 when it was called wrongly.
    """
    from extractor.batch import Limits, preview, run
    from extractor.batch.cache import default_folder
    from extractor.batch.display import progress_on, show_plan, show_run
    from extractor.export.terminal import console

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
            )
    except KeyboardInterrupt:
        kept = "" if no_cache else " What was read is kept: the same command goes on from there."
        typer.echo(f"findings: interrupted; {out} is as it was.{kept}", err=True)
        raise typer.Exit(130) from None
    show_run(result, console())
    raise typer.Exit(result.exit_code)


@app.command()
@_told
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    table: Annotated[str, typer.Option("--table", metavar="NAME", help="Show this table in full.")] = "",
    packs: PacksOption = None,
    password: PasswordOption = "",
) -> None:
    """Read one report and show what is in it."""
    from extractor.export.terminal import console, show_report, show_rows
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
        show_rows(table, extraction.records.get(table, ()), console())
    else:
        show_report(extraction, console())


@app.command()
@_told
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")],
    packs: PacksOption = None,
    everything: Annotated[bool, typer.Option("--all", help="List what passed or did not apply, too.")] = False,
) -> None:
    """Check a dataset as it now is, inside reports and across them, and write its table `checks`.

    Ends with 0 when nothing failed, 1 when some check failed, 2 when it was called wrongly.
    """
    from extractor.check import check as look
    from extractor.check.display import show_checks
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console
    from extractor.export.update import update_tables
    from extractor.packs import load_packs

    rows = look(read_dataset(folder), load_packs(packs))
    update_tables(folder, {"checks": rows})
    show_checks(rows, console(), everything)
    raise typer.Exit(1 if any(row.status == "fail" for row in rows) else 0)


@packs_app.command("list")
@_told
def packs_list(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of packs, not those shipped.")] = None,
) -> None:
    """List the packs: id, number of rules, title."""
    from extractor.packs import load_packs

    packs = sorted(load_packs(folder), key=lambda pack: pack.id)
    widest = max((len(pack.id) for pack in packs), default=0)
    for pack in packs:
        typer.echo(f"{pack.id:<{widest}}  {len(pack.rules):>4} rules  {pack.title}")


@packs_app.command("check")
@_told
def packs_check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of packs, not those shipped.")] = None,
) -> None:
    """Load the packs and try every rule on its examples. Ends with 1 when there are faults."""
    from extractor.packs import load_packs

    try:
        packs = load_packs(folder)
        packs.codebook.prove()
    except PackError as error:
        typer.echo("\n".join([*error.faults, f"{len(error.faults)} faults"]), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{len(packs)} packs, {packs.rules} rules, {packs.examples} examples")


@cache_app.command("info")
@_told
def cache_info() -> None:
    """Say where the cache is and what it holds."""
    from extractor.batch.cache import Cache, default_folder

    cache = Cache(default_folder())
    typer.echo(cache.folder)
    for kept in cache.kept():
        older = f", {kept.entries - kept.current:,} of other versions" if kept.entries > kept.current else ""
        typer.echo(f"{kept.kind:<9}  {kept.entries:>6,} reports  {kept.size / 2**20:>8,.1f} MiB{older}")


@cache_app.command("clear")
@_told
def cache_clear() -> None:
    """Remove everything that is kept."""
    from extractor.batch.cache import Cache, default_folder

    cache = Cache(default_folder())
    typer.echo(f"{cache.clear():,} entries removed from {cache.folder}")


@app.command()
@_told
def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")],
    gold: Annotated[Path, typer.Option("--gold", metavar="PATH", help="A gold file, or a folder of them.")],
    least: Annotated[float, typer.Option("--min", metavar="F", min=0, max=1, help="Lowest F1 that will do.")] = 0.0,
    strict: Annotated[bool, typer.Option("--strict/--lenient", help="Whether tolerable differences count.")] = True,
    report: Annotated[str, typer.Option("--report", metavar="ID", help="Judge only this report.")] = "",
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed or wrong.")] = False,
) -> None:
    """Compare a dataset with what people read in the reports. Ends with 1 when a table's F1 is below --min."""
    from extractor.evaluate import evaluate as judge
    from extractor.export.closing import show_scores
    from extractor.export.terminal import console

    mode = "strict" if strict else "lenient"
    evaluation = judge(folder, gold)
    rows = [row for row in evaluation.rows if row.mode == mode and (not report or row.report == report)]
    if not evaluation.rows:
        raise InputError(f"{gold}: has no gold for a report of {folder}. Give gold whose `source` names one of them.")
    if report and not rows:
        known = ", ".join(sorted({row.report for row in evaluation.rows}))
        raise InputError(f"report {report!r} was not judged; judged were {known or 'none'}.")
    missed = [miss for miss in evaluation.misses if not report or miss.split()[0] == report] if misses else []
    worst = min((row.f1 for row in rows if row.support > 0), default=0.0)
    show_scores(rows, [*evaluation.notes, *missed], worst, console())
    if worst < least:
        typer.echo(f"findings: the worst {mode} F1 is {worst:.3f}, below {least:g}", err=True)
        raise typer.Exit(1)


@app.command()
@_told
def fetch(
    catalogue: Annotated[Path, typer.Argument(metavar="CATALOGUE", help="A CSV file that lists reports.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder for the reports; what is there is kept.")],
    pause: Annotated[float, typer.Option("--pause", metavar="SECONDS", help="Between requests to a host.")] = 2.0,
    max_size: Annotated[int, typer.Option("--max-size", metavar="MB", min=1, help="Largest file to take.")] = 200,
    contact: Annotated[str, typer.Option("--contact", metavar="MAIL", help="Told to servers, with the version.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be fetched, and fetch nothing.")] = False,
) -> None:
    """Fetch the reports that a catalogue lists.

    Ends with 0 when nothing failed, 1 when some report failed, 2 when it was called wrongly.
    """
    from extractor.export.terminal import console
    from extractor.fetch import Settings
    from extractor.fetch import fetch as get
    from extractor.fetch.telling import show_sum, telling_on

    settings = Settings(pause=pause, max_bytes=max_size * 1_000_000, contact=contact)
    screen = console()
    try:
        with telling_on(screen) as tell:
            result = get(catalogue, to, settings, dry_run=dry_run, tell=tell)
    except KeyboardInterrupt:
        typer.echo(f"findings: interrupted; what {to} has is whole. The same command goes on from there.", err=True)
        raise typer.Exit(130) from None
    show_sum(result, to, dry_run, screen)
    raise typer.Exit(result.exit_code)


@app.command()
@_told
def link(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")],
    worksheet: Annotated[
        Path | None, typer.Option("--worksheet", metavar="FILE", help="What people decided; else DIR-links.csv.")
    ] = None,
) -> None:
    """Find follow-ups of recommendations, and recommendations that are made again, and put them into the dataset."""
    from extractor.export.terminal import console
    from extractor.link.display import show_links
    from extractor.link.run import link as find

    show_links(find(folder, worksheet), console())


@app.command()
@_told
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
    from extractor.export.folder import result_folder
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console
    from extractor.link.display import show_track
    from extractor.link.threads import track as follow
    from extractor.link.track_files import write_track

    data = read_dataset(folder)
    to = result_folder(folder, out, "track") if out else None
    found = follow(data, provider)
    if to:
        write_track(found, to)
    screen = console()
    show_track(found, screen)
    if to:
        screen.print(f"written to {to}", soft_wrap=True)


@app.command()
@_told
def panel(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")],
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="What is followed: standard or question.")
    ] = "standard",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write it to; DIR-panel if you do not say.")
    ] = None,
    packs: PacksOption = None,
) -> None:
    """Follow services and those that they took over from over the years: long and wide, for pandas, R and Stata."""
    from extractor import __version__
    from extractor.export.folder import result_folder
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console
    from extractor.link.panel import make_panel
    from extractor.link.panel_files import write_panel
    from extractor.link.panel_show import show_panel
    from extractor.packs import load_packs

    data = read_dataset(folder)
    to = result_folder(folder, out, "panel")
    made = make_panel(data, by, load_packs(packs))
    write_panel(made, to, __version__)
    screen = console()
    show_panel(made, screen)
    screen.print(f"written to {to}", soft_wrap=True)


@app.command()
@_told
def compare(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")],
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="standard, question, region, type or framework.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-compare beside the dataset.")
    ] = None,
) -> None:
    """Compare inspections: matrices, distributions, means, ranks, and change since the last inspection."""
    from extractor.compare.comparison import compare as lay_side_by_side
    from extractor.compare.display import show_comparison
    from extractor.compare.files import write_comparison
    from extractor.export.folder import result_folder
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console

    data = read_dataset(folder)
    to = result_folder(folder, out, "compare")
    found = lay_side_by_side(data, by)
    write_comparison(found, to, folder.resolve().name)
    show_comparison(found, to, console())


@app.command()
@_told
def summarise(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-summary beside the dataset.")
    ] = None,
) -> None:
    """Summarise a round of inspections: a page with figures, and each figure as SVG, PNG and CSV."""
    from extractor.compare.display import show_summary
    from extractor.compare.figures import check_installed
    from extractor.compare.files import write_summary
    from extractor.compare.summary import summarise as sum_up
    from extractor.export.folder import result_folder
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console

    check_installed()
    data = read_dataset(folder)
    to = result_folder(folder, out, "summary")
    found = sum_up(data)
    write_summary(found, to, folder.resolve().name)
    show_summary(found, to, console())


@app.command()
@_told
def plot(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="overall-ratings, standard-ratings, ratings-table, mean-points, key-questions, themes or progress.",
        ),
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else DIR-figures beside the dataset.")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="NAMES", help="Some of svg, png and html, with commas between them.")
    ] = "svg,png,html",
) -> None:
    """Draw one of the figures of a summary."""
    from extractor.compare.charts import check_name
    from extractor.compare.display import show_figures
    from extractor.compare.figures import check_installed
    from extractor.compare.files import check_formats, write_figures
    from extractor.compare.summary import charts_of
    from extractor.export.folder import result_folder
    from extractor.export.frames import read_dataset
    from extractor.export.terminal import console

    check_name(name)
    wanted = check_formats(formats)
    check_installed()
    data = read_dataset(folder)
    to = result_folder(folder, out, "figures")
    charts = charts_of(data, name)
    show_figures(charts, write_figures(charts, to, wanted, folder.resolve().name), to, console())
