"""Quotation marks and apostrophes: as written, all straight, or all curly."""

from __future__ import annotations

import re

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def quoted(text: str, style: str) -> str:
    """The text with its marks in one style; `mixed` leaves them as they were written."""
    if style == "mixed":
        return text
    text = text.translate(_STRAIGHT)
    if style == "straight":
        return text
    text = re.sub(r"(?<=[\w.,!?)])'", "’", text)
    text = re.sub(r'(?<=[\w.,!?)’])"', "”", text)
    return text.replace("'", "‘").replace('"', "“")
