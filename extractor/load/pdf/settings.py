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
        2.0, "spaces of the font", "letters of one word stand closer than words of two columns do", "gaps", low=1.0
    )
    common_words: int = threshold(
        5_000,
        "words of the English list",
        "rarer ones of two or three letters are rather parts of one",
        "gaps",
        low=100,
    )
    uneven_gap: float = threshold(
        1.6,
        "of the usual gap between letters set apart",
        "those between words are wider",
        "letters-apart",
        low=1.0,
    )
    wider_gap: float = threshold(
        1.9,
        "of the gap between letters set apart",
        "a space has it on both of its sides",
        "little-apart",
        low=1.0,
    )
    letters_set_apart: int = threshold(
        3, "letters", "so many single letters in a row are a word set apart", "letters-apart", low=2
    )
    struck_low: float = threshold(
        0.14, "of the size, above the baseline", "a line lower than this underlines", "struck-out", high=0.25
    )
    struck_high: float = threshold(
        0.5, "of the size, above the baseline", "a line that is higher stands over small letters", "struck-out", low=0.3
    )
    struck_beyond: float = threshold(
        0.4, "of the size", "a line that strikes words out ends with them; one that goes on is a rule", "struck-out"
    )
    lost_words: float = threshold(
        0.01,
        "of the words of a page",
        "one that loses more is read with the spaces of pdfium",
        "lost-words",
        high=0.1,
    )


@dataclass(frozen=True)
class TableSettings(Bounded):
    """How rules, tints and words become tables."""

    touching: float = threshold(
        0.2, "of the size", "a gap narrower than this is no space, and parts nothing", "narrow-gaps"
    )
    gutter: float = threshold(0.9, "of the size", "a gap wider than this parts two columns on its own", "wide-gaps")
    word_space: float = threshold(
        0.45, "of the size", "words no further apart are of one phrase, also across columns", "section-rows"
    )
    same_edge: float = threshold(
        1.6, "points", "words that begin or end so near to one another stand below one another", "narrow-gaps"
    )
    aligned: float = threshold(
        0.6, "of the rows", "so many must begin or end at a narrow gap for it to part columns", "narrow-gaps", high=1
    )
    crossing: float = threshold(
        0.25, "of the rows", "so many may have words across the gap between two columns", "section-rows", high=1
    )
    figure_rows: int = threshold(3, "rows", "so many rows of figures tell the columns alone", "figures-tell")
    far_lines: float = threshold(
        4.0, "of the size", "lines further apart say nothing about the pitch within cells", "line-pitch"
    )
    looser: float = threshold(
        1.9, "of the least gap", "lines of one cell do not stand so much further apart than others", "line-pitch"
    )
    looser_words: float = threshold(
        1.06, "of the least gap", "the same, in tables without figures", "words-in-two-rows", low=0.5
    )
    loose: float = threshold(
        0.34, "of the lines", "so many lines may have had room above and yet be of one cell", "line-pitch", high=1
    )
    loose_words: float = threshold(0.5, "of the lines", "the same, in tables without figures", "words-alone", high=1)
    pixel: float = threshold(0.8, "points", "browsers put lines on whole ones", "lines-on-pixels")
    margin: float = threshold(
        0.055, "of the width and height", "a border around the page stands so near to its edges", "border-near-a-table"
    )
    shortest: float = threshold(120.0, "points", "shorter rules underline words", "underlined-words")
    same_end: float = threshold(4.0, "points", "rules that end so near are of one length", "rules-of-a-length")
    most_lines: int = threshold(200, "lines", "more lines than a page of small print holds", "tall-band")
    full: float = threshold(
        0.86, "of the width", "lines that reach so far across several columns are prose", "prose-between-rules", high=1
    )
    prose: float = threshold(
        0.34, "of the lines", "so many lines of a band may run from side to side", "prose-between-rules", high=1
    )
    larger: float = threshold(1.1, "of the size", "larger type is that of headings", "heading-between-tables")
    roomy: float = threshold(
        2.5, "of the size", "a row with so much more room reaches to a rule of something else", "note-rule"
    )
    same_level: float = threshold(3.0, "points", "rules below spanning heads stand at one height", "two-level-head")
    layout: float = threshold(
        0.4, "of the page", "a frame so large, with one main cell, is drawn around a page", "page-frame", high=1
    )
    main_cell: float = threshold(
        0.6, "of the frame", "a cell that is nearly all of a large frame is the page", "page-frame", high=1
    )
    narrow: float = threshold(
        0.3, "of the size", "a gap before a place where figures begin parts columns", "narrow-gaps"
    )
    part: float = threshold(1.2, "of the size", "words so far apart are parts of a line", "wide-gaps")
    most_letters: int = threshold(140, "letters", "longer parts of a line are prose, in columns", "prose-in-columns")
    most_beside: int = threshold(12, "lines", "more lines side by side are columns of prose", "prose-in-columns")
    side_by_side: float = threshold(
        1.05, "of the size", "lines no further apart in height stand side by side", "figures-between-lines"
    )
    near_rows: float = threshold(
        4.2, "of the size", "rows of a table stand no further apart: two lines and their padding", "line-pitch"
    )
    next_row: float = threshold(2.2, "of the size", "rows of a small table stand no further apart", "lonely-head")
    same_size: float = threshold(0.8, "points", "rows of a table are set in one size", "small-table")
    same_type: float = threshold(0.3, "points", "a label and its rows are set in the same type", "small-table")
    same_height: float = threshold(0.3, "points", "printers round the places of lines", "line-pitch")
    same_place: float = threshold(4.0, "points", "words of a column begin or end so near", "ragged-columns")
    small: float = threshold(0.95, "of the body", "type smaller than the body is that of tables", "small-table")
    heading_lines: int = threshold(4, "lines", "headings within tables are no longer", "lonely-head")
    far_cell: float = threshold(4.0, "of the size", "gap before the last cell of a row alone", "row-alone")
    prose_lines: int = threshold(4, "lines", "fewer lines side by side tell no prose", "prose-in-columns")
    full_lines: float = threshold(
        0.6, "of the lines", "so many lines of prose have no room for a word", "prose-in-columns", high=1
    )
    filled: float = threshold(
        0.4, "of the cells", "words that fill fewer cells are the labels of a chart", "chart", high=1
    )
    even: float = threshold(
        0.04, "of the step", "labels of an axis stand equally far apart, hardly any others", "axis", high=1
    )
    widest_pitch: float = threshold(2.0, "of the size", "lines of a cell are set no wider than double spaced", "banded")
    brief: int = threshold(3, "words", "two rows make a table only where cells are so brief", "two-rows")
    wordy: float = threshold(9.0, "words", "more in an average cell are prose beside prose", "prose-in-columns")
    foot: float = threshold(
        4.0, "of the size", "furniture stands at least so far below the last row of a page", "label-at-foot"
    )


@dataclass(frozen=True)
class PageSettings(Bounded):
    """How lines become blocks in reading order."""

    gutter: float = threshold(
        0.8, "of the size", "a gap between columns is wider than the spaces of justified lines", "near-columns"
    )
    edge: float = threshold(
        0.28, "of the width", "a column narrower than this holds no prose", "narrow-column", high=0.5
    )
    figures: float = threshold(
        0.25, "of the lines", "more lines than this that end in a figure are those of a table", "columns-with-figures"
    )
    full: float = threshold(
        0.5, "of the lines", "prose is full to its edge but for the last lines of paragraphs", "ragged-columns"
    )
    letters: float = threshold(
        18, "letters", "lines of columns of prose hold more; shorter ones are labels or cells", "short-lines"
    )
    loose: float = threshold(
        1.22, "of the line pitch", "lines further apart are of different paragraphs", "paragraph-gap", low=1.0
    )
    rows: float = threshold(
        0.8, "of the paragraphs", "so many that begin at the same heights are cells of rows", "starts-alike"
    )
    larger: float = threshold(
        1.1, "of the body's size", "coloured or bold type from here on is a heading's", "larger-type", low=1.0
    )
    much_larger: float = threshold(
        1.25, "of the body's size", "any type from here on is a heading's", "larger-type", low=1.0
    )
    spare: float = threshold(
        2.5, "of the size", "a line is full where the next word would have come so near to the edge", "line-with-room"
    )
    marker: float = threshold(
        0.4, "of the size", "a marker stands further from its words than a space is wide", "number-in-prose"
    )
    heading_words: int = threshold(45, "words", "longer bold paragraphs are no headings", "long-bold")
    note: float = threshold(0.93, "of the body's size", "footnotes are set in smaller type", "small-notes", high=1.0)
    falling: float = threshold(
        0.2, "of the entries", "page numbers of a contents list go up, but for misprints", "misprinted-contents", high=1
    )
    pale: float = threshold(
        150, "brightness, of 255", "a watermark is paler than words that are to be read", "watermark", high=255
    )
    share: float = threshold(
        0.6, "of the pages", "words in the same place on fewer are those of the body", "watermark", high=1.0
    )
    zone: float = threshold(
        0.13, "of the height", "running headers and footers stand no further inside", "low-header", high=0.4
    )
    same_place: float = threshold(
        4.0, "points", "running lines stand as far from the edge on every page, give or take", "moving-header"
    )
    numbered: int = threshold(
        3, "pages", "numbers that run on on fewer may be those of rows", "page-number-below-rows", low=2
    )
    column_lines: float = threshold(6, "lines", "fewer in two columns together are labels beside values", "few-lines")


@dataclass(frozen=True)
class OcrSettings(Bounded):
    """How a page, or a picture on a page, is read from what is seen."""

    picture_width: float = threshold(
        0.25, "of the page's width", "narrower pictures are logos and icons", "picture-of-a-table", high=1.0
    )
    picture_area: float = threshold(
        0.015, "of the page", "smaller pictures are logos and rules", "picture-of-a-table", high=1.0
    )
    picture_ground: float = threshold(
        0.6, "of the pixels", "words stand on one flat colour; photos have none", "picture-of-a-table", high=1.0
    )
    picture_ink: float = threshold(0.01, "of the pixels", "words leave so much ink", "picture-of-a-table", high=0.2)
    picture_rows: int = threshold(3, "rows", "a picture with fewer rows of ink is a logo", "picture-of-a-table", low=2)
    picture_line: float = threshold(
        30.0, "points", "ink that is higher is no line of words but a drawing", "picture-of-a-table", low=10.0
    )
    most_pictures: int = threshold(
        12, "pictures on a page", "more are the pieces of a drawing", "picture-of-a-table", low=1
    )


@dataclass(frozen=True)
class PdfSettings:
    """All settings by which a PDF is read."""

    words: WordSettings = field(default_factory=WordSettings)
    tables: TableSettings = field(default_factory=TableSettings)
    page: PageSettings = field(default_factory=PageSettings)
    ocr: OcrSettings = field(default_factory=OcrSettings)
    joining: JoinSettings = field(default_factory=JoinSettings)
