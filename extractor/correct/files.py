"""`corrections/<report_id>.yaml`: read with every fault told by line; written without losing a person's comments."""

from __future__ import annotations

import hashlib
import io
import re
import shlex
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.correct.model import Decision, DecisionFile
from extractor.dataset.folder import is_slug, text_path
from extractor.dataset.locks import locked
from extractor.dataset.replacing import replace_file
from extractor.errors import InputError, OutputError, PackError
from extractor.packs.read import read_file

__all__ = [
    "SECOND",
    "corrections_beside",
    "entries_of_file",
    "hash_of_corrections",
    "read_corrections",
    "read_decisions",
    "rewrite",
]

Decisions = Mapping[str, Sequence[Decision]]
# Names that browsers give to what is downloaded again: `ID-1`, and `ID (1)` or `ID(1)`; no dated id ends so.
SECOND = re.compile(r"(.+)-[1-9]")
_DATED = re.compile(
    r"(.+-\d{4}(?:-\d\d){0,2}(?:-[0-9a-f]{6,64})?(?:-reissue)?)-[1-9]|(.+?) ?\([1-9]\d?\)"
)  # no id ends so
_MISNAMED = (
    "is not read: it is not named REPORT_ID.yaml, or another file is about its report. Take it in, then put it "
    "elsewhere: findings corrections merge"
)


def corrections_beside(dataset: Path) -> Path:
    """The folder of corrections of a dataset: beside it, for the dataset itself is replaced as a whole."""
    return dataset.resolve().parent / "corrections"


def _report_of(path: Path) -> str:
    """The report that a file is about by its name, which can be that of a second download."""
    again = _DATED.fullmatch(path.stem)
    return (again[1] or again[2]) if again else path.stem


def _path(folder: Path, report_id: str, aside: Collection[Path] = ()) -> Path:
    """The file about a report, or where it is to be."""
    text_path(folder, report_id)  # refuses what is no slug
    path = folder / f"{report_id}.yaml"
    others = [] if path.is_file() else [one for one in folder.glob("*.yaml") if _report_of(one) == report_id]
    left = {one.resolve() for one in aside}
    return others[0] if len(others) == 1 and others[0].resolve() not in left else path


def read_corrections(folder: Path, aside: Collection[Path] = ()) -> dict[str, list[Decision]]:
    """The decisions of every file of a folder, by report_id; none where there is no folder.

    Args:
        folder: the folder of corrections.
        aside: files that are not read, whatever their names.

    Raises:
        InputError: every fault of every file, each as `FILE:LINE`; a file whose name is no report's is one, and a
            second download, `ID (1).yaml` or `ID-1.yaml`, beside the first.
    """
    found: dict[str, list[Decision]] = {}
    faults: list[str] = []
    left = {path.resolve() for path in aside}
    for path in sorted(folder.glob("[!.]*.y*ml")) if folder.is_dir() else ():
        if path.resolve() in left:
            continue
        again, report_id = SECOND.fullmatch(path.stem), _report_of(path)
        names = {report_id, again[1] if again else report_id} - {path.stem}
        taken = report_id in found or any(path.with_stem(one).is_file() for one in names)
        if path.suffix != ".yaml" or not is_slug(report_id) or taken:
            faults.append(f"{path}: {_MISNAMED} DATASET {shlex.quote(str(path))}")
            continue
        try:
            found[report_id] = read_decisions(path)
        except InputError as error:
            faults.append(str(error))
    if faults:
        raise InputError("\n".join(faults))
    return found


def read_decisions(path: Path) -> list[Decision]:
    """The decisions of one file.

    Raises:
        InputError: every fault of the file, each as `FILE:LINE`.
    """
    try:
        model = read_file(path, DecisionFile).model
    except PackError as error:
        raise InputError("\n".join(f"{path.parent / str(fault)}" for fault in error.faults)) from None
    assert isinstance(model, DecisionFile)
    return list(model.corrections)


def hash_of_corrections(folder: Path) -> str:
    """What stands for all corrections of a folder: another hash, another dataset."""
    told = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        told.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def entries_of_file(folder: Path, report_id: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The lines of a file of corrections, and from which to which each of its entries stands.

    Comments before an entry are no part of the one before. There are no entries where they have no lines of their own,
    as in a list on one line.
    """
    from ruamel.yaml import YAML

    path = _path(folder, report_id)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines = text.splitlines()
    listed = (YAML().load(text) or {}).get("corrections") if text else None
    starts = [listed.lc.item(number)[0] for number in range(len(listed))] if listed else []
    if any(not lines[start].lstrip().startswith("- ") for start in starts) or len(set(starts)) < len(starts):
        return lines, []
    ends = [*starts[1:], len(lines)]
    for place, end in enumerate(ends):
        while end > starts[place] + 1 and lines[end - 1].lstrip()[:1] in ("", "#"):
            end -= 1
        ends[place] = end
    return lines, list(zip(starts, ends, strict=True))


def rewrite(
    folder: Path,
    report_id: str,
    change: Callable[[list[Decision]], list[Decision]],
    aside: Collection[Path] = (),
) -> None:
    """Change the decisions about a report; entries that stay keep their place, layout and comments.

    Files of `aside` are left as they are.

    Raises:
        InputError: the file has faults.
        OutputError: it cannot be written, or was changed by someone else meanwhile.
    """
    from ruamel.yaml import YAML

    with locked(folder):
        path = _path(folder, report_id, aside)
        before = path.read_bytes() if path.is_file() else b""
        old = read_decisions(path) if before else []
        new = change(list(old))
        if new == old:
            return
        yaml = YAML()
        yaml.width = 110
        yaml.allow_unicode = True
        content: Any = (yaml.load(before.decode("utf-8")) if before else None) or {}
        listed = content.setdefault("corrections", [])
        kept = list(new)
        for place in reversed(range(len(old))):
            if old[place] in kept:
                kept.remove(old[place])
            else:
                del listed[place]
        listed.extend(decision.as_written() for decision in kept)
        written = io.BytesIO()
        yaml.dump(content, written)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if (path.read_bytes() if path.is_file() else b"") != before:
                raise OutputError(f"{path}: was changed while it was being written. Run the command again.")
            replace_file(path, written.getvalue())
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror}). Close it in other programs.") from None
