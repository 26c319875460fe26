"""Patterns: words and phrases, with ``*`` and ``?`` as in file names.

``peace*`` is any word that begins so; ``field hospital*`` is two words in a
row.  A phrase matches within one sentence, across nothing but white space, and
may hold words that were dropped (``rule of law``).  It also matches the one token
that `Tokens.compound` or `Tokens.ngrams` has made of it.

An abbreviation finds its long form too: if it is written with capitals or dots (``UN``,
``U.N.``), and in lower case if it is no word of the texts.  So ``who`` finds the pronoun,
as often as it is counted, and ``WHO`` the World Health Organization as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.schemas import is_english
from textmine.tokens.folding import fold, matching_types
from textmine.tokens.renaming import JOINER
from textmine.tokens.rules import WORD

if TYPE_CHECKING:
    from textmine.tokens.tokens import Tokens


def as_patterns(argument: str, patterns: str | Iterable[str]) -> tuple[str, ...]:
    """Return one or several patterns as a tuple of clean phrases.

    Raises
    ------
    TypeError
        For a codebook of several themes, and for rows of a data frame.
    ValueError
        For an empty pattern, or what is no text.

    Examples
    --------
    >>> as_patterns("pattern", "field  hospital*")
    ('field hospital*',)
    """
    if isinstance(patterns, Mapping):
        raise TypeError(f"{argument} must be patterns, got a mapping of {len(patterns)} themes: choose one, such as "
                        f"themes[{next(iter(patterns), 'theme')!r}]")
    if hasattr(patterns, "columns") or "term" in getattr(patterns, "keys", tuple)():
        raise TypeError(f"{argument} must be a word or patterns, got a table or a row of one: take one cell of it, "
                        "such as row[\"term\"]")
    given = (patterns,) if isinstance(patterns, str) else tuple(patterns) if isinstance(patterns, Iterable) else ()
    cleaned = tuple(" ".join(pattern.split()) if isinstance(pattern, str) else "" for pattern in given)
    if not cleaned or not all(cleaned):
        raise ValueError(f"{argument} must be a word or phrase such as 'peace*', got {patterns!r}")
    return cleaned


def as_dictionary(argument: str, entry: str, given: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return a mapping of names to words and phrases with clean patterns.

    Parameters
    ----------
    argument, entry : str
        What the whole and one name in it are called in messages, such as ``"themes"`` and ``"theme"``.
    given : mapping of str to words and phrases

    Raises
    ------
    ValueError
        If it is empty or no mapping, or if an entry is no list of words and phrases.

    Examples
    --------
    >>> as_dictionary("themes", "theme", {"peace": ["peace*", "rule of  law"]})
    {'peace': ('peace*', 'rule of law')}
    """
    if not isinstance(given, Mapping) or not given:
        raise ValueError(f"{argument} must be a mapping of {entry} to words and phrases, got {given!r}")
    checked = {}
    for name, terms in given.items():
        listed = None if isinstance(terms, Mapping) or not isinstance(terms, Iterable) else tuple(terms)
        if listed is None or isinstance(terms, str) or not all(isinstance(term, str) for term in listed):
            raise ValueError(f"{argument} must map each {entry} to a list of words and phrases, "
                             f"got {terms!r} for {name!r}")
        checked[str(name)] = as_patterns(f"{entry} {name!r}", listed)
    return checked


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
    positions, lengths = occurrences(tokens, patterns)
    longest = np.append(positions[1:] != positions[:-1], True)[:len(positions)]
    return _without_overlaps(tokens, positions[longest], lengths[longest])


def counted(tokens: Tokens, argument: str, term: str | Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every place that ``tokens.count()`` counts for a type; of anything else, where it matches as in `find`.

    Runs of words that overlap are places of their own, as they are counts of their own.

    >>> import textmine as tm
    >>> runs = tm.tokenize(tm.Corpus.from_texts(["war war war"])).ngrams(2)
    >>> counted(runs, "term", "war_war")[0].tolist(), counted(runs, "term", ["war_war"])[0].tolist()
    ([0, 1], [0])
    """
    if isinstance(term, str) and _is_type(term, tokens):
        positions = np.flatnonzero(tokens.ids == bisect_left(tokens.types, term))
        return positions, np.ones_like(positions)
    return find(tokens, as_patterns(argument, term))


def occurrences(tokens: Tokens, patterns: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return every match, those that overlap included, in order of position and then of length.

    Costs one reading of the tokens, and for each pattern the places of its rarest word.
    """
    ids = np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids)
    lookup: dict[str, NDArray[np.int64]] = {}
    wanted = []
    for words in _with_other_forms(patterns, tokens):
        lookup.update((word, _matching_types(word, tokens)) for word in words if word not in lookup)
        if all(len(lookup[word]) for word in words):
            wanted.append([lookup[word] for word in words])
    frequency = np.bincount(ids, minlength=len(tokens.types))
    anchors = [min(range(len(slots)), key=lambda k: (int(frequency[slots[k]].sum()), k)) for slots in wanted]
    anchored = np.zeros(len(tokens.types), bool)
    for slots, k in zip(wanted, anchors, strict=True):
        anchored[slots[k]] = True
    places = np.flatnonzero(anchored[ids])
    places = places[np.argsort(ids[places], kind="stable")]
    stops = np.cumsum(np.where(anchored, frequency, 0))
    longest = max(map(len, wanted), default=1)
    found = [np.empty(0, np.int64)]
    for slots, k in zip(wanted, anchors, strict=True):
        here = np.concatenate([places[stops[each] - frequency[each]:stops[each]] for each in slots[k]]) - k
        found.append(_matching_places(here, slots, ids, tokens) * longest + len(slots) - 1)
    keys = np.sort(np.concatenate(found))
    positions, lengths = np.divmod(keys[np.append(True, keys[1:] != keys[:-1])[:len(keys)]], longest)
    return positions, lengths + 1


def _matching_places(
    positions: NDArray[np.int64], slots: Sequence[NDArray[np.int64]], ids: NDArray[np.int32], tokens: Tokens
) -> NDArray[np.int64]:
    """Return those positions where the words of a pattern follow each other; a single word must not be dropped."""
    positions = positions[(positions >= 0) & (positions <= len(ids) - len(slots))]
    if len(slots) == 1:
        return positions[tokens.ids[positions] >= 0]
    for k, types in enumerate(slots):
        hits = np.isin(ids[positions + k], types)
        positions = positions[hits & tokens.follows[positions + k] if k else hits]
    return positions


def _with_other_forms(patterns: Sequence[str], tokens: Tokens) -> list[list[str]]:
    """Return the words of each pattern; with long forms in the place of abbreviations; and as one token."""
    plain = [pattern.split(" ") for pattern in patterns]
    longer = [[part for word in words for part in WORD.findall(_long_form(word, tokens)) or [word]] for words in plain]
    known = set(map(tuple, plain))
    every = plain + [words for words in longer if tuple(words) not in known]
    return every + [[JOINER.join(_folded(word, tokens) for word in words)] for words in every if len(words) > 1]


def _long_form(word: str, tokens: Tokens) -> str:
    """Return the long form of an abbreviation, or ``""``; a word of the texts is one only in capitals or with dots."""
    long_form = tokens.corpus.normalization.abbreviations.get(_short_form(word), "")
    written_so = "." in word or sum(map(str.isupper, word)) > 1
    return long_form if long_form and (written_so or not _is_type(_folded(word, tokens), tokens)) else ""


def _is_type(word: str, tokens: Tokens) -> bool:
    """Return whether a word is among the types."""
    i = bisect_left(tokens.types, word)
    return tokens.types[i:i + 1] == (word,)


def _short_form(word: str) -> str:
    """Return the key under which an abbreviation would be known: lower case, no dots, no possessive."""
    return word.lower().replace("’", "'").removesuffix("'s").replace(".", "")


def _folded(word: str, tokens: Tokens) -> str:
    """Return a word of a pattern as the tokens would hold it."""
    return fold(word, tokens.corpus.normalization, is_english(tokens.corpus.language))


def _matching_types(word: str, tokens: Tokens) -> NDArray[np.int64]:
    """Return the numbers of the types that a word pattern matches."""
    return matching_types(word, tokens.types, tokens.corpus.normalization, is_english(tokens.corpus.language))


def _without_overlaps(
    tokens: Tokens, positions: NDArray[np.int64], lengths: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return matches from left to right, each beginning in the text after the one before has ended.

    Offsets decide, so that the words of one spelled-out abbreviation are one place.
    """
    documents = np.searchsorted(tokens.bounds, positions, side="right") - 1
    article = tokens.corpus.spans["source"].to_numpy()[documents]
    starts, stops = tokens.starts[positions], tokens.stops[positions + lengths - 1]
    kept = np.zeros(len(positions), bool)
    source, reached = -1, -1
    for i, (here, start, stop) in enumerate(zip(article.tolist(), starts.tolist(), stops.tolist(), strict=True)):
        if here != source or start >= reached:
            kept[i] = True
            source, reached = here, stop
    return positions[kept], lengths[kept]
