"""Pages of comparisons and panels in a browser: a figure shows its rows, a row its words, and nothing is clipped."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import extractor
from extractor.compare.charts import draw
from extractor.compare.comparison import compare
from extractor.compare.files import write_comparison
from extractor.compare.page import Shown, comparison_page, summary_page
from extractor.compare.summary import charts_of, summarise
from extractor.dataset.addresses import review_addresses, row_fragment
from extractor.dataset.page import render
from extractor.diff.datasets import diff_datasets
from extractor.diff.files import write_diff
from extractor.link.panel import make_panel
from extractor.link.panel.files import write_panel
from extractor.link.panel.page import panel_page
from extractor.report_page.files import write_pages
from tests.reviewing import EVIL, PDF, data_of, shown
from tests.test_compare import dataset, rating, report


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shown()
    data, to = extractor.open_dataset(folder / "all"), tmp_path_factory.mktemp("pages")
    for name in ("type", "question"):
        out = to / name
        write_comparison(compare(data, name), out, "all", _address(folder, out))
    write_panel(make_panel(data, "standard"), to / "panel", "1", "all", _address(folder, to / "panel"))
    write_pages(data, to / "pages")
    shutil.copytree(folder / "all", to / "before" / "all")
    for table, now, before in (("checks", ",pass,", ",warn,"), ("reports", "pdf", "docx"), ("ratings", "Good", "Bad")):
        path = to / "before" / "all" / f"{table}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(now, before), encoding="utf-8")
    write_diff(
        diff_datasets(extractor.open_dataset(to / "before" / "all"), data), to / "diff", _address(folder, to / "diff")
    )
    return to


def _address(folder: Path, page: Path) -> Any:
    """As `review_addresses`, of a review that is not beside the dataset under its own name."""
    (link := folder / "all-review").exists() or link.symlink_to(folder / "review", target_is_directory=True)
    return review_addresses(folder / "all", page)


def test_every_link_leads_to_something_that_is_there(written: Path) -> None:
    review = shown() / "all-review"
    there = {page.resolve(): _places(page) for page in [*written.rglob("*.html"), *review.glob("*.html")]}
    kinds = set()
    for page in written.rglob("*.html"):
        for link in _links(page):
            way, _, place = link.partition("#")
            target = (page.parent / unquote(way)).resolve() if way else page.resolve()
            assert target in there and (not place or unquote(place) in there[target]), f"{page}: {link}"
            kinds |= {page.parent.name} if way else set()
    assert kinds == {"type", "question", "panel", "pages", "diff"}


def _links(page: Path) -> set[str]:
    html = page.read_text(encoding="utf-8")
    found = {unescape(link) for link in re.findall(r'<a [^>]*href="([^"]*)"', html)}
    if behind := re.search(r'id="behind">(.*?)</script>', html, re.S):
        told = json.loads(behind[1])
        words = told["words"]
        found |= {f"{words[row[1]]}#{words[row[2]]}" for row in told["rows"] if words[row[1]]}
    return found


def _places(page: Path) -> set[str]:
    html = page.read_text(encoding="utf-8")
    rows = data_of(html)["rows"] if 'id="data">{' in html else ()
    return {*re.findall(r'\bid="([^"]+)"', html), *(f"{row['table']}/{row['item']}" for row in rows)}


def test_a_figure_shows_its_rows_and_a_row_its_words(tab: Any, written: Path) -> None:
    data = extractor.open_dataset(shown() / "all")
    tab.goto((written / "type" / "compare.html").as_uri())
    section = tab.locator("section", has=tab.locator("h2", has_text="Judgements on standards by type"))
    row = section.locator("tbody tr", has_text="PDU")
    heads = section.locator("thead th").all_inner_texts()
    total = row.locator("td, th").nth(next(n for n, head in enumerate(heads) if head.startswith("Total"))).inner_text()
    row.get_by_role("button", name=total, exact=True).last.press("Enter")
    dialog = tab.locator("dialog[open]")
    judged = [one for one in data.rows("ratings") if one.report_id == PDF and one.level == "standard"]
    assert int(total) == len(judged) == dialog.locator("tbody tr").count()
    assert "PDU · total" in dialog.inner_text() and f"{total} rows" in dialog.inner_text()
    wanted = next(one for one in judged if one.ref.endswith("1.1"))
    dialog.locator("tbody tr", has_text=wanted.standard).get_by_role("link").click()
    assert tab.locator(".value .kicker a").get_attribute("href") == f"#ratings/{wanted.item}"
    assert tab.locator(".value .says").inner_text() == wanted.rating


def test_values_of_a_panel_lead_to_their_words(tab: Any, written: Path) -> None:
    tab.goto((written / "panel" / "panel.html").as_uri())
    rows = tab.locator("#panel tbody tr")
    before = rows.count()
    tab.get_by_label("Find").fill("larkhythe leadership")
    assert tab.locator("#panel tbody tr:visible").count() == 1 < before
    assert tab.locator("section [role=status]").inner_text().startswith("1 of 1 row")
    says = tab.locator("#panel tbody tr:visible a")
    words = says.inner_text()
    says.click()
    assert tab.locator(".value .says").inner_text() == words


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_clipped_and_heads_stay(tab: Any, written: Path, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    for page in ("type/compare", "question/compare", "panel/panel", "pages/index", "diff/diff"):
        tab.goto((written / f"{page}.html").as_uri())
        wide = tab.evaluate(
            """() => [...document.querySelectorAll("body *")].filter((one) => !one.closest(".wide, caption, dialog")
              && one.getClientRects().length && one.getBoundingClientRect().right > innerWidth + 1).length"""
        )
        assert wide == 0 and tab.evaluate("() => document.documentElement.scrollWidth") <= width, page
        kept = tab.evaluate(
            """() => [...document.querySelectorAll(".wide")].every((wide) => { wide.scrollTo(500, 500);
              const at = wide.getBoundingClientRect(), head = wide.querySelector("thead th").getBoundingClientRect();
              return Math.abs(head.top - at.top) < 2 && Math.abs(head.left - at.left) < 2; })"""
        )
        assert kept, page
    folded = tab.locator("details:not([open])").count()  # and is printed all the same
    tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert folded and not tab.locator("details:not([open])").count()
    tab.emulate_media(media="print")  # where a browser repeats the words of heads on every page, but no buttons
    shown_as = tab.locator("thead button").first.evaluate("(head) => getComputedStyle(head).display")
    tab.emulate_media(media="screen")
    assert shown_as == "contents"
    tab.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details:not([open])").count() == folded


def test_no_serious_fault_for_those_who_do_not_see(browser: Any, written: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True, color_scheme="dark")
    opened = context.new_page()
    for page in ("type/compare", "panel/panel"):
        opened.goto((written / f"{page}.html").as_uri())
        if figures := opened.locator("button.figure").all():
            figures[0].click()
        found = axe.run(opened).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in serious] == []
    context.close()


def test_hostile_and_endless_words_are_words(tab: Any, tmp_path: Path) -> None:
    """Markup, a mark that turns the text, and 40,000 characters without a blank, as names of services and standards."""
    evil, endless = EVIL.replace("top.hit", "top.touched"), "ab" * 20_000
    rows = [report("a"), report("b"), rating("a", evil, endless, "Good"), rating("b", endless, evil, "Inadequate")]
    rows += [rating("b", endless, "overall", "Good", item='x"><b>/overall')]
    rows += [rating("a", evil, "overall", "Good", score=6.0)]
    data = dataset(*rows)
    drawn = [Shown(chart, *draw(chart)) for chart in charts_of(data, "ratings-table")]
    pages = {
        "compare": comparison_page(compare(data, "standard"), evil, _odd_address),
        "summary": summary_page(summarise(data), drawn, evil, _odd_address),
        "panel": panel_page(make_panel(data, "standard"), evil, _odd_address),
    }
    tab.set_viewport_size({"width": 390, "height": 800})
    for name, page in pages.items():
        assert not re.search(r"<a [^>]*></a>", page), name  # a link has words
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
        tab.goto((tmp_path / f"{name}.html").as_uri())
        assert tab.evaluate("() => [top.touched ?? null, document.images.length, document.scripts.length <= 2]") == [
            None,
            0,
            True,
        ], name
        assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390, name
        if (mark := tab.locator("svg [data-rows]").locator("visible=true").first).count():
            edges = tab.evaluate("() => document.querySelector('figure.narrow svg').getBoundingClientRect().toJSON()")
            assert edges["left"] >= 0 and edges["right"] <= 390 and mark.bounding_box()["x"] <= 390
            for scheme, ink in (("dark", 233), ("light", 26)):  # a drawing has the ink of its page, and no ground
                tab.emulate_media(color_scheme=scheme)
                drawn = tab.evaluate(
                    """() => [getComputedStyle(document.querySelector("figure text")).fill,
                      getComputedStyle(document.querySelector("figure svg path")).fill]"""
                )
                assert f"rgb({ink}," in drawn[0] and drawn[1] == "none"
            mark.click()
            assert (
                "<script>" in tab.locator("dialog[open]").inner_text()
                and tab.locator("dialog b, dialog script").count() == 0
            )
            tab.keyboard.press("Escape")
        if (figure := tab.locator("button.figure").first).count():
            figure.click()
            assert tab.locator("dialog[open] tbody tr").count() >= 1 and tab.locator("dialog b").count() == 0
            assert tab.evaluate("() => top.touched ?? null") is None


def test_a_long_table_is_sorted_at_once_found_in_and_turned_over(tab: Any, tmp_path: Path) -> None:
    rows = [report(f"r{n}") for n in range(510)]
    rows += [rating(f"r{n}", f"Service {n:03}", "safety", "Good") for n in range(510)]
    (tmp_path / "long.html").write_text(comparison_page(compare(dataset(*rows), "standard"), "all"), encoding="utf-8")
    tab.goto((tmp_path / "long.html").as_uri())
    body = tab.locator("section", has=tab.locator("h2", has_text="Inspections by standard")).first
    assert body.locator("tbody tr:visible").count() == 50
    body.locator("thead button").first.dblclick()
    settled(tab)
    assert body.locator("tbody th:visible").first.inner_text().startswith("Service 299")  # the page has no more
    body.get_by_role("button", name="Last 50").click()
    assert body.locator("tbody th:visible").first.inner_text().startswith("Service 049")
    body.get_by_label("Find").fill("129")
    assert body.locator("[role=status]").inner_text() == "1 of 1 row"
    tab.locator("button.figure", has_text="510").first.click()
    told = tab.locator("dialog[open]")
    assert "510 rows, of which the first 500 are here" in told.inner_text()
    assert told.locator("[role=status]").inner_text() == "50 of 500 rows Next 50 Last 50"


def settled(tab: Any) -> None:
    """Until the rows are drawn that come behind those that are seen."""
    tab.evaluate("""async () => {
      const count = () => document.querySelectorAll("tbody tr").length;
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      for (let before = -1; before < count(); ) { before = count(); for (let n = 0; n < 3; n++) await frame(); } }""")


# A click, or the end of printing, and how many rows stand in the document when it is answered.
CLICKED = "(button) => { button.click(); return document.querySelectorAll('#panel tbody tr').length; }"
PRINTED = (
    "() => { dispatchEvent(new Event('afterprint')); return document.querySelectorAll('#panel tbody tr').length; }"
)


@pytest.fixture
def long_table(tab: Any, tmp_path: Path) -> Any:
    """A tab with a panel of 17 columns and 500 rows."""
    figures, labels = ("", "−1", "2,000", "10", "9.5%"), ("Good", "Poor", "", "3 of 9", "Fair")

    def line(n: int) -> dict[str, Any]:
        says = [f"2018-{1 + n * 7 % 12:02}" if n else "never", figures[n % 5], *[labels[n % 5]] * 13]
        cells = [[{"says": one, "at": f"r.html#{n}", "change": "", "breaks": (), "other": ""}] for one in says]
        return {"name": f"Service {n}", "what": f"Standard {n % 9}", "group": "", "cells": cells}

    told = {
        "years": range(2003, 2018),
        "lines": [line(n) for n in range(500)],
        "by": "standard",
        "title": "Long",
        "rest": 0,
    }
    about = {"breaks": {}, "grouped": False, "source": "all", "observations": 1, "compared": 0}
    (tmp_path / "panel.html").write_text(render("extractor.link", "panel.html", **told, **about), encoding="utf-8")
    tab.goto((tmp_path / "panel.html").as_uri())
    return tab


def test_what_is_done_with_a_long_table_costs_what_is_seen_of_it(long_table: Any) -> None:
    """Counted in rows that are laid out, whatever the machine's speed: of 500 no more at once than a window has."""
    tab, rows = long_table, long_table.locator("#panel tbody tr")
    heads, told = tab.locator("#panel thead button").all(), tab.locator("section [role=status]").first
    assert len(heads) == 17 and rows.count() == 50
    for head in (heads[2], heads[3], heads[1], heads[4]):
        assert head.evaluate(CLICKED) <= 30
        settled(tab)
        assert rows.count() == 50
    find = tab.get_by_label("Find")
    find.fill("good")
    assert told.inner_text() == "50 of 100 rows Next 50"
    settled(tab)
    tab.evaluate("""() => { const [row] = document.querySelectorAll("#panel tbody tr");
      new MutationObserver(() => { row.isMoved = true; }).observe(row.parentElement, { childList: true }); }""")
    find.fill("good standard")  # which leaves the rows that are seen
    settled(tab)
    assert tab.evaluate("() => !document.querySelector('#panel tbody tr').isMoved")
    tab.get_by_role("button", name="Next 50").click()
    assert told.inner_text() == "51 to 100 of 100 rows 50 before"
    tab.get_by_role("button", name="50 before").click()
    find.fill("")
    assert tab.get_by_role("button", name="Last 50").evaluate(CLICKED) <= 30
    assert told.inner_text() == "451 to 500 of 500 rows 50 before"
    tab.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == 500
    assert tab.evaluate(PRINTED) <= 30


def test_a_column_is_sorted_by_what_it_is(long_table: Any) -> None:
    """Dates by their months, figures by what they are worth where all are figures, what is empty last both ways."""
    tab, heads = long_table, long_table.locator("#panel thead button").all()

    def sorted_by(column: int) -> list[str]:
        heads[column].click()
        settled(tab)
        cells = (
            "(at) => [...document.querySelectorAll('#panel tbody tr')].map((row) => row.cells[at].textContent.trim())"
        )
        return list(tab.evaluate(cells, column))

    assert sorted_by(2)[:2] == ["2018-01", "2018-01"]
    assert sorted_by(2)[:3] == ["never", "2018-12", "2018-12"]
    assert [set(sorted_by(3)), set(sorted_by(3))] == [{"−1"}, {"2,000"}]
    assert [set(sorted_by(4)), set(sorted_by(4))] == [{"3 of 9"}, {"Poor"}]
    assert [one.partition("Standard")[0] for one in sorted_by(0)[:3]] == ["Service 0", "Service 1", "Service 2"]


def test_rows_behind_a_figure_and_labels_are_sorted_all_of_them(tab: Any, tmp_path: Path) -> None:
    """Labels stand in the order of their scale; of 150 rows in a dialogue the first come from all."""
    labels = ("Good", "Inadequate", "Outstanding")
    rows = [report(f"r{n}") for n in range(150)]
    rows += [rating(f"r{n}", f"Service {n:03}", "safety", labels[n % 3]) for n in range(150)]
    (tmp_path / "page.html").write_text(comparison_page(compare(dataset(*rows), "standard"), "all"), encoding="utf-8")
    tab.goto((tmp_path / "page.html").as_uri())
    table = tab.locator("section", has=tab.locator("h2", has_text="Inspections by standard")).first
    cells = table.locator("tbody tr td:last-child")
    table.locator("thead button").last.click()
    assert [cells.nth(n).inner_text() for n in (0, 39)] == ["Outstanding", "Outstanding"]
    table.locator("xpath=../..").get_by_role("button", name="Last 50").click()
    assert cells.nth(0).inner_text() == "Inadequate"
    tab.locator("td > .figure", has_text="150").first.click()
    dialog = tab.locator("dialog[open]")
    dialog.get_by_role("button", name="Service").dblclick()
    assert dialog.locator("tbody th").first.inner_text() == "Service 149"


def _odd_address(report_id: str, table: str, item: str) -> str:
    return f"r/{report_id}.html" + (f"#{row_fragment(table, item)}" if table else "")
