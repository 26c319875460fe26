"""The study around the numbers: where they came from, and whether they still hold.

* `provenance`: figures written with their table, caption and digests.
* `comparison`: tables compared number by number.
* `reuse`: what a comparison owes to shared passages and quotations.
* `sensitivity`: what each rule of cleaning changes in keyness and similarity.
* `gallery`: one page with all figures and captions.
* `datasheet`: what a corpus is, group by group; `cautions`: what to mind before comparing it.
"""
