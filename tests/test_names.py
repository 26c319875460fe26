"""Public names: what other packages call otherwise is answered with the name here."""

import inspect
import traceback

import pytest

import textmine as tm


@pytest.mark.parametrize("name, here", [
    ("collocations", "phrases"), ("lemmatize", "tokens.normalize()"), ("wordstem", "tokens.normalize()"),
    ("dfm", "tokens.count()"), ("textstat_keyness", "keyness"), ("CountVectorizer", "count_terms"),
    ("xray", "term_places"), ("keynes", "keyness"), ("lda", "LDA"), ("tfidf", "table.weight()"),
    ("segment", "corpus.segment()"), ("emphases", "emphasis"),
])
def test_a_name_of_another_package_leads_to_the_one_here(name, here):
    with pytest.raises(AttributeError) as caught:
        getattr(tm, name)
    assert str(caught.value).endswith(f"Did you mean {here!r}?")
    owner, _, verb = here.removesuffix("()").rpartition(".")
    assert callable(getattr({"": tm, "tokens": tm.Tokens, "corpus": tm.Corpus, "table": tm.DocTerm}[owner], verb))


@pytest.mark.parametrize("name, here", [("n_topics", "n_components"), ("K", "n_components"), ("seed", "random_state"),
                                        ("n_components", "n_components"), ("eta", "topic_term_prior")])
def test_a_name_of_an_argument_leads_to_the_models(name, here):
    with pytest.raises(AttributeError, match=f"'{name}'. It is an argument of models: tm.LDA\\({here}=...\\)$"):
        getattr(tm, name)


def test_there_is_one_guess_and_not_two():
    with pytest.raises(AttributeError) as caught:
        tm.keynes  # noqa: B018
    shown = "".join(traceback.format_exception(caught.value))
    assert shown.count("Did you mean") == 1 and "?." not in shown


@pytest.mark.parametrize("make, given, here", [
    (tm.LDA, "n_topics", "n_components"), (tm.LDA, "K", "n_components"), (tm.CompoundLDA, "k", "n_components"),
    (tm.NMF, "num_topics", "n_components"), (tm.LDA, "alpha", "doc_topic_prior"), (tm.LDA, "eta", "topic_term_prior"),
    (tm.CompoundLDA, "beta", "topic_term_prior"), (tm.LDA, "seed", "random_state"), (tm.NMF, "iterations", "max_iter"),
    (tm.LSA, "n_component", "n_components"), (tm.CompoundLDA, "group", "by"),
])
def test_an_argument_of_another_package_leads_to_the_one_here(make, given, here):
    with pytest.raises(TypeError, match=f"^{make.__name__} has no argument '{given}'. Did you mean '{here}'\\?$"):
        make(**{given: 5})


@pytest.mark.parametrize("make", [tm.LDA, tm.CompoundLDA, tm.NMF, tm.LSA])
def test_hints_leave_signatures_as_they_are(make):
    names = list(inspect.signature(make).parameters)
    assert names[0] == "n_components" and "kwargs" not in names and names == list(inspect.signature(
        make.__init__).parameters)[1:] and sorted(names) == sorted(make().get_params())
    with pytest.raises(TypeError, match="has no argument 'zzz'. It has n_components, "):
        make(zzz=1)
