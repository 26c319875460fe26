"""When two phrases are the same: their stemmed words are.

The protocol of the published comparisons: lower case, words and runs of punctuation by NLTK's
``wordpunct_tokenize``, every word cut to its stem.  Whole tables of phrases are read here too, and
phrases that repeat one above them are counted.

References
----------
Gallina, Y., Boudin, F. and Daille, B. (2020). Large-scale evaluation of keyphrase extraction models. JCDL, 271-278.
Porter, M. F. (1980). An algorithm for suffix stripping. Program 14(3), 130-137.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Mapping
from typing import NamedTuple

import pandas as pd

from textmine import _check
from textmine.corpus.schemas import is_english
from textmine.extraction.marks import require_places
from textmine.tokens.normalization import SNOWBALL

NEEDED = ["group", "rank", "phrase", "method"]


class Stemmer:
    """Stems of phrases in one language; every word is stemmed once.

    Parameters
    ----------
    language : str or None
        English words are stemmed by NLTK's ``PorterStemmer``, as published comparisons do; other languages by
        Snowball.  Words of languages without a stemmer, and of None, stay as they are.

    Attributes
    ----------
    name : str
        What stems: ``"porter"``, such as ``"snowball german"``, or ``"none"``.

    Examples
    --------
    >>> stemmer = Stemmer("en")
    >>> stemmer("Neural Networks (NN)"), stemmer.name, Stemmer("ja").name
    ('neural network ( nn )', 'porter', 'none')
    """

    def __init__(self, language: str | None):
        _check.language(language)
        base = (language or "").split("-")[0]
        self._stems: dict[str, str] = {}
        self._phrases: dict[str, str] = {}
        if is_english(language):
            from nltk.stem.porter import PorterStemmer

            self.name, self._stem = "porter", PorterStemmer().stem
        elif base in SNOWBALL:
            from nltk.stem.snowball import SnowballStemmer

            self.name, self._stem = f"snowball {SNOWBALL[base]}", SnowballStemmer(SNOWBALL[base]).stem
        else:
            self.name, self._stem = "none", str

    def __call__(self, phrase: str) -> str:
        """Return the stems of a phrase, with single spaces between."""
        if phrase not in self._phrases:
            self._phrases[phrase] = self.text(phrase)
        return self._phrases[phrase]

    def text(self, text: str) -> str:
        """Return the stems of a text that will hardly come twice."""
        from nltk.tokenize import wordpunct_tokenize

        stems = self._stems
        words = wordpunct_tokenize(unicodedata.normalize("NFC", text).lower())
        for word in words:
            if word not in stems:
                stems[word] = self._stem(word)
        return " ".join([stems[word] for word in words])


class Listed(NamedTuple):
    """Lists of stemmed phrases.

    Attributes
    ----------
    lists
        Stems by method and group, the best first, none twice.
    rows
        The table with the column ``stems``, without repetitions, sorted by method, group (as text) and rank.
    repeated
        By method, how many phrases repeated one above them.
    """

    lists: dict[tuple[str, Hashable], list[str]]
    rows: pd.DataFrame
    repeated: Mapping[str, int]

    @property
    def methods(self) -> list[str]:
        """The names of the methods, sorted."""
        return sorted(self.repeated)


def listed(found: pd.DataFrame, stemmer: Stemmer) -> Listed:
    """Return the lists of a table of phrases.

    Raises
    ------
    TypeError, ValueError
        If `found` is no data frame, lacks a column, has empty cells, no row, or one rank of a method and group twice.

    Examples
    --------
    >>> found = pd.DataFrame({"group": "a", "rank": [1, 2, 3], "phrase": ["Peace talks", "war", "peace talk"],
    ...                       "method": "rake"})
    >>> listed(found, Stemmer("en")).lists, listed(found, Stemmer("en")).repeated
    ({('rake', 'a'): ['peac talk', 'war']}, {'rake': 1})
    """
    _check.kind("found", found, pd.DataFrame, "call tm.keyphrases(tokens), or pd.concat of several such tables")
    _check_table(found)
    rows = found.assign(stems=list(map(stemmer, found["phrase"].tolist())), method=found["method"].astype(str),
                        _name=found["group"].astype(str))
    rows = rows.sort_values(["method", "_name", "rank"], kind="stable").drop(columns="_name")
    again = rows.duplicated(["method", "group", "stems"])
    repeated = again.groupby(rows["method"]).sum().astype(int).to_dict()
    rows = rows[~again].reset_index(drop=True)
    lists: dict[tuple[str, Hashable], list[str]] = {}
    for method, group, stems in zip(*(rows[name].tolist() for name in ("method", "group", "stems")), strict=True):
        lists.setdefault((method, group), []).append(stems)
    return Listed(lists, rows, {str(method): n for method, n in repeated.items()})


def _check_table(found: pd.DataFrame) -> None:
    """Raise unless a table has what lists need."""
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise ValueError(f"found must have the columns {', '.join(map(repr, NEEDED))}, got none named {missing[0]!r}: "
                         "give what tm.keyphrases returns, or name the columns of another table so")
    if not len(found):
        raise ValueError("found must have at least one phrase, got an empty table")
    empty = [name for name in NEEDED if found[name].isna().any()]
    if empty:
        raise ValueError(f"found must have no empty cells, got some in the column {empty[0]!r}: leave such rows out")
    if "offsets" in found:
        require_places(found)
    wrong = [phrase for phrase in found["phrase"].tolist() if not isinstance(phrase, str)]
    if wrong:
        raise ValueError(f"found must have phrases that are text, got {wrong[0]!r}")
    twice = found[found.duplicated(["method", "group", "rank"])]
    if len(twice):
        method, group, rank = twice[["method", "group", "rank"]].iloc[0]
        raise ValueError(f"found must have one phrase for each method, group and rank, got two of method {method!r}, "
                         f"group {group!r}, rank {rank}: tell tables of different runs apart by the column 'method'")
