"""Table `ratings`: what was judged, and how. Every judgement is printed more than once; the first print gives the row,
and the later ones are handed on in it.

A judgement is a label of the pack's scale - or, where the framework scores, a percentage - that stands with the name of
a standard of the framework: in its row, in the row or line below, or glued to its sentence. Labels in prose are none.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.document import Block, Cell, Kind, Report, Section, Span
from extractor.find.grids import Grid, Purpose, grids, is_percentage, printed_refs
from extractor.find.metadata import provider_of
from extractor.find.names import slug, tight
from extractor.find.summary import provider_ratings
from extractor.packs import Pack
from extractor.records import Rating
from extractor.split.headings import glued_label, is_label, scale_label, standard_line

# A generator of judgements that returns the standard still waiting for its label.
Waiting = Generator["Judgement", None, "_Named | None"]
# How many blocks may stand between a standard's name and its label: a description, and what furniture there is.
_REACH = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """A label or score as it stands in the text, and what it is about."""

    level: str
    ref: str
    standard: str
    standard_id: str
    span: Span
    rule: str


@dataclass(slots=True)
class _Named:
    """A standard that has been named and waits for its label."""

    level: str
    ref: str
    standard: str
    standard_id: str
    blocks_left: int = _REACH
    piled: bool = False  # the name of another standard stands right above it, waiting as well


def find(report: Report, pack: Pack) -> Iterator[Rating]:
    """Judgements of a report in reading order; none for a pack without a rating scale."""
    if pack.scale is None:
        return
    if pack.report_type == "summary":
        yield from provider_ratings(report, pack)
        return
    provider, provider_type = provider_of(report, pack)
    prints: dict[tuple[str, str], list[Judgement]] = {}
    for judgement in judgements(report, pack):
        section = report.section_at(judgement.span.start)
        part = section.part if section else "main"
        prints.setdefault((part, judgement.standard_id or judgement.level), []).append(judgement)
    for (part, _), (first, *later) in prints.items():
        rating = _rating(report, pack, first, part, provider, provider_type)
        yield replace(rating, printed_again=_cited(report, later)) if later else rating


def _cited(report: Report, prints: list[Judgement]) -> str:
    """Where else a judgement is printed, and in which words."""
    cited = [report.cite_span(judgement.span, judgement.rule) for judgement in prints]
    named = [{"start": e.start, "end": e.end, "page": e.page, "quote": e.quote} for e in cited]
    return json.dumps(named, ensure_ascii=False)


def _rating(report: Report, pack: Pack, found: Judgement, part: str, provider: str, kind: str) -> Rating:
    assert pack.scale is not None
    printed = report.words(found.span)
    label = scale_label(pack, printed)
    points, points_max = (
        (label.points, max((e.points or 0 for e in pack.scale.labels), default=0)) if label else (None, None)
    )
    if label is not None and label.points is None:
        points_max = None
    if found.level == "overall" and (score := overall_score(report, pack)):
        points, points_max = score[0], score[1]
    elif found.level == "overall":
        points = points_max = None
    return Rating(
        item=f"{part}/{tight(found.ref) or found.standard_id or found.level}",
        provider=provider,
        level=found.level,
        ref=found.ref,
        standard=found.standard,
        standard_id=found.standard_id,
        part=part,
        rating=label.label if label else "",
        points=points,
        points_max=points_max,
        percent=_percent(printed) if label is None else None,
        as_printed=printed,
        scale=pack.scale.id,
        provider_type=kind,
        evidence=report.cite_span(found.span, found.rule),
    )


def _percent(printed: str) -> float | None:
    """The score that stands in a label's place; None where a label of another scale stands there."""
    digits = printed.rstrip(" %")
    return float(digits) if digits.replace(".", "", 1).isdecimal() else None


def overall_score(report: Report, pack: Pack) -> tuple[float, float, Span] | None:
    """Printed overall score, its maximum, and where they stand."""
    for rule in pack["ratings.score"]:
        if match := rule.search(report.text):
            return float(match["score"]), float(match["max"]), Span(match.start("score"), match.end("max"))
    return None


@lru_cache(maxsize=4)
def judgements(report: Report, pack: Pack) -> tuple[Judgement, ...]:
    """Every printed judgement, repeats included, in reading order."""
    return tuple(_judgements(report, pack))


def _judgements(report: Report, pack: Pack) -> Iterator[Judgement]:
    by_block = {grid.block.start: grid for grid in grids(report, pack)}
    refs = printed_refs(report, pack)
    named: _Named | None = None
    section_name = ("", "")
    for block in report.blocks:
        if block.kind in (Kind.FURNITURE, Kind.FOOTNOTE, Kind.CAPTION):
            continue
        if block.table is not None:
            grid = by_block[block.start]
            if grid.purpose in (Purpose.RATINGS, Purpose.QUESTIONS, Purpose.WORDS):
                named = yield from _in_table(pack, grid, named, refs, section_name)
                firsts = (next((text for text in grid.texts(n) if text), "") for n in range(len(grid.rows)))
                named_sections = [found for text in firsts if (found := pack.match("ratings.section-name", text))]
                if named_sections:
                    section_name = (named_sections[-1][1]["ref"], named_sections[-1][1]["name"].strip())
            continue
        if found := pack.match("ratings.section-name", report.body(block)):
            section_name = (found[1]["ref"], found[1]["name"].strip())
        named = yield from _in_words(report, pack, block, named, refs)


def _in_words(report: Report, pack: Pack, block: Block, named: _Named | None, refs: dict[str, str]) -> Waiting:
    """Judgements in a line or paragraph; returns the standard that still waits for its label."""
    text = report.text[block.start : block.end]
    if pack.match("ratings.overall", text):
        return _Named("overall", "", "", "")
    for name in ("ratings.overall-line", "ratings.overall-prose"):
        for rule in pack[name]:
            if match := rule.search(text):
                printed = Span(block.start + match.start("label"), block.start + match.end("label"))
                yield Judgement("overall", "", "", "", printed, rule.id)
                return named
    if (found := standard_line(pack, text)) and block.kind is not Kind.BULLET:
        standard, match = found
        piled = named is not None and named.level == standard.level and named.blocks_left == _REACH
        named = _Named(standard.level, match["ref"], match["name"], standard.id, piled=piled)
        rest = match.end()
        if span := _label_at(pack, text, rest):
            yield _judged(named, Span(block.start + span.start, block.start + span.end), pack, "glued-behind-name")
            return None
        if span := glued_label(pack, text) or (_glued_score(text) if _scored(pack) else None):
            yield _judged(named, Span(block.start + span.start, block.start + span.end), pack, "glued-to-sentence")
            return None
        return named
    if block.kind is Kind.HEADING and (bare := _unnumbered(pack, text, refs)):
        return bare
    if named is None:
        section = report.section_at(block.start)
        if (
            block.kind in (Kind.PARAGRAPH, Kind.HEADING)
            and (span := glued_label(pack, text))
            and (about := _of_section(pack, section))
        ):
            yield _judged(about, Span(block.start + span.start, block.start + span.end), pack, "glued-to-sentence")
        return None
    if is_label(pack, text) and (named.piled or _label_follows(report, pack, block)):
        return None  # a column of names and then one of labels: whose the label is cannot be told
    if is_label(pack, text) or (named.level != "overall" and is_percentage(text) and _scored(pack)):
        yield _judged(named, Span(block.start, block.end), pack, "line-below-name")
        return None
    span = glued_label(pack, text) or (_glued_score(text) if named.level != "overall" and _scored(pack) else None)
    if span:
        yield _judged(named, Span(block.start + span.start, block.start + span.end), pack, "glued-to-sentence")
        return None
    named.blocks_left -= 1
    stops = block.kind in (Kind.BULLET, Kind.NUMBERED) or named.blocks_left <= 0
    return None if stops else named


def _in_table(
    pack: Pack, grid: Grid, named: _Named | None, refs: dict[str, str], section_name: tuple[str, str]
) -> Waiting:
    """Judgements in a table; returns the standard that still waits for its label.

    A conversion may have set the label of a row on a line of its own: below the name, or, where the first such line
    comes before any name, above it.
    """
    above: Cell | None = None
    labels_above = False
    for number in range(len(grid.rows)):
        cells = [cell for cell in grid.rows[number] if cell.end > cell.start]
        texts = [grid.text(cell) for cell in cells]
        if not texts:
            continue
        if found := pack.match("ratings.section-name", texts[0]):
            section_name = (found[1]["ref"], found[1]["name"].strip())
        value = next(
            (c for c, t in zip(cells, texts, strict=True) if is_label(pack, t) or (_scored(pack) and is_percentage(t))),
            None,
        )
        row = _named_in(pack, texts, section_name) or (_unnumbered(pack, texts[0], refs) if value else None)
        if row is not None:
            named = row
        if value is not None and len(cells) == 1 and (labels_above or named is None):
            labels_above, above, named = True, value, None
            continue
        value = value or (above if row is not None else None)
        if value is not None and named is not None:
            printed = grid.text(value)
            start = value.start + grid.report.words(value).index(printed)
            yield _judged(named, Span(start, start + len(printed)), pack, "table-row")
            named = None
        above = None
    return named if named is not None and len(grid.rows) <= 3 else None


def _named_in(pack: Pack, texts: list[str], section_name: tuple[str, str]) -> _Named | None:
    """What the first cells of a row name: a standard with its number, a scored section, or the overall judgement."""
    first = texts[0]
    if pack.match("ratings.overall", first):
        return _Named("overall", "", "", "")
    if pack.match("ratings.overall-score", first):
        return _Named("overall", "", first, "")
    if found := pack.match("ratings.section-score", first):
        ref = found[1]["ref"]
        name = section_name[1] if section_name[0] == ref else first
        return _Named("section", ref, name, _section_id(pack, ref, name))
    for line in (" ".join(texts[:2]), *texts[:2]):
        if line_found := standard_line(pack, line):
            standard, match = line_found
            return _Named(standard.level, match["ref"], match["name"], standard.id)
    for standard in pack.standards:
        if (
            standard.level == "section"
            and (match := standard.name.match(first))
            and match.end() == len(first)
            and len(texts) > 1
        ):
            return _Named("section", standard.ref, first, standard.id)
    return None


def _unnumbered(pack: Pack, text: str, refs: dict[str, str]) -> _Named | None:
    """A standard that stands without its number: its name and nothing else; the number is that of its section."""
    bare = text.rstrip(" :.")
    for standard in pack.standards:
        if standard.level != "section" and (match := standard.name.match(bare)) and match.end() == len(bare):
            return _Named(standard.level, match["ref"] or refs.get(standard.id, ""), match["name"], standard.id)
    return None


def _section_id(pack: Pack, ref: str, name: str) -> str:
    return next((s.id for s in pack.standards if s.level == "section" and s.ref == ref), slug(name))


def _of_section(pack: Pack, section: Section | None) -> _Named | None:
    """The standard that a section is about."""
    if section is None or not section.ref:
        return None
    found = standard_line(pack, f"{section.ref} {section.title}")
    return _Named(found[0].level, section.ref, section.title, found[0].id) if found else None


def _label_at(pack: Pack, text: str, start: int) -> Span | None:
    """A label that stands right behind a name, at the end or before a capital that begins the next sentence."""
    while start < len(text) and text[start] in " .:\t–—-|":
        start += 1
    for label in sorted(pack.scale.labels if pack.scale else (), key=lambda entry: -len(entry.label)):
        end = start + len(label.label)
        if text[start:end] == label.label and (end == len(text) or text[end:].lstrip()[:1].isupper()):
            return Span(start, end)
    return None


def _label_follows(report: Report, pack: Pack, block: Block) -> bool:
    """Whether the next line is a label too."""
    following = (b for b in report.blocks_in(Span(block.end, len(report.text))) if b.start > block.start)
    below = next((b for b in following if b.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)), None)
    return below is not None and below.table is None and is_label(pack, report.body(below))


def _glued_score(text: str) -> Span | None:
    """A percentage that a conversion has glued to the end of a sentence."""
    rest, _, last = text.rpartition(" ")
    return Span(len(rest) + 1, len(text)) if is_percentage(last) and rest.rstrip().endswith((".", "!", "?")) else None


def _scored(pack: Pack) -> bool:
    """Whether the framework scores standards by percentage, as those with criteria do."""
    return any(standard.level == "criterion" for standard in pack.standards)


def _judged(named: _Named, span: Span, pack: Pack, rule: str) -> Judgement:
    return Judgement(named.level, named.ref, named.standard, named.standard_id, span, f"{pack.id}/ratings.{rule}")
