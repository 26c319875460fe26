from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.utils import shuffle

import textmine as tm
from textmine.keywords.contrasts import contrasts
from textmine.keywords.distinctive import COLUMNS
from textmine.keywords.measures import MEASURES
from textmine.keywords.moderated import ModeratedRates

ABBREVIATIONS = {"un", "u.n", "eu", "e.u", "vpa", "mnd", "cmc", "admm", "fpa", "us", "uxo"}


@pytest.fixture(scope="module")
def result(table):
    return tm.keyness(table, by="article")


def halves(table):
    labels = ["x" if name.startswith(("000", "001")) else "y" for name in table.documents["article"].to_pylist()]
    return tm.DocTerm(table.counts, table.terms, table.documents.append_column("half", [labels]), table.sizes)


def test_no_artefact_of_spelling_or_abbreviation_tops_a_list(result):
    top = result.groupby("group").head(5)
    assert not set(top["term"]) & (ABBREVIATIONS | {"defence", "defense"})
    assert result.groupby("group").first()["term"].nunique() == 5


def test_raw_text_shows_the_artefact_that_cleaning_removes(seeds):
    raw = tm.tokenize(seeds.segment()).drop(tm.stopwords("en")).count().trim(min_docs=2)
    top = tm.keyness(raw, by="article").groupby("group").first()
    first = top.loc["001_09644e0361028efb"]
    assert first["term"] == "defence" and first["count_target"] == 44 and first["count_reference"] == 0


def test_few_words_of_five_articles_can_be_defended_and_they_are_found(result):
    found = result[result["q_value"] < 0.05]
    assert set(found["term"]) >= {"affairs", "service", "relations"} and len(found) < 15


def test_numbers_of_a_row_agree_with_each_other(result, table):
    assert list(result) == COLUMNS
    grouped = table.group("article")
    sizes = dict(zip(grouped.documents["document"].to_pylist(), grouped.sizes, strict=True))
    n1 = result["group"].map(sizes)
    np.testing.assert_allclose(result["rate_target"], result["count_target"] / n1 * 1e6)
    rate = result.groupby("term")["rate_target"]
    np.testing.assert_allclose(result["rate_reference"], (rate.transform("sum") - result["rate_target"]) / 4)
    both = (result["count_target"] > 0) & (result["count_reference"] > 0)
    ratio = result.loc[both, "log_ratio"].astype(float)
    np.testing.assert_allclose(ratio, np.log2(result.loc[both, "rate_target"] / result.loc[both, "rate_reference"]))
    adjusted = result.loc[both, "log_ratio_adjusted"].astype(float)
    np.testing.assert_allclose(adjusted, ratio - np.log2(result.loc[both, "size_factor"]))
    assert result.loc[~both, "log_ratio"].isna().all() and (result.loc[~both, "note"] != "").all()
    assert (result["low"].fillna(-99) < result["log_ratio_adjusted"].fillna(0)).loc[both].all()
    assert (result["low_joint"].dropna() <= result["low"][result["low_joint"].notna()]).all()
    assert (result["q_value"] >= result["p_value"]).all() and result["p_value"].between(0, 1).all()
    assert result["docs_target"].le(result["count_target"]).all()
    assert (result["reference"] == "4 other groups, weighing alike").all()


def test_pooled_tokens_are_another_reference_and_it_says_so(table):
    pooled = tm.keyness(table, by="article", weighting="tokens")
    assert (pooled["reference"] == "4 other groups, their tokens pooled").all()
    sizes = table.sizes.sum() - pooled["count_target"] / pooled["rate_target"].where(pooled["rate_target"] > 0) * 1e6
    known = sizes.notna()
    np.testing.assert_allclose(pooled.loc[known, "rate_reference"],
                               pooled.loc[known, "count_reference"] / sizes[known] * 1e6)


def test_counts_equal_their_evidence(result, tokens):
    for row in result.groupby("group").head(2).itertuples():
        found = tm.evidence(tokens, row.term)
        assert (found["group"] == row.group).sum() == row.count_target


@pytest.mark.parametrize("measure", ["moderated", *MEASURES])
def test_two_groups_mirror_each_other(table, measure):
    rows = tm.keyness(halves(table), by="half", measure=measure)
    x, y = (each.sort_values("term").reset_index(drop=True) for _, each in rows.groupby("group"))
    one_sided = {"pmi", "npmi", "percent_diff", "t_score", "z_score", "bootstrap"}
    if measure not in one_sided:
        np.testing.assert_allclose(x["statistic"].astype(float), -y["statistic"].astype(float), atol=1e-8)
        np.testing.assert_allclose(x["p_value"].astype(float), y["p_value"].astype(float), atol=1e-9)
    np.testing.assert_allclose(x["low"].astype(float), -y["high"].astype(float), atol=1e-8)
    assert x["measure"].eq(measure).all() and x["units_target"].iloc[0] == (1662 if x["unit"].eq("token").all() else 2)
    assert x["unit"].iloc[0] == ("token" if measure in MEASURES and MEASURES[measure].unit == "token" else "article")


def test_measures_of_tokens_say_that_their_p_is_too_small(table):
    rows = tm.keyness(table, by="article", measure="log_likelihood", top_n=1)
    assert rows["note"].str.contains("tokens taken for independent").all()
    assert tm.keyness(table, by="article", measure="log_ratio", top_n=1)["p_value"].isna().all()


def test_the_answer_does_not_depend_on_the_order_of_documents(table):
    order = shuffle(np.arange(len(table)), random_state=1)
    turned = tm.DocTerm(table.counts[order], table.terms, table.documents.take(order), table.sizes[order])
    for measure in ("moderated", "permutation"):
        a, b = (tm.keyness(each, by="article", measure=measure) for each in (table, turned))
        pd.testing.assert_frame_equal(a, b, check_exact=True)


def test_top_terms_are_the_head_of_the_whole_table(result, table):
    head = tm.keyness(table, by="article", top_n=3)
    pd.testing.assert_frame_equal(head, result.groupby("group").head(3).reset_index(drop=True), check_exact=True)


def test_the_unit_is_said_and_can_be_chosen(result, table):
    assert set(result["unit"]) == {"passage"}
    assert result["note"].str.contains("one article: nothing is said beyond these articles").all()
    with pytest.raises(ValueError, match="unit must be"):
        tm.keyness(table, by="article", unit="tokens")


def test_one_unit_a_group_tests_nothing_and_says_so():
    corpus = tm.Corpus.from_texts(["peace " * 60, "war " * 60], ["a", "b"])
    rows = tm.keyness(tm.tokenize(corpus.segment()).count(), by="article")
    assert rows["p_value"].isna().all() and rows["low"].isna().all() and (rows["units_target"] == 1).all()
    assert rows["note"].str.contains("nothing to test with").all()


def test_a_hot_theme_does_not_make_all_other_words_look_rare(made):
    rng = np.random.default_rng(0)
    rate = rng.dirichlet(np.full(300, 2.0))
    hot = np.where(np.arange(300) < 30, 6.0, 1.0)
    group = np.repeat([0, 1], 30)
    counts = rng.poisson(rng.integers(500, 1500, 60)[:, None] * rate * np.where(group[:, None] == 1, hot, 1))
    rows = tm.keyness(made(counts, group), by="side", target="1")
    unchanged = rows[rows["term"] >= "w0030"]
    assert unchanged["log_ratio"].median() < -0.4 and abs(unchanged["log_ratio_adjusted"].median()) < 0.05
    assert unchanged["size_factor"].iloc[0] == pytest.approx(1 / (1 + 5 * rate[:30].sum()), rel=0.05)
    assert (unchanged["q_value"] < 0.05).mean() < 0.02


def test_a_group_by_name_against_chosen_groups(table):
    names = sorted(set(table.documents["article"].to_pylist()))
    rows = tm.keyness(table, by="article", target=names[0], reference=names[1])
    assert set(rows["group"]) == {names[0]} and set(rows["reference"]) == {names[1]}
    inside = tm.keyness(table, by="article", target=names[0], reference=names[:2])
    assert inside["note"].str.contains("taken out of its reference").all()
    pd.testing.assert_frame_equal(rows.drop(columns="note"), inside.drop(columns="note"))


def test_another_table_is_a_reference_without_documents_of_the_target(table):
    table = tm.DocTerm.from_counts(table.counts, table.terms, table.documents)
    labels = np.array(halves(table).documents["half"].to_pylist())
    target, rest = table[labels == "x"], table[labels == "y"]
    own = tm.keyness(halves(table), by="half", target="x")
    other = tm.keyness(target.trim(min_docs=1), reference=table)
    assert len(other) == len(own)
    for column in ("count_target", "count_reference", "statistic", "low"):
        merged = own.merge(other, on="term", suffixes=("", "_other"))
        np.testing.assert_allclose(merged[column].astype(float), merged[f"{column}_other"].astype(float), atol=1e-9)
    with pytest.raises(ValueError, match="documents that the target has not"):
        tm.keyness(target, reference=target)
    assert len(tm.keyness(target, reference=rest)) == len(own)


def test_a_word_list_is_a_reference_of_known_rates(table):
    counts = np.ravel(table.counts.sum(axis=0))
    rates = {term: 10_000 * count for term, count in zip(table.terms, counts, strict=True)}
    everything = tm.keyness(table, reference=rates)
    assert (everything["log_ratio"].abs() < 0.3).all() and (everything["q_value"] > 0.05).all()
    name = table.documents["article"][0].as_py()
    rows = tm.keyness(table, by="article", target=name, reference=pd.Series(rates))
    assert rows["reference"].iloc[0].startswith(f"word list of {len(rates)} words")
    assert rows["units_reference"].isna().all()
    assert rows["note"].str.contains("how far they differ is not counted").all()
    frame = pd.DataFrame({"term": list(rates), "count": list(rates.values())})
    pd.testing.assert_frame_equal(rows, tm.keyness(table, by="article", target=name, reference=frame))
    g2 = tm.keyness(table, by="article", target=name, reference=rates, measure="log_likelihood")
    assert g2["statistic"].iloc[0] > 0
    with pytest.raises(ValueError, match="compares documents"):
        tm.keyness(table, by="article", target=name, reference=rates, measure="welch")


def test_max_t_is_the_adjusted_p_of_the_permutation(table):
    plain = tm.keyness(table, by="article", measure="permutation", options={"n_permutations": 199})
    strict = tm.keyness(table, by="article", measure="permutation", options={"n_permutations": 199, "max_t": True})
    merged = plain.merge(strict, on=["group", "term"], suffixes=("", "_strict"))
    assert (merged["q_value_strict"] >= merged["p_value_strict"]).all()
    assert merged["p_value"].min() >= 1 / 200


def test_fractional_counts_and_terms_that_occur_nowhere(made):
    counts = np.random.default_rng(0).uniform(0, 3, (12, 8))
    counts[:, 3] = 0
    rows = tm.keyness(made(counts, np.repeat([0, 1], 6)), by="side", target="0").set_index("term")
    assert rows.loc["w0003", ["statistic", "p_value", "low"]].isna().all()
    assert "occurs on neither side" in rows.loc["w0003", "note"]
    assert rows["count_target"].dtype == float and rows["p_value"].drop("w0003").notna().all()


def test_empty_documents_are_counted_in_the_note(made):
    counts = np.random.default_rng(0).poisson(3, (12, 30))
    counts[5] = 0
    rows = tm.keyness(made(counts, np.repeat([0, 1], 6)), by="side")
    assert rows["note"].str.contains("1 article without tokens not counted").all()
    assert rows.loc[rows["group"] == "0", "units_target"].eq(5).all()


def test_bad_input_is_answered_with_what_would_be_right(table):
    corpus = tm.Corpus.from_texts(["peace", "!"], ["a", "b"], {"side": ["x", "x"]})
    small = tm.tokenize(corpus).count()
    for given, arguments, message in (
        (small, {"by": "side"}, "at least 2 groups"), (small, {"by": "article"}, "'b' empty"),
        (small, {"by": "sid"}, "Did you mean 'side'"), (table, {}, "by must name a column"),
        (table, {"by": "article", "target": "000"}, "target must be a group of 'article'"),
        (table, {"by": "article", "reference": "000"}, "target must name a group"),
        (table, {"by": "article", "measure": "g2"}, "'log_likelihood', its name here"),
        (table, {"by": "article", "measure": "modrated"}, "Did you mean 'moderated'"),
        (table, {"by": "article", "options": {"k": 1}}, "options must be left out for measure 'moderated'"),
        (table, {"by": "article", "measure": "simple_maths", "options": {"kk": 1}}, "Did you mean 'k'"),
        (table, {"by": "article", "top_n": 0}, "top_n must be"),
        (table, {"by": "article", "weighting": "equal"}, "weighting must be one of 'groups', 'tokens'"),
        (table, {"reference": pd.Series([1, 2], ["peace", "peace"])}, "list every word once"),
        (table, {"reference": pd.DataFrame({"word": ["peace"], "count": [1]})}, "got word, count: rename"),
        (table, {"reference": {"defense": "many"}}, "must hold numbers as counts: .*'many'"),
        (table, {"by": "article", "target": "a", "reference": "list.csv"}, "target must be a group"),
        (table, {"by": "article", "measure": "permutation", "options": {"max_t": "yes"}}, "max_t must be True"),
        (table, {"reference": {"defense": -1}}, "counts of at least 0"),
        (table, {"reference": {"defense": float("nan")}}, "counts of at least 0"),
        (table, {"reference": {"zzz": 3}}, "share words with the table"),
        (table, {"by": "article", "reference": {"defense": 3}}, "target must name the group"),
    ):
        with pytest.raises(ValueError, match=message):
            tm.keyness(given, **arguments)
    for arguments, message in (
        ({"reference": Path("list.csv")}, "got PosixPath|got WindowsPath"),
        ({"reference": tm.tokenize(corpus)}, "got Tokens: call tokens.count()"),
        ({"options": [100]}, "options must be Mapping, got list: give them by name"),
        ({"ref": "000"}, "keyness has no argument 'ref'. Did you mean 'reference'"),
        ({"groupby": "article"}, "Did you mean 'by'"), ({"metric": "g2"}, "Did you mean 'measure'"),
        ({"prior": 0.1}, "Did you mean 'options'"), ({"n_groups": 2}, "no argument 'n_groups'. It has table"),
    ):
        with pytest.raises(TypeError, match=message):
            tm.keyness(table, **arguments)
    with pytest.raises(TypeError, match="count"):
        tm.keyness([[1]], by="article")
    two = tm.tokenize(tm.Corpus.from_texts(["war", "peace"], ["a", "b"])).count()
    with pytest.raises(ValueError, match="got 'list.csv': read a file first, as in pd.read_csv"):
        tm.keyness(two, by="article", target="a", reference="list.csv")


def test_groups_may_be_named_by_numbers(made):
    table = made(np.random.default_rng(0).poisson(3, (9, 20)), np.repeat([1990, 2000, 2010], 3))
    rows = tm.keyness(table, by="side", target=1990, reference=2010)
    pd.testing.assert_frame_equal(rows, tm.keyness(table, by="side", target="1990", reference=["2010"]))
    assert rows["reference"].eq("2010").all()


def test_measures_of_tokens_count_tokens_as_units_and_say_whether_there_is_a_p(made):
    table = made(np.random.default_rng(0).poisson(3, (6, 20)), np.repeat([0, 1], 3))
    tokens = [table.sizes[:3].sum(), table.sizes[3:].sum()]
    for measure, note in (("chi2", "p is too small"), ("log_ratio", "the statistic has no p")):
        rows = tm.keyness(table, by="side", target="0", measure=measure)
        assert rows["note"].str.contains(note).all()
        assert rows[["units_target", "units_reference"]].iloc[0].tolist() == tokens
    assert tm.keyness(table, by="side", target="0")["units_target"].eq(3).all()


@pytest.mark.parametrize("rates", [100, [], "100"])
def test_what_could_be_found_is_asked_for_a_list_of_rates(table, rates):
    with pytest.raises(ValueError, match="rates must be a list of numbers"):
        tm.minimum_detectable(table, by="article", rates=rates)


@pytest.mark.parametrize("measure", ["log_ratio", "zeta", "log_likelihood", "welch"])
def test_intervals_and_the_family_they_hold_for_do_not_hang_on_the_measure(result, table, measure):
    rows = tm.keyness(table, by="article", measure=measure)
    columns = ["group", "term", "log_ratio_adjusted", "low", "high", "low_joint", "high_joint"]
    own, usual = (each[columns].sort_values(["group", "term"], ignore_index=True) for each in (rows, result))
    pd.testing.assert_frame_equal(own, usual, check_exact=True)


def test_one_of_two_groups_alone_says_the_same_as_in_a_table_of_both(table):
    both, alone = (tm.keyness(halves(table), by="half", target=target) for target in (None, "x"))
    columns = ["term", "statistic", "p_value", "log_ratio_adjusted", "low", "high", "low_joint", "high_joint"]
    pd.testing.assert_frame_equal(both.loc[both["group"] == "x", columns].reset_index(drop=True), alone[columns],
                                  rtol=1e-9, atol=1e-9)


def test_a_statistic_of_the_pooled_reference_says_so(table):
    pooled = "statistic and p_value take the other groups together"
    for measure, weighting, said in (("log_ratio", "groups", True), ("permutation", "groups", True),
                                     ("welch", "groups", True), ("moderated", "groups", False),
                                     ("log_ratio", "tokens", False)):
        rows = tm.keyness(table, by="article", measure=measure, weighting=weighting, top_n=1)
        assert rows["note"].str.contains(pooled).all() == said
    two = tm.keyness(halves(table), by="half", measure="log_ratio", top_n=1)
    assert not two["note"].str.contains(pooled).any()


def test_options_of_the_permutation_are_checked_like_those_of_other_measures(table):
    for options, message in (({"max_t": "no"}, "max_t must be True or False, got 'no'"),
                             ({"n_permutations": 0}, "n_permutations must be"),
                             ({"maxt": True}, "Did you mean 'max_t'")):
        with pytest.raises(ValueError, match=message):
            tm.keyness(table, by="article", measure="permutation", options=options)
    seeded = [tm.keyness(table, by="article", measure="permutation", **given)
              for given in ({"options": {"n_permutations": 99, "random_state": 3}},
                            {"options": {"n_permutations": 99}, "random_state": 3})]
    pd.testing.assert_frame_equal(*seeded, check_exact=True)


def test_a_group_whose_name_is_a_number_can_be_a_reference(made):
    counts = np.random.default_rng(0).poisson(3, (12, 30))
    table = made(counts, np.repeat([2019, 2020, 2021], 4))
    pd.testing.assert_frame_equal(tm.keyness(table, by="side", target=2019, reference=2021),
                                  tm.keyness(table, by="side", target="2019", reference=["2021"]))


def test_terms_that_a_trimmed_table_lost_are_left_out_and_counted(table):
    labels = np.array(halves(table).documents["half"].to_pylist())
    target, rest = table[labels == "x"], table[labels == "y"]
    trimmed = target.trim(min_docs=8)
    rows = tm.keyness(trimmed, reference=rest)
    assert set(rows["term"]) == set(trimmed.terms)
    lost = len(rest.terms) - len(trimmed.terms)
    assert rows["note"].str.contains(f"{lost} terms that one table was trimmed of are left out").all()
    assert tm.keyness(rest, reference=trimmed)["term"].nunique() == len(trimmed.terms)


@pytest.mark.parametrize(("n_target", "near"), [(1, 0.1), (3, 0.05)])
def test_few_documents_against_many_have_no_size_factor_for_being_few(made, n_target, near):
    factors = []
    for run in range(30):
        rng = np.random.default_rng(run)
        rate, shape = rng.dirichlet(np.full(400, 0.6)), np.exp(rng.normal(0.5, 1, 400))
        counts = rng.poisson(rng.integers(300, 1500, (n_target + 40, 1)) * rate
                             * rng.gamma(shape, 1 / shape, (n_target + 40, 400)))
        model = ModeratedRates.of(contrasts(made(counts, np.repeat([0, 1], [n_target, 40])), "side", "0", None,
                                            "groups", "auto"))
        factors.append(np.log(model.factors[0]))
    assert abs(np.mean(factors)) < near
