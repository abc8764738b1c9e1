"""The codebook of themes: `themes.yaml` as terms, which are words in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from extractor.errors import PackError
from extractor.packs.read import PatternFile
from extractor.packs.shared_files import ThemeFile

_Parts = list[tuple[str, bool]]  # words of a term, and whether any ending may follow
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{Nd}_]+|\S")
_EXCLUDED = "-"  # before the id of a theme: words that tell nothing of it


@dataclass(frozen=True)
class CodedTheme:
    """A theme of the codebook and where it stands, as `FILE:LINE`; see `extractor.packs.shared_files.Theme`."""

    id: str
    where: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """The themes that are looked for; equal where their words are, so that they are compiled once."""

    themes: tuple[CodedTheme, ...] = ()

    def matches(self, text: str) -> dict[str, tuple[int, int]]:
        """Themes of a text, in the codebook's order, each with the span of the words that tell it first.

        Raises:
            PackError: a theme is not found in one of its examples, or in one of its near misses.
        """
        if not self.themes:
            return {}
        return _compiled(self).matches(text)

    def prove(self) -> None:
        """Try every theme on its examples and near misses; raises PackError with all faults."""
        self.matches("")


def codebook_of(files: list[PatternFile]) -> Codebook:
    """The codebook of a folder's files; an empty one where it has none."""
    for file in files:
        if isinstance(file.model, ThemeFile):
            return Codebook(
                tuple(
                    CodedTheme(
                        theme.id,
                        f"{file.at('themes', number)} {theme.id}",
                        tuple(theme.include),
                        tuple(theme.exclude),
                        tuple(theme.examples),
                        tuple(theme.near_misses),
                    )
                    for number, theme in enumerate(file.model.themes)
                )
            )
    return Codebook()


@lru_cache(maxsize=4)
def _compiled(codebook: Codebook) -> _Coder:
    coder = _Coder(codebook)
    if faults := list(_faults(codebook, coder)):
        raise PackError(faults)
    return coder


class _Coder:
    """A codebook's terms, and where they stand in a text, whatever the capitals."""

    def __init__(self, codebook: Codebook) -> None:
        self.ids = [theme.id for theme in codebook.themes]
        self.terms: dict[str, list[tuple[str, _Parts]]] = {}  # with their theme, by how they begin
        for theme in codebook.themes:
            for key, terms in ((theme.id, theme.include), (_EXCLUDED + theme.id, theme.exclude)):
                lower = [term.lower() for term in terms]
                for written in {*lower, *(term.replace("-", " ") for term in lower)}:
                    parts = [part for word in written.split() for part in _parts(word)]
                    self.terms.setdefault(parts[0][0], []).append((key, parts))
        self.longest = max(map(len, self.terms), default=0)

    def matches(self, text: str) -> dict[str, tuple[int, int]]:
        """See `Codebook.matches`: the first words of each theme, and of those that begin there the longest."""
        tokens = list(_TOKEN.finditer(text.replace("’", "'")))
        words = [token[0].lower() for token in tokens]
        spans: dict[str, list[tuple[int, int]]] = {}
        for start, word in enumerate(words):
            for length in range(1, min(len(word), self.longest) + 1):
                for key, parts in self.terms.get(word[:length], ()):
                    end = start + len(parts)
                    if end <= len(words) and all(map(_stands, parts, words[start:end])):
                        spans.setdefault(key, []).append((start, end))
        found = {}
        for theme in self.ids:
            barred = spans.get(_EXCLUDED + theme, ())
            told = [
                (start, -end)
                for start, end in spans.get(theme, ())
                if not any(first <= start and end <= last for first, last in barred)
            ]
            if told:
                start, end = min(told)
                found[theme] = (tokens[start].start(), tokens[-end - 1].end())
        return found


def _parts(word: str) -> _Parts:
    """The tokens of a word of a term, the last of which is open where the word ends in `*`."""
    *first, last = _TOKEN.findall(word.rstrip("*"))
    return [*((token, False) for token in first), (last, word.endswith("*"))]


def _stands(part: tuple[str, bool], word: str) -> bool:
    token, is_open = part
    return word.startswith(token) if is_open else word == token


def _faults(codebook: Codebook, coder: _Coder) -> Iterator[str]:
    """Faults of the themes by their own examples."""
    seen: set[str] = set()
    for theme in codebook.themes:
        if theme.id in seen:
            yield f"{theme.where}: stands twice in this file. Give it another id."
        seen.add(theme.id)
        for text in theme.examples:
            if theme.id not in coder.matches(text):
                yield f"{theme.where}: example {text!r} does not match. Add a term to include, or change the example."
        for text in theme.near_misses:
            if span := coder.matches(text).get(theme.id):
                told = text[slice(*span)]
                yield f"{theme.where}: near miss {text!r} matches {told!r} and must not. Add it to exclude."
