"""Passages that texts have in common: copied, reworked, or rendered anew.

* `search`: the door; `shared`: the result; `side_by_side`: both texts on a page.
* `texts`: articles as rows of words that know their places; `forms`: when two words are the same.
* `matches`: what every layer finds; `copies`, `near_copies`: articles of the same words, or nearly.
* `verbatim`: passages copied word for word, with words moved, changed or misread; it stands on `_seeds`, `_clouds`,
  `_passages` and `_search`, and on `_spelling`, which takes rare words for the frequent ones that they misread.
* `paraphrase`: passages put in other words, or rendered anew; `_content`, `_candidates`, `_sentence_chains`: its parts.
* `agreement`: how far both sides agree; `overlapping`: what two layers found; `coverage`: words in stretches; `dating`:
  which article is the earlier.
* `features`: how much of one text stands in another; `_sequences`: compiled.
"""
