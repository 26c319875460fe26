"""Document completion: how well does a model foretell the other half of a text?

Half of the tokens of a document give its topic shares, the other half is scored
under them, so that no token judges the shares that it made itself.  For the choice
of a model, on texts that it has not seen; it is no measure of how well topics read.

References
----------
Wallach, H. M., Murray, I., Salakhutdinov, R. and Mimno, D. (2009). Evaluation methods
for topic models. ICML; section 5.1, document completion.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.attribution import topic_term
from textmine.stats.splitting import halves

FLOOR = 0.01
"""Share of the even distribution over terms in every prediction: models without a prior, such as
NMF, hold some terms impossible, and one of them would outweigh all others."""


def completion(model: Any, counts: sparse.csr_matrix, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what the scored halves of documents are worth under a model.

    Parameters
    ----------
    model : fitted topic model
        With ``components_`` of shape (K, V) and ``transform``.
    counts : CSR matrix of shape (D, V), at least 0
        With the columns of the fit.
    seed : int, default 0
        Names the halves; with the same number, a document is cut in the same way wherever it stands.

    Returns
    -------
    log_likelihood : array of shape (D,)
        ``sum_w n_w ln(0.99 sum_k theta_k phi_kw + 0.01 / V)`` over the scored half, in nats.
    tokens : array of shape (D,)
        Tokens of the scored half.
    """
    given, scored = halves(sparse.csr_matrix(counts), seed)
    phi = topic_term(model)
    theta = np.asarray(model.transform(given), dtype=float)
    sums = theta.sum(axis=1, keepdims=True)
    theta = np.divide(theta, sums, out=np.full_like(theta, 1 / len(phi)), where=sums > 0)
    rows = np.repeat(np.arange(scored.shape[0]), np.diff(scored.indptr))
    p = np.zeros(len(rows))
    for k, topic in enumerate(phi):
        p += theta[rows, k] * topic[scored.indices]
    worth = scored.data * np.log((1 - FLOOR) * p + FLOOR / phi.shape[1])
    tokens = np.bincount(rows, scored.data, minlength=len(theta))
    return np.bincount(rows, worth, minlength=len(theta)).astype(float), tokens.astype(float)


def completion_score(model: Any, counts: sparse.csr_matrix, seed: int = 0) -> float:
    """Return the mean log probability of a token of the scored halves, in nats; higher is better.

    Raises
    ------
    ValueError
        If no document has a token to score.

    Examples
    --------
    >>> import textmine as tm
    >>> table = tm.tokenize(tm.Corpus.from_texts(["peace talks peace talks", "virus vaccine virus vaccine"])).count()
    >>> model = tm.LDA(n_components=1).fit(table)
    >>> round(completion_score(model, table.counts), 2)
    -1.39
    """
    value, tokens = completion(model, counts, seed)
    if tokens.sum() == 0:
        raise ValueError("X must have a token of the terms that were fitted, got none")
    return float(value.sum() / tokens.sum())


def completion_perplexity(model: Any, counts: sparse.csr_matrix, seed: int = 0) -> float:
    """Return ``exp(-completion_score)``: as hard to foretell as so many equally probable terms; lower is better."""
    return float(np.exp(-completion_score(model, counts, seed)))
