"""What sections list as asked for earlier: in lines with verdicts, in lists below verdicts, or in rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from extractor.document import Block, Kind, Report, Section, Span
from extractor.find.followed_up_tables import FollowedUp, follows_up, rows_followed_up
from extractor.find.item_numbers import are_numbered
from extractor.find.lists import ASIDE, LISTED, printed_number
from extractor.find.verdicts import PARTING, Verdict, has_verdict, verdict_in, verdict_of
from extractor.packs import Pack, Rule

_OPENS = " (["


def _is_named(report: Report, pack: Pack, section: Section | None) -> bool:
    """Whether a section lists what an earlier inspection asked for, by its title or that of one around it."""
    if not pack["progress.section"]:
        return False
    return any(pack.match("progress.section", around.title) for around in report.lineage(section))


def follow_ups(report: Report, pack: Pack) -> list[Span]:
    """Where what an earlier inspection asked for is listed: sections of that name, with what is set below them."""
    if not pack["progress.section"]:
        return []
    return [Span(blocks[0].start, blocks[-1].end) for blocks in _stretches(report, pack)]


def is_within(offset: int, spans: Sequence[Span]) -> bool:
    """Whether an offset lies in one of some spans."""
    return any(offset in span for span in spans)


def openings(report: Report, pack: Pack, spans: Sequence[Span]) -> Iterator[tuple[int, tuple[Rule, Any]]]:
    """The lines that open follow-ups: their places among the blocks, and the rule and match of each.

    Where the pack names sections for follow-ups they open in these alone, which `follow_ups` gives as `spans`: the same
    words may head what is asked now.
    """
    for number, block in enumerate(report.blocks):
        found = pack.match("progress.start", report.body(block)) if block.table is None else None
        if found and (not pack["progress.section"] or is_within(block.start, spans)):
            yield number, found


def followed_up(report: Report, pack: Pack) -> Iterator[FollowedUp]:
    """All that sections of that name list, in reading order, but for stretches that lines of their own open.

    Where the pack names no such sections, it is what tables list whose columns say so, if no lines open follow-ups.
    """
    if not pack["progress.section"] and not any(openings(report, pack, ())):
        for rows in (list(block.table.rows()) for block in report.blocks if block.table is not None):
            yield from rows_followed_up(report, pack, rows) if follows_up(report, pack, rows) else ()
    for blocks in _stretches(report, pack) if pack["progress.section"] else ():
        if any(pack.match("progress.start", report.body(block)) for block in blocks if block.table is None):
            continue
        lines = [block for block in blocks if block.table is None]
        if any(pack.match("progress.findings", report.body(block)) for block in lines):
            found = list(_headed(report, pack, lines))
        elif begins := _leads(report, pack, lines):
            found = list(_below_verdicts(report, pack, lines, begins))
        else:
            found = list(_lines(report, pack, lines))
        for block in blocks:
            found += rows_followed_up(report, pack, list(block.table.rows())) if block.table is not None else ()
        yield from sorted(found, key=lambda one: one.start)


def _stretches(report: Report, pack: Pack) -> Iterator[list[Block]]:
    """The blocks of each section of that name, and of those behind it whose headings are of a follow-up or lower."""
    inside: list[Block] = []
    rank, lower = 0, False  # of the heading of that name; whether the last heading is set lower than it
    for block in report.blocks:
        if block.kind in ASIDE:
            continue
        section = report.section_at(block.start)
        listed = _is_named(report, pack, section)
        behind = inside and section is not None and _is_part(pack, section.title)
        if block.kind is Kind.HEADING:
            rank = block.level if section and pack.match("progress.section", section.title) else rank
            lower = bool(inside) and block.level > rank
        if listed or behind or lower:
            inside.append(block)
        elif inside:
            yield inside
            inside = []
    if inside:
        yield inside


def _is_part(pack: Pack, title: str) -> bool:
    """Whether a heading is a verdict, what was asked with one behind, or the line that what was found follows."""
    return bool(has_verdict(pack, title) or pack.match("progress.findings", title))


def _leads(report: Report, pack: Pack, blocks: Sequence[Block]) -> frozenset[int]:
    """Where the items begin that stand below their verdicts; nowhere where one stands behind or below its own.

    The first verdict heads them where neither words nor a heading that could be asked stand above it. Else it stands
    above all items of lists and the last above others; or three or more, each printed once and in the order of their
    scale, head paragraphs. Where some of the paragraphs have numbers, the others are what was found.
    """
    verdicts = {n: v for n, b in enumerate(blocks) if (v := verdict_in(pack, report.body(b), alone=True))}
    words = [n for n, block in enumerate(blocks) if n not in verdicts and _is_asked(report, pack, block)]
    if not verdicts or not words or any(verdict_of(pack, report.body(blocks[n]))[0] for n in words):
        return frozenset()
    first, last = min(verdicts), max(verdicts)
    listed = [n for n in words if blocks[n].kind in LISTED]
    opened = words[0] > first and all(block.kind is not Kind.HEADING for block in blocks[1:first])
    ordered = bool(listed) or _in_order(pack, list(verdicts.values()))
    if not opened and not (ordered and first < (listed or [last])[0] and last < (listed or words)[-1]):
        return frozenset()
    below = [blocks[n] for n in words if n > first and not pack.match("progress.none", report.body(blocks[n]))]
    marked = [block for block in below if block.kind in LISTED]
    numbered = [block for block in below if pack.match("recommendations.number", report.body(block))]
    return frozenset(block.start for block in marked or numbered or below)


def _in_order(pack: Pack, verdicts: Sequence[Verdict]) -> bool:
    """Whether verdicts are three or more of the scale, in its order, and none of them stands twice."""
    labels = [pack.progress.label_of(verdict.label) for verdict in verdicts] if pack.progress else []
    places = [pack.progress.labels.index(label) for label in labels if label] if pack.progress else []
    ranked = sorted(set(places))
    return 2 < len(places) == len(verdicts) and places in (ranked, ranked[::-1])


def _below_verdicts(
    report: Report, pack: Pack, blocks: Sequence[Block], begins: frozenset[int]
) -> Iterator[FollowedUp]:
    """Items below verdicts, by where they begin; what else stands below one was found, or is the rest of its words."""
    label = ""
    item: FollowedUp | None = None
    for block in blocks:
        text = report.body(block)
        verdict = verdict_in(pack, text, alone=True)
        within = item is not None and item.numbered and block.kind is Kind.BULLET
        begun = block.start in begins and not within
        if verdict or begun:
            if item is not None:
                yield item
            item = None
        if verdict:
            label = verdict.label
        elif item is not None and block.kind is not Kind.HEADING:
            open_ = item.text.endswith(":") or (block.kind in LISTED and "\n" in item.text)
            more = {"text": f"{item.text}\n{text}"} if open_ else {"findings": [*item.findings, text]}
            item = replace(item, end=block.end, **more)
        elif label and begun:
            item = FollowedUp(block.body, block.end, text, label, bool(printed_number(block)))
    if item is not None:
        yield item


def _lines(report: Report, pack: Pack, blocks: Sequence[Block]) -> Iterator[FollowedUp]:
    """Paragraphs and items with their verdicts behind or below them, and what was found below those.

    What stands below a line that is or opens with a verdict was found, but for what the next verdict is given for, and
    for words that date the earlier inspection. What stands below the last was found where it is parted from others by
    a heading of its own, or where others have such words as well.
    """
    items: list[FollowedUp] = []
    apart = False  # whether the last verdict has its own line, and words below it are of it
    between: list[Block] = []  # what stands since the last verdict, or since the heading behind it
    parted = False  # whether a heading stands above the item that is read
    for block in blocks:
        text = report.body(block)
        verdict, found = verdict_of(pack, text)
        if verdict is None:
            if block.kind is Kind.HEADING and not text.endswith(".") and not pack.match("sections.ignore", text):
                _give(report, items, between if apart else ())
                between, parted = [], True
            elif not any(rule.search(text) for rule in pack["progress.earlier"]):
                between.append(block)
            continue
        asked, item = text[: verdict.start].rstrip(PARTING).strip(), block
        headed = block.kind is Kind.HEADING and asked != ""
        asked = _bare(pack, asked) if headed else asked
        if not asked and between:
            item = between.pop()
            asked = _bare(pack, report.body(item))
        _give(report, items, between if apart else ())
        between, apart, parted = [], item is not block or bool(found) or headed, parted or headed
        if asked:
            items.append(FollowedUp(item.body, block.end, asked, verdict.label, findings=[found] if found else []))
    if apart and (parted or any(item.findings for item in items[:-1])):
        _give(report, items, between)
    numbered = are_numbered([item.text for item in items])
    yield from (replace(item, text=item.text.partition(" ")[2]) if numbered else item for item in items)


def _headed(report: Report, pack: Pack, blocks: Sequence[Block]) -> Iterator[FollowedUp]:
    """Items with a line of its own above what was found, and the verdict below it.

    What was asked begins below the first heading behind the last verdict; what stands above that was found as well.
    """
    items: list[FollowedUp] = []
    asked: list[Block] = []
    since: list[Block] = []  # what stands since the last verdict, or since the line above what was found
    for block in blocks:
        text = report.body(block)
        verdict, behind = verdict_of(pack, text)
        if pack.match("progress.findings", text):
            first = next((n for n, one in enumerate(since) if one.kind is Kind.HEADING), 0)
            _give(report, items, since[:first])
            asked, since = [one for one in since[first:] if _is_asked(report, pack, one)], []
        elif verdict is None or not asked:
            since.append(block)
        else:
            found = [*(report.body(one) for one in since), text[: verdict.start].rstrip(_OPENS).strip(), behind]
            words = "\n".join(report.body(one) for one in asked)
            label = verdict.label
            items.append(FollowedUp(asked[0].body, block.end, words, label, findings=[one for one in found if one]))
            asked, since = [], []
    yield from items


def _is_asked(report: Report, pack: Pack, block: Block) -> bool:
    """Whether a block is of what was asked: no heading, and no words that date the earlier inspection."""
    return block.kind is not Kind.HEADING and not any(r.search(report.body(block)) for r in pack["progress.earlier"])


def _give(report: Report, items: list[FollowedUp], blocks: Sequence[Block]) -> None:
    """Give the last item what stands below its verdict."""
    if items and blocks:
        found = [*items[-1].findings, *(report.body(block) for block in blocks)]
        items[-1] = replace(items[-1], end=blocks[-1].end, findings=found)


def _bare(pack: Pack, text: str) -> str:
    """What was asked, without the number of its heading."""
    found = pack.match("sections.number", text)
    return str(found[1]["title"]) if found else text
