"""Key questions and their prompts in the wording of the frameworks, read from `questions.txt` beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# question -> its prompts, each with the marks that limit where it was asked
Standard = dict[str, tuple[tuple[str, str], ...]]

POST_CUSTODY = "Prompts relevant to post-custody cases only:"


@cache
def _standards() -> dict[str, Standard]:
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
    return _standards()[f"{year}/{standard}"]
