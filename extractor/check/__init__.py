"""Checks inside and across reports: what is printed twice, and what follows from what is printed.

`check(data)` gives the rows of the table `checks`. It reads tables alone, and the saved text where a rule looks for
words there, so a dataset that a person has corrected or extended is checked as it now is. A function of `CHECKS` looks
at one report, one of `ACROSS` at all of them; each says where its rule is printed.

`pass`: what is printed agrees. `warn`: it does not, and the report itself may be so. `fail`: it cannot both be right.
`not_applicable`: there is nothing to compare, and the message says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from extractor.check import across, followed_reports
from extractor.check.inside import CHECKS
from extractor.check.inside.inspected import TABLES_READ, Inspected, not_applicable
from extractor.check.inside.why_nothing import why_nothing
from extractor.dataset.named_tables import Frames
from extractor.errors import InputError, PackError
from extractor.link.history import history_of
from extractor.link.outlines import Outlines
from extractor.packs import Pack, Packs, load_packs
from extractor.records import Check

if TYPE_CHECKING:
    from extractor.dataset.rows import Rows

__all__ = [
    "ACROSS",
    "CHECKS",
    "Inspected",
    "check",
    "check_report",
    "checked",
    "checks_across",
    "checks_within",
    "joined",
    "reports_within",
]

ACROSS: dict[str, Callable[[Inspected, across.Reports], Iterable[Check]]] = {
    "inspections-counted-once": across.inspections_counted,
    "provider-id-names-provider": across.providers_by_id,
    "points-sum-equals-composite": across.composite_scores,
    "rating-equals-summary": across.ratings_in_summaries,
    "example-agrees-with-own-report": across.examples_in_summaries,
    "dates-agree": across.publication_dates,
    "prior-date-equals-earlier-report": across.earlier_inspections,
    "follow-up-source-present": followed_reports.follow_up_sources,
}

_TOO_SLOW = "could not be looked at"
_READ = ("reports", *TABLES_READ)
_READ_ACROSS = ("reports", *across.TABLES_READ)


def check_report(data: Frames, packs: Packs | None = None) -> tuple[Check, ...]:
    """Check one report, or many, without what they say of each other; see `check`."""
    packs = packs or load_packs()
    return tuple(row for _, rows in data.by_report(*_READ) for row in checks_within(_inspect(data, rows, packs)))


def reports_within(data: Frames, ids: Iterable[str], packs: Packs) -> Iterator[tuple[str, Iterator[Check]]]:
    """What the checks say of some reports, by their ids, without what these say of each other."""
    with data.looked_up(*_READ) as rows_of:
        for report_id in ids:
            yield report_id, checks_within(_inspect(data, rows_of(report_id), packs))


def check(data: Frames, packs: Packs | None = None) -> tuple[Check, ...]:
    """Check every report of a dataset, and what its reports say of each other; see `checked`."""
    return tuple(checked(data, packs))


def checked(
    data: Frames, packs: Packs | None = None, known: Callable[[str], Iterable[Check]] | None = None
) -> Iterator[Check]:
    """Check every report of a dataset, and what its reports say of each other; a few reports at a time.

    Args:
        data: the tables, of a run's folder or in memory.
        packs: the patterns whose scales, bands, weights and words count; None for those that come with the program. A
            report of a framework that they lack is checked as far as that goes without.
        known: gives the rows of a report that `check_report` would give again, among others; None to look at all.

    Yields:
        rows of `checks`, report by report in the order of `reports`. Every check of a single report gives at least one
        row for each.
    """
    packs = packs or load_packs()
    outlines = Outlines.of(data)

    def summary(report_id: str) -> Inspected:
        return _inspect(data, data.of_report(report_id, *_READ), packs)

    everything = across.Reports(outlines, history_of(outlines, packs), summary)
    for report_id, rows in data.by_report(*(_READ if known is None else _READ_ACROSS)):
        within = [row for row in known(report_id) if row.check in CHECKS] if known is not None else []
        if any(row.message.startswith(_TOO_SLOW) for row in within):  # it may not be so again
            within = []
        if known is not None and not within:
            rows = data.of_report(report_id, *_READ)
        report = _inspect(data, rows, packs)
        yield from joined(within or checks_within(report), checks_across(across.outer(report), everything))


def checks_across(report: Inspected, reports: across.Reports) -> Iterator[Check]:
    """What the checks say of one report, as `across.outer` has it, and the others of its dataset."""
    for name, find in ACROSS.items():
        yield from (replace(row, check=name) for row in find(report, reports))


def joined(within: Iterable[Check], against: Iterable[Check]) -> Iterator[Check]:
    """The rows of `checks` of a report: what `checks_within` and `checks_across` gave, no item twice."""
    return _unique([*within, *against])


def _inspect(data: Frames, rows: Rows, packs: Packs) -> Inspected:
    about = rows["reports"][-1]
    pack = packs.packs.get(about.framework)
    return Inspected(about, rows, pack if isinstance(pack, Pack) else None, partial(_text, data, about.report_id))


def _text(data: Frames, report_id: str) -> str:
    """The text of a report; empty for one that a person has put into the tables alone."""
    try:
        return data.text(report_id)
    except (InputError, UnicodeDecodeError):
        return ""


def checks_within(report: Inspected) -> Iterator[Check]:
    """What the checks of a single report give, each at least a row."""
    for name, find in CHECKS.items():
        try:
            found = list(find(report)) or [not_applicable(why_nothing(report, name))]
        except PackError as slow:  # a rule that takes too long on this report costs this check, and no more
            found = [not_applicable(f"{_TOO_SLOW}: {fault}") for fault in slow.faults]
        for row in found:
            yield replace(row, report_id=report.about.report_id, check=name)


def _unique(rows: list[Check]) -> Iterator[Check]:
    """The rows with `-2`, `-3` behind an item that a check names again."""
    seen: dict[tuple[str, str], int] = {}
    taken = {(row.check, row.item) for row in rows}
    for row in rows:
        key = (row.check, row.item)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            while (row.check, f"{row.item}-{seen[key]}") in taken:
                seen[key] += 1
            row = replace(row, item=f"{row.item}-{seen[key]}")
            taken.add((row.check, row.item))
        yield row
