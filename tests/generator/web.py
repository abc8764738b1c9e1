"""A plan as a web page: what it says between the furniture of a site, with the habits of pages drawn by seed."""

from __future__ import annotations

import html
import random
import re
from itertools import takewhile

from tests.generator.blocks import (
    Block,
    Box,
    ContentsPage,
    Grid,
    Heading,
    Item,
    Items,
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
from tests.generator.nuisances import Nuisances
from tests.generator.page import ICONS
from tests.generator.quotes import quoted
from tests.generator.site import around
from tests.generator.truth import POINTS, Plan

BOXES = (
    ("<aside>", "</aside>"),
    ('<div class="call-out">', "</div>"),
    ('<section style="border: 2px solid #2f3c7e; padding: 1em">', "</section>"),
    ("<blockquote>", "</blockquote>"),
    ('<table class="frame"><tr><td>', "</td></tr></table>"),
)
NOTES = ("linked", "bracketed", "word", "plain")
RATINGS = ("text", "alt", "drawn")
BACK = (
    '<p class="back-to-top"><a href="#top">Back to top</a></p>',
    '<p><a href="#top">(Back to top)</a></p>',
    '<div><a href="#contents">Back to contents</a></div>',
)


def render(plan: Plan, nuisances: Nuisances) -> str:
    """The page: the same plan and habits give the same words."""
    rng = random.Random(f"{plan.framework}/{plan.seed}/web")
    page = _Page(nuisances, rng)
    page.write(plan.blocks)
    return around(plan, "\n".join(page.lines), rng)


class _Page:
    def __init__(self, nuisances: Nuisances, rng: random.Random) -> None:
        self.n, self.rng = nuisances, rng
        self.lines: list[str] = []
        self.notes: list[Note] = []
        self.noted = rng.choice(NOTES)
        self.rating = rng.choice(RATINGS)
        self.back = rng.choice(("", "heading", *BACK))
        self.headed = rng.random() < 0.6  # tables with a `thead`
        self.titled = False
        self.anchors: dict[str, int] = {}

    def write(self, blocks: list[Block]) -> None:
        at = 0
        while at < len(blocks):
            block = blocks[at]
            if isinstance(block, RatingLine):
                run = takewhile(lambda b: isinstance(b, RatingLine), blocks[at:])
                together = [line for line in run if isinstance(line, RatingLine)]
                self._ratings(together)
                at += len(together)
                continue
            getattr(self, f"_{type(block).__name__.lower()}")(block)
            at += 1
        self._endnotes()

    def put(self, line: str) -> None:
        self.lines.append(line)

    def inline(self, text: str) -> str:
        text = html.escape(quoted(text, self.n.curly), quote=False)
        text = re.sub(r"&lt;(/?)b&gt;", r"<\1strong>", text)
        text = re.sub(r"&lt;(/?)i&gt;", r"<\1em>", text)
        text = re.sub(r"\s?&lt;sup&gt;(\d+)&lt;/sup&gt;", self._mark, text)
        return self._spelt(text)

    def _spelt(self, text: str) -> str:
        """Entities, no-break spaces, soft hyphens and line ends, none of which a reader sees."""
        parts = re.split(r"(<[^>]*>)", text)
        for n, part in enumerate(parts):
            if not part.startswith("<"):
                if self.rng.random() < 0.15:
                    part = re.sub(r"(?<=\b[a-z]{4})(?=[a-z]{4})", "&shy;", part, count=1)
                if self.rng.random() < 0.15:
                    part = re.sub(r" (?=\w)", "&nbsp;", part, count=1)
                if self.rng.random() < 0.2:
                    part = re.sub(r"(?<=\w) (?=\w)", "\n  ", part, count=2)
                parts[n] = part.replace("’", "&rsquo;").replace("–", "&#8211;")
        return "".join(parts)

    def _mark(self, match: re.Match[str]) -> str:
        number = match[1]
        if self.noted == "linked":
            return f'<sup id="ref{number}"><a href="#fn{number}">{number}</a></sup>'
        if self.noted == "bracketed":
            return f'<a class="footnote" rel="footnote" id="ref{number}" href="#fn{number}">[footnote {number}]</a>'
        if self.noted == "word":
            shown = f'<span class="MsoFootnoteReference">[{number}]</span>'
            return f'<a href="#_ftn{number}" name="_ftnref{number}">{shown}</a>'
        return f"<sup>{number}</sup>"

    def _note(self, block: Note) -> None:
        if self.noted == "plain":
            self.put(f"<p><small><sup>{block.number}</sup> {self.inline(block.text)}</small></p>")
        else:
            self.notes.append(block)

    def _endnotes(self) -> None:
        if not self.notes:
            return
        if self.noted == "word":
            for note in self.notes:
                back = f'<a href="#_ftnref{note.number}" name="_ftn{note.number}">[{note.number}]</a>'
                self.put(
                    f'<div id="ftn{note.number}"><p class="MsoFootnoteText">{back} {self.inline(note.text)}</p></div>'
                )
            return
        self.put(f'<div class="footnotes" role="doc-endnotes"><h2>Footnotes</h2><ol start="{self.notes[0].number}">')
        for note in self.notes:
            back = f'<a href="#ref{note.number}" role="doc-backlink" aria-label="Back to reference">↩</a>'
            self.put(f'<li id="fn{note.number}"><p>{self.inline(note.text)} {back}</p></li>')
        self.put("</ol></div>")

    def title(self, block: Heading) -> str:
        dot = block.ref[:1].isdigit() and ("." not in block.ref or self.n.dotted_refs)
        return f"{block.ref}{'.' if dot else ''} {block.text}".strip()

    def anchor(self, title: str) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        count = self.anchors.get(stem, 0)
        self.anchors[stem] = count + 1
        return f"{stem}-{count}" if count else stem

    def _lines(self, block: Lines) -> None:
        tag = "h1" if block.big and not self.titled else "p"
        shown = [self.inline(text) for text, _ in block.lines]
        if tag == "h1":
            self.titled = True
            for at, line in enumerate(shown):
                self.put(f"<h1>{line}</h1>" if at == 0 else f'<p class="subtitle"><strong>{line}</strong></p>')
        elif block.apart:
            self.lines += [f"<p>{line}</p>" for line in shown]
        else:
            self.put(f"<p>{'<br>'.join(shown)}</p>")

    def _heading(self, block: Heading) -> None:
        title = self.inline(self.title(block))
        if block.colon:
            self.put(f"<p><strong>{title}</strong></p>" if self.rng.random() < 0.5 else f"<h4>{title}</h4>")
            return
        level = min(block.level + 1, 5)
        back = ' <a href="#top">(Back to top)</a>' if self.back == "heading" else ""
        if block.level == 1 and self.back.startswith("<"):
            self.put(self.back)
        self.put(f'<h{level} id="{self.anchor(self.title(block))}">{title}{back}</h{level}>')

    def _para(self, block: Para) -> None:
        tag = "blockquote" if block.quoted else "p"
        self.put(f"<{tag}>{self.inline(block.text)}</{tag}>")

    def _items(self, block: Items) -> None:
        numbers = [item.label for item in block.items if item.label]
        if block.numbered and numbers and all(re.fullmatch(r"\d+\.", label) for label in numbers):
            first = numbers[0].rstrip(".")
            opened = "<ol>" if first == "1" else f'<ol start="{first}">'
            texts = [self.inline(f"<i>{i.text}</i>" if block.italic else i.text) for i in block.items]
            self.put(opened + "".join(f"<li>{text}</li>" for text in texts) + "</ol>")
            return
        texts = [
            self.inline(f"{i.label} {i.text}".strip() if not block.italic else f"<i>{i.text}</i>") for i in block.items
        ]
        close = self.rng.choice(("</li>\n", ""))
        self.put("<ul>" + "".join(f"<li>{text}{close}" for text in texts) + "</ul>")

    def _verdict(self, block: Verdict) -> None:
        sentence = self.inline(block.sentence)
        label = self.label(block.label) if block.label in POINTS else block.label
        self.put(f'<div class="standard"><p>{sentence}</p><p class="rating">{label}</p></div>')

    def label(self, label: str) -> str:
        """A rating as its word, as the name of a picture, or as its word beside a drawing."""
        if self.rating == "alt":
            return f'<img src="{label[:3].lower()}.png" alt="{label}">'
        if self.rating == "drawn":
            disc = f'<svg aria-hidden="true"><circle r="9" fill="{ICONS[label].hexval().replace("0x", "#")}"/></svg>'
            return f"{disc} <strong>{label}</strong>"
        return f"<strong>{label}</strong>"

    def _ratings(self, lines: list[RatingLine]) -> None:
        rows = [
            f"<tr><th scope=row>{self.inline(f'{line.ref} {line.name}'.strip())}<td>"
            f"{self.label(line.label) if line.label in POINTS else line.label}"
            for line in lines
        ]
        self.put(f"<div class='table-wrapper'><table>{''.join(rows)}</table></div>")

    def _grid(self, block: Grid) -> None:
        top = [row for row in block.rows if row.header]
        body = [row for row in block.rows if not row.header]
        head = "".join(self._row(row, block) for row in top)
        rows = "".join(self._row(row, block) for row in body)
        if self.headed:
            self.put(f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>")
        else:
            self.put(f"<table>{head}{rows}</table>")

    def _row(self, row: Row, block: Grid) -> str:
        cells: list[str] = []
        at = 0
        while at < len(row.cells):
            cell, span = row.cells[at], 1
            while row.header and cell and at + span < len(row.cells) and not row.cells[at + span]:
                span += 1
            tag = "th" if row.header else "td"
            shown = self.inline(cell)
            if cell in POINTS and not row.header and (block.icons or row.ratings):
                shown = self.label(cell)
            elif row.strong and cell:
                shown = f"<strong>{shown}</strong>"
            cells.append(f"<{tag}{f' colspan={span}' if span > 1 else ''}>{shown}</{tag}>")
            at += span
        return f"<tr>{''.join(cells)}</tr>\n"

    def _box(self, block: Box) -> None:
        opened, closed = self.rng.choice(BOXES)
        head = "".join(f"<p><strong>{self.inline(line)}</strong></p>" for line in (block.label, block.title) if line)
        self.put(opened + head + "".join(f"<p>{self.inline(text)}</p>" for text in block.paragraphs) + closed)

    def _contentspage(self, block: ContentsPage) -> None:
        if self.n.contents == "none":
            return
        items = "".join(
            f'<li><a href="#{re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")}">{self.inline(title)}</a></li>'
            for title, _ in block.entries
        )
        kind = self.rng.choice(("ol", "ul"))
        self.put(f'<nav aria-label="Contents" id="contents"><h2>{block.heading}</h2><{kind}>{items}</{kind}></nav>')

    def _picture(self, block: Picture) -> None:
        self.put(f'<p><img src="chart.png" alt="Chart: {html.escape(block.caption or "signature")}"></p>')
        if block.caption:
            self.put(f"<p>{self.inline(block.caption)}</p>")

    def _legend(self, block: Legend) -> None:
        self._items(Items(tuple(Item(words) for _, words in block.entries)))

    def _pagebreak(self, block: PageBreak) -> None:
        self.put("<hr>")
