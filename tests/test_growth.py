"""The measure of growth tells the square from the line."""

from __future__ import annotations

from tests.growth import MOST, power


def test_the_square_is_told_from_the_line() -> None:
    numbers = [*range(4_000)]
    assert power(lambda size: sum(numbers[:size] * 40), int, 4_000) < MOST
    assert power(lambda size: [sum(numbers[:n]) for n in range(size)], int, 4_000) > MOST
