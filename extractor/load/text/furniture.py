"""Running headers, footers and page numbers of a text conversion, told by the lines at the edges of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

import regex

from extractor.document import Kind
from extractor.load import shapes
from extractor.load.draft_blocks import Draft

_DIGITS = regex.compile(r"\d+")
_LABEL = regex.compile(r"(?:^|\s)(\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\s*[-–—|]?$")
_GAP = regex.compile(r"\S\s{3,}\S")
_BARE = regex.compile(r"\d{1,3}")
_NUMBERED = regex.compile(r"(?:(.*[^\d\s])\s+(?:page\s+)?)?(\d{1,3})", regex.I)
_WORDS, _ITEMS = (Kind.HEADING, Kind.PARAGRAPH), (Kind.BULLET, Kind.NUMBERED)
_OPEN = regex.compile(r"[\p{Ll},–-]$")
_COUNTED = regex.compile(r"\d{1,4} \p{Ll}")
_NO_LETTERS = regex.compile(r"[^\p{L}]+")
_CONTINUED = regex.compile(r"\s*(?:\((?:continued|cont\.?|contd\.?)\)|\bcontinued)\s*:?$", regex.I)
_NUMBER_BEFORE = regex.compile(r"(?:page )?\d{1,4}\s+(?=\p{Lu})", regex.I)
_BESIDE = regex.compile(r"^\d{1,3} | \d{1,3}$")
_TELLING = 25
_EDGE = 3
_LONGEST = 200
_FRONT = 8  # blocks, among which the title of a report stands
_TITLE = 6  # blocks that it can take
_CONTENTS = "contents"  # behind which headings are listed


def edges(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For every page, which of its lines are furniture.

    A line at an edge is furniture if, with its numbers left out, it stands at the edge of several pages, or if it is a
    bare page number where most pages have one. So are a page number, and what is printed elsewhere too, between words
    and those that go on from them upon the next page.
    """
    filled = [[number for number, line in enumerate(page) if line.strip()] for page in pages]
    outer = [{*numbers[:_EDGE], *numbers[-_EDGE:]} for numbers in filled]
    texts = [[page[number].strip() for number in numbers] for page, numbers in zip(pages, outer, strict=True)]
    seen = Counter(key for lines in texts for key in {_key(line) for line in lines if len(line) < _LONGEST})
    least = max(2, min(5, len(pages) // 4))
    columned = max(least, len(pages) * 2 // 5)  # the head of a table that goes on over pages stands at their edges too
    numbered = sum(any(map(shapes.is_page_number, lines)) for lines in texts) >= max(2, len(pages) // 2)
    found: list[set[int]] = []
    for page, numbers in zip(pages, filled, strict=True):
        marked: set[int] = set()
        for order in (numbers, numbers[::-1]):
            counted = False
            for number in order[:_EDGE]:
                line = page[number].strip()
                bare = shapes.is_page_number(line)
                often = seen[_key(line)] >= (columned if _GAP.search(line) and not _LABEL.search(line) else least)
                if not (numbered and not counted if bare else _has_words(line) and often):
                    break
                counted |= bare
                marked.add(number)
        found.append(marked)
    known = printed([line.strip() for page in pages for line in page if line.strip()])
    for at, (above, below) in enumerate(pairwise(filled)):
        feet, heads = (
            [n for n in ends if shapes.is_page_number(page[n].strip()) or is_running(page[n].strip(), known)]
            for page, ends in ((pages[at], above[-1:]), (pages[at + 1], below[:1]))
        )
        last, first = above[: len(above) - len(feet)][-1:], below[len(heads) :][:1]
        if last and first and any(shapes.is_page_number(pages[at][n].strip()) for n in feet):
            words = pages[at][last[0]].strip()
            if _OPEN.search(words) and reads_on(words, pages[at + 1][first[0]].strip()):  # the words go on behind them
                found[at].update(feet)
                found[at + 1].update(heads)
    return found


def label(lines: Sequence[str]) -> str:
    """The page number that the furniture of a page prints, if any."""
    for line in lines:
        match = _LABEL.search(line.strip())
        if match:
            return match[1]
    return ""


def loose(drafts: Sequence[Draft]) -> None:
    """Make furniture of what interrupts a text: page numbers, running headers, its own title printed again, headings
    that say that they go on.

    They are told by what they say, or by what they stand between: two halves of a sentence, items of one list, or
    tables of as many columns.
    """
    known = printed([draft.text for draft in drafts])
    front = [_letters(draft.text) for draft in takewhile(_is_of_title, drafts[:_FRONT])]
    whole = {"".join(front[at:end]) for at in range(len(front)) for end in range(at + 1, at + 1 + _TITLE)}
    titles = {title for title in whole if len(title) >= _TELLING}
    seen: set[str] = set()
    for number, draft in enumerate(drafts):
        if draft.kind not in (*_WORDS, Kind.NUMBERED, Kind.CAPTION) or len(draft.text) >= _LONGEST:
            continue
        words = without_continued(draft.text)
        name, again = _letters(words), words != draft.text
        is_title = draft.kind in _WORDS and number >= len(front) and name in titles
        is_title &= len(front) > 1 or _BESIDE.search(draft.text) is not None  # else it may be a part of a report
        beside = _beside(drafts, number, known)
        says = shapes.is_set_off(draft.text) or is_title or (again and name in seen)
        if says or (beside and _interrupts(*beside, draft, known, name in seen)):
            draft.kind = Kind.FURNITURE
        seen.add(name)
    _numbered(drafts)


def _beside(drafts: Sequence[Draft], number: int, known: Counter[str]) -> tuple[Draft, Draft] | None:
    """The blocks above and below one, beyond furniture above it and a page number or running head below it."""
    around = [*reversed(drafts[max(0, number - 2) : number])], drafts[number + 1 : number + 3]
    if not all(around):
        return None
    above, below = (side[0] for side in around)
    if above.kind is Kind.FURNITURE:
        above = around[0][-1]
    bare = _BARE.fullmatch(drafts[number].text) is not None
    if below.kind in _WORDS and (is_running(below.text, known) if bare else _BARE.fullmatch(below.text)):
        below = around[1][-1]
    return above, below


def _is_of_title(draft: Draft) -> bool:
    """Whether a block at the front of a report can be of its title: no prose, and not above a list of contents."""
    text = draft.text
    prose = len(text) >= _LONGEST or text.endswith((".", "!", "?"))
    return draft.kind in (*_WORDS, Kind.FURNITURE) and not prose and _CONTENTS not in _letters(text)


def _interrupts(above: Draft, below: Draft, draft: Draft, known: Counter[str], seen: bool) -> bool:
    """Whether a number, or what is printed elsewhere too, stands between two parts of one thing."""
    bare = _BARE.fullmatch(draft.text) is not None
    if above.kind is below.kind is Kind.TABLE and len(above.rows[0].cells) == len(below.rows[0].cells):
        return bare or goes_on(draft.text)
    if above.kind in _ITEMS and below.kind in _ITEMS:
        return seen and draft.kind is Kind.HEADING and shapes.is_numbered_heading(draft.text)
    halves = draft.kind in _WORDS and above.kind in (*_WORDS, *_ITEMS, Kind.CAPTION) and below.kind in _WORDS
    if not (halves and (bare or runs(draft.text, known))):
        return False
    if not (_OPEN.search(above.text[-40:]) and reads_on(above.text, below.text)):
        return False
    below.kind = Kind.PARAGRAPH
    return True


def reads_on(above: str, below: str) -> bool:
    """Whether a text goes on from another: in small letters, or with what is counted behind a small word."""
    return shapes.starts_low(below) or bool(_COUNTED.match(below) and shapes.is_open(above[-40:].lower()))


def printed(texts: Sequence[str]) -> Counter[str]:
    """The letters of short texts, of two that follow each other, and of more where the title of a report stands, with
    how often they are printed."""
    found: Counter[str] = Counter()
    front = [_letters(text) for text in takewhile(lambda text: len(text) < _LONGEST, texts[:_FRONT])]
    for at in range(len(front)):
        found.update("".join(front[at:end]) for end in range(at + 3, len(front) + 1))
    letters = [_letters(text) if len(text) < _LONGEST else "" for text in texts]
    found.update(letters)
    found.update(one + two for one, two in pairwise(letters) if one and two)
    return found


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text).casefold()


def runs(text: str, known: Counter[str]) -> bool:
    """Whether a text between two halves of a sentence is printed elsewhere too, by itself or over two lines."""
    text = _NUMBER_BEFORE.sub("", text)
    headed = text[:1].isupper() or (text[:1].isdigit() and len(_letters(text)) >= _TELLING)
    telling = headed and not shapes.is_closed(text) and len(text) < _LONGEST and "\t" not in text
    return telling and known[_letters(text)] > 1


def is_running(text: str, known: Counter[str]) -> bool:
    """Whether a line between rows is printed elsewhere too, and long enough to be no label of theirs."""
    return len(text) < _LONGEST and len(_letters(text)) >= _TELLING and known[_letters(text)] > 1


def goes_on(text: str) -> bool:
    """Whether a line says that what it names goes on."""
    return len(text) < _LONGEST and _CONTINUED.search(text) is not None


def without_continued(text: str) -> str:
    """A line without the words behind it that say that what it names goes on."""
    return _CONTINUED.sub("", text)


def repeats(text: str, known: Counter[str]) -> bool:
    """Whether a short text is printed elsewhere too."""
    return len(text) < _LONGEST and known[_letters(text)] > 1


def is_again(text: str, known: Counter[str]) -> bool:
    """Whether a line says that what another line names goes on."""
    return goes_on(text) and known[_letters(without_continued(text))] > 0


def _numbered(drafts: Sequence[Draft]) -> None:
    """Make furniture of the page numbers in a text without pages, and of the running headers beside them.

    Numbers that stand alone, or behind the same words, are page numbers if there are at least three and they rise. A
    line is a running header if it repeats, mostly beside numbers that stand alone.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for at, draft in enumerate(drafts):
        match = _NUMBERED.fullmatch(draft.text) if draft.page is None and len(draft.text) < _LONGEST else None
        if match and (not match[1] or (len(match[1]) >= _TELLING and draft.kind in (*_WORDS, Kind.FURNITURE))):
            found.setdefault(match[1] or "", []).append((int(match[2]), at))
    for words, lines in found.items():
        numbers, places = zip(*lines, strict=True)
        if len(numbers) < 3 or list(numbers) != sorted(set(numbers)):
            continue
        for at in places:
            drafts[at].kind = Kind.FURNITURE
        around = [at + step for at in places for step in (-1, 1) if not words and 0 <= at + step < len(drafts)]
        beside = Counter(drafts[at].text for at in around if drafts[at].kind in _WORDS)
        everywhere = Counter(draft.text for draft in drafts) if beside else Counter()
        for draft in drafts:
            count = beside.get(draft.text, 0)
            if count >= 3 and count * 2 > everywhere[draft.text] and len(draft.text) < _LONGEST:
                draft.kind = Kind.FURNITURE


def _has_words(line: str) -> bool:
    """Whether a line is more than figures, and no row of a table: one cell of figures beside words at most."""
    figures = sum(not any(ch.isalpha() for ch in cell) for cell in line.split("\t") if cell)
    return sum(ch.isalpha() for ch in line) > 2 and figures < 2


def _key(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()))
