"""Passages that texts have in common: copied, reworked, or rendered anew.

* `texts`: articles as rows of words that know their places; `matches`, what every layer finds.
* `verbatim`: passages copied word for word, with words moved, changed or misread; it stands on `_seeds`, `_passages`
  and `_search`, and on `_spelling`, which takes rare words for the frequent ones that they misread.
"""
