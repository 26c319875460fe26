"""Document similarity: how close texts are in what they say.

Every metric compares two texts, documents or groups of them by any column: cosines of weighted words, of a
latent space, of words that need not be the same (soft cosine, the default); what sets of words share; how far
profiles of words or topics diverge.  What a similarity rests on, `textmine.proximity.reasons` tells.

The similarity of two texts grows with their length, whatever they say: compare texts of like length, or
read the columns that correct for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine import _check
from textmine._threads import available_threads, interruptible
from textmine.corpus.grouping import UNITS, Grouping, replication
from textmine.docterm import DocTerm
from textmine.proximity.emphases import emphasis_similarity, is_draws
from textmine.proximity.estimates import Settings, estimates, no_interval, same_length
from textmine.proximity.kinds import Inner, Overlap
from textmine.proximity.metrics import Kind, Metric, metric_named, prepared
from textmine.proximity.results import Similarity

MOST_GROUPS = 5_000
WEIGHTLESS, UNDEFINED = "no term with weight in", "the metric has no value for these texts"
Pairs = Iterable[Sequence[Any]] | NDArray


class Texts(NamedTuple):
    """Texts ready to be compared.

    Attributes
    ----------
    table : DocTerm
        Documents in the order of their names.
    groups : Grouping
        Of the documents into texts.
    metric : Metric
    weight : str
    kind : Inner, Overlap, Delta or Transport
        The documents as rows of items.
    rows : sparse matrix of shape (G, items)
        The texts.
    """

    table: DocTerm
    groups: Grouping
    metric: Metric
    weight: str
    kind: Kind
    rows: Any


@_check.hinted
def document_similarity(
    table: DocTerm, by: str = "document", *, metric: str | None = None, weight: str | None = None,
    pairs: Pairs | None = None, background: DocTerm | None = None, model: Any = None, unit: str = "auto",
    confidence_level: float = 0.95, n_permutations: int = 999, options: Mapping[str, Any] | None = None,
    random_state: int = 0, n_jobs: int | None = None,
) -> Similarity:
    """Return how similar documents or groups of them are, every two or those of `pairs`.

    Parameters
    ----------
    table : DocTerm of D documents, or draws of emphasis
        Weights and the similarity of terms are learnt from its documents, so passages tell more
        than articles.  For draws from `textmine.emphasis_draws`: the similarity of emphasis on topics by
        ``"jensen_shannon"`` (then the default), ``"hellinger"`` or ``"cosine"``, with intervals.
    by : str, default ``"document"``
        A column of the documents.  For the cosines, a group is the mean of the weighted rows of its
        documents; for the others, counts of a group are added up.
    metric : str, optional
        ``"soft_cosine"`` (terms are alike that go with the same terms), by default for single documents; ``"cosine"``,
        by default for groups, since it has an interval; ``"lsa"`` (cosine in a latent space); ``"jaccard"``,
        ``"dice"`` (sets of terms, or counts), ``"containment"`` (share of the terms of the first text that the second
        has too; not symmetric); ``"jensen_shannon"`` (1 minus the divergence in bits), ``"hellinger"`` (1 minus the
        distance), both of relative frequencies; ``"wmd"`` (1 minus half the word mover's distance; needs POT);
        ``"burrows_delta"``, ``"eder_delta"``, ``"cosine_delta"`` (1 minus that of `textmine.style_delta`, of at least
        5 texts).
    weight : str, optional
        For the soft cosine ``"smooth_entropy"`` (default), ln(1 + count) times the entropy weight smoothed by
        one document; for the other cosines ``"log_entropy"`` (default; Dumais 1991); for all of these ``"tf_idf"``,
        ``"smooth_tf_idf"`` (that of scikit-learn), ``"bm25"``, ``"count"``.  For sets ``"binary"`` (default)
        or ``"count"``; else counts.
    pairs : sequence of P pairs of str, or int array of shape (P, 2), optional
        Only these are compared, so that tables may be larger than a matrix of all pairs; numbers are positions
        of documents in the table, or of groups in their order.
    background : DocTerm, optional
        Other documents of the same kind, counted in the same way: what terms weigh and which are alike is learnt
        from them as well.  Terms are matched by name.
    model : fitted model, optional
        For ``"jensen_shannon"``, ``"hellinger"`` and ``"cosine"`` a topic model, whose emphasis is compared in place
        of words; for ``"soft_cosine"``, ``"lsa"`` and ``"wmd"`` a space of terms: `textmine.LSA`, or for all
        but ``"lsa"`` `textmine.PPMI`.
    options : mapping, optional
        Soft cosine: ``n_components`` (40), dimensions that term similarity is learnt in; ``power`` (2), of the
        cosine of two terms; ``blend`` (0.5), share of the similarity of terms, 0 for none; ``vectors`` (``"lsa"``) of
        terms, or ``"ppmi"`` (see `textmine.PPMI`).  LSA: ``n_components`` (100).  WMD: ``n_components`` (40).
        Deltas: ``mfw`` (100), the most frequent words, which alone count.
    unit : {"auto", "article", "passage"}, default "auto"
        What counts as one observation of a group: articles where every group has at least two, else passages.
    confidence_level : float in (0, 1), default 0.95
        Intervals hold for weights and models learnt elsewhere, and for the weights of the cosine.
    n_permutations : int, default 999
        Times that the observations of two groups are dealt out anew; 0 leaves that out.
    random_state : int, default 0
    n_jobs : int, optional
        Threads; all processors without it, or for -1.  Results are the same for any number.

    Returns
    -------
    Similarity
        With ``to_frame()``, ``to_matrix()``, ``to_map()``.  1 for texts that are the same to the metric; missing
        for a text without terms, with a note.

    Raises
    ------
    TypeError
        If `table` is no DocTerm, or for a model of another kind.
    ValueError
        For unknown names, weights or options with the nearest one; fewer than two groups; all pairs of more
        than 5,000 groups; a background or model that shares no term.
    ImportError
        For ``"wmd"`` without POT.

    Notes
    -----
    The defaults of the soft cosine are in the middle of the range in which human ratings of three collections,
    of paragraphs and of sentences, are met about equally well: 30 to 60 dimensions, and a blend of 0.4 to 0.6.

    References
    ----------
    Sidorov, G., Gelbukh, A., Gómez-Adorno, H. and Pinto, D. (2014). Soft similarity and soft cosine
    measure. Computación y Sistemas 18(3), 491-504.

    Examples
    --------
    >>> import textmine as tm
    >>> texts = ["peace now", "peace talks", "war"]
    >>> table = tm.tokenize(tm.Corpus.from_texts(texts, ["a", "b", "c"])).count()
    >>> tm.document_similarity(table, metric="cosine", weight="count")
    Similarity (cosine, weight count):
         a    b    c
    a  1.0  0.5  0.0
    b  0.5  1.0  0.0
    c  0.0  0.0  1.0
    >>> tm.document_similarity(table, pairs=[("a", "b")]).to_frame()[["document", "other", "similarity"]].round(3)
      document other  similarity
    0        a     b       0.319
    """
    if is_draws(table):
        return emphasis_similarity(table, by, metric, weight, pairs, background, model, options, confidence_level)
    _check.one_of("unit", unit, UNITS)
    _check.between("confidence_level", confidence_level, 0, 1)
    _check.integer("n_permutations", n_permutations, 0)
    _check.integer("random_state", random_state, 0)
    settings = Settings(confidence_level, n_permutations, random_state, available_threads(n_jobs))
    texts = ready(table, by, metric or default_metric(by), weight, background, model, options)
    first, second = compared(texts.groups, pairs, table, texts.metric.symmetric)
    return interruptible(lambda: _compared(texts, first, second, pairs is None, unit, model, settings))


def _compared(texts: Texts, first: NDArray, second: NDArray, whole: bool, unit: str, model: Any, settings: Settings
              ) -> Similarity:
    """Return the similarities of pairs of texts, with all that stands beside them."""
    labels = texts.groups.labels
    similarity = scores(texts, first, second, whole)
    n_tokens = np.bincount(texts.groups.index, texts.table.sizes, minlength=len(labels)).astype(np.int64)
    notes = _notes(texts, first, second, similarity, n_tokens, model)
    about = texts.metric.name, texts.weight, texts.metric.symmetric
    if texts.groups.by == "document":
        at_length = same_length(texts.kind, np.stack([first, second], axis=1))
        return Similarity(labels, first, second, similarity, np.ones(len(labels), np.int64), n_tokens, "document",
                          *about, notes, same_length=at_length)
    units = replication(texts.table.documents, texts.groups, unit)
    sizes = np.asarray(texts.table.counts.sum(axis=1), dtype=float).ravel()
    learnt = texts.metric.model == "terms" and model is None
    without = no_interval(texts.kind, texts.metric.name, texts.weight == "topics", learnt)
    beside = estimates(texts.kind, units, np.stack([first, second], axis=1), sizes, labels, without, settings)
    said = tuple("; ".join(dict.fromkeys(filter(None, parts))) for parts in
                 zip(notes, beside.notes, [units.note] * len(notes), strict=True))
    return Similarity(labels, first, second, similarity, np.bincount(units.group, minlength=len(labels)), n_tokens,
                      units.unit, *about, said, *beside[:-1])


def default_metric(by: str) -> str:
    """Return the metric of whoever names none: one that people agree with for documents, one with intervals for groups.

    >>> default_metric("document"), default_metric("article")
    ('soft_cosine', 'cosine')
    """
    return "soft_cosine" if by == "document" else "cosine"


def ready(table: DocTerm, by: str, metric: str, weight: str | None, background: DocTerm | None, model: Any,
          options: Mapping[str, Any] | None) -> Texts:
    """Return the texts of a table in the shape that a metric compares; see `document_similarity`."""
    _check.kind("table", table, DocTerm, "call tokens.count()")
    chosen = metric_named(metric)
    if options is not None:
        _check.kind("options", options, Mapping, "pass a dict, such as {'n_components': 40}")
    scheme = chosen.checked(weight, dict(options or {}))
    groups = table.grouping(by, least=chosen.least)
    if not table.counts.nnz:
        raise ValueError("table must hold a term, got none in any document")
    table = table.sort_documents()
    groups = table.grouping(by)
    kind = prepared(chosen, table, scheme, background, model, dict(options or {}))
    if not kind.rows.count_nonzero():
        raise ValueError(f"weight must leave a term above 0, got {scheme!r}, under which terms of every document weigh "
                         "nothing: pass weight='count'")
    of_topics = model is not None and chosen.model == "topics"
    return Texts(table, groups, chosen, "topics" if of_topics else scheme, kind, kind.texts(groups))


def compared(groups: Grouping, pairs: Pairs | None, table: DocTerm, symmetric: bool
             ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of the texts of each pair, in the order of `pairs`, or of all."""
    n_groups = len(groups.labels)
    if pairs is None:
        if n_groups > MOST_GROUPS:
            raise ValueError(f"by must give at most {MOST_GROUPS:,} groups, since every two are compared, got "
                             f"{n_groups:,} of {groups.by!r}: choose a coarser column, or give pairs")
        if symmetric:
            first, second = np.triu_indices(n_groups, k=1)
            return first.astype(np.int64), second.astype(np.int64)
        first, second = np.divmod(np.arange(n_groups ** 2), n_groups)
        return first[first != second], second[first != second]
    _check.kind("pairs", pairs, Iterable, "pass pairs of names, such as [('a', 'b')]")
    rows: Any = pairs if isinstance(pairs, np.ndarray) else list(pairs)
    given = np.asarray(rows, dtype=None if isinstance(rows, np.ndarray) else object)
    if given.ndim != 2 or given.shape[1] != 2 or not len(given):
        raise ValueError(f"pairs must be pairs of names or positions, of shape (P, 2), got shape {given.shape}")
    labels = list(groups.labels)
    if groups.by == "document":
        labels = [str(name) for name in table.documents["document"].to_pylist()]
    place = {label: i for i, label in enumerate(groups.labels)}
    numbers = _positions(given, labels, place)
    return numbers[:, 0].copy(), numbers[:, 1].copy()


def _positions(given: NDArray, labels: list[str], place: dict[str, int]) -> NDArray[np.int64]:
    """Return the number of each text that pairs name, or that they give by its position in `labels`."""
    flat = given.ravel().tolist()
    if all(isinstance(each, int | np.integer) and not isinstance(each, bool) for each in flat):
        outside = [each for each in flat if not 0 <= each < len(labels)]
        if outside:
            raise ValueError(f"pairs must hold positions from 0 to {len(labels) - 1}, got {outside[0]}")
        flat = [labels[each] for each in flat]
    for each in flat:
        if str(each) not in place:
            raise ValueError(f"pairs must hold names of texts, or positions, got {each!r}."
                             f"{_check.nearest(each, labels[:MOST_GROUPS])}")
    return np.array([place[str(each)] for each in flat], dtype=np.int64).reshape(-1, 2)


def scores(texts: Texts, first: NDArray[np.int64], second: NDArray[np.int64], whole: bool = False
           ) -> NDArray[np.float64]:
    """Return the similarities of P pairs of texts; `whole` says that these are all pairs."""
    if whole and isinstance(texts.kind, Inner | Overlap):
        return texts.kind.matrix(texts.rows)[first, second]
    return texts.kind.scores(texts.rows, first, second)


def _notes(texts: Texts, first: NDArray, second: NDArray, similarity: NDArray, n_tokens: NDArray, model: Any
           ) -> tuple[str, ...]:
    """Return why a similarity is missing, and how much of the texts a model does not know."""
    labels = texts.groups.labels
    empty = np.diff(texts.rows.indptr) == 0
    unknown = _unknown(texts, model)
    notes = np.full(len(first), "", dtype=object)
    missing = np.isnan(similarity)
    for at in np.flatnonzero(missing | (unknown[first] > 0) | (unknown[second] > 0)).tolist():
        pair = list(dict.fromkeys((int(first[at]), int(second[at]))))
        bad = [labels[k] for k in pair if empty[k]]
        parts = [f"{WEIGHTLESS} {' and '.join(bad)}" if bad else UNDEFINED] if missing[at] else []
        parts += [f"the model does not know {unknown[k]:,} of {n_tokens[k]:,} tokens of {labels[k]}"
                  for k in pair if unknown[k]]
        notes[at] = "; ".join(parts)
    return tuple(notes.tolist())


def _unknown(texts: Texts, model: Any) -> NDArray[np.int64]:
    """Return how many tokens of each text stand in the table and not among the terms of a model, shape (G,)."""
    names = getattr(model, "terms_", getattr(model, "feature_names_in_", None))
    if names is None:
        return np.zeros(len(texts.groups.labels), dtype=np.int64)
    known = {str(name) for name in names}
    columns = np.flatnonzero([term not in known for term in texts.table.terms])
    missing = np.asarray(texts.table.counts[:, columns].sum(axis=1)).ravel()
    return np.bincount(texts.groups.index, missing, minlength=len(texts.groups.labels)).astype(np.int64)
