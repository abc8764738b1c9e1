"""Words, rules and tints become tables."""
