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
    assert tab.locator("section [role=status]").inner_text().startswith("1 of 1 rows")
    says = tab.locator("#panel tbody tr:visible a")
    words = says.inner_text()
    says.click()
    assert tab.locator(".value .says").inner_text() == words


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_clipped_and_heads_stay(tab: Any, written: Path, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    for page in ("type/compare", "question/compare", "panel/panel"):
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
    data = dataset(*rows)
    drawn = [Shown(chart, *draw(chart)) for chart in charts_of(data, "ratings-table")]
    pages = {
        "compare": comparison_page(compare(data, "standard"), evil, _odd_address),
        "summary": summary_page(summarise(data), drawn, evil, _odd_address),
        "panel": panel_page(make_panel(data, "standard"), evil, _odd_address),
    }
    tab.set_viewport_size({"width": 390, "height": 800})
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
        tab.goto((tmp_path / f"{name}.html").as_uri())
        assert tab.evaluate("() => [top.touched ?? null, document.images.length, document.scripts.length <= 2]") == [
            None,
            0,
            True,
        ], name
        assert tab.evaluate("() => document.documentElement.scrollWidth") <= 390, name
        if (mark := tab.locator("svg [data-rows]").first).count():
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


def test_a_long_table_is_sorted_at_once_and_shown_whole_when_asked(tab: Any, tmp_path: Path) -> None:
    rows = [report(f"r{n}") for n in range(510)]
    rows += [rating(f"r{n}", f"Service {n:03}", "safety", "Good") for n in range(510)]
    (tmp_path / "long.html").write_text(comparison_page(compare(dataset(*rows), "standard"), "all"), encoding="utf-8")
    tab.goto((tmp_path / "long.html").as_uri())
    body = tab.locator("section", has=tab.locator("h2", has_text="Inspections by standard")).first
    assert body.locator("tbody tr:visible").count() == 100
    body.locator("thead button").first.dblclick()
    assert body.locator("tbody th:visible").first.inner_text().startswith("Service 299")
    body.get_by_role("button", name="Show all").click()
    assert body.locator("tbody tr:visible").count() == 300  # the page has no more
    tab.locator("button.figure", has_text="510").first.click()
    told = tab.locator("dialog[open]")
    assert "510 rows, of which the first 500 are here" in told.inner_text()
    told.get_by_role("button", name="Show all 500").click()
    assert told.locator("tbody tr").count() == 500


def _odd_address(report_id: str, table: str, item: str) -> str:
    return f"r/{report_id}.html" + (f"#{row_fragment(table, item)}" if table else "")
