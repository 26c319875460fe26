"""Quotations: what articles give between quotation marks.

What a text quotes is in other words than its own.  Here it is found, so that it can be left out
(`Tokens.drop_spans`) and the comparison done again without it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import regex

from textmine import _check
from textmine.corpus.corpus import Corpus

_PARAGRAPH = regex.compile(r"(?:[^\n]|\n(?!\s*\n))+")
# Marks that open and close in one way only; then straight marks, which open before and close behind a word.
_QUOTED = regex.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|‹[^‹›]*›|「[^「」]*」|『[^『』]*』"
                        r'|(?<![\p{L}\p{N}])"(?=\S)[^"]*(?<=\S)"(?![\p{L}\p{N}])')
_WORD = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+")
_TYPES = {"article": "string", "start": "int64", "stop": "int64", "n_words": "int64", "text": "string"}


def quotations(corpus: Corpus, *, min_words: int = 5) -> pd.DataFrame:
    """Return the passages between quotation marks.

    Parameters
    ----------
    corpus : Corpus
        Whole articles are read, segmented or not.
    min_words : int, default 5
        Shorter ones are names, titles and words in scare quotes.

    Returns
    -------
    pandas.DataFrame
        ``article``, ``start``, ``stop`` (code points, without the marks), ``n_words``, ``text``.  A mark that is
        not closed in its paragraph quotes nothing; in a quotation within another only the outer counts.

    Raises
    ------
    TypeError, ValueError

    Examples
    --------
    >>> corpus = Corpus.from_texts(["He said: “We want peace in the region”, and “no war”."], ["a"])
    >>> quotations(corpus)[["article", "start", "stop", "text"]]
      article  start  stop                         text
    0       a     10    37  We want peace in the region
    """
    _check.kind("corpus", corpus, Corpus, "call tm.read_corpus(path)")
    _check.integer("min_words", min_words, 1)
    rows = []
    for name, text in zip(*(corpus.articles[column].to_pylist() for column in ("article", "text")), strict=True):
        for paragraph in _PARAGRAPH.finditer(text):
            for found in _QUOTED.finditer(text, *paragraph.span()):
                start, stop = found.start() + 1, found.end() - 1
                n_words = len(_WORD.findall(text, start, stop))
                if n_words >= min_words:
                    rows.append((name, start, stop, n_words, text[start:stop]))
    frame = pd.DataFrame(rows, columns=list(_TYPES)).astype(_TYPES)
    return frame.iloc[np.lexsort((frame["start"], frame["article"]))].reset_index(drop=True)
