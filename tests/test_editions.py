"""Editions of one report in one run: noticed, told, and kept once."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import regex

from extractor import run

SAMPLES = Path(__file__).parents[1] / "corpus" / "samples"


def test_editions_of_one_report_are_one_report(tmp_path: Path) -> None:
    name = "larkhythe-pdu-2023"
    result = run([SAMPLES / f"{name}.txt", SAMPLES / f"{name}.pdf"], tmp_path / "out")
    assert [(f.source, f.status, f.report_id) for f in result.files] == [
        (f"{name}.pdf", "ok", f"{name}-03"),
        (f"{name}.txt", "skipped", ""),
    ]
    assert f"is the same report as {name}.pdf" in result.files[1].message
    with (tmp_path / "out" / "reports.csv").open(encoding="utf-8") as file:
        assert [row["format"] for row in csv.DictReader(file)] == ["pdf"]


def test_an_edition_that_prints_the_day_where_another_prints_the_month_is_the_same_report(tmp_path: Path) -> None:
    text = (SAMPLES / "larkhythe-pdu-2023.txt").read_text(encoding="utf-8")
    assert "Probation, March 2023" in text
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text.replace("Probation, March 2023", "Probation, 14 March 2023"), encoding="utf-8")
    assert sorted(file.status for file in run(tmp_path, tmp_path / "out").files) == ["ok", "skipped"]


def test_reports_on_one_service_that_differ_in_a_printed_fact_are_two(tmp_path: Path) -> None:
    text = (SAMPLES / "larkhythe-pdu-2023.txt").read_text(encoding="utf-8")
    isbn = next(line for line in text.split("\n") if line.startswith("ISBN"))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text.replace(isbn, "ISBN: 978-1-000000-00-0"), encoding="utf-8")
    ids = [file.report_id for file in run(tmp_path, tmp_path / "out").files]
    assert len(set(ids)) == 2 and all(re.fullmatch("larkhythe-pdu-2023-03-[0-9a-f]{6}", id_) for id_ in ids)
    (tmp_path / "b.txt").write_bytes(b"\n" + (tmp_path / "b.txt").read_bytes())  # another file with the same words
    assert [file.report_id for file in run(tmp_path, tmp_path / "out").files] == ids


def test_the_id_of_a_report_hangs_on_nothing_but_the_report(tmp_path: Path) -> None:
    spring = (SAMPLES / "larkhythe-pdu-2023.txt").read_text(encoding="utf-8")
    autumn = spring.replace("March 2023", "October 2023")
    early, late = (spring.replace("Probation, March 2023", f"Probation, {day} March 2023") for day in (2, 30))
    late = late.replace("ISBN: ", "ISBN: 9")
    one, two = (FORM.format(name=name, doors=7, ask="mend it") for name in ("Fenwick 1 Yard", "Fenwick 2 Yard"))
    assert len({spring, autumn, early, late, one, two}) == 6

    def ids(**texts: str) -> dict[str, str]:
        folder = tmp_path / "-".join(texts)
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return {texts[f.source.removesuffix(".txt")]: f.report_id for f in run(folder, tmp_path / "out").files}

    both = {spring: "larkhythe-pdu-2023-03", autumn: "larkhythe-pdu-2023-10"}
    assert ids(a=spring, b=autumn) == ids(d=spring, c=autumn) == both
    assert ids(e=spring) | ids(f=autumn) == both
    days = ids(g=early, h=late)
    assert days == {early: "larkhythe-pdu-2023-03-02", late: "larkhythe-pdu-2023-03-30"}
    assert days == ids(i=early) | ids(j=late)
    forms = ids(k=one, l=two)
    assert len(set(forms.values())) == 2 and all(id_.startswith("kiln-safety-report") for id_ in forms.values())
    assert forms == ids(m=one) | ids(n=two), "many forms have one title: a short hash of their words tells them apart"
    assert ids(p=one)[one] == next(iter(ids(q=one.replace("of 16", "of  16")).values())), "blanks do not count"


def test_a_corrected_issue_is_kept_beside_the_one_that_it_replaces(tmp_path: Path) -> None:
    text = (SAMPLES / "larkhythe-pdu-2023.txt").read_text(encoding="utf-8")
    score = regex.search(r"(\d+)(/(?:21|27))\b", text)
    assert score is not None
    cover = "HM Inspectorate of Probation, March 2023"
    assert cover in text
    newer = text.replace(score[0], f"{int(score[1]) + 1}{score[2]}")
    newer = newer.replace(cover, f"{cover}\n\nThis report replaces the one published in March.")
    (tmp_path / "z.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.txt").write_text(newer, encoding="utf-8")
    files = {file.source: file for file in run(tmp_path, tmp_path / "out").files}
    ids = {name: file.report_id for name, file in files.items()}
    assert ids == {"z.txt": "larkhythe-pdu-2023-03", "a.txt": "larkhythe-pdu-2023-03-reissue"}
    assert "is a corrected issue of z.txt, which it replaces: overall score" in files["a.txt"].message
    assert "is replaced by a.txt" in files["z.txt"].message


FORM = """Kiln safety report

Workshop: {name}
Kind: small pottery

Summary

The workshop was visited under the rules for kilns of 2005. The visit looks at whether the owner has weighed the risks
with care, and whether all that keeps people safe is in place and in good order. What follows is what we saw.

Vents

Every vent was opened from the inside. The visitor found that {doors} of 16 vents could be opened at once.

Alarms

The alarm was tried while the owner stood by, and the book of weekly tests was read from the first page to the last.

Recommendations

The owner should:

- {ask}
- keep a written note of every test of the alarm
"""


def test_two_fillings_of_one_form_are_two_reports(tmp_path: Path) -> None:
    for number in range(12):
        ask = ["mend the vents", "sweep the floor"][number % 2]
        filled = FORM.format(name=f"Fenwick {number} Yard", doors=number % 3, ask=ask)
        (tmp_path / f"{number:02}.txt").write_text(filled, encoding="utf-8")
    copy = FORM.format(name="Fenwick 0 Yard", doors=0, ask="mend the vents").replace("\n\n", "\n\n\n")
    (tmp_path / "copy.txt").write_text(copy, encoding="utf-8")
    files = run(tmp_path, tmp_path / "out").files
    assert sum(bool(file.report_id) for file in files) == 12
    (skipped,) = (file for file in files if file.status == "skipped")
    assert {skipped.source, skipped.message.split()[5].rstrip(",")} == {"00.txt", "copy.txt"}


def test_the_edition_that_tells_most_is_kept(tmp_path: Path) -> None:
    text = (SAMPLES / "larkhythe-pdu-2023.txt").read_text(encoding="utf-8")
    without = regex.sub(r"^\|.*\n", "", text, flags=regex.M)
    assert len(without) < len(text)
    (tmp_path / "a.txt").write_text(without, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    files = run(tmp_path, tmp_path / "out").files
    assert [(file.source, file.status) for file in files] == [("a.txt", "skipped"), ("b.txt", "ok")]
