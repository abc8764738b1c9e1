"""Which service a printed name is: names folded, kinds, who took over from whom, and the one resolver.

The facts of a register are in `patterns/providers*.yaml`; a dataset has its own services in the table `providers`. Both
are looked up here. A name that is not known is never merged with one that is, however alike; the nearest is named.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from extractor.domain.names import plain

__all__ = ["Kinds", "Service", "Services"]

_ALIKE = 75  # of 100: how alike a name must be to be named as the nearest
_SILENT = ("and", "the")
_SHORT = {"saint": "st"}


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its name and other names that are printed for it, its kind, and the ids of those it took over from.

    `whole` are names that are its own only word for word; `ons_code` and `former_codes` are those of its area, and
    `code` is its own in the official list of its kind.
    """

    id: str
    name: str
    kind: str = ""
    region: str = ""
    aliases: tuple[str, ...] = ()
    successor_of: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    ons_code: str = ""
    former_codes: tuple[str, ...] = ()
    code: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that it bears, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.whole)))


class Kinds:
    """Words that say what kind of service a name is, which reports print before or behind the place, or leave out.

    Args:
        words: an expression for the words of each kind, in small letters and without punctuation.
        follows: by kind that of the service that one belongs to, a region: one that is not known took over from the
            predecessors of its region.
        areas: by kind that of the services whose areas those of the kind serve.
    """

    def __init__(
        self,
        words: Mapping[str, str] | None = None,
        follows: Mapping[str, str] | None = None,
        areas: Mapping[str, str] | None = None,
    ) -> None:
        self.words, self.follows, self.areas = dict(words or {}), dict(follows or {}), dict(areas or {})
        self._words = {kind: re.compile(rf"\b(?:{expression})\b") for kind, expression in self.words.items()}

    def told(self, name: str) -> str:
        """The kind of service that a name says it is; empty where it says none, or several."""
        words = plain(name)
        found = [kind for kind, expression in self._words.items() if expression.search(words)]
        return found[0] if len(found) == 1 else ""

    def folded(self, name: str, kind: str = "") -> str:
        """A name without capitals, accents, punctuation and the words of its kind; of any kind where none is given."""
        words = plain(name)
        for expression in self._words.values() if not kind else filter(None, [self._words.get(kind)]):
            words = expression.sub(" ", words)
        return _bare(words)


def _bare(words: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in words.split() if word not in _SILENT)


@dataclass(frozen=True)
class Services:
    """Services by id, and the words that their kinds are printed with."""

    services: dict[str, Service] = field(default_factory=dict)
    kinds: Kinds = field(default_factory=Kinds)

    def resolve(self, name: str, kind: str = "") -> Service | None:
        """The service that a printed name means; None where it is not known, or means several.

        Args:
            name: as printed. It is a service's where it is its name or an alias, but for capitals, punctuation, `and`
                for `&`, `Saint` for `St`, and words that say only the kind.
            kind: the kind of service, where something other than the name tells it. Where nothing does, a name that is
                only a place is no service's, unless that has no kind either.
        """
        kind = kind or self.kinds.told(name)
        words = _bare(plain(name))
        found = self._by_kind.get((self.kinds.folded(name, kind), kind), ()) if kind else ()
        if len(found) != 1:
            is_place = not kind and self.kinds.folded(name) == words
            found = [
                id_
                for id_ in self._by_name.get(words, ())
                if not (of := self.services[id_].kind) or of == kind or not (kind or is_place)
            ]
        return self.services[found[0]] if len(found) == 1 else None

    def of_area(self, name: str, kind: str) -> Service | None:
        """The service whose area one of a kind serves that is not known itself; None where that is not known."""
        of = self.kinds.areas.get(kind)
        return self.resolve(self.kinds.folded(name, kind), of) if of else None

    def nearest(self, name: str, kind: str = "") -> Service | None:
        """The service whose name is most like a name that does not resolve, to be looked at by a person."""
        from rapidfuzz import fuzz, process  # names that resolve need it not

        kind = kind or self.kinds.told(name)
        names = {n: ids[0] for (n, of), ids in self._by_kind.items() if not kind or of == kind}
        names |= {
            self.kinds.folded(whole, service.kind): service.id
            for service in self.services.values()
            for whole in service.whole
            if not kind or service.kind == kind
        }
        found = process.extractOne(self.kinds.folded(name, kind), names.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return None if found is None else self.services[names[found[0]]]

    def before(self, id_: str) -> tuple[str, ...]:
        """The services that one took over from, and those that they took over from, nearest first."""
        seen = {id_}
        waiting = deque(self.services[id_].successor_of if id_ in self.services else ())
        found = []
        while waiting:
            older = waiting.popleft()
            if older not in seen and older in self.services:
                seen.add(older)
                found.append(older)
                waiting += self.services[older].successor_of
        return tuple(found)

    @cached_property
    def youngest(self) -> dict[str, tuple[str, ...]]:
        """By id the services that came after it and that none took over from; itself where there are none."""
        before = {id_: self.before(id_) for id_ in self.services}
        taken_over = {older for found in before.values() for older in found}
        after: dict[str, list[str]] = {}
        for id_ in sorted(before.keys() - taken_over):
            for service in (id_, *before[id_]):
                after.setdefault(service, []).append(id_)
        return {id_: tuple(after.get(id_, (id_,))) for id_ in before}

    def clashes(self) -> Iterator[list[str]]:
        """Ids of services of one kind that bear one name."""
        yield from (sorted(ids) for ids in self._by_kind.values() if len(ids) > 1)

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[str]]:
        """Ids by name without the words of the kind, and kind."""
        found: dict[tuple[str, str], list[str]] = {}
        for service in self.services.values():
            kind = service.kind or self.kinds.told(service.name)
            folded = (self.kinds.folded(name, kind) for name in service.names if name not in service.whole)
            for name in dict.fromkeys(folded):
                found.setdefault((name, kind), []).append(service.id)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Ids by all words of a name."""
        found: dict[str, list[str]] = {}
        for service in self.services.values():
            for name in dict.fromkeys(_bare(plain(name)) for name in service.names):
                found.setdefault(name, []).append(service.id)
        return found
