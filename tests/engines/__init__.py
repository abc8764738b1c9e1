"""Pages as different producers set them, with the truth of what they print: the same words, whoever set the page."""
