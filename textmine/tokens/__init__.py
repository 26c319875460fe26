"""From texts to words, with the way back.

* `tokenizer`: `tokenize`, where one word ends and the next begins; `rules`: what a word is; `scripts`: where
  scripts without spaces may be divided; `characters`: runs of characters.
* `finding`: the same tokens from compiled code; `sentences`: where sentences end; `_places`, `_sentences`: what
  is compiled.
* `tokens`: the `Tokens` value, integers with offsets.
* `folding`, `renaming`: written forms of one type, and types under other names.
* `normalization`: inflected forms of one type, by `lemmas` (and their `irregular` forms) or stems;
  `merged`: the report of what became what.
* `compounds`: n-grams, phrases and categories as tokens; `spans`: stretches that are left out.
* `collocations`: `phrases`, the expressions that a corpus itself uses.
* `patterns`: words and phrases with ``*`` and ``?``.
* `stoplists`: function words, by language.
* `counting`: `count_terms`, the same counts without tokens; `counters`: its threads and their `blocks` of
  cells; `spilling`: counts larger than memory; `_kernels`, `_rows`: what is compiled; `vocabulary`: the types
  that one thread has met.
"""
