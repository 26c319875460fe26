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

from textmine.corpus.schemas import is_english
from textmine.tokens.folding import fold
from textmine.tokens.rules import WORD
from textmine.tokens.tokens import Tokens


def as_patterns(argument: str, patterns: str | Iterable[str]) -> tuple[str, ...]:
    """Return one or several patterns as a tuple of clean phrases.

    Raises
    ------
    ValueError
        For an empty pattern, or what is no text.

    Examples
    --------
    >>> as_patterns("pattern", "field  hospital*")
    ('field hospital*',)
    """
    given = (patterns,) if isinstance(patterns, str) else tuple(patterns) if isinstance(patterns, Iterable) else ()
    cleaned = tuple(" ".join(pattern.split()) if isinstance(pattern, str) else "" for pattern in given)
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
    long_forms = tokens.corpus.normalization.abbreviations
    plain = [pattern.split(" ") for pattern in patterns]
    longer = [[part for word in words for part in WORD.findall(long_forms.get(_short_form(word), "")) or [word]]
              for words in plain]
    return plain + [words for words in longer if words not in plain]


def _short_form(word: str) -> str:
    """Return the key under which an abbreviation would be known: lower case, no dots, no possessive."""
    return word.lower().replace("’", "'").removesuffix("'s").replace(".", "")


def _matching_types(word: str, tokens: Tokens) -> NDArray[np.bool_]:
    """Return which types a word pattern matches.

    The pattern is folded as words are: letter case, accents, possessives, merged spellings.
    With a wildcard, a type is also found through any written form that was merged into it.
    """
    normalization = tokens.corpus.normalization
    folded = fold(word, normalization, is_english(tokens.corpus.language))
    match = re.compile(fnmatch.translate(folded)).match
    found = {each for each in tokens.types if match(each)}
    found |= {kept for variant, kept in normalization.words.items() if match(variant)}
    return np.fromiter((each in found for each in tokens.types), bool, len(tokens.types))


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
