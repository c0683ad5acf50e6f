"""Time that never goes back while the program runs: what ends after a while ends after that while.

Whoever sets the machine's clock back lengthens no session and no lock.
"""

from __future__ import annotations

import time

_BEGUN = time.time() - time.monotonic()


def steady() -> float:
    """Seconds since 1970 as the clock of the machine stood when the program began, and steadily on from there."""
    return _BEGUN + time.monotonic()
