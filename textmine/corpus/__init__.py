"""Texts, what surrounds them, and where each piece came from.

A `Corpus` keeps every article untouched.  Cleaning marks zones and records
changes beside the text; segmentation cuts articles into passages that remember
their article and their offsets.  Later rooms read the marks; nobody edits the
source.

* `corpus`: the `Corpus` value; `schemas`: the tables inside it; `selection`: which documents to keep.
* `columns`, `problems`, `texts`: whatever texts come as, in Arrow, and what can be wrong with it.
* `reading`: `read_corpus` and `scan_corpus`, from files and frames.
* `cleaning`: zones and several written forms of one word, in rules, and the audit that counts them.
* `layout`, `segmentation`: lines and blocks; sentences, passages and windows.
* `grouping`, `limits`, `draws`: documents by a column, terms within limits, bootstrap resamples.
* `comparability`: from where on groups are hard to compare.
* `duplication`, `minhash`: the same text twice; `quoting`: the words of others.
* `duplication`, `minhash`: the same text twice; `sketches`, `_sketch_pairs`: what is kept of texts to find it later.
"""
