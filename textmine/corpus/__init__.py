"""Texts, what surrounds them, and where each piece came from.

A `Corpus` keeps every article untouched.  Cleaning marks zones and records
changes beside the text; segmentation cuts articles into passages that remember
their article and their offsets.  Later rooms read the marks; nobody edits the
source.

* `corpus`: the `Corpus` value; `schemas`: the tables inside it; `problems`: what can be wrong.
* `reading`: `read_corpus`, from a folder of .txt files, a table or a frame; `tabular`: the tables.
* `layout`, `zones`: lines and blocks; headings, captions and boilerplate.
* `line_rules`, `repetition`: lines that are furniture, by their form and because they come back.
* `short_forms`, `initials`, `definitions`, `glossary`: abbreviations, merged or listed.
* `spelling`, `line_ends`, `forms`: several written forms of one word.
* `typed`: dates, numbers and identifiers, on request.
* `cleaning`, `edits`, `audit`: the rules in one table, what is read instead, and the counts.
* `segmentation`: sentences and passages.
* `grouping`: documents by any metadata column.
"""
