"""Parts of a drafted pack as YAML: words as expressions, rules, and rules in comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import regex

from extractor.packs.faults import Faults


def rule(id_: str, pattern: str, text: str, value: str, base: Faults, scope: str = "front") -> Iterator[str]:
    """A rule that reads a value; a comment where it would not read from its own example what it is for.

    Args:
        id_: of the rule.
        pattern: its expression.
        text: an example.
        value: what the group `value` reads from it.
        base: the macros that the expression can name.
        scope: where it looks; empty for anywhere.
    """
    read = base.compile(pattern, id_).search(text)
    yield from _lines(id_, pattern, text, value, scope, sure=bool(read and read["value"] == value))


def unsure(id_: str, pattern: str, text: str, value: str) -> Iterator[str]:
    """A rule of the front in a comment, for a person who knows whether it reads what it is for."""
    yield from _lines(id_, pattern, text, value, "front", sure=False)


def _lines(id_: str, pattern: str, text: str, value: str, scope: str, *, sure: bool) -> Iterator[str]:
    mark = "  - " if sure else "  # - "
    room = "    " if sure else "  #   "
    example = (
        '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        if "\n" in text
        else quoted(text)
    )
    yield f"{mark}id: {id_}"
    yield f"{room}pattern: {quoted(pattern)}"
    if scope:
        yield f"{room}scope: {scope}"
    yield f"{room}examples: [{{text: {example}, fields: {{value: {quoted(value)}}}}}]"


def commented(id_: str, pattern: str, value: str, example: str) -> Iterator[str]:
    """A rule in a comment, for a person who knows which of the values is right."""
    yield f"  # - id: {id_}"
    yield f"  #   pattern: {quoted(pattern)}"
    yield f"  #   value: {value}"
    yield f"  #   examples: [{quoted(example)}]"


def expressed(text: str) -> str:
    """Words as an expression: any room between them, either apostrophe."""
    escaped = regex.escape(" ".join(text.split()), special_only=True, literal_spaces=True)
    return regex.sub("[’']", "[’']", escaped)


def quoted(words: str) -> str:
    """Words in quotes, as YAML has them."""
    return "'" + words.replace("'", "''") + "'"


def unique(ids: Iterable[str]) -> list[str]:
    """Ids, with `-2`, `-3` behind those that stand twice."""
    seen: Counter[str] = Counter()
    found = []
    for id_ in ids:
        seen[id_] += 1
        found.append(id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}")
    return found
