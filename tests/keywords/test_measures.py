"""The measures of keyness by name: one contract for all, and numbers of other programs."""

import dataclasses
from collections import Counter

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import chi2, contingency

from textmine.keywords.measures import ALIASES, MEASURES, RULES, Sides, measure_named
from textmine.stats.resampling import permutation_test

EXPECTED = {
    "log_likelihood", "log_likelihood_2cell", "chi2", "fisher", "bic", "log_ratio", "log_ratio_smoothed", "lrc",
    "percent_diff", "odds_ratio", "relative_risk", "simple_maths", "log_odds", "pmi", "npmi", "zeta", "eta",
    "text_dispersion", "text_dispersion_lrc", "welch", "rank_sum", "cliffs_delta", "bootstrap",
    "permutation", "t_score", "z_score",
}
WITH_P = {"log_likelihood", "log_likelihood_2cell", "chi2", "fisher", "text_dispersion", "welch", "rank_sum",
          "bootstrap", "permutation"}
NOT_ODD = {"percent_diff", "pmi", "npmi", "t_score", "z_score"}
QUICK = {"bootstrap": {"n_resamples": 1_999}, "permutation": {"n_permutations": 499}}


def corpus(seed=0, units=12, terms=30):
    """Counts with a word that is nowhere, and one that is on each side alone."""
    rng = np.random.default_rng(seed)
    sizes, target = rng.integers(300, 500, units), np.arange(units) < units // 2
    counts = rng.poisson(rng.dirichlet(np.full(terms, .5)) * rng.gamma(2, .5, (units, terms)) * sizes[:, None] * .8)
    counts[:, 0], counts[target, 1], counts[~target, 2] = 0, 0, 0
    counts[~target, 1], counts[target, 2] = 3, 4
    return sparse.csr_matrix(counts), sizes, target


def sides_of(texts_target, texts_reference):
    """Sides of the words of a few texts, and the words."""
    texts = [Counter(text.split()) for text in (*texts_target, *texts_reference)]
    words = sorted(set().union(*texts))
    counts = np.array([[text[word] for word in words] for text in texts])
    return Sides.of(counts, counts.sum(axis=1), np.arange(len(texts)) < len(texts_target)), words


@pytest.fixture(scope="module")
def sides():
    return Sides.of(*corpus())


def test_the_catalogue_is_complete_and_told():
    assert set(MEASURES) == EXPECTED
    for name, measure in MEASURES.items():
        assert measure.name == name and measure.unit in ("token", "unit") and measure.statistic and measure.source
        assert set(measure.options) <= set(RULES)
        with pytest.raises(dataclasses.FrozenInstanceError):
            measure.name = "other"


@pytest.mark.parametrize("name", MEASURES)
def test_the_contract(name, sides):
    statistic, p = MEASURES[name].compute(sides, **QUICK.get(name, {}))
    assert statistic.shape == p.shape == (30,) and statistic.dtype == p.dtype == float
    assert not np.isinf(statistic).any()
    assert (name in WITH_P) == bool(np.isfinite(p).any())
    assert ((p >= 0) & (p <= 1) | np.isnan(p)).all()
    if name != "log_ratio_smoothed":  # that of sides of unequal size is not quite 0
        assert np.isnan(statistic[0]) or statistic[0] == 0, "a word that is nowhere"
    if name != "text_dispersion_lrc":  # six documents a side allow no conclusion about one word of thirty
        assert statistic[2] > 0 and (statistic[1] < 0 or np.isnan(statistic[1]) and name in ("pmi", "t_score"))
    assert not statistic[1] > 0 and not statistic[2] < 0


@pytest.mark.parametrize("name", MEASURES)
def test_swapping_the_sides_turns_the_sign(name):
    counts, sizes, target = corpus(3)
    options = QUICK.get(name, {})
    forth, back = (MEASURES[name].compute(Sides.of(counts, sizes, side), **options) for side in (target, ~target))
    if name == "bootstrap":  # other draws
        assert (forth.statistic * back.statistic <= 0).all()
    elif name in NOT_ODD:
        known = ~np.isnan(forth.statistic) & ~np.isnan(back.statistic)
        assert (np.sign(forth.statistic)[known] == -np.sign(back.statistic)[known]).all()
    else:
        np.testing.assert_allclose(forth.statistic, -back.statistic, atol=1e-9)
        np.testing.assert_allclose(forth.p_value, back.p_value, atol=1e-9)


@pytest.mark.parametrize("name", MEASURES)
def test_neither_the_order_of_units_nor_of_words_matters(name):
    counts, sizes, target = corpus(1)
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(12), rng.permutation(30)
    one = MEASURES[name].compute(Sides.of(counts, sizes, target), **QUICK.get(name, {}))
    moved = Sides.of(counts[rows][:, columns], sizes[rows], target[rows])
    other = MEASURES[name].compute(moved, **QUICK.get(name, {}))
    drawn = name in QUICK  # by the places of units: p varies
    np.testing.assert_allclose(one.p_value[columns], other.p_value, atol=.12 if drawn else 1e-9)
    np.testing.assert_allclose(one.statistic[columns], other.statistic, atol=.6 if name == "bootstrap" else 1e-9)


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("units", [([3, 0], [1, 2]), ([0, 0], [0, 0]), ([9, 0], [9, 0]), ([3, 0], [0, 1], [2, 2])])
def test_small_corpora_are_results(name, units):
    """Two documents, counts of nothing, one word that is all there is, three documents."""
    sides = Sides.of(np.array(units), np.full(len(units), 9), np.arange(len(units)) < 1)
    statistic, p = MEASURES[name].compute(sides, **QUICK.get(name, {}))
    assert statistic.shape == p.shape == (2,) and not np.isinf(statistic).any()


def test_a_side_without_tokens_is_an_error():
    for sizes, target in (([9, 9], [True, True]), ([9, 0], [True, False])):
        with pytest.raises(ValueError, match="target and reference must both have tokens, got .* and 0"):
            MEASURES["log_ratio"].compute(Sides.of([[1], [0]], sizes, target))


def test_sides_count_documents_and_tokens():
    sides = Sides.of([[3, 0], [1, 2], [0, 5]], [10, 20, 30], [True, False, False])
    assert [list(each) if np.ndim(each) else each for each in sides.tokens] == [[3, 0], 10, [1, 7], 50]
    assert [list(each) if np.ndim(each) else each for each in sides.documents] == [[1, 0], 1, [1, 2], 2]


def test_neither_pieces_of_counts_nor_read_only_arrays_matter():
    pieces = sparse.csr_matrix((np.array([1., 2, 3]), np.array([0, 0, 0]), np.array([0, 2, 3])), shape=(2, 1))
    for array in (pieces.data, pieces.indices, pieces.indptr):
        array.flags.writeable = False
    sides, whole = (Sides.of(each, [9, 9], [True, False]) for each in (pieces, [[3], [3]]))
    assert (sides.a, sides.docs_target) == (whole.a, whole.docs_target) == (3, 1)
    for name, measure in MEASURES.items():
        for got, expected in zip(measure.compute(sides), measure.compute(whole), strict=True):
            np.testing.assert_array_equal(got, expected, err_msg=name)


def test_the_printed_keyness_values():
    sides = Sides.of([[30], [10]], [1000, 1000], [True, False])
    for name, options, printed in (
        ("log_likelihood", {}, 10.669048), ("log_likelihood_2cell", {}, 10.464963), ("chi2", {}, 10.204082),
        ("chi2", {"yates": True}, 9.209184), ("log_ratio", {}, 1.584963), ("percent_diff", {}, 200),
        ("odds_ratio", {}, np.log2(3.061856)), ("relative_risk", {}, 1.584963), ("bic", {}, 3.068146),
        ("bic", {"cells": 2}, 2.864060), ("simple_maths", {}, np.log2(2.9998)),
        ("simple_maths", {"k": 100}, np.log2(2.980198)), ("fisher", {}, -np.log10(.00200833)),
    ):
        assert MEASURES[name].compute(sides, **options).statistic[0] == pytest.approx(printed, abs=3e-6), name
    assert MEASURES["log_likelihood"].compute(sides).p_value[0] == pytest.approx(.00108943, abs=5e-9)
    assert MEASURES["fisher"].compute(sides).p_value[0] == pytest.approx(.00200833, abs=5e-9)


def test_the_texts_of_quanteda():
    """quanteda.textstats, test-textstat_keyness.R: the order of words by signed G², both ways round."""
    d1, d2 = "a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h"
    sides, words = sides_of([d1], [d2])
    signed = dict(zip(words, MEASURES["log_likelihood"].compute(sides).statistic, strict=True))
    printed = dict(a=.005, b=.091, c=1.274, d=-3.779, e=-.065, f=-.065, g=1.093, h=.091)
    assert signed == pytest.approx(printed, abs=6e-4)
    assert [word for word in sorted(words, key=lambda word: (-round(signed[word], 9), word))] == list("cgbhaefd")
    back = dict(zip(words, MEASURES["log_likelihood"].compute(sides_of([d2], [d1])[0]).statistic, strict=True))
    assert [word for word in sorted(words, key=lambda word: (-round(back[word], 9), word))] == list("defabhgc")
    odds = MEASURES["odds_ratio"].compute(sides, zero=None).statistic  # g, infinite there, is missing
    assert [words[i] for i in np.lexsort((words, -odds.round(9)))] == list("cbhaefdg")


def test_yates_of_quanteda_is_another_rule():
    """There, only where |ad - bc| >= N / 2; a rule for all words gives another order of these."""
    sides, words = sides_of(["a a a b b c c c c c c d e f g h h"], ["a a b c c d d d d e f h"])
    plain, corrected = (dict(zip(words, MEASURES["chi2"].compute(sides, yates=yates).statistic, strict=True))
                        for yates in (False, True))
    assert plain["g"] == pytest.approx(.731, abs=5e-4) and corrected["c"] == pytest.approx(.467, abs=5e-4)
    assert corrected["d"] == pytest.approx(-2.040, abs=5e-4)
    mixed = {word: corrected[word] if word in "cd" else plain[word] for word in words}
    assert mixed == pytest.approx(dict(a=.005, b=.089, c=.467, d=-2.04, e=-.066, f=-.066, g=.731, h=.089), abs=6e-4)
    orders = [sorted(words, key=lambda word: (-round(each[word], 9), word)) for each in (plain, corrected, mixed)]
    assert orders[2] == list("gcbhaefd") and orders[0] != orders[2] != orders[1]


def test_quanteda_from_the_other_side():
    """X² by its rule with the second text as the target: the same numbers with the other sign, ties by word."""
    sides, words = sides_of(["a a b c c d d d d e f h"], ["a a a b b c c c c c c d e f g h h"])
    away = np.abs(sides.a * (sides.n2 - sides.b) - sides.b * (sides.n1 - sides.a))
    plain, corrected = (MEASURES["chi2"].compute(sides, yates=yates).statistic for yates in (False, True))
    mixed = np.where(away >= (sides.n1 + sides.n2) / 2, corrected, plain)
    assert [words[i] for i in np.flatnonzero(away >= (sides.n1 + sides.n2) / 2)] == ["c", "d"]
    printed = dict(a=-.005, b=-.089, c=-.467, d=2.04, e=.066, f=.066, g=-.731, h=-.089)
    assert dict(zip(words, mixed, strict=True)) == pytest.approx(printed, abs=6e-4)
    assert [words[i] for i in np.lexsort((words, -mixed.round(9)))] == list("defabhcg")


def test_the_exact_order_of_quanteda():
    """Its "exact" ranks by the conditional odds ratio, infinite for g; ours, of the sample, ranks the others so too."""
    sides, words = sides_of(["a a a b b c c c c c c d e f g h h"], ["a a b c c d d d d e f h"])
    tables = np.array([[sides.a, sides.b], [sides.n1 - sides.a, sides.n2 - sides.b]]).astype(int)
    conditional = np.array([contingency.odds_ratio(tables[..., i]).statistic for i in range(len(words))])
    assert np.isinf(conditional[words.index("g")]) and np.isfinite(conditional).sum() == len(words) - 1
    assert [words[i] for i in np.lexsort((words, -conditional.round(6)))] == list("gcbhaefd")
    odds = MEASURES["odds_ratio"].compute(sides, zero=None).statistic
    assert [words[i] for i in np.lexsort((words, -odds.round(9)))] == list("cbhaefdg")  # g is missing


def test_scores_of_a_pair_as_measures():
    """A row of pandas-association-measures: 10 of 10 tokens here, none of 90 there."""
    sides = Sides.of([[10, 0], [0, 0]], [10, 90], [True, False])
    t, z = (MEASURES[name].compute(sides).statistic for name in ("t_score", "z_score"))
    assert t[0] == pytest.approx(2.846049894151541, rel=1e-14) and z[0] == pytest.approx(9, rel=1e-14)
    assert np.isnan(t[1]) and z[1] == 0


def test_several_target_texts_are_added():
    d1, d2, d3 = "a a a a a b b b c c c c", "a b c d d d d e f g", "a b c d d e e e e f g"
    sides, words = sides_of([d1, d2], [d3])
    assert (sides.a[words.index("a")], sides.b[words.index("a")]) == (6, 1)


def test_bic_is_zero_without_evidence():
    statistic = MEASURES["bic"].compute(Sides.of([[30, 11], [10, 10]], [1000, 1000], [True, False])).statistic
    assert statistic[0] == pytest.approx(3.068146, abs=1e-6) and statistic[1] == 0


def test_log_odds_has_two_priors_and_the_size_of_a_document_without():
    counts, sizes, target = corpus()
    sides, measure = Sides.of(counts, sizes, target), MEASURES["log_odds"]
    default, same, other = (measure.compute(sides, **options).statistic
                            for options in ({}, {"prior_strength": sizes.mean()}, {"prior_count": .01}))
    assert (default == same).all() and not np.allclose(default, other)


def test_zeta_and_eta_by_hand():
    sides = Sides.of([[2, 1], [2, 0], [0, 1], [4, 0]], [10, 10, 10, 10], [True, True, False, False])
    assert MEASURES["zeta"].compute(sides).statistic.tolist() == [.5, 0]
    assert MEASURES["eta"].compute(sides).statistic.tolist() == [.5, 0]
    absent = Sides.of([[2], [2], [0], [0]], [10, 10, 10, 10], [True, True, False, False])
    assert MEASURES["eta"].compute(absent).statistic.tolist() == [1]


def test_text_dispersion_is_g2_of_documents(sides):
    statistic, p = MEASURES["text_dispersion"].compute(sides)
    held = (sides.counts.toarray() > 0).astype(float)
    ones = Sides.of(held, np.ones(12), sides.target)
    expected = MEASURES["log_likelihood"].compute(ones)
    np.testing.assert_allclose(statistic, expected.statistic, atol=1e-9)
    np.testing.assert_allclose(p, chi2.sf(np.abs(statistic), 1))
    lrc, on_documents = MEASURES["text_dispersion_lrc"].compute(sides), MEASURES["lrc"].compute(ones)
    np.testing.assert_allclose(lrc.statistic, on_documents.statistic, atol=1e-9)


def test_lrc_takes_all_words_for_tested_unless_told(sides):
    default, told, one = (MEASURES["lrc"].compute(sides, **options).statistic for options in ({}, {"m": 30}, {"m": 1}))
    assert (default == told).all() and (np.abs(one) >= np.abs(default)).all() and (one != default).any()


def test_ratios_to_zero_are_missing_if_nothing_stands_for_it(sides):
    for name in ("log_ratio", "relative_risk", "odds_ratio"):
        statistic = MEASURES[name].compute(sides, zero=None).statistic
        assert np.isnan(statistic[:3]).all() and np.isfinite(statistic[3:]).any()


def test_permutation_is_that_of_two_groups_and_adjusts(sides):
    group = (~sides.target).astype(int)
    test = permutation_test(sides.counts, sides.sizes, group, 2, 499, 7, max_t=True)
    plain, joint = (MEASURES["permutation"].compute(sides, n_permutations=499, random_state=7, max_t=max_t)
                    for max_t in (False, True))
    assert (joint.p_value == test.p_adjusted[0]).all() and (joint.p_value >= plain.p_value).all()
    np.testing.assert_allclose(plain.statistic, MEASURES["log_likelihood"].compute(sides).statistic, atol=1e-9)


def test_fisher_refuses_weights():
    with pytest.raises(ValueError, match="whole numbers.*log_likelihood"):
        MEASURES["fisher"].compute(Sides.of([[.5], [1]], [9, 9], [True, False]))


def test_a_word_list_is_a_reference_for_measures_of_tokens_alone():
    """Counts of a list have no documents."""
    counts = sparse.csr_matrix([[3, 1], [2, 0]])
    nothing = np.zeros(2)
    sides = Sides(np.array([5., 1]), 20, np.array([2., 9]), 90, np.array([2., 1]), nothing, 2, 0, counts,
                  np.array([10., 10]), np.array([True, True]))
    for name, measure in MEASURES.items():
        if measure.unit == "token":
            statistic, _ = measure.compute(sides)
            assert np.isfinite(statistic).all(), name
        else:
            with pytest.raises(ValueError, match=f"must be one that counts tokens.*got '{name}'.*'lrc'"):
                measure.compute(sides)


@pytest.mark.parametrize("name, options, message", [
    ("log_likelihood", {"k": 1}, "options must be left out for measure 'log_likelihood', which has none, got 'k'"),
    ("chi2", {"yate": True}, "must be named 'yates', got 'yate'. Did you mean 'yates'?"),
    ("chi2", {"yates": 1}, "yates must be True or False, got 1"), ("fisher", {"mid_p": None}, "mid_p must be True"),
    ("simple_maths", {"k": 0}, "k must be a number above 0, got 0"), ("simple_maths", {"k": None}, "k must be"),
    ("lrc", {"alpha": 5}, "alpha must be a number between 0 and 1"), ("lrc", {"m": 0}, "m must be a whole number"),
    ("bic", {"cells": 3}, "cells must be 4 or 2, got 3"), ("bootstrap", {"n_resamples": 0}, "n_resamples must be"),
    ("bootstrap", {"random_state": -1}, "random_state must be"), ("rank_sum", {"exact": "yes"}, "exact must be"),
    ("log_ratio", {"zero": -1}, "zero must be a number above 0"),
    ("log_odds", {"prior_strength": 1, "prior_count": 1}, "prior_strength must not be given with prior_count"),
])
def test_wrong_options_are_answered(name, options, message, sides):
    with pytest.raises(ValueError) as caught:
        MEASURES[name].compute(sides, **options)
    assert message in str(caught.value)


@pytest.mark.parametrize("name, here", [
    ("ll", "log_likelihood"), ("g2", "log_likelihood"), ("G2", "log_likelihood"), ("lr", "log_likelihood"),
    ("exact", "fisher"), ("fighting_words", "log_odds"), ("Fighting Words", "log_odds"), ("%DIFF", "percent_diff"),
    ("Mann-Whitney", "rank_sum"), ("chi-squared", "chi2"), ("conservative_log_ratio", "lrc"), ("rr", "relative_risk"),
])
def test_names_of_other_programs_lead_to_the_name_here(name, here):
    with pytest.raises(ValueError, match=f"measure must be '{here}', its name here, got '{name}'"):
        measure_named(name)


def test_names():
    assert measure_named("zeta") is MEASURES["zeta"]
    assert set(ALIASES.values()) <= set(MEASURES) and not set(ALIASES) & set(MEASURES)
    with pytest.raises(ValueError, match="'moderated'.*got 'moderatd'. Did you mean 'moderated'"):
        measure_named("moderatd", others=("moderated",))
    with pytest.raises(ValueError, match="measure must be one of 'log_likelihood'"):
        measure_named("keyness")
