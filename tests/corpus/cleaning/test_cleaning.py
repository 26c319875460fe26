"""Cleaning finds what the bundled corpus holds, and nothing in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.corpus.cleaning.expansion import find_edits
from textmine.corpus.cleaning.initials import learn_by_initials
from textmine.corpus.cleaning.short_forms import learn, long_form
from textmine.corpus.cleaning.spelling import american, hyphen_merges, merges
from textmine.corpus.cleaning.zones import LINE_RULES, find_zones

ALL = frozenset([*LINE_RULES, "signature", "caption", "heading"])
PARAGRAPH = ("The defence relations of the country have been extended over the past years, and many of its neighbours "
             "have taken part in exercises at sea and on land.")


def quoted(corpus, rule):
    names = corpus.articles["article"].to_pylist()
    return [(names[zone["source"]][:3], corpus.source(names[zone["source"]])[zone["start"]:zone["stop"]])
            for zone in corpus.zones.to_pylist() if zone["rule"] == rule]


def test_boilerplate_of_the_five_articles(cleaned):
    assert quoted(cleaned, "layout marker") == [("000", "leftcenterrightdel"), ("002", "leftcenterrightdel")]
    assert quoted(cleaned, "comment counter") == [("001", "Your Comment (0)")]
    assert quoted(cleaned, "translator") == [
        ("000", "Translated by Mai Huong"), ("002", "Translated by Minh Anh"), ("003", "Translated by Huu Duong"),
        ("004", "Translated by Mai Huong")]
    assert quoted(cleaned, "author") == [
        ("004", "Written by Lieutenant General Pham Thanh Lan, former Director of the Foreign Relations under the "
                "Ministry of National Defense")]
    assert quoted(cleaned, "dateline") == [("001", "Monday, January 18, 2021, 10:23 (GMT+7)")]
    assert [text[:28] for _, text in quoted(cleaned, "signature")] == ["Sr. Lt. Gen. HOANG XUAN CHIE"]


def test_captions_and_headings_of_the_five_articles(cleaned):
    assert [(name, text[:24]) for name, text in quoted(cleaned, "caption")] == [
        ("000", "State President Nguyen X"), ("001", "Sr. Lt. Gen Hoang Xuan C"), ("002", "Deputy Defense Minister "),
        ("003", "Level-2 Field Hospital N"), ("004", "Participating in UN peac")]
    assert quoted(cleaned, "heading") == [
        ("000", "Strong development steps"), ("000", "Turning difficulties and challenges into opportunities"),
        ("001", "Defence international integration and external affairs in 2020, orientation to 2021")]


def test_zones_take_no_running_text(cleaned):
    for row in cleaned.segment("paragraphs").to_frame()["text"]:
        assert len(row.split()) > 15 and row.rstrip('" ”').endswith((".", ":"))


@pytest.mark.parametrize("text", [
    "The report was translated by Mai Huong and written by General Lan.",
    "Translated by Mai Huong, the text was read in many countries. It was praised.",
    "On Monday, January 18, 2021, 10:23 (GMT+7) the meeting began.",
    "left center right",
    "Your comment (0) was not counted here.",
    "Thank you\n\nGood night",
    *(f"{line}\n\n{PARAGRAPH}" for line in (
        "He said yes", "And then there was silence", "I have a dream that one day this nation will rise up",
        "We shall overcome", "Thank you", "God bless America", "My fellow Americans", "Dear John",
        "There is no alternative", "- First point", "(Applause)", "Dear friends and colleagues")),
    *(PARAGRAPH + "\n\n" + line for line in (
        "169.\t Before stating at the Assembly the profound concern of all", "3 The parsing process",
        "Task 5 Capacity building and stakeholder participation", "No, I'm going to play your game -",
        "Subject: Re: thining algorithm", "A Man going to the market", "The people living in the north",
        "My Friends in Berlin watching this tonight", "Annex 2 Members attending the Meeting",
        "The Task Force building of schools")),
    PARAGRAPH + "\n\nThe Council during the winter of discontent",
    PARAGRAPH + "\n\nMr Lee was happy, But the people of the north",
    "Roses are red\n\nViolets are blue\n\n" + PARAGRAPH,
    "My fellow citizens:\n\n" + PARAGRAPH,
    PARAGRAPH + "\n\nIn this picture (Source: World Bank) growth is slow, and it will stay so for years to come.",
])
def test_running_text_stays(text):
    assert find_zones(text, ALL) == []


def test_a_photo_credit_takes_no_paragraph_with_it():
    text = PARAGRAPH + " " + PARAGRAPH + " (Photo: AFP)"
    assert [text[zone.start:zone.stop] for zone in find_zones(text, ALL)] == ["(Photo: AFP)"]


@pytest.mark.parametrize("line", [
    "Level-2 Field Hospital No.1 operating at the U.N. Mission", "President Nguyen Xuan Phuc receiving guests in Hanoi",
    "The Minister of Defence Ann Lee opening the new bridge"])
def test_captions_say_what_someone_named_is_doing(line):
    assert [zone.zone for zone in find_zones(f"{PARAGRAPH}\n\n{line}", ALL)] == ["caption"]


@pytest.mark.parametrize("line", [
    "Three years of growth", "WHY WE CANNOT TAX OUR WAY OUT OF THIS", "The Causes of the War"])
def test_titles_are_headings(line):
    assert [zone.zone for zone in find_zones(f"{line}\n\n{PARAGRAPH}", ALL)] == ["heading"]


@pytest.mark.parametrize("line", ["March 14, 2023, 5:30 PM", "Tuesday, 14 March 2023 at 17.30 (GMT)", "2023-03-14"])
def test_datelines(line):
    assert [zone.rule for zone in find_zones(f"{line}\n\n{PARAGRAPH}", ALL)] == ["dateline"]


@pytest.mark.parametrize("line, rule", [
    ("0 Comments", "comment counter"), ("Share this article", "site furniture"),
    ("Read more: Talks begin", "site furniture"),
    ("© 2021 The Daily. All rights reserved.", "site furniture"), ("By Maria Alvarez, Staff Writer", "byline"),
    ("By Ann Lee and Bo Chan", "byline"), ("Photo: AFP/Getty", "caption"), ("Figure 2. Growth by year.", "caption"),
    ("The mayor speaks to reporters on Monday. Photo: James Hill/Herald", "caption"),
])
def test_what_surrounds_articles_elsewhere(line, rule):
    assert [zone.rule for zone in find_zones(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}", ALL)] == [rule]


@pytest.mark.parametrize("line", [
    "By Monday the war was over and the people came home.", "By and large", "By the President of the United States.",
    "Share the burden, said the minister, and the work is light.", "Photo opportunities were few on that day.",
    "Figure 2 shows the growth of trade in the region over the past years.",
    "Copyright law protects the authors of books.", "(c) extension of the War Powers Act.",
    "Read more books, said the teacher.", "12 comments were made on the draft.",
])
def test_sentences_that_begin_like_furniture_stay(line):
    assert find_zones(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}", ALL - {"heading"}) == []


def test_words_are_english_only_in_english():
    german = tm.Corpus.from_texts(["Die US Armee"], language="de").clean()
    assert tm.tokenize(german).words(0) == ["die", "us", "armee"]


@pytest.mark.parametrize("language", ["English", "en_US", 5])
def test_languages_are_tags(language):
    with pytest.raises(ValueError, match="language must be a tag"):
        tm.Corpus.from_texts(["x"], language=language)


def test_long_forms_do_not_depend_on_the_order_of_articles():
    texts = ["the World Health Organisation (WHO)", "the World health organization (WHO)"]
    forms = [tm.Corpus.from_texts(each, language="en").clean().normalization.abbreviations
             for each in (texts, texts[::-1])]
    assert forms[0] == forms[1]


def test_no_rule_takes_more_than_linear_time():
    assert long_form("A" * 10, "x-" + "a-" * 40) is None
    text = "U.S. and US and us " * 20_000
    assert len(find_edits(text, {"US": "United States"})) == 40_000


def test_spelling_is_merged_where_both_occur(tokens, cleaned):
    assert "defence" not in tokens.types and "defense" in tokens.types
    audit = cleaned.audit
    merged = audit[(audit["rule"] == "spelling") & (audit["detail"] == "defence → defense")]
    assert merged["count"].tolist() == [44]
    one = tm.Corpus.from_texts(["The defence and the labour."], language="en").clean()
    assert "defence" in tm.tokenize(one).types


def test_the_more_frequent_spelling_is_kept_for_all_words_alike():
    counts = {"defence": 9, "defense": 1, "color": 2, "colour": 1}
    assert merges(counts, "auto") == {"defense": "defence", "color": "colour"}
    assert merges(counts | {"color": 10}, "auto") == {"defence": "defense", "colour": "color"}
    assert merges(counts, "us") == {"defence": "defense", "colour": "color"}


@pytest.mark.parametrize("word", "four our hour promise practise licence metre analyses raised wise prise".split())
def test_words_that_only_look_british_meet_no_american_twin(word):
    assert american(word) == word or merges({word: 1, "for": 1, "or": 1, "hor": 1}, "auto") == {}


def test_no_spelling_is_kept_that_the_corpus_hardly_knows():
    counts = {"defence": 90, "defense": 1, "color": 1, "colour": 20, "honor": 3, "honour": 20}
    assert merges(counts, "auto") == {"defense": "defence", "color": "colour", "honor": "honour"}
    counts = {"defence": 90, "defense": 300, "color": 2, "colour": 20, "honor": 3, "honour": 20}
    assert merges(counts, "auto") == {"defence": "defense", "color": "colour", "honour": "honor"}
    assert merges(counts, "us") == {"defence": "defense", "colour": "color", "honour": "honor"}


@pytest.mark.parametrize("word", (
    "programmer programmers programming advertise advertised improvised supervised unsupervised surprising "
    "exercise enterprise expertise franchise merchandise premise promised compromise comprise devise revised televised "
    "otherwise clockwise precise concise disguise raise noise fundraiser damageing greyhound greystoke mouldering "
    "cruise analyses rise advise arise despised paradise treatise practised cancellation equally levelly").split())
def test_words_that_have_one_spelling_alone(word):
    assert american(word) == word


@pytest.mark.parametrize("british, other", [
    ("centred", "centered"), ("decentred", "decentered"), ("programmes", "programs"), ("epicentre", "epicenter"),
    ("organising", "organizing"), ("generalisable", "generalizable"), ("misjudgements", "misjudgments"),
    ("defence-related", "defense-related"), ("archaeologists", "archeologists"), ("paralysed", "paralyzed"),
    ("neighbourhoods", "neighborhoods"), ("honourable", "honorable"), ("manoeuvred", "maneuvered"),
    ("modelling", "modeling"), ("greyscale", "grayscale"), ("dialogues", "dialogs"), ("catalogued", "cataloged")])
def test_forms_of_a_stem(british, other):
    assert american(british) == other and american(other) == other


@pytest.mark.parametrize("divided", ["t-h-e", "i-s", "no-on", "b-i", "w-s", "th-e", "a-way"])
def test_letter_strings_are_no_compounds(divided):
    assert hyphen_merges({divided: 3, divided.replace("-", ""): 9}) == {}


def test_prefixes_of_one_letter_are_compounds():
    assert hyphen_merges({"follow-up": 1, "followup": 2}) == {"follow-up": "followup"}
    assert hyphen_merges({"e-mail": 3, "email": 9, "x-ray": 2, "xray": 1, "co-ordinate": 1, "coordinate": 2}) == {
        "e-mail": "email", "xray": "x-ray", "co-ordinate": "coordinate"}


def test_hyphens_are_merged_but_not_in_re():
    assert hyphen_merges({"co-operation": 1, "cooperation": 3, "re-sign": 1, "resign": 2}) == {
        "co-operation": "cooperation"}


def test_abbreviations_of_the_seeds_are_one_term_with_their_long_forms(cleaned):
    words = {form: tm.tokenize(cleaned).corpus.normalization.abbreviations[form] for form in ("un", "eu", "vpa", "cmc")}
    assert words == {"un": "United Nations", "eu": "European Union", "vpa": "Vietnam People’s Army",
                     "cmc": "Central Military Commission"}
    types = set(tm.tokenize(cleaned.segment()).types)
    assert not types & {"un", "u.n", "u.n.", "eu", "e.u", "vpa", "mnd", "cmc", "admm"}


@pytest.mark.parametrize("text, expected", [("The U.N. met.", "un"), ("The E.U.'s plan.", "eu"), ("The UN met.", "un")])
def test_dotted_and_plain_abbreviations_are_one_type(text, expected):
    corpus = tm.Corpus.from_texts([text], language="en").clean()
    assert expected in tm.tokenize(corpus).words(0)


def test_us_is_a_country_and_us_is_a_pronoun():
    corpus = tm.Corpus.from_texts(["The U.S. helped us.", "The US helped us.", "LET US GO"], language="en").clean()
    tokens = tm.tokenize(corpus)
    assert [tokens.words(i) for i in range(3)] == [
        ["the", "united", "states", "helped", "us"]] * 2 + [["let", "us", "go"]]


def test_covid_in_any_letter_case_is_one_term_and_counted(cleaned):
    audit = cleaned.audit
    assert audit.loc[audit["rule"] == "letter case", ["detail", "count"]].values.tolist() == [
        ["Covid-19 → COVID-19", 8]]
    assert [t for t in tm.tokenize(cleaned).types if t.startswith("covid")] == ["covid-19"]


@pytest.mark.parametrize("short, before, expected", [
    ("UN", "a member of the United Nations", "United Nations"),
    ("E.U.", "and the European Union", "European Union"),
    ("ADMM", "the ASEAN Defense Ministers’ Meeting", "ASEAN Defense Ministers’ Meeting"),
    ("AFP", "said Agence France-Presse", "Agence France-Presse"),
    ("FPA", "a framework for Vietnam's participation in the E.U.'s crisis management activities", None),
    ("COC", "a Code of Conduct in the South China Sea", None),
    ("AP", "ALPE D'HUEZ, France", None),
    ("UN", "", None),
])
def test_long_forms_have_the_initials(short, before, expected):
    assert long_form(short, before) == expected


def test_two_long_forms_are_left_alone_and_said():
    texts = ["the Army Corps (AC) met. The AC left.", "an Arts Council (AC) met"]
    assert learn(texts, {}) == ({}, {"AC": ["Army Corps", "Arts Council"]})
    audit = tm.Corpus.from_texts(texts, language="en").clean().audit
    assert audit["detail"].tolist() == ["AC left alone: Army Corps / Arts Council"]


def test_the_user_table_wins():
    corpus = tm.Corpus.from_texts(["The MND met."], language="en").clean(abbreviations={"MND": "Ministry of Defence"})
    assert tm.tokenize(corpus).words(0) == ["the", "ministry", "of", "defence", "met"]


def test_an_author_who_writes_both_forms_may_mean_two_things():
    bank = "The Anglo Irish Bank failed. Anglo Irish Bank shares fell."
    assert learn_by_initials([bank + " AIB did not; AIB rose.", bank], ()) == {}
    assert learn_by_initials(["AIB did not; AIB rose.", bank, bank], ()) == {"AIB": ("Anglo Irish Bank", 4)}


def test_a_piece_of_a_longer_name_is_no_long_form():
    names = ["Advances in Neural Information Processing", "the United States and the Soviet Union"]
    assert learn_by_initials(["ANI, ANI, USS and USS", *names * 3], ()) == {}
    assert learn_by_initials(["OBS and OBS", *["the Oslo And Behavioral Sciences"] * 3], ()) == {
        "OBS": ("Oslo And Behavioral Sciences", 3)}


def test_definitions_are_not_counted_twice():
    edits = find_edits("the United Nations (U.N.) in the U.N.", {"UN": "United Nations"})
    assert [edit.replacement for edit in edits] == ["", "United Nations"]


def test_rules_can_be_chosen_and_must_exist(seeds):
    only = seeds.clean(rules=["layout marker"])
    assert set(only.audit["rule"]) == {"layout marker"}
    for wrong, message in ((["layuot marker"], "Did you mean 'layout marker'"), ("caption", "sequence of names")):
        with pytest.raises(ValueError, match=message):
            seeds.clean(rules=wrong)
    with pytest.raises(ValueError, match="must come once"):
        only.clean()
    with pytest.raises(ValueError, match="'abbreviation' beside 'initials'"):
        seeds.clean(rules=["initials"])
    for wrong in ({"UN": 5}, {"UN": ""}, ["UN"]):
        with pytest.raises(ValueError, match="abbreviations must map"):
            seeds.clean(abbreviations=wrong)
    with pytest.raises(ValueError, match="'auto', 'us', 'uk'"):
        seeds.clean(spelling="British")


def test_english_rules_are_for_english():
    german = tm.Corpus.from_texts(["Das Labor und der Labour.\n\nTranslated by Ann Lee"], language="de")
    assert german.clean().audit.empty
    with pytest.raises(ValueError, match="is for English"):
        german.clean(rules=["spelling"])


def test_audit_is_the_same_for_any_order_of_articles(seeds):
    turned = tm.Corpus.from_texts(seeds.articles["text"].to_pylist()[::-1], seeds.articles["article"].to_pylist()[::-1],
                                  language="en").clean().audit
    columns = ["rule", "detail", "article"]
    assert turned.sort_values(columns).reset_index(drop=True).equals(
        seeds.clean().audit.sort_values(columns).reset_index(drop=True))


@given(st.text(max_size=400))
def test_zones_and_edits_lie_in_the_text_in_order(text):
    zones = find_zones(text, ALL)
    assert all(0 <= zone.start < zone.stop <= len(text) for zone in zones)
    assert all(a.stop <= b.start for a, b in zip(zones, zones[1:], strict=False))
    edits = find_edits(text, {"UN": "United Nations"})
    assert all(0 <= edit.start < edit.stop <= len(text) for edit in edits)
    assert all(a.stop <= b.start for a, b in zip(edits, edits[1:], strict=False))
