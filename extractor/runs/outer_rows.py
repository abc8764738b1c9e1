"""What of a report is held against other reports: few of its rows, so that all others need not be unpacked for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec

from extractor.check.across import TABLES_READ, outer
from extractor.check.inside.inspected import Inspected
from extractor.dataset.rows import row_type
from extractor.dataset.schema import row_values
from extractor.domain.services import Services
from extractor.link.mentions import Mention, mentions_in
from extractor.link.providers import NAMING, keyed
from extractor.records import Record

__all__ = ["OuterRows"]


class OuterRows(msgspec.Struct, frozen=True, array_like=True):
    """Rows of a report as `across.outer` has them, by table, its own row, and the services that any row names."""

    rows: dict[str, list[list[Any]]]
    named: tuple[Mention, ...]

    @classmethod
    def of(cls, records: Mapping[str, Sequence[Record]]) -> OuterRows:
        """From all records of a report; nothing where there is no report."""
        if not records.get("reports"):
            return cls({}, ())
        rows = {
            table: [row_type(table)._make(row_values(record)) for record in records.get(table, ())]
            for table in ("reports", *TABLES_READ)
        }
        seen = outer(Inspected(rows["reports"][-1], cast("Any", rows), None, str))
        kept = {table: list(map(list, found)) for table, found in cast("dict[str, list[Any]]", seen.rows).items()}
        return cls(
            kept | {"reports": [list(seen.about)]},
            tuple(mention for table in NAMING for mention in mentions_in(rows[table], False)),
        )

    def keyed(self, report_id: str, source: str, services: Services) -> tuple[Any, dict[str, list[Any]], list[str]]:
        """The report's own row and its rows under an id and a source, with keys of services; and the keys of all names.

        Args:
            report_id: the id of the report in the dataset.
            source: the name of its file.
            services: those of the dataset.
        """
        rows = {
            table: [row_type(table)._make([report_id, *row[1:]]) for row in found] for table, found in self.rows.items()
        }
        about = rows.pop("reports")[0]._replace(source=source)
        naming = {table: rows[table] for table in NAMING} | {"named": list(self.named)}
        about, found = keyed(about, naming, services)
        return about, rows | found, [row.provider_id for row in found.pop("named")]
