"""Style sheets of a page: what their rules say of an element is written into its own `style`, as a wide screen has it.

Only what tells how words are read is taken: whether they are shown, raised, struck out, bold, or shaded. Selectors of
elements, classes and ids are understood, one within another. A rule whose selector says more than that can show what
another hides, but hides nothing itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

import regex
import tinycss2

from extractor.load.html.tree import above

_TAKEN = {
    "display", "visibility", "opacity", "vertical-align", "position", "top", "bottom", "left", "margin-left", "clip",
    "font-size", "font-weight", "font-style", "text-decoration", "text-decoration-line", "background",
    "background-color", "float",
}  # fmt: skip
_MOST_BYTES = 2 * 2**20  # of all sheets together
_MOST_RULES = 5_000
_MOST_ALIKE = 40  # rules that end in the same name, of which the last count
_WIDE = 1280.0  # pixels: the screen that a page is read on
_PIXELS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3}
_FEATURE = regex.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]{1,8})\s*(px|r?em|pt)\s*\)")
_DYNAMIC = {"hover", "focus", "active", "before", "after", "visited", "focus-within", "focus-visible"}
_NONE = "*"  # a name that no element has
_WHOLE = ("html", "body", "main", "article", "h1")  # a rule that hides these serves a script that shows them

Compound = tuple[str, ...]  # names that one element must have: `p`, `.note`, `#annex`


@dataclass(slots=True)
class _Rule:
    path: list[Compound]  # outermost first
    said: dict[str, tuple[str, bool]]  # property -> value, and whether it is important
    rank: tuple[int, int, int]
    full: bool = True  # whether the selector was understood


@dataclass(slots=True)
class _Sheet:
    rules: list[_Rule] = field(default_factory=list)

    def read(self, nodes: Sequence[Any]) -> None:
        for node in nodes:
            if len(self.rules) >= _MOST_RULES:
                return
            if node.type == "qualified-rule":
                self._rule(node)
            elif node.type == "at-rule" and node.content is not None and _counts(node):
                self.read(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))

    def _rule(self, node: Any) -> None:
        said = {
            each.lower_name: (tinycss2.serialize(each.value).strip().lower()[:200], each.important)
            for each in tinycss2.parse_declaration_list(node.content, skip_comments=True, skip_whitespace=True)
            if each.type == "declaration" and each.lower_name in _TAKEN
        }
        for path, full in _selectors(node.prelude) if said else ():
            shown = said if full else {name: value for name, value in said.items() if _shows(name, value[0])}
            names = [name for compound in path for name in compound]
            rank = (sum(n[0] == "#" for n in names), sum(n[0] == "." for n in names), len(names))
            if shown:
                self.rules.append(_Rule(path, shown, rank, full))


def _shows(name: str, value: str) -> bool:
    return (name == "display" and value != "none") or (name == "visibility" and value == "visible")


def _counts(node: Any) -> bool:
    """Whether what an at-rule holds counts on a wide screen."""
    if node.lower_at_keyword in ("supports", "layer"):
        return True
    queries = tinycss2.serialize(node.prelude).lower()[:2000].split(",")
    return node.lower_at_keyword == "media" and any(map(_is_wide, queries))


def _is_wide(query: str) -> bool:
    bounds = _FEATURE.findall(query)
    for side, size, unit in bounds:
        pixels = float(size.strip(".") or 0) * _PIXELS[unit] if size.count(".") < 2 else 0.0
        if pixels > _WIDE if side == "min" else pixels < _WIDE:
            return False
    rest = _FEATURE.sub("", query).replace("only", "").replace("and", "").split()
    return all(word in ("screen", "all") for word in rest)


def _selectors(prelude: Sequence[Any]) -> Iterator[tuple[list[Compound], bool]]:
    """The selectors of a rule, each as the compounds of its path, and whether it was understood as a whole."""
    path: list[list[str]] = [[]]
    full, dot, colon = True, False, False
    for token in [*prelude, None]:
        kind = "end" if token is None else token.type
        if kind == "end" or (kind == "literal" and token.value == ","):
            found = [tuple(compound) for compound in path if compound]
            if found:
                yield found, full
            path, full = [[]], True
        elif kind == "whitespace":
            path += [[]] if path[-1] else []
        elif kind == "hash":
            path[-1].append(f"#{token.value}")
        elif kind == "ident" and colon:
            if token.lower_value in _DYNAMIC:
                path[-1].append(_NONE)
            full = False
        elif kind == "ident":
            path[-1].append(f".{token.value}" if dot else token.lower_value)
        elif kind == "literal" and token.value == "*":
            path[-1].append(_NONE)
        elif kind != "literal" or token.value != ".":
            full = False
            path += [[]] if path[-1] and kind == "literal" and token.value in ">+~" else []
        colon = kind == "literal" and token.value == ":"
        dot = kind == "literal" and token.value == "."


def apply(root: Any) -> None:
    """Write what the style sheets of a page say into the `style` of its elements."""
    text, size = [], 0
    for element in root.iter("style"):
        size += len(element.text or "")
        if size <= _MOST_BYTES and _is_wide((element.get("media") or "").lower()):
            text.append(element.text or "")
    sheet = _Sheet()
    sheet.read(tinycss2.parse_stylesheet("\n".join(text), skip_comments=True, skip_whitespace=True))
    if sheet.rules:
        _Cascade(root, sheet.rules).descend(root)


class _Cascade:
    """Walks a tree from its root down, and knows how far the path of each rule is matched by the elements above."""

    def __init__(self, root: Any, rules: Sequence[_Rule]) -> None:
        self.rules = rules
        self.reached = [0] * len(rules)
        self.by_last: dict[str, list[int]] = defaultdict(list)
        self.by_outer: dict[str, list[tuple[int, int]]] = defaultdict(list)  # rules, and places in their paths
        for number, rule in enumerate(rules):
            self.by_last[_key(rule.path[-1])].append(number)
            for place, compound in enumerate(rule.path[:-1]):
                self.by_outer[_key(compound)].append((number, place))
        self.whole: set[Any] = set()
        for each in root.iter(*_WHOLE):
            self.whole |= {each, *takewhile(lambda up: up not in self.whole, above(each))}

    def descend(self, root: Any) -> None:
        """Go over every element once, without recursion."""
        stack: list[tuple[Any, list[int]]] = [(root, [])]
        while stack:
            element, passed = stack.pop()
            if element is None:
                for number in passed:
                    self.reached[number] -= 1
                continue
            if not isinstance(element.tag, str):
                continue
            names = _names(element)
            self._write(element, names)
            moved = self._move(names)
            if moved:
                stack.append((None, moved))
            stack += [(child, []) for child in reversed(element)]

    def _move(self, names: set[str]) -> list[int]:
        moved = []
        for name in names:
            for number, place in reversed(self.by_outer.get(name, ())[-_MOST_ALIKE:]):
                if self.reached[number] == place and names.issuperset(self.rules[number].path[place]):
                    self.reached[number] += 1
                    moved.append(number)
        return moved

    def _write(self, element: Any, names: set[str]) -> None:
        found = [
            number
            for name in names
            for number in self.by_last.get(name, ())[-_MOST_ALIKE:]
            if self.reached[number] == len(self.rules[number].path) - 1
            and names.issuperset(self.rules[number].path[-1])
        ]
        if not found:
            return
        said: dict[str, tuple[str, bool]] = {}
        for number in sorted(found, key=lambda n: (self.rules[n].rank, n)):
            for name, value in self.rules[number].said.items():
                if value[1] or not said.get(name, ("", False))[1]:
                    said[name] = value
        if element in self.whole:
            said.pop("display", None)
            said.pop("visibility", None)
        for own in tinycss2.parse_declaration_list((element.get("style") or "")[:2000], skip_whitespace=True):
            if own.type == "declaration" and not said.get(own.lower_name, ("", False))[1]:
                said[own.lower_name] = (tinycss2.serialize(own.value).strip(), own.important)
        element.set("style", ";".join(f"{name}:{value}" for name, (value, _) in said.items()))


def _key(compound: Compound) -> str:
    """The name of a compound that fewest elements have."""
    return min(compound, key=lambda name: "#.".find(name[0]) % 3)


def _names(element: Any) -> set[str]:
    names = {element.tag, *(f".{name}" for name in (element.get("class") or "").split()[:50])}
    if key := element.get("id"):
        names.add(f"#{key}")
    return names
