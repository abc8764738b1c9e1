"""Lines are joined into one, and the hyphens at their ends kept or dropped by what the document itself writes.

A line-end hyphen stays where the compound stands elsewhere with its hyphen, goes where the word stands elsewhere
without, and otherwise stays only if the second half is a word of the document ("sub-" + "groups"), a short one only if
the first half is one too; what is left was broken for the line alone ("inspec-" + "tion"), but for two words of English
that make none together. Where a document breaks words for the line, those that English writes together are taken to be
one ("over-" + "heard"), unless it writes others of their kind with a hyphen; fractions keep theirs. Where it breaks
them with a hyphen of its own, any other belongs to the word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import regex

from extractor.domain.english import is_english
from extractor.domain.numerals import number
from extractor.load.words import SUSPENDED, Words

_TYPED = "\u2010"  # programs that break words for the line set it, and few people type it
_HYPHENS = ("-", _TYPED)
_BREAKS = 0.1  # of the hyphens at line ends stand in words that stand elsewhere whole: words are broken for the line
_TOGETHER = frozenset(
    "any every fore out over some under up with".split()
)  # begin more words without a hyphen than with
_FRACTIONS = regex.compile(r"(?:half|halve|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)s?")
_WORD = regex.compile(r"\p{L}+(?:[-\u2010’']\p{L}+)*")
_LAST = regex.compile(r"(?:\p{L}+[-\u2010])*\p{L}+(?=[-\u2010]$)")
_FIRST = regex.compile(r"\p{L}+(?:-\p{L}+)*")
_END = regex.compile(r"\p{L}+$")
_START = regex.compile(r"\p{Ll}+(?![\p{L}’'-])")
_SLASH = regex.compile(r"[\p{L}\p{N}]+/$")  # words may be broken behind it
_NEXT = regex.compile(r"[\p{L}\p{N}]+")
_SPACED = regex.compile(r"[\p{L}\p{N}]+/ [\p{L}\p{N}]+")
_ADDRESS = regex.compile(r"(?:https?://|www\.)\S*$")
_ADDRESS_END = regex.compile(r"[/_=&%?#~-]$")
_ADDRESS_START = regex.compile(r"[/_=&%?#~-]|\S*[\p{L}\d][/_=&%]|\S+-\S+-\S")


def _words_in(piece: str) -> list[str]:
    return [piece] if piece.isalpha() else _WORD.findall(piece)


class Vocabulary:
    """How often the lines of a document write each word, words that a line end breaks left out.

    Where a document breaks words for the line, what begins a line below a hyphen is no word of its own. `broken` is
    what ends some line before a hyphen, and what begins a line below; the latter is left out of `lines`.
    """

    def __init__(self, lines: Sequence[str], broken: Sequence[tuple[str, str]] = ()) -> None:
        printed: Counter[str] = Counter()  # what stands between spaces
        self.spaced: set[str] = set()  # what stands around a slash and a space
        self.types = False  # whether its own compounds have the hyphen that programs break words with
        ends = Counter(line.rstrip()[-1:] for line in lines)
        self.sets = ends[_TYPED] > ends["-"]  # whether its line ends have that hyphen, and the other in compounds alone
        for line in lines:
            if "/ " in line:
                self.spaced.update(match.casefold() for match in _SPACED.findall(line))
            printed.update(_WORD.findall(line)[:-1] if line.rstrip().endswith(_HYPHENS) else line.split())
        self.counts: Counter[str] = Counter()
        for word, count in ((word, count) for piece, count in printed.items() for word in _words_in(piece)):
            low = word.casefold()
            if _TYPED in low:
                self.types = True
                low = low.replace(_TYPED, "-")
            for part in (low, *low.split("-")) if "-" in low else (low,):
                self.counts[part] += count
        pairs = [(left.casefold(), right.casefold()) for left, right in broken]
        wholes = sum(self.counts[left + right] > 0 for left, right in pairs)
        self.breaks = bool(pairs) and wholes >= _BREAKS * len(pairs)
        self.often = self.breaks and wholes > 2  # no accident
        self.prints = max(1, wholes) < _BREAKS * len(pairs)  # its line ends have the hyphens of its words alone
        if not self.breaks:
            self.counts.update(part for _, right in pairs for part in {right, *right.split("-")})

    def keeps(self, left: str, right: str) -> bool:
        """Whether the hyphen between two halves of a word belongs to it."""
        left, right = left.casefold(), right.casefold()
        hyphenated, whole = self.counts[f"{left}-{right}"], self.counts[left + right]
        if hyphenated or whole:
            return hyphenated >= whole or (self.prints and is_english(left) and is_english(right))
        before, behind = left.rsplit("-", 1)[-1], right.split("-", 1)[0]
        if _FRACTIONS.fullmatch(behind) and before.isalpha() and number(before) is not None:
            return True
        if is_english(left + right) and not is_english(behind):
            return False
        if not self.counts[behind]:
            two = is_english(before) and is_english(behind) and not is_english(before + behind)
            return two and min(len(before), len(behind) - 1) > 2
        if self.breaks and behind == right and (left in _TOGETHER or (self.often and is_english(left + right))):
            return any(self.counts[f"{first}-{right}"] for first in _TOGETHER)
        return len(behind) >= 4 or (min(len(before), len(behind)) >= 2 and self.counts[before] > 0)

    def _is_broken(self, half: str, rest: str, for_line: bool) -> bool:
        """Whether a hyphen between two halves of a word is there for the line alone.

        Capitals go on with capitals only where the word stands elsewhere whole.
        """
        if self.sets and not self.types:
            return for_line
        lower = rest[0].islower() or self.counts[(half + rest).casefold()] > 0
        return lower and not self.keeps(half, rest)

    def join(self, left: Words, right: Words) -> Words:
        """Two neighbouring lines as one."""
        return left.joined(right, *self.seam(left.text, right.text))

    def seam(self, text: str, below: str) -> tuple[str, int]:
        """What goes between two lines, and how many characters go at the end of the first."""
        if not text or not below:
            return "", 0
        if _ADDRESS.search(text, text.rfind(" ") + 1):
            return ("" if _ADDRESS_END.search(text) or _ADDRESS_START.match(below) else " "), 0
        if text.endswith(_HYPHENS) and len(text) > 1 and not text[-2].isspace() and not SUSPENDED.match(below):
            half, rest = _LAST.search(text, text.rfind(" ") + 1), _FIRST.match(below)
            broken = half and rest and self._is_broken(half[0], rest[0], for_line=text.endswith(_TYPED))
            return "", int(bool(broken))
        if text.endswith("/ "):
            return "", 0
        if text.endswith("/") and (slash := _SLASH.search(text, text.rfind(" ") + 1)) and (first := _NEXT.match(below)):
            return (" " if f"{slash[0]} {first[0]}".casefold() in self.spaced else ""), 0
        return " ", 0

    def unwrap(self, lines: Iterable[Words], in_cell: bool = False) -> Words:
        """Lines as one line; words that were too long for a cell are broken there without a hyphen."""
        joined = Words()
        for words in lines:
            glue, drop = self.seam(joined.text, words.text)
            joined.append(words, "" if in_cell and glue and self._is_cut(joined.text, words.text) else glue, drop)
        return joined.cut(0, len(joined.text) - 1) if joined.text.endswith(" ") else joined

    def _is_cut(self, text: str, below: str) -> bool:
        """Whether two lines break a word that English or the document has whole, while what ends the first is none."""
        half, rest = _END.search(text, text.rfind(" ") + 1), _START.match(below)
        if not half or not rest or len(half[0]) <= len(rest[0]):
            return False
        whole = (half[0] + rest[0]).casefold()
        return not is_english(half[0].casefold()) and (is_english(whole) or self.counts[whole] > 0)
