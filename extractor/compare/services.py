"""Which service a row is about: a `provider_id` for a name and a kind of service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NOT_TOLD", "add_services"]

NOT_TOLD = "not told"


def add_services(rows: pd.DataFrame, providers: pd.DataFrame) -> pd.DataFrame:
    """Rows with `provider` and `provider_type`, and the columns `provider_id`, and `region` where it was empty.

    A name is looked up among names and aliases of the same kind; one that `providers` does not have is a service of its
    own. No name gives no id. An empty kind or region of a service is told by `providers` where it has one service of
    that name, and is `not told` else.
    """
    known: dict[tuple[str, str], set[int]] = {}
    register = providers[["provider_id", "name", "provider_type", "region", "aliases"]].to_numpy().tolist()
    for number, (_, name, kind, _, aliases) in enumerate(register):
        for spelt in (name, *aliases.split("\n")):
            if spelt:
                known.setdefault((_folded(spelt), kind), set()).add(number)
                known.setdefault((_folded(spelt), ""), set()).add(number)
    pairs = rows[["provider", "provider_type"]].drop_duplicates().to_numpy().tolist()
    told = {(name, kind): _told(name, kind, known, register) for name, kind in pairs}
    found = [told[pair] for pair in zip(rows["provider"], rows["provider_type"], strict=True)]
    ids, kinds, regions = zip(*found, strict=True) if found else ((), (), ())
    made = rows.assign(provider_id=list(ids), provider_type=list(kinds))
    return made.assign(region=[own or of or NOT_TOLD for own, of in zip(rows["region"], regions, strict=True)])


def _told(
    name: str, kind: str, known: dict[tuple[str, str], set[int]], register: list[list[str]]
) -> tuple[str, str, str]:
    """Id, kind and region of a service."""
    if not name:
        return "", kind or NOT_TOLD, ""
    places = known.get((_folded(name), kind), set())
    if len(places) == 1:
        id_, _, type_, region, _ = register[next(iter(places))]
        return id_, kind or type_ or NOT_TOLD, region
    return f"{_folded(name)} {kind}".strip(), kind or NOT_TOLD, ""


def _folded(name: str) -> str:
    return " ".join(name.replace("&", " and ").replace("’", "'").casefold().split())
