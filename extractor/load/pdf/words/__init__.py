"""Text objects become words: runs, the gaps within them, lines, and hyphens at their ends."""
