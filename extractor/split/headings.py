"""Lines that may head a section: set as headings, standing in a banner with a rating, or run into a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from extractor.document import Block, Cell, Kind, Report, Span
from extractor.packs import Label, Pack

_ASIDE = (Kind.FURNITURE, Kind.FOOTNOTE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A candidate: where its block begins, the words of ref and title, whether it names a standard with its number, and
    whether it stands at a table or figure as its title."""

    start: int
    span: Span
    text: str
    ref: str
    title: str
    standard: bool
    block: Block
    titles: bool = False


def candidates(report: Report, pack: Pack) -> Iterator[Heading]:
    """Every line of a report that may head a section, in reading order."""
    signed = _signatures(report, pack)
    labelled = False  # the last block of words is the label of an example
    for number, block in enumerate(report.blocks):
        if block.kind in _ASIDE:
            continue
        below_label, labelled = labelled, False
        if block.kind is Kind.TABLE:
            following = _after(report, number)
            if (heading := _banner(report, pack, block)) and not (
                following and _names_standard(report, pack, following)
            ):
                yield heading
        elif block.kind is Kind.HEADING:
            text = report.body(block)
            if pack.match_label("examples.label", text):
                labelled = True
            elif below_label and pack.match("examples.heading", text):
                continue  # the provider under the label of an example
            elif block.start not in signed and not ignored(pack, text):
                yield replace(_heading(report, pack, block, text), titles=_titles_table(report, number))
        elif block.kind in (Kind.PARAGRAPH, Kind.NUMBERED) and (heading := _run_in(report, pack, block)):
            yield heading


def _titles_table(report: Report, number: int) -> bool:
    """Whether a heading without number belongs to the table or figure that it stands at, and not to the text behind."""
    before = next((b for b in reversed(report.blocks[max(0, number - 3) : number]) if b.kind not in _ASIDE), None)
    after = _after(report, number)
    return bool(before and before.kind is Kind.CAPTION) or bool(
        after and after.table is not None and after.table.width > 1 and len(after.table.cells) > 3 * after.table.width
    )


def ignored(pack: Pack, text: str) -> bool:
    """Whether a line that is set as a heading is a label, a rating or an address and heads no section."""
    stripped = text.strip()
    return (
        not any(ch.isalpha() for ch in stripped)
        or (stripped.endswith(":") and standard_line(pack, stripped) is None)  # it leads in a list
        or is_label(pack, stripped)
        or glued_label(pack, stripped) is not None
        or any(
            pack.match_label(name, stripped)
            for name in (
                "sections.ignore",
                "furniture",
                "labels",
                "examples.label",
                "ratings.overall",
            )
        )
        or bool(
            pack.match_label("recommendations.addressee", stripped)
            and not pack.match("recommendations.section", stripped)
        )
        or bool(pack.match("tables.caption", stripped))
    )


def is_label(pack: Pack, text: str) -> bool:
    """Whether a text is a label of the pack's rating scale and nothing else."""
    return scale_label(pack, pack.without_note(text)) is not None


def scale_label(pack: Pack, text: str) -> Label | None:
    """The label of the pack's scale that a text is, whatever its capitals and broken kerning."""
    return pack.scale.label_of(text) if pack.scale else None


def glued_label(pack: Pack, text: str) -> Span | None:
    """Where a label stands that a conversion has glued to the end of a sentence, capitals as in the scale."""
    for words, _ in pack.scale.prints if pack.scale else ():
        if text.endswith(words) and text[: -len(words)].rstrip()[-1:] in tuple(".!?"):
            return Span(len(text) - len(words), len(text))
    return None


def standard_line(pack: Pack, text: str, start: int = 0) -> tuple[Any, Any] | None:
    """The standard that a text names with its number at `start`, and the match; the longest name wins.

    Of standards of one name, it is the one that has this number in the framework.
    """
    if not pack.numbered.match(text, start):
        return None
    best: tuple[Any, Any] | None = None
    for standard in pack.standards:
        found = standard.name.match(text, start)
        if not found or not found["ref"] or (standard.under and not found["ref"].endswith(standard.ref)):
            continue
        if best is None or found.end() > best[1].end():
            best = (standard, found)
    return best


def standard_named(pack: Pack, text: str, above: str = "") -> tuple[Any, Any] | None:
    """The standard whose name a text is, with or without its number, and nothing else; and the match.

    Of standards of one name, it is the one whose heading stands above.
    """
    bare = text.rstrip(" :.")
    for standard in pack.standards:
        scored = (
            standard.level == "section" and standard.ref
        )  # the section of a scoring sheet, which has rows of its own
        if scored or not (match := standard.name.match(bare)) or match.end() < len(bare):
            continue
        if standard.under is None or (match["ref"] or "").endswith(standard.ref or "-") or standard.under.match(above):
            return standard, match
    return None


def tells_apart(pack: Pack, text: str) -> bool:
    """Whether a line is a heading by which standards of one name are told apart."""
    return any(standard.under and standard.under.match(text) for standard in pack.standards)


def _heading(report: Report, pack: Pack, block: Block, text: str) -> Heading:
    named = standard_line(pack, text)
    if named:
        rest = text[named[1].end() :].strip(" .:\t")
        if (
            not rest
            or pack.without_note(text).strip(" .:\t") == text[: named[1].end()]
            or is_label(pack, rest)
            or rest[:1].isupper()
        ):
            return _standard_heading(block, block.body, text, named[1])
    for name in ("sections.lettered", "sections.annex", "sections.number"):
        if found := pack.match(name, text):
            match = found[1]
            title = title_without_note(pack, (match["title"] or "").rstrip(" :")) or match["ref"] or text
            words = text[: match.start("title")] + title if match["title"] else text
            return Heading(block.start, Span(block.body, block.end), words, match["ref"] or "", title, False, block)
    title = title_without_note(pack, text.rstrip(" :"))
    return Heading(block.start, Span(block.body, block.end), text, "", title, bool(named), block)


def _after(report: Report, number: int) -> Block | None:
    """What stands below a block, furniture and footnotes left out."""
    return next((b for b in islice(report.blocks, number + 1, None) if b.kind not in _ASIDE), None)


def title_without_note(pack: Pack, title: str) -> str:
    """A title without the words of a note behind it; a digit behind a word may be part of it."""
    bare = pack.without_note(title)
    return title if title[len(bare) :].isdigit() else bare


def _standard_heading(block: Block, offset: int, text: str, match: Any) -> Heading:
    span = Span(offset + match.start(), offset + match.end("name"))
    words = text[match.start() : match.end("name")]
    return Heading(block.start, span, words, match["ref"], match["name"], True, block)


def _banner(report: Report, pack: Pack, block: Block) -> Heading | None:
    """A table whose first row names one standard, with a rating, a score or a description beside or below it."""
    assert block.table is not None
    rows = list(block.table.rows())
    cells = (report.text[cell.start : cell.end] for row in rows for cell in row)
    if len(rows) > 4 or any(pack.match("sections.not-banner", cell) for cell in cells):
        return None
    named = [heading for row in rows if (heading := _in_row(report, pack, block, row))]
    return named[0] if len(named) == 1 and named[0].span.start < rows[0][-1].end else None


def _in_row(report: Report, pack: Pack, block: Block, row: Sequence[Cell]) -> Heading | None:
    """The standard that a row of a table names in its first cell, or in its first two."""
    filled = [cell for cell in row if cell.end > cell.start]
    for last, cell in enumerate(filled[:2]):
        text = report.text[filled[0].start : cell.end].replace("\t", " ")
        found = standard_line(pack, text)
        rest = text[found[1].end() :].strip(" .:\t") if found else ""
        glued = not last and rest[:1].isupper() and text.endswith(".")  # to the sentence that describes it
        if found and (glued or not rest):
            return _standard_heading(block, filled[0].start, text, found[1])
    return None


def _names_standard(report: Report, pack: Pack, block: Block) -> bool:
    """Whether the first row of a table names a standard, as the rest of a table of ratings does over the page."""
    return block.table is not None and _in_row(report, pack, block, next(block.table.rows(), ())) is not None


def _run_in(report: Report, pack: Pack, block: Block) -> Heading | None:
    """A heading that a conversion has glued to the sentence behind it: number, name, and a capital follow."""
    text = report.words(block)
    named = standard_line(pack, text)
    if named is None:
        return None
    rest = text[named[1].end() :].lstrip(" .:\t")
    return _standard_heading(block, block.start, text, named[1]) if not rest or rest[0].isupper() else None


def _signatures(report: Report, pack: Pack) -> set[int]:
    """Starts of the blocks that hold the name and office of who signs the foreword."""
    starts: set[int] = set()
    for rule in pack["metadata.chief_inspector"]:
        for match in rule.finditer(report.text):
            span = Span(match.start(), match.end())
            starts |= {block.start for block in report.blocks_in(span)}
    return starts
