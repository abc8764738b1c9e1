"""A run from its inputs to the dataset's folder.

`run` is the whole of `findings extract`. What was read of a file goes to the disk as soon as it is there, and into the
tables report by report, so that memory does not grow with the number of files. The result does not depend on the order
of the paths, on the number of processes, or on what was read before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor._version import __version__
from extractor.correct.files import corrections_beside, hash_of_corrections, read_corrections
from extractor.correct.model import Decision
from extractor.dataset.csv_files import read_rows
from extractor.dataset.folder import check_target
from extractor.dataset.hand_edits import check_unedited, kept_formats
from extractor.dataset.run_log import run_log
from extractor.dataset.schema import Row, plain_records, row_values
from extractor.dataset.write import Content, MarkedReport, ReportRows, check_formats, write
from extractor.errors import InputError
from extractor.records import Check, Correction, File
from extractor.remote import is_address
from extractor.runs.assemble import Assembly
from extractor.runs.cache import Cache, made_by
from extractor.runs.dispatch import AT_A_TIME, Crew, Plan, Progress, Step, plan, read_all, read_all_again
from extractor.runs.editions import keep_one_edition
from extractor.runs.input_file import Input, files_by_hash
from extractor.runs.inputs import find_inputs
from extractor.runs.log import Log, open_log
from extractor.runs.outcome_store import Outcomes
from extractor.runs.packing import Brief
from extractor.runs.reading import Setup
from extractor.runs.unchanged import fingerprint, is_whole
from extractor.runs.workers import Limits

if TYPE_CHECKING:
    from extractor.check.second_reading import Again
    from extractor.packs import Packs

__all__ = ["Job", "Limits", "Progress", "RunResult", "Step", "preview", "run"]


@dataclass(frozen=True)
class RunResult:
    """What became of a run: the folder, a row for every input file, rows by table (None: not looked for), corrections.

    `out` is a text where it is an address. `unchanged` is True where the folder held all this already, and nothing was
    read or written.
    """

    out: Path | str
    files: tuple[File, ...]
    counts: dict[str, int | None]
    corrections: tuple[Correction, ...] = ()
    unchanged: bool = False

    @classmethod
    def of(cls, out: Path | str, folder: Path, counts: dict[str, int | None], unchanged: bool = False) -> RunResult:
        """The result that stands in a folder, which is at `out`, or goes there."""
        files = plain_records(File, read_rows("files", folder / "files.csv"))
        told = plain_records(Correction, read_rows("corrections", folder / "corrections.csv"))
        return cls(out if is_address(out) else Path(out), tuple(files), counts, tuple(told), unchanged)

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
    limits: Limits | None = None,
    password: str = "",
    cache: Path | str | None = None,
    log: Path | str | None = None,
    progress: Progress | None = None,
    timings: bool = False,
    corrections: Path | str | None = None,
    again: bool = False,
    cluster: str = "",
) -> RunResult:
    """Read reports and write them as one dataset.

    Args:
        paths: files, and folders that are searched for reports; or addresses of them, such as `s3://bucket/reports`.
        out: folder to write, or its address; one that an earlier run wrote is replaced as a whole, or left whole where
            this run fails. At an address it is no dataset while its files go there.
        packs: patterns, or the folder they are in; None for those that come with the program.
        formats: `csv` (always written), `parquet`, `excel`.
        jobs: number of processes. In a script, call `run` under `if __name__ == "__main__":` to use several.
        limits: what one file may take of time and memory. Files are then read in processes of their own, with one job
            too.
        password: what opens files that are locked.
        cache: folder to keep in what was read, for the next run; None to keep nothing.
        log: file to which a line of JSON is added for every file.
        progress: called behind every file.
        timings: note the seconds that each file took; two runs then differ in that column.
        corrections: folder of people's corrections, applied last; None for `corrections` beside `out`.
        again: whether figures and judgements of PDFs are read a second time; see `extractor.check.second_reading`.
        cluster: address of the scheduler of a Dask cluster whose workers read the files, in place of processes here.

    Returns:
        what became of every file. A file that cannot be read is a row with its message, and stops nothing.

    Raises:
        InputError: a path or option cannot be used.
        PackError: the patterns have faults.
        OutputError: the folder cannot be written, holds what no run wrote, or was edited since it was written.
    """
    with _folder(out) as folder:
        formats = check_formats([*formats, *kept_formats(folder)])
        check_target(folder)
        check_unedited(folder)
        beside = Path(corrections) if corrections is not None else corrections_beside(folder)
        decisions = read_corrections(beside)
        crew = Crew(jobs, limits, cluster)
        job = Job.of(paths, packs, crew, password, cache, timings, leave_out=out)
        # A password is no part of what is written: with one there is no telling whether the result would be the same.
        options = job.options() | {"formats": list(formats), "corrections": hash_of_corrections(beside), "again": again}
        key = "" if password else fingerprint(job.inputs, job.setup.hashes, options)
        with open_log(Path(log) if log is not None else None) as lines:
            lines.line("begin", version=__version__, files=len(job.inputs), out=str(out), jobs=jobs)
            if job.setup.cache is not None and not timings and is_whole(folder, key):
                lines.line("unchanged")
                return RunResult.of(out, folder, dict(run_log(folder)["rows"]), unchanged=True)
            try:
                with Outcomes(job.inputs, folder.absolute().parent) as kept:
                    cache_, content = job.setup.cache, job.content(kept, progress, lines, key, decisions, again)
                    layout = cache_.layout(out) if cache_ is not None else None
                    counts, layout = write(content, folder, formats, layout)
                if cache_ is not None:
                    cache_.keep_layout(out, layout)
            except KeyboardInterrupt:
                lines.line("interrupted")
                raise
            result = RunResult.of(out, folder, counts)
            lines.line("end", failed=len(result.failed), rows=result.counts)
    return result


def _folder(out: Path | str) -> AbstractContextManager[Path]:
    """The folder to write, here; what is written at an address goes there at the end of the block."""
    if not is_address(out):
        return nullcontext(Path(out))
    from extractor.remote.folders import brought

    return brought(str(out), to_write=True)


def preview(
    paths: Iterable[Path | str] | Path | str,
    out: Path | str,
    *,
    packs: Packs | Path | str | None = None,
    password: str = "",
    cache: Path | str | None = None,
) -> Plan:
    """What `run` would do with every file; nothing is read but its bytes, and nothing is written.

    Raises:
        InputError, PackError, OutputError: as `run`.
    """
    if not is_address(out):
        check_target(Path(out))
    job = Job.of(paths, packs, Crew(), password, cache, False, leave_out=out)
    job.setup.loaded()
    return plan(job.inputs, job.setup)


@dataclass(frozen=True)
class Job:
    """What is to be read, and how."""

    inputs: list[Input]
    setup: Setup
    crew: Crew
    timings: bool
    shipped: bool

    @classmethod
    def of(
        cls,
        paths: Iterable[Path | str] | Path | str,
        packs: Packs | Path | str | None,
        crew: Crew,
        password: str,
        cache: Path | str | None,
        timings: bool,
        leave_out: Path | str | None = None,
    ) -> Job:
        if crew.jobs < 1:
            raise InputError(f"jobs is {crew.jobs}; give 1 or more processes.")
        # Compiled packs may be more than the files that they came from, so nothing is kept of what they read.
        kept = None if cache is None or not (packs is None or isinstance(packs, str | Path)) else Cache(Path(cache))
        setup = replace(Setup.of(packs), password=password, cache=kept)
        inputs = find_inputs([paths] if isinstance(paths, str | Path) else paths, leave_out, kept)
        return cls(inputs, setup, crew, timings, packs is None)

    def options(self) -> dict[str, Any]:
        """The options that the result hangs on."""
        return {"packs": "shipped" if self.shipped else "given", "timings": self.timings}

    def assembly(
        self,
        kept: Outcomes,
        progress: Progress | None = None,
        lines: Log | None = None,
        decisions: Mapping[str, Sequence[Decision]] | None = None,
    ) -> tuple[Assembly, bool]:
        """Read everything, and put it together with people's decisions about it.

        Returns:
            the dataset, and whether another run might give another: a file failed for what may pass.
        """
        briefs: dict[Input, Brief] = {}
        for step in read_all(self.inputs, self.setup, self.crew, kept):
            briefs[step.file] = step.outcome
            if lines is not None:
                lines.file(step)
            if progress is not None:
                progress(step)
        passing = any(brief.passing for brief in briefs.values())
        editions = keep_one_edition(self.inputs, [briefs[file] for file in self.inputs], kept)
        return Assembly(self.inputs, editions, kept, self.setup.loaded(), decisions, self.timings), passing

    def content(
        self,
        kept: Outcomes,
        progress: Progress | None,
        lines: Log,
        key: str,
        decisions: Mapping[str, Sequence[Decision]],
        again: bool,
    ) -> Content:
        """What is to be written, with what a second reading says of it among its checks where that is asked for."""
        assembly, passing = self.assembly(kept, progress, lines, decisions)
        about = self.options() | ({"limits": asdict(limits)} if (limits := self.crew.limits) is not None else {})
        reports: Iterable[ReportRows | MarkedReport] = assembly.reports() if not again else self._read_again(assembly)
        return Content(
            reports,
            assembly.tables,
            __version__,
            self.setup.hashes,
            about,
            "" if passing else key,
            assembly.vocabulary,
            made_by(),
            () if again else assembly.read(),
            assembly.deleted,
        )

    def _read_again(self, assembly: Assembly) -> Iterator[ReportRows]:
        """The reports, and behind the last of them what a second reading of all says."""
        from extractor.check.second_reading import tasks

        files = files_by_hash(self.inputs)
        waiting: list[tuple[str, Again | Check]] = []
        found: list[Row] = []
        for marked in assembly.reports():
            report = marked.make()
            yield report
            waiting += tasks(report.frames(), files, plain_records(Check, report.rows["checks"]), self.setup.password)
            if len(waiting) >= AT_A_TIME:
                found += map(row_values, read_all_again(waiting, self.setup, self.crew))
                waiting = []
        found += map(row_values, read_all_again(waiting, self.setup, self.crew))
        yield ReportRows("", {"checks": found})
