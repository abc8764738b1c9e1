"""Every threshold by which a page is read: its unit, its reason, its bounds, and the case that fails when it moves.

`PdfSettings` gathers one group for each room of `load/pdf`. A group is passed to the functions that need it; none of
them keeps a threshold of its own. What the page itself tells (its line pitch, the width of its spaces, the edges of its
columns) is no threshold and is measured, not set.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.load.settings import Bounded, JoinSettings, threshold


@dataclass(frozen=True)
class WordSettings(Bounded):
    """How letters become words and lines."""

    gap_in_word: float = threshold(
        2.0,
        unit="spaces of the font",
        reason="letters of one word stand closer than words of two columns do",
        case="gaps",
        low=1.0,
    )
    common_words: int = threshold(
        5_000,
        unit="words of the English list",
        reason="rarer ones of two or three letters are rather a part of a word: ard, ort",
        case="gaps",
        low=100,
    )
    uneven_gap: float = threshold(
        1.6,
        unit="of the usual gap between letters that are set apart",
        reason="gaps between words that are set so are wider than those between their letters",
        case="letters-apart",
        low=1.0,
    )
    wider_gap: float = threshold(
        1.9,
        unit="of the gap between letters",
        reason="a space between letters that are set apart has their room on both sides besides its own",
        case="little-apart",
        low=1.0,
    )
    letters_set_apart: int = threshold(
        3, unit="letters", reason="so many single letters in a row are a word set apart", case="letters-apart", low=2
    )
    struck_low: float = threshold(
        0.14,
        unit="of the size, above the baseline",
        reason="a line lower than this underlines",
        case="struck-out",
        high=0.25,
    )
    struck_high: float = threshold(
        0.5,
        unit="of the size, above the baseline",
        reason="a line higher than this stands over small letters",
        case="struck-out",
        low=0.3,
    )
    struck_beyond: float = threshold(
        0.4,
        unit="of the size",
        reason="a line that strikes words out ends with them; one that goes on further is a rule",
        case="struck-out",
    )
    lost_words: float = threshold(
        0.01,
        unit="of the words of a page",
        reason="a page that loses more of the words that pdfium has is read with pdfium's spaces",
        case="lost-words",
        high=0.1,
    )


@dataclass(frozen=True)
class DrawingSettings(Bounded):
    """What of a page's graphics is a rule, a tint or an icon."""


@dataclass(frozen=True)
class TableSettings(Bounded):
    """How rules, tints and words become tables."""

    touching: float = threshold(
        0.2, unit="of the size", reason="a gap narrower than this is no space, and parts nothing", case="narrow-gaps"
    )
    gutter: float = threshold(
        0.9, unit="of the size", reason="a gap wider than this parts two columns on its own", case="wide-gaps"
    )
    word_space: float = threshold(
        0.45,
        unit="of the size",
        reason="words no further apart are of one phrase, also across columns",
        case="section-rows",
    )
    same_edge: float = threshold(
        1.6,
        unit="points",
        reason="words that begin or end so near to one another stand below one another",
        case="narrow-gaps",
    )
    aligned: float = threshold(
        0.6,
        unit="of the rows",
        reason="so many must begin or end at a narrow gap for it to part columns",
        case="narrow-gaps",
        high=1,
    )
    crossing: float = threshold(
        0.25,
        unit="of the rows",
        reason="so many may have words across the gap between two columns",
        case="section-rows",
        high=1,
    )
    figure_rows: int = threshold(
        3, unit="rows", reason="so many rows of figures tell the columns alone", case="figures-tell"
    )
    far_lines: float = threshold(
        4.0,
        unit="of the size",
        reason="lines further apart say nothing about the pitch within cells",
        case="line-pitch",
    )
    looser: float = threshold(
        1.9,
        unit="of the least gap",
        reason="lines of one cell do not stand so much further apart than others",
        case="line-pitch",
    )
    looser_words: float = threshold(
        1.06, unit="of the least gap", reason="the same, in tables without figures", case="words-in-two-rows", low=0.5
    )
    loose: float = threshold(
        0.34,
        unit="of the lines",
        reason="so many lines may have had room above and yet be of one cell",
        case="line-pitch",
        high=1,
    )
    loose_words: float = threshold(
        0.5, unit="of the lines", reason="the same, in tables without figures", case="words-alone", high=1
    )
    close: float = threshold(
        1.05, unit="of the least gap", reason="lines so close may be of one cell where nothing tells", case="no-padding"
    )
    pixel: float = threshold(0.8, unit="points", reason="browsers put lines on whole ones", case="lines-on-pixels")
    margin: float = threshold(
        0.055,
        unit="of the height",
        reason="rules at the top and foot of a page are of running lines",
        case="running-rules",
    )
    shortest: float = threshold(120.0, unit="points", reason="shorter rules underline words", case="underlined-words")
    same_end: float = threshold(
        4.0, unit="points", reason="rules that end so near are of one length", case="rules-of-a-length"
    )
    most_lines: int = threshold(
        200, unit="lines", reason="more lines than a page of small print holds", case="tall-band"
    )
    full: float = threshold(
        0.86,
        unit="of the width",
        reason="lines that reach so far across several columns are prose",
        case="prose-between-rules",
        high=1,
    )
    prose: float = threshold(
        0.34,
        unit="of the lines",
        reason="so many lines of a band may run from side to side",
        case="prose-between-rules",
        high=1,
    )
    larger: float = threshold(
        1.1, unit="of the size", reason="larger type is that of headings", case="heading-between-tables"
    )
    roomy: float = threshold(
        2.5,
        unit="of the size",
        reason="a row with so much more room reaches to a rule of something else",
        case="note-rule",
    )
    same_level: float = threshold(
        3.0, unit="points", reason="rules below spanning heads stand at one height", case="two-level-head"
    )
    layout: float = threshold(
        0.4,
        unit="of the page",
        reason="a frame so large, with one main cell, is drawn around a page",
        case="page-frame",
        high=1,
    )
    main_cell: float = threshold(
        0.6,
        unit="of the frame",
        reason="a cell that is nearly all of a large frame is the page",
        case="page-frame",
        high=1,
    )
    narrow: float = threshold(
        0.3, unit="of the size", reason="a gap before a place where figures begin parts columns", case="narrow-gaps"
    )
    part: float = threshold(1.2, unit="of the size", reason="words so far apart are parts of a line", case="wide-gaps")
    most_letters: int = threshold(
        140, unit="letters", reason="longer parts of a line are prose, in columns", case="prose-in-columns"
    )
    most_beside: int = threshold(
        12, unit="lines", reason="more lines side by side are columns of prose", case="prose-in-columns"
    )
    side_by_side: float = threshold(
        1.05,
        unit="of the size",
        reason="lines no further apart in height stand side by side",
        case="figures-between-lines",
    )
    near_rows: float = threshold(
        4.2,
        unit="of the size",
        reason="rows of a table stand no further apart: two lines and their padding",
        case="line-pitch",
    )
    next_row: float = threshold(
        2.2, unit="of the size", reason="rows of a small table stand no further apart", case="lonely-head"
    )
    same_size: float = threshold(0.8, unit="points", reason="rows of a table are set in one size", case="small-table")
    same_type: float = threshold(
        0.3, unit="points", reason="a label and its rows are set in the same type", case="small-table"
    )
    same_height: float = threshold(0.3, unit="points", reason="printers round the places of lines", case="line-pitch")
    same_place: float = threshold(
        4.0, unit="points", reason="words of a column begin or end so near", case="ragged-columns"
    )
    small: float = threshold(
        0.95, unit="of the body", reason="type smaller than the body is that of tables", case="small-table"
    )
    heading_lines: int = threshold(4, unit="lines", reason="headings within tables are no longer", case="lonely-head")
    far_cell: float = threshold(
        4.0, unit="of the size", reason="gap before the last cell of a row alone", case="row-alone"
    )
    prose_lines: int = threshold(
        4, unit="lines", reason="fewer lines side by side tell no prose", case="prose-in-columns"
    )
    full_lines: float = threshold(
        0.6,
        unit="of the lines",
        reason="so many lines of prose have no room for a word",
        case="prose-in-columns",
        high=1,
    )
    filled: float = threshold(
        0.4, unit="of the cells", reason="words that fill fewer cells are the labels of a chart", case="chart", high=1
    )
    even: float = threshold(
        0.04,
        unit="of the step",
        reason="labels of an axis stand equally far apart, hardly any others",
        case="axis",
        high=1,
    )
    widest_pitch: float = threshold(
        2.0, unit="of the size", reason="lines of a cell are set no wider than double spaced", case="banded"
    )
    brief: int = threshold(
        3, unit="words", reason="two rows make a table only where cells are so brief", case="two-rows"
    )
    wordy: float = threshold(
        9.0, unit="words", reason="more in an average cell are prose beside prose", case="prose-in-columns"
    )
    foot: float = threshold(
        4.0,
        unit="of the size",
        reason="furniture stands at least so far below the last row of a page",
        case="label-at-foot",
    )


@dataclass(frozen=True)
class PageSettings(Bounded):
    """How lines become blocks in reading order."""

    gutter: float = threshold(
        0.8,
        unit="of the size",
        reason="a gap between columns is wider than the spaces of justified lines",
        case="near-columns",
    )
    edge: float = threshold(
        0.28, unit="of the width", reason="a column narrower than this holds no prose", case="narrow-column", high=0.5
    )
    figures: float = threshold(
        0.25,
        unit="of the lines",
        reason="more lines than this that end in a figure are those of a table",
        case="columns-with-figures",
    )
    full: float = threshold(
        0.5,
        unit="of the lines",
        reason="prose is full to its edge but for the last lines of paragraphs",
        case="ragged-columns",
    )
    letters: float = threshold(
        18,
        unit="letters",
        reason="lines of columns of prose hold more; shorter ones are labels or cells",
        case="short-lines",
    )
    loose: float = threshold(
        1.22,
        unit="of the line pitch",
        reason="lines further apart are of different paragraphs",
        case="paragraph-gap",
        low=1.0,
    )
    rows: float = threshold(
        0.8,
        unit="of the paragraphs",
        reason="so many that begin at the same heights are cells of rows",
        case="starts-alike",
    )
    larger: float = threshold(
        1.1,
        unit="of the body's size",
        reason="coloured or bold type from here on is a heading's",
        case="larger-type",
        low=1.0,
    )
    much_larger: float = threshold(
        1.25, unit="of the body's size", reason="any type from here on is a heading's", case="larger-type", low=1.0
    )
    spare: float = threshold(
        2.5,
        unit="of the size",
        reason="a line is full where the next word would have come so near to the edge: lines are set with slack",
        case="line-with-room",
    )
    marker: float = threshold(
        0.4,
        unit="of the size",
        reason="a marker stands further from its words than a space is wide",
        case="number-in-prose",
    )
    heading_words: int = threshold(45, unit="words", reason="longer bold paragraphs are no headings", case="long-bold")
    note: float = threshold(
        0.93, unit="of the body's size", reason="footnotes are set in smaller type", case="small-notes", high=1.0
    )
    falling: float = threshold(
        0.2,
        unit="of the entries",
        reason="page numbers of a contents list go up, but for misprints",
        case="misprinted-contents",
        high=1,
    )
    pale: float = threshold(
        150,
        unit="brightness, of 255",
        reason="a watermark is paler than words that are to be read",
        case="watermark",
        high=255,
    )
    share: float = threshold(
        0.6,
        unit="of the pages",
        reason="words in the same place on fewer are those of the body",
        case="watermark",
        high=1.0,
    )
    zone: float = threshold(
        0.13,
        unit="of the height",
        reason="running headers and footers stand no further inside",
        case="low-header",
        high=0.4,
    )
    same_place: float = threshold(
        4.0,
        unit="points",
        reason="running lines stand as far from the edge on every page, give or take",
        case="moving-header",
    )
    column_lines: float = threshold(
        6, unit="lines", reason="fewer in two columns together are labels beside values", case="few-lines"
    )


@dataclass(frozen=True)
class OcrSettings(Bounded):
    """How a page, or a picture on a page, is read from what is seen."""

    picture_width: float = threshold(
        0.25,
        unit="of the page's width",
        reason="narrower pictures are logos and icons",
        case="picture-of-a-table",
        high=1.0,
    )
    picture_area: float = threshold(
        0.015, unit="of the page", reason="smaller pictures are logos and rules", case="picture-of-a-table", high=1.0
    )
    picture_ground: float = threshold(
        0.6,
        unit="of the pixels",
        reason="words stand on one flat colour; photos have none",
        case="picture-of-a-table",
        high=1.0,
    )
    picture_ink: float = threshold(
        0.01, unit="of the pixels", reason="words leave so much ink", case="picture-of-a-table", high=0.2
    )
    picture_rows: int = threshold(
        3, unit="rows", reason="a picture with fewer rows of ink is a logo", case="picture-of-a-table", low=2
    )
    picture_line: float = threshold(
        30.0,
        unit="points",
        reason="a stretch of ink that is higher is no line of words but a chart or a drawing",
        case="picture-of-a-table",
        low=10.0,
    )
    most_pictures: int = threshold(
        12, unit="pictures on a page", reason="more are the pieces of a drawing", case="picture-of-a-table", low=1
    )


@dataclass(frozen=True)
class PdfSettings:
    """All settings by which a PDF is read."""

    words: WordSettings = field(default_factory=WordSettings)
    drawing: DrawingSettings = field(default_factory=DrawingSettings)
    tables: TableSettings = field(default_factory=TableSettings)
    page: PageSettings = field(default_factory=PageSettings)
    ocr: OcrSettings = field(default_factory=OcrSettings)
    joining: JoinSettings = field(default_factory=JoinSettings)
