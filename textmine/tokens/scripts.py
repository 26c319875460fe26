"""Scripts written without spaces: where a run of them may be divided.

Chinese, Japanese, Thai, Lao, Khmer and Burmese do not mark where a word ends, and finding
out takes a dictionary or a trained model.  This package has neither.  It divides such a run
into its smallest written units, which is exact for any text, and leaves words to pairs of
neighbours: bigrams of characters retrieve Chinese about as well as dictionary words do (Nie,
Gao, Zhang & Zhou 2000), and ``tokens.ngrams(2)``, or ``(1, 2)``, makes them of units that follow
each other.  Units do not overlap, so that counts, sizes and offsets stay what they say.

A unit is
    one character of Han, Hiragana, Katakana or Bopomofo, with its marks (a prolonged sound
    mark belongs to the kana before it);
    a letter of Thai, Lao, Khmer or Burmese with its marks, with a vowel written before it, with
    the consonants stacked below it and, in Burmese, with a silenced consonant after it.

Units of the second kind are parts of syllables or syllables, never words; final
consonants of Thai, Lao and Khmer are units of their own.  Korean, Tibetan and Vietnamese mark
their words or syllables and are not divided; neither are Latin letters and digits within a run.

References
----------
Nie, J.-Y., Gao, J., Zhang, J. and Zhou, M. (2000). On the use of words and n-grams for Chinese
information retrieval. Proc. IRAL, 141-148.
"""

from __future__ import annotations

import regex

_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\u30fc\uff70\uff9e\uff9f"
_SOUTHEAST = r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
UNSPACED = rf"[{_CJK}{_SOUTHEAST}--\p{{N}}--\p{{P}}--\p{{S}}||\u3007]"
"""Class of the characters of these scripts, digits and signs not among them; for `regex` with ``V1``."""

_BEFORE = r"[\u0e40-\u0e44\u0ec0-\u0ec4]"
_BURMESE_FINAL = r"[\u1000-\u102a]\p{M}*\u103a\p{M}*"
_UNIT = regex.compile(
    rf"{_BEFORE}{UNSPACED}[\p{{M}}\u0e33\u0eb3]*"
    rf"|[\p{{Khmer}}\p{{Myanmar}}--\p{{N}}--\p{{P}}--\p{{S}}]\p{{M}}*"
    rf"(?:(?<=[\u17d2\u1039])\p{{L}}\p{{M}}*)*(?:{_BURMESE_FINAL})*"
    rf"|{UNSPACED}[\p{{M}}\u30fc\uff70\uff9e\uff9f\u0e33\u0eb3]*"
    rf"|(?:(?!{UNSPACED}).)+", regex.V1 | regex.DOTALL)


def split_run(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the units of one word or run, as start and stop in `text`.

    Parameters
    ----------
    text : str
    start, stop : int
        Of a run of letters, marks and digits, in any script.

    Returns
    -------
    list of (int, int)
        One after the other from `start` to `stop`, without gap or overlap.  A run without
        characters of these scripts comes back whole.

    Examples
    --------
    >>> [("維和Covid部隊")[a:b] for a, b in split_run("維和Covid部隊", 0, 9)]
    ['維', '和', 'Covid', '部', '隊']
    """
    return [match.span() for match in _UNIT.finditer(text, start, stop)]
