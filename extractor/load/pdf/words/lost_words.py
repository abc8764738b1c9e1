"""The last line of defence: every word of a page that pdfium parts from others must be a word of what was read.

In go the runs of all pages and the drafts made of them, out come the pages on which too many words are missing. Their
runs are then parted as pdfium has them, and the page is read anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import regex

from extractor.load.draft_blocks import Draft
from extractor.load.pdf.settings import WordSettings
from extractor.load.pdf.words.runs import Run

_WORD = regex.compile(r"\p{L}{2,}")
_HYPHEN = regex.compile(r"[-\u2010]\s")
_ODD = regex.compile(  # what no word of English has: a sign around it, a letter of another script within it
    r"(?<!\S)([<>=])(?=\p{Ll}{2})|(?<=\p{Ll}{2})([<>=])(?![^\s.,;:?!])|(?<=[a-z])([þðøß]|[^\p{Latin}\P{L}])(?=[a-z])"
)
_AGAIN = 2  # times the same sign may stand so
_BROKEN = regex.compile(r"\p{L}+[-\u2010]\s+\p{L}+")  # a hyphen at the end of a line, which reading may take out


def pages_with_odd_signs(pages: Sequence[Sequence[Run]]) -> dict[str, list[int]]:
    """Signs that stand around or within words again and again, as in no language, with the numbers of their pages.

    A program that took letters or quotation marks for other signs writes them so.
    """
    found: dict[str, list[int]] = {}
    for number, runs in enumerate(pages, start=1):
        for match in _ODD.finditer(text_of(runs)):
            found.setdefault(next(filter(None, match.groups())), []).append(number)
    return {sign: sorted(set(numbers)) for sign, numbers in found.items() if len(numbers) > _AGAIN}


def pages_with_lost_words(pages: Sequence[Sequence[Run]], drafts: Iterable[Draft], settings: WordSettings) -> list[int]:
    """The numbers of pages, from 1, of whose words more than a few are missing.

    The runs of every page are in the order of the file.
    """
    read: dict[int | None, list[str]] = {}
    for draft in drafts:
        texts = read.setdefault(draft.page, [])
        texts += [draft.marker, draft.text]
        for row in draft.rows:
            texts += [cell.text for cell in row.cells]
    lost: list[int] = []
    for number, runs in enumerate(pages, start=1):
        text = text_of(runs)
        printed = Counter((_BROKEN.sub("", text) if _HYPHEN.search(text) else text).split())
        here = Counter("\n".join(read.get(number, ())).split())
        unlike = _words_of(printed - here)  # what stands between spaces in both needs no closer look
        missing = unlike and _unjoined(unlike, _words_of(here - printed))
        if missing and missing.total() > settings.lost_words * _words_of(printed).total():
            lost.append(number)
    return lost


def _unjoined(printed: Counter[str], read: Counter[str]) -> Counter[str]:
    """Words that were not read, without the beginning or end of one that was: a narrow cell may break it anywhere."""
    missing = printed - read
    longest = max(map(len, missing), default=0)
    for word, count in read.items():
        for at in range(1, min(len(word), longest + 1)):
            missing.subtract({piece: count for piece in (word[:at], word[-at:]) if missing[piece] > 0})
    return +missing


def _words_of(pieces: Counter[str]) -> Counter[str]:
    """How often each word stands in some pieces of text, each of them so many times."""
    words: Counter[str] = Counter()
    for piece, count in pieces.items():
        for word in _WORD.findall(piece):
            words[word] += count
    return words


def text_of(runs: Sequence[Run]) -> str:
    """The words of a page as pdfium parts them."""
    pieces: list[str] = []
    previous: Run | None = None
    for run in runs:
        if previous is not None and run.before is not previous:
            pieces.append("\n")
        pieces.append(run.text)
        previous = run
    return "".join(pieces)


def part_as_printed(runs: Sequence[Run]) -> None:
    """Set a space behind every run that the next does not go on: two neighbours are then never taken for one word."""
    goes_on = {id(run.before) for run in runs if run.before is not None}
    for run in runs:
        if id(run) not in goes_on and not run.text[-1:].isspace():
            run.text += " "
