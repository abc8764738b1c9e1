"""Table `progress`: what became of each recommendation of an earlier inspection, where a report follows them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from extractor.document import Block, Kind, Report
from extractor.domain.dates import iso_date
from extractor.find.followed_up import follow_ups, followed_up, openings
from extractor.load import shapes
from extractor.packs import Pack, Rule
from extractor.records import Progress

_LISTED = (Kind.BULLET, Kind.NUMBERED)
_ASIDE = (Kind.FURNITURE, Kind.FOOTNOTE)


_LABELLED = ("progress.category", "progress.improvement")
_SHORT = 50
_STOPS = ".!?;)"  # behind what was found, before the label of its own line


def find(report: Report, pack: Pack) -> Iterator[Progress]:
    """Follow-ups in reading order, numbered from 1: from the line that opens one to the next such line."""
    listed = follow_ups(report, pack)
    starts = list(openings(report, pack, listed))
    earlier = _earlier(report, pack) if starts else {}
    yield from _listed(report, pack, len(starts))
    for count, (number, found) in enumerate(starts, start=1):
        following = starts[count][0] if count < len(starts) else len(report.blocks)
        begin = report.blocks[number].start
        around = next((span for span in listed if begin in span), report.section_at(begin))
        blocks = [
            block
            for block in report.blocks[number + 1 : following]
            if block.kind not in _ASIDE and (around is None or block.start < around.end)
        ]
        yield _item(report, pack, count, report.blocks[number], found, blocks, earlier)


def _listed(report: Report, pack: Pack, count: int) -> Iterator[Progress]:
    """Follow-ups of sections that list them."""
    listed = list(followed_up(report, pack))
    earlier = _earlier(report, pack) if listed else {}
    for place, one in enumerate(listed, start=count + 1):
        yield Progress(
            item=str(place),
            number=place,
            prior_programme=earlier.get("programme", ""),
            prior_date=iso_date(earlier.get("date", "")),
            text=one.text,
            findings="\n".join(one.findings),
            category=_category(pack, one.label),
            improvement_required=one.required,
            as_printed=" ".join((one.mark or one.label).split()),
            evidence=report.cite(one.start, one.end, f"{pack.id}/progress.section", derived=one.mark != ""),
        )


def _earlier(report: Report, pack: Pack) -> dict[str, str]:
    """Programme and date of the inspection that is followed up, where the report says so once for all items."""
    found = pack.search("progress.earlier", report.text)
    return {name: words for name, words in found[1].groupdict().items() if words} if found else {}


def _item(
    report: Report,
    pack: Pack,
    count: int,
    head: Block,
    found: tuple[Rule, Any],
    blocks: Sequence[Block],
    earlier: dict[str, str],
) -> Progress:
    """One follow-up; a line that opens it with the words of the recommendation is followed by what was found."""
    rule, match = found
    groups = {**earlier, **{name: words for name, words in match.groupdict().items() if words}}
    asked = [groups["text"].strip()] if "text" in groups else []
    findings: list[str] = []
    category = printed = ""
    required: bool | None = None
    end = head.end
    listing = bool(asked) and not pack["progress.findings"]
    answering = False  # what the inspected body answers is neither asked nor found
    answer_of: Block | None = None  # holds the answer to the label in the block before it
    for block, below in zip(blocks, [*blocks[1:], None], strict=False):
        if block is answer_of:
            continue
        text = report.words(block)
        end = block.end
        if below is not None and _is_half(pack, text, report.words(below)):
            text, end, answer_of = f"{text} {report.words(below)}", below.end, below
        if pack.match("progress.findings", report.body(block)):
            listing, answering = True, False
            continue
        if pack.match("progress.response", report.body(block)):
            answering = True
            continue
        if asked and (dated := pack.match("progress.earlier", report.body(block))):
            groups |= {name: words for name, words in dated[1].groupdict().items() if words}
            continue
        labels = []  # where they begin in the block
        if (label := pack.search("progress.category", text)) and label[1]["label"]:
            printed = " ".join(label[1]["label"].split())
            category = _category(pack, printed)
            labels.append(label[1].start())
        if (answer := pack.search("progress.improvement", text)) and answer[1]["answer"]:
            required = answer[1]["answer"].lower() == "yes"
            labels.append(answer[1].start())
        if labels and not answering and (before := _before(text, min(labels), listing)):
            findings.append(before)
        if required is not None or (labels and category and listing and not pack["progress.improvement"]):
            break  # the last that is said of it
        if labels or answering or block.kind is Kind.TABLE:
            continue
        if block.kind in _LISTED or listing:
            findings.append(report.body(block))
        elif not category and "text" not in groups:
            asked.append(report.body(block))
    return Progress(
        item=str(count),
        number=count,
        prior_programme=groups.get("programme", "").strip(),
        prior_date=iso_date(groups.get("date", "")),
        text=" ".join(asked),
        findings="\n".join(findings),
        category=category,
        improvement_required=required,
        as_printed=printed,
        evidence=report.cite(head.start, end, rule.id),
    )


def _before(text: str, label: int, listing: bool) -> str:
    """What was found, of a line or row that its label stands behind; empty where it is of the label's own sentence."""
    before = text[:label].strip()
    item = shapes.item(before)
    before = before[item.start :].strip() if item else before
    return before if before and (item or (listing and before[-1] in _STOPS)) else ""


def _category(pack: Pack, printed: str) -> str:
    """A printed verdict as the pack's scale has it; as printed where the pack has no such scale."""
    if pack.progress is None:
        return " ".join(printed.split()).capitalize()
    found = pack.progress.label_of(printed)
    return found.label if found else ""


def _is_half(pack: Pack, text: str, below: str) -> bool:
    """Whether a line is a label only, and the next one its answer."""
    if len(text) > _SHORT or len(below) > _SHORT or any(pack.search(name, text) for name in _LABELLED):
        return False
    found = [label for name in _LABELLED if (label := pack.search(name, f"{text} {below}"))]
    return any(match.start() < len(text) < match.end() for _, match in found)
