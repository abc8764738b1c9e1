"""What commands have in common: arguments and options that several take, and how errors are told."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TextIO

import typer

from extractor.errors import FindingsError, InputError
from extractor.remote import address_of, shown

if TYPE_CHECKING:
    from extractor.dataset.read import Dataset as Selected
    from extractor.packs import Packs

__all__ = [
    "Dataset", "OnlyOption", "PacksOption", "PasswordOption", "ProviderOption", "SinceOption", "files_in", "keep_told",
    "open_selected", "packs_for", "told",
]  # fmt: skip

P = ParamSpec("P")
_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))

Dataset = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset that extract wrote, or its address.")]
_DATASET = "folder"  # what every command calls it
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
                with _datasets_here(kwargs):
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


@contextmanager
def _datasets_here(values: dict[str, Any]) -> Iterator[None]:
    """Bring a dataset that is at an address here for a command, which names what it prints as it is named there.

    Raises:
        InputError: something else than the dataset is at an address, and is not taken from there.
    """
    elsewhere = {name: at for name, value in values.items() if isinstance(value, Path) and (at := address_of(value))}
    others = [at for name, at in elsewhere.items() if name != _DATASET]
    if others:
        raise InputError(f"{shown(others[0])}: is an address, and only reports to extract and datasets can be at one.")
    if not elsewhere:
        yield
        return
    from extractor.remote.folders import brought

    address = elsewhere[_DATASET]
    with brought(address) as folder, redirect_stdout(_Renaming(sys.stdout, folder.parent, address)):
        values[_DATASET] = folder
        ended = None
        try:
            yield
        except typer.Exit as exit_:  # the command has done what it had to, and says how that went
            ended = exit_
    if ended is not None:
        raise ended


class _Renaming(io.TextIOBase):
    """A stream to which a folder here is written as where it is in truth."""

    def __init__(self, stream: TextIO, folder: Path, address: str) -> None:
        self._stream, self._folder, self._parent = stream, str(folder), address.rpartition("/")[0]

    def write(self, text: str) -> int:
        self._stream.write(text.replace(self._folder, self._parent))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()


def open_selected(folder: Path, only: str = "", since: str = "", provider: str = "") -> Selected:
    """A dataset with the reports that the options leave; see `link.select`."""
    from extractor.dataset.read import read_dataset
    from extractor.link.select import select

    return select(read_dataset(folder), only, since, provider)


def packs_for(data: Selected, packs: Path | None) -> Packs:
    """The patterns for a dataset, those of a folder before those shipped. Which it was read with and are in neither is
    told, and where that folder is to be named."""
    from extractor.check.kept_checks import lacking_packs
    from extractor.packs import load_packs
    from extractor.pattern_files import hashes_of

    loaded = load_packs(packs)
    unknown, files = lacking_packs(data, loaded.packs, hashes_of(packs))
    if unknown or files:
        named = f"{', '.join([*unknown, *files])}, of which there is nothing here"
        told = "Nothing is done by their rules, and what checks said by them stays as it was"
        typer.echo(
            f"findings: {data.folder.name} was read with {named}. {told}. Give their folder with --packs DIR.", err=True
        )
    return loaded


def keep_told(folder: Path) -> None:
    """Keep what a person edited in a dataset as corrections before a command writes to it, and say so."""
    from extractor.dataset.hand_edits import edited_files

    if edited_files(folder):
        from extractor.cli.show.corrections import show_kept
        from extractor.cli.show.terminal import console
        from extractor.correct.folder import keep_edits

        show_kept(keep_edits(folder), folder, console(stderr=True))


def files_in(paths: Sequence[str]) -> dict[str, Callable[[], bytes]]:
    """What gives the bytes of the files that are found in some places, by their SHA-256; nothing without a place."""
    from extractor.runs.input_file import files_by_hash
    from extractor.runs.inputs import find_inputs

    return files_by_hash(find_inputs(paths)) if paths else {}


def _speak_utf8() -> None:
    """Reports have characters that the code page of a Windows console lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
