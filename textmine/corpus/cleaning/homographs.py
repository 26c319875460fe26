"""Short forms that are words too: *WHO* and *who*, *OR* and *or*, *US* and *us*.

A definition is that of its author.  Elsewhere the same letters may be a word in
capitals (``IT IS TIME``), or another author's abbreviation (*NP* of *NP-complete*).  So a
short form is read as its long form in the texts that define it, and in the others
only where `reaches` finds it to be safe; and one that is a word in lower case only
where its capitals mean something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import regex

FUNCTION_WORDS = frozenset(
    "a about all also am an and any are as at be been but by can could did do does done else for from get go had has "
    "have he her here him his how i if in into is it its just let like made make man many may me might more most much "
    "must my new no nor not now of off on one or our out over own per she should so some such than that the their them "
    "then there these they this those to too two under up upon us use very was we were what when where which who whom "
    "whose why will with would yes yet you your".split())
SHARE = 10
LETTERS, FEW_ARTICLES = 3, 10
PRONOUN_TWINS = {"US": "United States"}
"""Short forms that would read as a stop word once in lower case."""
_MARKS = "\"'“”‘’()[]{}<>.,;:!?*_…"
_COUNTRY = regex.compile(r"\bU\.\s?S\.|\bUnited\s+States\b|\b[Tt]he\s+US\b(?![$-])")
_LEADS_IN = regex.compile(r"\b(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Aa]ny|[Nn]o|[Tt]h(?:is|at)|[Ii]ts|[Oo]ur|[Tt]heir|"
                          r"my|your|his|her|former|current)\s+$")
_AFTER_PREPOSITION = regex.compile(r"\b(?:in|of|by|from|under|with|for|to|against|between|on)\s+$", regex.I)
_BEGINS = regex.compile(r"(?:^|[.!?][\"”’')\]]*\s+|\n\s*\n\s*)$")
_GOES_ON = regex.compile(r"\s+(?:(\p{Lu}\p{L}*\p{Ll})|(\p{Ll}+))")
_HYPHEN = regex.compile(r"[-‐‑–/]\p{L}")
_WORD_BEFORE, _WORD_AFTER = regex.compile(r"([\p{L}'’]+)[^\S\n]+$"), regex.compile(r"[^\S\n]+([\p{L}'’]+)")
_MONEY = regex.compile(r"[^\S\n]?\p{Sc}")
_NEAR = 40


def words_as_written(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word occurs between spaces, letter case kept, marks around it apart.

    >>> words_as_written(["Who is the (WHO)?", "who?"])["who"]
    1
    """
    found: Counter[str] = Counter()
    for text in texts:
        found.update(text.split())
    words: Counter[str] = Counter()
    for written, n in found.items():
        words[written.strip(_MARKS)] += n
    return words


def is_word(short: str, words: Counter[str]) -> bool:
    """Return whether a short form is a word in lower case: a function word, or one that the corpus uses.

    One lower-case use for every `SHARE` of the short form is enough: what a corpus writes *nato*
    once is an abbreviation still.

    >>> is_word("OR", Counter()), is_word("ARF", Counter()), is_word("TIN", Counter(TIN=9, tin=1))
    (True, False, True)
    """
    lower = short.lower()
    return lower in FUNCTION_WORDS or (lower != short and words[lower] > 0 and SHARE * words[lower] >= words[short])


def reaches(n_letters: int, n_texts: int, dotted: bool, n_articles: int) -> bool:
    """Return whether a short form that is no word may be read in texts that do not define it.

    Two texts define it; or one does and it has more than `LETTERS` letters; of at most `FEW_ARTICLES`
    articles, `LETTERS` or dots are enough.  (Three letters stand for many things: *NEC* is a code and a company.)

    >>> reaches(2, 1, False, 5), reaches(2, 2, False, 144), reaches(3, 1, False, 5)
    (False, True, True)
    >>> reaches(3, 1, False, 144), reaches(4, 1, False, 144)
    (False, True)
    """
    few = n_articles <= FEW_ARTICLES
    return n_texts >= 2 or n_letters > LETTERS or (few and (dotted or n_letters == LETTERS))


def is_mixed_case(line: str) -> bool:
    """Return whether a line has lower-case letters, so that its capitals mean something."""
    return any(character.islower() for character in line)


def is_shouted(text: str, start: int, stop: int, known: Collection[str]) -> bool:
    """Return whether a word in capitals stands among others: none of them known as a short form.

    >>> is_shouted("He DID NOT JOIN US there", 16, 18, ()), is_shouted("of the US Army", 7, 9, ())
    (True, False)
    """
    before = _WORD_BEFORE.search(text[max(0, start - _NEAR):start])
    after = _WORD_AFTER.match(text, stop)
    word = before.group(1) if before else ""
    return (len(word) > 1 and word.isupper() and word not in known
            or after is not None and after.group(1).isupper() and after.group(1).lower() in FUNCTION_WORDS - {"i"})


def speaks_of_country(text: str) -> bool:
    """Return whether a text writes *U.S.*, *United States* or *the US* anywhere."""
    return _COUNTRY.search(text) is not None


def is_country(text: str, start: int, stop: int) -> bool:
    """Return whether *US* at this place is the country: behind a determiner, before a name or a noun, in a compound.

    A pronoun never begins a sentence before its verb, nor stands between preposition and noun.

    >>> [is_country(text, *regex.search("US", text).span()) for text in (
    ...     "a US ship", "sold by US firms", "saw US General Lee", "US troops left", "she might see US", "for US to go"
    ... )]
    [True, True, True, True, False, False]
    """
    before, after = text[max(0, start - _NEAR):start], _GOES_ON.match(text, stop)
    if _LEADS_IN.search(before) or _HYPHEN.match(text, stop):
        return True
    if after is None:
        return False
    noun = after.group(2) is not None and after.group(2) not in FUNCTION_WORDS
    return after.group(1) is not None or bool(_BEGINS.search(before)) or (
        noun and bool(_AFTER_PREPOSITION.search(before)))


def is_money(text: str, stop: int) -> bool:
    """Return whether a currency sign follows: US$ 5."""
    return _MONEY.match(text, stop) is not None
