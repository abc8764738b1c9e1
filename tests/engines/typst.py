"""A report as Typst markup."""

from __future__ import annotations

from functools import singledispatchmethod

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
from tests.engines.html import COLOURS, HEAD, INK, TINT
from tests.engines.style import Style

FONTS = {
    "sans": ("Liberation Sans", "Carlito", "Bitstream Vera Sans"),
    "serif": ("Libertinus Serif",),
    "vera": ("Bitstream Vera Sans",),
}
ALIGN = {"left": "left", "centre": "center", "right": "right"}
UPRIGHT = {"top": "top", "middle": "horizon", "bottom": "bottom"}


def markup(document: Document, style: Style) -> str:
    """The source of the document."""
    writer = _Writer(document, style)
    body = "\n\n".join(writer.piece(piece) for piece in document.pieces)
    return f"{preamble(document, style)}\n{body}\n"


def string(text: str) -> str:
    """A Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Writer:
    def __init__(self, document: Document, style: Style) -> None:
        self.document, self.style = document, style

    def runs(self, runs: Runs) -> str:
        """Words as code in brackets, so that nothing in them is taken for markup."""
        made = []
        for run in runs:
            if run.note:
                made.append(f"#footnote[{self.runs(self.document.notes[run.note])}]")
                continue
            given = ", ".join(('weight: "bold"',) * run.bold + ('style: "italic"',) * run.italic)
            made.append(f"#text({given + ', ' if given else ''}{string(run.text)})")
        return "".join(made)

    @singledispatchmethod
    def piece(self, piece: Piece) -> str:
        raise TypeError(type(piece).__name__)

    @piece.register
    def _(self, piece: Head) -> str:
        if piece.level == 0:
            return f'#text(size: 20pt, weight: "bold")[{self.runs(piece.runs)}]'
        fresh = "#pagebreak(weak: true)\n" if piece.fresh else ""
        return f"{fresh}#heading(level: {piece.level})[{self.runs(piece.runs)}]"

    @piece.register
    def _(self, piece: Prose) -> str:
        if piece.kind == "quote":
            return f"#pad(left: 22pt, right: 22pt)[{self.runs(piece.runs)}]"
        if piece.kind == "tight":
            return f"#block(spacing: {self.style.size * 0.45 * self.style.pitch:.1f}pt)[{self.runs(piece.runs)}]"
        return self.runs(piece.runs)

    @piece.register
    def _(self, piece: Listing) -> str:
        items = "".join(
            f"#grid(columns: (19pt, 1fr), [#{string(label or self.style.bullet)}], [{self.runs(runs)}])\n#v(1pt)\n"
            for label, runs in piece.items
        )
        return f"#pad(left: 6pt)[{items}]"

    @piece.register
    def _(self, piece: Boxed) -> str:
        inner = "\n\n".join(self.runs(runs) for runs in piece.paragraphs)
        tint = "#e6f2e6" if piece.good else "#fbeaea"
        return f'#block(width: 100%, inset: 6pt, stroke: 0.8pt + rgb("#2f3c7e"), fill: rgb("{tint}"))[{inner}]'

    @piece.register
    def _(self, piece: Contents) -> str:
        lines = "".join(
            f"#block(spacing: 5pt)[{self.runs(title)} #box(width: 1fr, repeat[.]) #{string(page)}]\n"
            for title, page in piece.entries
        )
        return f"#pagebreak(weak: true)\n#heading(level: 1)[{self.runs(piece.heading)}]\n{lines}"

    @piece.register
    def _(self, piece: Space) -> str:
        return "#v(6pt)"

    @piece.register
    def _(self, piece: Break) -> str:
        return "#pagebreak(weak: true)"

    @piece.register
    def _(self, piece: Columns) -> str:
        inner = "\n\n".join(self.piece(p) for p in piece.pieces)
        return f"#balanced[{inner}]"

    @piece.register
    def _(self, piece: Sheet) -> str:
        style = self.style
        kind = "full" if piece.plain or piece.wide else style.rules
        head = "".join(self._row(row) for row in piece.rows[: piece.heads])
        body = "".join(self._row(row) for row in piece.rows[piece.heads :])
        head = f"table.header({'' if style.repeated else 'repeat: false, '}{head})," if head else ""
        shares = ", ".join(f"{share * 1000:.0f}fr" for share in piece.widths)
        if piece.plain and sum(piece.widths) < 0.9:
            shares = ", ".join(f"{share * 480:.0f}pt" for share in piece.widths)
        made = f"#{_table(kind, style, piece)}(columns: ({shares},), {head}{body})"
        size = style.smallest if piece.wide else style.size * 0.88
        around = "" if piece.plain or piece.wide else style.around
        box = {
            "": "",
            "border": f'stroke: 0.75pt + rgb("{INK}"), inset: 6pt, ',
            "tint": 'fill: rgb("#f3f3ec"), inset: 6pt, ',
        }
        clip = "clip: true, radius: 3pt, " if kind == "clipped" else ""
        words = f"#set text(size: {size:.2f}pt)\n#set par(leading: {style.table_pitch - 1:.2f}em, justify: false)"
        made = f"#block({box[around]}{clip}width: 100%)[{words}\n{made}]"
        if piece.wide:
            return f"#page(flipped: true)[{made}]"
        return made

    def _row(self, row: tuple[Cell, ...]) -> str:
        made = []
        for cell in row:
            icon = f'#box(circle(radius: 0.45em, fill: rgb("{COLOURS[cell.icon]}")))' if cell.icon in COLOURS else ""
            inner = f"[{self.runs(cell.runs)}{icon}]"
            made.append(f"table.cell(colspan: {cell.span}, {inner}), " if cell.span > 1 else f"{inner}, ")
        return "".join(made)


def _table(kind: str, style: Style, piece: Sheet) -> str:
    """A call of `table` with all but columns and cells."""
    last, heads = len(piece.rows) - 1, max(piece.heads, 1)
    line, ink = f'0.5pt + rgb("{INK}")', f'1pt + rgb("{INK}")'
    top = f"if y == 0 {{ {ink} }}"
    ends = f"top: if y == 0 {{ {line} }}, bottom: if y == {last} {{ {line} }}"
    strokes = {
        "full": line,
        "rows": f"(x, y) => (top: {line}, bottom: {line})",
        "booktabs": f"(x, y) => (top: {top} else if y == {heads} {{ {line} }}, bottom: if y == {last} {{ {ink} }})",
        "verticals": f"(x, y) => (left: {line}, right: {line}, {ends})",
        "head-verticals": f"(x, y) => if y < {heads} {{ {line} }} else if y == {last} {{ (bottom: {line}) }}",
        "cell-by-cell": line,
        "white-rules": "1.5pt + white",
    }
    band = f'if y < {piece.heads} {{ rgb("{HEAD}") }} else if calc.odd(y) {{ rgb("{TINT}") }}'
    fills = {
        "bands": f"(x, y) => {band}",
        "clipped": f"(x, y) => {band}",
        "hairlines": "white",
        "white-rules": f'(x, y) => if y < {piece.heads} {{ rgb("{HEAD}") }} else {{ rgb("{TINT}") }}',
    }
    shaded = f'(x, y) => if y < {piece.heads} {{ rgb("{HEAD}") }}'
    fill = fills.get(kind, shaded if style.shaded_heads and kind in ("full", "rows", "cell-by-cell") else "none")
    inset = "1.5pt" if piece.wide else f"(x: 4pt, y: {style.padding}pt)"
    side = f"(x, y) => (if x == 0 {{ left }} else {{ {ALIGN[style.align]} }}) + {UPRIGHT[style.upright]}"
    gutter = ", gutter: 0.5pt" if kind == "hairlines" else ""
    return f"table.with(stroke: {strokes.get(kind, 'none')}, fill: {fill}, inset: {inset}, align: {side}{gutter})"


def preamble(document: Document, style: Style) -> str:
    """All that is set once."""
    fonts = ", ".join(string(name) for name in FONTS[style.font])
    paper = "a4" if style.page == "a4" else "us-letter"
    before, _, after = style.number.partition("{}")
    middle, two, _ = after.partition("{}")
    number = f"{string(before)} + str(counter(page).get().first()) + {string(middle)}" if style.number else '""'
    if two:
        number += " + str(counter(page).final().first())"
    title = f"#{string(document.title)}"
    top = {"none": "", "title": title, "two": f"{title} #linebreak() An inspection report"}
    justified = "true" if style.justified else "false"
    frame = "background: rect(width: 100% - 70pt, height: 100% - 70pt, stroke: 0.75pt), " if style.frame else ""
    return f"""#set document(title: {string(document.title)}, date: none)
#set page(paper: "{paper}", margin: (x: 60pt, top: 58pt, bottom: 64pt), {frame}
  header: text(size: 7.5pt)[{top[style.header]}],
  footer: context text(size: 7.5pt)[#{string(document.footer)} #h(1fr) #({number})])
#set text(font: ({fonts},), size: {style.size}pt, lang: "en", region: "GB", top-edge: 0.78em, bottom-edge: -0.22em,
  hyphenate: {"true" if style.hyphens else "false"})
#set par(leading: {style.pitch - 1:.2f}em, spacing: {style.pitch - 1 + 0.6:.2f}em, justify: {justified})
#set smartquote(enabled: false)
#set footnote.entry(gap: 2pt)
#show footnote.entry: set text(size: 7.2pt)
#show footnote.entry: set par(leading: 0.25em)
#show heading: set text(fill: rgb("#2f3c7e"), tracking: {style.spaced}em, hyphenate: false)
#show heading: set par(leading: 0.25em, justify: false)
#show heading.where(level: 1): set text(size: {style.size * 1.8:.1f}pt)
#show heading.where(level: 2): set text(size: {style.size * 1.4:.1f}pt)
#show heading.where(level: 3): set text(size: {style.size * 1.17:.1f}pt)
#show heading.where(level: 4): set text(size: {style.size * 1.05:.1f}pt, fill: black)
#show heading: set block(above: 1.4em, below: 0.8em)
#let balanced(body) = layout(size => {{
  let gap = 24pt
  let width = (size.width - gap) / 2
  let high = measure(block(width: width, body)).height
  if high < 560pt {{ block(height: high / 2 + 34pt, columns(2, gutter: gap, body)) }} else {{ body }}
}})
"""
