"""The loader for Word files: headings, numbers, footnotes, tables, boxes, changes, and files that are none."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path
from typing import Any

import docx as word
import pytest
from docx.shared import Pt
from PIL import Image, ImageDraw

from extractor.document import Kind, Report
from extractor.domain.numerals import written
from extractor.errors import LoadError
from extractor.load import Source, load
from extractor.load import docx as loader
from extractor.load.docx import package
from extractor.load.pictures import holds_words
from extractor.pipeline import Extraction, extract_file

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
WORD, TEXT = (SHARED / "corpus" / where for where in ("editions/surrey-pdu-2024.docx", "reports/surrey-pdu-2024.txt"))
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Listed"><w:name w:val="Listed"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>
</w:pPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
"""


def archive(**parts: str | bytes) -> bytes:
    """A Word file of parts by their names without folder and suffix."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        for name, content in parts.items():
            made.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def part(root: str, inner: str) -> str:
    return f"<w:{root} {NAMES}>{inner}</w:{root}>"


def made(body: str, styles: str = STYLES, **parts: str) -> bytes:
    document = part("document", f"<w:body>{body}</w:body>")
    roots = {name: part(name, inner) for name, inner in parts.items()}
    return archive(document=document, styles=part("styles", styles), **roots)


def read(data: bytes) -> Report:
    assert loader.recognises(data)
    return loader.load(Source("sample.docx", data, "0" * 64))


def blocks(report: Report) -> list[tuple[str, str]]:
    return [(block.kind.value, report.words(block)) for block in report.blocks]


def grid(report: Report) -> list[list[str]]:
    table = next(block.table for block in report.blocks if block.table)
    return [[report.words(cell) for cell in row] for row in table.rows()]


def p(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(words)}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def listed(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


# --- paragraphs -------------------------------------------------------------------------------------------------------


def test_a_document_of_python_docx() -> None:
    document = word.Document()
    document.add_heading("Ferry services", 0)
    document.add_heading("Summary", 1)
    document.add_paragraph("Boats run daily.")
    document.add_paragraph("on time", style="List Bullet")
    document.add_paragraph("mend the pier", style="List Number")
    document.add_paragraph("paint the pier", style="List Number")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("Port", "Boats", "Northmoor", "12"), strict=True):
        cell.text = words
    document.sections[0].header.paragraphs[0].text = "running head"
    document.core_properties.title = "Ferries"
    out = io.BytesIO()
    document.save(out)
    report = read(out.getvalue())
    assert blocks(report) == [
        ("heading", "Ferry services"),
        ("heading", "Summary"),
        ("paragraph", "Boats run daily."),
        ("bullet", "• on time"),
        ("numbered", "1. mend the pier"),
        ("numbered", "2. paint the pier"),
        ("table", "Port\tBoats\nNorthmoor\t12"),
    ]
    assert (report.format, report.page_count, report.page_starts, report.info["Title"]) == ("docx", None, (), "Ferries")


def test_headings_by_style_name_base_style_and_outline_level() -> None:
    body = p("One", style("berschrift1")) + p("Two", style("Mine")) + p("Three", '<w:outlineLvl w:val="2"/>')
    body += (
        p("Four", style("Heading4")) + p("plain words", style("Loop")) + p("no heading", '<w:outlineLvl w:val="9"/>')
    )
    report = read(made(body))
    assert [block.level for block in report.blocks if block.kind is Kind.HEADING] == [1, 1, 3, 4]


def test_bold_labels_are_headings_and_bold_sentences_are_not() -> None:
    bold, strong = "<w:b/>", '<w:rStyle w:val="Strong"/>'
    body = f"<w:p>{r('Strengths:', bold)}</w:p><w:p>{r('Boats ran late on most days.', bold)}</w:p>"
    body += f"<w:p>{r('Strong:', strong)}</w:p><w:p>{r('Note:', bold)}{r(' it rained')}</w:p>"
    assert [kind for kind, _ in blocks(read(made(body)))] == ["heading", "paragraph", "heading", "paragraph"]


def test_paragraphs_are_whole() -> None:
    assert len(read(made(p("The pier and the") + p("boats were painted"))).blocks) == 2


def test_tabs_breaks_hyphens_and_symbols() -> None:
    inner = (
        '<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type="page"/><w:t>co</w:t><w:noBreakHyphen/>'
    )
    inner += '<w:t>op</w:t><w:softHyphen/><w:t>s </w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    assert read(made(f"<w:p>{inner}</w:p>")).text == "a b c co-ops ✔\n"


def test_tracked_changes_are_accepted_and_hidden_words_dropped() -> None:
    inner = f"{r('kept ')}<w:ins>{r('added ')}</w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    inner += f"<w:moveFrom>{r('moved')}</w:moveFrom><w:moveTo>{r('here')}</w:moveTo>{r(' hidden', '<w:vanish/>')}"
    assert read(made(f"<w:p>{inner}</w:p>")).text == "kept added here\n"


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    body = p("one ", "<w:rPr><w:del/></w:rPr>") + p("two", style("Mine")) + p("three", "<w:rPr><w:del/></w:rPr>")
    assert blocks(read(made(body))) == [("heading", "one two"), ("paragraph", "three")]


def test_hyperlinks_fields_and_content_controls() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText></w:r>'
    inner = f"<w:hyperlink>{r('link ')}</w:hyperlink><w:fldSimple>{r('field ')}</w:fldSimple>{field}{r('May')}"
    body = f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{inner}</w:p></w:sdtContent></w:sdt>"
    assert read(made(body)).text == "link field May\n"


def test_text_boxes_are_taken_once() -> None:
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    drawing = f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    drawing += f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    report = read(made(f"<w:p>{r('Before.')}<w:r>{drawing}</w:r></w:p>{p('After.')}"))
    assert [(report.words(block), block.box) for block in report.blocks] == [
        ("Before.", 0),
        ("In the box.", 1),
        ("After.", 0),
    ]


def test_contents_are_rows_under_their_heading() -> None:
    def entry(words: str, page: str, properties: str = "") -> str:
        return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t><w:tab/><w:t>{page}</w:t></w:r></w:p>"

    body = p("Contents", style("berschrift1")) + entry("Summary", "3") + entry("1. Boats", "14")
    assert grid(read(made(body))) == [["Summary", "3"], ["1. Boats", "14"]]
    assert grid(read(made(entry("Piers", "5", style("Verzeichnis1"))))) == [["Piers", "5"]]
    assert not any(block.table for block in read(made(entry("Boats", "14"))).blocks)


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "form", "words"),
    [
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (7, "decimalZero", "07"),
        (10**6, "lowerRoman", "1000000"),
        (10**6, "upperLetter", "1000000"),
    ],
)
def test_formats_of_numbers(count: int, form: str, words: str) -> None:
    assert written(count, form) == words


def test_numbers_of_headings_and_lists() -> None:
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "P %1.%2."), level(2, "lowerLetter", "%3)"))
    numbering += abstract(1, level(0, "bullet", "\uf0b7"), level(1, "lowerRoman", "(%2)")) + num(1, 0) + num(2, 1)
    head = style("berschrift1")
    body = p("Boats", head + listed(1)) + p("Crews", head + listed(1, 1)) + p("Pay", head + listed(1, 1))
    body += p("first", listed(1, 2)) + p("second", listed(1, 2)) + p("Piers", head + listed(1))
    body += p("Paint", head + listed(1, 1)) + p("again", listed(1, 2))
    body += p("dot", listed(2)) + p("deep", listed(2, 1)) + p("none", listed(0)) + p("lost", listed(99))
    report = read(made(body, numbering=numbering))
    assert blocks(report) == [
        ("heading", "1. Boats"),
        ("heading", "P 1.1. Crews"),
        ("heading", "P 1.2. Pay"),
        ("numbered", "a) first"),
        ("numbered", "b) second"),
        ("heading", "2. Piers"),
        ("heading", "P 2.1. Paint"),
        ("numbered", "a) again"),
        ("bullet", "• dot"),
        ("numbered", "(i) deep"),
        ("paragraph", "none"),
        ("paragraph", "lost"),
    ]
    assert [block.level for block in report.blocks[-4:-2]] == [0, 1]


def test_lists_share_counts_unless_they_restart() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, start)
    body = p("a", style("Listed")) + p("b", listed(2)) + p("c", listed(3)) + p("d", listed(3))
    markers = [block.marker for block in read(made(body, numbering=numbering)).blocks]
    assert markers == ["1.", "2.", "5.", "6."]


def test_levels_that_do_not_restart() -> None:
    levels = level(0, "upperRoman", "%1"), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    body = p("a", listed(1)) + p("b", listed(1, 1)) + p("c", listed(1)) + p("d", listed(1, 1))
    markers = [block.marker for block in read(made(body, numbering=abstract(0, *levels) + num(1, 0))).blocks]
    assert markers == ["I", "1.", "II", "2."]


# --- footnotes --------------------------------------------------------------------------------------------------------


def cite(key: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'


def note(key: int, words: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{key}"><w:p><w:r><w:{kind}Ref/></w:r>{r(" " + words)}</w:p></w:{kind}>'


def test_footnotes_are_numbered_as_they_are_referred_to_and_follow_their_block() -> None:
    body = f"<w:p>{r('Boats')}{cite(7)}{r(' and piers.')}{cite(3)}</w:p><w:p>{r('Crews.')}{cite(2, 'endnote')}</w:p>"
    report = read(
        made(
            body,
            footnotes=note(3, "Second.") + note(7, "First.") + note(9, "Never."),
            endnotes=note(2, "E.", "endnote"),
        )
    )
    assert blocks(report) == [
        ("paragraph", "Boats and piers."),
        ("footnote", "1 First."),
        ("footnote", "2 Second."),
        ("paragraph", "Crews."),
        ("footnote", "i E."),
    ]
    assert [(report.text[each.offset - 1], each.label) for each in report.notes] == [("s", "1"), (".", "2"), (".", "i")]


def test_footnotes_with_a_mark_of_their_own() -> None:
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    report = read(made(f"<w:p>{r('Boats')}{own}{cite(2)}</w:p>", footnotes=note(1, "One.") + note(2, "Two.")))
    assert blocks(report) == [("paragraph", "Boats"), ("footnote", "* One."), ("footnote", "1 Two.")]


def test_footnotes_of_tables_and_headings() -> None:
    cell = f"<w:tc><w:p>{r('12')}{cite(2)}</w:p></w:tc>"
    body = f"<w:p><w:pPr>{style('Mine')}</w:pPr>{r('Boats')}{cite(1)}</w:p>"
    body += f"<w:tbl>{row(tc('Port') + cell)}</w:tbl>"
    report = read(made(body, footnotes=note(1, "One.") + note(2, "Two.")))
    assert [kind for kind, _ in blocks(report)] == ["heading", "footnote", "table", "footnote"]
    assert report.text[: report.notes[1].offset].endswith("Port\t12")


def test_raised_digits_are_footnote_marks_but_not_units_and_ordinals() -> None:
    def up(words: str) -> str:
        return r(words, '<w:vertAlign w:val="superscript"/>')

    report = read(made(f"<w:p>{r('Boats')}{up('4')}{r(' use 12 km')}{up('2')}{r(' on the 1')}{up('st')}{r('.')}</w:p>"))
    assert report.text == "Boats use 12 km² on the 1st.\n"
    assert [(each.offset, each.label) for each in report.notes] == [(5, "4")]
    parted = read(made(f"<w:p>{r('Boats ')}{up('4')}{r('sail.')}</w:p>"))  # the only blank stands before the mark
    assert parted.text == "Boats sail.\n"
    assert [(each.offset, each.label) for each in parted.notes] == [(5, "4")]


# --- tables -----------------------------------------------------------------------------------------------------------


def tc(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words) if words else '<w:p/>'}</w:tc>"


def row(cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def test_spans_leave_empty_cells() -> None:
    body = row(tc("Port", '<w:vMerge w:val="restart"/>') + tc("Boats", '<w:gridSpan w:val="2"/>'), "<w:tblHeader/>")
    body += row(tc("", "<w:vMerge/>") + tc("2022") + tc("2023"), "<w:tblHeader/>")
    body += row(tc("1") + tc("2"), '<w:gridBefore w:val="1"/>') + row(tc("gone"), "<w:del/>")
    report = read(made(f"<w:tbl>{body}</w:tbl>"))
    assert grid(report) == [["Port", "Boats", ""], ["", "2022", "2023"], ["", "1", "2"]]
    table = report.blocks[0].table
    assert table is not None and table.header == 2


def test_nested_tables_are_words_of_their_cell() -> None:
    inner = f"<w:tbl>{row(tc('a') + tc('b'))}{row(tc('gone'), '<w:del/>')}</w:tbl>"
    outer = f"<w:tc>{p('y')}{inner}<w:p/></w:tc>"
    report = read(made(f"<w:tbl>{row(tc('x') + outer)}</w:tbl>"))
    assert grid(report) == [["x", "y a b"]]


def test_a_table_of_one_cell_is_a_box() -> None:
    cell = f"<w:tc>{p('Example.')}{p('It went well.')}</w:tc>"
    report = read(made(f"<w:tbl>{row(cell)}</w:tbl>"))
    assert [(block.kind, block.box) for block in report.blocks] == [(Kind.PARAGRAPH, 1)] * 2


def test_icons_are_shapes_or_the_shade_of_cells_without_words() -> None:
    fill = '<w:r><w:drawing><a:solidFill><a:srgbClr val="D71920"/></a:solidFill></w:drawing></w:r>'
    shade = '<w:shd w:val="clear" w:fill="00B050"/>'
    body = row(
        tc("words", shade) + tc("", shade) + f"<w:tc><w:p>{fill}</w:p></w:tc>" + tc("", '<w:shd w:fill="auto"/>')
    )
    report = read(made(f"<w:tbl>{body}</w:tbl>"))
    table = report.blocks[0].table
    assert table is not None and [cell.icon for cell in table.cells] == ["", "#00b050", "#d71920", ""]
    assert grid(report) == [["words", "", "●", ""]]


# --- files that are damaged, hostile or none --------------------------------------------------------------------------


def refused(data: bytes) -> str:
    assert loader.recognises(data)
    with pytest.raises(LoadError) as caught:
        loader.load(Source("bad.docx", data, ""))
    message = str(caught.value)
    assert message.startswith("bad.docx: ") and "\n" not in message and len(message) < 250
    return message


def zipped(**names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made_zip:
        for name in names.values():
            made_zip.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize("data", [b"plain words", b"%PDF-1.7", zipped(a="xl/workbook.xml"), b"PK\x03\x04" + b"\0" * 99])
def test_other_files_are_not_recognised(data: bytes) -> None:
    assert not loader.recognises(data)


def test_a_spreadsheet_is_refused_by_all(tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    path.write_bytes(zipped(a="[Content_Types].xml", b="xl/workbook.xml"))
    with pytest.raises(LoadError, match="is no PDF, Word file"):
        load(path)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{\\rtf1\\ansi {\\fonttbl}\\par Strengths\\par}", "rich text"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/epub+zip", "e-book"),
        (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>", "web archive"),
        (b"\xff\xd8\xff\xe0JFIF", "picture"),
    ],
)
def test_files_of_other_kinds_are_told_what_they_are(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(LoadError, match=told):
        load(path)


def test_old_and_encrypted_files_are_told_apart() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "password" in refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "old format" in refused(ole + "WordDocument".encode("utf-16-le"))
    assert not loader.recognises(ole)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_damaged(share: float) -> None:
    data = made(p("word " * 3000))
    assert "damaged" in refused(data[: int(len(data) * share)])


def test_parts_that_are_damaged() -> None:
    assert "no XML" in refused(archive(document="<w:document"))
    assert "no body" in refused(archive(document=part("document", "")))
    assert "no words" in refused(made("<w:p/>"))
    data = bytearray(made(p("".join(chr(33 + n * 7 % 60) for n in range(500)).replace("<", "").replace("&", ""))))
    at = data.find(b"word/document.xml") + 60
    data[at : at + 20] = b"\xff" * 20
    assert "damaged" in refused(bytes(data))


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(made(p("words")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            struct.pack_into("<H", data, at + offset, 1)
            at = data.find(signature, at + 4)
    assert "password" in refused(bytes(data))


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "unpacks to" in refused(archive(document=b"<a>" + b" " * 20_000_000))
    monkeypatch.setattr(package, "MOST_BYTES", 1_000)
    assert "unpacks to" in refused(archive(document="<a/>", other="x" * 5_000_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(encoding: str) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{entities}]>'
    document = head + part("document", f"<w:body>{p('&e11;')}</w:body>")
    assert "document type" in refused(archive(document=document.encode(encoding)))


def test_depth_elements_columns_and_cells_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "deep" in refused(made("<w:sdt>" * 5000 + "</w:sdt>" * 5000))
    span = '<w:gridSpan w:val="99999999"/>'
    assert "columns" in refused(made(f"<w:tbl>{row(tc('a', span) + tc('b'))}</w:tbl>"))
    assert "columns" in refused(made(f"<w:tbl>{row(tc('a') * 300)}</w:tbl>"))
    tall = row(tc("a") * 190) + row(tc("a")) * 3000
    assert "cells" in refused(made(f"<w:tbl>{tall}</w:tbl>"))
    monkeypatch.setattr(package, "MOST_ELEMENTS", 100)
    assert "elements" in refused(made(p("a") * 100))


def test_the_deepest_that_is_read() -> None:
    body = p("core")
    for _ in range((package.DEEPEST - 8) // 3):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc><w:tc/></w:tr></w:tbl>"
    assert "core" in read(made(body)).text
    boxes = p("core")
    for _ in range((package.DEEPEST - 8) // 5):
        boxes = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{boxes}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    assert "core" in read(made(boxes)).text


def test_nonsense_in_numbers_is_harmless() -> None:
    big = "9" * 30
    numbering = abstract(0, level(0, "decimal", "%1.")).replace('start w:val="1"', f'start w:val="{big}"') + num(1, 0)
    body = p("a", f'<w:numPr><w:ilvl w:val="{big}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="x"/>')
    body += (
        '<w:p><w:r><w:rPr><w:sz w:val="-3"/></w:rPr><w:sym w:char="zz"/><w:sym w:char="D800"/><w:t>b</w:t></w:r></w:p>'
    )
    body += f"<w:p>{cite(1)}{r('&#xF0000;c')}</w:p>"
    assert [words for _, words in blocks(read(made(body, numbering=numbering)))][1:] == ["b", "c"]


# --- a published report -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def editions() -> tuple[Extraction, Extraction]:
    if not WORD.is_file() or not TEXT.is_file():
        pytest.skip(f"no published reports in {SHARED}; set FINDINGS_SHARED")
    return extract_file(WORD), extract_file(TEXT)


# Where a value stands, and by which rule it was read, is the edition's own.
OWN = {
    "report_id",
    "start",
    "end",
    "quote",
    "page",
    "rule",
    "evidence_of",
    "printed_again",
    "source",
    "format",
    "sha256",
}


@pytest.mark.parametrize("name", ["reports", "ratings", "key_questions", "recommendations", "findings", "sections"])
def test_the_word_edition_gives_the_rows_of_the_text(editions: tuple[Extraction, Extraction], name: str) -> None:
    def rows(found: Extraction) -> list[dict[str, Any]]:
        return [{k: v for k, v in each.as_row().items() if k not in OWN} for each in found.records[name]]

    ours, theirs = editions
    assert rows(ours) == rows(theirs) != []


def test_tables_of_the_text_are_in_the_word_edition(editions: tuple[Extraction, Extraction]) -> None:
    """The text has lost the grid of the ratings, so that the Word edition has more tables, never other ones."""
    ours, theirs = ([grid_of(found.report, n) for n in tables_in(found.report)] for found in editions)
    assert theirs and all(table in ours for table in theirs)


def tables_in(report: Report) -> list[int]:
    return [n for n, block in enumerate(report.blocks) if block.table]


def grid_of(report: Report, number: int) -> list[list[str]]:
    table = report.blocks[number].table
    assert table is not None
    rows = [[report.words(cell) for cell in row] for row in table.rows()]
    width = max(n + 1 for each in rows for n, words in enumerate(each) if words)
    return [each[:width] for each in rows]


def test_footnotes_and_icons_of_the_word_edition(editions: tuple[Extraction, Extraction]) -> None:
    ours, theirs = (found.report for found in editions)
    assert [note.label for note in ours.notes] == [note.label for note in theirs.notes] == list("1234567")
    icons = [cell.icon for block in ours.blocks if block.table for cell in block.table.cells if cell.icon]
    assert icons.count("#d71920") >= 5 and icons.count("#f58220") >= 3


@pytest.mark.parametrize(("points", "icon"), [(8, "#1f8a4c"), (120, "")])
def test_a_picture_as_small_as_an_icon_gives_a_cell_its_colour(points: int, icon: str) -> None:
    drawn = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).ellipse((1, 1, 30, 30), fill="#1f8a4c")
    held = io.BytesIO()
    drawn.save(held, "PNG")
    document = word.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Lamps"
    table.cell(0, 1).paragraphs[0].add_run().add_picture(held, width=Pt(points))
    saved = io.BytesIO()
    document.save(saved)
    (block,) = loader.load(Source("report.docx", saved.getvalue(), "")).blocks
    assert block.table is not None and [cell.icon for cell in block.table.cells] == ["", icon]


def test_a_picture_of_a_table_is_told() -> None:
    drawn = Image.new("RGB", (600, 120), "white")
    pen = ImageDraw.Draw(drawn)
    for row in range(4):
        pen.text((10, 10 + 28 * row), f"Pier {row} has {row * 7} boats and {row * 3} of a crew", fill="black")
    held = io.BytesIO()
    drawn.save(held, "PNG")
    document = word.Document()
    document.add_heading("Boats by pier", 1)
    document.add_picture(held)
    saved = io.BytesIO()
    document.save(saved)
    report = loader.load(Source("report.docx", saved.getvalue(), ""))
    assert report.warnings == ("a picture looks like a table or words and was not read (below “Boats by pier”)",)


@pytest.mark.parametrize("shade", ["white", "grey", "black"])
def test_a_plain_picture_is_no_table(shade: str) -> None:
    held = io.BytesIO()
    Image.linear_gradient("L").resize((600, 200)).save(held, "PNG")
    plain = io.BytesIO()
    Image.new("RGB", (600, 200), shade).save(plain, "PNG")
    assert not holds_words(held.getvalue()) and not holds_words(plain.getvalue()) and not holds_words(b"no picture")


def test_a_windows_drawing_of_many_words_looks_like_a_table() -> None:
    head = struct.pack("<II", 1, 108) + bytes(32) + b" EMF" + bytes(64)
    words = struct.pack("<II", 84, 24) + bytes(16)
    assert holds_words(head + words * 8) and not holds_words(head + words * 2)
    assert not holds_words(head + struct.pack("<II", 84, 0) * 2)


def test_merged_cells_and_a_first_row_that_its_style_sets_apart() -> None:
    document = word.Document()
    table = document.add_table(rows=4, cols=3, style="Light Grid Accent 1")
    for number, row in enumerate((("Sex", "Age", "Crew"), ("Men", "young", "4"), ("", "old", "12"), ("All", "", "16"))):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    saved = io.BytesIO()
    document.save(saved)
    report = loader.load(Source("report.docx", saved.getvalue(), ""))
    made = report.blocks[0].table
    assert made is not None and made.header == 1
    cells = {(cell.row, cell.column): cell for cell in made.cells}
    assert [cells[0, column].heads for column in range(3)] == [True] * 3
    assert (cells[1, 0].rows, cells[1, 0].columns) == (2, 1) and (cells[3, 0].rows, cells[3, 0].columns) == (1, 2)
    assert not any(cell.heads for cell in made.cells if cell.row)
