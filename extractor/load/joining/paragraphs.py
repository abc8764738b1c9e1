"""Whether the words of a block are the rest of those before it, which a page, a column or a footnote cut."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import regex

from extractor.document import Kind
from extractor.load.draft_blocks import Draft, Place
from extractor.load.settings import JoinSettings
from extractor.load.shapes import is_closed, is_open, starts_low

_ITEMS = (Kind.BULLET, Kind.NUMBERED)
_SENTENCE = regex.compile(r"[.!?;:](?:\s|$)")
_STOPPED = regex.compile(r"[.?!]$")
_ABBREVIATION = regex.compile(r"\(\p{Lu}{2,}s?\)[,;]? \p{Ll}")  # of the words before it
_LOW_OR_FIGURE = regex.compile(r"[\"'“‘(\[]*[\p{Ll}\d]")


def go_on(last: Draft, drafts: Sequence[Draft], number: int, interrupted: bool, settings: JoinSettings) -> bool:
    """Whether a block goes on in the next.

    `number` is the place of the next, and `interrupted` says whether footnotes or page furniture stand between the two.
    """
    draft = drafts[number]
    if _was_no_heading(last, draft) or _is_cut_heading(last, draft) or _is_cut_caption(last, draft, interrupted):
        return True
    if draft.kind is not Kind.PARAGRAPH or last.kind not in (Kind.PARAGRAPH, *_ITEMS):
        return False
    if draft.place is not None and last.place is not None:
        breaks_off = bool(last.text) and not is_closed(last.text) and bool(_LOW_OR_FIGURE.match(draft.text))
        hangs = partial(_hangs_in_column, last, last.place, drafts, number, settings)
        if draft.place.in_next_column and (breaks_off or hangs()):
            return True
        about = last, last.place, draft, draft.place, settings
        if draft.page != last.last_page and (_hangs_on_page(*about) or _is_full_to_break(*about)):
            return True
    return _reads_on(last, draft, interrupted, settings)


def _was_no_heading(last: Draft, draft: Draft) -> bool:
    """Whether a line that was taken for a heading by its shape alone is the first half of a broken paragraph."""
    by_shape = last.kind is Kind.HEADING and not last.level and not last.style.bold
    return (
        by_shape
        and draft.kind is Kind.PARAGRAPH
        and not is_closed(last.text)
        and bool(_SENTENCE.search(draft.text))
        and starts_low(draft.text)
    )


def _is_cut_heading(last: Draft, draft: Draft) -> bool:
    """Whether a heading goes on on the next page or in the next column: with a small letter, and set alike."""
    if last.kind is not Kind.HEADING or draft.kind is not Kind.HEADING or last.style != draft.style:
        return False
    apart = draft.page != last.last_page or (draft.place is not None and draft.place.in_next_column)
    return apart and last.level == draft.level and not is_closed(last.text) and starts_low(draft.text)


def _is_cut_caption(last: Draft, draft: Draft, interrupted: bool) -> bool:
    """Whether the line of a page stands between the halves of a caption."""
    cut = interrupted and last.kind is Kind.CAPTION and draft.kind is Kind.PARAGRAPH and not draft.words.boxes
    return cut and starts_low(draft.text) and not is_closed(draft.text) and not is_closed(last.text)


def _hangs_in_column(last: Draft, place: Place, drafts: Sequence[Draft], number: int, settings: JoinSettings) -> bool:
    """Whether a column begins with words that hang below those of the item that ends the column before.

    They stand as far from the edge of their column as those above, or where those of other items of it stand.
    """
    page, first = drafts[number].page, drafts[number].place
    if last.kind not in _ITEMS or first is None or place.text_x - place.x0 <= settings.hang * place.em:
        return False
    begins = [place.text_x + first.left - place.left]
    for at in range(number + 1, len(drafts)):
        draft = drafts[at]
        if draft.page != page or (draft.place is not None and draft.place.column != first.column):
            break
        if draft.place and draft.kind in _ITEMS and draft.place.text_x - draft.place.x0 > settings.hang * place.em:
            begins.append(draft.place.text_x)
    return any(abs(first.x0 - x) < settings.same * place.em for x in begins)


def _hangs_on_page(last: Draft, above: Place, draft: Draft, below: Place, settings: JoinSettings) -> bool:
    """Whether a page begins with words that stand where those of the item stand that ends the page before."""
    if _STOPPED.search(last.text) and draft.text[:1].islower():
        return False  # pages between the two are missing
    if last.kind not in _ITEMS or (last.frame is None) != (draft.frame is None):
        return False
    hangs = above.text_x - above.x0 > settings.hang * above.em
    return hangs and abs(below.x0 - above.text_x) < settings.same * above.em


def _is_full_to_break(last: Draft, above: Place, draft: Draft, below: Place, settings: JoinSettings) -> bool:
    """Whether lines reach a page's foot, the last of them as far as those above it, and words go on below.

    Justified lines, also those below, all end alike, but for a stop that hangs over the edge; of others, the last has
    no room for the next word, and ends no sentence.
    """
    *ends, end = [box.x1 for box in last.words.boxes[-4:] if box.page == last.last_page] or [0.0]
    if not ends or (last.frame is None) != (draft.frame is None):
        return False
    full = [*ends, *(box.x1 for box in draft.words.boxes[:3] if box.page == draft.page)]
    full = full[: len(ends) + max(0, len(draft.words.boxes) - 1)]
    slack, hanging = 0.1 * above.em, 0.3 * above.em * is_closed(last.text)
    justified = len(full) > 1 and max(full) - min(full) <= slack and -slack <= end - max(full) <= max(slack, hanging)
    word = len(draft.text.split(" ")[0]) * above.em / 2
    if not justified and (is_closed(last.text) or end + word <= max(ends)):
        return False
    return abs(below.x0 - above.text_x) < settings.same * above.em and abs(below.em - above.em) < 0.5


def _reads_on(last: Draft, draft: Draft, interrupted: bool, settings: JoinSettings) -> bool:
    """Whether words that break off are finished by the next, told from the words alone."""
    if bool(last.box) != bool(draft.box):
        return False
    below = draft.page is not None and draft.page == last.last_page and not interrupted
    if below and (draft.words.boxes or last.kind not in _ITEMS):  # boxes tell more than words
        return False
    if last.text.endswith(":") and last.kind is Kind.PARAGRAPH and len(last.text) > settings.line:
        return starts_low(draft.text) and draft.text.endswith(".")
    if not last.text or is_closed(last.text):
        return False
    if is_open(last.text):
        return True
    goes_on = starts_low(draft.text) or bool(_ABBREVIATION.match(draft.text))
    return goes_on and (len(last.text) > settings.line or last.kind is not Kind.PARAGRAPH)
