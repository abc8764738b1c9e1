"""Which words there are: those that a document prints whole, and those of English."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extractor.domain.english import is_english
from extractor.load.pdf.settings import WordSettings

_ONE_LETTER = frozenset("aio")  # letters that are words
# Words that stand between printed spaces, line ends or punctuation: neither half of something nor beside a figure.
_WHOLE = regex.compile(r"(?<![\p{L}\p{N}'’\u2005-])\p{L}{2,}(?![\p{L}\p{N}'’\u2005-])")


class Lexicon:
    """Words that are attested without a gap in them, counted once, before anything is changed.

    In `texts` a space that nobody printed is U+2005.
    """

    def __init__(self, texts: Iterable[str], settings: WordSettings) -> None:
        self.settings = settings
        pieces = {piece for text in texts for piece in text.replace("\n", " ").split(" ")}
        printed = _WHOLE.findall(" ".join(pieces))  # a space parts words whatever they stand beside
        self._alone: dict[str, bool] = {}
        self.printed = frozenset(map(str.casefold, printed))

    def has(self, word: str) -> bool:
        """Whether something is attested as a word."""
        low = word.casefold()
        return low in self.printed or is_english(low.replace("’", "'").removesuffix("'s"))

    def prints(self, word: str) -> bool:
        """Whether the document prints a word whole."""
        return word.casefold() in self.printed

    def stands_alone(self, part: str) -> bool:
        """Whether what may be a part of a word is one itself: of two or three letters, few are."""
        known = self._alone.get(part)
        if known is None:
            low = part.casefold()
            if len(low) == 1:
                known = low in _ONE_LETTER
            elif len(low) > 3:
                known = self.has(part)
            else:
                known = low in self.printed or is_english(low, self.settings.common_words)
            self._alone[part] = known
        return known


def is_cased_as_one(word: str) -> bool:
    """Whether capitals stand where they do in one word: none, the first, or all, but for the s of several."""
    return word.islower() or word.removesuffix("s").isupper() or (word[0].isupper() and word[1:].islower())
