"""What belongs together over the years: services with those they took over from, and items that are the same."""
