"""What stands beside a judgement - its score, what an earlier inspection gave: behind its label in the same cell or
line, in another cell of its row, or in the line right below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.document import Block, Cell, Kind, Report, Span
from extractor.find.cell_figures import number
from extractor.find.judgements import Judgement, label_at, printed_number
from extractor.packs import Pack, Rule


@dataclass(frozen=True, slots=True)
class Score:
    """What is printed beside a label: a score, the most it can be, and a percentage; and where all of it stands."""

    score: float | None
    most: float | None
    percent: float | None
    span: Span


def score_of(report: Report, pack: Pack, judgement: Judgement) -> Score | None:
    """What a rule `ratings.figure` reads beside a label; None where the pack has no such rule or nothing is printed.

    A label that is printed as its number is the score of which a rule tells only the most that it can be.
    """
    label = judgement.span
    block = report.block_at(label.start) if pack["ratings.figure"] and not judgement.label else None
    places = _places(report, pack, block, label) if block is not None else ()
    for start, text, match, _ in _read(report, pack, "ratings.figure", places):
        told = {name: words for name, words in match.groupdict().items() if words}
        printed = report.words(label)
        if "score" not in told and "max" in told and printed_number(printed):
            told["score"] = printed
        score, most, percent = (number(told[name]) if name in told else None for name in ("score", "max", "percent"))
        end = start + len(text)
        return Score(score, most, percent, Span(min(label.start, start), max(label.end, end)))
    return None


def value_beside(
    report: Report, pack: Pack, name: str, label: Span, but: Collection[int] = ()
) -> tuple[Span, Rule] | None:
    """Where the value stands that rules of a name read beside a label, and the rule; in its row also behind labels, but
    not in some columns."""
    block = report.block_at(label.start)
    places = _places(report, pack, block, label, but) if block is not None else ()
    for start, text, match, rule in _read(report, pack, name, places):
        at = match.start("value") - (len(match.string) - len(text))
        if match["value"] and at >= 0:
            return Span(start + at, start + at + len(match["value"])), rule
    return None


def _read(
    report: Report, pack: Pack, name: str, places: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, str, Any, Rule]]:
    """Where words begin that rules of a name read at some places, those words, the match, and the rule.

    They are tried on the words alone, then behind what heads them and a colon.
    """
    for start, end, head in places:
        text = report.text[start:end].rstrip()
        for words in (text, f"{head}: {text}") if head else (text,):
            if found := pack.match(name, words):
                yield start, text, found[1], found[0]


def _places(
    report: Report, pack: Pack, block: Block, label: Span, but: Collection[int] | None = None
) -> Iterator[tuple[int, int, str]]:
    """From where to where words stand that may be said of a label, and what heads them; see `_beside` for its row."""
    rows = list(block.table.rows()) if block.table is not None else []
    row = next((row for row in rows if row[0].start <= label.start < max(cell.end for cell in row)), ())
    own = next((cell for cell in row if cell.start <= label.start < cell.end), None)
    if own is None or label.end <= own.end:
        yield _behind(report, label.end, block.end if own is None else own.end)
    else:  # all of a row
        yield own.start, own.end, report.words(rows[0][own.column]).strip()
    if own is not None:
        for cell in _beside(report, pack, row, own, but):
            yield cell.start, cell.end, report.words(rows[0][cell.column]).strip()
        return
    below = (one for one in report.blocks_in(Span(block.end, len(report.text))) if one.kind is not Kind.FURNITURE)
    if (line := next(below, None)) is not None and line.table is None:
        yield line.body, line.end, ""


def _behind(report: Report, start: int, end: int) -> tuple[int, int, str]:
    rest = report.text[start:end]
    return end - len(rest.lstrip()), end, ""


def _beside(report: Report, pack: Pack, row: Sequence[Cell], own: Cell, but: Collection[int] | None) -> Iterator[Cell]:
    """Cells right of a label, then those left of it: those of all but some columns, else up to the next label on
    either side."""
    for cells in (row[own.column + 1 :], row[: own.column][::-1]):
        for cell in cells:
            if but is None and label_at(pack, report.words(cell).strip()):
                break
            if cell.end > cell.start and cell.column not in (but or ()):
                yield cell
