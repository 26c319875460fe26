"""From texts to words, with the way back.

* `tokenizer`: `tokenize`, where one word ends and the next begins.
* `tokens`: the `Tokens` value, integers with offsets.
* `folding`: written forms of one type.
* `patterns`: words and phrases with ``*`` and ``?``.
* `stoplists`: function words, by language.
"""
