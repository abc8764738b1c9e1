"""A review as files: an index, a page a report, and the pictures of the pages of PDFs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from extractor.correct.files import corrections_beside, entries_of_file, read_corrections
from extractor.correct.model import Decision
from extractor.dataset.dataframes import plain_rows
from extractor.dataset.folder import replacing
from extractor.dataset.read import Dataset
from extractor.dataset.run_log import log_result, write_text
from extractor.errors import InputError, LoadError
from extractor.evaluate.gold import read_gold_file
from extractor.packs import Packs
from extractor.review.blind import blind_entry, blind_index, blind_page
from extractor.review.index import entry_of, index_page
from extractor.review.page import SHOWN, Told, page_of, report_page
from extractor.review.rows import Source
from extractor.review.source import Files, Leaves, draw, leaves_of

__all__ = ["NO_SAMPLE", "READ", "Reviewed", "Sample", "html_of", "told_of", "write_review"]

Sample = Mapping[str, Collection[str]]
NO_SAMPLE: Sample = MappingProxyType({})
READ = (*SHOWN, "sections", "coverage")  # tables that a page is made of


@dataclass
class Reviewed:
    """What was written: reports with pictures of their pages, and why others have none, by report_id."""

    pages: int = 0
    pictures: int = 0
    without: dict[str, str] = field(default_factory=dict)


def write_review(
    data: Dataset,
    out: Path,
    packs: Packs,
    files: Files,
    *,
    only: str = "",
    corrections: Path | None = None,
    who: str = "",
    password: str = "",
    gold: Path | None = None,
    sample: Sample = NO_SAMPLE,
    progress: Callable[[str], None] = lambda report_id: None,
) -> Reviewed:
    """Write the pages of a dataset; a folder that was written before is replaced as a whole.

    Args:
        data: the dataset.
        out: the folder; `dataset.folder.result_folder` gives one.
        packs: patterns, for what is told of rules.
        files: what gives the bytes of the files of the reports, by SHA-256; without it a page has no pictures.
        only: the id of the report that a page is wanted of; empty for all.
        corrections: the folder of corrections; None for that beside the dataset.
        who: the person who decides, as far as it is known.
        password: what opens files that are locked.
        gold: the folder of gold that a person makes on the pages, which then show no value; None for a review.
        sample: rows that were drawn for a person to judge, as `TABLE/ITEM`, by report_id.
        progress: told the id of every report when its page is written.

    Raises:
        InputError: there is no such report, or a file of corrections has faults.
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    beside = corrections or corrections_beside(data.folder)
    decisions = read_corrections(beside)
    done, entries = Reviewed(), []
    with replacing(out) as folder:
        for about, told in told_of(
            data,
            packs,
            decisions,
            files,
            only=only,
            password=password,
            who=who,
            beside=beside,
            gold=gold,
            sample=sample,
        ):
            if told.leaves.sizes and not told.leaves.problem:
                told = _drawn(told, files, password, folder, out, done)
            if told.leaves.problem:
                done.without[about.report_id] = told.leaves.problem
            write_text(html_of(told), folder / f"{about.report_id}.html")
            entries.append(
                entry_of(about, told.tables, told.decisions, told.sample)
                if told.gold is None
                else blind_entry(about, told.gold)
            )
            done.pages += 1
            progress(about.report_id)
        name = data.folder.resolve().name
        index = index_page(entries, name, data.vocabulary) if gold is None else blind_index(entries, name)
        write_text(index, folder / "index.html")
        log_result(folder, "review")
    return done


def html_of(told: Told) -> str:
    """The page of a report as HTML, for review or for gold."""
    return report_page(page_of(told) if told.gold is None else blind_page(told, told.gold))


def _drawn(told: Told, files: Files, password: str, folder: Path, earlier: Path, done: Reviewed) -> Told:
    """What a page is made of once its pictures are written, or with why they cannot be."""
    try:
        draw(told.about, files, password, folder, earlier)
    except LoadError as fault:
        return replace(told, leaves=Leaves(told.leaves.sizes, f"The pages cannot be drawn: {fault}"))
    done.pictures += 1
    return told


def told_of(
    data: Dataset,
    packs: Packs,
    decisions: dict[str, list[Decision]],
    files: Files,
    *,
    only: str = "",
    password: str = "",
    saving: str = "download",
    who: str = "",
    apply: str = "",
    beside: Path | None = None,
    gold: Path | None = None,
    sample: Sample = NO_SAMPLE,
) -> Iterator[tuple[Any, Told]]:
    """What the page of every report of a dataset, or of one, is made of; see `write_review`.

    Raises:
        InputError: there is no such report.
    """
    about = {row.report_id: row for row in data.rows("reports")}
    if only and only not in about:
        known = ", ".join(list(about)[:20])
        raise InputError(f"{data.folder}: has no report {only!r}; it has {known or 'none'}.")
    found = [(only, _of_report(data, only))] if only else data.by_report(*READ)
    for report_id, tables in found:
        source = Source(data.text(report_id), data.lines(report_id))
        leaves = leaves_of(about[report_id], source, files, password)
        made = Told(
            about[report_id],
            tables,
            source,
            leaves,
            decisions.get(report_id, ()),
            data.vocabulary,
            packs,
            saving,
            who,
            apply,
            entries_of_file(beside, report_id) if beside and decisions.get(report_id) else ((), ()),
            None if gold is None else read_gold_file(gold, report_id),
            sample.get(report_id, ()),
        )
        yield about[report_id], made


def _of_report(data: Dataset, report_id: str) -> dict[str, list[Any]]:
    frames = {table: data.filled(table) for table in READ}
    return {table: plain_rows(table, frame[frame["report_id"] == report_id]) for table, frame in frames.items()}
