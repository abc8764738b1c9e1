"""Pages of reports as files: one that needs nothing but itself for each report."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from extractor.dataset.addresses import review_addresses
from extractor.dataset.folder import replacing
from extractor.dataset.page import render
from extractor.dataset.read import Dataset
from extractor.dataset.run_log import log_result, write_text
from extractor.domain.dates import long_date
from extractor.errors import InputError
from extractor.link.panel import make_panel
from extractor.link.threads import NOT_LINKED, lacks_links, threads_of
from extractor.packs.faults import suggest
from extractor.report_page.facts import TABLES, ReportFacts, gather, lives_of

__all__ = ["page", "write_pages"]


def write_pages(data: Dataset, out: Path, only: str = "", progress: Callable[[str], None] | None = None) -> list[Path]:
    """Write `<report_id>.html` for every report, or for one, and `index.html` of those that are there.

    A folder that was written before is replaced as a whole.

    Args:
        data: the dataset.
        out: the folder.
        only: the id of a report; '' for all.
        progress: called with the id of each report before its page is made.

    Raises:
        InputError: there is no such report.
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    ids = list(data.filled("reports")["report_id"])
    if only and only not in ids:
        raise InputError(f"there is no report {only!r} in {data.folder}. {suggest(only, ids)}")
    panel = make_panel(data, "standard")
    address = review_addresses(data.folder, out)
    lives = lives_of(threads_of(data), address)
    linked = not lacks_links(data)
    names = {row.report_id: row.provider or row.title for row in data.rows("reports")}
    with replacing(out) as folder:
        for earlier in out.glob("*.html") if only else ():
            shutil.copyfile(earlier, folder / earlier.name)
        entries, source = [], data.folder.resolve().name
        for report_id, rows in data.by_report(*TABLES):
            written = folder / f"{report_id}.html"
            facts = gather(rows, data.vocabulary, panel, lives, address)
            if only in ("", report_id):
                if progress:
                    progress(report_id)
                write_text(page(facts, source, linked, names), written)
            if written.is_file():
                entries.append(facts)
        told = {"entries": entries, "source": source, "date": long_date}
        write_text(render("extractor.report_page", "index.html", **told), folder / "index.html")
        log_result(folder, "pages")
    return [out / f"{id_}.html" for id_ in ids if only in ("", id_)]


def page(facts: ReportFacts, source: str, linked: bool, names: Mapping[str, str]) -> str:
    """The page of a report.

    Args:
        facts: what it tells.
        source: the name of the dataset.
        linked: whether links were looked for in it.
        names: what its reports are called, by report_id.
    """
    nothing = "" if linked else NOT_LINKED
    told = {"source": source, "date": long_date, "not_linked": nothing, "names": names}
    return render("extractor.report_page", "report.html", facts=facts, **told)
