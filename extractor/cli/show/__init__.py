"""What commands print on a terminal: one module a command, over the same few ways to set a table."""
