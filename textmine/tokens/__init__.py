"""From texts to words, with the way back.

* `tokenizer`: `tokenize`, where one word ends and the next begins.
* `tokens`: the `Tokens` value, integers with offsets.
* `folding`: written forms of one type.
* `normalization`: inflected forms of one type, by `lemmas` (and their `irregular` forms) or stems.
* `compounds`: n-grams, phrases and categories as tokens.
* `collocations`: `phrases`, the expressions that a corpus itself uses.
* `patterns`: words and phrases with ``*`` and ``?``.
* `stoplists`: function words, by language.
"""
