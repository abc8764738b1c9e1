"""Commands for pattern packs: what there is, whether it holds, what it says, and what it reads in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import PacksOption, PasswordOption
from extractor.errors import InputError, OutputError, PackError

if TYPE_CHECKING:
    from extractor.packs import Pack, Packs

__all__ = [
    "explain",
    "packs_check",
    "packs_diff",
    "packs_explain",
    "packs_list",
    "packs_new",
    "packs_schema",
    "packs_try",
]

PacksFolder = Annotated[Path | None, typer.Argument(metavar="[DIR]", help="Folder of packs, not those shipped.")]
_MOST_NAMED = 8  # files that `packs check` names
PackName = Annotated[str, typer.Argument(metavar="NAME", help="The id of a pack, as `packs list` shows it.")]


def packs_list(folder: PacksFolder = None) -> None:
    """List the packs: id, number of rules, title."""
    from extractor.packs import load_packs

    packs = sorted(load_packs(folder), key=lambda pack: pack.id)
    widest = max((len(pack.id) for pack in packs), default=0)
    for pack in packs:
        typer.echo(f"{pack.id:<{widest}}  {len(pack.rules):>4} rules  {pack.title}")


def packs_check(
    folder: PacksFolder = None,
    everything: Annotated[bool, typer.Option("--all", help="Prove what ships as well.")] = False,
) -> None:
    """Load the packs and try every rule on its examples. Ends with 1 when there are faults.

    Of a folder of your own its files are tried, and packs that extend one of them; without a folder, all that ships.
    Rules of your own that take the place of inherited ones are noted.
    """
    from extractor.packs import load_packs, shipped

    everything = everything or folder is None or folder.resolve() == shipped().resolve()
    try:
        packs = load_packs(folder, prove=everything)
        if everything:
            packs.codebook.prove()
    except PackError as error:
        count = len(error.faults)
        typer.echo("\n".join([*error.faults, f"{count} fault{'s'[: count != 1]}"]), err=True)
        raise typer.Exit(1) from None
    for note in packs.notes:
        typer.echo(f"note: {note}", err=True)
    rules, examples = map(sum, zip(*packs.proved.values(), strict=True))
    names = sorted(packs.proved)
    told = ", ".join(names[:_MOST_NAMED]) + (f" and {len(names) - _MOST_NAMED} more" if names[_MOST_NAMED:] else "")
    typer.echo(f"{rules} rules hold by {examples} examples and near misses: {told}")
    if not everything:
        typer.echo(
            f"What ships and is as it was is not tried again; findings packs check --all {folder} tries it, too."
        )


def packs_explain(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The id of a pack; else what each pack covers.")] = "",
    packs: PacksOption = None,
) -> None:
    """Write what a pack says as a page of Markdown: fingerprint, scale, standards, and every rule with its examples.

    Without a name, write what each pack covers: inspectorate, years, what is rated and read, and what it was tested on.
    """
    from extractor.authoring.describe import describe
    from extractor.authoring.overview import overview
    from extractor.packs import load_packs, shipped

    loaded = load_packs(packs)
    if name:
        typer.echo(describe(_named(loaded, name)), nl=False)
    else:
        typer.echo(overview(loaded, [folder for folder in (packs, shipped()) if folder is not None]), nl=False)


def packs_schema(
    file: Annotated[str, typer.Argument(metavar="FILE", help="`pack`, or a shared file: `scales`, `questions` ...")],
) -> None:
    """Write the JSON Schema of a file of patterns, for editors that check and complete YAML."""
    from extractor.authoring.schema import schema_of

    typer.echo(json.dumps(schema_of(file), indent=2, ensure_ascii=False))


def packs_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Id of the new pack, as `lantern-2024`.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Sample reports of one framework.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of packs to write to.")] = Path("packs"),
    password: PasswordOption = "",
) -> None:
    """Draft a pack from sample reports, for a person to finish: fingerprint, headings, labels, lists and dates.

    Ends with what the draft reads in each sample as it is.
    """
    from extractor.authoring.draft import draft
    from extractor.authoring.kinds import told_kinds
    from extractor.cli.show.packs import show_draft
    from extractor.cli.show.terminal import console
    from extractor.domain.names import slug
    from extractor.load import load
    from extractor.packs import load_packs
    from extractor.pipeline import extract_report
    from extractor.split import split

    if slug(name) != name:
        raise InputError(f"{name}: the id of a pack has small letters, digits and hyphens. Try {slug(name)}.")
    known = load_packs()
    generic = known["generic"]
    loaded = [load(file, password=password) for file in files]
    reports = [split(report, generic) for report in loaded]
    drafted = draft(
        name, reports, generic, [[label.label for label in scale.labels] for scale in known.scales.values()]
    )
    path = out / f"{name}.yaml"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file_:
            file_.write(drafted)
    except FileExistsError:
        raise InputError(f"{path}: is there already, and is left as it is. Choose another name.") from None
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}). Name another folder with --out.") from None
    for line in told_kinds(reports, generic):
        typer.echo(line, err=True)
    typer.echo(f"{path}\n")
    try:
        show_draft([extract_report(report, load_packs(out)) for report in loaded], name, console())
    except PackError as error:
        typer.echo("\n".join(error.faults), err=True)
    try_it = f"findings packs try {name} {files[0]} --packs {out}"
    typer.echo(f"\nRead every line, put it right, then: findings packs check {out}; {try_it}")


def packs_try(
    name: PackName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    rule: Annotated[str, typer.Option("--rule", metavar="ID", help="A rule, or how ids of rules begin.")] = "",
    inherited: Annotated[bool, typer.Option("--all", help="Rules of the packs that it extends, too.")] = False,
    packs: PacksOption = None,
    password: PasswordOption = "",
) -> None:
    """Show what each rule of a pack reads in a report, and what it nearly reads and why not."""
    from extractor.authoring.trial import try_rules
    from extractor.cli.show.packs import show_trials
    from extractor.cli.show.terminal import console
    from extractor.load import load
    from extractor.packs import load_packs
    from extractor.split import split

    pack = _named(load_packs(packs), name)
    report = split(load(file, password=password), pack)
    trials = list(try_rules(report, pack, rule, inherited=inherited))
    if not trials:
        raise InputError(f"{rule}: the pack {pack.id} has no rule of this name. `findings packs explain` lists them.")
    show_trials(report, pack, trials, console())


def packs_diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of packs, as it was.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder of packs, as it is now.")],
    corpus: Annotated[list[Path], typer.Argument(metavar="CORPUS...", help="Reports, or folders of them.")],
) -> None:
    """List the rows that a change of packs gains, loses and changes on a corpus. Ends with 1 when there are any."""
    from extractor.authoring.compare import differences
    from extractor.cli.show.packs import show_differences
    from extractor.cli.show.terminal import console
    from extractor.packs import load_packs
    from extractor.runs.inputs import find_inputs

    files = [file.path for file in find_inputs(corpus) if not file.same_as]
    found = list(differences(files, load_packs(old), load_packs(new)))
    show_differences(found, len(files), console())
    raise typer.Exit(1 if found else 0)


def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    table: Annotated[str, typer.Option("--table", metavar="TABLE", help="A table of a report, as `ratings`.")],
    row: Annotated[int, typer.Option("--row", metavar="N", help="One row, counted from 1.")] = 0,
    packs: PacksOption = None,
    password: PasswordOption = "",
) -> None:
    """Say for the rows of a table which rule read them from which words, and what was not read and why."""
    from extractor.cli.show.packs import show_rows
    from extractor.cli.show.terminal import console
    from extractor.packs import load_packs
    from extractor.packs.faults import suggest
    from extractor.pipeline import extract_file

    patterns = load_packs(packs)
    extraction = extract_file(file, patterns, password=password)
    if table not in extraction.records:
        raise InputError(f"{table}: is no table of a report. {suggest(table, extraction.records)}")
    rows = extraction.records[table]
    if not 0 <= row <= len(rows):
        raise InputError(f"--row {row}: {table} has {len(rows)} rows in {file.name}.")
    show_rows(extraction, table, row, patterns[extraction.framework], console())


def _named(packs: Packs, name: str) -> Pack:
    from extractor.packs.faults import suggest

    if name not in packs.packs:
        raise InputError(f"{name}: there is no such pack. {suggest(name, packs.packs)}")
    return packs[name]
