"""Ways to damage a text edition so that its words stay and its shape does not, or that some of it is gone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[str, random.Random], str]

# Names of rules that a pack can lack: what a wrong or missing rule costs.
RULES = (
    "labels", "sections.number", "sections.annex", "questions.question", "questions.group", "recommendations.section",
    "recommendations.intro", "recommendations.addressee", "progress.start", "progress.category", "examples.label",
    "statistics.value", "ratings.overall-line", "ratings.overall-prose", "ratings.standard-prose", "ratings.score",
    "metadata.fieldwork_start", "metadata.published", "provider.region", "metadata.lead_inspector",
)  # fmt: skip


def _by_line(change: Callable[[str, random.Random], str]) -> Damage:
    return lambda text, draw: "\n".join(change(line, draw) for line in text.split("\n"))


def is_row(line: str) -> bool:
    return "\t" in line or line.count("|") > 1


def tabs_lost(line: str, _: random.Random) -> str:
    return re.sub(r"\s*[\t|]\s*", " ", line).strip() if is_row(line) else line


def tabs_of_some_rows_lost(line: str, draw: random.Random) -> str:
    return tabs_lost(line, draw) if draw.random() < 0.2 else line


def words_torn(line: str, draw: random.Random) -> str:
    return re.sub(r"\b([A-Z])([a-z]{3,})", lambda m: f"{m[1]} {m[2]}" if draw.random() < 0.3 else m[0], line)


def marks_of_lists_lost(line: str, _: random.Random) -> str:
    return re.sub(r"^\s*(?:[-•▣❑]|o)(?: ▣)? ", "", line)


def numbers_of_headings_lost(line: str, _: random.Random) -> str:
    return re.sub(r"^\W*(?:[A-Z] ?)?\d+\.\d+\.? (?=\D{3,60}$)", "", line)


def question_marks_lost(line: str, draw: random.Random) -> str:
    return line.replace("?", "") if draw.random() < 0.3 else line


def signs_lost(line: str, _: random.Random) -> str:
    return re.sub(r"(\d) ?%", r"\1", line) if is_row(line) else line


def digits_misread(line: str, draw: random.Random) -> str:
    return re.sub(r"[10](?=\d?%)", lambda m: "lO"[m[0] == "0"] if draw.random() < 0.3 else m[0], line)


def colons_lost(line: str, _: random.Random) -> str:
    return re.sub(r":(\**)$", r"\1", line)


def rows_joined(text: str, draw: random.Random) -> str:
    """Each fifth row of a table run into the one above it."""
    out: list[str] = []
    for line in text.split("\n"):
        if out and is_row(line) and is_row(out[-1]) and draw.random() < 0.2:
            out[-1] += "\t" + line
        else:
            out.append(line)
    return "\n".join(out)


def rows_cut(text: str, draw: random.Random) -> str:
    """Some rows of tables cut at their first cell."""
    out: list[str] = []
    for line in text.split("\n"):
        if "\t" in line and draw.random() < 0.25:
            first, _, rest = line.partition("\t")
            out += [first, "", rest]
        else:
            out.append(line)
    return "\n".join(out)


def pages_lost(text: str, draw: random.Random) -> str:
    """A stretch of a twelfth of the text is gone."""
    lines = text.split("\n")
    length = len(lines) // 12
    start = draw.randrange(len(lines) // 4, len(lines) - length)
    return "\n".join(lines[:start] + lines[start + length :])


def end_lost(text: str, _: random.Random) -> str:
    return text[: len(text) * 3 // 5]


def headings_glued(text: str, draw: random.Random) -> str:
    """Short lines run into the paragraph below them."""
    return re.sub(
        r"(?m)^([A-Z0-9][^\t|\n.:]{4,60})\n\n(?=[A-Z][^\t\n]{80})",
        lambda m: f"{m[1]} " if draw.random() < 0.5 else m[0],
        text,
    )


def paragraphs_in_two_columns(text: str, draw: random.Random) -> str:
    """Lines of neighbouring list items set beside each other."""
    lines = text.split("\n")
    for at in range(len(lines) - 2):
        if re.match(r"\W*[-•▣❑o]\W", lines[at]) and re.match(r"\W*[-•▣❑o]\W", lines[at + 1]) and draw.random() < 0.3:
            half = len(lines[at]) // 2
            lines[at], lines[at + 1] = lines[at][:half] + "   " + lines[at + 1], lines[at][half:]
    return "\n".join(lines)


def blanks_lost(text: str, _: random.Random) -> str:
    """No blank line between paragraphs."""
    return re.sub(r"\n\s*\n", "\n", text)


DAMAGES: dict[str, Damage] = {
    **{
        change.__name__: _by_line(change)
        for change in (
            tabs_lost, tabs_of_some_rows_lost, words_torn, marks_of_lists_lost, numbers_of_headings_lost,
            question_marks_lost, signs_lost, digits_misread, colons_lost,
        )
    },
    **{
        damage.__name__: damage
        for damage in (
            rows_joined, rows_cut, pages_lost, end_lost, headings_glued, paragraphs_in_two_columns, blanks_lost,
        )
    },
}  # fmt: skip
