"""Scores on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from extractor.cli.show.terminal import grid, shown
from extractor.evaluate import Evaluation
from extractor.evaluate.agreement import Comparison
from extractor.evaluate.sample import Rate
from extractor.evaluate.value_equality import Mode

__all__ = ["show_agreement", "show_changes", "show_rates", "show_scores"]


def show_scores(evaluation: Evaluation, mode: Mode, misses: bool, to: Console) -> None:
    """Scores in one mode, a row a report and table, the worst of them, notes, and what was missed if that is wanted."""
    names = ("precision", "recall", "f1", "support")
    table = grid("", ["report", "table", "mode", *names], names)
    for row in evaluation.rows:
        if row.mode == mode:
            style = "" if row.f1 == 1 or not row.support else "yellow" if row.f1 >= 0.9 else "red"
            ratios = [f"{getattr(row, name):.3f}" for name in names[:3]]
            table.add_row(Text(shown(row.report)), row.table, row.mode, *ratios, str(row.support), style=style)
    to.print(table)
    to.print(f"worst F1: {evaluation.worst(mode):.3f}")
    for line in (*evaluation.notes, *(evaluation.misses if misses else ())):
        to.print(Text(shown(line)), soft_wrap=True)


def show_changes(gains: Sequence[str], losses: Sequence[str], to: Console) -> None:
    """What was put right since an earlier run, and what was lost, a line a row."""
    to.print(f"since the earlier run: {len(gains)} put right, {len(losses)} no longer right")
    for sign, lines in (("+", gains), ("-", losses)):
        for line in lines:
            to.print(Text(f"{sign} {shown(line)}", style="green" if sign == "+" else "red"), soft_wrap=True)


def show_agreement(found: Comparison, everything: bool, to: Console) -> None:
    """How far two people agree, a row a report and table; with what differs if that is wanted."""
    names = ("first", "second", "same", "agreement %")
    table = grid("", ["report", "table", *names, "kappa"], names)
    for row in found.rows:
        if row.share is None:
            continue
        kappas = (f"{name} {value:.2f} (n {n})" for name, (n, value) in row.kappas.items())
        figures = (str(row.first), str(row.second), str(row.same), f"{100 * row.share:.1f}")
        table.add_row(Text(shown(row.report)), row.table, *figures, ", ".join(kappas))
    to.print(table)
    to.print("agreement: rows that are the same, twice, of the rows of both; kappa: Cohen's, of rows that both have")
    for line in (*found.notes, *(found.differences if everything else ())):
        to.print(Text(shown(line)), soft_wrap=True)


def show_rates(found: Sequence[Rate], left: int, to: Console) -> None:
    """Error rates in percent, a row a table and one for all; `left` rows of the sample are not judged."""
    if not found:
        to.print("no row of the sample has a verdict yet")
        return
    names = ("rows", "judged", "wrong", "error %", "from %", "to %")
    table = grid("", ["table", *names], names)
    for rate in found:
        shares = (f"{100 * share:.1f}" for share in (rate.share, rate.lower, rate.upper))
        style = "" if rate.table else "bold"
        table.add_row(rate.table or "all", f"{rate.rows:,}", str(rate.judged), str(rate.wrong), *shares, style=style)
    to.print(table)
    to.print("with 95 % intervals; in `all`, each table counts by how many rows it has")
    if left:
        to.print(f"{left} {'row of the sample is' if left == 1 else 'rows of the sample are'} not judged")
