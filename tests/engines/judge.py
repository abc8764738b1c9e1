"""What was read of a page with one table, held against its plan."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from extractor.document import Kind, Report
from extractor.load import Source
from extractor.load.pdf import load
from tests.engines.plan import TablePlan

KINDS = (
    "exact", "no table", "more than one table", "rows joined", "rows cut", "columns joined", "columns cut",
    "words in other cells", "words",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """`kind` is one of KINDS; `header` and `prose` say whether those were read right too."""

    kind: str
    header: bool
    prose: bool
    got: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def exact(self) -> bool:
        return self.kind == "exact"


def read(data: bytes) -> Report:
    """The report that the loader makes of a PDF."""
    return load(Source("page.pdf", data, hashlib.sha256(data).hexdigest()))


def grids(report: Report) -> list[tuple[tuple[str, ...], ...]]:
    """The words of all tables."""
    return [
        tuple(tuple(" ".join(report.words(cell).split()) for cell in row) for row in block.table.rows())
        for block in report.blocks
        if block.table
    ]


def judge(plan: TablePlan, report: Report) -> Verdict:
    """How a reading of a plan's page went."""
    got = grids(report)
    want = tuple(tuple(row) for row in plan.rows)
    headers = [block.table.header for block in report.blocks if block.table]
    said = " ".join(
        " ".join(report.words(b).split()) for b in report.blocks if not b.table and b.kind is not Kind.FURNITURE
    )
    prose = all(text in said for text in (*plan.above, *plan.below))
    return Verdict(_kind(want, got), headers == [1], prose, tuple(got))


def _kind(want: tuple[tuple[str, ...], ...], got: list[tuple[tuple[str, ...], ...]]) -> str:
    if not got:
        return "no table"
    if len(got) > 1:
        return "more than one table"
    (grid,) = got
    if grid == want:
        return "exact"
    if len(grid) != len(want):
        return "rows joined" if len(grid) < len(want) else "rows cut"
    if len(grid[0]) != len(want[0]):
        return "columns joined" if len(grid[0]) < len(want[0]) else "columns cut"
    if "".join(map(_flat, grid)) == "".join(map(_flat, want)):
        return "words"
    return "words in other cells"


def _flat(row: tuple[str, ...]) -> str:
    return "|".join("".join(cell.split()) for cell in row)


def picture(data: bytes, scale: float = 1.6) -> bytes:
    """The first page as a PNG, to look at."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        out = io.BytesIO()
        document[0].render(scale=scale).to_pil().save(out, "PNG")
        return out.getvalue()
    finally:
        document.close()
