"""Whether a dataset is as a command left it: by the hashes in its run log, no edit of a person is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractor.dataset.run_log import RUN_LOG, hash_of, is_dataset, run_log
from extractor.errors import OutputError

__all__ = ["DATABASE", "WORKBOOK", "check_unedited", "edited_files", "is_as_written", "kept_formats"]

DATABASE = "findings.sqlite"
WORKBOOK = "findings.xlsx"


def edited_files(folder: Path) -> tuple[str, ...]:
    """Files of a dataset, by name, that differ from what a command wrote; empty where there is no dataset.

    Also those whose edits a command has taken over into all formats without keeping them as corrections.
    """
    if not is_dataset(folder):
        return ()
    log = run_log(folder)
    written = {str(name): told for name, told in dict(log.get("files") or {}).items() if name != RUN_LOG}
    changed = {name for name, told in written.items() if (folder / name).is_file() and hash_of(folder / name) != told}
    return tuple(sorted(changed | {name for name in map(str, log.get("edited") or ()) if (folder / name).is_file()}))


def is_as_written(folder: Path, names: Iterable[str]) -> bool:
    """Whether files of a dataset are there, and what a command wrote."""
    written = run_log(folder).get("files")
    if not isinstance(written, dict):
        return False
    return all((folder / name).is_file() and hash_of(folder / name) == written.get(name) for name in names)


def check_unedited(folder: Path) -> None:
    """Refuse to go on where a person has edited a dataset that is to be replaced.

    Raises:
        OutputError: it names the files, and says how to keep what was edited.
    """
    if edited := edited_files(folder):
        more = f" and {len(edited) - 3} more" if len(edited) > 3 else ""
        raise OutputError(
            f"{folder}: was edited since findings wrote it ({', '.join(edited[:3])}{more}), so it is not replaced. "
            f"Keep the edits with `findings corrections from {folder}`, name another folder with --out, or remove this "
            "one to lose them."
        )


def kept_formats(folder: Path) -> tuple[str, ...]:
    """The formats that a dataset has besides CSV and the database."""
    if not is_dataset(folder):
        return ()
    found = {"parquet": any(folder.glob("*.parquet")), "excel": (folder / WORKBOOK).is_file()}
    return tuple(name for name, there in found.items() if there)
