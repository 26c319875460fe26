"""Which phrases matter most: the methods of the literature, and our own.

Each gives every candidate of a text a score, higher for better, from that text alone.

* `methods`: every extractor by its name.
* `salience`: our own score.
* `frequency`: TF-IDF, first phrases and KP-Miner; `rake`, `c_value`, `yake`, `sgrank`: statistics of words and terms;
  `wordwise`, what they have in common; `casing`, how words are written.
* `word_graphs`: words that many words lead to (TextRank, SingleRank, PositionRank); `topical_graphs`, those that fit
  the topics of the text; `topic_graphs`, phrases of one topic are one (TopicRank, MultipartiteRank).
* `embedding`: phrases near their text in the space of the user's own encoder.
* `_nesting_kernels`, `_likeness_kernels`, `_sgrank_kernels`, `_graph_kernels`, `_topic_kernels`: compiled.
"""
