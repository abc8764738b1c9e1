"""A plan as a text conversion: blank lines around blocks, tabs or pipes in tables, and the habits of `Nuisances`."""

from __future__ import annotations

import random
import re
import textwrap

from tests.generator.blocks import (
    Block,
    Box,
    ContentsPage,
    Grid,
    Heading,
    Item,
    Items,
    Keys,
    Legend,
    Lines,
    Note,
    PageBreak,
    Para,
    Picture,
    RatingLine,
    Row,
    Verdict,
)
from tests.generator.breaks import break_words, placed
from tests.generator.nuisances import Nuisances
from tests.generator.quotes import quoted
from tests.generator.truth import Plan

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
HEADED = ("apart", "heading", "run", "run-last")
VERDICTS = ("line", "glued", "bold", "glued-bold", "cell", "capitals")


def render(plan: Plan, nuisances: Nuisances, rng: random.Random) -> tuple[str, dict[int, int]]:
    """The text, and for every key the line (from 1, counted by line feeds) where its row is read."""
    writer = _Writer(plan, nuisances, rng)
    blocks = placed(plan.blocks, nuisances, rng)
    for at, block in enumerate(blocks):
        writer.write(block, blocks[at + 1] if at + 1 < len(blocks) else None)
    return "\n".join(writer.lines).rstrip() + "\n", writer.found


class _Writer:
    def __init__(self, plan: Plan, nuisances: Nuisances, rng: random.Random) -> None:
        self.plan, self.n, self.rng = plan, nuisances, rng
        self.lines: list[str] = [""] * rng.randint(0, 4)
        self.found: dict[int, int] = {}
        self._lists = 0
        self._page = 1
        self._feed = False
        self._headed_by = False

    def write(self, block: Block, following: Block | None) -> None:
        if isinstance(block, Heading) and isinstance(following, Verdict) and following.beside:
            return self._headed(block, following)
        if isinstance(block, Verdict) and self._headed_by:
            self._headed_by = False
            return None
        getattr(self, f"_{type(block).__name__.lower()}")(block)
        if isinstance(block, Heading | RatingLine) and self.rng.random() < self.n.leftovers:
            self._chunk([(" ", ())])
        return None

    def _headed(self, heading: Heading, verdict: Verdict) -> None:
        """A heading with its rating in the same line, in one of the ways that conversions run them together."""
        style = self.rng.choice(HEADED) if self.n.verdict == "mixed" else self.n.verdict
        if style not in HEADED or style == "apart":
            return self._heading(heading)
        self._headed_by = True
        title, sentence = f"{self._numbered(heading)} {heading.text}", self._inline(verdict.sentence)
        if style == "heading":
            self._chunk([(f"{title}\t{verdict.label}", heading.keys + verdict.keys), (sentence, ())])
        elif style == "run":
            self._chunk([(f"{title} {verdict.label} {sentence}", heading.keys + verdict.keys)])
        else:
            self._chunk([(f"{title} {sentence} {verdict.label}", heading.keys + verdict.keys)])
        return None

    def _numbered(self, heading: Heading) -> str:
        dot = heading.ref[:1].isdigit() and ("." not in heading.ref or self.n.dotted_refs)
        return heading.ref + ("." if dot else "")

    def _inline(self, text: str) -> str:
        bold, italic = ("**", "*") if self.n.emphasis else ("", "")
        text = re.sub(r"</?b>", bold, text)
        text = re.sub(r"</?i>", italic, text)
        spaced = " " if self.n.note_style == "spaced" else ""

        def mark(match: re.Match[str]) -> str:
            number = match[1]
            return f" {number}" if self.n.note_style == "plain" else spaced + number.translate(SUPERSCRIPT)

        return quoted(re.sub(r"\s?<sup>(\d+)</sup>", mark, text), self.n.curly)

    def _wrapped(self, text: str, indent: str = "") -> list[str]:
        if not self.n.wrap:
            return [text]
        return textwrap.wrap(
            text, self.n.wrap, break_long_words=False, break_on_hyphens=False, subsequent_indent=indent
        )

    def _chunk(self, lines: list[tuple[str, Keys]]) -> None:
        """Lines that stand together, with a blank line behind them."""
        for line, keys in lines:
            shown = "\f" + line if self._feed else line
            self._feed = False
            self.lines.append(shown)
            self.found |= {key: len(self.lines) for key in keys if key not in self.found}
        self.lines.append(" " if self.rng.random() < self.n.leftovers / 4 else "")

    def _turn(self) -> None:
        """The end of a page: only a form feed makes it more than the blank line that is there."""
        if self.n.form_feeds:
            self._chunk([(f"{self.plan.footer}\t{self._page}", ())])
            self._page += 1
            self._feed = True

    def _paragraph(self, text: str, keys: Keys = ()) -> None:
        lines = self._wrapped(self._inline(text))
        self._chunk([(line, keys if at == 0 else ()) for at, line in enumerate(lines)])

    def _lines(self, block: Lines) -> None:
        shown = [(self._inline(text), keys) for text, keys in block.lines]
        for chunk in [[line] for line in shown] if block.apart else [shown]:
            self._chunk(chunk)

    def _heading(self, block: Heading) -> None:
        text = f"{self._numbered(block)} {block.text}".strip()
        if block.level == 1 and not block.colon:
            self._turn()
        self._chunk([(self._inline(text), block.keys)])

    def _para(self, block: Para) -> None:
        broken = None
        if not block.whole and self.rng.random() < self.n.page_breaks:
            broken = break_words(block.text, self.rng)
        if not broken:
            return self._paragraph(block.text, block.keys)
        self._paragraph(broken[0], block.keys)
        self._turn()
        return self._paragraph(broken[1])

    def _items(self, block: Items) -> None:
        self._lists += 1
        bullet = self.n.second_bullet if self.n.second_bullet and self._lists % 2 else self.n.bullet
        lines: list[tuple[str, Keys]] = []
        for at, item in enumerate(block.items):
            marker = bullet if not item.label else item.label
            if item.label and self.n.double_markers and block.numbered:
                marker = f"- {item.label}"
            text = self._inline(f"<i>{item.text}</i>" if block.italic else item.text)
            if item.label == "continued":
                marker, text = "", text[:1] + text[1:]
            parts: tuple[str, ...] = (text,)
            more = at + 1 < len(block.items)
            if more and not block.italic and item.label != "continued" and self.rng.random() < self.n.page_breaks:
                parts = break_words(text, self.rng) or parts
            first = f"{marker} {parts[0]}".strip()
            lines += [(line, item.keys if n == 0 else ()) for n, line in enumerate(self._wrapped(first, "  "))]
            if len(parts) > 1 or (item.label == "continued" and more):
                self._chunk(lines)
                lines = []
            if len(parts) > 1:
                self._turn()
                self._chunk([(line, ()) for line in self._wrapped(parts[1])])
        if lines:
            self._chunk(lines)

    def _grid(self, block: Grid) -> None:
        top = tuple(row for row in block.rows if row.header)
        body = tuple(row for row in block.rows if not row.header)
        parts = [body]
        if block.splittable and len(body) > 3 and self.rng.random() < self.n.table_splits:
            at = self.rng.randrange(2, len(body) - 1)
            parts = [body[:at], body[at:]]
        for n, part in enumerate(parts):
            repeated = n == 0 or self.n.table_header == "repeated"
            self._table((*top, *part) if repeated else part, block)
            if n + 1 < len(parts):
                self._turn()

    def _table(self, rows: tuple[Row, ...], block: Grid) -> None:
        lines: list[tuple[str, Keys]] = []
        for at, row in enumerate(rows):
            cells = [self._inline(cell) for cell in row.cells]
            if block.icons and not row.header:
                cells = ["" if cell in ("Outstanding", "Good", "Requires improvement", "Inadequate") else cell
                         for cell in cells]  # fmt: skip
            if self.n.pipes:
                lines.append(("| " + " | ".join(cells) + " |", row.keys))
                if at == 0:
                    lines.append(("|" + " --- |" * len(cells), ()))
            else:
                lines.append(("\t".join(cells), row.keys))
        self._chunk(lines)

    def _note(self, block: Note) -> None:
        mark = str(block.number) if self.n.note_style == "plain" else str(block.number).translate(SUPERSCRIPT)
        self._paragraph(f"{mark} {block.text}")

    def _box(self, block: Box) -> None:
        head: list[tuple[str, Keys]] = [(self._inline(line), ()) for line in (block.label, block.title) if line]
        for chunk in [head] if self.rng.random() < 0.6 else [[line] for line in head]:
            self._chunk(chunk)
        for at, text in enumerate(block.paragraphs):
            self._paragraph(text, block.keys if at == 0 else ())

    def _verdict(self, block: Verdict) -> None:
        style = self.rng.choice(VERDICTS) if self.n.verdict == "mixed" else self.n.verdict
        label = block.label.upper() if style == "capitals" else block.label
        if "bold" in style:
            label = f"**{label}**"
        sentence = self._inline(block.sentence)
        if style == "cell":
            row = f"| {sentence} | {label} |\n| --- | --- |" if self.n.pipes else f"{sentence}\t{label}"
            return self._chunk([(line, block.keys if n == 0 else ()) for n, line in enumerate(row.split("\n"))])
        if style.startswith("glued"):
            return self._paragraph_as_is(f"{sentence} {label}", block.keys)
        self._paragraph_as_is(sentence, block.keys)
        return self._chunk([(label, ())])

    def _paragraph_as_is(self, text: str, keys: Keys) -> None:
        self._chunk([(line, keys if at == 0 else ()) for at, line in enumerate(self._wrapped(text))])

    def _ratingline(self, block: RatingLine) -> None:
        self._chunk([(self._inline(f"{block.ref} {block.name}".strip()), block.keys)])
        label = f"**{block.label}**" if self.n.verdict in ("bold", "glued-bold") else block.label
        self._chunk([(label, ())])
        self.lines += [""] * self.rng.randint(0, 2)

    def _contentspage(self, block: ContentsPage) -> None:
        if self.n.contents == "none":
            return
        self._chunk([(block.heading, block.keys)])
        for_page = " {dots} {page}" if self.n.contents == "dots" else "\t{page}"
        self._chunk(
            [
                (self._inline(title) + for_page.format(dots="." * max(4, 78 - len(title)), page=page), ())
                for title, page in block.entries
            ]
        )

    def _picture(self, block: Picture) -> None:
        self.lines.append("")
        if block.caption:
            self._chunk([(self._inline(block.caption), ())])

    def _legend(self, block: Legend) -> None:
        self._items(Items(tuple(Item(words) for _, words in block.entries)))

    def _pagebreak(self, block: PageBreak) -> None:
        self._turn()
