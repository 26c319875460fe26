"""What English words can be, by lists and endings: no tagger, no download.

The lists are our own and hold no word that a theme is made of: function words, the verbs of
reporting and arguing, adverbs, and adjectives that say nothing of a subject (*new*, *various*).
A word in none of them is told by its ending, and if that says nothing it is a noun.  What a word
is in its place, `textmine.extraction.tagging` decides.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache


class Shape(IntEnum):
    """What a word can be by itself."""

    CLOSED = 0
    NUMBER = 1
    ADVERB = 2
    GENERAL = 3
    VERB = 4
    EITHER = 5
    PARTICIPLE = 6
    GERUND = 7
    ADJECTIVE = 8
    NOUN = 9


DETERMINERS = frozenset("""
a all an any both each either every her his its my neither no our some that the their these this those your
""".split())
"""After one of them a verb form is a noun."""
SUBJECTS = frozenset("""
he i it she that they we which who you
""".split())
"""After one of them a form in -ed is a verb."""
SPEAKERS = frozenset("""
i they we you
""".split())
"""After one of them a word that is noun or verb is a verb."""
MODALS = frozenset("""
can cannot could did do does may might must not shall should to will would
""".split())
"""After one of them too."""
AUXILIARIES = frozenset("""
am are be been being had has have is was were
""".split())
"""After one of them a form in -ed is a verb."""
ABBREVIATED = frozenset("""
al e.g eg eq equation et etc fig figure i.e ie per percent section table vs
""".split())
"""Words of references and units, part of no phrase."""
ADVERBS = frozenset("""
again ahead alike almost already also always apart aside away back even ever far fast finally first firstly forth
forward further furthermore hence here how however indeed instead just lastly later less maybe meanwhile more
moreover most much namely nearly never nevertheless next not now nowadays often once only otherwise perhaps quite
rather respectively second secondly so sometimes soon still then there thereby therefore third thus today together
too twice usually very well whereby yesterday yet
""".split())
"""Adverbs without -ly."""
NOT_ADVERBS = frozenset("""
ally anomaly apply assembly belly bully butterfly comply costly daily deadly early elderly family fly folly friendly
homily hourly imply italy jelly july likely lily lively lonely lovely monopoly monthly multiply oligopoly orderly
polly poly quarterly rally rely reply scholarly supply tally timely unlikely user-friendly weekly yearly
""".split())
"""Words in -ly that are no adverbs."""
GENERAL_ADJECTIVES = frozenset("""
able actual additional adequate another apparent appropriate available based basic best better big bigger broad
called certain clear common considerable considered correct corresponding crucial current described different
difficult due earlier early easier easily easy effective entire essential existing extensive extra few fewer final
first following former further general given good great greater greatest hard harder helpful highest important
individual interesting key known larger largest last late later latter least less likely little longer lowest main
major many minor more most much multiple necessary new next novel numerous obtained obvious old older other overall
own particular poor popular possible potential powerful present presented previous promising proper proposed recent
related relevant respective rich same second several shorter significant similar simpler smaller smallest specific
stronger subsequent substantial successful such suitable third total true typical unable unlikely useful usual
various vital well-known whole wider young
""".split())
"""Adjectives that say nothing of a subject: no phrase holds them."""
VERBS = frozenset("""
abandon accept accommodate accompany accomplish achieve acknowledge acquire adapt add adhere adjust adopt affect
affirm agree allege allocate allow alter analyse analyze announce anticipate appear apply appreciate approve argue
arise arrive articulate ascertain ask assert assess assign assist assume assure attain attend attract avoid become
begin behave believe belong bring build buy calculate capture carry choose cite clarify classify combine come
commence commit communicate compare compete compile complain comprise conceive concentrate conclude conduct confer
confine confirm confront consider consist constitute construct consult contain contend continue contribute convert
convey convince cooperate cope correspond create criticize deal decide declare deduce deem define deliver
demonstrate denote deny depend depict derive describe deserve destroy detect determine develop devise devote differ
differentiate diminish disappear disclose discover discuss distinguish divide draw elect eliminate elucidate embark
embed embody emerge emphasise emphasize employ enable encompass encounter encourage endeavour enhance enjoy ensure
entail enter envisage equip establish evaluate evolve examine exceed exclude execute exemplify exhibit exist expand
expect explain explore expose express extend facilitate fail fall feel find fix follow forbid foresee forget
formulate fulfil fulfill gather generalise generalize generate get give go grow guarantee happen hear hesitate
highlight hinder identify illustrate imagine immerse impede implement imply impose improve incorporate incur
indicate induce infer inform inherit inhibit insist inspire install instruct integrate intend interact interpret
introduce invent investigate invite invoke involve isolate join judge justify keep kill know learn leave lend let
lie listen look lose maintain make manage manifest maximise maximize meet mention minimise minimize mitigate modify
motivate move necessitate neglect notice observe obtain occupy occur omit operate optimise optimize organise
organize originate outperform overcome overlook owe participate pay perceive perform permit persist persuade pertain
pose possess postulate predict prefer prepare prescribe preserve prevail prevent proceed produce prohibit promote
prone propose protect prove provide publish pursue put qualify quantify raise react realise realize recall receive
recognise recognize recommend reconcile reconstruct recover reduce refer refine reflect refuse regard reject relate
rely remain remember remind remove render repeat replace represent require resemble reside resolve respond restrict
retain retrieve reveal revise satisfy say see seek seem select send serve shed simplify simulate solve speak specify
spend stand stay stimulate strengthen strive submit succeed suffer suffice suggest suit summarise summarize suppose
surround survive sustain tackle take teach tell tend think throw translate transmit treat uncover undergo underlie
underline undermine understand undertake unify urge utilise utilize validate vary verify violate want warn weaken
write
""".split())
"""Verbs that are seldom nouns, by their base forms."""
NOUNS_OR_VERBS = frozenset("""
account act address aim approach attempt attribute benefit call cause challenge change claim comment complement
complete compound compromise compute concern conflict contract contrast control cost debate decrease demand design
display drive effect elaborate estimate experience experiment exploit extract feed fit focus force form function
gain grant graph group guide help hold hope impact increase index influence initiate input interest issue label lack
lead limit link list live load map mark market match matter mean measure merge model monitor name need network note
object offer order outline output own pattern place plan play plot point post practice present process profile
program project promise prompt purchase query question range rank rate reach read reason record reference release
report request research result return review run sample search sense set share shift show signal sort source start
state stem stop structure study supply support survey talk target test trade transfer transform trend trust try turn
update use value view visit vote wait warrant wish wonder work worry yield
""".split())
"""Words that are nouns as often as verbs."""
IRREGULAR_VERBS = frozenset("""
am are arisen arose ate be beaten became become been began begun being bore borne bought broke broken brought built
came caught chose chosen clung crept dealt did do does doing done drank drawn drew driven drove dying fallen fed
fell felt fled flew forbade forgot forgotten fought found froze frozen gave given gone got gotten grew grown had has
have having heard held hid hung is kept knelt knew known laid lain lay leapt led left lent lies lit lost lying made
meant met mistook overcame overtook paid proven put ran rang read rode rose said sang sank sat saw seen sent set
shed shook shot shown shrank shrunk slept slid sold sought spent spoke spoken sprang spun stole stood strove struck
stuck sung swept swore swum taken taught thought threw thrown told took tore undergone underlying understood
undertaken undertook underwent upheld was went were withdrew withstood woke won wore wound wove written wrote
""".split())
"""Forms of verbs that no rule makes."""
NOT_ED = frozenset("""
bed biped bred breed deed embed exceed feed fled heed hundred indeed kindred led moped naked need proceed red reed
sacred seed shed sled sped speed succeed watershed weed
""".split())
"""Words in -ed that are no participles."""
NOT_ING = frozenset("""
anything being bring ceiling during evening everything king morning nothing ring sing something spring string thing
wing
""".split())
"""Words in -ing that are no verbs."""
ADJECTIVE_ENDINGS = ("al", "ic", "ive", "ous", "able", "ible", "ful", "less", "ary", "ar", "ent", "ant", "ish", "like",
                     "oid", "ian", "ese")
"""Endings of words that mostly stand before a noun; some are nouns (*signal*), so that they may end a phrase."""


def _gerunds(verb: str) -> set[str]:
    """Return the forms in -ing, with and without a doubled letter.

    >>> sorted(_gerunds("use")), sorted(_gerunds("plan"))
    (['using'], ['planing', 'planning'])
    """
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else verb
    return {stem + "ing", verb + verb[-1] + "ing"} if verb[-1] in "bdgmnprt" else {stem + "ing"}


def _third(verb: str) -> str:
    """Return the form in -s.

    >>> _third("carry"), _third("reach"), _third("use")
    ('carries', 'reaches', 'uses')
    """
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


_AGREED = {verb + "d" for verb in VERBS if verb.endswith("ee")}
_FINITE = VERBS | {_third(verb) for verb in VERBS} | _AGREED | IRREGULAR_VERBS
_GERUNDS = {form for verb in VERBS | NOUNS_OR_VERBS for form in _gerunds(verb)}


@lru_cache(2**17)
def shape(word: str) -> Shape:
    """Return what an English word can be, function words aside.

    >>> [shape(word).name for word in ("describes", "study", "digital", "quickly", "2020", "treaty")]
    ['VERB', 'EITHER', 'ADJECTIVE', 'ADVERB', 'NUMBER', 'NOUN']
    """
    if word in ABBREVIATED or len(word) == 1:
        return Shape.CLOSED
    if not any(map(str.isalpha, word)):
        return Shape.NUMBER
    if word[0].isdigit() and word.endswith(("st", "nd", "rd", "th")) and word[:-2].isdigit():
        return Shape.PARTICIPLE
    if word in ADVERBS:
        return Shape.ADVERB
    if word in GENERAL_ADJECTIVES:
        return Shape.GENERAL
    if word.endswith("ly") and len(word) > 4 and word not in NOT_ADVERBS:
        return Shape.ADVERB
    if word in _FINITE:
        return Shape.VERB
    if word in NOUNS_OR_VERBS:
        return Shape.EITHER
    return _by_ending(word)


def _by_ending(word: str) -> Shape:
    """Return what a word of no list can be."""
    if word.endswith("ed") and len(word) > 3 and word not in NOT_ED and not word.endswith("eed"):
        return Shape.PARTICIPLE
    if word in _GERUNDS and word not in NOT_ING:
        return Shape.GERUND
    return Shape.ADJECTIVE if word.endswith(ADJECTIVE_ENDINGS) else Shape.NOUN
