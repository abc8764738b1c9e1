"""Words, rules and tints become tables: `finder` says what happens, in which order."""
