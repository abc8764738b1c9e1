"""What `fetch` says on the terminal: a line a report, and a sum."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import shown
from extractor.fetch import MANIFEST, Outcome, Result, Tell

__all__ = ["show_outcome", "show_sum", "telling_on"]

_STYLES = {
    "fetched": "green", "resumed": "green", "failed": "red", "manual": "yellow", "there": "dim",
    "unchanged": "dim", "changed": "green", "reissued": "green", "gone": "yellow",
}  # fmt: skip
_AS_BEFORE = ("there", "unchanged", "gone")


def show_outcome(outcome: Outcome, to: Console) -> None:
    """One line: how it ended, which file or address, and what there is to say of it."""
    entry = outcome.entry
    name = outcome.file or entry.url or entry.cells.get("title", "") or f"line {entry.line}"
    size = "" if outcome.bytes is None or outcome.status in _AS_BEFORE else f"{outcome.bytes / 1_000_000:.2f} MB"
    message = outcome.message or size or (entry.url if outcome.status == "wanted" and outcome.file else "")
    words = f"{outcome.status:<9}  {name}" + (f": {message}" if message else "")
    line = " ".join(shown(words).replace("\n", " ").split("\t"))
    to.print(Text(line, style=_STYLES.get(outcome.status, "")), soft_wrap=True)


def show_sum(result: Result, folder: Path, dry_run: bool, to: Console) -> None:
    """How many ended how, and where they are listed."""
    statuses = [outcome.status for outcome in result.outcomes]
    counts = ", ".join(f"{statuses.count(status)} {status}" for status in dict.fromkeys(statuses))
    to.print(f"\n{len(statuses)} report{'s'[: len(statuses) != 1]}: {counts}", soft_wrap=True)
    if not dry_run:
        to.print(f"listed in {folder / MANIFEST}", soft_wrap=True)


@contextmanager
def telling_on(screen: Console) -> Iterator[Tell]:
    """What shows each outcome as it comes; on a terminal there is a bar below them."""
    if not screen.is_terminal:
        yield lambda outcome, _: show_outcome(outcome, screen)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = BarColumn(bar_width=24), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("fetching", total=None)

        def tell(outcome: Outcome, total: int) -> None:
            show_outcome(outcome, screen)
            bar.update(task, advance=1, total=total)

        yield tell
