"""Other libraries: counts that go to gensim, and come from gensim, scikit-learn and data frames.

Everything that is counted here can be modelled elsewhere, and the other way round.
gensim is needed for its own two functions alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import sparse

from textmine import _check
from textmine.docterm import DocTerm

if TYPE_CHECKING:
    from gensim.corpora import Dictionary


def to_gensim(table: DocTerm) -> tuple[Any, Dictionary]:
    """Return a table as gensim takes it: a streamed corpus of bags of words, and its dictionary.

    Returns
    -------
    corpus : gensim.matutils.Sparse2Corpus of length D
        Documents in the order of the table; nothing is copied.
    dictionary : gensim.corpora.Dictionary
        Term i of the table has id i; with document and collection frequencies.

    Raises
    ------
    ModuleNotFoundError
        If gensim is not installed.
    """
    _check.kind("table", table, DocTerm, "call tokens.count()")
    corpora, matutils = _gensim()
    dictionary = corpora.Dictionary()
    dictionary.token2id = {term: i for i, term in enumerate(table.terms)}
    dictionary.dfs = dict(enumerate(table.doc_freq.tolist()))
    dictionary.cfs = dict(enumerate(np.asarray(table.counts.sum(axis=0)).ravel().tolist()))
    dictionary.num_docs, dictionary.num_nnz = len(table), int(table.counts.nnz)
    dictionary.num_pos = table.counts.sum().item()
    return matutils.Sparse2Corpus(table.counts, documents_columns=False), dictionary


def from_gensim(corpus: Iterable[Sequence[tuple[int, float]]], dictionary: Dictionary,
                documents: pa.Table | Sequence[str] | None = None) -> DocTerm:
    """Return the table of a gensim corpus.

    Parameters
    ----------
    corpus : iterable of D bags of words
        Lists of ``(id, count)``.
    dictionary : gensim.corpora.Dictionary
    documents : sequence of str, or pyarrow.Table with a column ``document``, optional
        By default numbers, from ``"1"``.
    """
    _, matutils = _gensim()
    ids = np.array(sorted(dictionary.token2id.values()), dtype=np.int64)
    names = {i: term for term, i in dictionary.token2id.items()}
    counts = sparse.csr_matrix(matutils.corpus2csc(corpus, dtype=np.float64).T)
    unknown = np.setdiff1d(counts.indices, ids)
    if len(unknown):
        raise ValueError(f"corpus must hold ids of the dictionary, got {unknown[0]}, which it does not have")
    counts.resize(counts.shape[0], int(ids.max(initial=-1)) + 1)
    return DocTerm.from_counts(whole_if_whole(counts[:, ids]), [names[i] for i in ids.tolist()],
                               numbered(counts.shape[0], documents))


def from_sklearn(matrix: sparse.spmatrix, vectorizer: Any,
                 documents: pa.Table | Sequence[str] | None = None) -> DocTerm:
    """Return the table that a vectorizer of scikit-learn made.

    ``table.counts`` and ``table.terms`` are the way back.

    Parameters
    ----------
    matrix : sparse matrix of shape (D, V)
        What ``fit_transform`` gave.
    vectorizer : fitted CountVectorizer, or another with ``get_feature_names_out``
    documents : sequence of str, or pyarrow.Table with a column ``document``, optional
        By default numbers, from ``"1"``.
    """
    if not hasattr(vectorizer, "get_feature_names_out"):
        raise TypeError(f"vectorizer must have get_feature_names_out, got {type(vectorizer).__name__}: for other "
                        "counts call DocTerm.from_counts(counts, terms, documents)")
    terms = [str(term) for term in vectorizer.get_feature_names_out()]
    return DocTerm.from_counts(matrix, terms, numbered(matrix.shape[0], documents))


def from_long(frame: pd.DataFrame) -> DocTerm:
    """Return the table of a long data frame, as ``table.to_frame(long=True)`` and R's tidytext write it.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``document``, ``term``, ``count``, and ``article`` if there is one; repeated cells are added
        up.  Documents come in the order of their first row; one without any term has no row, so
        it is not known here.
    """
    for column in ("document", "term", "count"):
        _check.one_of("frame", column, frame.columns, f"a data frame with the column {column!r}, got")
    rows, documents = pd.factorize(frame["document"].astype(str))
    columns, terms = pd.factorize(frame["term"].astype(str))
    counts = sparse.csr_matrix((frame["count"].to_numpy(), (rows, columns)), shape=(len(documents), len(terms)))
    table = pa.table({"document": list(documents)})
    if "article" in frame:
        articles = frame.groupby(rows)["article"].agg(["first", "nunique"])
        if (articles["nunique"] > 1).any():
            raise ValueError("frame must give every document one article, got "
                             f"{documents[int(articles['nunique'].argmax())]!r} with several")
        table = table.append_column("article", pa.array(articles["first"].astype(str).tolist()))
    return DocTerm.from_counts(counts, list(terms), table)


def numbered(n: int, documents: pa.Table | Sequence[str] | None) -> pa.Table | Sequence[str]:
    """Return the documents as they are given, or numbers from ``"1"``, all of one width.

    >>> numbered(2, None), numbered(1, ["a"])
    (['1', '2'], ['a'])
    """
    return [str(i + 1).zfill(len(str(n))) for i in range(n)] if documents is None else documents


def whole_if_whole(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return counts as integers, if all of them are whole.

    >>> whole_if_whole(sparse.csr_matrix([[1.0, 2.0]])).dtype, whole_if_whole(sparse.csr_matrix([[0.5]])).dtype
    (dtype('int64'), dtype('float64'))
    """
    whole = bool((counts.data == np.floor(counts.data)).all())
    return counts.astype(np.int64) if whole else counts


def _gensim():
    """Return the two modules of gensim that hold its corpora."""
    try:
        from gensim import corpora, matutils
    except ModuleNotFoundError:
        raise ModuleNotFoundError("gensim must be installed for this, and it is not: pip install gensim") from None
    return corpora, matutils
