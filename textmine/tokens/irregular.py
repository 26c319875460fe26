"""English word forms that no rule can reach, and those that a rule would spoil.

Written for this package, from grammar.  Forms with two readings of their own are left
out on purpose: *left*, *found*, *saw*, *rose*, *thought*, *bit*, *lay*, *axes*, *bases*.
"""

from __future__ import annotations

from types import MappingProxyType

_PAST = """
be: am are is was were been | have: has had | do: does did done | go: goes went gone
arise: arose arisen | awake: awoke awoken | become: became | begin: began begun | bend: bent | bite: bitten
bleed: bled | blow: blew blown | break: broke broken | breed: bred | bring: brought | build: built | rebuild: rebuilt
burn: burnt | buy: bought | catch: caught | choose: chose chosen | cling: clung | come: came | overcome: overcame
creep: crept | deal: dealt | draw: drew drawn | withdraw: withdrew withdrawn | dream: dreamt | drive: drove driven
eat: ate eaten | fall: fell fallen | feed: fed | feel: felt | fight: fought | flee: fled | fly: flew flown
forbid: forbade forbidden | foresee: foresaw foreseen | forget: forgot forgotten | forgive: forgave forgiven
freeze: froze frozen | get: got gotten | give: gave given | grow: grew grown | hang: hung | hear: heard
hide: hid hidden | hold: held | uphold: upheld | withhold: withheld | keep: kept | kneel: knelt | know: knew known
lay: laid | lead: led | mislead: misled | leap: leapt | learn: learnt | lend: lent | light: lit | lose: lost
make: made | mean: meant | meet: met | oversee: oversaw overseen | pay: paid | repay: repaid | ride: rode ridden
ring: rang | rise: risen | run: ran | say: said | see: seen | seek: sought | sell: sold | send: sent
shake: shook shaken | shine: shone | shrink: shrank shrunk | sing: sang sung | sink: sank sunk | sit: sat
slay: slew slain | sleep: slept | slide: slid | speak: spoke spoken | speed: sped | spend: spent | spin: spun
spring: sprang sprung | stand: stood | withstand: withstood | steal: stole stolen | stick: stuck
strike: struck stricken | strive: strove striven | swear: swore sworn | sweep: swept | swim: swam swum
swing: swung | take: took taken | undertake: undertook undertaken | overtake: overtook overtaken | teach: taught
tear: tore torn | tell: told | throw: threw thrown | overthrow: overthrew overthrown | undergo: underwent undergone
understand: understood | wake: woke woken | wear: wore worn | weave: wove woven | weep: wept | win: won
write: wrote written | rewrite: rewrote rewritten
die: dies died dying | lie: lies lied lying | tie: ties tied tying
vie: vies vied vying | dye: dyeing | underlie: underlies underlain | overlie: overlies overlying overlain
panic: panicked panicking | traffic: trafficked | mimic: mimicked mimicking
belie: belied belying | untie: untied untying | combat: combated combating
agree: agreed | disagree: disagreed | free: freed | guarantee: guaranteed | decree: decreed | referee: refereed
"""
_PLURAL = """
child: children | grandchild: grandchildren | man: men | woman: women | foot: feet | tooth: teeth | goose: geese
mouse: mice | louse: lice | ox: oxen | wife: wives | housewife: housewives | midwife: midwives | knife: knives
half: halves | shelf: shelves | wolf: wolves | thief: thieves | loaf: loaves | calf: calves | elf: elves
hoof: hooves | scarf: scarves | self: selves | handkerchief: handkerchieves
crisis: crises | thesis: theses | hypothesis: hypotheses | synthesis: syntheses | parenthesis: parentheses
oasis: oases | emphasis: emphases | nemesis: nemeses | synopsis: synopses | criterion: criteria
phenomenon: phenomena | automaton: automata | bacterium: bacteria | curriculum: curricula
memorandum: memoranda | referendum: referenda | stratum: strata | spectrum: spectra | millennium: millennia
symposium: symposia | erratum: errata | alumnus: alumni | nucleus: nuclei | stimulus: stimuli | fungus: fungi
cactus: cacti | radius: radii | syllabus: syllabi | matrix: matrices | index: indices | vertex: vertices
appendix: appendices | vortex: vortices | larva: larvae | alga: algae | antenna: antennae | vertebra: vertebrae
tableau: tableaux | plateau: plateaux | bureau: bureaux | chateau: chateaux
gas: gases | bus: buses | lens: lenses | bias: biases | atlas: atlases | canvas: canvases | alias: aliases
iris: irises | trellis: trellises | quiz: quizzes | pie: pies
"""


def _forms(table: str) -> dict[str, str]:
    """Return form → lemma of a table of ``lemma: form form | …``."""
    entries = (entry.split(":") for line in table.strip().splitlines() for entry in line.split("|"))
    return {form: lemma.strip() for lemma, forms in entries for form in forms.split()}


IRREGULAR = MappingProxyType(_forms(_PAST) | _forms(_PLURAL))
"""Form → lemma."""

SAME = frozenset("""
news series species means goods arms customs headquarters barracks crossroads outskirts thanks odds clothes savings
whereabouts overseas nowadays always besides sometimes lens bias gas atlas canvas alias chaos cosmos ethos pathos
thermos rhinoceros christmas alms pants trousers scissors tongs innards shambles throes mumps measles rabies scabies
diabetes herpes molasses premises proceeds earnings lives leaves axes bases ellipses analyses diagnoses paralyses blues
afterwards backwards forwards onwards upwards downwards inwards outwards indoors outdoors upstairs downstairs mrs kudos
texas kansas arkansas dallas honduras bahamas barbados laos comoros davos delos hamas wales athens brussels philippines
netherlands maldives seychelles thames alps andes pyrenees mars hercules achilles moses james charles hans thomas
nicholas lucas judas jesus angeles adams williams roberts edwards richards stevens peters phillips daniels andrews
matthews hughes hayes jones rogers sanders saunders myers jacobs samuels owens evans simmons parsons hawkins jenkins
perkins watkins hopkins collins rollins higgins stephens rhodes keynes
united armed unarmed allied sacred naked wicked rugged ragged dogged jagged crooked beloved learned aged tired kindred
hatred skilled unskilled talented gifted sophisticated complicated dedicated belated outdated antiquated infrared moped
meeting building training hearing feeling painting drawing warning beginning opening ending setting finding wedding
clothing housing farming mining shipping banking funding financing manufacturing engineering marketing advertising
accounting understanding undertaking gathering briefing proceeding bombing shooting killing crossing landing dwelling
recording offering blessing filing ruling rating ranking planning spending lending borrowing policing learning teaching
processing computing programming nursing parking cooking fishing hunting shopping swimming dancing writing reading
heading ceiling morning stocking sibling darling sterling herring shilling farthing inkling pudding lightning lining
lodging trading wording frosting according outstanding interesting exciting following notwithstanding
miniseries subseries subspecies underlying footing teething
aids corps founded founding willing hundred specimen omen ramen yemen carmen bremen turkmen
""".split())
"""Words that stay: no inflected forms, forms with two readings, nouns in -ing, adjectives in -ed, names."""

FIXED_LAST = frozenset("rights nations states women affairs relations forces services games arts sports".split())
"""Plurals that are the last part of names and fixed terms with a hyphen (*human-rights*, *un-women*): such a form
stays unless the corpus holds its singular."""

PLURAL_IC = frozenset("""
critic topic clinic fabric republic epidemic pandemic academic mechanic metric comic relic mosaic characteristic lyric
catholic attic cynic cleric heretic mimic panic picnic plastic skeptic sceptic antibiotic diabetic romantic fanatic
alcoholic narcotic garlic tunic traffic public music mystic stoic colic eccentric hispanic
""".split())
"""Nouns in -ic whose -ics is a plural; other -ics name a subject (politics, physics)."""

PLURAL_IE = frozenset("""
movie cookie calorie zombie rookie prairie selfie genie hippie junkie sortie brownie birdie talkie
smoothie talkie oldie newbie techie groupie hoodie veggie boogie bookie budgie collie cutie indie menagerie lingerie
magpie necktie pixie quickie roomie townie yuppie freebie foodie auntie hottie laddie lassie walkie-talkie
""".split())
PLURAL_OE = frozenset("shoe toe foe hoe canoe oboe woe aloe tiptoe horseshoe snowshoe mistletoe floe".split())
PLURAL_CHE = frozenset("ache cache headache toothache backache heartache stomachache moustache mustache niche psyche "
                       "avalanche tranche comanche creche quiche cliche porsche demarche".split())
PLURAL_USE = frozenset("use reuse misuse abuse disuse excuse accuse fuse refuse confuse infuse defuse diffuse effuse "
                       "profuse suffuse transfuse muse amuse bemuse ruse peruse enthuse recluse masseuse".split())
