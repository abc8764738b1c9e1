"""The zip archive that a Word file is: its parts, read within bounds, as trees of elements with short names.

Nothing is unpacked before its size is known, and no part may declare a document type, so that neither a zip nor an XML
bomb goes off.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from extractor.errors import LoadError
from extractor.load.archive import ZIP_FAULTS

MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Word names the streams of its files so, in UTF-16: what is encrypted, and what is in its old format.
_ENCRYPTED, _OLD = ("EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le"))

MOST_BYTES = 200 * 2**20  # of all parts together, unpacked
MOST_PART_BYTES = 50 * 2**20  # of one part that is read
MOST_RATIO = 200  # of a part's bytes to its packed bytes, where it is larger than
RATIO_COUNTS_FROM = 2**20
MOST_PARTS = 20_000
MOST_ELEMENTS = 2_000_000
DEEPEST = 150

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}


def recognises(data: bytes) -> bool:
    """Whether bytes are a Word file, also one that is damaged, encrypted or of the old format: `parts` tells which."""
    if data.startswith(_OLE):
        return _ENCRYPTED in data or _OLD in data
    if not data.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {_TYPES, MAIN} <= set(archive.namelist())
    except ZIP_FAULTS:
        return MAIN.encode() in data or _TYPES.encode() in data[:100]


class Package:
    """The parts of a Word file, by name. `name` is what messages call the file."""

    def __init__(self, data: bytes, name: str) -> None:
        if data.startswith(_OLE):
            if _ENCRYPTED in data:
                raise LoadError(f"{name}: needs a password to open. Save a copy without it.")
            raise LoadError(f"{name}: is in Word's old format. Save it as .docx.")
        self.name = name
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS:
            raise self._damaged("is no whole zip archive") from None
        members = self.archive.infolist()
        if len(members) > MOST_PARTS:
            raise LoadError(f"{name}: has {len(members):,} parts, more than the {MOST_PARTS:,} that are read. {_AGAIN}")
        size = sum(member.file_size for member in members)
        if size > MOST_BYTES:
            problem = f"unpacks to {size // 2**20:,} MB, more than the {MOST_BYTES // 2**20} MB that are read"
            raise LoadError(f"{name}: {problem}. Take out large pictures, or download it again.")
        self.members = {member.filename: member for member in members}

    def close(self) -> None:
        """Let go of the archive."""
        self.archive.close()

    def read(self, part: str) -> Element | None:
        """The root element of a part, or None where the file has no such part.

        Raises:
            LoadError: the part is damaged, encrypted or larger than is read.
        """
        member = self.members.get(part)
        if member is None:
            return None
        if member.flag_bits & 1:
            raise LoadError(f"{self.name}: needs a password to open. Save a copy without it.")
        size = member.file_size
        if size > MOST_PART_BYTES or (size > RATIO_COUNTS_FROM and size > MOST_RATIO * max(1, member.compress_size)):
            raise LoadError(f"{self.name}: its part {part} unpacks to {size:,} bytes, more than is read. {_AGAIN}")
        try:
            data = self.archive.read(member)
        except ZIP_FAULTS:
            raise self._damaged(f"{part} cannot be unpacked") from None
        try:
            return _Tree(self.name, part).parse(data)
        except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
            raise self._damaged(f"{part} is no XML ({error})") from None

    def targets(self, part: str) -> dict[str, str]:
        """The names of the parts that a part refers to, by the ids that it calls them by."""
        folder, _, name = part.rpartition("/")
        root = self.read(f"{folder}/_rels/{name}.rels")
        found = {} if root is None else {each.get("Id", ""): each.get("Target", "") for each in root}
        return {key: target[1:] if target[:1] == "/" else f"{folder}/{target}" for key, target in found.items()}

    def data(self, part: str) -> bytes:
        """The bytes of a part such as a picture; none where it is not there, or not within bounds."""
        member = self.members.get(part)
        if member is None or member.flag_bits & 1 or member.file_size > MOST_PART_BYTES:
            return b""
        try:
            return self.archive.read(member)
        except ZIP_FAULTS:
            return b""

    def _damaged(self, problem: str) -> LoadError:
        return LoadError(f"{self.name}: is damaged: {problem}. {_AGAIN}")


_AGAIN = "Download it again, or save it anew in Word."


@lru_cache(maxsize=4096)
def short(name: str) -> str:
    """The name of an element or attribute as `w-p`; one of a namespace of no interest as `other-name`."""
    space, _, local = name.rpartition("\x01")
    return f"{_PREFIXES.get(space, 'other')}-{local}" if space else local


class _Tree:
    """Makes elements of XML within bounds."""

    def __init__(self, name: str, part: str) -> None:
        self.about = f"{name}: its part {part}"
        self.depth = self.count = 0
        self.builder = TreeBuilder()
        self.parser = expat.ParserCreate(namespace_separator="\x01")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.builder.data

    def parse(self, data: bytes) -> Element:
        self.parser.Parse(data, True)
        return self.builder.close()

    def _doctype(self, *_: Any) -> None:
        raise LoadError(f"{self.about} declares a document type, as no Word file does. {_AGAIN}")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise LoadError(f"{self.about} is nested more than {DEEPEST} deep. {_AGAIN}")
        if self.count > MOST_ELEMENTS:
            raise LoadError(f"{self.about} has more than {MOST_ELEMENTS:,} elements. Split the file.")
        self.builder.start(short(name), {short(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(short(name))
