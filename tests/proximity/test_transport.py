import importlib

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.spatial.distance import cdist

import textmine as tm
from textmine.proximity import transport
from textmine.proximity.measures import ready

TEXTS = ["ship at sea", "boat at sea", "ship boat harbour", "virus vaccine", "virus trial vaccine", "boat harbour"]


@pytest.fixture(scope="module")
def ships():
    return tm.tokenize(tm.Corpus.from_texts(TEXTS, list("abcdef"))).count()


class LinearProgram:
    """The cheapest plan by linear programming, in place of the optional package."""

    @staticmethod
    def emd(a, b, cost, numItermax):
        sources = np.kron(np.eye(len(a)), np.ones(len(b)))
        targets = np.kron(np.ones(len(a)), np.eye(len(b)))
        found = linprog(cost.ravel(), A_eq=np.vstack([sources, targets]), b_eq=np.concatenate([a, b]))
        return found.x.reshape(cost.shape)


@pytest.fixture(params=["linear program", "ot"])
def solved(request, monkeypatch):
    if request.param == "ot":
        pytest.importorskip("ot")
    else:
        monkeypatch.setattr(transport, "solver", lambda: LinearProgram)


def test_words_move_to_their_like(solved, ships):
    values = tm.document_similarity(ships, metric="wmd", options={"n_components": 2}).values
    assert values[0, 1] > values[0, 3] and (np.diag(values) == 1).all() and (values >= 0).all()


def test_terms_sum_to_the_similarity(solved, ships):
    expected = tm.document_similarity(ships, metric="wmd").values[0, 1]
    reasons = tm.similarity_reasons(ships, "a", "b", metric="wmd", top_n=2)
    assert reasons["contribution"].sum() == pytest.approx(expected, abs=1e-12)
    with pytest.raises(ValueError, match="kind must be 'term'"):
        tm.similarity_reasons(ships, "a", "b", metric="wmd", kind="passage")


def test_one_word_against_one_word_is_their_distance(solved):
    table = tm.tokenize(tm.Corpus.from_texts(["ship", "boat", "ship boat", "sea ship"], list("abcd"))).count()
    vectors = ready(table, "document", "wmd", None, None, None, None).kind.vectors
    distance = cdist(vectors[[0]], vectors[[2]])[0, 0]
    assert tm.document_similarity(table, metric="wmd").values[0, 1] == pytest.approx(1 - distance / 2)


def test_without_the_package_the_error_says_what_to_install(ships, monkeypatch):
    def missing(name, *arguments):
        if name == "ot":
            raise ImportError(name)
        return importlib.__import__(name, *arguments)

    monkeypatch.setattr(transport, "import_module", missing)
    with pytest.raises(ImportError, match="pip install"):
        tm.document_similarity(ships, metric="wmd")
