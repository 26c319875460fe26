"""Which themes there are, and how much of each every group gives.

* `base`: what all topic models share; scikit-learn's contract.
* `lda`, `nmf`: the models.
* `_nmf_kernels`: loops of NMF, compiled.
* `prevalence`: topic shares of articles and groups, with intervals.
* `codebook`: the analyst's own themes, counted.
"""
