"""Short forms that no text defines, and the capitalised phrases with their initials.

An author who writes *Ministry of National Defence* in one article and *MND* in
another need not define it.  One phrase must clearly stand for the short form, or
nothing is merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

import regex

from textmine.corpus.cleaning.homographs import is_mixed_case, is_word, words_as_written
from textmine.corpus.cleaning.repetition import least_articles
from textmine.corpus.cleaning.short_forms import PASSED_OVER, form_key

_CAPITALS = regex.compile(r"(?<![\w.])\p{Lu}{3,6}(?![\w]|\.\w)")
_NAME = regex.compile(r"\p{Lu}[\p{L}'’]+(?:[^\S\n]+(?:(?:of|the|and|for|on|in|to)[^\S\n]+)*\p{Lu}[\p{L}'’]+)+")
_TITLES = frozenset("president prime minister ministers vice mr mrs ms miss dr prof professor sir lord lady king queen "
                    "prince princess general colonel captain senator governor chairman chairwoman secretary ambassador "
                    "excellency his her judge justice bishop pope saint st".split())
LEAST_TIMES, LEAST_ARTICLES, DOMINANCE = 3, 2, 3


def learn_by_initials(texts: Sequence[str], known: Collection[str],
                      written: Counter[str] | None = None) -> dict[str, tuple[str, int]]:
    """Return a long form, and how often it occurs, for short forms that no text defines.

    The short form has three to six capitals, occurs at least twice and is no word in lower case.  The
    long form is a capitalised phrase with these initials, no title of a person before it, that occurs at least
    `LEAST_TIMES` times in at least `LEAST_ARTICLES` texts, `DOMINANCE` times as often as any other, at least
    every other time as a whole name, and in no text beside the short form: an author who
    writes both, and defines neither, may mean two things.  In more than ten texts, both occur in
    at least three of them, or one in a thousand.

    Parameters
    ----------
    texts : sequence of str
        Running text alone; lines in capitals throughout are passed over.
    known : collection of str
        Short forms to leave out.
    written : Counter of str, optional
        What `words_as_written` counts in them, if it is known.

    Examples
    --------
    >>> texts = ["the MND, an MND", "the Ministry of National Defense, a Ministry of National Defense",
    ...          "the Ministry of National Defense"]
    >>> learn_by_initials(texts, ())
    {'MND': ('Ministry of National Defense', 3)}
    """
    shorts: Counter[str] = Counter()
    users: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for line in filter(is_mixed_case, text.splitlines()):
            for short in _CAPITALS.findall(line):
                shorts[short] += 1
                users[short].add(number)
    least = least_articles(len(texts)) if len(texts) > 10 else 1
    written = words_as_written(texts) if written is None else written
    wanted = {short for short, n in shorts.items() if n >= 2 and len(users[short]) >= least and short not in known
              and not is_word(short, written)}
    found = {}
    for short, forms in sorted(_phrases(texts, wanted).items()):
        first, *others = sorted(forms.values(), key=lambda each: (-len(each), min(each)))
        n_others = max(map(len, others), default=0)
        spellers = {number for _, number, _ in first}
        apart = spellers.isdisjoint(users[short]) and len(spellers) >= max(LEAST_ARTICLES, least)
        whole = 2 * sum(whole for _, _, whole in first) >= len(first)
        if apart and whole and len(first) >= max(LEAST_TIMES, DOMINANCE * n_others):
            found[short] = (min(first)[0], len(first))
    return found


def _phrases(texts: Sequence[str], wanted: Collection[str]) -> dict[str, dict[str, list[tuple[str, int, bool]]]]:
    """Return the places of each phrase with wanted initials: as written, text, and whether it is a whole name."""
    places: dict[str, dict[str, list[tuple[str, int, bool]]]] = defaultdict(lambda: defaultdict(list))
    for number, text in enumerate(texts):
        for match in _NAME.finditer(text) if wanted else ():
            for short, form, whole in _windows(match.group().split(), wanted):
                if is_mixed_case(form) and form.split()[0].lower() not in _TITLES:
                    places[short][form_key(form)].append((form, number, whole))
    return places


def _windows(words: list[str], wanted: Collection[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield short form, phrase and whether that is the whole name, for the runs of words whose initials are wanted."""
    named = [i for i, word in enumerate(words) if word[0].isupper() and word.lower() not in PASSED_OVER]
    for first in range(len(named)):
        for last in range(first + 2, min(first + 6, len(named))):
            short = "".join(words[i][0] for i in named[first:last + 1])
            if short in wanted:
                begins = first == 0 or words[named[first] - 1] == "the"
                whole = begins and last == len(named) - 1
                yield short, " ".join(words[named[first]:named[last] + 1]), whole
