"""Similarity of terms, learnt from the texts: two texts may be alike without sharing a word.

Soft cosine (Sidorov et al. 2014) is the cosine in a space where terms are not at right angles: the likeness of
two texts is ``x' S y`` with S_uv the similarity of the terms u and v.  Here

    S_uv = (1 - blend) [u = v]  +  blend · c · cos(u, v)^power

with the cosine of the vectors of terms in a latent space of the collection, and c such that both parts weigh
the same in its mean document.  Powers push weak similarities, of which there are many, towards 0.  No
similarity is cut off at 0: by the Schur product theorem S is then positive semi-definite, so that
similarities are at most 1, and every row of S is an inner product that needs no matrix of V × V.

References
----------
Sidorov, G., Gelbukh, A., Gómez-Adorno, H. and Pinto, D. (2014). Soft similarity and soft cosine
measure: similarity of features in vector space model. Computación y Sistemas 18(3), 491-504.
Schur, J. (1911). Bemerkungen zur Theorie der beschränkten Bilinearformen. Journal für die reine und
angewandte Mathematik 140, 1-28.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from textmine import _check
from textmine.proximity.pooling import Collection, placed
from textmine.proximity.spaces import Part, Space, n_coordinates
from textmine.stats.weighting import weighted_rows
from textmine.vectors.lsa import LSA
from textmine.vectors.ppmi import PPMI

MOST_COORDINATES = 5_000
ROWS_FOR_BALANCE = 20_000
"""Of more documents, so many at even distances tell how long texts are in the two parts."""


def soft_space(collection: Collection, weight: str, model: Any = None, *, n_components: int = 40, power: int = 2,
               blend: float = 0.5, vectors: str = "lsa") -> tuple[Space, tuple[str, ...]]:
    """Return the space of a soft cosine, and its terms.

    Parameters
    ----------
    collection : Collection
        Term vectors are learnt from all its documents, each a row of length 1: a truncated singular value
        decomposition, terms by components times singular values.
    weight : str
    model : fitted model with ``term_vectors()`` and ``terms_``, optional
        Such as `textmine.LSA`: its vectors in place of those.
    n_components : int
        Dimensions of the latent space; fewer where the collection has no more.
    power : int
    blend : float in [0, 1]
        Share of the similarity of terms; 0 is the plain cosine.
    vectors : {"lsa", "ppmi"}
        How vectors are learnt: as above, or from the terms that stand together in documents.

    Raises
    ------
    ValueError
        If `n_components` and `power` make too many coordinates.
    """
    rows, learnt = collection.weighted(weight)
    if model is None and vectors == "ppmi":
        with threadpool_limits(1, user_api="blas"):
            points = _unit(PPMI(n_components).fit(collection.learnt).term_vectors())
    elif model is None:
        points = latent_vectors(learnt, n_components)
    else:
        points = vectors_of(model, collection.terms)
    if n_coordinates(points.shape[1], power) > MOST_COORDINATES:
        raise ValueError(f"options n_components and power must give at most {MOST_COORDINATES:,} coordinates, got "
                         f"{n_coordinates(points.shape[1], power):,} of n_components={points.shape[1]} and "
                         f"power={power}: lower one of them")
    parts = [Part(1 - blend)] if blend < 1 else []
    latent = Part(1.0, points, power)
    if blend > 0 and (ratio := _balance(learnt, latent)) is not None:
        parts.append(Part(blend * ratio, points, power))
    return Space(rows, tuple(parts) or (Part(1.0),)), collection.terms


def plain_space(collection: Collection, weight: str, model: Any = None) -> tuple[Space, tuple[str, ...]]:
    """Return the space in which every term is a direction of its own, and its terms."""
    return Space(collection.weighted(weight)[0]), collection.terms


def latent_vectors(rows: sparse.csr_matrix, n_components: int) -> NDArray[np.float64]:
    """Return the terms of weighted documents as vectors of length 1, shape (V, K); of length 0 without weight."""
    size = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    unit = sparse.diags(np.divide(1, size, out=np.zeros_like(size), where=size > 0)) @ rows
    with threadpool_limits(1, user_api="blas"):
        return _unit(LSA(n_components, weight="count").fit(unit).term_vectors())


def vectors_of(model: Any, terms: tuple[str, ...]) -> NDArray[np.float64]:
    """Return the vectors that a model has for the terms, of length 1; of length 0 for those it does not know.

    Raises
    ------
    ValueError
        If it knows none.
    """
    place = {str(term): i for i, term in enumerate(model.terms_)}
    known = [i for i, term in enumerate(terms) if term in place]
    if not known:
        raise ValueError(f"model must know a term of the table, got none of its {len(place)} terms: count the texts as "
                         "those of the model were counted")
    vectors = np.asarray(model.term_vectors(), dtype=float)
    placed = np.zeros((len(terms), vectors.shape[1]))
    placed[known] = vectors[[place[terms[i]] for i in known]]
    return _unit(placed)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return vectors of length 1; those of next to no length are 0."""
    size = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, size, out=np.zeros_like(vectors), where=size > 1e-12 * size.max(initial=0))


def _balance(rows: sparse.csr_matrix, latent: Part) -> float | None:
    """Return the mean squared length of documents over that in the latent part; None where the latter is 0."""
    chosen = rows[::-(-rows.shape[0] // ROWS_FOR_BALANCE)]
    squares = sum(float(np.sum(latent.coordinates(chosen[at:at + 1_000]) ** 2))
                  for at in range(0, chosen.shape[0], 1_000))
    return float(chosen.multiply(chosen).sum()) / squares if squares > 0 else None


def lsa_space(collection: Collection, weight: str, model: Any = None, *, n_components: int = 100
              ) -> tuple[Space, tuple[str, ...]]:
    """Return the latent space of documents (Deerwester et al. 1990), and its terms.

    Parameters
    ----------
    collection : Collection
    weight : str
    model : fitted LSA, optional
        Its space, weights and terms in place of those of the collection.
    n_components : int
    """
    if model is not None:
        _check.kind("model", model, LSA, "for metric 'lsa' fit tm.LSA; the soft cosine takes other vectors of terms")
        counts = placed(collection, tuple(str(term) for term in model.terms_))
        rows = weighted_rows(counts, model.weight, model.term_weights_)
        return Space(rows, (Part(1.0, model.components_.T),)), tuple(str(term) for term in model.terms_)
    rows, learnt = collection.weighted(weight)
    with threadpool_limits(1, user_api="blas"):
        fitted = LSA(n_components, weight="count").fit(learnt)
    return Space(rows, (Part(1.0, fitted.components_.T),)), collection.terms
