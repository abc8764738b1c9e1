"""One file of a run: read with a setup, and whatever goes wrong is its outcome."""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extractor.errors import EvidenceError, FindingsError, InputError
from extractor.runs.input_file import at_hand
from extractor.runs.outcome import Outcome

if TYPE_CHECKING:
    from extractor.check.second_reading import Again
    from extractor.document import Report
    from extractor.packs import Packs
    from extractor.pipeline import Extraction
    from extractor.runs.cache import Cache
    from extractor.runs.input_file import Input

    Reader = Callable[[Path, Packs], Extraction]

__all__ = ["Setup", "read_one", "read_one_again"]

_FEWEST_WORDS = 100  # of a report that no framework recognises: a note or a cover page has fewer, a letter has more
_STAGES = {"remote": "load", "load": "load", "packs": "choose", "split": "split", "find": "extract"}  # by package


@dataclass(frozen=True)
class Setup:
    """What is needed to read a file: where the patterns are, the password of locked files, the cache, what reads.

    `patterns` are those of the folder once they are compiled; `packs` are compiled patterns that came from no folder.
    """

    folder: Path | None = None
    packs: Packs | None = None
    password: str = ""
    cache: Cache | None = None
    reader: Reader | None = None
    patterns: Packs | None = None

    @classmethod
    def of(cls, packs: Packs | Path | str | None) -> Setup:
        """The setup for patterns as a user gives them: a folder, compiled packs, or None for those shipped."""
        return cls(folder=Path(packs)) if isinstance(packs, str | Path) else cls(packs=packs)

    def loaded(self) -> Packs:
        """The compiled patterns.

        Raises:
            InputError, PackError: there is no such folder, or the patterns have faults.
        """
        from extractor.packs import load_packs

        known = self.patterns if self.packs is None else self.packs
        return load_packs(self.folder) if known is None else known

    def packed(self) -> bytes:
        """The setup as other processes get it: patterns compiled once, which takes a fraction of the time.

        Raises:
            InputError: the packs cannot be sent; or as `loaded`.
        """
        setup = replace(self, patterns=self.loaded())
        try:
            return pickle.dumps(setup)
        except Exception:
            raise InputError("these packs cannot be sent to other processes; give their folder, or one job.") from None

    @cached_property
    def hashes(self) -> dict[str, str]:
        """What tells one set of patterns from another: the hash of each of their files."""
        from extractor.pattern_files import hashes_of

        return dict(self.packs.hashes) if self.packs is not None else hashes_of(self.folder)

    def extract(self, file: Input) -> Extraction:
        """Read one file; what was loaded before is taken from the cache."""
        if self.reader is not None:
            with at_hand(file) as path:
                return self.reader(path, self.loaded())
        from extractor.pipeline import extract_report

        return extract_report(self._load(file), self.loaded())

    def _load(self, file: Input) -> Report:
        from extractor.load import load
        from extractor.load.source import in_unicode

        report = self.cache.report(file, self.password) if self.cache is not None else None
        if report is None:
            with at_hand(file) as path:
                report = load(path, password=self.password)
            if self.cache is not None:
                self.cache.keep_report(file, self.password, report)
        name = in_unicode(file.path.name)
        return report if report.source == name else replace(report, source=name)


def read_one(file: Input, setup: Setup) -> Outcome:
    """The outcome of one file. No exception leaves it."""
    begun = time.perf_counter()
    try:
        extraction = setup.extract(file)
        extraction.report.text.encode("utf-8")  # what cannot be written is found here, and not at the end of the run
        outcome = Outcome.of(extraction, setup.loaded())
        if not outcome.records.get("reports"):
            raise ValueError("no row for the report itself")
        if (words := _too_few_words(extraction)) is not None:
            outcome = Outcome("skipped", "choose", f"is no report: {words} words that no framework recognises.")
        outcome = replace(outcome, is_as_hashed=extraction.report.sha256 == file.sha256)
    except EvidenceError as error:
        outcome = Outcome("failed", "extract", _fault(f"a quote is not what the text has: {error}", file))
    except FindingsError as error:
        outcome = Outcome("failed", _stage(error.__traceback__), _clean(str(error), file))
    except MemoryError as error:
        message = "needs more memory than there is. Close other programs, or split the file."
        outcome = Outcome("failed", _stage(error.__traceback__), message, passing=True)
    except Exception as error:
        message = _fault(f"{type(error).__name__}: {error}", file)
        outcome = Outcome("failed", _stage(error.__traceback__), message, passing=True)
    return replace(outcome, seconds=time.perf_counter() - begun)


def read_one_again(task: Again, setup: Setup) -> Outcome:
    """What a second reading of a report gives, as rows of `checks`. No exception leaves it."""
    try:
        return Outcome("ok", "", "", {"checks": task.read(setup.loaded())})
    except MemoryError:
        message = "needs more memory than there is"
    except Exception as error:
        message = f"{type(error).__name__}: {error}. This is a fault of findings; please report it."
    return Outcome("failed", "check", " ".join(message.split()), passing=True)


def _too_few_words(extraction: Extraction) -> int | None:
    """How many words a text has that is too short to be a report; None where it may be one."""
    if extraction.stage != "choose" or extraction.report.warnings or extraction.records.get("ratings"):
        return None
    words = len(extraction.report.text.split())
    return words if words < _FEWEST_WORDS else None


def _stage(trace: TracebackType | None) -> str:
    """The stage whose code was running, innermost first."""
    stage = "extract"
    while trace is not None:
        package, _, rest = str(trace.tb_frame.f_globals.get("__name__", "")).partition(".")
        if package == "extractor" and (part := rest.partition(".")[0]) in _STAGES:
            stage = _STAGES[part]
        trace = trace.tb_next
    return stage


def _fault(what: str, file: Input) -> str:
    return f"{_clean(what, file)[:300]}. This is a fault of findings and not of the file; please report it."


def _clean(message: str, file: Input) -> str:
    """The message on one line, without what differs between two computers or runs: places and addresses."""
    for path in (file.path.absolute(), file.path):
        message = message.replace(str(path), file.source)
    message = message.removeprefix(f"{file.source}: ").removeprefix(f"{file.path.name}: ")
    message = re.sub(r"0x[0-9a-fA-F]{6,}", "0x...", message)
    return " ".join(message.encode("utf-8", "replace").decode("utf-8").split())
