"""The study around the numbers: where they came from, and whether they still hold.

* `provenance`: figures written with their table, caption and digests.
* `comparison`: tables compared number by number.
* `gallery`: one page with all figures and captions.
* `datasheet`: what a corpus is, group by group; `cautions`: what to mind before comparing it.
"""
