"""What a text is about, in phrases of its own.

* `extract`: keyphrases, the best phrases of each text by any method.
* `methods`: every extractor by its name; `setting`, what an extractor is and is told.
* `reading`: texts as an extractor sees them; `tagging`, which words can stand in a phrase; `english`, what English
  words can be.
* `candidates`: which phrases a text offers; `_kernels`, compiled.
* `background`: how common words are elsewhere.
* `salience`: our own score.
* `frequency`, `rake`, `c_value`, `yake`, `sgrank`: statistics of the literature; `wordwise`, what they have in common;
  `casing`, how words are written; `_nesting_kernels`, `_likeness_kernels`, `_sgrank_kernels`, compiled.
* `embedding`: phrases near their text in the space of the user's own encoder.
* `surfaces`: what a reader sees of a phrase.
"""
