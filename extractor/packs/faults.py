"""Faults found while patterns are compiled, and the compiling that notes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import regex

from extractor.packs.expression import Expression
from extractor.packs.tokens import Token, TokenExpression

_FLAGS, _EITHER_CASE = int(regex.V0 | regex.M), int(regex.I)
_MOST_LISTED = 24  # names that a fault lists
_MACRO = regex.compile(r"\{\{(\w+)\}\}")


def suggest(name: str, known: Iterable[str]) -> str:
    """What an unknown name may have meant: the nearest of those that are known, and all of them where they are few."""
    from rapidfuzz import fuzz, process  # a pack without faults needs it not

    names = sorted(known)
    if not names:
        return "There are none."
    nearest = process.extractOne(name, names, scorer=fuzz.ratio)[0]
    return f"Is it {nearest}?" + (f" Known: {', '.join(names)}." if len(names) <= _MOST_LISTED else "")


def nowhere(id_: str, known: Iterable[str], elsewhere: Iterable[tuple[str, Iterable[str]]]) -> str:
    """What to do with a disabled id that is nothing here: delete it where another pack alone has it, else its spelling.

    Args:
        id_: what is disabled.
        known: ids that could be.
        elsewhere: packs, each with the ids that it has.
    """
    owner = next((pack for pack, ids in elsewhere if id_ in ids), "")
    return f"It is of {owner} alone and does not hold here: delete it." if owner else suggest(id_, known)


def met(near_misses: Iterable[str], search: Callable[[str], Any], where: str) -> Iterator[str]:
    """A fault for every near miss that a search finds something in."""
    for miss in near_misses:
        if found := search(miss):
            yield f"{where}: near miss {miss!r} matches {found[0]!r} and must not."


class Faults(list[str]):
    """Faults found while compiling, to be told all at once. `macros` are the expressions that patterns name.

    `trusted` are names of files that are not proved anew: those that come with the program, which its tests prove.
    """

    def __init__(self, trusted: Iterable[str] = ()) -> None:
        super().__init__()
        self.macros = {}
        self.trusted = frozenset(trusted)

    @property
    def macros(self) -> dict[str, str]:
        """The expressions that patterns name."""
        return self._macros

    @macros.setter
    def macros(self, macros: dict[str, str]) -> None:
        self._macros = macros
        self._written: dict[str, str] = {}  # macros that were written out before

    def proves(self, where: str) -> bool:
        """Whether what stands at `FILE:LINE` is tried on its examples."""
        return where.partition(":")[0] not in self.trusted

    def expand(self, pattern: str, where: str, within: tuple[str, ...] = ()) -> str:
        """A pattern with its macros written out, and those that they name in turn."""

        def macro(found: Any) -> str:
            name = found[1]
            if name not in self.macros or name in within:
                fault = f"macro {found[0]} names itself" if name in within else f"there is no macro {found[0]}"
                self.append(f"{where}: {fault}. Known: {', '.join(self.macros)}")
                return ""
            if name not in self._written:
                known = len(self)
                written = self.expand(self.macros[name], where, (*within, name))
                if len(self) > known:
                    return written
                self._written[name] = written
            return self._written[name]

        return str(_MACRO.sub(macro, pattern)) if "{{" in pattern else pattern

    def expression(self, pattern: str, where: str, ignore_case: bool = True) -> Expression:
        """An expression, compiled when it is first asked."""
        return Expression(self.expand(pattern, where), _FLAGS | _EITHER_CASE if ignore_case else _FLAGS, where)

    def compile(self, pattern: str, where: str, ignore_case: bool = True) -> Expression:
        """An expression, compiled now where its file is proved; one that never matches where the pattern is none."""
        expression = self.expression(pattern, where, ignore_case)
        try:
            if self.proves(where):
                _ = expression.compiled
        except regex.error as error:
            self.append(f"{where}: not a regular expression: {error}. Check its brackets and escapes.")
            return Expression(r"(?!)", expression.flags, where)
        return expression

    def compile_tokens(self, tokens: Sequence[Sequence[Token]], where: str) -> Expression | TokenExpression:
        """Token patterns, compiled now where their file is proved; what never matches where spaCy refuses them."""
        expression = TokenExpression(tokens, where)
        try:
            if self.proves(where):
                _ = expression.compiled
        except ValueError as error:  # spaCy's own errors are all of this kind
            told = " ".join(str(error).split())
            self.append(f"{where}: no token pattern: {told[:300]}. Keys are those of spaCy's Matcher, and `as`.")
            return Expression(r"(?!)", _FLAGS, where)
        return expression
