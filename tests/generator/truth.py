"""The plan of a report: what it says (blocks) and what can be read from it (gold rows), drawn from one seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.generator import narrative
from tests.generator.blocks import Block, Box, Heading, Item, Items, Note, Para
from tests.generator.judgements import CONTEXT, FURTHER
from tests.generator.words import CASE_NAMES, Teller

BANDS = ((80, "Outstanding"), (65, "Good"), (50, "Requires improvement"), (0, "Inadequate"))
LABELS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
POINTS = {label: points for points, label in enumerate(LABELS)}
SCORE_BANDS = {
    21: (4, 11, 18),
    27: (5, 14, 23),
    30: (6, 16, 26),
    36: (7, 19, 31),
}  # least score of the second, third, fourth label


def band(percent: int) -> str:
    """The label that a percentage of satisfactory cases gives."""
    return next(label for least, label in BANDS if percent >= least)


def overall(score: int, highest: int) -> str:
    return LABELS[sum(score >= least for least in SCORE_BANDS[highest])]


def per_cent(part: int, whole: int) -> int:
    """A whole percentage, halves rounded up."""
    return (200 * part + whole) // (2 * whole)


@dataclass
class Plan:
    """Everything that is true of one fictional report."""

    framework: str
    seed: int
    name: str  # file stem
    provider: str
    report: dict[str, Any]
    footer: str  # running title at the foot of a page
    blocks: list[Block] = field(default_factory=list)
    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # (table, gold row); a key is an index
    notes: list[str] = field(default_factory=list)
    consistency: list[dict[str, Any]] = field(default_factory=list)

    def table(self, name: str) -> list[dict[str, Any]]:
        return [row for table, row in self.rows if table == name]


class Builder:
    """Writes a plan: blocks in reading order, and beside them the gold rows that stand in them."""

    def __init__(self, plan: Plan, rng: random.Random, teller: Teller) -> None:
        self.plan, self.rng, self.teller = plan, rng, teller
        self.part = ""
        self._note = 0

    def row(self, table: str, /, **values: Any) -> int:
        """A gold row; the number that a block carries so that the row gets its line."""
        self.plan.rows.append((table, values))
        return len(self.plan.rows) - 1

    def put(self, *blocks: Block) -> None:
        self.plan.blocks.extend(blocks)

    def check(self, check: str, statement: str, verdict: bool, figures: str, keys: Sequence[int] = ()) -> None:
        self.plan.consistency.append(
            {
                "check": check,
                "statement": statement,
                "keys": list(keys),
                "verdict": "holds" if verdict else "violated",
                "figures": figures,
            }
        )

    def note(self, text: str) -> tuple[str, Note]:
        """A footnote: the mark for the words it belongs to, and the note itself."""
        self._note += 1
        return f"<sup>{self._note}</sup>", Note(self._note, text)

    def section(self, ref: str, title: str, level: int = 1, optional: bool = False, shown: str = "") -> None:
        """A heading and its row in `sections`. `shown` is the heading as printed where it says more than the title."""
        values: dict[str, Any] = {"ref": ref, "title": title, "level": level}
        if self.part:
            values["part"] = self.part
        if optional:
            values["optional"] = True
        key = self.row("sections", **values)
        self.put(Heading(shown or title, level, (key,), "" if shown else ref))

    def prose(self, bank: Sequence[str], paragraphs: int = 1, low: int = 2, high: int = 4, **more: str) -> None:
        for _ in range(paragraphs):
            self.put(Para(self.teller.paragraph(bank, low, high, **more)))

    def unforeseen(self) -> None:
        """A heading that no framework foresees, of a level that only a page would show."""
        self.section("", self.teller.take(narrative.UNFORESEEN), 2, optional=True)
        self.plan.rows[-1][1]["accept"] = {"level": [1, 3]}
        self.prose(CONTEXT)

    def footed(self) -> None:
        """A sentence with a footnote."""
        mark, note = self.note(self.teller.take(narrative.SOURCES))
        self.put(Para(self.teller.take(narrative.FOOTED) + mark), note)

    def verdicts(
        self, heading: dict[str, str], banks: tuple[Sequence[str], Sequence[str]], counts: tuple[int, int], **where: Any
    ) -> None:
        """Strengths and areas for improvement: two small headings, their bullets and their findings rows."""
        for kind, bank, count in zip(("strength", "area_for_improvement"), banks, counts, strict=True):
            if not count:
                continue
            items = []
            for _ in range(count):
                text = self.teller.take(bank)
                if self.rng.random() < 0.45:
                    text += " " + self.teller.take(FURTHER)
                row: dict[str, Any] = {"kind": kind, "number": None, "text": text}
                items.append(Item(text, (self.row("findings", **(where | row)),)))
            singular = "Strength:" if kind == "strength" else "Area for improvement:"
            self.put(Heading(singular if count == 1 else heading[kind], 3, colon=True), Items(tuple(items)))

    def example(
        self, good: bool, label: str, bank: Sequence[str], where: dict[str, Any], accept: dict[str, Any]
    ) -> None:
        """A practice example in its box."""
        name, he, his, him = self.rng.choice(CASE_NAMES)
        pronouns = {"case": name, "he": he, "his": his, "him": him, "himself": him + "self", "He": he.capitalize()}
        text = self.teller.take(bank, **pronouns, His=his.capitalize())
        words = text.split()
        key = self.row(
            "examples",
            **where,
            kind="good_practice" if good else "poor_practice",
            text_start=" ".join(words[:12]),
            text_end=" ".join(words[-8:]),
            words=len(words),
            accept=accept,
        )
        self.put(Box(label, (text,), (key,), good))

    def numbered(self, groups: Sequence[tuple[str, Sequence[str]]], lead: str = "{} should:", start: int = 1) -> int:
        """Recommendations under their addressees, numbered through; how many there are."""
        number = start
        for addressee, texts in groups:
            items = []
            for text in texts:
                text += "." if text is texts[-1] else ""
                key = self.row("recommendations", number=str(number), addressee=addressee, text=text, part="main")
                items.append(Item(text, (key,), f"{number}."))
                number += 1
            self.put(Heading(lead.format(addressee), 3, colon=True), Items(tuple(items), numbered=True))
        return number - start


def quoted_label(builder: Builder, label: str) -> str:
    """A sentence that quotes the label and another one: no judgement of its own."""
    other = LABELS[POINTS[label] + 1] if label != LABELS[-1] else LABELS[-2]
    return builder.teller.take(narrative.QUOTED_LABEL, label=label, other=other)
