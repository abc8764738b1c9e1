"""Many reports: which files, each read on its own, ids made unique, everything written as one dataset.

`run` is the whole of `findings extract`; `collect` is the same without writing. The result does not depend on the order
of the paths or on the number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.batch.assemble import assemble
from extractor.batch.editions import keep_one_edition
from extractor.batch.inputs import Input, find_inputs
from extractor.batch.isolate import Outcome, Setup, read_all
from extractor.errors import InputError
from extractor.export.dataset import Content, check_formats, write
from extractor.export.folder import PACKAGE, check_target
from extractor.records import File

if TYPE_CHECKING:
    from extractor.packs import Packs

__all__ = ["Progress", "RunResult", "collect", "run"]

# Called behind every file with the number done, the number of all, and the name of the file.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class RunResult:
    """What became of a run: the folder, a row for every input file, and rows by table (None: not looked for)."""

    out: Path
    files: tuple[File, ...]
    counts: dict[str, int | None]

    @property
    def failed(self) -> tuple[File, ...]:
        """The files that could not be read."""
        return tuple(file for file in self.files if file.status == "failed")

    @property
    def exit_code(self) -> int:
        """0 where nothing failed, else 1."""
        return 1 if self.failed else 0


def run(
    paths: Iterable[Path | str] | Path | str,
    out: Path | str,
    *,
    packs: Packs | Path | str | None = None,
    formats: Sequence[str] = ("csv",),
    jobs: int = 1,
    progress: Progress | None = None,
    timings: bool = False,
) -> RunResult:
    """Read reports and write them as one dataset.

    Args:
        paths: files, and folders that are searched for reports.
        out: folder to write; one that an earlier run wrote is replaced as a whole, or left whole where this run fails.
        packs: patterns, or the folder they are in; None for those that come with the program.
        formats: `csv` (always written), `parquet`, `excel`.
        jobs: number of processes. In a script, call `run` under `if __name__ == "__main__":` to use several.
        progress: called behind every file.
        timings: note the seconds that each file took; two runs then differ in that column.

    Returns:
        what became of every file. A file that cannot be read is a row with its message, and stops nothing.

    Raises:
        InputError: a path or option cannot be used.
        PackError: the patterns have faults.
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    out = Path(out)
    formats = check_formats(formats)
    check_target(out)
    content = collect(paths, packs=packs, jobs=jobs, progress=progress, timings=timings, leave_out=out)
    write(content, out, formats)
    files = tuple(record for record in content.tables["files"] if isinstance(record, File))
    return RunResult(out, files, content.counts())


def collect(
    paths: Iterable[Path | str] | Path | str,
    *,
    packs: Packs | Path | str | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    timings: bool = False,
    leave_out: Path | None = None,
) -> Content:
    """Read reports into the content of a dataset; see `run`. `leave_out` is a folder that is not searched."""
    if jobs < 1:
        raise InputError(f"jobs is {jobs}; give 1 or more processes.")
    setup = Setup.of(packs)
    inputs = find_inputs([paths] if isinstance(paths, str | Path) else paths, leave_out)
    outcomes: dict[Input, Outcome] = {}
    for file, outcome in read_all(inputs, setup, jobs):
        outcomes[file] = outcome
        if progress is not None:
            progress(len(outcomes), len(inputs), file.source)
    tables, texts = assemble(keep_one_edition([(file, outcomes[file]) for file in inputs]), timings)
    options = {"packs": "shipped" if packs is None else "given", "timings": timings}
    return Content(tables, texts, version(PACKAGE), setup.loaded().hashes, options)
