"""RAKE: phrases of words that stand in long phrases.

Candidates are the runs between stop words.  A word scores by how many words it meets in them, itself included (its
degree), over how often it stands; a phrase is the sum of its words, so that long phrases win, and one that is rare
and stands in a long run most of all.  Two keywords that stand next to each other twice, with the same stop words
between them, are one keyword as well: *axis of evil* (`candidates`, ``"adjoining"``).

References
----------
Rose, S., Engel, D., Cramer, N. and Cowley, W. (2010). Automatic keyword extraction from individual documents.
In: Berry, M. W. and Kogan, J. (eds), Text Mining: Applications and Theory. Wiley, 1-20.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine.extraction.candidates import Candidates
from textmine.extraction.candidates import candidates as candidates_of
from textmine.extraction.extractors.wordwise import words_of
from textmine.extraction.setting import Setting

METRICS = ("degree/frequency", "degree", "frequency")
LONGEST_RUN = 10
"""Words in a run at most, if no more are asked for; the paper sets no limit, but longer runs are lists and tables."""


def rake(candidates: Candidates, setting: Setting) -> NDArray[np.float64]:
    """Return the sum of the scores of each phrase's words, shape (I,), above 0.

    Notes
    -----
    ``degree/frequency``, ``degree`` or ``frequency`` of a word in the runs of its text, whatever candidates are
    scored; words in no run, as the stop words inside a keyword, add nothing.  What holds no other word is left out.
    """
    _check.one_of("options['metric']", setting.options["metric"], METRICS)
    reading = candidates.reading
    runs = candidates_of(reading, "runs", max(LONGEST_RUN, setting.longest))
    words = words_of(reading)
    inside = np.zeros(len(reading.stems) + 1, np.int64)
    inside[runs.first] += runs.length
    inside[runs.first + runs.length] -= runs.length
    lengths = np.cumsum(inside)[:-1]
    degree = np.bincount(words.item, lengths.astype(float), len(words))
    frequency = np.bincount(words.item, (lengths > 0).astype(float), len(words))
    score = {"degree": degree, "frequency": frequency,
             "degree/frequency": degree / np.maximum(frequency, 1)}[setting.options["metric"]]
    total = candidates.total(np.where(lengths > 0, score[words.item], 0))
    return np.where(total > 0, total, np.nan)
