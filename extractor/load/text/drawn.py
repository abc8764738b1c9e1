"""Tables whose lines are drawn with characters become rows between pipes, with a rule below their heads alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

import regex

_UPRIGHT = "│┃║"
_CORNERS = "+┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛┏┳┓┣╋┫┗┻┛╭╮╰╯"
_ACROSS = "-=─━═"
_PART = rf"(?:[{_ACROSS}]+|\s+)"  # a cell that spans rows interrupts the rule between them
_SIDE = rf"[{_CORNERS}{_UPRIGHT}|]"
_RULE = regex.compile(rf"\s*{_SIDE}{_PART}(?:{_SIDE}{_PART})*{_SIDE}\s*")
_DOUBLE = frozenset("=═")


def undrawn(lines: Sequence[str]) -> Iterator[str]:
    """Lines of a page, those of drawn tables with pipes between their cells; what frames them is left out.

    Where a rule stands between all rows, the lines between two are one row; a rule alone, or of double lines, is that
    below the heads.
    """
    for framed, group in groupby(lines, key=_is_framed):
        block = list(group)
        if not framed or not any(map(_is_rule, block)):
            yield from block
            continue
        rules = [at for at, line in enumerate(block) if _is_rule(line)]
        inner = [at for at in rules if 0 < at < len(block) - 1]
        double = [at for at in inner if not _DOUBLE.isdisjoint(block[at])]
        heads = inner if len(inner) == 1 else double[:1] if len(double) < len(inner) else []
        start = 0
        for at in (*rules, len(block)):
            rows = [[cell.strip() for cell in _cells(line)] for line in block[start:at]]
            if len(inner) > 1 or at in heads:
                rows = [[" ".join(filter(None, parts)) for parts in zip_longest(*rows)]] if rows else []
            yield from (f"| {' | '.join(row)} |" for row in rows)
            if at in heads:
                yield "|" + "---|" * len(rows[-1] if rows else [""])
            start = at + 1


def _is_framed(line: str) -> bool:
    return _is_rule(line) or (line.strip()[:1] in tuple(f"|{_UPRIGHT}") and line.strip()[-1:] in tuple(f"|{_UPRIGHT}"))


def _is_rule(line: str) -> bool:
    return all(any(sign in line for sign in of) for of in (_CORNERS, _ACROSS)) and _RULE.fullmatch(line) is not None


def _cells(line: str) -> list[str]:
    return regex.split(rf"[|{_UPRIGHT}]", line.strip()[1:-1])
