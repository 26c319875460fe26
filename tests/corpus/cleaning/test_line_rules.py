"""Rules as data: what users bring is tried, counted and checked like the rules of textmine."""

import pytest

import textmine as tm
from textmine.corpus.cleaning import line_rules
from textmine.corpus.cleaning.line_rules import LINE_RULES
from textmine.corpus.cleaning.rules import OPTIONAL_RULES, RULES

FILING = tm.LineRule("filing", r"Filed under: .*")
SHIPS = tm.Replacement("ships", r"\bHMS \p{Lu}\p{Ll}+", "<ship>")


def corpus(*texts, language="en"):
    return tm.Corpus.from_texts(texts, language=language)


def test_rules_of_the_user_mark_replace_and_are_counted():
    cleaned = corpus("Filed under: Trade\n\nHMS Argus met HMS Hood. It was filed under: C.", "HMS Argus").clean(
        rules=[], extra=[FILING, SHIPS])
    assert cleaned.audit[["rule", "detail", "article", "count", "example"]].values.tolist() == [
        ["filing", "boilerplate", "1", 1, "Filed under: Trade"], ["ships", "→ <ship>", "1", 2, "HMS Argus"],
        ["ships", "→ <ship>", "2", 1, "HMS Argus"]]
    tokens = tm.tokenize(cleaned)
    assert tokens.words(0)[:3] == ["<ship>", "met", "<ship>"] and "filed" in tokens.words(0)
    assert tm.kwic(tokens, "<ship>")["keyword"].tolist() == ["HMS Argus", "HMS Hood", "HMS Argus"]


def test_a_rule_of_the_user_goes_before_the_others():
    title = tm.LineRule("share box", r"Share this.*", "heading")
    zones = corpus("Share this article\n\nTrade grew.").clean(extra=[title]).zones
    assert zones["rule"].to_pylist() == ["share box"] and zones["zone"].to_pylist() == ["heading"]
    both = corpus("The U.N. met.").clean(extra=[tm.Replacement("un", r"U\.N\.", "the league")])
    assert tm.tokenize(both).words(0) == ["the", "the", "league", "met"]


def test_long_lines_stay_where_a_rule_says_so():
    short = tm.LineRule("short", r"Note: .*", max_words=3)
    assert corpus("Note: one two\nNote: one two three").clean(rules=[], extra=[short]).zones.num_rows == 1


@pytest.mark.parametrize("make, message", [
    (lambda: tm.LineRule("", "x"), "name must be a text"),
    (lambda: tm.LineRule("a", "("), "regular expression, got '\\('"),
    (lambda: tm.LineRule("a", ".*"), "must not match the empty text"),
    (lambda: tm.LineRule("a", None), "pattern must be"),
    (lambda: tm.LineRule("a", "x", "boilerplat"), "Did you mean 'boilerplate'"),
    (lambda: tm.LineRule("a", "x", language="English"), "language must be a tag"),
    (lambda: tm.LineRule("a", "x", max_words=0), "max_words"),
    (lambda: tm.Replacement("a", "x", None), "replacement must"),
])
def test_a_rule_that_is_none_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("extra, error, message", [
    (FILING, TypeError, r"write \[rule\]"), (["filing"], TypeError, "tm.LineRule"),
    ([FILING, FILING], ValueError, "'filing', which is taken"),
    ([tm.LineRule("caption", "x")], ValueError, "which is taken"), ([tm.LineRule("date", "x")], ValueError, "is taken"),
    ([tm.LineRule("a", "x", language="de")], ValueError, "'a' is for 'de'"),
])
def test_extra_rules_have_names_and_languages_of_their_own(extra, error, message):
    with pytest.raises(error, match=message):
        corpus("x").clean(extra=extra)


def test_a_pattern_without_end_stops_with_its_name(monkeypatch):
    monkeypatch.setattr(line_rules, "TIMEOUT", 0.05)
    for rule in (tm.LineRule("loop", r"(?:a|aa)+b"), tm.Replacement("loop", r"(?:a|aa)+b", "")):
        with pytest.raises(ValueError, match="'loop': avoid repetitions"):
            corpus("a" * 60).clean(rules=[], extra=[rule])


def test_the_rules_of_textmine_are_such_data():
    assert all(isinstance(rule, tm.LineRule) and rule.name == name for name, rule in LINE_RULES.items())
    assert len({*RULES, *OPTIONAL_RULES}) == len(RULES) + len(OPTIONAL_RULES)


EVERY_RULE = [
    ("layout marker", "leftcenter\n\nx"), ("page number", "- 4 -\n\nx"), ("comment counter", "2 Comments\n\nx"),
    ("site furniture", "Advertisement\n\nx"), ("translator", "Translated by Ann Lee\n\nx"),
    ("author", "Written by Ann Lee\n\nx"), ("byline", "By Ann Lee\n\nx"), ("dateline", "March 14, 2023\n\nx"),
    ("signature", "x\n\nDr. Ann Lee, Director"), ("caption", "x\n\nFigure 2. Growth."),
    ("heading", "The Causes of the War\n\n" + "word " * 30 + "end."),
    ("abbreviation", "the U.N. met"), ("line-end hyphen", "develop-\nment"), ("quotes", "it’s"), ("ligature", "ﬁve"),
    ("letter case", "K-12 K-12 k-12"), ("spelling", "defence defense"),
    ("date", "on 5 May 2021"), ("identifier", "see No.22"), ("number", "13th"),
    ("running head", "\n\f".join(["Trade Report\n" + "word " * 120] * 4)),
]


@pytest.mark.parametrize("rule, text", EVERY_RULE)
def test_every_rule_counts_itself_for_each_article(rule, text):
    audit = corpus(text, "Nothing here", text).clean(rules=[rule]).audit
    assert set(audit["rule"]) == {rule} and set(audit["article"]) == {"1", "3"}
    assert (audit["count"] > 0).all() and (audit["characters"] > 0).all()


def test_no_rule_is_forgotten_here():
    assert {rule for rule, _ in EVERY_RULE} == {*RULES, *OPTIONAL_RULES} - {"initials", "repeated line"}
