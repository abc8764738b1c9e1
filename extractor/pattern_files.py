"""Where the pattern packs that come with the program are, and the hashes that tell whether patterns have changed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

__all__ = ["hashes_of", "installed", "shipped"]


def shipped() -> Path:
    """The folder of the patterns that come with the program."""
    installed = Path(__file__).parent / "patterns"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "patterns"


@cache
def installed() -> tuple[tuple[str, Path], ...]:
    """Names and folders of packs that installed packages bring along: entry points of the group `findings.packs`.

    An entry point names a package with `*.yaml` files in it. It is found, never run.
    """
    found = []
    for point in sorted(entry_points(group="findings.packs"), key=lambda point: point.name):
        spec = find_spec(point.module.partition(".")[0])
        for place in (spec.submodule_search_locations if spec else None) or ():
            found.append((point.name, Path(place, *point.module.split(".")[1:])))
    return tuple(found)


def hashes_of(folder: Path | None) -> dict[str, str]:
    """SHA-256 by name of every file that packs are made of: those shipped, installed, and of a folder of one's own."""
    found = {}
    for owner, place in (("shipped", shipped()), *installed(), ("own", folder)):
        for path in sorted(place.glob("*.yaml")) if place is not None else ():
            found[f"{owner}/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found
