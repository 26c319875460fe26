import numpy as np
import pytest

import textmine as tm


@pytest.fixture(scope="module")
def draws(table):
    model = tm.LDA(n_components=4, n_init=1, max_iter=60, random_state=0).fit(table)
    return tm.emphasis_draws(model, table, "article")


@pytest.mark.parametrize("metric", ["jensen_shannon", "hellinger", "cosine"])
def test_intervals_are_limits_of_the_similarities_of_draws(metric, draws):
    result = tm.document_similarity(draws, metric=metric)
    p, q = draws.prevalence[:, 0], draws.prevalence[:, 1]
    if metric == "hellinger":
        drawn = 1 - np.linalg.norm(np.sqrt(p) - np.sqrt(q), axis=1) / np.sqrt(2)
    elif metric == "cosine":
        drawn = (p * q).sum(axis=1) / np.linalg.norm(p, axis=1) / np.linalg.norm(q, axis=1)
    else:
        m = (p + q) / 2
        drawn = 1 - ((p * np.log2(p / m)).sum(axis=1) + (q * np.log2(q / m)).sum(axis=1)) / 2
    frame = result.to_frame()
    low, middle, high = np.quantile(drawn, [0.025, 0.5, 0.975])
    assert frame.loc[0, ["low", "corrected", "high"]].tolist() == pytest.approx([low, middle, high])
    assert ((frame["similarity"] >= 0) & (frame["similarity"] <= 1)).all() and len(frame) == 10
    assert result.weight == "topics"


def test_the_default_for_draws_is_jensen_shannon(draws):
    a, b = draws.groups.labels[:2]
    result = tm.document_similarity(draws, pairs=[(b, a)])
    assert result.metric == "jensen_shannon" and result.to_frame()["document"].tolist() == [b]


@pytest.mark.parametrize("arguments, message", [
    ({"metric": "jaccard"}, "for draws of emphasis"), ({"weight": "count"}, "weight must be left out"),
    ({"pairs": [("x", "y")]}, "names of groups"), ({"by": "year"}, "by must be left out"),
])
def test_what_draws_cannot_do_is_refused(arguments, message, draws):
    with pytest.raises(ValueError, match=message):
        tm.document_similarity(draws, **arguments)
