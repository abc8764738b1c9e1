"""Key questions and their prompts in the wording of the frameworks, read from `questions.txt` beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.generator.blocks import Grid, Row
from tests.generator.truth import Builder

# question -> its prompts, each with the marks that limit where it was asked
Standard = dict[str, tuple[tuple[str, str], ...]]

POST_CUSTODY = "Prompts relevant to post-custody cases only:"


@cache
def all_standards() -> dict[str, Standard]:
    standards: dict[str, Standard] = {}
    standard: Standard = {}
    question = ""
    for line in Path(__file__).with_name("questions.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("= "):
            standard = standards.setdefault(line[2:], {})
        elif line.startswith("- "):
            prompt, _, marks = line[2:].partition(" | ")
            standard[question] += ((prompt, marks),)
        else:
            question = line
            standard[question] = ()
    return standards


def questions(year: str, standard: str) -> Standard:
    """The key questions of a standard, as `pdu` (2021 and later), `2018` or `youth` words them, with their prompts."""
    return all_standards()[f"{year}/{standard}"]


def one_column(b: Builder, ref: str, scores: dict[str, int], heading: str) -> list[str]:
    """Put a table of the key questions of a standard with one percentage each; the keys of its rows."""
    rows = [Row(("Key question", heading), header=True)]
    for question, share in scores.items():
        key = b.row(
            "key_questions", standard_ref=ref, level="key_question", ref="", question=question, key_question="",
            group="all", percent=share, marks="", table="body",
        )  # fmt: skip
        rows.append(Row((question, f"{share}%"), (key,)))
    b.put(Grid(tuple(rows)))
    return [key for row in rows for key in row.keys]
