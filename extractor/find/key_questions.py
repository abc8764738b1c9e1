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
from extractor.find.grids import Grid, Purpose, grids, is_percentage, printed_refs
from extractor.find.metadata import provider_of
from extractor.find.names import slug, tight
from extractor.packs import Pack
from extractor.records import KeyQuestion
from extractor.split.headings import standard_line

# Words that do not tell one question from another.
_STOPWORDS = frozenset(
    regex.findall(
        r"\w+",
        "a an and any are as at be by do does for from has have in is it its of on or that the their there this those"
        " to where with",
    )
)


@dataclass(slots=True)
class _State:
    """What holds from row to row: the standard, the key question that heads prompts, and the groups of the columns."""

    ref: str = ""
    standard_id: str = ""
    heading: str = ""
    heading_id: str = ""
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
            _enter(report, pack, grid, state)
            last = grid.section
        yield from _table(report, pack, grid, state, provider, refs)


def _enter(report: Report, pack: Pack, grid: Grid, state: _State) -> None:
    """Take the standard of the section that a table stands in; a key question above it heads no prompts here."""
    for section in report.lineage(grid.section):
        found = standard_line(pack, f"{section.ref} {section.title}") if section.ref else None
        if found:
            state.ref, state.standard_id = section.ref, found[0].id
            break
    state.heading = state.heading_id = ""


def _table(
    report: Report, pack: Pack, grid: Grid, state: _State, provider: str, refs: dict[str, str]
) -> Iterator[KeyQuestion]:
    name = _name(report, pack, grid)
    width = len(grid.rows[0])
    if len(state.groups) and max(state.groups) >= width:
        state.groups = {}
    fresh = True
    for row in grid.rows:
        cells = [cell for cell in row if cell.end > cell.start]
        texts = [grid.text(cell) for cell in cells]
        if not texts:
            continue
        asked = next(
            ((c, f[1]) for c, t in zip(cells, texts, strict=True) if (f := pack.match("questions.question", t))), None
        )
        if asked is None:
            groups = _groups(pack, row, grid)
            if groups:
                state.groups = {**({} if fresh else state.groups), **groups}
                fresh = False
            _standard(pack, texts, state, refs)
            if pack.match("questions.heading", texts[0]):
                state.heading = state.heading_id = ""
            continue
        fresh = True
        yield from _row(report, pack, grid, row, asked, state, provider, name)


def _groups(pack: Pack, row: tuple[Cell, ...], grid: Grid) -> dict[int, str]:
    """Group of cases of every column that a heading row names."""
    found = {}
    for cell in row[1:]:
        if match := pack.match("questions.group", grid.text(cell)):
            found[cell.column] = match[0].value
    return found


def _standard(pack: Pack, texts: list[str], state: _State, refs: dict[str, str]) -> None:
    """Take the standard that a row without question names, with its number or without."""
    for line in (*texts[:2], " ".join(texts[:2])):
        if found := standard_line(pack, line):
            state.ref, state.standard_id = found[1]["ref"], found[0].id
            state.heading = state.heading_id = ""
            return
    for standard in pack.standards:
        match = standard.name.match(texts[0])
        if match and match.end() == len(texts[0].rstrip(" .:")):
            state.ref, state.standard_id = refs.get(standard.id, ""), standard.id
            state.heading = state.heading_id = ""
            return


def _row(
    report: Report,
    pack: Pack,
    grid: Grid,
    row: tuple[Cell, ...],
    asked: tuple[Cell, object],
    state: _State,
    provider: str,
    name: str,
) -> Iterator[KeyQuestion]:
    cell, match = asked
    question = match["question"].strip()  # type: ignore[index]
    marks = match["marks"] or ""  # type: ignore[index]
    ref = ""
    for text in (grid.text(row[0]), question):
        if found := pack.match("questions.ref", text):
            ref = found[1]["ref"]
            break
    if pack.match("questions.ref", question):
        question = question[pack.match("questions.ref", question)[1].end() :].strip()  # type: ignore[index]
    values = [(c, grid.text(c)) for c in row if c is not cell and is_percentage(grid.text(c))]
    known = pack.questions.find(question)
    if known and known[1] != state.standard_id:
        known = None
    standard_ref = ref.rsplit(".", 1)[0] if ref else state.ref
    question_id = known[0] if known else f"{state.standard_id or 'unknown'}.{_own_id(pack, question)}"
    if not values:
        state.heading, state.heading_id = question, question_id
        return
    figures = {_group(state, c, values): float(t.rstrip(" %")) for c, t in values}
    if state.seen.get((standard_ref, question_id)) == figures and known:
        state.heading, state.heading_id = question, question_id  # printed again over its prompts
        return
    state.seen[(standard_ref, question_id)] = figures
    prompt = bool(state.heading) or not known
    for value, printed in values:
        group = _group(state, value, values)
        start, end = value.start, value.start + len(printed)
        yield KeyQuestion(
            item=f"{tight(standard_ref) or 'none'}/{question_id}/{group}",
            provider=provider,
            standard_ref=standard_ref,
            standard_id=state.standard_id,
            level="prompt" if prompt else "key_question",
            ref=ref,
            question=question,
            question_id=question_id,
            key_question=state.heading if prompt else "",
            group=group,
            percent=float(printed.rstrip(" %")),
            marks=marks,
            table=name,
            evidence=report.cite(row[0].start, end if end > row[0].start else start, f"{pack.id}/key_questions.row"),
        )


def _group(state: _State, cell: Cell, values: list[tuple[Cell, str]]) -> str:
    """Group of cases of a cell: that of its column; a single column counts all cases."""
    return state.groups.get(cell.column, "all") if len(values) > 1 else "all"


def _own_id(pack: Pack, question: str) -> str:
    """Id of a question that no framework is known to ask: its telling words, and a hash where those are many."""
    folded = pack.questions.fold(question)
    words = [word for word in slug(folded, 400).split("-") if word not in _STOPWORDS]
    if len(words) <= 8:
        return "-".join(words) or "question"
    return "-".join(words[:8]) + "-" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:6]


def _name(report: Report, pack: Pack, grid: Grid) -> str:
    """The table's title, or that of its annex or section when it has none, with its number."""
    if grid.title:
        return grid.title
    chain = list(report.lineage(grid.section))
    annex = next((s for s in chain if s.ref and not s.ref[0].isdigit() and s.level == 1), None)
    section = annex or next(iter(chain), None)
    if section is None:
        return ""
    named = f"{section.ref} {section.title}".strip()
    return named if standard_line(pack, named) else report.words(section.heading) or named
