"""Shared passages: what texts have taken from each other, or from a common source.

Three layers look for it, each for what the one before cannot see.  *Duplicates*: articles of the same words.
*Verbatim*: stretches that were copied, though moved, repeated, reworked word by word or badly scanned.
*Paraphrase*: sentences that say the same with other words between, as two translations of one source do; here
chance is measured on the same sentences with their words in random order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine._threads import available_threads, interruptible
from textmine.corpus.corpus import Corpus
from textmine.proximity.reuse.agreement import alignment_of, common_words
from textmine.proximity.reuse.copies import Collapsed, collapsed, in_all
from textmine.proximity.reuse.dating import article_values, dates_of, earlier_of, order_of
from textmine.proximity.reuse.forms import forms_of
from textmine.proximity.reuse.matches import Matches, joined, no_matches, taken
from textmine.proximity.reuse.near_copies import among, left_of, near_copies
from textmine.proximity.reuse.overlapping import repeated
from textmine.proximity.reuse.paraphrase import paraphrase_search
from textmine.proximity.reuse.shared import KINDS, MOST_WORDS, SharedPassages
from textmine.proximity.reuse.texts import Texts, texts_of
from textmine.proximity.reuse.verbatim import verbatim_search
from textmine.tokens.tokens import Tokens


@_check.hinted
def shared_passages(
    tokens: Tokens, *, layers: Sequence[str] = KINDS, series: str | None = None, date: str | None = None,
    min_words: int = 10, max_e_value: float = 0.05, random_state: int = 0, n_jobs: int | None = None,
) -> SharedPassages:
    """Return the passages that articles have in common, with their places on both sides.

    Parameters
    ----------
    tokens : Tokens
        Every word of the running text counts, dropped ones too; passages of one article are read as one text.
    layers : sequence of {"duplicate", "verbatim", "paraphrase"}, default all
        ``"duplicate"``: articles of the same words; only the first of them, by name, is looked at further.
        ``"verbatim"``: copied stretches, though words were moved, replaced or badly scanned.
        ``"paraphrase"``: sentences with the same rare words in the same order, more than chance gives.
        What a passage is called in the result depends on how many words it has in common, not on who found it.
    series : str, optional
        A column of the documents: articles with the same value are not compared, such as the editions of one
        paper.  Articles without a value are compared with all.
    date : str, optional
        A column of years or dates that says which article is the earlier.
    min_words : int, default 10
        The fewest words of a stretch on either side.
    max_e_value : float, above 0, default 0.05
        How many passages of a layer may be there by chance, in the whole search.  Larger values find more, and more
        of the formulas that a genre repeats; ``q_value`` then says which share of chance to expect.
    random_state : int, default 0
        Of the sentences in random order.
    n_jobs : int, optional
        Threads; all processors without it, or for -1.  Results are the same for any number.

    Returns
    -------
    SharedPassages
        With ``to_frame()``, ``shares()``, ``pairs()``, ``spans()`` and ``to_html()``; the clearest passages first.

    Raises
    ------
    TypeError, ValueError
        For what is no Tokens, unknown layers or columns, and fewer than two articles.

    Notes
    -----
    Words are compared by their stems in languages that have a stemmer, else in lower case.  How layers work, and from
    where, is told in `textmine.proximity.reuse.verbatim` and `textmine.proximity.reuse.paraphrase`.

    Examples
    --------
    >>> import textmine as tm
    >>> said = "the treaty of friendship was signed by both ministers in Hanoi last year after long talks"
    >>> texts = [f"Our paper reports that {said}.", f"As we know, {said}, and nobody saw it.", "The sea was calm."]
    >>> shared = tm.shared_passages(tm.tokenize(tm.Corpus.from_texts(texts, ["a", "b", "c"], language="en")))
    >>> shared.to_frame()[["article", "other", "kind", "n_words"]]
      article other      kind  n_words
    0       a     b  verbatim       16
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    chosen = _chosen(layers)
    _check.integer("min_words", min_words, 1)
    _check.between("max_e_value", max_e_value, 0, np.inf)
    _check.integer("random_state", random_state, 0)
    n_threads = available_threads(n_jobs)
    texts = texts_of(tokens)
    if len(texts) < 2:
        raise ValueError(f"tokens must hold at least two articles, got {len(texts)}: passages are shared by two")
    corpus = tokens.corpus
    groups = _series(corpus, texts, series)
    dates = dates_of(corpus, texts.names, date)

    def search() -> SharedPassages:
        forms = forms_of(texts.types, corpus.language)[texts.ids]
        part = collapsed(texts, forms, groups)
        found, left_out = _layers(part, groups[part.articles], corpus.language, chosen, min_words,
                                  max_e_value, random_state, n_threads)
        return _shared(corpus, texts, forms, found, left_out, dates, n_threads)

    return interruptible(search)


def _chosen(layers: Sequence[str]) -> tuple[str, ...]:
    """Return the layers asked for, checked."""
    if isinstance(layers, str) or not isinstance(layers, Iterable):
        raise TypeError(f"layers must be a sequence of names, got {layers!r}: write {list(KINDS)!r}, or some of these")
    chosen = tuple(layers)
    if not chosen:
        raise ValueError(f"layers must name at least one of {', '.join(map(repr, KINDS))}, got none")
    for layer in chosen:
        _check.one_of("layers", layer, KINDS)
    return chosen


def _series(corpus: Corpus, texts: Texts, series: str | None) -> NDArray[np.int64]:
    """Return the number of the series of each article, -1 for none."""
    if series is None:
        return np.full(len(texts), -1, np.int64)
    values = article_values(corpus, series, "series")
    labels = [None if values[name] in (None, "") else str(values[name]) for name in texts.names]
    number = {label: i for i, label in enumerate(sorted({label for label in labels if label is not None}))}
    return np.array([-1 if label is None else number[label] for label in labels], np.int64)


def _layers(part: Collapsed, series: NDArray[np.int64], language: str | None, layers: Sequence[str], min_words: int,
            max_e_value: float, random_state: int, n_jobs: int) -> tuple[dict[str, Matches], dict[str, int]]:
    """Return what each layer finds, as matches among all articles, and what limits left out."""
    found = {"duplicate": no_matches(), "verbatim": no_matches(), "paraphrase": no_matches()}
    left_out = {"copies within a series": part.n_silent}
    if "duplicate" in layers:
        found["duplicate"] = part.copies
    else:
        left_out["copies of other articles"] = part.n_copies
    if "verbatim" in layers:
        copied = verbatim_search(part.texts, allowed=series, language=language, min_words=min_words,
                                 max_e_value=max_e_value, n_jobs=n_jobs)
        found["verbatim"] = copied.matches
        left_out |= {"phrases of many articles, followed to the first of them": copied.n_capped,
                     "places of phrases that come too often in one article": copied.n_left_out}
    if "paraphrase" in layers:
        gone = near_copies(part.texts, found["verbatim"], MOST_WORDS)
        rest = left_of(part.texts, gone)
        said = paraphrase_search(rest.texts, allowed=series[rest.articles], language=language,
                                 known=among(found["verbatim"], rest), max_q=min(max_e_value, 1),
                                 random_state=random_state, n_jobs=n_jobs)
        likely = said.matches.e_value <= max_e_value
        found["paraphrase"] = in_all(long_enough(taken(said.matches, likely), min_words), rest)
        left_out |= {"near-copies, in which no paraphrases are sought": int(gone.sum()),
                     "sentences looked up by their rare words alone": said.n_cut,
                     "pairs of sentences beyond the nearest": said.n_beyond,
                     "copies of a paraphrase": said.n_copies}
    for layer in ("verbatim", "paraphrase"):
        found[layer] = in_all(found[layer], part)
    return found, left_out


def long_enough(matches: Matches, min_words: int) -> Matches:
    """Return the matches with at least so many words on either side."""
    sizes = np.minimum(matches.stop - matches.start, matches.other_stop - matches.other_start)
    return taken(matches, sizes >= min_words)


def _shared(corpus: Corpus, texts: Texts, forms: NDArray[np.int32], found: dict[str, Matches],
            left_out: dict[str, int], dates: Sequence[str | None], n_threads: int) -> SharedPassages:
    """Return the passages of all layers, the clearest first."""
    matches = joined([found[kind] for kind in KINDS])
    kind = np.repeat(np.arange(len(KINDS)), [len(found[kind].first) for kind in KINDS])
    stays = ~repeated(matches)
    matches, kind = taken(matches, stays), kind[stays]
    matches = matches._replace(score=alignment_of(texts, forms, matches, corpus.language, n_threads))
    order = np.lexsort((matches.other_start, matches.start, -matches.score))
    matches, kind = taken(matches, order), kind[order]
    n_common = common_words(forms, matches.start, matches.stop, matches.other_start, matches.other_stop)
    n_common = np.where(kind == KINDS.index("verbatim"), np.maximum(n_common, matches.n_matched), n_common)
    longest = np.maximum(matches.stop - matches.start, matches.other_stop - matches.other_start)
    agreement = np.minimum(n_common / np.maximum(longest, 1), 1)
    kind = np.where(kind == KINDS.index("duplicate"), kind, np.where(agreement >= MOST_WORDS, 1, 2))
    return SharedPassages(corpus, texts, matches, kind, n_common, agreement, expected_share(matches.e_value),
                          earlier_of(dates, matches.first, matches.second), forms, order_of(dates), left_out)


def expected_share(e_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the q-value of each E-value: the share of chance among all that is found at its level.

    The procedure of Benjamini and Hochberg (1995), since the E-value is the p-value times the number of tests.

    Examples
    --------
    >>> expected_share(np.array([0.01, 0.9, np.nan, 0.06])).round(3)
    array([0.01, 0.3 ,  nan, 0.03])
    """
    order = np.argsort(e_values, kind="stable")[:int((~np.isnan(e_values)).sum())]
    rates = e_values[order] / np.arange(1, len(order) + 1)
    found = np.full(len(e_values), np.nan)
    found[order] = np.minimum(np.minimum.accumulate(rates[::-1])[::-1], 1)
    return found
