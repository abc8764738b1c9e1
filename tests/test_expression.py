"""Shortcuts of expressions give what the expression itself gives."""

from __future__ import annotations

import pytest
import regex

from extractor.domain.names import squashed
from extractor.packs.expression import Expression

_FLAGS = regex.IGNORECASE | regex.MULTILINE
_PATTERNS = (
    r"^key (?:point|note)s?\b",
    r"^key|note",
    r"^key|^note",
    r"^key|^?note",
    r"^(?:key|note)$",
    r"^[](|]key|note",
    r"^\(key|note",
    r"^[(]\|key",
    r"(?<=key )note",
    r"\bnote\b",
    r"^\s*note",
    r"\b note",
    r"\M note",
    r"(?!not\b)\w+",
    r"(?!not$)\w+",
    r"(?!no(?!t))\w+",
    r"^?note",
    r"^(?#(|)key|note",
    r"^[[:alpha:](]key|note",
)
_TEXTS = (
    "key note",
    "Key points",
    "a note",
    "note",
    "  note",
    "(key note",
    "]key",
    "(|key",
    "a\nkey note",
    "keys",
    "k",
    "",
)


@pytest.mark.parametrize("pattern", _PATTERNS)
def test_a_search_finds_what_the_pattern_finds(pattern: str) -> None:
    expression, plain = Expression(pattern, _FLAGS, "here"), regex.compile(pattern, _FLAGS)
    for text in _TEXTS:
        found, expected = expression.search(text), plain.search(text)
        assert (found and found.span()) == (expected and expected.span()), text


@pytest.mark.parametrize("pattern", _PATTERNS)
def test_a_match_within_a_text_sees_what_stands_before_it(pattern: str) -> None:
    expression, plain = Expression(pattern, _FLAGS, "here"), regex.compile(pattern, _FLAGS)
    for text in _TEXTS:
        for start in range(len(text)):
            for end in (start + 1, len(text)):
                found, expected = expression.match(text, start, end), plain.match(text, start, end)
                assert (found and found.span()) == (expected and expected.span()), (text, start, end)


@pytest.mark.parametrize(
    ("text", "expected"), [("Ward 4 – north_side", "ward4northside"), ("CAFÉ’s Straße", "cafésstrasse"), ("--", "")]
)
def test_letters_and_digits_alone(text: str, expected: str) -> None:
    assert squashed(text) == expected
