"""Public names: what other packages call otherwise is answered with the name here."""

import pytest

import textmine as tm


@pytest.mark.parametrize("name, here", [
    ("collocations", "phrases"), ("lemmatize", "tokens.normalize()"), ("wordstem", "tokens.normalize()"),
    ("dfm", "tokens.count()"), ("textstat_keyness", "keyness"), ("CountVectorizer", "count_terms"),
    ("xray", "term_places"), ("keynes", "keyness"),
])
def test_a_name_of_another_package_leads_to_the_one_here(name, here):
    with pytest.raises(AttributeError) as caught:
        getattr(tm, name)
    assert str(caught.value).endswith(f"Did you mean {here!r}?")
    owner = tm.Tokens if here.startswith("tokens.") else tm
    assert callable(getattr(owner, here.removeprefix("tokens.").removesuffix("()")))
