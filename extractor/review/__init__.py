"""The page beside the value: one offline page a report, and an index, for people who check what was read.

Left the source, right its rows; what failed or was not read comes first. `files.write_review` writes the pages of a
dataset into a folder; a page holds its data as JSON, and its script shows them as text and never as markup.
"""

from extractor.review.files import Reviewed, write_review

__all__ = ["Reviewed", "write_review"]
