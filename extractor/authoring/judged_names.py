"""Names in sample reports that stand beside words which look like labels of a scale: what may be judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from extractor.authoring.labels import Grade, grade_of, key_of
from extractor.document import Kind, Report
from extractor.packs import Pack

REF = regex.compile(r"^[A-Z]{0,2}\d{1,2}(?:\.\d{1,2})*[.:)]?\s+")
_SECTION = regex.compile(r"^(?:Section|Chapter|Part)\s+(?=\d)")
_DIGIT = regex.compile(r"\d")
_EARLIER = regex.compile(r"\b(?:previous|last|earlier|prior|former)\b", regex.I)
_YEAR = regex.compile(r"\s*(?:\bin )?\(?(?:19|20)\d\d\)?$")  # behind a heading that stands without it, too
_GRADES = regex.compile(r"\b(?:grad(?:e|ed|ing)|rating|level|score|judge?ment|evaluation)s?\b", regex.I)
_PERSON = regex.compile(
    r"\b(?:inspect(?:or|ed by)|(?:led|run|owned|provided|written) by|manager|officer|author|chair)", regex.I
)
_NAME = r"(?P<name>\P{Nd}{3,100}?)"
_AFTER = r"\p{Lu}[\p{L} ]{2,40}"
_BEHIND_NAME = (
    regex.compile(rf"{_NAME}\s*[:–—-]\s+(?P<label>{_AFTER}(?:\s*\(\d{{1,2}}\))?|\d{{1,2}}\s*[-–—:=]\s*{_AFTER})"),
    regex.compile(rf"{_NAME}\s+(?P<label>\d{{1,2}}\s*[-–—=]\s*{_AFTER})"),
)
_LISTS = ("labels", "recommendations.section", "recommendations.addressee")  # rules whose words are over lists


@dataclass(frozen=True, slots=True)
class Judged:
    """Something that stands beside labels: its name as printed, how often, and the labels with where they stand.

    `leads` says that it has several labels in one report: a word that leads them in, and nothing that is judged.
    """

    name: str
    count: int
    grades: tuple[Grade, ...]
    where: str  # `row`, `column` or `line`
    leads: bool = False
    ref: str = ""  # the number before its name in every row that it has

    @property
    def labels(self) -> tuple[str, ...]:
        """Its labels without their numbers: one that is printed in capitals as that which is not."""
        found: dict[str, str] = {}
        for grade in self.grades:
            label = grade.label
            if label.casefold() not in found or found[label.casefold()].isupper():
                found[label.casefold()] = label
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Pair:
    """A name, what may be its label, where they stand, and the number before the name in a row."""

    name: str
    grade: Grade
    where: str
    ref: str = ""


def judged(reports: Sequence[Report], pack: Pack) -> list[Judged]:
    """Names beside words which look like labels: in rows or over columns of tables, or in lines `Name: Label`.

    Words look like labels where they stand beside several names; what else stands beside those names is one, too. What
    stands beside such labels in a row of few reports is judged as well.

    Args:
        reports: the samples.
        pack: whose rules know words over lists, which are no labels.
    """
    key = key_of(reports)
    by_report = [[pair for pair in _pairs(report, key) if _may_be_judged(pair, pack)] for report in reports]
    by_report = _without_labels_for_names(by_report)
    pairs = [pair for told in by_report for pair in told]
    times = Counter(pair.name for pair in pairs)
    often = {name for name, count in times.items() if count >= max(1, len(reports) / 2)}
    beside: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if pair.name in often and pair.grade.printed not in times:
            beside[pair.grade.label.casefold()].add(pair.name)
    titles = Counter(title for r in reports for title in {section.title.casefold() for section in r.sections})
    headings = {label for label, of in beside.items() if len(of) == 1 and 2 * titles[label] >= len(reports) > 1}
    pairs = [pair for pair in pairs if pair.grade.label.casefold() not in headings]
    rated = {name for named in beside.values() if len(named) > 1 for name in named}
    leads = {name for told in by_report for name in _leads(told)}
    found = [one for one in _by_name(pairs, leads, set(times)) if one.name in rated]
    spread = Counter(label for told in by_report for label in {pair.grade.label.casefold() for pair in told})
    kept = {name for names in _of_scales(found, spread) for name in names}
    labels = {label.casefold() for one in found if one.name in kept for label in one.labels}
    seldom = {pair.name for pair in pairs if pair.where == "row" and pair.grade.label.casefold() in labels}
    every = [one for one in _by_name(pairs, leads, set(times)) if one.name in kept or _is_seldom(one, seldom, labels)]
    within = {one.name: sum(any(pair.name == one.name for pair in told) for told in by_report) for one in every}
    shared = {name for name, count in within.items() if 2 * count >= len(reports)}
    # A grid of one sample has services over its columns where other samples judge names that they share.
    places = [one for one in every if one.where == "column" and one.name not in shared] if shared else []
    every = sorted((one for one in every if one not in places), key=lambda one: one.name not in kept)
    prints = [grade for one in places for grade in one.grades if grade.label.casefold() in labels]
    return [replace(one, grades=(*one.grades, *prints)) if at == 0 else one for at, one in enumerate(every)]


def _without_labels_for_names(by_report: Sequence[Sequence[_Pair]]) -> list[list[_Pair]]:
    """Pairs without those whose name is more often a label, or whose label is as often a name: lines that alternate."""
    pairs = [pair for told in by_report for pair in told]
    named, labelled = Counter(pair.name for pair in pairs), Counter(pair.grade.printed for pair in pairs)
    return [
        [
            pair
            for pair in told
            if labelled[pair.name] <= named[pair.name] and not labelled[pair.grade.printed] <= named[pair.grade.printed]
        ]
        for told in by_report
    ]


def _is_seldom(one: Judged, names: set[str], labels: set[str]) -> bool:
    """Whether a name of few reports has labels in rows of tables that others have, and no other words."""
    return one.name in names and not one.leads and all(label.casefold() in labels for label in one.labels)


def _by_name(pairs: Iterable[_Pair], leads: set[str], names: set[str]) -> list[Judged]:
    told: dict[str, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.grade.printed not in names:
            told[pair.name].append(pair)
    return [
        Judged(name, len(of), tuple(dict.fromkeys(pair.grade for pair in of)), of[0].where, name in leads, _ref(of))
        for name, of in told.items()
    ]


def _ref(pairs: Sequence[_Pair]) -> str:
    refs = {pair.ref for pair in pairs if pair.where == "row"}
    return next(iter(refs)) if len(refs) == 1 else ""


def _may_be_judged(pair: _Pair, pack: Pack) -> bool:
    """Whether a name is none of a person or of a list, and the words beside it lead in no list."""
    known = any(pack.match(rule, words) for rule in _LISTS for words in (pair.name, pair.grade.printed))
    told = pair.name and not _DIGIT.search(pair.name) and not pair.name.endswith(".")
    return bool(told) and not known and not _PERSON.search(pair.name)


def _of_scales(found: Sequence[Judged], spread: Mapping[str, int]) -> list[set[str]]:
    """Names that share labels, together; without those of labels that hardly repeat, or that nothing but leads has.

    Names of people or places in front of which the same words stand are not labels: each is printed once or twice, and
    in one sample alone.

    Args:
        found: names beside words that look like labels.
        spread: in how many samples each label stands.
    """
    groups: list[tuple[set[str], set[str]]] = []
    for one in found:
        labels = {label.casefold() for label in one.labels}
        names = {one.name}
        for known in [group for group in groups if group[1] & labels]:
            groups.remove(known)
            names, labels = names | known[0], labels | known[1]
        groups.append((names, labels))
    count = {one.name: one.count for one in found}
    often = [sum(count[name] for name in names) / len(labels) for names, labels in groups]
    shared = [any(spread[label] > 1 for label in labels) for _, labels in groups]
    judging = [any(not one.leads for one in found if one.name in names) for names, _ in groups]
    return [
        names
        for (names, _), times, judges, is_shared in zip(groups, often, judging, shared, strict=True)
        if 3 * times >= max(often) and (judges or not any(judging)) and (is_shared or not any(shared))
    ]


def _leads(pairs: Iterable[_Pair]) -> Iterator[str]:
    """Words that stand in lines before several labels."""
    beside: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if pair.where == "line":
            beside[pair.name].add(pair.grade.label)
    yield from (name for name, labels in beside.items() if len(labels) > 1)


def _pairs(report: Report, key: Mapping[int, str]) -> Iterator[_Pair]:
    for block in report.blocks:
        if block.table is not None:
            texts = _with_numbers(_of_now(report.cell_texts(block.table.rows())), block.table.header)
            grid = list(_in_grid(texts, key))
            yield from grid or _in_rows(texts, block.table.header, key)
            continue
        words = REF.sub("", _SECTION.sub("", report.body(block)))
        match = next((match for expression in _BEHIND_NAME if (match := expression.fullmatch(words))), None)
        if match and (grade := grade_of(match["label"], key)):
            yield _Pair(match["name"], grade, "line")
    yield from _below(report, key)


def _with_numbers(texts: list[list[str]], header: int) -> list[list[str]]:
    """The cells of a table with the numbers of names before those, where they have a column of their own."""
    body = texts[header or 1 :]
    if not body or any(len(row) < 3 or not REF.fullmatch(f"{row[0]} ") for row in body):
        return texts
    return [[f"{row[0]} {row[1]}".strip(), *row[2:]] for row in texts]


def _in_rows(texts: Sequence[Sequence[str]], header: int, key: Mapping[int, str]) -> Iterator[_Pair]:
    """The name in a row of a table with what may be its label at the end; a number alone under a word as `Grade`."""
    graded = any(_GRADES.search(row[-1]) for row in texts[: max(header, 1)])
    for row in texts[header:]:
        words = [text for text in row if text]
        grade = grade_of(words[-1], key) if len(words) >= 2 else None
        bare = grade is not None and grade.printed.isdecimal()
        if any(grade_of(text, key) for text in words[1:-1]):
            continue  # of several services or times
        if grade and (graded if bare else len(words[0]) > len(words[-1]) // 2):
            named = " ".join(words[:-1])
            numbered = REF.match(named)
            yield _Pair(REF.sub("", named), grade, "row", numbered[0].strip(" .:)") if numbered else "")


def _of_now(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells of a table without the columns whose headings say that they are of an earlier inspection."""
    heads = [head.casefold() for head in texts[0]]
    dated = {at for at, head in enumerate(heads) if (year := _YEAR.search(head)) and head[: year.start()] in heads}
    kept = [at for at, head in enumerate(texts[0]) if at not in dated and not _EARLIER.search(head)]
    return [[row[at] for at in kept] for row in texts]


def _in_grid(texts: Sequence[Sequence[str]], key: Mapping[int, str]) -> Iterator[_Pair]:
    """Headings of columns with what may be labels below them, where several columns have them in several rows."""
    heads, rows = texts[0], texts[1:]
    graded = {(n, at): grade_of(row[at], key) for n, row in enumerate(rows) for at in range(1, len(row)) if row[at]}
    worded = {place: grade for place, grade in graded.items() if grade and not grade.printed.isdecimal()}
    columns = [
        at
        for at in range(1, len(heads))
        if heads[at] and all(not row[at] or (n, at) in worded for n, row in enumerate(rows))
    ]
    held = [(at, grade) for (_, at), grade in worded.items() if at in columns]
    if len(columns) > 1 and _of_own_words(held):  # what is judged is in the rows, and has values of several kinds
        for n, row in enumerate(rows):
            numbered = REF.match(row[0])
            if row[0] and (n, columns[0]) in worded:
                ref = numbered[0].strip(" .:)") if numbered else ""
                yield _Pair(REF.sub("", row[0]), worded[n, columns[0]], "row", ref)
    elif len(columns) > 1 and len({grade.label.casefold() for _, grade in held}) <= len(held) / 2:
        yield from (_Pair(REF.sub("", heads[at]), grade, "column") for at, grade in held)


def _of_own_words(held: Sequence[tuple[int, Grade]]) -> bool:
    """Whether columns have different words, each of them some again: those of a judgement and of a risk."""
    words: dict[int, list[str]] = defaultdict(list)
    for at, grade in held:
        words[at].append(grade.label.casefold())
    kinds = [set(one) for one in words.values()]
    repeated = all(len(set(one)) < len(one) for one in words.values())
    return repeated and len(kinds) > 1 and sum(map(len, kinds)) == len(set.union(*kinds))


def _below(report: Report, key: Mapping[int, str]) -> Iterator[_Pair]:
    """A heading with a line of few words right below it."""
    blocks = [block for block in report.blocks if block.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)]
    for block, below in pairwise(blocks):
        listed = below.kind in (Kind.BULLET, Kind.NUMBERED)
        if block.kind is Kind.HEADING and below.table is None and not listed:
            words = report.body(below)
            grade = grade_of(words, key)
            if grade and not words.isdecimal():
                yield _Pair(REF.sub("", report.body(block)), grade, "line")
