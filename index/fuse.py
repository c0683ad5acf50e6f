"""Two scores of each chunk → one. Pure: knows nothing of indexes, models or questions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DENSE = 0.3
"""What a cosine counts beside a BM25 score that is divided by the most its query could reach.

nDCG@10 with the bundled model, and with one that never saw a lay question about the law (second figure):

    weight           0            0.2          0.3          0.5          1.0
    lay questions    .330         .365 .347    .373 .349    .381 .349    .382 .328
    reading          .920         .913 .913    .908 .909    .901 .901    .882 .882

So 0.3 keeps what questions in the words of the text find, and gains as much as 0.5 where nothing was trained for.
"""


def fuse(lexical: NDArray[np.floating], dense: NDArray[np.floating]) -> NDArray[np.float32]:
    """`lexical` (n,) 0…1 plus DENSE times `dense` (n,) −1…1, chunk by chunk: (n,), higher is better."""
    return np.asarray(lexical, np.float32) + np.float32(DENSE) * np.asarray(dense, np.float32)
