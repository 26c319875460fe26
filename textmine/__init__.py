"""textmine: comparative text mining.

Topic modelling, keyword extraction and document similarity over a corpus of
articles, and figures that compare the thematic emphasis of each article.

Three nouns hold everything, and none of them ever changes: a `Corpus` of texts,
the `Tokens` in them, and the `DocTerm` table that counts them.  Analyses take a
table (or tokens) and ``by=`` a column of the documents, and return a data frame.

Glossary
--------
document
    The unit of analysis: an article, or a passage of one.
article
    The text that a passage comes from.
type, token
    A word form, and one occurrence of it.
term
    A column of `DocTerm`.
target, reference
    What is described, and what it is compared with.
keyword
    A term that is statistically distinctive of the target.
keyphrase
    A phrase that tells what a text is about.
D, V, K, G, N
    Numbers of documents, terms, topics, groups and tokens in shapes.
"""

from importlib import import_module

_HOME = {
    "Corpus": "textmine.corpus.corpus",
    "CorpusError": "textmine._check",
    "duplicates": "textmine.corpus.duplication",
    "sketch": "textmine.corpus.sketches",
    "Sketches": "textmine.corpus.sketches",
    "read_corpus": "textmine.corpus.reading.sources",
    "LineRule": "textmine.corpus.cleaning.line_rules",
    "Replacement": "textmine.corpus.cleaning.line_rules",
    "abbreviations": "textmine.corpus.cleaning.glossary",
    "Tokens": "textmine.tokens.tokens",
    "scan_corpus": "textmine.corpus.reading.scanning",
    "CorpusScan": "textmine.corpus.reading.scanning",
    "merges": "textmine.tokens.merged",
    "phrases": "textmine.tokens.collocations",
    "tokenize": "textmine.tokens.tokenizer",
    "count_terms": "textmine.tokens.counting",
    "stopwords": "textmine.tokens.stoplists",
    "DocTerm": "textmine.docterm",
    "save": "textmine.storage",
    "load": "textmine.storage",
    "write_counts": "textmine.interchange.folders",
    "read_counts": "textmine.interchange.folders",
    "to_gensim": "textmine.interchange.libraries",
    "from_gensim": "textmine.interchange.libraries",
    "from_sklearn": "textmine.interchange.libraries",
    "from_long": "textmine.interchange.libraries",
    "kwic": "textmine.concordance",
    "evidence": "textmine.concordance",
    "term_places": "textmine.positions",
    "term_dispersion": "textmine.positions",
    "keyness": "textmine.keywords.distinctive",
    "keyness_omnibus": "textmine.keywords.omnibus",
    "lockwords": "textmine.keywords.equivalence",
    "minimum_detectable": "textmine.keywords.detectable",
    "dispersion_measures": "textmine.keywords.dispersions",
    "word_shift": "textmine.keywords.shifts",
    "correspondence": "textmine.keywords.correspondence_map",
    "Correspondence": "textmine.keywords.correspondence_map",
    "keyphrases": "textmine.extraction.extract",
    "keyphrase_evaluation": "textmine.extraction.appraisal.evaluation",
    "compare_keyphrases": "textmine.extraction.appraisal.evaluation",
    "keyphrase_agreement": "textmine.extraction.appraisal.agreement",
    "consensus_keyphrases": "textmine.extraction.appraisal.consensus",
    "highlight_keyphrases": "textmine.extraction.highlighting",
    "lexical_profile": "textmine.keywords.lexical",
    "lexical_differences": "textmine.keywords.lexical",
    "design_warnings": "textmine.keywords.design",
    "LSA": "textmine.vectors.lsa",
    "PPMI": "textmine.vectors.ppmi",
    "LDA": "textmine.topics.lda",
    "CompoundLDA": "textmine.topics.compound",
    "NMF": "textmine.topics.nmf",
    "as_topic_model": "textmine.topics.adapters",
    "to_pyldavis": "textmine.topics.export",
    "emphasis": "textmine.topics.prevalence",
    "emphasis_draws": "textmine.topics.prevalence",
    "emphasis_test": "textmine.topics.exchange",
    "coherence": "textmine.topics.quality",
    "compare_coherence": "textmine.topics.quality",
    "topic_quality": "textmine.topics.diagnosis",
    "topic_labels": "textmine.topics.labels",
    "representative_passages": "textmine.topics.passages",
    "word_intrusion": "textmine.topics.intrusion",
    "topic_intrusion": "textmine.topics.intrusion",
    "intrusion_scores": "textmine.topics.intrusion_answers",
    "align_topics": "textmine.topics.paths",
    "topic_flow": "textmine.topics.paths",
    "topic_stability": "textmine.topics.stability",
    "select_n_components": "textmine.topics.selection",
    "TopicSelection": "textmine.topics.selection",
    "codebook_emphasis": "textmine.topics.codebook",
    "read_codebook": "textmine.topics.codebook",
    "document_similarity": "textmine.proximity.measures",
    "shared_passages": "textmine.proximity.reuse.search",
    "SharedPassages": "textmine.proximity.reuse.shared",
    "quotations": "textmine.corpus.quoting",
    "reuse_effect": "textmine.study.reuse",
    "similarity_reasons": "textmine.proximity.reasons",
    "similarity_evidence": "textmine.proximity.reasons",
    "similarity_map": "textmine.proximity.maps",
    "similarity_tree": "textmine.proximity.structure",
    "SimilarityTree": "textmine.proximity.structure",
    "nearest_documents": "textmine.proximity.neighbors",
    "style_delta": "textmine.proximity.stylometry",
    "style_words": "textmine.proximity.stylometry",
    "style_attribution": "textmine.proximity.authorship",
    "StyleAttribution": "textmine.proximity.authorship",
    "reuse_features": "textmine.proximity.reuse.features",
    "corpus_profile": "textmine.study.datasheet",
    "cleaning_effect": "textmine.study.sensitivity",
}

_ELSEWHERE = {
    "collocations": "phrases", "textstat_collocations": "phrases", "CountVectorizer": "count_terms",
    "textstat_lexdiv": "lexical_profile", "LexicalRichness": "lexical_profile",
    "textstat_keyness": "keyness", "xray": "term_places", "textplot_xray": "term_places", "dfm": "tokens.count()",
    "lemmatize": "tokens.normalize()", "wordstem": "tokens.normalize()",
    "LdaModel": "LDA", "LDAModel": "LDA", "LatentDirichletAllocation": "LDA", "LdaMulticore": "LDA",
    "cLDA": "CompoundLDA",
    "CoherenceModel": "coherence", "findThoughts": "representative_passages", "labelTopics": "topic_labels",
    "topicQuality": "topic_quality", "searchK": "select_n_components", "estimateEffect": "emphasis_draws",
    "JSDivergenceShift": "word_shift", "WeightedAvgShift": "word_shift", "textmodel_ca": "correspondence",
    "textstat_simil": "document_similarity", "textstat_dist": "document_similarity", "align_local": "shared_passages",
    "text_reuse": "shared_passages", "prepare": "to_pyldavis", "TruncatedSVD": "LSA", "LsiModel": "LSA", "Nmf": "NMF",
    "clean": "corpus.clean()", "segment": "corpus.segment()", "count": "tokens.count()", "dtm": "tokens.count()",
    "normalize": "tokens.normalize()", "trim": "table.trim()", "group": "table.group()", "weight": "table.weight()",
    "tfidf": "table.weight()", "keywords": "keyness", "read": "read_corpus", "read_csv": "read_corpus",
    "topics": "LDA", "topic_model": "LDA", "top_terms": "LDA().fit(table).top_terms()",
}
"""What is called so in other packages, and here."""

__all__ = sorted(_HOME)
__version__ = "0.1.0"


def __getattr__(name: str):
    """Import a public name on first use, so that ``import textmine`` stays fast."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'textmine' has no attribute {name!r}.{_hint(name)}", name=name)


def _hint(name: str) -> str:
    """Return what may be meant by a name that is none here; Python adds no guess of its own to it."""
    from textmine._check import PEERS, nearest

    argument = PEERS.get(name, name)
    if argument != "by" and argument in PEERS.values():
        return f" It is an argument of models: tm.LDA({argument}=...)"
    return f" Did you mean {_ELSEWHERE[name]!r}?" if name in _ELSEWHERE else nearest(name, __all__)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
