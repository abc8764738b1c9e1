"""What rows of tables list as asked for earlier: a column of verdicts beside words, or forms one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.document import Cell, Report
from extractor.find.item_numbers import are_numbered
from extractor.find.recommendation_tables import columns_of
from extractor.find.verdicts import verdict_in
from extractor.packs import Pack


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A recommendation of an earlier inspection: what was asked, what was found, the verdict, and where they stand."""

    start: int
    end: int
    text: str
    label: str
    numbered: bool = False
    findings: list[str] = field(default_factory=list)


def rows_followed_up(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]]) -> Iterator[FollowedUp]:
    """What rows of a table in a section of that name ask for, with a column of verdicts beside words."""
    cells = [[report.words(cell).strip() for cell in row] for row in rows]
    if (form := _in_form(pack, rows, cells)) is not None:
        yield from form
        return
    verdicts = [[_in_cell(pack, head, text) for head, text in zip(cells[0], row, strict=True)] for row in cells]
    width = range(len(cells[0]))
    judged = max(width, key=lambda at: sum(row[at] != "" for row in verdicts))
    if not any(row[judged] for row in verdicts):
        return
    named = {rule.value: at for at, rule in columns_of(report, pack, rows[0]).items() if at != judged}
    found = next((at for at in width if pack.match("progress.findings", cells[0][at])), None)
    others = [at for at in width if at not in (judged, found)]
    if not others:
        return
    worded = named.get("text", max(others, key=lambda at: sum(len(row[at]) for row in cells)))
    numbered = are_numbered([row[worded] for row, labels in zip(cells, verdicts, strict=True) if labels[judged]])
    for row, words, labels in zip(rows, cells, verdicts, strict=True):
        if labels[judged] and words[worded]:
            beside = [words[found]] if found is not None and words[found] else []
            filled = [cell for cell in row if cell.end > cell.start]
            asked = words[worded].partition(" ")[2] if numbered else words[worded]
            yield FollowedUp(filled[0].start, filled[-1].end, asked, labels[judged], findings=beside)


def _in_form(pack: Pack, rows: Sequence[Sequence[Cell]], cells: Sequence[Sequence[str]]) -> list[FollowedUp] | None:
    """Items of a table of forms: labels in its first column, beside them words, one verdict, and what was found.

    None where the table is none: where verdicts stand in several rows one below the other, have no words above, or
    stand beside longer words than those.
    """
    filled = [(row, words) for row, words in zip(rows, cells, strict=True) if any(words)]
    if len(filled) < 2 or any(len(words) != 2 or not all(words) for _, words in filled):
        return None
    items: list[FollowedUp] = []
    asked: tuple[Cell, str] | None = None
    for (first, second), (label, words) in filled:
        if verdict := _in_cell(pack, label, words):
            if asked is None or len(label) > len(asked[1]):
                return None  # a heading of a column, above the words of its only row
            items.append(FollowedUp(asked[0].start, second.end, asked[1], verdict))
            asked = None
        elif items and pack.match("progress.findings", label):
            items[-1] = replace(items[-1], end=second.end, findings=[*items[-1].findings, words])
        elif asked is None:
            asked = first, words
    return items or None


def _in_cell(pack: Pack, head: str, text: str) -> str:
    """The verdict that a cell is, alone or behind the heading of its column; empty where it is none."""
    for words in (text, f"{head}: {text}") if text != head else ():
        if (verdict := verdict_in(pack, words, alone=True)) is not None:
            return verdict.label
    return text if pack.progress is not None and text != head and pack.progress.label_of(text) else ""
