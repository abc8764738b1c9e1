"""A figure as bytes."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Drawn"]


@dataclass(frozen=True)
class Drawn:
    """One figure as SVG and as PNG; `alt` says in words what it shows."""

    svg: bytes
    png: bytes
    alt: str
