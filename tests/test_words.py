"""Words of PDFs: every one as it is printed, whatever producer set the page."""

from __future__ import annotations

import io
import os
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
import regex
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Kind, Report
from extractor.errors import LoadError
from extractor.load import load
from extractor.load.draft_blocks import Draft
from extractor.load.pdf import SETTINGS
from extractor.load.pdf import load as load_pdf
from extractor.load.pdf.messages import Notices
from extractor.load.pdf.tables.columns import stretches
from extractor.load.pdf.words.gaps import close_gaps
from extractor.load.pdf.words.lines import lines_of
from extractor.load.pdf.words.lost_words import pages_with_lost_words, part_as_printed
from extractor.load.pdf.words.runs import GUESSED as PARTED
from extractor.load.pdf.words.runs import Run
from extractor.load.words import Words
from tests.cached_readings import LONG
from tests.test_load_pdf import LEFT, make, prose, read, source, write

SHARED = Path(os.environ.get("FINDINGS_SHARED", Path(__file__).parents[2] / "shared"))
FOLDERS = ("corpus/editions", "corpus/typeset", "corpus/ofsted", "corpus/tables", "cases")
SHOWN_OTHERWISE = (
    "19-hidden-layer",
    "18-struck-out",
    "27-unreadable",
    "30-portfolio",
    "33-level-watermark",
    "05-keyerror",
)
WORD = regex.compile(r"(?P<word>\p{L}+(?:['’]\p{L}+)*)(?P<behind>[\s\uE000]*)(?=(?P<next>\p{L}+(?:['’]\p{L}+)*)?)")
GUESSED = "\ue000"
BEHIND_MARK = regex.compile(r"(\S*[\p{L}\d][,.;:)’'/\u2010-]) (?=([\p{L}\d(‘“]\S*))")  # a printed space, not a line end
BLANKS = regex.compile(r"[ \t\u00a0\u2005\u2009]+")
LINE_HYPHENS = regex.compile("[\u0002\ufffe](?:\r\n)?")
INVISIBLE = regex.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


def shown_at(canvas: Canvas, text: str, gap: float, y: float = 600, size: float = 11) -> None:
    """Parts of a line, each a text object of its own, with room between them where `text` has a bar or spaces.

    Args:
        canvas: the page.
        text: a bar is a narrow gap, an underscore a space that is not printed, a space is printed.
        gap: the room for a bar, in points; a space that is not printed has the width of a printed one.
        y, size: where the line stands, and its type.
    """
    x = LEFT
    for part, behind in regex.findall(r"([^|_]+)([|_]?)", text):
        write(canvas, x, y, part, size=size)
        x += canvas.stringWidth(part, "Helvetica", size) + (gap if behind == "|" else 0.278 * size)


@pytest.mark.parametrize(
    ("printed", "gap", "right"),
    [
        ("R|equires_improvement", 3.2, "Requires improvement"),
        ("The|care|and|the|control", 2.9, "The care and the control"),
        ("children’|s care plans and result|s in all", 0.0, "children’s care plans and results in all"),
        ("Themes_drawn_from_the_quorlish_offices", 3.0, "Themes drawn from the quorlish offices"),
        ("I|N|A|D|E|Q|U|A|T|E", 2.6, "INADEQUATE"),
        ("S|E|R|V|I|C|E_D|E|L|I|V|E|R|Y", 1.8, "SERVICE DELIVERY"),
        ("the victim/s_allow it", 3.0, "the victim/s allow it"),
        ("work for_a_DV_team", 3.0, "work for a DV team"),
        ("in_to_the_room and on_to_a_shelf", 3.0, "in to the room and on to a shelf"),
        ("grade_C_grades and U_turns", 3.0, "grade C grades and U turns"),
        ("Thornh|ythe", 3.0, "Thornh ythe"),
        ("ved_a_lamp and aur_a_lamp", 3.0, "ved a lamp and aur a lamp"),
        ("D|V |o|f|f|i|c|e|’|s |r|e|v|i|e|w|, 2|0|1|7", 2.6, "DV office’s review, 2017"),
        ("A|B|C|1|2|3", 2.6, "A B C 1 2 3"),
        ("lamps,|ropes;|nets and corks", 1.6, "lamps, ropes; nets and corks"),
    ],
)
def test_only_a_gap_inside_an_attested_word_is_closed(printed: str, gap: float, right: str) -> None:
    assert read(lambda canvas: shown_at(canvas, printed, gap)).text.strip() == right


@pytest.mark.parametrize("gap", [1.6, 1.8])
def test_letters_all_as_far_apart_are_one_word_though_nothing_attests_it(gap: float) -> None:
    """pdfium guesses a space behind some of the letters only; a word that ends in one that is far narrower."""

    def page(canvas: Canvas) -> None:
        shown_at(canvas, "|".join("CRCs") + "_" + "|".join("Vemmrith"), gap)

    assert "CRCs Vemmrith" not in pdfium.PdfDocument(make(page))[0].get_textpage().get_text_range()
    assert read(page).text.strip() == "CRCs Vemmrith"


@pytest.mark.parametrize(("back", "words"), [(278, "near vemmrith"), (228, "near vemm rith")])
def test_a_printed_space_that_takes_no_room_parts_no_word(back: int, words: str) -> None:
    """Soft hyphens become such spaces where a PDF is written anew; one that can be seen is law."""

    def page(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, 600)
        text.setFont("Helvetica", 11)
        text._code.append(f"[(near vemm ) {back} (rith)] TJ")  # a space is 278 thousandths wide
        canvas.drawText(text)

    assert read(page).text.strip() == words


def test_dots_that_lead_to_a_page_number_are_no_letters_set_apart() -> None:
    """As TeX sets a page of contents: it prints no space at all, and words are less far apart than the dots."""

    def page(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, 600)
        text.setFont("Helvetica", 11)
        for title in ("Lamp Oils and Ropes", "Headquarters"):
            words = title.replace(" ", ") -278 (")
            text._code.append(f"[({words}) -420 {'(.) -500 ' * 30} (4)] TJ T*")
        canvas.drawText(text)

    assert read(page).text.splitlines()[0].startswith("Lamp Oils and Ropes")


@pytest.mark.parametrize("gap", [1.8, 2.2])
def test_letters_set_apart_are_one_word_where_a_second_object_goes_on_with_it(gap: float) -> None:
    """Programs that write a PDF anew break an object off after so many letters; pdfium guesses a space behind each."""

    def page(canvas: Canvas) -> None:
        x = float(LEFT)
        for words in ("The pier at Vemm", "rith 2018:"):
            text = canvas.beginText(x, 600)
            text.setFont("Helvetica", 11)
            steps = {letter: gap + (6.0 if letter == " " else 0.0) for letter in words}
            shown = (
                f"{-1000 * steps[one] / 11:.0f}" if one == " " else f"({one}) {-1000 * gap / 11:.0f}" for one in words
            )
            text._code.append(f"[{' '.join(shown)}] TJ")
            canvas.drawText(text)
            x += sum(steps[one] + (0.0 if one == " " else canvas.stringWidth(one, "Helvetica", 11)) for one in words)

    assert read(page).text.strip() == "The pier at Vemmrith 2018:"


def test_letters_that_are_kerned_stand_in_the_word_all_the_same() -> None:
    """`M` and `a` stand nearer than the figures do, all in one object."""

    def page(canvas: Canvas) -> None:
        text = canvas.beginText(LEFT, 600)
        text.setFont("Helvetica", 11)
        text._code.append("[(M) -170 (a) -130 (y) -730 (2) -170 (0) -170 (0) -170 (4)] TJ")
        canvas.drawText(text)

    assert read(page).text.strip() == "May 2004"


def test_a_printed_space_stays_even_inside_a_word() -> None:
    assert (
        read(lambda canvas: write(canvas, LEFT, 600, "R equires improvement")).text.strip() == "R equires improvement"
    )


def test_a_name_that_is_printed_whole_elsewhere_attests_itself() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas, lines=("Staff of Quorlbury said so, and of Vemmerby.",))
        shown_at(canvas, "Q|uorlbury and|Vemm|erby", 3.2)

    assert read(page).text.split("\n\n")[1].strip() == "Quorlbury and Vemmerby"


def test_a_line_without_printed_spaces_attests_its_words_too() -> None:
    def page(canvas: Canvas) -> None:
        shown_at(canvas, "Seals_of_the_quorlish_harbour_were_counted", 0.0, y=700)
        shown_at(canvas, "Quor|l|ish_seals", 1.8)
        shown_at(canvas, "Overall_rating_here_I|nadequate", 4.1, y=500)

    text = read(page).text
    assert "Quorlish seals" in text and "here Inadequate" in text


@pytest.mark.parametrize(("gap", "right"), [(2.6, "2019:"), (3.4, "2 0 1 9 :")])
def test_figures_are_set_apart_where_words_of_their_look_are(gap: float, right: str) -> None:
    def page(canvas: Canvas) -> None:
        shown_at(canvas, "R|a|t|i|n|g|s", 2.6, y=700)
        shown_at(canvas, "2|0|1|9|:", gap)

    assert read(page).text.strip().split("\n\n") == ["Ratings", right]


def test_closing_a_gap_attests_nothing() -> None:
    def page(canvas: Canvas) -> None:
        for number, text in enumerate(("drives|improvements", "has|drives|again", "improvements|in")):
            shown_at(canvas, text, 3.0, y=700 - 40 * number)

    assert read(page).text.split() == "drives improvements has drives again improvements in".split()


def test_words_on_both_sides_of_a_mark_are_two() -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        write(canvas, LEFT, 600, "Our rating")
        x = LEFT + canvas.stringWidth("Our rating", "Helvetica", 11)
        write(canvas, x, 604, "7", size=6)
        write(canvas, x + 3.4, 600, "for planning is based on the cases.")

    assert "Our rating for planning is based on the cases." in read(page).text


def test_every_word_of_the_shared_files_is_as_pdfium_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Joined and split words: none over every tenth PDF, and at most 1 in 100,000 over all in the long run.

    A gap that pdfium guesses and nobody printed may be closed where English has the whole and not its parts. Of pages
    that are pictures pdfium has no word: they are recognised in the long run only.
    """
    if not (SHARED / "corpus").is_dir():
        pytest.skip(f"{SHARED} is not there")
    english = frozenset(
        files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").split()[::2]
    )
    paths = sorted(path for folder in FOLDERS for path in (SHARED / folder).rglob("*.pdf"))
    if not LONG:
        paths = paths[::10]
        monkeypatch.setattr("extractor.load.pdf.reader.is_installed", lambda: False)
    total, faults = 0, []
    for path in paths:
        if "bad" in path.parts or f"{path.parent.name}/{path.name}".rpartition("published/")[2].startswith(
            SHOWN_OTHERWISE
        ):
            continue
        try:
            ours = load(path).text
        except LoadError:
            continue
        theirs = pdfium_text(path)
        total += len(WORD.findall(theirs))
        found = differences(ours, theirs, english) + lost_spaces(ours, theirs)
        faults += [f"{path.name}: {fault}" for fault in found]
    assert total > (350_000 if LONG else 60_000)
    assert len(faults) <= total / 100_000, "\n".join(faults)


def pdfium_text(path: Path) -> str:
    """What pdfium has as the text of a file; spaces that it guesses are `GUESSED`, line-end hyphens `-`."""
    document = pdfium.PdfDocument(path)
    pages = []
    for page in document:
        text_page = page.get_textpage()
        letters = []
        for index in range(text_page.count_chars()):
            code = raw.FPDFText_GetUnicode(text_page, index)
            guessed = code == 32 and raw.FPDFText_IsGenerated(text_page, index) == 1
            letters.append(GUESSED if guessed else chr(code) if code <= 0x10FFFF else "\ufffd")
        pages.append("".join(letters))
    text = INVISIBLE.sub("", LINE_HYPHENS.sub("-", "\r\n".join(pages)))
    for ligature, plain in LIGATURES.items():
        text = text.replace(ligature, plain)
    return text


def differences(ours: str, theirs: str, english: frozenset[str]) -> list[str]:
    """Words of one text that are two in the other, each as often as it is so."""
    our_words, their_words = (Counter(m["word"] for m in WORD.finditer(text)) for text in (ours, theirs))
    our_pairs, their_pairs = pairs_of(ours), pairs_of(theirs)
    found = []
    for (left, right), guessed in their_pairs.items():
        whole = left + right
        joined = min(our_words[whole] - their_words[whole], len(guessed) - len(our_pairs.get((left, right), ())))
        parts = [part for part in (left, right) if len(part) > 1 and part.casefold() in english]
        mended = any(guessed) and whole.casefold() in english and len(parts) < 2
        if joined > 0 and not mended:
            found += [f"joined {left} {right}"] * joined
    for (left, right), places in our_pairs.items():
        whole = left + right
        split = min(their_words[whole] - our_words[whole], len(places) - len(their_pairs.get((left, right), ())))
        if split > 0:
            found += [f"split {left} {right}"] * split
    return found


def lost_spaces(ours: str, theirs: str) -> list[str]:
    """Words and figures that stand apart behind a comma, bracket, slash or hyphen, but are one in our text."""
    our_tokens, their_tokens = (Counter(text.replace(GUESSED, " ").split()) for text in (ours, theirs))
    wholes = {f"{left}{right}": f"{left} {right}" for left, right in BEHIND_MARK.findall(BLANKS.sub(" ", theirs))}
    return [
        f"joined {apart}" for whole, apart in wholes.items() for _ in range(our_tokens[whole] - their_tokens[whole])
    ]


def test_spaces_behind_marks_are_missed() -> None:
    printed = "of boats, lamps and (old) oars, 4 in all; well- worn"
    assert lost_spaces(printed.replace("s, l", "s,l").replace(") o", ")o"), printed) == [
        "joined boats, lamps",
        "joined (old) oars,",
    ]
    assert lost_spaces(printed, printed) == []
    assert lost_spaces("boats,lamps", "boats,\r\nlamps") == []


def pairs_of(text: str) -> dict[tuple[str, str], list[bool]]:
    """Neighbouring words with nothing but a gap between them, and for each place whether the gap is a guess."""
    pairs: dict[tuple[str, str], list[bool]] = {}
    matches = list(WORD.finditer(text))
    for one, other in pairwise(matches):
        if other.start() == one.end():
            pairs.setdefault((one["word"], other["word"]), []).append(GUESSED in one["behind"])
    return pairs


def test_a_page_that_loses_words_is_parted_as_pdfium_parts_it() -> None:
    runs = [Run(text, 10.0 * at, 10.0 * at + 9.9, 100, 11) for at, text in enumerate("Teams met weekly".split())]
    assert lines_of(runs)[0].text == "Teamsmetweekly"
    kept = Draft(Kind.PARAGRAPH, Words("Teams met weekly"), 1)
    joined = Draft(Kind.PARAGRAPH, Words("Teamsmetweekly"), 1)
    assert pages_with_lost_words([runs], [kept], SETTINGS.words) == []
    assert pages_with_lost_words([runs, runs], [joined, replace(kept, page=2)], SETTINGS.words) == [1]
    part_as_printed(runs)
    assert lines_of(runs)[0].text == "Teams met weekly"


@pytest.mark.parametrize("hyphen", ["-", "\u2010"])
def test_a_word_that_was_broken_for_the_line_is_no_lost_word(hyphen: str) -> None:
    upper = Run(f"Teams met week{hyphen}", 10, 80, 100, 11)
    lower = Run("ly", 10, 20, 120, 11)
    kept = Draft(Kind.PARAGRAPH, Words("Teams met weekly"), 1)
    assert pages_with_lost_words([[upper, lower]], [kept], SETTINGS.words) == []


def test_halves_of_a_word_that_a_narrow_cell_broke_are_no_lost_words() -> None:
    broken = ("Teams met", "wee", "kly", "wee", "kly")
    lines = [Run(text, 10, 80, 100 + 20 * at, 11) for at, text in enumerate(broken)]
    kept = Draft(Kind.PARAGRAPH, Words("Teams met weekly weekly"), 1)
    assert pages_with_lost_words([lines], [kept], SETTINGS.words) == []
    assert pages_with_lost_words([lines], [Draft(Kind.PARAGRAPH, Words("Teams met"), 1)], SETTINGS.words) == [1]


def test_a_page_whose_words_were_parted_anew_is_named() -> None:
    notices = Notices(engine=True, replaced=[1, 2, 5], lost=[5])
    assert list(notices.remarks()) == [
        "pages 1-2: words are parted as the PDF library has them: check them against the page"
    ]
    assert list(notices.warnings()) == ["page 5: more than 1 in 100 words are missing from what was read"]


def struck(canvas: Canvas, x: float, y: float, text: str, height: float = 3.2, beyond: float = 0.0) -> None:
    """Words with a line through them."""
    write(canvas, x, y, text)
    canvas.line(x - beyond, y + height, x + canvas.stringWidth(text, "Helvetica", 11) + beyond, y + height)


@pytest.mark.parametrize(
    ("height", "beyond", "is_struck"), [(3.2, 0.0, True), (-1.2, 0.0, False), (9.0, 0.0, False), (3.2, 40.0, False)]
)
def test_words_that_a_line_is_drawn_through_are_not_read(height: float, beyond: float, is_struck: bool) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        write(canvas, LEFT, 600, "In")
        struck(canvas, LEFT + 12.2, 600, "48%", height, beyond)
        write(canvas, LEFT + 37.5, 600, "61% of cases the review was late.")

    right = "In 61% of cases the review was late." if is_struck else "In 48% 61% of cases the review was late."
    assert right in " ".join(read(page).text.split())


@pytest.mark.parametrize(("marks", "figure"), [("1,2", "6"), ("1, 2", "11"), ("a", "8"), ("a,b", "34"), ("†", "5")])
def test_raised_marks_are_no_part_of_a_figure(marks: str, figure: str) -> None:
    def page(canvas: Canvas) -> None:
        prose(canvas)
        write(canvas, LEFT, 600, figure)
        write(canvas, LEFT + canvas.stringWidth(figure, "Helvetica", 11), 604, marks, size=6.5)

    report = read(page)
    assert report.text.split("\n\n")[-1].split() == [figure]


def test_forms_and_notes_that_a_viewer_shows_are_read() -> None:
    pdf = pikepdf.open(io.BytesIO(make(lambda canvas: prose(canvas) and None)))
    for number, (kind, flags) in enumerate((("/Widget", 4), ("/FreeText", 4), ("/FreeText", 2))):
        look = pdf.make_stream(f"BT /F1 11 Tf 0 2 Td (Note {number} of the page) Tj ET".encode())
        look.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 200, 14]})
        look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(_helvetica())))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name(kind),
            Rect=[65, 500 - 40 * number, 265, 514 - 40 * number],
            F=flags,
            AP=pikepdf.Dictionary(N=look),
        )
        if "/Annots" not in pdf.pages[0]:
            pdf.pages[0].Annots = pikepdf.Array()
        pdf.pages[0].Annots.append(pdf.make_indirect(note))
    text = load_bytes(pdf).text
    assert "Note 0 of the page" in text and "Note 1 of the page" in text and "Note 2" not in text


def test_layers_that_are_off_are_not_read() -> None:
    pdf = pikepdf.open(io.BytesIO(make(lambda canvas: prose(canvas) and None)))
    on, off = (
        pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(name)))
        for name in ("on", "off")
    )
    any_of = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCMD, OCGs=[on, off]))
    all_of = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCMD, OCGs=[on, off], P=pikepdf.Name.AllOn))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[on, off], D=pikepdf.Dictionary(OFF=[off]))
    page = pdf.pages[0]
    page.Resources.Properties = pikepdf.Dictionary(ON=on, OFF=off, ANY=any_of, ALL=all_of)
    page.Resources.Font.F9 = pdf.make_indirect(_helvetica())
    parts = [
        f"/OC /{name} BDC BT /F9 11 Tf 65 {500 - 30 * row} Td (Layer {name} said so) Tj ET EMC"
        for row, name in enumerate(("ON", "OFF", "ANY", "ALL"))
    ]
    form = pdf.make_stream(b"BT /F9 11 Tf 65 300 Td (Form said so) Tj ET")
    form.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 600, 800], "/OC": off})
    form.Resources = pikepdf.Dictionary(Font=page.Resources.Font)
    page.Resources.XObject = pikepdf.Dictionary(FM=form)
    page.contents_add(" ".join([*parts, "/FM Do"]).encode())
    text = load_bytes(pdf).text
    shown = [name for name in ("ON", "OFF", "ANY", "ALL") if f"Layer {name} said so" in text]
    assert shown == ["ON", "ANY"] and "Form said so" not in text


def test_attached_files_and_portfolios_are_named() -> None:
    pdf = pikepdf.open(io.BytesIO(make(lambda canvas: prose(canvas) and None)))
    pdf.attachments["annex.pdf"] = b"%PDF-1.4"
    report = load_bytes(pdf)
    assert report.remarks == ("files are attached and were not read: annex.pdf",)
    pdf.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)
    report = load_bytes(pdf)
    assert report.warnings == ("is a portfolio, of which only the cover was read. Save and read its files: annex.pdf",)


def _helvetica() -> pikepdf.Dictionary:
    names = pikepdf.Name
    return pikepdf.Dictionary(
        Type=names.Font, Subtype=names.Type1, BaseFont=names.Helvetica, Encoding=names.WinAnsiEncoding
    )


def load_bytes(pdf: pikepdf.Pdf) -> Report:
    data = io.BytesIO()
    pdf.save(data)
    return load_pdf(source(data.getvalue()))


def test_words_whose_letters_are_set_apart_are_one_stretch_of_a_line() -> None:
    """Room between the letters stands on both sides of a space, too, and makes no edge of a column of it."""
    runs, x = [], 60.0
    for word in ("KEEPERS", "OF", "LAMPS"):
        for at, letter in enumerate(word, start=1):
            runs.append(Run(letter + (" " if at == len(word) else PARTED), x, x + 8, 100.0, 12.0, space=3.3))
            x += 12.0
        x += 7.5
    close_gaps([runs], SETTINGS.words)
    assert [run.text for run in runs] == ["KEEPERS ", "OF ", "LAMPS "]
    assert stretches(runs, SETTINGS.tables.gutter) == [(60.0, runs[-1].x1)]
