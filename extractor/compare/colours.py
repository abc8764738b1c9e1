"""Colours of labels and series, as `#rrggbb`, and of the letters upon them."""

from __future__ import annotations

__all__ = ["colours", "ink"]

# From dark blue to yellow: even steps of lightness, told apart with every kind of colour blindness, and in grey.
_RAMP = ((0, 32, 77), (49, 68, 107), (102, 105, 112), (149, 143, 120), (202, 185, 105), (255, 234, 70))


def colours(count: int) -> list[str]:
    """So many colours, each lighter than the one before."""
    return [_at(step / max(count - 1, 1)) for step in range(count)]


def _at(place: float) -> str:
    scaled = place * (len(_RAMP) - 1)
    low = min(int(scaled), len(_RAMP) - 2)
    mixed = (a + (b - a) * (scaled - low) for a, b in zip(_RAMP[low], _RAMP[low + 1], strict=True))
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


def ink(colour: str) -> str:
    """Black or white, whichever is read better upon a colour."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return "#000000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#ffffff"
