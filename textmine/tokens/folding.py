"""Folding: what makes two written forms the same type.

Folding works on the table of types, once for each form, never on the running
text.  Unicode composition, letter case and the characters and words that
cleaning found; for English also the possessive ending and the curly apostrophe.
"""

from __future__ import annotations

import unicodedata

from textmine.corpus.schemas import Normalization

INVISIBLE = "\u00ad\u200b\u2060"
"""Soft hyphen, zero-width space and word joiner: part of a word, and not seen in it."""
_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_KEEP_S = frozenset("it's he's she's that's what's who's where's there's here's let's how's when's why's".split())


def fold(form: str, normalization: Normalization, english: bool) -> str:
    """Return the type of a written form.

    Parameters
    ----------
    form : str
        A word as it stands in a text.
    normalization : Normalization
        Of the corpus.
    english : bool
        Whether possessive endings are removed.

    Examples
    --------
    >>> [fold(form, Normalization(), True) for form in ("Vietnam's", "It's", "UN")]
    ['vietnam', "it's", 'un']
    """
    characters = normalization.characters
    word = "".join(characters.get(character, character) for character in unicodedata.normalize("NFC", form))
    word = unicodedata.normalize("NFC", word.translate(_INVISIBLE).lower())
    if english:
        word = word.replace("’", "'")
        if word.endswith("'s") and len(word) > 2 and word not in _KEEP_S:
            word = word[:-2]
    return normalization.words.get(word, word)
