"""What differs between two datasets, row by row, and why."""
