"""The outcomes of a run, packed and on disk: a run holds of every file its brief alone, and comes back for the rest."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType

from extractor.errors import OutputError
from extractor.runs.input_file import Input
from extractor.runs.outcome import Outcome
from extractor.runs.packing import Brief, Packed, pack_outcome

__all__ = ["Outcomes"]


class Outcomes:
    """What became of each input, by its place among them; the file that they are in ends with the block.

    Raises:
        OutputError: the disk is full, or cannot be written.
    """

    def __init__(self, inputs: Sequence[Input], folder: Path | None = None) -> None:
        self._places = {file: place for place, file in enumerate(inputs)}
        self._starts = array("q", [-1]) * len(inputs)
        self._sizes = array("q", [0]) * len(inputs)
        self._folder = folder
        self._end = 0
        try:
            self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - it is closed with the block
        except OSError as error:
            raise self._full(error) from None

    def __enter__(self) -> Outcomes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, file: Input, data: bytes) -> Brief:
        """Keep a packed outcome; its brief."""
        self._keep(self._places[file], data)
        return Packed.of(data).brief

    def replace(self, place: int, outcome: Outcome) -> Brief:
        """Keep another outcome in place of one; its brief."""
        data = pack_outcome(outcome)
        self._keep(place, data)
        return Packed.of(data).brief

    def _keep(self, place: int, data: bytes) -> None:
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError as error:
            raise self._full(error) from None
        self._starts[place], self._sizes[place] = self._end, len(data)
        self._end += len(data)

    def __getitem__(self, place: int) -> Packed:
        start = self._starts[place]

        def read(begin: int, end: int) -> bytes:
            self._file.seek(start + begin)
            return self._file.read(end - begin)

        return Packed(self._sizes[place], read)

    def _full(self, error: OSError) -> OutputError:
        where = self._folder or "the folder for temporary files"
        reason = error.strerror or type(error).__name__
        return OutputError(f"{where}: what was read cannot be kept there ({reason}). Check space and permissions.")
