"""British and American spellings of one word, and its forms with and without a hyphen.

A pair counts as one word only where a corpus holds both spellings, so that a
rule can never invent a word.  Pairs that differ in meaning (practice/practise,
licence/license, metre/meter, storey/story, cheque/check, tyre/tire,
analyses as a plural noun) are left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import regex

_OUR = ("arbour ardour armour behaviour candour clamour colour demeanour endeavour favour fervour flavour harbour "
        "honour humour labour neighbour odour parlour rancour rigour rumour saviour savour splendour tumour valour "
        "vapour vigour")
_STEMS = {
    **{stem: stem[:-3] + "or" for stem in _OUR.split()},
    "defence": "defense", "offence": "offense", "pretence": "pretense",
    "centre": "center", "centring": "centering", "theatre": "theater", "fibre": "fiber", "calibre": "caliber",
    "lustre": "luster", "manoeuvre": "maneuver", "manoeuvring": "maneuvering", "meagre": "meager", "sabre": "saber",
    "sceptre": "scepter", "sombre": "somber", "spectre": "specter",
    "catalogue": "catalog", "dialogue": "dialog", "analogue": "analog", "programme": "program",
    "travell": "travel", "cancell": "cancel", "labell": "label", "modell": "model", "signall": "signal",
    "counsell": "counsel", "marvell": "marvel", "quarrell": "quarrel", "fuell": "fuel", "channell": "channel",
    "equall": "equal", "rivall": "rival", "levell": "level", "tunnell": "tunnel", "jewellery": "jewelry",
    "fulfil": "fulfill", "enrol": "enroll", "instalment": "installment", "skilful": "skillful", "wilful": "willful",
    "anaesthe": "anesthe", "encyclopaedia": "encyclopedia", "haemo": "hemo", "paedia": "pedia", "foetus": "fetus",
    "foetal": "fetal", "oestrogen": "estrogen", "diarrhoea": "diarrhea", "leukaemia": "leukemia", "anaemi": "anemi",
    "mediaeval": "medieval", "archaeolog": "archeolog",
    "ageing": "aging", "judgement": "judgment", "acknowledgement": "acknowledgment", "sceptic": "skeptic",
    "plough": "plow", "mould": "mold", "moustache": "mustache", "cosy": "cozy", "pyjamas": "pajamas",
    "aluminium": "aluminum", "artefact": "artifact", "grey": "gray",
}
_STEM = regex.compile("|".join(sorted(_STEMS, key=len, reverse=True)))
_ISE = regex.compile(r"(?<=\p{L}{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)")
_YSE = regex.compile(r"(?<=l)ys(?=(?:e|ed|ing|er|ers)$)")
_TWO_WORDS = frozenset("prise prised prises prising".split())


def american(word: str) -> str:
    """Return the American spelling of a lower-case word, or the word itself.

    The answer may be no word at all (``promise`` gives ``promize``): use it only
    where it is attested.

    >>> [american(word) for word in ("defence", "organised", "unfavourable", "peace")]
    ['defense', 'organized', 'unfavorable', 'peace']
    """
    if word in _TWO_WORDS:
        return word
    changed = _STEM.sub(lambda match: _STEMS[match.group()], word)
    return _YSE.sub("yz", _ISE.sub("iz", changed))


def merges(counts: Mapping[str, int], keep: str) -> dict[str, str]:
    """Return variant → kept spelling for each pair that occurs in both spellings.

    Parameters
    ----------
    counts : mapping of str to int
        Lower-case words of the whole corpus and how often they occur.
    keep : {"auto", "us", "uk"}
        ``"auto"`` keeps, for all pairs alike, the side with more occurrences in sum;
        a tie keeps the American one.

    Examples
    --------
    >>> merges({"defence": 44, "defense": 100, "labour": 2}, "auto")
    {'defence': 'defense'}
    """
    pairs = attested_pairs(counts)
    n_british = sum(counts[british] for british in pairs)
    n_american = sum(counts[word] for word in set(pairs.values()))
    if keep == "uk" or (keep == "auto" and n_british > n_american):
        return {word: british for british, word in pairs.items()}
    return pairs


def hyphen_merges(counts: Mapping[str, int]) -> dict[str, str]:
    """Return variant → more frequent form for words that occur with and without a hyphen.

    A tie keeps the form without.  Words in ``re-`` are left alone: to re-form is not to
    reform.

    Examples
    --------
    >>> hyphen_merges({"multi-lateral": 2, "multilateral": 9, "re-form": 1, "reform": 4})
    {'multi-lateral': 'multilateral'}
    """
    forms: dict[str, list[str]] = {}
    for word in sorted(counts):
        if not word.startswith("re-") and word.replace("-", "").isalpha():
            forms.setdefault(word.replace("-", ""), []).append(word)
    found = {}
    for joined, words in forms.items():
        if joined in words and len(words) > 1:
            kept = min(words, key=lambda word: (-counts[word], "-" in word, word))
            found.update({word: kept for word in words if word != kept})
    return found


def resolved(merged: Mapping[str, str]) -> dict[str, str]:
    """Return merges in which no kept form is itself merged into another.

    >>> resolved({"co-organise": "coorganise", "coorganise": "coorganize"})
    {'co-organise': 'coorganize', 'coorganise': 'coorganize'}
    """
    found = {}
    for word, kept in merged.items():
        seen = {word}
        while kept in merged and kept not in seen:
            seen.add(kept)
            kept = merged[kept]
        if kept != word:
            found[word] = kept
    return found


def attested_pairs(words: Collection[str]) -> dict[str, str]:
    """Return British → American for the words that occur in both spellings."""
    known = set(words)
    pairs = {word: american(word) for word in sorted(known)}
    return {word: other for word, other in pairs.items() if other != word and other in known}
