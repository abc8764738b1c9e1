"""Single faults of a web page: what a producer does to one tag of it. A fault gives the page changed, or None."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

WebFault = Callable[[str, random.Random], str | None]


def _at_one(
    pattern: str, change: Callable[[re.Match[str], random.Random], str]
) -> Callable[[str, random.Random], str | None]:
    """A fault at one of the places where a pattern matches."""

    def plant(page: str, draw: random.Random) -> str | None:
        body = page.find("<body")
        found = list(re.compile(pattern, re.DOTALL).finditer(page, max(0, body)))
        if not found:
            return None
        match = draw.choice(found)
        return page[: match.start()] + change(match, draw) + page[match.end() :]

    return plant


_CELL = r"<(t[dh])([^>]*)>([^<>]*[^<>\s][^<>]*)(?=<)"
_FIGURES = r"(<td[^>]*>)([^<>]*\d%?)(?=<)"


def _nested(match: re.Match[str], draw: random.Random) -> str:
    around = draw.choice(
        ("<div>{}</div>", "<p>{}</p>", "<span>{}</span>", "<div><p><strong>{}</strong></p></div>", "<font>{}</font>")
    )
    return f"<{match[1]}{match[2]}>{around.format(match[3])}"


def _other_cell(match: re.Match[str], draw: random.Random) -> str:
    return f"<{'th' if match[1] == 'td' else 'td'}>{match[3]}"


def _in_two(match: re.Match[str], draw: random.Random) -> str:
    words = match[3].split(" ")
    at = draw.randint(1, len(words) - 1) if len(words) > 1 else 1
    join = draw.choice(("<br>", "</p><p>", "<wbr>", "</span> <span>"))
    return f"<{match[1]}{match[2]}>{' '.join(words[:at])}{join}{' '.join(words[at:])}"


_WEB_HEADING = r"<h([2-4])((?: [^>]*)?)>([^<]*)</h\1>"
WEB: dict[str, WebFault] = {
    "cell_spans_two": _at_one(_CELL, lambda m, _: f'<{m[1]}{m[2]} colspan="2">{m[3]}'),
    "row_spans_two": _at_one(_CELL, lambda m, _: f'<{m[1]}{m[2]} rowspan="2">{m[3]}'),
    "other_kind_of_cell": _at_one(_CELL, _other_cell),
    "tags_nested": _at_one(_CELL, _nested),
    "cell_in_two": _at_one(_CELL, _in_two),
    "empty_cell_before": _at_one(_CELL, lambda m, _: f"<{m[1]}></{m[1]}>{m[0]}"),
    "raised_mark": _at_one(_FIGURES, lambda m, draw: f"{m[1]}{m[2]}<sup>{draw.randint(1, 9)}</sup>"),
    "row_in_two": _at_one(r"(?<!<tr>)<td(?=[^>]*>[^<]*\d)", lambda m, _: f"</tr><tr>{m[0]}"),
    "table_in_two": _at_one(r"<tr>(?=<t[dh])", lambda m, _: "</table><table><tr>"),
    "item_in_two": _at_one(r"(<li>[^<]{20,}?\w) (?=\w[^<]{10,}</li>)", lambda m, _: f"{m[1]}</li><li>"),
    "page_number_inside": _at_one(
        r"(<(?:li|p)>[^<]{20,}?\w) (?=\w[^<]{10,}</(?:li|p)>)",
        lambda m, draw: f"{m[1]} <span class=page>{draw.randint(2, 60)}</span> ",
    ),
    "heading_of_other_level": _at_one(_WEB_HEADING, lambda m, draw: f"<h{draw.choice('234')}>{m[3]}</h{m[1]}>"),
    "heading_as_paragraph": _at_one(_WEB_HEADING, lambda m, _: f"<p><b>{m[3]}</b></p>"),
    "soft_hyphen": _at_one(r"(?<=[a-z]{3})(?=[a-z]{3}[^<>]*</(?:td|th|li|p|h\d)>)", lambda m, _: "&shy;"),
    "odd_space": _at_one(
        r"(?<=[\w,]) (?=\w[^<>]*</(?:td|th|li|p|h\d)>)",
        lambda m, draw: draw.choice(("&nbsp;", "&#8239;", "&thinsp;", "&#8203; ", "\n   ", "<br>")),
    ),
    "cells_merged": _at_one(r"(?<=[^>])</td>\s*<td[^>]*>(?=[^<])", lambda m, _: " "),
    "tag_in_a_word": _at_one(
        r"(?<=[a-z]{3})(?=[a-z]{3}[^<>]*</(?:td|th|li|p|h\d)>)",
        lambda m, draw: draw.choice(("<wbr>", "</b><b>", "<span></span>", "<!-- -->")),
    ),
}  # fmt: skip
