"""Commands that show a dataset in a browser: review, serve."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import Dataset, PacksOption, PasswordOption, files_in, packs_for
from extractor.errors import InputError

if TYPE_CHECKING:
    from extractor.review.session import Desk

__all__ = ["review", "serve"]


def review(
    folder: Dataset,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write; DIR-review if you do not say.")
    ] = None,
    reports: Annotated[
        list[str] | None,
        typer.Option("--reports", metavar="PATH", help="Where the files of the reports are, for pictures of pages."),
    ] = None,
    only: Annotated[str, typer.Option("--only", metavar="ID", help="Only this report.")] = "",
    serve: Annotated[
        bool, typer.Option("--serve", help="Write nothing; serve the pages, which then save corrections themselves.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="With --serve; 0 for any that is free.")
    ] = 0,
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="Who decides; else the user's name.")] = "",
    corrections: Annotated[
        Path | None,
        typer.Option("--corrections", metavar="DIR", help="Folder of corrections; else `corrections` beside DIR."),
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Show no value that was read: a person makes gold on the pages.")
    ] = False,
    gold: Annotated[
        Path | None,
        typer.Option("--gold", metavar="DIR", help="With --blind: folder of gold; else gold/WHO beside DIR."),
    ] = None,
    sample: Annotated[
        Path | None,
        typer.Option("--sample", metavar="FILE", help="What `findings sample` drew; its rows come first."),
    ] = None,
    packs: PacksOption = None,
    password: PasswordOption = "",
) -> None:
    """Show every value beside its page, and put it right there: an offline page a report, or pages that are served.

    What failed or was not read comes first.
    """
    from extractor.correct.decisions import user
    from extractor.dataset.read import read_dataset
    from extractor.evaluate.gold import gold_beside
    from extractor.evaluate.sample import read_sample

    if gold is not None and not blind:
        raise InputError("--gold names where gold is made. Give --blind, too.")
    made = (gold or gold_beside(folder, who or user())) if blind else None
    drawn: dict[str, list[str]] = {}
    for row in read_sample(sample) if sample else ():
        drawn.setdefault(row.report_id, []).extend([f"{row.table}/{row.item}"] * bool(row.item and not row.verdict))
    files, data = files_in(reports or []), read_dataset(folder)
    patterns = packs_for(data, packs)
    if serve:
        from extractor.review.session import Desk

        about = {"corrections": corrections, "who": who, "password": password, "gold": made, "sample": drawn}
        _serve(Desk(folder, patterns, files, **about), port)  # type: ignore[arg-type]
        return
    from extractor.cli.show.terminal import console
    from extractor.dataset.folder import result_folder
    from extractor.review import write_review

    to = result_folder(folder, out, "blind" if blind else "review")
    told = {"only": only, "corrections": corrections, "who": who, "password": password, "gold": made, "sample": drawn}
    with console(stderr=True).status("") as status:
        done = write_review(data, to, patterns, files, **told, progress=status.update)  # type: ignore[arg-type]
    for report_id, why in done.without.items():
        typer.echo(f"{report_id}: {why}")
    if done.without and not reports:
        typer.echo("Give the files of the reports with --reports to see their pages.")
    pages = f"{done.pages} report{'s'[: done.pages != 1]}, {done.pictures} with pictures of the pages"
    typer.echo(f"{pages}: open {to / 'index.html'}")


def _serve(desk: Desk, port: int) -> None:
    from extractor.review.serve import ReviewServer

    try:
        server = ReviewServer(desk, port)
    except OSError as error:
        raise InputError(f"port {port}: cannot be listened on ({error.strerror}). Give another with --port.") from None
    typer.echo(f"Open {server.address}\nWhat you save goes to {desk.kept_in}. Stop with Ctrl-C.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo(f"stopped{f'; to put what was saved into the dataset: {desk.apply}' if desk.apply else ''}")
    finally:
        server.server_close()
        desk.close()


def serve(
    folder: Dataset,
    port: Annotated[int, typer.Option("--port", metavar="N", min=1, max=65_535, help="Port on this machine.")] = 8001,
    browser: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
) -> None:
    """Browse, search and query a dataset's database with Datasette, on this machine alone. Ctrl+C ends it."""
    from extractor.dataset.datasette import METADATA
    from extractor.dataset.hand_edits import DATABASE
    from extractor.dataset.read import read_dataset

    if find_spec("datasette") is None:
        raise InputError("serve needs the package datasette: pip install datasette")
    place: Path = read_dataset(folder).folder
    from datasette.cli import cli

    command = ["serve", str(place / DATABASE), "--host", "127.0.0.1", "--port", str(port), *["--open"] * browser]
    if (place / METADATA).is_file():
        command += ["--metadata", str(place / METADATA)]
    cli.main(command, "datasette")  # in this process, which a signal ends as a whole
