"""The loader for web pages: what a browser shows, without the furniture of the site, and pages that are none."""

from __future__ import annotations

import io
import os
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image, ImageDraw

from extractor.document import Kind, Report
from extractor.errors import LoadError
from extractor.load import Source, load
from extractor.load import html as loader
from extractor.pipeline import Extraction, extract_report
from tests.cached_readings import reading
from tests.growth import MOST, power

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
EDITIONS, REPORTS = SHARED / "corpus" / "editions", SHARED / "corpus" / "reports"


def read(body: str | bytes, name: str = "page.html", whole: bool = False) -> Report:
    page = body if isinstance(body, bytes) else (body if whole else f"<!DOCTYPE html><html><body>{body}").encode()
    assert loader.recognises(page)
    return loader.load(Source(name, page, "0" * 64))


def blocks(report: Report) -> list[tuple[str, str]]:
    return [(block.kind.value, report.words(block)) for block in report.blocks]


def shown(body: str) -> list[str]:
    return [words for _, words in blocks(read(body))]


def grid(report: Report) -> list[list[str]]:
    table = next(block.table for block in report.blocks if block.table)
    return [[report.words(cell) for cell in row] for row in table.rows()]


def marks(report: Report) -> list[tuple[str, str]]:
    """Every footnote mark: the words before it, and its label."""
    return [(report.text[: note.offset].rsplit("\n", 1)[-1][-12:], note.label) for note in report.notes]


# --- which files are web pages


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><p>a",
        b"\xef\xbb\xbf  <!-- saved from url=(0014)about:internet -->\n<HTML lang=en>",
        b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><html/>',
        b"<head><title>Ferries</title></head>",
        b"<title>Ferries</title>\n<h1>Ferries</h1>\n<p>One</p>\n<ul><li>Two</li></ul>",
        "<html><p>é".encode("utf-16"),
    ],
)
def test_web_pages_are_recognised(page: bytes) -> None:
    assert loader.recognises(page)


@pytest.mark.parametrize(
    "data",
    [
        b"Report\n\n<b>1.1</b> Leadership",
        b"# Report\n\n<table><tr><td>1</td></tr></table>\n",
        b"<div>\n\n# Report\n\nWords of Markdown\n\nmore of them\n\nand more\n\n</div>\n\nand so on",
        b"%PDF-1.7 <html>",
        b"<?xml version='1.0'?><feed><entry/></feed>",
        b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>",
        b"<5 per cent of cases",
        b"",
    ],
)
def test_other_files_are_not(data: bytes) -> None:
    assert not loader.recognises(data)


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body><p>Caf\xe9 \x96 \xa3</p>",
        "<html><body><p>Café – £</p>".encode(),
        "<html><body><p>Café – £</p>".encode("utf-8-sig"),
        "<html><body><p>Café – £</p>".encode("utf-16"),
        b"<html><head><meta charset='ISO-8859-1'></head><body><p>Caf\xe9 \x96 \xa3</p>",
        b'<html><meta http-equiv=Content-Type content="text/html; charset=windows-1252"><p>Caf\xe9 \x96 \xa3</p>',
        '<?xml version="1.0" encoding="iso-8859-15"?><html xmlns="x"><p>Café &ndash; £</p></html>'.encode(
            "iso-8859-15"
        ),
        "<html><meta charset='unicode_escape'><p>Café – £</p>".encode(),
        "<html><meta charset='utf-8'><p>Café – £</p>".encode("cp1252"),
    ],
)
def test_encodings(page: bytes) -> None:
    assert read(page).text == "Café – £\n"


# --- words and paragraphs


def test_headings_keep_their_levels() -> None:
    report = read("<h1>Ferries</h1><h3>Boats</h3><p>They run daily.</p><div role=heading aria-level=5>Piers</div>")
    assert [(b.kind, b.level, report.words(b)) for b in report.blocks] == [
        (Kind.HEADING, 1, "Ferries"),
        (Kind.HEADING, 3, "Boats"),
        (Kind.PARAGRAPH, 0, "They run daily."),
        (Kind.HEADING, 5, "Piers"),
    ]


def test_blanks_entities_and_hyphens_are_as_a_browser_shows_them() -> None:
    body = "<p>The&nbsp;ferry&shy;man\n   takes <b>\t5&nbsp;% </b>&amp; &lt;more&gt; &eacute;&#8211;&#x2013;"
    body += " f\ufb01t co<wbr>operate</p>"
    assert shown(body) == ["The ferryman takes 5 % & <more> é–– ffit cooperate"]


def test_bold_lines_are_headings_by_their_words() -> None:
    assert blocks(read("<p><strong>Strengths:</strong></p><p><b>Boats</b> run daily.</p>")) == [
        ("heading", "Strengths:"),
        ("paragraph", "Boats run daily."),
    ]


def test_lines_of_a_paragraph_are_parted_where_they_are_lines() -> None:
    assert shown("<p>12 Pier Road<br>Exampleford<br/>EX1 2AB</p>") == ["12 Pier Road", "Exampleford", "EX1 2AB"]
    assert shown("<p>Boats run every day but not<br>on holidays.</p>") == ["Boats run every day but not on holidays."]
    assert shown("<h1>An inspection of:<br>Northpier</h1>") == ["An inspection of: Northpier"]
    assert blocks(read("<p>• one pier<br>• another pier</p>")) == [
        ("bullet", "• one pier"),
        ("bullet", "• another pier"),
    ]


def test_paragraphs_are_not_joined_though_they_end_open() -> None:
    assert shown("<p>They found that the</p><p>boats were late and that nobody had told the staff of it</p>") == [
        "They found that the",
        "boats were late and that nobody had told the staff of it",
    ]


def test_tag_soup() -> None:
    body = "<div><p>One<p>Two <b>bold<div>Three</b> four</div><ul><li>a<li>b</ul>tail</font></center>"
    assert shown(body) == ["One", "Two bold", "Three four", "• a", "• b", "tail"]


def test_inline_elements_may_hold_blocks() -> None:
    assert shown("<span>One <b>two</b><div>three</div> four</span><custom-part><p>five</p></custom-part>") == [
        "One two",
        "three",
        "four",
        "five",
    ]


def test_self_closed_elements_of_xhtml_swallow_nothing() -> None:
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/>'
    page += "<title>T</title></head>"
    report = read(page + '<body><a id="x"/><p>One</p><div/><p>Two<br/>2</p></body></html>', whole=True)
    assert [words for _, words in blocks(report)] == ["One", "Two", "2"]
    assert report.info["Title"] == "T"


# --- lists


def test_numbers_of_lists_are_computed() -> None:
    assert shown("<ol><li>a</li><li value=5>b<li>c</ol>") == ["1. a", "5. b", "6. c"]
    assert shown("<ol start=3 type=a><li>x<li>y</ol>") == ["c. x", "d. y"]
    assert shown("<ol type=I><li>x<li>y</ol>") == ["I. x", "II. y"]
    assert shown("<ol reversed><li>x<li>y</ol>") == ["2. x", "1. y"]
    assert shown('<ol style="list-style-type: lower-roman"><li>x<li>y</ol>') == ["i. x", "ii. y"]
    assert shown("<ol start=99999999999><li>x</ol>") == ["1. x"]


def test_lists_in_lists() -> None:
    report = read("<ul><li>a<ol><li>b<ul><li>c</ul></ol></li><li><p>d</p><p>e</p><ul><li>f</ul><p>g</p></ul>")
    assert [(report.words(b), b.level) for b in report.blocks] == [
        ("• a", 0), ("1. b", 1), ("• c", 2), ("• d e", 0), ("• f", 1), ("g", 0),
    ]  # fmt: skip


def test_items_that_bring_their_own_markers() -> None:
    assert shown("<ul style='list-style: none'><li>1. one<li>– two</ul><ol><li>1. three</ol>") == [
        "1. one",
        "• two",
        "1. three",
    ]


def test_terms_and_what_is_told_of_them() -> None:
    assert grid(read("<dl><dt>Boats</dt><dd>12</dd><dt>Crew</dt><dd>40 <i>in all</i></dd></dl>")) == [
        ["Boats", "12"],
        ["Crew", "40 in all"],
    ]
    assert shown("<dl><dt>Boats</dt><dd>old ones</dd><dd><ul><li>new ones</ul></dd></dl>") == [
        "Boats",
        "old ones",
        "• new ones",
    ]


# --- tables


def test_cells_that_span() -> None:
    body = "<table><tr><th rowspan=2>Pier<th colspan=2>Share<tr><th>now<th>then<tr><td>North<td>5%<td>6%</table>"
    report = read(body)
    assert grid(report) == [["Pier", "Share", ""], ["", "now", "then"], ["North", "5%", "6%"]]
    assert report.blocks[0].table is not None and report.blocks[0].table.header == 2


def test_heads_feet_and_captions() -> None:
    body = "<table><caption>Table 1: Boats</caption><tfoot><tr><td>All<td>9</tfoot><thead><tr><th>Pier<th>Boats</thead>"
    report = read(body + "<tbody><tr><th scope=row>North<td>9</table>")
    assert blocks(report)[0] == ("caption", "Table 1: Boats")
    assert grid(report) == [["Pier", "Boats"], ["North", "9"], ["All", "9"]]
    assert report.blocks[1].table is not None and report.blocks[1].table.header == 1


def test_a_title_over_all_columns_heads_none() -> None:
    report = read("<table><thead><tr><th colspan=2>Northpier</thead><tr><td>Boats<td>Good</table>")
    assert report.blocks[0].table is not None and report.blocks[0].table.header == 0


def test_tables_in_cells_and_tables_for_layout() -> None:
    inner = "<table><tr><td>a<td>1<tr><td>b<td>2</table>"
    report = read(f"<table><tr><td><p>Menu</p><td><h2>Boats</h2><p>Words</p>{inner}</table>")
    assert [kind for kind, _ in blocks(report)] == ["paragraph", "heading", "paragraph", "table"]
    assert grid(report) == [["a", "1"], ["b", "2"]]
    assert shown("<table role=presentation><tr><td>One<td>Two</table>") == ["One", "Two"]


def test_words_of_cells_stand_on_one_line() -> None:
    body = "<table><tr><td><p>One</p><p>two<br>three</p><td><ul><li>a<li>b</ul><tr><td>x<td><ol><li>c</ol></table>"
    assert grid(read(body)) == [["One two three", "• a • b"], ["x", "1. c"]]


def test_attributes_of_a_page_are_no_notes_of_ours() -> None:
    page = (
        "<h1>Boats</h1><p><span data-size='large' size=big colour=red>Two boats.</span></p><li marker=9. level=x>Oars"
    )
    assert shown(page) == ["Boats", "Two boats.", "Oars"]


def test_colours_of_cells_and_icons() -> None:
    disc = '<svg aria-hidden="true"><circle fill="#fff"/><circle r=9 fill="orange"></svg>'
    body = f"<table><tr><td>Boats<td style='background-color: rgb(0, 128, 0)'><td>{disc}<td bgcolor=red>x<td><span "
    report = read(body + "style='background:#00f'>&nbsp;</span></table>")
    assert report.blocks[0].table is not None
    row = next(iter(report.blocks[0].table.rows()))
    assert [cell.icon for cell in row] == ["", "#008000", "#ffa500", "", "#0000ff"]
    assert [report.words(cell) for cell in row] == ["Boats", "", "●", "x", "●"]


@pytest.mark.parametrize("said", ["rgb(999,0,0)", "rgb(1", "#12", "#ggg", "url(x.png)", "hsl(2,3%,4%)", "x" * 5000, ""])
def test_colours_that_are_none_do_no_harm(said: str) -> None:
    body = f"<table><tr><td style='background:{said}'><td bgcolor='{said}'>a</table><h2 aria-level='²'>b</h2>"
    assert shown(f"{body}<div role=heading aria-level='²' style='color:{said}'>c</div>")[1:] == ["b", "c"]


def test_pictures_stand_for_words_where_there_are_no_others() -> None:
    body = "<tr><td>Boats<td><img alt='Good'><tr><td>Piers<td>Poor <img alt=poor><tr><td>Crew<td><img alt='Pier logo'>"
    assert grid(read(f"<table>{body}</table>")) == [["Boats", "Good"], ["Piers", "Poor"], ["Crew", ""]]
    assert blocks(
        read("<h2>1.1 Boats <img alt='Good'></h2><p><img alt='Poor'></p><p><img alt='Photo of a pier'></p>")
    ) == [
        ("heading", "1.1 Boats"),
        ("paragraph", "Good"),
        ("paragraph", "Poor"),
        ("furniture", "Photo of a pier"),
    ]


# --- boxes and parts that open


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("<aside>", "</aside>"),
        ("<blockquote>", "</blockquote>"),
        ('<div class="govuk-inset-text">', "</div>"),
        ('<div class="call-out">', "</div>"),
        ('<div style="border: 1px solid #ccc">', "</div>"),
        ("<table><tr><td>", "</td></tr></table>"),
    ],
)
def test_boxes(opened: str, closed: str) -> None:
    report = read(f"<p>Before</p>{opened}<p>Good practice</p><ul><li>one</ul>{closed}<p>Behind</p>")
    assert [(report.words(b), bool(b.box)) for b in report.blocks] == [
        ("Before", False), ("Good practice", True), ("• one", True), ("Behind", False),
    ]  # fmt: skip


def test_a_quotation_is_no_box() -> None:
    assert [b.box for b in read("<blockquote><p>“They were kind.”</p></blockquote>").blocks] == [0]


def test_details_are_read_though_they_are_closed() -> None:
    assert blocks(read("<details><summary>Annex 1</summary><p>More.</p></details>")) == [
        ("heading", "Annex 1"),
        ("paragraph", "More."),
    ]
    assert shown("<details><summary>Show more</summary><p>More.</p></details>") == ["More."]


# --- furniture


FURNITURE = [
    '<a class="skip" href="#m">Skip to main content</a>',
    '<div id="cookie-banner" class="cookie"><h2>Cookies</h2><p>We use cookies.</p><button>Accept</button></div>',
    "<header><p>The Inspectorate</p><nav><a href=/>Home</a></nav></header>",
    "<nav><ol><li><a href=/>Home</a></ol></nav>",
    "<div role=search><p>Search</p></div>",
    "<footer><p>© Crown</p></footer>",
    "<script>document.write('<p>no</p>')</script><style>p {}</style><noscript>no</noscript><template>no</template>",
    "<div hidden>no</div><p style='color:red;display:none'>no</p><p aria-hidden=true>no</p>",
    '<span class="govuk-visually-hidden">said only</span>',
    '<p class="top"><a href="#top">Back to top</a></p><p>(<a href="#top">Back to top</a>)</p>',
    '<div class="share-links"><a href="x">Share on Mail</a></div><p><a href="x:print()">Print this page</a></p>',
    '<aside><h2>Related content</h2><ul><li><a href="/a">Other ferries</a></ul></aside>',
    "<h2>Related content</h2><ul><li><a href=/a>Other ferries</a></ul>",
    "<p><del>Struck</del></p><!-- comment --><?php echo ?>",
    "<label>Name<input value=x><select><option>one</select></label>",
]


@pytest.mark.parametrize("part", FURNITURE)
def test_furniture_is_left_out(part: str) -> None:
    assert shown(f"{part}<h1>Ferries</h1><p>They run.</p>{part}") == ["Ferries", "They run."]


def test_a_trail_above_the_title_is_left_out() -> None:
    trail = "<ul><li><a href=/>Home</a><li><a href=/r>Reports</a></ul>"
    body = f"{trail}<div><h1>Ferries</h1><ul><li><a href=/>Boats</a></ul></div>"
    assert shown(body) == ["Ferries", "• Boats"]


def test_links_behind_headings_are_left_out() -> None:
    body = '<h2 id=a>Boats <a href="#top">(Back to top)</a> <a class=anchor href="#a">#</a></h2>'
    body += "<h2>Piers (Back to top)</h2>"
    assert shown(body) == ["Boats", "Piers"]


def test_words_that_only_look_like_furniture_stay() -> None:
    body = (
        '<section id="feedback-from-people"><h2 id="feedback">Feedback from passengers</h2><p>Good.</p></section>'
        '<div class="menu-of-services"><p>Top of the list</p></div><p><a href="x.html">Share prices</a> fell.</p>'
        f'<div class="feedback"><p>{"They said so. " * 80}</p></div>'
        "<article><header><h1>Ferries</h1></header></article>"
    )
    assert [w[:30].strip() for w in shown(body)] == [
        "Feedback from passengers", "Good.", "Top of the list", "Share prices fell.", "They said so. They said so. Th",
        "Ferries",
    ]  # fmt: skip


def test_what_is_left_out_for_its_class_is_told() -> None:
    report = read('<h1>Ferries</h1><p>They run.</p><div class="newsletter">Hear of our boats every week by post.</div>')
    assert [report.words(block) for block in report.blocks] == ["Ferries", "They run."]
    assert report.remarks == ("left out as furniture of the site: “Hear of our boats every week by post.”",)
    assert not read("<p>They run.</p><nav>Hear of our boats every week by post.</nav>").remarks


def test_rules_that_hide_everything_until_a_script_runs_hide_nothing() -> None:
    sheet = (
        "<style>html, .js main { display: none } #all { visibility: hidden } .aside:hover { display: block }</style>"
    )
    body = "<div id=all><h1>Ferries</h1></div><p class=aside>They run.</p><p class='x'>Daily.</p>"
    assert shown(f"{sheet}<style>.x {{ display: none }} .x:not(.y) {{ display: block }}</style>{body}") == [
        "Ferries", "They run.", "Daily.",
    ]  # fmt: skip


def test_children_of_a_flex_box_and_what_floats_stand_apart() -> None:
    sheet = (
        "<style>.row { display: flex; justify-content: space-between } .mark { float: right } .i { color: red }</style>"
    )
    row, mark = "<div class=row><span>Gates</span><b>4 – Good</b></div>", "<p><b class=mark>Good</b>Lamps in the</p>"
    split = "<p>Wa<span class=i>lls</span></p><div style='display:inline-grid'><i>a</i>b</div>"
    initial = "<p><b style='float: left'>W</b>e saw</p>"
    read = ["Gates 4 – Good", "Good Lamps in the", "Walls", "a b", "We saw"]
    assert shown(f"{sheet}{row}{mark}{split}{initial}") == read


def test_work_on_a_page_grows_with_its_style_sheets_and_not_with_their_square() -> None:
    def make(size: int) -> str:
        rules = "".join(f".a .b{n % 7} .c {{ top: {n}px }}" for n in range(size))
        return f"<style>{rules}</style>" + "<div class='a b1'>" * 100 + "<p class='a b1 c'>x</p>" * size

    assert len(shown(make(2_000))) == 2_000
    assert power(read, make, 1_000) < MOST


def test_the_main_part_is_the_document() -> None:
    words = "Boats run every day. " * 5
    assert shown(f"<div>Other</div><main><p>{words}</p></main><p>Behind</p>") == [words.strip()]
    assert shown(f"<main><p>{words}</p></main><div role=main><p>{words}</p></div>") == [words.strip()] * 2
    assert shown(f"<p>{words}</p><article>A card</article>") == [words.strip(), "A card"]


def test_what_a_page_says_of_itself() -> None:
    head = (
        "<title>Ferries &amp; piers</title><meta name=author content='A. Boatman'><meta name=description content=Boats>"
    )
    report = read(f"<html><head>{head}</head><body><p><time datetime=2031-05-02>2 May</time></p>", whole=True)
    assert report.info == {"Title": "Ferries & piers", "Author": "A. Boatman", "Subject": "Boats", "Date": "2031-05-02"}
    assert (report.format, report.page_count, report.page_starts) == ("html", None, ())
    page = "<div>Ferry Office</div><nav>Home</nav><main><p>Boats run daily.</p></main><footer>Pier Trust</footer>"
    assert sorted(read(page).info["Site"].split("\n")) == ["Ferry Office", "Pier Trust"]


# --- footnotes


def notes_of(report: Report) -> list[tuple[str, str]]:
    return [(b.marker, report.body(b)) for b in report.blocks if b.kind is Kind.FOOTNOTE]


LINKED = (
    '<p>Boats ran.<sup id="r1"><a href="#n1">1</a></sup> Piers stood{second}.</p><p>Last.</p><h2>Footnotes</h2>'
    '<ol><li id="n1">Source: a <i>log</i>. <a href="#r1">↩</a></li>'
    '<li id="n2"><p>Another. <a href="#r2">Back</a></p></li></ol>'
)


def test_linked_footnotes_follow_the_block_that_cites_them() -> None:
    report = read(LINKED.format(second='<a id="r2" href="#n2" class="footnote">[footnote 2]</a>'))
    assert blocks(report) == [
        ("paragraph", "Boats ran. Piers stood."),
        ("footnote", "1 Source: a log."),
        ("footnote", "2 Another."),
        ("paragraph", "Last."),
    ]
    assert notes_of(report) == [("1", "Source: a log."), ("2", "Another.")]
    assert marks(report) == [("Boats ran.", "1"), (" Piers stood", "2")]


def test_a_footnote_that_nobody_cites_stays_where_it_is() -> None:
    report = read(LINKED.format(second=""))
    assert notes_of(report) == [("1", "Source: a log."), ("2", "Another.")]
    assert [kind for kind, _ in blocks(report)] == ["paragraph", "footnote", "paragraph", "footnote"]


def test_footnotes_as_word_saves_them() -> None:
    body = (
        '<p>Boats ran<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> late.</p><hr><div id=ftn1><p>'
        '<a href="#_ftnref1" name="_ftn1">[1]</a> The log of 2031.</p></div>'
    )
    report = read(body)
    assert blocks(report) == [("paragraph", "Boats ran late."), ("footnote", "1 The log of 2031.")]
    assert marks(report) == [("Boats ran", "1")]


def test_raised_numbers_without_links() -> None:
    report = read(
        "<p>Boats ran.<sup>1</sup> On 3 km<sup>2</sup>, the 1<sup>st</sup> day.</p><p><sup>1</sup> The log.</p>"
    )
    assert blocks(report) == [("paragraph", "Boats ran. On 3 km², the 1st day."), ("footnote", "1 The log.")]
    assert marks(report) == [("Boats ran.", "1")]


def test_marks_in_headings_items_and_cells() -> None:
    def mark(number: int) -> str:
        return f'<sup><a href="#f{number}">{number}</a></sup>'

    body = (
        f"<h2>Boats{mark(1)}</h2><ul><li>late{mark(2)} often</ul><table><tr><td>a<td>5{mark(3)}<tr><td>b<td>6</table>"
    )
    report = read(body + "<ol>" + "".join(f"<li id=f{n}>Note {'abc'[n - 1]}." for n in (1, 2, 3)) + "</ol>")
    assert blocks(report)[0] == ("heading", "Boats")
    assert grid(report) == [["a", "5"], ["b", "6"]]
    assert marks(report) == [("Boats", "1"), ("• late", "2"), ("a\t5", "3")]
    assert [label for label, _ in notes_of(report)] == ["1", "2", "3"]


def test_links_within_a_page_are_no_footnotes() -> None:
    body = '<p>See part <a href="#p2">2</a> and <a href="#t">a</a>.</p><h2 id=p2>Piers</h2><p id=t>They stand.</p>'
    assert shown(body) == ["See part 2 and a.", "Piers", "They stand."]


# --- contents


PARTS = ("Foreword", "Boats", "Piers", "Annex 1")


def page_with_contents(lead: str, listed: str) -> Extraction:
    parts = "".join(
        f"<h2 id='{p}'>{p}</h2><p>On {p.lower()} we say this.</p><h3>More on {p}</h3><p>And this.</p>" for p in PARTS
    )
    return extract_report(read(f"<h1>Ferries</h1>{lead}{listed}{parts}"))


@pytest.mark.parametrize(
    ("lead", "listed"),
    [
        ("", "<nav><h2>Contents</h2><ol>{}</ol></nav>"),
        ("<h2>Contents</h2>", "<ul>{}</ul>"),
        ("<p><b>Contents</b></p>", "<div><ol>{}</ol></div>"),
        ("<div class=title>Table of contents</div>", "<ul>{}<li><a href='#gone'>Print</a></ul>"),
    ],
)
def test_a_list_of_links_is_the_contents(lead: str, listed: str) -> None:
    items = "".join(f'<li><a href="https://example.org/r#{quote(p)}">{p}</a></li>' for p in PARTS)
    found = page_with_contents(lead, listed.format(items))
    titles = [(s.title, s.level) for s in found.report.sections if s.title not in ("Contents", "Table of contents")]
    assert titles == [told for p in PARTS for told in ((p, 1), (f"More on {p}", 2))]
    assert found.records["findings"] == ()
    assert [b.kind for b in found.report.blocks].count(Kind.BULLET) == 0


def test_contents_of_plain_words_are_recognised_by_the_headings_that_follow() -> None:
    found = page_with_contents("<h2>Contents</h2>", "<ul>" + "".join(f"<li>{p}" for p in PARTS) + "</ul>")
    levels = {s.title: s.level for s in found.report.sections}
    assert [levels[p] for p in PARTS] == [1, 1, 1, 1] and levels["More on Piers"] == 2


def test_a_list_under_contents_that_names_no_headings_is_a_list() -> None:
    found = page_with_contents("<h2>Contents</h2>", "<ul><li>a map<li>a list of boats<li>Piers</ul>")
    assert "Contents" in [s.title for s in found.report.sections]
    assert len([s for s in found.report.sections if s.title in PARTS]) == 4


# --- pages as publishers make them


def test_a_page_of_a_large_site() -> None:
    page = """<!DOCTYPE html><html lang="en"><head><title>Northpier</title></head><body class="layout cookies-unset">
    <div id="global-cookie-message" class="gem-c-cookie-banner clearfix" role="region"><h2>Cookies on SITE</h2></div>
    <div class="container"><div class="gem-c-breadcrumbs"><ol><li><a href="/">Home</a></li></ol></div>
    <main role="main" class="html-publication"><div class="inverse-header"><h1>Northpier</h1><p>Published 4 May 2031</p>
    </div><div class="print-link"><button>Print this page</button></div><div id="contents"><nav aria-label="Contents">
    <h2>Contents</h2><ol><li><a href="#fw"><span>1. </span><span>Foreword</span></a></li><li><a href="#rt">2. Boats</a>
    </li><li><a href="#bg">3. Piers</a></li></ol></nav></div>
    <div class="govspeak"><h2 id="fw"><span>1. </span>Foreword</h2>
    <p>Words<sup id="fnref:1"><a href="#fn:1" rel="footnote">[footnote 1]</a></sup> here.</p><h2 id="rt">2. Boats</h2>
    <table><thead><tr><th scope="col">Pier</th><th scope="col">Boats</th></tr></thead><tr><td>North</td><td>5</td></tr>
    </table><h2 id="bg">3. Piers</h2><div class="footnotes" role="doc-endnotes"><ol>
    <li id="fn:1"><p>See <a href="x">it</a>.
    <a href="#fnref:1" role="doc-backlink">↩</a></p></li></ol></div></div>
    <div><a href="#contents"><svg class=icon />Back to top</a>
    </div></main></div><div class="feedback"><h2>Is this page useful?</h2></div><footer>Services</footer></html>"""
    report = read(page, whole=True)
    assert [words for _, words in blocks(report)] == [
        "Northpier",
        "Published 4 May 2031",
        "Contents",
        "1. Foreword\t\n2. Boats\t\n3. Piers\t",
        "1. Foreword",
        "Words here.",
        "1 See it.",
        "2. Boats",
        "Pier\tBoats\nNorth\t5",
        "3. Piers",
    ]
    sections = extract_report(report).report.sections
    assert [(s.ref, s.title, s.level) for s in sections][1:] == [
        ("1", "Foreword", 1), ("2", "Boats", 1), ("3", "Piers", 1),
    ]  # fmt: skip


def test_a_page_of_a_small_site_without_main_parts() -> None:
    page = """<html><head><title>Northpier</title></head><body class="page has-sidebar cookies-not-set">
    <div id="page" class="site"><header id="masthead" class="site-header"><a href="/">Ferries</a></header>
    <div class="entry-content"><h1 class="entry-title">Northpier</h1><div><h2><strong>Contents</strong></h2>
    <p><a href="https://e.org/p/#fw">Foreword</a><br><a href="https://e.org/p/#rt">Boats</a></p></div>
    <h2 id="fw">Foreword <a href="#page">(Back to top)</a></h2><p><span style="font-weight: 400;">Words.</span></p>
    <p>&nbsp;</p><h2><a id="rt"></a>Boats (<a href="#page">Back to top</a>)</h2>
    <p>Late.<a href="#_n1" id="_r1">[1]</a></p>
    <hr><p><a href="#_r1" id="_n1">[1]</a> A log.</p></div></div>
    <div id="secondary" class="widget-area sidebar"><h2>Recent posts</h2><ul><li><a href="/a">A</a></li></ul></div>
    <footer class="site-footer"><p>©</p></footer></div></body></html>"""
    assert [words for _, words in blocks(read(page, whole=True))] == [
        "Northpier", "Contents", "Foreword\t\nBoats\t", "Foreword", "Words.", "Boats", "Late.", "1 A log.",
    ]  # fmt: skip


# --- files that are no reports, and bombs


def fails(page: bytes, name: str = "page.html") -> str:
    with pytest.raises(LoadError) as caught:
        loader.load(Source(name, page, "0" * 64))
    message = str(caught.value)
    assert message.startswith(name) and "\n" not in message and message.endswith(".")
    return message


def test_pages_without_words() -> None:
    assert "without words" in fails(b"<html><body><script>1</script><nav>Home</nav></body></html>")
    assert "without words" in fails(b"<html>")


def test_a_message_in_place_of_a_report() -> None:
    assert "'Not here'" in fails(b"<html><title>Not here</title><p>Sorry.</p>", "report.pdf")
    assert "Download" in fails(b"<html><title>Page not found</title><p>Sorry.</p>")
    assert read("<p>A short page.</p>").text == "A short page.\n"


def test_entities_of_a_page_are_not_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "lol">{lines}<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    text = read(f"{bomb}<html><body><p>Words &l11; &x;</p></body></html>", whole=True).text
    assert "lol" not in text and "secret" not in text.replace("secret.txt", "") and text.startswith("Words")


def test_a_deep_page_is_refused() -> None:
    assert "deeper" in fails(b"<html><body>" + b"<div>" * 200_000 + b"deep")
    assert "deeper" in fails(b"<html><body>" + b"<ul><li>" * 5_000 + b"deep")
    assert shown("<div>" * 200 + "deep" + "</div>" * 200) == ["deep"]
    for opened in ("<span>", "<ul><li>", "<blockquote>", "<dl><dd>", "<span><div>", "<table><tr><td>"):
        assert "deep" in read(opened * (200 // opened.count("<")) + "deep").text
    assert power(fails, lambda size: b"<html><body>" + b"<div>" * size, 40_000) < MOST


def test_spans_are_bounded() -> None:
    rows = "<tr><td colspan=1000000 rowspan=1000000>a</td></tr>" + "<tr><td>b</td></tr>" * 50
    assert "columns" in fails(f"<html><table>{rows}".encode())
    assert grid(read("<table><tr><td colspan=1000000>a<tr><td>b<td>c</table>")) == [["a", ""], ["b", "c"]]
    assert "columns" in fails(b"<html><table><tr>" + b"<td>x" * 5_000)


def test_work_on_a_table_grows_with_its_cells_and_not_with_their_square() -> None:
    def make(rows: int) -> str:
        return "<table>" + ("<tr>" + "<td>some words" * 20 + "</tr>") * rows + "</table>"

    table = read(make(100)).blocks[0].table
    assert table is not None and len(table.cells) == 2_000
    assert power(read, make, 400) < MOST


def test_work_on_a_page_grows_with_its_links_and_notes_and_not_with_their_square() -> None:
    def make(count: int) -> str:
        links = "".join(f'<p>Words<sup><a href="#n{n}">{n % 999}</a></sup> here.</p>' for n in range(count))
        notes = "".join(f'<li id="n{n}">Note. <a href="#r">x</a>' for n in range(count))
        return f"{links}<ol>{notes}</ol>"

    assert sum(1 for b in read(make(1_600)).blocks if b.kind is Kind.FOOTNOTE) == 1_600
    assert power(read, make, 800) < MOST


@pytest.mark.parametrize(
    "part",
    [
        "<input>word ", "a<br>", "<table><tr><td>a<td>b</table>", "<div class=footnotes>x</div>",
        "<article>a</article>", "<p>x<h2>Footnotes</h2>",
        '<sup><a href="#n">1</a></sup>', "<nav><ul><li><a href='#x'>Contents</a></ul></nav>",
    ],
)  # fmt: skip
def test_work_on_what_is_repeated_grows_with_it_and_not_with_its_square(part: str) -> None:
    assert power(read, lambda size: "<p>Words</p>" + part * size + "<a id=n></a>", 2_000) < MOST


def test_large_embedded_pictures_do_not_matter() -> None:
    picture = "data:image/png;base64," + "QUJD" * 4_000_000
    assert shown(f'<p>Before</p><img src="{picture}"><p>Behind</p>') == ["Before", "Behind"]


def test_a_page_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("<!DOCTYPE html><html><body>" + "<p>Boats run every day of the year.</p>" * 40)
    assert load(path).format == "html"


# --- the published page


@pytest.mark.skipif(not EDITIONS.is_dir(), reason=f"no published reports in {SHARED}; set FINDINGS_SHARED")
class TestPublished:
    @staticmethod
    def rows(found: Extraction, table: str, without: tuple[str, ...]) -> list[dict[str, Any]]:
        return [{k: v for k, v in r.as_row().items() if k not in without} for r in found.records[table]]

    @pytest.mark.parametrize(
        "table",
        ["reports", "ratings", "key_questions", "recommendations", "progress", "findings", "examples", "statistics",
         "sections"],
    )  # fmt: skip
    @pytest.mark.parametrize("other", [EDITIONS / "surrey-pdu-2024.pdf", REPORTS / "surrey-pdu-2024.txt"], ids=str)
    def test_rows_are_those_of_the_other_editions(self, other: Path, table: str) -> None:
        page, edition = reading(EDITIONS / "surrey-pdu-2024.html"), reading(other)
        # a text shows the ratings below their names, a page beside them
        without = (
            "page",
            "start",
            "end",
            "source",
            "sha256",
            "format",
            "pages",
            "evidence_of",
            "rule",
            "printed_again",
        )
        assert self.rows(page, table, without) == self.rows(edition, table, without)
        assert (page.status, page.message) == ("ok", "")

    def test_its_footnotes_stand_with_what_cites_them(self) -> None:
        report = load(EDITIONS / "surrey-pdu-2024.html")
        assert [note.label for note in report.notes] == [str(n) for n in range(1, 8)]
        assert [b.marker for b in report.blocks if b.kind is Kind.FOOTNOTE] == [str(n) for n in range(1, 8)]
        for furniture in ("cookie", "Back to top", " Share ", "Privacy", "Skip", "↩", "Related"):
            assert furniture not in report.text

    def test_a_page_saved_as_a_pdf(self) -> None:
        with pytest.raises(LoadError, match=r"web-page-saved-as\.pdf: is a web page .* not a report"):
            load(EDITIONS / "bad" / "web-page-saved-as.pdf")


def test_an_embedded_picture_of_words_is_told() -> None:
    drawn = Image.new("RGBA", (500, 100))
    for row in range(3):
        ImageDraw.Draw(drawn).text((5, 5 + 30 * row), f"North pier {row} boats {row * 7} crew {row * 9}", fill="navy")
    held = io.BytesIO()
    drawn.save(held, "PNG")
    picture = f"<img alt='' src='data:image/png;base64,{b64encode(held.getvalue()).decode()}'>"
    report = read(f"<h1>Ferries</h1><h2>Boats</h2><p>Many.</p>{picture}<h2>Piers</h2><nav>{picture}</nav>")
    assert report.warnings == ("a picture looks like a table or words and was not read (below “Boats”)",)
    assert not read("<h1>Ferries</h1><p>Many.</p><img src='data:image/png;base64,AAAA'><img src='data:,x'>").warnings


def test_words_that_stand_off_the_screen_are_not_shown() -> None:
    sheet = (
        "<style>.off { position: absolute; left: -9999px } .cut { clip: rect(0 0 0 0) } .tiny { font-size: 0 }</style>"
    )
    body = "<p class=off>One</p><p class=cut>Two</p><p class=tiny>Three</p><p style='left: -9px'>Four</p>"
    assert shown(f"{sheet}<h1>Ferries</h1>{body}") == ["Ferries", "Four"]


def test_a_drawing_of_many_words_is_told() -> None:
    drawn = "<svg>" + "".join(f"<text>Pier {n}</text>" for n in range(8)) + "</svg>"
    assert (
        read(f"<h1>Ferries</h1><p>Many.</p>{drawn}").warnings
        and not read("<h1>F</h1><svg><text>1</text></svg>").warnings
    )


def test_a_bold_row_heads_a_table_that_holds_a_table() -> None:
    inner = "<table><tr><td>new<td>3<tr><td>old<td>9</table>"
    body = f"<table><tr><td><b>Pier</b><td><strong>Boats</strong><tr><td>North<td>12 {inner}<tr><td>South<td>9</table>"
    report = read(body)
    assert [kind for kind, _ in blocks(report)] == ["table", "caption", "table"]
    assert report.words(report.blocks[0]) == "Pier\tBoats\nNorth\t12\nSouth\t9"


def test_merged_cells_and_headings_are_kept() -> None:
    body = "<tr><th>Sex<th>Age<th>Crew<tr><td rowspan=2>Men<td>young<td>4<tr><td>old<td>12"
    body += "<tr><th scope=row colspan=2>All<td>16"
    made = read(f"<table>{body}</table>").blocks[0].table
    assert made is not None and made.header == 1
    spans = {(cell.row, cell.column): (cell.rows, cell.columns) for cell in made.cells if cell.rows + cell.columns > 2}
    assert spans == {(1, 0): (2, 1), (3, 0): (1, 2)}
    assert [cell.row for cell in made.cells if cell.heads] == [0, 0, 0]


def test_bold_and_shaded_rows_head_a_table_and_bands_do_not() -> None:
    def heads(*grounds: str, bold: int = 0) -> list[int]:
        rows = [
            f"<tr style='background:{ground}'>" + "".join(f"<td>{'<b>' * (n < bold)}{n}{c}</b></td>" for c in "ab")
            for n, ground in enumerate(grounds)
        ]
        made = read(f"<table>{''.join(rows)}</table>").blocks[0].table
        assert made is not None
        return sorted({cell.row for cell in made.cells if cell.heads})

    assert heads("#036", "white", "white", "white") == [0]
    assert heads("#ddd", "white", "#ddd", "white", "#ddd") == []
    assert heads("white", "white", "white", bold=1) == [0]
    assert heads("white", "white", "white", bold=3) == []
