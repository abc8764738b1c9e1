"""`findings link`: the links of a dataset are found, put into it, and offered to a person for decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.correct.decisions import write_decisions
from extractor.correct.edits import texts_of_items
from extractor.correct.files import corrections_beside, read_corrections
from extractor.correct.folder import write_edits
from extractor.correct.links import Texts, apply_to_links, item_of, key_of, link_decisions
from extractor.correct.model import LINKS, Decision
from extractor.dataset.database.read import database_rows
from extractor.dataset.hand_edits import DATABASE, edited_files
from extractor.dataset.locks import locked
from extractor.dataset.read import read_dataset
from extractor.dataset.schema import plain_records
from extractor.dataset.update import update_tables
from extractor.link.items import find_links
from extractor.link.worksheet import Worksheet, worksheet_of
from extractor.records import Correction, Link

__all__ = ["LinkResult", "link"]

_FILE = f"{LINKS}.csv"


@dataclass(frozen=True)
class LinkResult:
    """What became of a run: the links, the sources that the dataset lacks by progress item, the worksheet, and what
    became of people's decisions."""

    links: tuple[Link, ...]
    absent: dict[tuple[str, str], str]
    worksheet: Path
    corrections: tuple[Correction, ...] = ()

    def counts(self) -> Counter[tuple[str, str]]:
        """Links by relation and status."""
        return Counter((link.relation, link.status) for link in self.links)


def link(folder: Path | str, worksheet: Path | str | None = None) -> LinkResult:
    """Find the links of a dataset and write its table `links`.

    What a person decided in the worksheet, or in `links.csv` itself, is kept as corrections first, and then applied
    with all that was decided before.

    Args:
        folder: a dataset that extract wrote.
        worksheet: where a person decides; None for the file beside the dataset. It is written anew.

    Raises:
        InputError: the worksheet or a file of corrections has faults, or `links.csv` was edited in more than its column
            `status`.
        OutputError: the folder is no dataset, or something cannot be written.
    """
    folder = Path(folder)
    with locked(folder):
        data = read_dataset(folder)
        beside = corrections_beside(folder)
        sheet = Worksheet.read(Path(worksheet) if worksheet is not None else worksheet_of(folder))
        with texts_of_items(folder) as texts:
            new = _decided_in(sheet, texts, read_corrections(beside))
            if _FILE in edited_files(folder):
                write_edits(folder, beside, only=[_FILE])
            write_decisions(beside, new)
            decisions = read_corrections(beside)
            decided, told = apply_to_links(decisions, (), texts, set(data.report_ids))
            found = find_links(data, decided)
            reasons = {
                key_of(row): decision.why
                for row in decided
                for decision in decisions[row.from_report]
                if decision.table == LINKS and decision.item == item_of(key_of(row))
            }
            sheet.write(found.links, texts, reasons)
        others = [
            row
            for row in plain_records(Correction, database_rows(folder / DATABASE, "corrections"))
            if row.table != LINKS
        ]
        update_tables(folder, {LINKS: found.links, "corrections": [*others, *told]})
        return LinkResult(found.links, found.absent, sheet.path, tuple(told))


def _decided_in(
    sheet: Worksheet, texts: Texts, decisions: Mapping[str, Sequence[Decision]]
) -> dict[str, list[Decision]]:
    """What a person decided in the worksheet since it was written.

    Of a line that no run wrote the corrections tell what was decided, and it says something new only where they are
    silent.
    """
    known = {(report_id, d.item) for report_id, listed in decisions.items() for d in listed if d.table == LINKS}
    known -= {(key[0], item_of(key)) for key in sheet.written}
    found: dict[str, list[Decision]] = {}
    for report_id, decision in link_decisions(sheet.links, sheet.written, texts, sheet.notes):
        if (report_id, decision.item) not in known:
            found.setdefault(report_id, []).append(decision)
    return found
