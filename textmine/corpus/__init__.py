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
* `line_rules`, `repetition`: lines that are furniture, by their form and because they come back.
* `short_forms`, `initials`, `definitions`, `glossary`: abbreviations, merged or listed.
* `spelling`, `line_ends`, `forms`: several written forms of one word.
* `typed`: dates, numbers and identifiers, on request.
* `cleaning`, `edits`, `audit`: the rules in one table, what is read instead, and the counts.
* `segmentation`: sentences and passages.
* `grouping`: documents by any metadata column.
"""
