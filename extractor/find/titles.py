"""The title of a report where no rule of its pack tells it: the first heading of the highest rank on its first page."""

from __future__ import annotations

from collections import Counter

from extractor.document import Block, Kind, Report, Span
from extractor.domain.names import squashed
from extractor.find.metadata import Value
from extractor.packs import Pack
from extractor.split.contents import NAMES

_LONGEST = 200  # characters
_FRONT = 40  # blocks that a front page has at most, where the source has no pages
_LINES = 3  # headings right below each other that are one title


def title_of(report: Report, pack: Pack) -> Value | None:
    """The title as printed, its lines put together; else the first words of the report, cut at 200 characters."""
    front = _front(report)
    headings = [block for block in front if block.kind is Kind.HEADING and squashed(report.body(block)) not in NAMES]
    if not headings:
        first = next((block for block in front if block.table is None), None)
        return _value(report, pack, [first]) if first else None
    top = min(headings, key=lambda block: (block.level or 99, -block.style.size))
    lines = [top]
    for block in front[front.index(top) + 1 :][: _LINES - 1]:
        if not _goes_on(report, pack, block, lines[-1]):
            break
        lines.append(block)
    return _value(report, pack, lines)


def _front(report: Report) -> list[Block]:
    """The blocks of the first page that has words."""
    blocks = [block for block in report.blocks if block.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)][:_FRONT]
    page = report.page_of(blocks[0].start) if blocks else None
    return [block for block in blocks if page is None or report.page_of(block.start) == page]


def _goes_on(report: Report, pack: Pack, block: Block, above: Block) -> bool:
    """Whether a heading is a further line of the title above it: set larger than the text, and nothing else."""
    text = report.body(block)
    sizes = Counter(b.style.size for b in report.blocks if b.kind is Kind.PARAGRAPH)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    known = any(rule.match(text) for rule, _ in pack.sections) or pack.match_label("labels", text) is not None
    larger = 0 < usual < block.style.size <= above.style.size
    return block.kind is Kind.HEADING and larger and ":" not in text and not known


def _value(report: Report, pack: Pack, lines: list[Block]) -> Value:
    text = " ".join(report.body(block) for block in lines)[:_LONGEST].strip()
    end = min(lines[-1].end, lines[0].body + _LONGEST)
    return Value(text, Span(lines[0].body, end), f"{pack.id}/metadata.title")
