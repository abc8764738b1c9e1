"""Shared files of one's own - scales, questions, providers and the like - extend those that ship, entry by entry.

An entry with the id of one that ships takes its place; the others hold as they are, but for those under `disable`. A
file that says `extends: false` stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from extractor.errors import PackError
from extractor.packs.faults import nowhere
from extractor.packs.model import Model, PackFile
from extractor.packs.read import PatternFile
from extractor.packs.shared_files import SharedFile


def extended(files: Sequence[PatternFile], shipped: Sequence[PatternFile]) -> list[PatternFile]:
    """Files of one's own, the first of each shared kind with what the shipped files of it have besides, behind its own.

    Args:
        files: files of one's own; packs among them are given back as they are.
        shipped: the files that come with the program.

    Raises:
        PackError: an id under `disable` is that of no entry of the shipped files.
    """
    done: list[PatternFile] = []
    kinds: set[type[Model]] = set()
    for file in files:
        alike = [other.model for other in files if type(other.model) is type(file.model)]
        shared = [model for model in alike if isinstance(model, SharedFile)]
        if not shared or type(file.model) in kinds or not all(model.extends for model in shared):
            done.append(file)
            continue
        kinds.add(type(file.model))
        bases = [other for other in shipped if type(other.model) is type(file.model)]
        others = [other.model for other in (*files, *shipped) if isinstance(other.model, PackFile)]
        if faults := list(_unknown(files, shared, [base.model for base in bases], others)):
            raise PackError(faults)
        done.append(_with_places(_over(file, shared, [base.model for base in bases]), bases))
    return done


def _unknown(
    files: Sequence[PatternFile], shared: Sequence[SharedFile], bases: Sequence[Model], packs: Sequence[PackFile]
) -> Iterator[str]:
    """Faults of ids under `disable` that are those of nothing that ships in such a file."""
    elsewhere = [(pack.id, pack.ids) for pack in packs]
    known = {entry.id for base in bases for name in shared[0].entries for entry in getattr(base, name)}
    for file in files:
        if isinstance(file.model, SharedFile) and any(file.model is model for model in shared):
            for number, id_ in enumerate(file.model.disable):
                if id_ not in known:
                    told = nowhere(id_, known, elsewhere)
                    yield f"{file.at('disable', number)} disable: {id_!r} is nothing that ships in such a file. {told}"


def _over(file: PatternFile, shared: Sequence[SharedFile], bases: Sequence[Model]) -> PatternFile:
    """A file with what shipped files have besides: entries whose id is none of one's own, and is not disabled."""
    own = file.model
    assert isinstance(own, SharedFile)
    disabled = {id_ for model in shared for id_ in model.disable}
    taken = {name: {entry.id for model in shared for entry in getattr(model, name)} for name in own.entries}
    for base in bases:
        merged: dict[str, Any] = {}
        for name in type(own).model_fields:
            mine, theirs = getattr(own, name), getattr(base, name)
            if name in own.entries:
                merged[name] = [*mine, *(e for e in theirs if e.id not in taken[name] and e.id not in disabled)]
            elif isinstance(theirs, dict):
                merged[name] = {**mine, **{key: value for key, value in theirs.items() if key not in mine}}
            elif isinstance(theirs, list) and name != "disable":
                merged[name] = list(dict.fromkeys([*mine, *theirs]))
            else:
                merged[name] = mine or theirs
        own = own.model_copy(update=merged)
    return replace(file, model=own)


def _with_places(file: PatternFile, bases: Sequence[PatternFile]) -> PatternFile:
    """An extended file that knows where those of its entries stand which it has from files that ship."""
    assert isinstance(file.model, SharedFile)
    places: dict[tuple[str | int, ...], str] = {}
    for name in file.model.entries:
        known = {
            id(entry): f"shipped {base.at(name, number)}"
            for base in bases
            for number, entry in enumerate(getattr(base.model, name))
        }
        held = enumerate(getattr(file.model, name))
        places |= {(name, number): known[id(entry)] for number, entry in held if id(entry) in known}
    return replace(file, shipped=places)
