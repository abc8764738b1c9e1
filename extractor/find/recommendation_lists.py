"""Items of recommendations in lists and sentences of a section: who was named last, by when, and which list is open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import regex

from extractor.document import Block, Kind, Report, Section, Span
from extractor.find.item_numbers import begins, follows
from extractor.find.labelled_lines import answer_in, parts_of, stands_above
from extractor.find.lists import LISTED, Open, introduces, is_aside, printed_number
from extractor.find.recommendation_addressees import name_behind_parts, named_aside, own_addressee
from extractor.find.recommendation_items import AskedItems
from extractor.find.recommendation_leads import Answering, Lead, begins_item, is_left_open, lines_below, read_lead
from extractor.find.recommendation_rows import Asked, deadline_in, label_of_words, said_below
from extractor.find.recommendation_tables import captioned_kind, rows_of
from extractor.packs import Pack

_CODE = regex.compile(r"\p{Lu}\d{1,3}")  # of an item, behind a bullet


@dataclass
class AskedList:
    """One section, read block by block: who was named last, by when, and whether a list is open."""

    report: Report
    pack: Pack
    section: Section
    kind: str
    ends: Collection[int] = ()  # where lines begin with which follow-ups begin
    lead: Lead = field(default_factory=Lead)
    listing: bool = False  # whether bullets are items
    waiting: str = ""  # a heading that may be the first half of an introducing line
    answering: Answering = field(default_factory=Answering)
    above: Span = field(default_factory=lambda: Span(0, 0))  # the block before
    title: str = ""  # the key of the item whose title no other heading stands below
    outer: Lead = field(default_factory=Lead)  # what was said above that title, or above the line that leads in a list
    led: bool = False  # whether a line behind that title leads in a list
    judged: bool = False  # whether a label has led in a list of what was judged
    unmarked: str = ""  # the key of the last item, if that is a part without a bullet
    below: set[int] = field(default_factory=set)  # where lines begin that say who, or by when, of the item above them

    def __post_init__(self) -> None:
        self.items = AskedItems(self.report)

    def read(self) -> list[Asked]:
        """Its items in reading order."""
        self.listing = bool(self.pack.match("recommendations.bare", self.section.title))
        self._introduced(self.section.title)
        blocks = [block for block in self.report.blocks_in(self.section) if not is_aside(self.report, self.pack, block)]
        self.below = lines_below(self.report, self.pack, blocks)
        for block in blocks:
            if block.kind is Kind.HEADING and block.start not in self.below:
                self.kind, self.lead = self._kind_below(block) or self.kind, replace(self.lead, kind="")
            if block.start == self.section.start:
                self._titled(block, self.report.body(block))
                continue
            if block.start in self.ends:
                break
            if self._is_of_label(block):
                continue
            self._take(block)
            self.above = block
        name_behind_parts(self.report, self.pack, self.items.read)
        return list(self.items)

    def _is_of_label(self, block: Block) -> bool:
        """Whether a block is a label over a list of what was judged, or an item of that list: no recommendation."""
        if block.table is None and block.kind not in LISTED:
            found = self.pack.match_label("labels", self.report.body(block))
            self.judged = found is not None and bool(found[0].value)
            if self.judged:
                self.items.nesting.end()
                self.listing = False
        return self.judged

    def _kind_below(self, heading: Block) -> str:
        """What the items below a heading are: it says it, or the innermost title around them that names a kind."""
        around = self.report.lineage(self.report.section_at(heading.start))
        titles = [self.report.body(heading), *(section.title for section in around)]
        found = (self.pack.match("recommendations.section", title) for title in titles)
        return next((match[0].value for match in found if match and match[0].value), "")

    def _take(self, block: Block) -> None:
        text = self.report.body(block)
        if block.table is not None:
            kind, lead = captioned_kind(self.report, self.pack, block) or self.lead.kind or self.kind, self.lead
            self.items.read += rows_of(self.report, self.pack, block, self.section, kind, lead.addressee, lead.deadline)
            return
        if self._titled(block, text) or self._is_below(block, text) or self._answers(block, text):
            return
        if self.items and (named := named_aside(self.report, self.pack, self.items.last, text)):
            self.items.last = named
            return
        if self._is_unmarked_part(block, text):
            return
        waiting, self.waiting = self.waiting, ""
        if block.kind in LISTED:
            if text.endswith(":") and not self._asks(block, text) and self._introduced(text):
                self.lead = replace(self.lead, is_item=True)
            else:
                self._item(block, block.body, printed_number(block))
            return
        if self._leads_in_parts(block, text):
            self._not_understood(block, text)
            return
        whole = f"{waiting} {text.lstrip()}" if waiting else text
        alone = "" if waiting and text.startswith("(") else text  # brackets are no name without the words above them
        above = self.lead
        if self._introduced(alone) or self._introduced(whole):
            if block.kind is Kind.PARAGRAPH and text.endswith(":"):
                self.outer = self.outer if self.title or self.led else above
                self.led = True
                self._leads_in_of_title(block)
            return
        if (block.kind is Kind.PARAGRAPH or self._is_marked(text)) and self._in_prose(block, text):
            return
        if introduces(self.report, block) or is_left_open(text):
            self._not_understood(block, text)
        elif self.items and self.items.last.takes_words:
            self._lengthen(block)

    def _titled(self, block: Block, text: str) -> bool:
        """Whether a block says of itself that it is an item, with its number: the words below can belong to it."""
        found = self.pack.match("recommendations.item", text)
        if found is None or block.kind is Kind.NUMBERED or answer_in(self.pack, text, told=True):
            return False
        rule, match = found
        if block.kind is Kind.PARAGRAPH and not match["number"] and self.items.is_title_alone:
            return False  # the words of the item right above
        self.items.nesting.end()
        if self.led and self.lead.items_above < len(self.items):
            self.lead = self.outer  # what was said below the title above, or over a list, is of that alone
        self.waiting, self.answering = "", Answering()
        asked = self._asked(block, block.body + match.end(), block.end, match["number"] or "")
        asked = replace(asked, kind=rule.value or asked.kind)
        self.items.add(replace(asked, takes_words=block.kind is Kind.HEADING or asked.start >= asked.end), block)
        self.title, self.outer, self.led = self.items.last.key, self.lead, False
        self.items.heads[self.title] = block.body
        return True

    def _leads_in_of_title(self, block: Block) -> None:
        """Take the list that a line leads in for parts of the item whose title stands above it, if one does, and the
        line for its words, where it has no others."""
        if not self.title:
            return
        place = self.items.place(self.title)
        last = self.items.read[place]
        if last.start >= last.end:
            lead = replace(last, start=block.body, end=block.end, takes_words=False)
            lead = replace(lead, addressee=self.lead.addressee, deadline=self.lead.deadline)
            self.items.read[place] = lead
        parts = sum(item.parent == self.title for item in self.items.read)
        self.items.nesting.add(Open(self.title, last.number, Kind.BULLET, -1, True, parts))

    def _answers(self, block: Block, text: str) -> bool:
        """Whether a block is of what is answered to the last item, whose words have ended then."""
        if self.items.is_title_alone and answer_in(self.pack, text, told=True) is None:
            return stands_above(self.pack, text)  # else its words
        answered = bool(self.items) and self.answering.takes(self.pack, block, text)
        if answered and not self.items.is_title_alone:
            self.items.last = replace(self.items.last, takes_words=False)
        return answered

    def _is_below(self, block: Block, text: str) -> bool:
        """Whether a line below the words of an item says who should, or by when, and leads in nothing."""
        if not self.items or self.items.is_title_alone:
            return False
        titled = self.items.last.takes_words and not self.answering.within
        below = titled or block.start in self.below or len(parts_of(self.pack, text)) > 1
        said = said_below(self.pack, text) if below else None
        if said is None:
            return False
        last = self.items.last
        self.items.last = replace(last, addressee=said[0] or last.addressee, deadline=said[1] or last.deadline)
        return True

    def _lengthen(self, block: Block) -> None:
        """Give the last item the paragraph below it: all its words, where its own line has but a number."""
        last = self.items.last
        if last.start < last.end:
            self.items.last = replace(last, end=block.end)
        else:
            start = block.body + label_of_words(self.pack, self.report.body(block))
            asked = self._asked(block, start, block.end, last.number)
            self.items.last = replace(asked, key=last.key, kind=last.kind, takes_words=True)

    def _asks(self, block: Block, text: str) -> bool:
        """Whether an item that leads in points asks something itself: of those whom a line above its list has named, or
        in a sentence before the one that leads in."""
        found = self.pack.search("recommendations.addressee", text)
        if found is None:
            return False
        if found[1].start() > 0 and own_addressee(self.report, self.pack, block.body, block.end):
            return True
        return not self.lead.is_item and bool(self.lead.addressee and found[1].groupdict().get("stem"))

    def _introduced(self, text: str) -> bool:
        """Take who should act, or by when, from a line that leads in a list."""
        lead = read_lead(self.pack, text, self.lead, len(self.items))
        if lead is not None:
            self.lead, self.listing = lead, True
            self.items.nesting.end()
        return lead is not None

    def _leads_in_parts(self, block: Block, text: str) -> bool:
        """Whether a line right below an item leads in parts of it, as the pack says, even if it names somebody."""
        if not text.endswith(":") or not self.items.ends_in(self.above):
            return False
        asks = block.kind is Kind.PARAGRAPH and self.pack.search("recommendations.intro", text) is not None
        plain = asks and read_lead(self.pack, text, Lead(), 0) is None  # it says to nobody
        return bool(plain or self.pack.match("recommendations.parts", text))

    def _is_unmarked_part(self, block: Block, text: str) -> bool:
        """Whether a paragraph that begins small is a part of the item right above it: that ends with a colon, or is one
        of such parts."""
        plain = block.kind is Kind.PARAGRAPH and text[:1].islower() and not begins_item(self.pack, text)
        if not plain or not self.items.ends_in(self.above):
            return False
        last = self.items.last
        first = self.report.text[last.start : last.end].endswith(":")
        if not self.items.nesting.around or not (first or self.unmarked == last.key):
            return False
        within = replace(block, level=self.items.nesting.around[-1].level + first)
        parent = self.items.nesting.parent(Kind.BULLET, "", within.level)
        self.items.add(self._asked(block, block.body, block.end, "", split=False), within, parent)
        self.unmarked = self.items.last.key
        return True

    def _not_understood(self, block: Block, text: str) -> None:
        """A line that leads in something else, or in words that no rule knows: it ends what was said of the list."""
        self.lead = replace(self.lead, addressee="", deadline="", kind="")
        asks = self.pack.search("recommendations.intro", text) is not None
        asks = asks or (block.kind is Kind.HEADING and self.pack.match("recommendations.section", text) is not None)
        if block.kind is Kind.HEADING:
            self.title, self.led = "", False
        self.listing = asks or (self.listing and not self.items and block.kind is not Kind.HEADING and text[-1:] != ":")
        if self.items:
            self.items.last = replace(self.items.last, takes_words=False)
        self.waiting = text if block.kind is Kind.HEADING else ""
        if text.endswith(":") and self.items.ends_in(self.above):
            self.items.nesting.lead_in()
        else:
            self.items.nesting.end()

    def _in_prose(self, block: Block, text: str) -> bool:
        """Whether a paragraph is an item: numbered in a way that no list is, or a sentence that recommends."""
        if found := self.pack.match("recommendations.prose", text):
            match = found[1]
            asked = self._asked(block, block.body + match.start("text"), block.end, "")
            named = (match.groupdict().get("addressee") or "").strip()
            deadline = deadline_in(match) or self.lead.deadline
            self.items.nesting.end()
            self.items.add(replace(asked, addressee=named or self.lead.addressee, deadline=deadline), block)
            return True
        found = self.pack.match("recommendations.number", text)
        if found is None:
            return False
        number = "".join(found[1].groupdict().get(name) or "" for name in ("number", "letter"))
        if number.isalpha():
            led_in = self.listing and (self.lead.items_above == len(self.items) or self.items.nesting.is_open)
            before = {self.items.last_number, self.items.last.number} if self.items else {""}
            is_next = any(follows(number, one) for one in before) or (led_in and begins(number))
        else:
            is_next = self.listing or bool(self.items) or begins(number)
        if is_next:
            self._item(block, block.body + found[1].end(), number)
        return is_next

    def _is_marked(self, text: str) -> bool:
        """Whether a short line that a text has for a heading is an item: it is numbered, and begins small."""
        found = self.pack.match("recommendations.number", text) if self.listing else None
        return found is not None and text[found[1].end()].islower()

    def _item(self, block: Block, start: int, number: str) -> None:
        coded = None if number else self.pack.match("recommendations.number", self.report.body(block))
        code = (coded[1]["number"] or "") if coded else ""
        if coded and _CODE.fullmatch(code) and (begins(code) or follows(code, self.items.last_number)):
            start, number = start + coded[1].end(), code  # behind a bullet
        kind = Kind.NUMBERED if number else Kind.BULLET
        parent = self.items.nesting.parent(kind, number, block.level)
        if parent is None and not self.listing and not self.items.goes_on(number):
            return
        asked = self._asked(block, start, block.end, number, split=parent is None)
        self.items.add(asked, block, parent)

    def _asked(self, block: Block, start: int, end: int, number: str, split: bool = True) -> Asked:
        """An item with the addressee of its list; without one, with that which its own words name."""
        addressee, deadline, name = self.lead.addressee, self.lead.deadline, "recommendations.item"
        if split and not addressee and (own := own_addressee(self.report, self.pack, start, end)):
            addressee, deadline = (own[1]["addressee"] or "").strip(), deadline_in(own[1]) or deadline
            start, end, name = start + own[1].start("text"), start + own[1].end("text"), "recommendations.own"
        elif len(parts := parts_of(self.pack, self.report.text[start:end], parted=True)) > 1 and parts[0][1]:
            said = said_below(self.pack, self.report.text[start + parts[1][0] : start + parts[-1][1]]) or ("", "")
            addressee, deadline, end = addressee or said[0], deadline or said[1], start + parts[0][1]
        rule = f"{self.pack.id}/{name}"
        return Asked(self.section, start, end, number, addressee, deadline, self.lead.kind or self.kind, rule)
