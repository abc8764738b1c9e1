"""What commands have in common: arguments and options that several take, and how errors are told."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer

from extractor.errors import FindingsError

if TYPE_CHECKING:
    from extractor.dataset.read import Dataset as Selected

__all__ = [
    "Dataset", "OnlyOption", "PacksOption", "PasswordOption", "ProviderOption", "SinceOption", "files_in", "keep_told",
    "open_selected", "told",
]  # fmt: skip

P = ParamSpec("P")
_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))

Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote.")]
PacksOption = Annotated[
    Path | None,
    typer.Option("--packs", metavar="DIR", help="Folder of pattern packs of your own, put before those shipped."),
]
OnlyOption = Annotated[
    str, typer.Option("--only", metavar="IDS", help="Only these reports: ids with commas; * stands for any letters.")
]
SinceOption = Annotated[
    str, typer.Option("--since", metavar="DATE", help="Only reports on inspections from this day, month or year on.")
]
ProviderOption = Annotated[
    str, typer.Option("--provider", metavar="NAME", help="Only reports on this service and those before it.")
]
PasswordOption = Annotated[
    str, typer.Option("--password", metavar="WORD", help="What opens files that are locked.", show_default=False)
]


def told(command: Callable[P, None]) -> Callable[P, None]:
    """Errors as one clear message: exit 2 where the call is wrong, 70 where the program is."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        _speak_utf8()
        try:
            try:
                command(*args, **kwargs)
            finally:
                sys.stdout.flush()  # here, where it can be told that the disk is full
        except FindingsError as error:
            typer.echo(f"findings: {error}", err=True)
            raise typer.Exit(2) from None
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _FULL:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what waits would fail again at the end
                typer.echo(f"findings: {error.strerror}: not all was printed. Make room, and run it again.", err=True)
                raise typer.Exit(2) from None
            if type(error).__module__.startswith(("click", "typer")) or os.environ.get("FINDINGS_TRACEBACK"):
                raise
            what = " ".join(f"{type(error).__name__}: {error}".split())
            typer.echo(f"findings: {what}\nThis is a fault of findings, please report it; ", err=True, nl=False)
            typer.echo("FINDINGS_TRACEBACK=1 in the environment shows where it happened.", err=True)
            raise typer.Exit(70) from None

    return guarded


def open_selected(folder: Path, only: str = "", since: str = "", provider: str = "") -> Selected:
    """A dataset with the reports that the options leave; see `link.select`."""
    from extractor.dataset.read import read_dataset
    from extractor.link.select import select

    return select(read_dataset(folder), only, since, provider)


def keep_told(folder: Path) -> None:
    """Keep what a person edited in a dataset as corrections before a command writes to it, and say so."""
    from extractor.dataset.guard import edited_files

    if edited_files(folder):
        from extractor.cli.show.corrections import show_kept
        from extractor.cli.show.terminal import console
        from extractor.correct.folder import keep_edits

        show_kept(keep_edits(folder), folder, console(stderr=True))


def files_in(paths: Sequence[Path]) -> dict[str, Callable[[], bytes]]:
    """What gives the bytes of the files that are found in some places, by their SHA-256; nothing without a place."""
    from extractor.runs.inputs import files_by_hash, find_inputs

    return files_by_hash(find_inputs(paths)) if paths else {}


def _speak_utf8() -> None:
    """Reports have characters that the code page of a Windows console lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
