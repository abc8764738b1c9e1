"""Footnote marks among words, for every format: what a raised run is, and where in the words its marks stood.

While words are put together a mark is written as superscript digits or letters, or as a private character that stands
for any other label; `taken` takes them out of the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

_FIRST, _MOST = 0xF0000, 65_000
_PRIVATE = "\U000f0000-\U000ffffd"
_PLAIN, _SUPERSCRIPT = "0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_RAISE, _LOWER = str.maketrans(_PLAIN, _SUPERSCRIPT), str.maketrans(_SUPERSCRIPT, _PLAIN)
_DIGITS, _LETTERS = _SUPERSCRIPT[:10], _SUPERSCRIPT[10:]
_UNIT = r"\b(?:[kcm]?m|ft|CO)"  # not the raised 2 of square miles and the like
_ONE = rf"(?:[{_DIGITS}]+|(?<![{_LETTERS}])[{_LETTERS}](?![{_LETTERS}])|[{_PRIVATE}])"
_MARKS = regex.compile(rf" ?(?!(?<={_UNIT} ?)[{_DIGITS}])({_ONE})(?:(?:\s?[,;]\s?|\s)?({_ONE}))*")
_ANY = regex.compile(rf"[{_SUPERSCRIPT}{_PRIVATE}]")
_LABEL = regex.compile(r"\d{1,3}|[ivx]{2,6}|[a-zA-Z]|[†‡§¶]{1,3}")
_LIST = regex.compile(
    rf"[\s,;]*[\[(]?\s*(?:{_LABEL.pattern}|\*{{1,3}}|[{_PRIVATE}])"
    rf"(?:(?:\s*[,;–—-]\s*|\s+|(?<=[{_PRIVATE}])|(?=[{_PRIVATE}]))(?:{_LABEL.pattern}|\*{{1,3}}|[{_PRIVATE}]))*"
    r"\s*[\])]?[\s,;]*"
)
_TOKEN = regex.compile(rf"(\d{{1,3}})\s*[–—-]\s*(\d{{1,3}})|([{_PRIVATE}]|\*+)|({_LABEL.pattern})")
_WIDEST = 20  # notes that a range such as 3-5 names
_ORDINAL = regex.compile(r"(?<![^\W\d_])[Nn]$")

OWN = regex.compile(f"[{_PRIVATE}]")
DIGITS = regex.compile(r"\s*\[?\s*([0-9]{1,3})\s*\]?\s*")


def mark(label: str, labels: list[str]) -> str:
    """The character that stands for the mark of a footnote; its label joins `labels`."""
    labels.append(label)
    return chr(_FIRST + min(len(labels) - 1, _MOST))


def superscript(label: str) -> str:
    """Digits and small letters as superscript ones, which are read as the mark of a footnote."""
    return label.translate(_RAISE)


def plain_digits(text: str) -> str:
    """Superscript digits and letters as ordinary ones."""
    return text.translate(_LOWER)


def raised(words: str, labels: list[str]) -> str:
    """A raised run as `taken` reads it: its footnote marks marked; as it is where it holds none, as in 31st.

    `words` are what is raised: `1`, `[2]`, `1,2`, `3-5`, `a`, `th`; `labels` are those so far, which grow.
    """
    if lone := DIGITS.fullmatch(words):
        return superscript(lone[1])
    if len(words) > 100 or not _LIST.fullmatch(words):
        return words
    return "".join(_marked(words, labels))


def _marked(words: str, labels: list[str]) -> Iterator[str]:
    for first, last, kept, label in _TOKEN.findall(words):
        if first and int(first) < int(last) <= int(first) + _WIDEST:
            yield from (mark(str(number), labels) for number in range(int(first), int(last) + 1))
        elif first:
            yield from (mark(first, labels), mark(last, labels))
        else:
            yield kept or mark(label, labels)


def taken(text: str, labels: Sequence[str]) -> tuple[str, list[tuple[int, str]]]:
    """Words without the marks of footnotes, and where those stood as (offset, label)."""
    if text.isascii() or not _ANY.search(text):
        return text, []
    kept: list[str] = []
    notes: list[tuple[int, str]] = []
    length = last = 0
    for match in _MARKS.finditer(text):
        found = [_label(one, labels) for group in (1, 2) for one in match.captures(group)]
        is_mark = _is_mark(text, match.start(), match.end(), found)
        parts = match.start() > 0 and match[0].startswith(" ") and text[match.end() : match.end() + 1].isalnum()
        written = " " * parts if is_mark else _put_back(text, match, labels)
        kept += [text[last : match.start()], written]
        length += match.start() - last
        notes += [(length, label) for label in found] if is_mark else []
        length += len(written)
        last = match.end()
    return "".join(kept) + text[last:], notes


def take_notes(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Words without superscript marks, and where those stood as (offset, label)."""
    return (text, []) if text.isascii() else taken(OWN.sub("", text), ())


def _label(one: str, labels: Sequence[str]) -> str:
    if OWN.match(one):
        at = ord(one) - _FIRST
        return labels[at] if at < len(labels) else ""
    return plain_digits(one)


def _is_mark(text: str, start: int, end: int, found: Sequence[str]) -> bool:
    """Whether raised labels refer to footnotes: not the half of a fraction, nor a letter of a name such as McLean."""
    following = text[end : end + 1]
    if following in ("/", "⁄") and found[-1].isdigit():
        return False
    lettered = found[-1].isalpha() and len(found) == 1
    return not (lettered and (following.isalpha() or _ORDINAL.search(text, max(0, start - 2), start)))


def _put_back(text: str, match: regex.Match[str], labels: Sequence[str]) -> str:
    """What is raised and no mark, as words; the numerator of a fraction stands apart from the number before it."""
    words = match[0]
    if any(map(OWN.match, words)) or any(letter in _LETTERS for letter in words):
        words = OWN.sub(lambda one: _label(one[0], labels), plain_digits(words))
    elif text[match.end() : match.end() + 1] in ("/", "⁄"):
        words = plain_digits(words)
    before = text[match.start() - 1 : match.start()]
    return f" {words}" if before.isdigit() and words[:1].isdigit() else words
