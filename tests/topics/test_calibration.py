"""Statistical promises about topics, on simulated texts whose topics are known (slow).

Windows are wider than the promises, by the chance of so few replicates;
``python -m benchmarks.topic_calibration`` measures them with more.
"""

import pytest

from benchmarks.topic_calibration import ROWS, means, run, uniformity

pytestmark = pytest.mark.slow


def found(name, title, replicates):
    return run(ROWS[name][title], replicates, 2)


@pytest.mark.parametrize("name, title, replicates", [
    ("T1", "T1 plain, 20 documents of 150 tokens", 24), ("T1", "T1 plain, 60 documents of 150 tokens", 12),
    ("T2", "T2 articles, passages of 40 tokens", 24), ("T2", "T2 articles, passages of 100 tokens", 16),
])
def test_intervals_hold_the_truth_as_often_as_they_say(name, title, replicates):
    table = means(found(name, title, replicates))["mean"]
    assert 0.91 <= table["coverage"] <= 0.985
    assert 0.91 <= table["coverage of differences"] <= 0.985
    assert 0.02 < table["width"] < 0.25


def test_differences_are_seldom_found_where_there_are_none():
    table = means(found("T6", "T6 no difference", 16))["mean"]
    assert 0.02 <= table["exchange test, p <= .05"] <= 0.085
    assert table["interval of the difference without 0 (CompoundLDA)"] <= 0.085
    assert table["chi-square on tokens, p <= .05"] > 0.4


def test_topics_of_plain_texts_are_recovered():
    assert found("T7", "T7 recovery", 24)["all topics recovered"].mean() >= 0.9


def test_true_emphases_rank_evenly_among_their_draws():
    p_value, histogram = uniformity(found("SBC", "SBC ranks, topics known", 80).to_numpy())
    assert p_value > 1e-3, histogram
