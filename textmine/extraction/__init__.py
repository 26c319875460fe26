"""What a text is about, in phrases of its own.

* `extract`: keyphrases, the best phrases of each text by any method.
* `methods`: every extractor by its name; `setting`, what an extractor is and is told.
* `reading`: texts as an extractor sees them; `tagging`, which words can stand in a phrase; `english`, what English
  words can be.
* `candidates`: which phrases a text offers; `_kernels`, compiled.
* `background`: how common words are elsewhere.
* `salience`: our own score.
* `word_graphs`: words that many words lead to (TextRank, SingleRank, PositionRank); `topical_graphs`, those that fit
  the topics of the text; `_graph_kernels`, compiled.
* `topic_graphs`: phrases of one topic are one (TopicRank, MultipartiteRank); `_topic_kernels`, compiled.
* `surfaces`: what a reader sees of a phrase.
"""
