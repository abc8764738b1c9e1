"""A dataset as a release: a folder to be archived, with who made it, from which reports, and under which licences.

The tables as CSV, and as JSON Lines or for Stata where that is wanted; the texts; and beside the Data Package an
RO-Crate, a Croissant and citations in BibTeX and RIS. The folder of the dataset is left as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.dataset.codebook import codebook
from extractor.dataset.csv_files import write_frame
from extractor.dataset.datapackage import DATA_PACKAGE, describe
from extractor.dataset.folder import replacing, text_path
from extractor.dataset.line_files import lines_path, write_lines
from extractor.dataset.named_tables import Frames
from extractor.dataset.release.about import About, Source, sources_of
from extractor.dataset.release.citations import bibtex, citation, ris
from extractor.dataset.release.crate import CRATE, describe_crate
from extractor.dataset.release.croissant import CROISSANT, describe_croissant
from extractor.dataset.release.note import NOTE, release_note
from extractor.dataset.run_log import log_result, write_json, write_text
from extractor.dataset.schema import table_columns
from extractor.dataset.stata import write_stata
from extractor.errors import InputError
from extractor.records import TABLES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMATS", "About", "check_formats", "write_release"]

FORMATS = ("csv", "jsonl", "stata")
STATA_NOTES = "stata.md"


def check_formats(formats: str) -> tuple[str, ...]:
    """The formats in a list with commas, each once; CSV is always among them.

    Raises:
        InputError: one of them is not written.
    """
    wanted = [name.strip().lower() for name in formats.split(",") if name.strip()]
    if wrong := [name for name in wanted if name not in FORMATS]:
        raise InputError(f"format {wrong[0]!r} is not written; give some of {', '.join(FORMATS)}.")
    return tuple(name for name in FORMATS if name in wanted or name == "csv")


def write_release(
    data: Frames,
    out: Path,
    about: About,
    formats: Sequence[str] = ("csv",),
    listed: Mapping[str, Mapping[str, str]] | None = None,
    changes: str = "",
) -> list[Source]:
    """Write a release; one that was written before is replaced as a whole.

    Args:
        data: the tables, all or those of some reports.
        out: the folder, which is not the dataset's own.
        about: what the release says of itself.
        formats: of the tables, as `check_formats` gives them.
        listed: lines of a catalogue by sha256: addresses and licences that the reports do not print.
        changes: what the note of the release says of an earlier one, in Markdown.

    Returns:
        the reports of the release.

    Raises:
        OutputError: the folder cannot be written, or holds what no run wrote.
    """
    sources = sources_of(data, listed or {})
    with replacing(out) as folder:
        files: dict[str, str] = {}
        notes: dict[str, list[str]] = {}
        for table in TABLES:
            frame = data.filled(table)
            write_frame(table_columns(table), frame, folder / f"{table}.csv")
            files[f"{table}.csv"] = TABLES[table].DOC
            if "jsonl" in formats:
                _write_json_lines(frame, folder / f"{table}.jsonl")
                files[f"{table}.jsonl"] = TABLES[table].DOC
            if "stata" in formats:
                cut = write_stata(table_columns(table), frame, f"{table}: {TABLES[table].DOC}", folder / f"{table}.dta")
                for told in cut:
                    notes.setdefault(told, []).append(f"`{table}.dta`")
                files[f"{table}.dta"] = TABLES[table].DOC
        if "stata" in formats:
            told_of = [f"- {told} ({', '.join(where)})" for told, where in notes.items()]
            write_text("\n".join(["# What the files for Stata have otherwise", "", *told_of, ""]), folder / STATA_NOTES)
            files[STATA_NOTES] = "names and labels that Stata does not allow as they are"
        files |= _write_texts(data, sources, folder)
        write_text(codebook(data.vocabulary), folder / "codebook.md")
        write_text(release_note(data, about, sources, changes), folder / NOTE)
        write_text(bibtex(about, sources), folder / "citation.bib")
        write_text(ris(about, sources), folder / "citation.ris")
        write_json(_data_package(folder, data, about, sources), folder / DATA_PACKAGE)
        write_json(describe_croissant(folder, about, sources), folder / CROISSANT)
        files |= {
            NOTE: "what is in the release, and what is new",
            "codebook.md": "every table and column in words",
            "citation.bib": "how to cite the release and each report, for BibTeX",
            "citation.ris": "how to cite the release and each report, as RIS",
            DATA_PACKAGE: "the tables for programs: Frictionless Data Package",
            CROISSANT: "the tables for programs: Croissant",
        }
        write_json(describe_crate(folder, about, sources, files), folder / CRATE)
        log_result(folder, "release", version=about.program, edition=about.edition, citation=citation(about))
    return sources


def _write_json_lines(frame: pd.DataFrame, path: Path) -> None:
    """A row a line, every column in each; what is missing is null, in a text too."""
    names = list(map(str, frame))
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in names]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for values in zip(*columns, strict=True):
            row = {name: None if value == "" else value for name, value in zip(names, values, strict=True)}
            file.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")


def _write_texts(data: Frames, sources: Sequence[Source], folder: Path) -> dict[str, str]:
    (folder / "text").mkdir()
    files = {}
    for source in sources:
        path = text_path(folder, source.report_id)
        path.write_text(data.text(source.report_id), encoding="utf-8", newline="")
        files[f"text/{path.name}"] = f"text of {source.title}"
        if lines := data.lines(source.report_id):
            path = lines_path(folder, source.report_id)
            write_lines(lines, path)
            files[f"text/{path.name}"] = f"where the lines of {source.report_id}.txt stand on their pages"
    return files


def _data_package(folder: Path, data: Frames, about: About, sources: Sequence[Source]) -> dict[str, Any]:
    """The descriptor of the tables, with what a release says more: creators, sources and their licences."""
    described = describe(folder, about.edition, data.vocabulary)
    listed = []
    for source in sources:
        place = source.url or source.landing_page
        facts = {"title": source.title, "path": place, "report_id": source.report_id, "licence": source.licence}
        listed.append({name: value for name, value in facts.items() if value})
    more: dict[str, Any] = {
        "name": about.name,
        "title": about.title,
        "created": f"{about.published}T00:00:00Z",
        "contributors": [{"title": name, "role": "author"} for name in about.creators],
        "sources": listed,
    }
    if about.url:
        more["homepage"] = about.url
    if about.licence:
        is_address = about.licence.startswith("http")
        more["licenses"] = [{"path" if is_address else "name": about.licence, "title": about.licence}]
    return described | more
