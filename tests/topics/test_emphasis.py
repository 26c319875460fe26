import numpy as np
import pytest

import textmine as tm


@pytest.fixture(scope="module")
def model(table):
    return tm.LDA(n_components=4, n_init=2, random_state=0).fit(table)


def test_shares_are_those_of_the_tokens(model, table):
    frame = tm.emphasis(model, table)
    theta, sizes = model.transform(table), np.asarray(table.counts.sum(axis=1)).ravel()
    articles = np.array(table.documents["article"].to_pylist())
    for group, rows in frame.groupby("group"):
        inside = articles == group
        np.testing.assert_allclose(rows["share"].astype(float), sizes[inside] @ theta[inside] / sizes[inside].sum())
    np.testing.assert_allclose(frame.groupby("group")["share"].sum().astype(float), 1)
    assert ((frame["low"] <= frame["share"]) & (frame["share"] <= frame["high"])).all()
    assert frame["method"].str.contains("provisional").all() and set(frame["unit"]) == {"passage"}


def test_bootstrap_can_be_asked_for_and_is_reproducible(model, table):
    a, b = (tm.emphasis(model, table, interval="bootstrap") for _ in range(2))
    assert a.equals(b) and a["method"].str.startswith("studentised bootstrap").all()
    missing = a["low"].isna() | a["high"].isna()
    assert (missing == a["note"].str.startswith("the bootstrap has no limit")).all()
    kept = a.dropna()
    assert ((kept["low"] <= kept["share"]) & (kept["share"] <= kept["high"])).all()


def test_lone_passages_have_no_interval():
    corpus = tm.Corpus.from_texts(["peace talks now", "war ended then"], ["a", "b"])
    table = tm.tokenize(corpus.segment()).count()
    frame = tm.emphasis(tm.NMF(n_components=2).fit(table), table)
    assert frame["low"].isna().all() and frame["note"].str.startswith("fewer than two units").all()


def test_a_model_of_another_library_will_do(table):
    from sklearn.decomposition import LatentDirichletAllocation

    solver = LatentDirichletAllocation(3, random_state=0).fit(table.counts)
    assert len(tm.emphasis(solver, table)) == 15


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
