"""What tells of a bad reading: each sign in a report of its own, and what is like it and is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import run
from extractor.check import check
from extractor.cli import app
from extractor.dataset.extracted import Extracted
from extractor.document import Block, Kind
from extractor.find.coverage import find, find_unread
from extractor.find.lists import Nesting, Open
from extractor.load import Source, load_text
from extractor.load.html import load as load_html
from extractor.packs import load_packs
from extractor.pipeline import Extraction, extract_report
from extractor.records import Record, Unread
from tests.cached_readings import LONG
from tests.coverage_calibration import BAD, GOOD, KINDS, Edition, editions
from tests.generator import make_report

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"


@lru_cache(maxsize=64)
def extracted(text: str) -> Extraction:
    return extract_report(load_text(text, "report.txt"))


def unread(found: Extraction) -> dict[str, list[str]]:
    """What is unread, by reason."""
    told: dict[str, list[str]] = {}
    for row in found.records["unread"]:
        assert isinstance(row, Unread)
        told.setdefault(row.reason, []).append(row.evidence.quote)
    return told


@cache
def whole(framework: str = "hmip-pdu-2023", seed: int = 410) -> str:
    habits = {"wrap": 0, "page_breaks": 0.0, "contents": "tab", "verdict": "line", "emphasis": False, "pipes": False}
    marks = {"bullet": "-", "second_bullet": "", "double_markers": False}
    return make_report(framework, seed, **habits, **marks).text


def test_labels_of_an_earlier_inspection_rate_nothing_by_right() -> None:
    sign = "a label of the scale that stands alone and rates nothing"
    table = "\n\nThis is what others found.\n\nWhat\t{head}\nThe tea\tInadequate\nThe hall\tGood\nThe stairs\tGood\n"
    assert sign not in unread(extracted(whole() + table.format(head="Rating at the last inspection")))
    told = unread(extracted(whole() + table.format(head="Rating").replace("Good", "Good (3)")))
    assert told[sign] == ["Inadequate", "Good (3)", "Good (3)"]


def test_parts_of_one_sentence_do_not_stop_in_it() -> None:
    sign = "an item that stops in the middle of a sentence"
    text = (Path(__file__).parent / "cases" / "recommendations" / "sub-points.txt").read_text(encoding="utf-8")
    more = "\n\n".join(f"{number}. wash deck {number} of the ferry." for number in range(4, 25))
    text = text.replace("Next steps", f"{more}\n\nNext steps").replace("low water", "low water.")
    text = (
        text.replace("wet boards", "wet boards,").replace("a notice.", "a notice,").replace("those of rowers.", "oars.")
    )
    told = unread(extracted(text))[sign]
    assert "nobody slips on wet boards," not in told and "put up a notice," in told and "oars." not in told


def test_a_mark_put_into_the_sentence_of_an_item_is_told() -> None:
    sign = "a lone part of an item, that goes on with its sentence"
    items = "- 1. paint the hall{}\n- walls and the roof\n{}- 2. row\n- 3. sing\n"
    text = f"Minutes\n\nRecommendations\n\nThe board should:\n\n{items}"
    assert unread(extracted(text.format(" and its", "")))[sign] == ["walls and the roof"]
    assert not {sign} & {*unread(extracted(text.format(":", ""))), *unread(extracted(text.format("", "- doors\n")))}


def test_an_item_without_a_stop_above_the_next_number_on_its_page_is_whole() -> None:
    sign = "an item that stops in the middle of a sentence"
    items = "1. mend it.\n\n2. paint the hall\n\n{}3. row to the pier.\n\n4. sing of it.\n\n5. sit down.\n\n\fNext"
    text = f"Minutes of a meeting\n\nRecommendations\n\nThe board should:\n\n{items}"
    assert sign not in unread(extracted(text.format("")))
    assert sign in unread(extracted(text.format("\f")))


def test_items_of_one_sentence_without_an_item_above_them_are_whole() -> None:
    sign = "an item that stops in the middle of a sentence"
    items = (
        "- mend the pier;\n- paint the hall; and\n- {} to the hall.\n\nThe mayor should:\n\n- sing it.\n- sit down.\n"
    )
    text = f"Minutes of a meeting\n\nRecommendations\n\nThe board should:\n\n{items}"
    assert sign not in unread(extracted(text.format("row")))
    assert sign in unread(extracted(text.format("Rowers")))


def test_words_torn_in_two_are_told_and_compounds_are_not() -> None:
    text = whole()
    assert "torn in two" not in extracted(text).message
    bullets = [line for line in text.split("\n") if line.startswith("- ")]
    words = [(line, word) for line in bullets for word in line.split() if word.isalpha() and len(word) > 8]
    bullet, word = next(
        (line, word) for line, word in words if text.count(f"{word} ") > 2 and word[:3] not in text.split()
    )
    torn = text.replace(bullet, bullet.replace(word, f"{word[:3]} {word[3:]}", 1), 1)
    found = extracted(torn)
    assert found.status == "partial" and unread(found)["a word that is torn in two"] == [f"{word[:3]} {word[3:]}"]
    assert unread(extracted(text.replace(bullet, f"{bullet} It is in the regis ter.", 1)))["a word that is torn in two"]
    put = text.replace(bullet, f"{bullet} The case notes and the casenotes and the team’s and all were read.")
    assert "torn in two" not in extracted(put).message
    told = unread(
        extracted(
            text.replace(
                bullet, f"{bullet} On the 1 st and in area b and c it h ad rain, so we re dry i n th e hall", 1
            )
        )
    )
    assert told["a word that is torn in two"] == ["h ad", "we re", "i n", "th e"]


def test_a_concern_asked_again_as_another_kind_stands_twice_by_right() -> None:
    text = (Path(__file__).parent / "cases" / "recommendations" / "prison-of-2024.txt").read_text(encoding="utf-8")
    rows = extracted(text).records["recommendations"]
    above, below = next((a, b) for a, b in pairwise(rows) if a.kind != b.kind)
    reason = "an item that stands twice"
    assert reason not in unread(extracted(text.replace(below.text, above.text)))
    before = next(a for a, b in pairwise(rows) if a.kind == b.kind)
    assert reason in unread(extracted(text.replace(above.text, before.text)))


def test_progress_that_stands_twice_is_told_and_empty_progress_is_not() -> None:
    text = whole("hmip-pdu-2021", 412)
    first, second, *_ = [row.text for row in extracted(text).records["progress"]]
    reason = "an item that stands twice"
    assert reason not in unread(extracted(text))
    assert reason in unread(extracted(text.replace(second, first)))
    assert reason not in unread(extracted(text.replace(first, "").replace(second, "")))
    lost = re.sub(r"Improvement still required[^\n]+\s+Recommendation from [^\n]+", "", text, count=1)
    assert [len(unread(extracted(one)).get("a follow-up that has another in it", ())) for one in (text, lost)] == [0, 1]


def test_verdicts_that_a_section_prints_again_are_asked_for_in_no_row() -> None:
    text = (Path(__file__).parent / "cases" / "progress" / "review-of-a-prison.txt").read_text(encoding="utf-8")
    assert not unread(extracted(text))
    assert ["Reasonable progress"] in unread(extracted(text.replace("Summary of judgements", "Weather"))).values()


def test_a_row_of_a_table_of_follow_ups_without_its_verdict_is_told() -> None:
    reason = "a row of a table of follow-ups, without a verdict that was read"
    text = whole("hmip-pdu-2021", 412)
    rows = "Recommendation\tSome progress\tNo progress\nMend the gate by May.\t✓\t✓\n"
    assert reason not in unread(extracted(text))
    assert reason in unread(extracted(f"{text}\n\nThis is what became of them.\n\n{rows}"))


def test_a_group_whose_figure_is_withheld_is_not_lacking() -> None:
    text = whole("hmip-pdu-2021", 412)
    reason = "a question that lacks a group of cases which its table has"
    quote = next(row.evidence.quote for row in extracted(text).records["key_questions"] if row.group == "post_release")
    told = [unread(extracted(text.replace(quote, re.sub(r"\d+%$", shown, quote), 1))) for shown in ("[c]", "")]
    assert [reason in one for one in told] == [False, True]


def test_a_prompt_printed_again_under_the_next_question_is_told() -> None:
    text = whole("hmip-pdu-2021", 412)
    reason = "a question that stands again under another, with its figures"
    assert reason not in unread(extracted(text))
    found, lacking = extracted(text), "a standard without prompts, where others have some"
    rows = [row for row in found.records["key_questions"] if row.level == "prompt"]
    few = [row for row in found.records["key_questions"] if row.level != "prompt" or row.standard_id != "planning"]
    pack = load_packs().packs["hmip-pdu-2021"]
    reasons = {row.reason for row in find_unread(found.report, pack, {**found.records, "key_questions": few})}
    assert lacking in reasons and lacking not in unread(found)
    above, below = next(
        (a, b) for a, b in pairwise(rows) if a.standard_ref == b.standard_ref and a.key_question != b.key_question
    )
    lines = text.split("\n")
    first, second = (next(n for n, line in enumerate(lines) if line.startswith(row.question)) for row in (above, below))
    lines.insert(second + 1, lines[first])
    assert unread(extracted("\n".join(lines)))[reason]


def test_a_list_printed_twice_is_told_and_a_sentence_that_comes_back_is_not() -> None:
    text = whole()
    reason = "an item that stands twice"
    lines = text.split("\n")
    listed = "".join("-" if line.startswith("- ") else " " for line in lines)
    first = next(
        n for n in range(2, len(lines)) if lines[n - 2].startswith("Strength") and listed[n:].startswith("---")
    )
    end = listed.index(" ", first)
    again = "\n".join([*lines[:end], "", *lines[first:end], *lines[end:]])
    assert len(unread(extracted(again))[reason]) == end - first
    label = next(n for n in range(end, len(lines)) if lines[n].startswith("Area"))
    below = "\n".join([*lines[: label + 2], *lines[first:end], "", *lines[label + 2 :]])
    assert unread(extracted(below))[reason]
    one = "\n".join([*lines[:end], lines[first], *lines[end:]])
    assert reason not in unread(extracted(one))


def test_a_label_with_the_figure_of_the_next_cell_is_told() -> None:
    reason = "a label with the figure of the cell beside it"
    table = "Table 1: Boats\n\nKind\tn\t%\nFerries\t12\t40\nTugs\t6\t20\nRafts\t3\t10\nSkiffs\t9\t30\n"
    assert reason not in unread(extracted(table))
    assert unread(extracted(table.replace("Tugs\t6\t20", "Tugs 6\t20\t")))[reason]
    assert reason not in unread(extracted(table.replace("Tugs\t", "Pier 6\t")))


def test_a_list_whose_label_is_lost_is_told() -> None:
    text = whole()
    reason = "a list above a heading that judges, as if its own were lost"
    assert reason not in unread(extracted(text))
    lines = text.split("\n")
    label = next(n for n, line in enumerate(lines) if line.startswith("Strength") and n > len(lines) // 3)
    assert unread(extracted("\n".join(lines[:label] + lines[label + 1 :])))[reason]


def test_what_stands_below_a_label_that_rates_nothing_is_told() -> None:
    reason = "an item below a label that rates nothing: a heading may be lost"
    lines = whole().split("\n")
    label = next(n for n, line in enumerate(lines) if line.startswith("Strength") and lines[n + 2].startswith("- "))
    told = unread(extracted("\n".join([*lines[:label], "Inadequate", "", *lines[label:]])))
    assert [words[:20] for words in told[reason]] == [lines[label + 2][2:22]]


def test_a_heading_of_the_contents_that_is_no_section_is_told_where_there_are_several() -> None:
    text = whole("hmip-probation-2018", 411)
    assert "headings" not in extracted(text).message
    lines = text.split("\n")
    entries = [line.rpartition("\t")[0] for line in lines[:80] if line.rpartition("\t")[2].strip().isdigit()]
    gone = [entry.split(maxsplit=1)[-1] for entry in entries if "." not in entry and len(entry) > 8][:4]
    assert len(gone) == 4
    head = next(n for n, line in enumerate(lines) if entries[-1] in line) + 1
    kept = lines[:head] + [
        f"{line}, as told" if any(g in line and len(line) < 70 for g in gone) else line for line in lines[head:]
    ]
    found = extracted("\n".join(kept))
    assert "headings in no row" in found.message and found.status == "partial"


def test_a_label_with_nothing_below_it_is_told() -> None:
    lines = whole().split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("Strength"))
    kept = [line[2:] if line.startswith("- ") and n < at + 12 else line for n, line in enumerate(lines)]
    found = extracted("\n".join(kept))
    sign = "a heading that judges, with no item below it"
    assert unread(found)[sign] and found.status == "partial"
    lines = "Minutes of a meeting", "Strengths", "We met them.", "What else", "We had tea."
    assert sign in unread(extracted("\n\n".join(lines)))
    assert sign not in unread(extracted("\n\n".join(lines).replace("them.", "them. They had tea. It was hot.")))


def test_an_overall_judgement_is_owed() -> None:
    text = whole()
    found = extracted("\n".join(line for line in text.split("\n") if "verall" not in line))
    assert found.status == "partial" and "no overall judgement" in found.message


def test_recommendations_are_owed_as_the_words_say() -> None:
    text = whole()
    found = extracted(text)
    count = len(found.records["recommendations"])
    said = "\n\nWe have made thirty recommendations that we believe will help.\n\n"
    at = text.rindex("Recommendations") + len("Recommendations")
    found = extracted(text[:at] + said + text[at:])
    assert f"{count} of 30 recommendations" in found.message


def test_a_figure_labelled_by_a_question_and_one_that_stands_twice_are_told() -> None:
    rows = (
        "Group\tNorth\tSouth",
        "{}\t12\t13",
        "Officers\t14\t15",
        "Managers\t16\t17",
        "Tutors\t18\t19",
        "Cooks\t20\t21",
    )
    table = "\n".join(("Table 1: Staff", "", *rows, ""))
    right = unread(extracted(f"Minutes\n\nStaff\n\n{table.format('Clerks')}"))
    assert not {reason for reason in right if "figure" in reason}
    wrong = unread(extracted(f"Minutes\n\nStaff\n\n{table.format('Are there enough clerks?')}"))
    assert len(wrong["a figure labelled by a question"]) == 2
    twice = unread(extracted(f"Minutes\n\nStaff\n\n{table.format('Officers')}"))
    assert len(twice["a figure that has its label and column with another"]) == 4
    for label, cut in (("Duties complied with", 0), ("Clerks who work with", 2)):
        told = unread(extracted(f"Minutes\n\nStaff\n\n{table.format(label)}"))
        assert len(told.get("a label that stops in the middle of a sentence", [])) == cut


def test_a_share_without_its_sign_is_told() -> None:
    text = whole("hmip-pdu-2021", 412)
    share = next(line for line in text.split("\n") if line.lower().startswith("proportion of") and line.endswith("%"))
    assert "a share without its sign" not in unread(extracted(text))
    found = extracted(text.replace(share, share.rstrip("%")))
    assert len(unread(found)["a share without its sign"]) == 1 and found.status == "partial"


def test_recommendations_below_a_line_that_lost_its_colon_are_told() -> None:
    sign = "a line that leads in recommendations, and whom it names was not read"
    text = whole("hmip-esi-2003", 413)
    assert sign not in unread(extracted(text))
    found = extracted("\n".join(line.removesuffix(":") for line in text.split("\n")))
    assert sign in unread(found) and found.status == "partial"
    marked = re.sub(r"(?m)(?<=ensure that)([^:\n]{0,20}):$", r"\1:4", text)
    assert marked != text and sign in unread(extracted(marked))


def test_a_line_that_names_who_should_with_nothing_below_it_is_told() -> None:
    sign = "a line that names who should, and no recommendation below it"
    asked = (
        "The board should:\n\n1. mend the gate.\n\n2. paint it.\n\nThe crew should:\n\n{}Next steps\n\nWe had tea.\n"
    )
    text = f"Minutes of a meeting\n\nRecommendations\n\n{asked}"
    assert sign not in unread(extracted(text.format("3. row.\n\n")))
    assert unread(extracted(text.format("")))[sign] == ["The crew should:"]


def test_a_heading_of_a_part_that_stands_again_behind_its_own_parts_is_told() -> None:
    sign = "a heading that stands again behind its own parts"
    text = whole("hmip-esi-2003", 412)
    sections = [section for section in extracted(text).report.sections if section.part == "domestic-violence"]
    around, below = next((one, other) for one, other in pairwise(sections) if other.ref == f"{one.ref}1")
    heading = next(line for line in text.split("\n") if line.endswith(around.title) and line.startswith("SECTION"))
    at = text.index("\n\n", text.index(below.title, text.index(heading) + len(heading)))
    assert sign not in unread(extracted(text)) and sign in unread(extracted(f"{text[:at]}\n\n{heading}{text[at:]}"))


def test_an_example_with_the_title_of_the_report_among_its_words_is_told() -> None:
    sign = "an item with the title of the report among its words"
    text = make_report("hmip-summary-2019", 411, wrap=0).text
    found = extracted(text)
    example, about = found.records["examples"][0], found.records["reports"][0]
    words = example.text[-30:]  # type: ignore[attr-defined]
    assert sign not in unread(found) and words in text
    put = words.replace(" ", f" {about.title} ", 1)  # type: ignore[attr-defined]
    assert sign in unread(extracted(text.replace(words, put)))


def test_rows_of_figures_that_are_no_table_are_told() -> None:
    def reasons(paragraphs: list[str]) -> set[str]:
        body = "".join(f"<p>{words}</p>" for words in paragraphs)
        page = f"<html><body><h1>Minutes</h1><h2>Staff</h2>{body}</body></html>"
        return set(unread(extract_report(load_html(Source("page.html", page.encode(), "0")))))

    sign = "lines that end in figures, and are no table"
    assert sign in reasons(["Clerks 12 14%", "Officers 13 15%", "Managers 16 17%"])
    assert sign not in reasons([f"We saw {n} clerks. They had {n}4 cases." for n in range(1, 4)])
    assert sign not in reasons(["Clerks 12 14%", "Officers 13 15%", "They are well led and stay for years."])
    assert sign not in reasons(["Fenwick May 2019", "Morwick June 2019", "Tarn and Weir October 2019"])


def page(*paragraphs: str) -> set[str]:
    """What is told of a web page of some paragraphs."""
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    data = f"<html><body><h1>Minutes</h1>{body}</body></html>".encode()
    return set(unread(extract_report(load_html(Source("page.html", data, "0")))))


def test_capitals_that_are_torn_from_their_words_are_told() -> None:
    sign = "a heading or label that is torn in two"
    assert sign in page("S trengths were many", "The strengths of the team were told.")
    assert sign not in page("Annex B shows it", "The team shows it, too.")
    assert sign not in page("A good team", "Agood is a place.", "It is good.")
    torn = (
        "We met in P ellworth, in W instead and in T albury, in the hall, where all of us had tea and talked of it.",
    )
    assert "a word that is torn behind its capital" in page(*torn)
    assert "a word that is torn behind its capital" not in page(torn[0].replace("P e", "Pe"))


def test_a_text_that_stops_in_a_sentence_is_told() -> None:
    sign = "a text that stops in the middle of a sentence"
    words = "We met the team in the hall, where they had tea and told us what they had done "
    assert sign in page(words + "and more. They said that it was")
    assert sign not in page(words + "and more. They said that it was left.")
    assert sign not in page(words + "and left at once for the next of the teams")
    assert sign in page(words + "and more.", "Do they have enough of th sug")
    assert sign not in page(words + "and more.", "Do they have enough of the sugar")


def test_a_percentage_with_a_letter_for_a_digit_is_told() -> None:
    sign = "a percentage in which a letter stands for a digit"
    assert sign in page("It was so in 1O% of the cases that we read.")
    assert sign not in page("It was so in 10% of the cases, by section 1O of the Act.")
    bands = "\n\nBanding\tRating\nToo few: 5O-64%\tRequires improvement\nMany: 65%+\tGood\nMost: 80%+\tOutstanding\n"
    assert sign not in unread(extracted(whole() + bands))


def test_lines_that_stand_again_and_again_over_no_row_are_told() -> None:
    text = whole("hmip-esi-2003", 412)
    label = next(line for line in text.split("\n") if "PRACTICE EXAMPLE" in line.upper())
    assert text.count(label) > 4
    sign = "'WORK TO BE SEEN', a line that stands again and again, and over no row"
    assert sign in unread(extracted(text.replace(label, "WORK TO BE SEEN")))
    assert sign not in unread(extracted(text))


def test_list_items_that_no_rule_knows_are_told_where_most_are_unread() -> None:
    text = whole("hmip-esi-2003", 412)
    sign = "a list item in no row, as are most of the report"
    assert sign not in unread(extracted(text))
    for old in ("Strength", "rea for improvement", "reas for improvement"):
        text = text.replace(old, "Seen")
    found = extracted(text)
    assert len(unread(found)[sign]) > 20 and found.status == "partial"
    item, prose = "Crews sang there by night.", "They went out to the pier at night, and all who were there heard them."
    for above, told in (("The pier", True), (prose, False)):
        assert (f"• {item}" in unread(extracted(f"{text}\n\n{above}\n\n- {item}\n"))[sign]) is told


def test_paragraphs_behind_a_list_as_if_their_marks_were_lost_are_told() -> None:
    sign = "a paragraph behind the items of a list, as if its mark were lost"
    item = "The team saw {} people a week."

    def told(*lines: str) -> set[str]:
        return set(
            unread(extracted("\n\n".join(("Minutes", "Strengths:", *lines, "Areas for improvement:", "- More."))))
        )

    assert sign not in told(*(f"- {item.format(n)}" for n in range(4)))
    assert sign not in told(*(f"- {item.format(n)}" for n in range(3)), "We had tea.")
    assert sign in told(*(f"- {item.format(n)}" for n in range(2)), "We had tea.", "We had cake.")
    assert sign in told("- We had tea.", "We had cake.", "- We had milk.")


def test_bands_with_a_gap_words_twice_and_numbers_within_items_are_told() -> None:
    ages = ("18-20", "21-25", "26-30", "31-40", "41-50", "51+")
    rows = [f"{age}\t{number}\t{number}%" for number, age in enumerate(ages, 12)]
    head = "Boats of the harbour\n\nAges of the crews\n\nAge\tNumber\tShare\n"
    sign = "a band that does not begin where the one above it ends"
    for left_out, told in ((slice(0, 0), False), (slice(2, 3), True), (slice(0, 1), False)):
        kept = [row for row in rows if row not in rows[left_out]]
        assert (sign in unread(extracted(head + "\n".join(kept)))) is told
    assert sign not in unread(extracted(head + "\n".join(rows).replace("51", "9" * 5000)))
    sign = "an item with words that stand in it twice"
    for words, told in (("go to sea sea at night", True), ("say that that had had an end", False)):
        assert (sign in unread(extracted(f"Minutes\n\nStrengths:\n\n- Crews {words}.\n- They rest.\n"))) is told
    sign = "an item with another run into it"
    listed = "Minutes\n\nAreas for improvement:\n\n1. Have ham\n2. Have tea{}\n"
    for words, told in (
        (" 3. have cake", True),
        (" 4. have cake", False),
        (" (see 3) now", False),
        (" in row 3.", False),
    ):
        assert (sign in unread(extracted(listed.format(words)))) is told


def test_a_label_that_words_were_run_into_is_told() -> None:
    sign = "a label that the words below it were run into"
    assert sign in page("Good practice example The team saw people at home.")
    assert sign not in page("Good practice examples were shown to the team.", "Strengths were few.")
    sign = "a heading that the words of a sentence were run into"
    assert sign in page("Background We met the team in the hall and had tea.")
    assert sign not in page(
        "Background: We met the team in the hall.",
        "Background – We met the team.",
        "We met the team of Row On The pier",
    )


def test_a_heading_that_words_were_run_into_is_told() -> None:
    reason = "a heading that the words of a sentence were run into"
    text = whole("hmip-pdu-2021", 412)
    heading = next(section for section in extracted(text).report.sections if section.ref == "2.2")
    bullet = next(line for line in text.split("\n") if line.startswith("- "))
    again = f"{heading.ref} {heading.title} {{}} told of a few pages on, and by whom it was told.\n\n{bullet}"
    assert reason not in unread(extracted(text.replace(bullet, again.format("Has been"), 1)))
    assert unread(extracted(text.replace(bullet, again.format("of which it is"), 1)))[reason]
    listed = "Minutes\n\nContents {}Rowing\t3\nTea\t4\nSongs\t5\n\nRowing{}We met.\n\nTea\n\nWe had it.\n\nSongs"
    for title in ("", "\n\n"):
        assert reason not in unread(extracted(listed.format(title, "\n\n")))
        assert unread(extracted(listed.format(title, " ")))[reason] == ["Rowing We met."]


def test_an_item_that_ends_with_the_mark_of_the_next_is_told() -> None:
    reason = "an item with another run into it"
    text = whole()
    bullet = next(line for line in text.split("\n") if line.startswith("- ") and line.endswith("."))
    assert reason not in unread(extracted(text.replace(bullet, f"{bullet[:-1]} – and more.")))
    assert unread(extracted(text.replace(bullet, f"{bullet} o")))[reason]


def test_items_under_a_heading_that_judges_twice_in_one_section_are_told() -> None:
    reason = "an item below a heading that judges again, as if a section's were lost"
    text = whole()
    assert reason not in unread(extracted(text))
    lines = text.split("\n")
    label = next(n for n, line in enumerate(lines) if line.startswith("Strength") and lines[n + 2].startswith("- "))
    area = next(n for n in range(label, len(lines)) if lines[n].startswith("Area"))
    end = next(n for n in range(area + 2, len(lines)) if not lines[n].startswith("- "))
    more = ["", lines[label], "", "- The tea was hot at every hour of the day.", ""]
    assert unread(extracted("\n".join([*lines[:end], *more, *lines[end:]])))[reason]


def test_a_row_with_a_cell_more_or_less_than_the_others_is_told() -> None:
    rows = ["Kind\t2021\t2022\t", "Ferries\t12\t40\t", "Tugs\t6\t\t", "Rafts\t3\t10\t", "Skiffs\t9\t30\t"]
    assert not load_text("\n".join(rows), "boats.txt").remarks
    moved = "\n".join(rows).replace("Tugs\t6", "Tugs\t\t6")
    assert "Tugs" in load_text(moved, "boats.txt").remarks[0]
    merged = "\n".join(rows).replace("Rafts\t3", "Rafts 3")
    assert "Rafts" in load_text(merged, "boats.txt").remarks[0]
    reason = "a row with more cells than the others of its table"
    for first, odd in (("Tugs\t\t6", False), ("\tTugs\t6", True), ("\tTugs\t2021", False)):
        few = f"Boats of the harbour\n\n{first}\nFerries\t12\t\nRafts\t3\t"
        assert (reason in unread(extracted(few))) is odd
    ended = "\n".join(rows).replace("\t40\t", "\t40\t\t")
    assert not load_text(ended, "boats.txt").remarks
    uneven = "\n".join(row if number % 2 else row.rstrip("\t") for number, row in enumerate(rows))
    assert not load_text(uneven, "boats.txt").remarks


def test_figures_of_bare_columns_with_more_decimals_and_two_in_a_cell_are_told() -> None:
    rows = "Kind\tAge\tLength\nFerries\t12.25\t40.5\nTugs\t6.75\t20.5\nRafts\t3.5\t10.25\nSkiffs\t9\t30.5\n"
    text = f"Boats of the harbour\n\nBoats and their mean age\n\n{rows}"
    assert not unread(extracted(text))
    for old, new, quote in (("\tAge", "\t", "12.25"), ("6.75", "6.751", "6.751"), ("\t3.5", "\t3.5 17", "3.5 17")):
        assert list(unread(extracted(text.replace(old, new))).values()) == [[quote]]


def test_lists_that_lost_the_heading_that_judges_are_told() -> None:
    good, bad = "Strengths:\n\n", "Areas for improvement:\n\n"
    sections = [
        f"1.{n} {boats}\n\n{good}- The {boats} sail well.\n- The {boats} are dry.\n\n{bad}- The {boats} were late.\n\n"
        for n, boats in enumerate(("Ferries", "Tugs", "Rafts", "Skiffs", "Punts"), 1)
    ]

    def told(*labels: str, of: int = 5) -> set[str]:
        lacking = sections[1]
        for label in labels:
            lacking = lacking.replace(label, "")
        return {*unread(extracted("".join(["Boats of the harbour\n\n", sections[0], lacking, *sections[2:of]])))}

    above = {"a list above a heading that judges, as if its own were lost"}
    assert not told()
    assert told(good) == told(good, of=2) == above
    assert told(bad) == {"a list of findings that is longer than others, without those of the other kind"}
    first = sections[1].replace("- The Tugs sail", "The Tugs sail")
    sign = "a sentence above a list, as if its mark were lost"
    assert [*unread(extracted("".join(["Boats of the harbour\n\n", sections[0], first, *sections[2:]])))] == [sign]
    assert told(good, bad) == {"a list of a section without findings, where those numbered like it have some"}


def test_a_text_that_stops_in_the_middle_of_a_table_is_told() -> None:
    sign = "a text that stops in the middle of a table"
    text = "Boats of the harbour\n\nTable 1: Boats by kind\n\nKind\tAge\tLength\n"
    rows = "Ferries\t12\t40\nTugs\t6\t20\nRafts\t3\t10\n"
    assert sign in unread(extracted(text)) and sign in unread(extracted(f"{text}{rows}Skiffs\t"))
    assert sign not in unread(extracted(text + rows))


def test_a_first_recommendation_that_goes_on_with_a_sentence_of_nobody_is_told() -> None:
    sign = "a recommendation that goes on with a sentence of nobody"
    text = "Boats of the harbour\n\nRecommendations\n\n{}1. mend the pier\n2. paint the hall.\n"
    assert sign in unread(extracted(text.format("")))
    assert sign not in unread(extracted(text.format("We ask the board to:\n\n")))


def test_a_line_that_goes_on_behind_an_item_may_be_one_that_lost_its_mark() -> None:
    text = f"Boats of the harbour\n\n{'Boats sail. ' * 30}\n\n1. mend the pier\n2. paint the hall\n{{}}oil the winch.\n"
    assert "lost its mark" in load_text(text.format(""), "boats.txt").remarks[0]
    assert not load_text(text.format("3. "), "boats.txt").remarks


def test_a_title_and_who_signs_are_owed() -> None:
    text = whole("hmip-pdu-2021", 412)
    assert extracted(text).status == "ok"
    name = extracted(text).records["reports"][0].chief_inspector
    noted = extracted(text.replace(name, f"{name} (provisional)"))
    assert noted.records["reports"][0].chief_inspector == name
    assert "no chief inspector" in extracted(text.replace(name, f"signed: {name.lower()}")).message
    area = make_report("hmip-esi-2003", 410).text
    assert "no title" not in extracted(area).message
    assert "no title" in extracted(area.replace("England and Wales", "Wales and England", 1)).message


def test_lines_that_stand_in_another_order_are_told() -> None:
    text = whole()
    lines = text.split("\n")
    label = next(n for n, line in enumerate(lines) if line.startswith("Strength") and lines[n + 2].startswith("- "))
    told = unread(extracted("\n".join([*lines[: label + 1], "", "clean and a bell was rung.", *lines[label + 1 :]])))
    assert told["words that go on right below a heading that judges"] == ["clean and a bell was rung."]
    reason = "a sentence that begins in the middle of another"
    assert reason not in unread(extracted(text))
    bullet = lines[label + 2]
    assert unread(
        extracted(text.replace(bullet, f"- The cups were For each of them a saucer was at hand.{bullet[1:]}"))
    )[reason]
    for more, told in (("rowed For Ever to the pier", False), ("met the was told", True), ("came by without it", True)):
        assert (reason in unread(extracted(text.replace(bullet, f"{bullet} We {more}.")))) is told
    assert reason not in unread(extracted(text.replace(bullet, f"{bullet} It was theirs, by which the team’s are.")))


def test_a_line_of_the_next_category_is_told() -> None:
    reason = "a line of a category that is labelled as those of the next"
    table = "Table 1: Boats\n\n\t\tn\nKind\tFerries\t12\n\tTugs\t6\n{}\n\t5-9\t9\n\t10+\t8\n"
    assert reason not in unread(extracted(table.format("Age\t0-2\t3\n\t3-4\t7")))
    assert unread(extracted(table.format("\t3-4\t7\nAge\t0-2\t3")))[reason]


def test_a_judgement_without_the_date_of_the_others_is_told() -> None:
    reason = "a judgement without a date, where others have one"
    page = make_report("hmip-summary-2019", 411).html.decode()
    date = re.search(r"</td>\s*<td>\d\d/\d\d/\d{4}", page)
    assert date is not None

    def told(page: str) -> set[str]:
        return set(unread(extract_report(load_html(Source("page.html", page.encode(), "0")))))

    assert reason not in told(page)
    assert reason in told(page.replace(date[0], date[0][-10:], 1))


def test_a_table_of_services_that_stands_twice_is_told() -> None:
    head = "Service inspected\tType\tPublished\tOverall rating\tComposite score\n"
    table = head + "Tarn\tCRC\t02/03/2019\tGood\t20\nFell\tNPS\t05/03/2019\tGood\t18\nMoss\tCRC\t09/03/2019\tGood\t17\n"
    text = make_report("hmip-summary-2019", 411, wrap=0).text
    once = unread(extracted(f"{text}\n\n{table}"))
    again = unread(extracted(f"{text}\n\n{table}\nThe boats were seen in March.\n\n{table}"))
    assert "a table that stands twice" not in once and again["a table that stands twice"]


def test_a_heading_between_an_item_and_the_one_with_the_next_number_is_told() -> None:
    reason = "a heading between an item and the one with the next number"
    items = "- (i) We sang\n- (ii) We met in Mill\n12\n{}\n- ({}) We rowed\n"
    line = "Crook and some of us stayed there until late in the night of that day"
    for words, number, told in ((line, "iii", True), (line, "i", False), ("Of boats", "iii", False)):
        found = unread(extracted(f"Minutes of a meeting\n\n{items.format(words, number)}"))
        assert (reason in found) is told


def test_an_item_that_a_line_parts_from_its_words_is_told() -> None:
    reason = "an item that a line parts from what goes on"
    text = whole()
    title = extracted(text).records["reports"][0].title
    bullet = next(line for line in text.split("\n") if line.startswith("- ") and len(line) > 60)
    first, _, rest = bullet.partition(" ")[2].partition(" ")
    words = f"- {first} of boats\n\n{{}}and of all who row in them by day.\n\n- {rest}"
    assert reason in unread(extracted(text.replace(bullet, words.format(f"{title} "))))
    assert reason not in unread(extracted(text))


def test_a_banner_that_names_its_standard_last_is_told() -> None:
    reason = "a heading of a standard below what is said of it"
    text = make_report("hmip-esi-2003", 410, wrap=0).text
    words = "What is done with tools and staff is planned, is known to all and is seen to by those who lead"
    banner = f"\n\n{words}\tPartly met\nA2: Resource allocation:\tAssessment\n"
    assert reason in unread(extracted(text + banner))
    assert reason not in unread(extracted(f"{text}\n\nA2: Resource allocation:\tAssessment\n{words}\tPartly met\n"))


def test_a_heading_over_figures_without_a_label_is_told() -> None:
    reason = "a heading over a row of figures without a label"
    text = whole("hmip-pdu-2021", 412)
    rows = [n for n, line in enumerate(text.split("\n")) if line.startswith("Does ") and line.count("\t") == 3]
    lines = text.split("\n")
    at = next(n for n in rows if n - 1 in rows and n + 1 in rows)
    assert reason not in unread(extracted(text))
    split = [*lines[:at], *lines[at].split("\t", 1), *lines[at + 1 :]]
    assert unread(extracted("\n".join(split)))[reason]


def test_whom_recommendations_are_made_to_and_a_date_are_owed() -> None:
    text = whole()
    sign = "a line that leads in recommendations, and whom it names was not read"
    lead = next(line for line in text.split("\n") if line.endswith(" should:"))
    assert sign not in unread(extracted(text))
    assert sign in unread(extracted(text.replace(lead, "What is asked of the service:")))
    assert "no date of publication" not in extracted(text).message
    published = extracted(text).records["reports"][0].published[:4]
    assert "no date of publication" in extracted(text.replace(published, "in the spring")).message


def test_headings_whose_numbers_were_not_read_are_told() -> None:
    sign = "a heading with a number that was not read as one"
    head = "<h1>Minutes</h1><h2>{}</h2><p>We had tea.</p><h2>{}</h2><p>We had cake.</p>"

    def told(*titles: str) -> set[str]:
        data = f"<html><body>{head.format(*titles)}</body></html>".encode()
        return set(unread(extract_report(load_html(Source("page.html", data, "0")))))

    assert sign not in told("Tea", "Cake")
    assert sign not in told("12 teams that had tea", "Cake")
    assert sign in told("Leaf A: Tea", "Leaf B: Cake") and sign not in told("Leaf A: Tea", "Leaf C: Cake")
    listed = "".join(f"<li>{title}</li>" for title in ("Leaf A: Tea", "Leaf B: Milk", "Leaf C: Cake", "Thanks"))
    head = f"<h2>Contents</h2><ol>{listed}</ol><h2>{{}}</h2><p>Tea.</p><h2>{{}}</h2><p>Cake.</p><h2>Thanks</h2>"
    assert sign in told("Leaf A: Tea", "Leaf C: Cake")  # the heading of the second was lost


def test_a_check_says_which_nothing_it_is() -> None:
    def said(text: str) -> dict[str, str]:
        found = extracted(text)
        rows = check(Extracted(found.records, {found.report_id: found.report.text}))
        return {row.check: row.message for row in rows if row.item == "report" and row.status == "not_applicable"}

    lost = said(whole().replace("?", ","))
    assert lost["key-questions-complete"].startswith(
        "not all that this check looks at could be read: 0 of 12 key questions"
    )
    minutes = said("Minutes of a meeting\n\nWe met in the hall and had tea.\n")
    assert minutes["figure-stands-once"].startswith("none is printed")
    assert "nothing tells how many" in minutes["contents-entries-are-sections"]


@pytest.mark.parametrize(
    ("framework", "kind"),
    [
        (framework, kind)
        for framework, others in (("hmip-pdu-2023", ("html",)), ("hmip-esi-2003", ("text", "docx", "damaged")))
        for kind in ("text", "html", "docx", "damaged")
        if LONG or kind not in others
    ],
)
def test_a_part_of_the_calibration(framework: str, kind: str) -> None:
    assert (BAD, GOOD) == (0.97, 0.99) and kind in KINDS
    read = [edition.read() for edition in editions(framework, 0, (kind,))]
    assert read
    wrong = {one.name.removeprefix(f"{framework} 0 ") for one in read if one.verdict == "false flag"}
    assert not wrong
    missed = {one.name.removeprefix(f"{framework} 0 ") for one in read if one.verdict == "miss"}
    assert missed <= STILL_MISSED, "\n".join(f"{one.name}: {one.worst}" for one in read if one.verdict)


# Damages that coverage does not tell yet, in one framework or the other. They may only get fewer.
STILL_MISSED = {
    "signs_lost", "rows_cut", "pages_lost", "headings_glued", "numbers_of_headings_lost", "colons_lost",
}  # fmt: skip


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("coverage") / "out"
    folder = out.parent / "in"
    folder.mkdir()
    for seed in range(430, 436):
        text = whole("hmip-pdu-2023", seed)
        if seed == 433:
            text = text.replace("trengths:", "engths").replace("trength:", "ength").replace("mprovement:", "provement")
        (folder / f"{seed}.txt").write_text(text, encoding="utf-8")
    run(folder, out)
    return out


def shown(*args: str) -> str:
    done = CliRunner().invoke(app, ["coverage", *args])
    assert done.exit_code == 0, done.output
    return done.output


def test_coverage_shows_counts_silent_rules_and_unusual_reports(dataset: Path) -> None:
    told = shown(str(dataset))
    name = make_report("hmip-pdu-2023", 433).name
    assert "rules that never fired: hmip-pdu-2023: " in told and "labels.priority-action" in told
    assert f"unusual: {name}" in told and ": 0 findings, where hmip-pdu-2023 usually has " in told
    assert sum(line.startswith("unusual:") and " findings" in line for line in told.split("\n")) == 1


def test_coverage_shows_the_lines_of_a_report(dataset: Path) -> None:
    name = next(path.stem for path in sorted((dataset / "text").glob("*.txt")))
    told = shown(str(dataset), "--report", name)
    text = (dataset / "text" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    assert f"{len(lines)} lines: " in told
    shorter = shown(str(dataset), "--report", name, "--unread")
    assert 0 < len(shorter.split("\n")) < len(told.split("\n"))
    assert not any(line.startswith("|") for line in shorter.split("\n"))
    assert CliRunner().invoke(app, ["coverage", str(dataset), "--report", "no-such"]).exit_code == 2


def test_what_every_report_of_a_framework_says_of_itself_is_told_where_it_is_not_read() -> None:
    text = whole()
    assert not [part for part in extracted(text).message.split("; ") if part.startswith("no ")]
    lines = [line for line in text.split("\n") if not line.startswith("- ")]
    told = extracted(re.sub("(?i)fieldwork", "visits", "\n".join(lines)).replace("led by", "seen by")).message
    assert {"no date of fieldwork", "no lead inspector", "no findings"} <= set(told.split("; "))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda item: f"1.2. Staff {item}", "an item that begins with the heading of a section"),
        (lambda item: f"{item[:-1]};", "an item that stops in the middle of a sentence"),
    ],
)
def test_a_slip_in_one_item_is_told(change: Callable[[str], str], reason: str) -> None:
    text = whole("hmip-probation-2018", 411)
    items = [line[2:] for line in text.split("\n") if line.startswith("- ") and line.endswith(".")]
    found = unread(extracted(text.replace(items[1], change(items[1]), 1)))
    assert reason not in unread(extracted(text)) and len(found[reason]) == 1


def test_prose_beside_prose_that_was_read_as_a_table_is_told() -> None:
    reason = "columns of prose that were read as a table"
    rows = (
        "| We met the leaders of both of the towns, and | The managers told us what they had |\n"
        "| they gave us the plans that they have made | learnt from it in the year before. |\n"
        "| for the time to come. | It was little. |"
    )
    text = whole()
    assert reason in unread(extracted(f"{text}\n\n{rows}\n"))
    assert reason not in unread(extracted(f"{text}\n\nTeams that moved to another room\tManagers saw that in time.\n"))


def test_items_of_one_mark_stand_as_deep_where_edges_drift_on_a_page() -> None:
    def block(level: int, marker: str = "•") -> Block:
        return Block(0, 5, Kind.BULLET, 2, marker, level)

    for more, marker, paged, depth in (
        (False, "•", True, 0),
        (True, "•", True, 1),
        (False, "o", True, 1),
        (False, "•", False, 1),
    ):
        nesting = Nesting()
        nesting.add(Open("a", "", Kind.BULLET, 0, more, marker="•"))
        assert nesting.depth(block(1, marker), paged) == depth


def test_an_item_with_the_number_behind_another_is_no_part_of_it_though_it_stands_deeper() -> None:
    for number, part in (("9", False), ("8.1", True), ("1", True), ("a", True)):
        nesting = Nesting()
        nesting.add(Open("8", "8", Kind.NUMBERED, 0, True))
        assert (nesting.parent(Kind.NUMBERED, number, 4) is not None) is part


def test_a_question_without_its_number_is_told_where_most_have_theirs() -> None:
    reason = "a question without its number, where others have theirs"
    text = whole("hmip-probation-2018", 411)
    for few, told in ((r"2\.[134]\.3", 3), (r"[23]\.\d\.\d", None)):
        found = unread(extracted(re.sub(rf"(?m)^{few}\.\t(?=Do|Is)", "\t", text)))
        assert len(found.get(reason, ())) == told if told else reason not in found


def test_a_number_that_is_lost_from_a_series_of_headings_is_told() -> None:
    reason = "a heading before whose number another is lost"
    text = whole("hmip-summary-2019", 411)
    assert reason not in unread(extracted(text))
    lost = text.replace("\n3.1. Supporting", "\nSupporting")
    assert lost != text and unread(extracted(lost))[reason] == ["3.2. Engaging with victims"]
    last = text.replace("\n3.2. Engaging", "\nEngaging")
    alone = "a heading behind whose number others are lost: it is the only one of its series"
    assert alone not in unread(extracted(text))
    assert unread(extracted(last))[alone] == ["3.1. Supporting rehabilitation and desistance"]
    bare = "a heading without a number, where those of others stand in the contents alone"
    every = re.sub(r"(?m)^\d\.\d\.? (?=\D{3,60}$)", "", text)
    assert len(unread(extracted(every))[bare]) == 2 and bare not in unread(extracted(lost))
    unlisted = "listed in the contents with a number that no section has, where others have theirs"
    assert unlisted not in unread(extracted(text))
    assert len(unread(extracted(re.sub(r"(?m)^4\. Conclusion$", "", text)))[unlisted]) == 1


def test_a_number_of_a_standard_that_is_not_rated_is_not_lost() -> None:
    found, pack = extracted(whole()), load_packs().packs["hmip-pdu-2023"]
    sections = tuple(replace(one, ref="") if one.ref == "P 2.2" else one for one in found.report.sections)
    report = replace(found.report, sections=sections)
    without = {**found.records, "ratings": [row for row in found.records["ratings"] if row.ref != "P 2.2"]}
    reason = "a heading before whose number another is lost"
    assert reason in {row.reason for row in find_unread(report, pack, found.records)}
    assert reason not in {row.reason for row in find_unread(report, pack, without)}


def test_two_sentences_beside_two_others_are_told() -> None:
    text = whole()
    row = "| The board met each month. Its minutes had been | A new contract was let. Work with |\n"
    assert "columns of prose that were read as a table" in unread(extracted(f"{text}\n\n{row}\n"))


def test_a_label_of_examples_run_into_half_a_sentence_is_told() -> None:
    reason = "a label that the words below it were run into"
    text = whole("hmip-pdu-2021", 413)
    label = "Good practice example"
    text = f"{text}\n\n{label}\n\nStaff met the families of all whom they knew. It went well, and they met again.\n"
    assert text.count(f"\n{label}\n") > 1 and reason not in unread(extracted(text))
    run_in = text.replace(f"\n{label}\n", f"\n{label} interview, and so the staff of the office had met.\n", 1)
    assert len(unread(extracted(run_in))[reason]) == 1


def test_figures_that_begin_a_row_and_label_others_are_told() -> None:
    reason = "a figure that begins a row"
    table = (
        "Table 9: People by group\n\n\t\tAll\tWomen\tMen\nAge\tunder 25\t41\t9\t32\n\t25 to 49\t50\t12\t38\n{}"
        "\tover 49\t30\t8\t22\nArea\tNorth\t61\t17\t44\n"
    )
    text = whole()
    assert reason not in unread(extracted(f"{text}\n\n{table.format('')}"))
    assert unread(extracted(f"{text}\n\n{table.format('38' + chr(9) + '4' + chr(10))}"))[reason] == ["38"]


def test_a_column_of_services_that_none_fills_is_told() -> None:
    page = make_report("hmip-summary-2019", 411).html
    reason = "a row that leaves a column empty, as do all of its table"
    head = re.search(rb"<th>(?=2\.1)", page)
    assert head is not None
    wide = page[: head.start()] + b'<th colspan="2">' + page[head.end() :]
    texts = [extract_report(load_html(Source("report.html", data, ""))) for data in (page, wide)]
    assert [reason in unread(found) for found in texts] == [False, True]


def test_services_of_another_kind_have_columns_of_their_own() -> None:
    page = make_report("hmip-summary-2019", 700).html
    row = next(row for row in re.findall(rb"<tr>.*</tr>", page) if b"CRC" in row and row.count(b"<td") > 12)
    lacking = row[: row.rindex(b"<img")] + b"</td></tr>"
    sign = "a service whose cells are not as the others'"

    def signs(html: bytes) -> dict[str, list[str]]:
        return unread(extract_report(load_html(Source("report.html", html, ""))))

    assert sign not in signs(page)
    assert len(signs(page.replace(row, lacking))[sign]) == 1


@pytest.mark.parametrize(
    ("framework", "rule", "reason"),
    [
        ("hmip-pdu-2021", "examples.label", "a line that names an example, over what is in no row"),
        ("hmip-pdu-2021", "progress.start", "a follow-up whose recommendation was not read"),
        ("hmip-summary-2019", "sections.annex", "a heading with a number that was not read as one"),
        ("hmip-pdu-2023", "sections.annex", "a heading with a number that was not read as one"),  # and has no contents
    ],
)
def test_what_a_rule_would_have_read_is_told_without_it(framework: str, rule: str, reason: str) -> None:
    made = make_report(framework, 411)
    edition = Edition(framework, "rules", ".txt", made.text.encode(), made.gold)
    assert reason not in unread(edition.extract())
    assert reason in unread(replace(edition, without=rule).extract())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Boats at night Good Inadequate Good", True),
        ("Labels are Outstanding Good Requires improvement Inadequate", False),
        ("Boats by night were Good, and Inadequate.", False),
    ],
)
def test_a_row_of_labels_that_fell_out_of_its_table_is_told_and_a_legend_is_not(line: str, told: bool) -> None:
    found = extracted(f"{whole()}\n\n{line}\n")
    reason = "a line that ends in several labels of the scale, as if a row had fallen out of its table"
    assert unread(found).get(reason, []) == [line] * told


def test_a_line_that_stands_twice_in_what_was_found_is_told() -> None:
    reason = "a line that stands twice in what was found"
    text = whole("hmip-pdu-2021", 412)
    found = extracted(text)
    assert reason not in unread(found)
    line = next(line for row in found.records["progress"] for line in row.findings.split("\n") if len(line) > 60)
    printed = next(words for words in text.split("\n") if words.endswith(line))
    assert unread(extracted(text.replace(printed, f"{printed}\n{printed}")))[reason]


def test_an_item_that_goes_on_from_the_one_above_is_told() -> None:
    reason = "an item that begins in the middle of a sentence"
    text = whole("hmip-pdu-2021", 412)
    words = extracted(text).records["recommendations"][1].text
    printed = next(line for line in text.split("\n") if line.endswith(words))
    mark = printed.removesuffix(words)
    told = unread(extracted(text.replace(printed, f"{mark}mend the boats\n{mark}of the harbour each year")))
    assert told[reason] == ["of the harbour each year"]
    assert reason not in unread(extracted(text.replace(printed, f"{mark}mend the boats\n{mark}offer each a berth")))


def test_an_item_that_names_who_should_act_is_none_that_goes_on_and_no_line_to_those_below_it() -> None:
    begins, nobody = (
        "an item that begins in the middle of a sentence",
        "a recommendation that names nobody, behind one that does",
    )
    items = [
        "Write each plan with the family.",
        "The HPB should mend its boats.",
        "Light each berth.",
        "Count the jackets.",
    ]
    listed = "\n\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))
    told = unread(extracted(f"{whole()}\n\nRecommendations\n\n{listed}\n"))
    assert begins not in told
    assert told.get(nobody, []) == items[:1]  # behind those that the report's list gives somebody


def test_a_heading_that_a_line_of_the_page_parts_from_what_goes_on_is_told() -> None:
    reason = "a heading that a line of the page parts from what goes on"
    text = whole()
    assert unread(extracted(f"{text}\n\nWe visited\n\nPage 5 of 64\n\n12 boats, each with two crews.\n"))[reason]
    assert reason not in unread(
        extracted(f"{text}\n\nWe visited\n\nPage 5 of 64\n\nTwelve boats, each with two crews.\n")
    )


def test_a_figure_labelled_by_the_title_of_the_report_is_told() -> None:
    reason = "a figure labelled as the head of a page is"
    text = whole()
    found = extracted(text)
    assert reason not in unread(found)
    about = found.records["reports"][0]
    assert unread(extracted(f"{text}\n\n{about.title}[8]\t11\n\nThe boats lay still.\n"))[reason]
    counted = f"1,204\tBoats that are looked after by {about.provider}\n31%\tBoats that leak\n"
    more = extracted(f"{text}\n\n{counted}\nThe boats lay still.\n")
    assert len(more.records["statistics"]) == len(found.records["statistics"]) + 2 and reason not in unread(more)


def test_a_row_of_a_table_of_services_that_stands_twice_is_told_and_heads_are_not() -> None:
    reason = "a row that stands twice"
    head = "Service inspected\tType\tPublished\tOverall rating\tComposite score\n"
    rows = "Tarn\tCRC\t02/03/2019\tGood\t20\nFell\tNPS\t05/03/2019\tGood\t18\nMoss\tCRC\t09/03/2019\tGood\t17\n"
    text = make_report("hmip-summary-2019", 411, wrap=0).text
    more = rows.replace("2019", "2018")
    assert reason not in unread(extracted(f"{text}\n\n{head}{rows}{head}{more}"))
    assert len(unread(extracted(f"{text}\n\n{head}{rows}{rows}"))[reason]) == 3


def test_a_line_that_is_labelled_otherwise_than_those_around_it_is_told() -> None:
    reason = "a line between those of a category that is labelled otherwise"
    table = "Table 1: Boats\n\n\t\tn\nAge\t0-2\t12\n{}\t3-4\t9\n\t5-9\t8\n{}"
    assert reason not in unread(extracted(table.format("", "\tNot known\t3\n")))
    assert unread(extracted(table.format("\tTugs\t3\n", "")))[reason]
    behind = "lines behind those of a category that begin with figures, as if they were of another"
    assert unread(extracted(table.format("", "\tTugs\t3\n\tSkiffs\t6\n")))[behind] == ["3"]
    assert behind not in unread(extracted(table.format("", "\tOver 10\t3\n\tNot known\t6\n")))


def test_a_lone_row_below_a_title_that_is_longer_than_the_others_is_told() -> None:
    reason = "a lone row below a title that others are not like"
    table = "Boats\t\nFerries\t12\nTugs\t9\n{}\t\nLength of the longest\t31\n"
    assert reason not in unread(extracted(table.format("Berth")))
    assert unread(extracted(table.format("Berths for each boat")))[reason]


def test_a_label_with_the_number_of_a_note_in_brackets_is_told() -> None:
    reason = "a label that ends with a digit, as of a note"
    text = whole("hmip-esi-2003", 411)
    found = extracted(text)
    assert reason not in unread(found)
    name = next(row.standard for row in found.records["ratings"] if row.level == "section")
    assert unread(extracted(text.replace(f"{name}\t", f"{name}(7)\t", 1)))[reason]


def test_an_entry_of_the_contents_behind_a_later_page_is_told() -> None:
    reason = "listed in the contents behind a later page"
    text = whole("hmip-pdu-2021", 412)
    lines = text.split("\n")
    assert reason not in unread(extracted(text))
    entries = [n for n, line in enumerate(lines) if "\t" in line and line.split("\t")[-1].isdecimal()][2:5]
    first, second = next((a, b) for a, b in pairwise(entries) if lines[a].split("\t")[-1] != lines[b].split("\t")[-1])
    lines[first], lines[second] = lines[second], lines[first]
    assert unread(extracted("\n".join(lines)))[reason]


def test_recommendations_with_letters_run_on() -> None:
    reason = "a recommendation before whose number another is lost"
    text = "Visit to Fenwick\n\nRecommendations\n\nFenwick Council should:\n\n{0}\n\nNext steps\n\nNone.\n"
    for marks, lost in (("1a 1b 2 3", 0), ("1a 1b 3", 1), ("1a 2a 2b 3", 0)):
        items = "\n\n".join(f"{mark}. mend jetty {mark} before the spring" for mark in marks.split())
        assert len(unread(extracted(text.format(items))).get(reason, [])) == lost


def test_what_an_annex_prints_again_stands_twice_by_right() -> None:
    reason = "an item that stands twice"
    text = (Path(__file__).parent / "cases" / "recommendations" / "printed-again.html").read_text(encoding="utf-8")
    heading = "<h2>Annex 1: Recommendations</h2>"
    points = (Path(__file__).parent / "cases" / "recommendations" / "points-that-ask.html").read_text(encoding="utf-8")
    asked = extract_report(load_html(Source("report.html", points.encode(), "0" * 64)))
    assert reason not in unread(asked)  # points of two items in the same words
    for above, told in ((heading, 0), ("", 2)):
        page = text.replace(heading, above)
        found = extract_report(load_html(Source("report.html", page.encode(), "0" * 64)))
        assert len(unread(found).get(reason, [])) == told


def test_an_item_and_its_parts_are_one_sentence() -> None:
    page = (
        "<h1>Visit to Fenwick</h1><p><b>Strengths:</b></p><ul><li>The crew knew the tides, and{0}</li>"
        "<li>The ropes were sound.</li></ul><p>{1}</p><ul><li>the log</li><li>the mast.</li></ul><p>All was well.</p>"
    )
    parts = "<ul><li>read the charts daily</li><li>wrote down the wind.</li></ul>"
    told = []
    for words in ((parts, "We also looked at:"), ("", "We also looked at:"), (parts, "The flags were clean.")):
        source = Source("report.html", page.format(*words).encode(), "0" * 64)
        told.append(
            [reason for reason in unread(extract_report(load_html(source))) if "list" in reason or "item" in reason]
        )
    stops, behind = "an item that stops in the middle of a sentence", "a paragraph behind the items of a list"
    assert told[0] == []
    assert told[1] == [stops]
    assert [reason.partition(",")[0] for reason in told[2]] == [behind]


def test_a_heading_may_stand_between_a_label_and_its_items() -> None:
    reason = "a heading that judges, with no item below it"
    text = "Visit to Fenwick\n\nAreas for improvement\n\nThe harbour at night\n\n{0}\n\nNext steps\n\nNone.\n"
    assert reason not in unread(extracted(text.format("- The lamps are dim.\n\n- The bell is silent.")))
    assert reason in unread(extracted(text.format("The lamps are dim, and the bell has been silent since the spring.")))


def test_a_column_of_icons_of_which_no_judgement_was_read_is_told() -> None:
    page = make_report("hmip-summary-2019", 411).html
    reason = "a column of services' judgements of which none was read"
    assert page.count(b"1.4 Information") == 1
    texts = [
        extract_report(load_html(Source("report.html", data, "")))
        for data in (page, page.replace(b"1.4 Information", b"1.4 In formation"))
    ]
    assert [reason in unread(found) for found in texts] == [False, True]


def test_an_icon_below_a_label_is_no_mark_of_a_list() -> None:
    reason = "the mark of a list item without its words"
    page = make_report("hmip-pdu-2023", 410).html
    told = [
        unread(extract_report(load_html(Source("report.html", page.replace(b"</body>", more + b"</body>"), ""))))
        for more in ("<p>Good</p><p>●</p>".encode(), "<p>The boats lay still.</p><p>●</p>".encode())
    ]
    assert [reason in found for found in told] == [False, True]


def test_a_label_with_the_name_of_the_category_below_it_is_told() -> None:
    reason = "a label with the name of the category that the rows below are of"
    table = "Table 1: Crews\n\nWho\tn\n{}\t3\n3-4\t7\n5-9\t2\n10+\t1\n"
    assert reason not in unread(extracted(table.format("0-2")))
    assert unread(extracted(table.format("Age group 0-2")))[reason]
    reason = "figures that the name of a category labels"
    groups = "Berth\tNear\t3\t1\n\tFar\t2\t2\nKind\tOpen\t4\t1\n\tShut\t1\t2\nOars\t{}\t2\t3\n\tNone\t3\t1\n"
    table = f"Table 1: Boats\n\n\t\tNorth\tSouth\n{groups}"
    assert reason not in unread(extracted(table.format("Two")))
    assert reason not in unread(extracted(table.format("").replace("Near", "").replace("Open", "")))
    assert unread(extracted(table.format("")))[reason]


def test_a_service_whose_name_stands_elsewhere_with_other_spaces_is_told() -> None:
    reason = "a name whose letters stand elsewhere with other spaces"
    head = "Service inspected\tType\tPublished\tOverall rating\tComposite score\n"
    rows = "{} Tarn\tCRC\t02/03/2019\tGood\t20\nFell\tNPS\t05/03/2019\tGood\t18\nMoss\tCRC\t09/03/2019\tGood\t17\n"
    text = make_report("hmip-summary-2019", 411, wrap=0).text + "\n\nOver and Tarn was seen first.\n\n" + head + rows
    assert reason not in unread(extracted(text.format("Over and")))
    assert unread(extracted(text.format("Overand")))[reason] == ["Good"]


def test_a_sentence_that_begins_with_a_small_letter_is_told() -> None:
    reason = "a sentence that begins in the middle of another"
    text = whole()
    bullet = next(line for line in text.split("\n") if line.startswith("- ") and line.endswith("."))
    assert reason not in unread(extracted(text.replace(bullet, f"{bullet[:-1]} (boats, nets, etc. are new).")))
    assert unread(extracted(text.replace(bullet, f"{bullet} the whole order.")))[reason]


def test_an_item_with_words_that_stand_in_it_twice_is_told() -> None:
    reason = "an item with words that stand in it twice"
    text = whole()
    bullet = next(line for line in text.split("\n") if line.startswith("- ") and line.endswith("."))
    line = "everybody believed that whatever happened somebody would eventually repaint every vessel"
    assert reason not in unread(extracted(text.replace(bullet, f"{bullet[:-1]}, and {line}.")))
    assert unread(extracted(text.replace(bullet, f"{bullet[:-1]}, and {line} {line}.")))[reason]
    assert reason not in unread(extracted(text.replace(bullet, f"{bullet[:-1]}, by and by and by.")))
    assert unread(extracted(text.replace(bullet, f"{bullet[:-1]}, on the pier on the pier.")))[reason]


def test_a_region_is_owed_where_every_report_prints_one() -> None:
    text = whole("hmip-pdu-2021", 412)
    assert "region" not in extracted(text).message
    bare = "\n".join(line for line in text.split("\n") if not line.endswith(" region"))
    assert len(bare) < len(text) and "no region of the service" in extracted(bare).message
    made = make_report("hmip-probation-2018", 411)
    edition = Edition("probation", "rules", ".txt", made.text.encode(), made.gold)
    regions = [replace(edition, without=rule).extract().message for rule in ("", "provider.region")]
    assert regions == ["", "no region of the service"]


def test_a_band_with_the_number_of_a_note_behind_it_is_told() -> None:
    reason = "a label that ends with a digit, as of a note"
    table = "Table 1: Crews\n\nSize\tn\t%\n1-2\t3\t30\n{}\t7\t70\n5-9\t2\t20\n"
    assert reason not in unread(extracted(table.format("3-4")))
    assert unread(extracted(table.format("3-4[9]")))[reason]
    headed = table.format("3-4").replace("\tn\t", "\tCrews7\t")
    assert unread(extracted(f"{headed}\nCrews are new.\n"))[reason]


def test_a_heading_that_stops_in_the_middle_of_a_sentence_is_told() -> None:
    reason = "a heading that stops in the middle of a sentence"
    text = "Visit to Fenwick\n\n1. {}\n\nThe boats were sound, and the nets were mended.\n\n2. Nets\n\nThey were dry.\n"
    assert reason not in unread(extracted(text.format("Boats of the harbour")))
    assert unread(extracted(text.format("Boats of the")))[reason] == ["1. Boats of the"]
    assert unread(extracted(text.format("Boats of the har-")))[reason] == ["1. Boats of the har-"]
    cover = "<h1>Report on an unannounced inspection of</h1><h2>HMP Tarn</h2><p>by HM Chief Inspector of Prisons</p>"
    page = load_html(
        Source("tarn.html", f"<html><body>{cover}<h2>Safety</h2><p>Men slept.</p></body></html>".encode(), "")
    )
    assert reason not in unread(extract_report(page))


def test_an_example_that_names_no_service_is_told_where_others_do() -> None:
    found = extracted(whole("hmip-summary-2019", 412))
    rows = found.records["examples"]
    bare = {**found.records, "examples": (*rows[:-1], replace(rows[-1], provider=""))}
    reason, pack = "an example that names no service, where others do", load_packs().packs["hmip-summary-2019"]
    assert reason not in unread(found)
    assert [row.reason for row in find_unread(found.report, pack, bare)].count(reason) == 1


def test_examples_below_a_chapter_are_told_where_others_have_a_section_with_a_number() -> None:
    text = whole("hmip-summary-2019", 700)
    reason = "an example in a section without a number, where others have one"
    bare = re.sub(r"(?m)^3\.[12]\.? (?=\D+$)", "", text)
    assert reason not in unread(extracted(text))
    assert bare != text and unread(extracted(bare))[reason]


def test_the_heads_of_a_table_without_rows_are_told() -> None:
    reason = "the heads of a table, and no row below them"
    table = "Visit to Fenwick\n\nTable 1: Boats by month\n\nBoat\tHarbour\tMonth\n{}\nThanks\n\nBye.\n"
    assert reason not in unread(extracted(table.format("Gull\tFenwick\tMay\nTern\tMorwick\tJune\n")))
    assert unread(extracted(table.format("")))[reason] == ["Boat\tHarbour\tMonth"]


def test_a_standard_is_owed_where_another_that_is_judged_at_times_is_judged() -> None:
    found = extracted(whole("hmip-probation-2018", 411))
    about = tuple(replace(row, overall_score_max=None) for row in found.records["reports"])
    rows = tuple(row for row in found.records["ratings"] if row.ref != "3.2")
    pack = load_packs().packs["hmip-probation-2018"]

    def owed(ratings: tuple[Record, ...]) -> tuple[int | None, int | None]:
        records = {**found.records, "reports": about, "ratings": ratings}
        return next((row.expected, row.found) for row in find(found.report, pack, records) if row.kind == "standards")

    assert owed(found.records["ratings"]) == (10, 10)
    assert owed(rows) == (10, 9)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("a suþcient o#cer had informaƟon on Ɵme", ["suþcient", "o#cer", "informaƟon", "Ɵme"]),
        ("the oce had a dierent rst day", ["oce", "dierent", "rst"]),
        ("a speci c bene t was identi ed", ["speci c", "bene t", "identi ed"]),
        ("the oce was new", []),
        ("the naïve fiancée, and/or Guðrún, (the) 1st of them", []),
        ("mae bwrdd yr ysgol, rem y ner, a sta yn ei le o dan sylw prynhawn heddiw ac yfory hefyd rywsut", []),
    ],
)
def test_words_without_letters_that_are_set_as_one_are_told(words: str, told: list[str]) -> None:
    found = unread(extracted(f"A visit\n\nWe saw {words}.\n"))
    assert [each for reason, quotes in found.items() if "letters" in reason for each in quotes] == told


def test_an_item_with_the_number_behind_those_of_recommendations_is_told() -> None:
    reason = "an item with the number behind those of the recommendations, in no section of such"
    visit = (
        "A visit\n\nRecommendations\n\nThe yard should:\n\n1. dry ropes.\n\n2. lock up.\n\nAnnex 1: Yard\n\nIt is {}"
    )
    assert unread(extracted(visit.format("big.\n\n3. keep a log.\n")))[reason] == ["3. keep a log."]
    assert reason not in unread(extracted(visit.format("big.\n\n3. The log is kept by the master.\n")))
    assert reason not in unread(extracted(visit.format("big.\n\n1. keep a log.\n\n3. keep a boat.\n")))


def test_a_head_that_is_parted_over_its_columns_is_told() -> None:
    reason = "a head that is parted over the columns below it"

    def told(*upper: str) -> bool:
        rows = [("", *upper), ("", *("n", "%") * 3), ("Boats", *"123456"), ("Oars", *"654321")]
        set_as = zip(rows, ("th", "th", "td", "td"), strict=True)
        cells = ("".join(f"<{tag}>{words}</{tag}>" for words in row) for row, tag in set_as)
        table = "".join(f"<tr>{row}</tr>" for row in cells)
        return reason in page("", f"</p><table>{table}</table><p>")

    assert told("All", "", "Old", "boats", "New boats", "")
    assert not told("All", "", "Old boats", "", "New boats", "")
    assert not told("All", "of all", "Old", "of old", "New", "of new")


def test_words_that_point_back_to_an_item_are_told() -> None:
    cut, behind = "an item that begins in the middle of a sentence", "a paragraph behind the items of a list"
    visit = "A visit\n\nStrengths\n\n- The ropes were dry.\n\n{} in all of the yard.\n\nThe store\n\nIt is new.\n"
    for words, told in (("This was true", True), ("This rope was new", False), ("It was clear", False)):
        assert (cut in unread(extracted(visit.format(f"- {words}")))) is told
        assert any(reason.startswith(behind) for reason in unread(extracted(visit.format(words)))) is told


def test_answers_to_nothing_that_was_read_are_told() -> None:
    reason = "an answer to no recommendation that was read"
    visit = "A visit\n\nRecommendations\n\nThe yard should:\n\nR2. dry the ropes.\nR3. lock the store.\n\n"
    table = "Response of the yard\n\n| No. | Response |\n| --- | --- |\n| 2 | Accepted |\n| {} | Partly accepted |\n"
    assert reason not in unread(extracted(visit + table.format(3)))
    assert unread(extracted(visit + table.format(4)))[reason] == ["Partly accepted"]
    assert reason not in unread(extracted(visit + table.format(4).replace("Partly accepted", "n/a")))
    assert unread(extracted(f"{visit}Response: Accepted\n\nResponse: Rejected\n"))[reason] == ["Rejected"]


def test_a_line_that_begins_the_name_of_who_is_addressed_is_told() -> None:
    reason = "a line that is the beginning of an addressee's name"
    text = "Visit to Fenwick\n\nRecommendations\n\n{}Lamp Service should:\n\n1. mend the lamps\n\n2. keep a log.\n"
    assert reason not in unread(extracted(text.format("")))
    assert reason not in unread(extracted(text.format("For the year\n\n")))
    title = "An inspection of the\n\nLamp Service\n\n"
    assert reason not in unread(
        extracted(f"{title}We looked at an inspection of the Lamp Service.\n\n{text.format('')}")
    )
    assert unread(extracted(text.format("The Queen's\n\n")))[reason]
    again = "\n\nWe met the Tower Lamp Service.\n"
    assert unread(extracted(text.format("Tower\n\n") + again))[reason]
    short = text.format("We thank the board of the harbour,\n\n").replace("Lamp Service", "(HB)")
    assert unread(extracted(short))[reason]


@pytest.mark.parametrize(
    ("row", "head", "told"),
    [
        ("Tugs", "4 weeks", False),
        ("Tugs", "2.5 weeks", True),
        ("A3", "4 weeks", True),
        ("A33", "4 weeks", False),
        ("2021", "4 weeks", False),
    ],
)
def test_a_figure_headed_by_another_or_labelled_by_the_number_of_a_standard_is_told(
    row: str, head: str, told: bool
) -> None:
    text = whole("hmip-esi-2003", 411)
    found = extracted(
        f"{text}\n\nTable 1: Boats\n\nKind\t{head}\t8 weeks\nFerries\t12\t40\n{row}\t6\t20\nSkiffs\t9\t30\n"
    )
    assert ("a figure that a date or another figure labels" in unread(found)) is told
    found = extracted(f"{text}\n\nWe saw this.\n\n{row}\tBoats of\ncarpenters\t65%\n\nIt was a start.\n")
    assert ("a table of figures that begins with the number of a standard" in unread(found)) is (row == "A3")


def test_an_item_that_begins_with_half_of_an_emphasis_is_told() -> None:
    reason = "an item that begins in the middle of a sentence"
    text = whole()
    bullet = next(line for line in text.split("\n") if line.startswith("- ") and line.endswith("."))
    words = bullet.removeprefix("- ").lstrip("▣ ")
    assert reason not in unread(extracted(text.replace(bullet, f"- {words} See the note.*")))
    assert reason in unread(extracted(text.replace(bullet, f"- *{words} See the note.")))


def test_a_section_that_is_named_by_the_line_of_its_score_is_told() -> None:
    reason = "a judgement of a section that has the line of its score for a name"
    text = whole("hmip-esi-2003", 411)
    found = extracted(text)
    assert reason not in unread(found)
    name = next(row.standard for row in found.records["ratings"] if row.level == "section")
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.endswith(f"{name}\t"))
    assert unread(extracted("\n".join([*lines[:at], *lines[at + 1 :]])))[reason]


def test_a_line_of_the_category_above_among_those_of_the_next_is_told() -> None:
    reason = "a line between those of a category that is labelled otherwise"
    table = "Table 1: Boats\n\n\t\tn\nAge\t0-2\t12\n\t3-4\t9\n{}Kind\tFerries\t3\n{}\tTugs\t6\n\tSkiffs\t4\n"
    assert reason not in unread(extracted(table.format("\t5-9\t2\n", "")))
    assert unread(extracted(table.format("", "\t5-9\t2\n")))[reason] == ["2"]


def test_a_list_above_an_example_whose_label_is_lost_is_told() -> None:
    reason = "a list above a heading that judges, as if its own were lost"
    example = "\n\nGood practice example\n\nThe crew of Fenwick mend nets.\n\n"
    lists = "".join(f"{n}.1. Boats {n}\n\nStrengths:\n\n- Boat {n} was dry.{example}" for n in range(1, 7))
    text = f"{whole()}\n\n{lists}7.1. Nets\n\n{{}}- Nets were new.{example}"
    assert reason not in unread(extracted(text.format("Strengths:\n\n")))
    assert unread(extracted(text.format("")))[reason]


def test_a_service_of_no_known_kind_is_told() -> None:
    reason = "a judgement of a service that is of no known kind"
    text = whole()
    title = extracted(text).records["reports"][0].title
    lead = title.partition(":")[0] + ":"
    line = next(line for line in text.split("\n") if line.startswith(lead))
    assert reason not in unread(extracted(text))
    assert unread(extracted(text.replace(line, f"{lead}\n\n{line}", 1)))[reason]


def test_a_chapter_that_stands_in_another_is_told() -> None:
    reason = "a chapter that stands in another, by its number"
    found = extracted(whole())
    sections = list(found.report.sections)
    one, two = [at for at, section in enumerate(sections) if section.ref in ("1", "2")][:2]
    assert reason not in unread(found)
    sections[two] = replace(sections[two], level=2, parent=one)
    pack = load_packs().packs[found.framework]
    told = find_unread(replace(found.report, sections=tuple(sections)), pack, found.records)
    assert [row.evidence.quote for row in told if row.reason == reason] == [found.report.words(sections[two].heading)]
    reason = "a heading that stands far deeper than another of its number"
    for deeper in (2, 3):
        deep = replace(sections[one], level=sections[one].level + deeper, part="annex")
        told = find_unread(replace(found.report, sections=(*found.report.sections, deep)), pack, found.records)
        assert [row.reason for row in told].count(reason) == (deeper > 2)


def test_a_score_below_the_heading_of_its_criterion_is_read() -> None:
    found = extracted((SAMPLES / "harrowmere-area-2005.txt").read_text(encoding="utf-8"))
    scores = {(row.ref, row.percent) for row in found.records["ratings"] if row.percent}
    assert {("B3", 41), ("C5", 86), ("D2", 87)} <= scores
    weights = ["30%", "40%", "30%"]  # of the sections in the overall score
    assert unread(found)["a percentage in prose that is in no row"] == weights


def test_a_table_right_behind_another_has_lost_no_title() -> None:
    reason = "a figure of a table without a title, where others have one"
    rows = "".join(f"<tr><td>{name}</td><td>{figure}</td></tr>" for name, figure in (("Ferries", 12), ("Tugs", 9)))
    table, titled = f"<table>{rows}</table>", "<h2>Boats of the harbour</h2>"

    def told(*parts: str) -> bool:
        page = f"<html><body><h1>Visit to Fenwick</h1><p>We rowed.</p>{''.join(parts)}</body></html>"
        return reason in unread(extract_report(load_html(Source("boats.html", page.encode(), ""))))

    assert told(titled, table, "<p>They were sound.</p>", table)
    assert not told(titled, table, table.replace("Ferries", "Skiffs"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("3.1.1. Is the advice that is given to court 72% sufficiently analytical and personal?", True),
        ("3.1.1. Is the advice that is given to court sufficiently analytical and personal? 72%", True),
        ("Is it enough that 72% of people said so?", False),
        ("We asked, and in all 72% said so. Was it enough?", False),
    ],
)
def test_a_question_with_a_percentage_among_its_words_was_a_row(words: str, told: bool) -> None:
    page = make_report("hmip-pdu-2023", 411).html.replace(b"</body>", f"<p>{words}</p></body>".encode())
    found = extract_report(load_html(Source("report.html", page, "")))
    assert ("a question with a percentage among its words" in unread(found)) == told


@pytest.mark.parametrize(("row", "told"), [("Skiffs 7 30%", True), ("Skiffs 7", False), ("Cohort 2", False)])
def test_a_row_that_fell_out_of_its_table_is_told(row: str, told: bool) -> None:
    reason = "a row that fell out of its table"
    text = f"Visit to Fenwick\n\nBoats\n\nFerries\t12\t40%\nTugs\t9\t30%\n{row}\nPunts\t3\t10%\nRafts\t1\t3%\n"
    assert unread(extracted(text)).get(reason, []) == [row] * told
