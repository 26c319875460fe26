"""Keyphrases: the phrases that tell what a text is about.

Three classic extractors behind one call and one schema.  Higher scores always
mean more salient; the same text gives the same answer in any company, except
that TF-IDF compares with the other documents by design.

References
----------
Mihalcea, R. and Tarau, P. (2004). TextRank: bringing order into texts. EMNLP,
404-411.
Rose, S., Engel, D., Cramer, N. and Cowley, W. (2010). Automatic keyword
extraction from individual documents. In Text Mining: Applications and Theory,
Wiley, 1-20.
Sparck Jones, K. (1972). A statistical interpretation of term specificity and
its application in retrieval. Journal of Documentation 28(1), 11-21.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmine import _check
from textmine.corpus.grouping import grouping
from textmine.keywords.candidates import Run, content_mask, runs
from textmine.stats.ranking import pagerank
from textmine.tokens.tokens import Tokens

Phrase = tuple[int, ...]
COLUMNS = ["group", "rank", "phrase", "score", "count", "documents", "occurrences", "method"]
LONGEST, LONGEST_RUN = 4, 10


class Context(NamedTuple):
    """What extractors know of all documents: content words (N,) and documents with each phrase."""

    content: NDArray[np.bool_]
    doc_freq: Counter[Phrase]


def keyphrases(
    tokens: Tokens, by: str = "article", *, method: str = "tf_idf", top_n: int = 10, min_words: int = 1
) -> pd.DataFrame:
    """Return the most salient phrases of every group.

    Parameters
    ----------
    tokens : Tokens of D documents
    by : str, default ``"article"``
        A column of the documents.
    method : {"tf_idf", "rake", "textrank"}, default "tf_idf"
        ``"tf_idf"``: occurrences in the group × log2((D + 1) / (documents with the phrase
        + 1/2)), above 0 for a single document too.  Phrases have up to 4 words, occur at
        least twice in the group (or, if none does, once), and not mostly inside one
        longer phrase.
        ``"rake"``: sum over words of degree / frequency, in runs between stop words.
        ``"textrank"``: sum of the PageRank of words that stand side by side.
        Runs of more than 10 words, which are lists rather than phrases, are no candidates
        of the last two.
    top_n : int, default 10
    min_words : int, default 1
        The least number of words in a phrase, at most 4.

    Returns
    -------
    pandas.DataFrame
        At most `top_n` rows for each group, best first: ``group``, ``rank``, ``phrase`` (its most
        frequent written form, abbreviations spelled out), ``score`` (higher is more salient; comparable within one
        method and group), ``count`` and ``documents`` in the group, ``occurrences`` (a tuple of
        ``(article, start, stop)``), ``method``.  A phrase inside a better one, or around
        it, is left out.  A group without candidates has no rows.

    Raises
    ------
    TypeError
        If `tokens` is no Tokens.
    ValueError
        For an unknown method or column, and numbers out of range.

    Examples
    --------
    >>> import textmine as tm
    >>> corpus = tm.Corpus.from_texts(["The peace talks began. Peace talks and peace talks!", "Trade grew."],
    ...                               ["a", "b"], language="en")
    >>> tm.keyphrases(tm.tokenize(corpus))[["group", "phrase", "score", "count"]].round(3)
      group       phrase  score  count
    0     a  peace talks    3.0      3
    1     b   Trade grew    1.0      1
    """
    _check.kind("tokens", tokens, Tokens, "call tm.tokenize(corpus)")
    _check.one_of("method", method, METHODS)
    _check.integer("top_n", top_n, 1)
    _check.integer("min_words", min_words, 1, LONGEST)
    groups = grouping(tokens.corpus.documents, by)
    all_runs = list(runs(tokens))
    in_group: dict[int, list[Run]] = defaultdict(list)
    for run in all_runs:
        in_group[int(groups.index[run.document])].append(run)
    context = Context(content_mask(tokens), _document_frequency(tokens, all_runs) if method == "tf_idf" else Counter())
    spelled_out = _SpelledOut.of(tokens)
    rows = []
    for g, label in enumerate(groups.labels):
        scores = METHODS[method](tokens, in_group[g], context)
        best = _best({phrase: score for phrase, score in scores.items() if len(phrase) >= min_words}, top_n)
        places = _places(tokens, in_group[g], set(best))
        rows += [(label, rank, *spelled_out.describe(phrase, float(scores[phrase]), places[phrase]), method)
                 for rank, phrase in enumerate(best, start=1)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _phrases(tokens: Tokens, run: Run, longest: int = LONGEST) -> Iterable[tuple[Phrase, int, int]]:
    """Yield every phrase inside a run: its types, first token and the token after its last."""
    ids = tokens.ids[run.first:run.last].tolist()
    for i in range(len(ids)):
        for j in range(i + 1, min(i + longest, len(ids)) + 1):
            yield tuple(ids[i:j]), run.first + i, run.first + j


def _document_frequency(tokens: Tokens, all_runs: Sequence[Run]) -> Counter[Phrase]:
    """Return in how many documents each phrase stands."""
    seen = {(phrase, run.document) for run in all_runs for phrase, _, _ in _phrases(tokens, run)}
    return Counter(phrase for phrase, _ in seen)


def tf_idf(tokens: Tokens, group_runs: Sequence[Run], context: Context) -> dict[Phrase, float]:
    """Return the score of the phrases of one group: count × log2((D + 1) / (df + 1/2)).

    A phrase that stands inside one longer phrase more than half of the time is left to
    it: *defense ministers* to *ASEAN Defense Ministers' Meeting*.
    """
    counts = Counter(phrase for run in group_runs for phrase, _, _ in _phrases(tokens, run))
    repeated = {phrase: n for phrase, n in counts.items() if n > 1} or counts
    nested = {part for phrase, n in repeated.items() for part in (phrase[1:], phrase[:-1])
              if part and 2 * n > counts[part]}
    return {phrase: n * float(np.log2((len(tokens) + 1) / (context.doc_freq[phrase] + 0.5)))
            for phrase, n in repeated.items() if phrase not in nested}


def rake(tokens: Tokens, group_runs: Sequence[Run], context: Context) -> dict[Phrase, float]:
    """Return the RAKE score of the runs of one group (Rose et al. 2010, section 1.2.2).

    A word's degree is the number of words in all candidates that hold it.
    """
    candidates = [tuple(tokens.ids[run.first:run.last].tolist()) for run in group_runs
                  if run.last - run.first <= LONGEST_RUN]
    frequency = Counter(word for phrase in candidates for word in phrase)
    degree: Counter[int] = Counter()
    for phrase in candidates:
        for word in phrase:
            degree[word] += len(phrase)
    return {phrase: sum(degree[word] / frequency[word] for word in phrase) for phrase in candidates}


def textrank(tokens: Tokens, group_runs: Sequence[Run], context: Context) -> dict[Phrase, float]:
    """Return the TextRank score of the phrases of one group (Mihalcea & Tarau 2004).

    Content words within a window of two in one sentence are linked, without weights;
    the best third of the words make phrases where they stand side by side.
    """
    if not group_runs:
        return {}
    documents = np.unique([run.document for run in group_runs])
    places = np.concatenate([np.arange(tokens.bounds[d], tokens.bounds[d + 1]) for d in documents])
    ids, sentences = tokens.ids[places], tokens.sentences[places]
    inside = context.content[places]
    near = inside[:-1] & inside[1:] & (sentences[1:] == sentences[:-1]) & (places[1:] == places[:-1] + 1)
    words, position = np.unique(ids[inside], return_inverse=True)
    place = np.full(len(inside), -1)
    place[inside] = position
    rows, columns = place[:-1][near], place[1:][near]
    both = np.unique(np.stack([np.concatenate([rows, columns]), np.concatenate([columns, rows])]), axis=1)
    links = sparse.csr_matrix((np.ones(both.shape[1]), (both[0], both[1])), shape=(len(words), len(words)))
    links.setdiag(0)
    links.eliminate_zeros()
    score = pagerank(links)
    order = np.lexsort((words, -score.round(12)))
    best = {int(words[i]): float(score[i]) for i in order[:max(1, -(-len(words) // 3))]}
    found: dict[Phrase, float] = {}
    for run in group_runs:
        for phrase in _between(tokens.ids[run.first:run.last].tolist(), best):
            if len(phrase) <= LONGEST_RUN:
                found[phrase] = sum(best[word] for word in phrase)
    return found


def _between(ids: Sequence[int], chosen: Mapping[int, float]) -> Iterable[Phrase]:
    """Yield the longest runs of chosen words in a run."""
    phrase: list[int] = []
    for word in [*ids, -1]:
        if word in chosen:
            phrase.append(word)
        elif phrase:
            yield tuple(phrase)
            phrase = []


METHODS: Mapping[str, Callable[[Tokens, Sequence[Run], Context], dict[Phrase, float]]] = {
    "tf_idf": tf_idf, "rake": rake, "textrank": textrank,
}


def _best(scores: Mapping[Phrase, float], top_n: int) -> list[Phrase]:
    """Return the phrases with the highest scores, none inside or around a better one."""
    best: list[Phrase] = []
    for phrase in sorted(scores, key=lambda each: (-round(scores[each], 9), -len(each), each)):
        if len(best) == top_n or scores[phrase] <= 0:
            break
        if not any(_inside(phrase, other) or _inside(other, phrase) for other in best):
            best.append(phrase)
    return best


def _inside(short: Phrase, long: Phrase) -> bool:
    """Return whether the words of one phrase stand in a row in another."""
    return any(long[i:i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _places(tokens: Tokens, group_runs: Sequence[Run], wanted: set[Phrase]) -> dict[Phrase, list[tuple[int, int, int]]]:
    """Return document, first token and end of every occurrence of the wanted phrases."""
    longest = max(map(len, wanted), default=0)
    found: dict[Phrase, list[tuple[int, int, int]]] = defaultdict(list)
    for run in group_runs:
        for phrase, first, last in _phrases(tokens, run, longest):
            if phrase in wanted:
                found[phrase].append((run.document, first, last))
    return found


@dataclass(frozen=True)
class _SpelledOut:
    """What a reader should see of a phrase: the text as it stands, abbreviations spelled out."""

    tokens: Tokens
    names: list[str]
    texts: list[str]
    source: np.ndarray
    long_forms: Mapping[tuple[int, int], str]

    @classmethod
    def of(cls, tokens: Tokens) -> _SpelledOut:
        """Return the view of some tokens."""
        corpus = tokens.corpus
        edits = zip(*(corpus.edits[name].to_pylist() for name in ("source", "start", "replacement")), strict=True)
        return cls(tokens, corpus.articles["article"].to_pylist(), corpus.articles["text"].to_pylist(),
                   corpus.spans["source"].to_numpy(), {(i, start): form for i, start, form in edits})

    def describe(self, phrase: Phrase, score: float, places: Sequence[tuple[int, int, int]]) -> tuple:
        """Return form, score, count, documents and occurrences of a phrase."""
        forms = Counter(self._form(*place) for place in places)
        form = min(forms, key=lambda each: (-forms[each], each))
        spans = tuple((self.names[int(self.source[document])], int(self.tokens.starts[first]),
                       int(self.tokens.stops[last - 1])) for document, first, last in places)
        return form, score, len(places), len({place[0] for place in places}), spans

    def _form(self, document: int, first: int, last: int) -> str:
        """Return the written form of one occurrence."""
        source = int(self.source[document])
        starts = self.tokens.starts
        parts: list[str] = []
        for start in dict.fromkeys(starts[first:last].tolist()):
            here = [i for i in range(first, last) if starts[i] == start]
            whole = (starts[first - 1:first] != start).all() and (starts[last:last + 1] != start).all()
            if (source, start) not in self.long_forms:
                parts.append(self.texts[source][start:self.tokens.stops[here[0]]])
            elif whole:
                parts.append(self.long_forms[source, start])
            else:
                parts += [self.tokens.types[self.tokens.ids[i]] for i in here]
        return " ".join(" ".join(parts).split())
