"""`findings link`: the links of a dataset are found, put into it, and offered to a person for decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from extractor.dataset.csv_files import read_rows
from extractor.dataset.guard import DATABASE, edited_files
from extractor.dataset.locks import locked
from extractor.dataset.read import read_dataset
from extractor.dataset.schema import plain_records
from extractor.dataset.sqlite import database_rows
from extractor.dataset.update import update_tables
from extractor.link.decisions import Decisions, worksheet_of
from extractor.link.items import find_links
from extractor.records import Link

__all__ = ["LINKS", "LinkResult", "link"]

LINKS = "links.csv"


@dataclass(frozen=True)
class LinkResult:
    """What became of a run: the links, the sources that the dataset lacks by progress item, and the worksheet."""

    links: tuple[Link, ...]
    absent: dict[tuple[str, str], str]
    worksheet: Path

    def counts(self) -> Counter[tuple[str, str]]:
        """Links by relation and status."""
        return Counter((link.relation, link.status) for link in self.links)


def link(folder: Path | str, worksheet: Path | str | None = None) -> LinkResult:
    """Find the links of a dataset and write its table `links`.

    Args:
        folder: a dataset that extract wrote.
        worksheet: what people decided; None for the file beside the dataset. New proposals are added to it, and what
            a person decided in `links.csv` itself.

    Raises:
        InputError: the worksheet has faults, or `links.csv` was edited in more than its column `status`.
        OutputError: the folder is no dataset, or something cannot be written.
    """
    folder = Path(folder)
    with locked(folder):
        data = read_dataset(folder)
        decisions = Decisions.read(Path(worksheet) if worksheet is not None else worksheet_of(folder))
        edited = LINKS in edited_files(folder)
        if edited:
            decisions = decisions.with_edits(
                plain_records(Link, read_rows("links", folder / LINKS)),
                plain_records(Link, database_rows(folder / DATABASE, "links")),
            )
        found = find_links(data, decisions)
        texts = {
            (row.report_id, table, row.item): row.text
            for table in ("recommendations", "progress")
            for row in data.rows(table)
        }
        decisions.write(found.links, texts, anew=edited)
        update_tables(folder, {"links": found.links})
        return LinkResult(found.links, found.absent, decisions.path)
