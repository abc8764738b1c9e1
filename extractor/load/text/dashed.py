"""Tables in text whose columns a line of dashes tells, as converters to plain text write them, become rows of pipes.

    Question                    Score
    --------------------------- -------
    Does it focus enough on     88%
    the harbour?

Where blank lines part the rows, the lines between two of them are one row; else every line is one. Pipes between the
cells of such a table, with none around its rows, tell its columns, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise, takewhile

import regex

from extractor.load.text.rows import piped, rule_below

_COLUMNS = regex.compile(r"\s*(?:-{2,}|={2,})(?:\s+(?:-{2,}|={2,}))+\s*")
_ACROSS = regex.compile(r"\s*(?:-{5,}|={5,})")
_PIPED = regex.compile(r"\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+")
_BOXED = regex.compile(r"(?:\+[-=]+\+|\|.*\|)\s*")  # of one column
_DASHES = regex.compile(r"[-=]+")
_MOST_HEADS = 8  # lines of a head
_LONGEST = 500  # lines of a table


def undashed(text: str) -> str:
    """A page with pipes between the cells of such tables; what rules them off is left out.

    A table in which words cross the room between two columns is left as it is, and so is one with pipes of its own, or
    without a head where nothing closes it.
    """
    lines = list(_unboxed(text.split("\n")))
    bare = [line.rstrip() for line in lines]
    written: list[str] = []
    done = 0
    for at, columns in enumerate(bare):
        if at < done or not _COLUMNS.fullmatch(columns):
            continue
        first, heads = _head(bare, at)
        rows, end = _rows(bare, at, is_ruled=first + len(heads) < at, is_headed=bool(heads))
        starts = [0, *[dashes.start() for dashes in _DASHES.finditer(columns)][1:]]
        inside = [*heads, *chain(*rows)]
        is_other = first < done or not inside or columns in inside  # else the next line of dashes is that of the table
        if is_other or any(_crosses(line, starts) or "|" in line for line in inside):
            continue
        under = [rule_below(len(starts))] if heads and rows else []
        head, *body = [piped(_cells(row, starts)) for row in (heads, *rows) if row]
        written += [*lines[done:first], "", head, *under, *body, ""]
        done = end
    return "\n".join([*written, *lines[done:]]) if written else text


def _unboxed(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a page, those of a drawn box around such a table without the box."""
    for in_box, group in groupby(lines, key=lambda line: _BOXED.fullmatch(line) is not None):
        block = list(group)
        inner = ["" if line.startswith("+") else line[1:].rstrip()[:-1].rstrip() for line in block if in_box]
        yield from inner if any(map(_COLUMNS.fullmatch, inner)) else block


def framed(text: str) -> str:
    """A page with pipes around the rows of tables that have them between their cells alone.

    Where rows end in two spaces, as a forced line break does, lines that do not are the beginning of a row.
    """
    lines = text.split("\n")
    written: list[str] = []
    done = 0
    for at in [at for at, line in enumerate(lines) if _PIPED.fullmatch(line)]:
        if at <= done:
            continue
        below = list(takewhile(str.strip, lines[at + 1 : at + 1 + _LONGEST]))
        forced = any(line.endswith("  ") for line in below)
        start, most = at - 1, max(done, at - _MOST_HEADS)
        while forced and start > most and lines[start - 1].strip() and not lines[start - 1].endswith("  "):
            start -= 1  # the head goes on in its next line
        head, rows = _rows_of(lines[start:at], forced), _rows_of(below, forced)
        if not any("|" in row for row in head):
            continue
        written += [*lines[done:start], "", *map(_framed, head), f"|{lines[at].strip()}|", *map(_framed, rows)]
        done = at + 1 + len(below)
    return "\n".join([*written, *lines[done:]]) if written else text


def _framed(row: str) -> str:
    return piped([row])


def _rows_of(lines: Sequence[str], forced: bool) -> list[str]:
    """Rows of lines; where a forced break ends each, lines without one go on in the next."""
    rows = [""]
    for line in lines:
        rows[-1] = f"{rows[-1]} {line.strip()}".lstrip()
        if not forced or line.endswith("  "):
            rows.append("")
    return [row for row in rows if row]


def _head(lines: Sequence[str], at: int) -> tuple[int, list[str]]:
    """Where a table begins, and the lines of its head: all below a rule, or a single one below a blank line."""
    above = list(takewhile(bool, reversed(lines[max(0, at - 1 - _MOST_HEADS) : at])))
    rule = next((n for n, line in enumerate(above) if _is_rule(line, lines[at])), None)
    if rule is not None:
        return at - rule - 1, above[:rule][::-1]
    return (at - 1, above) if len(above) == 1 else (at, [])


def _rows(lines: Sequence[str], at: int, *, is_ruled: bool, is_headed: bool) -> tuple[list[list[str]], int]:
    """The rows below a line of dashes, each with its lines, and where the table ends.

    That is at a rule with a blank line below it. One without a rule above its head may end at a blank line, and
    nothing that is not closed is a table where it has no head.
    """
    below = lines[at + 1 : at + 1 + _LONGEST]
    blank = below.index("") if "" in below else len(below)
    within = below if is_ruled or not is_headed else below[:blank]
    ends = (n for n, line in enumerate(within) if _is_rule(line, lines[at]) and not any(below[n + 1 : n + 2]))
    end = next(ends, None)
    if end is None:
        return [[line] for line in below[:blank] if is_headed], at + 1 + blank
    if end < blank:
        return [[line] for line in below[:end]], at + end + 2
    return [list(group) for filled, group in groupby(below[:end], key=bool) if filled], at + end + 2


def _is_rule(line: str, columns: str) -> bool:
    """Whether a line rules a table off: the dashes over its columns again, or one as long as all of them."""
    as_long = (len(line), len(line.lstrip())) == (len(columns), len(columns.lstrip()))
    return line == columns or (as_long and _ACROSS.fullmatch(line) is not None)


def _crosses(line: str, starts: Sequence[int]) -> bool:
    return any(line[start - 1 : start].strip() for start in starts[1:])


def _cells(lines: Sequence[str], starts: Sequence[int]) -> Iterator[str]:
    """The cells of a row of several lines, whose columns begin at some places."""
    return (" ".join(filter(None, (line[a:b].strip() for line in lines))) for a, b in pairwise([*starts, None]))
