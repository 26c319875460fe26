"""What a text is about, in phrases of its own.

* `extract`: keyphrases, the best phrases of each text by any method.
* `methods`: every extractor by its name; `setting`, what an extractor is and is told.
* `reading`: texts as an extractor sees them; `tagging`, which words can stand in a phrase; `english`, what English
  words can be.
* `candidates`: which phrases a text offers; `_kernels`, compiled.
* `background`: how common words are elsewhere.
* `salience`: our own score.
* `frequency`, `rake`, `c_value`, `yake`, `sgrank`: statistics of the literature; `wordwise`, what they have in common;
  `casing`, how words are written; `_nesting_kernels`, `_likeness_kernels`, `_rank_kernels`, compiled.
* `embedding`: phrases near their text in the space of the user's own encoder.
* `word_graphs`: words that many words lead to (TextRank, SingleRank, PositionRank); `topical_graphs`, those that fit
  the topics of the text; `_graph_kernels`, compiled.
* `topic_graphs`: phrases of one topic are one (TopicRank, MultipartiteRank); `_topic_kernels`, compiled.
* `abbreviations`: short forms and what they stand for as one phrase; `own_tags`, parts of speech that a user brings;
  `redundancy`, leave out what a better phrase says already.
* `contrast`: what one group says that the others do not; `phrase_counts`, how often each document says each phrase.
* `surfaces`: what a reader sees of a phrase; `marks`, its places in a text, so that none overlap; `highlighting`, a
  page of the text with its keyphrases.
* `stemming`: when two phrases are the same, and which table of phrases can be read.
* `matching`: how much of what was chosen a list finds; `gold`, what was chosen.
* `evaluation`: precision, recall and F against phrases that people chose; which method is better, and is it chance?
* `consensus`: one list from those of several methods.
* `agreement`: how far lists agree beyond chance.
"""
