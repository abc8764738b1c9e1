"""A log of a run for other programs: one JSON object a line, written as things happen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from extractor.errors import OutputError
from extractor.runs.dispatch import Step

__all__ = ["Log", "open_log"]


class Log:
    """Lines of `time` (UTC), `event` and what it is about: `begin`, `file`, `end`, `unchanged`, `interrupted`.

    Every line raises OutputError where it cannot be written.
    """

    def __init__(self, to: TextIO | None) -> None:
        self._to = to

    def line(self, event: str, **about: Any) -> None:
        """Write a line; nothing where no log is kept."""
        if self._to is not None:
            told = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **about}
            try:
                self._to.write(json.dumps(told, ensure_ascii=True) + "\n")
                self._to.flush()
            except OSError as error:
                raise _unwritable(self._to.name, error) from None

    def file(self, step: Step) -> None:
        """What became of a file."""
        outcome = step.outcome
        self.line(
            "file",
            source=step.file.source,
            sha256=step.file.sha256,
            status=outcome.status,
            stage=outcome.stage,
            message=outcome.message,
            cached=step.cached,
            seconds=None if outcome.seconds is None else round(outcome.seconds, 3),
            done=step.done,
            total=step.total,
        )


@contextmanager
def open_log(path: Path | None) -> Iterator[Log]:
    """The log to write: lines are added behind those of earlier runs.

    Raises:
        OutputError: the file cannot be written.
    """
    if path is None:
        yield Log(None)
        return
    try:
        opened = path.open("a", encoding="utf-8")
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        yield Log(opened)
    finally:
        with suppress(OSError):  # told already, of the line that is left in its buffer
            opened.close()


def _unwritable(path: object, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({error.strerror}). Name another file for the log.")
