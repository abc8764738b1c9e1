"""Shared files of one's own - scales, questions, providers and the like - extend those that ship, entry by entry.

An entry with the id of one that ships takes its place; the others hold as they are, but for those under `disable`. A
file that says `extends: false` stands alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from extractor.errors import PackError
from extractor.packs.faults import suggest
from extractor.packs.model import SharedFile
from extractor.packs.read import PatternFile


def extended(file: PatternFile, shipped: list[PatternFile]) -> PatternFile:
    """A file of one's own with what the shipped file of its kind has besides, behind its own entries.

    Args:
        file: a file of one's own; one that is a pack is given back as it is.
        shipped: the files that come with the program.

    Raises:
        PackError: an id under `disable` is that of no entry of the shipped file.
    """
    own = file.model
    base = next((s.model for s in shipped if type(s.model) is type(own) and isinstance(own, SharedFile)), None)
    if base is None or not isinstance(own, SharedFile) or not own.extends:
        return file
    known = {entry.id for name in own.entries for entry in getattr(base, name)}
    wrong = [id_ for id_ in own.disable if id_ not in known]
    if wrong:
        told = (f"{file.at('disable')} disable: {id_!r} is nothing that ships. {suggest(id_, known)}" for id_ in wrong)
        raise PackError(list(told))
    merged: dict[str, Any] = {}
    for name in type(own).model_fields:
        mine, theirs = getattr(own, name), getattr(base, name)
        if name in own.entries:
            taken = {entry.id for entry in mine} | set(own.disable)
            merged[name] = [*mine, *(entry for entry in theirs if entry.id not in taken)]
        elif isinstance(theirs, dict):
            merged[name] = {**mine, **{key: value for key, value in theirs.items() if key not in mine}}
        elif isinstance(theirs, list) and name != "disable":
            merged[name] = list(dict.fromkeys([*mine, *theirs]))
        else:
            merged[name] = mine or theirs
    return replace(file, model=own.model_copy(update=merged))
