"""The register of services of `providers.yaml` and `providers-*.yaml`, or of such files among packs of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.domain.services import Kinds, Service, Services
from extractor.packs.faults import Faults, suggest
from extractor.packs.read import PatternFile, read_file
from extractor.packs.shared_files import ProviderFile, ServiceKind
from extractor.pattern_files import shipped

__all__ = ["compile_register"]

_KINDS = "providers.yaml"  # of the files that come with the program, the one that has the kinds
_File = tuple[PatternFile, ProviderFile]


def compile_register(files: Sequence[PatternFile], faults: Faults) -> Services:
    """The services of all files of the register among files of patterns; none where there is none.

    Where one of them is proved, its faults are noted with file and line: ids or names that stand twice, unknown
    predecessors.
    """
    parts = [(file, file.model) for file in files if isinstance(file.model, ProviderFile)]
    if not parts:
        return Services()
    kinds = _kinds(parts, faults)
    services = {
        entry.id: Service(
            entry.id,
            entry.name,
            entry.type,
            entry.region,
            tuple(entry.aliases),
            tuple(entry.successor_of),
            tuple(entry.whole),
            entry.ons_code,
            tuple(entry.former_codes),
            entry.code,
        )
        for _, model in parts
        for entry in model.providers
    }
    register = Services(services, kinds)
    if any(faults.proves(file.name) for file, _ in parts):
        faults += _faults(parts, register)
    return register


def _kinds(parts: Sequence[_File], faults: Faults) -> Kinds:
    """The words of the kinds; those of the file that comes with the program where files of one's own have none."""
    words = {}
    told = _told(parts)
    for kind, (file, known) in told.items():
        at = f"{file.at('kinds', kind)} {kind}"
        try:
            re.compile(known.words)
            words[kind] = known.words
        except re.error as wrong:
            faults.append(f"{at}: {known.words!r} is no expression: {wrong}.")
        for key, other in (("follows", known.follows), ("area", known.area)):
            if other and other not in told:
                faults.append(f"{at}: {key} {other!r}, which is no kind here. {suggest(other, told)}")
    if not told:
        shared = read_file(shipped() / _KINDS)
        assert isinstance(shared.model, ProviderFile)
        told = _told([(shared, shared.model)])
        words = {kind: known.words for kind, (_, known) in told.items()}
    follows = {kind: known.follows for kind, (_, known) in told.items() if known.follows}
    areas = {kind: known.area for kind, (_, known) in told.items() if known.area}
    return Kinds(words, follows, areas)


def _told(parts: Sequence[_File]) -> dict[str, tuple[PatternFile, ServiceKind]]:
    return {
        kind: (file, told if isinstance(told, ServiceKind) else ServiceKind(words=told))
        for file, model in parts
        for kind, told in model.kinds.items()
    }


def _faults(parts: Sequence[_File], register: Services) -> Iterator[str]:
    kinds = {kind for _, model in parts for kind in model.kinds}
    ids: set[str] = set()
    for file, model in parts:
        for number, entry in enumerate(model.providers):
            at = f"{file.at('providers', number)} {entry.id}"
            if entry.id in ids:
                yield f"{at}: another service has this id. Give each its own."
            ids.add(entry.id)
            if kinds and entry.type not in kinds:
                yield f"{at}: type {entry.type!r} is none of the kinds of the register. {suggest(entry.type, kinds)}"
            for older in entry.successor_of:
                if older not in register.services:
                    yield f"{at}: successor_of names {older!r}, which is no service here."
                if older == entry.id or entry.id in register.before(older):
                    yield f"{at}: comes, over those that it is successor_of, after itself."
    for bearers in register.clashes():
        yield f"{parts[0][0].name}:1 {', '.join(bearers)}: bear one name. Give each its own."
