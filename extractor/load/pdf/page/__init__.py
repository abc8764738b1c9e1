"""A page's lines become blocks in reading order: furniture, footnotes, columns and paragraphs."""
