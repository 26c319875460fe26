"""Selection: how many topics do these texts support?

No single number can say.  Coherence rises with every topic in a small corpus, held-out
likelihood prefers more topics than readers do, and stability alone prefers few.  Here
they stand in one table over the candidates, each with its uncertainty, and one stated
rule reads it: the smallest model that is about as stable as any, among those that
foretell unseen passages about as well as any.

References
----------
Greene, D., O'Callaghan, D. and Cunningham, P. (2014). How many topics? Stability
analysis for topic models. ECML PKDD, LNCS 8724.
Wallach, H. M., Murray, I., Salakhutdinov, R. and Mimno, D. (2009). Evaluation methods
for topic models. ICML.
Breiman, L., Friedman, J., Olshen, R. and Stone, C. (1984). Classification and
regression trees. Wadsworth; section 3.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import clone

from textmine import _check
from textmine.docterm import DocTerm
from textmine.stats.agreement import within_one_error
from textmine.topics._curves import held_out, overview, predictions, stabilities
from textmine.topics._runs import (
    agreement,
    check_runs,
    learned,
    members,
    null_agreement,
    require_fit,
    resampled,
    run_all,
    short,
)
from textmine.topics.compound import CompoundLDA
from textmine.topics.lda import LDA
from textmine.topics.nmf import NMF
from textmine.topics.stability import NULL_RESAMPLES

MODELS: dict[str, Callable[[], Any]] = {"lda": LDA, "compound": CompoundLDA, "nmf": NMF}

RULE = ("the smallest n_components whose stability is within one standard error of the highest, among those whose "
        "perplexity of held-out documents is within one standard error of the lowest")

RELAXED = ("the smallest n_components whose stability is within one standard error of the highest of those whose "
           "perplexity of held-out documents is within one standard error of the lowest")

COLUMNS = ("n_components", "stability", "stability_error", "null_low", "null_high", "perplexity", "perplexity_error",
           "coherence", "coherence_low", "coherence_high", "exclusivity", "overlap", "n_flagged", "stable",
           "predictive", "chosen")


@dataclass(frozen=True, eq=False, repr=False)
class TopicSelection:
    """How candidates for the number of topics compare, and which one the rule takes.

    Attributes
    ----------
    n_components : int
        What the rule takes.
    rule : str
        The sentence: the rule that was applied, which is another one where it had to be relaxed.
    note : str
        Why the rule had to be relaxed, and what speaks against its choice.
    curve : pandas.DataFrame
        See `to_frame`.
    """

    n_components: int
    rule: str
    note: str
    curve: pd.DataFrame

    def __repr__(self) -> str:
        numbers = self.curve["n_components"]
        return "\n".join([f"TopicSelection: {self.n_components} of {numbers.min()} to {numbers.max()} topics",
                          f"rule: {self.rule}", *self._deciding(), *([f"note: {self.note}"] if self.note else [])])

    def _deciding(self) -> list[str]:
        """Return what the chosen candidate is compared with, by either condition of the rule."""
        relaxed = self.rule == RELAXED
        among = self.curve[self.curve["predictive"]] if relaxed else self.curve
        chosen = self.curve[self.curve["n_components"] == self.n_components].iloc[0]
        most = among.iloc[int(np.argmax(among["stability"].to_numpy(float).round(12)))]
        least = self.curve.iloc[int(np.argmin(self.curve["perplexity"].to_numpy(float).round(12)))]
        band = "" if pd.isna(chosen["null_high"]) else f"; shuffled text up to {chosen['null_high']:.3f}"
        return [f"stability: {chosen['stability']:.3f}; the highest{' of these' if relaxed else ''} is "
                f"{most['stability']:.3f}, standard error {most['stability_error']:.3f}, of "
                f"{int(most['n_components'])}{band}",
                f"perplexity: {chosen['perplexity']:.2f}; the lowest is {least['perplexity']:.2f}, standard error "
                f"{least['perplexity_error']:.2f}, of {int(least['n_components'])}"]

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each candidate.

        Returns
        -------
        pandas.DataFrame
            ``n_components``; ``stability`` (mean over topics and resamples, in [0, 1]), its standard error
            ``stability_error``, and ``null_low`` and ``null_high``, the band of shuffled text; ``perplexity``
            of held-out documents (lower is better) and its standard error ``perplexity_error``; ``coherence``
            (npmi in documents, mean over topics) with its 95 % interval ``coherence_low``, ``coherence_high``;
            ``exclusivity`` (mean share of a top term's probability that is its topic's); ``overlap`` (mean mass
            that two topics share); ``n_flagged`` (topics no more stable than those of shuffled text);
            ``stable``, ``predictive`` (the two conditions of the rule) and ``chosen``.
        """
        return self.curve.copy()


def select_n_components(
    table: DocTerm,
    candidates: Iterable[int] = range(3, 13),
    model: Any = "lda",
    *,
    n_resamples: int = 20,
    share: float = 0.8,
    n_folds: int = 10,
    n_shuffles: int = 5,
    top_n: int = 10,
    n_sweeps: int = 200,
    n_jobs: int | None = None,
    random_state: int = 0,
) -> TopicSelection:
    """Return how well each number of topics does, and the one that a stated rule takes.

    Parameters
    ----------
    table : DocTerm of D documents
        Best of passages, trimmed of the rarest and the most common terms.
    candidates : iterable of int, default 3 to 12
    model : {"lda", "compound", "nmf"} or estimator, default "lda"
        An estimator is copied, with ``n_components`` set to each candidate: `LDA`, `CompoundLDA` and `NMF`
        with settings of one's own, or a topic model of scikit-learn.
    n_resamples : int, default 20
        Fits to a part of the documents, for stability.
    share : float in (0, 1), default 0.8
        Of the documents in a resample.
    n_folds : int, default 10
        Parts that are held out in turn.
    n_shuffles : int, default 5
        Shuffled texts for the band of chance; 0 leaves it out.
    top_n : int, default 10
        Terms of a topic's list.
    n_sweeps : int, default 200
        Length of the chains of sampled models in resamples, folds and shuffled texts: one short chain
        each.  Coherence, exclusivity and overlap are of the full model.
    n_jobs : int, optional
        Threads; all processors without it, or for -1.  Results are the same for any number.
    random_state : int, default 0

    Returns
    -------
    TopicSelection
        ``n_components``, ``rule``, ``note``, and ``to_frame()``, the table of all candidates.

    Raises
    ------
    TypeError
        If `table` is no DocTerm, or `model` has no ``n_components`` or cannot be fitted again.
    ValueError
        If a number is out of range, candidates are none or below 2, or `table` has fewer documents than folds.

    Notes
    -----
    Rule: the smallest candidate whose stability is within one standard error of the highest (over
    resamples), among those whose held-out perplexity is within one standard error of the lowest (over
    folds).  If no candidate is both, the highest stability is that of the predictive ones: ``rule`` is then
    that one, and ``note`` says why.  Standard errors over resamples of one text are a yardstick, not a
    test: they shrink as more resamples are drawn.

    On planted text (60 documents of 150 tokens, 300 terms) the rule found 4 of 4 topics in every corpus, and of 8
    topics 8 in three corpora of four and 9 in the others.  On real text no number is true: read the table.

    Held out: in turn each fold of documents is scored by `textmine.topics.completion` under a model of the
    others.  Resamples and folds are drawn within the groups of a model that has groups, and are the
    same for all candidates.

    Cost: for each candidate one full fit and ``n_resamples + n_folds + 4 n_shuffles`` short ones; half a
    minute of one processor for ten candidates and 2,400 tokens.  For many documents, select a sample
    of them first: what limits the number of topics shows in some thousands.  Progress shows in a
    terminal only; Ctrl-C ends it within two seconds.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace treaty peace talks", "treaty talks peace", "vaccine virus dose", "virus vaccine dose"] * 5
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts)).count()
    >>> chosen = tm.select_n_components(table, [2, 3, 4], tm.NMF(), n_resamples=4, n_folds=4, top_n=3)
    >>> chosen  # doctest: +ELLIPSIS
    TopicSelection: 2 of 2 to 4 topics
    rule: the smallest n_components whose stability is within one standard error of the highest, among ...
    stability: 1.000; the highest is 1.000, standard error 0.000, of 2; shuffled text up to 0.869
    perplexity: 3.16; the lowest is 3.16, standard error 0.03, of 2
    note: at the end of the candidates: try more of them
    """
    check_runs(table, top_n, n_sweeps, n_jobs, random_state)
    for name, value, least in (("n_resamples", n_resamples, 2), ("n_shuffles", n_shuffles, 0)):
        _check.integer(name, value, least)
    _check.between("share", share, 0, 1)
    _check.integer("n_folds", n_folds, 2)
    if n_folds > len(table):
        raise ValueError(f"n_folds must be at most the {len(table)} documents of table, got {n_folds}")
    numbers = _candidates(candidates)
    base = _estimator(model)
    table = table.sort_documents()
    group = members(base, table)
    models = [clone(base).set_params(n_components=k) for k in numbers]
    if "n_jobs" in base.get_params():
        models = [each.set_params(n_jobs=1) for each in models]
    full = run_all([partial(learned, each, table) for each in models], n_jobs, "models of all passages")
    runs = [partial(_resample, each, found, table, group, share, top_n, n_sweeps, random_state, r)
            for each, found in zip(models, full, strict=True) for r in range(n_resamples)]
    parts = [partial(held_out, each, table, group, n_folds, f, n_sweeps, random_state)
             for each in models for f in range(n_folds)]
    null = [partial(null_agreement, each, table, group, share, top_n, n_sweeps, NULL_RESAMPLES, random_state, "null", q)
            for each in models for q in range(n_shuffles)]
    results = run_all([*runs, *parts, *null], n_jobs, "resamples")
    agreements, scores, nulls = _dealt(results, len(numbers), n_resamples, n_folds, n_shuffles)
    return _decided(pd.concat([pd.DataFrame({"n_components": numbers}), stabilities(agreements, nulls),
                               predictions(np.array(scores)), overview(full, table, top_n)], axis=1))


def _dealt(results: list[Any], *each: int) -> list[list[list[Any]]]:
    """Return results in lists for each analysis, and in these for each candidate.

    >>> _dealt(list("aabbAABBBB"), 2, 1, 1, 3)
    [[['a'], ['a']], [['b'], ['b']], [['A', 'A', 'B'], ['B', 'B', 'B']]]
    """
    n_candidates, sizes = each[0], each[1:]
    rest = iter(results)
    return [[[next(rest) for _ in range(size)] for _ in range(n_candidates)] for size in sizes]


def _candidates(candidates: Iterable[int]) -> list[int]:
    """Return the candidates in rising order, checked."""
    numbers = list(candidates) if isinstance(candidates, Iterable) else [candidates]
    for number in numbers:
        _check.integer("candidates", number, 2)
    numbers = sorted(set(numbers))
    if len(numbers) < 2:
        raise ValueError(f"candidates must be at least two numbers of topics to choose from, got {numbers}")
    return [int(number) for number in numbers]


def _estimator(model: Any) -> Any:
    """Return the estimator that a name stands for, or the one given."""
    if isinstance(model, str):
        _check.one_of("model", model, MODELS)
        return MODELS[model]()
    if hasattr(model, "fit"):
        require_fit(model)
    if not hasattr(model, "get_params") or "n_components" not in model.get_params():
        raise TypeError(f"model must be an estimator with n_components, or one of {', '.join(MODELS)}, got "
                        f"{type(model).__name__}: pass tm.LDA()")
    return model


def _resample(model: Any, full: Any, table: DocTerm, group: NDArray[np.int64], share: float, top_n: int, n_sweeps: int,
              random_state: int, number: int) -> NDArray[np.float64]:
    """Return how far the topics of the full model come back in one resample, shape (K,)."""
    rows = resampled(table, group, share, random_state, "resample", number)
    return agreement(full, learned(short(model, n_sweeps, random_state, "resample", number), rows), top_n)[0]


def _decided(curve: pd.DataFrame) -> TopicSelection:
    """Return the selection that the rule makes of the table of candidates."""
    notes, rule = [], RULE
    able = curve[curve["predictive"]]
    both = able[able["stable"]]
    if both.empty:
        both = able[within_one_error(able["stability"].to_numpy(), able["stability_error"].to_numpy())]
        rule, most = RELAXED, int(curve["n_components"].to_numpy()[curve["stability"].to_numpy().argmax()])
        notes.append(f"relaxed: the most stable, {most}, foretells held-out documents worse than the best")
    chosen = int(both["n_components"].min())
    row = curve[curve["n_components"] == chosen].iloc[0]
    if not pd.isna(row["null_high"]) and row["stability"] <= row["null_high"]:
        notes.append("no more stable than topics of shuffled text: these documents support no topics of this kind")
    if chosen in (curve["n_components"].min(), curve["n_components"].max()):
        notes.append("at the end of the candidates: try more of them")
    curve = curve.assign(chosen=curve["n_components"] == chosen)
    return TopicSelection(chosen, rule, "; ".join(notes), curve[list(COLUMNS)])
