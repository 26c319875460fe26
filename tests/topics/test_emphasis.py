import itertools
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats
from scipy.special import gammaln
from sklearn.decomposition import LatentDirichletAllocation

import textmine as tm

COLUMNS = ["group", "topic", "share", "share_low", "share_high", "prevalence", "prevalence_low", "prevalence_high",
           "n_tokens", "n_units", "unit", "method", "note"]


@pytest.fixture(scope="module")
def model(table):
    return tm.LDA(n_components=4, n_init=2, max_iter=400, n_draws=80, random_state=0).fit(table)


@pytest.fixture(scope="module")
def draws(model, table):
    return tm.emphasis_draws(model, table)


@pytest.fixture(scope="module")
def frame(model, table):
    return tm.emphasis(model, table)


class Known:
    """Topics that are given."""

    def __init__(self, components, terms):
        self.components_, self.terms_ = np.array(components, float), np.array(terms, dtype=object)

    def transform(self, X):
        return np.full((X.shape[0], len(self.components_)), 1 / len(self.components_))


class Counted(Known):
    """Every term is a topic of its own, so that its tokens are known."""

    def __init__(self, terms):
        super().__init__(np.eye(len(terms)), terms)

    def transform(self, X):
        counts = X.counts.toarray()
        return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def counted(counts, articles, names=None, **columns):
    """Return a table whose terms are the topics of `Counted`."""
    terms = [f"w{i}" for i in range(len(counts[0]))]
    names = [f"{article}:{i}" for i, article in enumerate(articles)] if names is None else names
    documents = pa.table({"document": names, "article": articles, **columns})
    return Counted(terms), tm.DocTerm.from_counts(np.array(counts), terms, documents)


def test_shares_are_those_of_the_tokens(model, table, frame):
    assert list(frame) == COLUMNS and len(frame) == 20 and set(frame["unit"]) == {"passage"}
    expected = model.expected_tokens(table)
    articles = np.array(table.documents["article"].to_pylist())
    for group, rows in frame.groupby("group"):
        inside = articles == group
        np.testing.assert_allclose(rows["share"], expected[inside].sum(axis=0) / expected[inside].sum(), atol=1e-6)
        assert (rows["n_tokens"] == table.counts[inside].sum()).all() and (rows["n_units"] == inside.sum()).all()
    for name in ("share", "prevalence"):
        np.testing.assert_allclose(frame.groupby("group")[name].sum(), 1)
        assert frame[f"{name}_low"].le(frame[name]).all() and frame[name].le(frame[f"{name}_high"]).all()
        assert frame[f"{name}_low"].ge(0).all() and frame[f"{name}_high"].le(1).all()
    assert set(frame["method"]) == {"posterior draws of topics and emphases"}


def test_a_population_is_less_sure_than_its_texts(model, table, frame):
    assert (frame["prevalence_high"] - frame["prevalence_low"]).gt(frame["share_high"] - frame["share_low"]).all()
    wider = tm.emphasis(model, table, confidence_level=0.99)
    for name in ("share", "prevalence"):
        assert wider[f"{name}_low"].le(frame[f"{name}_low"]).all()
        assert wider[f"{name}_high"].ge(frame[f"{name}_high"]).all()


def test_evidence_adds_up_to_the_share(model, tokens, table):
    for by in ("article", "document"):
        frame = tm.emphasis(model, table, by=by)
        for topic, rows in frame.groupby("topic"):
            weights = tm.evidence(tokens, model, topic=topic, by=by).groupby("group")["weight"].sum()
            np.testing.assert_allclose(weights.reindex(rows["group"]).fillna(0), rows["share"] * rows["n_tokens"],
                                       atol=1e-3)


def test_differences_are_those_of_the_draws_and_turn_with_the_groups(draws):
    frame = draws.differences()
    assert len(frame) == 4 * 10 and list(frame) == [
        "topic", "group", "other", "difference", "low", "high", "p_greater", "method", "note"]
    row = frame[(frame["topic"] == 2) & (frame["group"] == draws.groups.labels[1])].iloc[0]
    a, b = 1, draws.groups.labels.index(row["other"])
    gap = draws.prevalence[:, a, 1] - draws.prevalence[:, b, 1]
    assert row["difference"] == pytest.approx(gap.mean()) and row["p_greater"] == pytest.approx((gap > 0).mean())
    assert [row["low"], row["high"]] == pytest.approx(np.quantile(gap, [0.025, 0.975]).tolist())
    turned = replace(draws, groups=replace(draws.groups, labels=draws.groups.labels[::-1]),
                     prevalence=draws.prevalence[:, ::-1]).differences()
    both = frame.merge(turned, left_on=["topic", "group", "other"], right_on=["topic", "other", "group"])
    assert len(both) == len(frame)
    for one, other in (("difference", "difference"), ("low", "high"), ("high", "low")):
        np.testing.assert_allclose(both[f"{one}_x"], -both[f"{other}_y"], atol=1e-12)
    np.testing.assert_allclose(both["p_greater_x"], 1 - both["p_greater_y"])


def test_ranks_are_probabilities(draws):
    ranks = draws.ranks()
    assert len(ranks) == 4 * 5 * 5 and ranks["probability"].between(0, 1).all()
    np.testing.assert_allclose(ranks.groupby(["topic", "group"])["probability"].sum(), 1)
    np.testing.assert_allclose(ranks.groupby(["topic", "rank"])["probability"].sum(), 1)
    first = ranks[(ranks["rank"] == 1) & (ranks["topic"] == 3)].set_index("group")["probability"]
    most = draws.prevalence[:, :, 2].argmax(axis=1)
    assert first.to_dict() == pytest.approx({label: (most == g).mean() for g, label in enumerate(draws.groups.labels)})


def test_order_names_and_threads_have_no_part(model, table, draws, monkeypatch):
    order = np.random.default_rng(0).permutation(len(table))
    turned = tm.DocTerm(table.counts[order], table.terms, table.documents.take(order), table.sizes[order])
    again = tm.emphasis_draws(model, turned, n_jobs=1)
    assert again.to_frame().equals(draws.to_frame()) and again.differences().equals(draws.differences())
    with monkeypatch.context() as patch:
        patch.setattr("textmine.topics._posterior.SMALL", 0)
        assert tm.emphasis_draws(model, table, n_jobs=5).to_frame().equals(draws.to_frame())
    names = pa.array([f"z{i:03}" for i in np.random.default_rng(1).permutation(len(table))])
    renamed = tm.DocTerm(table.counts, table.terms, table.documents.set_column(
        table.documents.column_names.index("document"), "document", names), table.sizes)
    assert (tm.emphasis_draws(model, renamed).prevalence == draws.prevalence).all()
    assert not tm.emphasis_draws(model, table, random_state=1).to_frame().equals(draws.to_frame())


@pytest.mark.parametrize("by", ["article", "document"])
def test_groups_under_other_names_have_the_same_rows(model, table, by):
    names = table.documents[by].to_pylist()
    other = {name: f"{i * 37 % 101:03}" for i, name in enumerate(sorted(set(names)))}
    documents = table.documents.append_column("other", pa.array([other[name] for name in names]))
    renamed = tm.DocTerm(table.counts, table.terms, documents, table.sizes)
    one, two = tm.emphasis(model, table, by=by), tm.emphasis(model, renamed, by="other")
    one = one.assign(group=one["group"].map(other)).sort_values(["group", "topic"], ignore_index=True)
    numbers = [name for name in COLUMNS if name.startswith(("share", "prevalence", "n_"))]
    np.testing.assert_allclose(one[numbers], two[numbers], rtol=1e-9)


def test_prevalence_equals_its_posterior_on_a_grid():
    """Topics of tokens known: ``p(π_A, π_B, c | n)`` of compound LDA, summed up over a grid."""
    counts = np.array([[5, 1], [6, 0], [2, 4], [0, 6], [1, 7], [0, 3]])
    model, table = counted(counts, list("AAABBB"))
    share, concentration = (np.arange(200) + 0.5) / 200, np.exp(np.linspace(-4, 6, 150))
    a, b = (concentration[:, None] * part for part in (share, 1 - share))
    total = a + b

    def likelihood(rows):
        return sum(gammaln(total) - gammaln(total + n + m) + gammaln(a + n) - gammaln(a) + gammaln(b + m) - gammaln(b)
                   for n, m in rows)

    first, second = likelihood(counts[:3]), likelihood(counts[3:])
    prior = np.log(concentration) - 0.1 * concentration
    joint = np.exp(prior[:, None] + first + np.log(np.exp(second).mean(axis=1))[:, None])
    expected = joint.sum(axis=0) / joint.sum()
    drawn = tm.emphasis_draws(model, table).prevalence[:, 0, 0]
    assert drawn.mean() == pytest.approx(expected @ share, abs=0.02)
    np.testing.assert_allclose(np.quantile(drawn, [0.05, 0.5, 0.95]),
                               np.interp([0.05, 0.5, 0.95], expected.cumsum(), share), atol=0.04)


def test_more_passages_make_it_surer_and_more_tokens_hardly():
    def width(counts):
        frame = tm.emphasis(*counted(counts, ["A"] * (len(counts) // 2) + ["B"] * (len(counts) // 2)))
        return (frame["prevalence_high"] - frame["prevalence_low"]).mean()

    counts = np.array([[9, 1], [4, 6], [8, 2], [2, 8], [5, 5], [1, 9]])
    doubled = np.concatenate([np.tile(counts[:3], (6, 1)), np.tile(counts[3:], (6, 1))])
    assert width(doubled) < 0.6 * width(counts) and width(counts * 6) > 0.75 * width(counts)


def test_documents_stand_for_themselves(model, table):
    frame = tm.emphasis(model, table, by="document")
    assert set(frame["unit"]) == {"document"} and set(frame["n_units"]) == {1}
    assert frame["note"].str.startswith("a document stands for its own mixture").all()
    np.testing.assert_allclose(frame.groupby("group")["prevalence"].sum(), 1)
    known = tm.emphasis(*counted([[20 - n, n] for n in (0, 3, 5, 8, 11, 14, 17, 20)], list("ABCDEFGH")))
    assert set(known["unit"]) == {"document"}
    assert np.corrcoef(known["share"], known["prevalence"])[0, 1] > 0.99
    assert ((known["prevalence"] - 0.5).abs() <= (known["share"] - 0.5).abs() + 0.03).all()


def test_units_are_articles_where_groups_have_several():
    counts, articles, side = [[4, 1], [3, 1], [2, 2], [1, 3], [0, 4], [1, 5]], list("aabbcd"), list("XXXXYY")
    model, table = counted(counts, articles, side=side)
    with pytest.raises(ValueError, match="unit must be one of 'auto', 'article', 'passage'"):
        tm.emphasis(model, table, by="side", unit="token")
    frame = tm.emphasis(model, table, by="side")
    assert set(frame["unit"]) == {"article"} and frame["n_units"].tolist() == [2, 2, 2, 2]
    summed = counted([[7, 2], [3, 5], [0, 4], [1, 5]], list("abcd"), side=list("XXYY"))
    np.testing.assert_allclose(frame["prevalence"], tm.emphasis(*summed, by="side")["prevalence"])
    passages = tm.emphasis(model, table, by="side", unit="passage")
    assert set(passages["unit"]) == {"passage"} and passages["n_units"].tolist() == [4, 4, 2, 2]
    assert frame["share"].tolist() == pytest.approx(passages["share"].tolist())


def test_lone_units_lean_on_the_others_and_say_so():
    frame = tm.emphasis(*counted([[3, 1], [2, 2], [4, 0], [0, 5]], list("AAAB")))
    lone = frame[frame["group"] == "B"]
    assert lone["note"].str.startswith("one unit: the interval leans on").all() and (lone["n_units"] == 1).all()
    assert not frame[frame["group"] == "A"]["note"].str.contains("one unit").any()
    assert (lone["prevalence_high"] - lone["prevalence_low"]).gt(0.2).all()


def test_units_without_a_known_token_do_not_count_in_emphasis():
    model, table = counted([[3, 1, 2], [2, 2, 0], [0, 0, 4], [0, 5, 1], [1, 1, 0]], list("AAABB"))
    model = Known(model.components_[:2, :2], ["w0", "w1"])
    frame = tm.emphasis(model, table)
    assert frame["n_units"].tolist() == [2, 2, 2, 2] and frame["n_tokens"].tolist() == [8, 8, 7, 7]


def test_articles_that_are_groups_by_themselves_stand_for_themselves():
    model, table = counted([[4, 1], [5, 0], [3, 1], [1, 3], [0, 4], [1, 5]], list("AAABBB"))
    frame = tm.emphasis(model, table, unit="article")
    assert set(frame["unit"]) == {"article"} and set(frame["n_units"]) == {1}
    assert set(frame["note"]) == {"an article stands for its own mixture, not for others of its kind"}
    whole = tm.emphasis(*counted([[12, 2], [2, 12]], list("AB")))
    np.testing.assert_allclose(frame["prevalence"], whole["prevalence"])


def test_units_that_the_model_does_not_know_change_nothing():
    articles, counts = list("AAABBB"), [[3, 1], [2, 2], [4, 0], [0, 5], [1, 4], [2, 3]]
    one = tm.emphasis(*counted(counts, articles))
    two = tm.emphasis(*counted(counts + [[0, 0], [0, 0]], articles + ["A", "B"]))
    assert one.equals(two)


def test_terms_that_no_topic_holds_say_nothing():
    _, table = counted([[9, 1, 3], [6, 3, 0], [1, 5, 8], [3, 6, 1]], list("AABB"))
    frame = tm.emphasis(Known([[0.9, 0.1, 0], [0.2, 0.8, 0]], ["w0", "w1", "w2"]), table)
    even = tm.emphasis(Known([[0.9, 0.1, 1e-6], [0.2, 0.8, 1e-6]], ["w0", "w1", "w2"]), table)
    np.testing.assert_allclose(frame["prevalence"], even["prevalence"], atol=0.02)
    assert frame["n_tokens"].tolist() == [22, 22, 24, 24]


def test_fixed_topics_and_models_of_other_libraries(table):
    for fixed in (tm.NMF(n_components=3).fit(table), LatentDirichletAllocation(3, random_state=0).fit(table.to_frame()),
                  LatentDirichletAllocation(3, random_state=0).fit(table.counts)):
        frame = tm.emphasis(fixed, table)
        assert len(frame) == 15 and set(frame["method"]) == {"posterior draws of emphases; topics held fixed"}
        assert np.isfinite(frame[["share", "prevalence_low", "prevalence_high"]]).all(axis=None)


def test_compound_topics_are_taken(table):
    compound = tm.CompoundLDA(n_components=3, n_init=2, max_iter=200).fit(table)
    draws = tm.emphasis_draws(compound, table)
    assert draws.groups.labels == compound.groups_
    assert np.abs(draws.prevalence.mean(axis=0) - compound.emphasis_).max() < 0.1


@pytest.mark.parametrize("options, message", [
    ({"by": "artcle"}, "by must be a column .* Did you mean 'article'"), ({"emphasis_prior": 0}, "emphasis_prior"),
    ({"random_state": -1}, "random_state"), ({"unit": "passages"}, "Did you mean 'passage'"), ({"n_jobs": 0}, "n_jobs"),
    ({"confidence_level": 1.0}, "confidence_level"), ({"confidence_level": 95}, "confidence_level"),
])
def test_bad_options_of_emphasis_are_named(model, table, options, message):
    with pytest.raises(ValueError, match=message):
        tm.emphasis(model, table, **options)


def test_what_is_no_model_or_no_table_is_named(model, table, tokens):
    with pytest.raises(TypeError, match="fitted topic model"):
        tm.emphasis_draws(tm.LDA(), table)
    for function in (tm.emphasis, tm.emphasis_draws, tm.emphasis_test):
        with pytest.raises(TypeError, match="call tokens.count"):
            function(model, tokens)
    empty, table = counted([[1, 1], [0, 0], [1, 0]], list("ABC"))
    with pytest.raises(ValueError, match="a term of the model in every group, got none in B"):
        tm.emphasis(empty, table)


# --- the test that exchanges units ------------------------------------------------------------------------------


def all_splits(counts, n_first):
    """Return differences of shares for all choices of the first group."""
    counts, out = np.asarray(counts, float), []
    for chosen in itertools.combinations(range(len(counts)), n_first):
        first, second = counts[list(chosen)].sum(axis=0), np.delete(counts, chosen, axis=0).sum(axis=0)
        out.append(first / first.sum() - second / second.sum())
    return np.array(out)


def test_exchange_test_equals_all_exchanges():
    counts = [[9, 1, 2], [6, 3, 0], [7, 2, 1], [1, 5, 4], [3, 6, 1], [4, 4, 2], [0, 7, 1]]
    found = tm.emphasis_test(*counted(counts, list("AAABBBB")), n_permutations=20_000)
    every = all_splits(counts, 3)
    observed, size = every[0], np.abs(every)
    np.testing.assert_allclose(found["difference"], observed)
    np.testing.assert_allclose(found["p_value"].astype(float), (size >= size[0] - 1e-12).mean(axis=0), atol=0.01)
    scaled = size / np.sqrt((every**2).mean(axis=0))
    p_max = [(scaled.max(axis=1) >= value - 1e-9).mean() for value in scaled[0]]
    np.testing.assert_allclose(found["p_max"].astype(float), p_max, atol=0.01)
    assert found["n_units"].tolist() == [7, 7, 7] and set(found["unit"]) == {"passage"}


def test_exchange_test_adjusts_and_does_not_depend_on_order(model, table):
    found = tm.emphasis_test(model, table, n_permutations=499)
    assert len(found) == 40 and list(found) == ["topic", "group", "other", "difference", "p_value", "p_max", "q_value",
                                                "n_units", "unit", "note"]
    assert found["p_value"].between(1 / 500, 1).all() and found["p_max"].ge(found["p_value"]).all()
    np.testing.assert_allclose(found["q_value"].astype(float),
                               stats.false_discovery_control(found["p_value"].astype(float)))
    order = np.random.default_rng(0).permutation(len(table))
    turned = tm.DocTerm(table.counts[order], table.terms, table.documents.take(order), table.sizes[order])
    assert tm.emphasis_test(model, turned, n_permutations=499).equals(found)


def test_exchange_test_turns_with_the_names_of_groups():
    counts = [[9, 1], [6, 3], [7, 2], [1, 5], [3, 6], [4, 4]]
    names = [f"d{i}" for i in range(6)]
    one, two = (tm.emphasis_test(*counted(counts, list(articles), names), n_permutations=999)
                for articles in ("AAABBB", "BBBAAA"))
    np.testing.assert_allclose(one["difference"], -two["difference"])
    assert one["p_value"].tolist() == two["p_value"].tolist() and one["p_max"].tolist() == two["p_max"].tolist()


def test_exchange_test_moves_articles_whole():
    counts = [[4, 1], [5, 0], [3, 1], [1, 3], [0, 4], [1, 5], [2, 2], [3, 3]]
    by = tm.emphasis_test(*counted(counts, list("aabbccdd"), side=list("XXXXYYYY")), by="side", n_permutations=5_000)
    summed = np.array(counts).reshape(4, 2, 2).sum(axis=1)
    size = np.abs(all_splits(summed, 2))
    np.testing.assert_allclose(by["p_value"].astype(float), (size >= size[0] - 1e-12).mean(axis=0), atol=0.02)
    assert set(by["unit"]) == {"article"} and by["n_units"].tolist() == [4, 4]


def test_exchange_test_says_where_it_cannot_test():
    found = tm.emphasis_test(*counted([[3, 1], [2, 2], [4, 0], [0, 5]], list("AABC")), n_permutations=99)
    assert found["p_value"].isna().all() and found["p_max"].isna().all() and found["q_value"].isna().all()
    assert found["note"].str.startswith("fewer than two units in a group: no test").all()
    assert found["difference"].notna().all()
    some = tm.emphasis_test(*counted([[3, 1], [2, 2], [4, 0], [0, 5], [1, 4]], list("AABCC")), n_permutations=99)
    assert some["p_value"].notna().tolist() == [False, True, False] * 2
    assert some["q_value"].notna().tolist() == some["p_value"].notna().tolist()


def test_exchange_test_refuses_topics_that_saw_the_groups(table):
    compound = tm.CompoundLDA(n_components=2, n_init=1, max_iter=20).fit(table)
    with pytest.raises(ValueError, match=r"must not have seen the groups, got CompoundLDA.*tm.LDA"):
        tm.emphasis_test(compound, table)
    with pytest.raises(ValueError, match="at least 2 groups"):
        tm.emphasis_test(*counted([[1, 2], [2, 1]], list("AA")))
    with pytest.raises(ValueError, match="n_permutations"):
        tm.emphasis_test(*counted([[1, 2], [2, 1]], list("AB")), n_permutations=0)


# --- codebooks ----------------------------------------------------------------------------------------------------


def test_a_theme_has_the_same_row_in_any_company(tokens):
    themes = tm.read_codebook("experiments/codebook.toml")
    whole = tm.codebook_emphasis(tokens, themes)
    for theme, terms in themes.items():
        alone = tm.codebook_emphasis(tokens, {theme: terms})
        assert alone.equals(whole[whole["theme"] == theme].reset_index(drop=True))


def test_units_without_tokens_do_not_count():
    corpus = tm.Corpus.from_texts(["peace war", "!", "war end", "end"], metadata={"side": list("AABB")})
    frame = tm.codebook_emphasis(tm.tokenize(corpus), {"peace": ["peace"]}, by="side")
    assert frame["n_units"].tolist() == [1, 2] and frame["n_docs"].tolist() == [1, 2]
    assert frame["note"].str.startswith("fewer than two").tolist() == [True, False]


def test_codebook_counts_equal_evidence(tokens):
    themes = tm.read_codebook("experiments/codebook.toml")
    frame = tm.codebook_emphasis(tokens, themes)
    for theme, terms in themes.items():
        found = tm.evidence(tokens, terms).groupby("group").size()
        rows = frame[frame["theme"] == theme].set_index("group")
        assert rows["count"].to_dict() == {group: int(found.get(group, 0)) for group in rows.index}
    assert (frame["share"] == frame["docs"] / frame["n_docs"]).all()
    np.testing.assert_allclose(frame["rate"].astype(float), frame["count"] / frame["n_tokens"] * 1000)
    for name in ("share", "rate"):
        inside = (frame[f"{name}_low"] <= frame[name]) & (frame[name] <= frame[f"{name}_high"])
        assert inside.all()


def test_every_theme_of_the_bundled_codebook_occurs(tokens):
    themes = tm.read_codebook("experiments/codebook.toml")
    assert len(themes) == 10
    for terms in themes.values():
        assert len(tm.evidence(tokens, terms)) > 5


def test_articles_are_the_unit_where_groups_have_several():
    texts = ["Peace. " * 30, "Peace war. " * 20, "War. " * 40, "War trade. " * 20]
    corpus = tm.Corpus.from_texts(texts, metadata={"side": list("AABB")})
    frame = tm.codebook_emphasis(tm.tokenize(corpus.segment()), {"peace": ["peace"]}, by="side")
    assert set(frame["unit"]) == {"article"} and frame["n_units"].tolist() == [2, 2]


@pytest.mark.parametrize("themes, message", [
    ({}, "mapping of theme"), ({"a": []}, "theme 'a'"), ({"a": [""]}, "theme 'a'"), ({"a": [1]}, "list of words"),
    (["peace"], "mapping of theme"),
])
def test_bad_themes_are_named(tokens, themes, message):
    with pytest.raises(ValueError, match=message):
        tm.codebook_emphasis(tokens, themes)


def test_bad_codebooks_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="existing .toml"):
        tm.read_codebook(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("peace = peace")
    with pytest.raises(ValueError, match="bad.toml must be a TOML file"):
        tm.read_codebook(tmp_path / "bad.toml")


def test_few_draws_of_topics_and_shaky_topics_are_noted(table):
    model = tm.LDA(4, max_iter=40, n_init=2, n_draws=4, random_state=0).fit(table)
    model.stability_ = np.array([0.95, 0.6, 0.9, 0.8])
    frame = tm.emphasis(model, table)
    assert frame["note"].str.contains("only 4 draws of the topics").all()
    assert (frame["note"].str.contains("other chains agree on this topic by 0.60 only") == (frame["topic"] == 2)).all()
    assert len(tm.emphasis_draws(model, table).prevalence) >= 250


def test_a_share_outside_of_its_draws_is_told_and_not_hidden(table):
    frame = tm.emphasis(tm.NMF(10).fit(table), table)
    outside = (frame["share"] < frame["share_low"]) | (frame["share"] > frame["share_high"])
    assert outside.any() and (frame["note"].str.contains("the share lies outside of its interval") == outside).all()
    draws = tm.emphasis_draws(tm.LDA(4, max_iter=300, random_state=0).fit(table), table)
    low, high = np.quantile(draws.share, [0.025, 0.975], axis=0)
    assert ((low - 0.01 <= draws.expected) & (draws.expected <= high + 0.01)).all()


def test_too_many_groups_are_refused_before_memory_is_full(model, table, monkeypatch):
    monkeypatch.setattr("textmine.topics._posterior.MEMORY", 1000)
    with pytest.raises(ValueError, match="by must name a column with fewer groups"):
        tm.emphasis(model, table)


def test_a_topic_without_a_token_is_noted():
    empty = Known(np.eye(3), ["w0", "w1", "w2"])
    empty.expected_tokens = lambda X: X.counts.toarray() @ np.eye(3)[:2] if X.shape[1] == 2 else X.counts.toarray()
    _, table = counted([[3, 1], [2, 2], [4, 0], [0, 5]], list("AABB"))
    frame = tm.emphasis(empty, table)
    assert (frame["note"].str.contains("no token of these texts belongs to this topic") == (frame["topic"] == 3)).all()


def test_draws_are_shown_in_a_line(draws):
    assert repr(draws) == str(draws) and repr(draws).startswith("EmphasisDraws: 400 draws of 4 topics in 5 groups, ")
    assert "\n" not in repr(draws)
