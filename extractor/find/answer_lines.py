"""Answers in lines: what rules of attributes read from a line, and the words that are taken for a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import Block, Report, Span
from extractor.find.labelled_lines import is_bare, parts_of
from extractor.find.lists import ASIDE
from extractor.find.recommendation_rows import is_blank
from extractor.packs import Pack, Rule
from extractor.packs.model import Attribute


@dataclass(frozen=True, slots=True)
class Answer:
    """A value of an item: its words and where they stand; `value` is the label that they are, where labels close it."""

    attribute: Attribute
    text: str
    span: Span
    rule: str
    value: str = ""
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule reads from a line: its label, and where the value begins and ends; 0 and 0 for a label alone.

    It is `bare` where nothing but its place says that the line answers anything.
    """

    rule: Rule
    label: str
    start: int = 0
    end: int = 0
    bare: bool = False


@dataclass
class LineReader:
    """Reads answers from lines; `found` is what an item has so far, by attribute."""

    report: Report
    pack: Pack
    attributes: Sequence[Attribute]

    def hits(self, text: str, *, above: bool = False) -> dict[str, Hit]:
        """What the first rule of each attribute reads from a line, or from the part of it that has its label.

        Of attributes that stand `above` their items, or of all others.
        """
        found: dict[str, Hit] = {}
        for start, end in parts_of(self.pack, text):
            for attribute in (one for one in self.attributes if one.above is above):
                rules = self.pack[f"attributes.{attribute.name}"] if attribute.name not in found else ()
                for rule in rules:
                    if match := rule.search(text[start:end]):
                        at = [start + place for place in match.span("value")] if match["value"] else [0, 0]
                        found[attribute.name] = Hit(rule, match[0], at[0], at[1], is_bare(attribute, rule, match))
                        break
        return found

    def in_line(self, found: dict[str, Answer], block: Block) -> None:
        """Answers in a line."""
        for name, hit in self.hits(self.report.body(block)).items():
            if hit.end:
                self.note(found, name, hit.rule, Span(block.body + hit.start, block.body + hit.end))

    def note_behind(self, found: dict[str, Answer], name: str, rule: Rule, label: str, span: Span) -> None:
        """Take the words of a span that stand below or beside a label, as if they stood behind it in its line."""
        led = f"{label.strip().rstrip(':')}: "
        words = self.report.words(span).partition("\n")[0]
        if (match := rule.search(led + words)) and match["value"]:
            span = Span(span.start + max(0, match.start("value") - len(led)), span.end)
        elif (known := rule.search(led + "so")) and known["value"]:
            return  # the rule knows such lines, and these words are none
        self.note(found, name, rule, span)

    def note(self, found: dict[str, Answer], name: str, rule: Rule, span: Span) -> None:
        """Take the words of a span for an attribute that has no value yet, if they can be one."""
        if name in found or is_blank(self.report.text[span.start : span.end]):
            return
        attribute = next(one for one in self.attributes if one.name == name)
        if attribute.labels and not rule.value:
            label = attribute.label_at(self.report.words(span))
            if label is not None:
                span = Span(span.start, span.start + label[1])
                found[name] = Answer(attribute, self.report.words(span), span, rule.id, label[0])
            return
        blocks = [b for b in self.report.blocks_in(Span(span.start + 1, span.end)) if b.kind not in ASIDE]
        lines = [self.report.words(Span(span.start, min([span.end, *(b.start for b in blocks[:1])])))]
        lines += [self.report.body(block) for block in blocks]
        words = "\n".join(" ".join(line.split()) for line in lines)
        found[name] = Answer(attribute, words, span, rule.id, rule.value, bool(rule.value))
