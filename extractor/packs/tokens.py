"""Token patterns of packs as rules: spaCy's Matcher behind the methods of an expression.

A pattern is a list of tokens as spaCy's Matcher has them (`LOWER`, `IS_DIGIT`, `OP` ...), with one key besides: `as`
names the group that a token, or a run of tokens, is read into. Words are those of `spacy.blank("en")`; no model is
loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

Token = Mapping[str, Any]
_LONGEST = 1_000_000  # characters of a text that is looked at


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """A match as `regex` has it: `match["group"]`, `match.start("group")`, `match.groupdict()`; group 0 is all."""

    text: str
    places: Mapping[str | int, tuple[int, int]]
    names: tuple[str, ...]

    def __getitem__(self, group: str | int) -> str | None:
        if group not in self.places:
            if group in self.names:
                return None
            raise IndexError("no such group")
        start, end = self.places[group]
        return self.text[start:end]

    def start(self, group: str | int = 0) -> int:
        """Where a group begins; -1 where it is in no part of the match."""
        return self.places.get(group, (-1, -1))[0]

    def end(self, group: str | int = 0) -> int:
        """Where a group ends; -1 where it is in no part of the match."""
        return self.places.get(group, (-1, -1))[1]

    def captures(self, group: str | int = 0) -> list[str]:
        """The words of a group, if it is in some part of the match."""
        words = self[group]
        return [] if words is None else [words]

    def groupdict(self) -> dict[str, str | None]:
        """The words of every group by its name."""
        return {name: self[name] for name in self.names}


@dataclass(frozen=True, slots=True, eq=False)
class TokenExpression:
    """Token patterns, one of which must match, and where they stand as `FILE:LINE rule`."""

    tokens: Sequence[Sequence[Token]]
    where: str
    pattern: str = field(init=False)
    flags: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", json.dumps(self.tokens, ensure_ascii=False))

    @property
    def compiled(self) -> Any:
        """The matcher; raises ValueError where spaCy takes the patterns for none."""
        return _matcher(self.pattern)

    @property
    def groups(self) -> frozenset[str]:
        """Names of its groups."""
        return frozenset(token["as"] for tokens in self.tokens for token in tokens if "as" in token)

    def match(self, text: str, start: int = 0, end: int | None = None) -> TokenMatch | None:
        """The longest match that begins at `start` and ends before `end`."""
        return next((found for found in self.finditer(text, start, end) if found.start() == start), None)

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> TokenMatch | None:
        """Match of all that stands between `start` and `end`."""
        stop = len(text) if end is None else end
        return next((m for m in self.finditer(text, start, end) if (m.start(), m.end()) == (start, stop)), None)

    def search(self, text: str, start: int = 0, end: int | None = None) -> TokenMatch | None:
        """The first match between `start` and `end`."""
        return next(self.finditer(text, start, end), None)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[TokenMatch]:
        """All matches that do not overlap, of those that begin at one word the longest."""
        piece = text[start : min(len(text) if end is None else end, start + _LONGEST)]
        doc = _doc(piece)
        found = self.compiled(doc, with_alignments=True)
        last = -1
        for id_, first, behind, aligned in sorted(found, key=lambda match: (match[1], -match[2])):
            if first >= last:
                last = behind
                number = int(doc.vocab.strings[id_])
                yield self._read(text, start, doc[first:behind], [self.tokens[number][at] for at in aligned])

    def sub(self, replacement: str, text: str) -> str:
        """The text with every match replaced."""
        parts, last = [], 0
        for found in self.finditer(text):
            parts += [text[last : found.start()], replacement]
            last = found.end()
        return "".join([*parts, text[last:]])

    def _read(self, text: str, offset: int, span: Any, tokens: Sequence[Token]) -> TokenMatch:
        places: dict[str | int, tuple[int, int]] = {0: (offset + span.start_char, offset + span.end_char)}
        for token, pattern in zip(span, tokens, strict=True):
            if name := pattern.get("as"):
                begins = places.get(name, (offset + token.idx,))[0]
                places[name] = (begins, offset + token.idx + len(token))
        return TokenMatch(text, places, tuple(sorted(self.groups)))


@cache
def _words() -> Any:
    """A tokenizer without a model; spaCy is loaded when a rule first needs it."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = _LONGEST + 1
    return nlp


@lru_cache(maxsize=512)
def _doc(text: str) -> Any:
    return _words().make_doc(text)


@cache
def _matcher(pattern: str) -> Any:
    from spacy.matcher import Matcher

    matcher = Matcher(_words().vocab)
    for number, tokens in enumerate(json.loads(pattern)):
        matcher.add(str(number), [[{k: v for k, v in token.items() if k != "as"} for token in tokens]])
    return matcher
