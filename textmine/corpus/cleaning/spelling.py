"""British and American spellings of one word, and its forms with and without a hyphen.

A pair counts as one word only where a corpus holds both spellings, stems are taken
with their own endings alone, and the rare side of a lopsided pair is never the one
that is kept: so no rule invents a word.  Pairs that differ in meaning (practice/practise,
licence/license, metre/meter, storey/story, cheque/check, tyre/tire,
analyses as a plural noun) are left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import regex

_OUR = ("arbour ardour armour behaviour candour clamour colour demeanour endeavour favour fervour flavour harbour "
        "honour humour labour neighbour odour parlour rancour rigour rumour saviour savour splendour tumour valour "
        "vapour vigour")
_OUR_ENDINGS = ("s ed er ers ing ings ingly able ably al ally ful fully less lessly ness ite ites itism ly y ies ist "
                "ists ism isms hood hoods map maps blind")
_DOUBLED = ("travel cancel label model signal counsel marvel quarrel fuel channel equal rival level tunnel total dial "
            "initial pencil panel")
_RE = "centre theatre fibre calibre lustre manoeuvre meagre sabre sceptre sombre spectre"
_OTHERS = {
    "defence": ("defense", "s less lessness man men"), "offence": ("offense", "s"), "pretence": ("pretense", "s"),
    "centring": ("centering", ""), "manoeuvring": ("maneuvering", "s"), "manoeuvrable": ("maneuverable", ""),
    "cataloguing": ("cataloging", ""), "catalogued": ("cataloged", ""), "cataloguer": ("cataloger", "s"),
    "catalogue": ("catalog", "s"), "dialogue": ("dialog", "s"), "analogue": ("analog", "s"),
    "programme": ("program", "s"), "jewellery": ("jewelry", ""), "marvellous": ("marvelous", "ly"),
    "counsellor": ("counselor", "s"), "fulfil": ("fulfill", "s ment ments"), "enrol": ("enroll", "s ment ments"),
    "instalment": ("installment", "s"), "skilful": ("skillful", "ly ness"), "wilful": ("willful", "ly ness"),
    "encyclopaedia": ("encyclopedia", "s"), "encyclopaedic": ("encyclopedic", ""), "foetus": ("fetus", "es"),
    "foetal": ("fetal", ""), "oestrogen": ("estrogen", "s ic"), "diarrhoea": ("diarrhea", "s l"),
    "mediaeval": ("medieval", "ist ists"), "ageing": ("aging", ""), "judgement": ("judgment", "s al ally"),
    "acknowledgement": ("acknowledgment", "s"), "sceptic": ("skeptic", "s al ally ism"),
    "plough": ("plow", "s ed ing man men share shares"), "mould": ("mold", "s ed ing ings y"),
    "moustache": ("mustache", "s d"), "cosy": ("cozy", ""), "pyjamas": ("pajamas", ""),
    "aluminium": ("aluminum", ""), "artefact": ("artifact", "s"), "grey": ("gray", "s ed ing ish ness scale"),
}
_LEARNED = {"anaesthe": "anesthe", "haemo": "hemo", "paediatr": "pediatr", "leukaemi": "leukemi", "anaemi": "anemi",
            "archaeolog": "archeolog"}
"""Stems that begin many learned words, whatever their ending."""
_BEFORE_STEM = r"((?:un|dis|mis|re|over|under|out|pre|non|multi|sub|epi|micro|hyper|inter|de|lack|bio)?)"
_ISE = regex.compile(r"(\p{L}{2,}[^aeiou\W])is(e|ed|es|er|ers|ing|ation|ations|able)")
_YSE = regex.compile(r"(?<=l)ys(?=(?:e|ed|ing|er|ers)$)")
RARER = 10
_LETTER_PREFIXES = frozenset("ex")
_NO_IZE = regex.compile(
    r"(?:(?:un|re|dis|en|non|semi|over|pre|mis)?(?:advert|compr|comprom|enterpr|exerc|expert|franch|improv|merchand|"
    r"prem|prom|surm|superv|surpr|telev|desp|dem|chast|circumc|appr|repr|upr|sunr|moonr|treat|conc|prec|exc|inc|"
    r"mort|marqu|val|pract|chem|an|pr|ar|rev|adv|dev|div|parad|cerv|prov|excers)|\p{L}*w)is")


def _closed() -> dict[str, str]:
    """Return British → American for every form of the stems, prefixes apart."""
    found = {}
    for stem in _OUR.split():
        found.update({stem + end: stem[:-3] + "or" + end for end in ("", *_OUR_ENDINGS.split())})
    for stem in _DOUBLED.split():
        found.update({stem + stem[-1] + end: stem + end for end in ("ed", "er", "ers", "ing", "ings")})
    for stem in _RE.split():
        base = stem.replace("oeu", "eu")[:-2]
        found.update({stem + end: base + "er" + new for end, new in (("", ""), ("s", "s"), ("d", "ed"), ("ly", "ly"))})
    for stem, (base, ends) in _OTHERS.items():
        found.update({stem + end: base + end for end in ("", *ends.split())})
    return found


_FORMS = _closed()
_STEM = regex.compile(_BEFORE_STEM + "(" + "|".join(sorted(_FORMS, key=len, reverse=True)) + ")")
_LEARNED_WORD = regex.compile("(" + "|".join(sorted(_LEARNED, key=len, reverse=True)) + r")(\p{L}+)")


def american(word: str) -> str:
    """Return the American spelling of a lower-case word, or the word itself; of a compound, that of each part.

    Stems are taken with their own endings alone (*programme*, never *programmer*), and verbs that
    end in -ise everywhere (*advertise*, *improvise*) stay.  The answer may still be no word
    at all: use it only where it is attested.

    >>> [american(word) for word in ("defence", "organised", "unfavourable", "centred", "peace", "advertised")]
    ['defense', 'organized', 'unfavorable', 'centered', 'peace', 'advertised']
    """
    return "-".join(map(_american, word.split("-")))


def _american(word: str) -> str:
    """Return the American spelling of one word without hyphens."""
    if match := _STEM.fullmatch(word):
        return match.group(1) + _FORMS[match.group(2)]
    if match := _LEARNED_WORD.fullmatch(word):
        return _LEARNED[match.group(1)] + match.group(2)
    if (match := _ISE.fullmatch(word)) and not _NO_IZE.fullmatch(match.group(1) + "is"):
        return f"{match.group(1)}iz{match.group(2)}"
    return _YSE.sub("yz", word)


def merges(counts: Mapping[str, int], keep: str) -> dict[str, str]:
    """Return variant → kept spelling for each pair that occurs in both spellings.

    Parameters
    ----------
    counts : mapping of str to int
        Lower-case words of the whole corpus and how often they occur.
    keep : {"auto", "us", "uk"}
        ``"auto"`` keeps, for all pairs alike, the side with more occurrences in sum;
        a tie keeps the American one, and no side is kept that is `RARER` times rarer than the other.

    Examples
    --------
    >>> merges({"defence": 44, "defense": 100, "labour": 2}, "auto")
    {'defence': 'defense'}
    """
    pairs = attested_pairs(counts)
    n_british = sum(counts[british] for british in pairs)
    n_american = sum(counts[word] for word in set(pairs.values()))
    if keep != "auto":
        return pairs if keep == "us" else {word: british for british, word in pairs.items()}
    to_british = n_british > n_american
    kept = ((british, word) if to_british else (word, british) for british, word in pairs.items())
    return {b: a for a, b in ((a, b) if RARER * counts[a] > counts[b] else (b, a) for a, b in kept)}


def hyphen_merges(counts: Mapping[str, int]) -> dict[str, str]:
    """Return variant → more frequent form for words that occur with and without a hyphen.

    A tie keeps the form without.  Words in ``re-`` are left alone: to re-form is not to
    reform.  So are letter strings such as ``t-h-e``: each part but the last has two letters or is a
    prefix of one, and the last has three; *follow-up* is one.

    Examples
    --------
    >>> hyphen_merges({"multi-lateral": 2, "multilateral": 9, "re-form": 1, "reform": 4})
    {'multi-lateral': 'multilateral'}
    """
    forms: dict[str, list[str]] = {}
    for word in sorted(counts):
        if not word.startswith("re-") and word.replace("-", "").isalpha() and _is_compound(word):
            forms.setdefault(word.replace("-", ""), []).append(word)
    found = {}
    for joined, words in forms.items():
        if joined in words and len(words) > 1:
            kept = min(words, key=lambda word: (-counts[word], "-" in word, word))
            found.update({word: kept for word in words if word != kept})
    return found


def _is_compound(word: str) -> bool:
    """Return whether the parts of a hyphenated word could be words or prefixes."""
    *first, last = word.split("-")
    follow_up = last == "up" and len(first) == 1 and len(first[0]) >= 3
    return not first or follow_up or (
        len(last) >= 3 and all(len(part) >= 2 or part in _LETTER_PREFIXES for part in first))


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
