"""The register of services of `providers.yaml`, or of a file of that name among packs of one's own in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.domain.services import Kinds, Service, Services
from extractor.packs.faults import suggest
from extractor.packs.model import ProviderFile, ServiceKind
from extractor.packs.read import PatternFile, read_file
from extractor.pattern_files import shipped

__all__ = ["compile_register"]


def compile_register(files: Sequence[PatternFile], faults: list[str]) -> Services:
    """The services of the first `providers.yaml` among files of patterns; none where there is none.

    Its faults are noted with file and line: ids or names that stand twice, unknown predecessors.
    """
    for file in files:
        if isinstance(file.model, ProviderFile):
            kinds = _kinds(file, file.model, faults)
            services = {
                entry.id: Service(
                    entry.id, entry.name, entry.type, entry.region, tuple(entry.aliases), tuple(entry.successor_of)
                )
                for entry in file.model.providers
            }
            register = Services(services, kinds)
            faults += _faults(file, file.model, register)
            return register
    return Services()


def _kinds(file: PatternFile, model: ProviderFile, faults: list[str]) -> Kinds:
    """The words of the kinds; those of the file that comes with the program where a file of one's own has none."""
    words = {}
    told = _told(model)
    for kind, told_kind in told.items():
        at = f"{file.at('kinds', kind)} {kind}"
        try:
            re.compile(told_kind.words)
            words[kind] = told_kind.words
        except re.error as wrong:
            faults.append(f"{at}: {told_kind.words!r} is no expression: {wrong}.")
        if told_kind.follows and told_kind.follows not in told:
            faults.append(
                f"{at}: follows {told_kind.follows!r}, which is no kind here. {suggest(told_kind.follows, told)}"
            )
    if not words and file.model is not (shared := read_file(shipped() / file.name).model):
        assert isinstance(shared, ProviderFile)
        told = _told(shared)
        words = {kind: known.words for kind, known in told.items()}
    return Kinds(words, {kind: known.follows for kind, known in told.items() if known.follows})


def _told(model: ProviderFile) -> dict[str, ServiceKind]:
    return {
        kind: told if isinstance(told, ServiceKind) else ServiceKind(words=told) for kind, told in model.kinds.items()
    }


def _faults(file: PatternFile, model: ProviderFile, register: Services) -> Iterator[str]:
    ids: set[str] = set()
    for number, entry in enumerate(model.providers):
        at = f"{file.at('providers', number)} {entry.id}"
        if entry.id in ids:
            yield f"{at}: another service has this id. Give each its own."
        ids.add(entry.id)
        if model.kinds and entry.type not in model.kinds:
            yield f"{at}: type {entry.type!r} is none of the kinds of this file. {suggest(entry.type, model.kinds)}"
        for older in entry.successor_of:
            if older not in register.services:
                yield f"{at}: successor_of names {older!r}, which is no service here."
            if older == entry.id or entry.id in register.before(older):
                yield f"{at}: comes, over those that it is successor_of, after itself."
    for bearers in register.clashes():
        yield f"{file.name}:1 {', '.join(bearers)}: bear one name. Give each its own."
