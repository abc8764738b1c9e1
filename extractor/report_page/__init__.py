"""A report on one page: what a reader wants to know of it in two minutes, each value linked to where it was read."""
