"""The words of a run of inline elements as a browser shows them, with the marks of footnotes taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

import regex

from extractor.document import Style
from extractor.load import shapes
from extractor.load.html import appearance
from extractor.load.html.tree import inside
from extractor.load.marks import OWN, mark, raised, taken
from extractor.load.normalise import characters, squeeze
from extractor.load.words import Words

Run = Iterable[Any]  # strings and inline elements, in order

_BLANKS = regex.compile(r"[ \t\r\n\f]+")
_PICTURE = regex.compile(
    r".*\b(?:logo|crest|photo(?:graph)?|picture|signature|screenshot|image|chart|graph|map|icon|banner)\b.*", regex.I
)
_LONGEST_NAME = 40  # of a picture that stands for a word, such as a rating


@dataclass(slots=True)
class Spelt:
    """Words on one line, how they are set, and what stands among them.

    `cited` are the keys and labels of the footnotes referred to; `icon` is the colour of a drawing or coloured patch,
    `names` are the words that pictures stand for, `said` those that are only for reading out.
    """

    words: Words = field(default_factory=Words)
    style: Style = field(default_factory=Style)
    cited: list[tuple[str, str]] = field(default_factory=list)
    icon: str = ""
    names: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, without their marks."""
        return self.words.text


@dataclass(slots=True)
class _Piece:
    text: str
    style: Style
    is_mark: bool = False  # of a footnote


class Speller:
    """Spells one run; a line for each `<br>`."""

    def __init__(self) -> None:
        self.labels: list[str] = []
        self.about = Spelt()

    def lines(self, run: Run, bold: bool = False) -> list[Spelt]:
        """The words of every line of a run that has any; what pictures say belongs to the first."""
        parted: list[list[_Piece]] = [[]]
        for piece in self._pieces(run, Style(bold=bold)):
            if "\n" not in piece.text:
                parted[-1].append(piece)
                continue
            first, *rest = piece.text.split("\n")
            parted[-1].append(replace(piece, text=first))
            parted += [[replace(piece, text=text)] for text in rest]
        made = [line for pieces in parted if (line := self._line(pieces)).text or line.words.notes]
        if not made:
            made = [Spelt()]
        about = self.about
        made[0].icon, made[0].names, made[0].said = about.icon, about.names, about.said
        made[-1].cited = self.about.cited
        return made

    def _line(self, pieces: list[_Piece]) -> Spelt:
        raw = squeeze(characters("".join(_with_room(pieces))))
        text, notes = taken(raw, self.labels)
        letters: Counter[Style] = Counter()
        for piece in pieces:
            if not piece.is_mark and (printed := piece.text.strip()):
                letters[piece.style] += len(printed)
        return Spelt(Words(text.strip(), notes), _common(letters))

    def _pieces(self, run: Run, style: Style) -> Iterator[_Piece]:
        for part in run:
            if isinstance(part, str):
                yield _Piece(_BLANKS.sub(" ", OWN.sub("", part)), style)
            else:
                yield from self._element(part, appearance.styled(part, style))

    def _element(self, element: Any, style: Style) -> Iterator[_Piece]:
        tag = element.tag
        if tag == "br":
            yield _Piece("\n", style)
        elif tag == "img":
            self._picture(element)
        elif tag == "mark" and element.get("key") is not None:
            label = element.get("label", "")
            self.about.cited.append((element.get("key"), label))
            yield _Piece(mark(label, self.labels), style, True)
        elif tag == "pre":
            yield _Piece(OWN.sub("", "".join(element.itertext())), style)
        else:
            inner = list(self._pieces(inside(element), style))
            words = "".join(piece.text for piece in inner)
            if not words.strip():
                self.about.icon = self.about.icon or appearance.ground(element)
            if appearance.is_raised(element) and (marks := raised(words, self.labels)) != words:
                yield _Piece(marks, style, True)
            elif tag == "q":
                yield from (_Piece("“", style), *inner, _Piece("”", style))
            else:
                yield from inner

    def _picture(self, element: Any) -> None:
        self.about.icon = self.about.icon or element.get("icon", "")
        for key, names in (("alt", self.about.names), ("said", self.about.said)):
            if name := squeeze(characters(element.get(key, ""))):
                names.append(name)


def _with_room(pieces: Sequence[_Piece]) -> Iterator[str]:
    """The words of pieces, with a space behind the marker of a list item that is a piece by itself: style sets it
    apart."""
    opens = True
    for piece, following in zip_longest(pieces, pieces[1:]):
        apart = (
            opens and following is not None and following.text[:1].isalpha() and shapes.is_marker(piece.text.strip())
        )
        yield f"{piece.text} " if apart else piece.text
        opens = opens and not piece.text.strip()


def spoken(spelt: Spelt) -> list[str]:
    """The names of pictures that stand for words: short, not what the picture is, and not printed beside."""
    shown = spelt.text.casefold()
    return [
        name
        for name in dict.fromkeys(spelt.names)
        if len(name) <= _LONGEST_NAME
        and name.casefold() not in shown
        and not _PICTURE.fullmatch(name)
        and not shapes.is_picture(name)
    ]


def whole(lines: Sequence[Spelt]) -> Spelt:
    """Lines as one, with blanks between them; it is bold where all that have words are."""
    made = Spelt()
    for line in lines:
        made.words.append(line.words)
        made.cited += line.cited
        made.icon = made.icon or line.icon
        made.names += line.names
        made.said += line.said
    made.style = _common({line.style: len(line.text) for line in lines if line.text})
    return made


def _common(letters: Mapping[Style, int]) -> Style:
    """How words are set of which so many letters are set in each style: in bold or italics where all are."""
    if len(letters) < 2:
        return next(iter(letters), Style())
    main = max(letters, key=lambda style: letters[style])
    return replace(main, bold=all(style.bold for style in letters), italic=all(style.italic for style in letters))
