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

__all__ = ["checked_with", "kept_without_packs", "known_checks", "lacking_packs"]

_SHIPPED = "shipped/"  # begins the names of files of patterns that come with the program


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


def lacking_packs(data: Dataset, packs: Mapping[str, object], hashes: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Frameworks of a dataset's reports that some packs do not know, and files of its packs that are not among theirs.

    Args:
        data: a dataset.
        packs: packs by id.
        hashes: the hash of each of their files; one that was only changed is not lacking.
    """
    unknown = dict.fromkeys(row.framework for row in data.rows("reports") if row.framework not in packs)
    read_with: Mapping[str, str] = run_log(data.folder).get("packs") or {}
    known = set(hashes.values())
    files = [name for name, hash_ in read_with.items() if name not in hashes and hash_ not in known]
    return [name for name in unknown if name], [name for name in files if not name.startswith(_SHIPPED)]


@contextmanager
def kept_without_packs(
    data: Dataset, packs: Mapping[str, object], known: Callable[[str], Iterable[Check]] | None
) -> Iterator[Callable[[str], Iterable[Check]] | None]:
    """What gives the rows of `checks` of a report as it stands where no pack knows its framework; else as `known` does.

    Yields:
        `known` where the packs know every framework.
    """
    unknown = {row.report_id for row in data.rows("reports") if row.framework and row.framework not in packs}
    if not unknown:
        yield known
        return
    with data.looked_up("checks") as rows_of:

        def rows(report_id: str) -> Iterable[Check]:
            if report_id in unknown:
                return [Check(**row._asdict()) for row in rows_of(report_id)["checks"]]
            return known(report_id) if known is not None else ()

        yield rows
