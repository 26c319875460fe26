"""What is not running text, and which written forms are one word.

No rule edits a text: zones, edits and merged forms are recorded beside it, and counted.

* `rules`: the names of all rules, and what happens in which order; `audit`: the counts.
* `zones`: headings, captions and boilerplate; `line_rules`: by the form of a line, also a user's own;
  `repetition`: by lines that come back.
* `short_forms`, `homographs`, `expansion`, `initials`, `definitions`, `glossary`:
  abbreviations, merged or listed.
* `spelling`, `line_ends`, `forms`: several written forms of one word.
* `typed`: dates, numbers and identifiers, on request; `edits`: what is read in the place of the text.
"""
