"""Where words stop or begin in the middle of a sentence."""

from __future__ import annotations

import regex

# Words that no label or item ends with: others follow them in a sentence, but not what was complied with.
OPEN_END = regex.compile(
    r"(?:^|(?<!\b(?:agreed|complied|coped|dealt|interfered|tampered|disposed))\s)(?:of|with)$"
    r"|(?:^|\s)(?:an?|and|are|because|between|but|from|had|has|have|into|is|its|or|our|than|that|the|their|this|was"
    r"|we|were|which|who|whose)$",
    regex.IGNORECASE,
)
# Words that no item ends with, though labels may.
CUT_OFF = regex.compile(r"\s(?:as|by|if|in|into|when|will|within)$")
# Words that no item begins with: they go on from others.
OPEN_BEGINNING = regex.compile(
    r"(?:and|because|but|into|of|on (?:an?|how|the|what|when)|or|than|that|their|which|who|whose)\s"
)
# Words by which a sentence points back to the one before it: no item begins so.
POINTS_BACK = regex.compile(
    r"(?:This|That|These|They|He|She) (?:are|had|has|have|is|led|made|mattered|means?|meant|was|were)\s|It mattered\s"
)
# Words of a sentence, and one behind them that begins another without a stop, a stop and a small letter, or two words
# that no sentence has beside each other: lines in another order.
BEGUN_INSIDE = regex.compile(
    r"\p{Ll}{2,} (?:At|For|In|It|Of|On|The|There|These|They|This|We|When) \p{Ll}+"
    r"|(?<!\b(?:approx|etc|inc|incl|para|ref))(?<=\p{Ll}{3})[.?!] \p{Ll}{2}"
    r"|(?<![\w’'-])(?:(?:an|the|their|its|our|every) (?:an?|the|their|its|our|every|was|were|had|has|is|are|have|been"
    r"|of|by|from|with|without|than|and|or|but|whether|that|which|when|where|while|because)"
    r"|(?:by|of|from|into|at) (?:than|without)|(?:was|were|is|are) (?:was|were|is|are|has|have))(?![\w-])"
)
ENDS = tuple(".!?:;…)”’\"'")
