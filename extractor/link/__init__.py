"""What belongs together over the years: services with those they took over from, and items that are the same.

`providers` makes the table of services, and `lineage` says which reports are about one service and those before it. On
that rest `items` (follow-ups and repeats of recommendations, by their `likeness` and what people decided of them in
`decisions`; `run` is the whole of `findings link`), `threads` (the life of a recommendation) and `panel` (judgements,
year by year). `display` and the modules of files say how that is shown.
"""
