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

from collections.abc import Collection, Iterable, Iterator, Set

import regex

from textmine.tokens.irregular import IRREGULAR, PLURAL_CHE, PLURAL_IC, PLURAL_IE, PLURAL_OE, PLURAL_USE, SAME
from textmine.tokens.stoplists import stopwords

_WORD = regex.compile(r"\p{L}+(?:-\p{L}+)*")
_NOT_PLURAL = regex.compile(r".*(?:ss|us|is|'s)|.{1,3}")
_SURE_S = regex.compile(r".{2,}(?:tion|sion|ment|ship|ist|ism|ance|ence|ness|hood|ture|[aeou]y|[^f]f|graph|age|eer)s")
_SURE_ES = regex.compile(r".*(?:[sx]|[^t]z|sh|ch)es")
_SURE_VERB = regex.compile(r"(?!un)(?:.{2,}(?:ify|i[sz]|[bcdglnprt]at)(?:ed|ing)|.+[^aeiou]ied)")
_VOWEL = regex.compile("[aeiouy]")
_ONE_SYLLABLE = regex.compile("[^aeiou]*[aeiou][^aeiouwxy]|[aeiou][^aeiouwxy]")
_SURE_MEN = regex.compile("(?:.+(?:s|wo)|police|fire|fisher|gentle|business|chair|congress|noble|country|law|gun)men")


def lemmas(words: Collection[str], merged: Collection[str] = ()) -> dict[str, str]:
    """Return form → lemma for the English words whose lemma is another word.

    Parameters
    ----------
    words : collection of str
        All types of a corpus, lower case: they are what a rule is checked against.
    merged : collection of str
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
    known = {*words, *merged}
    plural = {word[:-1] for word in known if word.endswith("ings")}
    waiting = sorted(word for word in set(words) - plural if _WORD.fullmatch(word))
    found = _changed((word for word in waiting if word.endswith("s")), known)
    while new := _changed((word for word in waiting if word not in found), known.union(found.values())):
        found |= new
    return {word: _last(word, found) for word in sorted(found)}


def _changed(words: Iterable[str], known: Set[str]) -> dict[str, str]:
    """Return form → lemma for the words that a rule changes, given what is attested."""
    pairs = ((word, _lemma(word, known)) for word in words)
    return {word: lemma for word, lemma in pairs if lemma != word}


def _last(word: str, found: dict[str, str]) -> str:
    """Return where the chain of lemmas ends: each step is shorter or irregular, and no lemma leads back."""
    while word in found:
        word = found[word]
    return word


def _lemma(word: str, known: Set[str]) -> str:
    """Return the lemma of one form, or the form."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in SAME or word in _FUNCTION:
        return word
    head, hyphen, last = word.rpartition("-")
    if last in SAME or (hyphen and last in _FUNCTION):
        return word
    for candidate, sure in _candidates(word):
        if (sure or candidate in known) and candidate not in _FUNCTION:
            return candidate
    if hyphen and last.endswith(("s", "men")):
        return head + hyphen + _lemma(last, known)
    return word


def _candidates(word: str) -> Iterator[tuple[str, bool]]:
    """Yield possible lemmas, best first, each with whether its ending leaves no doubt."""
    if word.endswith("men"):
        yield word[:-3] + "man", bool(_SURE_MEN.fullmatch(word))
    elif word.endswith("s") and not _NOT_PLURAL.fullmatch(word):
        yield from _singulars(word)
    elif word.endswith("ied"):
        yield word[:-3] + "y", bool(_SURE_VERB.fullmatch(word))
    elif word.endswith("ed") and not word.endswith("eed"):
        yield from ((base, bool(_SURE_VERB.fullmatch(word))) for base in _bases(word[:-2], False))
    elif word.endswith("ing"):
        yield from ((base, bool(_SURE_VERB.fullmatch(word))) for base in _bases(word[:-3], True))


def _singulars(word: str) -> Iterator[tuple[str, bool]]:
    """Yield possible singulars of a plural, or bases of a verb in -s."""
    one, two = word[:-1], word[:-2]
    if word.endswith("ies"):
        yield one if one in PLURAL_IE else word[:-3] + "y", True
    elif word.endswith("ics"):
        yield one if one in PLURAL_IC else word, True
    elif word.endswith("oes"):
        yield (one, True) if one in PLURAL_OE else (two, True)
    elif word.endswith("uses") and one not in PLURAL_USE and word[-5] not in "oa":
        yield two, True
    elif word.endswith(("sses", "xes", "zzes", "tzes", "shes", "ches")) and one not in PLURAL_CHE:
        yield two, True
    else:
        yield one, bool(_SURE_S.fullmatch(word) or _SURE_ES.fullmatch(word))


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
