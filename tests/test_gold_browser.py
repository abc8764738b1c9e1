"""Gold is made by hand on the blind page: it judges a dataset as the gold does that the hands write down."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import extractor
from extractor.evaluate import evaluate
from extractor.evaluate.merging import merge_golds
from extractor.evaluate.value_equality import misshapen
from extractor.packs import load_packs
from extractor.review import write_review
from extractor.review.serve import ReviewServer
from extractor.review.session import Desk
from tests.reviewing import PDF, reviewed

GOLD = Path(__file__).parents[1] / "corpus" / "gold"
SHARED = Path(__file__).parents[2] / "shared"

# Words of a page are brought into view; where they begin and end on the screen.
PLACE = """([words, after]) => {
  const told = JSON.parse(document.getElementById("data").textContent);
  const text = told.text.replace(/\\s/g, " "), begin = Math.max(0, text.indexOf(after));
  const at = text.indexOf(words, begin) < 0 ? text.indexOf(words) : text.indexOf(words, begin);
  const ends = [at, at + words.length - 1].map((offset) => {
    const [from, to, , page, x0, top, x1, bottom] = told.lines.find((one) => one[0] <= offset && offset < one[1]);
    return [page, x0 + ((x1 - x0) * (offset - from + (offset === at ? 0.1 : 0.9))) / (to - from), (top + bottom) / 2];
  });
  const view = document.getElementById("leaves"), leaf = document.getElementById(`leaf-${ends[0][0]}`);
  const scale = leaf.clientWidth / told.sizes[ends[0][0] - 1][0];
  view.scrollTop = leaf.offsetTop + ends[0][2] * scale - 200;
  const edges = leaf.getBoundingClientRect();
  return ends.flatMap(([, x, y]) => [edges.left + x * scale, edges.top + y * scale]);
}"""


def words_of(row: Mapping[str, Any]) -> str:
    names = ("text", "text_start", "question", "as_printed", "rating", "title")
    found = next(row[name] for name in names if row.get(name))
    return " ".join(str(found).split())


def marks(tab: Any, words: str, after: str) -> None:
    """Mark words with the mouse, and ask for a row."""
    place = tab.evaluate(PLACE, [words, after])
    tab.mouse.move(place[0], place[1])
    tab.mouse.down()
    tab.mouse.move(place[2], place[3], steps=2)
    tab.mouse.up()
    tab.locator("#offer").click()


def writes(tab: Any, table: str, row: Mapping[str, Any]) -> None:
    """Fill in the form of a row with what gold says, numbers as this edition prints them, and add it."""
    tab.select_option("#f-into", table)
    tab.evaluate("() => document.querySelectorAll('#value details').forEach((one) => { one.open = true; })")
    if row.get("optional"):
        tab.locator("#f-spare").check()
    for name, value in row.items():
        control = tab.locator(f"#f-{name}")
        if not control.count():
            continue
        for other in row.get("accept", {}).get(name, ()):
            field = tab.locator(".field", has=control)
            field.get_by_role("button").click()
            field.locator(f"[name=also-{name}]").last.fill(str(other))
        words = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        if control.evaluate("(one) => one.tagName") == "SELECT":
            control.select_option(words)
        else:
            control.fill(words)
    tab.locator("#value form button[type=submit]").click()
    assert tab.locator("#value form").count() == 0, tab.locator("#value form [role=alert]").inner_text()


def makes_gold(tab: Any, page: str, truth: Mapping[str, Any], tables: tuple[str, ...]) -> None:
    """All rows of some tables and what is told of the report, by hand; then saved."""
    tab.goto(page)
    for table in tables:
        for row in truth[table]:
            marks(tab, words_of(row), str(row.get("standard") or ""))
            writes(tab, table, row)
        tab.select_option("#filter", table)
        tab.locator("#whole-here").check()
    tab.select_option("#filter", "reports")
    columns = [option.get_attribute("data-at") for option in tab.locator("#rows .row").all()]
    assert columns
    for name, value in truth["report"].items():
        row = tab.evaluate("(name) => document.querySelector('.value') && (location.hash = `#reports/${name}`)", name)
        if tab.locator(".value .kicker a").get_attribute("href") != row:
            continue
        tab.locator("#rows").press("a" if value in (None, "") else "c")
        if value in (None, ""):
            continue
        control = tab.locator(f"#f-{name}")
        if control.evaluate("(one) => one.tagName") == "SELECT":
            control.select_option(str(value))
        else:
            control.fill(str(value))
        tab.locator("#value form button[type=submit]").click()


@pytest.fixture
def misread(tmp_path: Path) -> Path:
    """A dataset in which a rating and a recommendation are wrong, and one of each is lost."""
    to = tmp_path / "all"
    shutil.copytree(reviewed() / "all", to)
    for table, old, new in (("ratings", "Inadequate", "Good"), ("recommendations", " the ", " that ")):
        lines = (to / f"{table}.csv").read_text(encoding="utf-8").split("\n")
        ours = [n for n, line in enumerate(lines) if line.startswith(PDF) and old in line]
        lines[ours[0]] = lines[ours[0]].replace(old, new)
        del lines[ours[-1]]
        (to / f"{table}.csv").write_text("\n".join(lines), encoding="utf-8")
    return to


def scores(dataset: Path, gold: Path, tables: tuple[str, ...]) -> list[tuple[Any, ...]]:
    found = evaluate(dataset, gold)
    return sorted(
        (row.table, row.mode, row.support, row.found, row.right)
        for row in found.rows
        if row.report == "total" and row.table in tables
    )


def test_gold_made_by_hand_scores_what_gold_scores(tab: Any, misread: Path, tmp_path: Path) -> None:
    """Two tables and what is told of the report, with what else is right; five tables where time is no matter."""
    truth = json.loads((GOLD / "larkhythe-pdu-2023.json").read_text(encoding="utf-8"))
    del truth["report"]["framework"]  # the id of a pack, which nobody reads in a report
    is_long = bool(os.environ.get("FINDINGS_LONG"))
    tables = ("recommendations", "sections", *(("ratings", "key_questions", "findings") if is_long else ()))
    if not is_long:
        truth["report"] = {name: truth["report"][name] for name in ("isbn", "published", "overall_score_max")}
        truth["sections"] = [row for row in truth["sections"] if row.get("accept") or row.get("optional")][:4]
        truth["recommendations"][1] |= {"addressee": "Someone", "accept": {"addressee": ["", "Larkhythe PDU"]}}
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "truth.json").write_text(json.dumps(truth | {"source": "turned.pdf"}), encoding="utf-8")
    write_review(extractor.open_dataset(misread), tmp_path / "blind", load_packs(), {}, gold=tmp_path / "ann")
    makes_gold(tab, (tmp_path / "blind" / f"{PDF}.html").as_uri(), truth, tables)
    tab.locator("#save").click()
    tab.fill("#who", "Ann")
    with tab.expect_download() as told:
        tab.get_by_role("button", name="Download").click()
    (tmp_path / "ann").mkdir()
    told.value.save_as(tmp_path / "ann" / told.value.suggested_filename)
    wanted = scores(misread, gold, (*tables, "reports"))
    assert scores(misread, tmp_path / "ann", (*tables, "reports")) == wanted
    assert [(table, right) for table, mode, support, _, right in wanted if mode == "strict" and right < support][:1]


def test_lines_are_a_list_and_what_is_common_is_written_once(tab: Any, tmp_path: Path) -> None:
    """A cell of several lines is a list in gold; a second row begins with what the first said of where it belongs."""
    write_review(
        extractor.open_dataset(reviewed() / "all"), tmp_path / "blind", load_packs(), {}, gold=tmp_path / "ann"
    )
    tab.goto((tmp_path / "blind" / f"{PDF}.html").as_uri())
    row = {"number": 1, "prior_programme": "CRC", "text": "do more", "findings": "One is new.\n\nTwo are not."}
    for words in ("What we found", "Strengths"):
        marks(tab, words, "")
        assert tab.input_value("#f-quote") == words
        if words == "Strengths":
            assert (tab.input_value("#f-prior_programme"), tab.input_value("#f-text")) == ("CRC", words)
        writes(tab, "progress", row)
    tab.select_option("#filter", "progress")
    tab.locator("#whole-here").check()
    tab.locator("#save").click()
    with tab.expect_download() as told:
        tab.get_by_role("button", name="Download").click()
    made = json.loads(Path(told.value.path()).read_text(encoding="utf-8"))
    assert [one["findings"] for one in made["progress"]] == [["One is new.", "Two are not."]] * 2
    assert not misshapen("progress", made["progress"])


def test_what_two_people_do_not_agree_on_is_settled_on_the_page(tab: Any, tmp_path: Path) -> None:
    """By keyboard alone: of two rows the wrong one is deleted, the other found right; then the table is whole."""
    truth = json.loads((GOLD / "larkhythe-pdu-2023.json").read_text(encoding="utf-8"))
    about = next(row for row in extractor.open_dataset(reviewed() / "all").rows("reports") if row.report_id == PDF)
    rows = [{name: row[name] for name in ("number", "addressee", "text", "part")} for row in truth["recommendations"]]
    rows[0]["read_from"] = {"start": 0, "end": 3, "quote": rows[0]["text"]}  # of another edition: found by its words
    mine = {"source": "a.pdf", "sha256": about.sha256, "report": {"isbn": "1"}, "recommendations": rows, "notes": ["n"]}
    others = [*rows[:-1], rows[-1] | {"text": "do something else"}]
    for who, told in (("ann", mine), ("ben", mine | {"recommendations": others, "report": {"isbn": "2"}})):
        (tmp_path / who).mkdir()
        (tmp_path / who / f"{PDF}.json").write_text(json.dumps(told | {"who": who}), encoding="utf-8")
    assert len(merge_golds(tmp_path / "ann", tmp_path / "ben", tmp_path / "both")[1]) == 2
    desk = Desk(reviewed() / "all", load_packs(), {}, gold=tmp_path / "both")
    server = ReviewServer(desk)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        press = tab.keyboard.press
        tab.goto(server.address.replace("index.html", f"{PDF}.html#recommendations/main/1"))
        assert tab.locator(".leaf .mark.edge").count() > 0
        press("w")  # not yet: there is something to settle
        assert "ann: text" in tab.locator("#value").inner_text() and tab.locator("#save").is_hidden()
        for _ in range(2):
            wrong = "do something else" in tab.locator(".value .says").inner_text()
            press("d" if wrong else "a")
            if wrong and tab.locator("#rows .row.open").count() > 1:
                tab.locator("#rows .row.open").first.click()
        tab.goto(f"{server.address.replace('index.html', f'{PDF}.html')}#reports/isbn")
        assert "ann: '1'; ben: '2'" in tab.locator("#value").inner_text()
        tab.locator("#rows").press("c")
        tab.keyboard.type("2")
        press("Enter")
        tab.select_option("#filter", "recommendations")
        tab.locator("#rows").press("w")
        press("s")
        tab.locator("dialog .main").click()
        tab.wait_for_function("() => document.getElementById('save').hidden")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        desk.close()
    made = json.loads((tmp_path / "both" / f"{PDF}.json").read_text(encoding="utf-8"))
    assert made["report"] == {"isbn": "2"} and made["notes"] == ["n"] and not {"unfinished", "unsettled"} & made.keys()
    assert [{name: row[name] for name in rows[-1]} for row in made["recommendations"]] == [
        {name: row[name] for name in rows[-1]} for row in rows
    ]
    assert not any("unsettled" in row for row in made["recommendations"])
