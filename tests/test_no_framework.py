"""No word of a framework in the program: what belongs to one inspectorate stands in its pack.

The words are taken from the packs that ship, so a new pack brings its own. Code, docstrings and comments are searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import extractor
from extractor.packs.choose import BASE, GENERIC
from extractor.packs.model import PackFile
from extractor.packs.read import PatternFile, read_folder
from extractor.packs.shared_files import ProviderFile, QuestionFile, ScaleFile
from extractor.pattern_files import shipped

CODE = Path(extractor.__file__).parent

# Words of names that are everyday words as well, or what the program itself is about; and why each is met.
EVERYDAY = {
    "and": "joins words",
    "area": "of a page",
    "base": "the pack that the others extend",
    "care": "taken",
    "children": "of an element",
    "centre": "of a box; the invented services of examples are centres",
    "facts": "of a report",
    "follow": "follow-ups, and what follows",
    "four": "a number",
    "inspection": "what every report is of",
    "inspectorate": "who inspects",
    "institution": "who published a report, as BibTeX calls it",
    "label": "of a scale",
    "letters": "of the alphabet",
    "local": "on this machine",
    "point": "of a scale, or in a number",
    "post": "one that staff hold",
    "progress": "the table",
    "quality": "of text",
    "region": "the column",
    "release": "of a lock",
    "send": "to a process",
    "service": "what is inspected",
    "services": "what is inspected",
    "six": "a number",
    "summary": "a type of report",
    "trust": "a certificate",
}
# Labels, standards, kinds and titles of one word or more, likewise.
EVERYDAY_PHRASES = {
    "good": "enough",
    "leadership": "a standard that inspectorates share: the example of columns, and in the id of a check",
    "met": "come across",
    "not judged": "left out when a dataset is compared with gold",
    "outcomes": "what became of files",
    "poor": "of a scan",
    "safety": "the invented standard of examples",
    "services": "what is inspected",
    "staff": "of any service",
}


@cache
def shipped_files() -> list[PatternFile]:
    return read_folder(shipped())


def frameworks() -> Iterator[PackFile]:
    for file in shipped_files():
        if isinstance(file.model, PackFile) and file.model.id not in (BASE, GENERIC):
            yield file.model


def words() -> set[str]:
    """Single words of names: inspectorates, packs, groups of cases, kinds of services and of people."""
    names = []
    for pack in frameworks():
        names += [pack.id, pack.inspectorate, *(kind.type for kind in pack.provider_types)]
        names += [group.id for group in pack.groups] + [r.value for r in pack.rules if r.id.startswith("summary.type")]
        names += [term.id for term in pack.subjects if term.apart]
    for file in shipped_files():
        if isinstance(file.model, ProviderFile):
            names += file.model.kinds
        if isinstance(file.model, ScaleFile):
            names += [scale.id for scale in file.model.scales]
    return {word for name in names for word in re.findall(r"[a-z]{3,}", name.lower())}


def phrases() -> set[str]:
    """Whole names: labels of scales, standards, questions, kinds, titles."""
    found = []
    for file in shipped_files():
        if isinstance(file.model, ScaleFile):
            found += [name for scale in file.model.scales for label in scale.labels for name in label.prints]
        if isinstance(file.model, QuestionFile):
            found += [question.id for question in file.model.questions]
    for pack in frameworks():
        found += [name for scale in pack.scales for label in scale.labels for name in label.prints]
        found += [standard.id for standard in pack.standards] + [group.title for group in pack.groups]
        found += [*pack.kinds, *pack.example_kinds, *pack.units, pack.inspectorate]
        found += [part for part in pack.title.split(", ") if not re.match(r"\d|from |all ", part)]
    return {plain(phrase) for phrase in found} - {""}


def plain(text: str) -> str:
    """Small letters, with blanks where names in code have other marks."""
    return re.sub(r"[\s_-]+", " ", text.lower()).strip()


def told(code: str) -> set[str]:
    """Words and phrases of frameworks that a piece of code has."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", code).lower()
    found = WORDS.intersection(re.findall(r"[a-z][a-z0-9]{2,}", apart))
    return found | {match[0] for match in PHRASES.finditer(plain(code))}


WORDS = words()
PHRASES = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(phrases(), key=len, reverse=True)))})\b")
ALLOWED = EVERYDAY.keys() | EVERYDAY_PHRASES.keys()


def test_no_word_of_a_framework_is_in_the_program() -> None:
    files = sorted(path for path in CODE.rglob("*") if path.suffix in (".py", ".html"))
    assert len(files) > 200
    found = {str(path.relative_to(CODE)): told(path.read_text("utf-8")) for path in files}
    named = {name: words - ALLOWED for name, words in found.items() if words - ALLOWED}
    assert named == {}, "these belong into a pack under patterns/"
    assert ALLOWED - set().union(*found.values()) == set(), "these are met no more: allow them no more"


@pytest.mark.parametrize(
    "code",
    [
        '_HALVES = (("community", "post_release"),)',
        'if provider.provider_type == "PDU":',
        "# as HM Inspectorate of Probation prints it",
        "def read_ofsted(text: str) -> str:",
        "class OfstedLetter:",
        '_COLOURS = {"requires improvement": "yellow"}',
        'example: str = "Outstanding"',
        'if row.subject.endswith("officers"):',
        'kind = "requires_improvement"',
        'wanted = "court-work"',
        '"""Figures of the National Probation Service."""',
    ],
)
def test_a_word_put_back_is_found(code: str) -> None:
    assert told(code) - ALLOWED


def test_everyday_words_are_no_fault() -> None:
    assert told("The label of a region is as good as any.") - ALLOWED == set()
