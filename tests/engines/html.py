"""A report as HTML with CSS for print, as WeasyPrint and a browser set it."""

from __future__ import annotations

import html
from functools import singledispatchmethod
from pathlib import Path

import reportlab

from tests.engines.flow import (
    Boxed,
    Break,
    Cell,
    Columns,
    Contents,
    Document,
    Head,
    Listing,
    Piece,
    Prose,
    Runs,
    Sheet,
    Space,
)
from tests.engines.style import Style

FACES = Path(reportlab.__file__).parent / "fonts"
FONTS = {"sans": "Liberation Sans, Carlito, sans-serif", "serif": "Liberation Serif, Noto Serif, serif", "vera": "Vera"}
COLOURS = {
    "Outstanding": "#1b7a3d", "Good": "#8bc34a", "Requires improvement": "#f28c1e", "Inadequate": "#cf2030",
}  # fmt: skip
INK, TINT, HEAD = "#5a6478", "#eceff5", "#cdd6e8"


def markup(document: Document, style: Style, engine: str) -> str:
    """The page; `engine` is `weasyprint`, which can set footnotes, or another, which cannot."""
    writer = _Writer(document, style, engine == "weasyprint" and style.notes == "foot")
    body = "\n".join(writer.piece(piece) for piece in document.pieces)
    head = f"<meta charset=utf-8><title>{html.escape(document.title)}</title><style>{css(document, style)}</style>"
    return f"<!DOCTYPE html><html lang=en-GB><head>{head}</head><body>{body}{writer.rest()}</body></html>"


class _Writer:
    def __init__(self, document: Document, style: Style, floats: bool) -> None:
        self.document, self.style, self.floats = document, style, floats
        self.due: list[int] = []

    def runs(self, runs: Runs) -> str:
        made = []
        for run in runs:
            if run.note:
                made.append(self._mark(run.note))
                continue
            text = html.escape(run.text, quote=False)
            text = f"<b>{text}</b>" if run.bold else text
            made.append(f"<i>{text}</i>" if run.italic else text)
        return "".join(made)

    def _mark(self, number: int) -> str:
        if self.floats:
            return f"<span class=fn>{self.runs(self.document.notes[number])}</span>"
        self.due.append(number)
        return f"<sup>{number}</sup>"

    def rest(self) -> str:
        """Notes that have been called for and not been set yet."""
        due, self.due = self.due, []
        return "".join(f"<p class=note><sup>{n}</sup> {self.runs(self.document.notes[n])}</p>" for n in due)

    @singledispatchmethod
    def piece(self, piece: Piece) -> str:
        raise TypeError(type(piece).__name__)

    @piece.register
    def _(self, piece: Head) -> str:
        fresh = " class=fresh" if piece.fresh else ""
        tag = "p class=cover" if piece.level == 0 else f"h{piece.level}{fresh}"
        return f"{self.rest()}<{tag}>{self.runs(piece.runs)}</{tag.split()[0]}>"

    @piece.register
    def _(self, piece: Prose) -> str:
        return f"<p class={piece.kind}>{self.runs(piece.runs)}</p>{self.rest()}"

    @piece.register
    def _(self, piece: Listing) -> str:
        items = "".join(
            f"<div class=li><span class=mark>{html.escape(label) or self.style.bullet}</span>{self.runs(runs)}</div>"
            for label, runs in piece.items
        )
        return f"<div class=list>{items}</div>{self.rest()}"

    @piece.register
    def _(self, piece: Boxed) -> str:
        inner = "".join(f"<p>{self.runs(runs)}</p>" for runs in piece.paragraphs)
        return f'<div class="box {"good" if piece.good else "poor"}">{inner}</div>{self.rest()}'

    @piece.register
    def _(self, piece: Contents) -> str:
        lines = "".join(
            f"<div class=entry><span>{self.runs(title)}</span><span>{page}</span></div>"
            for title, page in piece.entries
        )
        return f"<h1 class=fresh>{self.runs(piece.heading)}</h1><div class=contents>{lines}</div>"

    @piece.register
    def _(self, piece: Space) -> str:
        return "<div class=space></div>"

    @piece.register
    def _(self, piece: Break) -> str:
        return f"{self.rest()}<div class=break></div>"

    @piece.register
    def _(self, piece: Columns) -> str:
        return f"<div class=two>{''.join(self.piece(p) for p in piece.pieces)}</div>"

    @piece.register
    def _(self, piece: Sheet) -> str:
        columns = "".join(f'<col style="width:{100 * share:.2f}%">' for share in piece.widths)
        head = "".join(self._row(row, "th", at) for at, row in enumerate(piece.rows[: piece.heads]))
        body = "".join(
            self._row(row, "td", at, "strong" * (at + piece.heads in piece.strong))
            for at, row in enumerate(piece.rows[piece.heads :])
        )
        grouped = f"<thead>{head}</thead>" if head and self.style.repeated else head
        kind = "full" if piece.plain or piece.wide else self.style.rules
        whole = f"<table class={kind}><colgroup>{columns}</colgroup>{grouped}<tbody>{body}</tbody></table>"
        around = self.style.around if not (piece.plain or piece.wide) else ""
        whole = f'<div class="round {around} {kind}-round">{whole}</div>{self.rest()}'
        return f"<div class=wide>{whole}</div>" if piece.wide else whole

    def _row(self, row: tuple[Cell, ...], tag: str, at: int, kind: str = "") -> str:
        cells = "".join(
            f"<{tag}{f' colspan={cell.span}' if cell.span > 1 else ''}>{self.runs(cell.runs)}{_icon(cell.icon)}</{tag}>"
            for cell in row
        )
        kind = " ".join(name for name in (kind, "band" * (at % 2), "head" * (tag == "th")) if name)
        return f'<tr class="{kind}">{cells}</tr>' if kind else f"<tr>{cells}</tr>"


def _icon(label: str) -> str:
    if label not in COLOURS:
        return ""
    return f'<svg width=10 height=10 viewBox="0 0 10 10"><circle cx=5 cy=5 r=5 fill="{COLOURS[label]}"/></svg>'


def css(document: Document, style: Style) -> str:
    """Style sheet of a style."""
    number = '"' + style.number.replace("{}", '" counter(page) "', 1).replace("{}", '" counter(pages) "') + '"'
    top = {"none": "none", "title": f'"{document.title}"', "two": f'"{document.title}\\A An inspection report"'}
    border = "padding: 8pt; border: 0.75pt solid #444;" if style.frame else ""
    size = "A4" if style.page == "a4" else "letter"
    small = style.size * 0.88
    return f"""
@font-face {{ font-family: Vera; src: url("{(FACES / "Vera.ttf").as_uri()}"); }}
@font-face {{ font-family: Vera; font-weight: bold; src: url("{(FACES / "VeraBd.ttf").as_uri()}"); }}
@font-face {{ font-family: Vera; font-style: italic; src: url("{(FACES / "VeraIt.ttf").as_uri()}"); }}
@page {{ size: {size}; margin: 58pt 60pt 64pt; {border}
  @top-left {{ content: {top[style.header]}; font: 7.5pt {FONTS[style.font]}; white-space: pre; }}
  @bottom-left {{ content: "{document.footer}"; font: 7.5pt {FONTS[style.font]}; }}
  @bottom-right {{ content: {number}; font: 7.5pt {FONTS[style.font]}; }}
  @footnote {{ border-top: 0.5pt solid #777; padding-top: 3pt; }} }}
@page wide {{ size: {size} landscape; }}
* {{ -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
body {{ font: {style.size}pt/{style.pitch} {FONTS[style.font]}; margin: 0;
  text-align: {"justify" if style.justified else "left"}; hyphens: {"auto" if style.hyphens else "manual"}; }}
p {{ margin: 0 0 6pt; }} p.tight {{ margin: 0 0 1pt; }} p.quote {{ margin: 0 22pt 6pt; }}
p.cover {{ font-size: 20pt; line-height: 1.3; font-weight: bold; margin: 0; text-align: left; }}
p.note {{ font-size: 7.2pt; }}
.fn {{ float: footnote; font-size: 7.2pt; line-height: 1.25; text-align: left; color: black; font-weight: normal;
  letter-spacing: 0; }}
.fn::footnote-call {{ font-size: {style.size * 0.65:.2f}pt; vertical-align: super; line-height: 0; }}
.fn::footnote-marker {{ font-size: 65%; vertical-align: super; }}
sup {{ font-size: 65%; line-height: 0; }}
h1, h2, h3, h4 {{ text-align: left; color: #2f3c7e; hyphens: manual; break-after: avoid; font-weight: bold;
  letter-spacing: {style.spaced}em; line-height: 1.25; }}
h1 {{ font-size: {style.size * 1.8:.1f}pt; margin: 14pt 0 8pt; }}
h2 {{ font-size: {style.size * 1.4:.1f}pt; margin: 11pt 0 5pt; }}
h3 {{ font-size: {style.size * 1.17:.1f}pt; margin: 8pt 0 4pt; }}
h4 {{ font-size: {style.size * 1.05:.1f}pt; margin: 6pt 0 3pt; color: black; }}
.fresh, .break {{ break-before: page; }} .space {{ height: 8pt; }}
.list {{ margin: 0 0 6pt; }} .li {{ margin: 0 0 3pt 25pt; position: relative; }}
.mark {{ position: absolute; left: -19pt; }}
.two {{ columns: 2; column-gap: 24pt; margin-bottom: 14pt; }}
.entry {{ display: flex; justify-content: space-between; }}
.box {{ border: 0.8pt solid #2f3c7e; padding: 5pt 6pt 0; margin: 5pt 0 9pt; }} .good {{ background: #e6f2e6; }}
.poor {{ background: #fbeaea; }}
.wide {{ page: wide; font-size: 7pt; }} .wide td, .wide th {{ padding: 1.5pt !important; }}
.wide table {{ font-size: {style.smallest}pt !important; }} .wide svg {{ width: 7px; height: 7px; }}
.border {{ border: 0.75pt solid {INK}; padding: 6pt; }} .tint {{ background: #f3f3ec; padding: 6pt; }}
.round {{ margin: 5pt 0 8pt; }} .clipped-round {{ overflow: hidden; border-radius: 3pt; }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; font-size: {small:.2f}pt;
  line-height: {style.table_pitch}; text-align: left; hyphens: manual; }}
tr {{ break-inside: {"auto" if style.split_rows else "avoid"}; }}
td, th {{ padding: {style.padding}pt 4pt; vertical-align: {style.upright}; font-weight: normal; text-align: left; }}
td:not(:first-child), th:not(:first-child) {{ text-align: {style.align.replace("centre", "center")}; }}
{_rules(style)}
"""


def _rules(style: Style) -> str:
    line, ink = f"0.5pt solid {INK}", f"1pt solid {INK}"
    shaded = f".full .head, .rows .head, .cell-by-cell .head {{ background: {HEAD}; }}" if style.shaded_heads else ""
    return f"""{shaded}
.full td, .full th {{ border: {line}; }} .rows tr {{ border-bottom: {line}; border-top: {line}; }}
.booktabs {{ border-top: {ink}; border-bottom: {ink}; }} .booktabs .head {{ border-bottom: {line}; }}
.bands .band, .clipped .band {{ background: {TINT}; }} .bands .head, .clipped .head {{ background: {HEAD}; }}
.verticals td, .verticals th {{ border-left: {line}; border-right: {line}; }}
.verticals {{ border-top: {line}; border-bottom: {line}; }}
.head-verticals th {{ border: {line}; }} .head-verticals {{ border-bottom: {line}; }}
.cell-by-cell {{ border-collapse: separate; border-spacing: 0; }}
.cell-by-cell td, .cell-by-cell th {{ border: {line}; }}
.hairlines {{ border-collapse: separate; border-spacing: 0.5pt; background: {INK}; }}
.hairlines td, .hairlines th {{ background: white; }}
.white-rules td, .white-rules th {{ background: {TINT}; border: 1.5pt solid white; }}
.white-rules .head th {{ background: {HEAD}; }}"""
