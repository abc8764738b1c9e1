"""Table `progress`: what became of each recommendation of an earlier inspection, where a report follows them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extractor.document import Block, Kind, Report
from extractor.domain.dates import iso_date
from extractor.packs import Pack, Rule
from extractor.records import Progress

_LISTED = (Kind.BULLET, Kind.NUMBERED)
_ASIDE = (Kind.FURNITURE, Kind.FOOTNOTE)


_LABELLED = ("progress.category", "progress.improvement")
_SHORT = 50


def find(report: Report, pack: Pack) -> Iterator[Progress]:
    """Follow-ups in reading order, numbered from 1: from the line that names the earlier inspection to the next one."""
    starts = [
        (number, found)
        for number, block in enumerate(report.blocks)
        if block.table is None and (found := pack.match("progress.start", report.body(block)))
    ]
    for count, (number, found) in enumerate(starts, start=1):
        following = starts[count][0] if count < len(starts) else len(report.blocks)
        section = report.section_at(report.blocks[number].start)
        blocks = [
            block
            for block in report.blocks[number + 1 : following]
            if block.kind not in _ASIDE and (section is None or block.start < section.end)
        ]
        yield _item(report, pack, count, report.blocks[number], found, blocks)


def _item(
    report: Report, pack: Pack, count: int, head: Block, found: tuple[Rule, Any], blocks: Sequence[Block]
) -> Progress:
    rule, match = found
    asked: list[str] = []
    findings: list[str] = []
    category = ""
    required: bool | None = None
    end = head.end
    listing = False
    answer_of: Block | None = None  # holds the answer to the label in the block before it
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        if block is answer_of:
            continue
        text = report.words(block)
        end = block.end
        if below is not None and _is_half(pack, text, report.words(below)):
            text, end, answer_of = f"{text} {report.words(below)}", below.end, below
        if pack.match("progress.findings", report.body(block)):
            listing = True
            continue
        labelled = False
        if label := _search(pack, "progress.category", text):
            category = _category(pack, label["label"])
            labelled = True
        if answer := _search(pack, "progress.improvement", text):
            required = answer["answer"].lower() == "yes"
            labelled = True
        if required is not None:
            break
        if labelled or block.kind is Kind.TABLE:
            continue
        if block.kind in _LISTED or listing:
            findings.append(report.body(block))
        elif not category:
            asked.append(report.body(block))
    return Progress(
        item=str(count),
        number=count,
        prior_programme=match["programme"].strip(),
        prior_date=iso_date(match["date"]),
        text=" ".join(asked),
        findings="\n".join(findings),
        category=category,
        improvement_required=required,
        evidence=report.cite(head.start, end, rule.id),
    )


def _category(pack: Pack, printed: str) -> str:
    """A printed verdict as the pack's scale has it; as printed where the pack has no such scale."""
    if pack.progress is None:
        return " ".join(printed.split()).capitalize()
    found = pack.progress.label_of(printed)
    return found.label if found else ""


def _is_half(pack: Pack, text: str, below: str) -> bool:
    """Whether a line is a label only, and the next one its answer."""
    if len(text) > _SHORT or len(below) > _SHORT or any(_search(pack, name, text) for name in _LABELLED):
        return False
    found = [match for name in _LABELLED if (match := _search(pack, name, f"{text} {below}"))]
    return any(match.start() < len(text) < match.end() for match in found)


def _search(pack: Pack, name: str, text: str) -> Any:
    return next((match for rule in pack[name] if (match := rule.search(text))), None)
