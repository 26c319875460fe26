"""`keyphrases`: what each text is about, in phrases of its own.

Every extractor answers the same question in the same table.  A text has the same keyphrases alone and among a
million others: what is common elsewhere is learned from a table that ships with the package, not from the
other texts of the call.  What an article says that the *others* do not is another question, and has its own
answer: ``contrast=``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine._threads import check_stopped, interruptible
from textmine.corpus.corpus import Corpus
from textmine.corpus.reading.scanning import CorpusScan, parts_of
from textmine.docterm import DocTerm
from textmine.extraction.background import background_of
from textmine.extraction.candidates import KINDS, Candidates
from textmine.extraction.candidates import candidates as candidates_of
from textmine.extraction.contrast import Scored, compared_column, contrasted, no_evidence
from textmine.extraction.expansions import with_abbreviations
from textmine.extraction.extractors.methods import METHODS
from textmine.extraction.own_tags import user_tags
from textmine.extraction.reading import readings
from textmine.extraction.redundancy import without_overlap
from textmine.extraction.setting import Method, Setting
from textmine.extraction.surfaces import Texts, surfaces
from textmine.tokens.tokenizer import tokenize
from textmine.tokens.tokens import Tokens

COLUMNS = ["group", "rank", "phrase", "score", "count", "documents", "offsets", "method", "log_ratio", "low", "high",
           "q_value", "note"]
TYPES = {"group": "str", "rank": "int64", "phrase": "str", "score": "float64", "count": "int64", "documents": "int64",
         "offsets": "object", "method": "str", "log_ratio": "float64", "low": "float64", "high": "float64",
         "q_value": "float64", "note": "str"}
PART = 8_000_000
"""Characters of a corpus that are read into words at once."""


@_check.hinted
def keyphrases(
    tokens: Tokens | Corpus | CorpusScan, by: str | None = None, *, method: str = "salience", top_n: int = 10,
    candidates: str = "auto", max_words: int | None = None, redundancy: str = "keep",
    background: str | DocTerm | None = "bundled", stop_words: Iterable[str] | None = None,
    tags: Sequence[Any] | None = None, contrast: str | None = None, options: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Return the phrases that tell what each document, or group of documents, is about.

    Parameters
    ----------
    tokens : Tokens, Corpus or CorpusScan
        A corpus is read part by part, so that its words need not fit into memory (documents only, without `by`).
        Of merged tokens (n-grams, compounds) the words of the text are read; forms that `Tokens.map` or
        `Tokens.normalize` made are read as they are, so give words as `tokenize` finds them.
    by : str, optional
        A column of the documents, such as ``"article"``: all documents of a group are read as one text.
        Without it every document is a text.
    method : str, default ``"salience"``
        The extractor, and its `options` with their defaults:

        ``"salience"``
            ours: rare, repeated and early phrases
        ``"tf_idf"``, ``"first_phrases"``
            count × rarity; the place in the text
        ``"kp_miner"``
            El-Beltagy & Rafea 2009: ``lasf=3``, ``cutoff=400``, ``sigma=3``, ``alpha=2.3``
        ``"rake"``
            Rose et al. 2010: ``metric="degree/frequency"``, ``"degree"`` or ``"frequency"``
        ``"yake"``
            Campos et al. 2020: ``dedup_lim=.9``
        ``"c_value"``, ``"nc_value"``
            Frantzi, Ananiadou & Mima 2000: ``window=5`` of the second
        ``"sgrank"``
            Danesh, Sumner & Martin 2015: ``window=1500``, ``cutoff=3000``, ``top=100``, ``damping=.85``
        ``"textrank"``, ``"singlerank"``, ``"positionrank"``
            Mihalcea & Tarau 2004: ``window=2``, ``damping=.85``, ``top_fraction=1/3``; Wan & Xiao 2008 and Florescu &
            Caragea 2017: ``window=10``, ``damping=.85``
        ``"topicrank"``, ``"multipartiterank"``
            Bougouin, Boudin & Daille 2013, Boudin 2018: ``threshold=.74``, ``damping=.85``,
            ``max_candidates=1000``, ``alpha=1.1`` of the second
        ``"topical_pagerank"``
            Sterckx et al. 2015: ``model``, a fitted topic model; ``window=10``, ``damping=.85``
        ``"embedding"``
            Bennani-Smires et al. 2018: ``encoder``, a function from texts to vectors or an object with ``encode``;
            ``diversity=0``
    top_n : int, default 10
        The most phrases of a text; one that offers fewer has fewer rows.
    candidates : {"auto", "maximal", "nested", "runs", "adjoining", "ngrams"}, default "auto"
        What can be a keyphrase.  ``"maximal"``: the longest runs of nouns and adjectives, as indexers and readers
        choose them; ``"nested"``: also the runs inside them, as authors do who choose few and short ones;
        ``"runs"``: the longest runs between stop words; ``"adjoining"``: also two of them with the stop words between,
        where a text repeats them; ``"ngrams"``: all runs that neither start nor end with a stop word.
        ``"auto"``: those of the method's own source, and maximal for ours.
    max_words : int, optional
        The most words of a phrase; by default those of the method's source, and 5 for ours: longer runs are lists more
        often than phrases.  Where a script has no spaces, a word is a character: give more.
    redundancy : {"keep", "drop"}, default "keep"
        ``"drop"`` leaves out a phrase inside a better one, or around it.
    background : {"bundled"}, DocTerm or None, default "bundled"
        How common words are elsewhere: the table of English that ships with the package, the
        document frequencies of a table of yours, or nothing.  Of other languages the package has no table.
    stop_words : iterable of str, optional
        Words that stand in no phrase, as `Tokens.drop` takes them, in the place of ``tm.stopwords(language)``.
    tags : sequence, optional
        Parts of speech of your own, an entry for each document: a spaCy ``Doc`` of its text, ``(start, stop, tag)``
        of every piece, or one tag for each word; Universal or Penn tags.  Without it, rules decide
        (`textmine.extraction.tagging`); in languages but English every word that is no stop word can stand in a phrase.
    contrast : str, optional
        A column of the documents, whose groups are compared: what does each say that the others do not?  The texts
        are its groups (leave `by` out), and salience is weighted by the evidence of `textmine.keyness`
        (`textmine.extraction.contrast`); best of passages: ``corpus.segment()``.
    options : mapping, optional
        Settings of the method by the names of its literature, such as ``{"window": 10}``.

    Returns
    -------
    pandas.DataFrame
        At most `top_n` rows for each text, best first.  A text without candidates (empty, one stop word, numbers only)
        has no rows.  Columns:

        ``group``
            the document, or the group by `by`
        ``rank``, ``phrase``, ``score``
            from 1; the most frequent written form, abbreviations spelled out where the text does so; higher is
            better for every method, and comparable within one method and text
        ``count``, ``documents``, ``offsets``
            places of the phrase or its other forms in the text, documents that hold one, and each place as
            ``(article, start, stop)``: ``corpus.source(article)[start:stop]``
        ``method``
            as asked for
        ``log_ratio``, ``low``, ``high``, ``q_value``, ``note``
            with `contrast`, as in `textmine.keyness`: log2 of the adjusted ratio of rates here and elsewhere (missing
            where the others never say it), its interval, the false discovery rate, and what to mind; missing without

    Raises
    ------
    TypeError
        If `tokens` is none of these, and for stop words, tags or options of the wrong kind.
    ValueError
        For an unknown method, column, kind or option, numbers out of range, and texts in a language without a list
        where no `stop_words` are given.

    Notes
    -----
    Forms of a word that differ in number are one phrase (*treaty*, *treaties*), as are an abbreviation and its long
    form where a text defines it (Schwartz & Hearst 2003).  No phrase crosses a sign of punctuation or the end of
    a sentence; a text without any is one sentence.

    Examples
    --------
    >>> import textmine as tm
    >>> text = "A field hospital serves peacekeepers. Vietnam sent the field hospital to South Sudan."
    >>> tokens = tm.tokenize(tm.Corpus.from_texts([text], ["a"], language="en"))
    >>> tm.keyphrases(tokens, top_n=2)[["group", "rank", "phrase", "count"]]
      group  rank          phrase  count
    0     a     1  field hospital      2
    1     a     2     South Sudan      1
    """
    _check.kind("tokens", tokens, (Tokens, Corpus, CorpusScan), "call tm.tokenize(corpus)")
    _check.one_of("method", method, METHODS)
    _check.integer("top_n", top_n, 1)
    _check.one_of("candidates", candidates, ("auto", *KINDS))
    _check.one_of("redundancy", redundancy, ("keep", "drop"))
    chosen = METHODS[method]
    longest = chosen.longest if max_words is None else max_words
    _check.integer("max_words", longest, 1)
    language = tokens.corpus.language if isinstance(tokens, Tokens) else tokens.language
    setting = Setting(chosen.candidates if candidates == "auto" else candidates, longest,
                      background_of(background, language), _options(chosen, method, options))
    column = by if contrast is None else compared_column(by, contrast)
    stops = list(stop_words) if isinstance(stop_words, Iterator) else stop_words

    def extracted() -> pd.DataFrame:
        frames = []
        for part in _parts(tokens, column, tags):
            texts = Texts.of(part.text_words)
            scored = _scored(part, texts, chosen, setting, column, stops, tags)
            if contrast is not None:
                scored = contrasted(scored, part, contrast, setting.kind, longest)
            for found, score, evidence in scored:
                items = best(found, score, top_n) if redundancy == "keep" else \
                    without_overlap(found, best(found, score, None), top_n)
                frames.append(_frame(found, score, items, evidence(items), method, texts))
        return _joined(frames)

    return interruptible(extracted)


def _scored(tokens: Tokens, texts: Texts, method: Method, setting: Setting, by: str | None,
            stop_words: Iterable[str] | None, tags: Sequence[Any] | None) -> Iterator[Scored]:
    """Yield the candidates of some texts with their scores, block by block."""
    own = None if tags is None else user_tags(tokens.text_words, tags)
    for reading in readings(tokens, by, stop_words, own):
        check_stopped()
        found = candidates_of(reading, setting.kind, setting.longest)
        found = with_abbreviations(found, texts.texts, texts.source)
        yield found, method.score(found, setting), no_evidence


def _parts(tokens: Tokens | Corpus | CorpusScan, by: str | None, tags: Any) -> Iterator[Tokens]:
    """Yield the tokens, or those of a corpus in parts of bounded size."""
    if isinstance(tokens, Tokens):
        yield tokens
        return
    if by is not None or tags is not None:
        if isinstance(tokens, CorpusScan):
            raise ValueError("by, contrast and tags must be None for a scan, which is read part by part: "
                             "give tm.tokenize(tm.read_corpus(path))")
        yield tokenize(tokens)
        return
    for part in parts_of(tokens):
        spans = part.spans
        characters = np.cumsum(spans["stop"].to_numpy() - spans["start"].to_numpy())
        block = characters // PART
        for number in np.unique(block):
            yield tokenize(part.select(block == number))


def _options(method: Method, name: str, options: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return all options of a method, those given in the place of the defaults."""
    given = {} if options is None else options
    _check.kind("options", given, Mapping, "give them by name, as in {'window': 10}")
    if given and not method.options:
        raise ValueError(f"options must be left out for {name!r}, which has none, got {dict(given)!r}")
    for key in given:
        _check.one_of("options", key, method.options, f"one of those of {name!r},")
    return {**method.options, **given}


def best(found: Candidates, score: NDArray[np.float64], top_n: int | None) -> NDArray[np.int64]:
    """Return the items of highest score in each text, best first; ties by first place, longer ones first."""
    width = int(found.n_words.max(initial=0)) + 1
    place = np.argsort(found.first[found.lead] * width - found.n_words, kind="stable")
    able = place[~np.isnan(score[place])]
    order = able[np.lexsort((-score[able], found.text[able]))]
    return order if top_n is None else order[_ranks(found.text[order]) <= top_n]


def _ranks(text: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return 1, 2, … within each text.

    >>> _ranks(np.array([0, 0, 2, 2, 2])).tolist()
    [1, 2, 1, 2, 3]
    """
    return np.arange(len(text)) - np.searchsorted(text, text) + 1


def _frame(found: Candidates, score: NDArray[np.float64], items: NDArray[np.int64],
           evidence: Mapping[str, Any], method: str, texts: Texts) -> pd.DataFrame:
    """Return the rows of some phrases, which are in the order of their texts."""
    rows = surfaces(found, items, texts)
    offsets = np.empty(len(items), object)
    offsets[:] = rows.offsets
    return pd.DataFrame({
        "group": np.array(found.reading.labels, object)[found.text[items]], "rank": _ranks(found.text[items]),
        "phrase": rows.phrases, "score": score[items], "count": found.count[items],
        "documents": rows.documents, "offsets": offsets, "method": method, **evidence,
    }, columns=COLUMNS)


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all texts, with the types of the columns whether there are any or not."""
    kept = [frame for frame in frames if len(frame)]
    return (pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=COLUMNS)).astype(TYPES)
