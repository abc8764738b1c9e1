"""The worksheet of links: both texts of every pair side by side, for a person to decide.

A person writes `confirmed` or `rejected` in `status`, and a note if they like; a pair that no run proposes can be added
by hand. What is decided becomes a correction at the next run, and the worksheet is written anew from those; `written`
is the status that it was written with.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.correct.links import Key, Texts, key_of
from extractor.dataset.cells import in_words, neutralise, restore
from extractor.dataset.replacing import file_replacing
from extractor.errors import InputError, OutputError
from extractor.records import Link

__all__ = ["Worksheet", "worksheet_of"]

_KEY = Link.KEY
_COLUMNS = ("status", "note", "relation", "similarity", "from_text", "to_text", *_KEY, "written")
_STATUSES = ("proposed", "confirmed", "rejected")
_RELATIONS = ("follows_up", "repeats")


def worksheet_of(folder: Path) -> Path:
    """Where the worksheet of a dataset is kept: beside it, for the folder itself is replaced as a whole."""
    folder = folder.resolve()
    return folder.with_name(f"{folder.name}-links.csv")


@dataclass(frozen=True)
class Worksheet:
    """The lines of a worksheet, as they are and as they were written, and the notes by pair."""

    path: Path
    links: tuple[Link, ...] = ()
    written: dict[Key, Link] = field(default_factory=dict)
    notes: dict[Key, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Worksheet:
        """Read a worksheet; one that is not there has no lines.

        Raises:
            InputError: it cannot be read, lacks a column, or has a status, relation or similarity that there is not.
        """
        links: list[Link] = []
        notes: dict[Key, str] = {}
        written: dict[Key, Link] = {}
        try:
            with path.open(encoding="utf-8-sig", newline="") as opened:
                rows = csv.DictReader(opened)
                lacking = [name for name in ("status", "relation", *_KEY) if name not in (rows.fieldnames or ())]
                if lacking:
                    raise InputError(f"{path}:1 lacks the columns {', '.join(lacking)}. Add them, or move it away.")
                for row in rows:
                    cells = {name: restore(row.get(name) or "").strip() for name in _COLUMNS}
                    if any(cells.values()):
                        link = _link(cells, f"{path}:{rows.line_num}")
                        links.append(link)
                        notes[key_of(link)] = cells["note"]
                        if cells["written"] in _STATUSES:
                            written[key_of(link)] = replace(link, status=cells["written"])
        except FileNotFoundError:
            return cls(path)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise InputError(f"{path}: cannot be read ({error}). Save it as CSV in UTF-8.") from None
        return cls(path, tuple(links), written, notes)

    def write(self, links: Iterable[Link], texts: Texts, reasons: Mapping[Key, str]) -> None:
        """Write the links as they now are, and lines with a note of pairs that are not proposed now.

        Args:
            links: the links, with what is decided.
            texts: words of every item.
            reasons: notes of what is decided, where the worksheet has none.

        Raises:
            OutputError: it cannot be written.
        """
        notes = {**reasons, **{key: note for key, note in self.notes.items() if note}}
        lines = {key_of(link): link for link in links}
        lines |= {key_of(link): link for link in self.links if key_of(link) in notes and key_of(link) not in lines}
        if not lines:
            return
        try:
            with file_replacing(self.path) as new, new.open("w", encoding="utf-8-sig", newline="") as opened:
                writer = csv.writer(opened)
                writer.writerow(_COLUMNS)
                for key, link in lines.items():
                    both = texts(key[:3]) or "", texts(key[3:]) or ""
                    cells = (link.status, notes.get(key, ""), link.relation, in_words(link.similarity), *both, *key)
                    writer.writerow([neutralise(cell) for cell in (*cells, link.status)])
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise OutputError(f"{self.path}: cannot be written ({reason}). Close it in other programs.") from None


def _link(cells: Mapping[str, str], where: str) -> Link:
    status = cells["status"].lower()
    for name, value, allowed in (("status", status, _STATUSES), ("relation", cells["relation"], _RELATIONS)):
        if value not in allowed:
            raise InputError(f"{where} {name} is {value!r}; write {', '.join(allowed)}.")
    try:
        similarity = float(cells["similarity"]) if cells["similarity"] else None
        if similarity is not None and not 0 <= similarity <= 1:  # neither is what is no number
            raise ValueError
    except ValueError:
        raise InputError(f"{where} similarity is {cells['similarity']!r}; leave it as it was, or empty.") from None
    told = {name: cells[name] for name in ("relation", *_KEY)}
    return Link(**told, similarity=similarity, method="person" if similarity is None else "text", status=status)
