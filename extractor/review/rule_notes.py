"""What is told of a rule beside a value that it read: its pack, what it stands for, and its note."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.packs import Packs

__all__ = ["rules_told"]

_OF_PEOPLE = "corrections/row"
_SHARED = {"quantities": "Figures in prose, of all frameworks", "themes": "Codebook of themes, of all frameworks"}


def rules_told(ids: Iterable[str], packs: Packs) -> dict[str, dict[str, str]]:
    """For each id of a rule the title of its pack, its note and an example, as far as there are any."""
    notes = {
        f"{link.id}/{rule.id}": (link.title, rule.note, rule.worked_examples[0].text)
        for pack in packs
        for link in pack.chain
        for rule in link.rules
    }
    titles = _SHARED | {link.id: link.title for pack in packs for link in pack.chain}
    told = {}
    for id_ in sorted(set(ids)):
        pack, note, example = notes.get(id_, (titles.get(id_.partition("/")[0], ""), "", ""))
        if id_ == _OF_PEOPLE:
            pack, note = "", "a person added this row"
        told[id_] = {name: words for name, words in (("pack", pack), ("note", note), ("example", example)) if words}
    return told
