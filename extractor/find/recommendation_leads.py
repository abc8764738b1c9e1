"""Lines around the items of recommendations: those that lead them in, say who or by when below them, or answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import Block, Kind, Report
from extractor.find.labelled_lines import answer_in
from extractor.find.lists import LISTED
from extractor.find.recommendation_rows import deadline_in, said_below
from extractor.packs import Pack

__all__ = ["Answering", "Lead", "begins_item", "is_left_open", "lines_below", "read_lead"]


@dataclass(frozen=True, slots=True)
class Lead:
    """What the line that leads in a list says of its items: who should act, by when, and of what kind they are."""

    addressee: str = ""
    deadline: str = ""
    kind: str = ""
    items_above: int = -1
    is_item: bool = False  # whether it is an item of the list around it


def read_lead(pack: Pack, text: str, above: Lead, items_above: int) -> Lead | None:
    """What a line says that leads in a list, with this many items above it; None for other lines.

    A line that says by when, right below one that says who, leads in the same list as that.
    """
    for name in ("recommendations.addressee", "recommendations.deadline"):
        if read := pack.search(name, text):
            rule, found = read
            goes_on = name.endswith("deadline") and above.items_above == items_above
            around = above if goes_on else Lead()
            addressee = (found.groupdict().get("addressee") or "").strip()
            return Lead(addressee or around.addressee, deadline_in(found), rule.value or around.kind, items_above)
    return None


@dataclass(slots=True)
class Answering:
    """Whether an answer to the last item is read: behind a `label` alone, before or in a `list`, or in `words`."""

    within: str = ""

    def takes(self, pack: Pack, block: Block, text: str) -> bool:
        """Whether a block is of what is answered: a line of that kind, or a list that one leads in."""
        said = answer_in(pack, text)
        within = self.within
        behind = "list" if text.endswith(":") else "words"
        if said is not None:
            more = within == "label" and not text.endswith(".")  # the first of several words below a label
            self.within = "label" if not said or more else behind
        elif block.kind in LISTED and within in ("label", "list"):
            self.within = "list"
        elif within == "label" and pack.search("recommendations.addressee", text) is None:
            self.within = behind
        elif within and block.kind is Kind.PARAGRAPH:
            self.within = behind
            return False
        else:
            self.within = ""
        return bool(self.within)


def lines_below(report: Report, pack: Pack, blocks: Sequence[Block]) -> set[int]:
    """Where lines begin that say who or by when below items: their list begins with an item, and ends with such."""
    found: set[int] = set()
    listed: list[tuple[int, bool]] = []  # items and such lines of one list: where each begins, and which it is
    for block in [*blocks, None]:
        text = report.body(block) if block else ":"
        is_line = said_below(pack, text) is not None
        if block is None or text.endswith(":") or (block.kind is Kind.HEADING and not is_line):
            if listed and not listed[0][1] and listed[-1][1]:
                found |= {start for start, is_line in listed if is_line}
            listed = []
        elif is_line or block.table or block.kind in LISTED or begins_item(pack, text):
            listed.append((block.start, is_line))
    return found


def begins_item(pack: Pack, text: str) -> bool:
    """Whether a line outside lists is an item: numbered in a way that no list is, or a sentence that recommends."""
    return any(pack.match(f"recommendations.{name}", text) for name in ("number", "prose"))


def is_left_open(text: str) -> bool:
    """Whether a line can lead in something: it is no sentence, and no running line that ends in its page number."""
    return bool(text) and not text.endswith((".", "!", "?")) and not text[-1].isdigit()
