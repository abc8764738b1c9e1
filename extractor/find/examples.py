"""Table `examples`: practice examples, from their label to the end of their box or of what is told of the one case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extractor.document import Block, Kind, Report
from extractor.find.findings import ref_of
from extractor.find.item_ids import place
from extractor.find.metadata import provider_of
from extractor.packs import Pack
from extractor.records import Example

_ASIDE = (Kind.FURNITURE, Kind.FOOTNOTE, Kind.CAPTION)
_WORDS = (Kind.PARAGRAPH, Kind.BULLET, Kind.NUMBERED)


def find(report: Report, pack: Pack) -> Iterator[Example]:
    """Practice examples in reading order."""
    counted: dict[str, int] = {}
    for number, block in enumerate(report.blocks):
        if block.table is not None or block.kind in _ASIDE:
            continue
        found = pack.match_label("examples.label", report.words(block))
        if found is None:
            continue
        rule, match = found
        title, provider, rest = _subject(report, pack, match, report.blocks[number + 1 :])
        body = _body(report, pack, block, rest)
        if not body:
            continue
        section = report.section_at(block.start)
        key = f"{place(section)}/{rule.value}"
        counted[key] = counted.get(key, 0) + 1
        yield Example(
            item=f"{key}/{counted[key]}",
            section_ref=ref_of(report, block.start),
            section=section.title if section else "",
            kind=rule.value,
            title=title,
            provider=provider or provider_of(report, pack)[0],
            text="\n".join(report.body(part) for part in body),
            part=section.part if section else "main",
            evidence=report.cite(body[0].body, body[-1].end, rule.id),
        )


def _subject(report: Report, pack: Pack, match: Any, blocks: Sequence[Block]) -> tuple[str, str, Sequence[Block]]:
    """What an example is about and whose it is: behind its label, or on the line below; and the blocks that follow."""
    rest = (match["rest"] or "").strip()
    if found := pack.match("examples.heading", rest):
        return (found[1]["title"] or "").strip(), found[1]["provider"] or "", blocks
    following = next((n for n, block in enumerate(blocks[:4]) if block.kind not in _ASIDE), None)
    if following is not None:
        block = blocks[following]
        words = report.words(block)
        cut = bool(rest) and words[:1].islower()  # the label goes on, over the end of a page
        whole = f"{rest} {words}" if cut else words
        if block.table is None and len(words) < 120 and (found := pack.match("examples.heading", whole)):
            return (
                (found[1]["title"] or "").strip() if cut else rest,
                found[1]["provider"] or "",
                blocks[following + 1 :],
            )
    return rest, "", blocks


def _body(report: Report, pack: Pack, label: Block, blocks: Sequence[Block]) -> list[Block]:
    """Paragraphs of an example: the rest of its box where the source has boxes.

    Where it has none: one paragraph, or, in a framework whose examples run over paragraphs, all up to where the report
    speaks in general again.
    """
    body: list[Block] = []
    for block in blocks:
        if block.kind in _ASIDE:
            continue
        if block.kind not in _WORDS or bool(label.box) != bool(block.box):
            break
        if body and not label.box:
            if not pack["examples.resume"] or block.kind is not Kind.PARAGRAPH:
                break
            if any(rule.match(report.body(block)) for rule in pack["examples.resume"]):
                break
        body.append(block)
    return body
