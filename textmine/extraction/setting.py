"""What an extractor is, and what it is told beside the candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.extraction.background import Background
from textmine.extraction.candidates import LONGEST, Candidates


class Setting(NamedTuple):
    """What an extractor is told.

    Attributes
    ----------
    kind : str
        The kind of the candidates.
    longest : int
        The most words of a candidate.
    background : Background
        How common words are elsewhere.
    options : mapping
        The options of the method, all of them, by the names of its literature.
    """

    kind: str
    longest: int
    background: Background
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Method:
    """An extractor.

    Attributes
    ----------
    score : function of Candidates and Setting that returns an array of shape (I,)
        The score of every item, higher is better; NaN leaves an item out.  It depends on the text
        of the item alone, bit for bit.
    candidates : str
        The kind of candidates of its source, for ``candidates="auto"``.
    longest : int
        The most words of a phrase.
    options : mapping
        Its options and their defaults.
    """

    score: Callable[[Candidates, Setting], NDArray[np.float64]]
    candidates: str = "maximal"
    longest: int = LONGEST
    options: Mapping[str, Any] = field(default_factory=dict)
