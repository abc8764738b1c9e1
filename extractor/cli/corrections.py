"""`findings corrections`: keep what people edited, see what became of it, apply it, write it out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import Dataset, PacksOption, packs_for
from extractor.errors import InputError

__all__ = [
    "corrections_apply",
    "corrections_check",
    "corrections_export",
    "corrections_from",
    "corrections_list",
    "corrections_merge",
    "corrections_suggest",
]

Folder = Annotated[
    Path | None,
    typer.Option("--corrections", metavar="DIR", help="Folder of corrections; else `corrections` beside the dataset."),
]


def corrections_from(
    folder: Dataset,
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="Who decided; else the user's name.")] = "",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, noted with every edit.")] = "",
    corrections: Folder = None,
    packs: PacksOption = None,
) -> None:
    """Turn edits of CSV files or of the workbook into corrections, which outlive every new extraction.

    Ends with 0, or with 2 and nothing written where an edit cannot be kept.
    """
    from extractor.cli.show.corrections import show_kept
    from extractor.cli.show.terminal import console
    from extractor.correct.folder import keep_edits
    from extractor.packs import load_packs

    patterns = None if packs is None else load_packs(packs)
    show_kept(keep_edits(folder, corrections, who=who, why=why, packs=patterns), folder, console())


def corrections_apply(folder: Dataset, corrections: Folder = None, packs: PacksOption = None) -> None:
    """Apply the corrections as they now are, and check the dataset anew; what was taken back is undone.

    Ends with 0, or with 1 where a correction is stale or in conflict.
    """
    from extractor.check.corrected import apply_and_check
    from extractor.cli.show.corrections import show_kept
    from extractor.cli.show.terminal import console
    from extractor.correct.files import corrections_beside, read_corrections
    from extractor.correct.id_marks import strangers
    from extractor.dataset.read import read_dataset

    data = read_dataset(folder)
    known = packs_for(data, packs)
    applied = apply_and_check(folder, corrections, known, None if packs is None else known)
    show_kept(applied, folder, console())
    others = strangers(read_corrections(corrections or corrections_beside(folder)), data.report_ids, data.text)
    if others:
        named = ", ".join(others[:5]) + " …" * (len(others) > 5)
        typer.echo(f"corrections of {len(others)} report{'s'[: len(others) != 1]} that are not here: {named}")
    raise typer.Exit(1 if applied.open() else 0)


def corrections_list(folder: Dataset) -> None:
    """List the corrections of a dataset, each with its status."""
    from extractor.cli.show.corrections import show_corrections
    from extractor.cli.show.terminal import console
    from extractor.dataset.read import read_dataset

    show_corrections(read_dataset(folder).rows("corrections"), console())


def corrections_check(folder: Dataset, corrections: Folder = None) -> None:
    """Say whether the files of corrections can be read, and which of them are stale, in conflict or not yet applied.

    Ends with 0, or with 1 where there is one, 2 where a file has faults.
    """
    from extractor.cli.show.corrections import show_corrections
    from extractor.cli.show.terminal import console
    from extractor.correct.files import corrections_beside, read_corrections
    from extractor.dataset.read import read_dataset

    told = read_corrections(corrections or corrections_beside(folder))
    rows = read_dataset(folder).rows("corrections")
    known = {(row.report_id, row.table, row.item, row.column, row.human, row.who) for row in rows}
    here = set(read_dataset(folder).report_ids)
    new = [
        (report_id, d)
        for report_id, listed in told.items()
        for d in listed
        if report_id in here and (report_id, *d.subject, d.human, d.who) not in known
    ]
    open_rows = [row for row in rows if row.status != "applied"]
    show_corrections(open_rows, console())
    for report_id, decision in new:
        typer.echo(f"not applied yet: {report_id}: {decision.table} {decision.item} {decision.column}")
    for report_id in sorted(set(told) - here):
        typer.echo(f"no such report here: {report_id} ({len(told[report_id])} corrections)")
    raise typer.Exit(1 if open_rows or new else 0)


def corrections_merge(
    folder: Dataset,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Their files, REPORT_ID.yaml.", exists=True)],
    corrections: Folder = None,
) -> None:
    """Take in what other people put right, from their files; `corrections apply` then says where you disagree."""
    from extractor.correct.decisions import merge_corrections
    from extractor.correct.files import corrections_beside
    from extractor.dataset.read import read_dataset

    to = corrections or corrections_beside(folder)
    for report_id, count in merge_corrections(files, read_dataset(folder).report_ids, to).items():
        typer.echo(f"{to / report_id}.yaml: {count} correction{'s'[: count != 1]} added")


def corrections_export(
    folder: Dataset,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A CSV file; one that exists is not replaced.")],
) -> None:
    """Write the corrections of a dataset, with their status, as a CSV file."""
    from extractor.dataset.csv_files import write_table
    from extractor.dataset.read import read_dataset

    if out.exists():
        raise InputError(f"{out}: is there already. Name another file.")
    rows = read_dataset(folder).rows("corrections")
    write_table("corrections", rows, out)
    typer.echo(f"{len(rows)} correction{'s' * (len(rows) != 1)} written to {out}")


def corrections_suggest(
    folder: Dataset,
    corrections: Folder = None,
    gold: Annotated[
        Path | None, typer.Option("--gold", metavar="PATH", help="A gold file, or a folder of them, to try them on.")
    ] = None,
    packs: PacksOption = None,
) -> None:
    """Draft examples and near misses for the rules that misread what people put right; a person decides on them.

    Each is tried on all proofs of its rule, and on the gold that is given: what it puts right, and what it loses.
    """
    from extractor.authoring.suggest import suggestions
    from extractor.authoring.trials import weigh
    from extractor.cli.show.packs import show_suggestions
    from extractor.cli.show.terminal import console
    from extractor.correct.files import corrections_beside, read_corrections
    from extractor.dataset.read import read_dataset

    told = read_corrections(corrections or corrections_beside(folder))
    data = read_dataset(folder)
    patterns = packs_for(data, packs)
    found = suggestions(data, told, patterns)
    show_suggestions(found, weigh(found, patterns, folder, gold), console())
    if not found:
        typer.echo("nobody changed, deleted or added a row of this dataset")
    else:
        typer.echo(
            "\nPut those that are right into the pack and mend its rules until `findings packs check` passes. `findings"
        )
        typer.echo("packs diff` and `findings evaluate --against` say what that gains and loses.")
