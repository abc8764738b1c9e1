"""Footnotes whose numbers came as plain digits: which lines are footnotes, and where in the words their marks stand."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.document import Kind
from extractor.load.draft_blocks import Draft, DraftCell
from extractor.load.marks import superscript

_BARE = regex.compile(r"\d{1,3}")
_BEFORE = 60
_TAIL = 60  # characters
_LONGEST = 500
_GLUED = regex.compile(r"(?<![\p{L}\d])(\p{L}\p{Ll}{2,}|\(\p{L}{2,9}\))(\d{1,2})$")  # progress5, (WTE)5
_BRACKETED = regex.compile(
    r"(?<=[\p{L}\d%.,;:?!)’”'\"]) ?(?:\[\d{1,2}\]|[†‡]{1,2}|(?<=\d%?)\*(?=\s\p{Ll})|(?<=\d%)\d)(?![\p{L}\d(])"
)
_BREAKS_OFF = regex.compile(r"[\p{Ll},]$")
_LOW = regex.compile(r"\p{Ll}{2,} ")
_WEB = regex.compile(r"https?:|www\.|ibid\b")
_WORD = regex.compile(r"(?<![\p{L}\d])(?:\p{L}\p{Ll}{2,}|\(\p{L}{2,9}\))(?![\p{L}\d])")
_RUN_IN = regex.compile(
    r"(\s*\p{Lu}[^.]{2,120}?[\p{Ll})’”?!])(\d{1,2})\2(\p{Lu}.{10,300}\.)\s*"
)  # Staffing55From the team.


def set_apart(page: Sequence[str]) -> list[str]:
    """The lines of a page; a footnote that runs on from what calls it, its number twice between, is set at the foot.

    Browsers print it so where a page shows its notes beside the words.
    """
    lines: list[str] = []
    notes: list[str] = []
    for line in page:
        found = _RUN_IN.fullmatch(line) if len(line) < _LONGEST else None
        lines.append(found[1] + superscript(found[2]) if found else line)
        notes += ["", f"{superscript(found[2])} {found[3]}"] if found else []
    return lines + notes


def raise_numbers(page: Sequence[str]) -> list[str]:
    """The lines of a page, with the numbers of the footnotes at its foot raised.

    A footnote is told by its number on a line of its own and words under it, below the middle of the page, the numbers
    rising by one.
    """
    lines = list(page)
    filled = [n for n, line in enumerate(lines) if line.strip()]
    half = len(filled) // 3
    last: int | None = None
    for place in range(half, len(filled) - 1):
        at, below = filled[place], filled[place + 1]
        number, words = lines[at].strip(), lines[below].strip()
        if not _BARE.fullmatch(number) or _BARE.fullmatch(words) or len(words) < 12 or below - at > 2:
            continue
        if place and _parts(lines[filled[place - 1]].strip(), words):
            continue
        if last is not None and int(number) != last + 1:
            continue
        if last is None and not _only_footnotes(lines, filled[place:], int(number)):
            continue
        last = int(number)
        lines[at] = ""
        lines[below] = f"{superscript(number)} {words}"
    return lines


def _parts(above: str, below: str) -> bool:
    """Whether a number stands between two halves of a sentence, as that of a page does, and names no footnote."""
    return bool(_BREAKS_OFF.search(above) and _LOW.match(below) and not _WEB.match(below))


def _only_footnotes(lines: Sequence[str], places: Sequence[int], number: int) -> bool:
    """Whether what follows on the page is footnotes: few lines, and bare numbers that rise from the first."""
    bare = [int(lines[n].strip()) for n in places if _BARE.fullmatch(lines[n].strip())]
    return len(places) <= 24 and bare == list(range(number, number + len(bare)))


def link(drafts: Sequence[Draft]) -> None:
    """Take plain numbers out of the words where they are the marks of footnotes that no raised number calls.

    In a text with footnotes a number that is glued to a word at the end of a block or cell is a mark, if the text has
    the word without it elsewhere.
    """
    _take_brackets(drafts)
    if any(draft.kind is Kind.FOOTNOTE for draft in drafts):
        _unglue(drafts)
    called = {label for draft in drafts for _, label in _notes(draft)}
    for at, note in enumerate(drafts):
        if note.kind is not Kind.FOOTNOTE or not note.marker.isdecimal() or note.marker in called:
            continue
        mark = regex.compile(
            rf"(?<!\d[.,:])(?<=[\p{{Ll}})’”\"'.,;:?!]){note.marker}(?![\d%\p{{L}}]|[.,/-]\d)"
            rf"|(?<=[.?!)”\"'\p{{Ll}}])\s{note.marker}$"
        )
        for draft in reversed(drafts[max(0, at - _BEFORE) : at]):
            if draft.kind is not Kind.FOOTNOTE and _take(draft, mark, note.marker):
                called.add(note.marker)
                break


def _take_brackets(drafts: Sequence[Draft]) -> None:
    """Take out of the words what is the mark of a note wherever it stands: a number in square brackets, a dagger,
    a digit behind a per cent sign."""
    for draft in drafts:
        for holder in _holders(draft) if draft.kind is not Kind.FOOTNOTE else ():
            while any(map(str.isalpha, holder.text)) and (found := _BRACKETED.search(holder.text)):
                holder.words = holder.words.without(*found.span())
                holder.words.notes = sorted([*holder.words.notes, (found.start(), found[0].strip(" []"))])


def _unglue(drafts: Sequence[Draft]) -> None:
    holders = [holder for draft in drafts for holder in _holders(draft)]
    glued = [(holder, found) for holder in holders if (found := _GLUED.search(holder.text[-_TAIL:]))]
    if not glued:
        return
    ends = {found[1] for _, found in glued}
    known = {word for holder in holders for word in _WORD.findall(holder.text) if word in ends}
    for holder, found in glued:
        if found[1] in known:
            start = len(holder.text) - len(found[2])
            holder.words = holder.words.without(start, len(holder.text))
            holder.words.notes = [*holder.words.notes, (start, found[2])]


def _notes(draft: Draft) -> list[tuple[int, str]]:
    return draft.notes + [note for row in draft.rows for cell in row.cells for note in cell.notes]


def _holders(draft: Draft) -> list[Draft | DraftCell]:
    """What of a draft has words: it, or its cells."""
    return [cell for row in draft.rows for cell in row.cells] if draft.rows else [draft]


def _take(draft: Draft, mark: regex.Pattern[str], label: str) -> bool:
    taken = False
    for holder in _holders(draft):
        found = mark.search(holder.text)
        if found:
            holder.words = holder.words.without(*found.span())
            holder.words.notes = sorted([*holder.words.notes, (found.start(), label)])
            taken = True
    return taken
