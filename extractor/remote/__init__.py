"""Files and folders at addresses, `s3://bucket/reports`: brought here when they are needed, put back when changed.

What fsspec knows is reached through fsspec (the extra `remote`), with the access that its settings, or those of the
store, give: nothing of that is ours. What is on the web is fetched as `findings fetch` does, one file an address, with
all that is held against what comes from there. No name at an address names a file here unless it is made safe.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["address_of", "is_address", "is_web"]

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,3}(?=[^/])")  # one letter is a drive


def is_address(place: object) -> bool:
    """Whether a place that a user names is an address, and no path of this computer."""
    return isinstance(place, str) and "://" in place and bool(_ADDRESS.match(place))


def is_web(address: str) -> bool:
    """Whether an address is one of the web, which names a single file."""
    return address.lower().startswith(("http://", "https://"))


def address_of(path: Path) -> str:
    """The address that was made a path, which costs it a slash; empty where it is none."""
    text = path.as_posix()
    found = _ADDRESS.match(text)
    return f"{found[1]}://{text[found.end() :]}" if found else ""
