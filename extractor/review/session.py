"""A dataset as it is being reviewed: pages and pictures are made when they are asked for, decisions are saved."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from extractor.check.corrected import apply_and_check
from extractor.correct.decisions import user, write_decisions
from extractor.correct.files import corrections_beside, hash_of_corrections, read_corrections
from extractor.correct.model import Decision
from extractor.dataset.read import Dataset, read_dataset
from extractor.dataset.run_log import RUN_LOG
from extractor.errors import InputError
from extractor.evaluate.gold import read_gold_file, write_gold_file
from extractor.load.pdf.turned import TurnedPages
from extractor.load.source import Source as File
from extractor.packs import Packs
from extractor.review.blind import blind_entry, blind_index
from extractor.review.files import NO_SAMPLE, READ, Sample, html_of, told_of
from extractor.review.index import entry_of, index_page
from extractor.review.source import Files, picture_bytes

__all__ = ["Desk"]

_PICTURES = 200  # that are kept, of the pages that were asked for last
_MOST_DECISIONS = 20_000  # of one report that are saved at once


class Desk:
    """What the review of a dataset answers. Its methods can be called from several threads.

    Args:
        folder: the dataset.
        packs: patterns, for what is told of rules.
        files: what gives the bytes of the files of the reports, by SHA-256.
        corrections: the folder of corrections; None for that beside the dataset.
        who: the person who decides; '' for the name that the system knows.
        password: what opens files that are locked.
        gold: the folder of gold that a person makes on the pages, which then show no value; None for a review.
        sample: rows that were drawn for a person to judge, as `TABLE/ITEM`, by report_id.

    Raises:
        OutputError: the folder is no dataset.
    """

    def __init__(
        self,
        folder: Path,
        packs: Packs,
        files: Files,
        *,
        corrections: Path | None = None,
        who: str = "",
        password: str = "",
        gold: Path | None = None,
        sample: Sample = NO_SAMPLE,
    ) -> None:
        self._folder, self._packs, self._files, self._password = folder, packs, files, password
        self.corrections = corrections or corrections_beside(folder)
        self.who, self._gold, self._sample = who or user(), gold, sample
        self._data, self._state = read_dataset(folder), self._as_written()
        self._lock = Lock()  # of the dataset, and of pdfium, which knows no threads
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._index: tuple[tuple[int, int], str, str] = ((0, 0), "", "")  # of which state and corrections
        self._page: tuple[str, tuple[int, int], str, str] = ("", (0, 0), "", "")  # asked for last: see `report`
        self._open: tuple[str, TurnedPages] | None = None

    def close(self) -> None:
        """Let go of the file whose pages were drawn last."""
        if self._open:
            self._open[1].close()
        self._open = None

    def index(self) -> str:
        """The index as HTML."""
        with self._lock:
            data = self._now()
            if self._gold is not None:
                entries = [blind_entry(row, read_gold_file(self._gold, row.report_id)) for row in data.rows("reports")]
                return blind_index(entries, self._folder.resolve().name)
            known = hash_of_corrections(self.corrections)
            if self._index[:2] != (self._state, known):
                decisions, about = (
                    read_corrections(self.corrections),
                    {row.report_id: row for row in data.rows("reports")},
                )
                entries = [
                    entry_of(about[report_id], tables, decisions.get(report_id, ()), self._sample.get(report_id, ()))
                    for report_id, tables in data.by_report(*READ)
                ]
                self._index = self._state, known, index_page(entries, self._folder.resolve().name, data.vocabulary)
            return self._index[2]

    def report(self, report_id: str) -> str:
        """The page of a report as HTML.

        Raises:
            InputError: there is no such report, or its file of corrections has faults.
        """
        with self._lock:
            data, known = self._now(), self._kept(report_id)
            if self._page[:3] == (report_id, self._state, known):
                return self._page[3]
            made = told_of(
                data,
                self._packs,
                read_corrections(self.corrections) if self._gold is None else {},
                self._files,
                only=report_id,
                password=self._password,
                saving="post",
                who=self.who,
                apply=self.apply,
                gold=self._gold,
                sample=self._sample,
            )
            self._page = report_id, self._state, known, html_of(next(told for _, told in made))
            return self._page[3]

    def _kept(self, report_id: str) -> str:
        """What stands for all that people have decided, or for the gold of a report."""
        if self._gold is None:
            return hash_of_corrections(self.corrections)
        return json.dumps(read_gold_file(self._gold, report_id))

    def picture(self, sha256: str, number: int) -> bytes:
        """The picture of a page.

        Args:
            sha256: the beginning of the hash of the file, as names of pictures have it.
            number: the page, from 1.

        Raises:
            FindingsError: there is no such file or page, or it cannot be drawn.
        """
        with self._lock:
            key = (sha256, number)
            if key not in self._pictures:
                self._pictures[key] = picture_bytes(self._pages(sha256), number)
                if len(self._pictures) > _PICTURES:
                    self._pictures.popitem(last=False)
            self._pictures.move_to_end(key)
            return self._pictures[key]

    @property
    def apply(self) -> str:
        """The command that puts what is saved into the dataset; empty where gold is made."""
        given = [] if self.corrections == corrections_beside(self._folder) else ["--corrections", str(self.corrections)]
        told = shlex.join([_program(), "corrections", "apply", str(self._folder), *given])
        return told if self._gold is None else ""

    @property
    def kept_in(self) -> Path:
        """The folder that the pages are saved to."""
        return self.corrections if self._gold is None else self._gold

    def answer(self, report_id: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what the page of a report tells, and give what is kept then: `gold`, or `decisions`.

        Where it asks to `apply` what is saved, of every report, that is put into the dataset.

        Raises:
            InputError, OutputError: see `save`, `check.corrected.apply_and_check` and `evaluate.gold.write_gold_file`.
        """
        if self._gold is None and told.get("apply"):
            with self._lock:
                return dict(apply_and_check(self._folder, self.corrections, self._packs).counts())
        if self._gold is None:
            return {"decisions": self.save(report_id, told)}
        with self._lock:
            made, before = told.get("gold"), told.get("before")
            if not isinstance(made, dict) or not isinstance(before, dict):
                raise InputError("`gold` and `before` are objects")
            found = self._now().filled("reports")
            hashes = found.loc[found["report_id"] == report_id, "sha256"]
            if hashes.empty:
                raise InputError(f"there is no report {report_id!r}")
            write_gold_file(self._gold, report_id, str(hashes.iloc[0]), made, before)
            return {"gold": read_gold_file(self._gold, report_id)}

    def save(self, report_id: str, told: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Write decisions of the page of a report to its file of corrections.

        Args:
            report_id: the report.
            told: `made`, new decisions; `gone`, those to be taken out; `who` decides.

        Returns:
            all decisions of the file, as the page has them.

        Raises:
            InputError: there is no such report, or something told is no decision; nothing is written then.
            OutputError: the file cannot be written.
        """
        with self._lock:
            data = self._now()
            if report_id not in set(data.filled("reports")["report_id"]):
                raise InputError(f"there is no report {report_id!r}")
            made, gone = (_decisions(told.get(name), data) for name in ("made", "gone"))
            who = str(told.get("who") or "")[:200] or self.who
            write_decisions(self.corrections, {report_id: made}, who, taken_back={report_id: gone})
            kept = read_corrections(self.corrections).get(report_id, [])
            return [{name: value for name, value in one.model_dump().items() if value not in ("", {})} for one in kept]

    def _pages(self, sha256: str) -> TurnedPages:
        if self._open and self._open[0] == sha256:
            return self._open[1]
        whole = next((known for known in self._files if known.startswith(sha256)), "")
        if not whole:
            raise InputError("there is no such file")
        self.close()
        self._open = (sha256, TurnedPages(File("the file", self._files[whole](), whole, self._password)))
        return self._open[1]

    def _now(self) -> Dataset:
        """The dataset as it is now: a run may have replaced it."""
        state = self._as_written()
        if state != self._state:
            self._data, self._state = read_dataset(self._folder), state
        return self._data

    def _as_written(self) -> tuple[int, int]:
        try:
            told = (self._folder / RUN_LOG).stat()
        except OSError:
            return (0, 0)
        return (told.st_mtime_ns, told.st_size)


def _program() -> str:
    """What a person types to run the program: its name where a terminal finds that, else the file that runs now."""
    running = Path(sys.argv[0])
    return str(running) if running.stem == "findings" and not shutil.which("findings") else "findings"


def _decisions(told: Any, data: Dataset) -> Sequence[Decision]:
    """Decisions of what a page told.

    Raises:
        InputError: something is none.
    """
    if not isinstance(told, list) or len(told) > _MOST_DECISIONS:
        raise InputError("`made` and `gone` are lists of decisions")
    try:
        return [Decision.model_validate(one, context=data.vocabulary) for one in told]
    except ValueError as error:
        faults: list[Any] = getattr(error, "errors", list)()
        raise InputError("; ".join(str(fault["msg"]) for fault in faults) or str(error)) from None
