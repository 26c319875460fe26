"""Lemmas of English words, without a dictionary and without a download.

Models and tables read better, and no worse, with *soldier* and *soldiers* as one type;
stemmers go further and merge what a reader keeps apart (*universe* and *university*;
Schofield & Mimno 2016).  This lemmatizer is light: plural nouns and the forms of verbs,
nothing else.  A rule's answer counts only if the corpus itself holds the word it leads to,
or if the ending leaves no doubt (*-ies* → *-y*).  A form with two readings of its own
(*meeting*, *building*, *left*, *lives*, *united*) stays as it is, and so do comparatives,
adverbs, subjects in *-ics* and common names in *-s*.

No tagger reads the context: *the fishing* and *was fishing* are one form here, and where
both readings are common the form stays.

References
----------
Schofield, A. and Mimno, D. (2016). Comparing apples to apple: the effects of stemmers on
topic models. Transactions of the ACL 4, 287-300.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

import regex

from textmine.tokens.irregular import (
    FIXED_LAST,
    IRREGULAR,
    PLURAL_CHE,
    PLURAL_IC,
    PLURAL_IE,
    PLURAL_OE,
    PLURAL_USE,
    SAME,
)
from textmine.tokens.stoplists import stopwords

SELDOM = 10
"""How many times as frequent another reading must be: *determined* is of *determine*, though *determin* occurs."""
NOTHING: Mapping[str, str] = MappingProxyType({})
_WORD = regex.compile(r"\p{L}+(?:-\p{L}+)*")
_NOT_PLURAL = regex.compile(r".*(?:ss|us|is|'s)|.{1,3}")
_SURE_S = regex.compile(r".{2,}(?:tion|sion|ment|ship|ist|ism|ance|ence|ness|hood|ture|[aeou]y|[^f]f|graph|age|eer)s")
_SURE_ES = regex.compile(r".*(?:[sx]|[^t]z|sh)es")
_SURE_CHES = regex.compile(".*(?:[ntr]|ee|ea|oa|ou)ches")
_SURE_VERB = regex.compile(r"(?!un)(?:.{2,}(?:ify|i[sz]|[bcdglnprt]at)(?:ed|ing)|.+[^aeiou]ied)")
_VOWEL = regex.compile("[aeiouy]")
_ONE_SYLLABLE = regex.compile("[^aeiou]*[aeiou][^aeiouwxy]|[aeiou][^aeiouwxy]")
_SURE_MEN = regex.compile("(?:.+(?:s|wo)|police|fire|fisher|gentle|business|chair|congress|noble|country|law|gun)men")


def lemmas(words: Collection[str] | Mapping[str, int], merged: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """Return form → lemma for the English words whose lemma is another word.

    Parameters
    ----------
    words : collection of str, or mapping of str to count
        All types of a corpus, lower case: they are what a rule is checked against.  Where
        a form may come from two of them, and where an -ing form may be a noun, counts help.
    merged : mapping of str to str, optional
        Forms that the corpus held before they were merged: they count as attested too.

    Returns
    -------
    dict of str to str
        No lemma is itself a form with another lemma.

    Examples
    --------
    >>> lemmas(["navies", "deployed", "deploy", "news", "new", "meeting", "meet", "went", "forces", "force"])
    {'deployed': 'deploy', 'forces': 'force', 'navies': 'navy', 'went': 'go'}
    """
    counts = Counter(dict(words) if isinstance(words, Mapping) else dict.fromkeys(words, 1))
    nouns = _nouns_in_ing(counts, merged)
    waiting = sorted(word for word in counts if word not in nouns and _WORD.fullmatch(word))
    attested = dict.fromkeys(merged, 0) | dict(counts)
    found = _changed((word for word in waiting if word.endswith("s")), attested)
    while new := _changed((word for word in waiting if word not in found), attested):
        found |= new
    return {word: _last(word, found) for word in sorted(found)}


@lru_cache(2**17)
def singular(word: str) -> str:
    """Return the likeliest singular of an English noun, whatever else the corpus holds; other words as they are.

    >>> [singular(word) for word in ("armies", "processes", "analysis", "women", "peace")]
    ['army', 'process', 'analysis', 'woman', 'peace']
    """
    if not word.endswith(("s", "men")) or word in SAME or word in _FUNCTION:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("men"):
        return word[:-3] + "man" if _SURE_MEN.fullmatch(word) else word
    return word if _NOT_PLURAL.fullmatch(word) else _singular(word)[0][0]


def _nouns_in_ing(counts: Counter[str], merged: Mapping[str, str]) -> set[str]:
    """Return forms in -ing that the corpus often uses as nouns, for it has a plural of them."""
    plurals = {word for word in counts if word.endswith("ings")}
    found = {word[:-1] for word in plurals if counts[word] * SELDOM >= counts[word[:-1]]}
    return found | {noun for plural, noun in merged.items() if plural == noun + "s"}


def _changed(words: Iterable[str], attested: dict[str, int]) -> dict[str, str]:
    """Return form → lemma for the words that a rule changes; their lemmas are attested from then on."""
    pairs = [(word, _lemma(word, attested)) for word in words]
    found = {word: lemma for word, lemma in pairs if lemma != word}
    for lemma in found.values():
        attested.setdefault(lemma, 0)
    return found


def _last(word: str, found: dict[str, str]) -> str:
    """Return where the chain of lemmas ends: each step is shorter or irregular, and no lemma leads back."""
    while word in found:
        word = found[word]
    return word


def _lemma(word: str, attested: Mapping[str, int]) -> str:
    """Return the lemma of one form, or the form."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    head, hyphen, last = word.rpartition("-")
    if word in SAME or word in _FUNCTION or (hyphen and (last in SAME or last in _FUNCTION)):
        return word
    candidates, sure = _candidates(word)
    fixed = last in FIXED_LAST and bool(hyphen)
    if sure and not fixed and not (hyphen and word.endswith(("ed", "ing"))):
        return candidates[0]
    if candidates and candidates[0] in _FUNCTION:
        return word
    known = [each for each in candidates if each in attested and each not in _FUNCTION]
    if known:
        bare = word.startswith(known[0])
        return max(known, key=lambda each: attested[each] * (SELDOM if each == known[0] else 1)) if bare else known[0]
    if hyphen and not fixed and last.endswith(("s", "men")):
        return head + hyphen + _lemma(last, attested)
    return word


def _candidates(word: str) -> tuple[list[str], bool]:
    """Return possible lemmas, best first, and whether the ending of the word leaves no doubt of the first."""
    if word.endswith("men"):
        return [word[:-3] + "man"], bool(_SURE_MEN.fullmatch(word))
    if word.endswith("s") and not _NOT_PLURAL.fullmatch(word):
        return _singular(word)
    sure = bool(_SURE_VERB.fullmatch(word))
    if word.endswith("ied"):
        return [word[:-3] + "y"], sure
    if word.endswith("ing") or (word.endswith("ed") and not word.endswith("eed")):
        ing = word.endswith("ing")
        return [base for base in _bases(word[:-3 if ing else -2], ing) if base not in IRREGULAR], sure
    return [], False


def _singular(word: str) -> tuple[list[str], bool]:
    """Return singulars of a plural, or bases of a verb in -s, best first, and whether the ending leaves no doubt."""
    one, two = word[:-1], word[:-2]
    last = one.rpartition("-")[2]
    if word.endswith("ies"):
        return [one if last in PLURAL_IE else word[:-3] + "y"], True
    if word.endswith("ics"):
        return [one if last in PLURAL_IC else word], True
    if word.endswith("oes"):
        return [one if last in PLURAL_OE else two], True
    if word.endswith("uses") and last not in PLURAL_USE and word[-5] not in "oa":
        return [two], True
    if word.endswith("ches"):
        return ([one], True) if last in PLURAL_CHE else ([two, one], bool(_SURE_CHES.fullmatch(word)))
    if word.endswith(("sses", "xes", "zzes", "tzes", "shes")):
        return [two], True
    return [one], bool(_SURE_S.fullmatch(word) or _SURE_ES.fullmatch(word))


def _bases(stem: str, ing: bool) -> list[str]:
    """Return possible base forms of what stands before -ed or -ing, best first."""
    if len(stem) < 2 or not _VOWEL.search(stem):
        return []
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        return [stem, stem[:-1]] if stem[-1] in "lszf" else [stem[:-1], stem]
    return [stem + "e", stem] if _takes_e(stem, ing) else [stem, stem + "e"]


def _takes_e(stem: str, ing: bool) -> bool:
    """Return whether a silent e is the likelier ending: *hoping* is of hope, as hop has *hopping*."""
    silent = stem.endswith(("v", "u", "c", "z", "s", "th", "at", "dg")) and not stem.endswith("ss")
    soft = stem.endswith("ng") and not (ing and stem.endswith("ing"))
    return silent or soft or bool(_ONE_SYLLABLE.fullmatch(stem))


_FUNCTION = stopwords("en")
