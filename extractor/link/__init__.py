"""What belongs together over the years: services with those they took over from, and items that are the same.

`providers` makes the table of services and tells which of them a row is about, and `history` which inspections there
were and what was before what. On that rest `items` (follow-ups and repeats of recommendations, by their `likeness` and
what people decide of them in the `worksheet`; `run` is the whole of `findings link`), `threads` (the life of a
recommendation) and `panel` (judgements, year by year). `display` and the modules of files say how that is shown.
"""
