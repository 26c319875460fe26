"""Normalization: one type for the inflected forms of a word.

Lemmas are the default, stems for matching: stemmers bring topic models no gain that readers
or likelihood can see, and take words apart from their meaning (Schofield & Mimno 2016).
A rule for one language is never applied to another: the corpus must state its own.

References
----------
Porter, M. F. (1980). An algorithm for suffix stripping. Program 14(3), 130-137.
Porter, M. F. (2001). Snowball: a language for stemming algorithms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np
import regex

from textmine import _check
from textmine.corpus.cleaning.spelling import american
from textmine.corpus.schemas import is_english
from textmine.tokens.lemmas import lemmas

if TYPE_CHECKING:
    from textmine.tokens.tokens import Tokens

KINDS = ("lemma", "stem", "porter")
SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
}
_LETTERS = regex.compile(r"[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*")


def word_forms(tokens: Tokens, kind: str) -> dict[str, str]:
    """Return form → lemma or stem for the types that it changes; see `Tokens.normalize`.

    Types with digits, and phrases that are one token, stay.
    """
    _check.one_of("kind", kind, KINDS)
    language = tokens.corpus.language
    if language is None:
        raise ValueError('normalize() needs a corpus that states its language: read_corpus(path, language="en")')
    if kind != "stem" and not is_english(language):
        raise ValueError(f'kind must be "stem" for a corpus in {language!r}, got {kind!r}: lemmas and Porter\'s stems '
                         "are English; other lemmas can be passed to tokens.map({form: lemma})")
    if kind == "lemma":
        return _merged_lemmas(tokens)
    stem = stemmer(kind, language.split("-")[0])
    pairs = ((each, stem(each)) for each in tokens.types if _LETTERS.fullmatch(each))
    return {each: form for each, form in pairs if form and form != each}


def _merged_lemmas(tokens: Tokens) -> dict[str, str]:
    """Return form → lemma, spelled as cleaning spells it: a lemma that was merged into another form gives way to it.

    Spellings that cleaning merged in one form of a word (*cooperated* in *co-operated*) are merged in its lemma too.
    """
    merged = tokens.corpus.normalization.words
    frequency = np.bincount(np.where(tokens.ids >= 0, tokens.ids, ~tokens.ids), minlength=len(tokens.types))
    counts = dict(zip(tokens.types, frequency.tolist(), strict=True))
    variants = {form: kept for form, kept in sorted(merged.items())
                if form not in counts and kept in counts and _bare(form) == _bare(kept)}
    found = lemmas(dict.fromkeys(variants, 0) | counts, merged)
    found |= {kept: found[form] for form, kept in variants.items() if form in found and kept not in found}
    found = {form: _end(lemma, merged) for form, lemma in found.items()}
    chains = found | _one_spelling(counts, found, {_bare(found.get(kept, kept)) for kept in variants.values()})
    ends = {form: _end(form, chains) for form in sorted(counts)}
    return {form: lemma for form, lemma in ends.items() if lemma != form}


def _one_spelling(counts: Mapping[str, int], found: Mapping[str, str], bare: Collection[str]) -> dict[str, str]:
    """Return lemma → more frequent spelling for the lemmas that are alike without hyphens, of those in `bare`."""
    families: dict[str, Counter[str]] = {}
    for form in sorted(counts) if bare else ():
        lemma = found.get(form, form)
        if _bare(lemma) in bare:
            families.setdefault(_bare(lemma), Counter())[lemma] += counts[form]
    best = {key: min(total, key=lambda each: (-total[each], "-" in each, each)) for key, total in families.items()}
    return {lemma: best[key] for key, total in families.items() for lemma in total if lemma != best[key]}


def _bare(word: str) -> str:
    """Return what the spellings of a word have in common: no hyphens, the American spelling."""
    return american(word.replace("-", ""))


def _end(word: str, chains: Mapping[str, str]) -> str:
    """Return where a chain of forms ends; in a circle, its first form.

    >>> _end("a", {"a": "b", "b": "c"}), _end("b", {"a": "b", "b": "a"})
    ('c', 'a')
    """
    seen = [word]
    while chains.get(seen[-1], seen[-1]) not in seen:
        seen.append(chains[seen[-1]])
    follower = chains.get(seen[-1], seen[-1])
    return min(seen[seen.index(follower):])


def stemmer(kind: str, language: str):
    """Return the stemming function of NLTK, loaded when first used."""
    if kind == "porter":
        from nltk.stem.porter import PorterStemmer

        return PorterStemmer(PorterStemmer.ORIGINAL_ALGORITHM).stem
    _check.one_of("language", language, SNOWBALL, "a language with a Snowball stemmer,")
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer(SNOWBALL[language]).stem
