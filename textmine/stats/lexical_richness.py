"""Lexical richness: indices of V types and N tokens that bend the type-token ratio.

Each supposes one law of how V grows with N, and is constant where the law holds: V as the root of N
(`guiraud_r`, `carroll_cttr`), as a power (`herdan_c`), or bent in logarithms (`maas_a`).  Texts follow none of them
over all lengths, so that these depend on length too, less than V / N and more than the measures of `diversity`
(Tweedie & Baayen 1998).  They are here for comparison with published numbers.

References
----------
Guiraud, P. (1954). Les caractères statistiques du vocabulaire. Presses Universitaires de France.
Carroll, J. B. (1964). Language and Thought. Prentice-Hall.
Herdan, G. (1960). Type-Token Mathematics. Mouton.
Maas, H.-D. (1972). Über den Zusammenhang zwischen Wortschatzumfang und Länge eines Textes. Zeitschrift für
Literaturwissenschaft und Linguistik 2(8), 73-96.
Yule, G. U. (1944). The Statistical Study of Literary Vocabulary. Cambridge.
Tweedie, F. J. and Baayen, R. H. (1998). How variable may a constant be? Computers and the Humanities 32, 323-352.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def guiraud_r(counts: ArrayLike) -> float:
    """Return ``V / sqrt(N)`` (Guiraud 1954), above 0; NaN with no token.

    Parameters
    ----------
    counts : int array of shape (V,)
        Occurrences of each type, as for all indices here; zeros do not matter.

    Examples
    --------
    >>> guiraud_r([1, 1, 1, 1]), round(guiraud_r([4, 4]), 5)
    (2.0, 0.70711)
    """
    types, tokens = _types_and_tokens(counts)
    return types / float(np.sqrt(tokens)) if tokens else np.nan


def carroll_cttr(counts: ArrayLike) -> float:
    """Return the corrected ratio ``V / sqrt(2 N)`` (Carroll 1964), `guiraud_r` over the root of 2.

    >>> carroll_cttr([4, 4])
    0.5
    """
    types, tokens = _types_and_tokens(counts)
    return types / float(np.sqrt(2 * tokens)) if tokens else np.nan


def herdan_c(counts: ArrayLike) -> float:
    """Return ``ln V / ln N`` (Herdan 1960), in [0, 1]; NaN with fewer than two tokens.

    >>> round(herdan_c([4, 4]), 5)
    0.33333
    """
    types, tokens = _types_and_tokens(counts)
    return float(np.log(types) / np.log(tokens)) if tokens > 1 else np.nan


def maas_a(counts: ArrayLike) -> float:
    """Return ``sqrt((lg N - lg V) / lg² N)``, lg to base 10 (Maas 1972), lower is more varied.

    NaN with fewer than two tokens.  Some programs print its square.

    >>> round(maas_a([4, 4]), 7)
    0.8591893
    """
    types, tokens = _types_and_tokens(counts)
    return float(np.sqrt(np.log10(tokens) - np.log10(types)) / np.log10(tokens)) if tokens > 1 else np.nan


def yule_i(counts: ArrayLike) -> float:
    """Return ``V² / (sum_i i² V_i - V)``, V_i types of i occurrences (Yule 1944), higher is more varied.

    NaN where no type is repeated.

    >>> yule_i([2, 2, 1])
    1.5
    """
    types, _ = _types_and_tokens(counts)
    squares = float((np.asarray(counts, dtype=float) ** 2).sum())
    return types**2 / (squares - types) if squares > types else np.nan


def _types_and_tokens(counts: ArrayLike) -> tuple[int, int]:
    """Return V and N."""
    whole = np.asarray(counts, dtype=np.int64)
    return int((whole > 0).sum()), int(whole.sum())
