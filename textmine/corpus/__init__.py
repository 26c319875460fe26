"""Texts, what surrounds them, and where each piece came from.

A `Corpus` keeps every article untouched.  Cleaning marks zones and records
changes beside the text; segmentation cuts articles into passages that remember
their article and their offsets.  Later rooms read the marks; nobody edits the
source.

* `corpus`: the `Corpus` value; `schemas`: the tables inside it; `selection`: which documents to keep.
* `reading`: `read_corpus`; `folder`, `filenames`: from .txt files; `tabular`, `parquet`: from tables.
* `encodings`: bytes to text; `columns`, `problems`: to Arrow, and what can be wrong.
* `diagnosis`: what the texts show when they are read; `duplication`, `minhash`: the same text twice.
* `layout`, `zones`: lines and blocks; headings, captions and boilerplate.
* `abbreviations`, `spelling`: several written forms of one word.
* `cleaning`: the rules in one table, and the audit that counts them.
* `segmentation`: sentences and passages.
* `grouping`: documents by any metadata column.
"""
