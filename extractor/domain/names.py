"""Names made plain: slugs, and words without capitals, accents and punctuation."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

import regex

__all__ = ["folded", "is_device", "mark_of", "plain", "slug", "squashed", "tight"]

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NO_LETTER = re.compile(r"[\W_]+")
_REST = regex.compile(r"[\W_]+")
_ASCII_REST = bytes(set(range(128)) - set(b"0123456789abcdefghijklmnopqrstuvwxyz"))
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)


@lru_cache(maxsize=4096)  # every cell of a table is named after the same title
def slug(text: str, longest: int = 80) -> str:
    """Lower-case letters and digits of a text with hyphens between words, cut at a word."""
    joined = _NOT_SLUG.sub("-", _ascii(text)).strip("-")
    return joined if len(joined) <= longest else joined[: longest + 1].rsplit("-", 1)[0].strip("-")


def is_device(name: str) -> bool:
    """Whether Windows keeps a name for a device, whatever suffix it has, so that no file can be called so."""
    return _DEVICE.fullmatch(name.split(".")[0].strip()) is not None


def mark_of(text: str) -> str:
    """A hash of the letters and digits of a text, the same however its words are spaced and broken."""
    return hashlib.sha256(_NO_LETTER.sub("", text.casefold()).encode("utf-8", "replace")).hexdigest()


def plain(text: str) -> str:
    """The words of a text in small letters, without accents and punctuation, parted by single blanks."""
    return _NOT_SLUG.sub(" ", _ascii(text)).strip()


def tight(ref: str) -> str:
    """A printed number without blanks: `P 1.1` becomes `P1.1`."""
    return "".join(ref.split())


def _ascii(text: str) -> str:
    """A text in small letters of the alphabet, without accents and apostrophes."""
    straight = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return straight.encode("ascii", "ignore").decode().lower().replace("'", "")


def folded(text: str) -> str:
    """A text in lower case without spaces: labels are compared so, whatever their capitals and broken kerning."""
    return "".join(text.casefold().split())


def squashed(text: str) -> str:
    """Letters and digits of a text alone, in small letters: editions space and mark words each in their own way."""
    if text.isascii():
        return text.lower().encode().translate(None, _ASCII_REST).decode()
    return _REST.sub("", text.casefold())
