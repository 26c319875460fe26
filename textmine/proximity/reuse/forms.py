"""The forms in which words of two texts are the same: letter case and endings do not count."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.tokens.normalization import SNOWBALL, stemmer


def forms_of(types: Sequence[str], language: str | None) -> NDArray[np.int32]:
    """Return the number of the form of each type: its Snowball stem, in languages that have one, else its lower case.

    Parameters
    ----------
    types : sequence of str, length V
    language : str or None

    Returns
    -------
    int32 array of shape (V,)
        From 0, in the alphabetical order of the forms.

    Examples
    --------
    >>> forms_of(["Army", "armies", "war"], "en").tolist(), forms_of(["Army", "armies", "war"], None).tolist()
    ([0, 0, 1], [1, 0, 2])
    """
    base = (language or "").lower().split("-")[0]
    stem = stemmer("stem", base) if base in SNOWBALL else str
    forms = np.array([stem(each.lower()) or each for each in types], dtype=object)
    return np.unique(forms, return_inverse=True)[1].astype(np.int32) if len(forms) else np.empty(0, np.int32)
