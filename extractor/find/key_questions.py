"""Table `key_questions`: percentages of the key questions and of the prompts below them, from tables only.

A row with figures is a key question, unless a key question without figures of its own heads the rows above it: then it
is a prompt. An annex repeats a key question with the same figures over its prompts; that gives no row twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from extractor.document import Cell, Report, Section
from extractor.domain.names import slug, tight
from extractor.find.cell_figures import figures, unit_of
from extractor.find.columns import ELSEWHERE, groups_of
from extractor.find.grids import Grid, grids, printed_refs
from extractor.find.judgements import is_percentage
from extractor.find.metadata import provider_of
from extractor.find.table_purposes import Purpose
from extractor.packs import Pack
from extractor.records import KeyQuestion
from extractor.split.headings import standard_line, standard_named, tells_apart, title_without_note

# Words that do not tell one question from another.
_STOPWORDS = frozenset(
    regex.findall(
        r"\w+",
        "a an and any are as at be by do does for from has have in is it its of on or that the their there this those"
        " to where with",
    )
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of a table: its cell, number, words, and the marks behind it."""

    cell: Cell
    ref: str
    question: str
    marks: str


@dataclass(frozen=True, slots=True)
class _About:
    """What holds for a whole table: whose it is, what it is called, and whether it stands in an annex."""

    provider: str
    table: str
    annex: bool


@dataclass(slots=True)
class _State:
    """What holds from row to row: the standard, the key question that heads prompts, where the chapter begins, and the
    headings of the columns with the groups of cases that they name."""

    ref: str = ""
    standard_id: str = ""
    heading: str = ""
    chapter: int = -1
    above: str = ""  # heading by which standards of one name are told apart
    heads: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    seen: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)


def find(report: Report, pack: Pack) -> Iterator[KeyQuestion]:
    """Percentages in reading order, a row for each group of cases."""
    provider = provider_of(report, pack)[0]
    refs = printed_refs(report, pack)
    state = _State()
    last: Section | None = None
    for grid in grids(report, pack):
        if grid.purpose is not Purpose.QUESTIONS:
            continue
        if grid.section is not last:
            _enter(report, pack, grid, state, refs)
            last = grid.section
        yield from _table(report, pack, grid, state, provider, refs)


def _enter(report: Report, pack: Pack, grid: Grid, state: _State, refs: dict[str, str]) -> None:
    """Take the standard of the section that a table stands in; a key question above it heads no prompts here.

    Where a page breaks a table the heading of its section can be printed again: the key question goes on then.
    """
    chain = list(report.lineage(grid.section))
    before = (state.ref, state.standard_id, state.chapter)
    state.chapter = chain[-1].start if chain else 0
    state.above = next((s.title for s in chain if tells_apart(pack, s.title)), "")
    for section in chain:
        found = standard_line(pack, f"{section.ref} {section.title}") if section.ref else None
        if found:
            state.ref, state.standard_id = section.ref, found[0].id
            break
        if not section.ref and (id_ := _named(pack, section.title, state.above)) is not None:
            state.ref, state.standard_id = refs.get(id_, ""), id_
            break
    if before != (state.ref, state.standard_id, state.chapter):
        state.heading = ""


def _named(pack: Pack, title: str, above: str) -> str | None:
    """Id of the standard whose name a title is, below a heading that tells those of one name apart."""
    found = standard_named(pack, title, above)
    return found[0].id if found else None


def _table(
    report: Report, pack: Pack, grid: Grid, state: _State, provider: str, refs: dict[str, str]
) -> Iterator[KeyQuestion]:
    annex = _annex(report, grid)
    about = _About(provider, _name(report, pack, grid, annex), annex is not None)
    if state.heads and max(state.heads) >= len(grid.rows[0]):
        state.heads, state.groups = {}, {}
    if grid.title and (id_ := _named(pack, grid.title, state.above)) is not None:
        _turn(state, refs.get(id_, ""), id_)
    fresh = True
    for row in grid.rows:
        texts = [text for cell in row if (text := grid.text(cell))]
        if asked := _asked(pack, grid, row):
            fresh = True
            yield from _row(report, pack, grid, row, asked, state, about, refs)
        elif texts:
            state.above = next((text for text in texts[:2] if tells_apart(pack, text)), state.above)
            if heads := _heads(grid, row):
                over = {} if fresh else {at: group for at, group in state.groups.items() if group == ELSEWHERE}
                state.heads = {**({} if fresh else state.heads), **heads}
                state.groups = groups_of(pack, state.heads, provider) | over
                fresh = False
            _standard(pack, texts, state, refs)
            if pack.match("questions.heading", texts[0]):
                state.heading = ""


def _heads(grid: Grid, row: tuple[Cell, ...]) -> dict[int, str]:
    """The headings of a row, behind its first cell, by each of the columns that they stand over."""
    named = [(cell, text) for cell in row[1:] if (text := grid.text(cell))]
    return {cell.column + at: text for cell, text in named for at in range(cell.columns)}


def _standard(pack: Pack, texts: list[str], state: _State, refs: dict[str, str]) -> None:
    """Take the standard that a row without question names, with its number or without."""
    for line in (*texts[:2], " ".join(texts[:2])):
        if found := standard_line(pack, line):
            _turn(state, found[1]["ref"], found[0].id)
            return
    if (id_ := _named(pack, texts[0], state.above)) is not None:
        _turn(state, refs.get(id_, ""), id_)


def _turn(state: _State, ref: str, id_: str) -> None:
    """Take a standard; printed again at the head of the next page, it leaves the key question as it is."""
    if (ref.rstrip("."), id_) != (state.ref.rstrip("."), state.standard_id):
        state.heading = ""
    state.ref, state.standard_id = ref, id_


def _asked(pack: Pack, grid: Grid, row: tuple[Cell, ...]) -> _Asked | None:
    """The question that a row asks, or None where it heads columns or other rows."""
    before = ""  # the words of the cell before it, which can have its number
    for cell in row:
        words = grid.text(cell)
        found = pack.match("questions.question", words) if words else None
        if found is None:
            before = words or before
            continue
        question, ref = (found[1]["question"] or "").strip(), ""
        if numbered := pack.match("questions.ref", question):
            ref, question = numbered[1]["ref"], question[numbered[1].end() :].strip()
        elif numbered := pack.match("questions.ref", before):
            ref = numbered[1]["ref"]
        return _Asked(cell, ref, question, found[1]["marks"] or "")
    return None


def _row(
    report: Report,
    pack: Pack,
    grid: Grid,
    row: tuple[Cell, ...],
    asked: _Asked,
    state: _State,
    about: _About,
    refs: dict[str, str],
) -> Iterator[KeyQuestion]:
    """The figures of a question, a row for each group; none where it heads its prompts."""
    values = [
        (cell, percent)
        for cell in row
        if cell is not asked.cell
        and state.groups.get(cell.column) != ELSEWHERE
        and (percent := _percent(pack, grid.text(cell), state.heads.get(cell.column, ""))) is not None
    ]
    standard_ref = asked.ref.rsplit(".", 1)[0] if asked.ref else ""
    if standard_ref and standard_ref != state.ref.rstrip("."):  # its own number says of which standard it asks
        numbered = next((id_ for id_, ref in refs.items() if ref.rstrip(".") == standard_ref), "")
        if numbered:
            _turn(state, standard_ref, numbered)
    known = pack.questions.find(asked.question)
    if known and known[1] != state.standard_id and known[0] not in _asked_of(pack, state.standard_id):
        if known[1] in refs and not asked.ref:
            _turn(state, refs[known[1]], known[1])  # the heading of its standard was lost, or set behind its rows
        else:
            known = None
    standard_ref = standard_ref or state.ref
    question_id = known[0] if known else f"{state.standard_id or 'unknown'}.{_own_id(pack, asked.question)}"
    asked_of = {_group(state, cell, values): percent for cell, percent in values}
    again = known is not None and state.seen.get((standard_ref, question_id)) == asked_of
    if again or not values:
        state.heading = asked.question
        return
    state.seen[(standard_ref, question_id)] = asked_of
    asked_for = known is not None and known[0] in _asked_of(pack, state.standard_id)
    if asked_for:
        state.heading = ""  # what stands above without figures is another question
    prompt = not asked_for and (bool(state.heading) or not (known or asked.ref or not about.annex))
    for cell, percent in values:
        group = _group(state, cell, values)
        yield KeyQuestion(
            item=f"{tight(standard_ref) or 'none'}/{question_id}/{group}",
            provider=about.provider,
            standard_ref=standard_ref,
            standard_id=state.standard_id,
            level="prompt" if prompt else "key_question",
            ref=asked.ref,
            question=asked.question,
            question_id=question_id,
            key_question=state.heading if prompt else "",
            group=group,
            percent=percent,
            marks=asked.marks,
            table=about.table,
            evidence=report.cite(row[0].start, cell.start + len(grid.text(cell)), f"{pack.id}/key_questions.row"),
        )


def _asked_of(pack: Pack, standard_id: str) -> tuple[str, ...]:
    """Ids of the questions that a framework asks of a standard."""
    return next((standard.questions for standard in pack.standards if standard.id == standard_id), ())


def _percent(pack: Pack, printed: str, head: str) -> float | None:
    """The percentage of a cell: alone, beside a count, or a bare number below a heading that says per cent."""
    if is_percentage(printed):
        return float(printed.rstrip(" %"))
    read = [figure for figure in figures(pack, printed) if figure.value is not None and not figure.word]
    bare = len(read) == 1 and not read[0].unit and unit_of(pack, [f"column {head}"]) == "percent"
    values = [figure.value for figure in read if figure.value is not None and (bare or figure.unit == "percent")]
    return values[0] if values and 0 <= values[0] <= 100 else None


def _group(state: _State, cell: Cell, values: list[tuple[Cell, float]]) -> str:
    """Group of cases of a cell: that of its column; a single column counts all cases; empty where no heading tells."""
    return state.groups.get(cell.column, "") if len(values) > 1 else "all"


def _own_id(pack: Pack, question: str) -> str:
    """Id of a question that no framework is known to ask: its telling words, and a hash where those are many."""
    folded = pack.questions.fold(question)
    words = [word for word in slug(folded, 400).split("-") if word not in _STOPWORDS]
    if len(words) <= 8:
        return "-".join(words) or "question"
    return "-".join(words[:8]) + "-" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:6]


def _annex(report: Report, grid: Grid) -> Section | None:
    """The annex that a table stands in, if any."""
    chain = report.lineage(grid.section)
    return next((s for s in chain if s.ref and not s.ref[0].isdigit() and s.level == 1), None)


def _name(report: Report, pack: Pack, grid: Grid, annex: Section | None) -> str:
    """The table's caption, or the title of its annex or section with its number when it has none."""
    section = annex or grid.section
    if section is None or (grid.title and pack.match("tables.caption", grid.title)):
        return grid.title
    named = f"{section.ref} {section.title}".strip()
    return named if standard_line(pack, named) else title_without_note(pack, report.words(section.heading)) or named
