"""Services, groups of services and inspections beside one another, from the tables of a dataset.

Data first: `judgements` and `questions` give what is compared, `counting`, `matrices`, `ranking` and `change` make
DataFrames of it, `comparison` and `summary` put those together as `sheets`. How they look is told apart from that, in
`display` (terminal), `files` (CSV), `page` (HTML) and `figures`.

Points are those of a label (0 to 3 on the four-point scale), percentages go from 0 to 100. Rating scales are never
merged: what is made of ratings is made once for each scale. What cannot be compared is set apart, counted and told.
"""
