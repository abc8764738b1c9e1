"""Where the pattern packs that come with the program are, and the hashes that tell whether patterns have changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["hashes_of", "shipped"]


def shipped() -> Path:
    """The folder of the patterns that come with the program."""
    installed = Path(__file__).parent / "patterns"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "patterns"


def hashes_of(folder: Path | None) -> dict[str, str]:
    """SHA-256 by name of every file that packs are made of: those shipped, and those of a folder of one's own."""
    found = {}
    for owner, place in (("shipped", shipped()), ("own", folder)):
        for path in sorted(place.glob("*.yaml")) if place is not None else ():
            found[f"{owner}/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
