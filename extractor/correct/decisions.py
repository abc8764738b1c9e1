"""Decisions put into a folder of corrections: made now, or by other people; newer words of a person replace older."""

from __future__ import annotations

import datetime
import getpass
import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from extractor.correct.files import SECOND, read_corrections, read_decisions, rewrite
from extractor.correct.model import Decision
from extractor.errors import InputError

__all__ = ["merge_corrections", "user", "write_decisions"]


def write_decisions(
    folder: Path,
    made: Mapping[str, Sequence[Decision]],
    who: str = "",
    why: str = "",
    taken_back: Mapping[str, Sequence[Decision]] | None = None,
) -> None:
    """Add decisions, by report_id, to a folder of corrections, as made today, and take out others that stand there.

    Raises:
        InputError: a file of corrections has faults.
        OutputError: one cannot be written.
    """
    about = {"who": who or user(), "when": datetime.date.today().isoformat()}
    back = taken_back or {}
    for report_id in made.keys() | back.keys():
        new = [one.model_copy(update={**about, "why": one.why or why}) for one in made.get(report_id, ())]
        rewrite(folder, report_id, partial(_rewritten, gone=back.get(report_id, ()), new=new))


def _rewritten(old: list[Decision], gone: Sequence[Decision], new: Sequence[Decision]) -> list[Decision]:
    return _merged([decision for decision in old if decision not in gone], new)


def merge_corrections(files: Sequence[Path], report_ids: Collection[str], folder: Path) -> dict[str, int]:
    """Add what other people decided to a folder of corrections; a person's newer word on a subject is kept.

    Args:
        files: their files, whose names begin with the id of the report.
        report_ids: the reports of the dataset.
        folder: the folder of corrections.

    Returns:
        by report_id, how many decisions the folder had not.

    Raises:
        InputError: a file is about no report of the dataset, or has faults; nothing is written then.
        OutputError: one cannot be written.
    """
    told: dict[str, list[Decision]] = {}
    for path in files:
        about = re.split(r"[^a-z0-9-]", path.name)[0]
        if about not in report_ids and (again := SECOND.fullmatch(about)):
            about = again[1]
        if about not in report_ids:
            raise InputError(f"{path}: is about no report of this dataset. Name it as the report, REPORT_ID.yaml.")
        told.setdefault(about, []).extend(read_decisions(path))
    counts, known = {}, read_corrections(folder, aside=files)
    for report_id, decisions in told.items():
        before = known.get(report_id, [])
        new = [one for one in decisions if one not in before and not any(_is_newer(old, one) for old in before)]
        rewrite(folder, report_id, partial(_merged, new=new), aside=files)
        counts[report_id] = len(new)
    return counts


def _is_newer(old: Decision, new: Decision) -> bool:
    """Whether a person decided on the subject of a decision at least as late before."""
    return (old.subject, old.who) == (new.subject, new.who) and old.when >= new.when


def _merged(old: list[Decision], new: Sequence[Decision]) -> list[Decision]:
    """The decisions about a report with newer ones: a person's newer word on a subject replaces the older.

    What stands in the dataset may be what an earlier decision put there: `machine` stays what was read before that, and
    a value that is set back to it undoes the decision.
    """
    for decision in new:
        same = [d for d in old if d.subject == decision.subject]
        corrected = next((d for d in same if d.action == "change" and d.human == decision.machine), None)
        if corrected is not None:
            decision = decision.model_copy(update={"machine": corrected.machine})
        old = [d for d in old if not (d in same and d.who == decision.who)]
        alone = not any(d.subject == decision.subject for d in old)  # else two people disagree
        undone = alone and decision.action == "change" and decision.human == decision.machine
        taken_back = decision.action == "delete" and any(d.action == "add" for d in same)
        put_back = decision.action == "add" and any(d.action == "delete" for d in same)
        if not (undone or taken_back or put_back):
            old.append(decision)
    return old


def user() -> str:
    """The name that the system knows the person by; empty where it knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user where the program runs
        return ""
