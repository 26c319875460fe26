"""The result of a search for shared passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmine import _check
from textmine.corpus.corpus import Corpus
from textmine.proximity.reuse.coverage import united, words_covered
from textmine.proximity.reuse.matches import Matches
from textmine.proximity.reuse.texts import Texts

KINDS = ("duplicate", "verbatim", "paraphrase")
SIDES = ("first", "earlier", "none")
MOST_WORDS = 0.8
"""Share of the words from which a passage is called verbatim, and two articles duplicates, or one contained in the
other: the usual threshold of near-duplicates (`textmine.duplicates`)."""
_COLUMNS = {
    "passage": "int64", "article": "string", "start": "int64", "stop": "int64", "other": "string",
    "other_start": "int64", "other_stop": "int64", "kind": "string", "n_words": "int64", "other_n_words": "int64",
    "n_common": "int64", "agreement": "float64", "score": "float64", "e_value": "Float64", "q_value": "Float64",
    "earlier": "string", "text": "string", "other_text": "string", "note": "string"}
_SHARES = {
    "article": "string", "n_words": "int64", "n_shared": "int64", "share": "Float64", "n_verbatim": "int64",
    "n_paraphrase": "int64", "n_passages": "int64", "n_others": "int64", "closest": "string", "note": "string"}
_PAIRS = {
    "article": "string", "other": "string", "kind": "string", "n_passages": "int64", "n_shared": "int64",
    "share": "float64", "other_n_shared": "int64", "other_share": "float64", "score": "float64", "earlier": "string"}


@dataclass(frozen=True, eq=False, repr=False)
class SharedPassages:
    """Passages that articles have in common.

    Attributes
    ----------
    corpus : Corpus
    texts : Texts
        The words that were searched.
    matches : Matches of M passages
        Best first.
    kind : int array of shape (M,)
        Positions in `KINDS`.
    n_common : int array of shape (M,)
        Words of the first stretch that the second has too, whatever their order; of copied ones also those misread.
    agreement : array of shape (M,), in [0, 1]
        `n_common` over the words of the longer stretch.
    q_value : array of shape (M,)
        The smallest false discovery rate at which the passage is found; NaN where nothing is tested.
    earlier : int array of shape (M,)
        The number of the earlier article, -1 where dates do not tell.
    forms : int32 array of shape (N,)
        The form in which each word was compared.
    order : int array of shape (A,), or None
        The place of each article in the order of dates; None where there are none.
    left_out : mapping of str to int
        What limits kept from being looked at, counted.
    """

    corpus: Corpus
    texts: Texts
    matches: Matches
    kind: NDArray[np.int64]
    n_common: NDArray[np.int64]
    agreement: NDArray[np.float64]
    q_value: NDArray[np.float64]
    earlier: NDArray[np.int64]
    forms: NDArray[np.int32]
    order: NDArray[np.int64] | None
    left_out: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.kind)

    def __repr__(self) -> str:
        counts = ", ".join(f"{n:,} {kind}" for kind, n in zip(KINDS, np.bincount(self.kind, minlength=3), strict=True))
        left = "; limits were met: see left_out" if any(self.left_out.values()) else ""
        return f"SharedPassages: {len(self):,} among {len(self.texts):,} articles ({counts}){left}"

    def to_frame(self, *, quote: bool = True) -> pd.DataFrame:
        """Return a row for each passage, the clearest first.

        Parameters
        ----------
        quote : bool, default True
            Whether to give the texts of both sides; without them the columns are empty.

        Returns
        -------
        pandas.DataFrame
            ``passage`` (from 1), ``article``, ``start``, ``stop`` (code points), ``other``, ``other_start``,
            ``other_stop``; ``kind`` (``"duplicate"``: articles of the same words; ``"verbatim"``: at least 80 %
            of the words in common; else ``"paraphrase"``), ``n_words``, ``other_n_words``; ``n_common`` (words that
            both sides have), ``agreement`` (of the longer side, in [0, 1]), ``score`` (what the agreeing words tell, in
            nats, less what differs), ``e_value`` (passages of this score that chance gives in the whole
            search) and ``q_value``, missing where a layer tests nothing; ``earlier`` (the article that dates
            call the earlier), ``text``, ``other_text``, ``note``.
        """
        m, texts = self.matches, self.texts
        names = np.array(texts.names, dtype=object)
        sides = [(m.first, m.start, m.stop), (m.second, m.other_start, m.other_stop)]
        (first, start, stop), (second, other_start, other_stop) = (
            (names[article], texts.starts[begin], texts.stops[end - 1]) for article, begin, end in sides)
        quotes = [self._quotes(*side) if quote else [""] * len(self) for side in
                  ((first, start, stop), (second, other_start, other_stop))]
        frame = pd.DataFrame({
            "passage": np.arange(1, len(self) + 1), "article": first, "start": start, "stop": stop, "other": second,
            "other_start": other_start, "other_stop": other_stop, "kind": np.array(KINDS, dtype=object)[self.kind],
            "n_words": m.stop - m.start, "other_n_words": m.other_stop - m.other_start, "n_common": self.n_common,
            "agreement": self.agreement, "score": m.score, "e_value": _known(m.e_value),
            "q_value": _known(self.q_value),
            "earlier": pd.array([names[i] if i >= 0 else pd.NA for i in self.earlier.tolist()], dtype="string"),
            "text": quotes[0], "other_text": quotes[1], "note": self._notes()})
        return frame.astype(_COLUMNS)

    def _quotes(self, names: NDArray, starts: NDArray[np.int64], stops: NDArray[np.int64]) -> list[str]:
        """Return the texts of stretches."""
        sources = {name: self.corpus.source(name) for name in set(names.tolist())}
        return [sources[name][start:stop] for name, start, stop in
                zip(names.tolist(), starts.tolist(), stops.tolist(), strict=True)]

    def _notes(self) -> list[str]:
        """Return why the earlier article is not known."""
        unknown = "dates do not tell which is earlier" if self.order is not None else ""
        return [unknown if i < 0 else "" for i in self.earlier.tolist()]

    def shares(self) -> pd.DataFrame:
        """Return how much of each article it shares with others.

        Returns
        -------
        pandas.DataFrame
            ``article``, ``n_words``, ``n_shared`` (words in a passage, each once), ``share`` (in [0, 1]; missing
            for an article without words), ``n_verbatim`` (of them in duplicates or verbatim passages),
            ``n_paraphrase`` (the others), ``n_passages``, ``n_others`` (articles it shares with), ``closest`` (the one
            it shares most words with), ``note``.
        """
        n, m = len(self.texts), self.matches
        sizes = np.diff(self.texts.bounds)
        verbatim = self._covered(self.kind != KINDS.index("paraphrase"))
        shared = self._covered(np.ones(len(self), bool))
        pairs = self.pairs()
        partners = pd.concat([pairs[["article", "other", "n_shared"]],
                              pairs[["other", "article", "other_n_shared"]].set_axis(
                                  ["article", "other", "n_shared"], axis=1)])
        partners = partners.sort_values(["article", "n_shared", "other"], ascending=[True, False, True])
        closest = partners.drop_duplicates("article").set_index("article")["other"].to_dict()
        n_others = partners["article"].value_counts().to_dict()
        share = _known(np.divide(shared, sizes, out=np.full(n, np.nan), where=sizes > 0))
        names = list(self.texts.names)
        frame = pd.DataFrame({
            "article": names, "n_words": sizes, "n_shared": shared, "share": share,
            "n_verbatim": verbatim, "n_paraphrase": shared - verbatim,
            "n_passages": np.bincount(np.concatenate([m.first, m.second]), minlength=n),
            "n_others": [n_others.get(name, 0) for name in names],
            "closest": pd.array([closest.get(name, pd.NA) for name in names], dtype="string"),
            "note": ["" if size else "no words" for size in sizes.tolist()]})
        return frame.astype(_SHARES)

    def _covered(self, rows: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return how many words of each article lie in some of the passages."""
        m = self.matches
        text, start, stop = (np.concatenate([a[rows], b[rows]]) for a, b in
                             ((m.first, m.second), (m.start, m.other_start), (m.stop, m.other_stop)))
        return words_covered(text, start, stop, len(self.texts))

    def pairs(self) -> pd.DataFrame:
        """Return a row for each two articles that share a passage, those with the highest score first.

        Returns
        -------
        pandas.DataFrame
            ``article``, ``other``, ``kind`` (``"duplicate"``: at least 80 % of the words of both are shared;
            ``"contained"``: of one of them; else ``"passages"``), ``n_passages``, ``n_shared`` and ``share`` (words
            of `article` in passages), ``other_n_shared`` and ``other_share``, ``score`` (sum over the passages),
            ``earlier``.
        """
        m, n = self.matches, len(self.texts)
        keys, pair = np.unique(m.first * n + m.second, return_inverse=True)
        first, second = keys // max(n, 1), keys % max(n, 1)
        sizes = np.maximum(np.diff(self.texts.bounds), 1)
        shared = [_by_pair(pair, start, stop, len(keys)) for start, stop in
                  ((m.start, m.stop), (m.other_start, m.other_stop))]
        share = [shared[0] / sizes[first], shared[1] / sizes[second]]
        least, most = np.minimum(*share), np.maximum(*share)
        names = np.array(self.texts.names, dtype=object)
        earlier = np.full(len(keys), -1, np.int64)
        earlier[pair] = self.earlier
        frame = pd.DataFrame({
            "article": names[first], "other": names[second],
            "kind": np.where(least >= MOST_WORDS, "duplicate", np.where(most >= MOST_WORDS, "contained", "passages")),
            "n_passages": np.bincount(pair, minlength=len(keys)), "n_shared": shared[0], "share": share[0],
            "other_n_shared": shared[1], "other_share": share[1],
            "score": np.bincount(pair, m.score, minlength=len(keys)),
            "earlier": pd.array([names[i] if i >= 0 else pd.NA for i in earlier.tolist()], dtype="string")})
        return frame.astype(_PAIRS).sort_values(["score", "article", "other"], ascending=[False, True, True],
                                                ignore_index=True)

    def spans(self, *, keep: str = "first") -> pd.DataFrame:
        """Return the stretches to leave out so that no passage is counted twice, for `Tokens.drop_spans`.

        Parameters
        ----------
        keep : {"first", "earlier", "none"}, default "first"
            Which side of a passage stays: that of the article whose name comes first, that of the earlier one, or
            none.  Articles without a date count as the latest; of equal dates the first name is the earlier, and
            2020 is earlier than 2020-05.

        Returns
        -------
        pandas.DataFrame
            ``article``, ``start``, ``stop``, ``n_words``; stretches of one article do not overlap.
        """
        _check.one_of("keep", keep, SIDES)
        if keep == "earlier" and self.order is None:
            raise ValueError("keep must be 'first' or 'none' where no dates were given, got 'earlier': call "
                             "shared_passages(tokens, date=...)")
        m = self.matches
        order = self.order if keep == "earlier" and self.order is not None else np.arange(len(self.texts))
        later = order[m.first] > order[m.second]
        starts, stops = np.where(later, m.start, m.other_start), np.where(later, m.stop, m.other_stop)
        if keep == "none":
            starts, stops = (np.concatenate(both) for both in ((m.start, m.other_start), (m.stop, m.other_stop)))
        first, last = united(starts, stops)
        article = np.searchsorted(self.texts.bounds, first, "right") - 1
        names = np.array(self.texts.names, dtype=object)
        return pd.DataFrame({"article": pd.array(names[article], dtype="string"),
                             "start": self.texts.starts[first], "stop": self.texts.stops[last - 1],
                             "n_words": last - first})

    def to_html(self, *, top_n: int | None = 50) -> str:
        """Return a page that shows both sides of the passages, common words marked; see `textmine.proximity.reuse`.

        Parameters
        ----------
        top_n : int, optional, default 50
            How many of the first passages; None shows all.
        """
        from textmine.proximity.reuse.side_by_side import page

        if top_n is not None:
            _check.integer("top_n", top_n, 1)
        return page(self, top_n)


def _by_pair(pair: NDArray[np.int64], start: NDArray[np.int64], stop: NDArray[np.int64], n_pairs: int) -> Any:
    """Return how many words the stretches of each pair cover, each word once."""
    width = int(stop.max(initial=0)) + 1
    return words_covered(pair, pair * width + start, pair * width + stop, n_pairs)


def _known(values: NDArray[np.float64]) -> Any:
    """Return numbers of which those that are NaN are missing."""
    return pd.array(values, dtype="Float64")
