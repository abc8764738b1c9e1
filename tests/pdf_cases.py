"""Golden cases of the PDF loader: `cases/pdf/<name>.pdf` is a small file, `<name>.json` what must be read from it.

A json file says in `about` what the case is for, and in `blocks` the kind and words of every block but page furniture;
of a table its rows, and how many of them head its columns. Thresholds of `load/pdf/settings.py` name the case that
guards them: its reading changes where the threshold moves by a quarter.

`python -m tests.pdf_cases write NAME --about "What it is for."` writes the json from what is read now: look at it
before you keep it. `python -m tests.pdf_cases moved` says of every threshold which cases guard it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import Field, dataclass, fields, replace
from pathlib import Path
from typing import Any

from extractor.document import Kind, Report
from extractor.load import Source
from extractor.load import pdf as pdf_format
from extractor.load.pdf.settings import PdfSettings

FOLDER = Path(__file__).parent / "cases" / "pdf"
QUARTER = 0.25


@dataclass(frozen=True)
class Threshold:
    """A field of a group of settings, such as `tables.snap`."""

    group: str
    field: Field[Any]

    @property
    def name(self) -> str:
        return f"{self.group}.{self.field.name}"

    @property
    def case(self) -> str:
        """The case that guards it."""
        return str(self.field.metadata["case"])

    def moved(self) -> Iterator[PdfSettings]:
        """All settings with this one a quarter less and a quarter more; whole numbers move by one at least."""
        plain = PdfSettings()
        group = getattr(plain, self.group)
        value = getattr(group, self.field.name)
        step = QUARTER * value if isinstance(value, float) else max(1, round(QUARTER * value))
        for other in (value - step, value + step):
            if self.field.metadata["low"] <= other <= self.field.metadata["high"]:
                yield replace(plain, **{self.group: replace(group, **{self.field.name: other})})


def thresholds() -> list[Threshold]:
    """All of them."""
    return [Threshold(g.name, f) for g in fields(PdfSettings) for f in fields(getattr(PdfSettings(), g.name))]


def cases() -> list[Path]:
    """The PDF files."""
    return sorted(FOLDER.glob("*.pdf"))


def blocks(report: Report) -> list[list[Any]]:
    """What a json file holds of a reading."""
    return [
        [block.kind.value, [[report.words(cell) for cell in row] for row in block.table.rows()], block.table.header]
        if block.table
        else [block.kind.value, report.words(block)]
        for block in report.blocks
        if block.kind is not Kind.FURNITURE
    ]


def read(path: Path, settings: PdfSettings | None = None) -> list[list[Any]]:
    """The blocks of a case, as read with some settings."""
    source = Source(path.name, path.read_bytes(), "0" * 64)
    return blocks(pdf_format.load(source, settings=settings or PdfSettings()))


def guards(path: Path, threshold: Threshold) -> bool:
    """Whether the reading of a case changes where the threshold moves, either way."""
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["blocks"]
    return any(read(path, settings) != wanted for settings in threshold.moved())


def as_json(about: str, found: list[list[Any]]) -> str:
    """One block a line, and one row of a table a line."""
    shown = []
    for kind, words, *header in found:
        if header:
            rows = ",\n      ".join(json.dumps(row, ensure_ascii=False) for row in words)
            shown.append(f'    ["{kind}", [\n      {rows}\n    ], {header[0]}]')
        else:
            shown.append(f"    {json.dumps([kind, words], ensure_ascii=False)}")
    listed = ",\n".join(shown)
    return f'{{\n  "about": {json.dumps(about, ensure_ascii=False)},\n  "blocks": [\n{listed}\n  ]\n}}\n'


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.pdf_cases", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("write", "moved"))
    parser.add_argument("names", nargs="*", metavar="NAME", help="cases, or thresholds; all of them without any")
    parser.add_argument("--about", default="", help="what a new case is for")
    chosen = parser.parse_args()
    if chosen.what == "write":
        for path in cases():
            if path.stem in chosen.names:
                there = path.with_suffix(".json")
                about = chosen.about or json.loads(there.read_text(encoding="utf-8"))["about"]
                there.write_text(as_json(about, read(path)), encoding="utf-8")
        return
    for threshold in thresholds():
        if not chosen.names or threshold.name in chosen.names:
            by = [path.stem for path in cases() if guards(path, threshold)]
            verdict = "guarded" if threshold.case in by else "NOT guarded"
            print(f"{threshold.name}: {verdict} by {threshold.case}; guarded by: {', '.join(by) or 'none'}")


if __name__ == "__main__":
    main()
