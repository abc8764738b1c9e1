"""The register of services: names as printed resolve to one id, or to none; who took over from whom.

The facts are in `patterns/providers.yaml`, or in a file of that name among packs of one's own, which then stands in its
place. A name that the register does not have is never merged with one that it has, however alike; the nearest is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from extractor.packs.model import ProviderFile, Service
from extractor.packs.read import PatternFile

__all__ = ["Register", "compile_register", "folded", "kind_told"]

_ALIKE = 75  # of 100: how alike a name must be to be named as the nearest

# Words that say what kind of service a name is, by kind. Reports print them before or behind the name of the place, or
# leave them out.
_KINDS = {
    "probation area": r"probation area|area",
    "probation trust": r"probation trust|trust",
    "NPS division": r"(?:national probation service|nps)(?: (?:division|in|for|of))*|division\b(?! of)",
    "CRC": r"(?:community rehabilitation company|crc)(?: (?:in|for|of))*",
    "region": r"region",
    "PDU": r"(?:probation delivery units?|pdus?)(?: (?:in|for|of))*",
}
_KIND_WORDS = {kind: re.compile(rf"\b(?:{words})\b") for kind, words in _KINDS.items()}


@dataclass(frozen=True)
class Register:
    """Services by id."""

    services: dict[str, Service] = field(default_factory=dict)

    def resolve(self, name: str, kind: str = "") -> Service | None:
        """The service that a printed name means; None where it is not in the register, or means several."""
        kind = kind or kind_told(name)
        found = [id_ for id_ in self._names.get(folded(name, kind), ()) if not kind or self.services[id_].type == kind]
        return self.services[found[0]] if len(found) == 1 else None

    def nearest(self, name: str, kind: str = "") -> Service | None:
        """The service whose name is most like a name that does not resolve, to be looked at by a person."""
        kind = kind or kind_told(name)
        names = {id_: n for n, ids in self._names.items() for id_ in ids if not kind or self.services[id_].type == kind}
        found = process.extractOne(folded(name, kind), names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return None if found is None else self.services[found[2]]

    def region(self, name: str) -> Service | None:
        """The region of that name."""
        return self.resolve(name, "region")

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """Ids by name without capitals, punctuation and the words of the kind."""
        found: dict[str, set[str]] = {}
        for service in self.services.values():
            for name in (service.name, *service.aliases):
                found.setdefault(folded(name, service.type), set()).add(service.id)
        return found

    def faults(self, file: PatternFile) -> Iterator[str]:
        """What is wrong with the register, with file and line: ids or names that stand twice, unknown predecessors."""
        assert isinstance(file.model, ProviderFile)
        for number, service in enumerate(file.model.providers):
            at = f"{file.at('providers', number)} {service.id}"
            if self.services[service.id] is not service:
                yield f"{at}: another service has this id. Give each its own."
            for older in service.successor_of:
                if older not in self.services:
                    yield f"{at}: successor_of names {older!r}, which is no service here."
            if service.id in self.before(service.id):
                yield f"{at}: comes, over those that it is successor_of, after itself."
        for name, ids in self._names.items():
            kinds = [self.services[id_].type for id_ in sorted(ids)]
            if len(set(kinds)) < len(kinds):
                yield f"{file.name}:1 {', '.join(sorted(ids))}: bear one name, {name!r}. Give each its own."

    def before(self, id_: str) -> list[str]:
        """The services that one took over from, and those that they took over from, nearest first."""
        found: list[str] = []
        waiting = deque(self.services[id_].successor_of if id_ in self.services else ())
        while waiting:
            older = waiting.popleft()
            if older not in found and older in self.services:
                found.append(older)
                waiting += self.services[older].successor_of
        return found


def kind_told(name: str) -> str:
    """The kind of service that a name says it is; empty where it says none, or several."""
    plain = _plain(name)
    told = [kind for kind, pattern in _KIND_WORDS.items() if pattern.search(plain)]
    return told[0] if len(told) == 1 else ""


def folded(name: str, kind: str = "") -> str:
    """A name without capitals, accents, punctuation and the words that say its kind."""
    plain = _plain(name)
    for pattern in [_KIND_WORDS[kind]] if kind in _KIND_WORDS else _KIND_WORDS.values():
        plain = pattern.sub(" ", plain)
    return " ".join(word for word in plain.split() if word not in ("and", "the"))


def _plain(name: str) -> str:
    """The words of a name in small letters, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))


def compile_register(files: Sequence[PatternFile], faults: list[str]) -> Register:
    """The register of the first `providers.yaml` among files of patterns; empty where there is none."""
    for file in files:
        if isinstance(file.model, ProviderFile):
            register = Register({service.id: service for service in file.model.providers})
            faults += register.faults(file)
            return register
    return Register()
