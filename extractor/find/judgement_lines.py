"""Judgements in lines and paragraphs: a label below the name of its standard, behind it, or glued to its sentence."""

from __future__ import annotations

from extractor.document import Block, Kind, Report, Span
from extractor.find.judgements import (
    REACH,
    Around,
    Judgement,
    Named,
    Waiting,
    label_at,
    lead,
    named_with_label,
    of_section,
    overall,
    score_at,
    unnumbered,
)
from extractor.packs import Pack
from extractor.split.headings import glued_label, standard_line


def in_words(report: Report, pack: Pack, block: Block, named: Named | None, around: Around) -> Waiting:
    """Judgements in a line or paragraph; returns the standard that still waits for its label."""
    text = report.text[block.start : block.end]
    above, around.above = around.above, None
    title = _title(pack, text) if block.kind is Kind.HEADING else 0
    if block.kind is Kind.BULLET:
        title = block.body - block.start
    if above and (below := unnumbered(pack, text[title:], around)):
        yield below.judged(pack, above, "line-above-name")
        return None
    if pack.match_label("ratings.overall", text):
        return overall()
    if found := overall_in(pack, text, block.start):
        yield found
        return named
    if block.kind is not Kind.BULLET and standard_line(pack, text):
        return (yield from _in_named_line(pack, block, text, named))
    led_in = named is not None and lead(pack, text) > 0 and label_at(pack, text)
    if not led_in and (pair := named_with_label(pack, text[title:], around)):
        if block.kind is Kind.BULLET and _of_another_report(report, pack, block):
            return named
        label = Span(title + pair[1].start, title + pair[1].end)
        yield pair[0].judged(pack, _within(block, label), "glued-behind-name")
        return None
    alone = block.kind is Kind.HEADING or (block.kind is Kind.PARAGRAPH and _label_follows(report, pack, block, around))
    if alone and (bare := unnumbered(pack, text[title:], around)):
        return bare
    if judged := _in_prose(report, pack, block, named, around):
        yield judged
        return None
    if named is None:
        if (found_label := label_at(pack, text)) and _labels_above(report, pack, block, around):
            around.above = _within(block, found_label[1])
            return None
        about = of_section(report, pack, report.section_at(block.start), around)
        if block.kind in (Kind.PARAGRAPH, Kind.HEADING) and about and about.ref and (span := glued_label(pack, text)):
            yield about.judged(pack, _within(block, span), "glued-to-sentence")
        return None
    return (yield from _in_line_below(report, pack, block, text, named, around))


def overall_in(pack: Pack, text: str, offset: int) -> Judgement | None:
    """The overall judgement that a line or sentence gives by itself; `offset` is where the text begins."""
    for name in ("ratings.overall-line", "ratings.overall-prose"):
        for rule in pack[name]:
            if (match := rule.search(text)) and match["label"]:
                span = Span(offset + match.start("label"), offset + match.end("label"))
                return Judgement("overall", "", "", "", span, rule.id, rule.value)
    return None


def _title(pack: Pack, text: str) -> int:
    """Where the words of a heading begin behind the number of its chapter, where standards have none of their own."""
    if any(standard.ref for standard in pack.standards):
        return 0
    found = pack.match("sections.number", text)
    return int(found[1].start("title")) if found else 0


def _within(block: Block, span: Span) -> Span:
    return Span(block.start + span.start, block.start + span.end)


def _in_named_line(pack: Pack, block: Block, text: str, before: Named | None) -> Waiting:
    """The judgement of the standard that a line names with its number."""
    found = standard_line(pack, text)
    assert found is not None
    standard, match = found
    piled = before is not None and before.level == standard.level and before.blocks_left == REACH
    named = Named(standard.level, match["ref"], match["name"], standard.id, piled=piled)
    if span := _label_behind(pack, text, match.end()):
        yield named.judged(pack, _within(block, span), "glued-behind-name")
        return None
    if span := glued_label(pack, text) or _glued_score(pack, text):
        yield named.judged(pack, _within(block, span), "glued-to-sentence")
        return None
    return named


def _in_prose(report: Report, pack: Pack, block: Block, named: Named | None, around: Around) -> Judgement | None:
    """The judgement that a sentence gives of a standard that it names, of that named above it, or of its section's."""
    text = report.text[block.body : block.end]
    for rule in pack["ratings.standard-prose"]:
        if (match := rule.search(text)) and match["label"] and label_at(pack, rule.value or match["label"]):
            about = unnumbered(pack, match.groupdict().get("name") or "", around)
            about = about or (named if named is not None and named.level != "overall" else None)
            about = about or of_section(report, pack, report.section_at(block.start), around)
            if about is not None:
                span = Span(block.body + match.start("label"), block.body + match.end("label"))
                return about.judged(pack, span, rule.id.split("/ratings.")[-1], rule.value)
    return None


def _in_line_below(report: Report, pack: Pack, block: Block, text: str, named: Named, around: Around) -> Waiting:
    """The judgement of a standard that is named above, where the line is its label or ends with it."""
    label = label_at(pack, text)
    if label and (named.piled or _label_follows(report, pack, block, around)):
        return None  # a column of names and then one of labels: whose the label is cannot be told
    if label:
        yield named.judged(pack, _within(block, label[1]), "line-below-name")
        return None
    scored = named.level != "overall"
    if scored and (score := score_at(pack, text)):
        yield named.judged(pack, _within(block, score), "line-below-name")
        return None
    if span := glued_label(pack, text) or (_glued_score(pack, text) if scored else None):
        yield named.judged(pack, _within(block, span), "glued-to-sentence")
        return None
    named.blocks_left -= 1
    stops = block.kind in (Kind.BULLET, Kind.NUMBERED) or named.blocks_left <= 0
    return None if stops else named


def _label_behind(pack: Pack, text: str, start: int) -> Span | None:
    """A label that stands right behind a name, at the end or before a capital that begins the next sentence."""
    while start < len(text) and text[start] in " .:\t–—-|":
        start += 1
    begins = text[start : start + 1]
    if (begins.isupper() or begins.isdecimal()) and (found := label_at(pack, text[start:])):
        return Span(start, start + found[1].end)
    for words, _ in pack.scale.prints if pack.scale else ():
        end = start + len(words)
        if text[start:end] == words and text[end:].lstrip()[:1].isupper():
            return Span(start, end)
    return None


def _label_follows(report: Report, pack: Pack, block: Block, around: Around) -> bool:
    """Whether the next line is a label too, and not one of those that stand above their names."""
    following = (b for b in report.blocks_in(Span(block.end, len(report.text))) if b.start > block.start)
    below = next((b for b in following if b.kind not in (Kind.FURNITURE, Kind.FOOTNOTE)), None)
    if below is None or below.table is not None or label_at(pack, report.body(below)) is None:
        return False
    return not _labels_above(report, pack, below, around)


def _labels_above(report: Report, pack: Pack, first: Block, around: Around) -> bool:
    """Whether labels stand above the names, from the one in a block on, which none above waits for: label and name by
    turns, twice at least and a name last, before a table, the heading of something else, or more words than these have.
    """
    if first.start < around.labels_above:
        return True
    turns: list[bool] = []
    others = 0
    for block in report.blocks_in(Span(first.start, len(report.text))):
        text = report.text[block.start : block.end]
        is_label = block.table is None and label_at(pack, text) is not None
        if is_label or (block.table is None and unnumbered(pack, text[_title(pack, text) :], around)):
            if turns[-1:] == [is_label] or (others and not is_label):
                return False
            turns.append(is_label)
            end, others = block.end, 0
        elif block.kind not in (Kind.FURNITURE, Kind.FOOTNOTE):
            others += 1
            if block.table is not None or block.kind is Kind.HEADING or others == REACH:
                break
    if len(turns) < 4 or turns[-1]:
        return False
    around.labels_above = end
    return True


def _of_another_report(report: Report, pack: Pack, item: Block) -> bool:
    """Whether the heading above a list item, or the words that lead in its list, say that it is of another report."""
    section = report.section_at(item.start)
    before = report.blocks_in(Span(section.start, item.start)) if section else []
    leads = [block for block in before if block.kind is not Kind.BULLET or report.body(block).endswith(":")]
    words = [section.title if section else "", *(report.body(block) for block in leads[-1:])]
    return any(pack.match("ratings.elsewhere", line) for line in words)


def _glued_score(pack: Pack, text: str) -> Span | None:
    """A percentage that a conversion has glued to the end of a sentence."""
    rest, _, last = text.rpartition(" ")
    ends = rest.rstrip().endswith((".", "!", "?")) and score_at(pack, last)
    return Span(len(rest) + 1, len(text)) if ends else None
