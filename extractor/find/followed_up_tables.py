"""What rows of tables list as asked for earlier: a column of verdicts beside words, or forms one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.document import Cell, Report
from extractor.find.item_numbers import are_numbered
from extractor.find.recommendation_columns import columns_of
from extractor.find.verdicts import label_heads, verdict_in
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
    mark: str = ""  # that stands in the column of the verdict, where no words say it
    required: bool | None = None  # whether improvement is still required


def follows_up(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table tells what became of recommendations, by the headings of its columns alone."""
    cells = report.cell_texts(rows)
    uses = {rule.value for rule in columns_of(report, pack, rows[0]).values()}
    return {"text", "state"} <= uses or label_heads(pack, cells)[1] != {}


def rows_followed_up(report: Report, pack: Pack, rows: Sequence[Sequence[Cell]]) -> Iterator[FollowedUp]:
    """What rows of a table in a section of that name ask for, with a column of verdicts beside words."""
    cells = report.cell_texts(rows)
    if (form := _in_form(pack, rows, cells)) is not None:
        yield from form
        return
    above, heads = label_heads(pack, cells)
    ticked = _ticks(pack, cells, heads)
    if any(ticked):
        rows, cells, ticked = rows[above:], cells[above:], ticked[above:]
        labels, apart = [heads[at] if at is not None else "" for at in ticked], set(heads)
    else:
        ticked = [None] * len(cells)
        verdicts = [[_in_cell(pack, head, text) for head, text in zip(cells[0], row, strict=True)] for row in cells]
        judged = max(range(len(cells[0])), key=lambda at: sum(row[at] != "" for row in verdicts))
        labels, apart = [row[judged] for row in verdicts], {judged}
    if not any(labels):
        return
    named = {rule.value: at for at, rule in columns_of(report, pack, rows[0]).items() if at not in apart}
    found = next((at for at, head in enumerate(cells[0]) if pack.match("progress.findings", head)), None)
    answered = next((at for at in range(len(cells[0])) if any(_answer(pack, cells[0], row, at) for row in cells)), None)
    others = [at for at in range(len(cells[0])) if at not in (*apart, found, answered)]
    if not others:
        return
    worded = named.get("text", max(others, key=lambda at: sum(len(row[at]) for row in cells)))
    numbered = are_numbered([row[worded] for row, label in zip(cells, labels, strict=True) if label])
    for row, words, label, tick in zip(rows, cells, labels, ticked, strict=True):
        if label and words[worded]:
            beside = [words[found]] if found is not None and words[found] else []
            filled = [cell for cell in row if cell.end > cell.start]
            asked = words[worded].partition(" ")[2] if numbered else words[worded]
            mark = words[tick] if tick is not None else ""
            answer = _answer(pack, cells[0], words, answered) if answered is not None else ""
            required = answer == "yes" if answer else None
            start, end = filled[0].start, filled[-1].end
            yield FollowedUp(start, end, asked, label, findings=beside, mark=mark, required=required)


def _ticks(pack: Pack, cells: Sequence[Sequence[str]], heads: Mapping[int, str]) -> list[int | None]:
    """The column of a label in which each row has its only mark."""
    marked = [[at for at in heads if pack.match("ratings.tick", row[at])] for row in cells]
    return [columns[0] if len(columns) == 1 else None for columns in marked]


def _answer(pack: Pack, heads: Sequence[str], row: Sequence[str], at: int) -> str:
    """What a cell says, in small letters, below a heading that asks whether improvement is still required."""
    found = pack.match("progress.improvement", f"{heads[at]} {row[at]}") if row[at] != heads[at] else None
    return str(found[1]["answer"]).lower() if found else ""


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
    since: list[str] = []  # what was found, above the verdict
    for (first, second), (label, words) in filled:
        if verdict := _in_cell(pack, label, words):
            if asked is None or len(label) > len(asked[1]):
                return None  # a heading of a column, above the words of its only row
            items.append(FollowedUp(asked[0].start, second.end, asked[1], verdict, findings=since))
            asked, since = None, []
        elif asked is not None and pack.match("progress.findings", label):
            since.append(words)
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
