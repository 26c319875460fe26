"""Patterns: words and phrases, with ``*`` and ``?`` as in file names.

``peace*`` is any word that begins so; ``field hospital*`` is two words in a
row.  A phrase matches within one sentence, across nothing but white space, and
may hold words that were dropped (``rule of law``).
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.tokens.folding import fold
from textmine.tokens.tokenizer import WORD
from textmine.tokens.tokens import Tokens


def as_patterns(argument: str, patterns: str | Iterable[str]) -> tuple[str, ...]:
    """Return one or several patterns as a tuple of clean lower-case phrases.

    Raises
    ------
    ValueError
        For an empty pattern.

    Examples
    --------
    >>> as_patterns("pattern", "Field  Hospital*")
    ('field hospital*',)
    """
    given = (patterns,) if isinstance(patterns, str) else tuple(patterns)
    cleaned = tuple(" ".join(str(pattern).lower().replace("’", "'").split()) for pattern in given)
    if not cleaned or not all(cleaned):
        raise ValueError(f"{argument} must be a word or phrase such as 'peace*', got {patterns!r}")
    return cleaned


def find(tokens: Tokens, patterns: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the patterns match: position of the first token, and number of tokens.

    Where matches overlap, the first one counts, and of those the longest, so that
    ``peace*`` and ``peace talks`` count one place of the text once.

    Parameters
    ----------
    tokens : Tokens
    patterns : sequence of str
        As `as_patterns` returns them.

    Returns
    -------
    positions, lengths : int arrays of shape (matches,)
    """
    ids = np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids)
    matches: dict[int, int] = {}
    lookup: dict[str, NDArray[np.bool_]] = {}
    for words in _with_long_forms(patterns, tokens):
        hits = np.ones(max(0, len(ids) - len(words) + 1), bool)
        for k, word in enumerate(words):
            if word not in lookup:
                lookup[word] = _matching_types(word, tokens)
            hits &= lookup[word][ids[k:k + len(hits)]]
            if k:
                hits &= tokens.follows[k:k + len(hits)]
        if len(words) == 1:
            hits &= tokens.ids >= 0
        for position in np.flatnonzero(hits).tolist():
            matches[position] = max(matches.get(position, 0), len(words))
    return _without_overlaps(matches, tokens)


def _with_long_forms(patterns: Sequence[str], tokens: Tokens) -> list[list[str]]:
    """Return the words of each pattern, and once more with long forms in the place of abbreviations."""
    normalization = tokens.corpus.normalization
    long_forms = {short: [fold(word, normalization, english=True) for word in WORD.findall(long)]
                  for short, long in normalization.abbreviations.items()}
    plain = [pattern.split(" ") for pattern in patterns]
    longer = [[part for word in words for part in long_forms.get(word.replace(".", ""), [word])] for words in plain]
    return plain + [words for words in longer if words not in plain]


def _matching_types(word: str, tokens: Tokens) -> NDArray[np.bool_]:
    """Return which types a word pattern matches; a written variant finds the form it was merged into."""
    words: Mapping[str, str] = tokens.corpus.normalization.words
    match = re.compile(fnmatch.translate(words.get(word, word))).match
    return np.fromiter((match(each) is not None for each in tokens.types), bool, len(tokens.types))


def _without_overlaps(matches: Mapping[int, int], tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return matches from left to right, each beginning in the text after the one before has ended.

    Offsets decide, so that the words of one spelled-out abbreviation are one place.
    """
    kept: list[tuple[int, int]] = []
    source, reached = -1, -1
    article = tokens.corpus.spans["source"].to_numpy()
    for position in sorted(matches):
        here = article[np.searchsorted(tokens.bounds, position, side="right") - 1]
        if here != source or tokens.starts[position] >= reached:
            kept.append((position, matches[position]))
            source, reached = here, tokens.stops[position + matches[position] - 1]
    pairs = np.array(kept, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
