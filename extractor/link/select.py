"""Some reports of a dataset, as if it had no others: by their ids, their dates, or the service that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from extractor.dataset.cells import ISO_DATE
from extractor.dataset.read import Dataset
from extractor.dataset.schema import table_columns
from extractor.domain.dates import surely_before
from extractor.errors import InputError
from extractor.link.history import history_of, moment_of
from extractor.link.threads import find_provider

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Selected", "select"]

_OF_A_REPORT = ("report_id", "from_report", "to_report")


class Selected(Dataset):
    """The rows of some reports of a dataset; services are all there, and inputs that gave no report are not."""

    def __init__(self, data: Dataset, reports: Set[str]) -> None:
        super().__init__(data.folder)
        self._reports = reports

    def _make(self, table: str) -> pd.DataFrame:
        return self._left(super()._make(table), _told_by(table))

    def each(self, table: str) -> Iterator[Any]:
        """The rows of a table that are of these reports, one after the other."""
        names = _told_by(table)
        return (row for row in super().each(table) if all(getattr(row, name) in self._reports for name in names))

    def columns(self, table: str, names: Sequence[str], only: Mapping[str, str] | None = None) -> pd.DataFrame:
        """Some columns of the rows of a table that are of these reports."""
        told = _told_by(table)
        found = super().columns(table, list(dict.fromkeys([*names, *told])), only)
        return self._left(found, told)[list(names)]

    def _left(self, frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
        for name in names:
            frame = frame[frame[name].isin(self._reports)]
        return frame.reset_index(drop=True)


def _told_by(table: str) -> list[str]:
    """The columns of a table that name a report."""
    return [column.name for column in table_columns(table) if column.name in _OF_A_REPORT]


def select(data: Dataset, only: str = "", since: str = "", provider: str = "") -> Dataset:
    """The reports that all of the conditions leave; the dataset as it is where there is none.

    Args:
        data: a dataset.
        only: ids of reports with commas between them; `*` stands for any letters.
        since: a day, month or year: no report on an inspection that surely began before it, or, where that is not
            printed, that was published before it; none without a date.
        provider: id, name or alias of a service: reports on it, and on those that it took over from.

    Raises:
        InputError: no report is left, an id fits none, or there is no such service.
    """
    if not (only or since or provider):
        return data
    if since and not re.fullmatch(ISO_DATE, since):
        raise InputError(f"--since {since!r} is no date such as 2021-11-29, 2021-11 or 2021.")
    reports = data.rows("reports")
    left = [row.report_id for row in reports]
    if only:
        left = _named(left, [name.strip() for name in only.split(",") if name.strip()])
    if since:
        dates = {row.report_id: moment_of(row).date for row in reports}
        left = [id_ for id_ in left if dates[id_] and not surely_before(dates[id_], since)]
    if provider:
        history = history_of(data)
        id_ = find_provider(provider, history.named.services)
        services = {id_, *history.named.services.before(id_)}
        left = [report_id for report_id in left if history.provider_of(report_id) in services]
    if not left:
        told = {"--only": only, "--since": since, "--provider": provider}
        asked = ", ".join(f"{option} {value}" for option, value in told.items() if value)
        raise InputError(f"{data.folder}: no report of it is left by {asked}. Its table reports says what it has.")
    return Selected(data, set(left))


def _named(ids: list[str], names: list[str]) -> list[str]:
    for name in names:
        if not any(fnmatchcase(id_, name) for id_ in ids):
            known = ", ".join(ids[:20])
            raise InputError(f"there is no report {name!r} in the dataset; it has {known or 'none'}.")
    return [id_ for id_ in ids if any(fnmatchcase(id_, name) for name in names)]
