"""Words without a subject: labels, headings and sentences that no pattern of any framework knows."""

from __future__ import annotations

import random

NOUNS = (
    "harbour", "lantern", "orchard", "meadow", "quarry", "saddle", "willow", "kestrel", "pebble", "copper", "thistle",
    "bakery", "ferry", "garden", "hollow", "island", "jetty", "kiln", "ledger", "marble", "nettle", "otter", "paddock",
    "quilt", "ribbon", "sparrow", "timber", "umbrella", "valley", "windmill", "anchor", "basket", "candle", "drummer",
    "engine", "feather", "gravel", "hammer", "inkwell", "juniper", "lobster", "magpie", "notebook", "oyster", "plough",
    "raincoat", "signal", "teapot", "violin", "wagon", "almond", "bridge", "cellar", "dolphin", "evening", "forest",
)  # fmt: skip
ADJECTIVES = (
    "quiet", "amber", "narrow", "brisk", "patient", "northern", "early", "wooden", "gentle", "hidden", "silver",
    "crooked", "hollow", "modest", "painted", "rusty", "shallow", "tidal", "upper", "velvet", "woollen", "distant",
)  # fmt: skip
VERBS = (
    "carried", "mended", "followed", "measured", "sheltered", "gathered", "painted", "answered", "crossed", "lifted",
    "noticed", "borrowed", "watched", "counted", "tended", "welcomed",
)  # fmt: skip
PLACES = ("beyond", "beside", "under", "above", "near", "behind", "across", "within", "around")
LINKS = ("and", "of", "with", "for", "by", "in", "on", "at", "from")


def label(rng: random.Random, words: int) -> str:
    """A row label of so many words: `Amber lantern of the early ferry`."""
    taken: list[str] = []
    while len(taken) < words:
        if taken and taken[-1] not in LINKS and len(taken) + 1 < words and rng.random() < 0.25:
            taken.append(rng.choice(LINKS))
        taken.append(rng.choice(rng.choice((NOUNS, NOUNS, ADJECTIVES))))
    text = " ".join(taken)
    return text[0].upper() + text[1:]


def sentence(rng: random.Random) -> str:
    """One plain sentence."""
    parts = [_noun(rng), rng.choice(VERBS), _noun(rng), rng.choice(PLACES), _noun(rng)]
    if rng.random() < 0.6:
        parts += [rng.choice(("and", "while", "because", "although")), _noun(rng), rng.choice(VERBS), _noun(rng)]
    text = " ".join(parts)
    return text[0].upper() + text[1:] + "."


def paragraph(rng: random.Random, sentences: int) -> str:
    """Sentences in a row."""
    return " ".join(sentence(rng) for _ in range(sentences))


def _noun(rng: random.Random) -> str:
    described = f"{rng.choice(ADJECTIVES)} " if rng.random() < 0.5 else ""
    return f"the {described}{rng.choice(NOUNS)}"
