"""The codebook of themes: `themes.yaml` as token patterns of spaCy, which is loaded when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from extractor.errors import PackError
from extractor.packs.read import PatternFile
from extractor.packs.shared_files import ThemeFile

_Parts = list[tuple[str, bool]]  # words of a term, and whether any ending may follow
_LONGEST_WORD = 40  # characters of a word that `*` can stand for a part of
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
    """A codebook as a spaCy PhraseMatcher over lower-case tokens.

    A word that ends in `*` becomes every word with that beginning, as they are met in texts.
    """

    def __init__(self, codebook: Codebook) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self.nlp = spacy.blank("en")
        self.nlp.max_length = 50_000_000
        self.matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        self.ids = [theme.id for theme in codebook.themes]
        self.met: set[str] = set()
        self.endings: dict[str, set[str]] = {}  # words met, by how they begin
        self.open: dict[str, list[tuple[str, _Parts]]] = {}  # terms with a word that begins so
        for theme in codebook.themes:
            for term in theme.include:
                self._add_term(theme.id, term)
            for term in theme.exclude:
                self._add_term(_EXCLUDED + theme.id, term)

    def _add_term(self, key: str, term: str) -> None:
        for written in {term.lower(), term.lower().replace("-", " ")}:
            parts: list[tuple[str, bool]] = []
            for word in written.split():
                tokens = [token.lower_ for token in self.nlp.make_doc(word.rstrip("*"))]
                parts += [(token, False) for token in tokens[:-1]] + [(tokens[-1], word.endswith("*"))]
            for stem, is_open in parts:
                if is_open:
                    self.endings.setdefault(stem, {stem})
                    self.open.setdefault(stem, []).append((key, parts))
            self._add(key, parts)

    def _add(self, key: str, parts: _Parts, stem: str = "", word: str = "") -> None:
        """Add a term with all words met for its open ones; only those with `word` for `stem` where that is given."""
        from spacy.tokens import Doc

        choices = [
            [word] if is_open and part == stem else self.endings[part] if is_open else [part] for part, is_open in parts
        ]
        self.matcher.add(key, [Doc(self.nlp.vocab, words=list(words)) for words in product(*choices)])

    def _meet(self, word: str) -> None:
        self.met.add(word)
        if len(word) > _LONGEST_WORD:
            return
        for stem in (word[:length] for length in range(1, len(word))):
            if stem in self.endings:
                self.endings[stem].add(word)
                for key, parts in self.open[stem]:
                    self._add(key, parts, stem, word)

    def matches(self, text: str) -> dict[str, tuple[int, int]]:
        """See `Codebook.matches`: the first words of each theme, and of those that begin there the longest."""
        doc = self.nlp.make_doc(text.replace("’", "'"))
        for word in {token.lower_ for token in doc} - self.met:
            self._meet(word)
        spans: dict[str, list[tuple[int, int]]] = {}
        for key, start, end in self.matcher(doc):
            spans.setdefault(self.nlp.vocab.strings[key], []).append((start, end))
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
                found[theme] = (doc[start].idx, doc[-end - 1].idx + len(doc[-end - 1]))
        return found


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
