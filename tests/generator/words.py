"""Words of our own: invented places and people, and sentences told from templates with slots."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

PLACES = (
    "Aldermere", "Thornhythe", "Calderwick Vale", "Marlhaven", "Sallowby", "Dunmarrow", "Larkhythe", "Tarnbury Moor",
    "Wexholme", "Orrinvale", "Stowmarsh", "Keldersea", "Fenwold", "Harrowmere", "Pennfold", "Quillhaven",
    "Brindlesea and Morwick", "Ashenford", "Rookwater", "Gullmarsh",
)  # fmt: skip
TOWNS = (
    "Ottershaw Quay", "Millbeck Cross", "Nether Larch", "Saltbridge", "High Corran", "Pellworth", "Stanwick Bay",
    "Copperhill", "Lower Farthing", "Wainstead", "Abbot's Reach", "Tollgate", "Merrow Green", "Kirkless", "Denby Ferry",
)  # fmt: skip
REGIONS = (
    "North Marches", "Severnshire and Wold", "Middle Downs", "Esk Valley", "South Fells", "Grenmoor, Lyde and Tamsin",
)  # fmt: skip
FIRST = (
    "Idris", "Maeve", "Callum", "Petra", "Osman", "Freya", "Dilwyn", "Anouk", "Rafe", "Tamsin", "Joachim", "Nerys",
    "Lorcan", "Imogen", "Bashir", "Wilma", "Kofi", "Sunniva", "Edwin", "Zadie",
)  # fmt: skip
LAST = (
    "Harkwright", "Pellamy", "Osterby", "Quenby", "Thistlewood-Shaw", "Marchbank", "Ravensdale", "Lindqvist",
    "Fairweather-Jones", "Okonjo-Bell", "Trevanion", "Sedgeworth", "Applegarth", "Winterbourne", "Dunsany", "Corrigan",
)  # fmt: skip
CASE_NAMES = (
    ("Kieran", "he", "his", "him"), ("Bethan", "she", "her", "her"), ("Marcus", "he", "his", "him"),
    ("Shanice", "she", "her", "her"), ("Tomasz", "he", "his", "him"), ("Lena", "she", "her", "her"),
    ("Amir", "he", "his", "him"), ("Rosalind", "she", "her", "her"), ("Darnell", "he", "his", "him"),
)  # fmt: skip
CHARITIES = (
    "the Lantern Trust", "Second Harbour", "the Bridgeway Project", "Open Gate", "the Saltmarsh Foundation",
    "Fresh Furrow", "the Beacon Room", "Northlight Recovery",
)  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

UNDER_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

# What a framework calls the service, the people it works with and the staff who do that work.
VOICES: dict[str, dict[str, str]] = {
    "pdu": {
        "service": "the PDU", "person": "the person on probation", "people": "people on probation",
        "practitioner": "the practitioner", "practitioners": "practitioners", "managers": "senior probation officers",
        "head": "the head of PDU", "order": "sentence", "plan": "sentence plan",
    },
    "division": {
        "service": "the division", "person": "the service user", "people": "service users",
        "practitioner": "the responsible officer", "practitioners": "responsible officers",
        "managers": "team leaders", "head": "the divisional director", "order": "order", "plan": "sentence plan",
    },
    "crc": {
        "service": "the CRC", "person": "the service user", "people": "service users",
        "practitioner": "the responsible officer", "practitioners": "responsible officers",
        "managers": "interchange managers", "head": "the chief executive", "order": "order", "plan": "sentence plan",
    },
    "youth": {
        "service": "the service", "person": "the child", "people": "children", "practitioner": "the case manager",
        "practitioners": "case managers", "managers": "operational managers", "head": "the head of service",
        "order": "order", "plan": "intervention plan",
    },
    "area": {
        "service": "the area", "person": "the offender", "people": "offenders", "practitioner": "the case manager",
        "practitioners": "case managers", "managers": "middle managers", "head": "the chief officer",
        "order": "order or licence", "plan": "supervision plan",
    },
}  # fmt: skip


def number_word(n: int) -> str:
    """A whole number below a hundred in words: `forty-four`."""
    if n < 20:
        return UNDER_TWENTY[n]
    tens, ones = divmod(n, 10)
    return TENS[tens] + (f"-{UNDER_TWENTY[ones]}" if ones else "")


def counted(n: int) -> str:
    """A count as these reports print it: in words up to nine, then in figures."""
    return number_word(n) if n < 10 else str(n)


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


class Teller:
    """Draws sentences from banks without repeating itself, and fills their slots."""

    def __init__(self, rng: random.Random, voice: str, place: str, name: str) -> None:
        self.rng = rng
        self.place = place
        self.towns = rng.sample(TOWNS, 4)
        self.charities = rng.sample(CHARITIES, 4)
        self.words = VOICES[voice] | {"place": place, "name": name}
        self.words["practitioner_"] = self.words["practitioner"].removeprefix("the ")
        self._left: dict[int, list[str]] = {}
        self._last: dict[int, str] = {}

    def take(self, bank: Sequence[str], **more: str) -> str:
        """One sentence of the bank, not used before in this report while there are others."""
        left = self._left.setdefault(id(bank), [])
        if not left:
            left.extend(self.rng.sample(list(bank), len(bank)))
            if left[-1] == self._last.get(id(bank)):
                left.reverse()
        self._last[id(bank)] = left[-1]
        return self.fill(left.pop(), **more)

    def some(self, bank: Sequence[str], low: int, high: int, **more: str) -> list[str]:
        return [self.take(bank, **more) for _ in range(self.rng.randint(low, high))]

    def paragraph(self, bank: Sequence[str], low: int = 2, high: int = 4, **more: str) -> str:
        return " ".join(self.some(bank, low, high, **more))

    def fill(self, template: str, **more: str) -> str:
        """The template with its slots filled; a slot at the start of a sentence gets a capital."""
        known = self.words | more

        def value(match: re.Match[str]) -> str:
            slot = match[1]
            word = known[slot] if slot in known else self._drawn(slot)
            before = template[: match.start()]
            return word[:1].upper() + word[1:] if not before or before.endswith((". ", "\n")) else word

        return re.sub(r"\{(\w+)\}", value, template)

    def _drawn(self, slot: str) -> str:
        rng = self.rng
        if slot == "town":
            self.towns.append(self.towns.pop(0))
            return self.towns[-1]
        if slot == "charity":
            self.charities.append(self.charities.pop(0))
            return self.charities[-1]
        if slot.startswith(("pct", "frac")):
            low, high = {"good": (62, 97), "low": (8, 46)}.get(slot.removeprefix("pct").removeprefix("frac"), (21, 84))
            share = rng.randint(low, high)
            if slot.startswith("pct"):
                return f"{counted(share)} per cent"
            bottom = rng.randint(12, 58)
            return f"{counted(min(bottom - 1, max(1, bottom * share // 100)))} out of {bottom}"
        if slot in ("few", "count", "many"):
            low, high = {"few": (2, 9), "count": (2, 40), "many": (11, 90)}[slot]
            return counted(rng.randint(low, high))
        if slot == "month":
            return rng.choice(MONTHS)
        if slot == "share":
            return rng.choice(("just over half", "almost two-thirds", "around a quarter", "fewer than half", "a third"))
        raise KeyError(f"no word for the slot {{{slot}}}")
