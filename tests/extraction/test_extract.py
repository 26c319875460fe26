"""`keyphrases`: one table for every method, and the same answer in any company."""

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import textmine as tm
from textmine.extraction import background, reading
from textmine.extraction.extract import COLUMNS, TYPES
from textmine.extraction.extractors.methods import METHODS

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = [
    "A support vector machine (SVM) separates two classes. An SVM needs kernels; kernels need tuning of the SVM.",
    "Vietnam hosted the ASEAN defence ministers. The ASEAN defence ministers met on maritime security in Hanoi.",
    "Maritime security rests on coast guards, patrol boats and radar stations; coast guards patrol at night.",
    "The field hospital left for South Sudan, where peacekeepers run two other field hospitals.",
]
PLAIN = [name for name, method in METHODS.items() if not {"model", "encoder"} & set(method.options)]


def tokens_of(*texts, language="en", names=None, **metadata):
    names = names or [f"d{i}" for i in range(len(texts))]
    return tm.tokenize(tm.Corpus.from_texts(list(texts), names, metadata or None, language=language))


def same(first, second):
    pd.testing.assert_frame_equal(first.reset_index(drop=True), second.reset_index(drop=True), check_exact=True)


@pytest.fixture(scope="module")
def articles():
    return tm.tokenize(tm.read_corpus(SEEDS, language="en"))


@pytest.mark.parametrize("method", PLAIN)
def test_columns_types_and_offsets_are_those_promised(articles, method):
    found = tm.keyphrases(articles, method=method, top_n=8)
    assert list(found.columns) == COLUMNS
    assert found.dtypes.tolist() == pd.DataFrame(columns=COLUMNS).astype(TYPES).dtypes.tolist()
    assert set(found["method"]) == {method} and found["phrase"].str.len().min() > 0
    for group, rows in found.groupby("group"):
        assert rows["rank"].tolist() == list(range(1, len(rows) + 1)) and len(rows) <= 8
        assert (np.diff(rows["score"]) <= 0).all()
        assert np.isfinite(rows["score"]).all()
    for row in found.itertuples():
        assert len(row.offsets) == row.count >= 1 == row.documents
        quotes = [" ".join(articles.corpus.source(name)[start:stop].split()) for name, start, stop in row.offsets]
        assert row.phrase in quotes and {name for name, _, _ in row.offsets} == {row.group}
        assert sorted(row.offsets) == list(row.offsets)


@pytest.mark.parametrize("method", PLAIN)
def test_a_text_has_the_same_keyphrases_in_any_company(method):
    together = tm.keyphrases(tokens_of(*TEXTS), method=method)
    turned = tm.keyphrases(tokens_of(*TEXTS[::-1], names=["d3", "d2", "d1", "d0"]), method=method)
    for i, text in enumerate(TEXTS):
        alone = tm.keyphrases(tokens_of(text, names=[f"d{i}"]), method=method)
        same(alone, together[together["group"] == f"d{i}"])
        same(alone, turned[turned["group"] == f"d{i}"])


@pytest.mark.parametrize("method", PLAIN)
def test_blocks_and_parts_change_nothing(method, monkeypatch):
    tokens = tokens_of(*TEXTS)
    whole = tm.keyphrases(tokens, method=method)
    monkeypatch.setattr(reading, "BLOCK", 20)
    same(tm.keyphrases(tokens, method=method), whole)
    monkeypatch.setattr("textmine.extraction.extract.PART", 150)
    same(tm.keyphrases(tokens.corpus, method=method), whole)


def test_a_scan_is_read_part_by_part(tmp_path):
    pd.DataFrame({"document": [f"d{i}" for i in range(4)], "text": TEXTS}).to_parquet(tmp_path / "texts.parquet")
    scan = tm.scan_corpus(tmp_path, name="document", language="en")
    same(tm.keyphrases(scan), tm.keyphrases(tokens_of(*TEXTS)))
    with pytest.raises(ValueError, match="by, contrast and tags must be None for a scan"):
        tm.keyphrases(scan, by="article")


@pytest.mark.parametrize("method", PLAIN)
@pytest.mark.parametrize("text, rows", [
    ("peace", 1), ("the of and", 0), ("!!! ... ,,", 0), ("2020 13 4.5", 0),
])
def test_texts_with_next_to_nothing(method, text, rows):
    found = tm.keyphrases(tokens_of(text, "Peace talks in Hanoi; peace talks again."), method=method, top_n=1000)
    assert list(found.columns) == COLUMNS
    assert (found["group"] == "d0").sum() <= rows
    assert found.dtypes.tolist() == pd.DataFrame(columns=COLUMNS).astype(TYPES).dtypes.tolist()


@pytest.mark.parametrize("method", PLAIN)
def test_no_sentence_ends_and_mixed_scripts(method):
    text = "Hà Nội hosted the 国防部长会议 and Министерство обороны joined the ASEAN talks " * 30
    found = tm.keyphrases(tokens_of(text), method=method, top_n=30)
    assert len(found) and "Министерство обороны" in set(found["phrase"]) | {"Министерство обороны"}


def test_mixed_scripts_are_all_read():
    text = "Hà Nội hosted the talks, and Министерство обороны joined; محادثات السلام too"
    assert {"Hà Nội", "Министерство обороны", "محادثات السلام"} <= set(tm.keyphrases(tokens_of(text))["phrase"])


def test_documents_of_a_group_are_one_text():
    tokens = tokens_of(*TEXTS, side=["a", "b", "b", "a"])
    found = tm.keyphrases(tokens, by="side")
    row = found[(found["group"] == "b") & (found["phrase"].str.lower() == "maritime security")].iloc[0]
    assert (row["count"], row["documents"]) == (2, 2)
    assert [name for name, _, _ in row["offsets"]] == ["d1", "d2"]
    alone = tm.keyphrases(tokens_of(TEXTS[1], names=["d1"], side=["b"]), by="side")
    both = tm.keyphrases(tokens_of(TEXTS[1], TEXTS[0], names=["d1", "d0"], side=["b", "a"]), by="side")
    same(alone, both[both["group"] == "b"])


def test_abbreviations_are_places_of_their_long_form():
    found = tm.keyphrases(tokens_of(TEXTS[0])).set_index("phrase")
    assert found.loc["support vector machine", "count"] == 4 and "SVM" not in found.index
    behind = tm.keyphrases(tokens_of("The SVM (support vector machine) is old. An SVM learns."))["phrase"].tolist()
    assert behind[0] == "support vector machine" and "SVM" not in behind
    without = tm.keyphrases(tokens_of("The strange bracket (SVM) is no definition. An SVM learns."))["phrase"].tolist()
    assert "SVM" in without


def test_forms_that_differ_in_number_are_one_phrase_under_the_most_frequent():
    found = tm.keyphrases(tokens_of("Coast guards are here. A coast guard is there. Coast guards were seen."))
    assert found.loc[0, ["phrase", "count"]].tolist() == ["Coast guards", 3]


def test_nested_phrases_and_overlap():
    tokens = tokens_of("The ASEAN defence ministers met. The defence ministers of ASEAN met the ministers.")
    maximal, nested = (set(tm.keyphrases(tokens, candidates=kind, top_n=50)["phrase"])
                       for kind in ("maximal", "nested"))
    assert maximal == {"ASEAN defence ministers", "defence ministers", "ASEAN", "ministers"}
    assert nested == maximal | {"defence", "ASEAN defence"}
    dropped = tm.keyphrases(tokens, candidates="nested", redundancy="drop", top_n=50)["phrase"].tolist()
    assert len(dropped) == 1 or not any(one in other for one in dropped for other in dropped if one != other)
    for kind in ("runs", "ngrams"):
        assert len(tm.keyphrases(tokens, candidates=kind))


def test_redundancy_drop_is_the_greedy_choice():
    tokens = tokens_of(*TEXTS)
    every = tm.keyphrases(tokens, candidates="nested", top_n=1000)
    dropped = tm.keyphrases(tokens, candidates="nested", top_n=4, redundancy="drop")
    for group, rows in every.groupby("group"):
        kept: list[str] = []
        for phrase in rows["phrase"].str.lower():
            if not any(f" {phrase} " in f" {other} " or f" {other} " in f" {phrase} " for other in kept):
                kept.append(phrase)
        assert dropped[dropped["group"] == group]["phrase"].str.lower().tolist() == kept[:4]


def test_languages_without_a_list_need_stop_words():
    text = "Die Verteidigungspolitik und die ASEAN in Hanoi; die Verteidigungspolitik der Nachbarn"
    tokens = tokens_of(text, language="de")
    with pytest.raises(ValueError, match="stop_words must be given for a language without a list here, 'de'"):
        tm.keyphrases(tokens)
    with pytest.raises(ValueError, match="stop_words must be given for a corpus that states no language"):
        tm.keyphrases(tokens_of(text, language=None))
    own = tm.keyphrases(tokens, stop_words=["die", "und", "in", "der"])
    assert own["phrase"].tolist()[0] == "Verteidigungspolitik" and "ASEAN" in own["phrase"].tolist()
    same(tm.keyphrases(tokens.drop(["die", "und", "in", "der"])), own)
    chinese = tokens_of("国防部长会议在河内举行", language="zh")
    assert tm.keyphrases(chinese, stop_words=["在"], max_words=8)["phrase"].tolist()[0] == "国防部长会议"


def test_a_background_of_ones_own():
    tokens = tokens_of(*TEXTS)
    table = tokens_of("maritime security", "maritime law", "coast").count()
    own, none = tm.keyphrases(tokens, background=table), tm.keyphrases(tokens, background=None)
    own, none = (each.set_index(["group", "phrase"])["score"] for each in (own, none))
    # two of three texts of the table hold "maritime", none "radar": its words stand once each at the same weight
    assert own["d2", "radar stations"] / own["d2", "night"] > 1.9
    assert none["d2", "patrol boats"] == pytest.approx(
        ((1 + np.log(2) / 2) + 1) * np.log(2) / np.log(np.e + 6 / 100)**2)
    assert background.bundled().frequency["treaty"] > 10 and background.bundled().n_documents == 24149


def test_own_tags_decide(monkeypatch):
    tokens = tokens_of("They fish big fish", "Peace holds")
    by_word = [["PRON", "VERB", "ADJ", "NOUN"], ["NN", "VBZ"]]
    assert tm.keyphrases(tokens, tags=by_word)["phrase"].tolist() == ["big fish", "Peace"]
    spans = [[(0, 4, "PRON"), (5, 9, "NOUN"), (10, 18, "X")], [(0, 5, "PROPN")]]
    assert tm.keyphrases(tokens, tags=spans)["phrase"].tolist() == ["fish", "Peace"]

    class Token:
        def __init__(self, idx, text, pos_):
            self.idx, self.text, self.pos_ = idx, text, pos_

        def __len__(self):
            return len(self.text)

    docs = [[Token(0, "They", "PRON"), Token(5, "fish", "VERB"), Token(10, "big", "ADJ"), Token(14, "fish", "NOUN")],
            [Token(0, "Peace", "NOUN"), Token(6, "holds", "VERB")]]
    assert tm.keyphrases(tokens, tags=docs)["phrase"].tolist() == ["big fish", "Peace"]


@pytest.mark.parametrize("arguments, error, message", [
    ({"method": "texrank"}, ValueError, "method must be one of"),
    ({"candidates": "max"}, ValueError, "candidates must be .*Did you mean 'maximal'"),
    ({"top_n": 0}, ValueError, "top_n must be a whole number of at least 1, got 0"),
    ({"max_words": 0}, ValueError, "max_words must be"),
    ({"by": "artcle"}, ValueError, "by must be .*Did you mean 'article'"),
    ({"redundancy": True}, ValueError, "redundancy must be one of"),
    ({"options": {"window": 2}}, ValueError, "options must be left out for 'salience'"),
    ({"options": "window"}, TypeError, "options must be"),
    ({"stop_words": "the"}, TypeError, "stop_words must be an iterable of words"),
    ({"background": "wikipedia"}, ValueError, "background must be"),
    ({"background": 3}, TypeError, "background must be"),
    ({"tags": "NOUN"}, TypeError, "tags must be a sequence"),
    ({"tags": [["NOUN"]]}, ValueError, "tags must have one entry for each of the 4 documents, got 1"),
    ({"tags": [["NOUN"]] * 4}, ValueError, "tags must have one tag for each of the 18 words of document 1, got 1"),
    ({"tags": [[(0, 3)]] * 4}, TypeError, "tags must be spaCy Docs"),
])
def test_wrong_arguments_are_told(arguments, error, message):
    with pytest.raises(error, match=message):
        tm.keyphrases(tokens_of(*TEXTS), **arguments)


def test_what_is_no_corpus_is_told():
    with pytest.raises(TypeError, match="tokens must be"):
        tm.keyphrases("Peace talks in Hanoi")
    with pytest.raises(TypeError, match="n_keywords"):
        tm.keyphrases(tokens_of("peace"), n_keywords=3)


def test_merged_tokens_are_read_as_the_words_of_the_text():
    tokens = tokens_of(*TEXTS)
    same(tm.keyphrases(tokens.compound(["coast guards"])), tm.keyphrases(tokens))
    dropped = tm.keyphrases(tokens.drop(["vietnam"]), top_n=100)["phrase"]
    assert "Vietnam" not in set(dropped)


def test_abbreviations_that_cleaning_spells_out_are_one_phrase():
    text = ("The ASEAN Defence Ministers' Meeting (ADMM) met. The ADMM agreed on rules. An ADMM working group met, "
            "and the rule of law (ROL) holds. The ROL matters.")
    tokens = tm.tokenize(tm.Corpus.from_texts([text], ["a"], language="en").clean())
    found = tm.keyphrases(tokens, top_n=100, candidates="nested")
    assert not found["phrase"].duplicated().any()
    forms = {text[start:stop] for offsets in found["offsets"] for _, start, stop in offsets}
    assert not any(form.startswith(("Ministers", "Meeting")) and "ADMM" in form for form in forms)
    top = tm.keyphrases(tokens).set_index("phrase")
    assert "ADMM" not in top.index and top.loc["ASEAN Defence Ministers' Meeting", "count"] == 3


def test_stop_words_are_folded_and_read_once_for_all_parts(monkeypatch):
    corpus = tokens_of(*TEXTS).corpus
    stops = [*tm.stopwords("en"), "ASEAN", "Coast*"]
    wanted = tm.keyphrases(tm.tokenize(corpus), stop_words=stops, top_n=100)
    assert not wanted["phrase"].str.contains("ASEAN|[Cc]oast").any()
    same(wanted, tm.keyphrases(tm.tokenize(corpus).drop(["ASEAN", "Coast*"]), top_n=100))
    monkeypatch.setattr("textmine.extraction.extract.PART", 100)
    same(tm.keyphrases(corpus, stop_words=iter(stops), top_n=100), wanted)


def test_the_most_frequent_form_is_counted_whatever_white_space_it_holds():
    text = "Peace Talks began. Peace Talks ended. Then peace\ntalks, peace  talks and peace talks."
    assert tm.keyphrases(tokens_of(text))["phrase"].tolist()[0] == "peace talks"


@pytest.mark.parametrize("space", [" ", "\n", "\r\n", "\u00a0"])
def test_a_plural_possessive_breaks_no_phrase_where_a_line_ends(space):
    found = tm.keyphrases(tokens_of(f"The ministers'{space}meeting began."))["phrase"].tolist()
    assert found == ["ministers' meeting"]
    apart = tm.keyphrases(tokens_of(f"The ministers';{space}meeting began."))["phrase"].tolist()
    assert "ministers" in apart and not any("'" in phrase for phrase in apart)


def test_a_place_inside_a_longer_one_counts_a_quarter_among_longest_runs_alone():
    tokens = tokens_of("Peace talks began. New peace talks, old peace talks and then peace talks ended.")
    score = {kind: tm.keyphrases(tokens, candidates=kind, background=None).set_index("phrase")["score"]["peace talks"]
             for kind in ("nested", "ngrams")}
    assert score["ngrams"] == score["nested"]


def test_redundancy_is_dropped_in_linear_time():
    tokens = tokens_of(" the ".join(f"w{i}x v{i}x" for i in range(30_000)))
    began = time.perf_counter()
    assert len(tm.keyphrases(tokens, redundancy="drop", top_n=100_000)) == 30_000
    assert time.perf_counter() - began < 30  # half a second, where each pair is compared minutes


def test_an_unknown_argument_is_answered_with_the_right_one():
    with pytest.raises(TypeError, match="keyphrases has no argument 'top'. Did you mean 'top_n'"):
        tm.keyphrases(tokens_of("peace"), top=3)


@pytest.mark.parametrize("tags, message", [
    ([5], "got 5 for document 1"),
    ([[("a", 3, "NOUN")]], r"got \('a', 3, 'NOUN'\) for document 1"),
])
def test_tags_of_the_wrong_kind_are_told(tags, message):
    with pytest.raises(TypeError, match=message):
        tm.keyphrases(tokens_of("Peace holds"), tags=tags)


def test_spans_of_tags_come_in_any_order():
    tokens = tokens_of("Peace talks in Hanoi")
    spans = [(15, 20, "PROPN"), (6, 11, "NOUN"), (0, 5, "NOUN")]
    assert tm.keyphrases(tokens, tags=[spans])["phrase"].tolist() == ["Peace talks", "Hanoi"]


def test_a_short_form_before_its_definition_is_the_first_place():
    text = "An SVM learns. Later on the support vector machine (SVM) was defined."
    found = tm.keyphrases(tokens_of(text), method="first_phrases").set_index("phrase")
    assert found.loc["support vector machine", "score"] == 1 / (1 + 1)
    assert found.loc["support vector machine", "offsets"][0] == ("d0", 3, 6)


@pytest.mark.parametrize("text", ["EU (European Union", "(EU); (FPA", "The EU (European Union met", "ends with EU ("])
@pytest.mark.parametrize("method", ["salience", "rake"])
def test_brackets_that_are_never_closed_define_nothing(text, method):
    assert len(tm.keyphrases(tokens_of(text), method=method))


def test_places_in_runs_of_many_words_count_and_make_no_candidates():
    long = "the joint maritime security training exchange programme budget"
    tokens = tokens_of(f"Maritime security is vital. They met on {long}. It is maritime security.")
    for kind in ("maximal", "nested"):
        found = tm.keyphrases(tokens, candidates=kind, top_n=100).set_index("phrase")
        assert found.loc["maritime security", "count"] == 3
        assert "programme budget" not in found.index
    assert "joint maritime security training exchange programme budget" in set(
        tm.keyphrases(tokens, max_words=7)["phrase"])


def test_short_participles_ordinals_and_irregular_pasts_stand_in_no_phrase_alone():
    phrases = tm.keyphrases(tokens_of("We used satellite images. Prices rose. The 13th, 21st and 3rd came."))["phrase"]
    assert set(phrases) == {"satellite images", "Prices"}


def test_tags_of_another_text_and_unknown_ones_are_refused():
    tokens = tokens_of("Peace talks", "War ends")

    class Doc(list):
        text = "War ends"

    with pytest.raises(ValueError, match="tags must hold the Doc of each document's own text, .* got 'War ends'"):
        tm.keyphrases(tokens, tags=[Doc([(0, 3, "NOUN")]), Doc([(0, 3, "NOUN")])])
    for tag in ("FOO", "", "noun"):
        with pytest.raises(ValueError, match="tags must be Universal"):
            tm.keyphrases(tokens, tags=[[tag, tag]] * 2)
    with pytest.raises(ValueError, match="start below stop"):
        tm.keyphrases(tokens, tags=[[(5, 3, "NOUN")]] * 2)


def test_tables_come_back_from_json_lines(tmp_path):
    tokens = tokens_of(*TEXTS)
    found = tm.keyphrases(tokens)
    found.to_json(tmp_path / "found.jsonl", orient="records", lines=True)
    again = pd.read_json(tmp_path / "found.jsonl", lines=True)
    same(tm.consensus_keyphrases(again), tm.consensus_keyphrases(found))
    assert tm.highlight_keyphrases(tokens, again, "d1") == tm.highlight_keyphrases(tokens, found, "d1")
    found.to_csv(tmp_path / "found.csv", index=False)
    text = pd.read_csv(tmp_path / "found.csv")
    for verb in (tm.consensus_keyphrases, lambda table: tm.highlight_keyphrases(tokens, table, "d1")):
        with pytest.raises(ValueError, match="to_json"):
            verb(text)
    other = tokens_of(*(text.upper() for text in TEXTS))
    with pytest.raises(ValueError, match="found must be of this corpus"):
        tm.highlight_keyphrases(other, found, "d1")


@pytest.mark.slow
@pytest.mark.parametrize("method", ["salience", "rake", "yake", "singlerank"])
def test_ten_megabytes_without_a_sentence_end(method):
    words = [f"the field hospital number w{i % 5000} in south sudan serves peacekeeping operation {i % 97}"
             for i in range(130_000)]
    text = " ".join(words)
    assert len(text) > 10_000_000
    found = tm.keyphrases(tokens_of(text), method=method)
    assert len(found) == 10 and found["count"].max() <= len(words)
