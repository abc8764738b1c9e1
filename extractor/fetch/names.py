"""Names of files to be written. They come from catalogues, addresses and servers: none of them is trusted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from extractor.domain.names import is_device
from extractor.fetch.kinds import KIND_OF_SUFFIX

__all__ = ["apart", "fault_of_name", "fold", "name_from_disposition", "name_from_url", "safe_name", "tidy"]

LONGEST = 150  # bytes; a part file needs some more, and Windows counts the folders too
_LONGEST_LOOKED_AT = 1000  # characters of a name that a server gives
_FORBIDDEN = '<>:"/\\|?*'
_EDGES = re.compile(r"^[\s.-]+|[\s.-]+$")


def tidy(name: str) -> str:
    """The name in the form in which it is written: composed letters, no space around it."""
    return unicodedata.normalize("NFC", name).strip()


def fold(name: str) -> str:
    """What two names have in common that are one file on Windows or macOS."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def fault_of_name(name: str) -> str:
    """Why a name cannot be that of a report in the folder; empty where it can."""
    if any(_is_unwritable(character) for character in name):
        return "holds a character that is not for file names (control characters, " + " ".join(_FORBIDDEN) + ")"
    if name.startswith(".") or name != name.strip() or name.endswith("."):
        return "begins or ends with a dot or space"
    if is_device(name):
        return "is the name of a device on Windows"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST:
        return f"is longer than {LONGEST} bytes"
    if suffix_of(name) == "":
        return f"does not end with {', '.join(KIND_OF_SUFFIX)}"
    return ""


def _is_unwritable(character: str) -> bool:
    """Whether a character parts folders, is forbidden on Windows, or is not seen, as those that turn the direction."""
    return character in _FORBIDDEN or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def suffix_of(name: str) -> str:
    """The suffix of a kind of report, in small letters; empty where the name has none."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in KIND_OF_SUFFIX else ""


def safe_name(raw: str) -> str:
    """What can be kept of a name that a server or an address gives; empty where nothing can. It may lack a suffix."""
    last = re.split(r"[/\\]", raw)[-1][-_LONGEST_LOOKED_AT:]
    kept = "".join("-" if _is_unwritable(character) else character for character in tidy(last))
    kept = _EDGES.sub("", kept)
    suffix = suffix_of(kept)
    stem = _EDGES.sub("", _cut(kept[: len(kept) - len(suffix)], LONGEST - 20))
    if not stem:
        return ""
    return ("_" if is_device(stem) else "") + stem + suffix


def _cut(text: str, most: int) -> str:
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore")


def name_from_url(url: str) -> str:
    """The last part of an address's path, made safe."""
    return safe_name(unquote(urlsplit(url).path.rsplit("/", 1)[-1]))


def name_from_disposition(header: str) -> str:
    """The file name in a Content-Disposition header, made safe; empty where there is none."""
    message = Message()
    try:
        message["Content-Disposition"] = header[:_LONGEST_LOOKED_AT]
        return safe_name(message.get_filename() or "")
    except (ValueError, LookupError):
        return ""


def apart(name: str, url: str) -> str:
    """The name with a mark of the address it comes from, for where another file has the name."""
    suffix = suffix_of(name)
    mark = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name[: len(name) - len(suffix)]}-{mark}{suffix}"
