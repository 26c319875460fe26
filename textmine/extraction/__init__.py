"""What a text is about, in phrases of its own.

* `extract`: keyphrases, the best phrases of each text by any method.
* `extractors`: the methods, each from its source; `setting`, what an extractor is and is told.
* `reading`: texts as an extractor sees them; `tagging`, which words can stand in a phrase; `english`, what English
  words can be; `own_tags`, parts of speech that a user brings.
* `candidates`: which phrases a text offers; `expansions`, short forms and what they stand for as one phrase;
  `_kernels`, compiled.
* `background`: how common words are elsewhere.
* `contrast`: what one group says that the others do not; `phrase_counts`, how often each document says each phrase.
* `redundancy`: leave out what a better phrase says already.
* `surfaces`: what a reader sees of a phrase; `marks`, its places in a text, so that none overlap; `highlighting`, a
  page of the text with its keyphrases.
* `appraisal`: what lists of keyphrases are worth, against people and against each other.
"""
