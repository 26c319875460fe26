"""Which themes there are, and how much of each every group gives.

* `models`: LDA and NMF behind the scikit-learn contract.
* `prevalence`: topic shares of articles and groups, with intervals.
* `codebook`: the analyst's own themes, counted.
"""
