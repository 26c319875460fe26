"""A definition holds where its author wrote it; elsewhere only where the letters can mean nothing else."""

import pytest

import textmine as tm
from textmine.corpus.cleaning.expansion import find_edits
from textmine.corpus.cleaning.initials import learn_by_initials
from textmine.corpus.cleaning.short_forms import learn


def words(*texts, **options):
    tokens = tm.tokenize(tm.Corpus.from_texts(texts, language="en").clean(**options))
    return [" ".join(tokens.words(i)) for i in range(len(texts))]


@pytest.mark.parametrize("definition, other, expected", [
    ("the Named Page (NP) task", "an NP-complete problem, the NP class", "an np-complete problem the np class"),
    ("in Operations Research (OR) we", "The man OR the woman", "the man or the woman"),
    ("the Information Technology (IT) of it", "He said IT IS TIME to go", "he said it is time to go"),
    ("an Organizational Form (OF) there", "FOOD ORGANIZATION OF THE WORLD", "food organization of the world"),
    ("the Temporal Index Network (TIN)", "a box of tin, a TIN box", "a box of tin a tin box"),
    ("the World Health Organization (WHO)", "WHO is there?", "who is there"),
])
def test_a_word_in_capitals_is_no_short_form_of_another_author(definition, other, expected):
    first, second = words(definition, other)
    assert second == expected and "(" not in first


def test_a_word_is_a_short_form_in_the_text_that_defines_it_unless_shouted():
    (text,) = words("Information Technology (IT) pays. The IT sector said:\nIT IS TIME\nand that IT IS TIME again.")
    assert text == ("information technology pays the information technology sector said it is time and that it is "
                    "time again")


def test_a_definition_reaches_as_far_as_it_is_safe():
    few = words("the European Space Agency (ESA)", "ESA met; an ESA-led plan")
    assert few[1] == "european space agency met an esa-led plan"
    assert words("the United Nations (U.N.) met", "The UN met")[1] == "the united nations met"
    many = ["x"] * 11
    assert words("the European Space Agency (ESA)", "ESA met", *many)[1] == "esa met"
    assert words(*["the European Space Agency (ESA) met"] * 2, "ESA met", *many)[2] == "european space agency met"
    assert words("the Network News Transfer Protocol (NNTP)", "NNTP failed", *many)[1] == (
        "network news transfer protocol failed")
    assert words("x", "ESA met", *many, abbreviations={"ESA": "Space Agency"})[1] == "space agency met"


def test_what_is_left_alone_is_said():
    audit = tm.Corpus.from_texts(["Operations Research (OR)", "this OR that OR both"], language="en").clean().audit
    assert audit["detail"].tolist() == [
        "(OR) after its long form, not counted twice",
        "OR left alone where it may mean something else than Operations Research, in 2 places"]


def test_searching_knows_every_short_form_that_is_merged():
    corpus = tm.Corpus.from_texts(["the World Health Organization (WHO), the European Union (E.U.)"], language="en")
    assert {"eu", "who"} <= set(corpus.clean().normalization.abbreviations)


@pytest.mark.parametrize("text, yes", [
    ("A US ship left.", True), ("Ships sold by US firms.", True), ("US troops left.", True), ("pro-US views", False),
    ("The US-led plan", True), ("US-China talks", True), ("the US is large; they saw US there", True),
    ("Paid US$ 5 and US $7", False), ("she might see US", False), ("give it to US", False),
    ("He DID NOT JOIN US there.", False), ("LET US GO", False), ("It is for US to say.", False),
    ("US AND THEM, he said.", False), ("They met US General Lee.", True),
])
def test_us_is_a_country_where_the_place_or_the_text_says_so(text, yes):
    assert any(edit.replacement for edit in find_edits(text, {"US": "United States"})) is yes


def test_us_that_a_text_defines_otherwise_is_what_it_says():
    assert words("A Unified School (US) opened. One US closed.") == [
        "a unified school opened one unified school closed"]


@pytest.mark.parametrize("text", [
    "The United States (US) and the US army", "the Named Page (NP)", "the Operations Research (OR) or",
    "the European Union (E.U.)", "heat shock transcription factor (HSF)", "unmanned vehicles (UVs) and a UV"])
def test_the_table_says_the_same_before_and_after_cleaning(text):
    corpus = tm.Corpus.from_texts([text], language="en")
    assert tm.abbreviations(corpus).equals(tm.abbreviations(corpus.clean()))
    assert tm.abbreviations(corpus)["merged"].tolist() == ["HSF" not in text]


@pytest.mark.parametrize("text, expected", [
    ("A non-governmental organization (NGO). Many NGOs, N.G.O.s, the NGO.",
     "a non-governmental organization many non-governmental organizations non-governmental organizations the "
     "non-governmental organization"),
    ("Unmanned aerial vehicles (UAVs) and a UAV.", "unmanned aerial vehicles and a unmanned aerial vehicle"),
    ("Least developed countries (LDCs), an LDC; LDCs.",
     "least developed countries an least developed country least developed countries"),
    ("A Member of Parliament (MP), two MPs.", "a member of parliament two members of parliament"),
    ("The Conferences of the Parties (COPs), a COP.", "the conferences of the parties a conference of the parties"),
    ("The United Nations (UN). UNs.", "the united nations united nations"),
])
def test_plurals_are_those_of_the_long_form(text, expected):
    assert words(text) == [expected]


def test_singular_and_plural_are_one_long_form():
    texts = ["an aerial vehicle (AV)", "many aerial vehicles (AV)", "aerial vehicles (AVs)"]
    assert learn(texts, {}) == ({"AV": "aerial vehicle"}, {})
    assert words(*texts) == ["an aerial vehicle", "many aerial vehicles", "aerial vehicles"]


@pytest.mark.parametrize("sign", "\x1c\x1d\x1e\x1f\x85\u2028")
def test_control_characters_are_white_space_or_not_but_no_error(sign):
    corpus = tm.Corpus.from_texts([f"the United{sign}Nations (UN) met the UXO (unexploded{sign}ordnance)"],
                                  language="en")
    assert tm.abbreviations(corpus)["long"].tolist() == ["United Nations", "unexploded ordnance"]
    assert corpus.clean().cleaned


@pytest.mark.parametrize("short, phrase", [
    ("RGB", "R G B"), ("PBC", "President Bill Clinton"), ("MJS", "Mr John Smith"), ("BBC", "BIG BROTHER CHIP"),
    ("DIE", "Department of Industrial Engineering")])
def test_initials_that_are_no_name(short, phrase):
    text = f"the {short} and the {short} would die"
    assert learn_by_initials([text, *[f"the {phrase} was the {phrase} there"] * 2], ()) == {}


def test_initials_of_a_large_corpus_need_more_articles():
    phrase = "of the Ministry of National Defense it"
    few, many = [phrase] * 3, ["nothing"] * 8
    assert learn_by_initials(["MND and MND", *few, *many], ()) == {}
    assert learn_by_initials([*["the MND is"] * 3, *few, *many], ()) == {"MND": ("Ministry of National Defense", 3)}
