"""The output folder: replaced as a whole or not at all, and never anything in it that a run did not write."""

from __future__ import annotations

import glob
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from extractor.dataset.locks import locked
from extractor.dataset.replacing import flush, swap
from extractor.dataset.run_log import RUN_LOG, is_dataset, is_ours, run_log, written_files
from extractor.errors import OutputError

__all__ = ["check_target", "is_slug", "link_or_copy", "recover", "replacing", "result_folder", "text_path"]

_SLUG = re.compile(r"[a-z0-9-]{1,120}")
_KINDS = ("old", "new")  # of folders beside one that is being replaced
_DESKTOP_FILES = ("Thumbs.db", "desktop.ini")


def is_slug(name: str) -> bool:
    """Whether a name is fit to be that of a report, and of its files."""
    return _SLUG.fullmatch(name) is not None


def text_path(folder: Path, report_id: str) -> Path:
    """Where the text of a report is kept.

    Raises:
        OutputError: the id is not fit to be a file name.
    """
    if not is_slug(report_id):
        raise OutputError(f"report_id {report_id!r} is no slug of a-z, 0-9 and -; it cannot name a file.")
    return folder / "text" / f"{report_id}.txt"


def result_folder(dataset: Path, out: Path | None, purpose: str) -> Path:
    """The folder for what is made of a dataset: `out`, else `all-panel` beside `all` for the purpose `panel`.

    Raises:
        OutputError: it is the dataset, or within it, or another dataset; or `check_target` refuses it.
    """
    named = dataset if dataset.name not in ("", "..") else dataset.resolve()
    to = out or named.with_name(f"{named.name}-{purpose}")
    whole = dataset.resolve()
    if to.resolve() == whole or whole in to.resolve().parents:
        raise OutputError(f"{to}: is within the dataset, which holds nothing else. Name another folder with --out.")
    if is_dataset(to):
        raise OutputError(f"{to}: is a dataset, which {purpose} does not replace. Name another folder with --out.")
    check_target(to)
    return to


def check_target(out: Path) -> Path:
    """The folder that a run may write, symbolic links followed; asked before the work begins, and again before it ends.

    Raises:
        OutputError: it is a file, a drive or mount, holds things that a run did not write, or cannot be written.
    """
    target = Path(os.path.realpath(out))
    if os.path.ismount(target):  # the folder is replaced by renaming it, which no drive can be
        raise OutputError(f"{out}: is a drive or a mount. Name a folder in it, such as {out / 'dataset'}.")
    recover(target)
    if target.exists():
        _check_replaceable(out, target)
    probe = _sibling(target, "try")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        probe.mkdir()
        probe.rmdir()
    except OSError as error:
        raise OutputError(_unwritable(out, error)) from None
    return target


def recover(target: Path) -> None:
    """Put right what a process left that was killed while it replaced a folder.

    An old folder that was taken aside while the new one was not yet in its place is put back; whatever else is left is
    removed, for whoever holds the lock of the folder is the only one that writes here.
    """
    with locked(target), suppress(OSError):
        left = {kind: list(target.parent.glob(f".{glob.escape(target.name)}.????????.{kind}")) for kind in _KINDS}
        if not target.exists() and len(left["old"]) == 1 and is_ours(left["old"][0]):
            left["old"].pop().rename(target)
        for folder in left["old"] + left["new"]:
            shutil.rmtree(folder)


def _check_replaceable(out: Path, target: Path) -> None:
    if not target.is_dir():
        raise OutputError(f"{out}: is a file. Name a folder that does not exist yet, or one that a run wrote.")
    present = [name for name in written_files(target) if not _is_desktop_file(name)]
    if not is_ours(target):
        if present or any(target.iterdir()):
            raise OutputError(
                f"{out}: is not empty and has no {RUN_LOG} of ours, so it is not replaced. Name another folder."
            )
    else:
        listed = {RUN_LOG, *map(str, run_log(target).get("files", present))}
        foreign = [name for name in present if name not in listed]
        if foreign:
            more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
            raise OutputError(
                f"{out}: holds files that no run wrote and that would be lost ({', '.join(foreign[:3])}{more}). "
                "Move them away, or name another folder."
            )
    here = Path.cwd()
    if target == here or target in here.parents:
        raise OutputError(f"{out}: is the folder you work in, which cannot be replaced. Name a folder inside it.")


def _is_desktop_file(name: str) -> bool:
    """Whether a file browser or an office program left the file there."""
    last = name.rsplit("/", 1)[-1]
    return last.startswith((".", "~$")) or last in _DESKTOP_FILES


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """An empty folder to write into, which becomes `out` if the block ends well and vanishes if it does not.

    Raises:
        OutputError: the folder cannot be written or replaced; the old one is then as it was.
    """
    with locked(out):
        target = check_target(out)
        staging = _sibling(target, "new")
        try:
            staging.mkdir()
            yield staging
            flush(staging)
            if target.exists():
                _check_replaceable(out, target)
            swap(staging, target)
        except OSError as error:
            raise OutputError(_unwritable(out, error)) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def link_or_copy(file: Path, to: Path) -> None:
    """Have a file under a second name where the disk can do that, else copied; nobody writes to it any more."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)


def _sibling(target: Path, purpose: str) -> Path:
    return target.with_name(f".{target.name}.{uuid4().hex[:8]}.{purpose}")


def _unwritable(out: Path, error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return (
        f"{out}: cannot be written ({reason}). Check space, permissions and what has it open, or name another folder."
    )
