"""Words that one text object draws through several cells are parted where a rule stands between them.

In go the runs of a page and its rules from top to bottom, out come the same runs, those parted through whose spaces
such a rule goes: what is drawn tells columns, however narrow the room between their words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium
import regex

from extractor.load.pdf.drawing import Rule
from extractor.load.pdf.graphics import MOST_OBJECTS
from extractor.load.pdf.view import View
from extractor.load.pdf.words.runs import GUESSED, Run

_SPACES = regex.compile(rf"(?<=\S)[ {GUESSED}]+(?=\S)")


def part_at_rules(runs: Sequence[Run], down: Sequence[Rule], text_page: Any, view: View) -> list[Run]:
    """Runs, parted where a rule goes through a space of theirs.

    `text_page` is a pypdfium2 PdfTextPage, still open.
    """
    if not down or len(down) > MOST_OBJECTS:  # those are a chart, not a table
        return list(runs)
    rules = sorted(down, key=lambda rule: rule.at)
    places = [rule.at for rule in rules]
    parted: list[Run] = []
    behind: dict[int, Run] = {}  # the last part of what was parted
    for run in runs:
        crossing = rules[bisect_right(places, run.x0) : bisect_left(places, run.x1)]
        y = run.middle[1]
        xs = [rule.at for rule in crossing if rule.start <= y <= rule.end]
        if run.before is not None:
            run.before = behind.get(id(run.before), run.before)
        if xs and run.first >= 0 and run.upright:
            parted += _parts(run, xs, text_page, view)
            behind[id(run)] = parted[-1]
        else:
            parted.append(run)
    return parted


def _parts(run: Run, xs: Sequence[float], text_page: Any, view: View) -> Iterator[Run]:
    """The parts of a run between rules that stand at `xs`."""
    rest = run
    offset = at = 0
    for space in _SPACES.finditer(run.text):
        before, behind = space.start() - 1, space.end()
        seen = [chr(pdfium.FPDFText_GetUnicode(text_page, run.first + n)) for n in (before, behind)]
        if [letter.replace(GUESSED, " ") for letter in seen] != [run.text[before], run.text[behind]]:
            break  # pdfium counts letters that are not in the run
        end = view.rectangle(*text_page.get_charbox(run.first + before, loose=True))[2]
        start = view.rectangle(*text_page.get_charbox(run.first + behind, loose=True))[0]
        at = bisect_left(xs, end, at)
        if at < len(xs) and xs[at] <= start:
            text, gaps = rest.text[: space.start() - offset], rest.text[: behind - offset].count(GUESSED)
            inside = text.count(GUESSED)
            yield replace(rest, text=text + " ", x1=end, gaps=rest.gaps[:inside])
            rest = replace(rest, text=run.text[behind:], x0=start, gaps=rest.gaps[gaps:], before=None)
            offset = behind
    yield rest
