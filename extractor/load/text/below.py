"""Tables that a conversion has taken apart: a label, and its figures behind it or on lines of their own below it.

`pdftotext` without `-layout` writes a row as its label and then its figures, one a line or all in one; `-raw` sets
short ones in the line of the label. They are gathered only where it is plain whose they are: the label is a question
and the rows of the page have as many figures each, or labels and figures take turns. All else is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.load.text.apart import head
from extractor.load.text.questions import questions
from extractor.load.text.turns import turns


def rows(lines: Sequence[str]) -> list[str]:
    """The lines of a page, with the rows that were taken apart as tabbed rows and blank lines around them."""
    found = sorted([*questions(lines), *turns(lines)], key=lambda row: row.start)
    if not found:
        return list(lines)
    written: list[str] = []
    at = 0
    for number, row in enumerate(found):
        if row.start < at:
            continue
        between = lines[at : row.start]
        heads = head(between, len(row.values))
        kept = between if heads is None else between[: heads[0]]
        follows = number > 0 and not any(line.strip() for line in between)
        written += kept if not follows else []
        if not follows:
            written.append("")
        if heads is not None:
            written.append("\t".join(heads[1]))
        written.append("\t".join([row.label, *row.values]))
        if number + 1 == len(found) or any(line.strip() for line in lines[row.end : found[number + 1].start]):
            written.append("")
        at = row.end
    return written + list(lines[at:])
