"""Which columns of a table are about the service as it now is, and which set something else beside it."""

from __future__ import annotations

import regex

from extractor.packs import Pack

ELSEWHERE = "elsewhere"  # other services, earlier years, targets, other answers
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def groups_of(pack: Pack, heads: dict[int, str], provider: str) -> dict[int, str]:
    """Group of cases of every column, by its heading: one of the pack's list, ELSEWHERE, or empty where none tells.

    A column that names the service counts all its cases, and those beside it are about something else; so does the only
    one beside columns that are about something else, as the latest of several years is.

    Args:
        pack: the pack, with its rules `questions.group` and `questions.elsewhere`.
        heads: the heading of every column that has one.
        provider: the inspected service.
    """
    found = {column: _group(pack, text, provider) for column, text in heads.items()}
    found |= dict.fromkeys(earlier_years(heads), ELSEWHERE)
    named = {column for column, text in heads.items() if _is_named(text, provider)}
    if named:
        found |= {column: ELSEWHERE for column, group in found.items() if column not in named and group in ("", "all")}
    counted = [column for column, group in found.items() if group == "all"]
    if named.isdisjoint(counted):  # the first tells: a total beside those who said yes is of all answers
        found |= {column: ELSEWHERE for column in counted[1:] if heads[column] != heads[counted[0]]}
    unknown = [column for column, group in found.items() if not group]
    if len(unknown) == 1 and len(found) > 1 and all(found[c] == ELSEWHERE for c in found if c not in unknown):
        found[unknown[0]] = "all"
    return found


def _group(pack: Pack, text: str, provider: str) -> str:
    """The group that a heading names, by itself or behind another that stands over it: `Scores Night visits`."""
    words = text.split()
    for start in range(len(words)):
        over = " ".join(words[:start])
        rule = pack.match("questions.group", " ".join(words[start:]))
        if rule and (not over or pack.match("questions.group", over)):
            return rule[0].value
    if _is_named(text, provider):
        return "all"
    return ELSEWHERE if pack.match("questions.elsewhere", text) else ""


def _is_named(text: str, provider: str) -> bool:
    """Whether a heading is the name of the service, or what it begins with: `Marlford` of Marlford Centre."""
    words, name = text.casefold().split(), provider.casefold().split()
    return bool(words) and words == name[: len(words)] and len(words[0]) > 3


def dated_columns(heads: dict[int, str]) -> dict[int, str]:
    """The year in the heading of every column that has one."""
    return {column: match[0] for column, text in heads.items() if (match := _YEAR.search(text))}


def earlier_years(heads: dict[int, str]) -> set[int]:
    """Columns headed by a year that is not the latest of those that head columns."""
    years = dated_columns(heads)
    latest = max(years.values(), default="")
    return {column for column, year in years.items() if year != latest}
