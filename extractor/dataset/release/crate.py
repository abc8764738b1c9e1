"""`ro-crate-metadata.json`: the files of a release, the reports behind them, and what made them (RO-Crate 1.1)."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.dataset.datapackage import DESCRIPTION
from extractor.dataset.release.about import UNKNOWN, About, Source, licences_of
from extractor.dataset.release.citations import citation
from extractor.dataset.run_log import hash_of

__all__ = ["CRATE", "describe_crate"]

CRATE = "ro-crate-metadata.json"
_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_PROFILE = "https://w3id.org/ro/crate/1.1"
_TYPES = {".csv": "text/csv", ".jsonl": "application/jsonl", ".dta": "application/x-stata-dta", ".md": "text/markdown",
          ".bib": "application/x-bibtex", ".ris": "application/x-research-info-systems"}  # fmt: skip
_PROGRAM, _MADE, _LICENCE = "#findings", "#extraction", "#licence"

Entity = dict[str, Any]


def describe_crate(folder: Path, about: About, sources: Sequence[Source], files: Mapping[str, str]) -> Entity:
    """The metadata of a crate.

    Args:
        folder: where its files stand.
        about: what the release says of itself.
        sources: the reports.
        files: what each file of it is, by its path; one of a text names its report.
    """
    reports = {source.report_id: f"#report-{source.report_id}" for source in sources}
    licences = {name: f"#licence-of-reports-{number}" for number, (name, _) in enumerate(licences_of(sources), 1)}
    creators = [
        {"@id": f"#creator-{number}", "@type": "Person" if "," in name else "Organization", "name": name}
        for number, name in enumerate(about.creators, 1)
    ]
    publishers = {name: f"#publisher-{n}" for n, name in enumerate(sorted({s.publisher for s in sources} - {""}), 1)}
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": DESCRIPTION,
        "datePublished": about.published,
        "version": about.edition,
        "license": {"@id": about.licence if about.licence.startswith("http") else _LICENCE},
        "author": _refer(creator["@id"] for creator in creators),
        "creditText": citation(about),
        "hasPart": _refer(files),
        "isBasedOn": _refer(reports.values()),
    }
    if about.url:
        root |= {"identifier": about.url, "url": about.url}
    graph = [
        {"@id": CRATE, "@type": "CreativeWork", "conformsTo": {"@id": _PROFILE}, "about": {"@id": "./"}},
        root,
        *(_file(folder, path, told, reports) for path, told in files.items()),
        *(_report(source, reports[source.report_id], licences, publishers) for source in sources),
        *creators,
        *({"@id": id_, "@type": "Organization", "name": name} for name, id_ in publishers.items()),
        _licence(about, sources),
        *({"@id": id_, "@type": "CreativeWork", "name": name} for name, id_ in licences.items() if name != UNKNOWN),
        {"@id": _PROGRAM, "@type": "SoftwareApplication", "name": "Findings", "version": about.program},
        {
            "@id": _MADE,
            "@type": "CreateAction",
            "name": "Extraction of tables from reports",
            "instrument": {"@id": _PROGRAM},
            "object": _refer(reports.values()),
            "result": {"@id": "./"},
        },
    ]
    return {"@context": _CONTEXT, "@graph": graph}


def _file(folder: Path, path: str, told: str, reports: Mapping[str, str]) -> Entity:
    suffix = Path(path).suffix
    entity: Entity = {
        "@id": path,
        "@type": "File",
        "name": told,
        "encodingFormat": _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream",
        "contentSize": str((folder / path).stat().st_size),
        "sha256": hash_of(folder / path),
    }
    report_id = Path(path).name.split(".")[0]
    return entity | ({"isBasedOn": {"@id": reports[report_id]}} if report_id in reports else {})


def _report(source: Source, id_: str, licences: Mapping[str, str], publishers: Mapping[str, str]) -> Entity:
    facts = {
        "name": source.title,
        "identifier": source.report_id,
        "alternateName": source.file,
        "datePublished": source.published,
        "isbn": source.isbn,
        "numberOfPages": source.pages,
        "sha256": source.sha256,
        "url": source.url,
        "mainEntityOfPage": source.landing_page,
        "publisher": {"@id": publishers[source.publisher]} if source.publisher else None,
        "license": {"@id": licences[source.licence]} if source.licence else None,
    }
    return {"@id": id_, "@type": "Report"} | {name: value for name, value in facts.items() if value}


def _licence(about: About, sources: Sequence[Source]) -> Entity:
    """The licence of the whole: what is new is under that of the release, words of reports under their own."""
    own = "; ".join(f"{name}: {count}" for name, count in licences_of(sources))
    told = f"Words quoted from reports stand under the licences of these, by number of reports: {own}."
    address = about.licence.startswith("http")
    name = about.licence or "Licences of the reports"
    return {"@id": about.licence if address else _LICENCE, "@type": "CreativeWork", "name": name, "description": told}


def _refer(ids: Iterable[str]) -> list[Entity] | Entity:
    """References to entities; one alone is no list, as the specification recommends."""
    found = [{"@id": id_} for id_ in ids]
    return found[0] if len(found) == 1 else found
