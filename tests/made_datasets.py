"""Datasets of records that a test has made, written as a run writes its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.dataset import write as dataset
from extractor.dataset.schema import rows_of
from extractor.packs.vocabulary import Vocabulary
from extractor.records import Record


@dataclass(frozen=True)
class Content:
    """Records by table, texts by report_id, and what the run log says of them."""

    tables: Mapping[str, Sequence[Record]]
    texts: Mapping[str, str]
    version: str
    packs: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


def write(content: Content, out: Path, formats: Sequence[str] = ("csv",)) -> None:
    """Write a dataset: see `extractor.dataset.write`."""
    rows = rows_of(content.tables)
    files = {"files": rows.pop("files", [])}
    reports = [
        dataset.ReportRows("", rows),
        *(dataset.ReportRows(report_id, {}, text) for report_id, text in content.texts.items()),
    ]
    about = {"packs": content.packs, "options": content.options, "vocabulary": content.vocabulary}
    dataset.write(dataset.Content(reports, files, content.version, **about), out, formats)
