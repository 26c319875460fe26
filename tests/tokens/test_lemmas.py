"""Lemmas against a list written by hand: ordinary forms, irregular ones, and traps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine as tm
from textmine.tokens.irregular import IRREGULAR, SAME
from textmine.tokens.lemmas import lemmas

GOLD = dict(pair.split("=") if "=" in pair else (pair, pair) for pair in """
soldiers=soldier hospitals=hospital forces=force states=state nations=nation navies=navy armies=army countries=country
cities=city policies=policy treaties=treaty allies=ally studies=study families=family movies=movie calories=calorie
buses=bus gases=gas viruses=virus campuses=campus bonuses=bonus censuses=census uses=use causes=cause houses=house
clauses=clause cases=case bases phases=phase purposes=purpose promises=promise exercises=exercise enterprises=enterprise
responses=response licenses=license lenses=lens classes=class losses=loss addresses=address processes=process
crises=crisis theses=thesis hypotheses=hypothesis analyses boxes=box taxes=tax axes indices=index matrices=matrix
churches=church speeches=speech branches=branch headaches=headache wishes=wish pushes=push sizes=size prizes=prize
quizzes=quiz waltzes=waltz heroes=hero vetoes=veto echoes=echo shoes=shoe foes=foe potatoes=potato goes=go
knives=knife wives=wife wolves=wolf halves=half shelves=shelf lives leaves archives=archive natives=native curves=curve
roofs=roof chiefs=chief beliefs=belief days=day attorneys=attorney keys=key children=child men=man women=woman
policemen=policeman spokesmen=spokesman specimen omen feet=foot teeth=tooth geese=goose mice=mouse oxen=ox people data
media criteria=criterion phenomena=phenomenon bacteria=bacterium alumni=alumnus stimuli=stimulus
peace-keepers=peace-keeper by-laws=by-law
news series species politics economics physics mathematics means goods arms headquarters overseas always perhaps
analysis basis crisis bus gas virus status corpus less press congress progress class glass pass loss grass this his us
its yes thus plus bias lens atlas canvas chaos vietnam laos philippines netherlands wales james texas paris
critics=critic topics=topic republics=republic
went=go gone=go came=come took=take taken=take gave=give made=make said=say brought=bring sought=seek fought=fight
built=build spent=spend told=tell held=hold kept=keep led=lead met=meet lost=lose wrote=write written=write known=know
grew=grow grown=grow became=become began=begin begun=begin chosen=choose spoke=speak stood=stand understood=understand
paid=pay heard=hear sold=sell sang=sing flew=fly drawn=draw undertook=undertake withdrew=withdraw
was=be is=be are=be were=be been=be has=have had=have does=do did=do done=do
left found saw rose thought
deployed=deploy played=play needed=need ended=end wanted=want walked=walk opened=open offered=offer visited=visit
used=use based=base closed=close caused=cause increased=increase promised=promise announced=announce forced=force
changed=change arranged=arrange challenged=challenge urged=urge hoped=hope hopped=hop rated=rate planned=plan
stopped=stop referred=refer controlled=control travelled=travel called=call rolled=roll passed=pass added=add
agreed=agree freed=free tried=try carried=carry studied=study applied=apply died=die tied=tie lied=lie
organised=organise realized=realize created=create related=relate treated=treat repeated=repeat celebrated=celebrate
unified=unify signed=sign fixed=fix showed=show argued=argue continued=continue involved=involve handled=handle
focused=focus breathed=breathe panicked=panic
need feed speed seed embed red bed hundred indeed sacred naked wicked united armed allied unprecedented exceed succeed
making=make giving=give taking=take using=use including=include running=run sitting=sit getting=get beginning going=go
playing=play studying=study seeing=see calling=call selling=sell adding=add hoping=hope hopping=hop changing=change
singing=sing hanging=hang organising=organise creating=create dying=die lying=lie growing=grow working=work
breathing=breathe staring=stare starring=star caring=care
meeting building training hearing meetings=meeting buildings=building thing things=thing bring spring king string
evening morning ceiling during being nothing something according willing wedding offspring
others better bigger largest quickly 1990s don't
""".split())
PRESENT = set(GOLD) | set(GOLD.values()) | set("""
new specie politic economic physic mean good arm headquarter oversea lao philippine wale jame texa lan unite even out
morn ceil wed accord interest hop hope star stare car care chang ben be bu ga viru statu corpu les pres pas glas gras
thi hi u it ye thu plu bia len atla canva chao bas base axe axis leaf life hundr sacr oman speciman build train hear
meet fee see spee re b ho com ad us th br spr str rat not stat writ din win singe breath end creat treat sing
""".split())


def accuracy(vocabulary):
    found = lemmas(vocabulary)
    wrong = {form: found.get(form, form) for form, lemma in GOLD.items() if found.get(form, form) != lemma}
    return 1 - len(wrong) / len(GOLD), wrong


def test_accuracy_where_every_lemma_and_many_a_false_friend_is_attested():
    share, wrong = accuracy(PRESENT)
    assert len(GOLD) >= 300 and share >= 0.99, wrong


def test_accuracy_where_nothing_but_the_forms_is_attested():
    share, wrong = accuracy(set(GOLD))
    assert share >= 0.80, wrong
    assert all(found == form for form, found in wrong.items()), "an unsure form must stay"


def test_irregular_lemmas_stay_where_they_are():
    everything = {*IRREGULAR, *IRREGULAR.values(), *SAME, *PRESENT}
    found = lemmas(everything)
    assert not set(found) & set(IRREGULAR.values())
    assert not (set(found) - set(IRREGULAR)) & SAME and not set(IRREGULAR) & SAME


@given(st.sets(st.sampled_from(sorted(PRESENT))))
def test_lemmas_are_final_and_a_second_pass_finds_no_more(words):
    found = lemmas(words)
    assert not set(found) & set(found.values())
    after = {found.get(word, word) for word in words}
    assert lemmas(after, found) == {}


def test_counts_decide_where_spelling_cannot():
    assert lemmas({"determined": 5, "determin": 1, "determine": 40})["determined"] == "determine"
    assert lemmas({"hoping": 5, "hop": 99, "hope": 1})["hoping"] == "hope", "of hop it would be hopping"
    assert "working" not in lemmas({"working": 50, "workings": 5, "work": 9})
    assert lemmas({"working": 51, "workings": 5, "work": 9})["working"] == "work"


def normalized(text, kind="lemma", language="en"):
    return tm.tokenize(tm.Corpus.from_texts([text], language=language)).normalize(kind).words(0)


def test_lemmas_are_the_default_and_keep_apart_what_stems_merge():
    pairs = ["universe university", "policy police", "organ organization", "general generalization",
             "import important", "news new", "past paste", "arm army"]
    merged = {kind: sum(len(set(normalized(pair, kind))) == 1 for pair in pairs) for kind in ("lemma", "porter")}
    assert merged["lemma"] == 0 and merged["porter"] >= 6
    tokens = tm.tokenize(tm.Corpus.from_texts(["armies army"], language="en-GB"))
    assert tokens.normalize().words(0) == tokens.normalize("lemma").words(0) == ["army", "army"]


def test_stems_follow_the_language_of_the_corpus():
    assert normalized("Häuser und Haus", "stem", "de") == ["haus", "und", "haus"]
    assert normalized("COVID-19 2020 missions", "stem") == ["covid-19", "2020", "mission"]


@pytest.mark.parametrize("kind, language, message", [
    ("lemma", None, "states its language"), ("stem", None, "states its language"), ("lemma", "de", 'must be "stem"'),
    ("porter", "de", 'must be "stem"'), ("stem", "vi", "with a Snowball stemmer"),
    ("lema", "en", "Did you mean 'lemma'"),
])
def test_forms_of_one_language_are_never_merged_by_the_rules_of_another(kind, language, message):
    with pytest.raises(ValueError, match=message):
        normalized("Die Soldaten", kind, language)


def test_normalizing_twice_is_normalizing_once(tokens):
    once = tokens.normalize()
    assert once.normalize().types == once.types
    assert (once.normalize().ids == once.ids).all()


def test_merges_account_for_every_token(tokens):
    after = tokens.normalize()
    table = tm.merges(tokens, after)
    before_counts, after_counts = (each.count().to_frame().sum() for each in (tokens, after))
    assert not set(table["form"]) & set(table["type"]) and len(table) > 200
    for each, rows in table.groupby("type"):
        total = rows["count"].sum() + before_counts.get(each, 0)
        assert (rows["type_count"] == total).all() and after_counts[each] == total
    assert (table["count"] == [before_counts[form] for form in table["form"]]).all()
    documents = (tokens.count().to_frame() > 0).sum()
    assert (table["documents"] == [documents[form] for form in table["form"]]).all()
    assert list(table["type_count"]) == sorted(table["type_count"], reverse=True)
    assert tm.merges(tokens, tokens).empty and tm.merges(tokens, tokens).dtypes.equals(table.dtypes)
    with pytest.raises(ValueError, match="same places"):
        tm.merges(tokens, tokens.ngrams(2))


FORMS = ("co-operate cooperate co-operates cooperates co-operated cooperated co-operating cooperating organise "
         "organize organised organized organising organizing centre center centres centers re-form reform reforming "
         "peace-keepers peacekeepers peacekeeper peace-keeper").split()


def cleaned_types(words):
    """Return the types of words before and after, as sets, of what cleaning merged and normalizing brings together."""
    after = tm.tokenize(tm.Corpus.from_texts([" ".join(words)], language="en").clean()).normalize()
    return {after.types[i] for i in after.ids}, after


@given(st.lists(st.sampled_from(FORMS), min_size=1, max_size=30))
def test_no_type_is_one_that_cleaning_or_normalizing_merged_into_another(words):
    types, after = cleaned_types(words)
    assert not types & set(after.corpus.normalization.words)
    assert after.normalize().types == after.types


@pytest.mark.parametrize("words, types", [
    ("co-operate co-operate co-operate cooperate cooperating cooperating co-operating", {"co-operate"}),
    ("co-operated co-operated cooperated cooperating cooperating co-operating", {"cooperate"}),
    ("cooperated cooperated co-operated co-operating co-operating cooperating", {"cooperate"}),
    ("organise organised organised organized organizing organising", {"organise"}),
    ("re-form re-form reform reforms", {"re-form", "reform"}),
    ("co-operated co-operate cooperating cooperate cooperate", {"cooperate"}),
])
def test_lemmas_keep_the_spellings_that_cleaning_merged(words, types):
    found, after = cleaned_types(words.split())
    assert found == types
    for word in words.split():
        assert len(tm.kwic(after, word)) > 0


def test_lemmas_that_lead_in_a_circle_through_a_mapping_end():
    tokens = tm.tokenize(tm.Corpus.from_texts(["soldier soldiers"], language="en")).map({"soldier": "soldiers"})
    assert tokens.normalize().words(0) == ["soldiers", "soldiers"]


@pytest.mark.parametrize("words, expected", [
    ("miniseries sub-series underlying", {}),
    ("b-movies walkie-talkies", {"b-movies": "b-movie", "walkie-talkies": "walkie-talkie"}),
    ("underlies", {"underlies": "underlie"}), ("apaches caches", {"caches": "cache"}),
    ("apaches apache", {"apaches": "apache"}), ("approaches approach", {"approaches": "approach"}),
    ("un-women human-rights right united-nations nation united-states state", {}),
    ("human-rights human-right ex-wives x-rays", {"human-rights": "human-right", "ex-wives": "ex-wife",
                                                  "x-rays": "x-ray"}),
    ("teeth teething footing foot felling fell", {"teeth": "tooth", "fell": "fall"}),
    ("willed will wil", {}), ("using use us note noted not", {"using": "use", "noted": "note"}),
    ("comply complying implying", {"complying": "comply"}),
])
def test_a_lemma_is_a_word(words, expected):
    assert lemmas(words.split()) == expected
