"""Footnotes of a page: what is linked to a mark leaves the flow, and the mark tells which it is."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import Any

import regex

from extractor.load.html.tree import HEADINGS, drop, fragment, replace, targets, tokens, words_in
from extractor.load.marks import DIGITS

_MARK = regex.compile(r"[\[(]?\s*(?:(?:foot|end)?note\s*)?(\d{1,3}|[*†‡§¶]{1,3}|[ivxl]{1,6}|[a-z])\s*[\])]?", regex.I)
_HINT = regex.compile(
    r".*(?:foot-?notes?|end-?notes?|note-?ref|biblioref|reference|msofootnote\w*)(?:[-_].*)?", regex.I
)
_LIST = regex.compile(r"(?:doc-|mso)?(?:foot-?notes?|end-?notes?|footnotes?-list|references)", regex.I)
_BACK = regex.compile(r"(?:\W*(?:back|return)(?: to .*)?\W*|jump up.*|[\W_]*)", regex.I)
_HEAD = regex.compile(r"(?:foot|end)[ -]?notes?\W*|notes\W*|references\W*", regex.I)
_OWN_LABEL = regex.compile(r"\s*[\[(]?(\d{1,3}|[*†‡]{1,3})[\]).:]+\s*|\s*(\d{1,3})\s*$")
_NOTE_ID = regex.compile(r"(?:ftn|fn|edn|footnote|note)[-_:]?\d+")
_BODIES = ("li", "dd", "div", "p", "td", "aside", "section", "tr")
_HOLDERS = ("ol", "ul", "div", "dl", "section")
_MOST_WORDS, _MOST_PARTS = 600, 300  # of a footnote: words, and elements


class Notes:
    """The footnotes that marks lead to, by key.

    In the tree a mark becomes an element `mark`, and a note that none leads to a `footnote`.
    """

    def __init__(self, root: Any) -> None:
        self.bodies: dict[str, Any] = {}
        self.places = {element: at for at, element in enumerate(root.iter())}
        self.leads = targets(root)
        self.fits: dict[Any, bool] = {}
        lists: dict[Any, None] = {}
        for link in [e for e in self.places if e.tag == "a" and fragment(e)]:
            self._cite(link, lists)
        lists |= dict.fromkeys(e for e in self.places if e.tag in _HOLDERS and _is_list(e))
        for each in lists:
            self._rest(each)
        for heading in root.iter(*HEADINGS):  # that falls when nothing stands below it
            if _HEAD.fullmatch(words_in(heading)):
                heading.set("data-notes", "")

    def _cite(self, link: Any, lists: dict[Any, None]) -> None:
        """Make a link the mark of its footnote if it is one."""
        name = fragment(link)
        target = self.leads.get(name)
        printed = words_in(link)
        found = _MARK.fullmatch(printed)
        if target is None or found is None or self.places[target] <= self.places[link]:
            return
        body = _body(target)
        if body is None or not self._is_small(body) or link in body.iter():
            return
        if not (_is_hinted(link) or self._leads_back(body, link)):
            return
        if name not in self.bodies:
            holder = body.getparent()
            if holder is not None and body.tag == "li":
                lists[holder] = None
            self.bodies[name] = body
        holder = link.getparent()
        replace(link, "mark", key=name, label=found[1])
        if holder is not None and holder.tag in ("sup", "span") and len(holder) == 1 and not holder.text:
            holder.attrib.pop("id", None)

    def _is_small(self, body: Any) -> bool:
        """Whether a block is no more than a footnote: without headings and tables, of not too many words."""
        if body not in self.fits:
            parts = list(islice(body.iter(), _MOST_PARTS + 1))
            plain = len(parts) <= _MOST_PARTS and not any(each.tag in (*HEADINGS, "table") for each in parts)
            self.fits[body] = plain and len(words_in(body).split()) <= _MOST_WORDS
        return self.fits[body]

    def _leads_back(self, body: Any, link: Any) -> bool:
        names = {each.get(key) for each in (link, link.getparent()) if each is not None for key in ("id", "name")}
        return any(fragment(back) in names - {None} for back in body.iter("a") if fragment(back))

    def text(self, key: str) -> Any:
        """The element of a footnote, without the links back and the number before it; None where it is not known."""
        body = self.bodies.get(key)
        if body is not None and body.get("cleaned") is None:
            _clean(body)
        return body

    def _rest(self, holder: Any) -> None:
        """Make those notes of a list that no mark leads to footnotes where they stand."""
        cited = set(self.bodies.values())
        number = _start(holder) - 1
        for item in [e for e in holder.iter("li", "p") if e.tag == "li" or e in cited]:
            number += item.tag == "li"
            if item in cited or any(up in cited for up in item.iterancestors()):
                continue
            if holder.tag in ("div", "section") and not any(up.tag in ("ol", "ul") for up in item.iterancestors()):
                continue
            _clean(item)
            item.tag = "footnote"
            item.set("label", str(number))

    def detach(self) -> None:
        """Take the bodies of cited footnotes out of the tree, and what held nothing else."""
        holders = dict.fromkeys(body.getparent() for body in self.bodies.values())
        for body in self.bodies.values():
            drop(body)
        for holder in holders:
            while holder is not None and holder.tag in _HOLDERS and not words_in(holder):
                holder, empty = holder.getparent(), holder
                if next(empty.iter("img"), None) is None:
                    drop(empty)


def _body(target: Any) -> Any:
    """The list item, paragraph or other block that a target names; None where it is a heading or no block."""
    element = target
    if element.tag == "dt" and element.getnext() is not None and element.getnext().tag == "dd":
        return element.getnext()
    while element is not None and element.tag not in _BODIES:
        if element.tag in HEADINGS:
            return None
        element = element.getparent()
    if element is None:
        return None
    parent = element.getparent()
    is_note = parent is not None and parent.tag in ("div", "aside") and _NOTE_ID.fullmatch(parent.get("id") or "")
    return parent if element.tag == "p" and parent is not None and (parent.tag == "li" or is_note) else element


def _is_hinted(link: Any) -> bool:
    if (link.getparent() is not None and link.getparent().tag == "sup") or next(link.iter("sup"), None) is not None:
        return True
    said = [*tokens(link), *(link.get("rel") or "").split(), link.get("role") or "", link.get("epub:type") or ""]
    return any(_HINT.fullmatch(word) for word in said if len(word) < 60)


def _is_list(element: Any) -> bool:
    said = [*tokens(element), element.get("role") or "", element.get("epub:type") or ""]
    return any(_LIST.fullmatch(word) for word in said if len(word) < 60)


def _start(holder: Any) -> int:
    said = holder.get("start") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1


def _clean(body: Any) -> None:
    """Take the links back, and the number that the list does not print, out of a footnote."""
    body.set("cleaned", "")
    for link in list(body.iter("a")):
        words = words_in(link)
        if link is body or not fragment(link) or len(words) >= 60:
            continue
        if _BACK.fullmatch(words) or _MARK.fullmatch(words):
            raised = link.getparent() if link.getparent().tag == "sup" else None
            drop(link)
            if raised is not None and not words_in(raised):
                drop(raised)
    first = next((e for e in body.iter("sup") if DIGITS.fullmatch(words_in(e))), None)
    if first is not None and words_in(body).startswith(words_in(first)):
        drop(first)
    for element in body.iter():
        if element.text and element.text.strip():
            if (found := _OWN_LABEL.match(element.text)) and len(words_in(body)) > len(found[0].strip()):
                element.text = element.text[found.end() :]
            return
        if element is not body and element.tail and element.tail.strip():
            return


def drop_bare_headings(root: Any) -> None:
    """Take out the headings of footnotes that have nothing but footnotes below them."""
    for heading in list(root.iter(*HEADINGS)):
        if heading.get("data-notes") is None or (heading.tail or "").strip():
            continue
        below = takewhile(lambda e: e.tag not in HEADINGS, heading.itersiblings())
        if all(not words_in(e) or _only_notes(e) for e in below):
            drop(heading)


def _only_notes(element: Any) -> bool:
    notes = sum(len(words_in(each)) for each in element.iter("footnote"))
    return notes >= 0.95 * len(words_in(element)) > 0
