"""Footnotes: small type at the foot of a page that opens with a raised number, usually below a short rule.

In go the lines of a page without its furniture, out come the lines of the body, the footnotes, and the words with which
a footnote of the page before ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import regex

from extractor.document import Kind
from extractor.load.draft_blocks import Draft
from extractor.load.pdf.drawing import Rule
from extractor.load.pdf.page.typography import Typography
from extractor.load.pdf.words.lines import Line
from extractor.load.words import Words

_LABEL = regex.compile(r"(?:(\d{1,3})[.)]?|([*†‡]{1,3}))\s+(?=\S)")


@dataclass(slots=True)
class Foot:
    """The foot of a page. `rest` ends the last footnote of the page before."""

    body: list[Line]
    notes: list[Draft] = field(default_factory=list)
    rest: list[Words] = field(default_factory=list)


def part_footnotes(
    lines: Sequence[Line], held: Iterable[Line], rules: Sequence[Rule], typography: Typography, page: int
) -> Foot:
    """Part a page's footnotes from its body.

    `lines` and horizontal `rules` are those outside tables and boxes; the lines that these `held` are asked for marks
    only where small type stands at the foot.
    """
    lines, beside = _cut_beside(lines, typography.settings.note, page)
    start = len(lines)
    while start and lines[start - 1].size < typography.settings.note * typography.size:
        start -= 1
    small = lines[start:]
    if not small:
        return Foot(list(lines), beside)
    reach = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    ruled = _below_rule(small, rules, reach)
    marks = {label for line in chain(lines[:start], held) for _, label in line.words.notes}
    marks |= {label for line in small if len(line.parts()) > 1 for at, label in line.words.notes if at}
    opening = (n for n, line in enumerate(small) if len(line.parts()) < 3 and _label(line, ruled is not None, marks))
    first = next(opening, None)
    begin = ruled if ruled is not None else first
    if begin is None or (first is None and ruled is None):
        return Foot(list(lines), beside)
    rows = [n for n, line in enumerate(small) if n > begin and len(line.parts()) > 1]
    end = rows[0] if ruled is None and len(rows) > 1 else len(small)  # a table in the type of notes begins below them
    foot = Foot([*lines[: start + begin], *small[end:]], beside)
    parts: list[tuple[str, list[Line], list[Words]]] = []
    for line in small[begin:end]:
        opened = _label(line, ruled is not None, marks)
        if opened:
            parts.append((opened[0], [line], [opened[1]]))
        elif parts:
            parts[-1][1].append(line)
            parts[-1][2].append(line.words)
        else:
            foot.rest.append(line.words)
    for label, under, words in parts:
        whole = typography.vocabulary.unwrap(words)
        foot.notes.append(Draft(Kind.FOOTNOTE, whole, page, label, style=under[0].style))
    return foot


def _cut_beside(lines: Sequence[Line], small: float, page: int) -> tuple[list[Line], list[Draft]]:
    """Lines without the notes that are printed in smaller type right behind the words that they explain, and those."""
    kept: list[Line] = []
    notes: list[Draft] = []
    for line in lines:
        at = _note_beside(line, small)
        opened = _label(Line(line.runs[at:]), False, ()) if at else None
        if opened:
            notes.append(Draft(Kind.FOOTNOTE, opened[1], page, opened[0], style=Line(line.runs[at:]).style))
            line = Line(line.runs[:at])
        kept.append(line)
    return kept, notes


def _note_beside(line: Line, small: float) -> int:
    """Which run of a line opens a note: a raised mark behind the same mark, with smaller type behind it; 0 for none."""
    head = line.runs[0]
    for at in range(2, len(line.runs) - 1):
        before, mark = line.runs[at - 1 : at + 1]
        same = mark.text.strip() == before.text.strip() != ""
        raised = mark.baseline < head.baseline and before.baseline < head.baseline
        if same and raised and all(run.size < small * head.size for run in line.runs[at:]):
            return at
    return 0


def _below_rule(small: Sequence[Line], rules: Sequence[Rule], reach: float) -> int | None:
    """Which of the small lines is the first below a short rule that starts where it starts."""
    for number, line in enumerate(small):
        above = small[number - 1].baseline if number else small[0].top - 2 * line.size
        for rule in rules:
            begins = abs(rule.start - line.x0) < line.size and 2 * line.size < rule.end - rule.start < reach / 2
            if begins and above < rule.at <= line.baseline - line.size / 2:
                return number
    return None


def _label(line: Line, ruled: bool, marks: Collection[str]) -> tuple[str, Words] | None:
    """The label with which a line opens a footnote, and its words.

    It is raised, or stands apart below a rule, or is among the `marks` that are raised on the page, in tables, too.
    """
    words = line.words
    if words.notes and words.notes[0][0] == 0 and words.text:
        return words.notes[0][1], replace(words, notes=words.notes[1:])
    first = line.runs[0]
    found = _LABEL.match(words.text)
    label = (found[1] or found[2]) if found else ""
    if found and (line.is_mark(first) or (ruled and first.text.strip(" .)") == label) or label in marks):
        return label, words.cut(found.end())
    return None
