import numpy as np
import pytest
from sklearn.utils import shuffle

import textmine as tm
from textmine.keywords.distinctive import COLUMNS

ABBREVIATIONS = {"un", "u.n", "eu", "e.u", "vpa", "mnd", "cmc", "admm", "fpa", "us", "uxo"}


@pytest.fixture(scope="module")
def result(table):
    return tm.keyness(table, by="article", n_permutations=999)


def test_no_artefact_of_spelling_or_abbreviation_tops_a_list(result):
    top = result.groupby("group").head(5)
    assert not set(top["term"]) & (ABBREVIATIONS | {"defence", "defense"})
    assert result.groupby("group").first()["term"].nunique() == 5


def test_raw_text_shows_the_artefact_that_cleaning_removes(seeds):
    raw = tm.tokenize(seeds.segment()).drop(tm.stopwords("en")).count().trim(min_docs=2)
    top = tm.keyness(raw, by="article", n_permutations=9).groupby("group").first()
    first = top.loc["001_09644e0361028efb"]
    assert first["term"] == "defence" and first["count_target"] == 44 and first["count_reference"] == 0


def test_numbers_of_a_row_agree_with_each_other(result, table):
    assert list(result) == COLUMNS
    grouped = table.group("article")
    sizes = dict(zip(grouped.documents["document"].to_pylist(), grouped.sizes, strict=True))
    n1 = result["group"].map(sizes)
    n2 = grouped.sizes.sum() - n1
    np.testing.assert_allclose(result["rate_target"], result["count_target"] / n1 * 1e6)
    both = (result["count_target"] > 0) & (result["count_reference"] > 0)
    np.testing.assert_allclose(result.loc[both, "log_ratio"].astype(float),
                               np.log2(result.loc[both, "rate_target"] / result.loc[both, "rate_reference"]))
    assert result.loc[~both, "log_ratio"].isna().all() and (result.loc[~both, "note"] != "").all()
    assert (np.sign(result["statistic"]) == np.sign(result["rate_target"] - result["rate_reference"])).all()
    assert (result["q_value"] >= result["p_value"]).all() and result["p_value"].between(0.001, 1).all()
    assert result["docs_target"].le(result["count_target"]).all() and n2.min() > 0


def test_counts_equal_their_evidence(result, tokens):
    for row in result.groupby("group").head(2).itertuples():
        found = tm.evidence(tokens, row.term)
        assert (found["group"] == row.group).sum() == row.count_target


def test_two_groups_mirror_each_other(table):
    labels = ["x" if name.startswith(("000", "001")) else "y" for name in table.documents["article"].to_pylist()]
    two = tm.DocTerm(table.counts, table.terms, table.documents.append_column("half", [labels]), table.sizes)
    x, y = (rows.sort_values("term").reset_index(drop=True)
            for _, rows in tm.keyness(two, by="half", n_permutations=99).groupby("group"))
    np.testing.assert_allclose(x["statistic"], -y["statistic"], atol=1e-8)
    np.testing.assert_allclose(x["log_ratio_smoothed"], -y["log_ratio_smoothed"], atol=1e-9)
    assert (x["p_value"] == y["p_value"]).all()
    assert x["unit"].iloc[0] == "article" and x["units_target"].iloc[0] == 2


def test_the_answer_does_not_depend_on_the_order_of_documents(table):
    order = shuffle(np.arange(len(table)), random_state=1)
    turned = tm.DocTerm(table.counts[order], table.terms, table.documents.take(order), table.sizes[order])
    a, b = (tm.keyness(each, by="article", n_permutations=99) for each in (table, turned))
    assert a.equals(b)


def test_the_unit_is_said_and_can_be_chosen(result, table):
    assert set(result["unit"]) == {"passage"}
    assert result["note"].str.contains("one article: nothing is said beyond these articles").all()
    with pytest.raises(ValueError, match="unit must be"):
        tm.keyness(table, by="article", unit="tokens")


def test_two_passages_find_nothing_and_say_so():
    corpus = tm.Corpus.from_texts(["peace " * 60, "war " * 60], ["a", "b"])
    rows = tm.keyness(tm.tokenize(corpus.segment()).count(), by="article", n_permutations=99)
    assert (rows["p_value"] == 1).all() and (rows["units_target"] == 1).all()


def test_a_single_group_an_empty_group_and_wrong_names_are_errors():
    corpus = tm.Corpus.from_texts(["peace", "!"], ["a", "b"], {"side": ["x", "x"]})
    table = tm.tokenize(corpus).count()
    for arguments, message in (({"by": "side"}, "at least 2 groups"), ({"by": "article"}, "'b' empty"),
                               ({"by": "sid"}, "Did you mean 'side'"),
                               ({"by": "article", "n_permutations": 0}, "at least 1")):
        with pytest.raises(ValueError, match=message):
            tm.keyness(table, **arguments)
    with pytest.raises(TypeError, match="count"):
        tm.keyness([[1]], by="article")
