"""Passages that texts have in common: copied, reworked, or rendered anew.

* `texts`: articles as rows of words that know their places; `matches`, what every layer finds.
* `paraphrase`: passages put in other words, or rendered anew; `_content`, `_candidates`, `_sentence_chains`: its parts.
* `features`: how much of one text stands in another; `_sequences`: compiled.
"""
