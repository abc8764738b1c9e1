"""The command that shows what was not read: coverage."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.asking import Dataset, PacksOption

__all__ = ["coverage"]


def coverage(
    folder: Dataset,
    report: Annotated[
        str, typer.Option("--report", metavar="ID", help="Show the text of this report, line by line.")
    ] = "",
    unread: Annotated[bool, typer.Option("--unread", help="With --report: only lines that no rule has read.")] = False,
    packs: PacksOption = None,
) -> None:
    """Show what of a dataset's reports is in no row: counts, rules that never fired, reports with an unusual yield.

    Ends with 0; what is missing makes a report `partial` when it is extracted.
    """
    from extractor.check.coverage import lines_of, silent_rules, unusual_yields
    from extractor.check.coverage_display import show_counts, show_lines, show_rules, show_unusual
    from extractor.dataset.read import read_dataset
    from extractor.dataset.terminal import console
    from extractor.packs import load_packs

    data, screen = read_dataset(folder), console()
    if report:
        show_lines(list(lines_of(data, report)), screen, unread)
        return
    show_counts(data.rows("coverage"), screen)
    show_rules(silent_rules(data, load_packs(packs)), screen)
    show_unusual(unusual_yields(data), screen)
