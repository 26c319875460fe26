"""Texts with the keyphrases that people gave them, and other packages that find keyphrases.

A peer is a function from one text to its phrases, the best first.  Each is used as its own page says, with
settings for English and enough phrases that 15 different ones remain after stemming; what it would download
is passed to it instead.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import textmine as tm
from benchmarks.sources import rows_of

FILES = {
    "inspec": "inspec/valid", "inspec_train": "inspec/train", "semeval2017": "semeval2017/docs", "kdd": "kdd/docs",
    "semeval2010": "semeval2010/train", "wiki20": "wiki20/docs", "fao30": "fao30/docs",
}
ABSTRACTS = ("inspec", "inspec_train", "semeval2017", "kdd")
FOUND = 50
"""Phrases asked of a peer; those that repeat after stemming are dropped from them."""

Peer = Callable[[str], list[str]]


class Collection(NamedTuple):
    """Texts by name, and the phrases of each: a phrase, or its variants."""

    texts: dict[str, str]
    gold: dict[str, list]

    def corpus(self) -> tm.Corpus:
        """Return the texts as a corpus."""
        return tm.Corpus.from_texts(list(self.texts.values()), list(self.texts), language="en")


def read_collection(data: Path, name: str) -> Collection:
    """Return a collection by name; texts of Inspec are the title, a full stop, and the abstract."""
    texts, gold = {}, {}
    for row in rows_of(data / f"{FILES[name]}.jsonl.gz"):
        title = f"{row['title']}. " if name.startswith("inspec") else ""
        texts[str(row["id"])] = title + row["text"]
        gold[str(row["id"])] = row.get("uncontr") or row.get("keys_grouped") or row.get("keys") or []
    return Collection(texts, gold)


def yake() -> Peer:
    """Return YAKE: phrases of up to three words, its thresholds for near-repetition."""
    from yake import KeywordExtractor

    extractor = KeywordExtractor(lan="en", n=3, top=FOUND)
    return lambda text: [phrase for phrase, _ in extractor.extract_keywords(text)]


def rake_nltk() -> Peer:
    """Return rake-nltk with NLTK's rules for words and sentences, without a trained model.

    The stop words are the 574 that come with YAKE: of four lists (ours, scikit-learn's and summa's too) that
    are at hand without a download it does best with them on every collection.
    """
    import yake as package
    from nltk.tokenize import wordpunct_tokenize
    from nltk.tokenize.punkt import PunktSentenceTokenizer
    from rake_nltk import Rake

    listed = next(Path(package.__file__).parent.rglob("stopwords_en.txt")).read_text(encoding="utf-8")
    extractor = Rake(stopwords=set(listed.split()), sentence_tokenizer=PunktSentenceTokenizer().tokenize,
                     word_tokenizer=wordpunct_tokenize)

    def phrases(text: str) -> list[str]:
        extractor.extract_keywords_from_text(text)
        return list(dict.fromkeys(extractor.get_ranked_phrases()))[:FOUND]

    return phrases


def summa() -> Peer:
    """Return summa's TextRank; the best third of the words make phrases, as in its paper."""
    from summa.keywords import keywords

    return lambda text: keywords(text, ratio=1 / 3, split=True)[:FOUND]


PEERS: dict[str, Callable[[], Peer]] = {"yake": yake, "rake_nltk": rake_nltk, "summa": summa}
