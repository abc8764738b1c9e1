"""Files and folders at addresses, `s3://bucket/reports`: brought here when they are needed, put back when changed.

What fsspec knows is reached through fsspec (the extra `remote`), with the access that its settings, or those of the
store, give: nothing of that is ours. What is on the web is fetched as `findings fetch` does, one file an address, with
all that is held against what comes from there. No name at an address names a file here unless it is made safe.
"""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["address_of", "fault_of_secret", "is_address", "is_web", "shown"]

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,3}(?=[^/])")  # one letter is a drive
_PASSWORD = re.compile(r"(?<=://)[^/?#]*:[^/?#]*@")
_SIGNED = re.compile(r"(?i)(?<=[?&])((?:x-(?:amz|goog)-)?signature|sig|access_token|password)=[^&#]+")


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


def fault_of_secret(address: str) -> str:
    """Why an address may not be taken: it is the source of what is read there, written and published with it."""
    if _PASSWORD.search(address):
        return "holds a password, and addresses are written into datasets; take it out, and set the access for fsspec"
    if _SIGNED.search(address):
        return "holds what opens it to whoever reads it, and addresses are written into datasets; download it first"
    return ""


def shown(address: str) -> str:
    """An address as it is printed, without what is secret in it."""
    return _SIGNED.sub(r"\1=***", _PASSWORD.sub("***@", address))
