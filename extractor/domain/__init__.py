"""What is answered once for everybody, with nothing but names, dates and values in hand.

`names`, `dates` and `numerals` say how these are written and told apart, `services` which service a printed name is and
who took over from whom, `inspections` what is told of one inspection, `comparability` what of two inspections can be
compared. No module here reads a file or knows a table; all that works on reports asks here and has no rule of its own.
"""
