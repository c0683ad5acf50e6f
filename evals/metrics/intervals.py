"""How far a share of cases can be trusted. Pure."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054
"""Normal quantile for 95 %."""


def wilson(successes: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval (JASA 22, 1927) for a share of n independent cases; (0, 1) when there are none.

    By hand: 90 of 100 passed is 0.826 to 0.945.

    >>> [round(each, 3) for each in wilson(90, 100)], wilson(0, 0)
    ([0.826, 0.945], (0.0, 1.0))
    """
    if n == 0:
        return 0.0, 1.0
    share = successes / n
    middle = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return max(0.0, min(low, share)), min(1.0, max(high, share))  # 0 of 14 is not 2e-17 and more
