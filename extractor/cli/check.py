"""Commands that judge a dataset: check, coverage, evaluate, sample, diff; and gold: compare, merge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import (
    Dataset,
    OnlyOption,
    PacksOption,
    PasswordOption,
    ProviderOption,
    SinceOption,
    files_in,
    keep_told,
    open_selected,
    packs_for,
)
from extractor.errors import InputError

if TYPE_CHECKING:
    from extractor.records import Check

__all__ = ["check", "coverage", "diff", "evaluate", "gold_compare", "gold_merge", "sample"]


def check(
    folder: Dataset,
    packs: PacksOption = None,
    everything: Annotated[bool, typer.Option("--all", help="List what passed or did not apply, too.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read figures and judgements of PDFs a second time, with pdfplumber.")
    ] = False,
    reports: Annotated[
        list[str] | None,
        typer.Option("--reports", metavar="PATH", help="Where the files of the reports are, for --again."),
    ] = None,
    password: PasswordOption = "",
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", metavar="N", help="Number of processes; 0 for one a processor.")
    ] = 0,
) -> None:
    """Check a dataset as it now is, inside reports and across them, and write its table `checks`.

    What was edited in its files is kept as corrections first.

    Ends with 0 when nothing failed, 1 when some check failed, 2 when it was called wrongly.
    """
    from extractor.check import checked
    from extractor.check.kept_checks import checked_with, kept_without_packs, known_checks
    from extractor.check.processes import checks_in_processes
    from extractor.check.second_reading import kept, tasks
    from extractor.cli.show.check import show_checks
    from extractor.cli.show.terminal import console
    from extractor.dataset.locks import locked
    from extractor.dataset.read import read_dataset
    from extractor.dataset.run_log import run_log
    from extractor.dataset.update import update_tables
    from extractor.runs.cache import made_by
    from extractor.runs.dispatch import Crew, read_all_again
    from extractor.runs.reading import Setup
    from extractor.runs.workers import Limits, usual_jobs

    if again and not reports:
        raise InputError("--again needs the files of the reports. Give the folder that they are in with --reports.")
    files = files_in(reports or []) if again else {}
    with locked(folder):
        keep_told(folder)
        data = read_dataset(folder)
        patterns = packs_for(data, packs)
        setup, crew = replace(Setup.of(packs), password=password), Crew(limits=Limits.of_run(folder))
        statuses: Counter[str] = Counter()

        def rows() -> Iterator[Check]:
            amiss: list[Check] = []  # of which a second reading is told
            with ExitStack() as stack:
                known = stack.enter_context(known_checks(data, made_by(), setup.hashes))
                if known is None:
                    known = stack.enter_context(checks_in_processes(data, packs, jobs or usual_jobs()))
                known = stack.enter_context(kept_without_packs(data, patterns.packs, known))
                for row in checked(data, patterns, known):
                    statuses[row.status] += 1
                    if again and row.status in ("warn", "fail"):
                        amiss.append(row)
                    yield row
            others = read_all_again(tasks(data, files, amiss, password), setup, crew) if again else kept(data)
            statuses.update(row.status for row in others)
            yield from others

        made_with = checked_with(run_log(folder), made_by(), setup.hashes)
        update_tables(folder, {"checks": rows()}, checked=made_with)
    show_checks(read_dataset(folder), console(), everything)
    raise typer.Exit(1 if statuses["fail"] else 0)


def coverage(
    folder: Dataset,
    report: Annotated[
        str, typer.Option("--report", metavar="ID", help="Show the text of this report, line by line.")
    ] = "",
    unread: Annotated[bool, typer.Option("--unread", help="With --report: only lines that no rule has read.")] = False,
    packs: PacksOption = None,
    only: OnlyOption = "",
    since: SinceOption = "",
    provider: ProviderOption = "",
) -> None:
    """Show what of a dataset's reports is in no row: counts, rules that never fired, reports with an unusual yield.

    Ends with 0; what is missing makes a report `partial` when it is extracted.
    """
    from extractor.check.reading_gaps import lines_of, silent_rules, unusual_yields
    from extractor.cli.show.coverage import show_counts, show_lines, show_rules, show_unusual
    from extractor.cli.show.terminal import console

    data, screen = open_selected(folder, only, since, provider), console()
    if report:
        show_lines(list(lines_of(data, report)), screen, unread)
        return
    show_counts(data.rows("coverage"), screen)
    show_rules(silent_rules(data, packs_for(data, packs)), screen)
    show_unusual(unusual_yields(data), screen)


def evaluate(
    folder: Dataset,
    gold: Annotated[Path, typer.Option("--gold", metavar="PATH", help="A gold file, or a folder of them.")],
    least: Annotated[float, typer.Option("--min", metavar="F", min=0, max=1, help="Lowest F1 that will do.")] = 0.0,
    strict: Annotated[bool, typer.Option("--strict/--lenient", help="Whether tolerable differences count.")] = True,
    report: Annotated[str, typer.Option("--report", metavar="ID", help="Judge only this report.")] = "",
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed or wrong.")] = False,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="DIR", help="An earlier dataset: list what was gained and lost.")
    ] = None,
) -> None:
    """Compare a dataset with what people read in the reports.

    Ends with 1 when a table's F1 is below --min, or when a row is wrong that was right in the dataset of --against.
    """
    from extractor.cli.show.evaluate import show_changes, show_scores
    from extractor.cli.show.terminal import console
    from extractor.evaluate import Mode
    from extractor.evaluate import evaluate as judge

    mode: Mode = "strict" if strict else "lenient"
    evaluation = judge(folder, gold)
    if not evaluation.rows:
        raise InputError(f"{gold}: has no gold for a report of {folder}. Give gold whose `source` names one of them.")
    if report:
        evaluation = evaluation.of(report)
    show_scores(evaluation, mode, misses, console())
    losses: list[str] = []
    if against is not None:
        gains, losses = evaluation.against(judge(against, gold))
        show_changes(gains, losses, console())
    worst = evaluation.worst(mode)
    if worst < least:
        typer.echo(f"findings: the worst {mode} F1 is {worst:.3f}, below {least:g}", err=True)
    raise typer.Exit(1 if losses or worst < least else 0)


def sample(
    folder: Dataset,
    n: Annotated[int, typer.Option("--n", metavar="N", min=1, help="How many rows to draw.")] = 200,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="CSV file to write; else DIR-sample.csv beside DIR.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another one draws other rows.")] = 1,
    tables: Annotated[
        list[str] | None, typer.Option("--table", metavar="TABLE", help="Draw from this table; can be given again.")
    ] = None,
    judged: Annotated[
        Path | None,
        typer.Option("--judged", metavar="FILE", help="A sample with verdicts: say how often rows are wrong."),
    ] = None,
    only: OnlyOption = "",
    since: SinceOption = "",
    provider: ProviderOption = "",
) -> None:
    """Draw rows by table for a person to judge, and say how often rows are wrong, with bounds.

    Write right or wrong into the column `verdict` of the file, or accept, change and delete its rows in a review, and
    apply that; then give the file with --judged.
    """
    from extractor.cli.show.evaluate import show_rates
    from extractor.cli.show.terminal import console
    from extractor.evaluate.sample import SAMPLED, decided, draw, rates, read_sample, write_sample
    from extractor.packs.faults import suggest

    for table in tables or ():
        if table not in SAMPLED:
            raise InputError(f"{table}: is no table that is drawn from. {suggest(table, SAMPLED)}")
    data = open_selected(folder, only, since, provider)
    if judged is not None:
        drawn = decided(read_sample(judged), data)
    else:
        drawn = draw(data, n, seed, tables or SAMPLED)
        to = out or folder.resolve().with_name(f"{folder.resolve().name}-sample.csv")
        write_sample(drawn, to)
        typer.echo(f"{len(drawn)} rows written to {to}")
        typer.echo("Write right or wrong into `verdict`, or judge the rows on their pages, and give the file back:")
        typer.echo(f"findings review {folder} --sample {to} --serve")
        typer.echo(f"findings sample {folder} --judged {to}")
    found = rates(drawn, {table: len(data.filled(table)) for table in SAMPLED})
    show_rates(found, sum(not row.verdict for row in drawn), console())


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A dataset, as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A dataset, as it is now.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; else NEW-diff beside the dataset.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="List every change, not the first ones.")] = False,
) -> None:
    """List the rows that were gained, lost and changed between two datasets, each with its cause.

    Writes changes.csv and diff.html. Ends with 0 when the two say the same, 1 when they differ.
    """
    from extractor.cli.show.diff import show_diff
    from extractor.cli.show.terminal import console
    from extractor.dataset.addresses import review_addresses
    from extractor.dataset.folder import result_folder
    from extractor.dataset.read import read_dataset
    from extractor.diff.datasets import diff_datasets
    from extractor.diff.files import write_diff

    to = result_folder(new, out, "diff")
    found = diff_datasets(read_dataset(old), read_dataset(new))
    write_diff(found, to, review_addresses(new, to))
    show_diff(found, console(), everything)
    typer.echo(f"written to {to}")
    raise typer.Exit(1 if found.changes else 0)


GoldFolder = Annotated[Path, typer.Argument(metavar="GOLD", help="A person's gold: a file, or a folder of them.")]


def gold_compare(
    first: GoldFolder,
    second: GoldFolder,
    everything: Annotated[bool, typer.Option("--all", help="List what differs, row by row.")] = False,
) -> None:
    """Say how far two people agree on what the same reports say, by table.

    Ends with 0 when they agree on all, 1 when something differs.
    """
    from extractor.cli.show.evaluate import show_agreement
    from extractor.cli.show.terminal import console
    from extractor.evaluate.agreement import compare_golds

    found = compare_golds(first, second)
    show_agreement(found, everything, console())
    raise typer.Exit(1 if found.differences else 0)


def gold_merge(
    first: GoldFolder,
    second: GoldFolder,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write; a new one.")],
) -> None:
    """Make one gold of two people's. What they do not agree on is told, and judges nothing until it is settled.

    Settle it with `findings review DIR --blind --gold OUT`. Ends with 0 when nothing is to settle, else 1.
    """
    from extractor.cli.show.terminal import shown
    from extractor.evaluate.merging import merge_golds

    written, conflicts = merge_golds(first, second, out)
    for line in conflicts:
        typer.echo(shown(line))
    typer.echo(f"{written} reports written to {out}, {len(conflicts)} to settle")
    raise typer.Exit(1 if conflicts else 0)
