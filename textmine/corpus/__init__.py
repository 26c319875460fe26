"""Texts, what surrounds them, and where each piece came from.

A `Corpus` keeps every article untouched.  Cleaning marks zones and records
changes beside the text; segmentation cuts articles into passages that remember
their article and their offsets.  Later rooms read the marks; nobody edits the
source.

* `corpus`: the `Corpus` value; `schemas`: the tables inside it; `problems`: what can be wrong.
* `reading`: `read_corpus`, from a folder of .txt files, a table or a frame; `tabular`: the tables.
* `layout`, `zones`: lines and blocks; headings, captions and boilerplate.
* `abbreviations`, `spelling`: several written forms of one word.
* `cleaning`: the rules in one table, and the audit that counts them.
* `segmentation`: sentences and passages.
* `grouping`: documents by any metadata column.
"""
