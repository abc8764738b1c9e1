"""Rows that a single slip of the source has spoilt: a number lost from a heading, a mark or a running line among the
words, a cell that goes over the column beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise, zip_longest
from statistics import median
from typing import Any

import regex

from extractor.document import Kind, Section
from extractor.domain.names import folded
from extractor.find.coverage.seen import Seen, Thing
from extractor.find.figures import is_figure
from extractor.find.grids import Purpose
from extractor.load import shapes
from extractor.split.contents import letters
from extractor.split.headings import standard_line

_LISTS = ("findings", "recommendations", "progress", "examples")
_KINDS = {"recommendations": "recommendations"}
_FEWEST, _MOST = 3, 0.6  # standards with a section, and the share of them from which the others lack theirs
_SHORT = 4  # characters
_NEARLY_ALL = 0.9  # of the findings
_USUAL = 0.8  # of the rows of a table
_LEAST_LETTERS = 15  # of a running line
_BEGINS = regex.compile(r"\p{L}+ \p{L}+ \p{L}+")
_NUMBER_BESIDE = regex.compile(r"\s\d{1,3}$|^\d{1,3}\s")
_ENDS_IN_FIGURE = regex.compile(r"\S \d[\d.,]*%?$")
_DATE = regex.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_SMALL = 0.2  # of the room of a section
_LONG_TITLE = 8  # words
_LONG_HEADING = 50  # characters
_AROUND = regex.compile(r"(\d{1,2})\.|([A-Z])(?=\d)")
_LETTER = regex.compile(r"^[A-Z](?=\d{1,2}\.\d)")
_DIGITS = regex.compile(r"\d+")
_NUMBERED = regex.compile(r"(?:[A-Z] ?)?\d{1,2}(?:\.\d{1,2})*[.:]? \p{Lu}")
_LONG_TITLE_LETTERS = 200
_IN_SERIES = regex.compile(r"(\d)\.(\d)")
_GLUED = regex.compile(r"(?P<word>\p{L}\p{Ll}{2,})[):?]?\d{1,2}$")


def slips(seen: Seen) -> Iterator[Thing]:
    """What a slip has spoilt, with the kind of thing that it is counted as."""
    for sign in (
        _headings,
        _broken_headings,
        _skipped,
        _odd_labels,
        _loose_figures,
        _prompts,
        _question_refs,
        _addressees,
        _marks,
        _running,
        _headed,
        _otherwise_numbered,
        _spanning,
        _wider,
        _merged,
        _services,
        _undated,
        _other_category,
        _headed_below,
        _criteria,
        _marks_alone,
        _again,
    ):
        yield from sign(seen)


def _row(kind: str, row: Any, reason: str) -> Thing:
    return Thing(kind, row.evidence.start, row.evidence.end, reason)


def _headings(seen: Seen) -> Iterator[Thing]:
    """Rated standards without a heading of their number, or whose longest section is in none of the section of the
    framework that they belong to, where most have both."""
    if seen.pack.report_type == "summary":
        return
    rows = [row for row in seen.rows("ratings") if row.level in ("standard", "criterion")]
    for part in dict.fromkeys(row.part for row in rows):
        yield from _of_part(seen, part, [row for row in rows if row.part == part and _AROUND.match(_tight(row.ref))])


def _of_part(seen: Seen, part: str, rows: list[Any]) -> Iterator[Thing]:
    longest: dict[str, Section] = {}
    for section in seen.report.sections:
        ref = _tight(section.ref)
        if section.part == part and (ref not in longest or _room(section) > _room(longest[ref])):
            longest[ref] = section
    rated = {_tight(row.ref): row for row in reversed(rows)}
    usual = median([_room(longest[ref]) for ref in rated if ref in longest] or [0])
    unheaded = [row for ref, row in rated.items() if ref not in longest or _room(longest[ref]) < _SMALL * usual]
    if len(unheaded) > (1 - _MOST) * len(rated):
        unheaded = []
    outside = [row for ref, row in rated.items() if ref in longest and not _is_within(seen, ref, usual)]
    for lacking in (unheaded, outside if part == "main" else []):
        if len(rated) - len(lacking) >= _FEWEST:
            for row in lacking:
                yield _row("headings", row, "a standard without a heading of its number, or of its section's")


def _room(section: Section) -> int:
    return section.end - section.start


def _is_within(seen: Seen, ref: str, usual: float) -> bool:
    """Whether a section of a number, of some length, is in one with the number that its own begins with."""
    around = _AROUND.match(ref)
    assert around is not None
    own = [
        s
        for s in seen.report.sections
        if _tight(s.ref) == ref and _room(s) > _SMALL * usual and not any(map(_is_annex, seen.report.lineage(s)))
    ]
    return any(
        _tight(other.ref) == (around[1] or around[2]) for section in own for other in seen.report.lineage(section)
    )


def _is_annex(section: Section) -> bool:
    return len(section.ref) > 1 and section.ref[0].isalpha() and section.ref[1].isalpha()


def _tight(ref: str) -> str:
    """The number of a standard without a letter before it: `P 1.1` becomes `1.1`, and `B3` stays."""
    return _LETTER.sub("", ref.replace(" ", "")).rstrip(".")


def _heading(section: Section, reason: str) -> Thing:
    return Thing("headings", section.heading.start, section.heading.end, reason)


def _prompts(seen: Seen) -> Iterator[Thing]:
    """Prompts under no key question above those of their table that stand under one; key questions without prompts,
    where others of their standard have some."""
    headed: dict[tuple[str, str], set[str]] = {}
    waiting: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in seen.rows("key_questions"):
        place = (row.table, row.standard_id)
        if row.level == "prompt" and row.key_question:
            headed.setdefault(place, set()).add(folded(row.key_question))
            for prompt in waiting.pop(place, ()):
                yield _row("key_questions", prompt, "a prompt that stands under no key question")
        elif row.level == "prompt" and place not in headed:
            waiting[place].append(row)
    over: dict[str, set[str]] = defaultdict(set)
    for (_, standard), questions in headed.items():
        over[standard] |= questions
    for row in seen.rows("key_questions"):
        if (
            row.level == "key_question"
            and row.standard_id in over
            and folded(row.question) not in over[row.standard_id]
        ):
            yield _row("key_questions", row, "a key question without prompts, where others have some")


def _question_refs(seen: Seen) -> Iterator[Thing]:
    """Questions without their number, where nearly all of the table have one."""
    tables = defaultdict(list)
    for row in seen.rows("key_questions"):
        tables[row.table, row.level].append(row)
    for rows in tables.values():
        if sum(bool(row.ref) for row in rows) >= _USUAL * len(rows):
            for row in rows:
                if not row.ref:
                    yield _row("key_questions", row, "a question without its number, where others have theirs")


def _addressees(seen: Seen) -> Iterator[Thing]:
    """Recommendations that name nobody behind those that name somebody."""
    rows = [row for row in seen.rows("recommendations") if not row.parent and not row.same_as]
    for one, other in pairwise(rows):
        if one.addressee and not other.addressee and (one.part, one.kind) == (other.part, other.kind):
            yield _row("recommendations", other, "a recommendation that names nobody, behind one that does")


def _marks(seen: Seen) -> Iterator[Thing]:
    """Labels and titles that end with a digit glued to a word that stands elsewhere without it."""
    is_printed = cache(lambda word: regex.search(rf"(?<!\p{{L}}){word}(?!\p{{L}})", seen.report.text) is not None)
    told = [("tables", row, row.label) for row in seen.rows("statistics")]
    told += [("key_questions", row, row.question) for row in seen.rows("key_questions")]
    told += [("labels", row, row.standard) for row in seen.rows("ratings")]
    for kind, row, label in told:
        if (found := _GLUED.search(label)) and is_printed(found["word"]):
            yield _row(kind, row, "a label that ends with a digit, as of a note")
    for section in seen.report.sections:
        if (
            (found := _GLUED.search(section.title))
            and is_printed(found["word"])
            and section.heading.end > section.heading.start
        ):
            yield _heading(section, "a heading that ends with a digit, as of a note")


def _running(seen: Seen) -> Iterator[Thing]:
    """Rows that have the report's own title among their words, as of the head of a page."""
    about = seen.rows("reports")
    titles = {folded(words) for row in about for words in (row.title, row.provider)} - {""}
    long = [title for title in titles if len(title) >= _LEAST_LETTERS]
    for table, kind in (("recommendations", "recommendations"), ("findings", "list_items"), ("progress", "list_items")):
        for row in seen.rows(table):
            words = folded(row.text)
            if any(title in words for title in long if title == folded(about[0].title)):
                yield _row(kind, row, "an item with the title of the report among its words")
    names = {folded(row.provider) for row in about if row.provider}
    for section in seen.report.sections:
        if _NUMBER_BESIDE.search(section.title) and any(name in folded(section.title) for name in names):
            yield _heading(section, "a section headed by the running line of a page")
    for row in seen.rows("statistics"):
        if any(name in folded(row.label) for name in names):
            yield _row("tables", row, "a figure labelled as the head of a page is")


def _headed(seen: Seen) -> Iterator[Thing]:
    """Items that begin with the number and title of a section; paragraphs that go on behind them in small letters."""
    titled = {f"{s.ref} {s.title} " for s in seen.report.sections if s.ref and len(s.title) >= _SHORT}
    for block in seen.blocks:
        words = seen.report.body(block)[:_LONG_TITLE_LETTERS] if block.kind is Kind.PARAGRAPH else ""
        if _NUMBERED.match(words) and any(words.startswith(t) and words[len(t) :][:1].islower() for t in titled):
            yield Thing("headings", block.start, block.end, "a heading that the words of a sentence were run into")
    titles = {letters(title) for title in titled}
    for table in _LISTS:
        for row in seen.rows(table):
            words = letters(row.text[:_LONG_TITLE_LETTERS]) if _NUMBERED.match(row.text) else ""
            if words and any(words.startswith(title) for title in titles):
                yield _row(_KINDS.get(table, "list_items"), row, "an item that begins with the heading of a section")


def _otherwise_numbered(seen: Seen) -> Iterator[Thing]:
    """Findings that stand in a section whose number is of another kind than those that nearly all of them stand in."""
    rows = [row for row in seen.rows("findings") if row.section_ref]
    kinds = Counter(_DIGITS.sub("1", row.section_ref) for row in rows)
    usual, count = kinds.most_common(1)[0] if kinds else ("", 0)
    if len(rows) > _FEWEST and count >= _NEARLY_ALL * len(rows):
        for row in rows:
            if _DIGITS.sub("1", row.section_ref) != usual:
                yield _row(
                    "list_items", row, "an item in a section that is numbered otherwise than those of the others"
                )


def _odd_labels(seen: Seen) -> Iterator[Thing]:
    """Figures that a date, another figure or a sentence labels, and those of a table that is titled as a row is."""
    begun = {_beginning(row.label) for row in seen.rows("statistics")} - {""}
    captions = {folded(seen.report.body(block)) for block in seen.report.blocks if block.kind is Kind.CAPTION}
    for row in seen.rows("statistics"):
        long = len(row.table.split()) > _LONG_TITLE and folded(row.table) not in captions
        if _DATE.fullmatch(row.label) or any(is_figure(seen.pack, words) for words in (row.label, row.category)):
            yield _row("tables", row, "a figure that a date or another figure labels")
        elif row.label.endswith(".") and len(row.label.split()) > _LONG_TITLE:
            yield _row("headings", row, "a figure that a sentence labels")
        elif not row.group and (long or _beginning(row.table) in begun):
            yield _row("tables", row, "a figure of a table that is titled as a row is")


def _beginning(words: str) -> str:
    """The first three words of a label or title; empty where it has fewer."""
    found = _BEGINS.match(words)
    return found[0] if found else ""


def _loose_figures(seen: Seen) -> Iterator[Thing]:
    """Figures that stand alone in the first cell of a row."""
    for grid in seen.grids:
        rows = list(grid.body()) if grid.purpose is Purpose.DATA else []
        begun = [
            (row, filled)
            for number, row in rows
            if len(row) > 1 and (filled := grid.filled(number)) and not filled[0].column
            if is_figure(seen.pack, grid.text(filled[0]))
        ]
        for row, filled in begun:
            short = len(filled) < len(row)
            alone = len(begun) == 1 and len(rows) > _FEWEST
            if len(filled) == 1 or (short and (alone or grid.text(filled[0]).endswith("%"))):
                yield Thing("tables", filled[0].start, filled[0].end, "a figure that begins a row")


def _broken_headings(seen: Seen) -> Iterator[Thing]:
    """Headings of sections that go on in small letters below; a word between two joins them, and is no rest."""
    opened = {section.heading.start: section for section in seen.report.sections if section.heading.end}
    for block, below, after in zip_longest(seen.blocks, seen.blocks[1:], seen.blocks[2:]):
        section = opened.get(block.body)
        low = below is not None and below.kind is Kind.PARAGRAPH and seen.report.body(below)[:1].islower()
        low = low and not (after and after.kind is Kind.HEADING and len(seen.report.body(below).split()) == 1)
        told = section and (section.ref or len(section.title) > _LONG_HEADING)
        if section and told and low and block.kind is Kind.HEADING and seen.report.body(block)[-1:].islower():
            yield _heading(section, "a heading that goes on in small letters below")
        if section and below is not None and block.kind is Kind.HEADING and below.table is not None:
            first = seen.report.words(next(iter(below.table.rows()))[0]).strip()
            if first.endswith("%") and is_figure(seen.pack, first):
                yield _heading(section, "a heading over a row of figures without a label")


def _skipped(seen: Seen) -> Iterator[Thing]:
    """Sections before whose number the only one of their series is lost: `3.4` behind `3.1` and `3.2`; a section that
    is the first of a series and the only one, where other series have several."""
    series: dict[str, dict[int, Section]] = defaultdict(dict)
    for section in seen.report.sections:
        if found := _IN_SERIES.fullmatch(_tight(section.ref)):
            series[found[1]].setdefault(int(found[2]), section)
    refs = [found[1] for standard in seen.pack.standards if (found := _IN_SERIES.fullmatch(_tight(standard.ref)))]
    for prefix, numbered in series.items():
        lost = set(range(1, max(numbered) + 1)) - numbered.keys()
        if len(lost) == 1:
            yield _heading(numbered[lost.pop() + 1], "a heading before whose number another is lost")
        elif numbered.keys() == {1} and refs.count(prefix) != 1:  # a framework can have one standard of a domain
            yield _heading(
                numbered[1], "a heading behind whose number others are lost: it is the only one of its series"
            )


def _spanning(seen: Seen) -> Iterator[Thing]:
    """Figures of a table that go over several columns or rows, where no other row has any."""
    for grid in seen.grids:
        if grid.purpose not in (Purpose.DATA, Purpose.QUESTIONS, Purpose.PROVIDERS):
            continue
        services = grid.purpose is Purpose.PROVIDERS
        body = [row for _, row in grid.body()]
        for across in (True, False):
            odd = [
                cell
                for row in body
                for cell in row
                if (cell.columns if across else cell.rows) > 1
                and grid.text(cell)
                and (services or is_figure(seen.pack, grid.text(cell)))
            ]
            if len({cell.start for cell in odd}) == 1:
                kind = "labels" if services else "tables"
                yield Thing(kind, odd[0].start, odd[0].end, "a figure that goes over the cell beside or below it")


def _wider(seen: Seen) -> Iterator[Thing]:
    """Rows of figures that fill a column which no other row of their table fills."""
    for grid in seen.grids:
        if grid.purpose not in (Purpose.DATA, Purpose.QUESTIONS) or len(grid.rows) <= _FEWEST:
            continue
        last = [row for row in grid.rows if grid.text(row[-1])]
        if len(last) == 1 and last[0] not in grid.rows[: grid.header] and is_figure(seen.pack, grid.text(last[0][-1])):
            yield Thing(
                "tables", last[0][0].start, last[0][-1].end, "a row with more cells than the others of its table"
            )


def _merged(seen: Seen) -> Iterator[Thing]:
    """Rows whose label ends with a figure and whose last cell is empty, as in none of the others of their table."""
    for grid in seen.grids:
        rows = [row for number, row in grid.body() if len(grid.filled(number)) > 1]
        if grid.purpose not in (Purpose.DATA, Purpose.QUESTIONS) or len(rows) <= _FEWEST:
            continue
        short = [row for row in rows if not grid.text(row[-1])]
        ended = [row for row in rows if _ENDS_IN_FIGURE.search(grid.text(row[0]))]
        if len(short) == 1 and len(ended) == 1 and short[0] is ended[0]:
            yield Thing("tables", short[0][0].start, short[0][-1].end, "a label with the figure of the cell beside it")


def _services(seen: Seen) -> Iterator[Thing]:
    """Rows of a table of services that leave a column empty which nearly all others fill; columns that none fills."""
    for grid in seen.grids:
        rows = [row for number, row in grid.body() if len(grid.filled(number)) > 1]
        if grid.purpose is not Purpose.PROVIDERS or len(rows) <= _FEWEST:
            continue
        bare = [c for c in range(len(rows[0])) if not any(grid.text(row[c]) or row[c].icon for row in rows)]
        if len(bare) == 1 and len(rows[0]) > _FEWEST and grid.heads(bare[0]):
            reason = "a row that leaves a column empty, as do all of its table"
            yield Thing("labels", rows[0][0].start, rows[0][-1].end, reason)
        odd: set[int] = set()
        for column in range(len(rows[0])):
            filled = [bool(grid.text(row[column]) or row[column].icon) for row in rows]
            if _USUAL * len(rows) <= sum(filled) < len(rows):
                odd |= {n for n, has in enumerate(filled) if not has}
        for n in odd:
            yield Thing("labels", rows[n][0].start, rows[n][-1].end, "a service whose cells are not as the others'")


def _undated(seen: Seen) -> Iterator[Thing]:
    """Judgements without the date that nearly all others of the report have beside them."""
    rows = seen.rows("ratings")
    bare = [row for row in rows if not row.date]
    if 0 < len(bare) <= (1 - _USUAL) * len(rows):
        for row in bare:
            yield _row("labels", row, "a judgement without a date, where others have one")


def _other_category(seen: Seen) -> Iterator[Thing]:
    """The last line of a category, labelled with a figure as are all of the next category and no other of its own."""
    for _, table in groupby(seen.rows("statistics"), key=lambda row: (row.section_ref, row.table)):
        lines = [list(rows) for _, rows in groupby(table, key=lambda row: row.category)]
        for above, below in pairwise(lines):
            begun = [row for row in above if row.label[:1].isdigit()]
            alone = {row.label for row in begun} == {above[-1].label} != {row.label for row in above}
            if alone and all(row.label[:1].isdigit() for row in below):
                yield _row("tables", begun[0], "a line of a category that is labelled as those of the next")


def _headed_below(seen: Seen) -> Iterator[Thing]:
    """Banners whose standard is named below the words and the score that it has, and heads no section for that."""
    opened = {section.heading.start for section in seen.report.sections}
    for grid in seen.grids:
        named = [
            (number, cell)
            for number, row in enumerate(grid.rows)
            for cell in row
            if (found := standard_line(seen.pack, grid.text(cell)))
            and not grid.text(cell)[found[1].end() :].strip(" .:")
        ]
        first = grid.text(grid.rows[0][0])
        if len(named) == 1 and named[0][0] and len(grid.rows) < _FEWEST and len(first) > _LONG_HEADING:
            cell = named[0][1]
            if cell.start not in opened:
                yield Thing("headings", cell.start, cell.end, "a heading of a standard below what is said of it")


def _criteria(seen: Seen) -> Iterator[Thing]:
    """The criterion before one that is judged by no row, where nearly all of the framework's are judged."""
    asked = [standard.ref for standard in seen.pack.standards if standard.level == "criterion" and standard.ref]
    judged = {_tight(row.ref): row for row in seen.rows("ratings") if row.level == "criterion" and row.part == "main"}
    for before, ref in pairwise(asked) if len(judged) >= _USUAL * len(asked) else ():
        if ref not in judged and before in judged:
            yield _row("labels", judged[before], "a criterion behind which one is not judged, where nearly all are")


def _marks_alone(seen: Seen) -> Iterator[Thing]:
    """The mark of a list item that stands without words."""
    for block in seen.blocks:
        if (
            block.table is None
            and shapes.item(f"{seen.report.words(block).strip()} X")
            and block.end - block.start < _SHORT
        ):
            yield Thing("list_items", block.start, block.end, "the mark of a list item without its words")


def _again(seen: Seen) -> Iterator[Thing]:
    """Numbered headings that stand again behind those of their own parts."""
    opened: dict[tuple[str, str], str] = {}
    before = ""
    for section in seen.report.sections:
        ref = _tight(section.ref)
        if not ref or section.part != "main" or section.heading.end == section.heading.start:
            continue
        known = opened.setdefault((ref, folded(section.title)), ref)
        around = _AROUND.match(before)
        if (
            before
            and known == ref
            and around
            and (around[1] or around[2]) == ref
            and (ref, folded(section.title)) in opened
        ):
            yield _heading(section, "a heading that stands again behind its own parts")
        before = ref
