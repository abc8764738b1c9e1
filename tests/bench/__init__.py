"""Speed and memory as ratios, side by side in one run: `make bench`; `python -m tests.bench pdf` for a part.

Each pipeline is set against something well known, in turn with it and round by round in one process, so that what else
the machine does meets both. The ratio is the median of the rounds; seconds say more of the machine than of this
program. Nothing here is a test.

- text: load, choose, split and find on a report of 110,000 characters, to spaCy's blank English tokenizer;
- pdf: the same on PDF files, to pypdfium2's plain text of the same pages;
- tables: the same on PDF files, to pdfplumber's `extract_tables` of every page;
- unchanged: `findings extract` again with nothing changed, to the first time;
- jobs: `findings extract` with two processes to one, and how much memory they take.

Published reports are those of the shared folder (see `tests/bench/reports.py`); the fictional ones are always there.
"""
