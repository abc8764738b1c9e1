"""What was found inside reports holds as long as nothing that it hangs on has changed: it is not looked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from extractor.dataset.hand_edits import DATABASE, is_as_written
from extractor.dataset.read import Dataset
from extractor.dataset.run_log import run_log
from extractor.dataset.update import CHECKED
from extractor.records import Check

__all__ = ["checked_with", "known_checks"]


def checked_with(log: Mapping[str, Any], program: str, packs: Mapping[str, str]) -> dict[str, Any]:
    """What a run log says of checks that are made with a program and patterns; nothing where extract had the same."""
    own = {"program": program, "packs": dict(sorted(packs.items()))}
    return {} if own == _of_extract(log) else {CHECKED: own}


def _of_extract(log: Mapping[str, Any]) -> dict[str, Any]:
    return {"program": log.get("program"), "packs": log.get("packs")}


@contextmanager
def known_checks(
    data: Dataset, program: str, packs: Mapping[str, str]
) -> Iterator[Callable[[str], Iterable[Check]] | None]:
    """What gives the rows of `checks` of a report, where this program with these patterns made them of these tables.

    Args:
        data: a dataset.
        program: a hash of the program.
        packs: the hash of each file of patterns.

    Yields:
        None where something has changed since the table was written.
    """
    log = run_log(data.folder)
    made = log.get(CHECKED, _of_extract(log))
    same = made == {"program": program, "packs": dict(sorted(packs.items()))}
    if not same or log.get("edited") or not is_as_written(data.folder, [DATABASE, "checks.csv"]):
        yield None
        return
    with data.looked_up("checks") as rows_of:
        yield lambda report_id: [Check(**row._asdict()) for row in rows_of(report_id)["checks"]]
