"""`findings link`: the links of a dataset are found, put into it, and offered to a person for decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from extractor.dataset.locks import locked
from extractor.dataset.read import read_dataset
from extractor.dataset.update import update_tables
from extractor.link.decisions import Decisions, worksheet_of
from extractor.link.items import find_links
from extractor.records import Link

__all__ = ["LinkResult", "link"]


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
        worksheet: what people decided; None for the file beside the dataset. New proposals are added to it.

    Raises:
        InputError: the worksheet has faults.
        OutputError: the folder is no dataset, or something cannot be written.
    """
    folder = Path(folder)
    with locked(folder):
        data = read_dataset(folder)
        decisions = Decisions.read(Path(worksheet) if worksheet is not None else worksheet_of(folder))
        found = find_links(data, decisions)
        update_tables(folder, {"links": found.links})
        texts = {
            (row.report_id, table, row.item): row.text
            for table in ("recommendations", "progress")
            for row in data.rows(table)
        }
        decisions.write(found.links, texts)
        return LinkResult(found.links, found.absent, decisions.path)
