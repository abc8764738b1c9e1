"""What people say of proposed links: a worksheet beside the dataset, which outlives every new run.

A run adds what it newly proposes, with both texts to read. A person writes `confirmed` or `rejected` in `status`, and a
note if they like; a pair that no run proposes can be added by hand. What is decided stays, whatever is run again.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from extractor.dataset.cells import in_words, neutralise, restore
from extractor.errors import InputError, OutputError
from extractor.records import Link

__all__ = ["Decision", "Decisions", "Key", "key_of", "worksheet_of"]

Key = tuple[str, str, str, str, str, str]

_KEY = Link.KEY
_COLUMNS = ("status", "note", "relation", "similarity", "from_text", "to_text", *_KEY)
_STATUSES = ("proposed", "confirmed", "rejected")
_RELATIONS = ("follows_up", "repeats")


def worksheet_of(folder: Path) -> Path:
    """Where the worksheet of a dataset is kept: beside it, for the folder itself is replaced as a whole."""
    folder = folder.resolve()
    return folder.with_name(f"{folder.name}-links.csv")


def key_of(link: Link) -> Key:
    """What tells a pair of items from others."""
    return (link.from_report, link.from_table, link.from_item, link.to_report, link.to_table, link.to_item)


@dataclass(frozen=True)
class Decision:
    """A line of the worksheet."""

    status: str
    note: str
    relation: str
    similarity: str = ""
    from_text: str = ""
    to_text: str = ""


@dataclass(frozen=True)
class Decisions:
    """The lines of a worksheet by pair, in their order."""

    path: Path
    lines: dict[Key, Decision] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Decisions:
        """Read a worksheet; one that is not there has no lines.

        Raises:
            InputError: it cannot be read, lacks a column, or has a status or relation that there is not.
        """
        lines: dict[Key, Decision] = {}
        try:
            with path.open(encoding="utf-8-sig", newline="") as opened:
                rows = csv.DictReader(opened)
                lacking = [name for name in ("status", "relation", *_KEY) if name not in (rows.fieldnames or ())]
                if lacking:
                    raise InputError(f"{path}:1 lacks the columns {', '.join(lacking)}. Add them, or move it away.")
                for row in rows:
                    told = {name: restore(row.get(name) or "").strip() for name in _COLUMNS}
                    if not any(told.values()):
                        continue
                    told["status"] = told["status"].lower()
                    for name, allowed in (("status", _STATUSES), ("relation", _RELATIONS)):
                        if told[name] not in allowed:
                            problem = f"{name} is {told[name]!r}; write {', '.join(allowed)}"
                            raise InputError(f"{path}:{rows.line_num} {problem}.")
                    key = (*(told[name] for name in _KEY),)
                    lines[key] = Decision(**{name: told[name] for name in _COLUMNS if name not in _KEY})  # type: ignore[index]
        except FileNotFoundError:
            return cls(path)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise InputError(f"{path}: cannot be read ({error}). Save it as CSV in UTF-8.") from None
        return cls(path, lines)

    def with_edits(self, rows: Iterable[Link], written: Iterable[Link]) -> Decisions:
        """The decisions with those that a person made in the table of links itself.

        Args:
            rows: the table as the person left it.
            written: the table as it was written.

        Raises:
            InputError: something but `status` was edited, or a status is none.
        """
        before = {key_of(link): link for link in written}
        after = {key_of(link): link for link in rows}
        lines = dict(self.lines)
        if before.keys() != after.keys():
            raise InputError(f"links.csv: rows were added or taken out. Add a pair to {self.path.name} instead.")
        for key, link in after.items():
            if link == before[key]:
                continue
            if replace(link, status=before[key].status) != before[key]:
                raise InputError(f"links.csv: only `status` is decided there; {' '.join(key)} has other changes.")
            if link.status not in _STATUSES:
                raise InputError(f"links.csv: status is {link.status!r}; write {', '.join(_STATUSES)}.")
            told = lines.get(key) or Decision(link.status, "", link.relation, in_words(link.similarity))
            lines[key] = replace(told, status=link.status)
        return replace(self, lines=lines)

    def with_status(self, status: str) -> frozenset[Key]:
        """The pairs of a status."""
        return frozenset(key for key, line in self.lines.items() if line.status == status)

    def write(self, links: Iterable[Link], texts: Mapping[tuple[str, str, str], str], anew: bool = False) -> None:
        """Write the worksheet: what is decided as it stands, and what is proposed now. A file of equal lines is left.

        Args:
            links: the links as they now are.
            texts: words of every item, for a person to read.
            anew: whether the lines are others than those of the file.

        Raises:
            OutputError: it cannot be written.
        """
        kept = {key: line for key, line in self.lines.items() if line.status != "proposed" or line.note}
        for link in links:
            key = key_of(link)
            if key not in kept:
                similarity = "" if link.similarity is None else f"{link.similarity:g}"
                told = (texts.get(key[:3], ""), texts.get(key[3:], ""))
                kept[key] = Decision("proposed", "", link.relation, similarity, *told)
        if (kept == self.lines and not anew) or not kept:
            return
        new = self.path.with_name(f".{self.path.name}.{uuid4().hex[:8]}")
        try:
            with new.open("w", encoding="utf-8-sig", newline="") as opened:
                writer = csv.writer(opened)
                writer.writerow(_COLUMNS)
                for key, line in kept.items():
                    cells = (line.status, line.note, line.relation, line.similarity, line.from_text, line.to_text, *key)
                    writer.writerow([neutralise(cell) for cell in cells])
            new.replace(self.path)
        except OSError as error:
            new.unlink(missing_ok=True)
            reason = error.strerror or type(error).__name__
            raise OutputError(f"{self.path}: cannot be written ({reason}). Close it in other programs.") from None
