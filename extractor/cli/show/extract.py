"""A run as its user sees it: how far it is, what became of it, what it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import grid, shown
from extractor.dataset.schema import not_looked_for
from extractor.records import File
from extractor.runs.dispatch import Plan, Progress, Step
from extractor.runs.outcome import is_agreeing_edition

if TYPE_CHECKING:
    from extractor.runs.run import RunResult

__all__ = ["progress_on", "show_plan", "show_run"]

_STATUSES = ("ok", "skipped", "partial", "failed")
_STYLES = {"ok": "", "skipped": "yellow", "partial": "yellow", "failed": "red"}
_MOST_NAMED = 5
_FAILURES_SHOWN = 3
_MOST_EDITIONS = 2  # that each report has beside the one that is kept, as a web page and a text beside a PDF
_MANY_SKIPPED = 0.1  # of the files of a run: said loudly, for a report may be among them


@contextmanager
def progress_on(screen: Console) -> Iterator[Progress | None]:
    """What a run calls behind every file, to show count, rate, time left and failures; None where it is no terminal."""
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    failed: list[str] = []
    columns = (
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", markup=False),
    )
    with Bar(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("reading", total=None, rate="")

        def show(step: Step) -> None:
            if step.outcome.status == "failed":
                failed.append(step.file.source)
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            rate = f"{speed:.1f}/s" if speed else ""
            bar.update(task, completed=step.done, total=step.total, description=_said(step, failed), rate=rate)

        yield show


def _said(step: Step, failed: list[str]) -> str:
    if not failed:
        return _name(step.file.source)
    more = f" and {len(failed) - _FAILURES_SHOWN} more" if len(failed) > _FAILURES_SHOWN else ""
    return f"{len(failed)} failed: {', '.join(map(_name, failed[-_FAILURES_SHOWN:]))}{more}"


def show_run(result: RunResult, to: Console) -> None:
    """The rows of a run by table, then what was not read, or only in part, grouped by cause."""
    rows = [(table, str(n)) for table, n in result.counts.items() if n is not None]
    if to.is_terminal:
        table = grid("", ["table", "rows"], ("rows",))
        for name, count in rows:
            table.add_row(name, count)
        to.print(table)
    else:
        widest = max(len(name) for name, _ in rows)
        for name, count in rows:
            to.print(f"{name:<{widest}}  {count:>6}", soft_wrap=True)
    for name in (table for table, n in result.counts.items() if n is None):
        to.print(f"{name}: {not_looked_for(name)}", soft_wrap=True)
    statuses = Counter(file.status for file in result.files)
    to.print(f"\n{_files(len(result.files))}: " + ", ".join(f"{statuses[s]} {s}" for s in _STATUSES if statuses[s]))
    _show_skipped(result.files, statuses["ok"] + statuses["partial"], to)
    for (status, cause), names in _causes(result.files):
        to.print(Text(f"{status}: {_listed(names)}: {cause}", style=_STYLES[status]), soft_wrap=True)
    to.print(f"{'nothing has changed since' if result.unchanged else 'written to'} {result.out}", soft_wrap=True)


def _show_skipped(files: Sequence[File], kept: int, to: Console) -> None:
    """How many files gave no report: as a warning, but where they are a few editions of each report that agree."""
    skipped = [file for file in files if file.status == "skipped"]
    agreeing = [file for file in skipped if is_agreeing_edition(file)]
    others = len(skipped) - len(agreeing)
    if others > _MANY_SKIPPED * len(files) or len(agreeing) > _MOST_EDITIONS * kept:
        words = f"{len(skipped)} of {_files(len(files))} gave no report of their own: see below why, and files.csv"
        to.print(Text(words, style="bold yellow"), soft_wrap=True)
    elif agreeing:
        are = "is an edition of another and says" if len(agreeing) == 1 else "are editions of others and say"
        to.print(f"{len(agreeing)} of {_files(len(files))} {are} the same", soft_wrap=True)


def _causes(files: Sequence[File]) -> list[tuple[tuple[str, str], list[str]]]:
    """Names of files by status and message, what concerns most files first; failures before the rest."""
    found: dict[tuple[str, str], list[str]] = {}
    for file in files:
        if file.status != "ok" or file.message:
            found.setdefault((file.status, shown(file.message)), []).append(_name(file.source))
    return sorted(found.items(), key=lambda cause: (-_STATUSES.index(cause[0][0]), -len(cause[1])))


def _name(source: str) -> str:
    """The name of a file on one line, whatever is in it."""
    return shown(source).replace("\n", " ").replace("\t", " ")


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    return f"{len(names)} files ({', '.join(names[:_MOST_NAMED])}, ...; all are in files.csv)"


def _files(count: int) -> str:
    return f"{count} file{'s'[: count != 1]}"


def show_plan(plan: Plan, out: str, to: Console) -> None:
    """What a run would do with every file."""
    for file, outcome in plan.known.items():
        done = "would be taken from the cache" if file in plan.cached else f"{outcome.status}: {shown(outcome.message)}"
        to.print(f"{_name(file.source)}: {done}", soft_wrap=True)
    for file in plan.waiting:
        to.print(f"{_name(file.source)}: would be read", soft_wrap=True)
    counts = f"{len(plan.waiting)} to read, {len(plan.cached)} from the cache"
    to.print(f"{_files(len(plan.known) + len(plan.waiting))}: {counts}; nothing was written to {out}", soft_wrap=True)
