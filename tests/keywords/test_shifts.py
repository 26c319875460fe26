"""Word shifts of tables: contributions, chance, settings and what is left out."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.utils import shuffle

import textmine as tm
from textmine.keywords.shift_methods import METHODS
from textmine.keywords.shifts import COLUMNS, OTHER_TERMS, REST
from textmine.stats.divergence import jensen_shannon_shift, kullback_leibler_shift, proportions

SCORES = {"peace": 8.0, "cooperation": 7.5, "war": 1.8, "challenges": 3.0, "absent word": 5.0}
SETTINGS = {"tsallis": {"alpha": 2}, "weighted_average": {"scores": SCORES}}


@pytest.fixture(scope="module")
def shifts(table):
    return {method: tm.word_shift(table, by="article", method=method, n_permutations=99, **SETTINGS.get(method, {}))
            for method in METHODS}


@pytest.mark.parametrize("method", METHODS)
def test_columns_are_fixed_and_contributions_add_up(shifts, table, method):
    frame = shifts[method]
    assert list(frame) == COLUMNS and (frame["method"] == method).all() and (frame["reference"] == REST).all()
    assert len(frame) == 5 * len(table.terms)
    for _, rows in frame.groupby("group"):
        assert rows["contribution"].sum() == pytest.approx(rows["total"].iloc[0], abs=1e-12)
        assert rows["share"].sum() == pytest.approx(1) and rows["cumulative_share"].iloc[-1] == pytest.approx(1)
        assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
        assert (rows["contribution"].abs().diff().dropna() <= 1e-14).all()
    np.testing.assert_allclose(frame["signed_contribution"].abs(), frame["contribution"].abs())
    assert frame["total_p"].between(0.01, 1).all() and not frame.drop(columns=["rank_target", "rank_reference", "score",
                                                                               "reference_value"]).isna().any().any()


@pytest.mark.parametrize("method", [method for method in METHODS if method != "weighted_average"])
def test_the_sign_says_who_uses_the_word_more(shifts, method):
    frame = shifts[method]
    told = frame[frame["signed_contribution"].abs() > 1e-12]
    more = told["proportion_target"] - told["proportion_reference"]
    assert (np.sign(told["signed_contribution"]) == np.sign(more)).all()


def test_numbers_equal_the_kernels_on_the_summed_counts(shifts, table):
    grouped = table.group("article")
    counts, names = grouped.counts.toarray(), grouped.documents["document"].to_pylist()
    for method, kernel, added in (("jsd", jensen_shannon_shift, 0), ("kl", kullback_leibler_shift, 0.5)):
        rows = shifts[method][shifts[method]["group"] == names[1]].set_index("term").loc[list(table.terms)]
        a, b = counts[1], counts.sum(axis=0) - counts[1]
        assert rows["count_target"].tolist() == a.tolist() and rows["count_reference"].tolist() == b.tolist()
        expected = kernel(proportions(a, added), proportions(b, added))
        np.testing.assert_allclose(rows["contribution"], expected, atol=1e-15)
        np.testing.assert_allclose(rows["rate_target"], a / grouped.sizes[1] * 1e6)


def test_rates_agree_with_keyness(shifts, table):
    keys = ["group", "term"]
    columns = ["count_target", "count_reference", "rate_target", "rate_reference"]
    both = tm.keyness(table, by="article", weighting="tokens").set_index(keys).sort_index()
    mine = shifts["jsd"].set_index(keys).sort_index()
    np.testing.assert_allclose(mine[columns].to_numpy(float), both[columns].to_numpy(float))


def test_scores_may_be_a_series(shifts, table):
    rows = tm.word_shift(table, by="article", method="weighted_average", scores=pd.Series(SCORES), random_state=0)
    assert rows["score"].dropna().to_dict() and set(rows["term"][rows["score"].notna()]) <= set(SCORES)
    assert rows["total"].sum() == pytest.approx(shifts["weighted_average"]["total"].sum())


def test_weighted_averages_are_those_of_the_scored_words(shifts, table):
    rows = shifts["weighted_average"]
    rows = rows[rows["group"] == rows["group"].iloc[0]]
    known = rows[rows["score"].notna()]
    assert set(known["term"]) == set(SCORES) - {"absent word"}
    means = [np.average(known["score"].astype(float), weights=known[count].astype(float))
             for count in ("count_target", "count_reference")]
    assert rows["total"].iloc[0] == pytest.approx(means[0] - means[1])
    assert rows["reference_value"].astype(float).iloc[0] == pytest.approx(means[1])
    parts = ((known["proportion_target"] - known["proportion_reference"])
             * (known["score"] - known["reference_value"])).astype(float)
    np.testing.assert_allclose(known["contribution"], parts, atol=1e-12)
    assert (rows.loc[rows["score"].isna(), "contribution"] == 0).all()
    assert rows["note"].str.contains("of the tokens have a score").all()


def test_the_reference_value_moves_words_but_not_the_total(table):
    a, b = (tm.word_shift(table, by="article", method="weighted_average", scores=SCORES, reference_value=value,
                          n_permutations=9) for value in (None, 5))
    np.testing.assert_allclose(a.groupby("group")["total"].first(), b.groupby("group")["total"].first())
    a, b = (each.sort_values(["group", "term"])["contribution"] for each in (a, b))
    assert not np.allclose(a, b)


def test_top_n_adds_up_the_rest(shifts, table):
    short = tm.word_shift(table, by="article", n_permutations=99, top_n=3)
    assert short.groupby("group").size().eq(4).all()
    rest = short[short["term"] == OTHER_TERMS]
    assert rest["rank"].isna().all() and (rest["n_terms"] == len(table.terms) - 3).all()
    added = ["count_target", "count_reference", "contribution", "signed_contribution", "share", "n_terms"]
    pd.testing.assert_frame_equal(short.groupby("group")[added].sum(), shifts["jsd"].groupby("group")[added].sum(),
                                  check_exact=False, check_dtype=False)
    assert short["total_corrected"].isin(shifts["jsd"]["total_corrected"]).all()
    assert not (tm.word_shift(table, by="article", n_permutations=9, top_n=10_000)["term"] == OTHER_TERMS).any()


def test_a_pair_is_a_row_of_its_own_and_mirrors(table):
    x, y = sorted(set(table.documents["article"].to_pylist()))[:2]
    one, two = (tm.word_shift(table, by="article", target=a, reference=b, n_permutations=99).sort_values("term")
                for a, b in ((x, y), (y, x)))
    assert set(one["reference"]) == {y}
    np.testing.assert_allclose(one["signed_contribution"], -two["signed_contribution"].to_numpy(), atol=1e-15)
    units = one[["units_target", "units_reference"]].iloc[0].sum()
    assert units == sum(name in (x, y) for name in table.documents["article"].to_pylist())
    every = tm.word_shift(table, by="article", reference=y, n_permutations=99)
    assert set(every["group"]) == set(table.documents["article"].to_pylist()) - {y}
    assert every[every["group"] == x].reset_index(drop=True).equals(
        tm.word_shift(table, by="article", target=x, reference=y, n_permutations=99))


def test_one_target_has_the_row_it_has_among_all(shifts, table):
    name = shifts["jsd"]["group"].iloc[-1]
    alone = tm.word_shift(table, by="article", target=name, n_permutations=99)
    among = shifts["jsd"][shifts["jsd"]["group"] == name].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, among, rtol=1e-12)


def test_the_answer_does_not_depend_on_the_order_of_documents(table):
    turned = table[shuffle(np.arange(len(table)), random_state=1)]
    a, b = (tm.word_shift(each, by="article", n_permutations=49) for each in (table, turned))
    assert a.equals(b)


def test_two_units_say_nothing_and_equal_texts_have_no_shares():
    corpus = tm.Corpus.from_texts(["peace " * 60, "war " * 60, "war " * 9], ["a", "b", "c"])
    counts = tm.tokenize(corpus).count()
    lone = tm.word_shift(counts, by="article", target="a", reference="b", n_permutations=49)
    assert (lone["total"] == 1).all() and (lone["total_p"] == 1).all()
    np.testing.assert_allclose(lone["total_corrected"], 0, atol=1e-12)
    assert lone["note"].str.contains("one article").all()
    equal = tm.word_shift(counts, by="article", target="b", reference="c", n_permutations=49)
    assert (equal["total"] == 0).all() and equal["share"].isna().all()
    assert set(equal.loc[equal["term"] == "peace", "note"].str.split("; ").str[0]) == {"absent from both sides"}


def test_what_is_trimmed_is_said(table, tokens):
    note = tm.word_shift(table, by="article", n_permutations=9)["note"][0]
    assert "of the tokens belong to terms of the table" in note
    whole = tm.word_shift(tokens.count(), by="article", n_permutations=9)
    assert not whole["note"].str.contains("tokens belong").any()


@pytest.mark.parametrize("options, message", [
    ({"method": "jds"}, "method must be one of 'jsd'.*Did you mean 'jsd'"),
    ({"alpha": 2}, "alpha must be None for method 'jsd'"), ({"method": "tsallis"}, "alpha must be a number above 0"),
    ({"method": "tsallis", "alpha": 0}, "above 0"), ({"method": "rtd", "alpha": -1}, "at least 0, or inf"),
    ({"method": "rtd", "alpha": True}, "at least 0"), ({"scores": {"peace": 1}}, "pass method='weighted_average'"),
    ({"reference_value": 5}, "pass method='weighted_average'"),
    ({"method": "weighted_average"}, "scores must be a mapping"),
    ({"method": "weighted_average", "scores": {"peace": np.nan}}, "finite numbers, got nan for 'peace'"),
    ({"method": "weighted_average", "scores": {"peaces": 1}}, "Did you mean 'peace'"),
    ({"method": "weighted_average", "scores": SCORES, "reference_value": np.inf}, "finite number or None"),
    ({"method": "weighted_average", "scores": {"vaccine": 1.0}}, "terms with a score.*empty"),
    ({"target": "000"}, "target must be a group of 'article'"), ({"reference": "x"}, "reference must be a group"),
    ({"top_n": 0}, "top_n must be"), ({"n_permutations": 0}, "n_permutations must be"),
    ({"unit": "token"}, "unit must be"), ({"by": "artcle"}, "Did you mean 'article'"),
])
def test_mistakes_are_answered(table, options, message):
    with pytest.raises(ValueError, match=message):
        tm.word_shift(table, **{"by": "article"} | options)


def test_too_many_cells_are_refused(table, monkeypatch):
    monkeypatch.setattr("textmine.keywords.shifts.MOST_CELLS", 1_000)
    with pytest.raises(ValueError, match="at most 1,000 cells of groups times terms, got 5 ×"):
        tm.word_shift(table, by="article")


def test_wrong_tables_and_equal_sides_are_errors(table):
    name = table.documents["article"][0].as_py()
    with pytest.raises(ValueError, match="another group than target"):
        tm.word_shift(table, by="article", target=name, reference=name)
    with pytest.raises(TypeError, match="count"):
        tm.word_shift([[1]], by="article")
    with pytest.raises(ValueError, match="'b' empty"):
        tm.word_shift(tm.tokenize(tm.Corpus.from_texts(["peace", "!"], ["a", "b"])).count(), by="article")


def bursty_table(seed, effect):
    """Return the table of 2 × 12 short bursty documents, and the divergence of their populations."""
    rng = np.random.default_rng(seed)
    base = rng.dirichlet(np.full(150, 0.6))
    profiles = np.stack([base, base * np.exp(rng.normal(0, effect, 150))])
    profiles /= profiles.sum(axis=1, keepdims=True)
    group = np.repeat([0, 1], 12)
    rates = profiles[group] * rng.gamma(1.5, 1 / 1.5, (24, 150))
    counts = rng.poisson(rates * rng.integers(60, 200, 24)[:, None])
    names = [f"d{i:02d}" for i in range(24)]
    documents = pa.table({"document": names, "article": names, "side": [str(g) for g in group]})
    table = tm.DocTerm.from_counts(counts, [f"w{i:03d}" for i in range(150)], documents)
    return table, jensen_shannon_shift(*profiles).sum()


def test_the_corrected_total_is_nearer_to_the_truth():
    errors = []
    for seed in range(8):
        counts, truth = bursty_table(seed, 0.5)
        row = tm.word_shift(counts, by="side", target="0", n_permutations=99, top_n=1).iloc[0]
        errors.append((row["total"] - truth, row["total_corrected"] - truth))
    plain, corrected = np.mean(errors, axis=0)
    assert plain > 0.05 and abs(corrected) < plain / 3


@pytest.mark.slow
def test_p_has_the_stated_size_and_the_corrected_total_centres_on_0_without_a_difference():
    rows = [tm.word_shift(bursty_table(seed, 0)[0], by="side", target="0", n_permutations=199, top_n=1).iloc[0]
            for seed in range(1_000)]
    assert 0.03 <= np.mean([row["total_p"] <= 0.05 for row in rows]) <= 0.07
    assert abs(np.mean([row["total_corrected"] for row in rows])) < 0.002
