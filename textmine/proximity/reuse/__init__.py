"""Passages that texts have in common: copied, reworked, or rendered anew.

* `texts`: articles as rows of words that know their places; `matches`, what every layer finds.
"""
