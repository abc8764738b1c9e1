"""Characters as converters and PDF producers leave them become the words that were printed."""

from __future__ import annotations

import unicodedata

import regex

# U+0002 and U+FFFE are how PDF libraries report a hyphen at the end of a line.
_LINE_HYPHENS = "\u0002\ufffe"
_HYPHENS = "\u2011\ufe63\uff0d"  # those that hold a word together, small and wide ones
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
# Ligatures whose letters Ghostscript 10.0 has written with their bytes swapped, the last two of three added up.
_SWAPPED = {chr(ord(letter) << 8): letter for letter in "fijlt"} | {"\ucf00": "fi", "\ud200": "fl"}
_LIGATURE = regex.compile(rf"[\u6600\u7400][{''.join(_SWAPPED)}]{{1,2}}")
_CONTROL = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ODD = regex.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200d\u2060\u6600\u7400\ud800-\udfff\ufb00-\ufb06\ufeff\ufffe\ufe63\uff0d\u2011]"
)

# Glyphs that open a list item: dashes, dots, boxes, and the private code points of Wingdings and Symbol.
BULLETS = "•·●◼◾▸►◆✔➔★◦▪■□▣❑❒➢➤✓‣⁃∙\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf071\uf0a8\uf0b0\uf02d"


def characters(text: str) -> str:
    """Text without ligatures, soft hyphens, zero-width and control characters; line-end hyphens become `-`."""
    if not _ODD.search(text):
        return text
    for ligature, letters in _LIGATURES.items():
        if ligature in text:
            text = text.replace(ligature, letters)
    text = _LIGATURE.sub(lambda found: "".join(map(_SWAPPED.__getitem__, found[0])), text)
    for hyphen in _LINE_HYPHENS + _HYPHENS:
        text = text.replace(hyphen, "-")
    return _CONTROL.sub("", text.translate(_DROPPED))


def squeeze(text: str) -> str:
    """Words with single spaces between them and none around."""
    return " ".join(text.split())
