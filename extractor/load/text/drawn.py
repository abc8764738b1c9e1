"""Tables whose lines are drawn with characters become rows between pipes, with a rule below their heads alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

import regex

from extractor.load.text.rows import piped, rule_below

_UPRIGHT = "│┃║"
_CORNERS = "+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛┏┳┓┣╋┫┗┻┛╭╮╰╯"
_ACROSS = "-=─━═"
_PART = rf"(?:[{_ACROSS}]+|\s+)"  # a cell that spans rows interrupts the rule between them
_SIDE = rf"[{_CORNERS}{_UPRIGHT}|]"
# With a corner and a stroke: pipes and room alone are an empty row.
_RULE = regex.compile(rf"(?=.*[{_CORNERS}])(?=.*[{_ACROSS}])(?:{_SIDE}{_PART})++{_SIDE}")
_ENDS = frozenset(f"|{_UPRIGHT}")
_DOUBLE = frozenset("=═")


def undrawn(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a page, those of drawn tables with pipes between their cells; what frames them is left out.

    Where a rule stands between all rows, the lines between two are one row; a rule alone, or of double lines, is that
    below the heads.
    """
    for framed, group in groupby(lines, key=_is_framed):
        block = list(group)
        rules = [at for at, line in enumerate(block) if _is_rule(line)] if framed else []
        if not rules:
            yield from block
            continue
        inner = [at for at in rules if 0 < at < len(block) - 1]
        double = [at for at in inner if not _DOUBLE.isdisjoint(block[at])]
        heads = inner if len(inner) == 1 else double[:1] if len(double) < len(inner) else []
        start = 0
        for at in (*rules, len(block)):
            rows = [[cell.strip() for cell in _cells(line)] for line in block[start:at]]
            if len(inner) > 1 or at in heads:
                rows = [[" ".join(filter(None, parts)) for parts in zip_longest(*rows)]] if rows else []
            yield from map(piped, rows)
            if at in heads:
                yield rule_below(len(rows[-1]) if rows else 1)
            start = at + 1


def _is_framed(line: str) -> bool:
    words = line.strip()
    return bool(words) and (_ENDS.issuperset((words[0], words[-1])) or _is_rule(words))


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line.strip()) is not None


def _cells(line: str) -> list[str]:
    return regex.split(rf"[|{_UPRIGHT}]", line.strip()[1:-1])
